"""Where the two sides of a pair stand in its text, however a row gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from patronage.records import Span

__all__ = ["MissingError", "located"]

_MARK = re.compile(r"</?[st]>")
_PIECE = re.compile(r"\w+|[^\w\s]")
_EXAMPLE = 'Write {"id": "1", "text": "...", "source": "...", "target": "..."} a line.'
# What one writes for the other: typographers' signs and a keyboard's.
_ALIKE = {"'": "['’ʼ‘`]", "’": "['’ʼ‘`]", "ʼ": "['’ʼ‘`]", '"': '["“”]', "“": '["“”]',
          "”": '["“”]', "-": "[-–—]", "–": "[-–—]", "—": "[-–—]"}  # fmt: skip

# What data sets write where nobody is named.
_NOBODY = frozenset(
    ("an actor", "a recipient", "actor", "recipient", "source", "target", "unknown", "none", "-")
)


class MissingError(Exception):
    """A row that cannot be read: the field, what is wrong, how to mend it."""

    def __init__(self, place: str, message: str, mend: str = _EXAMPLE) -> None:
        super().__init__(message)
        self.place, self.message, self.mend = place, message, mend


def located(row: Mapping[str, Any]) -> tuple[str, list[Span], list[Span]]:
    """The text of a row and the places of its sources and of its targets, any of them none.

    Raises:
        MissingError: there is no text, or a side that is named does not stand in it.

    >>> located({"text": "Kenya thanked Ghana.", "source": "Kenya", "target": [14, 19]})
    ('Kenya thanked Ghana.', [Span(start=0, end=5)], [Span(start=14, end=19)])
    """
    marked = _marked(row.get("marked"))
    text = row.get("text")
    if marked is not None and (text is None or text == marked[0]):
        return marked
    if not isinstance(text, str) or not text.strip():
        raise MissingError("text", "has no 'text'")
    sources = _side(text, row.get("source"), "source", [])
    return text, sources, _side(text, row.get("target"), "target", sources)


def _marked(given: Any) -> tuple[str, list[Span], list[Span]] | None:
    """The text without its marks and what they mark; None unless both sides are marked."""
    if not isinstance(given, str):
        return None
    pieces: list[str] = []
    found: dict[str, list[Span]] = {"s": [], "t": []}
    open_: dict[str, int] = {}
    at = length = 0
    for mark in _MARK.finditer(given):
        pieces.append(given[at : mark.start()])
        length += len(pieces[-1])
        at = mark.end()
        name = mark.group()[-2]
        if mark.group()[1] != "/":
            open_[name] = length
        elif name in open_:
            found[name].append(Span(open_.pop(name), length))
    if not found["s"] or not found["t"]:
        return None
    return "".join([*pieces, given[at:]]), found["s"], found["t"]


def _side(text: str, given: Any, name: str, taken: Sequence[Span]) -> list[Span]:
    """The places of one side."""
    if given is None or given in ("", []):
        return []
    if isinstance(given, list) and not _numbers(given):
        return [span for one in given for span in _side(text, one, name, taken)]
    if isinstance(given, Mapping):
        span = given.get("span", [given.get("start"), given.get("end")])
        return _side(text, span if _numbers(span) else given.get("text"), name, taken)
    if _numbers(given):
        start, end = given
        if not 0 <= start < end <= len(text):
            raise MissingError(name, f"the {name} {given} lies outside the text", _mend(name))
        return [Span(start, end)]
    if not isinstance(given, str):
        raise MissingError(name, f"the {name} is neither words nor a place", _mend(name))
    found = _find(text, given, taken)
    if found is None and given.strip().casefold() in _NOBODY:
        return []
    if found is None:
        raise MissingError(name, f"the {name} '{given}' does not stand in the text", _mend(name))
    return [found]


def _numbers(given: Any) -> bool:
    return (
        isinstance(given, (list, tuple)) and len(given) == 2
        and all(isinstance(n, int) and not isinstance(n, bool) for n in given)
    )  # fmt: skip


def _mend(name: str) -> str:
    return f"Copy the words of the {name} from the text, or give their place as [start, end]."


def _find(text: str, words: str, taken: Sequence[Span]) -> Span | None:
    """The first place where words stand, one that is not the other side's if there is one.

    Whole words in the same letters are looked for first, then other capitals, spaces and signs.
    """
    pieces = _PIECE.findall(words)
    if not pieces:
        return None
    loose = r"\s*".join(_ALIKE.get(piece, re.escape(piece)) for piece in pieces)
    for pattern, flags in (
        (rf"(?<!\w){re.escape(words.strip())}(?!\w)", re.NOFLAG),
        (rf"(?<!\w){loose}(?!\w)", re.IGNORECASE),
        (re.escape(words.strip()), re.IGNORECASE),
    ):
        found = [Span(*hit.span()) for hit in re.finditer(pattern, text, flags)]
        free = [s for s in found if not any(s.start < t.end and t.start < s.end for t in taken)]
        if found:
            return (free or found)[0]
    return None
