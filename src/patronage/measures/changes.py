"""Backing then against now, per patron: a decline, a rise, or too little to tell."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patronage.measures.clusters import Happening, by_side, gather, split_of
from patronage.measures.intervals import RateRatio, rate_ratio
from patronage.measures.reports import Report, parties, read
from patronage.results import Change

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Window", "changes", "ratio_of", "window_of"]

FEW = 5  # below this many episodes in all, an interval that holds 1 says nothing about steadiness
YEAR = 365.25


_MOVED = ("declined", "rose")


@dataclass(frozen=True, slots=True)
class Window:
    """What the press of the frame covers: publication dates, cut at the first day of now.

    ``then_days`` and ``now_days`` count the days on which a text that names the client appeared.
    """

    first: dt.date
    split: dt.date
    last: dt.date
    then_days: int
    now_days: int

    @property
    def then_years(self) -> float:
        return (self.split - self.first).days / YEAR

    @property
    def now_years(self) -> float:
        return (self.last - self.split).days / YEAR

    def holds(self, happening: Happening) -> bool:
        """Whether it stands inside the window, and its time is no longer than a year."""
        day = happening.day
        return day is not None and happening.anchor.width != 2 and self.first <= day < self.last


def changes(
    frame: pa.Table, client: str, since: dt.date | None, *, mass: float = 0.9
) -> tuple[Change, ...]:
    """Supportive episodes now against then, for each patron.

    Formula: c1 episodes in t1 years before the split and c2 in t2 years from it, both Poisson;
    given c1 + c2, the share p of now follows Beta(c2 + 1/2, c1 + 1/2) and the ratio of rates is
    p / (1-p) · t1 / t2. Given are its median, its equal-tailed interval and P(ratio < 1). The
    lengths t are taken twice, as years and as days on which a text that names the client appeared;
    given is the ratio nearer to 1, and a word of change only where both intervals allow it.

    Only the time between the first and the last publication of documents that name the client has a
    length: what a single article tells of long ago was not watched in the same way, so one article
    gives counts by spell and no ratio. Then ``word`` rests on what the texts tell: ``told as a
    decline`` where an episode of polarity ``curtailment`` by the patron, not dated before the
    split, says so. Else ``declined``, ``rose`` (the interval lies on one side of 1), ``no clear
    change`` (it does not), each from five episodes on, or ``too little to tell``.

    It does not mean withdrawal, nor why: refusals stand apart in ``refusals``. It counts reports:
    more or fewer documents in one spell move it.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        since: first day of "now"; None for a year before the latest publication.
        mass: probability inside the interval, between 0 and 1.

    Returns:
        One change per patron that backed, curtailed or refused, sorted by code. ``then_years``,
        ``ratio`` and the rest are None where the spells have no length or no episodes.

    Raises:
        UsageError: for a mass outside (0, 1) or a frame that lacks a column.

    Source: Przyborowski and Wilenski (1940), as told by Krishnamoorthy and Thomson (2004), Journal
    of Statistical Planning and Inference 119, 23-35.

    >>> from patronage.measures import empty_frame
    >>> changes(empty_frame(), "VEN", None)
    ()
    """
    reports = read(frame)
    split = since or split_of(reports)
    named = parties(reports, client)
    facts = [h for h in gather(named, split) if h.fact]
    support = [h for h in facts if h.episode.polarity == "support"]
    less = [h for h in facts if _curtails(h, client, split)]
    given = by_side(support, lambda h: h.givers(client))
    cut = by_side(less, lambda h: h.episode.actor)
    patrons = given.keys() | (cut.keys() - {client})
    window = window_of(named, split)
    return tuple(
        _change(p, given.get(p, []), cut.get(p, []), (window, mass)) for p in sorted(patrons)
    )


def window_of(reports: Sequence[Report], split: dt.date | None) -> Window | None:
    """What the reports' publications cover on both sides of a day; None where one side is empty."""
    printed = [r.available for r in reports if r.available]
    if split is None or not printed:
        return None
    days = set(printed)
    early = sum(day < split for day in days)
    last = max(printed) + dt.timedelta(days=1)
    window = Window(min(printed), split, last, early, len(days) - early)
    return window if window.first < split < window.last else None


def _curtails(happening: Happening, client: str, split: dt.date | None) -> bool:
    """Less support or a refusal toward the client that no date puts before the split."""
    episode = happening.episode
    toward = frozenset(episode.recipient) | happening.beneficiary
    early = split is not None and happening.day is not None and happening.day < split
    return episode.polarity == "curtailment" and client in toward and not early


def _change(
    patron: str,
    given: Sequence[Happening],
    mine: Sequence[Happening],
    how: tuple[Window | None, float],
) -> Change:
    window, mass = how
    if window:
        given = [h for h in given if window.holds(h)]
    then = sum(h.episode.when == "then" for h in given)
    now = len(given) - then
    told = _ids([h for h in mine if h.anchor.type != "REJECT"])
    refusals = _ids([h for h in mine if h.anchor.type == "REJECT"])
    ratio, word = ratio_of(then, now, window if given else None, mass)
    return Change(
        patron=patron,
        then=then,
        now=now,
        then_years=window.then_years if window else None,
        now_years=window.now_years if window else None,
        ratio=ratio.median if ratio else None,
        low=ratio.low if ratio else None,
        high=ratio.high if ratio else None,
        probability=ratio.below_one if ratio else None,
        mass=mass,
        word="told as a decline" if told and word not in _MOVED else word,
        told=told,
        refusals=refusals,
        evidence=tuple(sorted({*_ids(given), *told, *refusals})),
    )


def ratio_of(
    then: int, now: int, window: Window | None, mass: float
) -> tuple[RateRatio | None, str]:
    """The more cautious of two ratios, by time and by days with texts, and what both allow to say.

    A time with more texts tells of more episodes; over years alone, coverage would pass for
    backing. Only what holds against both is called a decline or a rise.
    """
    if window is None:
        return None, "too little to tell"
    spells = ((window.then_years, window.now_years), (window.then_days, window.now_days))
    both = [rate_ratio(then, early, now, late, mass) for early, late in spells]
    ratio = min(both, key=lambda one: abs(math.log(one.median)))
    if then + now < FEW:
        return ratio, "too little to tell"
    if all(one.high < 1 for one in both):
        return ratio, "declined"
    if all(one.low > 1 for one in both):
        return ratio, "rose"
    return ratio, "no clear change"


def _ids(happenings: Sequence[Happening]) -> tuple[str, ...]:
    return tuple(sorted({id for h in happenings for id in h.episode.events}))
