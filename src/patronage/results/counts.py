"""What is counted: episodes, series, portfolios, requests, changes, breaks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

__all__ = [
    "Break",
    "Carried",
    "Cell",
    "Change",
    "Episode",
    "Estimate",
    "Point",
    "Portfolio",
    "Request",
    "Series",
]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its interval and what it rests on; without either it is not made.

    ``low``..``high`` hold it with probability ``mass``; a mass of 1 says that they are bounds of
    what the sources allow (a register's range, competing estimates) and no chances. ``n`` counts
    what was counted, ``evidence`` are ids of events, claims or register rows.
    """

    name: str
    unit: str
    value: float
    low: float
    high: float
    mass: float
    n: int
    evidence: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """Reports of one happening, clustered as of a date; derived at read, never stored.

    ``start``/``end`` bound the time of the happening (half-open), None where no text dates it.
    ``when`` is ``then`` or ``now`` relative to the question's ``since``.
    """

    id: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    type: str
    polarity: str | None
    instrument: str | None
    status: str
    start: dt.date | None
    end: dt.date | None
    when: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series: value with an interval of given mass, and what it rests on."""

    start: dt.date
    end: dt.date
    value: float | None
    low: float | None
    high: float | None
    n: int
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time. ``name`` is a row of ``measures.csv``; ``unit`` says what is counted."""

    name: str
    client: str
    patron: str | None
    unit: str
    grain: str
    mass: float
    points: tuple[Point, ...]
    undated: int = 0
    undated_evidence: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from patronage.results.notebook import series_html

        return series_html(self)


@dataclass(frozen=True, slots=True)
class Carried:
    """The last known value of a series, carried forward to a day.

    ``age_days`` is how old it is then. ``low``..``high`` is its interval of mass ``mass``, wider
    with age; None where the series is too short to say how fast it moves.
    """

    value: float
    low: float | None
    high: float | None
    mass: float
    age_days: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one patron gave by one instrument in one spell (``then`` or ``now``).

    ``episodes`` are happenings that occurred; ``amounts`` are the texts of the figures told.
    """

    patron: str
    instrument: str
    spell: str
    episodes: int
    amounts: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Patron by instrument, then and now. ``split`` is the first day of ``now``, if dated."""

    client: str
    split: dt.date | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked of a patron, and what was promised, refused and arrived, by instrument.

    Each field holds event ids. ``answer`` is ``arrived``, ``promised``, ``refused``,
    ``less than before`` or ``none we found``.
    """

    patron: str
    instrument: str | None
    asked: tuple[str, ...]
    promised: tuple[str, ...]
    arrived: tuple[str, ...]
    refused: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Change:
    """Backing then against now: a decline, a rise or no telling; never "withdrawal" by itself.

    ``ratio`` is the rate of supportive episodes now over then, ``low``..``high`` its interval of
    mass ``mass``; ``probability`` that the ratio is below one. All None where the text gives too
    little to say. ``told`` are the events by which texts themselves say that backing fell;
    ``refusals`` are patron-side refusals (refused, cancelled, left unanswered).
    """

    patron: str
    then: int
    now: int
    then_years: float | None
    now_years: float | None
    ratio: float | None
    low: float | None
    high: float | None
    probability: float | None
    mass: float
    word: str
    told: tuple[str, ...]
    refusals: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A change of level in a series, as far as its values tell.

    ``probability`` (0..1) that there is a break in that ``direction`` (``up``, ``down``) at all;
    ``time`` is the first day of the most probable first period after it, ``low``..``high`` hold it
    with probability ``mass``; ``before`` and ``after`` are the mean values on either side of
    ``time``. ``chances`` are the probabilities by first day. ``series`` says of what it is a break,
    ``last`` to which year the series reaches; ``earlier`` is the probability that it came before
    what it is held against, given that it is there.
    """

    direction: str
    time: dt.date
    probability: float
    before: float
    after: float
    low: dt.date
    high: dt.date
    mass: float
    chances: tuple[tuple[dt.date, float], ...] = ()
    series: str = ""
    last: int | None = None
    earlier: float | None = None
