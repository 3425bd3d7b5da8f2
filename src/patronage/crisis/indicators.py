"""What to watch for: candidate events of the next months, and how far each would move the answer.

Every kind of shock in ``shocks.csv`` is played, for every patron that it may concern, in the
scenario's first month and with the same seed: what differs comes from the event alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.montecarlo import Played, play
from patronage.crisis.outlook import MASS, WARNING, by_draw
from patronage.crisis.scenario import Scenario, Shock
from patronage.crisis.tables import by_name, table

__all__ = ["Indicator", "candidates", "indicators"]

#: Runs for each candidate: two for each draw of the parameters. Differences are paired.
RUNS = 512


@dataclass(frozen=True, slots=True)
class Indicator:
    """A candidate event and how far it moves the probability ``of`` something by the horizon.

    ``low`` to ``high`` hold 80% of the draws of parameters; ``direction`` is ``raises it``,
    ``lowers it``, or ``either`` where the interval holds zero.
    """

    event: str
    kind: str
    patron: str | None
    of: str
    difference: float
    low: float
    high: float
    direction: str
    warning: str = WARNING


def candidates(scenario: Scenario) -> Iterator[tuple[str, Shock]]:
    """Candidate events in words, and as shocks."""
    for row in table("shocks"):
        if row["candidate"] != "yes":
            continue
        if row["patron"] != "yes":
            yield row["label"], Shock(row["kind"], month=1)
            continue
        for patron in scenario.patrons:
            yield f"{row['label']} ({patron})", Shock(row["kind"], month=1, patron=patron)


def indicators(played: Played, *, most: int = 5, runs: int = RUNS) -> tuple[Indicator, ...]:
    """The events that would move the answer most, largest first.

    The answer is the scenario's target where its hazard has skill; else whether force is used.

    Args:
        played: the scenario as it stands; its seed and estimates are used again.
        most: how many to list.
        runs: for each candidate, at least 2.
    """
    estimates = played.estimates
    base = play(played.scenario, runs=runs, seed=played.seed, estimates=estimates)
    before, of = _asked(base)
    found = []
    for words, shock in candidates(played.scenario):
        changed = played.scenario.with_shock(shock)
        after, _ = _asked(play(changed, runs=runs, seed=played.seed, estimates=estimates))
        moved = after - before
        low, high = (float(np.quantile(moved, q)) for q in ((1 - MASS) / 2, (1 + MASS) / 2))
        mean = float(base.tally.runs @ moved / runs)
        way = "either" if low <= 0 <= high else "raises it" if mean > 0 else "lowers it"
        found.append(Indicator(words, shock.kind, shock.patron, of, mean, low, high, way))
    return tuple(sorted(found, key=lambda one: -abs(one.difference))[:most])


def _asked(played: Played) -> tuple[NDArray[np.float64], str]:
    """The answer in each draw, and what it is the probability of."""
    if played.target is not None:
        return by_draw(played, played.target)[:, -1], by_name("outcomes")[played.target]["label"]
    return played.tally.forced[:, -1] / played.tally.runs, "use of force against the client"
