"""Yearly series of a claim's measure from the registers, for trends and for what came first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from patronage.audit.asking import Question, details
from patronage.audit.registers import Held, Registers, Row
from patronage.audit.sums import yearly
from patronage.audit.tables import table

__all__ = ["Yearly", "series_of"]

_EMPTY_BEFORE = 10  # years without a row before the first one that still belong to a series


@dataclass(frozen=True, slots=True)
class Yearly:
    """One register's values by year: ``years`` are (year, value, row ids), without gaps.

    ``giver`` and ``receiver`` say of whom; ``assumed`` that years without a row count as zero
    though the register may only not tell them.
    """

    held: Held
    measure: str
    giver: str | None
    receiver: str | None
    years: tuple[tuple[int, float, tuple[str, ...]], ...]
    assumed: bool
    unit: str = ""

    @property
    def words(self) -> str:
        """What it measures, in words."""
        return "official finance, all classes" if "|" in self.measure else self.measure


def series_of(question: Question, registers: Registers, measure: str) -> Iterator[Yearly]:
    """Every series that a measure has, for each giver (each state, of a level)."""
    for rule in table("series"):
        held = registers.held(rule["dataset"])
        if rule["measure"] != measure or held is None:
            continue
        wanted = set(rule["givers"].split("|")) if rule["givers"] else None
        asked = _of_states(question) if rule["pair"] == "distance" else question
        for giver, receiver in _pairs(asked, rule["pair"] != "no"):
            if wanted is not None and giver not in wanted:
                continue
            rows: list[Row] = []
            takes = _by_stage(question, rule["takes"])
            if rule["pair"] == "distance":
                made = _apart(registers, rule, giver, receiver)
            else:
                for take in takes.split("|"):
                    rows += _flows(question, registers, (rule["dataset"], take), (giver, receiver))
                made = _years(rows, held, rule["zero"])
            if made:
                unit = rows[0]["unit"] if rows else ""
                assumed = rule["zero"] == "recorded"
                yield Yearly(held, takes, giver, receiver, made, assumed, unit)


def _flows(
    question: Question, registers: Registers, what: tuple[str, str],
    sides: tuple[str | None, str | None],
) -> list[Row]:  # fmt: skip
    """Flows one way; of trade between two both ways, in the years that tell both."""
    giver, receiver = sides
    there = list(registers.flows(*what, giver, receiver))
    if "both" not in details(question.claim) or giver is None or receiver is None:
        return there
    back = list(registers.flows(*what, receiver, giver))
    years = {row["start"].year for row in there if row["value"] is not None} & {
        row["start"].year for row in back if row["value"] is not None
    }
    return [row for row in (*there, *back) if row["start"].year in years]


def _of_states(question: Question) -> Question:
    """The first two states of a claim as its sides: bodies such as the UN have no votes."""
    actors = question.claim.subject
    states = tuple(dict.fromkeys(a.country for a in actors if a.country))
    return replace(question, givers=states[:1], receivers=states[1:2])


def _by_stage(question: Question, takes: str) -> str:
    """Orders where the text speaks of orders: deliveries come years after them."""
    ordered = "orders" in details(question.claim) and question.claim.measure == "arms"
    return "arms orders" if takes == "arms deliveries" and ordered else takes


def _apart(
    registers: Registers, rule: Mapping[str, str], one: str | None, other: str | None
) -> tuple[tuple[int, float, tuple[str, ...]], ...]:
    """How close two states' levels are, as minus their distance: it rises as they converge."""
    if one is None or other is None or one == other:
        return ()
    first, second = (
        {
            row["start"].year: row
            for row in registers.flows(rule["dataset"], rule["takes"], who, None)
        }
        for who in (one, other)
    )
    return tuple(
        (year, -abs(first[year]["value"] - second[year]["value"]),
         (first[year]["id"], second[year]["id"]))
        for year in sorted(first)
        if year in second and None not in (first[year]["value"], second[year]["value"])
    )  # fmt: skip


def _pairs(question: Question, pair: bool) -> Iterator[tuple[str | None, str | None]]:
    if not pair:
        for state in dict.fromkeys((*question.givers, *question.receivers)):
            yield state, None
        return
    for giver in question.givers or (None,):
        for receiver in question.receivers or (None,):
            if giver or receiver:
                yield giver, receiver


def _years(
    rows: list[Row], held: Held, zero: str
) -> tuple[tuple[int, float, tuple[str, ...]], ...]:
    """Values by year: of a flow the years without one are zero, of a level they are left out."""
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return ()
    first = min(row["start"].year for row in known)
    last = held.end.year - 1
    if zero != "no":
        return tuple(yearly(known, max(held.start.year, first - _EMPTY_BEFORE), last))
    by_year: dict[int, list[Row]] = {}
    for row in known:
        by_year.setdefault(row["start"].year, []).append(row)
    return tuple(
        (year, float(sum(row["value"] for row in some)), tuple(row["id"] for row in some))
        for year, some in sorted(by_year.items())
    )
