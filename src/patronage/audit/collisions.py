"""One number with two measures, two numbers of one measure: claims held against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from patronage.audit.tellings import (
    ALIKE,
    NEAR,
    Telling,
    between,
    difference,
    is_counted,
    likeness,
    may_overlap,
    same_number,
    says_same,
    tellings,
    voices,
)
from patronage.audit.wording import name
from patronage.records import Claim
from patronage.results import Verdict

__all__ = ["COLLISION", "collisions"]

COLLISION = "collision"
CONSISTENT = "consistent but not decisive"
_MIX_UP = "at least one may be a mix-up"
_ONE_NUMBER = (
    "It compares numbers, measures and subjects as told. It cannot tell which is right, nor "
    "whether two things happen to have one size; no register is read here."
)
_TWO_NUMBERS = (
    "It compares what the words allow: comparator, range and half of the last digit told. It "
    "cannot tell which is right, nor whether one figure is a part of the other, or counts in "
    "other prices."
)


def collisions(claims: Sequence[Claim]) -> tuple[Verdict, ...]:
    """Hold claims with numbers against each other, within and across documents.

    "One number, two measures": values within two percent, one unit, subjects that meet, but another
    measure (``overlaps.csv`` lists measures that can be two words for one thing), or one measure of
    two sets of subjects of which neither holds the other. "Two numbers, one measure": one subject,
    measure, unit and period, but values that comparators, ranges and rounding do not reconcile.
    Both are of kind ``collision``. What is told twice and agrees is ``consistent but not
    decisive``: two texts may share one source.

    Subjects meet where they share two countries, or all of the smaller set; where one names none,
    within one document. A reprint (the same sentence) is no second telling, and one sentence never
    collides with itself. Shares in percent, counts below ten and vague numbers are left out.

    Args:
        claims: claims of any kind, in any order; only ``figure`` and ``count`` are held against
            each other.

    Returns:
        Verdicts, collisions first, in an order that the order of claims does not change.

    >>> collisions([])
    ()
    """
    told = tellings(claims)
    found = [verdict for telling in told for verdict in _repeated(telling)]
    for one, two in _candidates(told):
        first, second = one.apart_from(two), two.apart_from(one)
        if first and second:
            found += _pair(first, second)
    return tuple(sorted(found, key=lambda v: (v.kind != COLLISION, v.claims, v.sentence)))


def _candidates(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs of one number or of one thing: not all pairs, which a large corpus could not afford."""
    groups: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for telling in told:
        key = telling.key
        if not key.subject or not (key.measure or is_counted(key.unit)):
            continue
        thing = (key.unit, key.measure)
        if key.period:
            groups[(*thing, key.subject, key.period)].append(telling)
        for document in telling.documents:
            groups[(*thing, document)].append(telling)
    pairs = dict.fromkeys(pair for group in groups.values() for pair in combinations(group, 2))
    yield from pairs
    ranked = sorted(told, key=lambda telling: (telling.key.unit, telling.key.value))
    place = {telling: index for index, telling in enumerate(told)}
    for index, one in enumerate(ranked):
        for two in islice(ranked, index + 1, None):
            near = difference(one.key.value, two.key.value) <= NEAR
            if one.key.unit != two.key.unit or not near:
                break
            pair = (one, two) if place[one] < place[two] else (two, one)
            if pair not in pairs:
                yield pair


def _pair(one: Telling, two: Telling) -> Iterator[Verdict]:
    a, b = one.key, two.key
    same = a.measure is not None and a.measure == b.measure
    if _one_thing(one, two):
        yield _two_numbers(one, two)
    elif same_number(one, two) and _meet(one, two) and a.measure and b.measure:
        clash = a.measure != b.measure and not may_overlap(a.measure, b.measure)
        if clash or _same_time(one, two):
            others = same and not _nested(set(a.subject), set(b.subject))
            yield _one_number(one, two, COLLISION if clash or others else CONSISTENT)


def _one_thing(one: Telling, two: Telling) -> bool:
    """Whether two tellings are of one thing and time, so far as their words tell.

    With a measure and a time in common they are. Where the measure has no name (soldiers, people)
    or no time is told in a document, the words around the numbers must be alike too, and without a
    time two voices must tell them: one voice may add up parts.
    """
    a, b = one.key, two.key
    if not _same_subject(one, two) or a.unit != b.unit or a.measure != b.measure:
        return False
    timed = a.period is not None and a.period == b.period
    if timed and a.measure and a.subject == b.subject:
        return True
    if not (a.measure or is_counted(a.unit)):
        return False
    loose = (a.period is None or b.period is None) and bool(one.documents & two.documents)
    if loose and says_same(one, two):
        return True
    alike = likeness(one, two) >= ALIKE
    return alike and (timed or (loose and voices(one) != voices(two)))


