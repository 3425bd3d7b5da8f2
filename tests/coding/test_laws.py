"""Laws that hold for any text: swapped countries, spans, ids, and what later text may change."""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching import cases, document
from swapping import PARTNERS, pairs, swapped, swapper

from patronage.coding import Coder
from patronage.records import Coding, Document

ROWS = cases()
TEXTS = [row["text"] for row in ROWS]
SHARE = 0.98


@cache
def one_coder() -> Coder:
    """For Hypothesis, which wants no fixtures of a smaller scope."""
    return Coder()


def made(indices: list[int]) -> Document:
    return Document.of("\n\n".join(TEXTS[i] for i in indices))


MIXTURES = st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=6, unique=True).map(made)


def test_swapping_two_countries_swaps_their_events(
    coder: Coder, capsys: pytest.CaptureFixture[str]
) -> None:
    events = kept = texts = without = 0
    for row in ROWS:
        for pair in pairs(row, PARTNERS):
            counts = swapped(coder, document(row), pair)
            if counts is None:
                without += 1
                continue
            texts += 1
            events += counts[0]
            kept += counts[1]
    with capsys.disabled():
        print(
            f"\nswapped countries: {kept}/{events} = {kept / events:.4f} of events swapped, over "
            f"{texts} texts with a twin; {without} name the country by a leader or inside a name"
        )
    assert texts > 1000
    assert kept / events >= SHARE


def test_a_swap_taken_back_gives_the_text() -> None:
    text = "Danish troops left Peru; the Peruvians met Danes in Copenhagen, not Lima."
    change = swapper("DNK", "PER", text)
    assert change is not None
    assert change(text) == (
        "Peruvian troops left Denmark; the Danes met Peruvians in Lima, not Copenhagen."
    )
    assert change(change(text)) == text


@settings(max_examples=40, deadline=None)
@given(MIXTURES)
def test_spans_slice_to_their_words(doc: Document) -> None:
    coding = one_coder().code(doc)
    for event in coding.events:
        assert event.span.of(doc.text) == event.quote
        assert event.span.start <= event.trigger.start < event.trigger.end <= event.span.end
        actors = (*event.actor, *event.recipient, *event.beneficiary, *event.against)
        parts = (*actors, *event.amount, *event.attribution, *([event.time] if event.time else []))
        for part in parts:
            assert part.span.of(doc.text) == part.text
    for claim in coding.claims:
        assert claim.span.of(doc.text) == claim.quote


@settings(max_examples=20, deadline=None)
@given(MIXTURES)
def test_the_same_text_twice_is_the_same_coding(doc: Document) -> None:
    first = one_coder().code(doc)
    assert one_coder().code(doc) == first
    assert first.document == Document.of(doc.text).id
    ids = [event.id for event in first.events]
    assert len(set(ids)) == len(ids)


def test_another_coder_gives_the_same_ids(coder: Coder) -> None:
    other = Coder()
    for row in islice(ROWS, 0, None, 10):
        assert ids(other.code(document(row))) == ids(coder.code(document(row)))


def ids(coding: Coding) -> list[str]:
    return [record.id for record in (*coding.events, *coding.claims)]


@settings(max_examples=40, deadline=None)
@given(MIXTURES, st.sampled_from([r["text"] for r in ROWS if not r["events"]]))
def test_a_paragraph_added_after_leaves_earlier_events_as_they_are(
    doc: Document, more: str
) -> None:
    # the same id, so that records can be compared whole
    longer = Document.of(f"{doc.text}\n\n{more}", id=doc.id)
    before = one_coder().code(doc).events
    after = [e for e in one_coder().code(longer).events if e.span.end <= len(doc.text)]
    assert after == list(before)


@settings(max_examples=20, deadline=None)
@given(st.lists(MIXTURES, min_size=2, max_size=5))
def test_documents_coded_together_do_not_touch(docs: list[Document]) -> None:
    together = list(one_coder().code_all(docs))
    assert together == [one_coder().code(doc) for doc in docs]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_too_odd(text: str) -> None:
    coding = one_coder().code(Document.of(text))
    assert not coding.problems
