"""Near-duplicates across one run: the same text republished with small changes."""

from __future__ import annotations

from typing import Any

__all__ = ["Duplicates"]

_PERMUTATIONS = 128
_BANDS = 16
_SEED = 42
_SIMILAR = 0.8
_WORDS = 4


class Duplicates:
    """Finds the first document that a later one nearly repeats.

    Two texts are near-duplicates where the estimated Jaccard similarity of their runs of four
    words is at least 0.8 (MinHash with 128 permutations, 16 bands: Broder 1997,
    doi:10.1109/SEQUEN.1997.666900). Only firsts are kept, about 1 kB each, so that every later
    one points at a first and chains cannot drift.

    >>> seen = Duplicates()
    >>> words = " ".join(map(str, range(100)))
    >>> seen.first_of("a", words) is None
    True
    >>> seen.first_of("b", words + " more")
    'a'
    """

    def __init__(self) -> None:
        from rensa import RMinHashLSH

        self._index: Any = RMinHashLSH(_SIMILAR, _PERMUTATIONS, _BANDS)
        self._firsts: list[tuple[str, Any]] = []

    def first_of(self, document: str, text: str) -> str | None:
        """The id of the first document that this one nearly repeats; else None, and keep it."""
        sketch = _sketch(text)
        for number in sorted(map(int, self._index.query(sketch))):
            first, other = self._firsts[number]
            if float(sketch.jaccard(other)) >= _SIMILAR:
                return first
        self._index.insert(len(self._firsts), sketch)
        self._firsts.append((document, sketch))
        return None


def _sketch(text: str) -> Any:
    from rensa import RMinHash

    words = text.casefold().split()
    runs = zip(*(words[start:] for start in range(_WORDS)), strict=False)
    sketch = RMinHash(_PERMUTATIONS, _SEED)
    sketch.update(list(map(" ".join, runs)) or [" ".join(words)])
    return sketch
