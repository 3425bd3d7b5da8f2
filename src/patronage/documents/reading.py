"""Reads every input, one document in memory at a time, and judges what may be coded."""

from __future__ import annotations

import datetime as dt
import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, cast

from patronage.documents import dates, html, jsonl, kinds, pdf, prose, sources, warc
from patronage.documents.duplicates import Duplicates
from patronage.documents.language import foreign_language
from patronage.documents.limits import Limits
from patronage.documents.raw import Raw
from patronage.errors import UsageError
from patronage.records import Document, Problem, Sighting, content_id

__all__ = ["read"]

_DEFAULT = Limits()


def read(
    inputs: Sequence[str | Path], published: dt.date | None = None, *, limits: Limits = _DEFAULT
) -> Iterator[tuple[Document, Sighting] | Problem]:
    """Read files, folders, archives and standard input as documents, each with its sighting.

    Args:
        inputs: paths of .txt, .md, .html, .pdf, .jsonl, .warc(.gz) files, of others that turn out
            to hold text, of folders (read whole, by name), or ``-`` for standard input.
        published: the date of publication of documents that state none; it overrules nothing.
        limits: what is too long to be read, and which dates cannot be true.

    Returns:
        An iterator over ``(document, sighting)`` and, where something is wrong, a ``Problem``
        with file and line or page; with ``lost=False`` where only a repair or a gap is told.
        The same text seen twice is one document with two sightings. See docs/reference/inputs.md.

    Raises:
        UsageError: an input does not exist, or ``published`` cannot be true. Raised by this call,
            before anything is read.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "talks.txt")
    ...     _ = file.write_text("Officials from Caracas and Moscow met on Monday.")
    ...     [(document, sighting)] = read([file], dt.date(2025, 12, 3))
    >>> sighting.origin, document.published
    ('talks.txt', datetime.date(2025, 12, 3))
    """
    if isinstance(published, dt.datetime):
        published = published.date()
    if published is not None and not limits.believes(published):
        raise UsageError(
            f"No text was published on {published.isoformat()}. "
            f"Give a day from {limits.earliest.isoformat()} to today."
        )
    return _read(sources.check(inputs), published, limits)


def _read(
    inputs: Sequence[str], published: dt.date | None, limits: Limits
) -> Iterator[tuple[Document, Sighting] | Problem]:
    run = _Run(published, limits)
    for source in sources.walk(inputs):
        if isinstance(source, Problem):
            yield source
            continue
        try:
            for found in _open(source, limits):
                if isinstance(found, Problem):
                    yield found
                else:
                    yield from run.judge(found)
        except OSError as error:
            message = f"cannot be read: {error.strerror or type(error).__name__}"
            yield Problem(source.name, "whole file", message, "Check that it may be read.")


def _open(source: sources.Source, limits: Limits) -> Iterator[Raw | Problem]:
    if source.path is None:
        yield from _from_stdin(limits)
        return
    with source.path.open("rb") as stream:
        head = stream.read(kinds.HEAD)
        stream.seek(0)
        yield from _from_file(stream, head, source, limits)


def _from_file(
    stream: BinaryIO, head: bytes, source: sources.Source, limits: Limits
) -> Iterator[Raw | Problem]:
    name = source.name
    kind, what = _kind(name, head)
    if kind == "jsonl":
        yield from jsonl.read_jsonl(stream, name, limits)
    elif kind == "warc":
        yield from warc.read_warc(stream, name, limits)
    else:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size > limits.max_bytes:  # asked before reading: it may be larger than the memory
            yield _too_large(name, size, limits)
        elif kind is None:
            mend = "Save it as text, HTML, PDF or JSON lines."
            yield Problem(name, "whole file", f"is no text: {what}", mend)
        else:
            yield from _whole(stream.read(size), kind, name, limits)


def _kind(name: str, head: bytes) -> tuple[str | None, str]:
    """What to read a file as: its name where it tells, unless its first bytes tell otherwise."""
    if name.lower().endswith(kinds.TABLES):
        return None, "a table"
    named = kinds.kind_by_name(name)
    if named in ("jsonl", "warc", "html"):
        return named, ""
    sniffed, what = kinds.sniff(head)
    if named == "pdf":
        return "pdf", ""
    if sniffed == "jsonl" and named == "text":
        return ("jsonl" if b"\n" in head and kinds.has_json_line(head) else "text"), ""
    if sniffed == "jsonl" and not kinds.has_json_line(head):
        return None, "JSON, but not one object a line"
    return sniffed, what


