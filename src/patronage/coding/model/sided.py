"""Who stands beside a deed: the encoder reads the sentence once more, with the deed's word marked.

So it sees at every word what the deed is, and tells how likely the word belongs to each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from patronage.coding.model.encoder import Encoder, encoder
from patronage.coding.model.marking import DEED, marked

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ROLES", "SideReader"]

#: In the order of the network's outputs.
ROLES = ("actor", "recipient", "beneficiary", "against")


class SideReader:
    """Asks an encoder who has a part in a deed."""

    def __init__(self, given: Encoder | None = None) -> None:
        self._encoder = given or encoder()

    def tell(self, words: Sequence[str], deed: int) -> np.ndarray[Any, Any]:
        """How likely each word belongs to a party in each role.

        Args:
            words: the sentence, split as the parser does.
            deed: which of them tells the deed.

        Returns:
            (words, ``ROLES``) from 0 to 1. Words that the network cannot take, those farthest from
            the deed in a sentence of more than 252 sub-tokens, are 0.

        >>> told = SideReader().tell("Iran shelled Iraq .".split(), 1)
        >>> [ROLES[at] for at in told[[0, 2]].argmax(1)]
        ['actor', 'recipient']
        """
        import numpy as np

        held = self._encoder.loaded()
        told = np.zeros((len(words), len(ROLES)), dtype=np.float32)
        read = marked(held.cutter, words, [(deed, deed + 1)], DEED)
        if read is not None:  # alone, for what is asked together shares a scale (see the encoder)
            numbers = np.array([read.numbers])
            given = {"numbers": numbers, "mask": np.ones(numbers.shape, dtype=np.float32)}
            [sides] = held.session.run(["sides"], given)
            told[read.words] = np.asarray(sides[0], dtype=np.float32)[read.firsts]
        return told
