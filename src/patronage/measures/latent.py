"""Latent backing and pressure: the level behind the counts, at the press's usual coverage.

The level is what the counts of episodes would be on average were coverage always usual. It walks
from period to period; how fast, and how bursty reports are, all dyads of the frame tell together.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from patronage.errors import UsageError, nearest
from patronage.measures.clusters import Happening, by_side, gather
from patronage.measures.intervals import count_interval
from patronage.measures.reports import Reports, parties, read
from patronage.measures.series import evidence, fits
from patronage.measures.tallies import POLARITIES, Tally, counted, kind_of, partners, tally
from patronage.periods import Grain, Period, period_of
from patronage.results import Point, Series

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.measures.filtering import Array

__all__ = ["Latent", "decline_probability", "halving_probability", "latent", "latent_dyads"]


@dataclass(frozen=True, slots=True)
class Latent:
    """What is asked: ``of`` ``backing`` or ``pressure``; ``kind`` ``verbal``, ``material`` or
    ``all``; ``known`` ``all`` (each level given all counts) or ``then`` (given those up to its own
    period alone); ``coercers`` whose reports coverage leaves out, with the client's and the
    patron's (None for all who pressed the client); ``mass`` of the intervals.
    """

    of: str = "backing"
    kind: str = "all"
    known: str = "all"
    coercers: tuple[str, ...] | None = None
    mass: float = 0.9


def latent(
    frame: pa.Table,
    client: str,
    patron: str | None = None,
    *,
    asked: Latent = Latent(),
    grain: Grain = "month",
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> tuple[Series, ...]:
    """The level of backing of (or pressure on) a client by each patron, at usual coverage.

    Formula: for each kind (verbal, material) the count of episodes in a period is Poisson with mean
    exp(x + r · v + e); x walks in Gaussian steps, e is a burst of one period, v is the log of
    coverage over its median, told by the reports of the frame that name neither client, patron nor
    coercer. Variances of steps and bursts lie on a grid that all dyads of the frame weigh together,
    as they tell r, the mean and the variance of a first level. ``value`` is the median of exp(x),
    for both kinds together that of their sum taken as log-normal.

    It does not mean acts or amounts, nor what was never told: a dyad of which the press is always
    silent has a low level. A wave of coverage of the client's own affairs alone moves it, since
    nothing outside tells of it.

    Args:
        frame: the event frame of the whole ledger, not of one client: the other reports tell of
            coverage, and the other dyads of how levels move.
        client: a country code or other code, as in the frame.
        patron: one patron's (or coercer's) code, or None for each that is found.
        asked: what is asked; see :class:`Latent`.
        grain: ``day``, ``month``, ``quarter`` or ``year``.
        start: first day that is shown; the periods before still inform.
        end: the day after the last that is shown.

    Returns:
        One series per patron, sorted by code, over the periods from the first publication in the
        frame to the last. ``n`` and ``evidence`` are the reports counted in the period itself.

    Raises:
        UsageError: for an unknown grain, kind or measure, a mass outside (0, 1), or a start not
            before the end.

    Source: the local level as in Harvey 1989, https://doi.org/10.1017/CBO9781107049994; moment
    matching as in Minka 2001, https://arxiv.org/abs/1301.2294; the pooling is this project's.

    >>> from patronage.measures import empty_frame
    >>> latent(empty_frame(), "VEN")
    ()
    """
    name = f"{asked.of}-{'latent' if asked.known == 'all' else 'filtered'}"
    name += "" if asked.kind == "all" else f"-{asked.kind}"
    return _series(frame, (client, patron), asked, (name, grain, start, end))


def decline_probability(
    frame: pa.Table,
    client: str,
    patron: str | None = None,
    *,
    asked: Latent = Latent(),
    grain: Grain = "month",
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> tuple[Series, ...]:
    """The probability that backing (or pressure) is below its own past, period by period.

    Formula: the level x of :func:`latent` at a period against the mean of its own past, all of it
    in the first two years and then fading by 1/e in two years; their difference is Gaussian given
    the counts up to that period, and the value is the probability that it is below 0. Of both
    kinds together, the differences are weighed by the kinds' shares of the past level.

    It does not mean withdrawal, nor why backing fell, nor by how much. It is given what was known
    at the period's end, but with the settings that the whole frame tells. Half is no evidence
    either way: a patron of whom nothing was ever told stands near it.

    Args:
        frame: as for :func:`latent`, and so the rest.
        client: as there.
        patron: as there.
        asked: as there; ``known`` and ``mass`` change nothing.
        grain: as there.
        start: as there.
        end: as there.

    Returns:
        Series of probabilities; ``low`` and ``high`` are None, and so is the first value, which
        has no past.

    Raises:
        UsageError: as there.

    >>> from patronage.measures import empty_frame
    >>> decline_probability(empty_frame(), "VEN")
    ()
    """
    name = f"{asked.of}-decline" + ("" if asked.kind == "all" else f"-{asked.kind}")
    return _series(frame, (client, patron), asked, (name, grain, start, end))


def halving_probability(
    frame: pa.Table,
    client: str,
    patron: str | None = None,
    *,
    asked: Latent = Latent(),
    grain: Grain = "month",
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> tuple[Series, ...]:
    """The probability that backing (or pressure) has lately gone to half, as known at each period.

    Formula: Shiryaev's odds of a halving that comes once in 20 years beforehand, from the count of
    each period at half the level that the past foretells against at that level; see
    :func:`patronage.measures.pooling.halved`. It sees a sudden fall sooner than
    :func:`decline_probability`, whose question is any fall at all; on made worlds .44 and more came
    about once in 20 years by chance.

    It does not mean withdrawal, nor a slow decline, nor that backing is still at half: some time
    after the fall the lower level is the past.

    Args:
        frame: as for :func:`latent`, and so the rest.
        client: as there.
        patron: as there.
        asked: as there; ``known`` and ``mass`` change nothing.
        grain: as there.
        start: as there.
        end: as there.

    Returns:
        Series of probabilities; ``low`` and ``high`` are None, and so is the first value.

    Raises:
        UsageError: as there.

    Source: Shiryaev 1963, Theory of Probability and Its Applications 8, 22-46.

    >>> from patronage.measures import empty_frame
    >>> halving_probability(empty_frame(), "VEN")
    ()
    """
    name = f"{asked.of}-halving" + ("" if asked.kind == "all" else f"-{asked.kind}")
    return _series(frame, (client, patron), asked, (name, grain, start, end))


def latent_dyads(acts: pa.Table, of: str = "backing", *, grain: Grain = "month") -> pa.Table:
    """The levels of every directed dyad of a register's acts at once.

    Formula: as :func:`latent` and :func:`decline_probability`, each act counted as one. Left out
    of a dyad's coverage are the client, the giver and the one who pressed the client most often.

    It does not mean what :func:`latent` does not; and a register that tells one happening in
    several acts counts it as often.

    Args:
        acts: a table with ``actor``, ``recipient``, ``type``, ``polarity`` and ``start``, as the
            readers of registers give it.
        of: ``backing`` or ``pressure``.
        grain: ``day``, ``month``, ``quarter`` or ``year``.

    Returns:
        A row for each dyad and period: ``patron``, ``client``, ``start``, ``n`` (acts counted),
        ``value``, ``low``, ``high`` (90%), the same three as known ``then``, and ``below``, the
        probability then of being below its own past (null in the first period). Every dyad with
        one such act or more is in it.

    Raises:
        UsageError: for an unknown grain or measure.

    >>> import datetime as dt
    >>> import pyarrow as pa
    >>> acts = pa.table({"actor": ["RUS", "USA"], "recipient": ["VEN", "VEN"],
    ...                  "type": ["AID", "COERCE"], "polarity": ["support", "pressure"],
    ...                  "start": [dt.date(2020, 1, 3), dt.date(2020, 3, 9)]})
    >>> latent_dyads(acts)["start"].to_pylist()
    [datetime.date(2020, 1, 1), datetime.date(2020, 2, 1), datetime.date(2020, 3, 1)]
    """
    _called(Latent(of), grain, None, None)
    from patronage.measures.dyads import MONTHS, from_acts
    from patronage.measures.levels import course, listed

    found = from_acts(acts, POLARITIES[of], grain)
    return listed(found, course(found.counts, MONTHS[grain]) if found.dyads else None)


def _series(
    frame: pa.Table, sides: tuple[str, str | None], asked: Latent,
    shown: tuple[str, Grain, dt.date | None, dt.date | None],
) -> tuple[Series, ...]:  # fmt: skip
    (client, patron), (name, grain, start, end) = sides, shown
    _called(asked, grain, start, end)
    reports = read(frame)
    own = gather(parties(reports, client), None)
    mine = [h for h in own if counted(h, asked.of)]
    wanted = (
        [patron] if patron else sorted({p for h in mine for p in partners(h, client, asked.of)})
    )
    if not wanted:
        return ()
    told = reports.once(
        ("tally", client, asked.of, grain), lambda: tally(reports, client, own, asked.of, grain)
    )
    if asked.coercers is not None:
        told = replace(told, pressers={**told.pressers, client: frozenset(asked.coercers)})
    dyads = [(p, client) for p in wanted]
    points = _points(reports, told, dyads, asked, (name, grain))
    chance = "decline" in name or "halving" in name
    unit = "probability" if chance else f"episodes per {grain} at usual coverage"
    made = []
    theirs = by_side(mine, lambda h: partners(h, client, asked.of))
    for p, line in zip(wanted, points, strict=True):
        given = [h for h in theirs.get(p, ()) if asked.kind in ("all", kind_of(h.anchor.type))]
        lost = [h for h in given if not (h.day and fits(h, grain))]
        kept = (x for x in line if (not start or x.end > start) and (not end or x.start < end))
        made.append(
            Series(
                name, client, p, unit, grain, asked.mass, tuple(_evidenced(kept, given, grain)),
                len(lost), evidence(lost),
            )
        )  # fmt: skip
    return tuple(made)


def _points(
    reports: Reports, told: Tally, wanted: Sequence[tuple[str, str]], asked: Latent,
    shown: tuple[str, Grain],
) -> list[list[Point]]:  # fmt: skip
    """The points of each wanted dyad, without evidence yet."""
    from patronage.measures.dyads import KINDS, MONTHS, gathered
    from patronage.measures.levels import course, halving

    name, grain = shown
    key = (asked.of, asked.coercers, grain, *wanted)
    found = reports.once(("dyads", key), lambda: gathered(told, grain, wanted))
    if not found.spans:
        return [[] for _ in wanted]
    kinds = KINDS if asked.kind == "all" else (asked.kind,)
    counts = {kind: found.counts[kind] for kind in kinds}
    at = [found.dyads.index(dyad) for dyad in wanted]
    if "halving" in name:
        return _chances(found.spans, halving(counts, MONTHS[grain])[:, at])
    line = reports.once(
        ("course", asked.kind, asked.mass, key), lambda: course(counts, MONTHS[grain], asked.mass)
    )
    if "decline" in name:
        return _chances(found.spans, line.below[:, at])
    then = asked.known == "then"
    three = (
        (line.then_value, line.then_low, line.then_high) if then
        else (line.value, line.low, line.high)
    )  # fmt: skip
    value, low, high = three
    return [
        [
            Point(s.start, s.end, float(value[t, i]), float(low[t, i]), float(high[t, i]), 0)
            for t, s in enumerate(found.spans)
        ]
        for i in at
    ]


def _chances(spans: Sequence[Period], chance: Array) -> list[list[Point]]:
    """Points of probabilities; the first period has no past to be held against."""
    return [
        [
            Point(s.start, s.end, float(line[t]) if t else None, None, None, 0)
            for t, s in enumerate(spans)
        ]
        for line in chance.T
    ]


def _evidenced(
    points: Iterable[Point], given: Sequence[Happening], grain: Grain
) -> Iterator[Point]:
    """Each point with the reports of its own period."""
    inside: dict[dt.date, list[Happening]] = defaultdict(list)
    for h in given:
        if h.day and fits(h, grain):
            inside[period_of(h.day, grain).start].append(h)
    for point in points:
        here = inside[point.start]
        yield replace(point, n=sum(len(h.reports) for h in here), evidence=evidence(here))


def _called(asked: Latent, grain: Grain, start: dt.date | None, end: dt.date | None) -> None:
    for what, word, options in (
        ("grain", grain, get_args(Grain)), ("measure", asked.of, tuple(POLARITIES)),
        ("kind", asked.kind, ("all", "verbal", "material")),
        ("knowledge", asked.known, ("all", "then")),
    ):  # fmt: skip
        if word not in options:
            raise UsageError(
                f"No {what} '{word}'. {nearest(word, options)} Options: {', '.join(options)}."
            )
    if start and end and start >= end:
        raise UsageError(f"The start {start} is not before the end {end}. Swap or widen them.")
    count_interval(0, asked.mass)  # says at once what is wrong with a mass
