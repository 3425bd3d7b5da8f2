"""Score ``label`` on pairs that nothing was trained on, with baselines beside.

Run: python -m benchmarks.coding.score_label [--held FOLDER] [--tune] [--encoder FOLDER]

Two public sets of ``../shared/gold``, never trained on: sentences with two sides and one of 15
types (CONCEDE and RETREAT are one there, YIELD), and sentences of five classes, with or without
sides. With ``--held`` also the held-out rounds of our corpus, asked of an encoder that saw none of
them (the shipped one did not); with ``--tune`` the weights are chosen on those, by how likely the
writers' types are, and written to ``label_weights.csv``. Macro-F1 with 95% intervals by a seeded
bootstrap over rows. Systems: the likeliest class; the rules' candidates; the linear model's
triggers; the encoder's triggers and its marked pairs; all together. Errors of the first set were
read once and one weight was chosen with it (decision 0010): a development set. Printed, and frozen
to ``scores/label.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coding.draw_gold import ROOT
from benchmarks.coding.label_weights import chosen, pairs_of_corpus, write
from benchmarks.coding.score_events import MASS, RESAMPLES, SCORES
from benchmarks.coding.systems import SEED

from patronage import codebook
from patronage.coding.label import Evidence, Labeller, PairAsked
from patronage.coding.mixing import NONE, Weights, mixed, shipped_weights
from patronage.coding.model.encoder import Encoder
from patronage.pipeline.sides import MissingError, located
from patronage.records import Problem

SHARED = ROOT.parent / "shared" / "gold"
YIELD = "YIELD"
Answer = Mapping[str, float]
_QUADS = {
    "verbal-cooperation": "verbal_coop", "material-cooperation": "material_coop",
    "verbal-conflict": "verbal_conf", "material-conflict": "material_conf",
}  # fmt: skip
_NEUTRAL = "neutral_statement"


@dataclass(frozen=True, slots=True)
class Row:
    """What is asked and the class that is wanted; ``asked`` None where a side cannot be found."""

    asked: PairAsked | None
    label: str
    quad: str


def rows(name: str) -> list[Row]:
    """The rows of a public set, the first of several sides each."""
    found = []
    for line in (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        try:
            text, sources, targets = located(given)
            asked = PairAsked(text, next(iter(sources), None), next(iter(targets), None))
        except MissingError:
            asked = None
        found.append(Row(asked, given["label"], given["quad"]))
    return found


def answers(made: Labeller, given: Sequence[Row]) -> list[Evidence | None]:
    """What is known of each row; None where nothing could be asked."""
    told = made.evidence(row.asked for row in given if row.asked is not None)
    found: list[Evidence | None] = []
    for row in given:
        one = next(told) if row.asked is not None else None
        found.append(None if isinstance(one, Problem) else one)
    return found


def merged(kind: str) -> str:
    """CONCEDE and RETREAT are one class in the public set."""
    return YIELD if kind in ("CONCEDE", "RETREAT") else kind


@cache
def quad(kind: str) -> str:
    """The class of a type in the public sets, where YIELD is a deed; a class stays itself."""
    known = {row["type"]: _QUADS[row["quad"]] for row in codebook.rows("types")}
    return (known | {NONE: _NEUTRAL, YIELD: "material_coop"}).get(kind, kind)


def side(quad_: str) -> str:
    """Conflict or cooperation."""
    return quad_.rpartition("_")[2]


def likeliest(given: Answer | None, of: Callable[[str], str]) -> str:
    """The class that is likeliest, types put together by ``of``."""
    total: Counter[str] = Counter()
    for kind, share in (given or {}).items():
        total[of(kind)] += share
    return max(total, key=total.__getitem__) if total else ""


def systems() -> dict[str, Weights]:
    """How the parts are weighed in each system that is compared."""
    base = shipped_weights()
    alone = replace(base, marks=0.0, words=0.0, triggers=1.0)
    return {
        "linear alone": replace(alone, encoder=0.0),
        "encoder's triggers alone": replace(alone, encoder=1.0),
        "encoder's pairs alone": replace(base, triggers=0.0),
        "together": base,
    }


def by_rules(found: Evidence | None, most: str) -> Answer:
    """The rules' candidate whose sides are likeliest these; the likeliest class without one."""
    best = max(found.ruled if found else (), key=lambda c: c[1] * c[2], default=(most, 1.0, 1.0))
    return {best[0]: 1.0}


