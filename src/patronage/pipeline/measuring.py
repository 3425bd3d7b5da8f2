"""Measures whose results are more than a series: wiring from a ledger to the measures room."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.actors.states import state
from patronage.errors import UsageError
from patronage.pipeline.opening import Input, Report, now
from patronage.pipeline.stages import Tell, silent

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.ledger import Ledger
    from patronage.ledger.parts import Part
    from patronage.measures import Risk, Told
    from patronage.periods import Grain
    from patronage.pipeline.auditing import LedgerRegisters
    from patronage.records import Claim
    from patronage.results import Decline, Series

__all__ = ["WIDER", "Asked", "Given", "Read", "declines_of", "given_yearly", "measured"]

_FLOWS = (
    ("sipri", "arms deliveries"), ("aiddata", "official finance, OOF-like"),
    ("aiddata", "official finance, ODA-like"), ("aiddata", "official finance, vague"),
)  # fmt: skip
_OTHERS = 20_000  # reports of others that tell of coverage: of more, a sample
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


@dataclass(frozen=True)
class Read:
    """What a ledger tells of one client; its frame, claims and registers are read once.

    With ``whole``, what a brief needs is read at once, a sample of others' events included.
    ``tell`` hears of each stage of a brief that is gathered from it, as it begins.
    """

    book: Ledger
    client: str
    as_of: dt.date | None = None
    known_on: dt.date | None = None
    whole: bool = False
    tell: Tell = silent

    @cached_property
    def part(self) -> Part:
        return self.book.part(self.client, _OTHERS, as_of=self.as_of, known_on=self.known_on)

    @cached_property
    def frame(self) -> pa.Table:
        if self.whole:
            return self.part.frame
        return self.book.frame(client=self.client, as_of=self.as_of, known_on=self.known_on)

    @cached_property
    def claims(self) -> list[Claim]:
        if self.whole:
            return self.part.claims
        return self.book.claims(client=self.client, as_of=self.as_of, known_on=self.known_on)

    @cached_property
    def registers(self) -> LedgerRegisters:
        from patronage.pipeline.auditing import LedgerRegisters

        return LedgerRegisters(self.book, self.as_of, self.known_on)


@dataclass(frozen=True)
class Asked:
    """A question about what was read of a client: of which patron, and what a reader adds."""

    read: Read
    patron: str | None
    given: Given

    @property
    def book(self) -> Ledger:
        return self.read.book

    @property
    def client(self) -> str:
        return self.read.client

    @property
    def frame(self) -> Any:
        return self.read.frame

    @property
    def registers(self) -> LedgerRegisters:
        return self.read.registers

    @property
    def day(self) -> dt.date:
        return self.given.end or self.read.as_of or now().date()

    def one(self, what: str) -> str:
        if self.patron is None:
            raise UsageError(f"'{what}' is asked of one patron. Name it with --patron.")
        return self.patron


def measured(
    name: str, book: Ledger, client: str, patron: str | None, as_of: dt.date | None,
    known_on: dt.date | None, given: Given,
) -> tuple[Any, ...]:  # fmt: skip
    """One of the measures named in :data:`WIDER`, of a client and of one patron or of all."""
    return WIDER[name](Asked(Read(book, client, as_of, known_on), patron, given))


def _answered(asked: Asked) -> tuple[Any, ...]:
    from patronage import measures

    within = 365 * (asked.given.years or 1)
    return measures.answered(asked.frame, asked.client, asked.patron, within=within)


def _analogues(asked: Asked) -> tuple[Any, ...]:
    from patronage import measures

    found = measures.analogues(
        asked.registers, asked.client, year=asked.given.year, years=asked.given.years or 5
    )
    return () if found is None else (found,)


def _words(asked: Asked) -> tuple[Any, ...]:
    from patronage import measures

    found = measures.words_and_deeds(asked.frame, asked.client, asked.given.since)
    return tuple(one for one in found if asked.patron in (None, one.patron))


def _dependence(asked: Asked) -> tuple[Any, ...]:
    from patronage import measures

    found = list(measures.dependence(asked.frame, asked.client, asked.given.since))
    registers = asked.registers
    for dataset, name in _FLOWS[:1]:  # of the others one patron alone is told
        if (held := registers.held(dataset)) is not None:
            rows = registers.flows(dataset, name, None, asked.client)
            day = min(asked.day, held.end)
            found += measures.register_dependence(rows, asked.client, day)
    return tuple(found)


def _declines(asked: Asked) -> tuple[Any, ...]:
    return declines_of(asked, (*given_yearly(asked), *_told_yearly(asked)))


def declines_of(asked: Asked, series: Iterable[Series]) -> tuple[Decline, ...]:
    """The declines of some yearly series, each explained by registers and texts."""
    from patronage import measures

    registers = asked.registers
    found: list[Decline] = []
    for one in series:
        told = measures.hints_of(asked.frame, asked.client, one.patron or "")
        hints = measures.Hints(told.told, _by_year(asked.given))
        found += measures.declines([one], registers, hints)
    return tuple(found)


def given_yearly(asked: Asked) -> list[Series]:
    """Every yearly series of what patrons gave, as the loaded registers tell it."""
    from patronage import measures
    from patronage.pipeline.questions import coverage_of

    series: list[Series] = []
    for dataset, name in _FLOWS:
        if asked.registers.held(dataset) is not None:
            rows = asked.registers.flows(dataset, name, asked.patron, asked.client)
            coverage = coverage_of(dataset, asked.read.as_of)
            series += measures.register_series(rows, asked.client, coverage)
    return series


def _told_yearly(asked: Asked) -> list[Series]:
    """Yearly series of what texts tell, over enough years."""
    from patronage import measures

    told = measures.backing(asked.frame, asked.client, asked.patron, grain="year")
    return [s for s in told if sum(p.value is not None for p in s.points) >= _FEWEST]


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


def _exchange(asked: Asked) -> tuple[Any, ...]:
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
    home = asked.book.frame(
        as_of=asked.read.as_of, known_on=asked.read.known_on
    )  # the opposition is no VEN
    found.append(measures.protests(home, asked.client, grain=given.period))
    return tuple(one for one in found if one is not None)


def _exposure(asked: Asked) -> tuple[Any, ...]:
    from patronage import measures

    patron = asked.one("exposure")
    told = (
        *measures.told_of(asked.read.claims, asked.client, patron),
        *_estimates(asked.given, patron),
    )
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
WIDER: Mapping[str, Callable[[Asked], tuple[Any, ...]]] = {
    "analogues": _analogues, "answered": _answered, "declines": _declines,
    "dependence": _dependence, "exchange": _exchange, "exposure": _exposure, "words": _words,
}  # fmt: skip
