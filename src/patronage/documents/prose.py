"""Plain text files, and the headline of any text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patronage.documents.dates import is_dateline
from patronage.documents.encoding import clean, decode
from patronage.documents.raw import Raw, fingerprint
from patronage.records import Problem

__all__ = ["read_text", "title_of"]

_TITLE_CHARS = 200
_CLOSERS = "\"'”’»)]"
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)


def read_text(
    data: bytes, name: str, *, place: str = "", url: str | None = None
) -> Iterator[Raw | Problem]:
    """One document of a plain text or Markdown file, with a note for each repair.

    ``place`` is a record's number in an archive, ``url`` where that record is from.
    """
    where = place or "whole file"
    origin = f"{name}:{place}" if place else name
    text, repairs = decode(data)
    text, cleanings = clean(text)
    for note in repairs + cleanings:
        yield Problem(name, where, note, "Save it as UTF-8.", lost=False)
    if name.lower().endswith(".md"):
        text = _HEADING.sub("", text)
    yield Raw(text, name, where, origin, fingerprint(data), "text", url=url)


def title_of(text: str) -> str | None:
    r"""The headline that a text begins with, or None.

    It is the first line that is not empty, shorter than 200 characters, without a final stop or
    comma, followed by an empty line or a paragraph at least twice as long (so that a wrapped line
    is no headline); a dateline is none.

    >>> title_of("Caracas asks Moscow for radars\n\nThe request came on Monday.")
    'Caracas asks Moscow for radars'
    >>> title_of("The request came on Monday.\n\nMoscow has not answered.") is None
    True
    """
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    if not 0 < len(first) < _TITLE_CHARS or not rest.strip():
        return None
    if first.rstrip(_CLOSERS).endswith((".", ",", ";", ":", "-", "…")):
        return None
    if not any(map(str.isalpha, first)) or is_dateline(first):
        return None
    following = rest.split("\n", 1)[0].strip()
    if following and (len(following) < 2 * len(first) or following[0].islower()):
        return None
    return first
