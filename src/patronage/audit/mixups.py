"""Where a told number stands in a register after all: of another period, or another measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from patronage.audit.reckoning import Asked, rows_of, span_of
from patronage.audit.registers import Row
from patronage.audit.sums import Sum
from patronage.audit.tables import table
from patronage.audit.telling import PERIOD, WRONG
from patronage.audit.tolerance import digits
from patronage.audit.tolerance import told as told_range
from patronage.audit.wording import period
from patronage.records import Amount
from patronage.results import Check

__all__ = ["other_measures", "otherwise"]

_AROUND = 3  # years by which either end of a told span is moved
_FINE = 3  # digits from which on a number is told finely enough to be known again
_EXACT = 0.0005


def otherwise(
    asked: Asked, every: list[Row], amount: Amount, check: Check, kind: str
) -> tuple[str, str, Check]:
    """Why a figure differs: another period or another measure that has it, else as it was."""
    if amount.comparator in (">", ">=", "<", "<=") or asked.unpriced:
        return kind, "", check
    for start, end in _other_periods(asked, amount):
        found = asked.value(every, start, end)
        if found and _is(amount, found):
            other = found.check(asked.held.dataset, check.operation, start, end)
            return PERIOD, f"'{amount.text}' is what it holds for {period(start, end)}.", other
    for measure in other_measures(asked):
        rows = rows_of(asked.registers, asked.held.dataset, measure, asked.question)
        start, end = span_of(asked.told)
        found = asked.value(rows, start, end)
        if found and _is(amount, found):
            other = found.check(asked.held.dataset, "sum", start, end)
            return WRONG, f"'{amount.text}' is what it holds of {measure}.", other
    return kind, "", check


def _is(amount: Amount, found: Sum) -> bool:
    """Whether a value is the told number itself, to its last digit."""
    sharp = found.high - found.low <= 0.01 * abs(found.high)
    least, most = told_range(amount, _EXACT)
    return bool(found.high) and sharp and least <= (found.low + found.high) / 2 <= most


def _other_periods(asked: Asked, amount: Amount) -> Iterator[tuple[dt.date, dt.date]]:
    """Other periods that a text may have mixed up with the one it tells, the nearest first.

    A number told in three digits or more is looked for in any year; a rounder one, which many
    years could match by chance, within three years alone.
    """
    start, end = span_of(asked.told)
    held = asked.held
    first, last = start.year, (end - dt.timedelta(days=1)).year
    fine = digits(amount) >= _FINE
    years = range(held.start.year, held.end.year) if fine else range(first - 3, last + 4)
    spans = [(year, year) for year in sorted(years, key=lambda y: abs(y - first))]
    if fine:
        spans += [(held.start.year, held.end.year - 1)]
        spans += [(max(held.start.year, 2000), held.end.year - 1)]
        spans += [(first + d, last + e) for d in _near() for e in _near()]
        spans += _rules(asked)
    if asked.rule["operation"] == "level":
        spans = [span for span in spans if span[0] == span[1]]
    for one, two in dict.fromkeys(spans):
        days = dt.date(one, 1, 1), dt.date(two + 1, 1, 1)
        if one <= two and held.start <= days[0] and days[1] <= held.end and days != (start, end):
            yield days


def _rules(asked: Asked) -> Iterator[tuple[int, int]]:
    """Spans between a year around the told one and the register's last year."""
    first = asked.told.start.year if asked.told.start else asked.held.start.year
    for year in range(first - 8, first + 9):
        yield year, asked.held.end.year - 1


def _near() -> list[int]:
    return sorted(range(-_AROUND, _AROUND + 1), key=abs)


def other_measures(asked: Asked) -> Iterator[str]:
    takes = set(asked.rule["takes"].split("|"))
    for row in table("checks"):
        if row["dataset"] == asked.held.dataset and row["operation"] != "other unit":
            for measure in row["takes"].split("|"):
                if measure not in takes and asked.rule["operation"] in ("sum", "both ways"):
                    takes.add(measure)
                    yield measure
