"""Runs of scenarios: same seed, same numbers; bounded memory; outcomes apart; what is told."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from crisis_world import made

from patronage import crisis
from patronage.crisis.draws import draw, facts_of
from patronage.crisis.hazards import Hazards, shipped_hazards
from patronage.crisis.montecarlo import BLOCK, Played, play
from patronage.crisis.outlook import WARNING, by_draw, compare, due_of, outlook
from patronage.crisis.paths import simulate
from patronage.crisis.scenario import INSTRUMENTS, Shock
from patronage.errors import UsageError


@pytest.fixture(scope="module")
def played() -> Played:
    return play(made(), runs=3000, seed=7)


def numbers(one: Played) -> list[Any]:
    sums = one.tally
    return [
        *[v.tolist() for v in sums.left.values()], sums.rungs.tolist(), sums.backing.tolist(),
        sums.paths.tolist(), *[v.tolist() for v in sums.moments.values()],
    ]  # fmt: skip


def test_the_same_seed_gives_the_same_numbers_for_any_workers() -> None:
    runs = 6 * BLOCK - 100  # enough blocks that two workers have to wait for the first of them
    one = numbers(play(made(), runs=runs, seed=7))
    for workers in (2, 5):
        assert numbers(play(made(), runs=runs, seed=7, workers=workers)) == one


def test_another_seed_gives_others(played: Played) -> None:
    assert numbers(play(made(), runs=3000, seed=8)) != numbers(played)


def test_every_run_is_counted_once(played: Played) -> None:
    sums = played.tally
    assert sums.runs.sum() == 3000
    assert (sums.rungs.sum(axis=1) == 3000).all()
    assert (sums.backing.sum(axis=2) == 3000).all()
    assert sums.paths.sum() == 3000
    assert sums.loose == 0


def test_probabilities_only_rise_with_time_and_removal_is_leaving(played: Played) -> None:
    exit_, change = by_draw(played, "exit"), by_draw(played, "change")
    assert (np.diff(exit_, axis=1) >= 0).all()
    assert (change <= exit_ + 1e-12).all()
    assert ((change > 0) & (exit_ < 1)).all()


def test_chance_and_probability_agree() -> None:
    """The month drawn for an outcome comes as often as its probability says."""
    one = made(horizon=36)
    rng = np.random.default_rng(0)
    draws = draw(one, shipped_hazards(), crisis.shipped().game, 64, rng)
    runs = simulate(one, draws, np.arange(BLOCK * 2) % 64, 3, 0)
    for name, left in runs.left.items():
        told, came = 1 - left[-1].mean(), (runs.came[name] > 0).mean()
        assert came == pytest.approx(told, abs=4 * np.sqrt(told / len(runs.draw)))


def test_without_skill_only_the_base_rate_is_shown(played: Played) -> None:
    said = {one.name: one for one in outlook(played).outcomes}
    hidden = said["realignment"]
    assert not hidden.shown
    assert (hidden.probability, hidden.low, hidden.word, hidden.fan) == (None, None, None, ())
    assert hidden.n > 1000
    assert 0 < hidden.base < 1
    shown = said["change"]
    assert shown.gain_low > 0
    assert len(shown.fan) == 12
    assert shown.low <= shown.probability <= shown.high  # type: ignore[operator]


def silent() -> Hazards:
    """The shipped hazards, none of which had any skill."""
    ours = shipped_hazards()
    return replace(ours, skill={k: {**v, "shown": False} for k, v in ours.skill.items()})


def test_where_nothing_has_skill_there_is_no_fan_and_no_exposure_at_risk() -> None:
    risk = {"RUS": {"low": 1, "high": 2, "unit": "USD", "lost": {"change": 0.5}}}
    one = made(exposure=risk)
    with_skill = outlook(play(one, runs=600))
    assert {r.outcome for r in with_skill.at_risk} == {"exit", "change"}
    known = next(r for r in with_skill.at_risk if r.outcome == "change")
    unknown = next(r for r in with_skill.at_risk if r.outcome == "exit")
    assert known.low is not None and known.high is not None and 0 < known.low < known.high < 1
    assert unknown.low is None
    said = outlook(play(one, runs=600, estimates=(silent(), crisis.shipped().game)))
    assert said.at_risk == ()
    assert all(not o.shown and o.fan == () and o.probability is None for o in said.outcomes)
    assert said.tails == ()


def test_hiding_one_outcome_changes_no_other() -> None:
    ours = shipped_hazards()
    fewer = replace(ours, skill={**ours.skill, "exit": {**ours.skill["exit"], "shown": False}})
    game = crisis.shipped().game
    both, one = (play(made(), runs=500, estimates=(h, game)) for h in (ours, fewer))
    assert np.allclose(by_draw(both, "change"), by_draw(one, "change"), rtol=0, atol=1e-15)


def test_the_warning_stands_on_every_answer(played: Played) -> None:
    assert outlook(played).warning == WARNING
    assert compare(played, played).warning == WARNING
    assert "not causally identified" in WARNING


def test_a_scenario_compared_with_itself_is_no_different(played: Played) -> None:
    for row in compare(played, played).differences:
        assert row.difference in (0.0, None)


def test_a_blockade_is_force_and_nothing_before_it_changes() -> None:
    base, other = made(), made().with_shock(Shock("blockade", month=6))
    one, two = (play(s, runs=2000, seed=1) for s in (base, other))
    assert (one.tally.rungs[:5] == two.tally.rungs[:5]).all()
    assert two.tally.highest[-1][:3].sum() == 0
    said = compare(one, two)
    assert next(d for d in said.differences if d.outcome == "change").difference > 0  # type: ignore[operator]


def test_what_is_not_known_is_drawn_and_never_zero() -> None:
    known = {"RUS": dict.fromkeys(INSTRUMENTS, 0.9)}
    one = made(state={"pressure": "threats", "backing": known})
    said = outlook(play(one, runs=2000))
    told, drawn = said.backing["RUS"][0], said.backing["CHN"][0]
    assert drawn[2] - drawn[0] > 2 * (told[2] - told[0])
    assert 0.3 < drawn[1] < 0.7


def test_a_patron_at_war_gives_less_arms_and_money() -> None:
    known = {"RUS": dict.fromkeys(INSTRUMENTS, 0.9)}
    one = made(state={"pressure": "sanctions", "backing": known})
    shock = Shock("patron-war", month=1, patron="RUS", size=0.8)
    before, after = (outlook(play(s, runs=1000)).backing for s in (one, one.with_shock(shock)))
    assert after["RUS"][0][1] < before["RUS"][0][1] - 0.2
    assert after["CHN"] == before["CHN"]


def test_shocks_with_a_chance_come_about_as_often() -> None:
    one = made(horizon=36, shocks=[{"kind": "veto", "patron": "RUS", "monthly": 0.02}])
    done = play(one, runs=4000)
    came = done.tally.moments["x"][done.inputs().index("shock 1: veto")] / 4000
    assert came == pytest.approx(1 - 0.98**36, abs=0.03)
    never = made(shocks=[{"kind": "veto", "patron": "RUS", "monthly": 0}])
    assert play(never, runs=500).tally.moments["x"][-1] == 0


def test_drivers_are_named_once_and_are_shares(played: Played) -> None:
    names = played.inputs()
    assert len(names) == len(set(names)) == len(played.tally.moments["x"])
    said = outlook(played).drivers
    assert said[0].name == "what the facts say of change"
    assert all(0 < d.share <= 1 for d in said)
    assert [d.share for d in said] == sorted((d.share for d in said), reverse=True)


def test_years_in_office_come_from_the_table_of_leaders() -> None:
    facts, marks = facts_of(made())
    assert facts["tenure"] == pytest.approx(12.74, abs=0.01)
    assert "since 2013-03-05" in marks[0]
    told, _ = facts_of(made(facts={"tenure": 3}))
    assert told["tenure"] == 3
    nobody, marks = facts_of(made(as_of="1700-01-01"))
    assert np.isnan(nobody["tenure"])
    assert "Nobody is known" in marks[0]


def test_what_lies_outside_the_data_is_marked() -> None:
    said = outlook(play(made(facts={"senders": 60}, known={"RUS": {"cinc_C": 9}}), runs=50))
    assert any("'senders' of 60 lies outside" in mark for mark in said.marks)
    assert any("learned from 1946-89" in mark for mark in said.marks)


def test_memory_does_not_grow_with_runs() -> None:
    peaks = []
    for runs in (2 * BLOCK, 8 * BLOCK):
        tracemalloc.start()
        play(made(horizon=6), runs=runs)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


@pytest.mark.parametrize("wrong", [{"runs": 1}, {"runs": 10**9}, {"seed": -1}, {"workers": 0}])
def test_a_wrong_call_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        play(made(), **wrong)  # type: ignore[arg-type]


def test_scenarios_of_other_lengths_are_not_compared(played: Played) -> None:
    other = play(made(horizon=6), runs=3000, seed=7)
    with pytest.raises(UsageError, match="cannot be compared"):
        compare(played, other)


def test_the_day_a_horizon_ends() -> None:
    import datetime as dt

    assert due_of(dt.date(2024, 12, 31), 2) == dt.date(2025, 2, 28)
    assert due_of(dt.date(2024, 1, 1), 12) == dt.date(2025, 1, 1)
