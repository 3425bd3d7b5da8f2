"""The game and the learners together, weighted by how each did out of sample; and each alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.game import Game, fit_game
from patronage.crisis.logit import Flat, Nested, fit_flat, fit_nested
from patronage.crisis.sharpening import sharpened
from patronage.crisis.situations import (
    FEATURES,
    Table,
    columns,
    features,
    ladder,
    learned_from,
)
from patronage.crisis.trees import Trees, fit_trees
from patronage.errors import UsageError

__all__ = ["MEMBERS", "Ensemble", "fit", "load", "shipped"]

Floats = NDArray[np.float64]
MEMBERS = ("game", "flat", "nested", "trees")
FORMAT = 1
# Whose data taught; see docs/theory/crisis.md.
_SOURCES = (
    "International Crisis Behavior, actor level (Brecher, Wilkenfeld, Beardsley, James, Quinn)",
    "Correlates of War: capabilities, trade, disputes, intergovernmental organizations",
    "ATOP alliances",
    "UN General Assembly ideal points (Bailey, Strezhnev, Voeten)",
    "SIPRI arms transfers",
    "Polity",
    "rivalries",
    "distances",
    "GDP",
)
# Weights are drawn to equal ones as if by so many rows: few crises cannot tell four models apart.
_PRIOR_ROWS = 200.0
_LEAST_ROWS = 100


@dataclass(frozen=True)
class Ensemble:
    """Estimated members with their weights and what they were estimated from."""

    game: Game
    flat: Flat
    nested: Nested
    trees: Trees
    weights: Floats
    about: Mapping[str, Any]

    def members(self, rows: Table) -> dict[str, Floats]:
        """Each member's probabilities (n, 7)."""
        made = features(rows)
        return {name: getattr(self, name).predict(made) for name in MEMBERS}

    def predict(self, rows: Table, *, game_only: bool = False) -> Floats:
        """Probabilities (n, 7) in the order of ``ALTERNATIVES``, each row summing to 1.

        Args:
            rows: columns as in ``situations.FEATURES``, with ``T``, ``C``, ``P`` and ``year``.
            game_only: the game alone, from which what-ifs come; else the weighted average, made
                bolder by slopes of 1960-79.
        """
        if game_only:
            return self.game.predict(features(rows))
        return sharpened(self.mixed(rows))

    def mixed(self, rows: Table) -> Floats:
        """The weighted average of all members (n, 7), as timid as averages are."""
        each = self.members(rows)
        mixed = sum(w * each[name] for w, name in zip(self.weights, MEMBERS, strict=True))
        return np.asarray(mixed / np.sum(mixed, axis=1, keepdims=True), dtype=np.float64)

    def state(self) -> dict[str, Any]:
        """As plain values, with a hash of the estimates."""
        parts = {name: getattr(self, name).state() for name in MEMBERS}
        parts["weights"] = dict(zip(MEMBERS, self.weights.round(4).tolist(), strict=True))
        return {"about": {**self.about, "hash": _digest(parts), "format": FORMAT}, **parts}


def _digest(parts: Mapping[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).hexdigest()


def load(text: str, source: str = "the parameters") -> Ensemble:
    """Estimates from their file's text.

    Raises:
        UsageError: where it is no such file or was changed since it was written.
    """
    try:
        state = json.loads(text)
        about = state["about"]
        parts = {name: value for name, value in state.items() if name != "about"}
        told = about["hash"], about["format"]
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{source} are no parameters of this model. Write them with 'patronage crisis fit'."
        ) from None
    if told != (_digest(parts), FORMAT):
        raise UsageError(
            f"{source} do not match their own hash or are of another version. Fit them anew."
        )
    weights = np.array([state["weights"][name] for name in MEMBERS])
    return Ensemble(
        Game.of(state["game"]), Flat.of(state["flat"]), Nested.of(state["nested"]),
        Trees.of(state["trees"]), weights, about,
    )  # fmt: skip


@cache
def shipped() -> Ensemble:
    """The estimates that come with the package."""
    text = (files(__package__) / "parameters.json").read_text(encoding="utf-8")
    return load(text, "The shipped parameters")


def fit(rows: Table) -> Ensemble:
    """Estimate all members and their weights.

    The weights come from forecasts of the last third of the years by members fitted before, never
    from rows that a member has seen.

    Raises:
        UsageError: for missing columns, or fewer than 100 rows after 1945 where the patron is not
            the coercer.
    """
    columns(rows, ("T", "C", "P", "year", "crisno", *FEATURES), "to fit")
    steps, late = ladder(rows), learned_from(rows)
    if late.sum() < _LEAST_ROWS:
        raise UsageError(
            f"Only {int(late.sum())} rows after 1945 where the patron is not the coercer; "
            f"{_LEAST_ROWS} are needed to fit."
        )
    years = rows["year"][late]
    about = {
        "years": [int(years.min()), int(years.max())], "rows": int(late.sum()),
        "crises": len(np.unique(rows["crisno"][late])),
        "script": "benchmarks/crisis/fit.py", "sources": list(_SOURCES),
    }  # fmt: skip
    weights = _weights(rows, steps, late)
    return Ensemble(*_estimate(rows, steps, late, late), weights, about)


def _estimate(
    rows: Table, steps: NDArray[np.int64], late: NDArray[np.bool_], seen: NDArray[np.bool_]
) -> tuple[Game, Flat, Nested, Trees]:
    """All members from post-1945 rows in ``seen``; the nested one also from what came earlier."""
    made = features(rows)
    now = {name: column[late & seen] for name, column in made.items()}
    early = (rows["year"] <= 1945) & (rows["P"] != rows["C"])
    both = (late & seen) | early
    nested = fit_nested({n: v[both] for n, v in made.items()}, steps[both], late[both])
    told = steps[late & seen]
    return fit_game(now, told), fit_flat(now, told), nested, fit_trees(now, told)


def _weights(rows: Table, steps: NDArray[np.int64], late: NDArray[np.bool_]) -> Floats:
    """Weights of the mixture that make the held-out third likeliest, drawn to equal ones."""
    equal = np.full(len(MEMBERS), 1 / len(MEMBERS))
    split = np.quantile(rows["year"][late], 2 / 3)
    test = late & (rows["year"] > split)
    known = late & ~test & ~np.isin(rows["crisno"], rows["crisno"][test])
    if known.sum() < _LEAST_ROWS or not test.any():
        return equal
    made = {name: column[test] for name, column in features(rows).items()}
    fitted = _estimate(rows, steps, late, known)
    given = np.column_stack([m.predict(made)[np.arange(test.sum()), steps[test]] for m in fitted])
    weights = equal
    for _ in range(300):  # expectation-maximisation; each step raises the likelihood
        share = weights * given
        counts = (share / share.sum(axis=1, keepdims=True)).sum(axis=0) + _PRIOR_ROWS * equal
        weights = counts / counts.sum()
    return np.asarray(weights, dtype=np.float64)
