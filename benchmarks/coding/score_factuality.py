"""Score status against judgements of whether a predicate happened: a test only.

Run: python -m benchmarks.coding.score_factuality

The rows of ``../shared/gold/factuality.jsonl`` name a word of a tokenised sentence and whether it
is told as factual. ``occurred``, ``historical`` and ``future`` count as factual, other statuses as
not: the judges were asked whether the text tells that a thing did or will happen, and two in three
of what we tell as ``future`` they called factual. Most predicates are no events of ours, so a verb
counts as AID and a noun as ASSAULT: types that expect neither. Nothing was trained on these rows;
errors among them were read once, so that they are a development set. ``scores/factuality.json``
keeps how often figures were taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coding.draw_gold import ROOT
from benchmarks.coding.score_events import MASS, RESAMPLES, SCORES, SEED, Bootstrap

from patronage.coding.candidates import Candidate
from patronage.coding.parse import Parser
from patronage.coding.status import ruled_status, status_of

FACTUAL = frozenset({"occurred", "historical", "future"})
KINDS = {"V": "AID"}  # the type of a verb; any other word is taken for an ASSAULT


def rows(path: Path) -> list[dict[str, Any]]:
    """The judged predicates."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def candidates(found: Sequence[dict[str, Any]]) -> list[Candidate]:
    """Of each row the judged word as the trigger of an event, its sentence parsed."""
    texts = list(dict.fromkeys(row["text"] for row in found))
    docs = dict(zip(texts, Parser().parse(texts), strict=True))
    made = []
    for row in found:
        words = row["text"].split(" ")
        at = sum(len(word) + 1 for word in words[: row["span"][0]])
        doc = docs[row["text"]]
        token = next((t for t in doc if t.idx <= at < t.idx + len(t.text)), doc[0])
        kind = KINDS.get(token.tag_[0], "ASSAULT")
        made.append(
            Candidate(token, kind, None, None, "direct", f"model:{token.lower_}", words=(token,))
        )
    return made


def figures(told: Sequence[str], found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Accuracy with its interval over sentences, and F1 of each side."""
    sentences = list(dict.fromkeys(row["text"] for row in found))
    place = {text: n for n, text in enumerate(sentences)}
    right, whole = np.zeros(len(sentences)), np.zeros(len(sentences))
    counts: Counter[tuple[bool, bool]] = Counter()
    for status, row in zip(told, found, strict=True):
        said, true = status in FACTUAL, row["label"] == "factual"
        counts[said, true] += 1
        right[place[row["text"]]] += said == true
        whole[place[row["text"]]] += 1
    bootstrap = Bootstrap(len(sentences))
    return {
        "accuracy": bootstrap.share(bootstrap.sums(right), bootstrap.sums(whole)),
        "f1_factual": _f1(counts, True),
        "f1_not": _f1(counts, False),
        "told": dict(Counter(told).most_common()),
    }


def _f1(counts: Counter[tuple[bool, bool]], side: bool) -> float:
    hit = counts[side, side]
    told = hit + counts[side, not side]
    true = hit + counts[not side, side]
    return round(2 * hit / (told + true), 3)


def score(path: Path) -> dict[str, Any]:
    """Every figure: the coder, its rules alone, and the baseline that all is factual."""
    found = rows(path)
    made = candidates(found)
    return {
        "rows": len(found),
        "intervals": f"{MASS:.0%}, {RESAMPLES} resamples of sentences, seed {SEED}",
        "coder": figures([status_of(c, (), None, None) for c in made], found),
        "rules": figures([ruled_status(c, (), None, None) for c in made], found),
        "always factual": figures(["occurred"] * len(found), found),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, print, write, and count the look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--scores", type=Path, default=SCORES, help="folder of the frozen figures")
    call = parser.parse_args(arguments)
    source = call.shared / "gold" / "factuality.jsonl"
    if not source.exists():
        print(f"skipped: {source} is absent")
        return 0
    path = call.scores / "factuality.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    result = {"looks": before.get("looks", 0) + 1, **score(source)}
    for name in ("coder", "rules", "always factual"):
        print(name, result[name])
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
