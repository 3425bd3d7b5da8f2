"""Figures and counts: amounts that measure something of somebody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from patronage.codebook import rows
from patronage.coding.claims.scene import Scene, Told
from patronage.coding.clauses import Clause, clause_at
from patronage.records import Amount

__all__ = ["figures"]

# A figure that nothing beside it explains is still worth checking from this size on.
_LARGE = 1e6
# Counts below this, of people or of things that no table calls arms, are seldom checkable.
_SMALL = 10
_DENIALS = frozenset(["never", "denied", "denies", "deny", "denying"])


def figures(scene: Scene) -> Iterator[Told]:
    """A claim for every amount that is worth checking; of "$10bn (£7.6bn)" the first."""
    last: Amount | None = None
    for amount in scene.sentence.amounts:
        start, end = scene.local(amount.span)
        money = amount.unit.isupper()
        gap = scene.text[scene.local(last.span)[1] : start] if last else ""
        if money and gap in (" (", "(") and scene.text[end : end + 1] == ")":
            continue  # one figure told twice
        last = amount if money else None
        if not _worth(amount):
            continue
        clause = clause_at(scene.parts, start)
        subject = scene.subject(clause)
        if not subject or scene.supposed(clause) or _denied(scene, clause, start):
            continue
        kind = "figure" if money or amount.unit == "%" else "count"
        period = scene.period(clause, start)
        yield Told(kind, clause, subject, amount.measure, amount, period, at=start)


def _denied(scene: Scene, clause: Clause, at: int) -> bool:
    """Whether the words of a clause before its figure say that it is not so."""
    return any(w.word in _DENIALS for w in scene.words_in((clause[0], at)))


def _worth(amount: Amount) -> bool:
    if amount.unit == "%":
        return amount.measure is not None
    if amount.unit.isupper():
        return amount.measure is not None or amount.value >= _LARGE
    person = amount.unit in _people()
    return amount.measure is not None or amount.value >= _SMALL or not person


@cache
def _people() -> frozenset[str]:
    return frozenset(row["unit"] for row in rows("count_nouns") if row["kind"] != "thing")
