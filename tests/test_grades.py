"""A reader's file of grades: read row by row, its faults told, what it grades in vain noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from patronage import pipeline
from patronage.errors import UsageError
from patronage.pipeline.grading import graded
from patronage.records import Problem

TEXT = '{"id":"t1","text":"Iran sent fuel to Venezuela, a minister said.","source":"Example Wire"}'


def read(folder: Path, text: str) -> tuple[list[str], list[Problem]]:
    file, problems = folder / "grades.csv", []
    file.write_text(text, encoding="utf-8")
    found = graded(file, problems.append)
    return [f"{g.outlet or g.text} {g.code}" for g in found], problems


def test_good_rows_are_kept_and_bad_ones_are_problems(tmp_path: Path) -> None:
    found, problems = read(
        tmp_path,
        "Outlet,Grade,why\nExample Wire,b2,\n\nExample Daily,C,old\nA,G2,\nB,2B,\n,A1,\n"
        "example  wire,D,\nX,A1,why,more\n",
    )
    assert found == ["Example Wire B2", "Example Daily C"]
    places = [(p.place, p.message) for p in problems]
    assert places == [
        ("row 5", "'G2' is no grade"), ("row 6", "'2B' is no grade"), ("row 7", "names no source"),
        ("row 8", "grades the same source again"), ("row 9", "has more cells than columns"),
    ]  # fmt: skip
    assert all(p.mend and p.lost for p in problems)


def test_a_text_may_be_graded_apart(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "outlet,text,grade\n,t1,3\nExample Wire,,B\n")
    assert found == ["t1 3", "Example Wire B"] and not problems


@pytest.mark.parametrize("head", ["outlet", "outlet,grade,country", "grade", ""])
def test_a_wrong_header_is_a_wrong_call(tmp_path: Path, head: str) -> None:
    with pytest.raises(UsageError, match="outlet,grade"):
        read(tmp_path, f"{head}\n")


def test_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No file"):
        graded(tmp_path / "none.csv", lambda problem: None)


def test_the_brief_shows_grades_and_notes_what_is_graded_in_vain(tmp_path: Path) -> None:
    text, grades = tmp_path / "t.jsonl", tmp_path / "grades.csv"
    text.write_text(TEXT + "\n", encoding="utf-8")
    grades.write_text("outlet,grade\nexample wire,B2\nExmaple Daily,A\n", encoding="utf-8")
    page = tmp_path / "brief.html"
    seen: list[Problem] = []
    made = pipeline.brief("VEN", [text], out=page, grades=grades, report=seen.append)
    assert [g.code for g in made.grades] == ["B2", "A"]
    assert "grade B2 (usually reliable; probably true)" in page.read_text(encoding="utf-8")
    [note] = [p for p in seen if p.source == "grades.csv"]
    assert not note.lost and "Exmaple Daily" in note.message and "example wire" not in note.message
    assert note in made.problems
