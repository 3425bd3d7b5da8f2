"""How much more text teaches: learners trained on more and more of the corpus, scored alike.

Run: python -m benchmarks.coding.learning_curve [--draw-only]

Sentences of all rounds but the held-out ones are shuffled (``REPEATS`` seeds); each size takes the
first so many, so that a smaller set lies within a larger. Past that pool the held-out rounds are
added, for the gold alone. Scored on the held-out rounds and on the development half of the gold
(never the other half). Learners: a bag of words (type of sentence) and a linear tagger of words
(types of triggers); actor and recipient are first and second state in both, so that their event F1
tells little but that. Written to ``scores/learning-curve.json`` and ``docs/theory/``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coding.corpus_format import Block, read_all
from benchmarks.coding.draw_gold import ROOT
from benchmarks.coding.event_match import Counts, pair, same_event, same_place, same_type
from benchmarks.coding.readings import ReadEvent
from benchmarks.coding.rounds import files, held_out
from benchmarks.coding.score_events import MASS, SCORES, Bootstrap, Reference, corpus, gold
from benchmarks.coding.score_examples import changes
from benchmarks.coding.systems import NONE, SEED, BagOfWords, _dyad
from benchmarks.coding.word_tagger import Item, WordTagger, items, unit

SIZES = (250, 500, 1000, 2000, 3000)
REPEATS = 3
BAG, TAGGER = "bag of words", "word tagger"
#: What each learner can be scored by: a bag of words tells no place.
PARTS = {BAG: ("sentence", "type", "event"), TAGGER: ("sentence", "type", "trigger", "event")}
FOUND = ("hit", "wanted", "told")
PICTURE = ROOT / "docs" / "theory" / "learning-curve.svg"
Told = list[list[ReadEvent]]


@dataclass(frozen=True, slots=True)
class Sample:
    """What is scored against, with the parsed sentences that the tagger reads."""

    reference: Reference
    parsed: list[Item]


def counted(told: Sequence[ReadEvent], wanted: Sequence[ReadEvent]) -> Counts:
    """Found, wanted and told of one sentence, by each part."""
    counts: Counts = {
        "sentence:hit": bool(told and wanted),
        "sentence:wanted": bool(wanted),
        "sentence:told": bool(told),
    }
    for name, same in (("type", same_type), ("trigger", _same_trigger), ("event", same_event)):
        numbers = (len(pair(wanted, told, same)), len(wanted), len(told))
        counts |= {f"{name}:{key}": n for key, n in zip(FOUND, numbers, strict=True)}
    return counts


def _same_trigger(one: ReadEvent, two: ReadEvent) -> bool:
    return same_type(one, two) and same_place(one, two)


def scores(told: Told, reference: Reference, parts: Sequence[str]) -> dict[str, Any]:
    """Of each part F1 and its interval over resampled sentences, with precision and recall."""
    rows = [counted(t, w) for t, w in zip(told, reference.wanted, strict=True)]
    bootstrap = Bootstrap(len(rows))
    made = {}
    for part in parts:
        columns = {key: np.array([float(row[f"{part}:{key}"]) for row in rows]) for key in FOUND}
        columns["good"] = columns["hit"]
        got = bootstrap.prf({f"{part}:{key}": column for key, column in columns.items()}, part)
        made[part] = {key: got[key] for key in ("f1", "precision", "recall")}
    return made


def tell(model: WordTagger, sample: Sample) -> Told:
    """The tagger's words as events, with the sentence's first and second state as sides."""
    found = []
    for given, tags in zip(
        sample.reference.units, model.tell(sample.parsed), strict=True
    ):  # fmt: skip
        sides = _dyad(given, NONE)
        found.append(
            [ReadEvent(p, t, actor=sides.actor, recipient=sides.recipient) for p, t in tags]
        )
    return found


def seen(training: Sequence[Item], wanted: Sequence[Item]) -> float:
    """The share of marked triggers whose word is a marked trigger in training too."""
    known = {word for item in training for word, _ in _triggers(item)}
    words = [word for item in wanted for word, _ in _triggers(item)]
    return round(sum(word in known for word in words) / len(words), 3)


def _triggers(item: Item) -> list[tuple[str, str]]:
    return [
        (row[0], type_)
        for row, type_ in zip(item.features, item.types, strict=True)
        if type_ != NONE
    ]


def learn(
    blocks: Sequence[Block], parsed: Sequence[Item], samples: Mapping[str, Sample]
) -> dict[str, Any]:
    """Both learners trained on some sentences and scored on each sample."""
    bag, tagger = BagOfWords(blocks), WordTagger(parsed)
    made: dict[str, Any] = {"level": tagger.level, "triggers_seen": {}, BAG: {}, TAGGER: {}}
    for name, sample in samples.items():
        units = sample.reference.units
        made["triggers_seen"][name] = seen(parsed, sample.parsed)
        made[BAG][name] = scores(bag.tell(units), sample.reference, PARTS[BAG])
        made[TAGGER][name] = scores(tell(tagger, sample), sample.reference, PARTS[TAGGER])
    return made


def curve(
    blocks: Sequence[Block], parsed: Sequence[Item], samples: Mapping[str, Sample],
    say: Callable[[str], None] = print,
) -> list[dict[str, Any]]:  # fmt: skip
    """Every size and repeat, one row each."""
    rounds = held_out()
    free = [i for i, block in enumerate(blocks) if block.round not in rounds]
    kept = [i for i, block in enumerate(blocks) if block.round in rounds]
    rows = []
    for repeat in range(REPEATS):
        shuffled = random.Random(SEED + repeat)
        order = shuffled.sample(free, len(free)) + shuffled.sample(kept, len(kept))
        for size in sorted({*(s for s in SIZES if s < len(order)), len(free), len(order)}):
            part = order[:size]
            fit = {k: s for k, s in samples.items() if size <= len(free) or k != "held-out rounds"}
            made = learn([blocks[i] for i in part], [parsed[i] for i in part], fit)
            rows.append({"sentences": size, "repeat": repeat, **made})
            say(f"{size} sentences, repeat {repeat}: " + _line(made))
    return rows


def _line(made: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{learner}, {name}: " + " ".join(f"{part} {row['f1'][0]:.3f}" for part, row in got.items())
        for learner in (BAG, TAGGER)
        for name, got in made[learner].items()
    )


def means(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row a point of the curve: mean, least and most F1 of its repeats."""
    groups: dict[tuple[str, str, str, int], list[float]] = {}
    for row in rows:
        for learner in (BAG, TAGGER):
            for name, got in row[learner].items():
                for part, found in got.items():
                    key = (learner, name, part, row["sentences"])
                    groups.setdefault(key, []).append(found["f1"][0])
    return [
        {"learner": learner, "on": name, "part": part, "sentences": size,
         "f1": round(sum(v) / len(v), 3), "least": min(v), "most": max(v)}
        for (learner, name, part, size), v in sorted(groups.items())
    ]  # fmt: skip


