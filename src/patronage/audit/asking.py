"""A claim turned into a question to registers: which states, which measure, which period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from patronage.audit.registers import Held
from patronage.audit.tables import table
from patronage.codebook import rows
from patronage.records import Actor, Claim

__all__ = [
    "RULERS", "Question", "Told", "ask", "check_of", "details", "given_by", "kind_of",
    "publishers", "rule_of", "sources", "turned",
]  # fmt: skip

#: Offices of those who rule; "leader" is Archigos's word.
RULERS = ("head of state", "head of government", "supreme leader", "general secretary", "leader")


@dataclass(frozen=True, slots=True)
class Told:
    """A period and whether the text tells it; ``how`` says where it comes from otherwise."""

    start: dt.date | None
    end: dt.date | None
    how: str = "told"


@dataclass(frozen=True, slots=True)
class Question:
    """What a claim asks: of which states, over which period, on whose word.

    ``givers`` and ``receivers`` are state codes in the order of the text. ``voices`` are the
    registers whose publishers the text names as its source.
    """

    claim: Claim
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    period: Told
    published: dt.date | None
    voices: frozenset[str]

    def within(self, held: Held) -> Told:
        """The period asked of a register: as told, else all that it covers up to the text."""
        if self.period.start is not None and self.period.end is not None:
            return self.period
        end = self.period.end or self.published or held.end
        start = self.period.start or held.start
        return Told(start, min(end, held.end), "all years that the register covers up to the text")


def ask(claim: Claim, published: dt.date | None) -> Question:
    """The question that a claim puts.

    Args:
        claim: any claim.
        published: the date of its text; a claim without a period is read up to it.
    """
    givers, receivers = _codes(claim.giver), _codes(claim.receiver)
    if not givers and not receivers:
        everyone = _codes(claim.subject)
        givers, receivers = everyone[:1], everyone[1:]
    return Question(claim, givers, receivers, _period(claim, published), published, _voices(claim))


def _codes(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor.key for actor in actors if actor.key))


def _period(claim: Claim, published: dt.date | None) -> Told:
    if claim.period is not None and (claim.period.start or claim.period.end):
        return Told(claim.period.start, claim.period.end)
    for actor in (*claim.subject, *claim.giver, *claim.receiver):
        rule = rule_of(actor.name, actor.country)
        past = rule is not None and rule[1] < (published or dt.date.max)
        if rule is not None and past and claim.kind in ("figure", "count", "rank", "trend"):
            return Told(rule[0], rule[1], f"the rule of {actor.name}")
    return Told(None, None, "not told")


@cache
def rule_of(name: str | None, country: str | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of a ruler's time in office by our table of leaders; None for others."""
    if not name or not country:
        return None
    spans = [
        (row["start"], row["end"])
        for row in rows("leaders")
        if row["iso3"] == country and row["name"] == name and row["office"] in RULERS
    ]
    if not spans or not all(len(start) == 10 for start, _ in spans):
        return None
    last = max(end or "9999-12-31" for _, end in spans)
    return dt.date.fromisoformat(min(s for s, _ in spans)), dt.date.fromisoformat(last)


def sources(claim: Claim) -> str:
    """The words in which a claim may name its source: its voices and its quote."""
    names = " | ".join(f"{a.name or ''} {a.text}" for a in claim.attribution)
    return f"{names} | {claim.quote}"


def _voices(claim: Claim) -> frozenset[str]:
    words = sources(claim)
    return frozenset(dataset for pattern, dataset in publishers() if pattern.search(words))


@cache
def publishers() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names of publishers as patterns, each with the register that it publishes."""
    return tuple(
        (re.compile(rf"\b{re.escape(row['name'])}\b"), row["dataset"])
        for row in table("publishers")
    )


def check_of(question: Question) -> Mapping[str, str] | None:
    """The first row of ``checks.csv`` that a claim with an amount can be held against."""
    claim = question.claim
    if claim.amount is None or claim.measure is None:
        return None
    unit = kind_of(claim.amount.unit)
    for row in table("checks"):
        known = not row["givers"] or row["givers"] in (*question.givers, *question.receivers)
        narrow = not row["detail"] or row["detail"] in details(claim)
        if (row["measure"], row["unit"]) == (claim.measure, unit) and known and narrow:
            return row
    return None


def details(claim: Claim) -> tuple[str, ...]:
    """What narrows a claim, piece by piece."""
    return tuple(claim.detail.split("; ")) if claim.detail else ()


def kind_of(unit: str) -> str:
    """``money`` for a currency, ``person`` for words for people, else the unit itself."""
    if len(unit) == 3 and unit.isupper() and unit != "TIV":
        return "money"
    return "person" if unit in _people() else unit


@cache
def _people() -> frozenset[str]:
    return frozenset(row["unit"] for row in rows("count_nouns") if row["kind"] == "person")


def given_by(question: Question, giver: str) -> Question:
    """The question with the one giver that a register has; the other states receive.

    Other givers that the text names beside it are dropped: the register does not hold them.
    """
    if giver in question.givers:
        return replace(question, givers=(giver,))
    others = tuple(c for c in (*question.receivers, *question.givers) if c != giver)
    return replace(question, givers=(giver,), receivers=others[:1])


def turned(question: Question) -> Question:
    """The same question with givers and receivers in each other's place."""
    return replace(question, givers=question.receivers, receivers=question.givers)
