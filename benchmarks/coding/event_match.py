"""Which events of two readings of a sentence are the same, and what is counted from it.

As `../shared/README.md` has it: the type is equal, and the sets of actors' countries (or codes)
overlap, and those of the recipients too; two empty sets count as a match.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from benchmarks.coding.readings import Mention, ReadEvent

Counts = dict[str, float]
Same = Callable[[ReadEvent, ReadEvent], bool]
PLAIN = ("status", "polarity", "instrument", "mode")
LISTS = ("amount", "time", "attribution", "in_return_for", "beneficiary", "against")


def keys(mentions: Sequence[Mention]) -> set[str]:
    """Countries or codes of those who fill a role."""
    return {m.key for m in mentions if m.key}


def overlap(one: Sequence[Mention], two: Sequence[Mention]) -> bool:
    """Whether two sets of actors share one, or both are empty."""
    left, right = keys(one), keys(two)
    return bool(left & right) or not (left or right)


def same_actor(one: ReadEvent, two: ReadEvent) -> bool:
    """The actors match."""
    return overlap(one.actor, two.actor)


def same_recipient(one: ReadEvent, two: ReadEvent) -> bool:
    """The recipients match."""
    return overlap(one.recipient, two.recipient)


def same_type(one: ReadEvent, two: ReadEvent) -> bool:
    """The types are equal."""
    return one.type == two.type


def same_dyad(one: ReadEvent, two: ReadEvent) -> bool:
    """Actor and recipient match."""
    return same_actor(one, two) and same_recipient(one, two)


def same_event(one: ReadEvent, two: ReadEvent) -> bool:
    """Type, actor and recipient match."""
    return same_type(one, two) and same_dyad(one, two)


def same_sides(one: ReadEvent, two: ReadEvent) -> bool:
    """Type, actor and recipient match, with rebels and opposition apart from their state."""
    return same_type(one, two) and all(
        bool(left & right) or not (left or right)
        for left, right in (
            ({m.side for m in getattr(e, role) if m.side} for e in (one, two))
            for role in ("actor", "recipient")
        )
    )


def same_place(one: ReadEvent, two: ReadEvent) -> bool:
    """The triggers touch."""
    return _touch(one.trigger, two.trigger)


def pair(
    ones: Sequence[ReadEvent], twos: Sequence[ReadEvent], same: Same = same_event
) -> list[tuple[int, int]]:
    """As many pairs of the same event as can be, each used once; the most alike come first."""
    ranked = [
        sorted(
            (j for j, two in enumerate(twos) if same(one, two)),
            key=lambda j: (-alike(one, twos[j]), j),
        )
        for one in ones
    ]
    holder: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in ranked[i]:
            if j not in seen:
                seen.add(j)
                if j not in holder or place(holder[j], seen):
                    holder[j] = i
                    return True
        return False

    by_likeness = sorted(
        range(len(ones)),
        key=lambda i: -max((alike(ones[i], twos[j]) for j in ranked[i]), default=0),
    )
    for i in by_likeness:
        place(i, set())
    return sorted((i, j) for j, i in holder.items())


def alike(one: ReadEvent, two: ReadEvent) -> float:
    """How alike two events are, to choose among several that match."""
    plain: float = sum(getattr(one, f) == getattr(two, f) for f in PLAIN) / 10
    return float(2 * same_place(one, two) + same_type(one, two) + same_dyad(one, two)) + plain


def values(event: ReadEvent, name: str) -> set[Hashable]:
    """What a field of several values holds, as it is compared.

    An amount is value and unit; a time its dates (its precision where it stays unresolved); an
    attribution the place of its source, compared by touch in ``shared``.
    """
    if name == "amount":
        return {(a.value, a.high, a.unit) for a in event.amount}
    if name == "time":
        time = event.time
        return {(time.start, time.end)} if time else set()
    if name == "attribution":
        return {v.span for v in event.attribution}
    if name == "in_return_for":
        return {item.code for item in event.in_return_for}
    return set(keys(getattr(event, name)))


def shared(one: ReadEvent, two: ReadEvent, name: str) -> tuple[int, int, int]:
    """How many values of a field both have, how many the first has, how many the second."""
    left, right = values(one, name), values(two, name)
    if name != "attribution":
        return len(left & right), len(left), len(right)
    touching = [a for a in one.attribution if any(_touch(a.span, b.span) for b in two.attribution)]
    return min(len(touching), len(right)), len(left), len(right)


def _touch(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def fields_counted(pairs: Sequence[tuple[ReadEvent, ReadEvent]]) -> Counts:
    """Of matched events: how often each plain field is equal, and shared values of the others.

    The first of each pair is the wanted one. Keys: ``status:right``, ``status:of``,
    ``time:hit``, ``time:wanted``, ``time:told`` and so on.
    """
    counts: dict[str, float] = {}
    for wanted, told in pairs:
        for name in PLAIN:
            _add(counts, f"{name}:right", getattr(wanted, name) == getattr(told, name))
            _add(counts, f"{name}:of", 1)
        for name in LISTS:
            hit, want, tell = shared(wanted, told, name)
            for key, value in (("hit", hit), ("wanted", want), ("told", tell)):
                _add(counts, f"{name}:{key}", value)
            _add(counts, f"{name}:right", hit == want == tell)
            _add(counts, f"{name}:of", 1)
    return counts


def _add(counts: dict[str, float], key: str, value: float) -> None:
    counts[key] = counts.get(key, 0) + value


def counted(
    told: Sequence[ReadEvent], wanted: Sequence[ReadEvent], allowed: Sequence[ReadEvent]
) -> Counts:
    """Every count of one sentence: recall over ``wanted``, precision against ``allowed``.

    Where the gold is one reading, ``allowed`` is ``wanted``. Keys are ``name:hit`` (wanted events
    found), ``name:wanted``, ``name:good`` (told events allowed), ``name:told``, for the names
    ``event`` (type, actor, recipient), ``sides`` (rebels apart from their state), ``type``,
    ``dyad``, ``place``, ``sentence`` (has any), each type as ``type=AID``, and the fields of
    matched events.
    """
    counts: Counts = {}
    for name, same in (
        ("event", same_event),
        ("sides", same_sides),
        ("type", same_type),
        ("dyad", same_dyad),
        ("place", same_place),
    ):
        found, good = pair(wanted, told, same), pair(told, allowed, same)
        numbers = (len(found), len(wanted), len(good), len(told))
        for key, value in zip(("hit", "wanted", "good", "told"), numbers, strict=True):
            counts[f"{name}:{key}"] = value
        if name == "event":
            counts.update(fields_counted([(wanted[i], told[j]) for i, j in found]))
            for key, type_ in _by_type(told, wanted, found, good):
                _add(counts, f"type={type_}:{key}", 1)
    counts["sentence:hit"] = bool(wanted and told)
    counts["sentence:wanted"] = bool(wanted)
    counts["sentence:good"] = bool(allowed and told)
    counts["sentence:told"] = bool(told)
    counts["sentences"] = 1
    return counts


def _by_type(
    told: Sequence[ReadEvent],
    wanted: Sequence[ReadEvent],
    found: Sequence[tuple[int, int]],
    good: Sequence[tuple[int, int]],
) -> Iterator[tuple[str, str]]:
    yield from (("wanted", e.type) for e in wanted)
    yield from (("told", e.type) for e in told)
    yield from (("hit", wanted[i].type) for i, _ in found)
    yield from (("good", told[i].type) for i, _ in good)


def both_and_either(
    one: Sequence[ReadEvent], two: Sequence[ReadEvent]
) -> tuple[list[ReadEvent], list[ReadEvent]]:
    """Events that both readings of a sentence gave, and those that either gave."""
    pairs = pair(one, two)
    twins = {j for _, j in pairs}
    return [one[i] for i, _ in pairs], [*one, *(e for j, e in enumerate(two) if j not in twins)]


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    """Cohen's kappa of two readers' labels; None where chance alone would agree on all.

    >>> kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "a")])
    0.0
    """
    if not pairs:
        return None
    labels = {label for both in pairs for label in both}
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    chance = sum(
        sum(a == label for a, _ in pairs) * sum(b == label for _, b in pairs) / n**2
        for label in labels
    )
    return None if chance == 1 else (seen - chance) / (1 - chance)
