"""How often rulers leave, are removed, and states realign: hazards with what they are worth.

Each outcome has a logit of what was known on 1 January on what came within its window, estimated
from leader and conflict data by ``benchmarks/crisis/fit_hazards.py``, and its score against the
base rate on decades held out. Where the score is not above zero at the lower end of its interval,
only the base rate and its n are ever shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.scaling import Scale, measure
from patronage.crisis.tables import table
from patronage.errors import UsageError

__all__ = ["Hazard", "Hazards", "fit_hazard", "load_hazards", "predictors", "shipped_hazards"]

Floats = NDArray[np.float64]
FORMAT = 1
#: Prior spread of a coefficient on a scaled predictor: the game's own, not tuned here.
SPREAD = 0.10
_STEPS = 60


def predictors(facts: Mapping[str, Floats]) -> dict[str, Floats]:
    """What the logits take, from the facts of ``facts.csv``; what is not known stays NaN."""
    f = {row["fact"]: np.asarray(facts[row["fact"]], dtype=np.float64) for row in table("facts")}
    long = np.log1p(f["tenure"])
    return {
        "tenure": long, "fresh": _over(1 - f["tenure"], 0), "age": f["age"],
        "irregular": f["irregular"], "irregular_tenure": f["irregular"] * long,
        "turnover": np.log1p(f["turnover"]), "removed": np.log1p(f["removed"]),
        "home": _over(f["home"], 0), "home_war": _over(f["home"], 1), "land": _over(f["land"], 0),
        "between": f["between"], "helped": f["helped"], "left": f["left"],
        "senders": np.log1p(f["senders"]), "us": f["us"], "trade": f["trade"], "rule": f["rule"],
        "threat": _over(f["host"], 1), "force": _over(f["host"], 3),
        "major_force": _over(f["major"], 3), "gdp": f["gdp"], "pact": f["pact"],
    }  # fmt: skip


def _over(value: Floats, bound: float) -> Floats:
    return np.where(np.isnan(value), np.nan, value > bound)


@dataclass(frozen=True)
class Hazard:
    """A logit of an outcome within ``months``; its coefficients, covariance and scale."""

    months: int
    scale: Scale
    beta: Floats
    covariance: Floats

    def log_odds(self, facts: Mapping[str, Floats], beta: Floats | None = None) -> Floats:
        """Log-odds (n,) within the window; with ``beta`` (m, k) drawn ones, (m, n)."""
        x = self.scale.apply(predictors(facts), flags=False)
        b = self.beta if beta is None else beta
        return np.asarray(b[..., :1] + b[..., 1:] @ x.T if b.ndim > 1 else b[0] + x @ b[1:])

    def draw(self, rng: np.random.Generator, count: int) -> Floats:
        """Coefficients (count, k) from their normal posterior."""
        return rng.multivariate_normal(self.beta, self.covariance, count, method="eigh")

    def state(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "months": self.months, "scale": self.scale.state(),
            "beta": [round(float(v), 6) for v in self.beta],
            "covariance": [[float(f"{v:.5g}") for v in row] for row in self.covariance],
        }  # fmt: skip

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Hazard:
        """From plain values."""
        return cls(
            int(state["months"]), Scale.of(state["scale"]), np.array(state["beta"]),
            np.array(state["covariance"]),
        )  # fmt: skip


def fit_hazard(
    facts: Mapping[str, Floats], came: Floats, months: int, *, spread: float = SPREAD
) -> Hazard:
    """Estimate a logit with normal priors on scaled predictors; what is missing is at the mean.

    Args:
        facts: columns (n,) as in ``facts.csv``, NaN where not known.
        came: (n,), 1 where the outcome came within the window, else 0.
        months: length of the window.
        spread: of the prior of each coefficient but the constant.
    """
    made = predictors(facts)
    scale = measure(made, list(made), 3.0)
    x = np.column_stack([np.ones(len(came)), scale.apply(made, flags=False)])
    penalty = np.diag([1 / 100.0, *[1 / spread**2] * (x.shape[1] - 1)])
    return Hazard(months, scale, *logit(x, came, penalty, np.zeros(len(came))))


def logit(x: Floats, came: Floats, penalty: Floats, offset: Floats) -> tuple[Floats, Floats]:
    """Coefficients and covariance of a penalised logit, by Newton's method."""
    share = float(np.clip(came.mean(), 1e-4, 1 - 1e-4))
    beta = np.zeros(x.shape[1])
    beta[0] = 0.0 if offset.any() else np.log(share / (1 - share))
    bend = penalty
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-(x @ beta + offset)))
        bend = (x * (p * (1 - p))[:, None]).T @ x + penalty
        step = np.linalg.solve(bend, x.T @ (came - p) - penalty @ beta)
        beta = beta + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-9:
            break
    return beta, np.asarray(np.linalg.inv(bend), dtype=np.float64)


