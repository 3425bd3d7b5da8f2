"""The corpus' markup: what it means, and that every kind of mistake is told with its line."""

import datetime as dt
import re
from pathlib import Path

import pytest
from benchmarks.coding import validate_corpus
from benchmarks.coding.corpus_format import parse, read_all
from benchmarks.coding.diversity import measured, near_duplicates, type_token_ratio
from benchmarks.coding.readings import ReadSentence, dump, faults, load, spans

CORPUS = Path(__file__).parents[2] / "benchmarks" / "coding" / "corpus"
HEAD = "# round: t\n# manner: wire\n# published: 2016-10-05\n\n"


def one(block: str):
    blocks, wrong = parse(HEAD + block)
    assert not wrong, wrong
    assert len(blocks) == 1
    return blocks[0]


def complaints(block: str) -> list[str]:
    return [str(fault) for fault in parse(HEAD + block)[1]]


def test_every_field_is_read():
    block = one(
        "~ Assad wrote.\n"
        "Then Iran sent Iraq 12-15 jets on Monday for oil, aides said, for Iran is rich.\n"
        "> AID sent | a Iran~1=IRN.MIL | r Iraq=IRQ | b ^Assad=SYR | x Iran~2=IRN"
        " | future arms #military | q 12-15 jets=~12..15 jet arms | t on Monday=2016-10-03"
        " | for oil=oil | by aides=? said\n"
    )
    (event,) = block.events
    said = {name: block.text[slice(*span)] for name, span in spans(event)}
    assert said == {
        "trigger": "sent", "actor": "Iran", "recipient": "Iraq", "beneficiary": "Assad",
        "against": "Iran", "amount": "12-15 jets", "in_return_for": "oil", "time": "on Monday",
        "attribution": "aides",
    }  # fmt: skip
    assert block.sentence.startswith("Then Iran")
    assert event.actor[0].sector == "MIL" and event.recipient[0].sector == "GOV"
    assert event.against[0].span > event.actor[0].span
    assert (event.polarity, event.status, event.instrument) == ("support", "future", "arms")
    assert (event.amount[0].value, event.amount[0].high, event.amount[0].unit) == (12, 15, "jet")
    assert (event.time.start, event.time.end) == (dt.date(2016, 10, 3), dt.date(2016, 10, 4))
    assert event.attribution[0].cue == "said" and event.attribution[0].country is None


def test_codes():
    block = one(
        "Iran armed Syrian rebels, gunmen, the UN and some men.\n> AID armed | a Iran=IRN"
        " | r Syrian rebels=REB:SYR | r gunmen=.UAF | r UN=UNO | r men=?\n"
    )
    told = [(m.country, m.code, m.sector) for m in block.events[0].recipient]
    assert told == [("SYR", None, "REB"), (None, None, "UAF"), (None, "UNO", None), (None,) * 3]


def test_a_code_given_once_holds_in_its_block():
    block = one(
        "Iran met Iraq and armed it.\n"
        "> CONSULT met | w Iran=IRN | w Iraq=IRQ\n> AID armed | a Iran | r it=IRQ\n"
    )
    assert {m.country for m in block.events[0].recipient} == {"IRN", "IRQ"}
    assert block.events[1].actor[0].country == "IRN"


