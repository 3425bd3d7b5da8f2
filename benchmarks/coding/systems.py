"""What is scored: the coder as it stands, and two baselines that any coder has to beat.

Each system takes texts and tells for each the events of its sentence, as readings have them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.coding.corpus_format import Block
from benchmarks.coding.diversity import words
from benchmarks.coding.readings import (
    Mention,
    PlainSpan,
    Quantity,
    ReadEvent,
    Return,
    Voice,
    When,
    names,
)

from patronage import codebook
from patronage.actors import Gazetteer, gazetteer
from patronage.coding import Coder
from patronage.coding.coder import coder_name
from patronage.records import Actor, Document, Event, Span

SEED = 20261122
NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence ``text[start:end]`` to be coded, with the text it stands in."""

    id: str
    doc: str
    text: str
    start: int
    end: int
    published: dt.date | None
    title: str | None = None

    @property
    def sentence(self) -> str:
        """The sentence's words."""
        return self.text[self.start : self.end]


class System(Protocol):
    """What can be scored."""

    name: str

    def tell(self, units: Sequence[Unit]) -> list[list[ReadEvent]]:
        """The events of each sentence."""
        ...


class RuleCoder:
    """The project's own coder, as it stands; reads whole documents."""

    def __init__(self, known: Gazetteer | None = None) -> None:
        self._known = known or gazetteer()
        self.name = coder_name(overlay=self._known.overlay)

    def tell(self, units: Sequence[Unit]) -> list[list[ReadEvent]]:
        """The events whose trigger stands in each sentence."""
        documents = {
            unit.doc: Document(unit.doc, unit.text, unit.title, unit.published) for unit in units
        }
        found: dict[str, list[Event]] = defaultdict(list)
        for coding in Coder(gazetteer=self._known).code_all(documents.values()):
            found[coding.document] += coding.events
        return [
            [read(e) for e in found[u.doc] if u.start <= e.trigger.start < u.end] for u in units
        ]


def read(event: Event) -> ReadEvent:
    """A coded event in the shape of a reading; what is given in return has no place of its own."""
    time = event.time
    return ReadEvent(
        trigger=_place(event.trigger),
        type=event.type,
        mode=event.mode,
        actor=_mentions(event.actor),
        recipient=_mentions(event.recipient),
        beneficiary=_mentions(event.beneficiary),
        against=_mentions(event.against),
        instrument=event.instrument,
        polarity=event.polarity,
        status=event.status,
        context=event.context,
        amount=tuple(
            Quantity(_place(a.span), a.value, a.unit, a.comparator, a.measure, a.high)
            for a in event.amount
        ),
        in_return_for=tuple(Return(_place(event.trigger), code) for code in event.in_return_for),
        time=None
        if time is None
        else When(_place(time.span), time.start, time.end, time.precision or "relative"),
        attribution=tuple(
            Voice(_place(a.span), a.cue, a.country, None, a.sector) for a in event.attribution
        ),
    )


def _place(span: Span) -> PlainSpan:
    return span.start, span.end


def _mentions(actors: Sequence[Actor]) -> tuple[Mention, ...]:
    return tuple(Mention(_place(a.span), a.country, a.code, a.sector) for a in actors)


def _states(unit: Unit, known: Gazetteer) -> list[Mention]:
    """The first mention of each state or body in the sentence, in order."""
    found: dict[str, Mention] = {}
    for m in known.find(unit.sentence, unit.published):
        key = m.country or m.code
        if key and key not in found:
            start, end = m.span
            found[key] = Mention(
                (unit.start + start, unit.start + end), m.country, m.code, m.sector
            )
    return list(found.values())


def _dyad(unit: Unit, type_: str, known: Gazetteer) -> ReadEvent:
    """An event of a type from the first state of the sentence toward the second."""
    states = _states(unit, known)
    return ReadEvent(
        (unit.start, unit.end), type_, actor=tuple(states[:1]), recipient=tuple(states[1:2])
    )


class TwoCountries:
    """First country, second country, and a violence word: ASSAULT from the one to the other."""

    name = "first country, second country, violence word"

    def __init__(self, known: Gazetteer | None = None) -> None:
        self._known = known or gazetteer()
        self._violent = {
            r["word"]
            for r in codebook.rows("triggers")
            if r["type"] == "ASSAULT" and " " not in r["word"]
        }

    def tell(self, units: Sequence[Unit]) -> list[list[ReadEvent]]:
        """One event or none a sentence."""
        return [self._one(unit) for unit in units]

    def _one(self, unit: Unit) -> list[ReadEvent]:
        event = _dyad(unit, "ASSAULT", self._known)
        violent = any(self._hits(word) for word in words(unit.sentence))
        return [event] if violent and event.recipient else []

    def _hits(self, word: str) -> bool:
        """Whether a word is a violence word or a plain inflection of one."""
        stems = {word, *(word.removesuffix(s) for s in ("s", "es", "ed", "ing", "d"))}
        stems |= {word.removesuffix(s) + "e" for s in ("ed", "ing")}
        return bool(stems & self._violent)


class BagOfWords:
    """One and two words, weighed, to one type or none; roles by order as in ``TwoCountries``."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.name = f"bag of words, trained on {len(blocks)} sentences of our corpus"
        self._model = self._fit(blocks)

    @staticmethod
    def _fit(blocks: Sequence[Block]) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, lowercase=True),
            LogisticRegression(C=10, class_weight="balanced", max_iter=1000, random_state=SEED),
        )
        texts, labels = [], []
        for block in blocks:  # a sentence of several events stands once for each type
            for label in sorted({e.type for e in block.events}) or [NONE]:
                texts.append(block.sentence)
                labels.append(label)
        return model.fit(texts, labels)

    def tell(self, units: Sequence[Unit]) -> list[list[ReadEvent]]:
        """One event or none a sentence."""
        types = self._model.predict([unit.sentence for unit in units]) if units else []
        known = names("types", "type")
        return [
            [_dyad(u, str(t), gazetteer())] if t in known else []
            for u, t in zip(units, types, strict=True)
        ]
