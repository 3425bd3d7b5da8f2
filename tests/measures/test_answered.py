"""Requests matched one by one with what arrived."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from measure_frames import Row, day, frame, row

from patronage.errors import UsageError
from patronage.measures import answered
from patronage.results import Answered

END = dt.date(2024, 1, 1)


def ask(id: str, when: str, **given: Any) -> Row:
    sides: dict[str, Any] = {"actor": ["AAA"], "recipient": ["BBB"], "polarity": None}
    return row(id, "REQUEST", **(sides | {"available": END} | day(when) | given))


def give(id: str, when: str, **given: Any) -> Row:
    return row(id, **({"available": END} | day(when) | given))


def one(*rows: Row, **how: Any) -> Answered:
    (found,) = answered(frame(*rows), "AAA", **how)
    return found


def test_each_delivery_answers_one_request() -> None:
    found = one(ask("a", "2020-01-01"), ask("b", "2020-03-05"), give("x", "2020-06-01"))
    assert [(a.outcome, a.lag_days) for a in found.answers] == [
        ("arrived", 152), ("none we found", None),
    ]  # fmt: skip
    assert found.share is not None
    assert (found.share.value, found.share.n) == (0.5, 2)
    assert found.share.low < 0.5 < found.share.high
    assert found.share.evidence == ("a", "b", "x")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (give("x", "2021-06-01"), "none we found"),  # too late
        (give("x", "2019-12-01"), "none we found"),  # before
        (give("x", "2020-06-01", instrument="loan"), "none we found"),
        (give("x", "2020-06-01", status="future"), "promised"),
        (give("x", "2020-06-01", type="AGREE"), "promised"),
        (give("x", "2020-06-01", type="REJECT", polarity="curtailment"), "refused"),
        (give("x", "2020-06-01", actor=["CCC"]), "none we found"),
    ],
)
def test_instrument_patron_and_lag_must_fit(answer: Row, outcome: str) -> None:
    found = one(ask("a", "2020-01-01"), answer)
    assert [a.outcome for a in found.answers] == [outcome]
    assert found.delay is None
    assert found.share is not None and found.share.value == 0


def test_what_is_still_open_is_in_no_share_met_or_not() -> None:
    met = one(ask("a", "2023-06-01"), give("x", "2023-07-01"))
    assert (met.answers[0].outcome, met.share) == ("arrived", None)
    assert one(ask("a", "2023-06-01")).answers[0].outcome == "still open"


def test_the_delay_says_with_which_probability_its_ends_hold() -> None:
    asked = [ask(f"a{k}", f"{2000 + k}-01-01") for k in range(9)]
    met = [give(f"x{k}", f"{2000 + k}-02-{k + 1:02}") for k in range(9)]
    delay = one(*asked, *met).delay
    assert delay is not None
    assert (delay.value, delay.low, delay.high, delay.n) == (35.0, 32.0, 38.0, 9)
    assert 0.9 <= delay.mass < 1
    two = one(*asked[:2], *met[:2]).delay
    assert two is not None and two.mass == 0.5


def test_a_request_that_nothing_dates_stands_apart() -> None:
    found = one(ask("a", "2020-01-01", start=None, end=None, available=None))
    assert (found.answers, found.undated, found.share) == ((), ("a",), None)


def test_a_wrong_call_says_so() -> None:
    with pytest.raises(UsageError, match="Give 1 or more"):
        answered(frame(), "AAA", within=0)
    with pytest.raises(UsageError, match="mass"):
        answered(frame(), "AAA", mass=1.0)
