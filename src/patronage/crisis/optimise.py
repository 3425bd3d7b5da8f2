"""The smallest value of a smooth function: limited-memory BFGS, so that scipy is not needed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["minimise"]

Floats = NDArray[np.float64]
Goal = Callable[[Floats], tuple[float, Floats]]


def minimise(goal: Goal, start: Floats, *, steps: int = 300, tolerance: float = 1e-4) -> Floats:
    """Where ``goal`` is smallest, from its value and gradient.

    Args:
        goal: gives value and gradient at a point.
        start: (n,), where to begin.
        steps: at most so many.
        tolerance: ends where no part of the gradient is larger.

    Source: Liu and Nocedal (1989), doi:10.1007/BF01589116.

    >>> bowl = lambda x: (float(((x - 3) ** 2).sum()), 2 * (x - 3))
    >>> minimise(bowl, np.zeros(2)).round(3).tolist()
    [3.0, 3.0]
    """
    point = start.astype(np.float64)
    value, slope = goal(point)
    memory: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        if np.abs(slope).max() < tolerance:
            break
        way = _direction(slope, memory)
        size = 1.0 if memory else min(1.0, 1.0 / float(np.abs(slope).sum()))
        fall = float(way @ slope)
        for _ in range(30):
            there = point + size * way
            new, bend = goal(there)
            if new <= value + 1e-4 * size * fall:
                break
            size /= 2
        else:
            break  # no step helps: as far as floating point goes
        moved, turned = there - point, bend - slope
        if moved @ turned > 1e-12:
            memory = [*memory[-9:], (moved, turned)]
        point, value, slope = there, new, bend
    return point


def _direction(slope: Floats, memory: list[tuple[Floats, Floats]]) -> Floats:
    """Minus the gradient, bent by what the last steps told of curvature."""
    way = -slope
    kept: list[float] = []
    for moved, turned in reversed(memory):
        part = float(moved @ way) / float(moved @ turned)
        kept.append(part)
        way = way - part * turned
    if memory:
        moved, turned = memory[-1]
        way = way * float(moved @ turned) / float(turned @ turned)
    for (moved, turned), part in zip(memory, reversed(kept), strict=True):
        way = way + (part - float(turned @ way) / float(moved @ turned)) * moved
    return way
