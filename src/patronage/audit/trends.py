"""Trend claims: the years before against the years after, by resampling."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from statistics import fmean

from patronage.audit.asking import Question
from patronage.audit.registers import Registers
from patronage.audit.series import Yearly, series_of
from patronage.audit.telling import not_checkable, silent, tell
from patronage.audit.tolerance import CONSISTENT, CONTRADICTED, SUPPORTED
from patronage.audit.wording import chance, name, number
from patronage.results import Check, Verdict

__all__ = ["higher", "trends"]

_SURE = 0.9
_NOW, _THEN, _OLD = 5, 10, 5  # last years against those before; how far a text may lie beyond
_DRAWS = 2_000
_SEED = 20_000  # any fixed number: the same series gives the same probability


def trends(question: Question, registers: Registers) -> Iterator[Verdict]:
    """What the registers say of a measure that is told to rise or fall."""
    claim = question.claim
    found = list(series_of(question, registers, claim.measure or ""))
    if not found:
        what = claim.measure or "this"
        yield not_checkable(question, f"No loaded register holds {what} of these states by year.")
        return
    for one in found:
        yield _judged(question, one)


def _judged(question: Question, one: Yearly) -> Verdict:
    split = _split(question, one)
    if split is None:
        return silent(question, one.held, question.within(one.held))
    before, after = split
    up = higher([v for _, v, _ in before], [v for _, v, _ in after])
    told = up if question.claim.direction == "up" else 1 - up
    kind = SUPPORTED if told >= _SURE else CONTRADICTED if told <= 1 - _SURE else CONSISTENT
    first, second = _mean(before), _mean(after)
    who = " to ".join(name(code) for code in (one.giver, one.receiver) if code)
    sentence = (
        f"{one.held.name}, {one.words} ({who}): {number(first, one.unit)} a year in "
        f"{before[0][0]} to {before[-1][0]}, {number(second, one.unit)} in {after[0][0]} to "
        f"{after[-1][0]}; the probability that "
        f"the later level is higher is {chance(up)}. The text says {question.claim.direction}."
    )
    check = Check(
        one.held.dataset, "difference of yearly means", _ids(after), second - first,
        "a year", None, _ids(before),
    )  # fmt: skip
    limits = "Years without a recorded amount count as zero here." if one.assumed else ""
    return tell(kind, question, one.held, sentence, (check,), "", limits)


def _split(
    question: Question, one: Yearly
) -> tuple[Sequence[tuple[int, float, tuple[str, ...]]], ...] | None:
    """Years before and after: by the told date, by halves of the told period, or the last five."""
    years = one.years
    start, end = question.period.start, question.period.end
    time = question.claim.period
    until = end or question.published or one.held.end
    if start is not None and not one.held.covers(start, until):
        return None
    if start is None or time is None:
        last = question.published.year if question.published else years[-1][0]
        if last - years[-1][0] > _OLD:
            return None
        kept = [y for y in years if y[0] <= last]
        before, after = kept[-_NOW - _THEN : -_NOW], kept[-_NOW:]
    elif time.precision in ("since", "after") or (end is not None and (end - start).days <= 366):
        before = [y for y in years if start.year - _THEN <= y[0] < start.year]
        after = [y for y in years if y[0] >= start.year][: _THEN if end is None else None]
        if end is not None and (end - start).days <= 366:
            after = after[:_NOW]
    else:
        inside = [y for y in years if start.year <= y[0] < (end or start).year]
        if len(inside) * 2 < (end or start).year - start.year:
            return None
        half = len(inside) // 2
        before, after = inside[:half], inside[half:]
    return (before, after) if len(before) >= 2 and len(after) >= 1 else None


def higher(before: Sequence[float], after: Sequence[float]) -> float:
    """Probability that the later mean is higher, by drawing years with replacement; seeded.

    >>> higher([1.0, 2.0, 1.5], [8.0, 9.0, 7.0])
    1.0
    """
    draw = random.Random(_SEED)
    wins = 0.0
    for _ in range(_DRAWS):
        one = fmean(draw.choices(before, k=len(before)))
        two = fmean(draw.choices(after, k=len(after)))
        wins += (two > one) + 0.5 * (two == one)
    return wins / _DRAWS


def _mean(years: Sequence[tuple[int, float, tuple[str, ...]]]) -> float:
    return fmean(value for _, value, _ in years)


def _ids(years: Sequence[tuple[int, float, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for _, _, ids in years for id in ids))
