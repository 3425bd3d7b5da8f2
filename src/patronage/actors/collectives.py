"""Words that stand for several states ("the Visegrad Four") or for a body that sits in a town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patronage.actors.hits import Hit
from patronage.actors.vocabulary import Entry, Vocabulary
from patronage.actors.words import Words

__all__ = ["elliptic", "seat", "spread"]

_POINTS = frozenset({"north", "south", "east", "west"})
_LETTERS = {point[0]: point for point in _POINTS}


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


def elliptic(words: Words, hits: Sequence[Hit], vocabulary: Vocabulary) -> list[Hit]:
    """Add the first of "North and South Korea", whose name is cut short; in order."""
    out: list[Hit] = []
    for hit in hits:
        _lettered(words, hit, vocabulary)
        first = hit.first - 2
        pair = first >= 0 and words.keys[hit.first] in _POINTS and words.keys[first] in _POINTS
        if pair and words.keys[hit.first - 1] in {"and", "or"} and words.capital(first):
            rest = words.keys[hit.first + 1 : hit.last]
            entries = _named((words.keys[first], *rest), hit, vocabulary)
            if entries and not (out and out[-1].last > first):
                short = replace(hit, first=first, last=first + 1, entries=entries)
                short.country, short.sector = entries[0].country, entries[0].sector
                out.append(short)
        out.append(hit)
    return out


def _lettered(words: Words, hit: Hit, vocabulary: Vocabulary) -> None:
    """Widen "Korea" in "N. Korea", in place."""
    before = hit.first - 1
    point = _LETTERS.get(words.keys[before]) if before >= 0 else None
    if point and words.capital(before) and words.gap(hit.first) in {". ", ".", " "}:
        entries = _named((point, *words.keys[hit.first : hit.last]), hit, vocabulary)
        if entries:
            hit.first, hit.entries = before, entries
            hit.country, hit.sector = entries[0].country, entries[0].sector


def _named(keys: Sequence[str], like: Hit, vocabulary: Vocabulary) -> tuple[Entry, ...]:
    """The entries under some keys that are of the kind of a hit."""
    node = vocabulary.names
    for key in keys:
        node = node.get(key, {})
    return tuple(entry for entry in node.get(None, ()) if entry.kind == like.kind)


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
