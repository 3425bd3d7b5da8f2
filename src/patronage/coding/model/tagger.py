"""Which words of a sentence tell an event, and of which type: a probability for each type and NONE.

Two models may answer: the linear one, always there, and an encoder, where it is installed with its
weights. Their probabilities are averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import Lexicon
from patronage.coding.model import features
from patronage.coding.model.linear import Linear, load
from patronage.coding.tree import Token, Tree

__all__ = ["NONE", "Tagger", "Tags", "blend", "inputs"]

NONE = "NONE"
#: For each possible trigger its token's index and the probability of each type and of NONE.
Tags = list[tuple[int, dict[str, float]]]


class Encoder(Protocol):
    """A second model: of each sentence, given as words, the probabilities of each word."""

    def tag(self, words: Sequence[Sequence[str]]) -> list[list[dict[str, float]]]:
        """Probabilities of each word of each sentence."""
        ...


def inputs(
    tree: Tree, lexicon: Lexicon, ruled: Sequence[Candidate], *, headline: bool
) -> tuple[list[Token], list[list[str]]]:
    """The possible triggers of a sentence and the features of each."""
    at: dict[int, list[Candidate]] = {}
    for candidate in ruled:
        at.setdefault(candidate.trigger.i, []).append(candidate)
    tokens = [t for t in tree.doc if (features.possible(t) and not tree.over(t)) or t.i in at]
    shared = features.of_sentence(tree, headline=headline)
    rows = [features.of_trigger(tree, t, lexicon, at.get(t.i, ())) + shared for t in tokens]
    return tokens, rows


class Tagger:
    """The linear model, and an encoder beside it where there is one.

    ``weight`` is the encoder's share in the average; 0.5 is a first guess.
    """

    def __init__(
        self, lexicon: Lexicon, encoder: Encoder | None = None, weight: float = 0.5,
        linear: Linear | None = None,
    ) -> None:  # fmt: skip
        self._lexicon = lexicon
        self._encoder = encoder
        self._weight = weight
        self._linear = linear or load("tagger")

    def tag(self, tree: Tree, ruled: Sequence[Candidate] = (), *, headline: bool = False) -> Tags:
        """Of every possible trigger the probability of each type and of ``NONE``."""
        tokens, rows = inputs(tree, self._lexicon, ruled, headline=headline)
        if not tokens:
            return []
        found = self._linear.probabilities(rows)
        tags = [
            (token.i, dict(zip(self._linear.classes, map(float, row), strict=True)))
            for token, row in zip(tokens, found, strict=True)
        ]
        if self._encoder is None:
            return tags
        [told] = self._encoder.tag([[t.text for t in tree.doc]])
        return blend(tags, _on_heads(tree, told, [i for i, _ in tags]), self._weight)


def _on_heads(tree: Tree, told: Sequence[dict[str, float]], heads: Sequence[int]) -> Tags:
    """The encoder marks where a trigger starts ("carried out"): read at the word that heads it."""
    known = set(heads)
    found = {i: told[i] for i in heads}
    for i, row in enumerate(told):
        if i in known or row[NONE] > 0.5:
            continue
        head = next((j for j in (i + 1, tree.doc[i].head.i, i + 2) if j in known), None)
        if head is not None and row[NONE] < found[head][NONE]:
            found[head] = row
    return sorted(found.items())


def blend(one: Tags, other: Tags, weight: float) -> Tags:
    """The average of two answers; what only one of them tells stands as it tells it."""
    more: Mapping[int, dict[str, float]] = dict(other)
    return [
        (i, {k: (1 - weight) * p + weight * more[i].get(k, 0.0) for k, p in row.items()})
        if i in more
        else (i, row)
        for i, row in one
    ]
