"""How well the encoder tells what the one of a marked pair did to the other, on held-out rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from benchmarks.coding.encoder_data import labels
from benchmarks.coding.pair_drills import Pair

from patronage.coding.model.paired import Asked, PairReader


def pair_figures(pairs: Sequence[Pair], reader: PairReader) -> dict[str, Any]:
    """Accuracy and macro-F1 of types, how well NONE is told apart, and the best temperature.

    Types are told apart among pairs with an event, NONE left out; a pair with several deeds is
    right with any of them. ``none_apart`` is how often a pair without an event is more likely NONE
    than one with.
    """
    told = reader.tell([Asked(p.sentence.words, p.source, p.target) for p in pairs])
    kept = [(p, t) for p, t in zip(pairs, told, strict=True) if t is not None]
    allowed: dict[Any, set[int]] = defaultdict(set)
    for p, _ in kept:
        allowed[p.sentence.words, p.source, p.target].add(labels().index(p.type))
    wanted = np.array([labels().index(p.type) for p, _ in kept])
    found: dict[str, Any] = {"pairs": len(kept), "with_event": int((wanted > 0).sum())}
    for name in ("marks", "words"):
        table = np.vstack([getattr(t, name) for _, t in kept])
        best = table[:, 1:].argmax(1) + 1
        right = np.array([
            b in allowed[p.sentence.words, p.source, p.target]
            for b, (p, _) in zip(best, kept, strict=True)
        ])  # fmt: skip
        some = wanted > 0
        found[name] = {
            "accuracy": round(float(right[some].mean()), 3),
            "macro_f1": round(macro_f1(wanted[some], np.where(right, wanted, best)[some]), 3),
            "none_apart": round(_apart(table[:, 0], wanted == 0), 3),
        }
    logs = np.log(np.maximum(np.vstack([t.marks for _, t in kept]), 1e-12))
    found["temperature"] = min((round(1 + 0.05 * n, 2) for n in range(41)),
                               key=lambda v: _surprise(logs / v, wanted))  # fmt: skip
    return found


def macro_f1(wanted: np.ndarray, told: np.ndarray) -> float:
    """The plain mean of F1 over the classes that are wanted."""
    each = []
    for kind in np.unique(wanted):
        hits = ((wanted == kind) & (told == kind)).sum()
        each.append(2 * hits / ((wanted == kind).sum() + (told == kind).sum()))
    return float(np.mean(each))


def _apart(given: np.ndarray, none: np.ndarray) -> float:
    """The area under the curve, ties half."""
    ranks = np.argsort(np.argsort(given)) + 1.0
    count = int(none.sum())
    return float((ranks[none].sum() - count * (count + 1) / 2) / (count * (~none).sum()))


def _surprise(logits: np.ndarray, wanted: np.ndarray) -> float:
    whole = np.log(np.exp(logits).sum(-1))
    return float((whole - logits[np.arange(len(wanted)), wanted]).mean())
