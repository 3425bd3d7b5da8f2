"""Draw the sentences of the gold by chance, and write the sheets from which readers read.

Run: python -m benchmarks.coding.draw_gold SHEETS [--shared ../shared] [--seed 20261122]

Draws 400 sentences of ``news/guardian.jsonl`` and 100 texts of ``gold/aw_wikievents_only.jsonl``
(distinct texts; each is one unit, most are one sentence), each with equal chance. Half are for
development, half are held for the end of an issue: a seeded split of documents, so that no article
stands in both. ``gold/draw.jsonl`` keeps ids and offsets alone; the sheets hold the publisher's
words and must lie outside the repository.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from patronage.coding.sentences import split

ROOT = Path(__file__).resolve().parents[2]
GOLD = Path(__file__).parent / "gold"
SOURCES = {"guardian": "news/guardian.jsonl", "wikievents": "gold/aw_wikievents_only.jsonl"}
NEWS, WIKI, BEFORE, SHEETS = 400, 100, 4, 4


@dataclass(frozen=True, slots=True)
class Drawn:
    """A unit of the gold: ``[start, end)`` of document ``doc`` of a source, in one half."""

    doc: str
    source: str
    start: int
    end: int
    half: str


@dataclass(frozen=True, slots=True)
class Article:
    """A text of a source with its date."""

    id: str
    text: str
    published: str | None


def articles(source: str, shared: Path) -> list[Article]:
    """The texts of a source in its order; of equal texts the first alone."""
    seen: set[str] = set()
    found = []
    for line in (shared / SOURCES[source]).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["text"] not in seen:
            seen.add(row["text"])
            found.append(Article(row["id"], row["text"], row.get("published")))
    return found


def draw(shared: Path, seed: int) -> list[Drawn]:
    """The units of both sources in order of document and place."""
    drawn: list[Drawn] = []
    for source, count in (("guardian", NEWS), ("wikievents", WIKI)):
        rng = random.Random(f"{seed}:{source}")
        texts = articles(source, shared)
        if source == "guardian":
            units = [(a.id, s.start, s.end) for a in texts for s in split(a.text)]
        else:
            units = [(a.id, 0, len(a.text)) for a in texts]
        drawn += _halved(sorted(rng.sample(units, count)), source, rng)
    return drawn


def _halved(units: list[tuple[str, int, int]], source: str, rng: random.Random) -> list[Drawn]:
    """Whole documents into the smaller half, in a shuffled order."""
    documents = sorted({doc for doc, _, _ in units})
    rng.shuffle(documents)
    sizes = {"development": 0, "held": 0}
    half = {}
    for doc in documents:
        half[doc] = min(sizes, key=lambda name: sizes[name])
        sizes[half[doc]] += sum(unit[0] == doc for unit in units)
    return [Drawn(doc, source, start, end, half[doc]) for doc, start, end in units]


def sheet(drawn: Sequence[Drawn], texts: dict[tuple[str, str], Article]) -> str:
    """What a reader sees: date, a few sentences before, the sentence; and no half."""
    shown = []
    for number, unit in enumerate(drawn, 1):
        article = texts[unit.source, unit.doc]
        before = [s for s in split(article.text) if s.end <= unit.start][-BEFORE:]
        lines = [f"## {number} {unit.doc} {unit.start} {unit.end} published {article.published}"]
        lines += [f"~ {article.text[s.start : s.end]}" for s in before]
        lines.append(article.text[unit.start : unit.end])
        shown.append("\n".join(lines))
    return "\n\n".join(shown) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, write the places here and the sheets elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sheets", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--seed", type=int, default=20261122)
    call = parser.parse_args(arguments)
    if call.sheets.resolve().is_relative_to(ROOT):
        parser.error(f"{call.sheets} lies in the repository, where quoted news must not go")
    if not call.shared.exists():
        print(f"{call.shared} is absent: nothing drawn", file=sys.stderr)
        return 1
    drawn = draw(call.shared, call.seed)
    lines = [json.dumps(asdict(unit)) + "\n" for unit in drawn]
    (GOLD / "draw.jsonl").write_text("".join(lines), encoding="utf-8")
    texts = {(s, a.id): a for s in SOURCES for a in articles(s, call.shared)}
    mixed = list(drawn)
    random.Random(f"{call.seed}:sheets").shuffle(mixed)  # a sheet shows neither half nor order
    call.sheets.mkdir(parents=True, exist_ok=True)
    size = -(-len(mixed) // SHEETS)
    for part in range(SHEETS):
        path = call.sheets / f"part-{part + 1}.txt"
        path.write_text(sheet(mixed[part * size : (part + 1) * size], texts), encoding="utf-8")
    for half in ("development", "held"):
        print(half, {s: sum(u.half == half and u.source == s for u in drawn) for s in SOURCES})
    return 0


if __name__ == "__main__":
    sys.exit(main())
