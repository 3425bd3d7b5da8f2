"""Web archives (WARC, ISO 28500), plain or gzipped: one document per page in them.

Read by hand, since what is needed of the format is short: a version line, headers, a length and a
block. Records are streamed; only one is in memory.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from typing import Any, BinaryIO, cast

from patronage.documents.html import read_html
from patronage.documents.kinds import sniff
from patronage.documents.limits import Limits
from patronage.documents.prose import read_text
from patronage.documents.raw import Raw
from patronage.records import Problem

__all__ = ["read_warc"]

_LINE = 65_536
_STEP = 1 << 20
_PAGES = ("text/html", "application/xhtml+xml")
_OK = 200


def read_warc(stream: BinaryIO, name: str, limits: Limits) -> Iterator[Raw | Problem]:
    """One document per archived page or plain text; the date of the crawl dates nothing.

    Records that are no text (requests, images, scripts, failed answers) are counted in a note.
    """
    if stream.read(2) == b"\x1f\x8b":
        stream.seek(0)
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    else:
        stream.seek(0)
    number = others = 0
    try:
        while (header := _header(stream)) is not None:
            number += 1
            size = _size(header)
            if not _is_content(header):
                others += header.get("warc-type") != "warcinfo"
                _skip(stream, size)
            elif size > limits.max_bytes:
                _skip(stream, size)
                message = f"is over the limit of {limits.max_bytes:,} bytes"
                yield Problem(name, f"record {number}", message, "Extract the page and split it.")
            else:
                found = _record(header, _block(stream, size), name, f"record {number}", limits)
                others += found is None
                yield from found or ()
    except (OSError, EOFError, ValueError, zlib.error) as error:
        message = f"breaks off or is damaged here ({type(error).__name__}); the rest was not read"
        yield Problem(name, f"record {number + 1}", message, "Fetch the archive again.")
    if others:
        message = f"{others} records are no pages or plain texts and were not read"
        yield Problem(name, "whole file", message, "Nothing to do if meant.", lost=False)


def _header(stream: BinaryIO) -> dict[str, str] | None:
    """The headers of the next record by lower-case name, or None at the end."""
    line = stream.readline(_LINE)
    while line and not line.strip():
        line = stream.readline(_LINE)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise ValueError("no WARC version line")
    header: dict[str, str] = {}
    while line := stream.readline(_LINE).strip():
        key, _, value = line.decode("utf-8", "replace").partition(":")
        header[key.strip().lower()] = value.strip()
    return header


def _size(header: dict[str, str]) -> int:
    size = int(header.get("content-length", ""))
    if size < 0:
        raise ValueError("negative length")
    return size


def _is_content(header: dict[str, str]) -> bool:
    return header.get("warc-type") in ("response", "resource", "conversion")


def _skip(stream: BinaryIO, size: int) -> None:
    while size > 0:
        got = len(stream.read(min(size, _STEP)))
        if not got:
            raise EOFError
        size -= got


def _block(stream: BinaryIO, size: int) -> bytes:
    block = stream.read(size)
    if len(block) < size:
        raise EOFError
    return block


def _record(
    header: dict[str, str], block: bytes, name: str, place: str, limits: Limits
) -> Iterator[Raw | Problem] | None:
    """The document or problem of one record; None where it is no text."""
    url = header.get("warc-target-uri", "").strip("<>") or None
    kind = header.get("content-type", "").lower()
    charset = None
    if kind.startswith("application/http"):
        try:
            answer = _answer(block, limits.max_bytes)
        except (HTTPException, OSError, EOFError, ValueError, zlib.error) as error:
            message = f"is no HTTP answer that can be read ({type(error).__name__})"
            return iter([Problem(name, place, message, "Fetch the page again.")])
        if answer is None:
            return None
        block, kind, charset = answer
    if kind.startswith(_PAGES) or (not kind and sniff(block)[0] == "html"):
        return read_html(block, name, place=place, charset=charset, url=url)
    if kind.startswith("text/plain"):
        return read_text(block, name, place=place, url=url)
    return None


def _answer(block: bytes, limit: int) -> tuple[bytes, str, str | None] | None:
    """Body, media type and charset of an archived HTTP answer; None where it failed."""
    answer = HTTPResponse(cast(Any, _Socket(block)))
    answer.begin()
    if answer.status != _OK:
        return None
    kind = answer.headers.get_content_type()
    if not kind.startswith("text/") and kind not in _PAGES:
        return None
    try:
        body = answer.read()
    except IncompleteRead:
        # Some crawlers keep the chunked header over a body that they already joined.
        body = block.partition(b"\r\n\r\n")[2]
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("gzip", "x-gzip", "deflate"):
        body = _inflate(body, limit)
    elif coding not in ("", "identity"):
        raise ValueError(f"content encoding {coding}")
    return body, kind, answer.headers.get_content_charset()


def _inflate(body: bytes, limit: int) -> bytes:
    # 32 + 15: gzip or zlib by its header; bounded, since a small record can unfold to gigabytes.
    unpacker = zlib.decompressobj(47)
    data = unpacker.decompress(body, limit)
    if unpacker.unconsumed_tail:
        raise ValueError("unpacks to more than the limit")
    return data


class _Socket:
    """As much of a socket as http.client reads an answer from."""

    def __init__(self, block: bytes) -> None:
        self._block = block

    def makefile(self, *_: object, **__: object) -> BytesIO:
        """The answer as a file."""
        return BytesIO(self._block)