def _same_subject(one: Telling, two: Telling) -> bool:
    """One set of countries; within one text the smaller may leave out what the text has named."""
    a, b = set(one.key.subject), set(two.key.subject)
    if not (a and b):
        return False
    return a == b or (_nested(a, b) and bool(one.documents & two.documents))


def _repeated(telling: Telling) -> Iterator[Verdict]:
    """One number of one thing in two different sentences: agreement, for what it is worth."""
    if len(telling.prints) < 2 or not telling.key.measure or not telling.key.subject:
        return
    count = len(telling.prints)
    sentence = (
        f"'{telling.amount.text}' is told in {count} different sentences as {_as(telling)}. They "
        "agree, which does not make it right: they may share one source."
    )
    yield Verdict(CONSISTENT, _ids(telling), sentence, _shown(telling), _ONE_NUMBER)


def _one_number(one: Telling, two: Telling, kind: str) -> Verdict:
    texts = [f"'{text}'" for text in dict.fromkeys((one.amount.text, two.amount.text))]
    what = "two sets of countries" if one.key.measure == two.key.measure else "two measures"
    ends = {
        COLLISION: f"The same number with {what}: {_MIX_UP}.",
        CONSISTENT: "They can be two tellings of one thing and agree, which does not make it "
        "right: they may share one source.",
    }
    verb = "is told twice" if len(texts) == 1 else "tell one number"
    sentence = f"{' and '.join(texts)} {verb}: as {_as(one)} and as {_as(two)}. {ends[kind]}"
    gap = difference(one.key.value, two.key.value)
    return Verdict(
        kind=kind,
        claims=_ids(one, two),
        sentence=sentence,
        calculation=f"{_shown(one)}; {_shown(two)}; relative difference {gap:.1%}, "
        f"one number within {NEAR:.0%}",
        limits=_ONE_NUMBER,
    )


def _two_numbers(one: Telling, two: Telling) -> Verdict:
    (low, high), (other_low, other_high) = between(one.amount), between(two.amount)
    fits = low <= other_high and other_low <= high
    unit = one.key.unit
    period = one.key.period or two.key.period
    when = f"both of {period[0]} up to {period[1]}" if period else "no time told of either"
    if period and one.key.period != two.key.period:
        when = f"one of {period[0]} up to {period[1]}, the other without a time"
    ends = (
        "What the words allow overlaps: they agree, which does not make them right."
        if fits
        else f"Two numbers of one measure and one time: {_MIX_UP}, or each tells another part."
    )
    sentence = (
        f"'{one.amount.text}' and '{two.amount.text}' are told of one thing and time: as "
        f"{_as(one)} and as {_as(two)}. {ends}"
    )
    gap = difference(one.key.value, two.key.value)
    return Verdict(
        kind=CONSISTENT if fits else COLLISION,
        claims=_ids(one, two),
        sentence=sentence,
        calculation=f"{_shown(one)}, so {_range(low, high)} {unit}; {_shown(two)}, so "
        f"{_range(other_low, other_high)} {unit}; relative difference {gap:.1%}; {when}",
        limits=_TWO_NUMBERS,
    )


def _meet(one: Telling, two: Telling) -> bool:
    a, b = set(one.key.subject), set(two.key.subject)
    if not (a and b):
        return bool(one.documents & two.documents)
    return len(a & b) >= min(2, len(a), len(b))


def _nested(one: set[str], two: set[str]) -> bool:
    return one <= two or two <= one


def _same_time(one: Telling, two: Telling) -> bool:
    """Whether nothing says that they tell of different times."""
    return not (one.key.period and two.key.period) or one.key.period == two.key.period


def _as(telling: Telling) -> str:
    """Measure, countries and voice, such as ``arms (China, Venezuela; on the word of SIPRI)``."""
    who = ", ".join(sorted(map(name, telling.key.subject))) or "no country named"
    voices = sorted({a.name or a.text for c in telling.claims for a in c.attribution})
    known = f"on the word of {', '.join(voices)}" if voices else "no source named"
    silent = voices and any(not claim.attribution for claim in telling.claims)
    once = "; once no source named" if silent else ""
    return f"{telling.key.measure or telling.key.unit} ({who}; {known}{once})"


def _shown(telling: Telling) -> str:
    key, quotes = telling.key, dict.fromkeys(claim.quote for claim in telling.claims)
    value = f"{key.comparator} {key.value:,.15g}".removeprefix("= ")
    value += f" to {key.high:,.15g}" if key.high is not None else ""
    told = " / ".join(f"“{' '.join(quote.split())}”" for quote in quotes)
    return f"{value} {key.unit} as {key.measure or 'told'}: {told}"


def _range(low: float, high: float) -> str:
    ends = ("any" if abs(end) == float("inf") else f"{end:,.15g}" for end in (low, high))
    return " to ".join(ends)


def _ids(*both: Telling) -> tuple[str, ...]:
    return tuple(claim.id for telling in both for claim in telling.claims)
