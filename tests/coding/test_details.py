"""The fields around an event: whose amounts, whose time, and mode, instrument, polarity."""

from __future__ import annotations

import datetime as dt

import pytest

from patronage import codebook
from patronage.actors import Cast, gazetteer
from patronage.coding import Coder, details, sentences, times
from patronage.coding.candidates import Candidate
from patronage.coding.model.details import fields_of
from patronage.coding.parse import Parser
from patronage.coding.standins import reading
from patronage.coding.tree import Tree
from patronage.records import Document


def plain(text: str, word: str, kind: str) -> tuple[Tree, Candidate]:
    """A sentence and the candidate of one of its words, as a model would propose it."""
    spans = sentences.split(text, None)
    own = Cast(gazetteer(), text, spans, None).in_sentence(0)
    read = reading(text, 0, own)
    [doc] = Parser().parse([read.text])
    tree = Tree(doc, read, own)
    token = next(t for t in doc if t.text == word)
    objects = tuple(tree.objects(token))
    return tree, Candidate(token, kind, None, None, "direct", f"model:{word}", objects=objects)


@pytest.mark.parametrize(
    ("text", "word", "kind", "mode", "instrument", "polarity"),
    [
        ("Russia sent missiles to Syria.", "sent", "AID", None, "arms", "support"),
        ("Russian jets bombed a school in Syria.", "bombed", "ASSAULT", "aerial", "strike",
         "pressure"),
        ("Egypt jailed two journalists.", "jailed", "COERCE", "arrest", None, "pressure"),
    ],
)  # fmt: skip
def test_fields_of_any_trigger(
    text: str, word: str, kind: str, mode: str | None, instrument: str | None, polarity: str | None
) -> None:
    assert fields_of(*plain(text, word, kind))[:3] == (mode, instrument, polarity)


@pytest.mark.parametrize("kind", [row["type"] for row in codebook.rows("types")])
def test_a_mode_is_one_of_its_type(kind: str) -> None:
    mode, instrument, polarity, _ = fields_of(*plain("Russia hit Syria.", "hit", kind))
    assert mode is None or mode in {r["mode"] for r in codebook.rows("modes") if r["type"] == kind}
    assert instrument is None or instrument in {
        r["instrument"] for r in codebook.rows("instruments")
    }
    assert polarity in (None, "support", "pressure", "curtailment")


def test_a_time_of_another_clause_dates_no_event() -> None:
    text = "Russia sent missiles to Syria on Monday, and Turkey condemned the Russian government."
    found = times.find(text, dt.date(2018, 5, 2))
    tree, candidate = plain(text, "sent", "AID")
    sent = details.nearest(tree, found, candidate)
    tree, condemned = plain(text, "condemned", "ACCUSE")
    assert sent is not None
    assert sent.text == "on Monday"
    assert details.nearest(tree, found, condemned) is None


def test_those_who_tell_are_no_amount_of_the_deed(coder: Coder) -> None:
    text = "Russia sent 40 tanks to Syria, two diplomats said."
    [event] = coder.code(Document.of(text)).events
    assert [a.text for a in event.amount] == ["40 tanks"]


def test_who_backs_a_claimant_presses_the_government(coder: Coder) -> None:
    text = "Canada recognised Mr Guaidó. Russia backed Mr Maduro."
    document = Document.of(text, published=dt.date(2019, 1, 25))
    told = {e.actor[0].key: e.polarity for e in coder.code(document).events}
    assert told == {"CAN": "pressure", "RUS": "support"}
