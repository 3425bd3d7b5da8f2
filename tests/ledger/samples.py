"""Small documents, events and codings for tests, the same for the same number."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from patronage.records import (
    Actor,
    Amount,
    Attribution,
    Claim,
    Coding,
    Document,
    Event,
    Problem,
    Sighting,
    Span,
    Time,
    content_id,
)

NOW = dt.datetime(2025, 6, 1, 12, 0, tzinfo=dt.UTC)
DAY = dt.date(2025, 3, 1)
CODER = "coder 1"


def document(n: int, published: dt.date | None = DAY) -> Document:
    # Signs outside the basic plane and marks that combine: offsets count code points.
    text = f"𝔄 Réport {n}. Russia sent 100% of 日本's fuel to Venezuela, «no_one» knows 😀 e\u0301."
    return Document.of(text, title=f"Report {n}", published=published)


def sighting(document: Document, published: Any = "same", url: str | None = None) -> Sighting:
    day = document.published if published == "same" else published
    id = content_id(document.id, url, day)
    return Sighting(id, document.id, "folder/a.txt:1", url, "Paper", day, "raw", "text")


def found(document: Document) -> tuple[Document, Sighting]:
    return document, sighting(document)


def actor(document: Document, word: str, country: str | None) -> Actor:
    start = document.text.index(word)
    return Actor(word, Span(start, start + len(word)), country=country, sector="GOV")


def event(document: Document, start: int = 0, **fields: Any) -> Event:
    end = len(document.text)
    at = document.text.index("100%")
    base = Event(
        id=content_id(document.id, start),
        document=document.id,
        sentence=0,
        span=Span(start, end),
        quote=document.text[start:end],
        trigger=Span(start, start + 2),
        actor=(actor(document, "Russia", "RUS"),),
        recipient=(actor(document, "Venezuela", "VEN"),),
        beneficiary=(),
        against=(actor(document, "no_one", None),),
        type="AID",
        mode=None,
        context=("military",),
        instrument="logistics",
        polarity="support",
        status="occurred",
        amount=(Amount("100%", Span(at, at + 4), 1e308, "percent", high=None),),
        in_return_for=("oil",),
        time=Time("2018", Span(0, 1), dt.date(2018, 1, 1), dt.date(2019, 1, 1), "year"),
        attribution=(Attribution("Paper", Span(0, 1), "said", country="USA"),),
        intensity=-0.1,
        coder_score=0.8,
        coder=CODER,
    )
    return replace(base, **fields)


def claim(document: Document, **fields: Any) -> Claim:
    base = Claim(
        id=content_id(document.id, "claim"),
        document=document.id,
        sentence=0,
        span=Span(2, 8),
        quote=document.text[2:8],
        kind="figure",
        subject=(actor(document, "Venezuela", "VEN"),),
        measure=None,
        amount=None,
        period=None,
        attribution=(),
        coder=CODER,
    )
    return replace(base, **fields)


def coding(document: Document, coder: str = CODER, events: int = 3) -> Coding:
    return Coding(
        document.id,
        coder,
        tuple(event(document, start, coder=coder) for start in range(events)),
        (claim(document, coder=coder),),
        (Problem(document.id, "here", "odd", "mend it", lost=False),),
    )


def batch(numbers: range) -> tuple[list[tuple[Document, Sighting]], list[Coding]]:
    documents = [document(n) for n in numbers]
    return [found(one) for one in documents], [coding(one) for one in documents]
