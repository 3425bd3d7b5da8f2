"""The gold: drawn by chance, in two halves that share no document, read from sheets."""

import json
from pathlib import Path

import pytest
from benchmarks.coding import draw_gold, read_sheet
from benchmarks.coding.readings import faults, load, spans

SHARED = Path(__file__).parents[3] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")


def test_halves_are_equal_and_share_no_document():
    units = list(read_sheet.drawn().values())
    assert len(units) == draw_gold.NEWS + draw_gold.WIKI
    halves = {
        half: [u for u in units if u.half == half and u.source == "guardian"]
        for half in ("development", "held")
    }
    assert abs(len(halves["development"]) - len(halves["held"])) <= 4
    assert not {u.doc for u in halves["development"]} & {u.doc for u in halves["held"]}


READINGS = ("reading-a", "reading-b", "settled")


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_covers_the_draw_once_and_knows_its_tables(name):
    units = read_sheet.drawn()
    read = load(draw_gold.GOLD / f"{name}.jsonl")
    assert len(read) == len(units)
    assert {(s.doc, s.start, s.end) for s in read} == set(units)
    assert not [bad for s in read for e in s.events for bad in faults(e, length=s.end)]


@pytest.mark.parametrize("name", READINGS)
def test_triggers_stand_in_their_sentence_and_no_event_is_told_twice(name):
    for s in load(draw_gold.GOLD / f"{name}.jsonl"):
        assert all(s.start <= e.trigger[0] < e.trigger[1] <= s.end for e in s.events), s
        assert len({(e.trigger, e.type) for e in s.events}) == len(s.events), s


def strings(value):
    """Every string in a value read from JSON, keys aside."""
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", READINGS)
def test_readings_keep_no_words_but_short_cues(name):
    for line in (draw_gold.GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        assert all(len(text) <= 24 and len(text.split()) <= 3 for text in strings(json.loads(line)))


@needs_shared
@pytest.mark.parametrize("name", READINGS)
def test_every_span_of_a_reading_slices_whole_words(name):
    found = read_sheet.texts(SHARED)
    for s in load(draw_gold.GOLD / f"{name}.jsonl"):
        text = found[s.doc].text
        for event in s.events:
            assert not faults(event, text)
            for _, (start, end) in spans(event):
                assert (
                    not (text[start - 1 : start] + text[start : start + 1]).isalpha() or not start
                )
                assert not (text[end - 1 : end + 1].isalpha() and len(text) > end)


@needs_shared
def test_the_draw_comes_out_again():
    drawn = draw_gold.draw(SHARED, 20261122)
    assert {(u.doc, u.start, u.end): u for u in drawn} == read_sheet.drawn()


def test_sheets_stay_out_of_the_repository(capsys):
    with pytest.raises(SystemExit):
        draw_gold.main([str(draw_gold.ROOT / "sheets")])
    assert "lies in the repository" in capsys.readouterr().err


@pytest.fixture
def one_article(tmp_path, monkeypatch):
    """A source of one article of ours, and the one unit drawn from it."""
    text = "It was cold. Oman waited.  Iran sent Oman two tugs on Monday. All slept."
    for name in draw_gold.SOURCES.values():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    row = {"id": "d-1", "text": text, "published": "2019-03-12"}
    (tmp_path / draw_gold.SOURCES["guardian"]).write_text(json.dumps(row) + "\n")
    start = text.index("Iran")
    end = text.index(" All")
    unit = draw_gold.Drawn("d-1", "guardian", start, end, "held")
    monkeypatch.setattr(read_sheet, "drawn", lambda: {("d-1", start, end): unit})
    return tmp_path, unit, text


def test_a_sheet_becomes_places_in_the_document(one_article):
    shared, unit, text = one_article
    articles = {("guardian", "d-1"): read_sheet.texts(shared)["d-1"]}
    shown = draw_gold.sheet([unit], articles)
    assert "held" not in shown
    marked = shown + "> AID sent | a Iran=IRN | r Oman=OMN | b ^It=? | t on Monday=2019-03-11\n"
    (shared / "part.txt").write_text(marked)
    out = shared / "reading.jsonl"
    assert read_sheet.main([str(out), str(shared / "part.txt"), "--shared", str(shared)]) == 0
    assert "Iran" not in out.read_text()
    (event,) = load(out)[0].events
    said = [text[slice(*span)] for _, span in spans(event)]
    assert said == ["sent", "Iran", "Oman", "It", "on Monday"]
    assert event.recipient[0].span[0] > unit.start


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ("", "neither an event nor"),
        ("> NONE\n> AID sent\n", "NONE beside events"),
        ("> AID gave\n> NONE\n", "'gave' does not stand"),
    ],
)
def test_mistakes_in_a_sheet_are_told_and_nothing_is_written(one_article, capsys, marks, told):
    shared, unit, _ = one_article
    head = f"## 1 d-1 {unit.start} {unit.end} published 2019-03-12\n"
    (shared / "part.txt").write_text(head + marks)
    out = shared / "reading.jsonl"
    assert read_sheet.main([str(out), str(shared / "part.txt"), "--shared", str(shared)]) == 1
    assert told in capsys.readouterr().err
    assert not out.exists()
