"""Cause claims: did what is told as the effect come after what is told as its cause?

Order in time never shows a cause; what it can show is that a told effect was there before. The
breaks and the explanations come from the measures room, through whoever calls the auditor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from patronage.audit.asking import Question, details
from patronage.audit.registers import Registers
from patronage.audit.series import Yearly, series_of
from patronage.audit.telling import PERIOD, not_checkable
from patronage.audit.tolerance import CONSISTENT
from patronage.audit.wording import chance, name, names
from patronage.results import Break, Check, Explanation, Verdict

__all__ = ["Breaking", "Explaining", "causes"]

Breaking = Callable[[Sequence[tuple[int, float]], str], Break | None]
Explaining = Callable[[Registers, str, str, int], tuple[Explanation, ...]]
_SURE = 0.8
_TOLD = 0.5  # a break less probable than this is not told as one
_RECENT = 365  # days before its text in which a cause without a date is taken to begin
_LIMITS = (
    "Order in time shows no cause: model-implied, not causally identified. The breaks are those of "
    "levels in yearly register values; registers end before the text and hold parts of the backing "
    "alone."
)


@dataclass(frozen=True, slots=True)
class _Dated:
    """One series with its break, and how probable it is that the break, if any, came before."""

    series: Yearly
    found: Break | None
    earlier: float


def causes(
    question: Question, registers: Registers, breaking: Breaking,
    explaining: Explaining | None = None,
) -> Iterator[Verdict]:  # fmt: skip
    """The order in time of what a text tells as effect and cause, and its rival explanations."""
    claim = question.claim
    if claim.measure is None or claim.direction is None:
        yield not_checkable(question, "No register here holds what is told as the effect.")
        return
    began, how = _cause_day(question)
    series = list(series_of(question, registers, claim.measure))
    if not series or began is None:
        yield not_checkable(question, f"No loaded register holds {claim.measure} of these states "
                            "by year, or the cause has no date.")  # fmt: skip
        return
    dated = [_date(one, claim.direction, began, breaking) for one in series]
    told = [one for one in dated if one.found is not None and one.found.probability >= _TOLD]
    kind = PERIOD if told and all(one.earlier >= _SURE for one in told) else CONSISTENT
    words = _say(dated)
    order = (
        f"What is told as the effect began before what is told as its cause ({how})."
        if kind == PERIOD
        else f"Nothing here shows that it began before the told cause ({how}), nor that it was "
        "caused by it."
    )
    began_words, begun = _measures_taken(question, registers)
    ends = [(one.series, one.found.time.year - 1) for one in told if one.found is not None]
    rivals = _rivals(registers, ends, explaining)
    checks = (*(_check(one.series) for one in dated), *begun)
    rows = [row for check in checks for row in check.rows]
    rows += [row for one in rivals for row in one.evidence]
    yield Verdict(
        kind,
        (claim.id,),
        f"{order} {words}{began_words} Neither order nor size shows a cause.",
        "; ".join(map(_arithmetic, dated)),
        _LIMITS,
        tuple(dict.fromkeys(rows)),
        ", ".join(dict.fromkeys(check.register for check in checks)),
        checks,
        tuple(map(_named, told)),
        rivals,
    )


def _rivals(
    registers: Registers, ends: Sequence[tuple[Yearly, int]], explaining: Explaining | None
) -> tuple[Explanation, ...]:
    """Explanations of each pair whose series has a break, from its first one on."""
    if explaining is None:
        return ()
    pairs: dict[tuple[str, str], int] = {}
    for one, last in ends:
        if one.giver and one.receiver:
            pair = (one.giver, one.receiver)
            pairs[pair] = min(last, pairs.get(pair, last))
    return tuple(
        found for pair, last in pairs.items() for found in explaining(registers, *pair, last)
    )


def _measures_taken(question: Question, registers: Registers) -> tuple[str, tuple[Check, ...]]:
    """When a register of sanctions lets those who are told as the cause begin theirs."""
    senders = [d.removeprefix("by ") for d in details(question.claim) if d.startswith("by ")]
    held = registers.held("gsdb")
    clients = question.receivers or question.givers
    if held is None or not senders or not clients:
        return "", ()
    acts = [
        act for sender in senders for client in clients
        for act in registers.acts("gsdb", sender, client)
        if str(act["code"]).endswith("begins")
    ]  # fmt: skip
    if not acts:
        return "", ()
    years = sorted({act["start"].year for act in acts})
    check = Check(
        held.dataset, "first year of a case", tuple(act["id"] for act in acts), float(years[0]),
        "year",
    )  # fmt: skip
    who = f"{names(senders)} against {names(clients)}"
    return f" {held.name}: sanctions of {who} begin in {', '.join(map(str, years))}.", (check,)


def _cause_day(question: Question) -> tuple[dt.date | None, str]:
    """When the told cause began: as told, else within the year before the text."""
    if question.period.start is not None:
        return question.period.start, f"told for {question.period.start.year}"
    if question.published is None or "now" not in details(question.claim):
        return None, ""
    day = question.published - dt.timedelta(days=_RECENT)
    return day, f"told as going on, so taken to begin after {day}"


def _date(one: Yearly, direction: str, began: dt.date, breaking: Breaking) -> _Dated:
    found = breaking([(year, value) for year, value, _ in one.years], direction)
    if found is None:
        return _Dated(one, None, 0.0)
    whole = sum(part for _, part in found.chances)
    before = sum(part for day, part in found.chances if day.year < began.year)
    return _Dated(one, found, before / whole if whole else 0.0)


def _say(dated: Sequence[_Dated]) -> str:
    """Every series with its break, and those without one, in a sentence each."""
    moved = [_moves(one) for one in dated if one.found and one.found.probability >= _TOLD]
    still = [one for one in dated if not one.found or one.found.probability < _TOLD]
    words = f"By the registers {'; '.join(moved)}." if moved else ""
    rest = "; ".join(f"{_series(one)} up to {_last(one.series)}" for one in still)
    return f"{words} No break that we found in {rest}.".strip() if still else words


def _moves(one: _Dated) -> str:
    assert one.found is not None, "only series with a break are told"
    b = one.found
    at = str(b.time.year) if b.low == b.high else f"{b.time.year} ({b.low.year} to {b.high.year})"
    verb = "rise" if b.direction == "up" else "fall"
    return f"{_series(one)} {verb} from {at} on, probability {chance(b.probability)}"


def _series(one: _Dated) -> str:
    who = " to ".join(name(code) for code in (one.series.giver, one.series.receiver) if code)
    return f"{one.series.words}, {who} ({one.series.held.name}),"


def _named(one: _Dated) -> Break:
    """The break with what it is of and what it was held against."""
    assert one.found is not None, "only series with a break are told"
    return replace(
        one.found, series=_series(one).rstrip(","), last=_last(one.series), earlier=one.earlier
    )


def _last(one: Yearly) -> int:
    return one.years[-1][0]


def _arithmetic(one: _Dated) -> str:
    who = "-".join(code for code in (one.series.giver, one.series.receiver) if code)
    b = one.found
    if b is None:
        return f"{one.series.held.dataset} {who}: no break"
    return (
        f"{one.series.held.dataset} {who}: break {b.direction} in {b.time.year}, 80% "
        f"{b.low.year}-{b.high.year}, P(break) {b.probability:.3f}, P(before the told cause, given "
        f"a break) {one.earlier:.3f}, mean before {b.before:,.4g}, after {b.after:,.4g}"
    )


def _check(one: Yearly) -> Check:
    rows = tuple(dict.fromkeys(id for _, _, ids in one.years for id in ids))
    total = sum(value for _, value, _ in one.years)
    first, last = one.years[0][0], one.years[-1][0]
    return Check(
        one.held.dataset, "sum of yearly values", rows, total, "register's unit", None, (),
        dt.date(first, 1, 1), dt.date(last + 1, 1, 1),
    )  # fmt: skip
