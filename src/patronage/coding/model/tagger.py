"""Which words of a sentence tell an event, and of which type: a probability for each type and NONE.

Two models answer, a linear one over the parse and the encoder; their probabilities are averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import Lexicon
from patronage.coding.model import features
from patronage.coding.model.encoder import Told
from patronage.coding.model.linear import Linear, load
from patronage.coding.tree import Token, Tree

__all__ = ["NONE", "Tagger", "Tags", "blend", "inputs"]

NONE = "NONE"
#: The encoder's part in the average, chosen on the corpus's held-out rounds.
SHARE = 0.6
#: For each possible trigger its token's index and the probability of each type and of NONE.
Tags = list[tuple[int, dict[str, float]]]


def inputs(
    tree: Tree, lexicon: Lexicon, ruled: Sequence[Candidate], *, headline: bool
) -> tuple[list[Token], list[list[str]], list[str]]:
    """The possible triggers of a sentence, the features of each, and those that all share."""
    at: dict[int, list[Candidate]] = {}
    for candidate in ruled:
        at.setdefault(candidate.trigger.i, []).append(candidate)
    tokens = [t for t in tree.doc if (features.possible(t) and not tree.over(t)) or t.i in at]
    shared = features.of_sentence(tree, headline=headline)
    rows = [features.of_trigger(tree, t, lexicon, at.get(t.i, ())) for t in tokens]
    return tokens, rows, shared


class Tagger:
    """Averages the linear model and what the encoder told; ``share`` is the encoder's part."""

    def __init__(
        self, lexicon: Lexicon, share: float = SHARE, linear: Linear | None = None
    ) -> None:
        self._lexicon = lexicon
        self._share = share
        self._linear = linear or load("tagger")

    def tag(
        self, tree: Tree, ruled: Sequence[Candidate] = (), told: Told | None = None, *,
        headline: bool = False,
    ) -> Tags:  # fmt: skip
        """Of every possible trigger the probability of each type and of ``NONE``.

        Without ``told`` the linear model answers alone.
        """
        tokens, rows, shared = inputs(tree, self._lexicon, ruled, headline=headline)
        if not tokens:
            return []
        found = self._linear.probabilities(rows, shared)
        tags = [
            (token.i, dict(zip(self._linear.classes, map(float, row), strict=True)))
            for token, row in zip(tokens, found, strict=True)
        ]
        if told is None:
            return tags
        return blend(tags, _on_heads(tree, told, [i for i, _ in tags]), self._share)


def _on_heads(tree: Tree, told: Told, heads: Sequence[int]) -> Tags:
    """The encoder marks where a trigger starts ("carried out"): read at the word that heads it."""
    known = set(heads)
    found = {i: told.type(i) for i in heads}
    for i, none in enumerate(told.types[:, 0].tolist()):
        if i in known or none > 0.5:
            continue
        head = next((j for j in (i + 1, tree.doc[i].head.i, i + 2) if j in known), None)
        if head is not None and none < found[head][NONE]:
            found[head] = told.type(i)
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
