"""The filter against exact integration, its laws, and coverage told by others."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.measures.filtering import (
    Array,
    Counts,
    Recall,
    Walk,
    below,
    filtered,
    past,
    smoothed,
)
from patronage.measures.pooling import halved, levels, pooled
from patronage.measures.volume import coverage, weighted

WALK = Walk(step=0.02, burst=0.1, first=0.5, spread=1.0)


def seen_counts(y: Array, seen: list[bool] | None = None) -> Counts:
    flat = np.zeros((len(y), 1))
    mask = np.ones((len(y), 1), bool) if seen is None else np.array(seen)[:, None]
    return Counts(y, flat, flat, flat, mask)


def exact(y: Array, walk: Walk) -> tuple[Array, Array, float]:
    """Filtered means and variances and the log likelihood by integration on a fine grid."""
    x = np.linspace(-6, 7, 1301)
    h = x[1] - x[0]
    noise = np.linspace(-6, 6, 121)
    weight = np.exp(-(noise**2) / 2)
    weight /= weight.sum()
    move = np.exp(-((x[:, None] - x[None, :]) ** 2) / (2 * walk.step))
    move /= move.sum(axis=0)
    density = np.exp(-((x - walk.first) ** 2) / (2 * walk.spread))
    density /= density.sum() * h
    means, variances, log = [], [], 0.0
    for t, count in enumerate(y):
        if t:
            density = move @ density
        level = x[:, None] + math.sqrt(float(walk.burst)) * noise - float(walk.burst) / 2
        chance = (np.exp(count * level - np.exp(level)) * weight).sum(axis=1)
        density = density * chance
        whole = density.sum() * h
        log += math.log(whole)
        density /= whole
        means.append((density * x).sum() * h)
        variances.append((density * (x - means[-1]) ** 2).sum() * h)
    return np.array(means), np.array(variances), log


@pytest.mark.parametrize("y", [[0, 0, 1, 0, 0, 3], [4, 9, 2, 0, 14, 7], [40, 61, 22, 25, 24, 30]])
def test_the_filter_is_near_exact_integration(y: list[int]) -> None:
    column = np.array(y, float)
    found = filtered(seen_counts(column[:, None]), WALK, past(len(y), 24))
    mean, variance, log = exact(column, WALK)
    assert found.mean[:, 0] == pytest.approx(mean, abs=0.03)
    assert np.sqrt(found.variance[:, 0]) == pytest.approx(np.sqrt(variance), rel=0.1)
    assert found.likelihood[-1, 0] == pytest.approx(log, abs=0.05)


def test_the_smoother_is_a_gaussians_where_counts_are_large() -> None:
    rng = np.random.default_rng(7)
    walk = Walk(0.05, 0.0, math.log(5e4), 0.3)
    x = walk.first + np.cumsum(rng.normal(0, 0.2, 12))
    y = rng.poisson(np.exp(x)).astype(float)
    mean, variance = smoothed(filtered(seen_counts(y[:, None]), walk, past(12, 24)), walk.step)
    moves = np.minimum.outer(np.arange(12), np.arange(12)) * 0.05 + 0.3
    gain = moves @ np.linalg.inv(moves + np.diag(1 / y))
    assert mean[:, 0] == pytest.approx(walk.first + gain @ (np.log(y) - walk.first), abs=1e-3)
    assert variance[:, 0] == pytest.approx(np.diag(moves - gain @ moves), rel=1e-2)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=2, max_size=10), st.integers(1, 9))
def test_later_counts_change_nothing_known_before(y: list[int], cut: int) -> None:
    cut = min(cut, len(y))
    column = np.array(y, float)[:, None]
    whole = filtered(seen_counts(column), WALK, past(len(y), 24))
    part = filtered(seen_counts(column[:cut]), WALK, past(cut, 24))
    for name in ("mean", "variance", "likelihood", "contrast", "contrast_variance"):
        assert getattr(whole, name)[:cut] == pytest.approx(getattr(part, name))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=8), st.floats(-2, 2))
def test_coverage_that_is_everywhere_the_same_is_only_a_scale(y: list[int], shift: float) -> None:
    """The level at k times the coverage is that of the same counts, less log k."""
    column = np.array(y, float)[:, None]
    counts = seen_counts(column)
    loud = Counts(column, counts.shift + shift, counts.noise, counts.error, counts.seen)
    far = Walk(WALK.step, WALK.burst, float(WALK.first) - shift, WALK.spread)
    one = filtered(counts, WALK, past(len(y), 24))
    two = filtered(loud, far, past(len(y), 24))
    assert two.mean + shift == pytest.approx(one.mean, abs=1e-6)
    assert two.contrast == pytest.approx(one.contrast, abs=1e-6)


def test_an_unseen_period_tells_nothing_and_widens() -> None:
    y = np.array([[5.0], [900.0], [5.0]])
    found = filtered(seen_counts(y, [True, False, True]), WALK, past(3, 24))
    assert found.mean[1, 0] == found.mean[0, 0]
    assert found.variance[1, 0] == pytest.approx(found.variance[0, 0] + 0.02)
    assert found.likelihood[1, 0] == found.likelihood[0, 0]


@pytest.mark.parametrize("memory", [3.0, 100.0])
def test_the_contrast_has_the_variance_of_its_sum(memory: float) -> None:
    """Nothing seen: x - z is a sum of the walk's own moves, whose variance is known."""
    found = filtered(seen_counts(np.zeros((9, 1)), [False] * 9), WALK, past(9, memory))
    moves = np.minimum.outer(np.arange(9), np.arange(9)) * 0.02 + 1.0
    weights = np.zeros(9)
    for t in range(1, 9):
        added = max(1 / t, 1 / memory)
        weights = weights * (1 - added)
        weights[t - 1] = added
        contrast = np.eye(9)[t] - weights
        assert weights.sum() == pytest.approx(1.0)
        assert found.contrast_variance[t, 0] == pytest.approx(contrast @ moves @ contrast)


