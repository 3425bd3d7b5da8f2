"""Backing and pressure per period: zeros only where the press looked."""

from __future__ import annotations

import datetime as dt

import pytest
from measure_frames import day, frame, row

from patronage.errors import UsageError
from patronage.measures import backing, pressure
from patronage.measures.intervals import count_interval

MARCH = dt.date(2025, 3, 9)


def test_counts_stand_in_their_periods_with_their_evidence() -> None:
    table = frame(
        row("a", **day("2025-01-05")),
        row("b", instrument="loan", **day("2025-01-20")),
        row("c", actor=["CCC"], **day("2025-03-01")),
    )
    one, two = backing(table, "AAA")
    assert (one.patron, two.patron, one.unit) == ("BBB", "CCC", "episodes per month")
    assert [p.value for p in one.points] == [2, None, None]
    assert one.points[0].evidence == ("a", "b")
    assert (one.points[0].low, one.points[0].high) == count_interval(2, 0.9)
    assert two.points[2].value == 1


def test_zero_only_where_a_document_about_the_client_was_printed() -> None:
    table = frame(
        row("a", **day("2025-01-05")),
        row("b", "ACCUSE", polarity=None, document="d2", available=MARCH),
        row("c", document="d3", recipient=["DDD"], available=dt.date(2025, 2, 9)),
    )
    (series,) = backing(table, "AAA")
    assert [p.value for p in series.points] == [1, None, 0]
    zero = series.points[2]
    assert zero.low == 0
    assert zero.high is not None and zero.high > 1


def test_undated_news_counts_at_its_publication_and_history_nowhere() -> None:
    table = frame(
        row("a", available=MARCH),
        row("b", "SUPPORT", available=MARCH, status="historical", instrument="diplomatic"),
    )
    (series,) = backing(table, "AAA")
    assert [(p.start.month, p.value, p.evidence) for p in series.points] == [(3, 1, ("a",))]
    assert (series.undated, series.undated_evidence) == (1, ("b",))


def test_a_year_is_too_coarse_for_months_and_fine_for_years() -> None:
    year = {"start": dt.date(2018, 1, 1), "end": dt.date(2019, 1, 1)}
    table = frame(row("a", available=MARCH, **year))
    (months,) = backing(table, "AAA")
    assert (months.undated, [p.value for p in months.points]) == (1, [0])
    (years,) = backing(table, "AAA", grain="year")
    assert years.undated == 0
    assert [p.value for p in years.points] == [1, None, None, None, None, None, None, 0]


@pytest.mark.parametrize("status", ["future", "hypothetical", "negated"])
def test_only_what_is_told_as_fact_counts(status: str) -> None:
    assert backing(frame(row("a", status=status, **day("2025-01-05"))), "AAA") == ()


def test_beneficiary_and_mutual_deeds_count_toward_the_client() -> None:
    asked = row("a", beneficiary=["AAA"], recipient=["DDD"], **day("2025-01-05"))
    deal = row("b", "AGREE", actor=["AAA"], recipient=["CCC", "DDD"], **day("2025-01-05"))
    given = row("c", "AID", actor=["AAA"], recipient=["EEE"], **day("2025-01-05"))
    other = row("d", "COOPERATE", actor=["AAA"], recipient=["FFF"], beneficiary=["GGG"])
    found = backing(frame(asked, deal, given, other), "AAA")
    assert [s.patron for s in found] == ["BBB", "CCC", "DDD"]


def test_pressure_is_upon_the_client_or_against_it() -> None:
    table = frame(
        row("a", "COERCE", polarity="pressure", **day("2025-01-05")),
        row("b", "MOBILIZE", actor=["CCC"], recipient=[], against=["AAA"], polarity="pressure",
            **day("2025-01-05")),
        row("c", "AID", actor=["DDD"], **day("2025-01-05")),
    )  # fmt: skip
    assert [s.patron for s in pressure(table, "AAA")] == ["BBB", "CCC"]
    assert [s.patron for s in pressure(table, "AAA", "CCC")] == ["CCC"]


def test_a_named_patron_always_gets_a_series() -> None:
    (series,) = backing(frame(), "AAA", "BBB")
    assert (series.points, series.undated) == ((), 0)
    given = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 3, 1)}
    (series,) = backing(frame(), "AAA", "BBB", **given)
    assert [p.value for p in series.points] == [None, None]


def test_bad_calls_are_said() -> None:
    with pytest.raises(UsageError, match="Nearest: month"):
        backing(frame(), "AAA", grain="months")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="not before"):
        backing(frame(), "AAA", start=MARCH, end=MARCH)
    with pytest.raises(UsageError, match="mass"):
        backing(frame(), "AAA", mass=90)
