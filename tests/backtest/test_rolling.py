"""Nothing from the future and nothing of the same crisis reaches a fit."""

from __future__ import annotations

import numpy as np
import pytest

from patronage.backtest import BaseRate, Forecast, OneFeature, PatronRate, origins, roll, scorecard
from patronage.backtest.baselines import learners
from patronage.backtest.scorecard import mean_of

ROWS = {
    "year": np.array([1950, 1951, 1959, 1960, 1961, 1962]),
    "crisno": np.array([1, 2, 3, 3, 4, 5]),
    "P": np.array([2, 365, 2, 365, 2, 365]),
    "post45": np.ones(6),
    "P_is_coercer": np.zeros(6),
    "ally": np.array([1.0, 0.0, np.nan, 1.0, 0.0, np.nan]),
}
LADDER = np.array([1, 0, 2, 0, 1, 4])


class Spy:
    name = "spy"

    def __init__(self) -> None:
        self.seen: list[list[int]] = []

    def fit(self, rows, ladder):  # type: ignore[no-untyped-def]
        self.seen.append(sorted(rows["crisno"].tolist()))
        return BaseRate().fit(rows, ladder)


def test_a_fit_sees_only_earlier_years_and_other_crises() -> None:
    spy = Spy()
    which, made = roll([spy], ROWS, LADDER, origins(1960, 1962, 1), np.ones(6, bool))
    assert which.tolist() == [3, 4, 5]
    # The crisis of 1959 goes on in 1960: its rows teach only from 1961 on.
    assert spy.seen == [[1, 2], [1, 2, 3, 3], [1, 2, 3, 3, 4]]
    assert made["spy"].ladder.shape == (3, 7)


def test_a_block_without_rows_is_passed_over() -> None:
    spy = Spy()
    roll([spy], ROWS, LADDER, [(1952, 1955), (1962, 1963)], np.ones(6, bool))
    assert len(spy.seen) == 1


def test_baselines_sum_to_one_and_know_what_they_group() -> None:
    for model in (BaseRate(), PatronRate(), OneFeature("ally", ("ally",))):
        made = model.fit(ROWS, LADDER).forecast(ROWS)
        assert np.allclose(made.ladder.sum(axis=1), 1)
        assert np.allclose(made.support, made.ladder[:, 1:4].sum(axis=1))
    made = PatronRate().fit(ROWS, LADDER).forecast(ROWS)
    assert made.support[0] > made.support[1]
    never = PatronRate().fit(ROWS, LADDER).forecast({**ROWS, "P": np.full(6, 710)})
    assert np.allclose(never.ladder, BaseRate().fit(ROWS, LADDER).forecast(ROWS).ladder)


def test_learners_learn_what_a_feature_tells_and_sum_to_one() -> None:
    pytest.importorskip("sklearn")
    count = 240
    ally = np.tile([1.0, 0.0, np.nan], count // 3)
    rows = {
        "year": np.arange(count) % 50 + 1950, "crisno": np.arange(count), "ally": ally,
        "P": np.where(np.arange(count) % 2, 2, 365), "post45": np.ones(count),
        "P_is_coercer": np.zeros(count),
    }  # fmt: skip
    ladder = np.where(ally == 1, 2, 0)
    ladder[::10] = np.arange(len(ladder[::10])) % 7  # every step is seen
    for model in learners(("ally",)):
        made = model.fit(rows, ladder).forecast(rows)
        assert np.allclose(made.ladder.sum(axis=1), 1)
        allies, others = made.support[ally == 1], made.support[ally == 0]
        assert allies.min() > 0.5 > others.max(), model.name
        assert made.mil_support[ally == 1].min() > 0.5


def test_a_scorecard_tells_who_is_better_and_freezes() -> None:
    rng = np.random.default_rng(0)
    ladder = rng.integers(0, 7, 200)
    right = 0.9 * np.eye(7)[ladder] + 0.1 / 7
    flat = np.full((200, 7), 1 / 7)
    made = {
        name: Forecast(p[:, 1:4].sum(1), p[:, 2:4].sum(1), p)
        for name, p in (("right", right), ("flat", flat))
    }
    made["both"] = mean_of([made["right"], made["flat"]])
    truth = {"ladder": ladder, "crisno": np.arange(200) // 2, "P": np.full(200, 2),
             "year": np.full(200, 1970)}  # fmt: skip
    card = scorecard("test", made, truth, [("right", "flat")], ["a note"])
    assert all(gap.high < 0 for gap in card.differences)
    assert card.rows == 200 and card.crises == 100
    losses = {r.model: r.log_loss for r in card.scores if r.target == "ladder"}
    assert losses["right"] < losses["both"] < losses["flat"]
    text = "\n".join(card.lines())
    assert "a note" in text and "right - flat" in text
    assert card.frozen()["scores"][0]["model"] == "right"
