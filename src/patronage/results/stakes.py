"""Why backing fell, how requests were met, what passes in return, what is at stake."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patronage.results.counts import Break, Estimate, Series
from patronage.results.verdicts import Explanation

__all__ = [
    "Analogue",
    "Analogues",
    "Answer",
    "Answered",
    "Decline",
    "Dependence",
    "Exchange",
    "Exposure",
    "Share",
    "Stake",
    "WordsAndDeeds",
]


@dataclass(frozen=True, slots=True)
class Decline:
    """A fall of what a patron gives, and its rival explanations, the weightiest first.

    ``word`` is ``decline``, ``withdrawal`` (only with patron-side evidence of refusal, which then
    outweighs every rival) or ``no decline found``; ``found`` is the fall in ``series``.
    """

    client: str
    patron: str
    series: str
    unit: str
    word: str
    found: Break | None
    explanations: tuple[Explanation, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One request and what became of it within the time given.

    ``outcome`` is ``arrived``, ``refused``, ``promised``, ``none we found``, or ``still open``
    where the texts end before the time is over. ``lag_days`` runs from the request to the answer.
    """

    asked: tuple[str, ...]
    day: dt.date
    outcome: str
    lag_days: int | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A client's requests of one patron by instrument, each with its answer.

    ``share`` is the part of closed requests that were met, ``delay`` the median days until then;
    None where nothing can be said with an interval. ``undated`` requests have no lag.
    """

    patron: str
    instrument: str | None
    answers: tuple[Answer, ...]
    share: Estimate | None
    delay: Estimate | None
    undated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One patron's part of what a client gets, of all instruments or of one."""

    patron: str
    instrument: str | None
    part: Estimate


@dataclass(frozen=True, slots=True)
class Dependence:
    """How concentrated a client's backing is in one spell, and on whom it depends.

    ``concentration`` is the Herfindahl-Hirschman index over patrons, 0 to 1. ``substitutes`` are
    gains of share since the spell before, by those who are not the patron that lost most.
    """

    client: str
    counted: str
    spell: str
    concentration: Estimate
    shares: tuple[Share, ...]
    substitutes: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class WordsAndDeeds:
    """Verbal against material backing of one patron in one spell.

    ``gap`` is the part of words less the part of deeds: 1 words alone, -1 deeds alone.
    """

    client: str
    patron: str
    spell: str
    words: Estimate
    deeds: Estimate
    gap: Estimate


@dataclass(frozen=True, slots=True)
class Exchange:
    """What passes between a client and a patron in return for backing, and the means for it.

    ``part`` is ``received``, ``deals``, ``means``, ``protest``, ``conduct`` or ``burdens``.
    """

    client: str
    patron: str | None
    part: str
    estimates: tuple[Estimate, ...]
    series: tuple[Series, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stake:
    """One kind of exposure; ``estimate`` None says that no source here tells it.

    ``kind`` is ``claims outstanding``, ``undelivered orders`` or ``fixed assets``. ``at_risk`` is
    exposure x probability x loss share, None ("unknown") unless both are given. ``evidence`` are
    ids of what the note tells where there is no estimate.
    """

    kind: str
    estimate: Estimate | None
    at_risk: Estimate | None
    note: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a patron stands to lose; stakes in different units are never added up.

    ``outcome`` names what ``probability`` and ``loss`` (low, high) were given for. ``sunk`` are
    flows that are shown and not counted.
    """

    client: str
    patron: str
    stakes: tuple[Stake, ...]
    outcome: str | None
    sunk: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Analogue:
    """A past episode of pressure: how far from this one, by what, and what followed.

    ``features`` are (name, here, there); ``followed`` are (outcome, yes, no or None for not known).
    """

    client: str
    coercers: tuple[str, ...]
    year: int
    distance: float
    features: tuple[tuple[str, float | None, float | None], ...]
    followed: tuple[tuple[str, bool | None], ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analogues:
    """The past episodes nearest to one, and how often each outcome followed within ``years``.

    ``among_nearest`` and ``among_all`` are the shares of episodes whose outcome is known.
    """

    client: str
    year: int
    years: int
    pool: int
    nearest: tuple[Analogue, ...]
    among_nearest: tuple[Estimate, ...]
    among_all: tuple[Estimate, ...]
    note: str
