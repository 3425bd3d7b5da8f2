"""Quotations that run on: whether a place lies in one, and who spoke before it."""

from __future__ import annotations

import pytest

from patronage.coding import Coder
from patronage.coding.quotations import inside, speaker_before
from patronage.records import Document

ROWS = [
    ('"We left," the colonel said. "They shelled us."', "the colonel", "said"),
    ("“We left,” said Turkey. “They shelled us.”", "Turkey", "said"),
    ("“We left,” he told Reuters. “They shelled us.”", "he", "told"),
]


@pytest.mark.parametrize(("text", "who", "cue"), ROWS)
def test_the_speaker_of_the_sentence_before(text: str, who: str, cue: str) -> None:
    at = text.index("They")
    assert inside(text, at)
    found = speaker_before(text, at)
    assert found is not None
    assert (found[0].of(text), found[1]) == (who, cue)


def test_a_closed_quotation_holds_nothing_after_it() -> None:
    text = "“We left,” he said. They shelled us."
    assert not inside(text, text.index("They"))


def test_a_quotation_of_a_paragraph_before_is_over() -> None:
    text = "“We left.\nThey shelled us."
    assert not inside(text, text.index("They"))


def test_an_event_in_a_quotation_that_runs_on_has_its_speaker(coder: Coder) -> None:
    text = "“It was war,” said the colonel. “Russia bombed Syria.”"
    events = coder.code(Document.of(text)).events
    assert [[a.text for a in e.attribution] for e in events] == [["the colonel"]]
