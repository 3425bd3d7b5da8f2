"""What other patrons would do, learned from all who were patrons: for those whom ICB did not watch.

ICB tells after 1945 only of two superpowers. Two things tell of more: which of all states came into
militarized disputes on a target's side (COW MID, 1816-1989), and what seven great powers did in
crises of 1918-45. A ridge logit of the first gives one more feature to a ridge logit over the seven
alternatives, pooled over all patrons and eras, without a term for any of them. Rows before 1946
count .3, as in the nested logit.

With a patron left out this tells its choices better than what the other superpower alone teaches:
see ``docs/theory/crisis.md``. Every row told by it is marked ``extrapolated`` all the same.
"""

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

from patronage.crisis.logit import EARLY, chances, softmax_fit
from patronage.crisis.scaling import Scale, measure
from patronage.crisis.situations import FEATURES, Table, columns, features, ladder
from patronage.errors import UsageError

__all__ = ["JOINING", "Transfer", "fit_transfer", "joined", "shipped_transfer"]

Floats = NDArray[np.float64]

#: What tables of disputes and of crises both hold of who might join; with it goes ``late``, after
#: 1945, since joining has become rarer.
JOINING: tuple[str, ...] = (
    *(f"{kind}_{pair}" for pair in ("PT", "PC", "TC")
      for kind in ("def", "off", "neu", "nag", "con", "riv", "igo", "idd", "l_dist", "l_trade",
                   "mid10")),
    "l_arms5_PT", "l_arms5_PC", "poly_T", "poly_C", "poly_P", "cinc_T", "cinc_C", "cinc_P",
    "rel_TC", "C_major",
)  # fmt: skip
_BOUND = 4.0
_SHARE = 1e-5


def joined(rows: Table) -> dict[str, Floats]:
    """The features of joining from rows of disputes (raw) or of crises (with logs made).

    Raises:
        UsageError: for missing columns.
    """
    made: dict[str, Floats] = {}
    for name in JOINING:
        raw = name.removeprefix("l_")
        if name in rows:
            made[name] = np.asarray(rows[name], dtype=np.float64)
        elif raw in rows:
            made[name] = np.log1p(np.maximum(np.asarray(rows[raw], dtype=np.float64), 0))
    if "rel_TC" not in made and {"cinc_T", "cinc_C"} <= made.keys():
        made["rel_TC"] = np.log((made["cinc_T"] + _SHARE) / (made["cinc_C"] + _SHARE))
    columns({**rows, **made}, ("year", *JOINING), "to tell who joins")
    made["late"] = np.asarray(rows["year"] > 1945, dtype=np.float64)
    for name in JOINING:
        if name.startswith("cinc"):
            made[name] = np.log(np.maximum(made[name], 0) + _SHARE)
        if name.startswith("mid10"):
            made[name] = np.log1p(np.maximum(made[name], 0))
    return made


@dataclass(frozen=True)
class Transfer:
    """A logit of joining and, on top of it, one over the seven alternatives of any patron."""

    join_weights: Floats
    join_scale: Scale
    weights: Floats
    scale: Scale
    about: Mapping[str, Any]

    def joins(self, rows: Table) -> Floats:
        """Chance (n,) that the patron comes into a militarized dispute on the client's side."""
        x = self.join_scale.apply(joined(rows), flags=False)
        return np.asarray(chances(self.join_weights, x)[:, 1], dtype=np.float64)

    def predict(self, rows: Table) -> Floats:
        """Probabilities (n, 7) in the order of ``ALTERNATIVES``.

        The drift is held at the last year that taught: nothing tells how it goes on.
        """
        x = self.scale.apply(_made(rows, self.joins(rows), self.about["years"][1]), flags=True)
        return chances(self.weights, x)

    def state(self) -> dict[str, Any]:
        """As plain values, with a hash of the estimates."""
        parts = {
            "join_weights": self.join_weights.round(5).tolist(),
            "join_scale": self.join_scale.state(),
            "weights": self.weights.round(5).tolist(), "scale": self.scale.state(),
        }  # fmt: skip
        return {"about": {**self.about, "hash": _digest(parts)}, **parts}

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Transfer:
        """From plain values.

        Raises:
            UsageError: where they were changed since they were written.
        """
        parts = {name: value for name, value in state.items() if name != "about"}
        if state["about"]["hash"] != _digest(parts):
            raise UsageError("The parameters of transfer do not match their hash. Fit them anew.")
        return cls(
            np.array(state["join_weights"]), Scale.of(state["join_scale"]),
            np.array(state["weights"]), Scale.of(state["scale"]), state["about"],
        )  # fmt: skip