def read(encoder: Encoder, given: Sequence[Row]) -> dict[float, list[Evidence | None]]:
    """What is known of each row, by the encoder's share in the triggers."""
    return {
        weights.encoder: answers(Labeller(encoder_=encoder, weights=weights), given)
        for weights in {w.encoder: w for w in systems().values()}.values()
    }


def told(
    known: Mapping[float, list[Evidence | None]], given: Sequence[Row], none: float | None
) -> dict[str, list[Any]]:
    """The probabilities of every system for every row; ``none`` is the share asked of the verb."""
    most = Counter(row.label for row in given).most_common(1)[0][0]
    together = known[shipped_weights().encoder]
    return {
        "majority class": [{most: 1.0}] * len(given),
        "rules alone": [by_rules(one, most) for one in together],
    } | {
        name: [mixed(one, weights, none) if one else None for one in known[weights.encoder]]
        for name, weights in systems().items()
    }


class Scores:
    """Macro-F1 and F1 of each class from the same seeded resamples of rows."""

    def __init__(self, count: int) -> None:
        draws = np.random.default_rng(SEED).multinomial(
            count, np.full(count, 1 / count), size=RESAMPLES
        )
        self._weights = np.vstack([np.ones(count), draws])

    def of(self, wanted: Sequence[str], given: Sequence[str]) -> dict[str, Any]:
        """Accuracy, macro-F1 over the wanted classes, and F1 of each: value, low, high."""
        one, two = np.array(wanted), np.array(given)
        each = {}
        for kind in sorted(set(wanted)):
            hits = self._weights @ ((one == kind) & (two == kind))
            total = self._weights @ (one == kind) + self._weights @ (two == kind)
            each[kind] = 2 * hits / np.maximum(total, 1)
        return {
            "accuracy": _interval(self._weights @ (one == two) / len(one)),
            "macro_f1": _interval(np.mean(list(each.values()), axis=0)),
            "f1": {kind: _interval(values) for kind, values in each.items()},
        }


def _interval(values: np.ndarray[Any, Any]) -> list[float]:
    low, high = np.quantile(values[1:], [(1 - MASS) / 2, (1 + MASS) / 2])
    return [round(float(v), 3) for v in (values[0], low, high)]


def of_pairs(encoder: Encoder) -> dict[str, Any]:
    """Types, quads and conflict or not, of the set that forces a choice."""
    given = rows("plv_train")
    scores = Scores(len(given))
    found: dict[str, Any] = {"rows": len(given)}
    known = read(encoder, given)
    for name, all_told in told(known, given, 0.0).items():
        kinds = [likeliest(one, merged) for one in all_told]
        quads = [quad(kind) if kind else "" for kind in kinds]
        found[name] = {
            "type": scores.of([r.label for r in given], kinds),
            "quad": scores.of([r.quad for r in given], quads),
            "binary": scores.of([side(r.quad) for r in given], [side(q) for q in quads]),
        }
        if name == "together":
            found["confusion"] = _confusion([r.label for r in given], kinds)
            free = [likeliest(one, merged) for one in told(known, given, None)["together"]]
            found["with NONE allowed"] = scores.of([r.label for r in given], free)
    return found


