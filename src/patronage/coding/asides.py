"""Words of saying that stand apart: "..., a diplomat sighed.", "..., says a monk who saw it, ...".

Found in the row of words between two marks. An aside never opens a sentence; it has one finite
verb, its speaker before or after it, and nothing that the verb could say in itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from patronage.coding.tree import Token

__all__ = ["Aside", "asides", "segment"]

_MARKS = frozenset({",", ";", ":", "(", ")", "-", "–", "—", "--", '"', "“", "”", "''", "``", "?",
                    "!", "."})  # fmt: skip
_PARTS = frozenset({";"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OPENERS = frozenset({"who", "which", "that", "whom", "whose", "and", "but", "when", "while",
                      "where", "after", "before", "if", "because", "although", "though", "or",
                      "since", "until", "to", "than"})  # fmt: skip
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose", "where", "when"})
_NOUN = ("NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD")
_LINKS = frozenset({"and", "but", "while", "though", "although", "yet"})


@dataclass(frozen=True, slots=True)
class Aside:
    """The verb of saying, the head of the words for who says it, and what it covers."""

    verb: Token
    speaker: Token
    covered: frozenset[int]


def segment(doc: Any, token: Token) -> list[Token]:
    """The tokens between the semicolons around one."""
    start = end = token.i
    while start > 0 and doc[start - 1].text not in _PARTS:
        start -= 1
    while end + 1 < len(doc) and doc[end + 1].text not in _PARTS:
        end += 1
    return list(doc[start : end + 1])


def asides(doc: Any, says: Callable[[Token], bool]) -> list[Aside]:
    """Every aside of a sentence; ``says`` tells whether a verb is one of saying."""
    found = []
    for chunk in _chunks(doc):
        aside = _read(doc, chunk, says)
        if aside is not None:
            found.append(aside)
    return found


def _chunks(doc: Any) -> Iterator[list[Token]]:
    """The words between marks, but for the first ones of the sentence."""
    words: list[Token] = []
    started = False
    for token in doc:
        if token.text in _MARKS and not _joins(doc, token):
            if words and started:
                yield words
            started = started or bool(words)
            words = []
        else:
            words.append(token)
    if words and started:
        yield words


def _joins(doc: Any, token: Token) -> bool:
    """Whether a hyphen joins two words: "rebel-held"."""
    return token.text == "-" and token.i > 0 and not doc[token.i - 1].whitespace_


def _read(doc: Any, chunk: Sequence[Token], says: Callable[[Token], bool]) -> Aside | None:
    if chunk[0].lower_ in _OPENERS:
        return None
    body = list(chunk)
    while body and body[0].lower_ in ("as", "so", "or"):
        body.pop(0)
    cut = next((n for n, t in enumerate(body) if n and t.lower_ in _RELATIVE), len(body))
    main = body[:cut]
    verb = _verb(main, says)
    if verb is None:
        return None
    at = main.index(verb)
    speaker = _head(main[:at]) if at else _after(main[1:])
    if speaker is None or _says_itself(verb, main[at + 1 :], inverted=not at):
        return None
    return Aside(verb, speaker, _covered(doc, chunk))


def _verb(words: Sequence[Token], says: Callable[[Token], bool]) -> Token | None:
    """The one finite verb, if it is one of saying; "seen by" and "leaked to" are none."""
    finite = [
        (n, t) for n, t in enumerate(words)
        if (t.tag_ in _FINITE or (t.tag_ == "VBN" and says(t)))
        and not (t.tag_ != "MD" and words[n + 1 : n + 2] and words[n + 1].lower_ in ("by", "to")
                 and not says(t))
    ]  # fmt: skip
    if len(finite) == 1:
        return finite[0][1] if says(finite[0][1]) else None
    # "minutes of 14 November record": a small parser takes the last word for a noun
    last = words[-1] if words else None
    if not finite and len(words) > 1 and last is not None and last.tag_ in ("NN", "NNS", "VB"):
        return last if says(last) and words[0].tag_ not in ("IN", "TO", "RB") else None
    return None


def _head(words: Sequence[Token]) -> Token | None:
    """The noun that heads the words before a verb; no phrase of time or place."""
    if words[0].tag_ in ("IN", "RB", "TO", "MD"):
        return None
    upto: list[Token] = []
    for token in words:
        if token.tag_ in ("IN", "TO") or token.lower_ in _RELATIVE or token.tag_ == "VBN":
            break
        upto.append(token)
    nouns = [t for t in upto if t.tag_ in _NOUN]
    return nouns[-1] if nouns else None


def _after(words: Sequence[Token]) -> Token | None:
    """The noun that heads the words after a verb: "said a monk in Lhasa"."""
    return _head(words) if words else None


def _says_itself(verb: Token, rest: Sequence[Token], *, inverted: bool) -> bool:
    """Whether the words behind the verb hold what is said, so that nothing else is."""
    if any(t.tag_ in ("VB", "VBG") or t.lower_ == "that" for t in rest):
        return True
    if inverted or not rest:
        return False
    # "told Radio X", "wrote on Friday": a hearer, a time or a place, and no other object
    return rest[0].tag_ not in ("IN", "RB", "TO", "PRP", "NNP", "NNS", "DT", "PRP$", "NN", "JJ",
                                "NNPS", "CD")  # fmt: skip


def _covered(doc: Any, chunk: Sequence[Token]) -> frozenset[int]:
    """What stands around an aside up to the semicolons; only before it where a clause follows."""
    around = {t.i for t in segment(doc, chunk[0])} - {t.i for t in chunk}
    last = chunk[-1].i
    follower = doc[last + 2] if last + 2 < len(doc) else None
    if follower is not None and follower.lower_ in _LINKS:
        around = {i for i in around if i < chunk[0].i}
    return frozenset(around)
