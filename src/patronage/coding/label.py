"""What one named side does to another in a sentence: a probability of each type and of NONE.

Two readings are put together. The encoder reads the sentence with both sides marked. And every word
that may tell an event gives its types as far as the source is likely its actor and the target its
recipient, by the role model. How much each counts was chosen on held-out rounds of our corpus
(``benchmarks/coding/score_label.py``). What is told as coming or as refused is a type of its own
here: see ``intents``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from patronage.actors import Cast, Gazetteer, Mention
from patronage.actors import gazetteer as shipped
from patronage.coding import sentences
from patronage.coding.candidates import Candidate, find
from patronage.coding.intents import of_pair
from patronage.coding.lexicon import Lexicon
from patronage.coding.mixing import Weights, mixed, shipped_weights, types
from patronage.coding.model.encoder import Encoder, encoder
from patronage.coding.model.learned import made, pair_rows
from patronage.coding.model.linear import load
from patronage.coding.model.paired import Asked, PairReader, Told
from patronage.coding.model.tagger import NONE, Tagger, Tags
from patronage.coding.parse import DEFAULT, Parser
from patronage.coding.standins import reading
from patronage.coding.status import status_of
from patronage.coding.tree import Tree
from patronage.records import Problem, Span

__all__ = ["Evidence", "Labeller", "PairAsked"]

_TOGETHER = 64  # pairs read at once: keeps the batches full, bounds memory
_LEAST = 0.01  # a trigger less likely than this to tell an event is not looked at
_NOUN = "noun"


@dataclass(frozen=True, slots=True)
class PairAsked:
    """A text with the places of the source and of the target in it; None where a side is not told.

    Without a side, whoever may stand in its place counts: of the whole sentence, without both.
    """

    text: str
    source: Span | None
    target: Span | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a pair before it is weighed.

    ``marked`` is the encoder's answer, None where it has none. Each trigger has its types, how
    likely the source is its actor and the target its recipient; ``ruled`` the same of the rules'
    candidates. ``open`` is told where a side is missing.
    """

    marked: Told | None
    triggers: tuple[tuple[Mapping[str, float], float, float], ...]
    ruled: tuple[tuple[str, float, float], ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A stretch of text, parsed: its tree, what the rules and the tagger make of it."""

    tree: Tree
    ruled: Sequence[Candidate]
    tags: Tags


class Labeller:
    """Labels pairs with one loaded parser and its models; use one per process.

    Args:
        parser: name of an installed spaCy model.
        gazetteer: names of actors; the codebook's where none is given.
        encoder: the encoder; the shipped one where none is given.
        weights: how much each reading counts; the shipped ones where none are given.
    """

    def __init__(
        self, parser: str = DEFAULT, gazetteer: Gazetteer | None = None,
        encoder_: Encoder | None = None, weights: Weights | None = None,
    ) -> None:  # fmt: skip
        self._parser = Parser(parser)
        self._gazetteer = gazetteer or shipped()
        self._lexicon = Lexicon.default()
        self._encoder = encoder_ or encoder()
        self._pairs = PairReader(self._encoder)
        self._roles = load("roles")
        self._weights = weights or shipped_weights()

    def label(
        self, pairs: Iterable[PairAsked], none: float | None = None
    ) -> Iterator[dict[str, float] | Problem]:
        """The probability of NONE and of each type for every pair, in order.

        Args:
            pairs: any number, read as they are needed.
            none: the share of pairs, 0..1, between whom nothing is expected to be told; None takes
                that of the weights, another one where a side is missing.

        Yields:
            Probabilities that sum to 1; a Problem for a pair on which a rule fails.
        """
        for found in self.evidence(pairs):
            yield found if isinstance(found, Problem) else mixed(found, self._weights, none)

    def evidence(self, pairs: Iterable[PairAsked]) -> Iterator[Evidence | Problem]:
        """What is known of each pair, in order."""
        pending = iter(pairs)
        while group := list(islice(pending, _TOGETHER)):
            yield from self._group([_cut(pair) for pair in group])

    def _group(self, group: Sequence[PairAsked]) -> Iterator[Evidence | Problem]:
        marked = self._marked(group)
        trees = self._trees(dict.fromkeys(pair.text for pair in group))
        for pair, told in zip(group, marked, strict=True):
            try:
                yield self._one(pair, trees[pair.text], told)
            except Exception as error:
                yield Problem(
                    "label", "", f"could not be labelled: {type(error).__name__}: {error}",
                    "Report this sentence; the other pairs were labelled.",
                )  # fmt: skip

    def _marked(self, group: Sequence[PairAsked]) -> list[Told | None]:
        """What the encoder makes of each pair."""
        if not self._pairs.able:
            return [None] * len(group)
        found: list[Told | None] = [None] * len(group)
        asked: dict[int, Asked] = {}
        for i, pair in enumerate(group):
            places = self._parser.words(pair.text)
            sides = [_range(places, side) for side in (pair.source, pair.target)]
            if sides[0] is not None and sides[1] is not None:
                words = [pair.text[start:end] for start, end in places]
                asked[i] = Asked(words, sides[0], sides[1])
        for i, told in zip(asked, self._pairs.tell(list(asked.values())), strict=True):
            found[i] = told
        return found

    def _trees(self, texts: Iterable[str]) -> dict[str, _Read]:
        """Each text parsed and tagged once."""
        kept = list(texts)
        casts, readings = [], []
        for text in kept:
            whole = Span(0, len(text))
            cast = Cast(self._gazetteer, text, [whole], None)
            casts.append(cast.in_sentence(0))
            readings.append(reading(text, 0, casts[-1]))
        docs = list(self._parser.parse(read.text for read in readings))
        seen = self._encoder.read([[t.text for t in doc] for doc in docs])
        tagger = Tagger(self._lexicon, self._weights.encoder)
        found = {}
        for text, cast_, read, doc, told in zip(kept, casts, readings, docs, seen, strict=True):
            tree = Tree(doc, read, cast_)
            ruled = find(tree, self._lexicon)
            found[text] = _Read(tree, ruled, tagger.tag(tree, ruled, told))
        return found

    def _one(self, pair: PairAsked, read: _Read, told: Told | None) -> Evidence:
        sides = [s and _sides(read.tree, s) for s in (pair.source, pair.target)]
        triggers = []
        for at, row in read.tags:
            if 1 - row.get(NONE, 0.0) < _LEAST or _inside(read.tree, at, pair):
                continue
            kind = max((k for k in row if k != NONE), key=row.__getitem__)
            candidate = made(read.tree, read.tree.doc[at], kind, read.ruled)
            kinds = of_pair(row, status_of(candidate, (), None, None))
            triggers.append((kinds, *self._likely(read.tree, candidate, sides)))
        ruled = tuple(
            (c.type, *self._likely(read.tree, c, sides)) for c in read.ruled if c.type in types()
        )
        return Evidence(told, tuple(triggers), ruled, pair.source is None or pair.target is None)

    def _likely(
        self, tree: Tree, candidate: Candidate, sides: Sequence[Sequence[Mention] | None]
    ) -> tuple[float, float]:
        """How likely the source is the actor of a trigger, and the target its recipient."""
        at = {name: n for n, name in enumerate(self._roles.classes)}
        found: list[float] = []
        for mentions, role in zip(sides, ("actor", "recipient"), strict=True):
            if mentions is None:
                found.append(1.0)
                continue
            rows = pair_rows(tree, candidate, mentions, self._lexicon) if mentions else []
            table: Any = self._roles.probabilities(rows) if rows else []
            found.append(max((float(row[at[role]] + row[at["both"]]) for row in table), default=0))
        return found[0], found[1]


def _cut(pair: PairAsked) -> PairAsked:
    """The pair in the sentences that it spans alone."""
    told = [side for side in (pair.source, pair.target) if side is not None]
    if not told:
        return pair
    first, last = min(s.start for s in told), max(s.end for s in told)
    held = [s for s in sentences.split(pair.text) if s.start < last and first < s.end]
    start = min([first, *(s.start for s in held)])
    end = max([last, *(s.end for s in held)])
    source, target = (
        side and Span(side.start - start, side.end - start) for side in (pair.source, pair.target)
    )
    return PairAsked(pair.text[start:end], source, target)


def _range(places: Sequence[tuple[int, int]], side: Span | None) -> tuple[int, int] | None:
    """The first of the words that a span touches and the one past the last."""
    if side is None:
        return None
    hit = [i for i, (start, end) in enumerate(places) if start < side.end and side.start < end]
    return (hit[0], hit[-1] + 1) if hit else None


def _sides(tree: Tree, span: Span) -> list[Mention]:
    """Whom a side's words may mean: its head as a noun, and everybody named in it."""
    found = [m for m in tree.mentions if m.span.start < span.end and span.start < m.span.end]
    root = tree.root_of(span)
    if root is not None and not tree.over(root):
        found.append(Mention(tree.span(root), root.text, _NOUN))
    return found


def _inside(tree: Tree, at: int, pair: PairAsked) -> bool:
    """Whether a trigger is the head of a side itself ("protesters")."""
    roots = [tree.root_of(span) for span in (pair.source, pair.target) if span is not None]
    return any(root is not None and root.i == at for root in roots)
