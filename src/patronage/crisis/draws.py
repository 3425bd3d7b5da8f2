"""What is not known about a scenario's parameters: priors and posteriors, drawn together.

Each draw is one whole set of parameters. Runs share them out, so that runs of one draw tell chance
and draws tell ignorance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patronage import codebook
from patronage.crisis.game import Game
from patronage.crisis.hazards import Hazards
from patronage.crisis.scenario import INSTRUMENTS, Scenario
from patronage.crisis.situations import FEATURES, features
from patronage.crisis.tables import table

__all__ = ["Draws", "draw", "facts_of", "ruler_of"]

Floats = NDArray[np.float64]
# So much of a count is added to every possible move between rungs: none is impossible.
_SMOOTH = 0.5
_OFFICES = ("supreme leader", "leader", "head of state", "head of government")


@dataclass(frozen=True)
class Draws:
    """Parameters by draw (D, ...), and the marks of what was extrapolated on the way.

    ``odds`` are log-odds of each shown outcome within its window at the start; ``rungs`` what each
    rung adds (D, 5); ``choice`` the patrons' probabilities (D, patrons, 7); ``keep`` how much of a
    deviation of backing is left a month later (D, instruments); ``up`` and ``down`` monthly rates
    by rung (D, 5); ``above`` and ``below`` where such a move leads (5, 5), each row summing to 1.
    """

    priors: Mapping[str, Floats]
    odds: Mapping[str, Floats]
    months: Mapping[str, int]
    rungs: Mapping[str, Floats]
    choice: Floats
    keep: Floats
    up: Floats
    down: Floats
    above: Floats
    below: Floats
    marks: tuple[str, ...]


def draw(
    scenario: Scenario, hazards: Hazards, game: Game, count: int, rng: np.random.Generator
) -> Draws:
    """Draw ``count`` sets of parameters for a scenario."""
    facts, marks = facts_of(scenario)
    marks += _outside(facts, hazards)
    priors = {row["name"]: _prior(row, rng, count) for row in table("priors")}
    keep = [np.clip(rng.normal(*_pair(hazards.keeps[i]), count), 0.01, 0.99) for i in INSTRUMENTS]
    up, down, above, below = _pace(hazards.moves, rng, count)
    if scenario.pressure == 1 or any(facts[name] > 0 for name in ("us", "trade", "senders")):
        below = _sanctioned(below)
    odds, rungs = {}, {}
    given = {name: np.array([value]) for name, value in facts.items()}
    for name, one in hazards.outcomes.items():  # all are drawn, that hiding one changes no other
        drawn = one.log_odds(given, one.draw(rng, count))[:, 0]
        steps = np.array([rng.normal(m, s, count) if s else np.zeros(count)
                          for m, s in hazards.rungs[name]]).T  # fmt: skip
        if hazards.shown(name):
            odds[name], rungs[name] = drawn, steps
    rows = _situations(scenario)
    marks += _strange(scenario, game)
    choice = game.drawn(features(rows), rng, count)
    months = {name: hazards.outcomes[name].months for name in odds}
    return Draws(priors, odds, months, rungs, choice, np.array(keep).T ** (1 / 12), up, down,
                 above, below, tuple(marks))  # fmt: skip


def _prior(row: Mapping[str, str], rng: np.random.Generator, count: int) -> Floats:
    mean, spread = float(row["mean"]), float(row["spread"])
    if row["scale"] == "log":
        return np.asarray(mean * np.exp(rng.normal(0, spread, count)))
    if row["scale"] == "unit":
        odds = np.log(mean / (1 - mean)) + rng.normal(0, spread, count) / (mean * (1 - mean)) / 4
        return np.asarray(1 / (1 + np.exp(-odds)))
    return rng.normal(mean, spread, count)


def _pace(moves: Floats, rng: np.random.Generator, count: int) -> tuple[Floats, ...]:
    """Monthly rates up and down from a year's moves between rungs, and where they lead."""
    size = len(moves)
    counts = moves + _SMOOTH
    years = np.stack([rng.dirichlet(row, count) for row in counts], axis=1)
    higher = np.triu(np.ones((size, size)), 1)
    up, down = ((years * side).sum(axis=-1) for side in (higher, higher.T))
    rates = [-np.log1p(-np.minimum(p, 0.99)) / 12 for p in (up, down)]
    leads = []
    for side in (higher, higher.T):
        part = counts * side
        whole = part.sum(axis=1, keepdims=True)
        leads.append(np.where(whole > 0, part / np.maximum(whole, 1e-9), np.eye(size)))
    return rates[0], rates[1], leads[0], leads[1]


