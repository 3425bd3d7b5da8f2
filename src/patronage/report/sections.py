"""What each section of the page shows, as plain values for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patronage.records import Claim, Event
from patronage.report.evidence import Index, Ref, Refs
from patronage.report.lead import LITTLE, pressing
from patronage.report.ranking import patrons_ranked
from patronage.report.steps import step_ids
from patronage.report.strip import episode_words
from patronage.report.trends import held, series_drawn, series_sparse
from patronage.report.wide import standing
from patronage.report.wording import (
    HOLLOW,
    NONE_FOUND,
    UNTOLD,
    day,
    decimal,
    label,
    period,
    plural,
    probability,
    state,
    years,
)
from patronage.results import Brief, Change, Episode, Series

__all__ = ["LISTED", "Course", "Entry", "Holding", "Lines", "Shift", "Voice", "bound", "course",
           "entries", "holdings", "pressure_entries", "shifts", "steps", "voices"]  # fmt: skip

LISTED = 2_000  # episodes of a list past which those stand there alone of which a report is shown


def bound(brief: Brief) -> tuple[str, str] | None:
    """What bounds the reading in time: the as-of date, or the latest text; None without texts."""
    if brief.as_of:
        return "As of", day(brief.as_of)
    if not brief.documents:
        return None
    dates = [d.published for d in brief.documents if d.published]
    bare = len(brief.documents) - len(dates)
    undated = plural(bare, "undated text") if len(brief.documents) > 1 else "undated text"
    if not dates:
        return "Dates", undated
    last = f"latest text {day(max(dates))}"
    return "Dates", f"{last}; {undated}" if bare else last


@dataclass(frozen=True, slots=True)
class Course:
    """Series that a figure by period does not show.

    ``sparse`` are those with reports in one or two periods, each with them and their reports;
    ``more`` counts those left to the table because the figure has its six.
    """

    sparse: tuple[tuple[str, tuple[tuple[str, Refs], ...]], ...]
    more: int
    table: bool


def course(brief: Brief, index: Index, series: Sequence[Series]) -> Course:
    """What of some series stands beside their figure or, where there is none, in its place."""
    told = tuple(
        (
            state(brief, s.patron) if s.patron else label(s.name).capitalize(),
            tuple((period(p.start, p.end), index.of(p.evidence)) for p in held(s)),
        )
        for s in series_sparse(series)
    )
    dense = sum(bool(held(s)) for s in series) - len(told)
    seen = any(held(s) or s.undated for s in series)
    return Course(told, dense - len(series_drawn(series)), seen)


@dataclass(frozen=True, slots=True)
class Spell:
    """One patron's use of one instrument in one spell; ``count`` None where nothing is told."""

    count: int | None
    refs: Refs


@dataclass(frozen=True, slots=True)
class Holding:
    """One row of the matrix as a table."""

    patron: str
    instrument: str
    then: Spell
    now: Spell
    amounts: tuple[str, ...]


def holdings(brief: Brief, index: Index) -> Iterator[Holding]:
    """The matrix as rows, in the order of the patrons."""
    cells = {(c.patron, c.instrument, c.spell): c for c in brief.portfolio.cells}
    order = patrons_ranked(brief)
    pairs = dict.fromkeys((p, i) for p, i, _ in cells)
    for patron, instrument in sorted(pairs, key=lambda k: (order[k[0]], _last(k[1]))):
        found = [cells.get((patron, instrument, spell)) for spell in ("then", "now")]
        then, now = (
            Spell(c.episodes if c else None, index.of(c.evidence if c else ())) for c in found
        )
        amounts = dict.fromkeys(a for c in found if c for a in c.amounts)
        yield Holding(state(brief, patron), label(instrument), then, now, tuple(amounts))


def _last(instrument: str) -> tuple[bool, str]:
    """Instruments by name, what no text names after them."""
    return (label(instrument) in UNTOLD, instrument)


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode as a line: when, what, how it stands, and its reports."""

    when: str
    spell: str
    what: str
    polarity: str
    hollow: bool
    status: str
    count: int
    refs: Refs


class Lines(list[Entry]):
    """Episodes as lines; ``more`` counts those of a long list that have no line.

    A page holds the latest reports of a client that is much in the news. Of its tens of thousands
    of episodes those have a line that one of these reports tells; figures and counts hold all.
    """

    more: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to tell, listed or not."""
        return bool(len(self) or self.more)


