"""Targets of the fuzzing that read texts: the readers of documents, and the coder."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.trust.fuzz_targets import Target, drained, nfc, sentences, text_of

from patronage.records import Document

DAY = dt.date(2020, 3, 2)


def documents() -> Iterator[Target]:
    """Readers of texts."""
    from patronage.documents import Limits, dates, encoding, feeds, html, jsonl, kinds, pdf, prose
    from patronage.documents.fetching import NotFetched
    from patronage.documents.language import foreign_language
    from patronage.documents.warc import read_warc

    words = sentences()
    limits = Limits(max_bytes=200_000, max_chars=100_000)
    page = (
        b'<!DOCTYPE html><html><head><title>Talks - Site</title><meta name="date" '
        b'content="2020-03-02"><script type="application/ld+json">{"@type":"NewsArticle",'
        b'"headline":"Talks","datePublished":"2020-03-02"}</script></head><body><article><h1>Talks'
        b"</h1><p>Officials of Venezuela and Russia met in Caracas on Monday to talk about old "
        b"loans and new parts for aircraft, the ministry said.</p><p>China sent an envoy.</p>"
        b"</article></body></html>"
    )
    line = b'{"id":"1","text":"Russia sent fuel to Cuba.","title":"T","published":"2020-03-02"}\n'
    rss = (
        b"<rss><channel><title>T</title><item><title>A</title><link>https://a.invalid/x</link>"
        b"<pubDate>Mon, 02 Mar 2020 10:00:00 GMT</pubDate><description>&lt;p&gt;Words&lt;/p&gt;"
        b"</description><guid>1</guid></item></channel></rss>"
    )
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>A'
        b'</title><link href="/x"/><updated>2020-03-02T10:00:00Z</updated><content>Words</content>'
        b"</entry></feed>"
    )
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    warc = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.invalid/\r\n"
        b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(http)
    ) + http + b"\r\n\r\n"  # fmt: skip
    stamps = (b"2020-03-02T10:00:00Z", b"Mon, 02 Mar 2020", b"3 May 2021", b"May 3rd, 2021")
    yield Target("dates.day_of", stamps, lambda d: dates.day_of(text_of(d)), share=30)
    heads = (b"Published: 3 May 2021\n\nWords.", b"Caracas, 3 December 2025 - Talks\n", *words[:9])
    yield Target(
        "dates.publication", heads,
        lambda d: dates.publication(text_of(d), text_of(d), DAY, limits), share=10,
    )  # fmt: skip
    yield Target(
        "kinds.sniff", (page, line, warc[:400], *words[:4]),
        lambda d: (kinds.sniff(d), kinds.has_json_line(d), kinds.is_utf16(d)), share=25,
    )  # fmt: skip
    yield Target(
        "encoding", (*words[:20], "Nicolás – Ã¡".encode(), "Talks".encode("utf-16")),
        lambda d: encoding.clean(encoding.decode(d, "latin-1")[0]), share=6,
    )  # fmt: skip
    yield Target("text", words, lambda d: drained(prose.read_text(d, "a.md")), share=6)
    yield Target("title", words, lambda d: prose.title_of(text_of(d)), share=20)
    yield Target("html", (page,), lambda d: drained(html.read_html(d, "a.html")), share=0.6)
    yield Target(
        "jsonl", (line, line * 3), lambda d: drained(jsonl.read_jsonl(io.BytesIO(d), "a", limits)),
        share=12,
    )  # fmt: skip
    yield Target("warc", (warc, warc * 2, gzip.compress(warc)),
                 lambda d: drained(read_warc(io.BytesIO(d), "a", limits)), share=0.8)  # fmt: skip
    yield Target("feed", (rss, atom), lambda d: feeds.items_of(d, "https://a.invalid/"),
                 (NotFetched,), share=8)  # fmt: skip
    yield Target("pdf", _pdfs(), lambda d: drained(pdf.read_pdf(d, "a.pdf", limits)), share=0.5)
    yield Target("pdf paragraphs", words, lambda d: pdf.paragraphs(text_of(d)), share=6)
    yield Target("language", words, lambda d: foreign_language(text_of(d)), share=1)


def _pdfs() -> tuple[bytes, ...]:
    """Small PDF files: one page, two, one with an outline."""
    found = []
    for body in ("Russia sent fuel to Cuba.", "Talks) Tj 0 -20 Td (went on"):
        content = f"BT /F1 12 Tf 50 700 Td ({body}) Tj ET".encode()
        parts = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources"
            b"<</Font<</F1 5 0 R>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        out, places = bytearray(b"%PDF-1.4\n"), []
        for number, part in enumerate(parts, 1):
            places.append(len(out))
            out += b"%d 0 obj%s endobj\n" % (number, part)
        start = len(out)
        out += b"xref\n0 6\n0000000000 65535 f \n"
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
        found.append(bytes(out))
    return tuple(found)


def coder() -> Iterator[Target]:
    """The coder's pure parts, and the whole of it on fewer texts."""
    from patronage.actors import gazetteer
    from patronage.coding import Coder, amounts, quotations, times
    from patronage.coding.numerals import value_of_words
    from patronage.coding.sentences import split

    words = sentences()

    def spans(data: bytes, find: Callable[[str], Any]) -> None:
        text = nfc(data)
        for one in find(text):
            assert one.span.of(text) == one.text, (one.span, one.text)

    def cut(data: bytes) -> None:
        text = nfc(data)
        at = 0
        for span in split(text):
            assert at <= span.start < span.end <= len(text), span
            assert not text[at : span.start].strip(), span
            at = span.end
        assert not text[at:].strip()

    def quoted(data: bytes) -> None:
        text = nfc(data)
        for at in range(0, len(text), max(1, len(text) // 4)):
            quotations.inside(text, at)
            quotations.speaker_before(text, at)

    yield Target("amounts", words, lambda d: spans(d, amounts.find), share=5)
    yield Target("times", words, lambda d: spans(d, lambda t: times.find(t, DAY)), share=5)
    yield Target("times undated", words, lambda d: spans(d, lambda t: times.find(t, None)), share=2)
    edge = (dt.date.min, dt.date.max)
    yield Target("times at the edge", words,
                 lambda d: [times.find(nfc(d), day) for day in edge], share=2)  # fmt: skip
    yield Target("sentences", words, cut, share=10)
    yield Target("quotations", words, quoted, share=4)
    yield Target("number words", (b"two million and three", b"one hundred and five"),
                 lambda d: value_of_words(nfc(d)), share=25)  # fmt: skip
    yield Target("names in text", words, lambda d: spans(d, gazetteer().find), share=2)
    whole = Coder()

    def code(data: bytes) -> None:
        document = Document.of(nfc(data)[:1500], published=DAY)
        done = whole.code(document)
        drained([done])
        for event in done.events:
            assert event.span.of(document.text) == event.quote

    yield Target("the whole coder", words, code, share=0.05)