def of_sentences(encoder: Encoder) -> dict[str, Any]:
    """Five classes, four quads and none, as the verb answers."""
    given = rows("cameo5_train")
    scores = Scores(len(given))
    found: dict[str, Any] = {"rows": len(given)}
    for name, all_told in told(read(encoder, given), given, None).items():
        kinds = [likeliest(one, quad) for one in all_told]
        found[name] = scores.of([r.label for r in given], kinds)
        if name == "together":
            found["confusion"] = _confusion([r.label for r in given], kinds)
            sided = [i for i, r in enumerate(given) if r.asked and r.asked.source]
            right = [kinds[i] == given[i].label for i in sided]
            found["accuracy with a source"] = [len(sided), round(float(np.mean(right)), 3)]
    return found


def of_corpus(folder: Path) -> dict[str, Any]:
    """Held-out rounds of our corpus: types among pairs with an event."""
    given = [Row(p.asked, p.kind, "") for p in pairs_of_corpus() if p.kind != NONE]
    scores = Scores(len(given))
    every = [Row(p.asked, p.kind, "") for p in pairs_of_corpus()]
    known = read(Encoder(folder), every)
    kinds = [likeliest(one, str) for one in told(known, every, None)["together"]]
    none = {
        name: float(np.mean([k == NONE for k, r in zip(kinds, every, strict=True) if fits(r)]))
        for name, fits in (
            ("with an event", lambda r: r.label != NONE), ("without", lambda r: r.label == NONE)
        )
    }  # fmt: skip
    at = [i for i, row in enumerate(every) if row.label != NONE]
    some = {share: [rows_[i] for i in at] for share, rows_ in known.items()}
    return {"rows": len(given), "called NONE by default": none} | {
        name: scores.of([r.label for r in given], [likeliest(one, str) for one in all_told])
        for name, all_told in told(some, given, 0.0).items()
    }


def _confusion(wanted: Sequence[str], given: Sequence[str]) -> dict[str, dict[str, int]]:
    return {
        kind: dict(
            Counter(g for w, g in zip(wanted, given, strict=True) if w == kind).most_common()
        )
        for kind in sorted(set(wanted))
    }


def show(name: str, found: Mapping[str, Any]) -> None:
    """One line a system, then F1 of each class of all together."""
    print(f"{name}: {found['rows']} rows")
    for system, made in found.items():
        if not isinstance(made, dict):
            continue
        parts = made if "type" in made else {"": made}
        shown = [
            f"{part} accuracy {m['accuracy']} macro-F1 {m['macro_f1']}"
            for part, m in parts.items()
            if isinstance(m, dict) and "macro_f1" in m
        ]
        if shown:
            print(f"  {system:26}", "; ".join(shown))
    if "called NONE by default" in found:
        print("  called NONE by default:", found["called NONE by default"])
    best = found["together"].get("type", found["together"])
    for kind, value in best["f1"].items():
        row = found.get("confusion", {}).get(kind, {})
        print(f"    {kind:18} F1 {value}", ", ".join(f"{k or '-'} {n}" for k, n in row.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, print, freeze."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--held", type=Path, help="an encoder that saw no held-out round")
    parser.add_argument("--encoder", type=Path, help="another than the shipped one, to try")
    parser.add_argument("--tune", action="store_true", help="choose the weights first")
    call = parser.parse_args(arguments)
    path = SCORES / "label.json"
    result = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if call.tune:
        write(chosen(Encoder(call.held)))
        shipped_weights.cache_clear()
    result["weights"] = asdict(shipped_weights())
    if call.held:
        result["held_rounds"] = of_corpus(call.held)
        show("held-out rounds", result["held_rounds"])
    if SHARED.exists():
        asked = Encoder(call.encoder) if call.encoder else Encoder()
        result["encoder"] = "shipped" if not call.encoder else "another, without held-out rounds"
        result["plv"], result["cameo5"] = of_pairs(asked), of_sentences(asked)
        show("pairs, 15 types, forced choice", result["plv"])
        show("sentences, five classes", result["cameo5"])
    else:
        print("public sets: skipped, ../shared is absent")
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
