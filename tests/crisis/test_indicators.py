"""What to watch for: each candidate event is played, and those that move most are told first."""

from __future__ import annotations

import pytest
from crisis_world import made

from patronage.crisis.indicators import candidates, indicators
from patronage.crisis.montecarlo import Played, play
from patronage.crisis.tables import table


@pytest.fixture(scope="module")
def played() -> Played:
    return play(made(), runs=256, seed=7)


def test_a_shock_that_concerns_patrons_is_tried_with_each() -> None:
    tried = list(candidates(made()))
    rows = [row for row in table("shocks") if row["candidate"] == "yes"]
    for row in rows:
        who = [shock.patron for _, shock in tried if shock.kind == row["kind"]]
        assert who == (["RUS", "CHN"] if row["patron"] == "yes" else [None])
    assert all(shock.month == 1 for _, shock in tried)
    assert len({words for words, _ in tried}) == len(tried)


def test_events_that_move_most_come_first_with_their_direction(played: Played) -> None:
    found = indicators(played, most=100, runs=64)
    assert len(found) == len(list(candidates(played.scenario)))
    sizes = [abs(one.difference) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) > 0
    for one in found:
        assert one.low <= one.high
        ways = {"raises it": one.low > 0, "lowers it": one.high < 0}
        assert ways.get(one.direction, one.low <= 0 <= one.high)


def test_no_more_are_told_than_asked_and_the_seed_decides(played: Played) -> None:
    found = indicators(played, most=3, runs=64)
    assert found == indicators(played, most=3, runs=64) == indicators(played, most=9, runs=64)[:3]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("target", "of"),
    [("exit", "leader exit"), ("change", "change of government")],
)
def test_the_answer_is_the_target(target: str, of: str) -> None:
    asked = play(made(target=target), runs=64, seed=7)
    assert {one.of for one in indicators(asked, most=2, runs=64)} == {of}


def test_without_a_target_that_is_played_the_answer_is_the_use_of_force() -> None:
    asked = play(made(target="realignment"), runs=64, seed=7)
    assert asked.target is None
    told = {one.of for one in indicators(asked, most=2, runs=64)}
    assert told == {"use of force against the client"}
