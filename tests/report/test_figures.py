"""The charts: what is drawn, what is linked, what is hollow."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import brief_fixture
import odd_briefs
import pytest

from patronage.report import figures
from patronage.report.axis import axis_of
from patronage.report.evidence import Index
from patronage.report.marks import COLOURS, vega
from patronage.report.strip import marks_of
from patronage.report.svg import svg_of
from patronage.results import Brief


@pytest.fixture
def brief() -> Brief:
    return brief_fixture.brief()


def charts(brief: Brief) -> dict:
    index = Index(brief)
    return {
        "matrix": figures.matrix_chart(brief, index),
        "timeline": figures.timeline_chart(brief, index),
        "change": figures.changes_chart(brief, index),
        "requests": figures.requests_chart(brief, index),
        "backing": figures.series_chart(brief, index, brief.backing, "support"),
        "pressure": figures.series_chart(brief, index, brief.pressure, "pressure"),
    }


def test_charts_are_altair_objects_that_others_can_reuse(brief: Brief) -> None:
    for chart in charts(brief).values():
        assert json.loads(chart.to_json())["$schema"].startswith("https://vega.github.io/schema/")


def test_nothing_to_draw_gives_no_chart() -> None:
    assert set(charts(odd_briefs.empty()).values()) == {None}


def test_one_disc_per_cell_and_as_many_links_as_cells_with_evidence(brief: Brief) -> None:
    svg = svg_of(charts(brief)["matrix"], "m", "alt")
    assert len(re.findall(r'<a href="#e-', svg)) == len(brief.portfolio.cells)


def test_a_mark_without_evidence_leads_nowhere(brief: Brief) -> None:
    bare = replace(brief, events=())
    svg = svg_of(figures.matrix_chart(bare, Index(bare)), "m", "alt")
    assert "<a " not in svg and "aria-label=" in svg


def test_svg_keeps_ids_apart_and_escapes_its_alternative(brief: Brief) -> None:
    svg = svg_of(charts(brief)["timeline"], "one", 'a "b" <c> \\1')
    assert 'aria-label="a &#34;b&#34; &lt;c&gt; \\1"' in svg
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert ids and all(i == "one" or i.startswith("one-") for i in ids)
    assert all(v not in svg for v in COLOURS.values())


def test_every_dated_episode_has_a_mark_in_each_actors_band(brief: Brief) -> None:
    strip = marks_of(brief, Index(brief), 700)
    dated = [e for e in brief.episodes if e.start]
    assert sum(m.count for m in strip.marks) == sum(max(1, len(e.actor)) for e in dated)
    hollow = [m for m in strip.marks if m.hollow]
    assert len(hollow) == 1 and "hypothetical, not counted" in hollow[0].words


def test_marks_of_one_band_do_not_cover_each_other(brief: Brief) -> None:
    strip = marks_of(brief, Index(brief), 700)
    for a in strip.marks:
        for b in strip.marks:
            if a is not b and a.y == b.y:
                assert abs(strip.axis.at(a.mid) - strip.axis.at(b.mid)) >= 13


def test_many_marks_are_gathered_and_none_is_lost() -> None:
    brief = odd_briefs.large(1000)
    strip = marks_of(brief, Index(brief), 700)
    assert len(strip.marks) < 100
    assert sum(m.count for m in strip.marks) == 1000
    assert strip.height < 300


def test_a_short_now_has_a_part_of_its_own() -> None:
    start, since, end = dt.date(2000, 1, 1), dt.date(2025, 8, 1), dt.date(2026, 1, 1)
    axis = axis_of(start, end, since, 1000)
    assert axis.at(start) == 0 and axis.at(end) == 1000
    assert axis.at(since) == pytest.approx(580)
    names = [name for _, name in axis.ticks()]
    assert "2010" in names and "Nov 2025" in names
    assert len(axis_of(start, end, dt.date(2013, 1, 1), 1000).dates) == 2
    assert len(axis_of(start, end, None, 1000).dates) == 2


def test_ticks_never_crowd() -> None:
    for days in (3, 40, 400, 4_000, 40_000, 400_000):
        start = dt.date(1000, 3, 3)
        axis = axis_of(start, start + dt.timedelta(days=days), None, 700)
        places = [axis.at(d) for d, _ in axis.ticks()]
        assert len(places) <= 12
        assert all(b - a > 30 for a, b in zip(places, places[1:]))  # noqa: B905, RUF007


def test_no_ratio_is_said_and_not_drawn(brief: Brief) -> None:
    svg = svg_of(charts(brief)["change"], "c", "alt")
    assert "too little to say" in svg and "none we found then" in svg


def test_numbers_that_are_read_are_never_rounded_with_the_drawing() -> None:
    alt = vega()
    rows = [
        {"x": 0.123456, "words": "level 0.0123, 90% interval 0.456", "said": '0.0789 opacity="1"'}
    ]
    chart = alt.Chart(alt.Data(values=rows)).encode(x="x:Q", description="words:N", text="said:N")
    svg = svg_of(chart.mark_text(), "n", "share 0.0321")
    for words in ("level 0.0123, 90% interval 0.456", "0.0789 opacity=", "share 0.0321"):
        assert words in svg
    assert not re.search(r'transform="[^"]*\.\d{2}', svg)


def test_a_joint_act_of_two_small_actors_stands_once_in_their_band(brief: Brief) -> None:
    episode = next(e for e in brief.episodes if e.start is not None)
    many = [replace(episode, id=f"x{n}", actor=(f"IGO:{n}",)) for n in range(20)]
    joint = replace(episode, id="joint", actor=("IGO:98", "IGO:99"))
    strip = marks_of(replace(brief, episodes=(*many, joint)), Index(brief), 700)
    assert sum(mark.count for mark in strip.marks) == 21
