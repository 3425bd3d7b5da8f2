"""Every PLOVER sector that a phrase tells: a defence minister is of government and of the army."""

from __future__ import annotations

from patronage.actors.vocabulary import Vocabulary
from patronage.actors.words import Words

__all__ = ["sectors_of"]


def sectors_of(
    words: Words, span: tuple[int, int], first: str | None, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The sector of a phrase and those that its words add, each once.

    Args:
        words: the text.
        span: the words ``[first, last)`` of the phrase.
        first: the sector of its head noun or name, or None.
        vocabulary: its table ``sector_words`` says which word adds what to which sectors.

    Returns:
        Sectors, the phrase's own first; empty where it has none.
    """
    if first is None:
        return ()
    found = {first: None}
    for key in words.keys[span[0] : span[1]]:
        for added, to in vocabulary.sector_words.get(key, ()):
            if not to or first in to:
                found.setdefault(added)
    return tuple(found)
