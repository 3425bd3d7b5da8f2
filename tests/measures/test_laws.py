"""Laws that hold for every frame: order, reprints, names of countries, nothing from nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from measure_frames import COUNTRIES, Row, frame, rows

from patronage import measures

SINCE = dt.date(2021, 6, 1)
CLIENT = "AAA"


def everything(table: Any, client: str = CLIENT) -> tuple[Any, ...]:
    return (
        measures.episodes(table, since=SINCE),
        measures.backing(table, client),
        measures.pressure(table, client),
        measures.portfolio(table, client, SINCE),
        measures.requests(table, client),
        measures.changes(table, client, SINCE),
        measures.answered(table, client),
        measures.dependence(table, client, SINCE),
        measures.words_and_deeds(table, client, SINCE),
        measures.received(table, client),
        measures.deals_told(table, client, "BBB"),
        measures.protests(table, client),
        measures.hints_of(table, client, "BBB"),
    )


def shape(
    table: Any, client: str = CLIENT, name: Callable[[Any], Any] = str
) -> tuple[Counter[Any], ...]:
    """All results without ids, which reprints add to, and without the order of countries."""
    series = (*measures.backing(table, client), *measures.pressure(table, client))
    return (
        Counter(
            (frozenset(map(name, e.actor)), frozenset(map(name, e.recipient)), e.type, e.polarity,
             e.instrument, e.status, e.start, e.when)
            for e in measures.episodes(table, since=SINCE)
        ),
        Counter(
            (s.name, name(s.patron), s.undated, p.start, p.value, p.low, p.high, p.n)
            for s in series for p in s.points
        ),
        Counter((s.name, name(s.patron), s.undated, len(s.points)) for s in series),
        Counter(
            (name(c.patron), c.instrument, c.spell, c.episodes)
            for c in measures.portfolio(table, client, SINCE).cells
        ),
        Counter(
            (name(r.patron), r.instrument, r.answer) for r in measures.requests(table, client)
        ),
        Counter(
            (name(c.patron), c.then, c.now, c.ratio, c.word)
            for c in measures.changes(table, client, SINCE)
        ),
        *_wider(table, client, name),
    )  # fmt: skip


def _wider(table: Any, client: str, name: Callable[[Any], Any]) -> tuple[Counter[Any], ...]:
    """The same of answers, dependence, words and deeds, and what is received."""
    return (
        Counter(
            (name(a.patron), a.instrument, tuple((one.day, one.outcome) for one in a.answers),
             _ends(a.share), _ends(a.delay))
            for a in measures.answered(table, client)
        ),
        Counter(
            (d.spell, _ends(d.concentration), name(s.patron), s.instrument, _ends(s.part))
            for d in measures.dependence(table, client, SINCE)
            for s in (*d.shares, *d.substitutes)
        ),
        Counter(
            (name(w.patron), w.spell, _ends(w.words), _ends(w.deeds), _ends(w.gap))
            for w in measures.words_and_deeds(table, client, SINCE)
        ),
        Counter(
            (name(x.patron), e.name, _ends(e)) for x in measures.received(table, client)
            for e in x.estimates
        ),
    )  # fmt: skip


def _ends(one: Any) -> Any:
    return None if one is None else (one.value, one.low, one.high, one.n)


@settings(max_examples=60, deadline=None)
@given(rows(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(made: list[Row], random: Any) -> None:
    mixed = list(made)
    random.shuffle(mixed)
    assert everything(frame(*made)) == everything(frame(*mixed))


@settings(max_examples=60, deadline=None)
@given(rows(), st.integers(1, 3))
def test_republishing_every_report_changes_nothing(made: list[Row], times: int) -> None:
    copies = [
        r | {"id": f"{'az'[t % 2]}-{t}-{r['id']}", "document": f"copy {t} of {r['document']}"}
        for r in made
        for t in range(times)
    ]
    assert shape(frame(*made)) == shape(frame(*made, *copies))


@settings(max_examples=60, deadline=None)
@given(rows(), st.permutations(COUNTRIES))
def test_relabelling_countries_relabels_results(made: list[Row], names: list[str]) -> None:
    new = dict(zip(COUNTRIES, names, strict=True))
    sides = ("actor", "recipient", "beneficiary", "against")
    renamed = [r | {side: [new[c] for c in r[side]] for side in sides} for r in made]

    assert shape(frame(*made), name=new.__getitem__) == shape(frame(*renamed), new[CLIENT])


@settings(max_examples=60, deadline=None)
@given(rows())
def test_every_fact_is_somewhere_and_every_value_has_evidence(made: list[Row]) -> None:
    table = frame(*made)
    found = measures.episodes(table, since=SINCE)
    assert Counter(id for e in found for id in e.events) == Counter(r["id"] for r in made)
    for series in measures.backing(table, CLIENT):
        for point in series.points:
            assert bool(point.value) == bool(point.evidence)
            if point.value is not None:
                assert point.low is not None and point.high is not None
                assert point.low <= point.value <= point.high
    for cell in measures.portfolio(table, CLIENT, SINCE).cells:
        assert cell.episodes and cell.evidence


def test_an_empty_frame_gives_no_evidence_and_no_zero() -> None:
    found, backing, pressure, portfolio, requests, changes, *wider = everything(frame())
    assert (found, backing, pressure, requests, changes) == ((), (), (), (), ())
    assert wider[:-3] == [(), (), (), ()]
    assert wider[-3:-1] == [None, None]
    assert portfolio.cells == ()


@settings(max_examples=40, deadline=None)
@given(rows(), st.lists(st.integers(0, 400), max_size=4))
def test_what_is_printed_later_changes_nothing_as_of_the_day(
    made: list[Row], later: list[int]
) -> None:
    """The frame as of a day holds what was available by then: later rows are not in it."""
    day = dt.date(2021, 9, 1)
    added = [
        r | {"id": f"late {k}", "document": f"late {k}",
             "available": day + dt.timedelta(days=1 + more)}
        for k, (r, more) in enumerate(zip(made, later, strict=False))
    ]  # fmt: skip

    def seen(some: list[Row]) -> Any:
        return frame(*(r for r in some if r["available"] is None or r["available"] <= day))

    assert everything(seen([*made, *added])) == everything(seen(made))
