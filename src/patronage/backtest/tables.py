"""The features of situations from a user's own registers, each with its year; nothing made up.

A situation is a client T, a coercer C and a patron P in a year. Each column is read as of the year
before, as in the tables that taught. Where a register ends earlier its last value is carried and
its age told; past ``oldest`` years it is missing. Absence is zero only within what a register
covers. What each column is made of stands in ``columns.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage import codebook

__all__ = [
    "Built",
    "Cell",
    "Facts",
    "Situation",
    "build",
    "codes",
    "line_of",
    "number_of",
    "sources",
]

SUPERPOWERS = ("USA", "RUS")
OLDEST = 15
_PAIRS = ("PT", "PC", "TC")
# So small a share is added to both, that a state of no capabilities has a finite ratio.
_SHARE = 1e-5


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is asked about: states as ISO 3166-1 alpha-3 codes, and the year the crisis begins."""

    target: str
    coercer: str
    patron: str
    year: int


@cache
def _lines() -> Mapping[str, str]:
    """For each state that was followed by one with the same COW number, the last such state."""
    rows = {row["iso3"]: row for row in codebook.rows("states")}
    ends = {}
    for code in rows:
        last = code
        while (after := rows[last]["successor"]) in rows and (
            rows[after]["cown"] == rows[last]["cown"]
        ):
            last = after
        ends[code] = last
    return ends


def codes() -> list[str]:
    """Every state's code, of earlier ones too."""
    return list(_lines())


def line_of(state: str) -> str:
    """The state under which a line of states is counted: what the Soviet Union did is Russia's.

    >>> line_of("SUN"), line_of("DDR")
    ('RUS', 'DDR')
    """
    return _lines().get(state, state)


def number_of(state: str) -> int | None:
    """The Correlates of War number of a state; None where it has none.

    >>> number_of("VEN")
    101
    """
    found = [row["cown"] for row in codebook.rows("states") if row["iso3"] == state]
    return int(found[0]) if found and found[0] else None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and the year it tells of."""

    value: float
    year: int


@dataclass
class Facts:
    """Rows of registers, to be asked by state or pair.

    ``ends`` holds for each loaded register the last year that it covers; a register that is not
    loaded is not in it, and all that it would tell is missing.
    """

    ends: Mapping[str, int]
    rows: dict[tuple[str, str, str, str], list[tuple[int, int, float]]] = field(
        default_factory=dict
    )

    def add(self, dataset: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add flows (``measure``, ``giver``, ``receiver``, ``value``) or acts (no measure).

        Periods are half-open dates ``start`` and ``end``; a row without value or state is left out.
        """
        for row in rows:
            value = row.get("value", 1.0)
            giver, receiver = row.get("giver"), row.get("receiver") or ""
            if giver is None or value is None:
                continue
            key = (dataset, row.get("measure") or "", line_of(giver), line_of(receiver))
            last = row["end"].year - (row["end"].month == row["end"].day == 1)
            self.rows.setdefault(key, []).append((row["start"].year, last, float(value)))

    def at(self, source: Mapping[str, str], one: str, other: str, year: int) -> Cell | None:
        """What a source of ``columns.csv`` tells of a state (``other`` empty) or pair by a year."""
        end = self.ends.get(source["dataset"])
        if end is None:
            return None
        return _RULES[source["rule"]](self, source, (one, other), min(year, end))

    def between(
        self, source: Mapping[str, str], pair: tuple[str, str], *, one_way: bool = False
    ) -> list[tuple[int, int, float]]:
        """Rows of a pair, in both directions unless ``one_way``."""
        one, other = pair
        dataset, measure = source["dataset"], source["measure"]
        found = list(self.rows.get((dataset, measure, one, other), ()))
        if other and not one_way:
            found += self.rows.get((dataset, measure, other, one), ())
        return found


