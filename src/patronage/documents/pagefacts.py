"""What a web page states of itself: headline, day of publication, site, address.

Only stated facts count: JSON-LD (schema.org), Open Graph and other meta elements, and marked
``time`` elements. Nothing is guessed from the address, the footer or the clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from patronage.documents.encoding import clean

__all__ = ["PageFacts", "facts_of"]

_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "publication_date",
    "publicationdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "date",
)
_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting")
_SITE = re.compile(r"(?<!\s)\s+[|–—·-]\s+[^|–—·]{2,40}$")
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts that a page states; None where it states none."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


def facts_of(tree: Any) -> PageFacts:
    """The facts that a parsed page (an lxml element) states.

    >>> from lxml.html import fromstring
    >>> page = '<html><head><meta property="og:title" content="Talks"></head><body/></html>'
    >>> facts_of(fromstring(page)).title
    'Talks'
    """
    meta = _meta(tree)
    article = _json_article(tree)
    name = _word(article.get("publisher"), "name")
    return PageFacts(
        title=_tidy(_title(tree, meta, article)),
        published=_tidy(_published(tree, meta, article)),
        publisher=_tidy(meta.get("og:site_name") or name or _host(tree, meta)),
        url=_address(tree, meta),
    )


def _meta(tree: Any) -> dict[str, str]:
    """Meta elements by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        value = (element.get("content") or "").strip()
        if key and value:
            found.setdefault(key.strip().lower(), value)
    return found


def _json_article(tree: Any) -> dict[str, Any]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data, _DEPTH):
            kinds = thing.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(kind in _ARTICLES for kind in kinds):
                return thing
    return {}


def _things(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(data.get(key), depth - 1)
    elif isinstance(data, list):
        for item in data:
            yield from _things(item, depth - 1)


def _title(tree: Any, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    headings = [" ".join(heading.itertext()) for heading in tree.iter("h1")]
    headings = [heading for heading in headings if heading.strip()]
    stated = _word(article, "headline") or meta.get("og:title") or meta.get("twitter:title")
    if len(headings) == 1 and (not stated or _akin(headings[0], stated)):
        return headings[0]
    if stated:
        return stated
    named = next((element.text for element in tree.iter("title") if element.text), None)
    return _SITE.sub("", named.strip()) if named else None


def _akin(heading: str, stated: str) -> bool:
    """Whether half the words agree: else the only ``h1`` is the site's name, not the headline."""
    one, other = set(heading.casefold().split()), set(stated.casefold().split())
    return 2 * len(one & other) >= min(len(one), len(other))


def _published(tree: Any, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    stated = _word(article, "datePublished") or next(
        (meta[key] for key in _DATES if key in meta), None
    )
    if stated:
        return stated
    times = [(element, _moment(element)) for element in tree.iter("time")]
    for element, moment in times:
        marked = element.get("pubdate") is not None or "datePublished" in (
            element.get("itemprop") or ""
        )
        if moment and marked:
            return moment
    # One time on the whole page is the page's own; several may be those of other stories.
    moments = {moment[:10] for _, moment in times if moment}
    return moments.pop() if len(moments) == 1 else None


def _moment(element: Any) -> str:
    return str(element.get("datetime") or element.get("content") or "").strip()


def _address(tree: Any, meta: dict[str, str]) -> str | None:
    links = (element for element in tree.iter("link") if element.get("rel") == "canonical")
    url = next((element.get("href") for element in links), None) or meta.get("og:url")
    return url if url and url.startswith(("https://", "http://")) else None


def _host(tree: Any, meta: dict[str, str]) -> str | None:
    url = _address(tree, meta)
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
    except ValueError:
        return None


def _word(thing: object, key: str) -> str | None:
    value = thing.get(key) if isinstance(thing, dict) else None
    return value if isinstance(value, str) and value.strip() else None


def _tidy(word: str | None) -> str | None:
    return " ".join(clean(word)[0].split()) or None if word else None
