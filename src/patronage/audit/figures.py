"""Figures against a register's sums, shares and levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from patronage.audit.asking import Question, Told, check_of, given_by, kind_of, sources, turned
from patronage.audit.mixups import other_measures, otherwise
from patronage.audit.reckoning import Asked, Rule, rows_of, span_of
from patronage.audit.registers import Held, Registers, Row
from patronage.audit.sums import Sum, add_up
from patronage.audit.tables import table
from patronage.audit.telling import (
    NOT_FOUND,
    WRONG,
    not_checkable,
    not_loaded,
    pair,
    silent,
    tell,
)  # fmt: skip
from patronage.audit.tolerance import CONTRADICTED, SUPPORTED, verdict
from patronage.audit.wording import number, period, plain
from patronage.records import Amount
from patronage.results import Check, Verdict

__all__ = ["figures"]

_MILLIONS = 1e5  # SIPRI prints millions of TIV; a text may write them out


def figures(question: Question, registers: Registers) -> Iterator[Verdict]:
    """What the registers say of a figure or a count: one verdict, or two that hold at once."""
    claim = question.claim
    rule = check_of(question)
    if rule is None:
        found = list(_misplaced(question, registers))
        yield from found or [not_checkable(question, _why_not(claim.measure))]
        return
    held = registers.held(rule["dataset"])
    if held is None:
        yield not_loaded(question, rule["dataset"])
        return
    yield from _judged(question, rule, held, registers)
    yield from _misplaced(question, registers, rule["dataset"])


def _why_not(measure: str | None) -> str:
    if measure is None:
        return "What the figure measures is not told in words that a register here counts by."
    return f"No register here holds {measure} of this kind."


def _misplaced(question: Question, registers: Registers, but: str = "") -> Iterator[Verdict]:
    """A figure on the word of a publisher whose register holds no such measure at all."""
    words = sources(question.claim)
    siblings = {r["dataset"] for r in table("publishers") if r["name"] in words}
    for dataset in sorted(question.voices):
        held = registers.held(dataset)
        if held is None or but in siblings or dataset == but or question.claim.amount is None:
            continue
        yield tell(
            NOT_FOUND, question, held,
            f"The text gives {held.name} as its source; that register holds {held.kinds}, and no "
            f"{question.claim.measure or 'such'} figure of this kind.",
        )  # fmt: skip
        return


def _judged(question: Question, rule: Rule, held: Held, registers: Registers) -> Iterator[Verdict]:
    told = question.within(held)
    if rule["operation"] == "level" and question.period.start is None:
        told = _lately(question, held)
    start, end = told.start, told.end
    if start is None or end is None or start >= end or not held.covers(start, end):
        yield silent(question, held, told)
        return
    question, rows = _directed(question, rule, registers)
    if not question.givers and not question.receivers:
        yield not_checkable(question, "No state is named that a register could be asked for.")
        return
    if rule["operation"] == "other unit":
        yield from _other_unit(question, rule, held, told, registers, rows)
        return
    yield from _compared(Asked(question, rule, held, told, registers), rows)


def _lately(question: Question, held: Held) -> Told:
    """A level without a time is one of the text's own year, or of the year before."""
    year = question.published.year if question.published else (held.end.year - 1)
    if year == held.end.year:
        year -= 1
    return Told(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), "the year of the text")


def _directed(
    question: Question, rule: Rule, registers: Registers
) -> tuple[Question, dict[str, list[Row]]]:
    """Rows by measure; with the direction turned where only that one has any."""
    takes = rule["takes"].split("|")
    if rule["givers"]:
        question = given_by(question, rule["givers"])
    if rule["operation"] == "level":
        one = question.givers + question.receivers
        alone = rule["dataset"] == "cow_nmc"
        question = replace(question, givers=one[:1], receivers=() if alone else one[1:2])
    rows = {take: rows_of(registers, rule["dataset"], take, question) for take in takes}
    told = question.claim.giver and question.claim.receiver and rule["operation"] != "level"
    if any(rows.values()) or told or rule["givers"]:
        return question, rows
    other = turned(question)
    swapped = {take: rows_of(registers, rule["dataset"], take, other) for take in takes}
    return (other, swapped) if any(swapped.values()) else (question, rows)


