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


# Dense in time and actors, so that reports do meet and the laws have something to hold of.
_dates = st.integers(0, 12).map(lambda k: dt.date(2021, 4, 1) + dt.timedelta(days=11 * k))
_actors = st.sampled_from([["BBB"]] * 6 + [["CCC"], ["BBB", "CCC"], ["AAA"], []])
_some = st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=2, unique=True).map(sorted)


@st.composite
def rows(draw: st.DrawFn, most: int = 12) -> list[Row]:
    """Up to ``most`` events in up to three documents, each document with one publication date."""
    printed = {f"d{i}": draw(st.none() | _dates) for i in range(3)}
    made = []
    for i in range(draw(st.integers(0, most))):
        document = draw(st.sampled_from(sorted(printed)))
        sentence = draw(st.integers(0, 2))
        start = draw(st.none() | _dates | _dates)
        length = draw(st.sampled_from([1, 1, 30, 365, 2000, None]))
        end = start + dt.timedelta(days=length) if start and length else None
        made.append(
            row(
                f"e{i:02}",
                draw(st.sampled_from(["AID"] * 5 + ["COOPERATE", "REQUEST", "REJECT", "AGREE"])),
                document=document,
                sentence=sentence,
                available=printed[document],
                actor=draw(_actors),
                recipient=draw(_some),
                beneficiary=draw(st.sampled_from([[], [], ["AAA"], ["DDD"]])),
                against=draw(st.sampled_from([[], [], ["CCC"], ["AAA"]])),
                polarity=draw(st.sampled_from(["support"] * 5 + ["pressure", None])),
                instrument=draw(st.sampled_from(["arms"] * 4 + ["loan", None])),
                status=draw(st.sampled_from(["occurred"] * 5 + ["historical", "future"])),
                start=start,
                end=end,
                in_return_for=draw(st.sampled_from([[], [], ["oil"], ["bases", "oil"]])),
                quote=f"Sentence {sentence} of {document}.",
            )
        )
    return made
