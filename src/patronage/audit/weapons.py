"""Counts of weapons against SIPRI's numbers ordered and delivered, by designation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from patronage.audit.asking import Question, details
from patronage.audit.reckoning import rows_of
from patronage.audit.registers import Held, Registers, Row
from patronage.audit.tables import table
from patronage.audit.telling import NOT_FOUND, PERIOD, not_checkable, pair, silent, tell
from patronage.audit.tolerance import CONSISTENT, CONTRADICTED, SUPPORTED, band, verdict
from patronage.audit.wording import period
from patronage.results import Check, Verdict

__all__ = ["weapons"]

_DATASET = "sipri"
_STAGES = {"orders": ("arms orders", "number_ordered"),
           "deliveries": ("arms deliveries", "number_delivered")}  # fmt: skip


def weapons(question: Question, registers: Registers) -> Iterator[Verdict]:
    """What SIPRI's register says of a number of weapons that one state got from another."""
    claim = question.claim
    held = registers.held(_DATASET)
    stage = next((s for s in details(claim) if s in _STAGES), None)
    if held is None or stage is None or not (question.givers and question.receivers):
        why = "Whether these were handed over, by whom and to whom, is not told in words that a "
        yield not_checkable(question, f"{why}register of arms transfers could be asked for.")
        return
    told = question.within(held)
    start, end = told.start, told.end
    if start is None or end is None or not held.covers(start, end):
        yield silent(question, held, told)
        return
    measure, column = _STAGES[stage]
    rows = rows_of(registers, _DATASET, measure, question)
    deals = _deals(rows, registers)
    fits = _fitting(question, deals)
    kept = [(r, deal) for r, deal in zip(rows, deals, strict=True) if fits(question, deal)]
    inside = [(r, d) for r, d in kept if r["start"] < end and start < r["end"]]
    if not inside and _small(question):
        yield silent(question, held, told, f"{held.name} holds major weapons alone.")
        return
    yield from _counted(question, held, inside, kept, column, (start, end), stage)


def _fitting(question: Question, deals: Sequence[Row]) -> Callable[[Question, Row], bool]:
    """How a deal is known to be of the weapon told: by its name, its kind, or both.

    A launcher and its missiles go by one name: the noun tells which of them is counted.
    """
    named = [deal for deal in deals if _named(question, deal)]
    if not named:
        return _described if _by_description(question) else _named
    both = any(_described(question, deal) for deal in named)
    return (lambda q, deal: _named(q, deal) and _described(q, deal)) if both else _named


def _counted(
    question: Question, held: Held, inside: Sequence[tuple[Row, Row]],
    everything: Sequence[tuple[Row, Row]], column: str, span: tuple[dt.date, dt.date], stage: str,
) -> Iterator[Verdict]:  # fmt: skip
    amount = question.claim.amount
    assert amount is not None, "only counts come here"
    count, sure = _sum(inside, column)
    check = Check(
        held.dataset, f"count of {column}", tuple(r["id"] for r, _ in inside), count,
        amount.unit, None, (), *span,
    )  # fmt: skip
    kind = verdict(amount, count, count, band("count"))
    names = ", ".join(dict.fromkeys(d["weapon_designation"] for _, d in inside)) or "none we found"
    sentence = (
        f"{held.name} holds {count:,.0f} ({names}) as {stage} {pair(question)} in "
        f"{period(*span)}. The text says '{amount.text}'."
    )
    if kind == SUPPORTED and not sure:
        kind, sentence = CONSISTENT, f"{sentence} The register marks a number as its own estimate."
    if kind == SUPPORTED and _designations(question) and not _named(question, inside[0][1]):
        kind, sentence = CONSISTENT, f"{sentence} It has no such name: these are of the kind told."
    if kind == CONTRADICTED:
        total, _ = _sum(everything, column)
        if len(everything) > len(inside) and verdict(amount, total, total, band("count")) == (
            SUPPORTED
        ):
            kind, sentence = PERIOD, f"{sentence} Over all years it holds {total:,.0f}."
    yield tell(kind, question, held, sentence, (check,))
    if kind == CONTRADICTED and held.dataset in question.voices:
        yield tell(NOT_FOUND, question, held, "The text gives this register as its source; the "
                   "register holds another number.", (check,))  # fmt: skip


def _deals(rows: Sequence[Row], registers: Registers) -> list[Row]:
    by_row = {deal["row"]: deal for deal in registers.originals(_DATASET, {r["row"] for r in rows})}
    return [by_row[row["row"]] for row in rows]


def _sum(kept: Sequence[tuple[Row, Row]], column: str) -> tuple[float, bool]:
    """The number, and whether the register calls none of its parts an estimate."""
    values = [float(d[column]) for _, d in kept if re.fullmatch(r"\d+(\.\d+)?", d[column] or "")]
    marks = [d.get(f"{column}_mark") for _, d in kept]
    return sum(values), not any(marks) and len(values) == len(kept)


def _named(question: Question, deal: Row) -> bool:
    """Whether a deal is of the weapon that the text names."""
    there = _plain(deal["weapon_designation"])
    return any(_plain(d) in there for d in _designations(question))


def _described(question: Question, deal: Row) -> bool:
    """Whether a deal is of the kind of weapon that the text counts."""
    told = deal["weapon_description"].casefold()
    return any(
        row["description"] in (told.split("/") if row["whole"] else told)
        for row in _by_description(question)
    )


def _by_description(question: Question) -> list[Mapping[str, str]]:
    """What the register calls the thing counted; ``whole`` marks a word that must stand alone."""
    amount = question.claim.amount
    return [row for row in table("weapons") if amount and row["unit"] == amount.unit]


def _designations(question: Question) -> list[str]:
    return [d for d in details(question.claim) if d not in _STAGES and d[:1].isupper()]


def _small(question: Question) -> bool:
    amount = question.claim.amount
    if amount is None or _designations(question):
        return False
    return not any(r["unit"] == amount.unit for r in table("weapons"))


def _plain(designation: str) -> str:
    return re.sub(r"[^a-z0-9]", "", designation.casefold())
