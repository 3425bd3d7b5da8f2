"""Feeds: what is new in them, asked for politely, from nowhere that is private."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from patronage.documents import fetching
from patronage.documents.feeds import FeedState, ask, items_of
from patronage.documents.fetching import Fetcher, NotFetched, is_public

NOW = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
LONG = "Russia sent two bombers to Venezuela on Monday. " * 40
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title>
<item><title>Bombers land</title><link>/one.html</link><guid>1</guid>
<pubDate>Mon, 10 Dec 2018 23:30:00 -0500</pubDate>
<description>&lt;p&gt;{LONG}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>Short</title><link>/two.html</link><guid>2</guid>
<description>A line.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>T</title>
<id>urn:x</id><link rel="self" href="/no"/><link href="/yes"/>
<updated>2025-02-03T01:00:00Z</updated>
<summary>Words</summary></entry></feed>"""


class Site:
    """A web site on this machine: what it answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heads = {name.lower(): value for name, value in self.headers.items()}
                site.asked.append((self.path, heads))
                status, told, body = site.pages.get(self.path, (404, {}, b""))
                if told.get("ETag") and heads.get("if-none-match") == told["ETag"]:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in told.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def fetcher(**more: object) -> Fetcher:
    return Fetcher(allow_private=True, pause=0.0, **more)


def lines(folder: Path) -> list[dict[str, str]]:
    return [json.loads(x) for f in folder.glob("*.jsonl") for x in f.read_text().splitlines()]


def test_rss_and_atom_are_read() -> None:
    title, items = items_of(RSS.encode(), "https://example.org/rss")
    assert title == "Example Wire"
    assert [i.url for i in items] == [
        "https://example.org/one.html",
        "https://example.org/two.html",
    ]
    assert items[0].published == "2018-12-10"  # the publisher's day, not UTC's
    assert items[0].text.startswith("Russia sent two bombers")
    assert "x()" not in items[0].text
    _, [entry] = items_of(ATOM.encode(), "https://example.org/a/")
    assert (entry.id, entry.url, entry.published) == (
        "urn:x",
        "https://example.org/yes",
        "2025-02-03",
    )


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<html><body/></html>", b"{}", b"\x00\xff",
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
        b'<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><rss/>',
    ],
)  # fmt: skip
def test_what_is_no_feed_or_declares_entities_is_refused(data: bytes) -> None:
    with pytest.raises(NotFetched):
        items_of(data, "https://example.org/")


def test_a_link_that_is_no_address_and_a_huge_date_lose_nothing_else() -> None:
    xml = (
        b"<rss><channel><item><title>A</title><link>http://[oops</link>"
        b"<pubDate>Mon, 99999999999999999999 Jan 2026 00:00:00 GMT</pubDate></item></channel></rss>"
    )
    [item] = items_of(xml, "https://example.org/")[1]
    assert (item.title, item.url, item.published) == ("A", None, None)


def test_a_doctype_far_down_is_refused_and_no_file_is_read() -> None:
    data = (
        b"<?xml version='1.0'?>" + b" " * 30_000
        + b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        + b"<rss><channel><title>&a;</title></channel></rss>"
    )  # fmt: skip
    with pytest.raises(NotFetched, match="document type"):
        items_of(data, "https://example.org/")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1",
     "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
     "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("url", [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/",
    "http://0x7f.1/", "file:///etc/passwd", "ftp://example.org/", "http://u:p@example.org/",
    "http://example.org:22/", "http:///x", "http://example.org/\r\nX: y", "gopher://x",
])  # fmt: skip
def test_private_places_and_odd_addresses_are_never_asked(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object, **named: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(fetching.socket, "create_connection", never)
    with pytest.raises(NotFetched):
        Fetcher(pause=0.0).get(url)


def test_a_name_that_points_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("9.9.9.9", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **n: found)
    with pytest.raises(NotFetched, match="private network"):
        Fetcher(pause=0.0).get("http://both.example/")


def test_a_redirect_inside_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/out"] = (302, {"Location": "http://10.0.0.1/secret"}, b"")
    mine = Fetcher(pause=0.0)
    # Only the first address counts as public, so that the site stands for one outside.
    monkeypatch.setattr(fetching, "is_public", lambda ip: ip == "127.0.0.1")
    monkeypatch.setattr(mine, "_once", _any_port(mine))
    with pytest.raises(NotFetched, match="private network"):
        mine.get(f"{site.base}/out")


def _any_port(one: Fetcher):
    real = one._once

    def once(url: str, headers: dict[str, str]):
        one._private = url.startswith("http://127.0.0.1")
        return real(url, headers)

    return once


def test_answers_are_bounded(site: Site) -> None:
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 5_000_000))
    site.pages["/long"] = (200, {}, b"0" * 200_000)
    site.pages["/loop"] = (301, {"Location": "/loop"}, b"")
    for path, why in (("/bomb", "over the limit"), ("/long", "over the limit"), ("/loop", "often")):
        with pytest.raises(NotFetched, match=why):
            fetcher(most=100_000).get(site.base + path)


def test_a_feed_is_asked_by_its_tags_and_not_too_often(site: Site, tmp_path: Path) -> None:
    site.pages["/rss"] = (200, {"ETag": '"a"', "Last-Modified": "Mon"}, RSS.encode())
    page = f"<html><body><article><h1>Short</h1><p>{LONG}</p></article></body></html>"
    site.pages["/two.html"] = (200, {"Content-Type": "text/html"}, page.encode())
    seen: list[object] = []
    feed = f"{site.base}/rss"
    assert ask(feed, tmp_path, fetcher(), NOW, seen.append) == ("asked", 2)
    first, second = lines(tmp_path)
    assert first["title"] == "Bombers land"
    assert first["published"] == "2018-12-10"
    assert second["text"].startswith("Short\n\nRussia sent two bombers")
    assert second["source"] == "Example Wire"
    assert seen == []
    assert ask(feed, tmp_path, fetcher(), NOW + dt.timedelta(minutes=5), seen.append)[0] == "waits"
    later = NOW + dt.timedelta(minutes=10)
    assert ask(feed, tmp_path, fetcher(), later, seen.append) == ("unchanged", 0)
    assert site.asked[-1][1]["if-none-match"] == '"a"'
    assert site.asked[-1][1]["if-modified-since"] == "Mon"
    site.pages["/rss"] = (200, {}, RSS.replace("<guid>2", "<guid>3").encode())
    much_later = NOW + dt.timedelta(hours=1)
    assert ask(feed, tmp_path, fetcher(), much_later, seen.append) == ("asked", 1)


def test_a_page_that_cannot_be_had_leaves_what_the_feed_tells(site: Site, tmp_path: Path) -> None:
    site.pages["/rss"] = (200, {}, RSS.encode())
    seen: list = []
    ask(f"{site.base}/rss", tmp_path, fetcher(), NOW, seen.append)
    assert lines(tmp_path)[1]["text"] == "Short\n\nA line."
    assert [(p.lost, "answered 404" in p.message) for p in seen] == [(False, True)]


def test_a_failing_feed_is_left_alone_for_longer(site: Site, tmp_path: Path) -> None:
    seen: list = []
    feed, now, waits = f"{site.base}/rss?key=secret", NOW, []
    for _ in range(3):
        assert ask(feed, tmp_path, fetcher(), now, seen.append)[0] == "failed"
        [path] = tmp_path.glob("*.json")
        waits.append(FeedState.read(path).after - now.timestamp())
        now += dt.timedelta(seconds=waits[-1])
    assert waits == [1_200, 2_400, 4_800]
    assert all(p.lost and "secret" not in p.source for p in seen)


def test_a_torn_state_is_a_fresh_one(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"etag": "a", "se', "utf-8")
    assert FeedState.read(tmp_path / "x.json") == FeedState()


def test_what_was_fetched_and_not_recorded_is_taken_up(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from patronage.pipeline import feeds

    site.pages["/rss"] = (200, {"ETag": '"a"'}, RSS.encode())
    given = {"allow_private": True, "pause": 0.0}

    def killed(*args: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(feeds, "record", killed)
        feeds.poll([f"{site.base}/rss"], tmp_path / "l", tmp_path / "w", at=NOW, **given)
    later = NOW + dt.timedelta(hours=1)
    done = feeds.poll([f"{site.base}/rss"], tmp_path / "l", tmp_path / "w", at=later, **given)
    assert (done.unchanged, done.items, done.documents) == (1, 0, 2)
    assert list((tmp_path / "w" / "feeds").glob("*.jsonl")) == []


def test_what_robots_txt_forbids_is_not_fetched(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: patronage\nDisallow: /two\n")
    site.pages["/rss"] = (200, {}, RSS.encode())
    site.pages["/two.html"] = (200, {"Content-Type": "text/html"}, b"<p>never</p>")
    seen: list = []
    assert ask(f"{site.base}/rss", tmp_path, fetcher(), NOW, seen.append) == ("asked", 2)
    paths = [path for path, _ in site.asked]
    assert paths == ["/robots.txt", "/rss"]  # its own text was long enough for the first item
    assert lines(tmp_path)[1]["text"] == "Short\n\nA line."
    assert ["robots.txt" in p.message for p in seen] == [True]
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /rss\n")
    later = NOW + dt.timedelta(hours=1)
    assert ask(f"{site.base}/rss", tmp_path, fetcher(), later, seen.append)[0] == "failed"
    assert "robots.txt" in seen[-1].message


def test_a_host_whose_rules_cannot_be_had_is_left_alone(site: Site) -> None:
    site.pages["/robots.txt"] = (503, {}, b"")
    site.pages["/rss"] = (200, {}, RSS.encode())
    with pytest.raises(NotFetched, match=r"robots\.txt"):
        fetcher().get(f"{site.base}/rss")
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_two_requests_of_one_host_are_apart_as_the_host_asks(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 9\n")
    site.pages["/a"] = site.pages["/b"] = (200, {}, b"x")
    slept: list[float] = []
    monkeypatch.setattr(fetching.time, "sleep", slept.append)
    mine = fetcher()
    for path in ("/a", "/b"):
        mine.get(site.base + path)
    assert len(slept) == 2
    assert all(8 < pause <= 9 for pause in slept)


@pytest.mark.parametrize("told", ["7200", "Sat, 01 Mar 2025 14:00:00 GMT"])
def test_a_feed_that_asks_for_time_is_given_it(site: Site, tmp_path: Path, told: str) -> None:
    site.pages["/rss"] = (429, {"Retry-After": told}, b"")
    assert ask(f"{site.base}/rss", tmp_path, fetcher(), NOW, lambda p: None)[0] == "failed"
    [path] = tmp_path.glob("*.json")
    assert FeedState.read(path).after - NOW.timestamp() == 7200


def test_a_name_that_changes_its_mind_leads_nowhere(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: outside when it is checked, inside when it is asked again."""
    port = int(site.base.rpartition(":")[2])
    answers = iter(["9.9.9.9", "10.0.0.1"])
    opened: list[str] = []

    def connect(where: tuple[str, int], **more: object) -> socket.socket:
        opened.append(where[0])
        made = socket.socket()
        made.connect(("127.0.0.1", port))
        return made

    monkeypatch.setattr(
        fetching.socket, "getaddrinfo", lambda *a, **n: [(2, 1, 6, "", (next(answers), 80))]
    )
    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    with pytest.raises(NotFetched, match="private network"):
        Fetcher(pause=0.0).get("http://rebound.example/rss")
    assert opened == ["9.9.9.9"]  # robots.txt, at the address that was checked, and no more
    assert [path for path, _ in site.asked] == ["/robots.txt"]


