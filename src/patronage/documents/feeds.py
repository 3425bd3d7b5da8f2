"""RSS and Atom feeds: what is new in them, politely asked for, kept as JSON lines until recorded.

Per feed a small state is kept: its tags (ETag, Last-Modified), when it may be asked again, and
which items were had. It is written after the items are, so that after a kill an item may come
twice, which recording finds out, and never gets lost.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from patronage.documents.fetching import Answer, Fetcher, NotFetched
from patronage.records import Problem, content_id

__all__ = ["FeedState", "Item", "ask", "items_of"]

_LEAST_MINUTES = 10  # between two questions to one feed, whatever it says
_MOST_ITEMS = 30  # new items taken of one feed at once; the others next time
_MOST_SEEN = 5_000
_LONGEST_WAIT = 7 * 24 * 3600.0  # seconds for which a host may ask to be left alone
_LONG = 1_500  # characters from which a feed's own text is taken for the whole article


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed, as told there; ``text`` may be a summary or a whole article."""

    id: str
    url: str | None
    title: str
    published: str | None
    text: str


@dataclass(slots=True)
class FeedState:
    """What is remembered of a feed between two looks."""

    etag: str | None = None
    modified: str | None = None
    after: float = 0.0
    failures: int = 0
    seen: list[str] = field(default_factory=list)

    @staticmethod
    def read(path: Path) -> FeedState:
        """The state kept in a file; a fresh one where there is none or it is torn."""
        try:
            told = json.loads(path.read_text("utf-8"))
            state = FeedState(**told)
            return state if isinstance(state.seen, list) else FeedState()
        except (OSError, ValueError, TypeError):
            return FeedState()

    def write(self, path: Path) -> None:
        """Keep the state, whole or not at all."""
        told = {name: getattr(self, name) for name in self.__slots__}
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(json.dumps(told), "utf-8")
        draft.replace(path)


def items_of(data: bytes, base: str) -> tuple[str, list[Item]]:
    """A feed's title and its items, newest as the feed has them.

    Entities are never resolved, a document type declaration is refused, nothing is fetched.

    Raises:
        NotFetched: where the bytes are no feed.

    >>> xml = b"<rss><channel><title>T</title><item><title>A</title></item></channel></rss>"
    >>> items_of(xml, "https://example.org/")[1][0].title
    'A'
    """
    from lxml import etree

    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", data[:20_000], re.I):
        raise NotFetched("it declares a document type, which no feed needs")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or _name(root) not in ("rss", "feed", "RDF"):
        raise NotFetched("it is no RSS or Atom feed")
    if root.getroottree().docinfo.doctype:
        raise NotFetched("it declares a document type, which no feed needs")
    channel = next((e for e in root if _name(e) == "channel"), root)
    found = [e for e in root.iter() if _name(e) in ("item", "entry")]
    return _text(channel, "title"), [_item(e, base) for e in found]


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Any, *names: str) -> str:
    for name in names:
        for child in element:
            if _name(child) == name:
                told = " ".join("".join(child.itertext()).split()) if name == "title" else (
                    "".join(child.itertext()).strip()
                )  # fmt: skip
                if told:
                    return told
    return ""


def _item(element: Any, base: str) -> Item:
    link = _text(element, "link")
    for child in element:
        if _name(child) == "link" and child.get("href"):
            if child.get("rel", "alternate") == "alternate":
                link = child.get("href")
    url = _joined(base, link)
    title = _plain(_text(element, "title"))
    body = _text(element, "encoded", "content", "description", "summary")
    id = _text(element, "guid", "id") or url or content_id(title, body)
    when = _day(_text(element, "pubDate", "published", "updated", "date"))
    return Item(id, url, title, when, _plain(body))


def _joined(base: str, link: str) -> str | None:
    """A link as an address; None where there is none or it is no address."""
    try:
        return urljoin(base, link) if link else None
    except ValueError:  # "http://[oops"
        return None


def _plain(body: str) -> str:
    """The words of a text that may hold HTML, by paragraphs."""
    if "<" not in body:
        return body
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(body, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]{0,500}>", " ", body)
    for odd in tree.xpath(".//script | .//style"):
        odd.drop_tree()
    for block in tree.xpath(".//p | .//br | .//div | .//li"):
        block.tail = "\n\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n\n".join(line for line in lines if line)


