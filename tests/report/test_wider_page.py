"""What a brief tells beyond counts stands on its page, each number with its way to the evidence."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import odd_briefs
import pytest
import wider_fixture
from test_page import BLAME, HOSTILE, SECTIONS, Reader

from patronage.report import render
from patronage.results import Kept, RegisterRow, Wider

FIGURES = ["matrix", "timeline", "dependence", "words", "decades", "change", "explained",
           "requests", "pressure", "analogues", "outlook"]  # fmt: skip


@pytest.fixture(scope="module")
def page() -> str:
    return render(wider_fixture.brief())


@pytest.fixture(scope="module")
def reader(page: str) -> Reader:
    return Reader(page)


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}".*?</section>', page, flags=re.DOTALL)
    assert found
    return found[0]


def test_every_figure_has_a_finding_and_an_alternative(page: str) -> None:
    assert sorted(re.findall(r'<svg id="fig-(\w+)"', page)) == sorted(FIGURES)
    assert len(re.findall(r'role="group" aria-label="Figure\. [^"]+"', page)) == len(FIGURES)
    assert re.findall(r'<section id="([\w-]+)"', page) == SECTIONS


def test_every_inner_link_has_its_goal_and_every_id_is_single(reader: Reader) -> None:
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    assert {v[1:] for v in reader.values("href") if v.startswith("#")} <= set(ids)


def test_headings_descend_one_level_at_a_time(reader: Reader) -> None:
    levels = [int(t[1]) for t in reader.tags if re.fullmatch(r"h\d", t)]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_every_mark_leads_somewhere_and_is_inked_by_variables(page: str) -> None:
    for svg in re.findall(r"<svg id=.*?</svg>", page, flags=re.DOTALL):
        assert re.search(r'<a href="#(e-|r|o-)\w+">', svg), svg[:80]
        assert not re.search(r'(fill|stroke)="#', svg) and "font-family" not in svg


def test_register_rows_stand_in_the_evidence_once_each(page: str) -> None:
    rows = re.findall(r'<li id="r(\d+)"><bdi>(.*?)</bdi>', section(page, "evidence"))
    assert [int(n) for n, _ in rows] == list(range(1, len(wider_fixture.rows()) + 1))
    assert {text for _, text in rows} == {r.text for r in wider_fixture.rows()}


def test_rows_that_follow_each_other_share_a_box(page: str) -> None:
    first = re.search(r'<li id="r(\d+)"><bdi>2004: Russia', page)
    assert first
    start = int(first[1])
    assert f'<a href="#r{start}">R{start}–{start + 8}</a>' in section(page, "change")


def test_explanations_are_ranked_with_their_weights(page: str) -> None:
    told = section(page, "change")
    assert told.index("Orders completed") < told.index("Embargo") < told.index("Client turned")
    assert "<td>+2.0</td>" in told and "<td>+1.5</td>" in told
    assert "60% (20% to 90%)" in told and "80% interval 2013 to 2014" in told
    assert "Called: <b>decline</b>" in told and "Called: <b>withdrawal" not in told


def test_no_skill_no_probability(page: str) -> None:
    told = section(page, "next")
    row = re.search(r'<tr id="o-realignment">.*?</tr>', told)
    assert row and "the base rate alone" in row[0] and "7% of 3,434 state-years" in row[0]
    assert wider_fixture.WARNING in told and "26%" in told
    assert "3 forecasts registered in this ledger; 2 of them came due: 2 settled; 1 still" in told
    assert "Brier score 0.210 (80% interval 0.100 to 0.300, 2 settled" in told
    figure = re.search(r'<svg id="fig-outlook".*?</svg>', page, flags=re.DOTALL)
    assert figure and "realignment" not in figure[0]


def test_what_is_unknown_is_said_and_sunk_flows_stand_apart(page: str) -> None:
    told = Reader(section(page, "stakes")).text
    assert "Unknown: claims outstanding" in told and "Sunk, not counted: arms deliveries" in told
    assert "of Cuba: unknown, since nothing read here tells of them" in told
    assert "12 million TIV" in told and "4.6 times" in told


def test_answers_levels_and_ages_are_told(page: str) -> None:
    requests = Reader(section(page, "requests")).text
    assert "met, of 3 requests50%25% to 65% (90%)3 reports" in requests
    assert "1 undated request" in requests
    assert "probability that it has fallen 0.62" in Reader(section(page, "change")).text
    assert "7.88 years" in Reader(section(page, "unknown")).text


def test_nothing_counted_is_no_zero(reader: Reader) -> None:
    assert not re.search(r"(?<![\w.,-])0 (episodes?|reports?|texts?)\b", reader.text)
    assert not BLAME.search(reader.text)


def test_a_value_without_an_interval_is_left_out() -> None:
    brief = wider_fixture.brief()
    bare = replace(brief.wider.declines[0].explanations[0], low=None, high=None)
    decline = replace(brief.wider.declines[0], explanations=(bare,))
    page = render(replace(brief, wider=replace(brief.wider, declines=(decline,))))
    assert 'id="fig-explained"' not in page and "60%" not in section(page, "change")


def test_an_empty_part_is_one_line() -> None:
    page = render(replace(wider_fixture.brief(), wider=Wider(), rows=()))
    text = Reader(page).text
    for line in ("Concentration and shares of backing: none we found",
                 "Series over the years: none we found", "What passes in return: none we found",
                 "Exposure of patrons: none we found", "Past episodes of pressure: none we found",
                 "Forecasts registered in this ledger: none we found"):  # fmt: skip
        assert line in text
    assert 'id="fig-backing"' in page  # drawn alone where no frame of decades holds it


def test_registers_alone_have_a_bottom_line() -> None:
    full = wider_fixture.brief()
    bare = replace(odd_briefs.empty(), rows=full.rows, patrons=("RUS",), names=full.names,
                   wider=replace(full.wider, courses=()))  # fmt: skip
    lead = re.search(r'<ul class="lead">(.*?)</ul>', render(bare), flags=re.DOTALL)
    assert lead and "rests on registers alone" in lead[1]
    assert "Russia, arms deliveries, from 2013 on (probability 0.94" in lead[1]
    assert "most speaks for: orders completed, though not clearly" in lead[1]


def test_hostile_words_of_registers_and_scenarios_are_text() -> None:
    brief = wider_fixture.brief()
    w = brief.wider
    assert w.ahead
    outcome = replace(w.ahead.outcomes[0], label=HOSTILE, word=HOSTILE)
    wider = replace(
        w, ahead=replace(w.ahead, title=HOSTILE, outcomes=(outcome,), marks=(HOSTILE,)),
        registers=(replace(w.registers[0], name=HOSTILE),), elsewhere=(HOSTILE,),
        ages=(replace(w.ages[0], title=HOSTILE, holds=HOSTILE),),
        declines=(replace(w.declines[0], series=HOSTILE),),
    )  # fmt: skip
    rows = tuple(replace(r, text=f"2004: {HOSTILE}") for r in brief.rows)
    reader = Reader(render(replace(brief, wider=wider, rows=rows)))
    assert reader.tags.count("script") == 1 and "img" not in reader.tags
    assert not [n for _, n, _ in reader.attrs if n.startswith("on")]


@pytest.mark.parametrize(("reports", "count"), [(2000, 0), (1000, 1000), (200, 6000)])
def test_thousands_of_rows_stay_small(reports: int, count: int) -> None:
    large = odd_briefs.large(reports)
    wider = wider_fixture.wider(large)
    rows = tuple(
        RegisterRow(f"x{n}", "sipri", n, f"{1950 + n % 70}: Russia to Venezuela, arms, {n} TIV")
        for n in range(count)
    )
    page = render(replace(large, wider=wider, rows=(*wider_fixture.rows(), *rows)))
    assert len(page.encode()) < 1_500_000


def test_forecasts_that_never_came_due_are_said_plainly() -> None:
    full = wider_fixture.brief()
    kept = Kept(5, 4, 0, 0, 1, 0, None, None, None, 0.8, None, 0)
    told = Reader(render(replace(full, wider=replace(full.wider, kept=kept)))).text
    line = "5 forecasts registered in this ledger; none of them has come due; 4 still open; 1 "
    assert f"{line}registered too late and not scored. No score yet." in told
