"""The brief beyond counts, through every room: registers, a scenario, the record of forecasts."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from tests.datasets.sipri_file import deal, write

from patronage import pipeline
from patronage.errors import UsageError
from patronage.pipeline.briefs import View
from patronage.pipeline.forecasts import Stated
from patronage.pipeline.opening import now
from patronage.pipeline.watching import gathered

SCENARIO = """
title: Late 2025
as_of: 2025-11-30
horizon: 12
roles: {client: VEN, coercer: USA, patrons: [RUS]}
state: {pressure: threats}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of one text and of Russian deliveries that end in 2012, with a scenario beside."""
    folder = tmp_path_factory.mktemp("wider")
    rows = [deal(ordered=y, delivered=y) for y in range(2000, 2013)]
    write(folder / "sipri.csv", rows)
    pipeline.load("sipri", [folder / "sipri.csv"], folder / "ledger")
    (folder / "plan.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


def brief(desk: Path, **more):
    return pipeline.brief("VEN", ledger=desk / "ledger", coercer="USA", **more)


def test_registers_alone_make_a_brief_that_says_so(desk: Path, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    made = brief(desk, out=page)
    assert made.patrons == ("RUS",) and not made.events
    (fall,) = (d for d in made.wider.declines if d.found)
    assert fall.found and fall.found.time.year == 2013 and fall.word == "decline"
    held = {row.id for row in made.rows}
    assert set(fall.evidence) <= held
    html = page.read_text(encoding="utf-8")
    assert "rests on registers alone" in html and 'id="fig-decades"' in html
    assert "No text tells of a patron" in html
    links = set(re.findall(r'href="#([\w-]+)"', html))
    assert links <= set(re.findall(r' id="([\w-]+)"', html))


def test_every_row_of_the_page_is_a_row_of_the_file(desk: Path) -> None:
    made = brief(desk)
    total = sum(d.part.value for d in made.wider.decades)
    assert total == 130  # thirteen deliveries of ten
    assert {d.part.mass for d in made.wider.decades} == {1.0}


def test_what_is_available_later_changes_nothing(desk: Path) -> None:
    then = brief(desk, as_of=dt.date(2011, 6, 1))
    years = {p.start.year for s in then.wider.registers for p in s.points if p.value}
    assert years and max(years) < 2011
    assert all(age.end <= dt.date(2011, 6, 1) for age in then.wider.ages)


def test_without_a_scenario_base_rates_alone_are_told(desk: Path) -> None:
    ahead = brief(desk).wider.ahead
    assert ahead and ahead.runs == 0
    assert all(o.probability is None and o.n > 1000 and 0 < o.base < 1 for o in ahead.outcomes)


def test_a_scenario_shows_its_outcomes_where_they_have_skill(desk: Path) -> None:
    ahead = brief(desk, scenario=desk / "plan.yaml").wider.ahead
    assert ahead and ahead.runs and ahead.warning.startswith("Model-implied, not causally")
    for one in ahead.outcomes:
        told = (one.probability, one.low, one.high)
        assert (None not in told) if one.shown else told == (None, None, None)


@pytest.mark.parametrize(
    ("client", "more", "words"),
    [("CUB", {}, "is of VEN"), ("VEN", {"as_of": dt.date(2020, 1, 1)}, "after the brief's as-of")],
)
def test_a_scenario_that_does_not_fit_is_refused(desk: Path, client, more, words) -> None:
    with pytest.raises(UsageError, match=words):
        pipeline.brief(client, ledger=desk / "ledger", scenario=desk / "plan.yaml", **more)


def test_the_page_prints_the_ledgers_own_record(desk: Path, tmp_path: Path) -> None:
    day = dt.date.today() + dt.timedelta(days=90)
    stated = Stated("Does it rain?", 0.3, "The station's gauge tells.", day, "VEN")
    folder = tmp_path / "own"
    pipeline.load("sipri", [desk / "sipri.csv"], folder)
    pipeline.crisis_register(stated, folder)
    kept = pipeline.brief("VEN", ledger=folder).wider.kept
    assert kept and (kept.registered, kept.open, kept.settled) == (1, 1, 0)
    assert kept.brier is None


def test_what_is_recorded_later_changes_nothing_as_known_before(tmp_path: Path) -> None:
    lines = pipeline.example().read_text("utf-8").splitlines()[:24]
    ledger = tmp_path / "ledger"

    def learn(texts: list[str], years: range) -> None:
        """More texts, and an edition of the register that tells of more years."""
        name = f"{years.stop}"
        (tmp_path / f"{name}.jsonl").write_text("\n".join(texts) + "\n", "utf-8")
        pipeline.record([tmp_path / f"{name}.jsonl"], ledger, workers=1)
        write(tmp_path / f"{name}.csv", [deal(ordered=y, delivered=y) for y in years])
        pipeline.load("sipri", [tmp_path / f"{name}.csv"], ledger)

    learn(lines[:16], range(2000, 2010))
    before = gathered(ledger, View("VEN", most=1_000))[0]
    known = now()
    learn(lines[16:], range(2000, 2013))
    pipeline.judge(before.events[0].id, "event", "not an event", ledger=ledger, who="A", why="b")
    assert gathered(ledger, View("VEN", most=1_000, known_on=known))[0] == before
    today = gathered(ledger, View("VEN", most=1_000))[0]
    changed = ("courses", "registers", "exchange", "decades", "words", "dependence")
    for part in changed:  # that each would tell more, were it not held back
        assert getattr(today.wider, part) != getattr(before.wider, part), part
