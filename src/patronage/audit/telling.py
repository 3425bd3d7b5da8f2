"""Verdicts put into words, so that every check says register, period, rows and limits alike."""

from __future__ import annotations

from patronage.audit.asking import Question, Told
from patronage.audit.registers import Held
from patronage.audit.wording import name, period, plain
from patronage.results import Check, Verdict

__all__ = [
    "NOT_CHECKABLE",
    "NOT_FOUND",
    "PERIOD",
    "SILENT",
    "WRONG",
    "not_checkable",
    "not_loaded",
    "pair",
    "silent",
    "tell",
]

WRONG = "wrong measure or unit"
NOT_FOUND = "attribution not found in the register"
PERIOD = "period mismatch"
SILENT = "register silent"
NOT_CHECKABLE = "not checkable here"


def tell(
    kind: str, question: Question, held: Held, sentence: str, checks: tuple[Check, ...] = (),
    calculation: str = "", limits: str = "",
) -> Verdict:  # fmt: skip
    """One verdict on one claim by one register."""
    rows = dict.fromkeys(row for check in checks for row in check.rows)
    return Verdict(
        kind=kind,
        claims=(question.claim.id,),
        sentence=sentence,
        calculation=calculation or "; ".join(map(_arithmetic, checks)),
        limits=" ".join(part for part in (limits, held.limits) if part),
        evidence=tuple(rows),
        register=held.dataset,
        checks=checks,
    )


def silent(question: Question, held: Held, told: Told, why: str = "") -> Verdict:
    """Outside what the register covers."""
    about = why or (
        f"{held.name} covers {held.years()}; the claim is of "
        f"{period(told.start, told.end) if told.start and told.end else 'another time'}."
    )
    return tell(SILENT, question, held, f"{about} It tells neither for nor against.")


def not_checkable(question: Question, why: str) -> Verdict:
    """Nothing here holds evidence."""
    limits = "That nothing here can check it says nothing about whether it is so."
    return Verdict(NOT_CHECKABLE, (question.claim.id,), why, "", limits)


def not_loaded(question: Question, dataset: str) -> Verdict:
    """A register would tell, and is not there."""
    return not_checkable(
        question, f"The register {dataset} would hold this and is not loaded: patronage load "
        f"{dataset} FILE.",
    )  # fmt: skip


def _arithmetic(check: Check) -> str:
    when = f" of {period(check.start, check.end)}" if check.start and check.end else ""
    value = "no value" if check.value is None else f"{plain(check.value)} {check.unit}"
    if check.value is not None and check.high is not None and check.high != check.value:
        value = f"{plain(check.value)} to {plain(check.high)} {check.unit}"
    against = f" against {len(check.others)} rows" if check.others else ""
    return (
        f"{check.operation} over {len(check.rows)} rows{against} of {check.register}{when}: {value}"
    )


def pair(question: Question) -> str:
    """Who gives to whom, in words."""
    givers = " and ".join(map(name, question.givers)) or "all givers"
    receivers = " and ".join(map(name, question.receivers)) or "all receivers"
    return f"from {givers} to {receivers}"