def _other_unit(
    question: Question, rule: Rule, held: Held, told: Told, registers: Registers,
    rows: dict[str, list[Row]],
) -> Iterator[Verdict]:  # fmt: skip
    amount, (start, end) = question.claim.amount, span_of(told)
    assert amount is not None, "only claims with an amount come here"
    checks, parts = [], []
    whole = replace(question, givers=())
    for take, some in rows.items():
        found = add_up(some, start, end)
        total = add_up(rows_of(registers, held.dataset, take, whole), start, end)
        checks.append(found.check(held.dataset, "sum", start, end))
        part = f" ({found.high / total.high:.0%} of the receiver's)" if total.high else ""
        parts.append(f"{_value(found)} of {take}{part if question.receivers else ''}")
    sentence = (
        f"{held.name} counts in another unit ({rule['why']}), so '{amount.text}' cannot be "
        f"compared with it. For {period(start, min(end, held.end))} it holds "
        f"{' and '.join(parts)} {pair(question)}."
    )
    yield tell(WRONG, question, held, sentence, tuple(checks))
    if held.dataset in question.voices:
        yield tell(
            NOT_FOUND, question, held,
            f"The text gives {held.name} as its source; the register holds {held.kinds}, and "
            f"'{amount.text}' stands nowhere in it.", tuple(checks),
        )  # fmt: skip


def _classes(asked: Asked, rows: dict[str, list[Row]], start: dt.date, end: dt.date) -> str:
    """The other classes of Chinese finance beside the one that was asked for."""
    if asked.rule["band"] != "prices":
        return ""
    others = [measure for measure in other_measures(asked) if measure not in rows]
    told = []
    for measure in others:
        found = add_up(
            rows_of(asked.registers, asked.held.dataset, measure, asked.question), start, end
        )
        told.append(f"{measure.split(', ')[-1]} {_value(found) if found.rows else 'no value'}")
    return f" The other classes: {'; '.join(told)}." if told else ""


def _by_year(every: list[Row], check: Check) -> str:
    """The sum by the years that its rows begin in, for whoever wants to do it again."""
    used = [row for row in every if row["id"] in set(check.rows)]
    if check.operation != "sum" or not used or check.value is None:
        return ""
    by_year: dict[int, float] = {}
    for row in used:
        by_year[row["start"].year] = by_year.get(row["start"].year, 0.0) + row["value"]
    parts = ", ".join(f"{year} {plain(value)}" for year, value in sorted(by_year.items()))
    total = plain(check.value)
    if check.high is not None and check.high != check.value:
        total = f"{total} to {plain(check.high)} with rows that reach beyond the period"
    return f"sum over {len(used)} rows of {check.register}, by first year: {parts}; {total}"


