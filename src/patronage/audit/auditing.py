"""Every claim to its check: the auditor's one entrance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from patronage.audit.asking import Question, ask, kind_of
from patronage.audit.collisions import COLLISION, collisions
from patronage.audit.dates import dates
from patronage.audit.figures import figures
from patronage.audit.headline import Breaking, Explaining, causes
from patronage.audit.ranks import ranks
from patronage.audit.registers import Registers
from patronage.audit.telling import NOT_CHECKABLE, SILENT, WRONG, not_checkable
from patronage.audit.terms import terms
from patronage.audit.trends import trends
from patronage.audit.weapons import weapons
from patronage.records import Claim
from patronage.results import Verdict

__all__ = ["audit"]

_UNSAID = (NOT_CHECKABLE, SILENT)


def audit(
    claims: Sequence[Claim],
    registers: Registers,
    breaking: Breaking,
    published: Mapping[str, dt.date | None] | None = None,
    explaining: Explaining | None = None,
) -> tuple[Verdict, ...]:
    """What the registers, our tables and the other claims say of each claim.

    Args:
        claims: of one text or of many.
        registers: the loaded registers, as of the day of the question.
        breaking: finds a break in yearly values, ``measures.break_in``.
        published: the date of each document by id; one without a date is read up to the register's
            own end.
        explaining: explains a decline from the registers, ``measures.explanations``; None tells no
            rival explanations.

    Returns:
        Verdicts on single claims in the order of the claims, then those on several together. A
        claim can have two verdicts that hold at once (wrong unit, and not found in the register
        that it names).

    It does not mean that a claim is true or false in the world: registers err, end, and count by
    their own rules, which each verdict names.

    >>> from patronage.audit.registers import NoRegisters
    >>> audit([], NoRegisters(), lambda years, direction: None)
    ()
    """
    when = published or {}
    single = [
        verdict
        for claim in claims
        for verdict in _of(ask(claim, when.get(claim.document)), registers, (breaking, explaining))
    ]
    together = collisions(claims)
    clashing = {id for verdict in together if verdict.kind == COLLISION for id in verdict.claims}
    # What collides with another claim has been checked after all.
    kept = [v for v in single if v.kind not in _UNSAID or not clashing.intersection(v.claims)]
    return (*(_fitting(v, together, claims) for v in kept), *together)


def _fitting(verdict: Verdict, together: Sequence[Verdict], claims: Sequence[Claim]) -> Verdict:
    """A verdict of a wrong measure, with the measure as which the number is told elsewhere."""
    if verdict.kind != WRONG:
        return verdict
    others = {id for v in together if set(verdict.claims) < set(v.claims) for id in v.claims}
    own = {c.measure for c in claims if c.id in verdict.claims}
    told = sorted({c.measure for c in claims if c.id in others and c.measure} - own)
    if not told:
        return verdict
    words = f" The size fits a figure that is told as {' and as '.join(told)} elsewhere."
    return replace(verdict, sentence=verdict.sentence + words)


def _of(
    question: Question, registers: Registers, how: tuple[Breaking, Explaining | None]
) -> Iterator[Verdict]:
    claim = question.claim
    if claim.kind == "judgement":
        why = "An opinion or a forecast: nothing here holds evidence for or against it."
        return iter([not_checkable(question, why)])
    if claim.kind == "cause":
        return causes(question, registers, *how)
    if claim.kind == "count" and claim.measure == "arms" and _thing(claim):
        return weapons(question, registers)
    by_kind = {"figure": figures, "count": figures, "term": terms, "date": dates,
               "rank": ranks, "trend": trends}  # fmt: skip
    return by_kind[claim.kind](question, registers)


def _thing(claim: Claim) -> bool:
    return claim.amount is not None and kind_of(claim.amount.unit) not in ("TIV", "%", "money")
