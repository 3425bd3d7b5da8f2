"""Hazards: what is estimated on made-up rows, what is shown, what the shipped file promises."""

from __future__ import annotations

import json

import numpy as np
import pytest

from patronage.crisis.hazards import (
    fit_hazard,
    load_hazards,
    predictors,
    shipped_hazards,
)  # fmt: skip
from patronage.crisis.tables import by_name, table
from patronage.errors import UsageError


def made_up(n: int = 3000, seed: int = 0) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Old rulers leave, and nothing else matters."""
    rng = np.random.default_rng(seed)
    facts = {row["fact"]: rng.integers(0, 2, n).astype(float) for row in table("facts")}
    facts["age"] = rng.uniform(30, 90, n)
    facts["host"][::5] = np.nan
    came = (rng.random(n) < np.where(facts["age"] > 65, 0.5, 0.1)).astype(float)
    return facts, came


def one(**known: float) -> dict[str, np.ndarray]:
    return {row["fact"]: np.array([known.get(row["fact"], np.nan)]) for row in table("facts")}


def test_what_matters_is_found_and_what_does_not_is_not() -> None:
    facts, came = made_up()
    model = fit_hazard(facts, came, 12)
    told = dict(zip(predictors(facts), model.beta[1:], strict=True))
    assert told["age"] > 0.4
    assert max(abs(v) for name, v in told.items() if name != "age") < 0.15
    old, young = (model.log_odds(one(age=a))[0] for a in (80.0, 40.0))
    assert old > young + 1


def test_what_is_not_known_is_the_mean_and_not_zero() -> None:
    facts, came = made_up()
    model = fit_hazard(facts, came, 12)
    blank, middle = model.log_odds(one())[0], model.log_odds(one(age=facts["age"].mean()))[0]
    assert blank == pytest.approx(middle, abs=1e-9)


def test_drawn_coefficients_lie_about_the_estimate() -> None:
    facts, came = made_up()
    model = fit_hazard(facts, came, 12)
    drawn = model.draw(np.random.default_rng(0), 2000)
    odds = model.log_odds(one(age=80.0), drawn)
    assert odds.shape == (2000, 1)
    assert odds.mean() == pytest.approx(model.log_odds(one(age=80.0))[0], abs=0.03)


def test_the_shipped_hazards_say_what_they_are_worth() -> None:
    shipped = shipped_hazards()
    assert set(shipped.outcomes) == set(by_name("outcomes"))
    for name, row in by_name("outcomes").items():
        assert shipped.outcomes[name].months == int(row["months"])
        told = shipped.skill[name]
        assert told["low"] < told["gain"] < told["high"]
        assert not (shipped.shown(name) and told["low"] <= 0)
        rate, n = shipped.base(name, 36)
        assert 0 < rate < 1
        assert n > 1000
    assert shipped.about["script"] == "benchmarks/crisis/fit_hazards.py"
    assert shipped.about["years"] == [1950, 2015]
    assert shipped.moves.shape == (5, 5)


def test_a_base_rate_is_carried_at_a_constant_hazard() -> None:
    shipped = shipped_hazards()
    year, two = shipped.base("change", 12)[0], shipped.base("change", 18)[0]
    assert 1 - (1 - year) ** 1.5 == pytest.approx(two)


def test_no_row_ships_with_the_parameters() -> None:
    state = shipped_hazards().state()
    assert len(json.dumps(state)) < 60_000
    assert load_hazards(json.dumps(state)).state() == state


def test_what_is_told_of_the_estimates_can_be_changed_without_changing_them() -> None:
    shipped_hazards().state()["skill"]["realignment"]["shown"] = True
    assert not shipped_hazards().shown("realignment")


def test_a_changed_file_is_refused() -> None:
    state = shipped_hazards().state()
    state["skill"]["realignment"]["shown"] = True
    with pytest.raises(UsageError, match="own hash"):
        load_hazards(json.dumps(state))
    with pytest.raises(UsageError, match="no hazards"):
        load_hazards("[]")
