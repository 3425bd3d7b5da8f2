"""The scorer: its rule of matching, its counts, its intervals, against readings made by hand."""

import json
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.coding import agreement, score_events
from benchmarks.coding.corpus_format import parse
from benchmarks.coding.event_match import (
    both_and_either,
    counted,
    kappa,
    pair,
    same_event,
    same_sides,
    shared,
)
from benchmarks.coding.readings import Mention, ReadEvent, ReadSentence, When, dump
from benchmarks.coding.score_events import Bootstrap, Reference, figures, gold
from benchmarks.coding.systems import BagOfWords, RuleCoder, TwoCountries, Unit

AT = (0, 4)


def event(type_: str, actor: str, recipient: str, at=AT, **fields) -> ReadEvent:
    sides = [tuple(Mention(at, code) for code in told.split()) for told in (actor, recipient)]
    return ReadEvent(at, type_, actor=sides[0], recipient=sides[1], **fields)


def unit(text: str, doc: str = "d") -> Unit:
    return Unit(doc, doc, text, 0, len(text), None)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (("AID", "RUS", "SYR"), ("AID", "RUS", "SYR"), True),
        (("AID", "RUS CHN", "SYR"), ("AID", "CHN", "SYR IRQ"), True),
        (("AID", "RUS", ""), ("AID", "RUS", ""), True),
        (("AID", "RUS", ""), ("AID", "RUS", "SYR"), False),
        (("AID", "SYR", "RUS"), ("AID", "RUS", "SYR"), False),
        (("COERCE", "RUS", "SYR"), ("AID", "RUS", "SYR"), False),
    ],
)
def test_the_rule_of_matching(one, two, same):
    assert same_event(event(*one), event(*two)) is same


def test_rebels_are_their_states_for_matching_and_a_side_of_their_own():
    told = ReadEvent(
        AT, "AID", actor=(Mention(AT, "IRN"),), recipient=(Mention(AT, code="REB:YEM"),)
    )
    same = replace(told, recipient=(Mention(AT, "YEM", sector="REB"),))
    state = replace(told, recipient=(Mention(AT, "YEM", sector="GOV"),))
    assert same_event(told, same) and same_event(told, state)
    assert same_sides(told, same) and not same_sides(told, state)


def test_pairs_are_as_many_as_can_be_and_each_used_once():
    first, second = event("AID", "RUS CHN", "SYR"), event("AID", "RUS", "SYR")
    assert pair([first, second], [event("AID", "RUS", "SYR"), event("AID", "CHN", "SYR")]) == [
        (0, 1),
        (1, 0),
    ]
    assert len(pair([first, second], [second])) == 1


def test_among_several_the_one_in_place_is_taken():
    near, far = (event("AID", "RUS", "SYR", at) for at in ((10, 14), (50, 54)))
    assert pair([far], [near, replace(far, status="future")]) == [(0, 1)]


def test_recall_is_over_what_both_gave_and_precision_against_either():
    shared_event, only_a = event("AID", "RUS", "SYR"), event("COERCE", "USA", "IRN")
    both, either = both_and_either([shared_event, only_a], [shared_event])
    assert both == [shared_event] and either == [shared_event, only_a]
    counts = counted([only_a], both, either)
    assert (counts["event:hit"], counts["event:wanted"]) == (0, 1)
    assert (counts["event:good"], counts["event:told"]) == (1, 1)
    assert counts["type=COERCE:good"] == 1 and counts["type=AID:wanted"] == 1


def test_fields_are_counted_on_matched_events_alone():
    day = When((5, 9), None, None)
    wanted = event("AID", "RUS", "SYR", status="future", time=day)
    told = event("AID", "RUS", "SYR", status="occurred")
    counts = counted([told, event("AID", "USA", "SYR")], [wanted], [wanted])
    assert (counts["status:right"], counts["status:of"]) == (0, 1)
    assert (counts["time:hit"], counts["time:wanted"], counts["time:told"]) == (0, 1, 0)
    assert shared(wanted, wanted, "time") == (1, 1, 1)


def test_figures_of_the_same_events_are_one():
    wanted = [[event("AID", "RUS", "SYR")], [], [event("ASSAULT", "ISR", "SYR")]]
    units = [unit("x", str(n)) for n in range(3)]
    got = figures(wanted, Reference("t", "t", units, wanted, wanted, {}))
    assert got["event"]["f1"] == [1, 1, 1]
    assert got["by_type"]["AID"]["wanted"] == 1
    assert got["fields"]["status"]["right"][0] == 1
    nothing = figures([[], [], []], Reference("t", "t", units, wanted, wanted, {}))
    assert nothing["event"]["f1"] == [0, 0, 0] and nothing["event"]["precision"] is None


