"""Candidates and roles as the models tell them, in the shapes of the rules.

A trigger that the rules know too keeps what they read with it (complement, instrument, mode); one
that only the model knows gets the plain frame of a verb or noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from patronage.actors import Mention
from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import Lexicon
from patronage.coding.model.linear import load
from patronage.coding.model.pairs import of_pair
from patronage.coding.model.people import placed, unnamed
from patronage.coding.model.tagger import NONE, Tagger
from patronage.coding.roles import Roles, assign, slots_of
from patronage.coding.tree import Token, Tree
from patronage.records import Span

__all__ = ["Learned", "Reader", "candidates_of", "made", "pair_rows"]

#: Least probability of an event at a trigger that the rules know, or know not, or where nobody is
#: known by code; and of a role. First guesses, seen on the development half alone: not tuned yet.
KNOWN, UNKNOWN, UNNAMED, SIDE = 0.25, 0.4, 0.5, 0.35

_PRESSURE = frozenset({"ACCUSE", "THREATEN", "COERCE", "ASSAULT", "PROTEST"})
_BACKING = frozenset({"AID", "SUPPORT", "COOPERATE"})


def made(tree: Tree, token: Token, kind: str, ruled: Sequence[Candidate]) -> Candidate:
    """The candidate of a trigger and a type: the rules' own where they agree, else a plain one."""
    for candidate in ruled:
        if candidate.trigger.i == token.i and candidate.type == kind:
            return candidate
    verb = token.tag_[0] == "V"
    polarity = "pressure" if kind in _PRESSURE else "support" if kind in _BACKING else None
    frame = "nominal" if not verb else "strike" if kind == "ASSAULT" else "direct"
    doers = {t.i for t in tree.subjects(token, 1)} if verb else set()
    objects = tuple(t for t in tree.objects(token) if t.i not in doers) if verb else (token,)
    for candidate in ruled:
        if candidate.trigger.i == token.i:
            objects = candidate.objects
    return Candidate(token, kind, None, polarity, frame, f"model:{token.lower_}", None, objects,
                     words=(token,))  # fmt: skip


def candidates_of(tree: Tree) -> list[Mention]:
    """Everybody who can stand in a role: those who act, places, those told without a name."""
    return [*(m for m in tree.mentions if m.acts or m.place), *unnamed(tree)]


def _ruled_roles(tree: Tree, candidate: Candidate, lexicon: Lexicon) -> dict[Span, str]:
    """The role that the rules would give each mention of a sentence."""
    roles: Roles = assign(tree, candidate, lexicon)
    found: dict[Span, str] = {}
    for name in ("against", "beneficiary", "recipient", "actor"):
        for mention in getattr(roles, name):
            found[mention.span] = name
    return found


def pair_rows(
    tree: Tree, candidate: Candidate, mentions: Sequence[Mention], lexicon: Lexicon
) -> list[list[str]]:
    """The features of a trigger with each of some mentions."""
    ruled = _ruled_roles(tree, candidate, lexicon)
    slots = slots_of(tree, candidate)
    return [of_pair(tree, candidate, m, slots, ruled.get(m.span, "none")) for m in mentions]


@dataclass(frozen=True, slots=True)
class Learned:
    """An event as the models tell it. ``probability`` is that of any event at this trigger."""

    candidate: Candidate
    roles: Roles
    probability: float
    type_probability: float


class Reader:
    """Reads a parsed sentence by the models: triggers and types first, then the roles of each."""

    def __init__(self, lexicon: Lexicon, tagger: Tagger | None = None) -> None:
        self._lexicon = lexicon
        self._tagger = tagger or Tagger(lexicon)
        self._roles = load("roles")

    def read(
        self, tree: Tree, ruled: Sequence[Candidate], story: str | None = None, *,
        headline: bool = False,
    ) -> list[Learned]:  # fmt: skip
        """The events of a sentence in the order of their triggers; ``story`` as in ``scene``."""
        mentions = candidates_of(tree)
        found: list[Learned] = []
        for i, row in self._tagger.tag(tree, ruled, headline=headline):
            here = [c for c in ruled if c.trigger.i == i]
            some = 1 - row.get(NONE, 0.0)
            if some < (KNOWN if here else UNKNOWN):
                continue
            kind, likely = max(
                ((k, p) for k, p in row.items() if k != NONE), key=lambda item: item[1]
            )
            agreed = [c for c in here if c.type == kind]
            for candidate in agreed or [made(tree, tree.doc[i], kind, ruled)]:
                roles = self._sides(tree, candidate, mentions, story)
                keyed = any(m.key for m in (*roles.actor, *roles.recipient))
                if keyed or some >= UNNAMED:
                    found.append(Learned(candidate, roles, some, likely / max(some, 1e-9)))
        return found

    def _sides(
        self, tree: Tree, candidate: Candidate, mentions: Sequence[Mention], story: str | None
    ) -> Roles:
        rows = pair_rows(tree, candidate, mentions, self._lexicon)
        table = self._roles.probabilities(rows) if rows else []
        at = {name: n for n, name in enumerate(self._roles.classes)}
        sides: dict[str, list[Mention]] = {r: [] for r in at}
        for mention, row in zip(mentions, table, strict=True):
            for role in ("actor", "recipient"):
                if row[at[role]] + row[at["both"]] >= SIDE:
                    sides[role].append(mention)
            for role in ("beneficiary", "against"):
                if row[at[role]] >= SIDE:
                    sides[role].append(mention)
        for role, other in (("actor", "recipient"), ("recipient", "actor")):
            taken = [m.country for m in sides[other] if m.country]
            sides[role] = [
                replace(m, country=placed(tree, m, candidate.trigger, taken, story))
                if m.kind == "noun" and (role == "recipient" or m.sector) else m
                for m in sides[role]
            ]  # fmt: skip
        return Roles(
            tuple(sides["actor"]), tuple(sides["recipient"]), tuple(sides["beneficiary"]),
            tuple(sides["against"]), ("model", "model"),
        )  # fmt: skip
