"""What runs say: outcomes apart, each beside its base rate; what drives them; the likeliest path.

An interval covers what is not known about the parameters: it holds 80% of their draws. An outcome
whose hazard did not beat its base rate is shown by that rate and its n alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.montecarlo import Played
from patronage.crisis.moves import Equilibrium, equilibria, worths
from patronage.crisis.tables import by_name, rung_names, table
from patronage.crisis.tallies import BINS, ENDS, path_words
from patronage.crisis.words import word
from patronage.errors import UsageError
from patronage.results import Outcome

__all__ = [
    "MASS", "WARNING", "AtRisk", "Comparison", "Difference", "Driver", "Outlook", "Path",
    "Reached", "compare", "due_of", "outlook",
]  # fmt: skip

Floats = NDArray[np.float64]
WARNING = (
    "Model-implied, not causally identified: coercers choose moments when patrons will not come."
)
MASS = 0.8
_SHOWN_DRIVERS = 8
_MOVES = (
    "The moves of coercer and client rest on stated priors, and the patrons' game did no better "
    "than a logit: both are illustrative."
)


@dataclass(frozen=True, slots=True)
class Reached:
    """How likely pressure reaches a rung at some time, and is on it at the horizon."""

    rung: str
    ever: float
    at_end: float


@dataclass(frozen=True, slots=True)
class Driver:
    """An input and the share of the answer's variance over runs that goes along with it alone."""

    name: str
    share: float
    direction: str


@dataclass(frozen=True, slots=True)
class Path:
    """A coarse path and the share of runs that take it (of its end, for the paths to a tail)."""

    words: str
    share: float
    of: str


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What a patron would lose: exposure x probability x stated share, or ``unknown``."""

    patron: str
    outcome: str
    low: float | None
    high: float | None
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a scenario's runs say. ``backing`` holds fans by patron, from 0 to its own highest."""

    title: str
    client: str
    coercer: str
    as_of: dt.date
    due: dt.date
    months: int
    runs: int
    seed: int
    mass: float
    warning: str
    outcomes: tuple[Outcome, ...]
    pressure: tuple[Reached, ...]
    backing: Mapping[str, tuple[tuple[float, float, float], ...]]
    drivers_of: str
    drivers: tuple[Driver, ...]
    likeliest: Path
    tails: tuple[Path, ...]
    moves: tuple[Equilibrium, ...]
    at_risk: tuple[AtRisk, ...]
    unsettled: int
    marks: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How much likelier an outcome is in the second scenario; same draws, same chance."""

    outcome: str
    label: str
    shown: bool
    first: float | None = None
    second: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scenarios with the same seed, side by side."""

    first: str
    second: str
    warning: str
    differences: tuple[Difference, ...]
    pressure: tuple[tuple[str, float, float], ...]


