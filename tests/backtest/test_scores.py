"""Scores that are known by hand, and their laws."""

from __future__ import annotations

import numpy as np
import pytest

from patronage.backtest import (
    auc,
    brier,
    calibration,
    log_losses,
    paired_interval,
    ranked_probability,
)


def test_a_sure_and_right_forecast_costs_nothing() -> None:
    given, happened = np.eye(3), np.array([0, 1, 2])
    assert log_losses(given, happened).tolist() == [0, 0, 0]
    assert brier(given, happened) == 0
    assert ranked_probability(given, happened) == 0


def test_a_sure_and_wrong_forecast_costs_much_but_not_infinitely() -> None:
    (loss,) = log_losses(np.array([[1.0, 0.0]]), np.array([1]))
    assert 10 < loss < 20


def test_a_step_too_far_costs_less_than_two() -> None:
    near = ranked_probability(np.array([[0.0, 1.0, 0.0]]), np.array([0]))
    far = ranked_probability(np.array([[0.0, 0.0, 1.0]]), np.array([0]))
    assert near == pytest.approx(0.5) and far == pytest.approx(1.0)


@pytest.mark.parametrize("score", [lambda p, y: log_losses(p, y).mean(), brier, ranked_probability])
def test_scores_are_proper(score) -> None:  # type: ignore[no-untyped-def]
    """On average nothing does better than the truth."""
    rng = np.random.default_rng(1)
    truth = np.array([0.5, 0.3, 0.2])
    happened = rng.choice(3, size=20000, p=truth)
    best = score(np.tile(truth, (20000, 1)), happened)
    for other in rng.dirichlet([2, 2, 2], size=20):
        if np.abs(other - truth).max() > 0.08:
            assert score(np.tile(other, (20000, 1)), happened) > best


def test_auc_is_none_where_all_are_alike() -> None:
    assert auc(np.array([0.2, 0.3]), np.array([1, 1])) is None
    assert auc(np.array([0.2, 0.3]), np.array([0, 1])) == 1.0


@pytest.mark.parametrize("bold", [0.5, 1.0, 2.0])
def test_the_slope_tells_how_bold_probabilities_were(bold: float) -> None:
    rng = np.random.default_rng(2)
    odds = rng.normal(0, 1.5, 40000)
    happened = (rng.random(40000) < 1 / (1 + np.exp(-odds))).astype(np.int64)
    _, slope = calibration(1 / (1 + np.exp(-bold * odds)), happened)
    assert slope == pytest.approx(1 / bold, rel=0.06)


def test_rows_of_one_crisis_count_as_one() -> None:
    rng = np.random.default_rng(3)
    once = rng.normal(0, 1, 60)
    alone = paired_interval(once, np.arange(60))
    copied = paired_interval(np.repeat(once, 10), np.repeat(np.arange(60), 10))
    as_if_new = paired_interval(np.repeat(once, 10), np.arange(600))
    assert copied == pytest.approx(alone)
    assert as_if_new[2] - as_if_new[1] < 0.5 * (copied[2] - copied[1])
