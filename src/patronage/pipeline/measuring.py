"""Measures whose results are more than a series: wiring from a ledger to the measures room."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.actors.states import state
from patronage.errors import UsageError
from patronage.pipeline.opening import Input, Report, now

if TYPE_CHECKING:
    from patronage.ledger import Ledger
    from patronage.measures import Risk, Told
    from patronage.periods import Grain
    from patronage.pipeline.auditing import LedgerRegisters
    from patronage.results import Series

__all__ = ["WIDER", "Given", "measured"]

_FLOWS = (
    ("sipri", "arms deliveries"), ("aiddata", "official finance, OOF-like"),
    ("aiddata", "official finance, ODA-like"), ("aiddata", "official finance, vague"),
)  # fmt: skip
_FEWEST = 6  # years of texts below which a series of backing has no break


@dataclass(frozen=True, slots=True)
class Given:
    """What a reader adds to a question; every part may be left out.

    ``means`` is a CSV of the client's means (``group,time,value``: prices, production), and
    ``estimates`` one of stakes (``kind,value,unit`` and, if told, ``low,high,patron,source``).
    ``outcome``, ``probability`` and ``loss`` (each low, high in 0..1) are what exposure is at risk
    by. ``since`` is the first day of "now"; ``year`` picks an episode of pressure, ``years`` how
    long after it, or after a request, is looked; ``coercer`` whose measures deals are held against.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    period: Grain = "month"
    since: dt.date | None = None
    coercer: str | None = None
    means: Input | None = None
    estimates: Input | None = None
    outcome: str | None = None
    probability: tuple[float, float] | None = None
    loss: tuple[float, float] | None = None
    year: int | None = None
    years: int | None = None
    report: Report = lambda problem: None


@dataclass(frozen=True, slots=True)
class _Asked:
    book: Ledger
    client: str
    patron: str | None
    as_of: dt.date | None
    known_on: dt.date | None
    given: Given

    @property
    def frame(self) -> Any:
        return self.book.frame(client=self.client, as_of=self.as_of, known_on=self.known_on)

    @property
    def registers(self) -> LedgerRegisters:
        from patronage.pipeline.auditing import LedgerRegisters

        return LedgerRegisters(self.book, self.as_of, self.known_on)

    @property
    def day(self) -> dt.date:
        return self.given.end or self.as_of or now().date()

    def one(self, what: str) -> str:
        if self.patron is None:
            raise UsageError(f"'{what}' is asked of one patron. Name it with --patron.")
        return self.patron


def measured(
    name: str, book: Ledger, client: str, patron: str | None, as_of: dt.date | None,
    known_on: dt.date | None, given: Given,
) -> tuple[Any, ...]:  # fmt: skip
    """One of the measures named in :data:`WIDER`, of a client and of one patron or of all."""
    return WIDER[name](_Asked(book, client, patron, as_of, known_on, given))


def _answered(asked: _Asked) -> tuple[Any, ...]:
    from patronage import measures

    within = 365 * (asked.given.years or 1)
    return measures.answered(asked.frame, asked.client, asked.patron, within=within)


def _analogues(asked: _Asked) -> tuple[Any, ...]:
    from patronage import measures

    found = measures.analogues(
        asked.registers, asked.client, year=asked.given.year, years=asked.given.years or 5
    )
    return () if found is None else (found,)


def _words(asked: _Asked) -> tuple[Any, ...]:
    from patronage import measures

    found = measures.words_and_deeds(asked.frame, asked.client, asked.given.since)
    return tuple(one for one in found if asked.patron in (None, one.patron))


def _dependence(asked: _Asked) -> tuple[Any, ...]:
    from patronage import measures

    found = list(measures.dependence(asked.frame, asked.client, asked.given.since))
    registers = asked.registers
    for dataset, name in _FLOWS[:1]:  # of the others one patron alone is told
        if (held := registers.held(dataset)) is not None:
            rows = registers.flows(dataset, name, None, asked.client)
            day = min(asked.day, held.end)
            found += measures.register_dependence(rows, asked.client, day)
    return tuple(found)


def _declines(asked: _Asked) -> tuple[Any, ...]:
    from patronage import measures

    frame, registers = asked.frame, asked.registers
    found: list[Any] = []
    for one in _yearly(asked, frame):
        told = measures.hints_of(frame, asked.client, one.patron or "")
        hints = measures.Hints(told.told, _by_year(asked.given))
        found += measures.declines([one], registers, hints)
    return tuple(found)