@pytest.mark.parametrize(
    ("told", "start", "end", "precision"),
    [
        ("2014..", "2014-01-01", "2016-10-06", "since"),
        ("..2015-02-01", None, "2015-02-01", "until"),
        ("2014..2016", "2014-01-01", "2016-01-01", "range"),
        ("2014-02", "2014-02-01", "2014-03-01", "month"),
        ("2014", "2014-01-01", "2015-01-01", "year"),
        ("2016-06-01..2016-09-01 season", "2016-06-01", "2016-09-01", "season"),
        ("?", None, None, "relative"),
    ],
)
def test_times(told, start, end, precision):
    time = one(f"Iran hit it then.\n> ASSAULT hit | a Iran=IRN | t then={told}\n").events[0].time
    assert [d and d.isoformat() for d in (time.start, time.end)] == [start, end]
    assert time.precision == precision


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("AIDE sent", "unknown type 'AIDE'. Nearest: AID"),
        ("CONSULT/vist sent", "unknown mode 'vist' of CONSULT. Nearest: visit"),
        ("AID", "without a trigger"),
        ("AID gave", "'gave' does not stand"),
        ("AID sent | a Iran=IRN", "stands there 2 times"),
        ("AID sent | a Iran~3=IRN", "only 2 times"),
        ("AID sent | r Iraq=IRK", "unknown country or body 'IRK'. Nearest: PRK"),
        ("AID sent | r Iraq=IRQ.ARMY", "unknown sector 'ARMY'"),
        ("AID sent | r Iraq", "has no code yet"),
        ("AID sent | armz", "no field, status or instrument. Nearest: arms"),
        ("AID sent | arms loan", "a second instrument"),
        ("AID sent | #milit", "context 'milit'"),
        ("AID sent | q 5 jets=five jet", "'five' is no number"),
        ("AID sent | q 5 jets=5 jett", "unknown unit 'jett'. Nearest: jet"),
        ("AID sent | t today=05/10/2016", "is no date"),
        ("AID sent | t today=2016-10-05 dayish", "unknown precision"),
        ("AID sent | by aides=?", "needs its cue"),
        ("AID sent | by aides=? wrote", "the cue 'wrote' does not stand"),
        ("AID sent | for oil=oyl", "in_return_for 'oyl'"),
        ("AGREE sent", "needs its polarity told"),
        ("NONE sport\n> AID sent", "NONE beside other marks"),
        ("AID sent\n> AID sent", "the same trigger and type twice"),
    ],
)
def test_mistakes_are_told(line, told):
    found = complaints(
        f"Iran sent Iraq 5 jets today for oil, aides said, and Iran sang.\n> {line}\n"
    )
    assert len(found) == 1 and told in found[0]
    assert re.match(r"text:[56]:", found[0]) or "text:7:" in found[0]


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("Iran sent it.\n", "neither an event nor"),
        ("Iran sent it.\nIt came.\n> NONE x\n", "a second sentence line"),
        ("> AID sent\n", "without a sentence"),
        ("# rounds: 3\n", "unknown header 'rounds'"),
        ("# published: 2016-13\n", "is no date"),
    ],
)
def test_misshapen_blocks_are_told(block, told):
    assert any(told in fault for fault in complaints(block))


def test_headers_are_wanted():
    _, wrong = parse("It rained.\n> NONE weather\n")
    assert {fault.message for fault in wrong} >= {"no '# round:' header", "no '# manner:' header"}


def test_the_corpus_has_no_error():
    blocks, wrong = validate_corpus.check(sorted(CORPUS.glob("*.txt")))
    assert not wrong, "\n".join(map(str, wrong))
    assert all(not faults(e, block.text) for block in blocks for e in block.events)
    assert all(start >= 0 for block in blocks for e in block.events for _, (start, _) in spans(e))


def test_sentences_told_twice_are_errors(tmp_path, capsys):
    for name in ("a", "b"):
        text = HEAD.replace("round: t", f"round: {name}") + "It rained!\n> NONE weather\n"
        (tmp_path / f"{name}.txt").write_text(text)
    assert validate_corpus.main([str(p) for p in sorted(tmp_path.iterdir())]) == 1
    assert "b.txt:5: the same sentence as a.txt:5" in capsys.readouterr().err


def test_variety_is_measured():
    lines = ["Iran sent its jets to Iraq again.", "Iran sent its jets to Iraq twice.", "Peru sang."]
    blocks, _ = parse(HEAD + "\n\n".join(f"{line}\n> NONE x" for line in lines) + "\n")
    assert [(a, b) for a, b, _ in near_duplicates(blocks)] == [(0, 1)]
    figures = measured(blocks)
    assert figures["near_duplicate_share"] == round(1 / 3, 4)
    assert figures["without_event"] == 3 and figures["events"] == 0
    assert type_token_ratio(blocks, window=7) == pytest.approx((7 / 7 + 7 / 7) / 2)


def test_a_reading_comes_back_as_it_was_written(tmp_path):
    blocks, _ = read_all([CORPUS / "round-00-pilot.txt"])
    read = [ReadSentence(b.id, b.start, b.end, b.events, b.headline) for b in blocks]
    dump(read, tmp_path / "x.jsonl")
    assert load(tmp_path / "x.jsonl") == read
