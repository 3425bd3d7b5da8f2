"""From candidates to events: every field of the record, and what is dropped and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from patronage import codebook
from patronage.actors import Mention
from patronage.coding import claims, details, intents
from patronage.coding.candidates import Candidate
from patronage.coding.discourse import complete
from patronage.coding.lexicon import Lexicon
from patronage.coding.model.details import fields_of
from patronage.coding.model.encoder import Told
from patronage.coding.model.learned import Learned, Reader, Scene
from patronage.coding.model.people import settled
from patronage.coding.model.story import Setting
from patronage.coding.roles import Roles, assign
from patronage.coding.status import status_of
from patronage.coding.tree import Token, Tree
from patronage.coding.voices import Voice, covering, voices
from patronage.records import (
    Actor,
    Amount,
    Attribution,
    Claim,
    Document,
    Event,
    Span,
    Time,
    content_id,
)

__all__ = ["PATHS", "Assembler", "Parsed", "Sentence", "claims_of"]

_BANDS = (("likely", 0.7), ("fair", 0.4), ("unlikely", 0.0))
#: Every path that ``path_of`` can give.
PATHS = tuple(f"{by}-{name}" for by in ("rule", "model") for name, _ in _BANDS)
#: Types that mean nothing without somebody who is acted upon.
_TWO_SIDED = frozenset(
    "AID COOPERATE CONSULT SUPPORT AGREE SANCTION ACCUSE REQUEST THREATEN COERCE CONCEDE".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is known of a sentence without a parse: enough for its claims."""

    document: Document
    number: int
    span: Span
    amounts: Sequence[Amount]
    times: Sequence[Time]
    headline: bool

    @property
    def text(self) -> str:
        """Its words."""
        return self.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Parsed(Sentence):
    """A sentence that passed the gate, with all that its events are made of."""

    tree: Tree
    candidates: Sequence[Candidate]
    told: Told
    setting: Setting


class _Heard:
    """The voices of a sentence, looked for once somebody asks: most sentences tell nothing."""

    def __init__(self, tree: Tree, text: str) -> None:
        self._tree, self._text = tree, text

    @cached_property
    def voices(self) -> list[Voice]:
        """Every attribution, in order."""
        return voices(self._tree, self._text)

    def speaker(self, word: Token) -> str | None:
        """The state of who says a word; listeners come after the speaker."""
        return next((v.attribution.country for v in self.voices if v.covers(word)), None)


