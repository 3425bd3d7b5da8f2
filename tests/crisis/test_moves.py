"""Equilibria of coercer and client: each answers the other, exactly, and none is passed over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.crisis.moves import EXACT, equilibria, replies, residual, settle, worths
from patronage.crisis.tables import table

BOTH_WANT_THE_SAME = np.array([[2.0, 0, 0], [0, 2, 0], [0, 0, 0]])
MATCHING = np.array([[1.0, -1, -1], [-1, 1, -1], [-1, -1, 1]])


def priors(n: int) -> dict[str, np.ndarray]:
    return {row["name"]: np.full(n, float(row["mean"])) for row in table("priors")}


def test_two_ways_to_agree_are_three_equilibria_and_two_are_stable() -> None:
    found = equilibria(BOTH_WANT_THE_SAME, BOTH_WANT_THE_SAME, 3.0)
    stable = [e for e in found if e.stable]
    assert len(found) == 3
    assert len(stable) == 2
    first, second = sorted(e.coercer[0] for e in stable)
    assert first < 0.1
    assert second > 0.9
    assert all(residual(BOTH_WANT_THE_SAME, BOTH_WANT_THE_SAME, 3.0, e) < EXACT for e in found)


def test_without_precision_there_is_one_and_it_is_chance() -> None:
    [only] = equilibria(BOTH_WANT_THE_SAME, BOTH_WANT_THE_SAME, 0.0)
    assert only.coercer == pytest.approx((1 / 3,) * 3)
    assert only.client == pytest.approx((1 / 3,) * 3)


def test_where_one_wins_what_the_other_loses_it_is_found_too() -> None:
    """Replies in turn circle here for ever: the step of Newton has to find it."""
    [only] = equilibria(MATCHING, -MATCHING, 8.0)
    assert only.coercer == pytest.approx((1 / 3,) * 3, abs=1e-9)
    assert not only.stable
    n = 5
    start = np.random.default_rng(0).dirichlet([1, 1, 1], n)
    games = np.repeat(MATCHING[None], n, 0)
    assert settle(games, -games, np.full(n, 8.0), start)[2].max() < EXACT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-2, 2), min_size=18, max_size=18), st.floats(0, 6))
def test_every_equilibrium_satisfies_its_equations(cells: list[float], precision: float) -> None:
    coercer, client = np.array(cells).reshape(2, 3, 3)
    found = equilibria(coercer, client, precision)
    assert found
    for one in found:
        assert residual(coercer, client, precision, one) < EXACT
        assert sum(one.coercer) == pytest.approx(1)
        assert sum(one.client) == pytest.approx(1)


def test_many_games_settle_at_once() -> None:
    rng = np.random.default_rng(1)
    n = 500
    rung = rng.integers(0, 5, n)
    hold, meeting, means = rng.random((3, n))
    coercer, client = worths(priors(n), rung, hold, meeting, means)
    precision = rng.uniform(0, 8, n)
    p, q, off = settle(coercer, client, precision, np.full((n, 3), 1 / 3))
    assert off.max() < EXACT
    assert np.allclose(replies(coercer, precision, q), p, atol=1e-12)


def test_where_two_are_stable_the_start_chooses() -> None:
    game = np.repeat(BOTH_WANT_THE_SAME[None], 2, 0)
    start = np.array([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05]])
    p, _, off = settle(game, game, np.full(2, 3.0), start)
    assert p.argmax(axis=1).tolist() == [0, 1]
    assert off.max() < EXACT


def test_a_patron_that_helps_makes_escalation_less_likely_and_resistance_more() -> None:
    ones = np.ones(2)
    helped = np.array([0.1, 0.9])
    coercer, client = worths(priors(2), np.array([2, 2]), helped, helped, ones * 0.5)
    p, q, _ = settle(coercer, client, ones * 3, np.full((2, 3), 1 / 3))
    assert p[1, 2] < p[0, 2]
    assert q[1, 2] > q[0, 2]
