"""Scores of a record of forecasts."""

from __future__ import annotations

import math

import pytest

from patronage.backtest import Settled, score_record


def test_the_scores_are_what_the_formulas_say() -> None:
    record = score_record([Settled(0.8, True, "a", 0.5), Settled(0.4, False, "b")])
    assert record.brier == pytest.approx((0.04 + 0.16) / 2)
    assert record.log == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 2)
    assert (record.count, record.groups, record.based) == (2, 2, 1)
    assert record.base_brier == pytest.approx(0.25)


def test_an_interval_needs_two_groups_and_holds_the_mean() -> None:
    one = score_record([Settled(0.8, True, "a"), Settled(0.4, False, "a")])
    assert (one.brier_low, one.brier_high) == (None, None)
    many = score_record([Settled(p / 10, p > 5, str(p)) for p in range(1, 10)])
    assert many.brier_low < many.brier < many.brier_high  # type: ignore[operator]
    assert many.log_low < many.log < many.log_high  # type: ignore[operator]


def test_forecasts_that_fall_together_count_as_one_draw() -> None:
    apart = [Settled(0.3, k % 3 == 0, str(k)) for k in range(12)]
    together = [Settled(0.3, k % 3 == 0, str(k % 3)) for k in range(12)]
    a, b = score_record(apart), score_record(together)
    assert a.brier == b.brier
    assert b.brier_high - b.brier_low > a.brier_high - a.brier_low  # type: ignore[operator]


def test_no_forecast_has_no_score_and_not_zero() -> None:
    record = score_record([])
    assert (record.count, record.brier, record.log) == (0, None, None)
