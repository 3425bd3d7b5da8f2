"""What is kept of runs that are not kept: sums and counts that add up block by block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.paths import Runs
from patronage.crisis.scenario import Scenario

__all__ = ["BINS", "ENDS", "Tally", "empty", "path_words", "tally"]

Floats = NDArray[np.float64]
#: Bins of backing and means, from 0 to 1.
BINS = 20
#: How a path ends: by one draw of what its hazards tell.
ENDS = ("stays", "leaves", "is removed")
_QUARTERS = 4
_FORCE = 3  # the rung from which force is used


@dataclass
class Tally:
    """Sums over runs; none grows with their number.

    ``left`` by outcome: (draws, T), the sum over runs of the probability that it has not come;
    ``rungs`` and ``highest`` (T, 5): runs on each rung, and that had been so high at most;
    ``backing`` (T, patrons, bins), ``means`` (T, bins); ``paths`` (81, 3): coarse paths by end;
    ``moments``: sums of inputs, their squares, their products with the target; ``forced``
    (draws, T): runs in which force had been used by then.
    """

    runs: NDArray[np.int64]
    left: dict[str, Floats]
    rungs: NDArray[np.int64]
    highest: NDArray[np.int64]
    backing: NDArray[np.int64]
    means: NDArray[np.int64]
    paths: NDArray[np.int64]
    moments: dict[str, Floats]
    forced: Floats
    loose: int = 0

    def add(self, other: Tally) -> None:
        """Add another block's sums. Blocks are added in their order, that sums are the same."""
        self.runs += other.runs
        for name, sums in other.left.items():
            self.left[name] += sums
        for part in ("rungs", "highest", "backing", "means", "paths", "forced"):
            getattr(self, part).__iadd__(getattr(other, part))
        for name, sums in other.moments.items():
            self.moments[name] += sums
        self.loose += other.loose


def empty(scenario: Scenario, draws: int, outcomes: list[str], inputs: int) -> Tally:
    """Sums of no runs."""
    months, patrons = scenario.horizon, len(scenario.patrons)

    def counts(*shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, dtype=np.int64)

    moments = {name: np.zeros(inputs) for name in ("x", "xx", "xy")}
    moments |= {"y": np.zeros(1), "yy": np.zeros(1)}
    return Tally(
        counts(draws), {name: np.zeros((draws, months)) for name in outcomes}, counts(months, 5),
        counts(months, 5), counts(months, patrons, BINS), counts(months, BINS),
        counts(3**_QUARTERS, len(ENDS)), moments, np.zeros((draws, months)),
    )  # fmt: skip


def tally(runs: Runs, scenario: Scenario, draws: int, target: str | None) -> Tally:
    """Sum one block."""
    made = empty(scenario, draws, list(runs.left), runs.inputs.shape[1])
    made.runs[:] = np.bincount(runs.draw, minlength=draws)
    for name, left in runs.left.items():
        for month in range(scenario.horizon):
            made.left[name][:, month] = np.bincount(runs.draw, left[month], minlength=draws)
    highest = np.maximum.accumulate(runs.rung, axis=0)
    for month in range(scenario.horizon):
        made.rungs[month] = np.bincount(runs.rung[month], minlength=5)
        made.highest[month] = np.bincount(highest[month], minlength=5)
        hard = (highest[month] >= _FORCE).astype(np.float64)
        made.forced[:, month] = np.bincount(runs.draw, hard, minlength=draws)
        made.means[month] = _binned(runs.means[month])
        for i in range(len(scenario.patrons)):
            made.backing[month, i] = _binned(runs.backing[month, i])
    np.add.at(made.paths, (_coarse(runs, scenario), _end(runs)), 1)
    y = _target(runs, target)
    x = runs.inputs
    made.moments = {"x": x.sum(0), "xx": (x * x).sum(0), "xy": (x * y[:, None]).sum(0),
                    "y": y.sum(keepdims=True), "yy": (y * y).sum(keepdims=True)}  # fmt: skip
    made.loose = runs.loose
    return made


def _binned(values: Floats) -> NDArray[np.int64]:
    return np.bincount(np.minimum((values * BINS).astype(np.int64), BINS - 1), minlength=BINS)


def _coarse(runs: Runs, scenario: Scenario) -> NDArray[np.int64]:
    """A path as four digits: lower, as at the start or higher, at each quarter of the horizon."""
    months = [scenario.horizon * (k + 1) // _QUARTERS - 1 for k in range(_QUARTERS)]
    digits = np.sign(runs.rung[[max(m, 0) for m in months]] - scenario.pressure) + 1
    return np.asarray(np.tensordot(3 ** np.arange(_QUARTERS)[::-1], digits, 1), dtype=np.int64)


def _end(runs: Runs) -> NDArray[np.int64]:
    none = np.zeros(len(runs.draw), dtype=np.int64)
    removed, gone = (runs.came.get(name, none) > 0 for name in ("change", "exit"))
    return np.asarray(np.where(removed, 2, np.where(gone, 1, 0)), dtype=np.int64)


def _target(runs: Runs, target: str | None) -> Floats:
    """What drivers are asked of: log-odds of the outcome, or the rung at the end."""
    if target is None:
        return np.asarray(runs.rung[-1].astype(np.float64))
    p = np.clip(1 - runs.left[target][-1], 1e-9, 1 - 1e-9)
    return np.asarray(np.log(p / (1 - p)))


def path_words(code: int, end: int) -> str:
    """A coarse path in words.

    >>> path_words(40, 0)
    'pressure as at the start throughout; the ruler stays'
    """
    said = ("lower", "as at the start", "higher")
    digits = [said[code // 3**k % 3] for k in range(_QUARTERS)][::-1]
    if len(set(digits)) == 1:
        return f"pressure {digits[0]} throughout; the ruler {ENDS[end]}"
    return f"pressure by quarters of the horizon {', '.join(digits)}; the ruler {ENDS[end]}"
