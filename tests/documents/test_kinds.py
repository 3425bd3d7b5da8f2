"""Kinds by name and by first bytes."""

import pytest

from patronage.documents.kinds import has_json_line, is_utf16, kind_by_name, sniff

from .samples import TALKS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("a.TXT", "text"), ("a.md", "text"), ("a.htm", "html"), ("a.xhtml", "html")),
        *(("a.ndjson", "jsonl"), ("a.warc.gz", "warc"), ("a.pdf", "pdf")),
        *(("a.gz", None), ("txt", None), ("a.txt.bak", None)),
    ],
)
def test_names(name, kind):
    assert kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "text"),
        (TALKS.encode(), "text"),
        (TALKS.encode("utf-16"), "text"),
        (TALKS.encode("utf-16-le"), "text"),
        (b"one\x00 stray byte in a text is not yet a binary file", "text"),
        (b"a < b and no page", "text"),
        (b"  <!DOCTYPE HTML><p>", "html"),
        (b"<?xml version='1.0'?><html><body/></html>", "html"),
        (b"\xef\xbb\xbf{}", "jsonl"),
        (b"junk %PDF-1.4", "pdf"),
        (b"WARC/1.0\r\n", "warc"),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\x00" * 400, None),
        (bytes(range(256)) * 16, None),
    ],
)
def test_first_bytes(head, kind):
    found, what = sniff(head)
    assert found == kind and bool(what) == (kind is None)


def test_json_lines_are_told_from_json():
    assert has_json_line(b'{"a": 1}\n{"a": 2}\n') and has_json_line(b'{"cut off by the head')
    assert not has_json_line(b'{\n "a": 1}') and not has_json_line(b"{" * 5_000 + b"\n")


def test_utf16_needs_one_side_of_nul_bytes():
    assert is_utf16("Caracas".encode("utf-16-le")) == "utf-16-le"
    assert is_utf16(b"Caracas asked") is None and is_utf16(b"\x00" * 40) is None
