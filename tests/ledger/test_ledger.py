"""Reads: what comes back, and what the filters let through."""

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.errors import LedgerError, UsageError
from patronage.ledger import FRAME, Ledger
from patronage.records import Coding

from . import strategies
from .samples import (
    CODER,
    DAY,
    NOW,
    actor,
    batch,
    claim,
    coding,
    document,
    event,
    found,
    sighting,
)

LATER = NOW + dt.timedelta(days=1)


def test_what_went_in_comes_out(ledger):
    one = document(1)
    ledger.append([found(one)], [coding(one)], NOW)
    assert ledger.documents() == [one]
    assert ledger.sightings() == [sighting(one)]
    assert ledger.events() == list(coding(one).events)
    assert ledger.claims() == list(coding(one).claims)
    assert ledger.problems() == list(coding(one).problems)
    assert ledger.coded(CODER) == {one.id}
    assert ledger.coded("another") == set()


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_record_survives(data):
    documents = {d.id: d for d in data.draw(st.lists(strategies.DOCUMENT, min_size=1, max_size=4))}
    codings = [data.draw(strategies.codings(one)) for one in documents.values()]
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(folder, create=True)
        done = ledger.append([found(d) for d in documents.values()], codings, NOW)
        assert done.refused == ()
        assert {d.id: d for d in ledger.documents()} == documents
        # Random ids and spans repeat, so records are counted and not looked up.
        assert Counter(ledger.events()) == Counter(e for c in codings for e in c.events)
        assert Counter(ledger.claims()) == Counter(m for c in codings for m in c.claims)
        assert Counter(ledger.problems()) == Counter(p for c in codings for p in c.problems)


def test_an_empty_ledger_answers(ledger):
    frame = ledger.frame(client="VEN", as_of=DAY, known_on=NOW)
    assert frame.num_rows == 0
    assert frame.column_names == [name for name, _ in FRAME]
    assert (ledger.events(), ledger.claims(), ledger.documents(), ledger.sightings()) == ([],) * 4
    assert (ledger.problems(), ledger.judgements(), ledger.find("oil")) == ([], [], [])


def test_frame_is_flat_and_typed(ledger):
    one = document(1)
    ledger.append([found(one)], [Coding(one.id, CODER, (event(one),))], NOW)
    frame = ledger.frame()
    assert str(frame.schema.field("available").type) == "date32[day]"
    assert str(frame.schema.field("sentence").type) == "int32"
    row = frame.to_pylist()[0]
    told = event(one)
    assert row == {
        **{"id": told.id, "document": one.id, "sentence": 0, "available": DAY, "headline": False},
        **{"actor": ["RUS"], "recipient": ["VEN"], "beneficiary": [], "against": []},
        **{"type": "AID", "mode": None, "polarity": "support", "instrument": "logistics"},
        **{"status": "occurred", "start": dt.date(2018, 1, 1), "end": dt.date(2019, 1, 1)},
        **{"precision": "year", "amount": ["100%"], "in_return_for": ["oil"]},
        **{"attribution": ["Paper"], "quote": told.quote, "intensity": -0.1, "coder_score": 0.8},
    }


@pytest.mark.parametrize("role", ["actor", "recipient", "beneficiary", "against"])
def test_client_is_found_in_each_role(ledger, role):
    one = document(1)
    none = dict.fromkeys(("actor", "recipient", "beneficiary", "against"), ())
    inside = event(one, 0, **{**none, role: (actor(one, "Russia", "CUB"),)})
    ledger.append([found(one)], [Coding(one.id, CODER, (inside, event(one, 1)))], NOW)
    assert ledger.events(client="CUB") == [inside]
    assert ledger.frame(client="CUB")["id"].to_pylist() == [inside.id]
    assert ledger.events(client="CU") == []