def _compared(asked: Asked, rows: dict[str, list[Row]]) -> Iterator[Verdict]:
    question, rule, held, told = asked.question, asked.rule, asked.held, asked.told
    start, end = span_of(told)
    every = [row for some in rows.values() for row in some]
    if rule["operation"] == "both ways":
        other = turned(question)
        every += [
            row for take in rows for row in rows_of(asked.registers, held.dataset, take, other)
        ]
    if rule["operation"] == "share":
        yield from _shared(asked, every, start, end)
        return
    found = asked.value(every, start, end)
    if found is None:
        yield silent(question, held, told, f"{held.name} tells no value {pair(question)} for "
                     f"{period(start, min(end, held.end))}.")  # fmt: skip
        return
    amount = _in_unit(asked.amount, found.unit)
    if amount is None:
        yield tell(WRONG, question, held, f"'{asked.amount.text}' and the register's {found.unit} "
                   "are different units, which are not compared.")  # fmt: skip
        return
    kind = verdict(amount, found.low, found.high, asked.band)
    operation = {"level": "mean"}.get(rule["operation"], "sum")
    check = found.check(held.dataset, operation, start, end)
    why = ""
    if kind != SUPPORTED:
        kind, why, check = otherwise(asked, every, amount, check, kind)
    classes = _classes(asked, rows, start, end)
    yield tell(
        kind,
        question,
        held,
        " ".join(f"{_holds(asked, found, start, end)} {why}{classes}".split()),
        (check,),
        _by_year(every, check),
    )
    if kind == CONTRADICTED and held.dataset in question.voices:
        yield tell(
            NOT_FOUND, question, held,
            f"The text gives {held.name} as its source; '{asked.amount.text}' is not what the "
            "register holds for these states, this measure and this or a nearby period.", (check,),
        )  # fmt: skip


def _shared(asked: Asked, every: list[Row], start: dt.date, end: dt.date) -> Iterator[Verdict]:
    """A part of a whole in percent: of all that the receiver gets, or that the giver gives."""
    question, held = asked.question, asked.held
    of_giver = "of giver" in (question.claim.detail or "")
    whole = replace(question, receivers=()) if of_giver else replace(question, givers=())
    takes = asked.rule["takes"].split("|")
    total = add_up(
        [r for take in takes for r in rows_of(asked.registers, held.dataset, take, whole)], start,
        end,
    )  # fmt: skip
    part = add_up(every, start, end)
    if not total.high or not (question.givers and question.receivers):
        yield silent(question, held, asked.told, f"{held.name} holds no whole to take a part of.")
        return
    middle = [(s.low + s.high) / 2 for s in (part, total)]
    value = 100 * middle[0] / middle[1]
    kind = verdict(asked.amount, value, value, asked.band)
    check = Check(
        held.dataset, "share", part.rows, value, "%", None, total.rows, start, end
    )  # fmt: skip
    sentence = (
        f"{held.name} holds {_value(part)} {pair(question)} in {period(start, end)}, of "
        f"{_value(total)} {pair(whole)}: {value:.1f}%."
    )
    yield tell(kind, question, held, sentence, (check,))
    if kind == CONTRADICTED and held.dataset in question.voices:
        yield tell(
            NOT_FOUND,
            question,
            held,
            f"The text gives {held.name} as its source; its rows give another share.",
            (check,),
        )


def _holds(asked: Asked, found: Sum, start: dt.date, end: dt.date) -> str:
    question, told = asked.question, asked.told
    of = " and ".join(asked.rule["takes"].split("|"))
    if asked.rule["operation"] == "level":
        who = ""
    else:
        who = f" {pair(question)}"
        who = who.replace(" to ", " and ") if asked.rule["operation"] == "both ways" else who
    how = "" if told.how == "told" else f" ({told.how})"
    words = f"{asked.held.name} holds {_value(found)} of {of}{who} in {period(start, end)}{how}"
    gaps = f"; {found.missing} rows of the period tell no value" if found.missing else ""
    base = "; in constant 2021 USD" if asked.rule["dataset"] == "aiddata" else ""
    return f"{words}{base}{gaps}. The text says '{asked.amount.text}'."


def _value(found: Sum) -> str:
    if found.high - found.low <= 0.005 * abs(found.high):
        return number(found.high, found.unit)
    return f"{number(found.low, found.unit)} to {number(found.high, found.unit)}"


def _in_unit(amount: Amount, unit: str) -> Amount | None:
    """The amount in the register's unit, or None where the two do not compare."""
    told = kind_of(amount.unit)
    if told == "money":
        return amount if amount.unit == unit else None
    if told == "TIV" and amount.value >= _MILLIONS:  # also where no row tells a unit
        high = amount.high / 1e6 if amount.high is not None else None
        return replace(amount, value=amount.value / 1e6, high=high)
    return amount
