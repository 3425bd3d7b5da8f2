"""Asked, promised, arrived, refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from measure_frames import Row, day, frame, row

from patronage.measures import requests

OCT = dt.date(2025, 10, 1)
LESS = {"polarity": "curtailment", "instrument": None}


def ask(**given: Any) -> Row:
    base = {"actor": ["AAA"], "recipient": ["BBB"], "polarity": None, "available": OCT}
    return row("ask", "REQUEST", **(base | given))


ANSWERS: list[tuple[str, dict[str, Any], list[Row], str]] = [
    ("nothing else told", {}, [], "none we found"),
    ("a delivery after it", day("2025-09-01"), [row("x", **day("2025-10-09"))], "arrived"),
    ("a delivery before it", day("2025-09-01"), [row("x", **day("2025-08-01"))], "none we found"),
    ("an undated delivery of now", {"available": None}, [row("x")], "arrived"),
    ("a total since 2000", {}, [row("x", start=dt.date(2000, 1, 1))], "none we found"),
    ("a total since then", day("2025-09-01"), [row("x", start=dt.date(2025, 9, 2))], "arrived"),
    ("history is no answer", {}, [row("x", status="historical")], "none we found"),
    ("another instrument", {}, [row("x", instrument="loan")], "none we found"),
    ("any will do", {"instrument": None}, [row("x", instrument="loan")], "arrived"),
    ("a possible delivery", {}, [row("x", status="hypothetical")], "none we found"),
    ("a coming delivery", {}, [row("x", status="future")], "promised"),
    ("an agreement", {}, [row("x", "AGREE")], "promised"),
    ("words are no deed", {"instrument": None}, [row("x", "SUPPORT", instrument="diplomatic")],
     "none we found"),
    ("words were asked for", {"instrument": "diplomatic"},
     [row("x", "SUPPORT", instrument="diplomatic")], "arrived"),
    ("a refusal", {}, [row("x", "REJECT", **LESS)], "refused"),
    ("a refusal of something else", {},
     [row("x", "REJECT", polarity="curtailment", instrument="loan")], "none we found"),
    ("a refusal to another", {},
     [row("x", "REJECT", polarity="curtailment", recipient=["CCC"])], "none we found"),
    ("a denial refuses nothing", {"instrument": None}, [row("x", "REJECT", polarity=None)],
     "none we found"),
    ("a veto refuses the client nothing", {"instrument": None},
     [row("x", "REJECT", instrument="veto", recipient=["CCC"], beneficiary=["AAA"])],
     "none we found"),
    ("less in general", {}, [row("x", "SANCTION", **LESS)], "less than before"),
    ("less before it was asked", day("2025-09-01"),
     [row("x", "SANCTION", **LESS, **day("2020-01-01"))], "none we found"),
    ("refused after a promise", {}, [row("x", "AGREE"), row("y", "REJECT", polarity="curtailment")],
     "refused"),
    ("arrived in spite of a refusal", {"available": None},
     [row("x"), row("y", "REJECT", polarity="curtailment")], "arrived"),
    ("someone else delivers", {}, [row("x", actor=["CCC"])], "none we found"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "asked", "rest", "answer"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_answers(name: str, asked: dict[str, Any], rest: list[Row], answer: str) -> None:
    rest = [{**r, "available": r["available"] or asked.get("available", OCT)} for r in rest]
    (request,) = requests(frame(ask(**asked), *rest), "AAA")
    assert request.answer == answer
    assert request.asked == ("ask",)


def test_one_request_to_two_patrons_is_one_line_each() -> None:
    found = requests(frame(ask(recipient=["BBB", "CCC"])), "AAA")
    assert [(r.patron, r.instrument) for r in found] == [("BBB", "arms"), ("CCC", "arms")]


def test_what_was_asked_of_one_is_not_put_to_another() -> None:
    table = frame(
        ask(),
        row("b", "REQUEST", actor=["AAA"], recipient=["CCC"], polarity=None, instrument=None),
        row("c", "REQUEST", actor=["AAA"], recipient=["BBB", "CCC"], polarity=None,
            instrument=None),
    )  # fmt: skip
    found = {(r.patron, r.instrument): r.asked for r in requests(table, "AAA")}
    assert found == {
        ("BBB", None): ("c",),
        ("BBB", "arms"): ("ask",),
        ("CCC", None): ("b", "c"),
    }


@pytest.mark.parametrize("status", ["hypothetical", "negated", "future"])
def test_what_was_not_asked_is_no_request(status: str) -> None:
    assert requests(frame(ask(status=status)), "AAA") == ()


def test_requests_of_others_are_not_the_clients() -> None:
    assert requests(frame(ask()), "BBB") == ()
