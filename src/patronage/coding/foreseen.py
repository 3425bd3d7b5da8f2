"""Whether the rules could tell an event by a sentence's words, before it is parsed.

Nearly half of the sentences that name somebody and hold a word of the lexicon cannot become an
event by any rule: the word is a light verb without anything that could complete it ("take",
"provide"). A parse would only find that out. This test reads no tree, so it allows more than the
rules do and never less; ``tests/coding/test_foreseen.py`` holds it to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from patronage.coding.lexicon import Entry, Lexicon, lemmas

__all__ = ["Foreseer"]

_MONEY = "goods"  # what a sum of money counts as, which may stand in any sentence with a figure
_FIGURE = re.compile(r"[\d$£€¥]")
_ANY = ("*", "do")  # classes that ask of a verb for nothing in particular


class Foreseer:
    """Holds a lexicon's entries by the words that they need."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._long_verbs = _split(lexicon.verbs)
        self._long_nouns = _split(lexicon.nouns)

    def possible(self, words: Sequence[str]) -> bool:
        """Whether a rule could make a candidate of these words, whatever hangs on what.

        Args:
            words: of one sentence, in order, split as the parser does, in any case.

        >>> foreseer = Foreseer(Lexicon.default())
        >>> foreseer.possible("Iran condemned it .".split())
        True
        >>> foreseer.possible("Iran takes its time .".split())
        False
        """
        forms = [word.lower() for word in words]
        known = {lemma for form in forms for lemma in lemmas(form)}
        held = known.union(forms)
        verbs = self._entries(self._lexicon.verbs, self._long_verbs, known, held)
        if any(entry.type for entry in verbs):
            return True
        # A modifier may be of two tokens, as "anti" and "-tank" are.
        held.update(one + two for one, two in pairwise(forms))
        nouns = self._entries(self._lexicon.nouns, self._long_nouns, known, held)
        if any(entry.type and entry.type != "SANCTION" for entry in nouns):
            return True
        classes = {c for entry in nouns for c in entry.classes}
        if any(map(_FIGURE.search, forms)):
            classes.add(_MONEY)
        return self._combined(verbs, classes | ({"*"} if classes else set()))

    def _entries(
        self, single: dict[str, list[Entry]], long: dict[str, list[tuple[list[str], list[Entry]]]],
        known: set[str], held: set[str],
    ) -> list[Entry]:  # fmt: skip
        """The entries of which every word is there."""
        found = [entry for word in known & single.keys() for entry in single[word]]
        for word in held & long.keys():
            for rest, entries in long[word]:
                if held.issuperset(rest):
                    found += entries
        return found

    def _combined(self, verbs: Sequence[Entry], nouns: set[str]) -> bool:
        """Whether the table of combinations knows any two of them."""
        light = {c for entry in verbs for c in entry.classes}
        deeds = light.union((entry.type or "" for entry in verbs), _ANY)
        return any(
            (one in light or one in nouns) and other in nouns
            if kind == "noun"
            else one in light and other in deeds
            for one, kind, other in self._lexicon.combinations
        )


def _split(
    entries: dict[str, list[Entry]],
) -> dict[str, list[tuple[list[str], list[Entry]]]]:
    """Entries of several words by the first of these, with the others."""
    found: dict[str, list[tuple[list[str], list[Entry]]]] = {}
    for phrase, some in entries.items():
        first, *rest = phrase.split(" ")
        if rest:
            found.setdefault(first, []).append((rest, some))
    return found
