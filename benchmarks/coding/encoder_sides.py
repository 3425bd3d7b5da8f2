"""Deeds of the training corpus with their word marked, and which words are whose side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.coding.encoder_data import Sentence, word_at

from patronage.coding.model.marking import DEED, marked
from patronage.coding.model.sided import ROLES
from patronage.coding.model.wordpiece import WordPiece

LEAST = 0.3  # from which on a word is told as a side, for the scores


@dataclass(frozen=True, slots=True)
class CodedDeed:
    """A sentence in numbers with one deed marked, where words start; who stands as (word, role)."""

    numbers: list[int]
    firsts: list[int]
    sides: list[tuple[int, int]]


def deeds(given: Sentence) -> Iterator[tuple[int, set[tuple[int, int]]]]:
    """Of each deed of a sentence its word, and every (word, role) of its sides."""
    for (start, _, _), sides in zip(given.triggers, given.sides, strict=False):
        word = word_at(given.places, start)
        if word >= 0:
            yield (
                word,
                {
                    (at, role)
                    for role, low, high in sides
                    for at, (first, end) in enumerate(given.places)
                    if first < high and low < end
                },
            )


def coded_deeds(sentences: Sequence[Sentence], cutter: WordPiece) -> list[CodedDeed]:
    """Every deed of some sentences, in numbers."""
    found = []
    for given in sentences:
        for word, sides in deeds(given):
            read = marked(cutter, given.words, [(word, word + 1)], DEED)
            if read is not None:
                place = {w: n for n, w in enumerate(read.words)}
                kept = sorted((place[w], role) for w, role in sides if w in place)
                found.append(CodedDeed(read.numbers, read.firsts, kept))
    return found


def padded_deeds(
    batch: Sequence[CodedDeed],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Numbers and mask, each (deeds, longest); wanted roles (.., roles), and where words start."""
    longest = max(len(item.numbers) for item in batch)
    numbers = np.zeros((len(batch), longest), dtype=np.int64)
    mask, starts = np.zeros_like(numbers), np.zeros_like(numbers)
    wanted = np.zeros((*numbers.shape, len(ROLES)), dtype=np.float32)
    for row, item in enumerate(batch):
        numbers[row, : len(item.numbers)] = item.numbers
        mask[row, : len(item.numbers)] = 1
        starts[row, item.firsts] = 1
        for at, role in item.sides:
            wanted[row, item.firsts[at], role] = 1
    return numbers, mask, wanted, starts


def side_figures(
    sentences: Sequence[Sentence], tell: Callable[[Sequence[str], int], np.ndarray]
) -> dict[str, float]:
    """With the deed's word given, how often the likeliest word of a side is one of that side.

    Where nobody stands on a side, right is to tell none. ``tell`` is as ``SideReader.tell``.
    """
    right = {"actor": 0, "recipient": 0, "both": 0}
    count = 0
    for given in sentences:
        for word, sides in deeds(given):
            table = tell(given.words, word)
            hits = []
            for role in (0, 1):
                wanted = {at for at, r in sides if r == role}
                best = int(table[:, role].argmax())
                hits.append(best in wanted if table[best, role] >= LEAST else not wanted)
            right["actor"] += hits[0]
            right["recipient"] += hits[1]
            right["both"] += all(hits)
            count += 1
    return {"deeds": count, **{name: round(n / max(count, 1), 3) for name, n in right.items()}}
