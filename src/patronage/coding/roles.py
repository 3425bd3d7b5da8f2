"""Who did it to whom: from the slots of a sentence to actor and recipient, by frame.

Each frame of the codebook lists, for each role, the slots to look in and their order. The
recipient is not just the nearest country: what stands in a phrase of reason or circumstance ("in
response to", "amid", "despite", "since") is never taken for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from patronage.actors import Mention
from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import Lexicon, lemmas
from patronage.coding.tree import Token, Tree, unique

__all__ = ["Roles", "assign", "filled", "slots_of"]

#: Objects of these words tell circumstance and never who receives.
_CIRCUMSTANCE = frozenset(
    (
        "amid as despite since during after before while like unlike than without because "
        "following including under until throughout beyond"
    ).split()
)
_RESPONSE = frozenset("response reaction answer retaliation defiance spite light face".split())
#: Slots that can hold a place as well as an actor.
_PLACES = frozenset(
    "to in into on near off around inside against toward towards over from at".split()
)
#: Types whose missing recipient is the one other state that the sentence names.
_ONE_ON_ONE = frozenset({"AID", "SANCTION", "ASSAULT", "SUPPORT"})
#: Slots that name both sides at once: "A and B met", "talks between A and B".
_BOTH = ("subject", "between", "among")
_SYMMETRIC = frozenset({"CONSULT", "COOPERATE", "AGREE"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Mentions by role, and the slots that gave actor and recipient."""

    actor: tuple[Mention, ...]
    recipient: tuple[Mention, ...]
    beneficiary: tuple[Mention, ...]
    against: tuple[Mention, ...]
    origin: tuple[str, str]


def assign(tree: Tree, candidate: Candidate, lexicon: Lexicon) -> Roles:
    """Fill the roles of a candidate; empty where the sentence names nobody."""
    return filled(tree, candidate, slots_of(tree, candidate), lexicon)


def filled(
    tree: Tree, candidate: Candidate, slots: dict[str, list[Mention]], lexicon: Lexicon
) -> Roles:
    """As :func:`assign`, with the slots already read."""
    frame = lexicon.frames[candidate.frame]
    actor, actor_slot = _first(slots, frame["actor"], ())
    helped = ["on behalf of", "in support of"]
    if candidate.instrument == "veto":
        helped += ["on", "against", "about"]  # a resolution vetoed on somebody was against him
    beneficiary = _first(slots, helped, actor)[0]
    recipient, recipient_slot = _first(slots, frame["recipient"], actor)
    if not recipient and "sentence" in frame["recipient"] and candidate.type in _ONE_ON_ONE:
        recipient, recipient_slot = _elsewhere(tree, actor), "sentence"
    where_only = recipient_slot in ("in", "at") and all(m.place for m in recipient)
    if (not recipient or where_only) and actor_slot in _BOTH and len(_states(actor)) > 1:
        if candidate.frame == "with" or candidate.type in _SYMMETRIC:
            actor, recipient = actor[:1], actor[1:]
            recipient_slot = "subject"
    against = _against(tree, candidate, slots, actor, recipient)
    return Roles(
        tuple(actor), tuple(recipient), tuple(beneficiary), tuple(against),
        (actor_slot, recipient_slot),
    )  # fmt: skip


def _elsewhere(tree: Tree, actor: Sequence[Mention]) -> list[Mention]:
    """The one other state that the sentence names, where there is just one."""
    others = [
        m
        for m in _others(tree.mentions, actor)
        if m.acts and not m.place and not _circumstantial(tree, m)
    ]
    return others[:1] if len(_states(others)) == 1 else []


def _circumstantial(tree: Tree, mention: Mention) -> bool:
    """Whether a mention stands in a phrase of reason, time or circumstance."""
    token = tree.root_of(mention.span)
    if token is None:
        return True
    return any(
        (t.dep_ == "prep" and (t.lower_ in _CIRCUMSTANCE or t.head.lower_ in _RESPONSE))
        or any(c.dep_ == "mark" and c.lower_ in _CIRCUMSTANCE for c in t.children)
        for t in token.ancestors
    )


