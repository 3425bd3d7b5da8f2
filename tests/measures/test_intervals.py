"""Intervals against printed tables of chi-square, t and F, and against plain integration."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.errors import UsageError
from patronage.measures import intervals
from patronage.measures.intervals import (
    beta_below,
    count_interval,
    gamma_below,
    rate_ratio,
    share_interval,
)

# Gamma(c + 1/2) is half a chi-square with 2c + 1 degrees of freedom.
CHI_SQUARE = [(1, 0.95, 3.841459), (3, 0.05, 0.351846), (3, 0.95, 7.814728), (11, 0.95, 19.675138),
              (21, 0.05, 11.591305), (21, 0.95, 32.670573)]  # fmt: skip
# P(|T| < t) with odd degrees of freedom v is I_{t²/(v+t²)}(1/2, v/2).
STUDENT = [(1, 12.706205), (3, 3.182446), (5, 2.570582), (15, 2.131450)]
# P(F < f) is I_{mf/(mf+n)}(m/2, n/2); 95% points.
FISHER = [(3, 5, 5.409451), (5, 5, 5.050329), (7, 15, 2.706627), (15, 7, 3.510740)]


@pytest.mark.parametrize(("freedom", "mass", "point"), CHI_SQUARE)
def test_gamma_meets_the_chi_square_table(freedom: int, mass: float, point: float) -> None:
    assert gamma_below((freedom - 1) // 2, point / 2) == pytest.approx(mass, abs=2e-7)


@pytest.mark.parametrize(("freedom", "point"), STUDENT)
def test_beta_meets_the_t_table(freedom: int, point: float) -> None:
    x = point**2 / (freedom + point**2)
    assert beta_below(0, (freedom - 1) // 2, x) == pytest.approx(0.95, abs=2e-7)


@pytest.mark.parametrize(("m", "n", "point"), FISHER)
def test_beta_meets_the_f_table(m: int, n: int, point: float) -> None:
    x = m * point / (m * point + n)
    assert beta_below((m - 1) // 2, (n - 1) // 2, x) == pytest.approx(0.95, abs=2e-7)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.floats(0.01, 0.99))
def test_beta_meets_plain_integration(first: int, second: int, x: float) -> None:
    a, b = first + 0.5, second + 0.5
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b))
    steps = 2000
    middles = ((i + 0.5) * x / steps for i in range(steps))
    area = sum(t ** (a - 1) * (1 - t) ** (b - 1) for t in middles) * x / steps * scale
    assert beta_below(first, second, x) == pytest.approx(area, abs=1e-4)


@settings(deadline=None)
@given(st.integers(0, 400), st.sampled_from([0.5, 0.8, 0.9, 0.99]))
def test_count_interval_leaves_its_mass_inside(count: int, mass: float) -> None:
    low, high = count_interval(count, mass)
    assert low <= count <= high or count == 0
    assert gamma_below(count, high) == pytest.approx((1 + mass) / 2, abs=1e-9)
    if count:
        assert gamma_below(count, low) == pytest.approx((1 - mass) / 2, abs=1e-9)
    else:
        assert low == 0


def test_wider_mass_gives_a_wider_interval() -> None:
    narrow, wide = count_interval(7, 0.5), count_interval(7, 0.95)
    assert wide[0] < narrow[0] < 7 < narrow[1] < wide[1]


counts = st.integers(0, 60)
years = st.floats(0.1, 30)


@settings(deadline=None)
@given(counts, years, counts, years)
def test_rate_ratio_turns_over_when_the_spells_swap(
    then: int, then_years: float, now: int, now_years: float
) -> None:
    if then + now == 0:
        return
    one = rate_ratio(then, then_years, now, now_years, 0.9)
    two = rate_ratio(now, now_years, then, then_years, 0.9)
    assert one.low < one.median < one.high
    assert one.median * two.median == pytest.approx(1, rel=1e-6)
    assert one.low * two.high == pytest.approx(1, rel=1e-6)
    assert one.below_one + two.below_one == pytest.approx(1, abs=1e-9)


def test_rate_ratio_of_clear_cases() -> None:
    fell = rate_ratio(40, 4.0, 2, 4.0, 0.9)
    assert fell.high < 0.25
    assert fell.below_one > 0.9999
    assert rate_ratio(2, 4.0, 40, 4.0, 0.9).low > 4
    none_now = rate_ratio(5, 5.0, 0, 1.0, 0.9)
    assert math.isfinite(none_now.high)
    assert none_now.high > 1, "nothing in one year after one a year is no clear decline"


@pytest.mark.parametrize("mass", [0, 1, -1, 1.5])
def test_bad_mass_is_said(mass: float) -> None:
    with pytest.raises(UsageError, match="between 0 and 1"):
        count_interval(1, mass)


def test_bad_counts_and_lengths_are_said() -> None:
    with pytest.raises(UsageError):
        count_interval(-1, 0.9)
    with pytest.raises(UsageError):
        rate_ratio(0, 1.0, 0, 1.0, 0.9)
    with pytest.raises(UsageError):
        rate_ratio(1, 0.0, 1, 1.0, 0.9)


@pytest.mark.parametrize("count", [401, 1_500, 6_000])
@pytest.mark.parametrize("off", [-4.0, -1.0, 0.0, 0.3, 2.5])
def test_of_many_the_fraction_meets_the_sum(
    count: int, off: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = count + off * math.sqrt(count)
    some = count // 3
    share = (some + off * math.sqrt(some)) / count
    by_fraction = gamma_below(count, x), beta_below(some, count - some, share)
    monkeypatch.setattr(intervals, "_MANY", 10**9)
    assert by_fraction == pytest.approx(
        (gamma_below(count, x), beta_below(some, count - some, share)), abs=1e-10
    )


def test_a_share_of_very_many_has_an_interval() -> None:
    low, high = share_interval(30_000, 100_000, 0.9)
    half = 1.6448536 * math.sqrt(0.3 * 0.7 / 100_000)  # the normal one, which it comes close to
    assert (low, high) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-5)
    assert share_interval(0, 100_000, 0.9)[0] == 0 and share_interval(100_000, 100_000, 0.9)[1] == 1
