"""Grades of sources are the reader's own: shown where they were given, and nowhere inferred."""

from __future__ import annotations

import csv
import doctest
import html
import re
from dataclasses import replace
from importlib.resources import files

import brief_fixture

import patronage.report.grading
import patronage.results.grades
from patronage.report import render
from patronage.results import Grade


def shown(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_examples_run() -> None:
    for module in (patronage.report.grading, patronage.results.grades):
        done = doctest.testmod(module)
        assert done.attempted and not done.failed


def test_the_scale_is_whole_and_names_its_source() -> None:
    text = (files("patronage.report") / "grades.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert "".join(r["grade"] for r in rows) == "ABCDEF123456"
    assert all(r["meaning"] and r["source"] and r["checked"] for r in rows)


def test_without_grades_no_source_has_one() -> None:
    page = shown(render(brief_fixture.brief()))
    assert "Nobody has graded these sources" in page
    assert not re.search(r"grade [A-F1-6]", page)
    assert "19 event reports; not graded" in page and "4 event reports; not graded" in page


def test_a_grade_stands_by_its_outlet_its_rows_and_its_voice() -> None:
    brief = brief_fixture.brief()
    given = (Grade("daily  LEDGER", "", "B", "2", "ten years read"),
             Grade("the institute", "", "C", ""))  # fmt: skip
    page = render(replace(brief, grades=given))
    told = shown(page)
    assert "19 event reports; grade B2 (usually reliable; probably true)" in told
    assert "4 event reports; not graded" in told
    rows = re.findall(r'<div class="ev[^>]*>.*?</div>', page, flags=re.DOTALL)
    assert sum("grade</i> B2" in row for row in rows) == 19 and len(rows) == 23
    assert "The institute grade C" in told
    assert "Daily Ledger 1 19 reports, the first is 1 grade B2" in told
    assert "( ten years read )" in told


def test_a_text_of_its_own_grade_keeps_its_outlets_letter() -> None:
    brief = brief_fixture.brief()
    first = brief.documents[0]
    given = (Grade("Daily Ledger", "", "B", "2"), Grade("", first.url or "", "", "5"))
    told = shown(render(replace(brief, grades=given)))
    assert "19 event reports; grade B5 (usually reliable; improbable)" in told


def test_no_grade_follows_from_a_country() -> None:
    """The same texts under swapped names of states have the same grades: none."""
    brief = brief_fixture.brief()
    swapped = {"RUS": "United States", "USA": "Russia"}
    page = shown(render(replace(brief, names={**brief.names, **swapped})))
    assert page.count("not graded") == shown(render(brief)).count("not graded")
