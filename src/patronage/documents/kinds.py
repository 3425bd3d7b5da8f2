"""What kind of file it is, by its name where that tells, else by its first bytes."""

from __future__ import annotations

import json

__all__ = ["HEAD", "KINDS", "TABLES", "has_json_line", "is_utf16", "kind_by_name", "sniff"]

HEAD = 4096
"""How many first bytes are looked at."""

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".warc": "warc",
    ".warc.gz": "warc",
}
_MAGIC = (
    (b"PK\x03\x04", "a ZIP container (.docx, .odt, .epub or .zip)"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "rich text (.rtf)"),
    (b"PAR1", "a Parquet table"),
    (b"\x7fELF", "a program"),
    (b"[{", "a JSON array, not one object a line"),
    (b"<?xml", "XML"),
)
TABLES = (".csv", ".tsv")
"""Text by their bytes, and no prose."""
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")


def kind_by_name(name: str) -> str | None:
    """The kind that a file's suffix tells, or None.

    >>> kind_by_name("CRAWL.warc.gz"), kind_by_name("notes")
    ('warc', None)
    """
    lower = name.lower()
    return next((kind for suffix, kind in KINDS.items() if lower.endswith(suffix)), None)


def sniff(head: bytes) -> tuple[str | None, str]:
    """The kind that first bytes tell, or None and what they are instead.

    >>> sniff(b"%PDF-1.7 ...")
    ('pdf', '')
    >>> sniff(b"PK" + bytes([3, 4]))[1][:15]
    'a ZIP container'
    """
    lean = head.removeprefix(_BOMS[0]).lstrip().lower()
    markup = lean.startswith(b"<")
    for matches, kind in (
        (b"%PDF-" in head[:1024], "pdf"),
        (head.startswith(b"WARC/"), "warc"),
        (lean.startswith(_HTML) or (markup and b"<html" in lean), "html"),
        (lean.startswith(b"{") and not lean.startswith(b"{\\rtf"), "jsonl"),
    ):
        if matches:
            return kind, ""
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return None, what
    if not head.startswith(_BOMS) and _looks_binary(head):
        return None, "binary"
    return "text", ""


def has_json_line(head: bytes) -> bool:
    """Whether the first line may be one JSON object (a line cut off by the head may be)."""
    lean = head.removeprefix(_BOMS[0]).lstrip()
    first, newline, _ = lean.partition(b"\n")
    if not newline:
        return True
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _looks_binary(head: bytes) -> bool:
    """Whether more than 1 in 20 bytes are control bytes; a stray NUL does not damn a text.

    UTF-16 without its mark has every second byte NUL and nothing else odd: that is text.
    """
    if not head:
        return False
    if is_utf16(head):
        return False
    odd = sum(head.count(code) for code in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
    return odd * 20 > len(head)


def is_utf16(head: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` where every second byte is mostly NUL, else None.

    >>> is_utf16("Caracas asked Moscow".encode("utf-16-be"))
    'utf-16-be'
    """
    even, odd = head[0:HEAD:2], head[1:HEAD:2]
    if len(odd) < 4:
        return None
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) > 0.7 * len(zeros) and others.count(0) < 0.05 * len(others):
            return name
    return None
