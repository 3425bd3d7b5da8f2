"""What a record of forecasts is worth: proper scores of those that were settled, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from patronage.backtest.scores import log_losses, paired_interval

__all__ = ["Record", "Settled", "score_record"]

MASS = 0.8


@dataclass(frozen=True, slots=True)
class Settled:
    """A forecast that came to its day: what was said, what came, what the base rate had said.

    ``group`` holds together forecasts that fall together, as those of one scenario do.
    """

    probability: float
    came: bool
    group: str
    base: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Scores of ``count`` settled forecasts in ``groups``; None where there are none.

    ``brier`` is the mean squared distance (0 best, .25 for always saying .5), ``log`` the mean of
    minus the log of what was given to what came; intervals of mass ``mass`` draw whole groups and
    need two. ``base_brier`` is what base rates would have scored on the ``based`` that have one.
    """

    count: int
    groups: int
    brier: float | None
    brier_low: float | None
    brier_high: float | None
    log: float | None
    log_low: float | None
    log_high: float | None
    base_brier: float | None
    based: int
    mass: float = MASS


def score_record(settled: Sequence[Settled]) -> Record:
    """Score settled forecasts.

    Source: Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2; Good (1952),
    doi:10.1111/j.2517-6161.1952.tb00104.x.

    >>> score_record([Settled(0.8, True, "a"), Settled(0.4, False, "b")]).brier
    0.1
    """
    if not settled:
        return Record(0, 0, None, None, None, None, None, None, None, 0)
    p = np.array([one.probability for one in settled])
    y = np.array([float(one.came) for one in settled])
    _, groups = np.unique([one.group for one in settled], return_inverse=True)
    squares = (p - y) ** 2
    logs = log_losses(np.column_stack([1 - p, p]), y.astype(np.int64))
    based = [(one.base - float(one.came)) ** 2 for one in settled if one.base is not None]
    count = int(groups.max()) + 1
    ends: list[float | None] = [None] * 4
    if count > 1:
        ends = [end for loss in (squares, logs)
                for end in paired_interval(loss, groups, mass=MASS)[1:]]  # fmt: skip
    return Record(
        len(settled), count, round(float(squares.mean()), 6), ends[0], ends[1],
        float(logs.mean()), ends[2], ends[3], float(np.mean(based)) if based else None, len(based),
    )  # fmt: skip
