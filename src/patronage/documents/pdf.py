"""PDF files: the text of each page by pypdf, its lines joined into paragraphs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from patronage.documents.encoding import clean
from patronage.documents.limits import Limits
from patronage.documents.raw import Raw, fingerprint
from patronage.records import Problem

__all__ = ["paragraphs", "read_pdf"]

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " "}
)
_FOLIO = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", re.I)
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u00ad\u2010]$")
_STOPS = (".", "!", "?", ":", ".”", '."', "?”", "!”", ".)", ".’")
_SHORT, _VERY_SHORT = 0.75, 0.6
"""Shares of a long line's length; a line shorter than them may end a paragraph or be a headline."""


def read_pdf(data: bytes, name: str, limits: Limits) -> Iterator[Raw | Problem]:
    """One document of a PDF file; pages without text are problems, since no OCR is done.

    The file's creation date is not its publication date and is not used.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # told as problems instead
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield Problem(name, "whole file", "is encrypted", "Save a copy without a password.")
            return
        count = len(reader.pages)
    except Exception as error:  # pypdf raises many kinds on broken files
        yield _broken(name, "whole file", error)
        return
    pages: list[str] = []
    scans: list[int] = []
    size = 0
    for number in range(1, count + 1):
        try:
            page = reader.pages[number - 1]
            text = page.extract_text()
            if not text.strip() and _has_content(page):
                scans.append(number)
        except Exception as error:
            yield _broken(name, f"page {number}", error)
            continue
        pages.append(text)
        size += len(text)
        if size > limits.max_chars:  # the reading stage says so and refuses it
            break
    yield from _scanned(name, scans)
    if scans and not any(map(str.strip, pages)):
        return
    text, notes = clean("\n\n".join(pages).translate(_LIGATURES))
    for note in notes:
        yield Problem(name, "whole file", note, "Save the article as text.", lost=False)
    title, text = _headed(reader, paragraphs(text))
    version = f"pypdf {pypdf.__version__}"
    yield Raw(text, name, "whole file", name, fingerprint(data), version, title=title)


def paragraphs(text: str) -> str:
    r"""Lines as printed -> paragraphs parted by an empty line; words broken at a line end joined.

    A paragraph ends at an empty line, at a short line that ends a sentence, or at a very short one
    (a headline) before a capital. A hyphen at a line end stays where the text has the word with it
    elsewhere; lines that only count pages go.

    >>> paragraphs("Moscow sent two tan-\nkers to Caracas last week, they said on Monday.\nSo.")
    'Moscow sent two tankers to Caracas last week, they said on Monday. So.'
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if not _FOLIO.fullmatch(line)]
    lengths = sorted(map(len, filter(None, lines)))
    full = lengths[int(len(lengths) * 0.8)] if lengths else 0
    found: list[str] = []
    current = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line:
            current = _joined(current, line, text)
            ended = _ends(line, following, full)
        else:  # an empty line inside a sentence is the foot of a page
            ended = current.endswith(_STOPS) or len(current) < full * _SHORT
        if ended:
            found.append(current)
            current = ""
    return "\n\n".join(filter(None, [*found, current]))


def _ends(line: str, following: str, full: int) -> bool:
    if line.endswith(_STOPS):
        return len(line) < full * _SHORT
    heads = following[:1].isupper() and not _BROKEN_WORD.search(line)
    return heads and len(line) < full * _VERY_SHORT


def _joined(current: str, line: str, text: str) -> str:
    broken = _BROKEN_WORD.search(current)
    if not broken:
        return f"{current} {line}".lstrip()
    if not line[:1].islower():
        return current + line
    word = re.match(r"\w+", line)
    hyphened = f"{broken[1]}-{word[0] if word else ''}"
    return (current if hyphened in text else current[:-1]) + line


def _has_content(page: Any) -> bool:
    """Whether anything is drawn: a blank page has lost nothing."""
    contents = page.get_contents()
    return contents is not None and bool(contents.get_data().strip())


def _scanned(name: str, scans: list[int]) -> Iterator[Problem]:
    start = 0
    for end in range(1, len(scans) + 1):
        if end == len(scans) or scans[end] != scans[end - 1] + 1:
            first, last = scans[start], scans[end - 1]
            place = f"page {first}" if first == last else f"pages {first}-{last}"
            yield Problem(name, place, "no text (a scan?); OCR is not done", "Run OCR on it first.")
            start = end


def _headed(reader: Any, text: str) -> tuple[str | None, str]:
    """The headline that the file names, where its text begins with it; the text, parted from it."""
    try:
        stated = reader.metadata.title if reader.metadata else None
    except Exception:  # a broken information dictionary costs the headline alone
        return None, text
    words = str(stated or "").split()
    if not words:
        return None, text
    pattern = r"\s*" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
    match = re.match(pattern, text, re.I)
    if not match or not text[match.end() :].strip():
        return None, text
    title = " ".join(match[0].split())
    return title, f"{title}\n\n{text[match.end() :].lstrip()}"


def _broken(name: str, place: str, error: Exception) -> Problem:
    message = f"is no PDF that can be read ({type(error).__name__})"
    return Problem(name, place, message, "Open and save it anew, or save the article as text.")
