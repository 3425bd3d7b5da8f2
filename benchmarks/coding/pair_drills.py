"""Made-up sentences with a marked pair: who does what to whom, beside others who do something else.

Each puts words of our own codebook into plain frames, as ``encoder_drills``, or takes a phrase of
``phrases.csv``, between states and people of all sectors; about half hold a second deed or a
speaker, and the pair of a fifth is one between whom nothing is told. They hold no text but ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.coding.drill_phrases import phrased
from benchmarks.coding.encoder_data import NONE, Sentence, labels, split
from benchmarks.coding.encoder_drills import CLOSINGS, OPENINGS, Drills

from patronage import codebook

Range = tuple[int, int]
_SIGNS = "\1\2\3\4\5"  # before the trigger, before and after source, before and after target
_BOTH = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # often hold the other way round too
_NONE = 0.2  # share of pairs between whom nothing is told
_JOINED = (", while ", " after ", " as ", ", and ")
_BEFORE = ("As ", "After ", "While ")
_SAID = (" said ", " reported that ", " said that ")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence's words, the words of both sides, half-open, and the type of the deed.

    ``sentence`` keeps the triggers of this pair's deeds alone.
    """

    sentence: Sentence
    source: Range
    target: Range
    type: str
    round: str = ""


class PairDrills:
    """Draws pairs from the codebook's words, each type as often as any other."""

    def __init__(self, drills: Drills) -> None:
        self._drills = drills
        self._types = [t for t in labels()[1:] if drills.kinds[t]]
        rows = codebook.rows("nouns")
        self._people = [
            r["plural"] or r["text"] for r in rows if r["kind"] == "person" and r["sector"]
        ]

    def draw(self, count: int, rng: np.random.Generator) -> list[Pair]:
        """That many pairs."""
        found: list[Pair] = []
        while len(found) < count:
            pair = self._one(rng)
            if pair is not None:
                found.append(pair)
        return found

    def _one(self, rng: np.random.Generator) -> Pair | None:
        people = [self._who(rng) for _ in range(4)]
        if len({one.split()[-1] for one in people}) < 4:
            return None
        kind, other = (self._types[int(i)] for i in rng.integers(len(self._types), size=2))
        none = rng.random() < _NONE
        if none and rng.random() < 0.4:
            kind = NONE
        clause, length = self._clause(kind, people[:2], rng)
        text = _any(OPENINGS, rng) + self._beside(clause, other, people[2:], rng)
        text, at = _read(text + _any(CLOSINGS, rng) + ".")
        source, target = (at["\2"], at["\3"]), (at["\4"], at["\5"])
        triggers = ((at["\1"], at["\1"] + length, kind),) if length else ()
        if none and kind != NONE:
            place = text.find(people[2])
            if place >= 0 and rng.random() < 0.7:
                source = place, place + len(people[2])
            elif kind in _BOTH:
                return None
            else:
                source, target = target, source
            kind, triggers = NONE, ()
        given = split(text, triggers)
        return Pair(given, _words(given, source), _words(given, target), kind)

    def _clause(self, kind: str, people: list[str], rng: np.random.Generator) -> tuple[str, int]:
        """By a phrase of our own or by a word of the codebook."""
        if kind == NONE or rng.random() < 0.5:
            return phrased("pairs", kind, people[0], people[1], rng)
        return self._drills.clause(kind, people[0], people[1], rng)

    def _beside(self, clause: str, other: str, people: list[str], rng: np.random.Generator) -> str:
        """The clause, often with another deed or whoever tells it."""
        share = rng.random()
        if share < 0.35:
            more, _ = self._clause(other, people, rng)
            more = more.translate({ord(sign): None for sign in _SIGNS})
            if rng.random() < 0.5:
                return clause + _any(_JOINED, rng) + more
            return f"{_any(_BEFORE, rng)}{more}, {clause}"
        if share < 0.5:
            if rng.random() < 0.6:
                return people[0] + _any(_SAID, rng) + clause
            return f"{clause}, {people[0]} said"
        return clause

    def _who(self, rng: np.random.Generator) -> str:
        """A state, or people of some sector."""
        state, many = _any(self._drills.states, rng), _any(self._people, rng)
        frames = (
            (0.45, state), (0.6, f"{many} in {state}"), (0.75, f"{state}'s {many}"),
            (0.85, f"the {many}"), (0.95, many), (1.0, f"the government of {state}"),
        )  # fmt: skip
        share = rng.random()
        return next(words for most, words in frames if share < most)


def _read(text: str) -> tuple[str, dict[str, int]]:
    """A text without its signs, and where each stood."""
    plain: list[str] = []
    at: dict[str, int] = {}
    for letter in text:
        if letter in _SIGNS:
            at[letter] = len(plain)
        else:
            plain.append(letter)
    return "".join(plain), at


def _words(given: Sentence, side: Range) -> Range:
    hit = [i for i, p in enumerate(given.places) if p[0] < side[1] and side[0] < p[1]]
    return hit[0], hit[-1] + 1


def _any(options: Any, rng: np.random.Generator) -> Any:
    return options[int(rng.integers(len(options)))]