def _sanctioned(below: Floats) -> Floats:
    """Where sanctions are in force, less than a threat is sanctions and not nothing at all."""
    made = below.copy()
    made[2:, 1] += made[2:, 0]
    made[2:, 0] = 0
    return made


def _pair(two: Sequence[float]) -> tuple[float, float]:
    return float(two[0]), float(two[1])


def ruler_of(client: str, at: dt.date) -> Mapping[str, str] | None:
    """The row of the table of leaders that tells who ruled a state on a day, as far as it tells."""
    day = at.isoformat()
    ruling = [
        row
        for row in codebook.rows("leaders")
        if row["iso3"] == client and row["office"] in _OFFICES
        and row["start"] <= day < (row["end"] or "9999") and len(row["start"]) == 10
    ]  # fmt: skip
    return min(ruling, key=lambda r: (_OFFICES.index(r["office"]), r["start"]), default=None)


def facts_of(scenario: Scenario) -> tuple[dict[str, float], list[str]]:
    """The client's facts, NaN where not known; years in office from the table of leaders."""
    facts = {row["fact"]: scenario.facts.get(row["fact"], np.nan) for row in table("facts")}
    if not np.isnan(facts["tenure"]):
        return facts, []
    day = scenario.as_of.isoformat()
    row = ruler_of(scenario.client, scenario.as_of)
    if row is None:
        return facts, [f"Nobody is known to rule {scenario.client} at {day}: tenure at the mean."]
    since = np.datetime64(row["start"])
    facts["tenure"] = float((np.datetime64(day) - since).astype(int) / 365.25)
    return facts, [f"Tenure from the table of leaders: {row['name']} since {row['start']}."]


def _outside(facts: Mapping[str, float], hazards: Hazards) -> list[str]:
    made = []
    for name, value in facts.items():
        low, high = hazards.ranges[name]
        if value < low or value > high:
            made.append(f"The fact '{name}' of {value:g} lies outside the data's range "
                        f"({low:g} to {high:g}): extrapolated.")  # fmt: skip
    unknown = [name for name, value in facts.items() if np.isnan(value)]
    return [*made, f"Not known, at the mean: {', '.join(unknown)}."] if unknown else made


def _numbers() -> dict[str, int]:
    return {row["iso3"]: int(row["cown"]) for row in codebook.rows("states") if row["cown"]}


def _situations(scenario: Scenario) -> dict[str, NDArray[np.float64]]:
    """One row a patron with the columns of the game; what the file does not tell is NaN."""
    numbers, patrons = _numbers(), scenario.patrons
    rows = {name: np.full(len(patrons), np.nan) for name in FEATURES}
    for i, patron in enumerate(patrons):
        told = {**scenario.known.get("all", {}), **scenario.known.get(patron, {})}
        for name, value in told.items():
            rows[name][i] = value
    for role, names in (("T", [scenario.client]), ("C", [scenario.coercer]), ("P", patrons)):
        # ICB's number of a coercer that is no state is -1.
        codes = [numbers.get(name, -1) for name in names]
        rows[role] = np.resize(np.array(codes, dtype=np.float64), len(patrons))
    # The drift is held at its last year: nothing tells how it goes on.
    rows["year"] = np.full(len(patrons), float(min(scenario.as_of.year, 1989)))
    return rows


def _strange(scenario: Scenario, game: Game) -> list[str]:
    """Columns that lie beyond three spreads of those that taught: they are drawn in to there."""
    scale = game.scale
    place = {name: i for i, name in enumerate(scale.names)}
    made = []
    for patron, told in scenario.known.items():
        for name, value in told.items():
            if name in place:
                i = place[name]
                if abs(value - scale.means[i]) > scale.bound * scale.spreads[i]:
                    made.append(f"'{name}' of {patron} ({value:g}) lies outside the data's range: "
                                "drawn in to it.")  # fmt: skip
    if scenario.as_of.year > 1989:
        made.append("The patrons' game was learned from 1946-89: extrapolated.")
    known = sum(name in place for told in scenario.known.values() for name in told)
    if not known:
        made.append("No column of the patrons' game is known: its patrons act as the average did.")
    return made
