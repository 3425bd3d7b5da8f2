"""Pairs: who does what to whom, whichever way it is said, and NONE where nothing is."""

from __future__ import annotations

import pytest

from patronage.coding.label import Evidence, Labeller, PairAsked
from patronage.coding.mixing import Weights, by_triggers, mixed, types
from patronage.coding.model.marking import MARKS, marked
from patronage.coding.model.wordpiece import WordPiece
from patronage.records import Problem, Span

WEIGHTS = Weights(
    marks=0.5, words=0.5, triggers=1.0, encoder=0.5, floor=0.0, none=0.1, seen=0.5,
    none_open=0.4, seen_open=0.5,
)  # fmt: skip
CUTTER = WordPiece(["[UNK]", "[CLS]", "[SEP]", *MARKS, *"abcdefgh"])


def asked(text: str, source: str, target: str) -> PairAsked:
    places = [(text.index(side), text.index(side) + len(side)) for side in (source, target)]
    return PairAsked(text, Span(*places[0]), Span(*places[1]))


def row(kind: str, share: float) -> dict[str, float]:
    return dict.fromkeys(types(), 0.0) | {"NONE": 1 - share, kind: share}


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    return Labeller()


@pytest.mark.parametrize(
    ("text", "source", "target", "type_"),
    [
        ("Kenya condemned Ghana for the raid.", "Kenya", "Ghana", "ACCUSE"),
        ("Ghana was bombed by Togo on Sunday.", "Togo", "Ghana", "ASSAULT"),
        ("Peru sent 40 tonnes of rice to Chad.", "Peru", "Chad", "AID"),
        ("The Malian prime minister met Chadian officials.", "Malian", "Chadian", "CONSULT"),
        ("Police arrested nine protesters in Lome.", "Police", "nine protesters", "COERCE"),
    ],
)
def test_plain_deeds_get_their_type(
    labeller: Labeller, text: str, source: str, target: str, type_: str
) -> None:
    [told] = labeller.label([asked(text, source, target)])
    assert not isinstance(told, Problem)
    assert max(told, key=told.__getitem__) == type_
    assert set(told) == set(types())
    assert sum(told.values()) == pytest.approx(1)


def test_the_pair_decides_and_not_the_sentence(labeller: Labeller) -> None:
    text = "Kenya praised Ghana, while Togo bombed Benin."
    one, two = labeller.label([asked(text, "Kenya", "Ghana"), asked(text, "Togo", "Benin")])
    assert not isinstance(one, Problem)
    assert not isinstance(two, Problem)
    assert one["SUPPORT"] > two["SUPPORT"]
    assert two["ASSAULT"] > one["ASSAULT"]


def test_only_the_sentences_of_the_pair_are_read(labeller: Labeller) -> None:
    text = "Kenya praised Ghana."
    more = f"Togo bombed Benin on Friday. {text} Police beat students in Lima."
    alone, within = labeller.label([asked(text, "Kenya", "Ghana"), asked(more, "Kenya", "Ghana")])
    assert alone == pytest.approx(within, abs=0.05)


def test_company_and_order_change_no_label(labeller: Labeller) -> None:
    pairs = [
        asked("Kenya condemned Ghana for the raid.", "Kenya", "Ghana"),
        asked("Peru sent 40 tonnes of rice to Chad.", "Peru", "Chad"),
    ] * 40
    told = [max(t, key=t.__getitem__) for t in labeller.label(pairs) if isinstance(t, dict)]
    assert told == ["ACCUSE", "AID"] * 40


def test_less_is_expected_and_less_is_none() -> None:
    found = Evidence(None, ((row("AID", 0.6), 0.9, 0.9),))
    shares = [mixed(found, WEIGHTS, none)["NONE"] for none in (0.0, 0.1, 0.5, 0.9)]
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert len(set(shares)) == 4


def test_a_text_without_sides_has_a_share_of_none_of_its_own() -> None:
    trigger = (row("AID", 0.6), 1.0, 1.0)
    one, two = (mixed(Evidence(None, (trigger,), open=o), WEIGHTS)["NONE"] for o in (False, True))
    assert one < two < 0.5


def test_a_trigger_of_others_tells_nothing_of_a_pair() -> None:
    own, other = (row("AID", 0.9), 0.9, 0.9), (row("ASSAULT", 0.9), 0.9, 0.05)
    told = by_triggers(Evidence(None, (own, other)), 0.0)
    assert max(told, key=told.__getitem__) == "AID"
    assert sum(told.values()) == pytest.approx(1)
    assert by_triggers(Evidence(None, ()), 0.1)["NONE"] == 1


def test_a_long_sentence_keeps_what_stands_near_the_sides() -> None:
    words = list("abcdefgh") * 50
    found = marked(CUTTER, words, [(100, 102), (120, 121)], most=40)
    assert found is not None
    assert len(found.numbers) <= 40
    assert {100, 101, 120} <= set(found.words)
    assert found.words == sorted(found.words)
    assert found.numbers[found.marks[0]] == CUTTER.number[MARKS[0]]
    assert found.numbers[found.marks[1]] == CUTTER.number[MARKS[2]]


def test_sides_that_fill_more_than_there_is_are_not_read() -> None:
    assert marked(CUTTER, list("abcdefgh") * 50, [(0, 300), (310, 311)], most=40) is None
    within = marked(CUTTER, list("abc"), [(0, 3), (1, 2)])  # "Iran's minister" and "Iran"
    assert within is not None
    assert sum(n in {CUTTER.number[m] for m in MARKS} for n in within.numbers) == 4
