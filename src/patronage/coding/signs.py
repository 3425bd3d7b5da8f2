"""Words that say that something rises or falls, and what: "falling support", "pressure mounts".

The cues are rows of table ``claim_cues`` with kind ``trend``; ``place`` says where the thing that
moves stands: ``before`` the cue ("pressure mounts"), ``after`` it ("withdraw support"), ``either``,
after a ``noun`` and its preposition ("decline in support"), after an ``adjective`` ("declining
support"), after a ``peak`` that is dated ("the lowest output since 2003"), or in the ``whole`` cue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from patronage.codebook import rows
from patronage.coding.clauses import cue_words
from patronage.coding.measured import measures

__all__ = ["Cue", "Sign", "Token", "cues", "doubted", "signs", "tokens"]

_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_BE = frozenset(["is", "are", "was", "were", "been", "being", "be"])
_PREPOSITIONS = {"of", "in", "from", "to", "for", "on", "with", "by", "at", "against", "toward"}
_PREPOSITIONS |= {"towards", "into", "over", "as", "after", "since", "and", "amid", "that"}
_REACH = 8
_ORDER = ("whole", "noun", "adjective", "peak", "after", "either", "before", "relations")


class Token(NamedTuple):
    """A word in lower case and where it stands."""

    word: str
    start: int
    end: int


class Cue(NamedTuple):
    """A cue of the table at tokens ``first`` up to, and not with, ``last``."""

    first: int
    last: int
    row: Mapping[str, str]


class Sign(NamedTuple):
    """That a measure moves: which, up or down, and the range of words that tells it."""

    start: int
    end: int
    measure: str
    direction: str


def tokens(text: str) -> list[Token]:
    """The words of a text."""
    return [Token(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]


@cache
def _index(kind: str) -> dict[str, list[tuple[list[str], Mapping[str, str]]]]:
    index: dict[str, list[tuple[list[str], Mapping[str, str]]]] = {}
    for row in rows("claim_cues"):
        if row["kind"] == kind:
            words = row["words"].split()
            index.setdefault(words[0], []).append((words, row))
    for found in index.values():
        found.sort(key=lambda pair: (-len(pair[0]), _rank(pair[1]["place"])))
    return index


def _rank(place: str) -> int:
    return _ORDER.index(place) if place in _ORDER else 0


def cues(words: Sequence[Token], kind: str) -> list[Cue]:
    """Every cue of one kind among the words, longer ones first at each place."""
    index = _index(kind)
    found = []
    for i, token in enumerate(words):
        for parts, row in index.get(token.word, ()):
            if [t.word for t in words[i : i + len(parts)]] == parts:
                found.append(Cue(i, i + len(parts), row))
    return found


def doubted(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether words from four before ``first`` up to ``last`` deny, doubt or condition it."""
    doubts = cue_words("doubt")
    near = [token.word for token in words[max(0, first - 4) : last]]
    return any(word in doubts and near[i + 1 : i + 2] != ["only"] for i, word in enumerate(near))


def signs(words: Sequence[Token], dated: bool) -> list[Sign]:
    """What rises or falls by the words of one clause; the denied, doubted, intended left out.

    ``dated`` tells that a time with "since" stands by, which a ``peak`` needs.
    """
    found: dict[tuple[str, str], Sign] = {}
    taken: set[int] = set()
    for cue in cues(words, "trend"):
        if cue.first in taken or (cue.row["place"] == "peak" and not dated):
            continue
        at = _measure(words, cue)
        if at is None:
            continue
        taken.update(range(cue.first, cue.last))
        place, measure = at
        first, last = min(cue.first, place), max(cue.last, place + 1)
        if doubted(words, first, last) or _intended(words, cue):
            continue
        sign = Sign(words[first].start, words[last - 1].end, measure, cue.row["direction"])
        found.setdefault((measure, sign.direction), sign)
    return list(found.values())


def _intended(words: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is an aim ("to reduce support"), not something that happens."""
    word, place = words[cue.first].word, cue.row["place"]
    if place == "noun":
        return False
    if cue.first == 0:  # "reducing support will help" tells no more than a thought
        return place in ("after", "either") and word.endswith("ing")
    if words[cue.first - 1].word == "to":
        return cue.first < 2 or words[cue.first - 2].word not in cue_words("factual")
    # "It decided to pull out and cut support": the bare form still hangs on "to".
    bare = place in ("after", "either") and not word.endswith(("s", "ed", "ing", "drew"))
    return bare and any(t.word == "to" for t in words[max(0, cue.first - 8) : cue.first])


def _measure(words: Sequence[Token], cue: Cue) -> tuple[int, str] | None:
    """Where the measured thing stands, and its key."""
    place = cue.row["place"]
    following = words[cue.last].word if cue.last < len(words) else ""
    if place == "whole":
        return cue.first, cue.row["measure"]
    if place == "noun":
        return _after(words, cue.last + 1, 5) if following in ("in", "of", "to") else None
    passive = cue.first > 0 and words[cue.first - 1].word in _BE
    if place in ("adjective", "peak"):
        return _before(words, cue.first) if passive else _after(words, cue.last, 4)
    if place == "after":
        return _before(words, cue.first) if passive else _after(words, cue.last, 6)
    if place == "either" and not passive and following not in _PREPOSITIONS and following:
        return _after(words, cue.last, 6)
    found = _before(words, cue.first)
    return found if found is None or place != "relations" or found[1] == "relations" else None


def _after(words: Sequence[Token], start: int, reach: int) -> tuple[int, str] | None:
    table = measures("trend")
    for i in range(start, min(start + reach, len(words))):
        if words[i].word in table:
            return i, table[words[i].word]
        if words[i].word in _PREPOSITIONS and words[i].word != "and":
            return None
    return None


def _before(words: Sequence[Token], end: int) -> tuple[int, str] | None:
    """The head of the subject before a verb: of "trade in arms fell" it is trade."""
    table = measures("trend")
    found = None
    for i in range(end - 1, max(-1, end - 1 - _REACH), -1):
        if words[i].word in table and (found is None or _hangs(words, found[0], i)):
            found = i, table[words[i].word]
    return found


def _hangs(words: Sequence[Token], later: int, earlier: int) -> bool:
    """Whether a noun is joined to an earlier one by a preposition: "support for its economy"."""
    return any(t.word in _PREPOSITIONS - {"and", "that"} for t in words[earlier + 1 : later])