def test_claims_are_of_a_client_by_their_subject(ledger):
    one = document(1)
    ledger.append([found(one)], [coding(one)], NOW)
    assert len(ledger.claims(client="VEN")) == 1
    assert ledger.claims(client="RUS") == []


def test_reads_by_id(ledger):
    ledger.append(*batch(range(3)), NOW)
    some = ledger.events()[2:5]
    assert ledger.events([e.id for e in some]) == some
    assert ledger.events([]) == []
    assert [d.id for d in ledger.documents([document(1).id, "absent"])] == [document(1).id]
    assert ledger.claims([claim(document(2)).id]) == [claim(document(2))]
    with pytest.raises(UsageError, match="list"):
        ledger.events("abc")


def test_as_of_counts_the_undated(ledger):
    dated, undated, late = document(1), document(2, None), document(3, DAY.replace(year=2030))
    three = [dated, undated, late]
    ledger.append([found(d) for d in three], [coding(d) for d in three], NOW)
    frame = ledger.frame(as_of=DAY)
    assert set(frame["document"].to_pylist()) == {dated.id}
    assert frame.schema.metadata == {b"undated_left_out": b"1"}
    assert ledger.undated_left_out(as_of=DAY) == 1
    assert ledger.frame(as_of=DAY - dt.timedelta(days=1)).num_rows == 0
    assert ledger.frame().schema.metadata == {b"undated_left_out": b"0"}
    assert ledger.documents(as_of=DAY) == [dated]
    # A note on an undated text must not vanish with it.
    assert {p.source for p in ledger.problems(as_of=DAY)} == {dated.id, undated.id}


def test_the_earliest_sighting_dates_a_document(ledger):
    one = document(1, DAY)
    early = sighting(one, DAY.replace(year=2020), url="early")
    ledger.append([found(one)], [coding(one)], NOW)
    assert ledger.frame(as_of=DAY.replace(year=2021)).num_rows == 0
    ledger.append([(one, early)], [], LATER)
    frame = ledger.frame(as_of=DAY.replace(year=2021))
    assert set(frame["available"].to_pylist()) == {DAY.replace(year=2020)}
    assert ledger.frame(as_of=DAY.replace(year=2021), known_on=NOW).num_rows == 0
    assert ledger.sightings([one.id]) == [early, sighting(one)]


def test_the_latest_coding_is_seen_and_earlier_ones_by_known_on(ledger):
    one = document(1)
    ledger.append([found(one)], [coding(one, "coder 1", 3)], NOW)
    ledger.append([found(one)], [coding(one, "coder 2", 1)], LATER)
    assert {e.coder for e in ledger.events()} == {"coder 2"}
    assert len(ledger.claims()) == 1
    assert {e.coder for e in ledger.events(known_on=NOW)} == {"coder 1"}
    assert len(ledger.events(known_on=NOW.date())) == 3  # a date means the end of that day
    assert ledger.events(known_on=NOW - dt.timedelta(microseconds=1)) == []
    assert ledger.documents(known_on=NOW.date() - dt.timedelta(days=1)) == []
    assert ledger.verify() == []


def test_instants_are_compared_in_utc(ledger):
    one = document(1)
    ledger.append([found(one)], [coding(one)], NOW)
    east = dt.timezone(dt.timedelta(hours=9))
    assert len(ledger.events(known_on=NOW.astimezone(east))) == 3
    assert ledger.events(known_on=NOW.replace(tzinfo=east)) == []
    assert len(ledger.events(known_on=NOW.replace(tzinfo=None))) == 3


