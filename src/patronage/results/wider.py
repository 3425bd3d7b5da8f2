"""What a brief tells beyond its counts: levels, explanations, stakes, analogues, what may come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patronage.results.counts import Estimate, Series
from patronage.results.stakes import (
    Analogues,
    Answered,
    Decline,
    Dependence,
    Exchange,
    Exposure,
    WordsAndDeeds,
)

__all__ = ["Age", "Ahead", "Course", "Decade", "Kept", "Outcome", "Watched", "Wider"]


@dataclass(frozen=True, slots=True)
class Age:
    """How old what a register tells is: ``end`` is the day after its last, ``days`` since then."""

    register: str
    title: str
    holds: str
    end: dt.date
    days: int


@dataclass(frozen=True, slots=True)
class Course:
    """A patron's or coercer's level behind the counts, and how probable it is that it has fallen.

    ``level`` holds intervals, ``fallen`` probabilities without one; ``of`` is ``backing`` or
    ``pressure``.
    """

    of: str
    actor: str
    level: Series
    fallen: Series | None


@dataclass(frozen=True, slots=True)
class Decade:
    """What an actor gave or did in ten years; ``covered`` of them are known."""

    actor: str
    measure: str
    start: int
    part: Estimate
    covered: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may come by a day: ``base`` is how often it came, of ``n`` state-years under pressure.

    ``gain`` (``gain_low``, ``gain_high``) is what the model gains on that rate in log-loss on
    decades held out. Where ``shown`` is false it has no skill, and nothing of the model is told.
    ``fan`` holds (low, middle, high) by month.
    """

    name: str
    label: str
    shown: bool
    base: float
    n: int
    gain: float
    gain_low: float
    gain_high: float
    probability: float | None = None
    low: float | None = None
    high: float | None = None
    word: str | None = None
    fan: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """An event that would move the probability of ``of``; ``low``..``high`` bound by how much."""

    event: str
    of: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """What may come next. ``runs`` 0 says that no scenario was played: base rates alone."""

    title: str
    as_of: dt.date | None
    due: dt.date | None
    months: int
    runs: int
    seed: int
    mass: float
    warning: str
    outcomes: tuple[Outcome, ...]
    watched: tuple[Watched, ...] = ()
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The record of a ledger's own forecasts: how many, how they stand, and their Brier score."""

    registered: int
    open: int
    overdue: int
    void: int
    late: int
    settled: int
    brier: float | None
    low: float | None
    high: float | None
    mass: float
    base: float | None
    based: int


@dataclass(frozen=True, slots=True)
class Wider:
    """Everything of a brief that is more than a count. Each part may be empty.

    ``registers`` are yearly series of what each patron gave, ``elsewhere`` the actors that other
    series of the registers tell of.
    """

    answered: tuple[Answered, ...] = ()
    declines: tuple[Decline, ...] = ()
    dependence: tuple[Dependence, ...] = ()
    words: tuple[WordsAndDeeds, ...] = ()
    exchange: tuple[Exchange, ...] = ()
    exposure: tuple[Exposure, ...] = ()
    analogues: Analogues | None = None
    courses: tuple[Course, ...] = ()
    registers: tuple[Series, ...] = ()
    elsewhere: tuple[str, ...] = ()
    decades: tuple[Decade, ...] = ()
    ahead: Ahead | None = None
    kept: Kept | None = None
    ages: tuple[Age, ...] = ()
