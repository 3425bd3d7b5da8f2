"""Web pages: the main text by trafilatura, and what the page states of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from patronage.documents.encoding import clean, decode
from patronage.documents.pagefacts import PageFacts, facts_of
from patronage.documents.raw import Raw, fingerprint
from patronage.records import Problem

__all__ = ["read_html"]

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""")
_HEAD = 4096
_HEAD_PARTS = 3
"""Where a headline may stand in the main text: after a section's name, at most two lines."""


def read_html(
    data: bytes, name: str, *, place: str = "", charset: str | None = None, url: str | None = None
) -> Iterator[Raw | Problem]:
    """One document of a page: its headline, an empty line, its main text by paragraphs.

    ``place`` is a record's number in an archive; ``charset`` and ``url`` are what the transport
    said. Menus, comments and tables are left out.
    """
    where = place or "whole file"
    found = _CHARSET.search(data[:_HEAD].lower())
    declared = charset or (found[1].decode("ascii") if found else None)
    page, repairs = decode(data, declared)
    page, cleanings = clean(page)
    for note in repairs + cleanings:
        yield Problem(name, where, note, "Save it as UTF-8.", lost=False)
    try:
        body, facts = _extract(page)
    except Exception as error:  # lxml and trafilatura raise many kinds on hostile pages
        message = f"is no page that can be parsed ({type(error).__name__})"
        yield Problem(name, where, message, "Save the article as text.")
        return
    if not body:
        yield Problem(name, where, "has no main text that we found", "Save the article as text.")
        return
    title, text = _headed(facts.title, body)
    yield Raw(
        text=text,
        source=name,
        place=where,
        origin=f"{name}:{place}" if place else name,
        raw_hash=fingerprint(data),
        extractor=_extractor(),
        title=title,
        published=facts.published,
        publisher=facts.publisher,
        url=url or facts.url,
    )


def _extract(page: str) -> tuple[str, PageFacts]:
    import trafilatura

    # It logs what we tell as problems.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    tree: Any = trafilatura.load_html(page)
    if tree is None:
        return "", PageFacts()
    facts = facts_of(tree)
    # Without metadata: its date would come from htmldate, which guesses where none is stated.
    text = trafilatura.extract(
        tree, with_metadata=False, include_comments=False, include_tables=False
    )
    # One line is one paragraph there; empty lines say so to every reader after us.
    paragraphs = [line.strip() for line in (text or "").split("\n")]
    return "\n\n".join(filter(None, paragraphs)), facts


def _headed(title: str | None, body: str) -> tuple[str | None, str]:
    """The headline and the text that begins with it, whether or not the main text repeats it."""
    if not title:
        return None, body
    parts = body.split("\n\n")
    for number, part in enumerate(parts[:_HEAD_PARTS]):
        if _same(part, title):
            title = parts.pop(number)
            break
    return title, "\n\n".join([title, *parts])


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


@cache
def _extractor() -> str:
    import trafilatura

    return f"trafilatura {trafilatura.__version__}"