@pytest.mark.full
def test_a_look_that_was_killed_is_taken_up(site: Site, tmp_path: Path) -> None:
    from patronage import pipeline
    from patronage.pipeline.feeds import poll

    hold = threading.Event()

    class Slow(dict):
        def get(self, path: str, other: object = None):
            if path == "/two.html" and not hold.is_set():
                hold.set()
                time.sleep(30)
            return super().get(path, other)

    site.pages = Slow({"/rss": (200, {"ETag": '"a"'}, RSS.encode())})
    given = ([f"{site.base}/rss"], str(tmp_path / "l"), str(tmp_path / "w"))
    call = f"poll(*{given!r}, allow_private=True, pause=0)"
    words = f"from patronage.pipeline.feeds import poll; {call}"
    looking = subprocess.Popen([sys.executable, "-c", words])
    assert hold.wait(60)
    looking.kill()
    looking.wait()
    later = NOW + dt.timedelta(hours=1)
    done = poll(*given, allow_private=True, pause=0.0, at=later)
    assert (done.items, done.documents) == (2, 2)
    again = poll(*given, allow_private=True, pause=0.0, at=later + dt.timedelta(hours=1))
    assert (again.items, again.documents) == (0, 0)
    assert pipeline.verify(tmp_path / "l") == []
