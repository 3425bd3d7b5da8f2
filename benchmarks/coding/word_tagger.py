"""A learner for the learning curve: each word's type or none, by the features of the coder's model.

Small and seeded, trained anew for every point of the curve; the shipped model is trained elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.coding.corpus_format import Block
from benchmarks.coding.readings import PlainSpan, ReadEvent
from benchmarks.coding.systems import NONE, SEED, Unit
from benchmarks.coding.training import head

from patronage.actors import Cast, gazetteer
from patronage.coding import sentences
from patronage.coding.candidates import find
from patronage.coding.lexicon import Lexicon
from patronage.coding.model.tagger import inputs
from patronage.coding.parse import Parser
from patronage.coding.standins import reading
from patronage.coding.tree import Tree

FOLDS = 4
LEVELS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)

__all__ = ["Item", "WordTagger", "items", "unit"]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence's possible triggers: their places, features, and types where a writer told them.

    ``lost`` counts the marked triggers that no possible word stands for.
    """

    places: list[PlainSpan]
    features: list[list[str]]
    types: list[str]
    lost: int


def unit(block: Block) -> Unit:
    """A block of the corpus as something to be coded."""
    title = block.text if block.headline else None
    return Unit(block.id, block.id, block.text, block.start, block.end, block.published, title)


def items(units: Sequence[Unit], events: Sequence[Sequence[ReadEvent]]) -> list[Item]:
    """Parse each sentence within its document; one item a unit, in order."""
    prepared = []
    for number, given in enumerate(units):
        spans = sentences.split(given.text, given.title)
        cast = Cast(gazetteer(), given.text, spans, given.published)
        for i, span in enumerate(spans):
            if span.start < given.end and span.end > given.start:
                own, headline = cast.in_sentence(i), given.title is not None and i == 0
                read = reading(span.of(given.text), span.start, own, headline=headline)
                prepared.append((number, span, headline, read, own))
    lexicon = Lexicon.default()
    made = [Item([], [], [], 0) for _ in units]
    docs = Parser().parse(read.text for *_, read, _ in prepared)
    for (number, span, headline, read, own), doc in zip(prepared, docs, strict=True):
        told = [e for e in events[number] if span.start <= e.trigger[0] < span.end]
        one = _item(Tree(doc, read, own), lexicon, told, headline)
        mine = made[number]
        made[number] = Item(
            mine.places + one.places, mine.features + one.features,
            mine.types + one.types, mine.lost + one.lost,
        )  # fmt: skip
    return made


def _item(tree: Tree, lexicon: Lexicon, events: Sequence[ReadEvent], headline: bool) -> Item:
    tokens, rows, shared = inputs(tree, lexicon, find(tree, lexicon), headline=headline)
    at = {token.i: n for n, token in enumerate(tokens)}
    types, lost = [NONE] * len(tokens), 0
    for event in events:
        token = head(tree, event.trigger)
        if token is not None and token.i in at:
            types[at[token.i]] = event.type
        else:
            lost += 1
    spans = [tree.span(token) for token in tokens]
    return Item([(s.start, s.end) for s in spans], [row + shared for row in rows], types, lost)


class WordTagger:
    """Multinomial logistic regression over the features of single words.

    A word tells an event where it is less likely to tell none than ``level``, which is chosen by F1
    over ``FOLDS`` parts of the training sentences, each told by a model of the others; nothing
    that is scored is seen.
    """

    def __init__(self, training: Sequence[Item], strength: float = 1.0) -> None:
        found: dict[float, list[list[tuple[PlainSpan, str]]]] = {level: [] for level in LEVELS}
        kept: list[Item] = []
        for fold in range(FOLDS):
            part = training[fold::FOLDS]
            others = [item for n, item in enumerate(training) if n % FOLDS != fold]
            self._model = _fit(others, strength)
            kept += part
            for level in LEVELS:
                found[level] += self._told(part, level)
        self.level = max(LEVELS, key=lambda level: _f1(found[level], kept))
        self._model = _fit(training, strength)

    def tell(self, given: Sequence[Item]) -> list[list[tuple[PlainSpan, str]]]:
        """Of each sentence the words that tell an event, with its type."""
        return self._told(given, self.level)

    def _told(self, given: Sequence[Item], level: float) -> list[list[tuple[PlainSpan, str]]]:
        classes = list(self._model.classes_)
        chances = self._model.predict_proba([row for item in given for row in item.features])
        none, rows = classes.index(NONE), iter(chances)
        told: list[list[tuple[PlainSpan, str]]] = []
        for item in given:
            found = []
            for place, row in zip(item.places, rows, strict=False):
                if row[none] < level:
                    best = max((n for n in range(len(classes)) if n != none), key=row.__getitem__)
                    found.append((place, str(classes[best])))
            told.append(found)
        return told


def _fit(training: Sequence[Item], strength: float) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        CountVectorizer(analyzer=_same, binary=True, min_df=2),
        LogisticRegression(C=strength, max_iter=200, random_state=SEED),
    )
    rows = [row for item in training for row in item.features]
    return model.fit(rows, [type_ for item in training for type_ in item.types])


def _f1(told: Sequence[Sequence[tuple[PlainSpan, str]]], given: Sequence[Item]) -> float:
    hit = said = wanted = 0
    for found, item in zip(told, given, strict=True):
        marked = {
            (p, t) for p, t in zip(item.places, item.types, strict=True) if t != NONE
        }  # fmt: skip
        hit += len(marked & set(found))
        said += len(found)
        wanted += len(marked) + item.lost
    return 2 * hit / max(said + wanted, 1)


def _same(row: list[str]) -> list[str]:
    return row