def doubling(points: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of each curve the gain in F1 for each doubling of text, from its last two stretches.

    The slope of F1 over the binary logarithm of sentences between the largest size and the
    largest one that is at most half of it.
    """
    curves: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
    for point in points:
        key = (point["learner"], point["on"], point["part"])
        curves.setdefault(key, []).append((point["sentences"], point["f1"]))
    made = []
    for (learner, name, part), found in curves.items():
        (last, high) = max(found)
        (first, low) = max(p for p in found if p[0] <= last / 2)
        gain = (high - low) / float(np.log2(last / first))
        made.append({"learner": learner, "on": name, "part": part, "from": first, "to": last,
                     "gain_a_doubling": round(gain, 3)})  # fmt: skip
    return made


def _named(points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Points by what they tell, to be compared with another run's."""
    return {
        f"{p['learner']}, {p['on']}, {p['part']}, {p['sentences']}": [
            p["f1"],
            p["least"],
            p["most"],
        ]
        for p in points
    }


def measured(shared: Path) -> dict[str, Any]:
    """Parse everything once, train and score every point."""
    blocks, wrong = read_all(files())
    if any(not fault.warning for fault in wrong):
        raise SystemExit("\n".join(map(str, wrong)))
    parsed = items([unit(b) for b in blocks], [b.events for b in blocks])
    references = {"held-out rounds": corpus(files(held=True))}
    settled = gold("development", shared) if shared.exists() else None
    if settled is not None:
        references["gold, development half"] = settled
    samples = {k: Sample(r, items(r.units, r.wanted)) for k, r in references.items()}
    rows = curve(blocks, parsed, samples)
    points = means(rows)
    return {
        "held_out": list(held_out()),
        "sentences": len(blocks),
        "scored_on": {
            k: {"sentences": len(r.units), "events": sum(map(len, r.wanted)), "inputs": r.inputs}
            for k, r in references.items()
        },
        "intervals": f"{MASS:.0%} by resampled sentences in rows; least and most of "
        f"{REPEATS} shuffles in points; seed {SEED}",
        "points": points,
        "doubling": doubling(points),
        "rows": rows,
    }


def draw(points: Sequence[Mapping[str, Any]], out: Path) -> None:
    """One panel for each thing scored on; a line and its range for each part."""
    from benchmarks.coding.curve_figure import picture

    out.write_text(picture(points), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, freeze, draw."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--draw-only", action="store_true", help="draw what is frozen again")
    call = parser.parse_args(arguments)
    frozen = SCORES / "learning-curve.json"
    before = json.loads(frozen.read_text(encoding="utf-8")) if frozen.exists() else None
    if call.draw_only and before:
        draw(before["points"], PICTURE)
        return 0
    if not call.shared.exists():
        print(f"skipped: {call.shared} is absent, and the gold keeps no text")
        return 0
    result = measured(call.shared)
    frozen.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    draw(result["points"], PICTURE)
    for row in result["doubling"]:
        print(row)
    if before:
        told = changes(_named(before["points"]), _named(result["points"]))
        print("\n".join(told) if told else "the same as before")
    return 0


if __name__ == "__main__":
    sys.exit(main())
