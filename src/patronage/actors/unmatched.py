"""Phrases that look like actors and that no table knows, for the user to add.

There is no parser here: a run of capital words counts where it stands as a subject or an object
does (before a verb, after "by", "with" or a verb of giving), where it holds an actor noun
("the Sable Front"), or where it is a person with a title of whom no country is known.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from patronage.actors.gazetteer import Gazetteer
from patronage.actors.hits import Hit, match, noun_at
from patronage.actors.people import People
from patronage.actors.words import FUNCTION, Words, fold

__all__ = ["Unmatched", "UnmatchedPhrase"]

_REACH = 100  # characters of text shown to each side of the first place
_AUXILIARY = frozenset(
    ("will", "would", "has", "had", "have", "could", "can", "may", "might", "should", "did")
)
_AFTER_SUBJECT = _AUXILIARY | {"is", "was", "are", "were", "also"}
_BEFORE_OBJECT = frozenset({"by", "with", "against", "between", "toward", "towards", "backed"})


@dataclass(frozen=True, slots=True)
class UnmatchedPhrase:
    """A phrase that nothing matched: how often it stands there, and the first place."""

    text: str
    count: int
    example: str


class Unmatched:
    """Counts such phrases over any number of texts.

    >>> from patronage.actors import gazetteer
    >>> seen = Unmatched(gazetteer())
    >>> seen.read("The Sable Front attacked Peru. Talks with the Sable Front failed.")
    >>> [(found.text, found.count) for found in seen.listed()]
    [('Sable Front', 2)]
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._counts: Counter[str] = Counter()
        self._first: dict[str, tuple[str, str]] = {}

    def read(self, text: str, date: dt.date | None = None) -> None:
        """Count what one text holds; time is linear in its length."""
        words = Words(text)
        for first, last in self._phrases(words, date):
            phrase = " ".join(words.slice(first, last).split())
            key = " ".join(fold(word) for word in phrase.split())
            self._counts[key] += 1
            if key not in self._first:
                start, end = words.starts[first], words.ends[last - 1]
                around = text[max(0, start - _REACH) : end + _REACH]
                self._first[key] = (phrase, " ".join(around.split()))

    def listed(self) -> list[UnmatchedPhrase]:
        """Every phrase, most frequent first, then in the order of the alphabet."""
        order = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return [UnmatchedPhrase(self._first[k][0], n, self._first[k][1]) for k, n in order]

    def _phrases(self, words: Words, date: dt.date | None) -> Iterator[tuple[int, int]]:
        book = self._gazetteer
        people = People(words, book.vocabulary, date)
        hits = book.hits(words, date)
        unknown = [hit for hit in hits if hit.kind == "person" and not (hit.country or hit.code)]
        apart = {id(hit) for hit in unknown}
        known = [hit for hit in hits if id(hit) not in apart]
        known += match(words, book.vocabulary, date, stops=True)
        taken = bytearray(len(words) + 1)
        for hit in known:
            taken[hit.first : hit.last] = b"\x01" * (hit.last - hit.first)
        titled = {self._name(hit) for hit in unknown if hit.noun is not None}
        for first, last in people.runs(taken):
            if (first, last) in titled or self._acts(words, first, last):
                yield first, last

    @staticmethod
    def _name(hit: Hit) -> tuple[int, int]:
        return hit.head or (hit.first, hit.last)

    def _acts(self, words: Words, first: int, last: int) -> bool:
        """Whether a run of capitals stands where someone who acts stands."""
        vocabulary = self._gazetteer.vocabulary
        keys = words.keys[first:last]
        if keys[0] in FUNCTION or not vocabulary.guard("calendar").isdisjoint(keys):
            return False
        if last - first == 1 and (words.opens(first) or len(keys[0]) < 3 or keys[0].isdigit()):
            return False
        before = words.keys[first - 1] if first and words.joined(first) else ""
        further = words.keys[first - 2] if before == "the" and first > 1 else before
        if further in vocabulary.guard("locative") | vocabulary.guard("direct"):
            return False
        inside = (noun_at(words, at, vocabulary) for at in range(first, last))
        if last - first > 1 and any(found and found[1].kind == "body" for found in inside):
            return True
        after = words.keys[last] if last < len(words) and words.spaced(last) else ""
        verb = after in _AFTER_SUBJECT or after in vocabulary.guard("say")
        verb = verb or (after.endswith("ed") and len(after) > 4)
        given = further in _BEFORE_OBJECT or further in vocabulary.guard("giving")
        return bool(after and verb) or given
