"""What the role model sees of a trigger and somebody named: how the tree leads from one to other.

As for triggers, no name enters: who it is never decides what he did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patronage.actors import Mention
from patronage.coding.candidates import Candidate
from patronage.coding.model.features import named, stem
from patronage.coding.tree import Token, Tree

__all__ = ["of_pair", "path"]

_STEPS = 6


def path(tree: Tree, start: Token, goal: Token) -> list[str]:
    """The steps of the tree from one token to another, prepositions and clause verbs by name."""
    above = [start, *start.ancestors]
    place = {t.i: n for n, t in enumerate(above)}
    down: list[Token] = []
    for token in (goal, *goal.ancestors):
        if token.i in place:
            steps = [f"^{t.dep_}" + _named(t.head) for t in above[: place[token.i]]]
            return steps + [f"v{t.dep_}" + _named(t) for t in reversed(down)]
        down.append(token)
    return ["apart"]


def _named(token: Token) -> str:
    if token.dep_ in ("prep", "agent", "dative", "mark") or token.tag_ in ("IN", "TO"):
        return ":" + str(token.lower_)
    return ""


def of_pair(
    tree: Tree, candidate: Candidate, mention: Mention, slots: Mapping[str, Sequence[Mention]],
    ruled: str,
) -> list[str]:  # fmt: skip
    """Features of one pair; ``slots`` and ``ruled`` (a role) as the rules have them."""
    trigger = candidate.trigger
    root = tree.root_of(mention.head or mention.span) or trigger
    kind = candidate.type
    own = stem(trigger.lower_)
    shape = f"{trigger.tag_[0]}{int(trigger.tag_[0] == 'V' and tree.passive(trigger))}"
    steps = path(tree, trigger, root)
    way = ">".join(steps[:_STEPS])
    bare = ">".join(s.split(":")[0] for s in steps[:_STEPS])
    who = f"{mention.kind}{'@' if mention.place else ''}"
    side = "L" if root.i < trigger.i else "R"
    far = min(abs(root.i - trigger.i) // 3, 6)
    found = [
        f"way={way}", f"way={way}/{shape}", f"way={way}/{kind}", f"way={own}/{way}",
        f"bare={bare}/{shape}", f"bare={bare}/{kind}", f"long={min(len(steps), 8)}",
        f"end={steps[-1] if steps else ''}/{kind}/{side}",
        f"start={steps[0] if steps else ''}/{kind}",
        f"who={who}", f"who={who}/{kind}", f"sec={mention.sector}/{kind}", f"owner={mention.owner}",
        f"acts={mention.acts}", f"keyed={mention.key is not None}", f"side={side}/{shape}/{kind}",
        f"far={side}{far}", f"far={side}{far}/{kind}", f"own={own}/{side}", f"kind={kind}/{shape}",
        f"ruled={ruled}", f"ruled={ruled}/{kind}", f"rule={candidate.rule.split(':')[0]}",
        f"head={named(tree, root.head) if root.head.i != root.i else 'ROOT'}",
    ]  # fmt: skip
    if mention.kind == "noun":
        word = stem(mention.text)
        found += [f"noun={word}", f"noun={word}/{kind}", f"noun={word}/{side}/{shape}",
                  f"tag={root.tag_}/{root.dep_}/{side}/{kind}"]  # fmt: skip
    found += _order(tree, mention, trigger, kind)
    for name, mentions in slots.items():
        if any(m.span == mention.span for m in mentions):
            found += [f"slot={name}", f"slot={name}/{shape}", f"slot={name}/{kind}",
                      f"slot={name}/{own}", f"slot={name}/{shape}/{kind}"]  # fmt: skip
    return found


def _order(tree: Tree, mention: Mention, trigger: Token, kind: str) -> list[str]:
    """Where among the others somebody stands, from the trigger outward and from the start."""
    at = tree.span(trigger).start
    before = mention.span.end <= at
    others = [m for m in tree.mentions if m.acts and m.span != mention.span]
    between = {
        m.key for m in others
        if min(at, mention.span.start) <= m.span.start < max(at, mention.span.end)
    } - {mention.key}  # fmt: skip
    first = not any(m.span.start < mention.span.start for m in others)
    twin = any(m.key == mention.key for m in others)
    same = len({m.key for m in others} - {mention.key})
    return [f"between={before}{min(len(between), 3)}",
            f"between={before}{min(len(between), 3)}/{kind}",
            f"first={first}/{before}", f"twin={twin}", f"others={min(same, 3)}/{kind}"]  # fmt: skip
