"""What a patron receives, what it deals after sanctions, and what the client can pay with."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from patronage.measures.changes import ratio_of, window_of
from patronage.measures.clusters import Happening, backed, gather
from patronage.measures.intervals import count_interval, rate_ratio
from patronage.measures.reports import parties, read
from patronage.measures.sources import Row, Sources
from patronage.periods import Grain, Period, period_of, periods
from patronage.results import Estimate, Exchange, Point, Series

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["deals", "deals_told", "means", "protests", "received"]

_NEAR = 5  # years compared on either side of a sanction
_BEFORE, _AFTER = 5, 2  # years of means compared
_DEALS = ("AGREE", "COOPERATE", "AID")
_OF_WORTH = ("arms", "materiel", "loan", "debt-rollover", "investment", "trade")
_HOME = ("OPP", "CVL", "REB")


def received(
    frame: pa.Table, client: str, patron: str | None = None, *, mass: float = 0.9
) -> tuple[Exchange, ...]:
    """What patrons are told to receive in return, by kind, in episodes.

    Formula: episodes told as fact in which the patron gives to the client (polarity support) and
    whose reports name a return (``in_return_for``: oil, repayment, bases, votes, ...), counted by
    patron and kind, with Jeffreys' interval for a count.

    It does not mean amounts, nor that the return was made: texts tell terms more often than their
    keeping, and most returns are not told.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        patron: one patron's code, or None for all.
        mass: probability inside the intervals, between 0 and 1.

    Returns:
        One value per patron of whom a return is told, sorted by code.

    Raises:
        UsageError: where the frame lacks a column or the mass is out of range.

    >>> from patronage.measures import empty_frame
    >>> received(empty_frame(), "VEN")
    ()
    """
    count_interval(0, mass)  # says at once what is wrong with a mass
    found: dict[str, dict[str, list[Happening]]] = defaultdict(lambda: defaultdict(list))
    for giver, happening in backed(gather(parties(read(frame), client), None), client):
        kinds = {kind for report in happening.reports for kind in report.returns}
        for kind in kinds if patron in (None, giver) else ():
            found[giver][kind].append(happening)
    return tuple(
        Exchange(client, giver, "received", tuple(
            _count(kind, "episodes", found[giver][kind], mass) for kind in sorted(found[giver])
        ))
        for giver in sorted(found)
    )  # fmt: skip


def _count(name: str, unit: str, told: Sequence[Happening], mass: float) -> Estimate:
    low, high = count_interval(len(told), mass)
    ids = tuple(sorted({id for h in told for id in h.episode.events}))
    return Estimate(name, unit, float(len(told)), low, high, mass, len(told), ids)


def protests(
    frame: pa.Table, client: str, *, grain: Grain = "month", mass: float = 0.9
) -> Exchange | None:
    """Domestic protest in the client, in episodes per period.

    Formula: episodes of type PROTEST told as fact whose actors are all of the client (its own
    code, or its opposition's, as ``OPP:VEN``), counted in the period of their day with Jeffreys'
    interval; a period in which no document that names the client appeared is missing.

    It does not mean how many people protested, nor how much the government had to fear.

    Returns:
        One value with one series, or None where no protest that we found has a day.

    >>> from patronage.measures import empty_frame
    >>> protests(empty_frame(), "VEN") is None
    True
    """
    keys = {client, *(f"{sector}:{client}" for sector in _HOME)}
    reports = [r for r in read(frame) if (r.actor | r.recipient | r.beneficiary | r.against) & keys]
    told = [h for h in gather(reports, None) if h.fact and h.episode.type == "PROTEST"
            and h.episode.actor and set(h.episode.actor) <= keys]  # fmt: skip
    inside: dict[Period, list[Happening]] = defaultdict(list)
    undated = []
    for happening in told:
        if happening.day and happening.anchor.width != 2:
            inside[period_of(happening.day, grain)].append(happening)
        else:
            undated.append(happening)
    if not inside:
        return None
    covered = {period_of(r.available, grain) for r in reports if r.available}
    ends = sorted({*inside, *covered})
    points = tuple(
        _point(span, inside.get(span, []), span in covered, mass)
        for span in periods(ends[0].start, ends[-1].end, grain)
    )
    ids = tuple(sorted({id for h in undated for id in h.episode.events}))
    series = Series("protests", client, None, f"episodes per {grain}", grain, mass, points,
                    len(undated), ids)  # fmt: skip
    return Exchange(client, None, "protest", (), (series,))


def _point(span: Period, told: Sequence[Happening], covered: bool, mass: float) -> Point:
    if not told and not covered:
        return Point(*span, None, None, None, 0)
    low, high = count_interval(len(told), mass)
    ids = tuple(sorted({id for h in told for id in h.episode.events}))
    return Point(*span, float(len(told)), low, high, sum(len(h.reports) for h in told), ids)


def means(
    series: Mapping[str, Sequence[tuple[dt.date, float, str]]], client: str
) -> tuple[Exchange, ...]:
    """The client's means from a reader's own series: prices, production, reserves.

    Formula: mean of the values of the last two years over that of the five years before; the
    bounds are the least of the later values over the greatest of the earlier ones and the reverse.

    It does not mean ability to pay: means are not income, and what is owed is not in it.

    Args:
        series: by name (day, value above 0, id of its row), in any order.
        client: whose means they are.

    Returns:
        One value per series with its points; a ratio only where both spells hold a value.
    """
    return tuple(_means_of(name, sorted(series[name]), client) for name in sorted(series))


def _means_of(name: str, rows: Sequence[tuple[dt.date, float, str]], client: str) -> Exchange:
    points = tuple(
        Point(*period_of(day, "day"), value, value, value, 1, (id,)) for day, value, id in rows
    )
    whole = Series(name, client, None, "as given", "day", 1.0, points)
    last = rows[-1][0].year if rows else 0
    late = [row for row in rows if row[0].year > last - _AFTER]
    early = [row for row in rows if last - _AFTER - _BEFORE < row[0].year <= last - _AFTER]
    if not early or not late or min(value for _, value, _ in early) <= 0:
        return Exchange(client, None, "means", (), (whole,), "Too few years to compare.")
    one, two = ([value for _, value, _ in some] for some in (early, late))
    change = Estimate(
        f"{name}: the last {_AFTER} years over the {_BEFORE} before", "ratio",
        (math.fsum(two) / len(two)) / (math.fsum(one) / len(one)), min(two) / max(one),
        max(two) / min(one), 1.0, len(rows), tuple(id for _, _, id in (*early, *late)),
    )  # fmt: skip
    return Exchange(client, None, "means", (change,), (whole,))


def deals(
    sources: Sources, client: str, patron: str, coercer: str | None = None, *, mass: float = 0.9
) -> Exchange | None:
    """A patron's new arms orders after each year of sanctions against before it.

    Formula: for each year in which measures of the coercer on arms, finance or trade begin (GSDB),
    the number of deals ordered (SIPRI) per year in the five years after it over the five before,
    the year itself left out since its order in time is not told, cut to what the register covers;
    median and interval as in :func:`patronage.measures.changes`. A year without a deal in all ten
    tells nothing.

    It does not mean that sanctions brought deals or drove them away, and a deal has no size here.

    Args:
        sources: the loaded registers.
        client: the client's code.
        patron: the patron's code.
        coercer: whose measures; None for anyone's.
        mass: probability inside the intervals, between 0 and 1.

    Returns:
        One value with an estimate per year; None where a register is missing or nothing is told.
    """
    arms, cases = sources.held("sipri"), sources.held("gsdb")
    if arms is None or cases is None:
        return None
    acts = [act for act in sources.acts("gsdb", coercer, client) if _begins(act)]
    orders = sources.flows("sipri", "arms orders", patron, client)
    made = []
    for year in sorted({act["start"].year for act in acts}):
        first, last = max(year - _NEAR, arms.start.year), min(year + _NEAR, arms.end.year - 1)
        early = [r for r in orders if first <= r["start"].year < year]
        late = [r for r in orders if year < r["start"].year <= last]
        if last <= year or first >= year or not (early or late):
            continue
        ratio = rate_ratio(len(early), float(year - first), len(late), float(last - year), mass)
        ids = [r["id"] for r in (*early, *late)]
        ids += [act["id"] for act in acts if act["start"].year == year]
        made.append(Estimate(
            f"orders a year after {year} over before", "ratio of rates", ratio.median, ratio.low,
            ratio.high, mass, len(early) + len(late), tuple(ids),
            f"{len(early)} in {first}-{year - 1}, {len(late)} in {year + 1}-{last}",
        ))  # fmt: skip
    return Exchange(client, patron, "deals", tuple(made)) if made else None


def deals_told(
    frame: pa.Table, client: str, patron: str, coercer: str | None = None, *, mass: float = 0.9
) -> Exchange | None:
    """Deals that texts tell, after the first sanction that they tell against before it.

    Formula: the day is that of the first episode of pressure by a sanction told as fact upon the
    client. Deals are supportive episodes of the patron told as fact, of type AGREE, COOPERATE or
    AID by arms, materiel, loan, rollover of debt, investment or trade, within the dates of
    publication of documents that name the client; their rate after the day over that before it,
    by time and by days with texts, the ratio nearer to 1, as :func:`patronage.measures.changes`.

    It does not mean that the sanction brought them: it counts reports, and the press looks more
    closely once there are sanctions.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        patron: the patron's code.
        coercer: whose sanctions; None for anyone's.
        mass: probability inside the interval, between 0 and 1.

    Returns:
        One value with one estimate; None where no sanction that we found has a day with texts on
        both sides of it, or no deal is told within.

    Raises:
        UsageError: where the frame lacks a column or the mass is out of range.

    >>> from patronage.measures import empty_frame
    >>> deals_told(empty_frame(), "VEN", "RUS") is None
    True
    """
    count_interval(0, mass)  # says at once what is wrong with a mass
    named = parties(read(frame), client)
    facts = [h for h in gather(named, None) if h.fact]
    pressed = [h for h in facts if _sanctions(h, client, coercer)]
    day = min((h.day for h in pressed if h.day), default=None)
    window = window_of(named, day)
    if day is None or window is None:
        return None
    some = [h for h in facts if patron in h.givers(client) and _deals(h) and window.holds(h)]
    late = sum(bool(h.day and h.day >= day) for h in some)
    ratio, _ = ratio_of(len(some) - late, late, window if some else None, mass)
    if ratio is None:
        return None
    first = [h for h in pressed if h.day == day]
    ids = {id for h in (*some, *first) for id in h.episode.events}
    found = Estimate(
        f"deals told from {day} on over before", "ratio of rates", ratio.median, ratio.low,
        ratio.high, mass, len(some), tuple(sorted(ids)),
        f"{len(some) - late} before, {late} from then on",
    )  # fmt: skip
    return Exchange(client, patron, "deals", (found,))


def _sanctions(happening: Happening, client: str, coercer: str | None) -> bool:
    episode = happening.episode
    return (
        episode.polarity == "pressure"
        and (episode.instrument or "").startswith("sanction-")
        and bool(happening.pressers(client) & ({coercer} if coercer else set(episode.actor)))
        and happening.anchor.width != 2  # sanctions "since 2006" are of no day
    )


def _deals(happening: Happening) -> bool:
    episode = happening.episode
    return (
        episode.polarity == "support" and episode.type in _DEALS and episode.instrument in _OF_WORTH
    )


def _begins(act: Row) -> bool:
    code = str(act["code"])
    return code.startswith(("arms", "military", "financial", "trade")) and code.endswith("begins")
