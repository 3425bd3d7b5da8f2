"""Backing and pressure over time: counts of episodes per period with their intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from patronage.errors import UsageError, nearest
from patronage.measures.clusters import Happening, by_side, gather
from patronage.measures.intervals import count_interval
from patronage.measures.reports import parties, read
from patronage.periods import Grain, Period, period_of, periods
from patronage.results import Point, Series

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["backing", "pressure"]

_DAY = dt.timedelta(days=1)
LONGEST = {"day": 1, "month": 31, "quarter": 92, "year": 366}


@dataclass(frozen=True, slots=True)
class _Question:
    """One measure asked of one client."""

    name: str
    client: str
    polarity: str
    partners: Callable[[Happening, str], frozenset[str]]
    partner: str | None
    grain: Grain
    mass: float


def backing(
    frame: pa.Table,
    client: str,
    patron: str | None = None,
    *,
    grain: Grain = "month",
    start: dt.date | None = None,
    end: dt.date | None = None,
    mass: float = 0.9,
) -> tuple[Series, ...]:
    """Supportive episodes toward a client, per period and patron.

    Formula: the number n of episodes of polarity ``support`` told as fact whose recipient or
    beneficiary is the client, with the equal-tailed Jeffreys interval for a Poisson mean: quantiles
    (1-m)/2 and (1+m)/2 of Gamma(n + 1/2, 1). An episode counts at its own time; told as
    ``occurred`` without a time, at its first publication. One whose time is longer than a period of
    the grain, or that has none, is in ``undated`` instead. A period without episodes is zero only
    where a document that names the client was published in it, else its value is None.

    It does not mean acts or amounts: it counts reports of acts, and coverage moves it. Words and
    deeds count alike. In mutual deeds (trade, agreements) the text does not tell who gives.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        patron: one patron's code, or None for a series for each that is found.
        grain: ``day``, ``month``, ``quarter`` or ``year``.
        start: first day; None for the first that the frame holds.
        end: the day after the last; None for the last that the frame holds.
        mass: probability inside the interval, between 0 and 1.

    Returns:
        One series per patron, sorted by code; for a named patron always one, without points where
        nothing dates a period.

    Raises:
        UsageError: for an unknown grain, a mass outside (0, 1), or a start not before the end.

    Source: Brown, Cai and DasGupta (2001), https://doi.org/10.1214/ss/1009213286, for the interval.

    >>> from patronage.measures import empty_frame
    >>> backing(empty_frame(), "VEN")
    ()
    """
    question = _Question("backing", client, "support", Happening.givers, patron, grain, mass)
    return _series(frame, question, start, end)


def pressure(
    frame: pa.Table,
    client: str,
    coercer: str | None = None,
    *,
    grain: Grain = "month",
    start: dt.date | None = None,
    end: dt.date | None = None,
    mass: float = 0.9,
) -> tuple[Series, ...]:
    """Episodes of pressure upon a client, per period and coercer.

    As :func:`backing`, for polarity ``pressure`` with the client as recipient or as the one against
    whom it is done. It does not mean strength or harm: a statement and an attack count one each.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        coercer: one coercer's code, or None for a series for each that is found.
        grain: ``day``, ``month``, ``quarter`` or ``year``.
        start: first day; None for the first that the frame holds.
        end: the day after the last; None for the last that the frame holds.
        mass: probability inside the interval, between 0 and 1.

    Returns:
        One series per coercer, sorted by code; the coercer stands in the field ``patron``.

    Raises:
        UsageError: for an unknown grain, a mass outside (0, 1), or a start not before the end.

    >>> from patronage.measures import empty_frame
    >>> pressure(empty_frame(), "VEN", "USA")[0].points
    ()
    """
    question = _Question("pressure", client, "pressure", Happening.pressers, coercer, grain, mass)
    return _series(frame, question, start, end)


def _series(
    frame: pa.Table, question: _Question, start: dt.date | None, end: dt.date | None
) -> tuple[Series, ...]:
    if question.grain not in get_args(Grain):
        options = ", ".join(get_args(Grain))
        raise UsageError(
            f"No grain '{question.grain}'. {nearest(question.grain, get_args(Grain))} "
            f"Options: {options}."
        )
    if start and end and start >= end:
        raise UsageError(f"The start {start} is not before the end {end}. Swap or widen them.")
    count_interval(0, question.mass)  # says at once what is wrong with a mass
    reports = parties(read(frame), question.client)
    printed = frozenset(r.available for r in reports if r.available)
    counted = [
        h for h in gather(reports, None) if h.fact and h.episode.polarity == question.polarity
    ]
    given = by_side(counted, lambda h: question.partners(h, question.client))
    partners = [question.partner] if question.partner else sorted(given)
    by_partner = {partner: given.get(partner, []) for partner in partners}
    placed = [h.day for hs in by_partner.values() for h in hs if h.day and fits(h, question.grain)]
    spans = spans_of([*placed, *printed], question.grain, start, end)
    covered = {period_of(day, question.grain) for day in printed}
    return tuple(_one(question, p, hs, spans, covered) for p, hs in by_partner.items())


def fits(happening: Happening, grain: Grain) -> bool:
    """Whether its time is fine enough to be put into one period of the grain."""
    anchor = happening.anchor
    if anchor.width == 3:
        return happening.day is not None
    if anchor.start is None or anchor.end is None:
        return False
    return (anchor.end - anchor.start).days <= LONGEST[grain]


def spans_of(
    days: Sequence[dt.date], grain: Grain, start: dt.date | None, end: dt.date | None
) -> tuple[Period, ...]:
    first = start or min(days, default=None)
    last = end or (max(days) + _DAY if days else None)
    return tuple(periods(first, last, grain)) if first and last else ()


def _one(
    question: _Question,
    partner: str,
    happenings: Sequence[Happening],
    spans: Sequence[Period],
    covered: set[Period],
) -> Series:
    inside: dict[Period, list[Happening]] = {span: [] for span in spans}
    undated = [h for h in happenings if not fits(h, question.grain)]
    for happening in happenings:
        if happening.day and fits(happening, question.grain):
            span = period_of(happening.day, question.grain)
            if span in inside:
                inside[span].append(happening)
    points = (_point(s, hs, s in covered, question.mass) for s, hs in inside.items())
    return Series(
        name=question.name,
        client=question.client,
        patron=partner,
        unit=f"episodes per {question.grain}",
        grain=question.grain,
        mass=question.mass,
        points=tuple(points),
        undated=len(undated),
        undated_evidence=evidence(undated),
    )


def _point(span: Period, happenings: Sequence[Happening], covered: bool, mass: float) -> Point:
    count = len(happenings)
    if not count and not covered:
        return Point(span.start, span.end, None, None, None, 0)
    low, high = count_interval(count, mass)
    reports = sum(len(h.reports) for h in happenings)
    return Point(span.start, span.end, float(count), low, high, reports, evidence(happenings))


def evidence(happenings: Sequence[Happening]) -> tuple[str, ...]:
    return tuple(sorted({id for h in happenings for id in h.episode.events}))