def _first(
    slots: dict[str, list[Mention]], order: Sequence[str], taken: Sequence[Mention]
) -> tuple[list[Mention], str]:
    """The first slot in the order that holds somebody not yet taken."""
    for name in order:
        others = _others(slots.get(name, ()), taken)
        if name not in _PLACES:
            others = [m for m in others if not m.place or name in ("relative", "governor")]
        if others:
            return others, name
    return [], ""


def _others(mentions: Sequence[Mention], taken: Sequence[Mention]) -> list[Mention]:
    keys = {(m.country or m.code, m.sector) for m in taken}
    spans = {m.span for m in taken}
    names = {m.country or m.code for m in taken}
    return [
        m
        for m in mentions
        if m.span not in spans
        and (m.country or m.code or m.name)
        and (
            (m.country or m.code) not in names
            or (_domestic(m) and (m.country or m.code, m.sector) not in keys)
        )
    ]


def _domestic(mention: Mention) -> bool:
    """Whether a mention is a party at home that its own state can act upon."""
    return mention.sector not in (None, "GOV", "MIL") and mention.kind != "pronoun"


def _states(mentions: Sequence[Mention]) -> set[str]:
    return {key for m in mentions if (key := m.country or m.code)}


def slots_of(tree: Tree, candidate: Candidate) -> dict[str, list[Mention]]:
    """Everybody around a candidate, by the slot they stand in."""
    trigger = candidate.trigger
    slots: dict[str, list[Mention]] = {}
    verbs = [trigger] if trigger.tag_.startswith("V") else []
    for verb in verbs:
        _verb_slots(tree, verb, candidate, slots)
    if candidate.inner is not None:
        _prep_slots(tree, candidate.inner, slots)
        for subject in (c for c in candidate.inner.children if c.dep_ == "nsubj"):
            _add(slots, "object", tree.actors(subject))
        for obj in tree.objects(candidate.inner):
            _add(slots, "object", tree.actors(obj, owners=False))
    heads = [
        o
        for o in (*candidate.objects, *([] if verbs else [trigger]))
        if o.i not in {v.i for v in verbs}
    ]
    for head in heads:
        _noun_slots(tree, head, slots)
    _nested_slots(tree, candidate, slots)
    if not verbs:
        _governor_subject(tree, trigger, slots)
    _governor(tree, trigger, slots)
    return slots


def _verb_slots(
    tree: Tree, verb: Token, candidate: Candidate, slots: dict[str, list[Mention]]
) -> None:
    complements = {o.i for o in candidate.objects}
    passive = tree.passive(verb)
    for subject in tree.subjects(verb):
        if subject.i not in complements:
            _add(slots, "subject", tree.actors(subject))
            if candidate.frame == "strike" and not tree.over(subject):
                _noun_slots(tree, subject, slots)  # "Iranian strikes on Pakistan killed two"
    for obj in tree.objects(verb):
        if obj.i not in complements or candidate.frame in ("direct", "strike", "reply"):
            _add(slots, "object", tree.actors(obj))
    if passive and not tree.objects(verb):
        slots["object"] = slots.pop("subject", []) + slots.get("object", [])
    _prep_slots(tree, verb, slots)
    for child in verb.children:
        if child.dep_ == "agent":
            for obj in (c for c in child.children if c.dep_ == "pobj"):
                _add(slots, "agent", tree.actors(obj))
        if child.dep_ == "dative" and not any(True for _ in child.children if _.dep_ == "pobj"):
            _add(slots, "dative", tree.actors(child))


def _prep_slots(tree: Tree, head: Token, slots: dict[str, list[Mention]]) -> None:
    for word, obj in tree.preps(head):
        if word in _CIRCUMSTANCE or obj.lower_ in _RESPONSE:
            continue
        if obj.dep_ == "pcomp":
            continue
        name = word
        if word == "on" and obj.lower_ == "behalf":
            name = "on behalf of"
        elif word == "in" and obj.lower_ in ("support", "aid", "favour", "favor"):
            name = "in support of"
        _add(slots, name, tree.actors(obj))
        # prepositions hang on each other when the parser attaches them low
        for deeper in tree.conjuncts(obj):
            for inner_word, inner in tree.preps(deeper):
                if (
                    inner_word not in _CIRCUMSTANCE
                    and inner.lower_ not in _RESPONSE
                    and not tree.over(deeper)
                ):
                    _add(slots, inner_word, tree.actors(inner))


