"""Evidence rows: numbering, anchors, and the words that are marked."""

from __future__ import annotations

from dataclasses import replace

import brief_fixture

from patronage.records import Span
from patronage.report.evidence import Index, Ref, pieces

TEXT = "First words. The ship sailed to port, said one. Last words."


def test_pieces_give_back_the_sentence() -> None:
    made = pieces(TEXT, [(Span(13, 36), "q"), (Span(22, 28), "t support"), (Span(17, 21), "a")])
    assert "".join(p.text for p in made) == "The ship sailed to port, said one."
    assert [p.text for p in made if p.trigger == "support"] == ["sailed"]
    assert [p.text for p in made if p.actor] == ["ship"]
    assert "".join(p.text for p in made if not p.quoted) == ", said one."


def test_overlapping_marks_are_cut_and_not_doubled() -> None:
    made = pieces(TEXT, [(Span(13, 47), "q"), (Span(13, 28), "a"), (Span(17, 32), "t")])
    assert "".join(p.text for p in made) == TEXT[13:47]


def test_rows_are_named_where_their_trigger_ends() -> None:
    ref = Ref(1, "e-1")
    made = pieces(TEXT, [(Span(13, 47), "q"), (Span(22, 28), "t")], {28: (ref,)})
    assert [p.text for p in made if p.refs] == ["sailed"]


def test_a_sentence_without_end_is_cut_and_says_so() -> None:
    text = "a" * 5000
    made = pieces(text, [(Span(0, 5000), "q")])
    assert sum(len(p.text) for p in made) < 1600
    assert "3,500 characters not shown" in made[-1].text


def test_numbers_follow_the_texts_and_anchors_the_ids() -> None:
    brief = brief_fixture.brief()
    index = Index(brief)
    rows = [r for p in index.papers() for s in p.sentences for r in s.rows]
    assert [r.ref.number for r in rows] == list(range(1, len(brief.events) + 1))
    assert {r.ref.anchor for r in rows} == {f"e-{e.id[:8]}" for e in brief.events}


def test_odd_and_equal_ids_still_have_anchors_of_their_own() -> None:
    brief = brief_fixture.brief()
    ids = ["a b", "x", "12345678-one", "12345678-two", ""]
    events = tuple(replace(e, id=i) for e, i in zip(brief.events, ids, strict=False))
    rows = Index(replace(brief, events=events)).of(ids).rows
    assert len({r.anchor for r in rows}) == len(ids)
    assert all(r.anchor.replace("-", "").isalnum() for r in rows)


def test_missing_evidence_is_counted() -> None:
    index = Index(brief_fixture.brief())
    refs = index.of([brief_fixture.brief().events[0].id, "gone", "gone"])
    assert len(refs.rows) == 1 and refs.missing == 1


def test_a_quote_that_moved_is_shown_unmarked() -> None:
    brief = brief_fixture.brief()
    moved = replace(brief.events[-1], span=Span(3, 9))
    index = Index(replace(brief, events=(moved,)))
    (paper,) = index.papers()
    assert paper.sentences[0].pieces[0].text == moved.quote
    assert len(paper.sentences[0].pieces) == 1
