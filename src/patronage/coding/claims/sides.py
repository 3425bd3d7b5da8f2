"""Who gives and who receives in a claim, by the words around each actor.

Prepositions first ("from", "to"), then what an adjective or possessive owns ("Chinese loans", "its
orders"), then the verb that follows a subject. Table ``claim_words`` holds the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from patronage.codebook import rows
from patronage.coding.claims.scene import Scene, Told
from patronage.records import Actor

__all__ = ["sides"]

_GIVER = frozenset(["from"])
_RECEIVER = frozenset(["to", "for", "into", "toward", "towards", "onto", "on", "against"])
_TARGET = frozenset(["on", "against", "from", "to", "in"])
_SKIPPED = frozenset(
    "the its their his her neighbouring neighbour neighbor both mr president all a southern "
    "northern eastern western ally allies partner partners friend friends long-time longtime "
    "old close main".split()
)
_SUPPLIERS = frozenset(["supplier", "suppliers", "seller", "source", "provider", "partner",
                        "creditor", "lender"])  # fmt: skip
_BUYERS = frozenset(["buyer", "customer", "recipient", "importer", "market"])
_WORD = re.compile(r"[\w’'-]+")
_LIST = re.compile(r",?\s(?:and|or)\s(?:the\s)?|,\s(?:the\s)?")
_REACH = 9
_ALONE = ("military spending", "military personnel", "population")

Sides = tuple[tuple[Actor, ...], tuple[Actor, ...]]


def sides(scene: Scene, told: Told) -> Sides:
    """Givers and receivers; empty where a claim has no sides or the words do not tell.

    Senders of sanctions are givers and their targets receivers; of what is told of two alike
    (trade between them, an alliance) the first is the giver.
    """
    actors = _actors(scene, told)
    if told.kind in ("term", "judgement") or not actors:
        return (), ()
    if told.kind == "rank":
        return _ranked(scene, told, actors)
    if told.measure == "sanctions":
        return _sanctions(scene, told, actors)
    if told.measure == "conflict" and (own := _adjacent(scene, actors)):
        return (own,), ()
    if told.measure in _ALONE:
        return (_nearest(scene, told, actors),), ()
    return _by_labels(scene, told, actors)


def _by_labels(scene: Scene, told: Told, actors: Sequence[Actor]) -> Sides:
    """Both sides by the label of each actor; who has none goes to the side that is empty."""
    labels = _labels(scene, actors)
    if any(_from(scene, a) for a in actors):
        # "India's weapons came from Russia": who owns them is not who gives them.
        labels = [
            "receiver" if label == "giver" and _label(scene, a) and not _from(scene, a) else label
            for a, label in zip(actors, labels, strict=True)
        ]
    sorted_by = {
        label: [a for a, own in zip(actors, labels, strict=True) if own == label]
        for label in ("giver", "receiver", "place", "")
    }
    givers, receivers = sorted_by["giver"], sorted_by["receiver"]
    places, others = sorted_by["place"], sorted_by[""]
    if receivers and not givers and not others:  # "orders by Greece in Germany"
        givers = places
    elif not receivers:
        receivers = places
    if not givers and not others and len(receivers) > 1:
        owners = [a for a in receivers if _owns(scene, a)]
        givers = owners[:1] or receivers[:1]
        receivers = [a for a in receivers if a is not givers[0]]
    if not receivers and not others and len(givers) > 1:
        receivers, givers = givers[1:], givers[:1]
    if not givers and not receivers and len(others) > 1 and _mutual(told):
        givers, others = others[:1], others[1:]
    elif not givers and others:
        givers = _together(scene, others)
        others = [a for a in others if a not in givers]
    return _apart(givers, receivers or others)


def _from(scene: Scene, actor: Actor) -> bool:
    return _word_before(scene, actor) == "from"


def _mutual(told: Told) -> bool:
    """Whether what is told is between two alike: trade between them, an alliance, a war."""
    alike = ("relations", "UN votes", "shared organisations")
    return "both" in told.detail or told.kind == "date" or told.measure in alike


def _adjacent(scene: Scene, actors: Sequence[Actor]) -> Actor | None:
    """Whose war it is by its name: "the Bosnian conflict", "Syria's civil war"."""
    for actor in actors:
        end = scene.local(actor.span)[1]
        if re.match(r"(?:[’']s)?\s(?:civil\s)?(?:conflict|war)\b", scene.text[end : end + 16]):
            return actor
    return None


def _labels(scene: Scene, actors: Sequence[Actor]) -> list[str]:
    """The side of each actor; one that is joined to another has that one's side."""
    labels: list[str] = []
    for place, actor in enumerate(actors):
        label = _label(scene, actor)
        if place and not label and _joined(scene, actors[place - 1], actor):
            label = labels[-1]
        labels.append(label)
    told = {a.key: label for a, label in zip(actors, labels, strict=True) if label}
    # "Chavez used Venezuela's oil to secure loans": a state is on one side, however it is named.
    return [label or told.get(a.key, "") for a, label in zip(actors, labels, strict=True)]


