"""What the encoder makes of a marked pair: how likely the source does what to the target.

The network's third output tells it by four parts: what the whole sentence says, what the mark
before the source and that before the target say, and what each word says for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patronage.coding.model.encoder import Encoder, encoder
from patronage.coding.model.marking import Marked, marked

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Asked", "PairReader", "Told"]

_BATCH = 16
_PARTS = 4
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence's words and which of them are the source and the target, half-open."""

    words: Sequence[str]
    source: Range
    target: Range


@dataclass(frozen=True, slots=True)
class Told:
    """Two answers over NONE and the types, each summing to 1: by the marks, by the words.

    The second is that of the word that most likely tells a deed of this pair.
    """

    marks: Any
    words: Any


class PairReader:
    """Asks an encoder of pairs; ``able`` tells whether it learned them."""

    def __init__(self, given: Encoder | None = None) -> None:
        self._encoder = given or encoder()

    @property
    def able(self) -> bool:
        """Whether the encoder's file has the output for pairs."""
        return "pairs" in {out.name for out in self._encoder.loaded().session.get_outputs()}

    def tell(self, pairs: Sequence[Asked]) -> list[Told | None]:
        """The two answers for each pair; None where its sides alone are too long to be read."""
        held = self._encoder.loaded()
        found: list[Told | None] = [None] * len(pairs)
        asked = [
            (i, read)
            for i, p in enumerate(pairs)
            if (read := marked(held.cutter, p.words, (p.source, p.target))) is not None
        ]
        asked.sort(key=lambda item: len(item[1].numbers))
        for start in range(0, len(asked), _BATCH):
            batch = asked[start : start + _BATCH]
            table = _run(held.session, [m for _, m in batch], len(held.labels))
            for (i, _), told in zip(batch, _answers(table, batch), strict=True):
                found[i] = _flat(told, held.pair_temperature)
        return found


def _run(session: Any, batch: Sequence[Marked], count: int) -> np.ndarray[Any, Any]:
    """Logits, (pairs, sub-tokens, parts, labels)."""
    import numpy as np

    longest = max(len(m.numbers) for m in batch)
    numbers = np.zeros((len(batch), longest), dtype=np.int64)
    mask = np.zeros((len(batch), longest), dtype=np.float32)
    for row, item in enumerate(batch):
        numbers[row, : len(item.numbers)] = item.numbers
        mask[row, : len(item.numbers)] = 1
    [told] = session.run(["pairs"], {"numbers": numbers, "mask": mask})
    return np.asarray(told, dtype=np.float32).reshape(len(batch), longest, _PARTS, count)


def _answers(
    table: np.ndarray[Any, Any], batch: Sequence[tuple[int, Marked]]
) -> Iterator[tuple[Any, Any]]:
    """Of each pair the logits by its marks, and those of each word."""
    for row, (_, read) in zip(table, batch, strict=True):
        source, target = read.marks
        yield row[0, 0] + row[source, 1] + row[target, 2], row[read.firsts, 3]


def _flat(told: tuple[Any, Any], temperature: float) -> Told:
    """Probabilities from logits; of the words, each type's likeliest."""
    by_marks, by_words = _softmax(told[0] / temperature), _softmax(told[1] / temperature)
    best = by_words.max(0)
    best[0] = by_words[:, 0].min()
    return Told(by_marks, best / best.sum())


def _softmax(logits: Any) -> Any:
    import numpy as np

    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
