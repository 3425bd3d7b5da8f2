"""By whose word: rows of sentence and the sources, with their cues, of its event."""

from __future__ import annotations

import pytest

from patronage.coding import Coder
from patronage.records import Document

ROWS = [
    ("Russia sent missiles to Syria.", []),
    ("Russia sent missiles to Syria, Turkey said.", [("Turkey", "said")]),
    ("Turkey said that Russia sent missiles to Syria.", [("Turkey", "said that")]),
    ("According to Reuters, Russia sent missiles to Syria.", [("Reuters", "according to")]),
    ("Russia sent missiles to Syria, according to Reuters.", [("Reuters", "according to")]),
    ("Russia reportedly sent missiles to Syria.", [("reportedly", "reportedly")]),
    ("Analysts said Russia sent missiles to Syria.", [("Analysts", "said")]),
    ("Two diplomats confirmed that Russia sent missiles to Syria.",
     [("Two diplomats", "confirmed that")]),
    ("“Russia sent missiles to Syria,” said Turkey.", [("Turkey", "said")]),
    ("Jordan sent Iraq missiles after Turkey said that it rained.", []),
    ("Russia sent Syria missiles, according to Turkey and Qatar.",
     [("Turkey", "according to"), ("Qatar", "according to")]),
    ("The shelling of Goma was blamed on rebels.", [("blamed", "blamed")]),
]  # fmt: skip
KNOWN: dict[str, str] = {}


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_voices(
    coder: Coder, text: str, wanted: list[tuple[str, str]], request: pytest.FixtureRequest
) -> None:
    if text in KNOWN:
        request.applymarker(pytest.mark.xfail(strict=True, reason=KNOWN[text]))
    events = coder.code(Document.of(text)).events
    assert events, "no event"
    heard = [(a.text, a.cue.lower()) for a in events[0].attribution]
    assert heard == wanted


def test_sources_slice_to_their_words(coder: Coder) -> None:
    for text, _ in ROWS:
        for event in coder.code(Document.of(text)).events:
            for source in event.attribution:
                assert source.span.of(text) == source.text


def test_a_source_that_is_a_state_has_its_code(coder: Coder) -> None:
    text = "Turkey said that Russia sent missiles to Syria."
    (event,) = coder.code(Document.of(text)).events
    assert [a.country for a in event.attribution] == ["TUR"]


def test_who_speaks_does_not_act(coder: Coder) -> None:
    for text, _ in ROWS:
        for event in coder.code(Document.of(text)).events:
            assert "TUR" not in {a.key for a in event.actor}
