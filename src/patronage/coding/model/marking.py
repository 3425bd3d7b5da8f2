"""A sentence with two sides marked, as the encoder reads a pair: four marks among its sub-tokens.

The marks are sub-tokens that the base model's vocabulary holds and no text ever gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from patronage.coding.model.wordpiece import WordPiece

__all__ = ["MARKS", "MOST", "Marked", "marked"]

#: Before and after the source, before and after the target.
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
MOST = 256  # sub-tokens that the network takes at once
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """Sub-tokens with marks; which words are read and where each starts; the two sides' marks."""

    numbers: list[int]
    words: list[int]
    firsts: list[int]
    sides: tuple[int, int]


def marked(
    cutter: WordPiece, words: Sequence[str], source: Range, target: Range, most: int = MOST
) -> Marked | None:
    """A sentence in numbers with the source's and the target's words marked.

    Args:
        cutter: cuts words to sub-tokens.
        words: the sentence, split as the parser does.
        source: the first of its words and the one past the last.
        target: likewise.
        most: how many sub-tokens at most; words far from both sides are left out first.

    Returns:
        None where even the two sides alone are longer.

    >>> cutter = WordPiece(["[UNK]", "[CLS]", "[SEP]", *MARKS, "a", "b", "hit"])
    >>> marked(cutter, ["A", "hit", "B"], (0, 1), (2, 3)).numbers
    [1, 3, 7, 4, 9, 5, 8, 6, 2]
    """
    pieces = [cutter.pieces(word) for word in words]
    kept = _nearest([len(p) for p in pieces], source, target, most - 2 - len(MARKS))
    if kept is None:
        return None
    numbers = [cutter.number["[CLS]"]]
    read: list[int] = []
    firsts: list[int] = []
    sides: dict[str, int] = {}
    for at in kept:
        for (start, _), mark in ((source, MARKS[0]), (target, MARKS[2])):
            if at == start:
                sides[mark] = len(numbers)
                numbers.append(cutter.number[mark])
        if pieces[at]:
            read.append(at)
            firsts.append(len(numbers))
            numbers.extend(pieces[at])
        for (_, end), mark in ((source, MARKS[1]), (target, MARKS[3])):
            if at == end - 1:
                numbers.append(cutter.number[mark])
    numbers.append(cutter.number["[SEP]"])
    return Marked(numbers, read, firsts, (sides[MARKS[0]], sides[MARKS[2]]))


def _nearest(sizes: Sequence[int], source: Range, target: Range, room: int) -> list[int] | None:
    """The words that fit, those nearest to a side first, in order."""
    if sum(sizes) <= room:
        return list(range(len(sizes)))

    def far(at: int) -> int:
        return min(max(start - at, at - end + 1, 0) for start, end in (source, target))

    kept: list[int] = []
    for at in sorted(range(len(sizes)), key=far):
        room -= sizes[at]
        if room < 0:
            if far(at) == 0:
                return None
            break
        kept.append(at)
    return sorted(kept)