def test_intervals_come_out_again_and_hold_the_value():
    hits = np.array([1.0, 0, 1, 1, 0, 1, 0, 1])
    low, high = [], []
    for _ in range(2):
        boot = Bootstrap(8)
        value = boot.share(boot.sums(hits), boot.sums(np.ones(8)))
        low.append(value[1])
        high.append(value[2])
        assert value[0] == 0.625 and value[1] < value[0] < value[2]
    assert low[0] == low[1] and high[0] == high[1]


def test_kappa():
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "a")]) is None
    assert kappa([]) is None
    assert kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]) == pytest.approx(0.5)


def test_two_countries_and_a_violence_word():
    units = [unit("Iran shelled Iraq."), unit("Iran thanked Iraq."), unit("Iran shelled a hill.")]
    found = TwoCountries().tell(units)
    assert [len(events) for events in found] == [1, 0, 0]
    assert [m.country for m in (*found[0][0].actor, *found[0][0].recipient)] == ["IRN", "IRQ"]


def test_bag_of_words_learns_types_and_none():
    head = "# round: t\n# manner: t\n# published: none\n\n"
    lines = [f"Iran gave Iraq grain {n}.\n> AID gave | a Iran=IRN | r Iraq=IRQ\n" for n in range(5)]
    lines += [
        f"Iran bombed Iraq {n}.\n> ASSAULT bombed | a Iran=IRN | r Iraq=IRQ\n" for n in range(5)
    ]
    lines += [f"Rain fell on fields {n}.\n> NONE weather\n" for n in range(5)]
    blocks, wrong = parse(head + "\n".join(lines))
    assert not wrong
    units = [
        unit("Peru gave Chile grain."),
        unit("Peru bombed Chile."),
        unit("Rain fell on fields."),
    ]
    told = BagOfWords(blocks).tell(units)
    assert [[e.type for e in events] for events in told] == [["AID"], ["ASSAULT"], []]


def test_the_coder_is_told_as_a_reading():
    text = "It rained. Russia sent Syria 40 tanks on Monday, two officials said."
    whole = Unit("d:11", "d", text, 11, len(text), None)
    ((found,),) = RuleCoder().tell([whole])
    assert found.type == "AID" and found.amount[0].unit == "tank"
    assert text[slice(*found.trigger)] == "sent"
    assert RuleCoder().tell([Unit("d:0", "d", text, 0, 10, None)]) == [[]]


def test_without_shared_or_readings_it_skips_and_says_so(tmp_path, capsys, monkeypatch):
    assert score_events.main(["--shared", str(tmp_path / "no")]) == 0
    assert "absent" in capsys.readouterr().out
    monkeypatch.setattr(score_events, "gold", lambda *_: gold("held", tmp_path, tmp_path))
    assert score_events.main(["--shared", str(tmp_path)]) == 0
    assert "no reading lies" in capsys.readouterr().out


def test_a_round_of_the_corpus_is_scored_and_frozen(tmp_path, capsys):
    pilot = score_events.CORPUS / "round-00-pilot.txt"
    call = ["--corpus", str(pilot), "--scores", str(tmp_path), "--shared", str(tmp_path)]
    assert score_events.main(call) == 0
    frozen = json.loads((tmp_path / "corpus-round-00-pilot.json").read_text())
    assert frozen["sentences"] > 30 and len(frozen["systems"]) >= 2
    capsys.readouterr()
    assert score_events.main(call) == 0
    assert "the same as before" in capsys.readouterr().out


def test_agreement_of_two_readings(tmp_path, capsys):
    one = [
        ReadSentence(
            "d", 0, 9, (event("AID", "RUS", "SYR"), event("ASSAULT", "ISR", "SYR", (6, 8)))
        ),
        ReadSentence("d", 10, 19),
    ]
    two = [ReadSentence("d", 0, 9, (event("AID", "RUS", "IRQ", polarity="support"),)), one[1]]
    got = agreement.measured(agreement.sentences(one, two))
    assert got["events"] == [2, 1] and got["event_f1"] == 0
    assert got["fields"]["type"]["f1"] == pytest.approx(2 / 3, abs=1e-3)
    assert got["fields"]["recipient"]["f1"] == 0
    assert got["fields"]["actor"]["of_paired"] == 1
    assert got["sentence_has_event"]["kappa"] == 1
    for name, read in (("a", one), ("b", two)):
        dump(read, tmp_path / f"{name}.jsonl")
    files = [str(tmp_path / f"{name}.jsonl") for name in ("a", "b")]
    assert agreement.main([*files, "--list", "event"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert agreement.main([*files, "--list", "polarity"]) == 0
    assert "None | support" in capsys.readouterr().out