def _from_stdin(limits: Limits) -> Iterator[Raw | Problem]:
    stream = _stdin()
    first = b""
    # JSON lines are known by the first line, so that a live stream is read as it comes.
    while not first.removeprefix(b"\xef\xbb\xbf").strip() and len(first) <= limits.max_bytes:
        line = stream.readline(limits.max_bytes + 1)
        if not line:
            break
        first += line
    kind, what = kinds.sniff(first[: kinds.HEAD])
    if kind == "jsonl":
        yield from jsonl.read_jsonl(stream, sources.STDIN, limits, first)
        return
    data = first + stream.read(max(0, limits.max_bytes + 1 - len(first)))
    kind, what = kinds.sniff(data[: kinds.HEAD])
    if len(data) > limits.max_bytes:
        yield _too_large(sources.STDIN, len(data), limits)
    elif kind is None or kind == "warc":
        mend = "Pipe text, HTML, PDF or JSON lines; name an archive as a file."
        yield Problem(sources.STDIN, "whole file", f"is no text: {what or 'an archive'}", mend)
    else:
        yield from _whole(data, kind, sources.STDIN, limits)


def _stdin() -> BinaryIO:
    buffer = getattr(sys.stdin, "buffer", None)
    if buffer is None:  # a notebook's or a test's stand-in
        return io.BytesIO(sys.stdin.read().encode("utf-8", "surrogateescape"))
    return cast(BinaryIO, buffer)


def _whole(data: bytes, kind: str, name: str, limits: Limits) -> Iterator[Raw | Problem]:
    if not data.strip():
        yield Problem(name, "whole file", "is empty", "Put a text into it or leave it out.")
    elif kind == "pdf":
        yield from pdf.read_pdf(data, name, limits)
    elif kind == "html":
        yield from html.read_html(data, name)
    else:
        yield from prose.read_text(data, name)


def _too_large(name: str, size: int, limits: Limits) -> Problem:
    message = f"is over the limit of {limits.max_bytes / 1e6:g} MB ({size / 1e6:.0f} MB or more)"
    return Problem(name, "whole file", message, "Split it into one file an article.")


class _Run:
    """What one run must remember: ids given, texts seen, firsts of near-duplicates."""

    def __init__(self, published: dt.date | None, limits: Limits) -> None:
        self._published = published
        self._limits = limits
        self._duplicates: Duplicates | None = None
        self._texts: dict[str, tuple[bytes, str | None]] = {}

    def judge(self, raw: Raw) -> Iterator[tuple[Document, Sighting] | Problem]:
        """The document and its sighting, or why it is none; with notes on its date."""
        text = unicodedata.normalize("NFC", raw.text)
        if why := self._refusal(raw, text):
            yield Problem(raw.source, raw.place, *why)
            return
        published, notes = dates.publication(raw.published, text, self._published, self._limits)
        for message, mend in notes:
            yield Problem(raw.source, raw.place, message, mend, lost=False)
        document = Document.of(
            text,
            id=raw.id,
            title=raw.title or prose.title_of(text),
            published=published,
            publisher=raw.publisher,
            url=raw.url,
        )
        yield document, self._sighting(raw, document)

    def _refusal(self, raw: Raw, text: str) -> tuple[str, str] | None:
        if not text.strip():
            return "holds no text", "Put a text into it or leave it out."
        most = self._limits.max_chars
        if len(text) > most:
            message = f"is over the limit of {most:,} characters ({len(text):,})"
            return message, "Split it into one document an article."
        if language := foreign_language(text):
            return f"is in {language}", "Translate it first; only English is coded."
        known = self._texts.get(raw.id) if raw.id else None
        if known and known[0] != _digest(text):
            message = f"id {raw.id!r} was already given to another text"
            return message, "Give every text its own id."
        return None

    def _sighting(self, raw: Raw, document: Document) -> Sighting:
        known = self._texts.get(document.id)
        if known is None:
            if self._duplicates is None:
                self._duplicates = Duplicates()
            first = self._duplicates.first_of(document.id, document.text)
            known = self._texts[document.id] = (_digest(document.text), first)
        return Sighting(
            id=content_id(document.id, raw.origin, raw.url or ""),
            document=document.id,
            origin=raw.origin,
            url=raw.url,
            publisher=raw.publisher,
            published=document.published,
            raw_hash=raw.raw_hash,
            extractor=raw.extractor,
            near_duplicate_of=known[1],
        )


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
