"""Sentences of the training corpus as words with one label each, for the encoder.

The label of a word is the type of the trigger that starts there, NONE elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from benchmarks.coding.corpus_format import Block
from benchmarks.coding.readings import ReadEvent

from patronage import codebook
from patronage.coding.model.sided import ROLES
from patronage.coding.model.wordpiece import WordPiece

NONE = "NONE"
Triggers = tuple[tuple[int, int, str], ...]
#: Of each trigger who stands in which role: (number of the role, first letter, end).
Sides = tuple[tuple[tuple[int, int, int], ...], ...]
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, their places in the sentence, the events as (first letter, end, type), their sides."""

    words: tuple[str, ...]
    places: Places
    triggers: Triggers
    sides: Sides = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence as the network takes it: sub-tokens, where each word starts, its label."""

    numbers: list[int]
    firsts: list[int]
    labels: list[int]


@cache
def labels() -> tuple[str, ...]:
    """NONE, then the types in the codebook's order."""
    return (NONE, *(row["type"] for row in codebook.rows("types")))


@cache
def _splitter() -> Any:
    import spacy

    return spacy.blank("en").tokenizer


def split(text: str, triggers: Triggers) -> Sentence:
    """A sentence's words as the parser splits them."""
    tokens = [t for t in _splitter()(text) if not t.is_space]
    places = tuple((t.idx, t.idx + len(t.text)) for t in tokens)
    return Sentence(tuple(t.text for t in tokens), places, triggers)


def sentence(text: str, start: int, events: Sequence[ReadEvent]) -> Sentence:
    """The words of ``text[start:]`` and its events' triggers."""
    triggers = tuple((e.trigger[0] - start, e.trigger[1] - start, e.type) for e in events)
    sides = tuple(
        tuple(
            (number, m.span[0] - start, m.span[1] - start)
            for number, role in enumerate(ROLES)
            for m in getattr(event, role)
            if m.span[0] >= start
        )
        for event in events
    )
    return replace(split(text[start:], triggers), sides=sides)


def of_blocks(blocks: Sequence[Block]) -> list[Sentence]:
    """Every sentence of the corpus; what stands before it is left out, as at run time."""
    return [sentence(b.text, b.start, b.events) for b in blocks]


def swapped(given: Sentence, rng: np.random.Generator) -> Sentence:
    """The same sentence of other states: who it is must not tell what was done."""
    known = _states()
    other = {w: known[int(rng.integers(len(known)))] for w in given.words if w in known}
    return replace(given, words=tuple(other.get(word, word) for word in given.words))


@cache
def _states() -> tuple[str, ...]:
    """Names of states that are one word."""
    return tuple(sorted({r["name"] for r in codebook.rows("states") if r["name"].isalpha()}))


def marks(given: Sentence) -> np.ndarray:
    """The number of each word's label."""
    starting = {word_at(given.places, start): type_ for start, _, type_ in given.triggers}
    return np.array([labels().index(starting.get(at, NONE)) for at in range(len(given.words))])


def coded(given: Sentence, cutter: WordPiece, ends: tuple[int, int], most: int) -> Coded:
    """A sentence in numbers, at most ``most`` of them; words past that are left out."""
    wanted = marks(given)
    numbers, firsts, kept = [ends[0]], [], []
    for at, word in enumerate(given.words):
        pieces = cutter.pieces(word)
        if len(numbers) + len(pieces) + 1 > most:
            break
        if pieces:
            firsts.append(len(numbers))
            kept.append(int(wanted[at]))
            numbers += pieces
    return Coded([*numbers, ends[1]], firsts, kept)


def word_at(places: Places, letter: int) -> int:
    """The word that holds a letter, or else the next one; -1 past the last."""
    return next((i for i, (_, end) in enumerate(places) if letter < end), -1)


def batches(items: Sequence[Any], size: int, rng: np.random.Generator) -> Iterator[list[Any]]:
    """Batches of alike length in random order, so that little is padding."""
    jitter = rng.uniform(0.85, 1.15, len(items))
    order = np.argsort([len(item.numbers) * j for item, j in zip(items, jitter, strict=True)])
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    for at in rng.permutation(len(groups)):
        yield [items[i] for i in groups[at]]


def padded(batch: Sequence[Coded]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers, mask and labels (-100 where no word starts), each (sentences, longest)."""
    longest = max(len(item.numbers) for item in batch)
    numbers = np.zeros((len(batch), longest), dtype=np.int64)
    mask = np.zeros_like(numbers)
    wanted = np.full_like(numbers, -100)
    for row, item in enumerate(batch):
        numbers[row, : len(item.numbers)] = item.numbers
        mask[row, : len(item.numbers)] = 1
        wanted[row, item.firsts] = item.labels
    return numbers, mask, wanted
