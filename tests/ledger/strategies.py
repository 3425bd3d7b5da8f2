"""Random records: any text that a file can hold, empty tuples, nothing where nothing may be."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from patronage.records import (
    Actor,
    Amount,
    Attribution,
    Claim,
    Coding,
    Document,
    Event,
    Problem,
    Span,
    Time,
)

INT = st.integers(0, 2**31 - 1)
NUMBER = st.floats(allow_nan=False)
# The plane of emoji, marks that combine, right-to-left marks and NUL, more often than at random.
TEXT = st.text(max_size=12) | st.text("a\x00\u0301\u200f\ufeff😀日'\"\\%", max_size=12)
DAY = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


def maybe(strategy):
    return st.none() | strategy


def some(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


SPAN = st.builds(Span, INT, INT)
ACTOR = st.builds(Actor, TEXT, SPAN, maybe(TEXT), maybe(TEXT), maybe(TEXT), maybe(TEXT))
AMOUNT = st.builds(Amount, TEXT, SPAN, NUMBER, TEXT, TEXT, maybe(TEXT), maybe(NUMBER))
TIME = st.builds(Time, TEXT, SPAN, maybe(DAY), maybe(DAY), maybe(TEXT))
VOICE = st.builds(Attribution, TEXT, SPAN, TEXT, maybe(TEXT), maybe(TEXT), maybe(TEXT))
PROBLEM = st.builds(Problem, TEXT, TEXT, TEXT, TEXT, st.booleans())

DOCUMENT = st.builds(
    lambda text, title, day, publisher, url: Document.of(
        text, title=title, published=day, publisher=publisher, url=url
    ),
    TEXT.filter(bool), maybe(TEXT), maybe(DAY), maybe(TEXT), maybe(TEXT),
)  # fmt: skip


@st.composite
def place(draw, document: Document) -> Span:
    ends = st.integers(0, len(document.text))
    return Span(*sorted((draw(ends), draw(ends))))


@st.composite
def events(draw, document: Document) -> Event:
    span = draw(place(document))
    return Event(
        draw(TEXT), document.id, draw(INT), span, span.of(document.text), draw(SPAN),
        draw(some(ACTOR)), draw(some(ACTOR)), draw(some(ACTOR)), draw(some(ACTOR)),
        draw(TEXT), draw(maybe(TEXT)), draw(some(TEXT)), draw(maybe(TEXT)), draw(maybe(TEXT)),
        draw(TEXT), draw(some(AMOUNT)), draw(some(TEXT)), draw(maybe(TIME)), draw(some(VOICE)),
        draw(maybe(NUMBER)), draw(NUMBER), draw(TEXT), draw(st.booleans()),
    )  # fmt: skip


@st.composite
def claims(draw, document: Document) -> Claim:
    span = draw(place(document))
    return Claim(
        draw(TEXT), document.id, draw(INT), span, span.of(document.text), draw(TEXT),
        draw(some(ACTOR)), draw(maybe(TEXT)), draw(maybe(AMOUNT)), draw(maybe(TIME)),
        draw(some(VOICE)), draw(maybe(TEXT)), draw(maybe(TEXT)), draw(st.booleans()), draw(TEXT),
    )  # fmt: skip


@st.composite
def codings(draw, document: Document) -> Coding:
    return Coding(
        document.id,
        draw(TEXT),
        draw(some(events(document))),
        draw(some(claims(document))),
        draw(some(PROBLEM)),
    )
