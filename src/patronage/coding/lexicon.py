"""The words that carry events, and what a verb and its complement make together.

Three tables of the codebook: ``triggers`` (word, class or type), ``combinations`` (verb class with
noun or verb class: type, mode, polarity, frame) and ``frames`` (which slots of the sentence fill
which role). A light verb such as "provide" means nothing until its object says what is provided;
"condemn" has its type by itself; "sanctions" has one when it stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from patronage import codebook

__all__ = ["Combination", "Entry", "Lexicon", "lemmas"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of a trigger word: its classes, and its type where it has one by itself."""

    word: str
    pos: str
    classes: tuple[str, ...]
    type: str | None
    mode: str | None
    instrument: str | None


@dataclass(frozen=True, slots=True)
class Combination:
    """What a verb class and its complement's class make; ``*`` takes the complement's own mode."""

    type: str
    mode: str | None
    polarity: str | None
    frame: str
    instrument: str | None = None


class Lexicon:
    """All trigger words, looked up by lemma; built once."""

    def __init__(self) -> None:
        self.verbs: dict[str, list[Entry]] = {}
        self.nouns: dict[str, list[Entry]] = {}
        for row in codebook.rows("triggers"):
            entry = Entry(
                row["word"],
                row["pos"],
                tuple(row["class"].split("|")) if row["class"] else (),
                row["type"] or None,
                row["mode"] or None,
                row["instrument"] or None,
            )
            side = self.verbs if entry.pos == "verb" else self.nouns
            side.setdefault(entry.word, []).append(entry)
        self.combinations = {
            (row["verb"], row["complement"], row["class"]): Combination(
                row["type"],
                row["mode"] or None,
                row["polarity"] or None,
                row["frame"],
                row["instrument"] or None,
            )
            for row in codebook.rows("combinations")
        }
        self.frames: dict[str, dict[str, tuple[str, ...]]] = {}
        for row in codebook.rows("frames"):
            self.frames.setdefault(row["frame"], {})[row["role"]] = tuple(row["slots"].split())
        #: First words of every trigger: what the gate looks for.
        self.first = frozenset(
            word.split(" ")[0] for side in (self.verbs, self.nouns) for word in side
        )
        self.last = frozenset(word.split(" ")[-1] for word in self.nouns)
        self._words = self.first | self.last

    @staticmethod
    @cache
    def default() -> Lexicon:
        """The lexicon of the shipped codebook."""
        return Lexicon()

    def known(self, form: str) -> bool:
        """Whether a word form can begin or end a trigger: the gate's test."""
        return _known(form.lower())

    def barred(self, words: Sequence[str]) -> bool:
        """Whether a sentence's words say that it tells of sport and of no event.

        One that only tells which event does not: "marathon talks", "the marathon bombing".
        """
        return any(
            word.lower() in _barred() and not self._event(after)
            for word, after in pairwise((*words, ""))
        )

    def _event(self, form: str) -> bool:
        return any(e.type for lemma in lemmas(form) for e in self.nouns.get(lemma, ()))

    def combine(self, verb: Entry, kind: str, classes: tuple[str, ...]) -> Combination | None:
        """The first combination that the table knows for these classes."""
        for own in verb.classes:
            for other in (*classes, "*"):
                found = self.combinations.get((own, kind, other))
                if found is not None:
                    return found
        return None


@lru_cache(maxsize=65536)
def _known(form: str) -> bool:
    words = Lexicon.default()._words
    return any(lemma in words for lemma in lemmas(form))


@cache
def _barred() -> frozenset[str]:
    return frozenset(row["word"] for row in codebook.rows("not_events"))


@cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["lemma"] for row in codebook.rows("irregular_forms")}


@lru_cache(maxsize=65536)
def lemmas(form: str) -> tuple[str, ...]:
    """Every lemma that an English word form may have, the form itself first; no dictionary needed.

    Only those that the lexicon knows matter, so too many candidates do no harm.

    >>> "supply" in lemmas("supplies"), "withdraw" in lemmas("withdrew")
    (True, True)
    """
    word = form.lower()
    found = [word]
    if word in _irregular():
        found.append(_irregular()[word])
    for suffix, tails in (
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ied", ("y",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        if word.endswith(suffix) and len(word) > len(suffix) + 1:
            stem = word[: -len(suffix)]
            found.extend(stem + tail for tail in tails)
            if suffix in ("ed", "ing") and len(stem) > 2 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))
