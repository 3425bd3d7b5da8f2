"""Past episodes of pressure nearest to one, and what followed: survivals as well as falls."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from patronage.errors import UsageError
from patronage.measures.intervals import share_interval
from patronage.measures.pressings import FEATURES, OUTCOMES, Past, Pressing, past_of
from patronage.measures.sources import Sources
from patronage.results import Analogue, Analogues, Estimate

__all__ = ["analogues"]

_LEAST = 6  # features known to both: with fewer, nearness is chance


def analogues(
    sources: Sources, client: str, *, year: int | None = None, years: int = 5, count: int = 10,
    mass: float = 0.9,
) -> Analogues | None:  # fmt: skip
    """The past episodes nearest to a client's, with what followed within some years.

    Formula: an episode is a year in which sanctions on a state begin (GSDB) after three years in
    which none did. Each is described by eleven features up to the end of that year (``FEATURES``:
    the coercers, their measures, capabilities, disputes, the leader's years, conflict inside, UN
    votes). Distance = mean over the features known to both, six at least, of |difference| over the
    feature's standard deviation among the earlier episodes. Shares of what followed, among the
    nearest and among all earlier episodes, over those of which it is known, with Jeffreys'
    interval.

    It does not mean a forecast: nearest is not near, sanctions are chosen by coercers who expect
    something of them, and the episodes do not repeat each other. How a leader went is told by the
    register (Archigos, to 2015); of later years nothing is told, which is not survival.

    Args:
        sources: the loaded registers, as of the day of the question.
        client: the client's code.
        year: the year of the client's episode; None for its latest.
        years: within which something followed, 1 or more.
        count: how many nearest ones, 1 or more.
        mass: probability inside the intervals, between 0 and 1.

    Returns:
        None where no register of sanctions is loaded or it holds no episode of this client. Only
        episodes that began before the year are compared.

    Raises:
        UsageError: for a year without measures, or numbers out of range.
    """
    share_interval(0, 0, mass)  # says at once what is wrong with a mass
    if years < 1 or count < 1:
        raise UsageError(f"{years} years and {count} episodes: give 1 or more of each.")
    past = Past(sources)
    begun = sorted({act["start"].year for act in past.begun.get(client, ())})
    if not begun:
        return None
    if year is not None and year not in begun:
        told = ", ".join(map(str, begun))
        raise UsageError(f"No measures against {client} begin in {year}. They begin in {told}.")
    when = year if year is not None else begun[-1]
    here = past.describe(client, when, years)
    pool = past_of(past, when, years)
    scales = _scales(pool)
    near = sorted(
        ((d, p.year, p.client, p) for p in pool if (d := _distance(here, p, scales)) is not None),
        key=lambda one: one[:3],
    )[:count]
    return Analogues(
        client, when, years, len(pool),
        tuple(_told(here, p, d) for d, _, _, p in near),
        tuple(_shares([p for *_, p in near], mass)), tuple(_shares(pool, mass)), _note(here, pool),
    )  # fmt: skip


def _scales(pool: Sequence[Pressing]) -> list[float]:
    """The standard deviation of each feature; 0 where it tells none apart."""
    found = []
    for k in range(len(FEATURES)):
        known = [v for p in pool if (v := p.values[k]) is not None]
        mean = math.fsum(known) / len(known) if known else 0.0
        square = math.fsum((v - mean) ** 2 for v in known) / len(known) if known else 0.0
        found.append(math.sqrt(square))
    return found


def _distance(here: Pressing, there: Pressing, scales: Sequence[float]) -> float | None:
    apart = [
        abs(one - two) / scale
        for one, two, scale in zip(here.values, there.values, scales, strict=True)
        if one is not None and two is not None and scale > 0
    ]
    return math.fsum(apart) / len(apart) if len(apart) >= _LEAST else None


def _told(here: Pressing, there: Pressing, distance: float) -> Analogue:
    return Analogue(
        there.client, there.coercers, there.year, distance,
        tuple(zip(FEATURES, here.values, there.values, strict=True)),
        tuple(zip(OUTCOMES, there.followed, strict=True)), there.evidence,
    )  # fmt: skip


def _shares(some: Sequence[Pressing], mass: float) -> Iterator[Estimate]:
    for k, outcome in enumerate(OUTCOMES):
        known = [p for p in some if p.followed[k] is not None]
        if not known:
            continue
        met = sum(bool(p.followed[k]) for p in known)
        low, high = share_interval(met, len(known), mass)
        ids = tuple(dict.fromkeys(p.evidence[0] for p in known))
        yield Estimate(outcome, "share of episodes", met / len(known), low, high, mass, len(known),
                       ids, f"not known of {len(some) - len(known)}")  # fmt: skip


def _note(here: Pressing, pool: Sequence[Pressing]) -> str:
    missing = [n for n, value in zip(FEATURES, here.values, strict=True) if value is None]
    lacks = f" Not known here: {', '.join(missing)}." if missing else ""
    return (
        f"{len(pool)} earlier episodes; features up to the end of {here.year}.{lacks} "
        "Model-implied, not causally identified."
    )
