"""Events of sentences in news style: rows of cases.jsonl, all of them made up.

The rows were written before the coder was run on them, and no rule may be made for one. A row that
is right must stay right; one that is wrong says so in ``known`` and must be unmarked once it comes
right, so that an improvement shows.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest
from matching import FIELDS, cases, document, faults, pairs, right

from patronage.coding import Coder
from patronage.records import Coding

Row = dict[str, Any]
ROWS = [
    pytest.param(
        row,
        id=row["text"][:60],
        marks=[pytest.mark.xfail(strict=True, reason=row["known"])] if "known" in row else [],
    )
    for row in cases()
]


@cache
def coded(coder: Coder) -> dict[str, Coding]:
    """The coding of every row, by text."""
    rows = cases()
    return dict(
        zip([r["text"] for r in rows], coder.code_all(map(document, rows)), strict=True)
    )  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_events_of_a_sentence(coder: Coder, row: Row) -> None:
    coding = coded(coder)[row["text"]]
    assert not coding.problems
    assert not faults(row, coding.events)


def test_the_rows_are_what_they_claim() -> None:
    rows = cases()
    texts = [row["text"] for row in rows]
    assert len(set(texts)) == len(texts)
    assert sum(bool(row["events"]) for row in rows) >= 120
    assert sum(not row["events"] for row in rows) >= 30
    told = {"type", "actor", "recipient"}
    for row in rows:
        for event in row["events"]:
            assert told <= set(event) <= set(FIELDS), row["text"]
            assert all(isinstance(event[role], list) for role in ("actor", "recipient"))


def test_the_share_that_is_right(coder: Coder, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the share right by field; fails only where much of it is lost at once."""
    asked: Counter[str] = Counter()
    good: Counter[str] = Counter()
    extra = total = 0
    for row in cases():
        events = coded(coder)[row["text"]].events
        met = 0
        for want, event in pairs(row["events"], events):
            asked["event found"] += 1
            good["event found"] += event is not None
            met += event is not None
            if event is not None:
                for field in FIELDS:
                    if field in want:
                        asked[field] += 1
                        good[field] += right(want, event, field)
        asked["row wholly right"] += 1
        good["row wholly right"] += not faults(row, events)
        extra += len(events) - met
        total += len(events)
    with capsys.disabled():
        print(f"\n{total} events coded, {extra} beside those expected; right:")
        for name in asked:
            print(f"  {name}: {good[name]}/{asked[name]} = {good[name] / asked[name]:.3f}")
    assert good["event found"] / asked["event found"] > 0.6
