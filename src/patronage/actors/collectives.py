"""Words that stand for several states ("the Visegrad Four") or for a body that sits in a town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patronage.actors.hits import Hit
from patronage.actors.vocabulary import Vocabulary
from patronage.actors.words import Words

__all__ = ["seat", "spread"]


def spread(hits: Sequence[Hit]) -> list[Hit]:
    """Each hit on a collective as one hit for every state, on the same words.

    An adjective ("Nordic") counts only where an actor noun goes with it.
    """
    out: list[Hit] = []
    for hit in hits:
        members = hit.entries[0].members if hit.entries else ()
        if not members:
            out.append(hit)
        elif hit.kind != "adjective":
            out += [replace(hit, country=country) for country in members]
    return out


def seat(words: Words, hits: Sequence[Hit], vocabulary: Vocabulary) -> None:
    """Read a capital that acts as the body that sits there, in place.

    "Brussels fined the firm" is the Union; where the text speaks of the capital's own state by
    another name, the capital is that state's.
    """
    for hit in hits:
        if hit.kind != "capital" or hit.place or hit.last - hit.first != 1:
            continue
        code = vocabulary.seats.get(words.keys[hit.first])
        if code and not any(h.country == hit.country and h.kind != "capital" for h in hits):
            hit.country, hit.code, hit.sector = None, code, None
