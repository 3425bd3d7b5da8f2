"""How well the encoder finds triggers and their types, with intervals.

A told trigger is right where its word touches the gold's words and its type is the same; each is
used once. ``place`` asks for the words alone, whatever the type.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from benchmarks.coding.encoder_data import Sentence, labels, marks
from benchmarks.coding.score_events import Bootstrap

Trigger = tuple[int, int, str]
Counts = dict[str, float]


def told(sentence: Sentence, table: np.ndarray, threshold: float) -> list[Trigger]:
    """Words where an event of any type is likelier than the threshold, with the likeliest type."""
    return [
        (*sentence.places[at], labels()[1 + int(row[1:].argmax())])
        for at, row in enumerate(table)
        if 1 - row[0] > threshold
    ]


def figures(
    sentences: Sequence[Sentence], tables: Sequence[np.ndarray], threshold: float
) -> dict[str, Any]:
    """Precision, recall and F1 with intervals: of type and place, of place, of each type."""
    rows = [
        _counted(told(s, t, threshold), list(s.triggers))
        for s, t in zip(sentences, tables, strict=True)
    ]
    names = sorted({name for row in rows for name in row})
    columns = {n: np.array([row.get(n, 0) for row in rows], dtype=float) for n in names}
    bootstrap = Bootstrap(len(sentences))
    return {
        "sentences": len(sentences),
        "events": sum(len(s.triggers) for s in sentences),
        "type": bootstrap.prf(columns, "type"),
        "place": bootstrap.prf(columns, "place"),
        "by_type": {t: bootstrap.prf(columns, t) for t in labels()[1:]},
    }


def _counted(given: list[Trigger], wanted: list[Trigger]) -> Counts:
    """Hits of one sentence; ``good`` (of what is told) equals ``hit`` (of what is wanted)."""
    counts: Counts = {}
    kinds = {t for *_, t in (*given, *wanted)}
    for name, some in [("place", kinds), ("type", kinds), *((k, {k}) for k in kinds)]:
        ours, theirs = ([e for e in side if e[2] in some] for side in (given, wanted))
        hits = _hits(ours, theirs, typed=name != "place")
        values = (("hit", hits), ("good", hits), ("wanted", len(theirs)), ("told", len(ours)))
        counts |= {f"{name}:{key}": float(value) for key, value in values}
    return counts


def _hits(given: list[Trigger], wanted: list[Trigger], *, typed: bool) -> int:
    left = list(wanted)
    for start, end, type_ in given:
        same = (w for w in left if start < w[1] and w[0] < end and (w[2] == type_ or not typed))
        if (found := next(same, None)) is not None:
            left.remove(found)
    return len(wanted) - len(left)


def temperature(sentences: Sequence[Sentence], tables: Sequence[np.ndarray]) -> float:
    """What to divide logits by so that the gold is likeliest, from 1 to 3 in steps of 0.05."""
    chances = np.log(np.maximum(np.vstack(tables), 1e-12))
    wanted = np.concatenate([marks(s) for s in sentences])
    steps = [round(1 + 0.05 * n, 2) for n in range(41)]

    def surprise(value: float) -> float:
        logits = chances / value
        whole = np.log(np.exp(logits).sum(-1))
        return float((whole - logits[np.arange(len(wanted)), wanted]).mean())

    return min(steps, key=surprise)


def reliability(
    sentences: Sequence[Sentence], tables: Sequence[np.ndarray]
) -> list[dict[str, float]]:
    """Of words by how likely they tell an event: how many, how likely, how many do."""
    given = 1 - np.vstack(tables)[:, 0]
    does = np.concatenate([marks(s) for s in sentences]) > 0
    edges = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
    kept = [(given >= low) & (given < high) for low, high in pairwise(edges)]
    return [
        {
            "words": int(k.sum()),
            "told": round(float(given[k].mean()), 3),
            "is": round(float(does[k].mean()), 3),
        }
        for k in kept
        if k.any()
    ]


def line(found: dict[str, Any]) -> str:
    """The main figures on one line, then F1 by type."""
    parts = [
        f"{name} P {f['precision'][0]} R {f['recall'][0]} F1 {f['f1']}"
        for name, f in ((n, found[n]) for n in ("type", "place"))
        if f["f1"] and f["precision"] and f["recall"]
    ]
    types = [f"{t} {f['f1'][0] if f['f1'] else '-'}" for t, f in found["by_type"].items()]
    return "; ".join(parts) + "\n  " + ", ".join(types)
