"""Past episodes of pressure from registers: who pressed whom when, with what was known then.

An episode is a year in which sanctions on a state begin after three years in which none did. All
that describes it is dated up to the last day of that year, since the register tells no day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from patronage.codebook import rows as table
from patronage.measures.sources import Row, Sources

__all__ = ["FEATURES", "OUTCOMES", "Past", "Pressing", "past_of"]

#: What describes an episode, and what may follow it.
FEATURES = (
    "coercers, log", "kinds of measures", "trade or finance among them",
    "measures begun in the ten years before, log", "strongest coercer over client, log capability",
    "client's capability share, log", "disputes with them in ten years", "leader's years, log",
    "leader came irregularly", "conflict inside in three years", "distance in UN votes",
)  # fmt: skip
OUTCOMES = (
    "leader still in office", "leader left in the regular way", "leader removed or fled",
    "measures ended", "force between them",
)  # fmt: skip
_QUIET = 3
_KINDS = ("arms", "military", "trade", "financial", "travel", "other")
_RULING = ("supreme leader", "general secretary", "leader", "head of state", "head of government")


@dataclass(frozen=True, slots=True)
class Pressing:
    """One episode; ``values`` in the order of ``FEATURES``, None where nothing tells."""

    client: str
    year: int
    coercers: tuple[str, ...]
    values: tuple[float | None, ...]
    followed: tuple[bool | None, ...]
    evidence: tuple[str, ...]


class _Term(NamedTuple):
    start: dt.date
    end: dt.date | None
    entry: str | None
    exit: str | None
    ids: tuple[str, ...]


class Past:
    """The registers sorted once, so that each episode is described by looking up."""

    def __init__(self, sources: Sources) -> None:
        held = {
            name: sources.held(name)
            for name in ("gsdb", "archigos", "mids", "cow_nmc", "ucdp_conflict", "ideal_points")
        }
        self.ends = {name: one.end.year for name, one in held.items() if one is not None}
        self.begun = _by(sources.acts("gsdb", None, None), "recipient", "begins")
        self.ended = _by(sources.acts("gsdb", None, None), "recipient", "ends")
        self.fights = _pairs(sources.acts("mids", None, None))
        self.terms = _terms(sources.acts("archigos", None, None))
        self.inside = _by(sources.acts("ucdp_conflict", None, None), "actor", "")
        self.power = _levels(sources.flows("cow_nmc", "capability share", None, None))
        self.votes = _levels(sources.flows("ideal_points", "UN ideal point", None, None))

    def onsets(self, client: str) -> list[int]:
        """Years in which measures begin after quiet ones."""
        years = sorted({act["start"].year for act in self.begun.get(client, ())})
        return [y for k, y in enumerate(years) if not k or y - years[k - 1] > _QUIET]

    def describe(self, client: str, year: int, years: int) -> Pressing:
        """The episode of a client in a year, and what followed within some years."""
        acts = [a for a in self.begun.get(client, ()) if a["start"].year == year]
        coercers = tuple(sorted({a["actor"] for a in acts if a["actor"]}))
        kinds = {str(a["code"]).partition(":")[0].partition(" ")[0] for a in acts}
        before = [a for a in self.begun.get(client, ()) if year - 10 <= a["start"].year < year]
        strongest, ratio, own = self._capability(client, coercers, year)
        term = self._term(client, dt.date(year, 12, 31))
        fights = [f for c in coercers for f in self.fights.get(frozenset((client, c)), ())]
        near = [f for f in fights if year - 10 <= f["start"].year <= year]
        inside = [a for a in self.inside.get(client, ()) if year - 2 <= a["start"].year <= year
                  and a["type"] is None]  # fmt: skip
        values = (
            math.log(len(coercers)) if coercers else None,
            float(len(kinds & set(_KINDS))) if acts else None,
            float(bool(kinds & {"trade", "financial"})) if acts else None,
            math.log1p(len({(a["actor"], a["start"].year) for a in before})),
            ratio,
            own,
            self._covered("mids", year, float(len({f["start"].year for f in near}))),
            math.log1p((dt.date(year, 12, 31) - term.start).days / 365.25) if term else None,
            float(term.entry != "Regular") if term and term.entry else None,
            self._covered("ucdp_conflict", year, float(bool(inside))),
            self._apart(client, strongest, year),
        )
        ids = [a["id"] for a in (*acts, *near, *inside)] + list(term.ids if term else ())
        followed = self._followed(client, year, years, acts, fights)
        return Pressing(client, year, coercers, values, followed, tuple(dict.fromkeys(ids)))

    def _covered(self, dataset: str, year: int, value: float) -> float | None:
        return value if year < self.ends.get(dataset, 0) else None

    def _capability(
        self, client: str, coercers: Sequence[str], year: int
    ) -> tuple[str | None, float | None, float | None]:
        """The strongest coercer, its capability over the client's, and the client's, as logs."""
        own = _latest(self.power.get(client, {}), year)
        theirs = {c: _latest(self.power.get(c, {}), year) for c in coercers}
        known = {c: value for c, value in theirs.items() if value}
        strongest = max(known, key=lambda c: (known[c], c)) if known else None
        if not own:
            return strongest, None, None
        ratio = math.log(known[strongest] / own) if strongest else None
        return strongest, ratio, math.log(own)

    def _apart(self, client: str, other: str | None, year: int) -> float | None:
        one = _latest(self.votes.get(client, {}), year)
        two = _latest(self.votes.get(other or "", {}), year)
        return abs(one - two) if one is not None and two is not None else None

    def _term(self, client: str, day: dt.date) -> _Term | None:
        if day.year < self.ends.get("archigos", 0):
            ruling = [t for t in self.terms.get(client, ()) if t.start <= day
                      and (t.end is None or t.end > day)]  # fmt: skip
            return max(ruling, key=lambda t: t.start, default=None)
        return _told_term(client, day)

    def _followed(
        self, client: str, year: int, years: int, acts: Sequence[Row], fights: Sequence[Row]
    ) -> tuple[bool | None, ...]:
        last = year + years
        left: tuple[bool | None, bool | None, bool | None] = (None, None, None)
        term = self._term(client, dt.date(year, 12, 31))
        if last < self.ends.get("archigos", 0) and term is not None:
            gone = term.end is not None and term.end < dt.date(last + 1, 1, 1)
            forced = gone and term.exit in ("Irregular", "Foreign")
            left = (not gone, gone and not forced, forced)
        rows = {a["row"] for a in acts}
        over = {a["row"] for a in self.ended.get(client, ()) if a["start"].year <= last}
        ended = rows <= over if acts and last < self.ends.get("gsdb", 0) else None
        force = None
        if last < self.ends.get("mids", 0):
            force = any(year < f["start"].year <= last and _level(f) >= 4 for f in fights)
        return (*left, ended, force)


def past_of(past: Past, year: int, years: int) -> list[Pressing]:
    """Every episode of a state that began before a year."""
    states = {row["iso3"] for row in table("states")}  # the register also names bodies and groups
    return [
        past.describe(client, onset, years)
        for client in sorted(states & past.begun.keys())
        for onset in past.onsets(client) if onset < year
    ]  # fmt: skip


def _by(acts: Sequence[Row], side: str, end: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for act in acts:
        if act[side] and str(act["code"]).endswith(end):
            found[act[side]].append(act)
    return dict(found)


def _pairs(acts: Sequence[Row]) -> dict[frozenset[str], list[Row]]:
    found: dict[frozenset[str], list[Row]] = defaultdict(list)
    for act in acts:
        found[frozenset((act["actor"], act["recipient"]))].append(act)
    return dict(found)


def _level(act: Row) -> int:
    digits = str(act["code"]).removeprefix("level ")[:1]
    return int(digits) if digits.isdigit() else 0


def _levels(rows: Sequence[Row]) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for row in rows:
        if row["value"] is not None:
            found[row["giver"]][row["start"].year] = float(row["value"])
    return dict(found)


def _latest(values: Mapping[int, float], year: int) -> float | None:
    """The value of the year or, where it is not told, of up to five years before."""
    return next((values[y] for y in range(year, year - 6, -1) if y in values), None)


def _terms(acts: Sequence[Row]) -> dict[str, list[_Term]]:
    """Terms of office: an entry and an exit are of one row."""
    halves: dict[tuple[str, int], dict[str, Row]] = defaultdict(dict)
    for act in acts:
        half = "in" if ": enters office" in act["code"] else "out"
        halves[act["actor"], act["row"]][half] = act
    found: dict[str, list[_Term]] = defaultdict(list)
    for (state, _), both in halves.items():
        entry, leave = both.get("in"), both.get("out")
        if entry is not None:
            found[state].append(_Term(
                entry["start"], leave["start"] if leave else None, _how(entry["code"]),
                _how(leave["code"]) if leave else None,
                tuple(act["id"] for act in both.values()),
            ))  # fmt: skip
    return dict(found)


def _how(code: str) -> str:
    """``Regular`` of ``Lusinchi: leaves office, Regular 555``."""
    return code.partition(" office, ")[2].partition(",")[0].split(" ")[0]


def _told_term(client: str, day: dt.date) -> _Term | None:
    """The one ruler of our own table of leaders on a day; None where two could be meant."""
    for office in _RULING:
        found = [
            row for row in table("leaders")
            if row["iso3"] == client and row["office"] == office and row["start"]
            and row["start"] <= day.isoformat() and (not row["end"] or row["end"] > day.isoformat())
        ]  # fmt: skip
        if len(found) == 1 and len(found[0]["start"]) == 10:
            return _Term(dt.date.fromisoformat(found[0]["start"]), None, None, None, ())
    return None
