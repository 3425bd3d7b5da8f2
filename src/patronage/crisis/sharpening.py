"""Forecasts made bolder by what the mixture was found to be too timid.

An average of models is more timid than its members. Support, and military means given support, are
moved away from their middle by slopes that were fitted once, on forecasts of yearly origins 1960-79
(508 rows; ``benchmarks/crisis/sharpen.py``), and are the same at every origin since: scores of
1960-79 have seen them, later ones have not.

Source: Cox (1958), doi:10.1093/biomet/45.3-4.562.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["MILITARY", "SUPPORT", "Line", "sharpened"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """Log-odds are moved away from ``middle`` by ``slope``."""

    slope: float
    middle: float

    def at(self, probability: Floats) -> Floats:
        """The bolder probability.

        >>> Line(2.0, 0.0).at(np.array([0.5, 0.8])).round(3).tolist()
        [0.5, 0.941]
        """
        p = np.clip(probability, 1e-9, 1 - 1e-9)
        odds = self.middle + self.slope * (np.log(p / (1 - p)) - self.middle)
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


SUPPORT = Line(1.10, -0.84)
MILITARY = Line(1.29, -0.47)


def sharpened(p: Floats, support: Line = SUPPORT, military: Line = MILITARY) -> Floats:
    """Probabilities (n, 7) with bolder support and bolder military means in it.

    All other alternatives keep their shares of what is left; each row sums to 1.

    >>> p = np.array([[0.4, 0.3, 0.2, 0.05, 0.03, 0.01, 0.01]])
    >>> sharpened(p, Line(1, 0), Line(1, 0)).round(6).tolist() == p.tolist()
    True
    """
    backs, arms = p[:, 1:4].sum(axis=1), p[:, 2:4].sum(axis=1)
    bolder = support.at(backs)
    means = military.at(arms / backs)
    made = p * ((1 - bolder) / (1 - backs))[:, None]
    made[:, 1] = bolder * (1 - means)
    made[:, 2:4] = p[:, 2:4] * (bolder * means / arms)[:, None]
    return np.asarray(made, dtype=np.float64)
