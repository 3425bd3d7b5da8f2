"""Words of saying that stand apart: rows of sentence and the voice of its event."""

from __future__ import annotations

import pytest

from patronage.coding import Coder
from patronage.coding.asides import asides
from patronage.coding.parse import Parser
from patronage.records import Document

ROWS = [
    ("Russia sent missiles to Syria, a diplomat sighed.", [("a diplomat", "sighed")]),
    ("Russia sent missiles to Syria, Turkey said; it rained.", [("Turkey", "said")]),
    ("Turkey said it rained; Russia sent missiles to Syria.", []),
    ("Turkey accused Russia of sending missiles to Syria.", [("Turkey", "accused")]),
    ("Russia is said to have sent missiles to Syria.", [("said", "said")]),
    ("Russia sent missiles to rebel-held towns in Syria.", []),
]


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_the_voice_of_a_deed(coder: Coder, text: str, wanted: list[tuple[str, str]]) -> None:
    sent = text.index("sen")  # "sent", "sending"
    deeds = [e for e in coder.code(Document.of(text)).events if e.trigger.start == sent]
    assert deeds, "no event"
    assert [(a.text, a.cue) for a in deeds[0].attribution] == wanted


@pytest.mark.parametrize(
    ("text", "speaker", "verb"),
    [
        ("The army, says a defector, sent tanks.", "defector", "says"),
        ("The army sent tanks, an old general sighed.", "general", "sighed"),
        ("The army sent tanks, and a general sighed.", None, None),
        ("The general who sighed sent tanks.", None, None),
    ],
)
def test_an_aside_has_one_speaker(text: str, speaker: str | None, verb: str | None) -> None:
    [doc] = Parser().parse([text])
    found = asides(doc, lambda t: t.lower_ in ("says", "sighed"))
    assert [(a.speaker.text, a.verb.text) for a in found] == ([(speaker, verb)] if verb else [])
    assert all(doc[i].text != verb for a in found for i in a.covered)
