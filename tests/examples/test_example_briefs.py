"""The brief on each example: made by the command line, and every number in it led to evidence."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from dataclasses import dataclass

import pytest
from examples_read import ASKED, ROOT, dispatches

from patronage import pipeline
from patronage.records import Event
from patronage.results import Brief

pytestmark = pytest.mark.full

EXPECTED_PATRONS = {
    "venezuela": {"RUS", "CHN", "CUB", "IRN"},
    "syria": {"RUS", "IRN"},
    "ukraine": {"USA"},
}
MAIN = "from patronage.cli import main; main()"


@dataclass(frozen=True)
class Made:
    """An example's brief twice: as the command line's page and as values, from one ledger."""

    name: str
    code: int
    errors: str
    problems: str
    page: str
    brief: Brief


@pytest.fixture(scope="module", params=sorted(ASKED))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    name = str(request.param)
    client, coercer = ASKED[name]
    folder = tmp_path_factory.mktemp(name)
    run = subprocess.run(
        [
            *(sys.executable, "-c", MAIN, "brief", client),
            *(f"examples/{name}/dispatches.jsonl", "--coercer", coercer),
            *("--ledger", str(folder / "ledger"), "--out", str(folder / "brief.html")),
            *("--problems", str(folder / "problems.jsonl")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    page, problems = folder / "brief.html", folder / "problems.jsonl"
    brief = pipeline.brief(client, ledger=folder / "ledger", coercer=coercer)
    return Made(
        name=name,
        code=run.returncode,
        errors=run.stderr,
        problems=problems.read_text(encoding="utf-8") if problems.exists() else "",
        page=page.read_text(encoding="utf-8") if page.exists() else "",
        brief=brief,
    )


def told(name: str) -> list[dict[str, str]]:
    lines = dispatches(name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}".*?</section>', page, flags=re.DOTALL)
    assert found, name
    return re.sub(r"<svg.*?</svg>", "", found[0], flags=re.DOTALL)


def test_the_command_ends_well_and_nothing_is_lost(made: Made) -> None:
    assert made.code == 0, made.errors
    assert made.problems == ""
    assert len(made.brief.documents) == len(told(made.name))


def test_those_who_back_and_those_who_press_are_both_found(made: Made) -> None:
    assert set(made.brief.patrons) >= EXPECTED_PATRONS[made.name]
    assert ASKED[made.name][1] in made.brief.coercers
    assert ASKED[made.name][1] not in made.brief.patrons


def test_every_report_has_its_sentence_in_the_page(made: Made) -> None:
    texts = {d.id: d.text for d in made.brief.documents}
    assert made.brief.events
    for event in made.brief.events:
        assert f'id="e-{event.id[:8]}"' in made.page
        span = event.span
        assert texts[event.document][span.start : span.end] == event.quote


def test_every_link_has_its_goal(made: Made) -> None:
    ids = re.findall(r'\bid="([^"]+)"', made.page)
    assert len(ids) == len(set(ids))
    goals = re.findall(r'href="#([^"]+)"', made.page)
    assert len(goals) > 100
    assert set(goals) <= set(ids)


def test_every_mark_with_a_number_leads_to_a_report(made: Made) -> None:
    rows = set(re.findall(r'\bid="(e-\w{8})"', made.page))
    marks = 0
    for chart in re.findall(r"<svg id=.*?</svg>", made.page, flags=re.DOTALL):
        for goal in re.findall(r'<a href="#([^"]+)"', chart):
            marks += 1
            assert goal in rows
    assert marks > 20


def test_every_number_of_the_tables_has_its_reports_beside_it(made: Made) -> None:
    counted = 0
    for row in re.findall(r"<tr>.*?</tr>", section(made.page, "backing"), flags=re.DOTALL):
        if re.search(r"<td>\d", row):
            counted += 1
            assert re.search(r'href="#[er]-', row), row
    told_of = re.findall(
        r"<dt>(?:Episodes|Told to have fallen|Refusals)</dt><dd>(.*?)</dd>",
        section(made.page, "change"),
        flags=re.DOTALL,
    )
    for cell in told_of:
        if re.match(r"\d", cell):
            counted += 1
            assert 'href="#e-' in cell, cell
    assert counted >= 5
    lead = re.search(r'<ul class="lead">(.*?)</ul>', made.page, flags=re.DOTALL)
    assert lead
    for item in re.findall(r"<li>(.*?)</li>", lead[1], flags=re.DOTALL):
        assert re.search(r'href="#[ec]-\w+"', item)


def parties(event: Event) -> set[str | None]:
    """Both sides of a report: what two agree on, or one sells, stands under either as actor."""
    return {who.country or who.code for who in (*event.actor, *event.recipient)}


def happened(brief: Brief, evidence: tuple[str, ...]) -> int:
    """Happenings that occurred and that any of the reports tells, each counted once."""
    told = {e.id for e in brief.events if e.status in {"occurred", "historical"}}
    return sum(bool(set(one.events) & set(evidence) & told) for one in brief.episodes)


def test_cells_are_recounted_from_their_reports(made: Made) -> None:
    events = {e.id: e for e in made.brief.events}
    assert made.brief.portfolio.cells
    for cell in made.brief.portfolio.cells:
        reports = [events[one] for one in cell.evidence]
        assert reports
        assert cell.episodes == happened(made.brief, cell.evidence), cell
        for report in reports:
            assert cell.patron in parties(report)
        for amount in cell.amounts:
            assert any(amount in report.quote for report in reports), amount


def test_changes_are_recounted_from_their_reports(made: Made) -> None:
    events = {e.id: e for e in made.brief.events}
    published = {d.id: d.published for d in made.brief.documents}
    since = made.brief.since
    assert since and made.brief.changes
    for change in made.brief.changes:
        backing = tuple(
            one for one in change.evidence if one not in {*change.told, *change.refusals}
        )
        assert {*change.told, *change.refusals} <= set(change.evidence)
        assert change.then + change.now == happened(made.brief, backing), change
        for one in change.evidence:
            assert change.patron in parties(events[one])
        # A text published before "now" cannot tell of something that happened in it.
        days = [published[events[one].document] for one in change.evidence]
        assert change.now <= sum(day is not None and day >= since for day in days)


def test_points_of_the_series_hold_their_reports(made: Made) -> None:
    held = {e.id for e in made.brief.events}
    for series in (*made.brief.backing, *made.brief.pressure):
        for point in series.points:
            assert set(point.evidence) <= held
            if point.value:
                assert 0 < point.value <= len(point.evidence)


def test_own_words_are_neutral(made: Made) -> None:
    own = re.sub(r"<(style|script).*?</\1>", "", made.page, flags=re.DOTALL)
    own = html.unescape(re.sub(r"<[^>]+>", " ", own))
    own = re.sub(r'"[^"]*"', "", own)  # the words of persons, as the texts quote them
    assert not re.search(r"\b(regime|puppet|aggression|collapse|so-called)\b", own, re.IGNORECASE)


def test_no_code_stands_where_a_name_should(made: Made) -> None:
    shown = re.sub(r"<(style|script).*?</\1>", "", made.page, flags=re.DOTALL)
    shown = html.unescape(re.sub(r"<[^>]+>", " ", shown))
    assert not re.search(r"\b(IGO|NGO|MNC|IMG)\b", shown)
    if made.name == "syria":
        assert re.search(r"Arab League\W", shown)
