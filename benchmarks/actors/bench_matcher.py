"""How fast names are found, as a ratio to spaCy's PhraseMatcher over the same names.

Run: python benchmarks/actors/bench_matcher.py [TEXT.txt]

Both read the same text in one run on one core: this one with its word tries, guards, titles and
composition; spaCy's with its tokenizer and matcher alone. Time is the process's own.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher

from patronage.actors import Gazetteer
from patronage.actors.hits import Hit, match
from patronage.actors.words import Words
from patronage.codebook import rows, tables

_FRAME = (
    "{0} and {1} met on day {4} of the talks. Troops stayed away, said the foreign ministry, while "
    "{2} told reporters that the price of grain rose by {5} for the third week and that {3} had "
    "asked the government for help with seed, fuel and {4} lorries. "
)


def made_text(known: list[str], sentences: int = 2500, seed: int = 7) -> str:
    """News-like text over random names; numbers keep spaCy from caching whole sentences."""
    rng = random.Random(seed)
    return "".join(
        _FRAME.format(*rng.sample(known, 4), rng.randrange(10**6), rng.randrange(10**6))
        for _ in range(sentences)
    )


def names() -> list[str]:
    """Every name and alias of the codebook."""
    found = {row["text"] for row in rows("state_names")}
    for table in ("leaders", "organisations"):
        for row in rows(table) if table in tables() else ():
            found.update([row["name"], *row["aliases"].split("|")])
    return sorted(name for name in found if name)


def timed(work: Callable[[], int], repeats: int = 3) -> tuple[float, int]:
    """The least process time of several runs, and what the work counted."""
    best, count = float("inf"), 0
    for _ in range(repeats):
        begun = time.process_time()
        count = work()
        best = min(best, time.process_time() - begun)
    return best, count


def _match(gazetteer: Gazetteer, piece: str) -> list[Hit]:
    return match(Words(piece), gazetteer.vocabulary, None)


def main() -> None:
    """Print megabytes a second for both, and the ratio."""
    text = (
        Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else made_text(names())
    )
    pieces = [text[start : start + 5000] for start in range(0, len(text), 5000)]
    size = sum(len(piece.encode()) for piece in pieces) / 1e6
    build, _ = timed(lambda: len(Gazetteer().vocabulary.names))
    gazetteer = Gazetteer()
    ours, found = timed(lambda: sum(len(gazetteer.find(piece)) for piece in pieces))
    plain, _ = timed(lambda: sum(len(_match(gazetteer, piece)) for piece in pieces))
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("NAME", [nlp.make_doc(name) for name in names()])
    theirs, matched = timed(lambda: sum(len(matcher(nlp.make_doc(piece))) for piece in pieces))
    print(f"names {len(names())}, text {size:.2f} MB")
    print(f"gazetteer: built in {build:.3f} s, {size / ours:.2f} MB/s, {found} mentions")
    print(f"PhraseMatcher: {size / theirs:.2f} MB/s, {matched} matches")
    print(f"ratio to PhraseMatcher: names alone {theirs / plain:.2f}, all {theirs / ours:.2f}")


if __name__ == "__main__":
    main()
