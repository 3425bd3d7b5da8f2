"""What the stages compute, as frozen values that carry their evidence and their uncertainty.

Every value has the ids of the events it rests on (``evidence``) and an interval; ``None`` means
missing and never zero.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from patronage.records import Claim, Document, Event, Problem

__all__ = [
    "Analogue",
    "Analogues",
    "Answer",
    "Answered",
    "Break",
    "Brief",
    "Carried",
    "Cell",
    "Change",
    "Check",
    "Decline",
    "Dependence",
    "Episode",
    "Estimate",
    "Exchange",
    "Explanation",
    "Exposure",
    "Ground",
    "Point",
    "Portfolio",
    "RegisterRow",
    "Request",
    "Series",
    "Share",
    "Stake",
    "Verdict",
    "WordsAndDeeds",
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


@dataclass(frozen=True, slots=True)
class Check:
    """The arithmetic of a verdict, so that anyone can do it again from the rows it lists.

    ``operation`` says what was done (``sum``, ``share``, ``rank``, ...);
    ``rows`` are ids of the register's rows, ``others`` those it is held against (the whole, of a
    share); ``value`` is the result, ``high`` its upper end where the register leaves a range.
    ``start`` and ``end`` bound the period, half-open.
    """

    register: str
    operation: str
    rows: tuple[str, ...]
    value: float | None
    unit: str
    high: float | None = None
    others: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a register as evidence: its number in the register's file, and what it tells."""

    id: str
    register: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of evidence for or against an explanation, with its weight.

    ``weight`` is in natural log-odds, above zero for it; the rule and where its weight comes from
    stand in ``measures/explanations.csv`` under ``rule``.
    """

    rule: str
    sentence: str
    weight: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rival explanation of a decline and what speaks for it: ``for``, ``against``, ``open``.

    ``about`` says of whose decline: ``Russia to Venezuela``. ``share`` (0..1) is its part among
    the rivals by the weights of ``grounds``, ``low``..``high`` what it becomes where every weight
    is halved or doubled; None where nothing here tells.
    """

    name: str
    speaks: str
    sentence: str
    evidence: tuple[str, ...] = ()
    about: str = ""
    share: float | None = None
    low: float | None = None
    high: float | None = None
    grounds: tuple[Ground, ...] = ()


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
    exposure x probability x loss share, None ("unknown") unless both are given.
    """

    kind: str
    estimate: Estimate | None
    at_risk: Estimate | None
    note: str


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence says of a claim or of several claims together.

    ``kind`` is one of the verdicts of the glossary (``collision``, ...). ``calculation`` shows the
    arithmetic, ``sentence`` says it in plain words, ``limits`` what the check cannot tell.
    ``evidence`` are ids of events or of register rows. ``register`` names the register that was
    asked, ``checks`` its arithmetic, ``breaks`` and ``explanations`` what a headline test found.
    """

    kind: str
    claims: tuple[str, ...]
    sentence: str
    calculation: str
    limits: str
    evidence: tuple[str, ...] = ()
    register: str | None = None
    checks: tuple[Check, ...] = ()
    breaks: tuple[Break, ...] = ()
    explanations: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a brief shows; ``report`` draws it and computes nothing.

    ``names`` maps country codes to names. ``events`` and ``claims`` are those the brief rests on;
    ``documents`` the texts by id. ``since`` is the first day of ``now``. ``rows`` are the rows of
    registers that verdicts rest on.
    """

    client: str
    coercers: tuple[str, ...]
    patrons: tuple[str, ...]
    as_of: dt.date | None
    since: dt.date | None
    names: dict[str, str]
    documents: tuple[Document, ...]
    events: tuple[Event, ...]
    episodes: tuple[Episode, ...]
    claims: tuple[Claim, ...]
    portfolio: Portfolio
    changes: tuple[Change, ...]
    requests: tuple[Request, ...]
    backing: tuple[Series, ...]
    pressure: tuple[Series, ...]
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]
    coder: str
    notes: tuple[str, ...] = field(default=())
    registers: tuple[str, ...] = ()
    rows: tuple[RegisterRow, ...] = ()
