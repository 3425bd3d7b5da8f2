"""Give the parser common names for rare ones, and find the way back to the text.

A small parser reads "offered support to Chisinau" as a verb and "US President Joe Biden and German
Chancellor Olaf Scholz" as a list, because it has rarely seen the names; it reads "to China" and
"Putin and Merkel" rightly. So each name is parsed under a common stand-in of its kind, given in the
order in which a sentence names its actors. That also makes the parse the same for every country:
swapping two countries in a text swaps them in its events. Headlines lose their capitals on the way.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from patronage import codebook
from patronage.actors import Mention
from patronage.records import Span

__all__ = ["Reading", "reading"]

_STATES = ("Russia", "China", "Germany", "France", "Iran", "Japan", "India", "Egypt", "Spain")
_SEATS = ("Kremlin", "Pentagon", "Vatican", "Netherlands")  # go with "the"
_ADJECTIVES = ("Russian", "Chinese", "German", "French", "Iranian", "Japanese", "Indian")
_PEOPLES = ("Russians", "Germans", "Americans", "Iranians", "Indians")
_PEOPLE = ("Putin", "Merkel", "Obama", "Macron", "Clinton", "Bush", "Blair", "Thatcher")
_BODIES = ("NATO", "UNESCO", "OPEC", "BBC", "CNN")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as the parser sees it, with the offsets back into the document.

    ``starts`` are offsets in ``text`` where a piece begins; ``origins`` the document offsets of the
    same pieces; ``names`` tells which pieces are stand-ins, whose inner offsets mean nothing.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[Span, ...]
    names: tuple[bool, ...]

    def document_span(self, start: int, end: int) -> Span:
        """The document's range for a range of the reading; a stand-in gives its whole name."""
        return Span(self._place(start, False), self._place(end - 1, True))

    def _place(self, at: int, ending: bool) -> int:
        i = bisect_right(self.starts, at) - 1
        origin = self.origins[i]
        if self.names[i]:
            return origin.end if ending else origin.start
        return origin.start + (at - self.starts[i]) + ending


def reading(
    text: str, base: int, mentions: Sequence[Mention], *, headline: bool = False
) -> Reading:
    """The parser's version of a sentence.

    Args:
        text: the sentence.
        base: its offset in the document.
        mentions: its actors, with document offsets, in order; they may share spans.
        headline: lower the capitals of words that are no names, where most words have them.
    """
    plain = _lowered(text, base, mentions) if headline else text
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[Span] = []
    names: list[bool] = []
    given: dict[object, int] = {}
    at = length = 0

    def put(piece: str, origin: Span, name: bool) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            starts.append(length)
            origins.append(origin)
            names.append(name)
            length += len(piece)

    for mention in map(_own_name, mentions):
        start, end = mention.span.start - base, mention.span.end - base
        if start < at or end > len(text):
            continue
        word = _standin(mention, plain[:start], given)
        if word is None:
            continue
        put(plain[at:start], Span(base + at, base + start), False)
        put(word, Span(base + start, base + end), True)
        at = end
    put(plain[at:], Span(base + at, base + len(text)), False)
    return Reading("".join(pieces), tuple(starts), tuple(origins), tuple(names))


def _own_name(mention: Mention) -> Mention:
    """In a phrase ("Togolese envoys", "the leader of Benin") the name of its state alone."""
    if mention.kind != "phrase" or mention.country is None:
        return mention
    for name, kind in _state_words().get(mention.country, ()):
        at = mention.text.find(name)
        if at >= 0 and _whole(mention.text, at, at + len(name)):
            start = mention.span.start + at
            return replace(mention, span=Span(start, start + len(name)), text=name, kind=kind)
    return mention


def _whole(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())


@cache
def _state_words() -> dict[str, list[tuple[str, str]]]:
    """Names and adjectives of each state with their kinds, the longest first."""
    words: dict[str, list[tuple[str, str]]] = {}
    for row in codebook.rows("state_names"):
        if row["kind"] in ("adjective", "name", "capital"):
            words.setdefault(row["iso3"], []).append((row["text"], row["kind"]))
    return {key: sorted(found, key=lambda w: -len(w[0])) for key, found in words.items()}


def _standin(mention: Mention, before: str, given: dict[object, int]) -> str | None:
    """The common name for a mention, the same for the same actor; None keeps its own words."""
    words = _words(mention, before)
    if words is None:
        return None
    key = mention.country or mention.code or mention.name or mention.text
    number = given.setdefault(key, len(given))
    return words[number % len(words)]


def _words(mention: Mention, before: str) -> tuple[str, ...] | None:
    if mention.kind in ("name", "capital", "metonym"):
        return _SEATS if before.lower().split()[-1:] == ["the"] else _STATES
    if mention.kind == "adjective":
        return _ADJECTIVES
    if mention.kind == "demonym":
        return _PEOPLES if mention.text.endswith("s") else None
    if mention.kind in ("leader", "person"):
        return _PEOPLE
    if mention.kind == "organisation":
        return _BODIES
    return None


def _lowered(text: str, base: int, mentions: Sequence[Mention]) -> str:
    """Lower every capitalised word outside the mentions, where most words are capitalised."""
    words = list(_WORD.finditer(text))
    capitals = sum(1 for word in words if word.group()[0].isupper())
    if len(words) < 3 or capitals < 0.6 * len(words):
        return text
    kept = [(m.span.start - base, m.span.end - base) for m in mentions]
    out = list(text)
    for word in words[1:]:
        if any(start < word.end() and word.start() < end for start, end in kept):
            continue
        low = word.group().lower()
        if len(low) == len(word.group()):
            out[word.start() : word.end()] = low
    return "".join(out)
