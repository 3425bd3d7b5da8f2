"""The main job from text to page, through every room."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from patronage import pipeline
from patronage.errors import UsageError
from patronage.records import Problem

ARTICLE = Path(__file__).parents[2] / "shared" / "cases" / "venezuela" / "article.txt"


def test_the_demo_brief_holds_backing_decline_pressure_and_evidence(tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    made = pipeline.demo(page)
    html = page.read_text(encoding="utf-8")
    assert {"RUS", "CHN", "CUB", "IRN"} <= set(made.patrons)
    assert "USA" in made.coercers
    assert len(made.documents) >= 20
    assert len(made.requests) > 0
    assert all(f'id="e-{e.id[:8]}"' in html for e in made.events)
    assert "http://" not in html.replace("http://www.w3.org", "")


def test_nothing_available_after_the_as_of_date_is_in_the_brief() -> None:
    day = dt.date(2019, 1, 1)
    made = pipeline.brief("VEN", [pipeline.example()], as_of=day)
    assert made.documents
    assert all(d.published and d.published <= day for d in made.documents)
    held = {d.id for d in made.documents}
    assert {e.document for e in made.events} <= held


def test_an_undated_text_is_left_out_of_a_look_back_and_told(tmp_path: Path) -> None:
    text = tmp_path / "undated.txt"
    text.write_text("Iran sent fuel to Venezuela last week.", encoding="utf-8")
    page = tmp_path / "then.html"
    made = pipeline.brief("VEN", [text], as_of=dt.date(2020, 1, 1), out=page)
    assert made.events == ()
    assert "Left out: 1 text without a date" in page.read_text(encoding="utf-8")


def test_a_text_about_nothing_political_yields_no_evidence_and_no_zero(tmp_path: Path) -> None:
    text = tmp_path / "rain.txt"
    text.write_text("It rained in the valley. The bakery opened late.", encoding="utf-8")
    page = tmp_path / "rain.html"
    made = pipeline.brief("Venezuela", [text], out=page)
    assert (made.events, made.changes, made.portfolio.cells) == ((), (), ())
    assert "No evidence found" in page.read_text(encoding="utf-8")


def test_a_brief_needs_something_to_read() -> None:
    with pytest.raises(UsageError, match="Nothing to read"):
        pipeline.brief("VEN")


def test_problems_are_told_in_the_brief_and_to_the_caller(tmp_path: Path) -> None:
    text = tmp_path / "undated.txt"
    text.write_text("Iran sent fuel to Venezuela last week.", encoding="utf-8")
    heard: list[Problem] = []
    made = pipeline.brief("VEN", [text], report=heard.append)
    assert [p.message for p in made.problems] == [p.message for p in heard]
    assert any("no publication date" in p.message for p in heard)
    (event,) = made.events
    assert event.time is not None
    assert event.time.start is None


@pytest.mark.skipif(not ARTICLE.exists(), reason="../shared is absent: no real article to read")
def test_one_number_with_two_measures_collides_in_the_real_article() -> None:
    made = pipeline.brief("VEN", [ARTICLE])
    (collision,) = [v for v in made.verdicts if v.kind == "collision"]
    claims = {c.id: c for c in made.claims}
    measures = {claims[id].measure for id in collision.claims}
    assert measures == {"loans", "arms"}
    declines = {c.patron: c.word for c in made.changes}
    assert declines["RUS"] == declines["CHN"] == "told as a decline"
