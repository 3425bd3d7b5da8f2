"""Events as rules and models tell them together: which words, of which type, who stands where.

What a rule tells stays: its complement, instrument and mode are read with it, and the sides that it
found. The models add events that no rule knows, a type where they are sure of another one, and
sides that the rules left empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from patronage.actors import Mention
from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import Lexicon
from patronage.coding.model.encoder import Told
from patronage.coding.model.linear import load
from patronage.coding.model.pairs import of_pair
from patronage.coding.model.people import placed, unnamed
from patronage.coding.model.sided import ROLES, SideReader
from patronage.coding.model.story import Setting
from patronage.coding.model.tagger import NONE, Tagger
from patronage.coding.roles import Roles, filled, slots_of
from patronage.coding.tree import Token, Tree
from patronage.records import Span

__all__ = ["Learned", "Reader", "Scene", "candidates_of", "made", "pair_rows"]

_PRESSURE = frozenset({"ACCUSE", "THREATEN", "COERCE", "ASSAULT", "PROTEST"})
_SPEAKERS = frozenset({"we", "us", "i", "me"})
_BACKING = frozenset({"AID", "SUPPORT", "COOPERATE"})
#: The encoder's part in what is told of a side, chosen as :class:`Bounds` are.
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Bounds:
    """Probabilities from which on something is told.

    Chosen by event F1 on the corpus's held-out rounds and the development half of the gold; where
    that is flat, for precision.
    """

    named: float = 0.47  # one that only the models tell, in a sentence that names somebody who acts
    unnamed: float = 0.52  # the same where nobody is named
    type: float = 0.95  # another type than the rule's
    side: float = 0.20  # the likeliest party of a role
    more: float = 0.50  # a further one


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a sentence besides its tree: headline or not, its setting, who speaks.

    ``speaker`` gives the state of who says a word, "we" or "us".
    """

    headline: bool = False
    setting: Setting = field(default_factory=Setting)
    speaker: Callable[[Token], str | None] = lambda word: None


@dataclass(frozen=True, slots=True)
class Learned:
    """An event that is told. ``probability`` is that of any event at this trigger.

    ``by`` is "rule" where its type is the rule's, else "model".
    """

    candidate: Candidate
    roles: Roles
    probability: float
    type_probability: float
    by: str


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


def _ruled_roles(roles: Roles) -> dict[Span, str]:
    """The role that the rules would give each mention of a sentence."""
    found: dict[Span, str] = {}
    for name in ("against", "beneficiary", "recipient", "actor"):
        for mention in getattr(roles, name):
            found[mention.span] = name
    return found


def pair_rows(
    tree: Tree, candidate: Candidate, mentions: Sequence[Mention], lexicon: Lexicon
) -> list[list[str]]:
    """The features of a trigger with each of some mentions."""
    slots = slots_of(tree, candidate)
    ruled = _ruled_roles(filled(tree, candidate, slots, lexicon))
    return [of_pair(tree, candidate, m, slots, ruled.get(m.span, "none")) for m in mentions]


class Reader:
    """Reads a parsed sentence by rules and models: triggers and types first, then the roles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tagger = Tagger(lexicon)
        self._sides = SideReader()
        self._bounds = Bounds()

    def read(
        self, tree: Tree, candidates: Sequence[Candidate], ruled: Sequence[tuple[Candidate, Roles]],
        told: Told, scene: Scene,
    ) -> list[Learned]:  # fmt: skip
        """The events of a sentence in the order of their triggers.

        Args:
            tree: the parsed sentence.
            candidates: all that the rules see in it.
            ruled: of these the ones that the rules tell, with their sides.
            told: what the encoder tells of the sentence.
            scene: what else is known of it.
        """
        bounds = self._bounds
        named = any(m.acts for m in tree.mentions)
        asked = _Asked(tree, self._sides, scene, self._lexicon, bounds)
        found: list[Learned] = []
        chained = {c.trigger.head.i for c, _ in ruled if c.trigger.dep_ == "xcomp"}
        spent = {(o.i, c.type) for c, _ in ruled if "+" in c.rule for o in c.objects}
        for i, row in self._tagger.tag(tree, candidates, told, headline=scene.headline):
            some = 1 - row.get(NONE, 0.0)
            kind = _likeliest(row)
            own = [(c, roles) for c, roles in ruled if c.trigger.i == i]
            if own:
                found += [self._ruled(asked, c, roles, row, some) for c, roles in own]
            elif i in chained or (i, kind) in spent:
                continue  # "failed to send" is told at "send", "saw a decline" at "saw"
            elif some >= (bounds.named if named else bounds.unnamed):
                candidate = made(tree, tree.doc[i], kind, candidates)
                roles = asked.sides(candidate)
                sides = (*roles.actor, *roles.recipient)
                if any(m.country or m.code or m.sector for m in sides):
                    found.append(Learned(candidate, roles, some, row[kind] / some, "model"))
        return found

    def _ruled(
        self, asked: _Asked, candidate: Candidate, roles: Roles, row: Mapping[str, float],
        some: float,
    ) -> Learned:  # fmt: skip
        """A rule's event, under another type where the models are sure, with sides filled in."""
        kind, by = _likeliest(row), "rule"
        if kind != candidate.type and row[kind] >= self._bounds.type:
            plain = made(asked.tree, candidate.trigger, kind, [candidate])
            candidate, by = replace(plain, instrument=candidate.instrument), "model"
        if not roles.actor or not roles.recipient:
            more = asked.sides(candidate)
            origin = (
                roles.origin[0] if roles.actor else more.origin[0],
                roles.origin[1] if roles.recipient else more.origin[1],
            )
            roles = replace(
                roles, actor=roles.actor or more.actor, recipient=roles.recipient or more.recipient,
                origin=origin,
            )  # fmt: skip
        return Learned(candidate, roles, some, row.get(candidate.type, 0.0) / max(some, 1e-9), by)