def test_a_contrast_of_own_choice_is_now_less_then() -> None:
    y = np.array([8.0, 9, 7, 8, 2, 1, 2, 2])[:, None]
    now = np.array([0, 0, 0, 0, 0, 0, 0, 0.25])
    added = np.array([0.25] * 4 + [-0.25] * 3 + [0.0])
    found = filtered(seen_counts(y), WALK, Recall(now, np.ones(8), added))
    mean, _ = smoothed(filtered(seen_counts(y), WALK, past(8, 24)), WALK.step)
    expected = mean[4:, 0].mean() - mean[:4, 0].mean()
    assert found.contrast[-1, 0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("at", [-3.0, -0.5, 0.0, 1.3, 4.0])
def test_the_normal_distribution_function(at: float) -> None:
    found = below(at, np.array([0.2]), np.array([2.25]))
    assert found[0] == pytest.approx(0.5 * math.erfc(-(at - 0.2) / 1.5 / math.sqrt(2)), abs=2e-7)


def test_a_short_series_leans_on_the_others() -> None:
    rng = np.random.default_rng(3)
    y = rng.poisson(6.0, (24, 40)).astype(float)
    y[:, 0] = 0
    y[0, 0] = 5  # one busy month among months of nothing
    counts = seen_counts(y)
    pool = pooled(counts, 1.0)
    found = levels(counts, pool, past(24, 24))
    assert pool.first == pytest.approx(math.log(6), abs=0.3)
    assert math.exp(found.mean[0, 0]) < 4
    other = levels(counts.part(np.array([0])), pool, past(24, 24))
    assert other.mean[:, 0] == pytest.approx(found.mean[:, 0])


def test_a_wave_of_all_is_coverage_and_one_pairs_war_is_not() -> None:
    rng = np.random.default_rng(11)
    pairs = rng.poisson(np.linspace(1, 30, 60), (60, 60)).astype(float)
    seen = np.ones((60, 1), bool)

    def shift(y: Array) -> Array:
        return coverage(weighted(y).sum(axis=1, keepdims=True), seen, 1.0).shift[:, 0]

    wave, war = pairs.copy(), pairs.copy()
    wave[30:36] *= 5
    war[30:36, -1] *= 50
    assert shift(wave)[31:36].mean() - shift(wave)[:30].mean() == pytest.approx(
        math.log(5), abs=0.15
    )
    assert abs(shift(war)[31:36].mean() - shift(war)[:30].mean()) < 0.1
    plain = np.log(war.sum(axis=1))
    assert plain[31:36].mean() - plain[:30].mean() > 0.8


def test_no_other_report_is_coverage_unknown() -> None:
    told = coverage(weighted(np.zeros((5, 3))).sum(axis=1, keepdims=True), np.ones((5, 1), bool), 1)
    assert not told.shift.any()
    assert told.error[0, 0] == 0.25


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=3, max_size=10), st.integers(2, 9))
def test_a_halving_is_judged_by_what_was_known(y: list[int], cut: int) -> None:
    cut = min(cut, len(y))
    column = np.array(y, float)[:, None]
    pool = pooled(seen_counts(column), 1.0)
    whole = halved(seen_counts(column), pool)
    assert whole[:cut] == pytest.approx(halved(seen_counts(column[:cut]), pool), rel=1e-6)
    assert ((whole > 0) & (whole <= 1)).all()
