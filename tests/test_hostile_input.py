"""What fuzzing found (benchmarks/trust/fuzz.py), each by itself, and the bounds of readers."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import time
import zipfile
from pathlib import Path

import pytest

from patronage import datasets, pipeline, terminal
from patronage.actors import overlay
from patronage.coding import amounts, times
from patronage.coding.numerals import value_of_words
from patronage.coding.sentences import LONGEST, split
from patronage.documents import Limits
from patronage.errors import UsageError
from patronage.ledger import Ledger
from patronage.periods import date_of
from patronage.records import Problem

BOUNDS = Path(__file__).parents[1] / "docs" / "reference" / "trust.md"


def problems(dataset: str, path: Path) -> list[Problem]:
    return [found for found in datasets.read(dataset, path) if isinstance(found, Problem)]


@pytest.mark.parametrize("words", ["ſix million", "one\u212a", "two threa", ""])
def test_words_that_are_no_numbers_have_no_value(words: str) -> None:
    assert value_of_words(words) is None or words == ""


def test_old_letters_that_match_whatever_their_case_are_read() -> None:
    text = "About ſix million tanks, twenty-ſeven trucks and ſeveral hundred men."
    found = amounts.find(text, 7)
    assert [one.value for one in found][:2] == [6e6, 27]
    assert all(text[one.span.start - 7 : one.span.end - 7] == one.text for one in found)
    days = times.find("ſix years ago, on Sunday 3 Auguſt, in the ſpring.", dt.date(2020, 3, 2))
    assert days[0].text == "ſix years ago" and days[0].start is not None


def test_times_at_the_end_of_the_calendar() -> None:
    for day in (dt.date.min, dt.date.max):
        found = times.find("since May, last century, in a million years, next week", day)
        assert all(one.start is None or one.end is None or one.start < one.end for one in found)


def test_a_missing_column_of_gdp_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gdp.csv"
    path.write_text("ccode,year,wbgdp2011est,wbpopest,sdpest\n2,2001,1,1,1\n")
    (problem,) = problems("cow_gdp", path)
    assert problem.place == "header" and "wbgdppc2011est" in problem.message


def test_a_line_of_digits_and_a_word_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "train.txt"
    path.write_text("1" * 60 + "\t" + "1" * 60 + "\tx\tVEN\n")
    began = time.process_time()
    (problem,) = problems("icews14", path)
    assert "no lines of four numbers" in problem.message
    assert time.process_time() - began < 2


def test_a_narrow_row_that_is_no_utf8_ends_the_reading_with_a_problem(tmp_path: Path) -> None:
    columns = datasets.register("icews").columns
    path = tmp_path / "events.tab"
    path.write_bytes("\t".join(columns).encode() + b"\n\x81\xff\tx\n")
    found = problems("icews", path)
    assert any(one.place == "file" and "what follows" in one.message for one in found)
    assert not any("reading stopped" in one.message for one in found)


def test_an_archive_whose_ends_do_not_fit_is_told(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "1\t2\n" * 50)
    whole = made.getvalue()
    for cut in range(0, 60, 7):
        path = tmp_path / f"{cut}.csv"
        path.write_bytes(whole[:4] + whole[4 + cut :])
        for one in problems("gdelt1", path):
            assert "reading stopped" not in one.message
            assert str(tmp_path) not in one.message


@pytest.mark.parametrize("text", ["ledger = 3", "ledger = [" + "[" * 5000, "ledger = {a = 1}"])
def test_settings_that_are_no_texts_are_told(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "patronage.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PATRONAGE_LEDGER", raising=False)
    with pytest.raises(UsageError, match=r"patronage\.toml"):
        terminal.setting(None, "ledger", "ledger")


def test_settings_that_are_a_folder_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "patronage.toml").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        terminal.setting(None, "parser", None)


@pytest.mark.parametrize("day", ["2020-" + "9" * 40, "9" * 4 + "-1-" + "9" * 400, "٢٠٢٠-13-1"])
def test_dates_of_huge_numbers_are_no_dates(day: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        date_of(day)


def test_names_with_halves_of_surrogates_are_read() -> None:
    found, _ = overlay("name,country\nBlue \udfff,PER\n", "a.csv")
    assert found.hash


UNITS = ("abc def ", "a. ", "Russia ", "1,", "x", ". ", "\n\n", "\t", ".", "?)")


@pytest.mark.parametrize("unit", UNITS)
def test_no_sentence_is_longer_than_its_bound_and_cutting_is_quick(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    began = time.process_time()
    found = split(text)
    assert time.process_time() - began < 10
    assert all(span.end - span.start <= LONGEST for span in found)


def over_the_bounds(folder: Path) -> list[str]:
    """Inputs that are each over one bound, and a good one after them; names of the former."""
    folder.mkdir()
    good = "Russia sent 12 tanks to Cuba."
    with (folder / "a.txt").open("wb") as file:
        file.write(good.encode())
        file.truncate(Limits().max_bytes + 1)
    (folder / "b.txt").write_text(good + "x" * Limits().max_chars)
    with (folder / "c.jsonl").open("w") as file:
        print(json.dumps({"text": good + "x" * Limits().max_bytes}), file=file)
        print(json.dumps({"text": good + " It was seen.", "published": "2020-03-02"}), file=file)
    (folder / "d.txt").write_text(good)
    return ["a.txt", "b.txt", "c.jsonl"]


def test_documents_over_the_bounds_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    over, told = over_the_bounds(tmp_path / "in"), list[Problem]()
    pipeline.record([tmp_path / "in"], tmp_path / "ledger", workers=1, report=told.append)
    lost = [problem for problem in told if problem.lost]
    assert [Path(problem.source).name for problem in lost] == over
    assert all("over the limit" in problem.message for problem in lost)
    assert len(Ledger(tmp_path / "ledger").documents()) == 2


def test_the_bounds_are_as_they_are_told() -> None:
    page = BOUNDS.read_text("utf-8")
    table = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", page.split("## Bounds")[1], re.M))
    bounds = " ".join(table.values())
    assert Limits().max_bytes == 25e6 and "25 MB" in bounds
    for number in (Limits().max_chars, LONGEST, 1_000_000, 200_000):
        assert f"{number:,} characters" in bounds


def test_half_a_character_in_a_question_finds_nothing(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"text":"Russia sent 12 tanks to Cuba.","published":"2020-03-02"}\n')
    pipeline.record([texts], tmp_path / "ledger", workers=1)
    assert not pipeline.find("tan\ud800ks", ledger=tmp_path / "ledger")
    assert not Ledger(tmp_path / "ledger").events(ids=["tan\ud800ks"])
