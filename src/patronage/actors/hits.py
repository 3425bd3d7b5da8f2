"""The longest names in a text, found by walking the trie once from left to right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from patronage.actors.vocabulary import Entry, Leader, Noun, Vocabulary
from patronage.actors.words import FUNCTION, Words

__all__ = ["Hit", "match", "noun_at", "noun_before"]

_RANK = {
    "prefix": -1,
    "organisation": 0,
    "leader": 1,
    "stop": 2,
    "name": 3,
    "adjective": 4,
    "demonym": 5,
}


@dataclass(slots=True)
class Hit:
    """A mention in the making: words ``[first, last)`` and what they mean so far."""

    first: int
    last: int
    kind: str
    country: str | None = None
    code: str | None = None
    sector: str | None = None
    name: str | None = None
    acts: bool = True
    place: bool = False
    owner: bool = False
    head: tuple[int, int] | None = None
    noun: Noun | None = None
    leader: Leader | None = None
    entries: tuple[Entry, ...] = field(default=())

    @property
    def short(self) -> bool:
        """Whether this is a state's initialism, which goes before nouns as adjectives do."""
        exact = self.entries[0].exact if self.entries else None
        return self.kind == "name" and exact is not None and exact.isupper()

    @property
    def attributive(self) -> bool:
        """Whether the words can share a later noun with a neighbour ("US and Israeli forces")."""
        return self.kind == "adjective" or self.short


def match(
    words: Words, vocabulary: Vocabulary, date: dt.date | None, *, stops: bool = False
) -> list[Hit]:
    """Every longest name, in order, none overlapping; stop names are left out unless asked for."""
    root, keys = vocabulary.names, words.keys
    hits: list[Hit] = []
    after = 0
    for first in [index for index, key in enumerate(keys) if key in root]:
        if first < after:
            continue
        found = _longest(words, first, vocabulary, date)
        if found is None:
            continue
        last, entries = found
        after = last
        if stops or entries[0].kind != "stop":
            hits.append(_hit(first, last, entries))
    return hits


def _hit(first: int, last: int, entries: tuple[Entry, ...]) -> Hit:
    entry = entries[0]
    return Hit(
        first,
        last,
        "adjective" if entry.kind == "prefix" else entry.kind,
        entry.country,
        entry.code,
        entry.sector,
        entry.name,
        entry.acts,
        place=entry.kind == "place" and entry.sector != "PRE",
        leader=entry.leader,
        entries=entries,
    )


def _longest(
    words: Words, first: int, vocabulary: Vocabulary, date: dt.date | None
) -> tuple[int, tuple[Entry, ...]] | None:
    node = vocabulary.names[words.keys[first]]
    best: tuple[int, tuple[Entry, ...]] | None = None
    best_used = False
    last = first + 1
    while True:
        found = node.get(None)
        if found is not None:
            fitting = _fitting(found, words, first, last, date)
            if fitting and fitting[0].kind == "prefix":
                return last, fitting[:1]
            # "Serbia and Montenegro" in 2015 are two: a name out of use gives way to shorter ones.
            used = bool(fitting) and (date is None or any(e.in_use(date) for e in fitting))
            if fitting and (used or not best_used):
                best, best_used = (last, fitting), used and fitting[0].kind == "name"
        if last >= len(words) or not words.joined(last):
            return best
        node = node.get(words.keys[last])
        if node is None:
            return best
        last += 1


def _fitting(
    entries: tuple[Entry, ...], words: Words, first: int, last: int, date: dt.date | None
) -> tuple[Entry, ...]:
    fitting = [entry for entry in entries if _written_as(entry, words, first, last)]
    if date is not None:
        # Who will head a body one day does not speak for it yet.
        fitting = [e for e in fitting if e.body != "person" or not e.start or e.start <= date]
    if len(fitting) > 1:
        # What one table leaves out and another knows is known.
        fitting = [e for e in fitting if e.kind != "stop"] or fitting
        fitting = [e for e in fitting if e.kind == "surname" or e.valid(date)] or fitting
        fitting.sort(key=lambda entry: _rank(entry, date))
    return tuple(fitting)


def _rank(entry: Entry, date: dt.date | None) -> int:
    """Who is meant first: a head of a body after a leader who is in office that day."""
    if entry.leader is not None and date is not None and entry.leader.in_office(date):
        return -1
    return _RANK.get(entry.kind, 6)


def _written_as(entry: Entry, words: Words, first: int, last: int) -> bool:
    if entry.kind == "prefix":
        # "Franco-German" and not the general nor "Franco".
        return words.capital(first) and words.hyphened(last) and words.capital(last)
    if entry.exact is not None:
        raw = words.slice(first, last).replace(".", "").replace("’", "'")
        if raw != entry.exact.replace("’", "'"):
            return False
        return not (last - first == 1 and words.keys[first] in FUNCTION and _shouted(words, first))
    if entry.article:
        longer = last < len(words) and words.gap(last) == " " and words.capital(last)
        return words.capital(last - 1) and not longer
    if entry.lower or words.capital(first):
        return True
    # "al-Qaida" and the like: a lower-case particle before the capital.
    return last - first > 1 and words.capital(first + 1) and len(words.keys[first]) <= 3


def _shouted(words: Words, index: int) -> bool:
    """Whether a capital word such as US stands in a line of capitals where it means "us"."""
    if words.line(index) != "caps":
        return False
    before = words.keys[index - 1] if index else ""
    return words.keys[index] != "us" or before in {
        *("let", "tell", "give", "of", "to", "with", "for", "help", "join", "all", "show", "make"),
        *("about", "between", "save", "teach", "lead", "follow", "among", "before", "like"),
    }


def noun_at(words: Words, first: int, vocabulary: Vocabulary) -> tuple[int, Noun] | None:
    """The longest actor noun that begins at a word: where it ends, and the noun."""
    node = vocabulary.nouns.get(words.keys[first]) if first < len(words) else None
    best: tuple[int, Noun] | None = None
    last = first + 1
    while node is not None:
        if None in node:
            best = (last, node[None][0])
        if last >= len(words) or not (words.spaced(last) or words.hyphened(last)):
            break
        node = node.get(words.keys[last])
        last += 1
    return best


def noun_before(words: Words, last: int, vocabulary: Vocabulary) -> tuple[int, Noun] | None:
    """The longest actor noun that ends just before a word: where it begins, and the noun."""
    for first in range(max(0, last - 4), last):
        found = noun_at(words, first, vocabulary)
        if found and found[0] == last:
            return first, found[1]
    return None
