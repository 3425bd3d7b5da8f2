"""Claims with a number, gathered into tellings: one number of one thing, however often printed."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from patronage.audit.tables import table
from patronage.audit.tolerance import ABOUT, rounding
from patronage.codebook import rows
from patronage.records import Amount, Claim

__all__ = [
    "Key", "Telling", "between", "is_counted", "likeness", "may_overlap", "same_number",
    "says_same", "tellings", "voices",
]  # fmt: skip

NEAR = 0.02  # relative difference within which two values are one number
ALIKE = 0.5  # part of the shorter one's words that two tellings of one thing share
_ROUND = 0.10  # rounding never allows more than this part of a value: "$1bn" is not $1.5bn
SMALL = 10  # smaller counts are equal by chance too often to say anything
_UNNAMED = ("other", "measure")  # measures that name nothing


class Key(NamedTuple):
    """What makes two claims one telling."""

    unit: str
    value: float
    high: float | None
    comparator: str
    measure: str | None
    subject: tuple[str, ...]
    period: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Telling:
    """Claims that tell one number of one thing; ``prints`` are the sentences that tell it."""

    key: Key
    claims: tuple[Claim, ...]

    @property
    def prints(self) -> frozenset[str]:
        """The sentences, whatever their case, spaces and marks."""
        return frozenset(_print(claim) for claim in self.claims)

    @property
    def documents(self) -> frozenset[str]:
        """Where it is told."""
        return frozenset(claim.document for claim in self.claims)

    @property
    def amount(self) -> Amount:
        """The first claim's amount."""
        amount = self.claims[0].amount
        assert amount is not None, "tellings() keeps claims with an amount only"
        return amount

    def apart_from(self, other: Telling) -> Telling | None:
        """Without the sentences that the other one has too; None if none is left."""
        left = tuple(claim for claim in self.claims if _print(claim) not in other.prints)
        return Telling(self.key, left) if left else None


def tellings(claims: Iterable[Claim]) -> tuple[Telling, ...]:
    """Claims of kind figure or count with a telling number, gathered, in an order of their own.

    Left out are shares in percent and counts below ten, which are equal by chance, and vague
    numbers ("tens of billions").
    """
    groups: dict[Key, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.kind in ("figure", "count") and claim.amount and _distinct(claim.amount):
            groups[_key(claim, claim.amount)][claim.id] = claim
    made = (
        Telling(key, tuple(sorted(group.values(), key=_place))) for key, group in groups.items()
    )
    return tuple(sorted(made, key=lambda telling: repr(telling.key)))


def between(amount: Amount) -> tuple[float, float]:
    """Lowest and highest value that the words allow: comparator, range, rounding as told.

    >>> from patronage.records import Amount, Span
    >>> between(Amount("over $30 billion", Span(0, 16), 3e10, "USD", ">"))
    (29500000000.0, inf)
    """
    value, top = amount.value, amount.high or amount.value
    slack = _rounding(amount)
    if amount.comparator in (">", ">="):
        return value - slack, math.inf
    if amount.comparator in ("<", "<="):
        return -math.inf, top + slack
    if amount.comparator == "~":
        slack = max(slack, ABOUT * value) if amount.high is None else slack
    return value - slack, top + slack


def same_number(one: Telling, two: Telling) -> bool:
    """Whether two tellings give one number: unit and range alike, values within two percent."""
    a, b = one.key, two.key
    return a.unit == b.unit and (a.high is None) == (b.high is None) and max(
        difference(a.value, b.value), difference(a.high or 0, b.high or 0)
    ) <= NEAR  # fmt: skip


def difference(one: float, two: float) -> float:
    """Relative difference: of the larger of the two; zero where both are zero."""
    return abs(one - two) / (max(abs(one), abs(two)) or 1)


def is_counted(unit: str) -> bool:
    """Whether a unit is a noun that says what is counted, and not a currency."""
    return unit != "%" and not (len(unit) == 3 and unit.isupper())


@cache
def people() -> frozenset[str]:
    """Words for persons: "118 dead" and "87 people" count alike where a measure is told."""
    return frozenset(r["unit"] for r in rows("count_nouns") if r["kind"] in ("person", "state"))


def likeness(one: Telling, two: Telling) -> float:
    """Share (0..1) of words that two tellings have in common, numbers and short words aside."""
    a, b = _words(one), _words(two)
    return len(a & b) / max(1, min(len(a), len(b)))


def voices(telling: Telling) -> frozenset[str]:
    """By whose word it is told."""
    return frozenset(a.name or a.text for claim in telling.claims for a in claim.attribution)


def says_same(one: Telling, two: Telling) -> bool:
    """Whether the words of one of them say that it is the same thing."""
    return any(re.search(r"\bsame\b", c.quote) for t in (one, two) for c in t.claims)


def _words(telling: Telling) -> frozenset[str]:
    found = {w for c in telling.claims for w in re.findall(r"[^\W\d_]{4,}", c.quote.casefold())}
    return frozenset(found)


def may_overlap(one: str, two: str) -> bool:
    """Whether two measures can be two words for one thing, by ``overlaps.csv``."""
    return frozenset((one, two)) in _overlaps()


@cache
def _overlaps() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((row["measure"], row["other"])) for row in table("overlaps"))


def _distinct(amount: Amount) -> bool:
    vague = amount.comparator == "~" and amount.high is not None
    return amount.unit != "%" and abs(amount.value) >= SMALL and not vague


def _key(claim: Claim, amount: Amount) -> Key:
    measure = claim.measure or amount.measure
    period = claim.period
    dated = period is not None and period.start is not None and period.end is not None
    person = measure is not None and amount.unit in people()
    return Key(
        unit="person" if person else amount.unit,
        value=amount.value,
        high=amount.high,
        comparator=amount.comparator,
        measure=None if measure in _UNNAMED else measure,
        subject=tuple(sorted({actor.key for actor in claim.subject if actor.key})),
        period=(str(period.start), str(period.end)) if dated and period else None,
    )


def _print(claim: Claim) -> str:
    words = re.findall(r"\w+", claim.quote.casefold())
    if len(words) >= 5:
        return " ".join(words)
    # Too short to know a sentence again: then place and measure tell reprints from coincidence.
    subject = sorted(actor.key or "" for actor in claim.subject)
    return " ".join([*words, str(claim.measure), *subject])


def _place(claim: Claim) -> tuple[Any, ...]:
    return (claim.document, claim.sentence, claim.span, claim.id)


def _rounding(amount: Amount) -> float:
    """Half of the last digit told ("$30 billion" may be 29.5 to 30.5), else two percent."""
    half = rounding(amount) or NEAR * abs(amount.value)
    return min(half, _ROUND * abs(amount.value))
