""" "The largest", "the first": a pair's place among all pairs of a register."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from patronage.audit.asking import Question, Told, details
from patronage.audit.registers import Held, Registers, Row
from patronage.audit.sums import add_up
from patronage.audit.tables import table
from patronage.audit.telling import not_checkable, silent, tell
from patronage.audit.tolerance import CONSISTENT, CONTRADICTED, SUPPORTED
from patronage.audit.wording import name, number, period
from patronage.results import Check, Verdict

__all__ = ["ranks"]

_PLACES = {"largest": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_YEARS = 10  # "the largest supplier", without a time: over the last covered ten years


def ranks(question: Question, registers: Registers) -> Iterator[Verdict]:
    """Whether a state is the largest (second largest, ...) giver to, or receiver of, another."""
    claim = question.claim
    rule = next((r for r in table("ranks") if r["measure"] == claim.measure), None)
    place = next((_PLACES[d] for d in details(claim) if d in _PLACES), None)
    held = registers.held(rule["dataset"]) if rule else None
    if rule is None or held is None or place is None:
        yield not_checkable(question, f"No register here ranks {claim.measure or 'this'}.")
        return
    told = _when(question, held)
    start, end = told.start, told.end
    if start is None or end is None or not held.covers(start, end):
        yield silent(question, held, told)
        return
    measure = "arms orders" if "orders" in details(claim) else rule["takes"]
    ranked = _ranked(question, held, measure, registers, (start, end))
    who = _who(question)
    if who is None or not ranked:
        yield silent(question, held, told, f"{held.name} holds no rows to rank.")
        return
    yield _placed(question, held, ranked, who, place, (start, end))


def _who(question: Question) -> str | None:
    """Who is ranked: the giver, or the receiver where a giver's partners are."""
    sides = (question.givers, question.receivers)
    first, second = reversed(sides) if "of giver" in details(question.claim) else sides
    return next(iter(first or second), None)


def _when(question: Question, held: Held) -> Told:
    if question.period.start is not None:
        return question.within(held)
    last = min(held.end, question.published or held.end).year
    last = min(last, held.end.year)
    return Told(dt.date(last - _YEARS, 1, 1), dt.date(last, 1, 1), f"the last {_YEARS} years")


def _ranked(
    question: Question, held: Held, measure: str, registers: Registers,
    span: tuple[dt.date, dt.date],
) -> list[tuple[str, float, float, list[Row]]]:  # fmt: skip
    """Partners with their sums, the largest first."""
    by_receiver = "of giver" in details(question.claim) or not question.givers
    giver = question.givers[0] if by_receiver and question.givers else None
    receiver = question.receivers[0] if not by_receiver and question.receivers else None
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in registers.flows(held.dataset, measure, giver, receiver):
        groups[row["receiver" if by_receiver else "giver"]].append(row)
    made = []
    for who, rows in groups.items():
        found = add_up(rows, *span)
        if found.high:
            made.append((who, found.low, found.high, [r for r in rows if r["id"] in found.rows]))
    return sorted(made, key=lambda m: -(m[1] + m[2]))


def _placed(
    question: Question, held: Held, ranked: list[tuple[str, float, float, list[Row]]],
    who: str, place: int, span: tuple[dt.date, dt.date],
) -> Verdict:  # fmt: skip
    order = [one[0] for one in ranked]
    rank = order.index(who) + 1 if who in order else None
    own = next((one for one in ranked if one[0] == who), None)
    unit = ranked[0][3][0]["unit"]
    listed = "; ".join(
        f"{i} {name(w)} {number((low + high) / 2, unit)}"
        for i, (w, low, high, _) in enumerate(ranked[:3], 1)
    )
    kind = CONTRADICTED
    if rank == place:
        kind = SUPPORTED
    if own is not None and kind == CONTRADICTED and _may_be(ranked, own, place):
        kind = CONSISTENT
    check = Check(
        held.dataset, "rank", tuple(r["id"] for r in (own[3] if own else ())),
        float(rank) if rank else None, "place", None,
        tuple(r["id"] for one in ranked for r in one[3]), *span,
    )  # fmt: skip
    at = f"place {rank}" if rank else "no place, having no rows"
    sentence = f"By {held.name}, {name(who)} has {at} in {period(*span)}: {listed}."
    return tell(kind, question, held, sentence, (check,))


def _may_be(
    ranked: list[tuple[str, float, float, list[Row]]], own: tuple[str, float, float, list[Row]],
    place: int,
) -> bool:  # fmt: skip
    """Whether the range that deliveries over several years leave allows the told place."""
    surely_above = sum(other[1] > own[2] for other in ranked)
    maybe_above = sum(other[2] > own[1] for other in ranked if other is not own)
    return surely_above < place <= maybe_above + 1