def _joined(scene: Scene, one: Actor, two: Actor) -> bool:
    """Whether two actors stand in one list, or under one word ("both nations")."""
    gap = scene.text[scene.local(one.span)[1] : scene.local(two.span)[0]]
    return one.span == two.span or _LIST.fullmatch(gap) is not None


def _together(scene: Scene, others: Sequence[Actor]) -> list[Actor]:
    """The first of some actors, with those joined to it."""
    run = [others[0]]
    for actor in others[1:]:
        if not _joined(scene, run[-1], actor):
            break
        run.append(actor)
    return run


def _apart(givers: Sequence[Actor], receivers: Sequence[Actor]) -> Sides:
    """Each state once and on one side."""
    one: dict[str | None, Actor] = {}
    two: dict[str | None, Actor] = {}
    for actor in givers:
        one.setdefault(actor.key, actor)
    for actor in receivers:
        if actor.key not in one:
            two.setdefault(actor.key, actor)
    return tuple(one.values()), tuple(two.values())


def _actors(scene: Scene, told: Told) -> list[Actor]:
    """The actors of the claim's clause, and those of its sentence where it names fewer than two."""
    inside = [a for a in scene.actors if _within(scene, a, told.quote)]
    if len({a.key for a in inside}) >= 2 and told.kind != "cause":
        return inside
    if told.kind == "cause" and told.cause:
        cause = scene.text.find(told.cause, told.quote[0])
        end = cause + len(told.cause)
        left = [a for a in scene.actors if not cause <= scene.local(a.span)[0] < end]
        return left or list(scene.actors)
    return list(scene.actors)


def _within(scene: Scene, actor: Actor, stretch: tuple[int, int]) -> bool:
    start, end = scene.local(actor.span)
    return stretch[0] <= start and end <= stretch[1]


def _nearest(scene: Scene, told: Told, actors: Sequence[Actor]) -> Actor:
    """Whose level is told: the nearest state before the figure, else after it."""
    before = [a for a in actors if scene.local(a.span)[0] <= told.place]
    return before[-1] if before else actors[0]


def _label(scene: Scene, actor: Actor) -> str:
    start, end = scene.local(actor.span)
    if scene.text[start:end].lower() in ("its", "their", "his", "her"):
        return ""
    before = [m[0].lower() for m in _WORD.finditer(scene.text[max(0, start - 60) : start])]
    after = [m[0].lower() for m in _WORD.finditer(scene.text[end : end + 90])]
    while before and before[-1] in _SKIPPED:
        before.pop()
    last = before[-1] if before else ""
    owned = _owned(after)
    if _owner(scene, actor) and _next_is_actor(scene, end):
        return "receiver"  # "Ethiopia's Chinese loans"
    if owned == "in" and last != "from":
        return "receiver"
    if last in _GIVER:
        return "giver"
    if last in ("of", "by"):
        return _of_or_by(before, last) or _by_owned(owned)
    if last == "in" and not owned:
        return "place"
    if owned == "out" or last in _RECEIVER:
        return "giver" if owned == "out" else "receiver"
    if _adjoins(after, _SUPPLIERS):
        return "receiver"
    if _adjoins(after, _BUYERS):
        return "giver"
    if last in ("with", "between", "and"):
        return ""
    return _by_verb(scene, end)


def _next_is_actor(scene: Scene, end: int) -> bool:
    return any(0 < scene.local(a.span)[0] - end <= 4 for a in scene.actors)


