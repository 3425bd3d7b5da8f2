"""One scorecard: every model's scores side by side, and differences with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.backtest.rolling import Forecast
from patronage.backtest.scores import (
    auc,
    brier,
    calibration,
    log_losses,
    paired_interval,
    ranked_probability,
)

__all__ = ["Row", "Scorecard", "compare", "mean_of", "scorecard"]

TARGETS = ("support", "mil_support", "ladder")
# From opposition to support: the order in which being off by a step costs least.
_RANK = [6, 5, 4, 0, 1, 2, 3]
Ladder = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Row:
    """Scores of one model on one target. ``auc``, ``slope`` only for yes or no; ``rps`` ladder."""

    model: str
    target: str
    log_loss: float
    brier: float
    auc: float | None = None
    auc_within: float | None = None
    intercept: float | None = None
    slope: float | None = None
    rps: float | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean difference of log-loss, ``model`` minus ``other``; below 0 the model is better."""

    model: str
    other: str
    target: str
    mean: float
    low: float
    high: float
    mass: float = 0.9


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What was asked, of how many rows, and how each model did."""

    title: str
    rows: int
    crises: int
    years: tuple[int, int]
    scores: tuple[Row, ...]
    differences: tuple[Difference, ...]
    curves: Mapping[str, list[list[float]]]
    notes: tuple[str, ...] = ()

    def frozen(self) -> dict[str, Any]:
        """Plain values with four decimals, for a file whose change shows as a diff."""
        return _rounded(asdict(self))  # type: ignore[no-any-return]

    def lines(self) -> list[str]:
        """The scorecard as text."""
        said = [f"{self.title}: {self.rows} rows of {self.crises} crises, "
                f"{self.years[0]}-{self.years[1]}"]  # fmt: skip
        for target in TARGETS:
            said += ["", target, f"{'model':<28}{'log-loss':>9}{'Brier':>8}" + _heads(target)]
            said += [_line(row) for row in self.scores if row.target == target]
        said += ["", "difference of log-loss, 90% interval over crises (below 0: the first better)"]
        said += [
            f"{d.target:<12}{d.model} - {d.other}: {d.mean:+.4f} [{d.low:+.4f}, {d.high:+.4f}]"
            for d in self.differences
        ]
        return [*said, *self.notes]


def _heads(target: str) -> str:
    names = ("RPS",) if target == "ladder" else ("AUC", "within", "slope")
    return "".join(f"{name:>8}" for name in names)


def _line(row: Row) -> str:
    more = [row.rps] if row.target == "ladder" else [row.auc, row.auc_within, row.slope]
    tail = "".join(f"{'-':>8}" if v is None else f"{v:>8.3f}" for v in more)
    return f"{row.model:<28}{row.log_loss:>9.4f}{row.brier:>8.4f}{tail}"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


def mean_of(forecasts: Sequence[Forecast]) -> Forecast:
    """The plain average of forecasts."""
    return Forecast(
        np.mean([f.support for f in forecasts], axis=0),
        np.mean([f.mil_support for f in forecasts], axis=0),
        np.mean([f.ladder for f in forecasts], axis=0),
    )


def outcome(target: str, ladder: Ladder) -> Ladder:
    """What happened, for a target: 0 or 1, or the step itself."""
    if target == "ladder":
        return ladder
    return ((ladder >= (1 if target == "support" else 2)) & (ladder <= 3)).astype(np.int64)


def _given(target: str, forecast: Forecast) -> NDArray[np.float64]:
    if target == "ladder":
        return forecast.ladder
    yes = forecast.support if target == "support" else forecast.mil_support
    return np.column_stack([1 - yes, yes])


def compare(
    ours: Forecast, other: Forecast, ladder: Ladder, crises: NDArray[np.int64], target: str
) -> tuple[float, float, float]:
    """Mean difference of log-loss, ours minus the other's, with its 90% interval over crises."""
    happened = outcome(target, ladder)
    gap = log_losses(_given(target, ours), happened) - log_losses(_given(target, other), happened)
    return paired_interval(gap, crises)


def _score(name: str, forecast: Forecast, ladder: Ladder, patrons: Ladder, target: str) -> Row:
    given, happened = _given(target, forecast), outcome(target, ladder)
    loss, square = float(log_losses(given, happened).mean()), brier(given, happened)
    if target == "ladder":
        inverse = np.array([_RANK.index(step) for step in range(7)])
        rps = ranked_probability(given[:, _RANK], inverse[happened])
        return Row(name, target, loss, square, rps=rps)
    yes = given[:, 1]
    within = [auc(yes[patrons == p], happened[patrons == p]) for p in np.unique(patrons)]
    known = [value for value in within if value is not None]
    intercept, slope = calibration(yes, happened)
    inside = float(np.mean(known)) if known else None
    return Row(name, target, loss, square, auc(yes, happened), inside, intercept, slope)


def curve(probability: NDArray[np.float64], happened: Ladder, bins: int = 8) -> list[list[float]]:
    """Calibration curve: mean given, share that happened and rows, in bins of equal size."""
    parts = np.array_split(np.argsort(probability, kind="stable"), bins)
    return [
        [float(probability[p].mean()), float(happened[p].mean()), float(len(p))]
        for p in parts
        if len(p)
    ]


def scorecard(
    title: str, forecasts: Mapping[str, Forecast], truth: Mapping[str, NDArray[Any]],
    pairs: Sequence[tuple[str, str]], notes: Sequence[str] = (),
) -> Scorecard:  # fmt: skip
    """Score forecasts of the same rows.

    Args:
        title: what was asked.
        forecasts: by name of model.
        truth: ``ladder``, ``crisno``, ``P`` and ``year`` of the rows.
        pairs: whose difference is told: (model, other).
        notes: what the reader has to know.
    """
    ladder, crises, years = truth["ladder"], truth["crisno"], truth["year"]
    scores = tuple(
        _score(name, forecast, ladder, truth["P"], target)
        for target in TARGETS
        for name, forecast in forecasts.items()
    )
    gaps = tuple(
        Difference(a, b, t, *compare(forecasts[a], forecasts[b], ladder, crises, t))
        for t in TARGETS
        for a, b in pairs
    )
    first = next(iter(forecasts))
    curves = {t: curve(_given(t, forecasts[first])[:, 1], outcome(t, ladder)) for t in TARGETS[:2]}
    span = (int(years.min()), int(years.max()))
    return Scorecard(
        title, len(ladder), len(np.unique(crises)), span, scores, gaps, curves, tuple(notes)
    )
