"""SIPRI's odd export, row by row; and the real one where it lies beside the project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from patronage import datasets, pipeline
from patronage.records import Problem

from .sipri_file import HEADER, deal, write

REAL = Path(__file__).parents[3] / "shared" / "reference" / "sipri" / "trade-register.csv"
REGISTER = datasets.register("sipri")
real = pytest.mark.skipif(not REAL.exists(), reason="../shared is absent: no SIPRI export to read")


def read(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[Problem]]:
    """Original rows, flows and problems of a file."""
    originals, flows, problems = [], [], []
    for found in datasets.read("sipri", path):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            originals += found.original.to_pylist()
            assert found.flows is not None and found.acts is None
            flows += found.flows.to_pylist()
    return originals, flows, problems


def test_a_deal_is_an_order_and_a_delivery_that_never_mix(tmp_path: Path) -> None:
    rows = [deal(ordered=2005, delivered="2006; 2007", tiv=27.5, arrived=20)]
    originals, flows, problems = read(write(tmp_path / "a.csv", rows))
    assert problems == []
    assert originals[0]["year_of_order"] == "2005"
    assert originals[0]["siprI_tiv_for_total_order".lower()] == "27.5"
    order, delivery = flows
    assert (order["stage"], order["measure"], order["value"]) == ("order", "arms orders", 27.5)
    assert (order["start"], order["end"]) == (dt.date(2005, 1, 1), dt.date(2006, 1, 1))
    assert (delivery["stage"], delivery["measure"]) == ("delivery", "arms deliveries")
    assert (delivery["start"], delivery["end"]) == (dt.date(2006, 1, 1), dt.date(2008, 1, 1))
    assert delivery["value"] == 20.0
    for flow in flows:
        assert (flow["giver"], flow["receiver"], flow["unit"]) == ("RUS", "VEN", "TIV")
        assert flow["base"] is None
        assert flow["available"] == flow["end"] + dt.timedelta(days=REGISTER.lag_days)
    assert order["id"] != delivery["id"]


def test_the_marks_belong_to_the_columns_before_them(tmp_path: Path) -> None:
    rows = [deal(marks=marks) for marks in ("   ", "?  ", " ? ", "  ?")]
    originals, flows, _ = read(write(tmp_path / "a.csv", rows))
    told = {(f["row"], f["stage"]): f["estimated"] for f in flows}
    assert [told[n, "order"] for n in (1, 2, 3, 4)] == [False, True, True, False]
    assert [told[n, "delivery"] for n in (1, 2, 3, 4)] == [False, False, False, True]
    assert originals[3]["number_delivered_mark"] == "?"
    assert originals[1]["year_of_order_mark"] == "?"


def test_several_years_of_order_are_one_period(tmp_path: Path) -> None:
    _, flows, _ = read(write(tmp_path / "a.csv", [deal(ordered="1988; 1989", delivered="")]))
    (order,) = flows
    assert (order["start"], order["end"]) == (dt.date(1988, 1, 1), dt.date(1990, 1, 1))


def test_letters_beyond_ascii_are_read_as_latin_1(tmp_path: Path) -> None:
    rows = [deal(recipient="Cote d'Ivoire", comment="Orlogsfartøj Ærø; modernisé")]
    originals, _, problems = read(write(tmp_path / "a.csv", rows))
    assert originals[0]["comments"] == "Orlogsfartøj Ærø; modernisé"
    assert problems == []


def test_a_comment_with_a_line_break_is_one_row(tmp_path: Path) -> None:
    broken = deal(comment="first line\nsecond line")
    originals, flows, problems = read(write(tmp_path / "a.csv", [deal(), broken, deal(tiv=3)]))
    assert problems == []
    assert [o["comments"] for o in originals] == ["", "first line\nsecond line", ""]
    assert [f["value"] for f in flows if f["stage"] == "order"] == [10.0, 10.0, 3.0]


def test_states_of_earlier_times_and_who_is_no_state(tmp_path: Path) -> None:
    rows = [
        deal(supplier="Soviet Union", ordered=1977), deal(supplier="Russia", ordered=1995),
        deal(recipient="Freedonian rebels*"), deal(recipient="Yemen", supplier="Germany"),
    ]  # fmt: skip
    _, flows, _ = read(write(tmp_path / "a.csv", rows))
    pairs = [(f["giver"], f["receiver"]) for f in flows if f["stage"] == "order"]
    assert pairs == [
        ("SUN", "VEN"), ("RUS", "VEN"), ("RUS", "Freedonian rebels"), ("DEU", "YEM"),
    ]  # fmt: skip


def test_an_empty_value_is_missing_and_not_zero(tmp_path: Path) -> None:
    _, flows, problems = read(write(tmp_path / "a.csv", [deal(tiv="", arrived=0)]))
    assert [f["value"] for f in flows] == [None, 0.0]
    assert problems == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"ordered": "unknown"}, "no year of order: 'unknown'"),
        ({"ordered": "20011"}, "no year of order"),
        ({"ordered": "9999"}, "no year of order"),
        ({"tiv": "1e999"}, "'1e999' in 'SIPRI TIV for total order'"),
        ({"arrived": "many"}, "'many' in 'SIPRI TIV of delivered weapons'"),
        ({"delivered": "soon"}, "'soon' in 'Year(s) of delivery'"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_row_kept(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    originals, flows, problems = read(write(tmp_path / "a.csv", [deal(), deal(**change), deal()]))
    assert [o["row"] for o in originals] == [1, 2, 3]
    ((where, text, lost),) = [(p.place, p.message, p.lost) for p in problems]
    assert (where, lost) == ("row 2", False) and told in text
    assert sum(f["row"] in (1, 3) for f in flows) == 4
    assert all(f["value"] is None for f in flows if f["row"] == 2 and f["value"] != 10.0)


def test_a_corrupt_row_is_lost_alone(tmp_path: Path) -> None:
    rows = [deal(), deal() + ",one,too,many", deal(tiv=5), "Venezuela,Russia", deal(tiv=6)]
    originals, flows, problems = read(write(tmp_path / "a.csv", rows))
    assert [o["row"] for o in originals] == [1, 3, 5]
    assert [(p.source, p.place, p.lost) for p in problems] == [
        ("a.csv", "row 2", True), ("a.csv", "row 4", True),
    ]  # fmt: skip
    assert [f["value"] for f in flows if f["stage"] == "order"] == [10.0, 5.0, 6.0]


def test_columns_in_another_order_give_the_same(tmp_path: Path) -> None:
    rows = [deal(marks="?  ", ordered=n) for n in (2001, 2003)]
    pairs = [(0,), (1,), (2, 3), (4, 5), (6,), (7,), (8, 9), (10,), (11,), (12,), (13,), (14,)]
    order = [index for pair in [(15,), *reversed(pairs)] for index in pair]

    def moved(line: str) -> str:
        cells = line.split(",")
        return ",".join(cells[index] for index in order)

    _, right, _ = read(write(tmp_path / "a.csv", rows))
    _, flows, problems = read(write(tmp_path / "b.csv", map(moved, rows), moved(HEADER)))
    assert problems == []
    without = [{k: v for k, v in f.items() if k != "id"} for f in right]
    assert [{k: v for k, v in f.items() if k != "id"} for f in flows] == without


def test_a_column_that_lacks_is_named(tmp_path: Path) -> None:
    header = HEADER.replace("Number ordered", "Number wanted")
    originals, _, problems = read(write(tmp_path / "a.csv", [deal()], header))
    assert originals == []
    assert [(p.place, p.message, p.lost) for p in problems] == [
        ("header", "has no column Number ordered", True)
    ]


@real
def test_the_real_export_whole() -> None:
    originals, flows, problems = read(REAL)
    lines = REAL.read_bytes().count(b"\n") - 1
    assert (len(originals), lines) == (29_056, 29_058)  # two comments hold a line break
    assert [p for p in problems if p.lost] == []
    assert len({f["id"] for f in flows}) == len(flows)

    def orders(giver: str) -> float:
        return sum(
            f["value"] for f in flows
            if f["measure"] == "arms orders" and f["giver"] == giver and f["receiver"] == "VEN"
            and f["start"].year >= 1995 and f["value"] is not None
        )  # fmt: skip

    assert orders("CHN") == pytest.approx(656.06)
    assert orders("RUS") == pytest.approx(3914.06)


@real
def test_russian_deliveries_to_venezuela_peak_in_2013_and_end(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    (done,) = pipeline.load("sipri", [REAL], ledger)
    assert (done.rows, done.known) == (29_056, False)
    (again,) = pipeline.load("sipri", [REAL], ledger)
    assert (again.rows, again.flows, again.known) == (0, 0, True)
    (series,) = pipeline.measure(
        "arms deliveries", "Venezuela", patron="Russia", ledger=ledger, period="year",
        start=dt.date(1995, 1, 1), end=dt.date(2026, 1, 1),
    )  # fmt: skip
    values = {p.start.year: p.value for p in series.points}
    assert max((v, y) for y, v in values.items() if v is not None)[1] == 2013
    assert [values[year] for year in range(2015, 2024)] == [0.0] * 9
    assert [values[2024], values[2025]] == [None, None]
    assert series.unit == "TIV"
    assert pipeline.verify(ledger) == []
