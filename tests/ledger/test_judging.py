"""Corrections: what they change, which holds, and how they are taken back."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from patronage.errors import LedgerError, UnknownNameError, UsageError
from patronage.ledger import Ledger, correction, undoing
from patronage.records import Judgement, Span

from .samples import NOW, coding, document, event, found

HOUR = dt.timedelta(hours=1)
ONE = document(1)


@pytest.fixture
def coded(ledger):
    ledger.append([found(ONE)], [coding(ONE)], NOW)
    return ledger


def judgement(field, new, span=None, who="ann", undoes=None):
    place = span or event(ONE).span
    return Judgement("", ONE.id, place, field, "", json.dumps(new), who, "read it", undoes)


def first(ledger, **asked):
    return next(e for e in ledger.events(**asked) if e.id == event(ONE).id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "REQUEST"),
        ("mode", None),
        ("instrument", "loan"),
        ("polarity", None),
        ("polarity", "pressure"),
        ("status", "negated"),
    ],
)
def test_a_word_is_corrected_in_every_read(coded, field, value):
    coded.judge(judgement(field, value), NOW + HOUR)
    told = first(coded)
    assert getattr(told, field) == value
    assert (told.coder_score, told.coder) == (1.0, "coder 1+judged by ann")
    row = next(row for row in coded.frame().to_pylist() if row["id"] == told.id)
    assert (row[field], row["coder_score"]) == (value, 1.0)
    assert len([e for e in coded.events() if "judged" in e.coder]) == 1
    assert coded.verify() == []


def test_actors_are_corrected_and_filter(coded):
    coded.judge(judgement("actor", ["CHN", "NATO"]), NOW + HOUR)
    coded.judge(judgement("recipient", []), NOW + HOUR)
    told = first(coded)
    assert [a.key for a in told.actor] == ["CHN", "NATO"]
    assert [a.country for a in told.actor] == ["CHN", None]
    assert told.recipient == ()
    assert [e.id for e in coded.events(client="CHN")] == [told.id]
    assert coded.frame(client="CHN")["actor"].to_pylist() == [["CHN", "NATO"]]
    assert told.id not in [e.id for e in coded.events(client="VEN")]


def test_what_is_no_event_is_dropped_until_undone(coded):
    gone = coded.judge(judgement("event", False), NOW + HOUR)
    assert len(coded.events()) == coded.frame().num_rows == 2
    undo = coded.judge(judgement("event", None, undoes=gone.id), NOW + 2 * HOUR)
    assert len(coded.events()) == 3
    coded.judge(judgement("event", None, undoes=undo.id), NOW + 3 * HOUR)
    assert len(coded.events()) == 2
    assert len(coded.judgements()) == 3
    assert coded.verify() == []


def test_the_latest_wins_and_undoing_it_brings_back_the_one_before(coded):
    coded.judge(judgement("type", "REQUEST"), NOW + HOUR)
    later = coded.judge(judgement("type", "AGREE", who="bob"), NOW + 2 * HOUR)
    assert first(coded).type == "AGREE"
    assert first(coded).coder == "coder 1+judged by bob"
    coded.judge(judgement("type", None, undoes=later.id), NOW + 3 * HOUR)
    assert first(coded).type == "REQUEST"


def test_judges_of_several_fields_are_all_named(coded):
    coded.judge(judgement("type", "REQUEST", who="bob"), NOW + HOUR)
    coded.judge(judgement("polarity", None), NOW + HOUR)
    assert first(coded).coder == "coder 1+judged by ann, bob"


def test_known_on_goes_back_before_a_judgement(coded):
    coded.judge(judgement("type", "REQUEST"), NOW + HOUR)
    assert first(coded, known_on=NOW).type == "AID"
    assert first(coded, known_on=NOW + HOUR).type == "REQUEST"
    assert coded.judgements(known_on=NOW) == []


def test_a_later_coding_stays_corrected(coded):
    coded.judge(judgement("type", "REQUEST"), NOW + HOUR)
    coded.append([], [coding(ONE, "coder 2")], NOW + 2 * HOUR)
    assert (first(coded).type, first(coded).coder) == ("REQUEST", "coder 2+judged by ann")


def test_a_trigger_tells_events_of_one_sentence_apart(ledger):
    span, quote = Span(0, 5), ONE.text[:5]
    two = [event(ONE, n, id=f"e{n}", span=span, quote=quote) for n in range(2)]
    ledger.append([found(ONE)], [coding(ONE, events=0)], NOW)
    ledger.append([], [type(coding(ONE))(ONE.id, "coder 2", tuple(two))], NOW + HOUR)
    ledger.judge(judgement("type", "AGREE", span), NOW + HOUR)
    ledger.judge(judgement("type", "REQUEST", two[1].trigger, who="bob"), NOW)
    assert [(e.id, e.type) for e in ledger.events()] == [("e0", "AGREE"), ("e1", "REQUEST")]
    assert ledger.events()[1].coder.endswith("+judged by ann+judged by bob")
    assert ledger.verify() == []


def test_judging_twice_adds_nothing(coded):
    one, same = (coded.judge(judgement("type", "REQUEST"), NOW + n * HOUR) for n in (1, 2))
    assert one == same
    assert len(coded.judgements()) == 1
    assert Ledger(coded.path).judgements() == [one]


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (judgement("quote", "x"), UsageError, "No field 'quote'"),
        (judgement("type", None), UsageError, "takes a word"),
        (judgement("type", "SUPORT"), UnknownNameError, "SUPPORT"),
        (judgement("actor", "RUS"), UsageError, "list of codes"),
        (judgement("event", "perhaps"), UsageError, "not an event"),
        (judgement("type", "AID", who=" "), UsageError, "who"),
        (Judgement("", ONE.id, Span(0, 1), "type", "", "AID", "a", ""), UsageError, "no JSON"),
        (Judgement("", "absent", Span(0, 1), "type", "", '"AID"', "a", ""), LedgerError, "absent"),
        (judgement("type", None, undoes="absent"), LedgerError, "to undo"),
    ],
)
def test_what_cannot_hold_is_refused(coded, wrong, error, words):
    with pytest.raises(error, match=words):
        coded.judge(wrong, NOW)
    assert coded.judgements() == []


def test_what_a_reader_typed_is_kept_said_once_and_taken_back(coded):
    old = first(coded)
    made = correction(old, "actor", "CHN,Cuba", who="ann", why="read it", now=NOW)
    assert json.loads(made.old) == [a.key for a in old.actor]
    assert coded.holding(made) is None
    kept = coded.judge(made, NOW + HOUR)
    assert [a.key for a in first(coded).actor] == ["CHN", "CUB"]
    again = correction(old, "actor", "CHN,Cuba", who="ann", why="read it", now=NOW + HOUR)
    assert coded.holding(again) == kept
    assert coded.holding(replace(again, who="ben")) is None
    coded.judge(undoing(kept, who="ann", why="misread", now=NOW + HOUR), NOW + 2 * HOUR)
    assert first(coded).actor == old.actor
    assert [holds for _, _, holds in coded.corrections()] == [False, True]
    none = correction(old, "mode", "none", who="ann", why="", now=NOW)
    assert json.loads(none.new) is None
