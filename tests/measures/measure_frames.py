"""Event frames for tests: rows with defaults, and random frames for the laws."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from patronage.measures import empty_frame

SCHEMA = empty_frame().schema
COUNTRIES = ("AAA", "BBB", "CCC", "DDD")

Row = dict[str, Any]


def row(id: str, type: str = "AID", **given: Any) -> Row:
    """One event of BBB toward AAA, undated and supportive unless told otherwise."""
    base: Row = {
        "id": id, "document": "d1", "sentence": 0, "available": None, "headline": False,
        "actor": ["BBB"], "recipient": ["AAA"], "beneficiary": [], "against": [],
        "type": type, "mode": None, "polarity": "support", "instrument": "arms",
        "status": "occurred", "start": None, "end": None, "precision": None,
        "amount": [], "in_return_for": [], "attribution": [], "quote": f"Sentence of {id}.",
        "intensity": None, "coder_score": 0.8,
    }  # fmt: skip
    assert set(given) <= set(base)
    return base | given


def frame(*rows: Row) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


def day(text: str, days: int = 1) -> Row:
    """Fields of a time that starts on a day and lasts so many."""
    start = dt.date.fromisoformat(text)
    return {"start": start, "end": start + dt.timedelta(days=days), "precision": "day"}


def month(text: str) -> Row:
    return day(f"{text}-01", 30) | {"precision": "month"}


_dates = st.dates(dt.date(2020, 1, 1), dt.date(2022, 12, 31))
_some = st.lists(st.sampled_from(COUNTRIES), max_size=2, unique=True).map(sorted)


@st.composite
def rows(draw: st.DrawFn, most: int = 12) -> list[Row]:
    """Up to ``most`` events in up to three documents, each document with one publication date."""
    printed = {f"d{i}": draw(st.none() | _dates) for i in range(3)}
    made = []
    for i in range(draw(st.integers(0, most))):
        document = draw(st.sampled_from(sorted(printed)))
        sentence = draw(st.integers(0, 2))
        start = draw(st.none() | _dates)
        length = draw(st.sampled_from([1, 1, 30, 365, 2000, None]))
        end = start + dt.timedelta(days=length) if start and length else None
        made.append(
            row(
                f"e{i:02}",
                draw(st.sampled_from(["AID", "AID", "COOPERATE", "REQUEST", "REJECT", "AGREE"])),
                document=document,
                sentence=sentence,
                available=printed[document],
                actor=draw(_some),
                recipient=draw(_some),
                beneficiary=draw(_some),
                against=draw(_some),
                polarity=draw(st.sampled_from(["support", "support", "pressure", None])),
                instrument=draw(st.sampled_from(["arms", "loan", None])),
                status=draw(st.sampled_from(["occurred", "occurred", "historical", "future"])),
                start=start,
                end=end,
                quote=f"Sentence {sentence} of {document}.",
            )
        )
    return made
