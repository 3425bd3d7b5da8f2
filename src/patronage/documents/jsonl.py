"""JSON lines: one object a line with ``text`` and, if known, id, title, published, source, url."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from patronage.documents.encoding import decode, looks_mangled
from patronage.documents.limits import Limits
from patronage.documents.raw import Raw, fingerprint
from patronage.records import Problem

__all__ = ["read_jsonl"]

_SURROGATES = re.compile("[\ud800-\udfff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SKIP = 1 << 20


def read_jsonl(
    stream: BinaryIO, name: str, limits: Limits, first: bytes = b""
) -> Iterator[Raw | Problem]:
    """One document a line; a line that is none is a problem and the rest goes on.

    ``first`` are bytes already taken from the stream by ``readline``.
    """
    for number, line in _lines(stream, limits.max_bytes, first):
        place = f"line {number}"
        if line is None:
            message = f"is over the limit of {limits.max_bytes:,} bytes"
            yield Problem(name, place, message, "Split it into several records.")
        elif number == 1 and line.startswith(_UTF16):
            yield Problem(name, "whole file", "JSON lines in UTF-16", "Save it as UTF-8.")
            return
        elif line.strip():
            yield from _record(line, name, number)


def _lines(stream: BinaryIO, limit: int, first: bytes) -> Iterator[tuple[int, bytes | None]]:
    for number, line in enumerate(_chunks(stream, limit, first), start=1):
        if len(line) <= limit:
            yield number, line
        else:
            _skip_line(stream, line)
            yield number, None


def _chunks(stream: BinaryIO, limit: int, first: bytes) -> Iterator[bytes]:
    yield from BytesIO(first)
    while line := stream.readline(limit + 1):
        yield line


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_SKIP)


def _record(line: bytes, name: str, number: int) -> Iterator[Raw | Problem]:
    place = f"line {number}"
    source, repairs = decode(line.strip())
    try:
        record = json.loads(source)
    except RecursionError:
        yield Problem(name, place, "is JSON nested too deeply", "Write one flat object a line.")
        return
    except ValueError as error:
        message = f"is no JSON: {error.args[0]}"[:160]
        yield Problem(name, place, message, "Write one JSON object a line.")
        return
    if not isinstance(record, dict):
        yield Problem(name, place, "is no JSON object", 'Write {"id": …, "text": …}.')
        return
    text = record.get("text")
    if not isinstance(text, str):
        message = "has no `text`" if text is None else "`text` is no string"
        yield Problem(name, place, message, 'Give the text as a string: {"text": "…"}.')
        return
    sound = _SURROGATES.sub("\ufffd", text)
    normal = unicodedata.normalize("NFC", sound)
    notes = [f"line {note}" for note in repairs]
    if sound != text:
        notes.append("`text` holds halves of surrogate pairs; read as U+FFFD")
    if normal != sound:
        notes.append("`text` is not in NFC; spans count the characters of its NFC form")
    if looks_mangled(normal):
        notes.append("`text` looks wrongly decoded (mojibake); kept as given")
    for note in notes:
        yield Problem(name, place, note, "Write UTF-8 in NFC.", lost=False)
    yield from _raw(record, normal, line, name, number)


def _raw(
    record: dict[str, object], text: str, line: bytes, name: str, number: int
) -> Iterator[Raw | Problem]:
    place = f"line {number}"
    words: dict[str, str | None] = {}
    for field in ("id", "title", "source", "url"):
        value = record.get(field)
        if field == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None or isinstance(value, str):
            clean = _SURROGATES.sub("\ufffd", value).strip() if value else None
            words[field] = unicodedata.normalize("NFC", clean) if clean else None
        else:
            words[field] = None
            message = f"`{field}` is no string and was left out"
            yield Problem(name, place, message, f"Give `{field}` as a string.", lost=False)
    yield Raw(
        text=text,
        source=name,
        place=place,
        origin=f"{name}:{number}",
        raw_hash=fingerprint(line.rstrip(b"\r\n")),
        extractor="json",
        id=words["id"],
        title=words["title"],
        published=record.get("published"),
        publisher=words["source"],
        url=words["url"],
    )