def _day(text: str) -> str | None:
    """The calendar date that the publisher tells, in the publisher's own zone."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        found = re.match(r"\d{4}-\d{2}-\d{2}", text)
        return found.group() if found else None


def ask(
    feed: str, folder: Path, fetcher: Fetcher, now: dt.datetime,
    report: Callable[[Problem], None],
) -> tuple[str, int]:  # fmt: skip
    """Ask one feed for what is new and put it, as JSON lines, into a folder.

    Args:
        feed: its address.
        folder: holds the states of feeds and the items that wait to be recorded.
        fetcher: by which it is asked.
        now: the time; the feed is left alone until its time has come.
        report: called with each problem.

    Returns:
        ``asked``, ``unchanged``, ``waits`` or ``failed``, and how many new items were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = content_id(feed)
    path = folder / f"{name}.json"
    state = FeedState.read(path)
    # A wait that is longer than any that is given was told by a clock that ran ahead.
    if now.timestamp() < state.after <= now.timestamp() + _LONGEST_WAIT:
        return "waits", 0
    try:
        answer = _answered(feed, state, fetcher, now)
        if answer is None:
            state.write(path)
            return "unchanged", 0
        title, items = items_of(answer.body, answer.url)
    except NotFetched as error:
        state.failures += 1
        longer = 60 * min(_LEAST_MINUTES * 2 ** min(state.failures, 9), 24 * 60)
        state.after = now.timestamp() + max(longer, min(error.wait, _LONGEST_WAIT))
        state.write(path)
        why = f"was not read: {error}"
        report(Problem(_shown(feed), "the feed", why, "Check its address.", True))
        return "failed", 0
    known = set(state.seen)
    fresh = [item for item in items if item.id not in known]
    _write(folder / f"{name}.jsonl", _records(fresh[:_MOST_ITEMS], title, fetcher, report))
    state.seen = [*state.seen, *(item.id for item in fresh[:_MOST_ITEMS])][-_MOST_SEEN:]
    if len(fresh) <= _MOST_ITEMS:  # else the rest must come again, so no tags are kept
        state.etag, state.modified = (answer.headers.get(n) for n in ("etag", "last-modified"))
    _rest(state, answer, now)
    state.write(path)
    return "asked", min(len(fresh), _MOST_ITEMS)


def _answered(feed: str, state: FeedState, fetcher: Fetcher, now: dt.datetime) -> Answer | None:
    """What the feed answers; None where nothing is new since it was asked last."""
    heads = {"Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9"}
    if state.etag:
        heads["If-None-Match"] = state.etag
    if state.modified:
        heads["If-Modified-Since"] = state.modified
    answer = fetcher.get(feed, heads)
    if answer.status == 304:
        _rest(state, answer, now)
        return None
    if answer.status != 200:
        raise NotFetched(f"it answered {answer.status}", _asked_to_wait(answer, now))
    return answer


def _asked_to_wait(answer: Answer, now: dt.datetime) -> float:
    """Seconds for which an answer asks to be left alone (Retry-After), as a number or a date."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told[:9])
    try:
        return (parsedate_to_datetime(told).astimezone(dt.UTC) - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0


def _rest(state: FeedState, answer: Answer, now: dt.datetime) -> None:
    """When the feed may be asked again: what it says itself, and never in under ten minutes."""
    told = re.search(r"max-age=(\d{1,6})", answer.headers.get("cache-control", ""))
    seconds = min(int(told[1]) if told else 0, 6 * 3600)
    # Half a minute less, so that a look every ten minutes is not just too early.
    state.after = now.timestamp() + max(seconds, 60 * _LEAST_MINUTES) - 30
    state.failures = 0


def _records(
    items: list[Item], title: str, fetcher: Fetcher, report: Callable[[Problem], None]
) -> Iterator[dict[str, str]]:
    for item in items:
        text, why = _article(item, fetcher)
        if not text.strip():
            report(Problem(_shown(item.url or item.id), "an item", f"has no text: {why}",
                           "Save the article and record it.", True))  # fmt: skip
            continue
        if why:
            message = f"only what the feed tells of it was read: {why}"
            report(Problem(_shown(item.url or item.id), "an item", message,
                           "Save the article and record it.", False))  # fmt: skip
        record = {"text": text, "title": item.title, "source": title}
        if item.url:
            record["url"] = item.url
        if item.published:
            record["published"] = item.published
        yield record


def _article(item: Item, fetcher: Fetcher) -> tuple[str, str]:
    """The item's text and, where it is not the whole article, why."""
    from patronage.documents.html import read_html
    from patronage.documents.raw import Raw

    own = item.text
    if item.title and not own.startswith(item.title):
        own = f"{item.title}\n\n{own}"
    if len(item.text) >= _LONG:
        return own, ""
    if not item.url:
        return own, "it names no page"
    try:
        page = fetcher.get(item.url, {"Accept": "text/html"})
    except NotFetched as error:
        return own, f"the page was not read: {error}"
    kind = page.headers.get("content-type", "text/html").lower()
    if page.status != 200 or "html" not in kind:
        return own, f"the page answered {page.status} ({kind[:40]})"
    found = [one for one in read_html(page.body, _shown(item.url)) if isinstance(one, Raw)]
    if not found or len(found[0].text) <= len(own):
        return own, "" if found else "the page has no main text that we found"
    text = found[0].text
    return text if text.startswith(item.title) else f"{item.title}\n\n{text}", ""


def _write(path: Path, records: Iterator[dict[str, str]]) -> None:
    """Add records to those that wait to be recorded."""
    with path.open("ab") as file:
        for record in records:
            file.write(json.dumps(record).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _shown(url: str) -> str:
    """An address without what may be secret in it: a user's name, a query."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}"[:120] or url[:120]