def _yearly(asked: _Asked, frame: Any) -> list[Series]:
    """Every yearly series of what patrons gave: of registers, and of texts over enough years."""
    from patronage import measures
    from patronage.pipeline.questions import coverage_of, flows_of

    kept = asked.book.measures(known_on=asked.known_on)
    series: list[Series] = []
    for dataset, name in _FLOWS:
        if dataset in kept.get(name, ()):
            rows = flows_of(asked.book, dataset, name, asked.client, asked.patron, asked.as_of,
                            asked.known_on)  # fmt: skip
            coverage = coverage_of(dataset, asked.as_of)
            series += measures.register_series(rows, asked.client, coverage)
    told = measures.backing(frame, asked.client, asked.patron, grain="year")
    series += [s for s in told if sum(p.value is not None for p in s.points) >= _FEWEST]
    return series


def _by_year(given: Given) -> tuple[tuple[str, Mapping[int, float], tuple[str, ...]], ...]:
    """The means given, as yearly means with the ids of their rows."""
    made = []
    for name, rows in _means_given(given).items():
        years: dict[int, list[float]] = {}
        for day, value, _ in rows:
            years.setdefault(day.year, []).append(value)
        mean = {year: math.fsum(values) / len(values) for year, values in years.items()}
        made.append((name, mean, tuple(id for _, _, id in rows)))
    return tuple(made)


def _means_given(given: Given) -> dict[str, list[tuple[dt.date, float, str]]]:
    from patronage.pipeline.series import read_series

    if given.means is None:
        return {}
    path = Path(given.means)
    return {
        name: [(day, value, f"{path.name}: {name} {told}") for day, (told, value) in rows.items()]
        for name, rows in read_series(path, given.report).items()
    }


def _exchange(asked: _Asked) -> tuple[Any, ...]:
    from patronage import measures

    given, frame, registers = asked.given, asked.frame, asked.registers
    found: list[Any] = list(measures.received(frame, asked.client, asked.patron))
    coercer = state(given.coercer) if given.coercer else None
    if asked.patron is not None:
        pair = (registers, asked.client, asked.patron)
        found.append(measures.deals_told(frame, *pair[1:], coercer))
        found.append(measures.deals(*pair, coercer))
        found.append(measures.conduct(*pair, asked.day))
        found.append(measures.burdens(*pair, asked.day))
    found += measures.means(_means_given(given), asked.client)
    home = asked.book.frame(as_of=asked.as_of, known_on=asked.known_on)  # the opposition is no VEN
    found.append(measures.protests(home, asked.client, grain=given.period))
    return tuple(one for one in found if one is not None)


def _exposure(asked: _Asked) -> tuple[Any, ...]:
    from patronage import measures

    patron = asked.one("exposure")
    claims = asked.book.claims(client=asked.client, as_of=asked.as_of, known_on=asked.known_on)
    told = (*measures.told_of(claims, asked.client, patron), *_estimates(asked.given, patron))
    risk = _risk(asked.given)
    return (measures.exposure(asked.registers, asked.client, patron, asked.day, told=told,
                              risk=risk),)  # fmt: skip


def _risk(given: Given) -> Risk | None:
    from patronage.measures import Risk

    if given.probability is None:
        return None
    if not given.outcome:
        raise UsageError("A probability is of an outcome. Name it with --outcome.")
    return Risk(given.outcome, given.probability, given.loss)


def _estimates(given: Given, patron: str) -> list[Told]:
    """Stakes from a reader's file; a row that cannot be read is a problem."""
    from patronage.measures import Told
    from patronage.records import Problem

    if given.estimates is None:
        return []
    path = Path(given.estimates)
    if not path.is_file():
        raise UsageError(f"No file '{path}'. Give a CSV file with kind,value,unit.")
    found = []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            cells = {key: (cell or "").strip() for key, cell in row.items() if key}
            if cells.get("patron") and state(cells["patron"]) != patron:
                continue
            try:
                value = float(cells.get("value", ""))
                low, high = (float(cells.get(end) or value) for end in ("low", "high"))
            except ValueError:
                told = "has no value that can be read"
                given.report(Problem(path.name, f"row {number}", told, "Write a number."))
                continue
            kind, unit = cells.get("kind", ""), cells.get("unit", "")
            ids = (f"{path.name}: row {number}",)
            found.append(Told(kind, unit, value, low, high, ids, cells.get("source", "")))
    return found


#: Measures with results of their own, by the name that ``measure`` takes.
WIDER: Mapping[str, Callable[[_Asked], tuple[Any, ...]]] = {
    "analogues": _analogues, "answered": _answered, "declines": _declines,
    "dependence": _dependence, "exchange": _exchange, "exposure": _exposure, "words": _words,
}  # fmt: skip
