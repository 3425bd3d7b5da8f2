"""Puts what is known of a pair together: a log-linear pool of its readings, and a prior on NONE."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import TYPE_CHECKING

from patronage import codebook

if TYPE_CHECKING:
    from patronage.coding.label import Evidence

__all__ = ["Weights", "mixed", "shipped_weights", "types"]

NONE = "NONE"
_TABLE = "label_weights.csv"
_LEAST = 1e-4  # no reading may rule a type out for good


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each reading counts.

    ``marks`` and ``words`` are the encoder's two answers for the marked pair, ``triggers`` the
    words that may tell an event, whose types are ``encoder`` parts the encoder's and for the rest
    the linear model's. ``floor`` is the least weight of a trigger whatever its roles.
    ``none`` is the share of pairs without an event that is expected, ``seen`` the share to which
    the readings lean by themselves; ``none_open`` and ``seen_open`` are the same of texts of which
    not both sides are told.
    """

    marks: float
    words: float
    triggers: float
    encoder: float
    floor: float
    none: float
    seen: float
    none_open: float
    seen_open: float


@cache
def types() -> tuple[str, ...]:
    """NONE, then the types in the codebook's order."""
    return (NONE, *(row["type"] for row in codebook.rows("types")))


@cache
def shipped_weights() -> Weights:
    """The weights of the table beside this module."""
    text = (files(__package__) / _TABLE).read_text(encoding="utf-8")
    told = {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
    return Weights(**told)


def mixed(found: Evidence, weights: Weights, none: float | None = None) -> dict[str, float]:
    """The probability of NONE and of each type, summing to 1.

    Args:
        found: what is known of the pair.
        weights: how much each reading counts.
        none: the share of pairs without an event that is expected, 0..1; None takes that of the
            weights.
    """
    tags = by_triggers(found, weights.floor)
    readings = [(weights.triggers if found.marked else 1.0, tags)]
    if found.marked is not None:
        for weight, table in ((weights.marks, found.marked.marks),
                              (weights.words, found.marked.words)):  # fmt: skip
            readings.append((weight, dict(zip(types(), map(float, table), strict=True))))
    pooled = _normal({
        kind: sum(w * log(max(given[kind], _LEAST)) for w, given in readings if w)
        for kind in types()
    })  # fmt: skip
    usual, seen = (
        (weights.none_open, weights.seen_open) if found.open else (weights.none, weights.seen)
    )
    return _with_prior(pooled, seen, usual if none is None else none)


def by_triggers(found: Evidence, floor: float) -> dict[str, float]:
    """Each type as likely as that some trigger tells it of this pair."""
    against = dict.fromkeys(types(), 1.0)
    nothing = 1.0
    for row, actor, recipient in found.triggers:
        held = max(actor, floor) * max(recipient, floor)
        for kind, share in row.items():
            if kind != NONE:
                against[kind] *= 1 - held * share
        nothing *= 1 - held * (1 - row.get(NONE, 0.0))
    told = {kind: 1 - value for kind, value in against.items() if kind != NONE}
    whole = sum(told.values()) or 1.0
    return {NONE: nothing} | {k: (1 - nothing) * v / whole for k, v in told.items()}


def _normal(logs: Mapping[str, float]) -> dict[str, float]:
    most = max(logs.values())
    powers = {kind: exp(value - most) for kind, value in logs.items()}
    whole = sum(powers.values())
    return {kind: value / whole for kind, value in powers.items()}


def _with_prior(given: Mapping[str, float], seen: float, wanted: float) -> dict[str, float]:
    """The same evidence where another share of pairs has no event."""
    scale = {NONE: wanted / seen}
    moved = {k: p * scale.get(k, (1 - wanted) / (1 - seen)) for k, p in given.items()}
    whole = sum(moved.values())
    return {kind: value / whole for kind, value in moved.items()}
