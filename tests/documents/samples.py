"""Small inputs in our own words, made as the tests need them."""

import gzip
import zlib

from patronage.documents import Limits, read
from patronage.records import Problem

TALKS = (
    "Caracas asks Moscow for radars\n"
    "\n"
    "Officials from Venezuela asked Russia for radars and for the repair of aircraft on Monday, "
    "two people with knowledge of the talks said.\n"
    "\n"
    "Moscow has not answered. Beijing, which lent Caracas money for years, sent no comment.\n"
)
SPANISH = (
    "Venezuela pide ayuda a Rusia y a China\n\nEl gobierno de Caracas pidió radares y misiles a "
    "Moscú, según dos personas que conocen las conversaciones. Pekín no ha respondido todavía.\n"
)
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Talks in Caracas - The Example</title>
<meta property="og:site_name" content="The Example"><meta charset="utf-8">
<link rel="canonical" href="https://example.org/talks">{head}</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Talks in Caracas</h1>{time}
<p>Officials from Venezuela and Russia met in Caracas on Monday to talk about old loans and about
new deliveries of spare parts for aircraft, the ministry said in a statement.</p>
<p>China sent an envoy, who spoke of patience and of the oil that Caracas still owes Beijing under
an agreement that both sides renewed some years ago.</p></article>
<footer>Copyright 2031 The Example</footer></body></html>"""


def page(head="", time=""):
    return PAGE.format(head=head, time=time)


def run(*inputs, **options):
    """Everything read of the inputs, as (found, problems)."""
    items = list(read([str(item) for item in inputs], **options))
    found = [item for item in items if not isinstance(item, Problem)]
    return found, [item for item in items if isinstance(item, Problem)]


def text_of(path, data, **options):
    """The one document and the problems of a file with this content."""
    path.write_bytes(data)
    found, problems = run(path, **options)
    [(document, _)] = found
    return document, problems


def lost(problems):
    return [problem for problem in problems if problem.lost]


def notes(problems):
    """Messages of what was told and lost nothing, but for missing dates."""
    return [p.message for p in problems if not p.lost and "no publication date" not in p.message]


def pdf(pages, title=None):
    """A valid PDF by hand: each page a list of lines; None is a page with a drawing."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        if lines is None:
            content = b"0 0 200 200 re f"
        else:
            shown = b"".join(b"(%s) Tj T* " % _escaped(line) for line in lines)
            content = b"BT /F1 10 Tf 12 TL 40 780 Td " + shown + b"ET" if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) >>" % _escaped(title or ""))
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, size - 1)
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def _escaped(line):
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def warc_record(kind, body, url="https://example.org/talks", media="application/http"):
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {media}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def http(body, media="text/html; charset=utf-8", status="200 OK", extra=""):
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{extra}\r\n".encode() + body


def zipped(*records):
    return b"".join(gzip.compress(record) for record in records)


def deflated(data):
    return zlib.compress(data)


SMALL = Limits(max_bytes=20_000, max_chars=5_000)