def _noun_slots(tree: Tree, noun: Token, slots: dict[str, list[Mention]]) -> None:
    """Owners, modifiers and prepositions of a noun; who a relative clause on it speaks of."""
    _add(slots, "possessor", tree.possessors(noun))
    _add(slots, "modifier", tree.modifiers(noun))
    _prep_slots(tree, noun, slots)
    for child in noun.children:
        if child.dep_ == "nsubj":  # "with X increasing its posturing", read as a noun
            _add(slots, "possessor", tree.actors(child))
        if child.dep_ == "relcl":
            for subject in (c for c in child.children if c.dep_ == "nsubj"):
                _add(slots, "relative", tree.actors(subject))
        if child.dep_ == "acl":
            _prep_slots(tree, child, slots)
            for sub in child.children:
                if sub.dep_ == "agent":
                    for obj in (c for c in sub.children if c.dep_ == "pobj"):
                        _add(slots, "by", tree.actors(obj))


def _nested_slots(tree: Tree, candidate: Candidate, slots: dict[str, list[Mention]]) -> None:
    """Prepositions on the quantity or on coordinated objects: "$30 billion in arms to Caracas"."""
    for obj in tree.objects(candidate.trigger) if candidate.trigger.tag_.startswith("V") else ():
        if not tree.over(obj):
            _prep_slots(tree, obj, slots)
            for item in tree.conjuncts(obj):
                _prep_slots(tree, item, slots)


def _governor_subject(tree: Tree, noun: Token, slots: dict[str, list[Mention]]) -> None:
    """The subject of a light verb above a noun: "the US moves to deadly force"."""
    verb = tree.governor(noun)
    if verb is None or noun.dep_ not in ("dobj", "pobj", "attr", "conj"):
        return
    prep = noun.head if noun.dep_ == "pobj" else None
    if (prep is not None and prep.lower_ not in ("to", "with", "in")) or (
        prep is not None and prep.head.i != verb.i
    ):
        return
    light = any(
        lemma in ("move", "resort", "turn", "have", "engage", "respond", "react", "face", "begin")
        for lemma in lemmas(verb.lower_)
    )
    if light:
        for subject in tree.subjects(verb):
            _add(slots, "governor-subject", tree.actors(subject))
        _prep_slots(tree, verb, slots)


def _governor(tree: Tree, trigger: Token, slots: dict[str, list[Mention]]) -> None:
    """Others named in the clause above: "have been supporters of Venezuela, supplying ..."."""
    governor = tree.governor(trigger)
    if governor is None or governor.i == trigger.i:
        return
    found: list[Mention] = []
    for child in governor.children:
        if child.dep_ in ("dobj", "attr", "dative") and child.i != trigger.i:
            found += tree.actors(child)
            for word, obj in tree.preps(child):
                if word in ("of", "for", "to", "with", "toward", "towards", "against"):
                    found += tree.actors(obj)
    for word, obj in tree.preps(governor):
        if word in ("to", "for", "with", "against", "toward", "towards", "on"):
            found += tree.actors(obj)
    _add(slots, "governor", found)


def _against(
    tree: Tree, candidate: Candidate, slots: dict[str, list[Mention]],
    actor: Sequence[Mention], recipient: Sequence[Mention],
) -> list[Mention]:  # fmt: skip
    """Whom it is meant against: "to counter the US", "for use against", "in response to"."""
    if candidate.type in ("AID", "COOPERATE", "REQUEST", "AGREE", "SUPPORT"):
        return _others(slots.get("against", ()), (*actor, *recipient))
    return []


def _add(slots: dict[str, list[Mention]], name: str, mentions: Sequence[Mention]) -> None:
    if mentions:
        slots[name] = unique([*slots.get(name, []), *mentions])