class Assembler:
    """Turns the candidates of a sentence into events under one coder's name."""

    def __init__(self, coder: str, lexicon: Lexicon) -> None:
        self._coder = coder
        self._lexicon = lexicon
        self._reader = Reader(lexicon)

    def sentence(
        self, sentence: Parsed, recent: Sequence[Event] = ()
    ) -> tuple[list[Event], list[Claim], dict[str, dict[str, Any]]]:
        """Events and claims of one sentence, and for each event id how it came about.

        ``recent`` are the events of the sentences just before, latest last: who is left unsaid
        ("the tankers were sent", "rejected the threat") is taken from them.
        """
        tree = sentence.tree
        heard = _Heard(tree, sentence.document.text)
        told = self._told(sentence, heard, recent)
        triggers = {item.candidate.trigger.i for item in told}
        kept = [item for item in told if not _by_doing(item.candidate, triggers)]
        owners = details.shared(tree, sentence.amounts, [k.candidate for k in kept])
        events: list[Event] = []
        traces: dict[str, dict[str, Any]] = {}
        for n, item in enumerate(kept):
            candidate, roles = item.candidate, item.roles
            figures = tuple(sentence.amounts[i] for i, who in owners.items() if n in who)
            event = self._event(sentence, item, figures, heard.voices)
            if event.id in traces:
                continue
            events.append(event)
            traces[event.id] = {
                "rule": candidate.rule,
                "decided_by": item.by,
                "event_probability": round(item.probability, 3),
                "type_probability": round(item.type_probability, 3),
                "frame": candidate.frame,
                "path": path_of(item),
                "actor_from": roles.origin[0],
                "recipient_from": roles.origin[1],
                "dropped": [
                    c.rule for c in sentence.candidates if c not in [k.candidate for k in kept]
                ],
            }
        return events, self._claims(sentence, heard), traces

    def _told(self, sentence: Parsed, heard: _Heard, recent: Sequence[Event]) -> list[Learned]:
        """What rules and models tell together, with sides left unsaid taken from before."""
        tree = sentence.tree

        def completed(candidate: Candidate, roles: Roles) -> Roles:
            return complete(roles, candidate, tree.mentions, recent)

        filled = [(c, completed(c, assign(tree, c, self._lexicon))) for c in sentence.candidates]
        ruled = [(candidate, roles) for candidate, roles in filled if _told(candidate, roles)]
        scene = Scene(sentence.headline, sentence.setting, heard.speaker)
        found = self._reader.read(tree, sentence.candidates, ruled, sentence.told, scene)
        return [
            replace(
                item, roles=self._settled(sentence, item, completed(item.candidate, item.roles))
            )
            for item in found
        ]

    def _settled(self, sentence: Parsed, item: Learned, roles: Roles) -> Roles:
        """Peoples across states as the sides that they hold where the sentence plays."""

        def side(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
            at = item.candidate.trigger
            return tuple(settled(sentence.tree, m, at, sentence.setting) for m in mentions)

        return replace(
            roles, actor=side(roles.actor), recipient=side(roles.recipient),
            beneficiary=side(roles.beneficiary), against=side(roles.against),
        )  # fmt: skip

    def _claims(self, sentence: Parsed, heard: _Heard) -> list[Claim]:
        """Checkable statements of the sentence, each on the word of the voices that cover it."""
        tree = sentence.tree
        told = []
        for claim in claims_of(sentence, tree.mentions, self._coder):
            covering = _voices_of(claim, tree, heard.voices)
            voices = {v.span: v for v in (*claim.attribution, *covering)}
            told.append(replace(claim, attribution=tuple(voices.values())))
        return told

    def _event(
        self, sentence: Parsed, item: Learned, figures: tuple[Amount, ...], heard: Sequence[Voice]
    ) -> Event:
        tree, candidate, roles = sentence.tree, item.candidate, item.roles
        document = sentence.document
        time = details.nearest(tree, sentence.times, candidate)
        status = status_of(candidate, (*roles.actor, *roles.recipient), time, document.published)
        kind = intents.of_event(candidate.type, status)
        mode, instrument, polarity, contexts = _fields(tree, item)
        trigger = tree.span(candidate.words[0] if candidate.words else candidate.trigger)
        actor, recipient = _actors(roles.actor), _actors(roles.recipient)
        return Event(
            id=content_id(
                document.id, trigger, kind, instrument, status,
                [a.key for a in actor], [r.key for r in recipient],
            ),
            document=document.id,
            sentence=sentence.number,
            span=sentence.span,
            quote=sentence.text,
            trigger=trigger,
            actor=actor,
            recipient=recipient,
            beneficiary=_actors(roles.beneficiary),
            against=_actors(roles.against),
            type=kind,
            mode=mode if kind == candidate.type else None,
            context=contexts,
            instrument=instrument,
            polarity=polarity,
            status=status,
            amount=figures,
            in_return_for=_exchange(sentence, candidate),
            time=time,
            attribution=covering(tree, heard, candidate, roles.actor),
            intensity=intensity(kind, mode),
            coder_score=score(item),
            coder=self._coder,
            headline=sentence.headline,
        )  # fmt: skip


def claims_of(sentence: Sentence, mentions: Sequence[Mention], coder: str) -> list[Claim]:
    """Claims of a sentence, parsed or not; whoever is named and does not act is its voice."""
    heard = tuple(
        Attribution(m.text, m.span, "named", m.country, m.sector, m.name)
        for m in mentions
        if not m.acts
    )
    return claims.find(
        claims.ClaimInput(
            sentence.document.id, sentence.number, sentence.span, sentence.text,
            sentence.amounts, sentence.times, [_actor(m) for m in mentions if m.acts],
            heard, sentence.headline, coder,
        )
    )  # fmt: skip


def _told(candidate: Candidate, roles: Roles) -> bool:
    """Whether enough is known of who did it to whom for the event to be told."""
    if not any(m.country or m.code for m in roles.actor):
        return False
    if candidate.type in _TWO_SIDED:
        return bool(roles.recipient)
    return not (
        candidate.frame == "nominal" and candidate.type == "ASSAULT" and not roles.recipient
    )


def _by_doing(candidate: Candidate, triggers: set[int]) -> bool:
    """Whether another event says what this one consists of: "showed its support by deploying"."""
    return candidate.type == "SUPPORT" and any(
        deed.i in triggers
        for by in candidate.trigger.children
        if by.lower_ == "by"
        for deed in by.children
        if deed.dep_ == "pcomp"
    )


def _voices_of(claim: Claim, tree: Tree, heard: Sequence[Voice]) -> tuple[Attribution, ...]:
    root = tree.root_of(claim.amount.span if claim.amount else claim.span)
    return tuple(v.attribution for v in heard if root is not None and v.covers(root))


def _actor(m: Mention) -> Actor:
    """A mention as an actor; a state named without more acts through its government."""
    state = m.country is not None and m.kind in ("name", "capital", "metonym", "adjective")
    return Actor(m.text, m.span, m.country, m.sector or ("GOV" if state else None), m.name, m.code)


def _actors(mentions: Sequence[Mention]) -> tuple[Actor, ...]:
    seen: dict[tuple[str | None, str | None], Actor] = {}
    for m in mentions:
        actor = _actor(m)
        key = (actor.key, actor.sector if actor.key is None else None)
        if key not in seen:
            seen[key] = actor
    return tuple(seen.values())


def _fields(
    tree: Tree, item: Learned
) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """Mode, instrument, polarity and contexts: a rule's own where it tells them, else learned."""
    candidate = item.candidate
    mode, instrument, polarity, contexts = fields_of(tree, candidate)
    own = details.instrument(candidate)
    if item.by == "rule":
        mode, instrument = candidate.mode or mode, None
    return mode, own or instrument, _polarity(tree, item, polarity), contexts


def _polarity(tree: Tree, item: Learned, learned: str | None) -> str | None:
    """Support or pressure: by the rule, by the words around where it says so, else as learned.

    Backing for who claims an office presses the government that holds it.
    """
    roles, polarity = item.roles, learned
    if item.by == "rule":
        polarity = item.candidate.polarity
    if polarity == "host":
        against = roles.origin[1] == "against"
        near = ["against"] if against else [t.lower_ for t in tree.doc]
        polarity = (details.host_polarity(near) or learned) if roles.recipient else None
    if polarity == "support" and details.for_a_claimant(roles.recipient):
        return "pressure"
    return polarity


def _exchange(sentence: Parsed, candidate: Candidate) -> tuple[str, ...]:
    if candidate.type not in ("AID", "COOPERATE", "AGREE", "SUPPORT", "REQUEST"):
        return ()
    return details.exchange(sentence.text)


@cache
def _intensities() -> dict[tuple[str, str], float]:
    table = {(r["type"], ""): float(r["intensity"]) for r in codebook.rows("types")}
    for r in codebook.rows("modes"):
        if r["intensity"]:
            table[r["type"], r["mode"]] = float(r["intensity"])
    return table


def intensity(type: str, mode: str | None) -> float | None:
    """PLOVER's conflict-cooperation score (-10..+10) of a type with its mode."""
    table = _intensities()
    return table.get((type, mode or ""), table.get((type, "")))


@cache
def _scores() -> dict[str, float]:
    return {r["path"]: float(r["score"]) for r in codebook.rows("coder_scores")}


def score(item: Learned) -> float:
    """How often codings that came about this way were right, from ``coder_scores.csv``."""
    return _scores().get(path_of(item), _scores()["other"])


def path_of(item: Learned) -> str:
    """The way a coding came about: what decided, and how likely the models hold event and type."""
    likely = item.probability * item.type_probability
    return f"{item.by}-{next(name for name, least in _BANDS if likely >= least)}"