def test_find_needs_every_word_and_takes_signs_as_they_are(ledger):
    one, two = document(1), document(2, DAY.replace(year=2026))
    ledger.append([found(one), found(two)], [coding(one, events=1), coding(two, events=1)], NOW)
    assert [e.document for e in ledger.find("FUEL venezuela")] == [two.id, one.id]
    assert [e.document for e in ledger.find("réport 1.")] == [one.id]
    assert len(ledger.find("re\u0301port")) == 2
    assert ledger.find("fuel absent") == []
    assert len(ledger.find("100% no_one")) == 2
    assert ledger.find("10%0") == []
    assert ledger.find("no_on_") == []
    assert ledger.find("!") == ledger.find("'")[2:] == ledger.find("\\") == []
    assert len(ledger.find("fuel", limit=1)) == 1
    assert len(ledger.find("fuel", as_of=DAY)) == 1
    assert ledger.find("fuel", client="CHN") == []
    with pytest.raises(UsageError):
        ledger.find("  ")


DAYS = st.sampled_from([None, *(dt.date(2025, month, 1) for month in range(1, 7))])
AS_OF = dt.date(2025, 6, 15)


def seen(ledger):
    """All that a reader may ask as of the date."""
    frame = ledger.frame(as_of=AS_OF)
    reads = (ledger.events, ledger.claims, ledger.documents, ledger.sightings, ledger.problems)
    return (
        frame.to_pylist(),
        frame.schema.metadata,
        ledger.undated_left_out(client="VEN", as_of=AS_OF),
        ledger.find("fuel", as_of=AS_OF),
        *(read(as_of=AS_OF) for read in reads),
    )


@settings(max_examples=8, deadline=None)
@given(
    base=st.lists(st.tuples(st.integers(0, 3), DAYS), max_size=5),
    extra=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 300)), min_size=1, max_size=4),
)
def test_what_is_available_later_changes_nothing_as_of(base, extra):
    def add(ledger, appearances):
        texts = {n: document(n, day) for n, day in reversed(appearances)}
        sightings = [(texts[n], sighting(texts[n], day, f"{n} {day}")) for n, day in appearances]
        ledger.append(sightings, [coding(text) for text in texts.values()], NOW)

    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(folder, create=True)
        add(ledger, base)
        before = seen(ledger)
        add(ledger, [(n, AS_OF + dt.timedelta(days=days)) for n, days in extra])
        assert seen(ledger) == before
        assert len(ledger.documents()) == len({n for n, _ in (*base, *extra)})


def test_compact_keeps_what_is_seen(ledger):
    for n in range(4):
        ledger.append(*batch(range(n, n + 1)), NOW)
    ledger.append([], [coding(document(0), "coder 2", 1)], LATER)
    before = (ledger.events(), ledger.documents(), ledger.problems(), ledger.sightings())
    done = ledger.compact(superseded=True, orphans=True)
    assert done.files_after < done.files_before
    assert done.dropped == 1 + 3 + 4 + 1 + 1  # coding, events, spans, claim, problem
    assert (ledger.events(), ledger.documents(), ledger.problems(), ledger.sightings()) == before
    assert ledger.verify() == []
    assert ledger.events(known_on=NOW) == [e for e in before[0] if e.document != document(0).id]


def test_compact_drops_nothing_unasked(ledger):
    one = document(1)
    ledger.append([found(one)], [coding(one)], NOW)
    ledger.append([], [coding(one, "coder 2")], LATER)
    assert ledger.compact().dropped == 0
    assert len(ledger.events(known_on=NOW)) == 3


def test_two_ledger_objects_see_the_same(ledger):
    other = Ledger(ledger.path)
    ledger.append(*batch(range(2)), NOW)
    assert other.events() == ledger.events() != []


def test_a_coding_needs_its_document(ledger):
    with pytest.raises(LedgerError, match="no document of this ledger"):
        ledger.append([], [coding(document(1))], NOW)


def test_recorded_must_be_an_instant(ledger):
    with pytest.raises(UsageError, match="instant"):
        ledger.append([], [], DAY)


def test_documents_keep_what_was_recorded_first(ledger):
    one = document(1)
    ledger.append([found(one)], [], NOW)
    ledger.append([found(replace(one, title="Another"))], [], LATER)
    assert ledger.documents() == [one]
