"""Score each field of an event with the rest given: trigger, type, actor and recipient are true.

Run: python -m benchmarks.coding.score_fields

On the held-out rounds of our corpus and, where ``../shared`` lies, on the development half of our
gold (never the held half). Status, mode, instrument and polarity: share right, and F1 averaged over
values. Amounts by value and unit, times by their dates, attributions by a source that touches and
a cue of the same words, contexts by name: F1. 95% intervals by a seeded bootstrap over sentences.
The baseline is the commonest value of the type in the training rounds, every amount and the first
time of the sentence, nobody's word. Written to ``scores/fields.json``; changes are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coding.draw_gold import ROOT
from benchmarks.coding.field_cases import Case, cases, training
from benchmarks.coding.readings import ReadEvent
from benchmarks.coding.rounds import files
from benchmarks.coding.score_events import (
    MASS,
    RESAMPLES,
    SCORES,
    SEED,
    Bootstrap,
    Column,
    corpus,
    gold,
)  # fmt: skip
from benchmarks.coding.score_examples import changes

from patronage.coding import details
from patronage.coding.model.details import fields_of
from patronage.coding.status import status_of
from patronage.coding.voices import covering, voices

PLAIN = ("status", "mode", "instrument", "polarity")
LISTS = ("amount", "time", "attribution", "source", "context", "in_return_for")
#: The fields of one event: of a plain field its value, of the others a list of what is compared.
Told = dict[str, Any]
Teller = Callable[[Case], list[Told]]


def true(event: ReadEvent) -> Told:
    """The fields of an event as its reader marked them."""
    time = event.time
    return {
        **{name: getattr(event, name) for name in PLAIN},
        "amount": [(a.value, a.unit) for a in event.amount],
        "time": [(time.start, time.end)] if time else [],
        "attribution": [(v.span, v.cue) for v in event.attribution],
        "context": list(event.context),
        "in_return_for": [item.code for item in event.in_return_for],
    }


def by_coder(case: Case) -> list[Told]:
    """The fields of each event of a case as the coder tells them."""
    tree, text = case.tree, case.unit.text
    heard = voices(tree, text)
    owners = details.shared(tree, case.amounts, case.candidates)
    found = []
    for n, (event, candidate) in enumerate(zip(case.events, case.candidates, strict=True)):
        time = details.nearest(tree, case.times, candidate)
        mode, instrument, polarity, contexts = fields_of(tree, candidate)
        sides = case.mentions((*event.actor, *event.recipient))
        own = covering(tree, heard, candidate, case.mentions(event.actor))
        found.append({
            "status": status_of(candidate, sides, time, case.unit.published),
            "mode": mode,
            "instrument": instrument,
            "polarity": polarity,
            "context": contexts,
            "amount": [(a.value, a.unit) for a in _those(case.amounts, owners, n)],
            "time": [(time.start, time.end)] if time else [],
            "attribution": [(tuple(a.span), a.cue) for a in own],
            "in_return_for": details.exchange(case.span.of(text)),
        })  # fmt: skip
    return found


def _those(items: Sequence[Any], owners: dict[int, list[int]], n: int) -> list[Any]:
    return [items[i] for i, who in owners.items() if n in who]


class Baseline:
    """The commonest value of each type in some cases; all amounts, the first time, no voice."""

    def __init__(self, seen: Sequence[Case]) -> None:
        counts: dict[tuple[str, str], Counter[Any]] = defaultdict(Counter)
        for event in (event for case in seen for event in case.events):
            for name in PLAIN:
                counts[event.type, name][getattr(event, name)] += 1
        self._usual = {key: found.most_common(1)[0][0] for key, found in counts.items()}

    def __call__(self, case: Case) -> list[Told]:
        """The same for every event of a type."""
        first = case.times[:1]
        return [
            {
                **{name: self._usual.get((event.type, name)) for name in PLAIN},
                "amount": [(a.value, a.unit) for a in case.amounts],
                "time": [(t.start, t.end) for t in first],
                "attribution": [],
                "context": [],
                "in_return_for": [],
            }
            for event in case.events
        ]


def counted(wanted: Told, told: Told) -> Counter[str]:
    """What one event adds to each count: ``status:right``, ``time:hit``, ``status=future:told``."""
    counts: Counter[str] = Counter()
    for name in PLAIN:
        counts[f"{name}:of"] += 1
        counts[f"{name}:right"] += wanted[name] == told[name]
        counts[f"{name}={wanted[name]}:wanted"] += 1
        counts[f"{name}={told[name]}:told"] += 1
        counts[f"{name}={wanted[name]}:hit"] += wanted[name] == told[name]
    for name in LISTS:
        one, two = (side["attribution" if name == "source" else name] for side in (wanted, told))
        if name in ("attribution", "source"):
            hit = sum(any(same_voice(a, b, name) for b in two) for a in one)
            hit = min(hit, len(two))
        else:
            one, two = set(one), set(two)
            hit = len(one & two)
        counts[f"{name}:hit"] += hit
        counts[f"{name}:wanted"] += len(one)
        counts[f"{name}:told"] += len(two)
    return counts


def same_voice(one: tuple[Any, str], two: tuple[Any, str], name: str) -> bool:
    """Whether two voices are the same: the sources touch; with ``attribution`` the cue is too."""
    touch = one[0][0] < two[0][1] and two[0][0] < one[0][1]
    if name == "source":
        return bool(touch)
    left, right = (set(cue.lower().split()) - {"that"} for _, cue in (one, two))
    return bool(touch and (left <= right or right <= left))


def figures(found: Sequence[Case], teller: Teller) -> dict[str, Any]:
    """Every figure of one teller."""
    rows: dict[str, Counter[str]] = {}
    for case in found:
        row = rows.setdefault(case.unit.id, Counter())
        for event, told in zip(case.events, teller(case), strict=True):
            row.update(counted(true(event), told))
    names = sorted({name for row in rows.values() for name in row})
    columns = {n: np.array([row[n] for row in rows.values()], dtype=float) for n in names}
    bootstrap = Bootstrap(len(rows))
    return {
        **{name: _plain(bootstrap, columns, name) for name in PLAIN},
        **{name: _listed(bootstrap, columns, name) for name in LISTS},
    }


def _f1(bootstrap: Bootstrap, columns: dict[str, Column], name: str) -> Column:
    hit, wanted, told = (
        bootstrap.sums(columns.get(f"{name}:{k}")) for k in ("hit", "wanted", "told")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return 2 * hit / (wanted + told)


def _interval(values: Column) -> list[float] | None:
    if np.isnan(values[0]):
        return None  # nothing wanted and nothing told
    low, high = np.nanquantile(values[1:], [(1 - MASS) / 2, (1 + MASS) / 2])
    return [round(float(v), 3) for v in (values[0], low, high)]


def _plain(bootstrap: Bootstrap, columns: dict[str, Column], name: str) -> dict[str, Any]:
    """Share right, F1 averaged over the values that are wanted, and F1 of each of these."""
    values = sorted(
        n.partition("=")[2].removesuffix(":wanted")
        for n in columns
        if n.startswith(f"{name}=") and n.endswith(":wanted")
    )
    each = {v: _f1(bootstrap, columns, f"{name}={v}") for v in values}
    right = bootstrap.sums(columns[f"{name}:right"]) / bootstrap.sums(columns[f"{name}:of"])
    return {
        "right": _interval(right),
        "macro_f1": _interval(np.nanmean(np.array(list(each.values())), axis=0)),
        "of": int(columns[f"{name}:of"].sum()),
        "by_value": {
            v: [round(float(f1[0]), 3), int(columns[f"{name}={v}:wanted"].sum())]
            for v, f1 in each.items()
        },
    }


def _listed(bootstrap: Bootstrap, columns: dict[str, Column], name: str) -> dict[str, Any]:
    hit, wanted, told = (float(columns[f"{name}:{k}"].sum()) for k in ("hit", "wanted", "told"))
    return {
        "f1": _interval(_f1(bootstrap, columns, name)),
        "precision": round(hit / told, 3) if told else None,
        "recall": round(hit / wanted, 3) if wanted else None,
        "wanted": int(wanted),
        "told": int(told),
    }


def score(shared: Path) -> dict[str, Any]:
    """Every figure of coder and baseline on each reference."""
    baseline = Baseline(cases(training()))
    references = [corpus(files(held=True))]
    settled = gold("development", shared) if shared.exists() else None
    references += [settled] if settled else []
    result: dict[str, Any] = {
        "intervals": f"{MASS:.0%}, {RESAMPLES} resamples of sentences, seed {SEED}",
        "given": "trigger, type, actor and recipient as marked",
    }
    for reference in references:
        found = cases(reference)
        result[reference.name] = {
            "inputs": reference.inputs,
            "events": sum(len(case.events) for case in found),
            "coder": figures(found, by_coder),
            "baseline": figures(found, baseline),
        }
    return result


def show(result: dict[str, Any]) -> None:
    """Print the main figures."""
    for name, part in result.items():
        if isinstance(part, str):
            continue
        print(f"{name}: {part['events']} events; coder, then baseline")
        for field in (*PLAIN, *LISTS):
            told = [part[who][field] for who in ("coder", "baseline")]
            line = "  ".join(
                f"{key} {got[key][0]:.3f} [{got[key][1]:.3f}, {got[key][2]:.3f}]"
                for got in told
                for key in ("right", "macro_f1", "f1")
                if got.get(key)
            )
            print(f"  {field:13} {line}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, compare with the last run, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--scores", type=Path, default=SCORES, help="folder of the frozen figures")
    call = parser.parse_args(arguments)
    if not call.shared.exists():
        print(f"gold skipped: {call.shared} is absent, and the gold keeps no text")
    result = score(call.shared)
    show(result)
    path = call.scores / "fields.json"
    if path.exists():
        told = changes(json.loads(path.read_text(encoding="utf-8")), result)
        print("\n".join(told) if told else "the same as before")
    if call.shared.exists():  # figures without the gold would look as if it had gone
        call.scores.mkdir(exist_ok=True)
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
