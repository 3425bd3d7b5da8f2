"""What a told number allows, at the edges and as laws."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from patronage import audit
from patronage.audit.tolerance import (
    CONSISTENT,
    CONTRADICTED,
    SUPPORTED,
    band,
    digits,
    rounding,
    told,
    verdict,
)
from patronage.records import Amount, Span

BANDS = [
    row["name"]
    for row in csv.DictReader((files(audit) / "tolerances.csv").read_text("utf-8").splitlines())
]
GRADE = {CONTRADICTED: 0, CONSISTENT: 1, SUPPORTED: 2}


def figure(
    text: str, value: float, comparator: str = "=", high: float | None = None, unit: str = "USD"
) -> Amount:
    return Amount(text, Span(0, len(text)), value, unit, comparator, None, high)


@pytest.mark.parametrize(
    ("text", "value", "half", "count"),
    [
        ("$2.4 billion", 2.4e9, 0.05e9, 2),
        ("$30 billion", 3e10, 0.5e9, 1),
        ("$12.60 billion", 1.26e10, 0.005e9, 4),
        ("2,400 tanks", 2400, 50, 2),
        ("30,000 troops", 30_000, 500, 1),
        ("656 million TIV", 6.56e8, 0.5e6, 3),
        ("two tanks", 2, 0, 1),
    ],
)
def test_half_of_the_last_digit(text: str, value: float, half: float, count: int) -> None:
    assert rounding(figure(text, value)) == pytest.approx(half)
    assert digits(figure(text, value)) == count


def test_millions_of_tiv_are_told_to_the_million() -> None:
    assert rounding(figure("300 million TIV", 300, unit="TIV")) == 0.5


def test_about_allows_ten_percent() -> None:
    low, high = told(figure("about $2.0 billion", 2e9, "~"))
    assert (low, high) == (pytest.approx(1.95e9 * 0.9), pytest.approx(2.05e9 * 1.1))


@pytest.mark.parametrize(
    ("comparator", "value", "kind"),
    [
        *[(">", 97, CONTRADICTED), (">", 98.5, SUPPORTED), (">", 149, SUPPORTED)],
        *[(">", 151, CONSISTENT), ("<", 103, CONTRADICTED), ("<", 101, SUPPORTED)],
        *[("<", 67, SUPPORTED), ("<", 66, CONSISTENT), ("<", 0, CONSISTENT)],
        *[("=", 102, SUPPORTED), ("=", 105, CONTRADICTED), ("~", 110, SUPPORTED)],
    ],
)
def test_comparators(comparator: str, value: float, kind: str) -> None:
    amount = figure("100.0", 100, comparator)
    assert verdict(amount, value, value, band("exact")) == kind


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        *[("tiv", 104, CONSISTENT), ("tiv", 88, CONTRADICTED), ("trade", 104, SUPPORTED)],
        *[("trade", 140, CONSISTENT), ("trade", 60, CONTRADICTED)],
        *[("capabilities", 125, CONSISTENT), ("capabilities", 160, CONTRADICTED)],
        *[("count", 100, SUPPORTED), ("count", 102, CONTRADICTED)],
        *[("prices", 100, CONSISTENT), ("prices", 55, CONSISTENT), ("prices", 190, CONSISTENT)],
        *[("prices", 40, CONTRADICTED), ("prices", 230, CONTRADICTED)],
    ],
)  # fmt: skip
def test_bands_of_the_guideline(name: str, value: float, kind: str) -> None:
    assert verdict(figure("100.0", 100), value, value, band(name)) == kind


def test_a_number_of_weapons_is_told_exactly() -> None:
    amount = figure("100 tanks", 100, unit="tank")
    assert [verdict(amount, v, v, band("count")) for v in (100, 99, 140)] == [
        SUPPORTED,
        *[CONTRADICTED] * 2,
    ]
    about = figure("about 100 tanks", 100, "~", unit="tank")
    assert verdict(about, 92, 92, band("count")) == SUPPORTED


def test_a_wide_range_of_the_register_is_not_decisive() -> None:
    amount = figure("100.0", 100)
    assert verdict(amount, 60, 140, band("tiv")) == CONSISTENT
    assert verdict(amount, 97, 103, band("tiv")) == SUPPORTED
    assert verdict(amount, 200, 300, band("tiv")) == CONTRADICTED


def test_a_told_range_holds_what_lies_within_its_ends() -> None:
    amount = figure("40.0 to 60.0", 40, high=60)
    assert [verdict(amount, v, v, band("exact")) for v in (41, 50, 60, 70, 30)] == [
        *[SUPPORTED] * 3,
        *[CONTRADICTED] * 2,
    ]


def test_nothing_told_by_the_register_contradicts_a_positive_figure() -> None:
    assert verdict(figure("100.0", 100), 0, 0, band("exact")) == CONTRADICTED


def test_an_unknown_band_is_named() -> None:
    with pytest.raises(KeyError, match="feet"):
        band("feet")


VALUES = st.floats(0.001, 1e12, allow_nan=False, allow_infinity=False)


@given(
    st.integers(1, 999), st.sampled_from(["=", "~", ">", ">=", "<", "<="]), VALUES,
    st.floats(0, 1e6), st.sampled_from(BANDS),
)  # fmt: skip
def test_farther_is_never_better(
    number: int, comparator: str, value: float, more: float, name: str
) -> None:
    """A register's value moved away from the told one never gets a better verdict."""
    amount = figure(f"{number} million", float(number), comparator)
    away = value + more if value >= number else max(0.0, value - more)
    # Of "more than" and "less than" the wrong side is the one that counts.
    assume(not (comparator in (">", ">=") and value < number <= away))
    near, far = (verdict(amount, v, v, band(name)) for v in (value, away))
    assert GRADE[far] <= GRADE[near]


@given(st.integers(1, 999), VALUES, st.floats(0, 1e6), st.sampled_from(BANDS))
def test_ranges_that_move_away_never_turn_contradicted_into_supported(
    number: int, low: float, width: float, name: str
) -> None:
    amount = figure(f"{number} million", float(number))
    kinds = [verdict(amount, low * k, low * k + width, band(name)) for k in (1, 1.5, 4)]
    if low > number:
        assert [GRADE[k] for k in kinds] == sorted((GRADE[k] for k in kinds), reverse=True)


@given(st.integers(1, 999), VALUES, VALUES)
def test_other_prices_are_never_decisive(number: int, one: float, two: float) -> None:
    amount = figure(f"{number} million", float(number))
    assert verdict(amount, min(one, two), max(one, two), band("prices")) != SUPPORTED