@cache
def sources() -> tuple[Mapping[str, str], ...]:
    """The rows of ``columns.csv``."""
    text = (files(__package__) / "columns.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _level(facts: Facts, source: Mapping[str, str], pair: tuple[str, str], year: int) -> Any:
    """The latest value up to the year."""
    known = [
        (min(last, year), v) for first, last, v in facts.between(source, pair) if first <= year
    ]
    return Cell(max(known)[1], max(known)[0]) if known else None


def _sum(facts: Facts, source: Mapping[str, str], pair: tuple[str, str], year: int) -> Any:
    """Both directions of the latest year in which either is told."""
    known = [(first, v) for first, _, v in facts.between(source, pair) if first <= year]
    if not known:
        return None
    latest = max(first for first, _ in known)
    return Cell(sum(v for first, v in known if first == latest), latest)


def _pledge(facts: Facts, source: Mapping[str, str], pair: tuple[str, str], year: int) -> Any:
    """One where it was in force, else zero: the year lies within what the register covers."""
    held = any(first <= year <= last for first, last, _ in facts.between(source, pair))
    return Cell(float(held), year)


def _count(facts: Facts, source: Mapping[str, str], pair: tuple[str, str], year: int) -> Any:
    acts = [first for first, _, _ in facts.between(source, pair) if year - 9 <= first <= year]
    return Cell(float(len(acts)), year)


def _orders(facts: Facts, source: Mapping[str, str], pair: tuple[str, str], year: int) -> Any:
    rows = facts.between(source, pair, one_way=True)
    return Cell(sum(v for first, _, v in rows if year - 4 <= first <= year), year)


def _deliveries(facts: Facts, source: Mapping[str, str], pair: tuple[str, str], year: int) -> Any:
    total = 0.0
    for first, last, value in facts.between(source, pair, one_way=True):
        within = min(last, year) - max(first, year - 4) + 1
        total += value * max(0, within) / (last - first + 1)
    return Cell(total, year)


_RULES: Mapping[str, Callable[[Facts, Mapping[str, str], tuple[str, str], int], Cell | None]] = {
    "level": _level, "sum": _sum, "pledge": _pledge, "count": _count, "orders": _orders,
    "deliveries": _deliveries,
}  # fmt: skip


@dataclass(frozen=True)
class Built:
    """Columns of a table of situations, and the age of every value.

    ``ages`` are years between a value and its situation: 1 as in the tables that taught, NaN where
    the value is missing, 0 where the user gave it or no time is in it.
    """

    columns: Mapping[str, NDArray[np.float64]]
    ages: Mapping[str, NDArray[np.float64]]

    def missing(self) -> list[list[str]]:
        """For each situation the columns of which nothing is known."""
        rows = range(len(next(iter(self.columns.values()))))
        return [[n for n, column in self.columns.items() if np.isnan(column[i])] for i in rows]


def build(
    situations: Sequence[Situation], wanted: Sequence[str], facts: Facts, *,
    known: Callable[[Situation], Mapping[str, float]] = lambda situation: {}, oldest: int = OLDEST,
) -> Built:  # fmt: skip
    """The wanted columns for each situation.

    Args:
        situations: at least one.
        wanted: names of columns, as ``def_PT`` or ``l_trade_TC``; a name that nothing here can make
            is missing unless ``known`` gives it.
        facts: rows of registers.
        known: what the user knows of a situation, by column; it goes before every register.
        oldest: a value carried from further back is missing.

    >>> import datetime as dt
    >>> facts = Facts({"cow_nmc": 2016})
    >>> facts.add("cow_nmc", [{"measure": "capability share", "giver": "VEN", "value": 0.004,
    ...     "start": dt.date(2016, 1, 1), "end": dt.date(2017, 1, 1)}])
    >>> made = build([Situation("VEN", "USA", "RUS", 2019)], ["cinc_T", "cinc_P"], facts)
    >>> made.columns["cinc_T"].tolist(), made.ages["cinc_T"].tolist(), made.missing()
    ([0.004], [3.0], [['cinc_P']])
    """
    cells = [_cells(one, facts, known(one), oldest) for one in situations]
    columns, ages = {}, {}
    for name in wanted:
        found = [row.get(name) for row in cells]
        columns[name] = np.array([np.nan if c is None else c.value for c in found], np.float64)
        years = zip(found, situations, strict=True)
        ages[name] = np.array(
            [np.nan if c is None else s.year - c.year for c, s in years], np.float64
        )
    return Built(columns, ages)


def _cells(
    one: Situation, facts: Facts, known: Mapping[str, float], oldest: int
) -> dict[str, Cell]:
    """Every column of one situation that can be told."""
    roles = {"T": line_of(one.target), "C": line_of(one.coercer), "P": line_of(one.patron)}
    rival = _rival(roles["P"], roles["C"])
    roles |= {"R": rival} if rival else {}
    found: dict[str, Cell] = {}
    for source in sources():
        pairs = [(r, "") for r in "TCP"] if source["of"] == "state" else _pairs(roles)
        for first, second in pairs:
            other = roles[second] if second else ""
            cell = facts.at(source, roles[first], other, one.year - 1)
            if roles[first] == other:  # a state has no ties to itself: zero, as was taught
                cell = Cell(0.0, one.year)
            if cell is not None and one.year - cell.year <= oldest:
                found[f"{source['column']}_{first}{second}"] = cell
    now = one.year
    found["C_nonstate_or_multi"] = Cell(0.0, now)
    found["C_super"] = Cell(float(roles["C"] in SUPERPOWERS), now)
    found["R_is_coercer"] = Cell(float(rival == roles["C"]), now)
    found |= {name: Cell(value, now) for name, value in known.items()}
    return _made(found) | {name: Cell(value, now) for name, value in known.items()}


def _rival(patron: str, coercer: str) -> str | None:
    """The other superpower; to a patron that is none, the coercer where it is one."""
    if patron in SUPERPOWERS:
        return SUPERPOWERS[1 - SUPERPOWERS.index(patron)]
    return coercer if coercer in SUPERPOWERS else None


def _pairs(roles: Mapping[str, str]) -> list[tuple[str, str]]:
    pairs = [(pair[0], pair[1]) for pair in _PAIRS]
    pairs += [("R", "T"), ("R", "C")] if "R" in roles else []
    return pairs


def _made(found: dict[str, Cell]) -> dict[str, Cell]:
    """With the columns made of others; each is as old as the oldest of its parts."""

    def put(name: str, parts: Sequence[str], value: Callable[..., float]) -> None:
        cells = [found[part] for part in parts if part in found]
        if len(cells) == len(parts):
            made = value(*(cell.value for cell in cells))
            found[name] = Cell(float(made), min(cell.year for cell in cells))

    for pair in _PAIRS:
        a, b = pair[0], pair[1]
        put(f"idd_{pair}", [f"ideal_{a}", f"ideal_{b}"], lambda x, y: abs(x - y))
        put(f"anyally_{pair}", [f"{k}_{pair}" for k in ("def", "off", "con")], max)
    for name in list(found):
        if name.split("_")[0] in ("trade", "gdp", "dist", "arms5", "ord5"):
            put(f"l_{name}", [name], np.log1p)
    put("rel_TC", ["cinc_T", "cinc_C"], lambda x, y: np.log((x + _SHARE) / (y + _SHARE)))
    put("C_major", ["major_C"], float)
    put("violent_trig", ["triggr"], lambda x: x >= 8)
    return found
