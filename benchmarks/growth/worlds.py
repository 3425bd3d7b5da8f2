"""Ledgers of any size, made up from a seed: coded texts, corrections, acts of a register.

Codes, types and instruments are the codebook's; everything else is drawn. Nothing is real.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from functools import cache

from patronage import codebook
from patronage.ledger import Ledger, correction
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

__all__ = ["CODER", "codings", "fill"]

CODER = "coder of made-up texts"
NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
_EVENTS = 20  # in a document
_FIRST, _DAYS = dt.date(2000, 1, 1), 9_000
_STATES = ("RUS", "CHN", "IRN", "CUB", "USA", "VEN", "SYR", "UKR", "TUR", "IND", None)
_SENTENCE = "𝔄 Réport {n}: sent 100% of 日本's fuel, oil_and arms 😀 on its way. "


@cache
def _words(table: str, column: str) -> tuple[str, ...]:
    return tuple(sorted({row[column] for row in codebook.rows(table) if row[column]}))


def codings(first: int, past: int) -> Iterator[tuple[Document, Sighting, Coding]]:
    """Documents ``first`` to ``past``, each with twenty events, a claim and a problem."""
    for n in range(first, past):
        chance = random.Random(n)
        day = None if n % 50 == 7 else _FIRST + dt.timedelta(chance.randrange(_DAYS))
        text = "".join(_SENTENCE.format(n=f"{n}.{i}") for i in range(_EVENTS)).rstrip()
        document = Document.of(text, title=f"Report {n}", published=day)
        place = f"folder/{n}.txt"
        sighting = Sighting(content_id(place), document.id, place, None, "Paper", day, "raw", "txt")
        events, start = [], 0
        for i in range(_EVENTS):
            size = len(_SENTENCE.format(n=f"{n}.{i}").rstrip())
            events.append(_event(document, i, Span(start, start + size), day, chance))
            start += size + 1
        quote = Span(0, 10)
        subject = (Actor("Réport", Span(2, 8), country=chance.choice(_STATES)),)
        claim = Claim(
            content_id(document.id, "claim"), document.id, 0, quote, quote.of(text), "figure",
            subject, None,
            Amount(text[:4], Span(0, 4), chance.random() * 1e9, "USD"), None, (),
            coder=CODER,
        )  # fmt: skip
        odd = Problem(document.id, "here", "odd", "mend it", lost=False)
        yield document, sighting, Coding(document.id, CODER, tuple(events), (claim,), (odd,))


def _event(
    document: Document, number: int, span: Span, day: dt.date | None, chance: random.Random
) -> Event:
    told = Span(span.start, span.start + 2)
    about = (day or _FIRST) - dt.timedelta(chance.randrange(400))

    def who() -> tuple[Actor, ...]:
        some = chance.sample(_STATES, chance.choice((1, 1, 1, 2)))
        return tuple(Actor("𝔄 ", told, country=code, sector="GOV") for code in some)

    polarity = chance.choice(("support", "support", "pressure", "curtailment", None))
    return Event(
        id=content_id(document.id, number), document=document.id, sentence=number, span=span,
        quote=span.of(document.text), trigger=Span(span.start + 2, span.start + 8), actor=who(),
        recipient=who(), beneficiary=(), against=who() if number % 3 else (),
        type=chance.choice(_words("types", "type")), mode=None, context=("military",),
        instrument=chance.choice((None, *_words("instruments", "instrument"))), polarity=polarity,
        status=chance.choice(("occurred", "occurred", "future", "hypothetical", "negated")),
        amount=(Amount("𝔄 ", told, chance.random() * 1e12, "USD"),) if number % 2 else (),
        in_return_for=("oil",) if number % 5 == 0 else (),
        time=Time("then", told, about, about + dt.timedelta(1), "day") if number % 4 else None,
        attribution=(Attribution("Paper", told, "said", country="USA"),),
        intensity=chance.choice((-10.0, -0.1, 0.1, 7.4)), coder_score=chance.random(), coder=CODER,
        headline=number == 0,
    )  # fmt: skip


def fill(ledger: Ledger, events: int, batch: int = 2_000) -> None:
    """Append documents until a ledger has so many events, and correct a few."""
    documents = events // _EVENTS
    for first in range(0, documents, batch):
        made = list(codings(first, min(first + batch, documents)))
        ledger.append([(d, s) for d, s, _ in made], [c for *_, c in made], NOW)
    some = ledger.events([content_id(next(codings(n, n + 1))[0].id, 3) for n in (0, 1)])
    for one, (field, new) in zip(some, (("type", "AID"), ("actor", "CHN,IRN")), strict=True):
        ledger.judge(correction(one, field, new, who="a reader", why="", now=NOW), NOW)
