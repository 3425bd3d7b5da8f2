"""Features to one scale, with what is missing told apart from what is zero."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Scale", "measure"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scale:
    """Mean and spread of each feature in the rows that taught.

    ``flagged`` are features that were missing somewhere in those rows: each gets an indicator.
    """

    names: tuple[str, ...]
    means: Floats
    spreads: Floats
    flagged: tuple[str, ...]
    bound: float

    def apply(self, made: Mapping[str, Floats], *, flags: bool) -> Floats:
        """Scaled features (n, k), clipped; missing values are the mean and, with ``flags``, told.

        The indicators come last, one for each of ``flagged``.
        """
        raw = np.column_stack([made[name] for name in self.names])
        scaled = np.clip((raw - self.means) / self.spreads, -self.bound, self.bound)
        told = [np.isnan(made[name]).astype(np.float64) for name in self.flagged] if flags else []
        return np.column_stack([np.nan_to_num(scaled), *told])

    def state(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "names": list(self.names), "means": self.means.tolist(),
            "spreads": self.spreads.tolist(), "flagged": list(self.flagged), "bound": self.bound,
        }  # fmt: skip

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Scale:
        """From plain values."""
        return cls(
            tuple(state["names"]), np.array(state["means"]), np.array(state["spreads"]),
            tuple(state["flagged"]), float(state["bound"]),
        )  # fmt: skip


def measure(made: Mapping[str, Floats], names: Sequence[str], bound: float) -> Scale:
    """Learn the scale of features from rows; one that never varies or is never known counts 0."""
    raw = np.column_stack([made[name] for name in names])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a feature that is never known
        means, spreads = np.nanmean(raw, axis=0), np.nanstd(raw, axis=0)
    spreads = np.where(np.nan_to_num(spreads) < 1e-9, 1e9, spreads)
    flagged = tuple(name for name in names if np.isnan(made[name]).any())
    return Scale(tuple(names), np.nan_to_num(means), spreads, flagged, bound)
