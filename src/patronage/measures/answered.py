"""Requests matched one by one with what arrived: the answered share, and how long it took."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING

from patronage.errors import UsageError
from patronage.measures.answers import deed, promise, refusal
from patronage.measures.clusters import Happening, by_side, gather, split_of
from patronage.measures.intervals import share_interval
from patronage.measures.reports import Report, parties, read
from patronage.results import Answer, Answered, Estimate

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["answered"]

Asked = tuple[dt.date, tuple[str, ...]]


def answered(
    frame: pa.Table, client: str, patron: str | None = None, *, within: int = 365, mass: float = 0.9
) -> tuple[Answered, ...]:
    """Each request of a client with its answer, the share that was met, and the delay.

    Formula: requests of one patron for one instrument told as fact are gathered into episodes and
    taken in order of time; each is met by the first supportive deed of that patron by that
    instrument, told as occurred, on its day or up to ``within`` days later, that met no earlier
    request. One not met is ``refused`` or ``promised`` where that is told within the time,
    ``still open`` where the texts end before it is over, else ``none we found``. share = met /
    closed, where closed are requests whose time is over, met or not, its interval Jeffreys' for a
    binomial. delay = median of the days until met, its interval the narrowest pair of order
    statistics that holds the median with probability ``mass`` or more, or the first and last of
    them with the probability that they do hold.

    It does not mean that what arrived came because it was asked for; a delay holds for what
    arrived and is too short where much is still open.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        patron: one patron's code, or None for all that were asked.
        within: days in which an answer counts as one, 1 or more.
        mass: probability inside the intervals, between 0 and 1.

    Returns:
        One value per patron and instrument, sorted; requests that no date places stand apart.

    Raises:
        UsageError: where the frame lacks a column, or ``within`` or ``mass`` is out of range.

    >>> from patronage.measures import empty_frame
    >>> answered(empty_frame(), "VEN")
    ()
    """
    if within < 1:
        raise UsageError(f"'within' is {within} days. Give 1 or more.")
    share_interval(0, 0, mass)  # says at once what is wrong with a mass
    reports = read(frame)
    named = parties(reports, client)
    told = gather(named, split_of(reports))
    last = max((r.available for r in named if r.available), default=None)
    groups: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in named:
        if report.told == "fact" and report.type == "REQUEST" and client in report.actor:
            for one in report.recipient - {client}:
                if patron in (None, one):
                    groups[one, report.instrument or ""].append(report)
    own = by_side(told, lambda h: h.givers(client) | frozenset(h.episode.actor))
    return tuple(
        _one(
            (who, instrument or None),
            groups[who, instrument],
            own[who],
            (client, within, last, mass),
        )
        for who, instrument in sorted(groups)
    )


def _one(
    sides: tuple[str, str | None], asked: Sequence[Report], told: Sequence[Happening],
    how: tuple[str, int, dt.date | None, float],
) -> Answered:  # fmt: skip
    patron, instrument = sides
    client, within, last, mass = how
    dated, undated = _requests(asked)
    deeds = deque(_days(told, lambda h: patron in h.givers(client) and deed(h, instrument)))
    later = {
        "refused": _days(told, lambda h: patron in h.episode.actor and refusal(h, client)
                         and h.episode.instrument in (None, instrument)),
        "promised": _days(told, lambda h: patron in h.givers(client) and promise(h)
                          and instrument in (None, h.episode.instrument)),
    }  # fmt: skip
    made = []
    for day, ids in dated:
        end = day + dt.timedelta(days=within)
        while deeds and deeds[0][0] < day:  # before this request, and so before all that follow
            deeds.popleft()
        if deeds and deeds[0][0] <= end:
            met = deeds.popleft()
            made.append(Answer(ids, day, "arrived", (met[0] - day).days, met[1]))
            continue
        firsts = ((w, d[bisect_left(d, day, key=itemgetter(0)) :][:1]) for w, d in later.items())
        found = ((w, first[0]) for w, first in firsts if first and first[0][0] <= end)
        word, (when, evidence) = next(found, ("", (day, ())))
        if not word:
            word = "still open" if last is None or last < end else "none we found"
        lag = (when - day).days if evidence else None
        made.append(Answer(ids, day, word, lag, evidence))
    # what is young and met would count, what is young and not met could not: both are left out
    closed = [a for a in made if last and a.day + dt.timedelta(days=within) <= last]
    return Answered(
        patron, instrument, tuple(made), _share(closed, mass), _delay(made, mass), undated
    )


def _requests(asked: Sequence[Report]) -> tuple[list[Asked], tuple[str, ...]]:
    """Requests as episodes: those with a day, in order, and the ids of those without."""
    happenings = gather(asked, None)
    dated = [(h.day, h.episode.events) for h in happenings if h.day and h.anchor.width != 2]
    placed = {id for _, ids in dated for id in ids}
    rest = {id for h in happenings for id in h.episode.events} - placed
    return sorted(dated), tuple(sorted(rest))


def _days(told: Sequence[Happening], wanted: Callable[[Happening], bool]) -> list[Asked]:
    """Days and ids of the happenings wanted, in order; a total over years has no day."""
    return sorted(
        (h.day, h.episode.events) for h in told if h.day and h.anchor.width != 2 and wanted(h)
    )


def _share(closed: Sequence[Answer], mass: float) -> Estimate | None:
    if not closed:
        return None
    met = sum(a.outcome == "arrived" for a in closed)
    low, high = share_interval(met, len(closed), mass)
    ids = {id for a in closed for id in (*a.asked, *a.evidence)}
    return Estimate(
        "answered share", "share of requests", met / len(closed), low, high, mass, len(closed),
        tuple(sorted(ids)),
    )  # fmt: skip


def _delay(made: Sequence[Answer], mass: float) -> Estimate | None:
    met = sorted(
        (a.lag_days, (*a.asked, *a.evidence)) for a in made
        if a.outcome == "arrived" and a.lag_days is not None
    )  # fmt: skip
    n = len(met)
    if n < 2:  # one day has no interval
        return None
    below, held = 0, 1 - 2 * 0.5**n
    for k in range(1, (n + 1) // 2):
        inside = 1 - 2 * sum(math.comb(n, i) for i in range(k + 1)) * 0.5**n
        if inside < mass:
            break
        below, held = k, inside
    days = [float(day) for day, _ in met]
    ids = tuple(sorted({id for _, some in met for id in some}))
    return Estimate(
        "delay", "days", median(days), days[below], days[n - 1 - below], held, n, ids,
        "median of what arrived",
    )  # fmt: skip
