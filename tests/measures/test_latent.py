"""Latent backing and pressure from frames: what is counted, what is shown, and the laws."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_frames import COUNTRIES, Row, frame, row, rows

from patronage import measures
from patronage.errors import UsageError
from patronage.measures import Latent
from patronage.measures.reports import joined, parties, read

CLIENT = "AAA"
FILTERED = Latent(known="then")


def printed(id: str, month: int, **given: Any) -> Row:
    """One report told and published in a month after 2019, in words of its own."""
    day = dt.date(2020 + month // 12, month % 12 + 1, 5)
    return row(id, **{"document": f"d{id}", "available": day} | given)


def steady(months: int, each: int, **given: Any) -> list[Row]:
    """So many arms deliveries of BBB a month, each of its own instrument so that none merge."""
    name = "-".join(map(str, given.values()))
    return [
        printed(f"{name}{m:02}{i}", m, **{"instrument": f"i{i}"} | given)
        for m in range(months) for i in range(each)
    ]  # fmt: skip


def others(months: int, times: int = 1) -> list[Row]:
    """Reports of others: some pairs that have nothing to do with the question."""
    return [
        printed(
            f"o{m:02}{a}{k}", m, actor=[f"X{a}"], recipient=[f"Y{a}"], polarity=None,
            type="CONSULT", instrument=None,
        )
        for m in range(months) for a in range(8) for k in range(times)
    ]  # fmt: skip


def shape(table: pa.Table, client: str = CLIENT, name: Any = str) -> dict[Any, Any]:
    """Values of every measure by patron, without ids."""
    found: dict[Any, Any] = {}
    for of in ("backing", "pressure"):
        made = (
            *measures.latent(table, client, asked=Latent(of)),
            *measures.latent(table, client, asked=Latent(of, known="then")),
            *measures.decline_probability(table, client, asked=Latent(of)),
            *measures.halving_probability(table, client, asked=Latent(of)),
        )
        for series in made:
            for p in series.points:
                told = (p.value, p.low, p.high, p.n)
                found[series.name, name(series.patron), p.start] = told
    return found


def same(one: dict[Any, Any], two: dict[Any, Any]) -> bool:
    """The same keys, and values that differ by rounding at most."""
    return one.keys() == two.keys() and all(
        (a is None and b is None)
        or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9))
        for key in one for a, b in zip(one[key], two[key], strict=True)
    )  # fmt: skip


def test_a_level_has_an_interval_and_the_evidence_of_its_period() -> None:
    table = frame(*steady(6, 3), *others(6))
    (series,) = measures.latent(table, CLIENT, "BBB")
    assert series.name == "backing-latent"
    assert [p.n for p in series.points] == [3] * 6
    for p in series.points:
        assert p.low and p.value and p.high and p.low < p.value < p.high
        assert p.low < 3 < p.high
        assert len(p.evidence) == 3
    (counts,) = measures.backing(table, CLIENT, "BBB")
    assert [p.evidence for p in counts.points] == [p.evidence for p in series.points]


def test_kinds_are_words_and_deeds_and_add_up() -> None:
    told = [*steady(6, 4), *steady(6, 1, type="SUPPORT"), *others(6)]
    lines = {}
    for kind in ("verbal", "material", "all"):
        (series,) = measures.latent(frame(*told), CLIENT, "BBB", asked=Latent(kind=kind))
        lines[kind] = series.points[-1]
    assert [lines[k].n for k in ("verbal", "material", "all")] == [1, 4, 5]
    verbal, material, whole = (lines[k].value or 0 for k in ("verbal", "material", "all"))
    assert verbal < material < whole < 1.3 * (verbal + material)


def test_only_what_is_told_as_a_fact_counts() -> None:
    table = [*steady(6, 3), *others(6)]
    more = [
        r | {"id": f"{s}{r['id']}", "document": f"{s}{r['document']}", "status": s, "quote": s}
        for r in steady(6, 2) for s in ("future", "hypothetical", "negated")
    ]  # fmt: skip
    for measure in (measures.backing, measures.latent, measures.decline_probability):
        before = measure(frame(*table), CLIENT)
        after = measure(frame(*table, *more), CLIENT)
        assert before == after
    assert measures.changes(frame(*table), CLIENT, None) == measures.changes(
        frame(*table, *more), CLIENT, None
    )


def test_what_happened_earlier_counts_at_its_own_date() -> None:
    """``historical`` reports stand in the month they tell of, not in that of the telling."""
    told = [
        r | {"status": "historical", "start": dt.date(2020, 2, 1), "end": dt.date(2020, 2, 2),
             "available": dt.date(2020, 6, 5)}
        for r in steady(1, 3)
    ]  # fmt: skip
    (series,) = measures.latent(frame(*told, *others(6)), CLIENT)
    assert {p.start.month: p.n for p in series.points if p.n} == {2: 3}


def test_a_fall_is_seen_when_it_is_there_and_not_before() -> None:
    told = [
        r for r in steady(30, 8) if r["available"] < dt.date(2022, 1, 1) or "i0" in r["instrument"]
    ]
    (series,) = measures.decline_probability(frame(*told, *others(30)), CLIENT, "BBB")
    chances = [p.value for p in series.points]
    assert chances[0] is None
    assert max(c for c in chances[6:24] if c is not None) < 0.8
    assert (chances[-1] or 0) > 0.95


def test_a_halving_is_probable_when_it_has_come_and_only_then() -> None:
    told = [
        r for r in steady(30, 8)
        if r["available"] < dt.date(2022, 1, 1) or r["instrument"] < "i4"
    ]  # fmt: skip
    (series,) = measures.halving_probability(frame(*told, *others(30)), CLIENT, "BBB")
    chances = [p.value for p in series.points]
    assert chances[0] is None
    assert max(c for c in chances[1:24] if c is not None) < 0.3
    assert (chances[-1] or 0) > 0.6


def test_more_coverage_of_everything_is_no_rise() -> None:
    """Threefold reports of all in the last months: the latent level stays, the count triples."""
    calm = [*steady(24, 2), *others(24, 2)]
    loud = [
        r | {"id": f"{k}{r['id']}", "document": f"{k}{r['document']}",
             "instrument": f"{k}{r['instrument']}", "quote": f"{k} {r['quote']}"}
        for r in calm if r["available"] >= dt.date(2021, 7, 1) for k in "pq"
    ]  # fmt: skip
    (quiet,) = measures.latent(frame(*calm), CLIENT, "BBB")
    (wave,) = measures.latent(frame(*calm, *loud), CLIENT, "BBB")
    (counts,) = measures.backing(frame(*calm, *loud), CLIENT, "BBB")
    assert counts.points[-1].value == 3 * (counts.points[0].value or 0)
    assert 0.6 < (wave.points[-1].value or 0) / (quiet.points[-1].value or 1) < 1.7


def pressed(times: int) -> list[Row]:
    """Acts of the coercer ZZZ on the client; with five times more, five a month and not one."""
    return steady(24, times, actor=["ZZZ"], polarity="pressure", type="COERCE")


@pytest.mark.parametrize("kind", ["all", "verbal", "material"])
def test_more_events_of_the_coercer_move_backing_by_nothing(kind: str) -> None:
    calm = [*steady(24, 3), *others(24)]
    chances = [
        measures.decline_probability(
            frame(*calm, *pressed(n)), CLIENT, "BBB", asked=Latent(kind=kind)
        )
        for n in (1, 5)
    ]
    one, five = ([p.value for p in series.points] for (series,) in chances)
    assert one == five


def test_without_other_reports_the_interval_is_wider() -> None:
    spans = []
    for told in (steady(12, 3), [*steady(12, 3), *others(12, 6)]):
        (series,) = measures.latent(frame(*told), CLIENT, "BBB")
        p = series.points[6]
        spans.append((p.high or 0) / (p.low or 1))
    assert spans[0] > 1.3 * spans[1]


def test_a_named_patron_of_whom_nothing_is_told_has_a_low_level_and_no_zero() -> None:
    (series,) = measures.latent(frame(*steady(12, 3), *others(12)), CLIENT, "CCC")
    assert {p.n for p in series.points} == {0}
    assert all(0 < (p.low or 0) < (p.value or 0) < 1 for p in series.points)


def test_days_cut_what_is_shown_and_not_what_informs() -> None:
    table = frame(*steady(12, 3), *others(12))
    (whole,) = measures.latent(table, CLIENT, "BBB")
    (part,) = measures.latent(
        table, CLIENT, "BBB", start=dt.date(2020, 4, 1), end=dt.date(2020, 6, 1)
    )
    assert part.points == whole.points[3:5]


@pytest.mark.parametrize(
    "given",
    [
        {"grain": "week"}, {"asked": Latent(of="backng")}, {"asked": Latent(kind="words")},
        {"asked": Latent(known="now")}, {"asked": Latent(mass=1.5)},
        {"start": dt.date(2020, 2, 1), "end": dt.date(2020, 1, 1)},
    ],
)  # fmt: skip
def test_a_wrong_call_is_told(given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        measures.latent(frame(), CLIENT, **given)


@settings(max_examples=25, deadline=None)
@given(rows(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(made: list[Row], random: Any) -> None:
    mixed = list(made)
    random.shuffle(mixed)
    assert same(shape(frame(*made)), shape(frame(*mixed)))


@settings(max_examples=25, deadline=None)
@given(rows(), st.integers(1, 3))
def test_republishing_every_report_changes_no_value(made: list[Row], times: int) -> None:
    copies = [
        r | {"id": f"{t}-{r['id']}", "document": f"copy {t} of {r['document']}"}
        for r in made for t in range(times)
    ]  # fmt: skip
    assert same(shape(frame(*made)), shape(frame(*made, *copies)))


@settings(max_examples=25, deadline=None)
@given(rows(), st.permutations(COUNTRIES))
def test_relabelling_countries_relabels_results(made: list[Row], names: list[str]) -> None:
    new = dict(zip(COUNTRIES, names, strict=True))
    sides = ("actor", "recipient", "beneficiary", "against")
    renamed = [r | {side: sorted(new[c] for c in r[side]) for side in sides} for r in made]
    assert same(
        shape(frame(*made), name=new.__getitem__), shape(frame(*renamed), client=new[CLIENT])
    )


@settings(max_examples=25, deadline=None)
@given(rows())
def test_every_interval_holds_its_value_and_every_chance_is_one(made: list[Row]) -> None:
    table = frame(*made)
    found = (measures.latent(table, CLIENT, asked=asked) for asked in (Latent(), FILTERED))
    for series in (one for some in found for one in some):
        for p in series.points:
            assert p.value is not None and p.low is not None and p.high is not None
            assert 0 < p.low <= p.value <= p.high < math.inf
    for series in measures.decline_probability(table, CLIENT):
        assert all(0 <= p.value <= 1 for p in series.points[1:] if p.value is not None)


def test_a_frame_joined_of_two_is_the_frame_of_all_rows() -> None:
    own, beside = [*steady(20, 2), *steady(20, 1, polarity="pressure")], others(20)
    whole = frame(*own, *beside)
    one, two = frame(*own), frame(*beside)
    both = joined(one, two, CLIENT)
    assert read(both) == read(whole)
    assert parties(read(both), CLIENT) is read(one)  # and so nothing of it is gathered twice
    for of in ("backing", "pressure"):
        asked = Latent(of)
        assert measures.latent(both, CLIENT, asked=asked) == measures.latent(
            whole, CLIENT, asked=asked
        )
