"""Texts about nothing political yield no event; two countries swapped swap their events."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from swapping import compared, swapped

from patronage import pipeline
from patronage.coding import Coder
from patronage.records import Document

HERE = Path(__file__).parent
DAY = dt.date(2023, 9, 5)
#: Name, adjective, capital and leader on DAY, as the texts write them.
STATES = {
    "RUS": ("Russia", "Russian", "Moscow", "Vladimir Putin"),
    "CHN": ("China", "Chinese", "Beijing", "Xi Jinping"),
    "IRN": ("Iran", "Iranian", "Tehran", "Ali Khamenei"),
    "TUR": ("Turkey", "Turkish", "Ankara", "Recep Tayyip Erdogan"),
    "IND": ("India", "Indian", "New Delhi", "Narendra Modi"),
    "FRA": ("France", "French", "Paris", "Emmanuel Macron"),
}
PAIRS = (("RUS", "CHN"), ("IRN", "TUR"), ("IND", "FRA"))
#: Leaders of whom one may stand for the other in the shipped dispatches, 1999 to 2026.
LEADERS = {"Vladimir Putin": "Ali Khamenei", "Putin": "Khamenei"}
SWAPS = ((("RUS", "IRN"), LEADERS), (("CUB", "BRA"), {}), (("CHN", "IND"), {}))
SHARE = 0.98


def apolitical() -> list[dict[str, str]]:
    lines = (HERE / "apolitical.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_text_about_nothing_political_yields_no_event(coder: Coder) -> None:
    rows = apolitical()
    assert len(rows) >= 40
    assert len({row["about"] for row in rows}) >= 5
    found = [
        (row["id"], event.type, event.quote)
        for row in rows
        for event in coder.code(Document.of(row["text"], published=DAY)).events
    ]
    assert found == []


def filled(sentence: str, first: str, second: str) -> str:
    """A sentence with two states at its places."""
    words = {}
    for side, state in (("A", first), ("B", second)):
        name, adjective, capital, leader = STATES[state]
        words |= {side: name, f"{side}adj": adjective, f"{side}cap": capital, f"{side}lead": leader}
    return sentence.format(**words)


def test_two_states_swapped_with_capital_and_leader_swap_their_events(
    coder: Coder, capsys: pytest.CaptureFixture[str]
) -> None:
    sentences = (HERE / "swaps.txt").read_text("utf-8").splitlines()
    events = kept = silent = 0
    for sentence in sentences:
        for pair in PAIRS:
            one, two = (
                Document.of(filled(sentence, *order), published=DAY) for order in (pair, pair[::-1])
            )
            counts = compared(coder, one, two, pair)
            silent += counts[0] == 0
            events, kept = events + counts[0], kept + counts[1]
    with capsys.disabled():
        print(f"\nswapped states: {kept}/{events} = {kept / events:.4f}; {silent} without an event")
    assert len(sentences) >= 40
    assert events >= 100
    assert kept / events >= SHARE


def test_two_states_swapped_in_the_dispatches_swap_their_events(
    coder: Coder, capsys: pytest.CaptureFixture[str]
) -> None:
    events = kept = texts = without = 0
    for line in pipeline.example().read_text("utf-8").splitlines():
        row = json.loads(line)
        day = dt.date.fromisoformat(row["published"])
        document = Document.of(row["text"], title=row["title"], published=day)
        for pair, leaders in SWAPS:
            counts = swapped(coder, document, pair, leaders)
            if counts is None:
                without += 1
                continue
            texts, events, kept = texts + 1, events + counts[0], kept + counts[1]
    with capsys.disabled():
        print(
            f"\nswapped in dispatches: {kept}/{events} = {kept / events:.4f} of events, {texts} "
            f"texts; {without} without a twin"
        )
    assert texts >= 40
    assert kept / events >= SHARE