def _lines(brief: Brief, index: Index, episodes: list[Episode]) -> Lines:
    """Episodes as lines; those that read alike share one, with their number."""
    shown = episodes
    if len(episodes) > LISTED:
        shown = [e for e in episodes if index.holds(e.events)]
    alike: dict[tuple[str, str, str, str, str], list[str]] = {}
    counts: Counter[tuple[str, str, str, str, str]] = Counter()
    for e in shown:
        key = (period(e.start, e.end), e.when, episode_words(brief, e), e.polarity or "", e.status)
        alike.setdefault(key, []).extend(e.events)
        counts[key] += 1
    made = Lines(
        Entry(*key[:4], key[4] in HOLLOW, key[4], counts[key], index.of(ids))
        for key, ids in alike.items()
    )
    made.more = len(episodes) - len(shown)
    return made


def entries(brief: Brief, index: Index) -> tuple[Lines, Lines]:
    """Happenings in order of time, and those that no text dates."""
    dated = [e for e in brief.episodes if e.start is not None or e.end is not None]
    dated.sort(key=lambda e: (str(e.start or e.end), str(e.end or e.start)))
    bare = [e for e in brief.episodes if e.start is None and e.end is None]
    return _lines(brief, index, dated), _lines(brief, index, bare)


def pressure_entries(brief: Brief, index: Index) -> Lines:
    """Pressure on the client, those that happened first."""
    found = sorted(pressing(brief), key=lambda e: (e.status in HOLLOW, str(e.start or "9")))
    return _lines(brief, index, found)


@dataclass(frozen=True, slots=True)
class Shift:
    """One patron then and now, in words beside their rows."""

    patron: str
    word: str
    counts: str
    rate: str
    probability: str | None
    told: Refs
    refusals: Refs
    refs: Refs
    silent: bool
    level: str
    lower: str | None


def shifts(brief: Brief, index: Index) -> list[Shift]:
    """Then and now for each patron."""
    place = patrons_ranked(brief)
    levels = {c.actor: standing(c) for c in brief.wider.courses if c.of == "backing"}
    return [
        Shift(
            state(brief, c.patron), c.word, _counts(c), _rate(c),
            None if c.probability is None else probability(c.probability),
            index.of(c.told), index.of(c.refusals), index.of(c.evidence),
            c.word == LITTLE and not c.told and not c.refusals,
            *levels.get(c.patron, ("", None)),
        )
        for c in sorted(brief.changes, key=lambda c: place[c.patron])
    ]  # fmt: skip


def _counts(change: Change) -> str:
    parts = []
    for spell, count, length in (
        ("then", change.then, change.then_years),
        ("now", change.now, change.now_years),
    ):
        told = plural(count, "episode") if count else NONE_FOUND
        parts.append(f"{told} {spell}" + (f" in {years(length)}" if length else ""))
    return ", ".join(parts)


def _rate(change: Change) -> str:
    if change.ratio is None:
        return "too little to say"
    if change.low is None or change.high is None:
        return f"{decimal(change.ratio)}, no interval"
    reach = f"{decimal(change.low)} to {decimal(change.high)}"
    return f"{decimal(change.ratio)} ({change.mass:.0%} interval {reach})"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of asked, promised, arrived; the cells are as in ``STEPS``."""

    patron: str
    instrument: str
    cells: tuple[Refs, ...]
    answer: str


def steps(brief: Brief, index: Index) -> list[Step]:
    """Requests by patron and instrument."""
    return [
        Step(
            state(brief, r.patron), label(r.instrument),
            tuple(index.of(ids) for ids in step_ids(r, index).values()), r.answer,
        )
        for r in brief.requests
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """By whose word: a source with the events and claims that rest on it."""

    name: str
    refs: Refs
    claims: tuple[Ref, ...]


def voices(brief: Brief, index: Index) -> list[Voice]:
    """Sources named in the texts, by how much rests on each; last, the texts' own word."""
    events: dict[str, list[str]] = {}
    claims: dict[str, list[Ref]] = {}
    own = ""
    for event in brief.events:
        for name in _names(event) or [own]:
            events.setdefault(name, []).append(event.id)
    for claim in brief.claims:
        ref = index.claim(claim.id)
        for name in _names(claim) or [own]:
            if ref is not None:
                claims.setdefault(name, []).append(ref)
    every = dict.fromkeys([*events, *claims])
    order = sorted(
        every, key=lambda n: (n == own, -len(events.get(n, [])) - len(claims.get(n, [])))
    )
    return [
        Voice(n or "the texts themselves", index.of(events.get(n, ())), tuple(claims.get(n, ())))
        for n in order
    ]


def _names(record: Event | Claim) -> list[str]:
    return list(dict.fromkeys(a.name or a.text for a in record.attribution))
