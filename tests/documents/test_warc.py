"""Web archives, made by hand."""

import gzip

import pytest

from patronage.documents import Limits

from .samples import TALKS, deflated, http, lost, notes, page, run, warc_record, zipped

PAGE = page('<meta property="article:published_time" content="2025-12-03">').encode()
INFO = warc_record("warcinfo", b"software: a test", media="application/warc-fields")
REQUEST = warc_record("request", b"GET / HTTP/1.1\r\n\r\n")
GOOD = warc_record("response", http(PAGE))


@pytest.mark.parametrize("pack", [b"".join, lambda records: zipped(*records)])
def test_pages_plain_or_zipped(tmp_path, pack):
    path = tmp_path / "a.warc.gz"
    image = warc_record("response", http(b"\x89PNG", "image/png"))
    plain = warc_record("conversion", TALKS.encode(), "https://example.org/t", "text/plain")
    path.write_bytes(pack([INFO, REQUEST, GOOD, image, plain]))
    found, problems = run(path)
    (one, seen), (two, _) = found
    assert one.title == "Talks in Caracas" and one.published.isoformat() == "2025-12-03"
    assert seen.origin == "a.warc.gz:record 3" and seen.url == "https://example.org/talks"
    assert two.text == TALKS and two.url == "https://example.org/t" and two.published is None
    assert not lost(problems)
    assert notes(problems) == ["2 records are no pages or plain texts and were not read"]


@pytest.mark.parametrize(
    "answer",
    [
        http(gzip.compress(PAGE), extra="Content-Encoding: gzip\r\n"),
        http(deflated(PAGE), extra="Content-Encoding: deflate\r\n"),
        http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), extra="Transfer-Encoding: chunked\r\n"),
        http(PAGE, extra="Transfer-Encoding: chunked\r\n"),
    ],
)
def test_transport_codings(tmp_path, answer):
    (tmp_path / "a.warc").write_bytes(warc_record("response", answer))
    [(document, _)], problems = run(tmp_path / "a.warc")
    assert document.title == "Talks in Caracas" and problems == []


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (http(b"\x8b\x02", extra="Content-Encoding: br\r\n"), "ValueError"),
        (http(b"no gzip", extra="Content-Encoding: gzip\r\n"), "error"),
        (http(gzip.compress(b"x" * 90_000), extra="Content-Encoding: gzip\r\n"), "ValueError"),
        (b"no HTTP at all", "BadStatusLine"),
        (http(b"<html></html>"), "no main text"),
        (http(b"<p>" + b"x" * 30_000), "limit"),
    ],
)
def test_a_bad_record_is_named_and_the_rest_goes_on(tmp_path, answer, what):
    (tmp_path / "a.warc").write_bytes(warc_record("response", answer) + GOOD)
    found, problems = run(tmp_path / "a.warc", limits=Limits(max_bytes=20_000))
    assert [s.origin for _, s in found] == ["a.warc:record 2"]
    [problem] = lost(problems)
    assert problem.place == "record 1" and what in problem.message


def test_failed_answers_are_no_documents(tmp_path):
    (tmp_path / "a.warc").write_bytes(warc_record("response", http(PAGE, status="404 Not Found")))
    found, problems = run(tmp_path / "a.warc")
    assert found == [] and len(problems) == 1 and not lost(problems)


@pytest.mark.parametrize(
    "tail",
    [
        GOOD[:300],
        b"nonsense\r\n",
        GOOD.replace(b"Content-Length: ", b"Content-Length: x"),
        REQUEST.replace(b"Content-Length: ", b"Content-Length: -"),
        REQUEST.replace(b"Content-Length: ", b"Content-Length: 9"),
    ],
)
def test_where_an_archive_breaks_off_is_told(tmp_path, tail):
    (tmp_path / "a.warc").write_bytes(GOOD + tail)
    (tmp_path / "b.warc.gz").write_bytes(zipped(GOOD, tail))
    (tmp_path / "c.warc.gz").write_bytes(zipped(GOOD, GOOD)[:-40])
    found, problems = run(tmp_path)
    assert [s.origin for _, s in found] == [
        *("a.warc:record 1", "b.warc.gz:record 1", "c.warc.gz:record 1"),
    ]
    assert [p.source for p in lost(problems)] == ["a.warc", "b.warc.gz", "c.warc.gz"]
    assert all("not read" in p.message for p in lost(problems))