def due_of(as_of: dt.date, months: int) -> dt.date:
    """The day a scenario's horizon ends.

    >>> due_of(dt.date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    years, month = divmod(as_of.month - 1 + months, 12)
    first = dt.date(as_of.year + years, month + 1, 1)
    after = dt.date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return first.replace(day=min(as_of.day, (after - first).days))


def by_draw(played: Played, outcome: str) -> Floats:
    """Probability of an outcome by month within each draw of the parameters: (draws, T)."""
    sums = played.tally
    return np.asarray(1 - sums.left[outcome] / sums.runs[:, None])


def outlook(played: Played) -> Outlook:
    """Sum up runs."""
    scenario, sums = played.scenario, played.tally
    names = rung_names()
    ever = 1 - np.cumsum(sums.highest[-1]) / played.runs + sums.highest[-1] / played.runs
    ends = sums.rungs[-1] / played.runs
    outcomes = tuple(_outcome(played, name) for name in by_name("outcomes"))
    drivers_of = (
        f"log-odds of {by_name('outcomes')[played.target]['label']}"
        if played.target
        else ("the rung of pressure at the horizon")
    )
    return Outlook(
        scenario.title, scenario.client, scenario.coercer, scenario.as_of,
        due_of(scenario.as_of, scenario.horizon), scenario.horizon, played.runs, played.seed, MASS,
        WARNING, outcomes,
        tuple(Reached(n, float(e), float(x)) for n, e, x in zip(names, ever, ends, strict=True)),
        {p: _fan_of_bins(sums.backing[:, i]) for i, p in enumerate(scenario.patrons)},
        drivers_of, _drivers(played), *_paths(played), _at_start(played),
        tuple(_at_risk(played, outcomes)), sums.loose, (*scenario.marks, *played.draws.marks),
        (_MOVES, _silent(outcomes)),
    )  # fmt: skip


def _outcome(played: Played, name: str) -> Outcome:
    hazards, row = played.hazards, by_name("outcomes")[name]
    base, n = hazards.base(name, played.scenario.horizon)
    skill = hazards.skill[name]
    gain, worst, best = (float(skill[k]) for k in ("gain", "low", "high"))
    label = row["label"]
    if name not in played.draws.odds:
        return Outcome(name, label, False, base, n, gain, worst, best)
    draws = by_draw(played, name)
    low, high = np.quantile(draws, [(1 - MASS) / 2, (1 + MASS) / 2], axis=0)
    mean = np.clip(played.tally.runs @ draws / played.runs, low, high)
    fan = tuple((float(a), float(b), float(c)) for a, b, c in zip(low, mean, high, strict=True))
    at = fan[-1]
    said = word(at[1], at[0], at[2])
    return Outcome(name, label, True, base, n, gain, worst, best, at[1], at[0], at[2], said, fan)


def _silent(outcomes: tuple[Outcome, ...]) -> str:
    hidden = [one.label for one in outcomes if not one.shown]
    if not hidden:
        return "Every outcome's hazard did better than its base rate on decades held out."
    return (
        f"No skill was shown for {', '.join(hidden)}: there the base rate is all that is told, and "
        "no exposure at risk."
    )


def _fan_of_bins(counts: NDArray[np.int64]) -> tuple[tuple[float, float, float], ...]:
    shares = counts.cumsum(axis=1) / counts.sum(axis=1, keepdims=True)
    marks = ((1 - MASS) / 2, 0.5, (1 + MASS) / 2)
    cuts = [((shares < mark).sum(axis=1) + 0.5) / BINS for mark in marks]
    return tuple((float(a), float(b), float(c)) for a, b, c in zip(*cuts, strict=True))


def _drivers(played: Played) -> tuple[Driver, ...]:
    m, n = played.tally.moments, played.runs
    x, y = m["x"] / n, m["y"][0] / n
    spread = np.sqrt(np.maximum(m["xx"] / n - x * x, 0) * max(m["yy"][0] / n - y * y, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.where(spread > 1e-9, (m["xy"] / n - x * y) / spread, 0.0)
    names = played.inputs()
    first = np.argsort(-np.abs(r), kind="stable")[:_SHOWN_DRIVERS]
    return tuple(
        Driver(names[i], float(r[i] ** 2), "raises it" if r[i] > 0 else "lowers it")
        for i in first
        if r[i] ** 2 >= 0.001
    )


def _paths(played: Played) -> tuple[Path, tuple[Path, ...]]:
    counts = played.tally.paths
    code, end = np.unravel_index(int(counts.argmax()), counts.shape)
    best = Path(path_words(int(code), int(end)), float(counts.max() / played.runs), "all runs")
    tails = []
    for end_of in (1, 2):
        whole = counts[:, end_of].sum()
        if whole and played.draws.odds:
            top = int(counts[:, end_of].argmax())
            share = float(counts[top, end_of] / whole)
            tails.append(Path(path_words(top, end_of), share, f"runs where it {ENDS[end_of]}"))
    return best, tuple(tails)


def _at_start(played: Played) -> tuple[Equilibrium, ...]:
    """Equilibria of the first moves at the priors' means, and what is not known in the middle."""
    scenario, choice = played.scenario, played.draws.choice.mean(axis=0)
    par = {row["name"]: np.array([float(row["mean"])]) for row in table("priors")}
    backing = np.full((len(scenario.patrons), 3), 0.5)
    for i, patron in enumerate(scenario.patrons):
        for k, kind in enumerate(("political", "economic", "military")):
            backing[i, k] = scenario.backing.get((patron, kind), 0.5)
    means = np.array([0.5 if scenario.means is None else scenario.means])
    index = (
        par["hold"]
        + par["hold_backing"] * backing.max(0).mean()
        + par["hold_means"] * (means - 0.5)
    )
    armed = (choice[:, 2] + choice[:, 3]) * (0.5 + backing[:, 2]) / 1.5
    meeting = np.array([1 - np.prod(1 - armed)])
    hold, rung = 1 / (1 + np.exp(-index)), np.array([scenario.pressure])
    coercer, client = worths(par, rung, hold, meeting, means)
    return tuple(equilibria(coercer[0], client[0], float(par["precision"][0])))


def _at_risk(played: Played, outcomes: tuple[Outcome, ...]) -> list[AtRisk]:
    made = []
    for held in played.scenario.exposure:
        for one in outcomes:
            if not one.shown or one.low is None or one.high is None:
                continue  # no skill, no exposure at risk
            share = held.lost.get(one.name)
            if share is None:
                made.append(AtRisk(held.patron, one.name, None, None, held.unit,
                                   "the share lost is unknown"))  # fmt: skip
            else:
                made.append(AtRisk(held.patron, one.name, held.low * one.low * share,
                                   held.high * one.high * share, held.unit,
                                   f"stated share lost {share:g}"))  # fmt: skip
    return made


def compare(first: Played, second: Played) -> Comparison:
    """The second scenario against the first: paired over draws of the same parameters.

    Raises:
        UsageError: where they were not played with the same runs, seed and horizon.
    """
    a, b = first.scenario, second.scenario
    if (first.runs, first.seed, a.horizon) != (second.runs, second.seed, b.horizon):
        raise UsageError(
            f"'{a.title}' and '{b.title}' cannot be compared: horizons {a.horizon} and {b.horizon} "
            f"months, runs {first.runs} and {second.runs}. Give both the same."
        )
    rows = []
    for name, row in by_name("outcomes").items():
        if name not in first.draws.odds or name not in second.draws.odds:
            rows.append(Difference(name, row["label"], False))
            continue
        one, two = by_draw(first, name)[:, -1], by_draw(second, name)[:, -1]
        weights = first.tally.runs / first.runs
        low, high = np.quantile(two - one, [(1 - MASS) / 2, (1 + MASS) / 2])
        ends = float(weights @ one), float(weights @ two)
        rows.append(Difference(name, row["label"], True, *ends, ends[1] - ends[0],
                               float(low), float(high)))  # fmt: skip
    reached = [outlook(p).pressure for p in (first, second)]
    pressure = tuple((x.rung, x.ever, y.ever) for x, y in zip(*reached, strict=True))
    return Comparison(a.title, b.title, WARNING, tuple(rows), pressure)