def _ranked(scene: Scene, told: Told, actors: Sequence[Actor]) -> Sides:
    """Who is ranked is the giver; among whose partners, the receiver; of buyers the other way.

    "Russia is Venezuela's largest supplier", "China ranks first among its suppliers".
    """
    at = told.place
    before = [a for a in actors if scene.local(a.span)[1] <= at]
    after = [a for a in actors if scene.local(a.span)[0] > at]
    owners = [a for a in before if _owner(scene, a) and at - scene.local(a.span)[1] <= 30]
    plain = [a for a in before if a not in owners]
    among = owners or [a for a in after if _word_before(scene, a) in ("of", "to", "for", "in")]
    who = plain[-1:] if plain else [a for a in after if a not in among][:1]
    if not among:
        who = (
            plain[:1] if len(plain) > 1 and _word_before(scene, plain[-1]) in ("of", "to") else who
        )
        rest = [a for a in (*after, *before) if a not in who and a.key not in {w.key for w in who}]
        among = rest[-1:]
    ranked, of = tuple(who[:1]), tuple(among[:1])
    return _apart(of, ranked) if "of giver" in told.detail else _apart(ranked, of)


def _owner(scene: Scene, actor: Actor) -> bool:
    """Whether an actor stands in the possessive."""
    _, end = scene.local(actor.span)
    after = re.match(r"[’']s?\s", scene.text[end : end + 3])
    return actor.text.endswith(("’s", "'s", "s’")) or after is not None


def _word_before(scene: Scene, actor: Actor) -> str:
    start, _ = scene.local(actor.span)
    words = [m[0].lower() for m in _WORD.finditer(scene.text[max(0, start - 40) : start])]
    while words and words[-1] in _SKIPPED:
        words.pop()
    return words[-1] if words else ""


def _sanctions(scene: Scene, told: Told, actors: Sequence[Actor]) -> Sides:
    """Senders and targets: who stands after "on", "against", "from" is a target."""
    targets = [a for a in actors if _word_before(scene, a) in _TARGET]
    senders = [a for a in actors if a not in targets and _word_before(scene, a) != "for"]
    senders = senders or [a for a in actors if a not in targets]
    if not targets and len(senders) > 1:
        senders, targets = senders[:1], senders[1:]
    if not senders and len(targets) > 1:
        senders, targets = targets[:1], targets[1:]
    return _apart(senders, targets)


def _by_owned(owned: str) -> str:
    return {"out": "giver", "in": "receiver"}.get(owned, "")


def _of_or_by(before: Sequence[str], last: str) -> str:
    """ "Imports of X" receive, "exports of X" give, "ordered by X" receives, "sold by X" gives.

    A supplier of X has X as its receiver.
    """
    if last == "by":
        return "receiver" if set(before[-4:]) & (_kind("in") | _kind("gets")) else "giver"
    before = before[:-1]
    for word in reversed(before[-3:]):
        if word in _kind("in") or word in _SUPPLIERS:
            return "receiver"
        if word in _kind("out") or word in _BUYERS:
            return "giver"
    return ""


def _owned(after: Sequence[str]) -> str:
    """The last flow noun right after an adjective or possessive: "Russian arms orders" are in."""
    found = ""
    for word in after[:4]:
        if word in _kind("in"):
            found = "in"
        elif word in _kind("out"):
            found = found or "out"
        elif (
            found
            or word in _RECEIVER
            or word in ("and", "of", "from", "by", "has", "had", "is")
            or word in _kind("gives") | _kind("gets")
        ):
            break
    return found


def _owns(scene: Scene, actor: Actor) -> bool:
    _, end = scene.local(actor.span)
    return bool(_owned([m[0].lower() for m in _WORD.finditer(scene.text[end : end + 60])]))


def _adjoins(after: Sequence[str], words: frozenset[str]) -> bool:
    """Whether a possessive owns such a word: "Venezuela's largest arms supplier"."""
    near = after[:5]
    return bool(near) and near[0] in ("s", "’s", "'s") and bool(set(near) & words)


def _by_verb(scene: Scene, end: int) -> str:
    """The side of a subject by the verb after it, before the next actor; passives turn it."""
    ends = [scene.local(a.span)[0] for a in scene.actors if scene.local(a.span)[0] >= end]
    stretch = scene.text[end : min([end + 90, *ends])]
    words = [m[0].lower() for m in _WORD.finditer(stretch)][:_REACH]
    for place, word in enumerate(words):
        passive = words[place + 1 : place + 2] == ["by"]
        if word in _kind("gets"):
            return "giver" if passive else "receiver"
        if word in _kind("gives"):
            return "receiver" if passive else "giver"
    return ""


@cache
def _kind(kind: str) -> frozenset[str]:
    return frozenset(row["words"] for row in rows("claim_words") if row["kind"] == kind)