def _digest(parts: Mapping[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=16).hexdigest()


def _made(rows: Table, joins: Floats, last: float) -> dict[str, Floats]:
    made = features(rows)
    made["years"] = np.minimum(made["years"], (last - 1960) / 20)
    made["l_join"] = np.log(joins)
    return made


def fit_transfer(rows: Table, disputes: Table, without: int | None = None) -> Transfer:
    """Estimate from crises of all patrons and eras, and from disputes.

    Args:
        rows: a table of crises with labels, of any years.
        disputes: a table of third parties to disputes, with ``join_T``.
        without: the Correlates of War number of a patron that shall not teach, to score it.

    Raises:
        UsageError: for missing columns.
    """
    columns(disputes, ("join_T", "P", "year"), "to learn who joins")
    taught = disputes["P"] != without
    made = {name: column[taught] for name, column in joined(disputes).items()}
    join_scale = measure(made, (*JOINING, "late"), _BOUND)
    hit = np.eye(2)[np.asarray(disputes["join_T"], dtype=np.int64)[taught]]
    x = join_scale.apply(made, flags=False)
    join_weights = softmax_fit(x, hit, np.ones(len(x)))
    joins = chances(join_weights, join_scale.apply(joined(rows), flags=False))[:, 1]
    kept = (rows["P"] != rows["C"]) & (rows["P"] != without)
    about = _about(rows, kept, disputes, taught)
    whole = _made(rows, joins, about["years"][1])
    made = {name: whole[name][kept] for name in (*FEATURES, "years", "l_join")}
    scale = measure(made, (*FEATURES, "years", "l_join"), _BOUND)
    steps = np.eye(7)[ladder(rows)[kept]]
    weight = np.where(rows["year"][kept] > 1945, 1.0, EARLY)
    weights = softmax_fit(scale.apply(made, flags=True), steps, weight)
    return Transfer(join_weights, join_scale, weights, scale, about)


def _about(
    rows: Table, kept: NDArray[np.bool_], disputes: Table, taught: NDArray[np.bool_]
) -> dict[str, Any]:
    years, earlier = rows["year"][kept], disputes["year"][taught]
    return {
        "years": [int(years.min()), int(years.max())], "rows": int(kept.sum()),
        "patrons": sorted(int(p) for p in np.unique(rows["P"][kept])),
        "dispute_years": [int(earlier.min()), int(earlier.max())], "disputes": int(taught.sum()),
        "joined": int(disputes["join_T"][taught].sum()),
        "script": "benchmarks/crisis/fit_transfer.py",
        "sources": [
            "International Crisis Behavior, actor level (Brecher, Wilkenfeld, Beardsley, James, "
            "Quinn)",
            "Correlates of War: militarized interstate disputes 5, capabilities, trade, "
            "intergovernmental organizations",
            "ATOP alliances", "UN General Assembly ideal points (Bailey, Strezhnev, Voeten)",
            "SIPRI arms transfers", "rivalries", "distances",
        ],
    }  # fmt: skip


@cache
def shipped_transfer() -> Transfer:
    """The estimates that come with the package."""
    text = (files(__package__) / "transfer.json").read_text(encoding="utf-8")
    return Transfer.of(json.loads(text))
