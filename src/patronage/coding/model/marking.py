"""A sentence with words marked, as the encoder reads a pair or a deed: among its sub-tokens.

The marks are sub-tokens that the base model's vocabulary holds and no text ever gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from patronage.coding.model.wordpiece import WordPiece

__all__ = ["DEED", "MARKS", "MOST", "PAIR", "Marked", "marked"]

#: Before and after the source, before and after the target.
PAIR = (("[unused1]", "[unused2]"), ("[unused3]", "[unused4]"))
#: Before and after the word that tells a deed whose sides are asked.
DEED = (("[unused5]", "[unused6]"),)
MARKS = tuple(mark for both in (*PAIR, *DEED) for mark in both)
MOST = 256  # sub-tokens that the network takes at once
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """Sub-tokens with marks; which words are read, where each starts, where each is marked."""

    numbers: list[int]
    words: list[int]
    firsts: list[int]
    marks: tuple[int, ...]


def marked(
    cutter: WordPiece,
    words: Sequence[str],
    stretches: Sequence[Range],
    marks: Sequence[tuple[str, str]] = PAIR,
    most: int = MOST,
) -> Marked | None:
    """A sentence in numbers with some stretches of words marked.

    Args:
        cutter: cuts words to sub-tokens.
        words: the sentence, split as the parser does.
        stretches: of each the first of its words and the one past the last.
        marks: what stands before and after each.
        most: how many sub-tokens at most; words far from all stretches are left out first.

    Returns:
        None where even the stretches alone are longer.

    >>> cutter = WordPiece(["[UNK]", "[CLS]", "[SEP]", *MARKS, "a", "b", "hit"])
    >>> marked(cutter, ["A", "hit", "B"], [(0, 1), (2, 3)]).numbers
    [1, 3, 9, 4, 11, 5, 10, 6, 2]
    >>> marked(cutter, ["A", "hit", "B"], [(1, 2)], DEED).numbers
    [1, 9, 7, 11, 8, 10, 2]
    """
    pieces = [cutter.pieces(word) for word in words]
    kept = _nearest([len(p) for p in pieces], stretches, most - 2 - 2 * len(stretches))
    if kept is None:
        return None
    numbers = [cutter.number["[CLS]"]]
    read: list[int] = []
    firsts: list[int] = []
    before: list[int] = [0] * len(stretches)
    for at in kept:
        for n, (start, _) in enumerate(stretches):
            if at == start:
                before[n] = len(numbers)
                numbers.append(cutter.number[marks[n][0]])
        if pieces[at]:
            read.append(at)
            firsts.append(len(numbers))
            numbers.extend(pieces[at])
        for n, (_, end) in enumerate(stretches):
            if at == end - 1:
                numbers.append(cutter.number[marks[n][1]])
    numbers.append(cutter.number["[SEP]"])
    return Marked(numbers, read, firsts, tuple(before))


def _nearest(sizes: Sequence[int], stretches: Sequence[Range], room: int) -> list[int] | None:
    """The words that fit, those nearest to a stretch first, in order."""
    if sum(sizes) <= room:
        return list(range(len(sizes)))

    def far(at: int) -> int:
        return min(max(start - at, at - end + 1, 0) for start, end in stretches)

    kept: list[int] = []
    for at in sorted(range(len(sizes)), key=far):
        room -= sizes[at]
        if room < 0:
            if far(at) == 0:
                return None
            break
        kept.append(at)
    return sorted(kept)