def _likeliest(row: Mapping[str, float]) -> str:
    """The type that is likeliest at a word, were one told there."""
    return max((k for k in row if k != NONE), key=lambda k: row[k])


def _stateless(mention: Mention) -> bool:
    """Whether it is somebody whose state the words do not tell."""
    return mention.kind == "noun" or (
        mention.kind == "person" and not mention.country and not mention.code
    )


class _Asked:
    """One sentence of which the sides of triggers are asked."""

    def __init__(
        self, tree: Tree, sides: SideReader, scene: Scene, lexicon: Lexicon, bounds: Bounds
    ) -> None:
        self.tree = tree
        self._sides, self._scene, self._lexicon, self._bounds = sides, scene, lexicon, bounds
        self._model = load("roles")
        self._mentions = candidates_of(tree)

    def sides(self, candidate: Candidate) -> Roles:
        """Who stands in which role, by both role models together."""
        if not self._mentions:
            return Roles((), (), (), (), ("", ""))
        chances = self._chances(candidate)
        chosen = {role: self._chosen(role, chances[role]) for role in ROLES}
        for role, other in (("actor", "recipient"), ("recipient", "actor")):
            taken = [m.country for m in chosen[other] if m.country]
            chosen[role] = [
                self._placed(m, candidate, taken) if _stateless(m) else m for m in chosen[role]
            ]
        actor, recipient, beneficiary, against = (tuple(chosen[role]) for role in ROLES)
        return Roles(actor, recipient, beneficiary, against, ("model", "model"))

    def _placed(self, mention: Mention, candidate: Candidate, taken: Sequence[str]) -> Mention:
        word = self.tree.root_of(mention.span)
        said = word is not None and mention.text.lower() in _SPEAKERS
        state = self._scene.speaker(word) if said else None
        state = state or placed(self.tree, mention, candidate.trigger, taken, self._scene.setting)
        return replace(mention, country=state)

    def _chances(self, candidate: Candidate) -> dict[str, list[float]]:
        rows = pair_rows(self.tree, candidate, self._mentions, self._lexicon)
        table = self._model.probabilities(rows)
        at = {name: n for n, name in enumerate(self._model.classes)}
        read = self._sides.tell([t.text for t in self.tree.doc], candidate.trigger.i)
        found: dict[str, list[float]] = {role: [] for role in ROLES}
        for mention, row in zip(self._mentions, table, strict=True):
            words = [t.i for t in self.tree.tokens(mention.head or mention.span)]
            seen = read[words].max(axis=0, initial=0.0)
            for role, second in zip(ROLES, seen, strict=True):
                both = row[at["both"]] if role in ("actor", "recipient") else 0.0
                own = float(row[at[role]] + both)
                found[role].append(own + _SHARE * (float(second) - own))
        return found

    def _chosen(self, role: str, chances: Sequence[float]) -> list[Mention]:
        best = max(chances)
        least = self._bounds.side if role in ("actor", "recipient") else self._bounds.more
        return [
            mention
            for mention, chance in zip(self._mentions, chances, strict=True)
            if (chance == best and chance >= least) or chance >= self._bounds.more
        ]
