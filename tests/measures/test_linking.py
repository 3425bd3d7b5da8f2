"""Sweeping finds the same parts and windows as comparing every report with every other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from measures.measure_frames import frame, row
from patronage.measures import clusters
from patronage.measures.linking import Windows, linked, same, same_time
from patronage.measures.reports import Report, Reports, read

DAY = dt.date(2020, 1, 1)
days = st.integers(0, 500).map(lambda n: DAY + dt.timedelta(days=n))
codes = st.frozensets(st.sampled_from(["VEN", "SYR", "CUB"]), max_size=2)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    start = draw(st.none() | days)
    length = draw(st.sampled_from([-40, -1, 0, 1, 5, 31, 32, 90, 366, 400]))
    end = draw(st.none() | days) if start is None else start + dt.timedelta(days=length)
    number = draw(st.integers(0, 10**6))
    return Report(
        ids=(f"{number}",),
        documents=draw(st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=2)),
        available=draw(st.none() | days), actor=frozenset({"RUS"}), recipient=draw(codes),
        beneficiary=draw(codes), against=draw(codes), type="AID", group="giving",
        polarity="support", instrument="arms",
        status=draw(st.sampled_from(["occurred", "historical"])), start=start,
        end=draw(st.none() | st.just(end)), amount=(), quote=f"{number}",
    )  # fmt: skip


def all_pairs(block: Sequence[Report]) -> set[frozenset[int]]:
    parts = [{i} for i in range(len(block))]
    for i, j in combinations(range(len(block)), 2):
        if parts[i] is not parts[j] and same(block[i], block[j]):
            parts[i] |= parts[j]
            for k in parts[j]:
                parts[k] = parts[i]
    return {frozenset(part) for part in parts}


@settings(max_examples=300, deadline=None)
@given(st.lists(reports(), min_size=9, max_size=60))
def test_the_parts_are_those_of_all_pairs(block: list[Report]) -> None:
    place = {id(report): i for i, report in enumerate(block)}
    found = {frozenset(place[id(r)] for r in part) for part in linked(block)}
    assert found == all_pairs(block)


@settings(max_examples=300, deadline=None)
@given(st.lists(reports(), max_size=60))
def test_the_windows_are_those_of_looking_at_all(chain: list[Report]) -> None:
    expected: list[list[Report]] = []
    windows = Windows()
    for report in sorted(chain, key=lambda r: r.order):
        windows.add(report)
        home = next((w for w in expected if same_time(w[0], report)), None)
        if home is None:
            expected.append([report])
        else:
            home.append(report)
    assert windows.found == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(reports(), max_size=40), st.none() | days)
def test_what_is_kept_for_a_frame_is_what_is_worked_out_anew(
    block: list[Report], since: dt.date | None
) -> None:
    kept = Reports(block)
    clusters.gather(kept, None)
    assert clusters.gather(kept, since) == clusters.gather(block, since)
    assert clusters.gather(kept, since) is clusters.gather(kept, since)


def test_a_frame_is_read_once_and_not_held_longer() -> None:
    one = frame(row("a"))
    assert read(one) is read(one)
    from patronage.measures import reports as room

    held = len(room._READ)
    del one
    assert len(room._READ) == held - 1