@dataclass(frozen=True)
class Hazards:
    """All that was estimated: outcomes, effects and pace of rungs, how long backing lasts.

    ``bases`` tells for each outcome, by window in months, how often it came to clients under
    pressure (``rate``, ``n``, ``states``). ``skill`` is the mean gain in log-loss over the base
    rate, with its interval, on decades held out; ``shown`` where its lower end is above zero.
    ``rungs`` holds the log-odds that each rung adds (mean, spread), ``moves`` how often a year on
    one rung was followed by a year on another, ``keeps`` how much of a deviation of backing is left
    after a year (mean, spread), by instrument.
    """

    outcomes: Mapping[str, Hazard]
    bases: Mapping[str, Mapping[str, Mapping[str, float]]]
    skill: Mapping[str, Mapping[str, Any]]
    rungs: Mapping[str, Sequence[Sequence[float]]]
    moves: Floats
    keeps: Mapping[str, Sequence[float]]
    ranges: Mapping[str, Sequence[float]]
    about: Mapping[str, Any]

    def shown(self, outcome: str) -> bool:
        """Whether the outcome's hazard did better than its base rate."""
        return bool(self.skill[outcome]["shown"])

    def base(self, outcome: str, months: int) -> tuple[float, int]:
        """Share of clients under pressure to whom it came within so many months, and n.

        Between and past the windows that were counted it is carried at a constant hazard.
        """
        windows = self.bases[outcome]
        name = min(windows, key=lambda w: abs(int(w) - months))
        rate = float(windows[name]["rate"])
        return 1 - (1 - rate) ** (months / int(name)), int(windows[name]["n"])

    def state(self) -> dict[str, Any]:
        """As plain values of their own, with a hash."""
        parts = {
            "outcomes": {name: one.state() for name, one in self.outcomes.items()},
            "bases": self.bases, "skill": self.skill, "rungs": self.rungs,
            "moves": self.moves.tolist(), "keeps": self.keeps, "ranges": self.ranges,
        }  # fmt: skip
        told = {"about": {**self.about, "hash": _digest(parts), "format": FORMAT}, **parts}
        return deepcopy(told)  # whoever changes them changes no cached estimate


def _digest(parts: Mapping[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).hexdigest()


def load_hazards(text: str, source: str = "the hazards") -> Hazards:
    """Estimates from their file's text.

    Raises:
        UsageError: where it is no such file or was changed since it was written.
    """
    try:
        state = json.loads(text)
        about = state["about"]
        told = about["hash"], about["format"]
        parts = {name: value for name, value in state.items() if name != "about"}
    except (json.JSONDecodeError, KeyError, TypeError):
        raise UsageError(f"{source} hold no hazards of this model. Use those shipped.") from None
    if told != (_digest(parts), FORMAT):
        raise UsageError(f"{source} do not match their own hash. Fit them anew.")
    fitted = {name: Hazard.of(one) for name, one in parts["outcomes"].items()}
    return Hazards(
        fitted, parts["bases"], parts["skill"], parts["rungs"], np.array(parts["moves"]),
        parts["keeps"], parts["ranges"], about,
    )  # fmt: skip


@cache
def shipped_hazards() -> Hazards:
    """The estimates that come with the package."""
    text = (files(__package__) / "hazards.json").read_text(encoding="utf-8")
    return load_hazards(text, "The shipped hazards")
