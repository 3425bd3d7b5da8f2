"""What any model has to beat: rates, one feature, and the usual learners.

The learners need scikit-learn, an extra for development; nothing that ships needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.backtest.rolling import Fitted, Forecast, Table

__all__ = ["BaseRate", "Learned", "OneFeature", "PatronRate", "learners"]

STEPS = 7
_SUPPORT, _MILITARY = slice(1, 4), slice(2, 4)
Ladder = NDArray[np.int64]


def _of(ladder: NDArray[np.float64]) -> Forecast:
    return Forecast(ladder[:, _SUPPORT].sum(axis=1), ladder[:, _MILITARY].sum(axis=1), ladder)


def _rate(ladder: Ladder, prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares, drawn towards a prior as if by seven rows of it."""
    counts = np.bincount(ladder, minlength=STEPS) + STEPS * prior
    return np.asarray(counts / counts.sum(), dtype=np.float64)


@dataclass(frozen=True)
class _Groups:
    """Shares by group; a group never seen gets the shares of all."""

    names: tuple[str, ...]
    shares: dict[tuple[float, ...], NDArray[np.float64]]
    whole: NDArray[np.float64]

    def forecast(self, rows: Table) -> Forecast:
        keys = _keys(rows, self.names)
        return _of(np.array([self.shares.get(key, self.whole) for key in keys]))


def _keys(rows: Table, names: Sequence[str]) -> list[tuple[float, ...]]:
    if not names:
        return [()] * len(rows["year"])
    stacked = np.column_stack([np.nan_to_num(rows[n].astype(float), nan=-9) for n in names])
    return [tuple(row) for row in np.clip(stacked, -9, None).tolist()]


@dataclass(frozen=True)
class _Grouped:
    names: tuple[str, ...]
    name: str = ""

    def fit(self, rows: Table, ladder: Ladder) -> Fitted:
        keep = (rows["post45"] == 1) & (rows["P_is_coercer"] == 0)
        ladder = ladder[keep]
        whole = _rate(ladder, np.full(STEPS, 1 / STEPS))
        if not self.names:
            return _Groups((), {}, whole)
        keys = [k for k, kept in zip(_keys(rows, self.names), keep, strict=True) if kept]
        shares = {
            key: _rate(ladder[[k == key for k in keys]], whole) for key in dict.fromkeys(keys)
        }
        return _Groups(self.names, shares, whole)


class BaseRate(_Grouped):
    """The shares of all earlier rows."""

    def __init__(self) -> None:
        super().__init__((), "base rate")


class PatronRate(_Grouped):
    """The shares of the patron's earlier rows."""

    def __init__(self) -> None:
        super().__init__(("P",), "patron base rate")


class OneFeature(_Grouped):
    """The shares among earlier rows with the same values of a few coarse features."""

    def __init__(self, name: str, features: tuple[str, ...]) -> None:
        super().__init__(features, name)


@dataclass(frozen=True)
class Learned:
    """A learner of scikit-learn, one for each target; ``kind`` is ``logit`` or ``boosting``."""

    kind: str
    features: tuple[str, ...]
    name: str

    def fit(self, rows: Table, ladder: Ladder) -> Fitted:
        """Estimate on post-1945 rows where the patron is not the coercer."""
        keep = (rows["post45"] == 1) & (rows["P_is_coercer"] == 0)
        ladder = ladder[keep]
        x = _matrix(rows, self.features)[keep]
        targets = [
            ((ladder >= 1) & (ladder <= 3)).astype(int),
            ((ladder >= 2) & (ladder <= 3)).astype(int),
            ladder,
        ]
        return _LearnedFit(
            self.features, [_estimator(self.kind, i).fit(x, t) for i, t in enumerate(targets)]
        )


@dataclass(frozen=True)
class _LearnedFit:
    features: tuple[str, ...]
    estimators: list[Any]

    def forecast(self, rows: Table) -> Forecast:
        x = _matrix(rows, self.features)
        support, military, steps = (e.predict_proba(x) for e in self.estimators)
        ladder = np.full((len(x), STEPS), 1e-4)
        ladder[:, self.estimators[2].classes_] = steps
        return Forecast(support[:, 1], military[:, 1], ladder / ladder.sum(1, keepdims=True))


def _matrix(rows: Table, features: Sequence[str]) -> NDArray[np.float64]:
    columns = [rows[name].astype(float) for name in features]
    return np.column_stack([*columns, (rows["P"] == 2).astype(float), rows["year"].astype(float)])


def _estimator(kind: str, target: int) -> Any:
    """The strengths were chosen on rolling origins 1960-79 alone."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]
    from sklearn.impute import SimpleImputer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
    from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

    if kind == "logit":
        return make_pipeline(
            SimpleImputer(add_indicator=True), StandardScaler(),
            LogisticRegression(C=0.01, max_iter=1000),
        )  # fmt: skip
    return HistGradientBoostingClassifier(
        max_iter=40 if target == 2 else 80, learning_rate=0.05, max_leaf_nodes=4,
        min_samples_leaf=15, l2_regularization=5.0, random_state=0,
    )  # fmt: skip


def learners(features: tuple[str, ...]) -> list[Learned]:
    """Logit and boosting, or nothing where scikit-learn is not installed."""
    try:
        import sklearn  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        return []
    return [Learned("logit", features, "logit"), Learned("boosting", features, "boosting")]
