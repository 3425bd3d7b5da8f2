"""Draws codings of real news for reading, so that each path's share right can be counted.

Run: python benchmarks/coding/sample.py NEWS.jsonl FOLDER [--each 40] [--seed 20190401]

Codes every article, draws for each path (``patronage.coding.assemble.path_of``) the same number
of events with a fixed seed, and writes to FOLDER, which must lie outside the repository because
the news is its publisher's: ``reading.txt``, numbered, each sentence with its trigger marked, and
``judged.csv`` with offsets alone and the columns of judgement empty. Only the filled-in CSV may
come back here. What is drawn depends on the coder: offsets hold for ever, draws do not.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from patronage.coding import Coder
from patronage.coding.sentences import split
from patronage.documents import read
from patronage.records import Actor, Document, Event

FIELDS = ("event", "status", "instrument", "polarity", "attribution")
COLUMNS = (
    "document", "start", "end", "path", "type", *(f"{field}_right" for field in FIELDS), "note",
)  # fmt: skip
_ROOT = Path(__file__).resolve().parents[2]


def documents(news: Path) -> list[Document]:
    """The articles of a JSONL file, in its order."""
    return [item[0] for item in read([str(news)]) if isinstance(item, tuple)]


def coded(articles: Iterable[Document]) -> tuple[str, dict[str, list[tuple[Document, Event]]]]:
    """The coder's name, and every event with its article by the path that it came by."""
    coder = Coder(explain=True)
    kept = list(articles)
    found: dict[str, list[tuple[Document, Event]]] = defaultdict(list)
    for article, coding in zip(kept, coder.code_all(kept), strict=True):
        for event in coding.events:
            found[coder.traces[event.id]["path"]].append((article, event))
    return coder.name, found


def draw(
    found: dict[str, list[tuple[Document, Event]]], each: int, seed: int
) -> dict[str, list[tuple[Document, Event]]]:
    """So many events of each path, all where there are fewer; one path's draw moves no other's."""
    drawn = {}
    for path, events in sorted(found.items()):
        ordered = sorted(events, key=lambda pair: (pair[0].id, pair[1].trigger, pair[1].id))
        rng = random.Random(f"{seed}:{path}")
        drawn[path] = rng.sample(ordered, min(each, len(ordered)))
    return drawn


def shown(number: int, path: str, article: Document, event: Event) -> str:
    """One event for a reader: the sentence before, the sentence, every coded field."""
    spans = split(article.text, article.title)
    before = spans[event.sentence - 1].of(article.text) if event.sentence else "(first sentence)"
    text = article.text
    marked = (
        f"{text[event.span.start : event.trigger.start]}>>{event.trigger.of(text)}<<"
        f"{text[event.trigger.end : event.span.end]}"
    )
    amounts = "; ".join(f"{a.text} = {a.comparator}{a.value:g} {a.unit}" for a in event.amount)
    voices = "; ".join(f"{a.text} [{a.country}, {a.cue}]" for a in event.attribution)
    time = f"{event.time.text} = {event.time.start}..{event.time.end}" if event.time else ""
    fields = (
        f"{event.type}/{event.mode} {_who(event.actor)} -> {_who(event.recipient)}"
        f" | for {_who(event.beneficiary)} | against {_who(event.against)}\n"
        f"status={event.status} instrument={event.instrument} polarity={event.polarity}\n"
        f"attribution={voices} | amounts={amounts} | time={time}"
    )
    head = f"#{number} {path} {article.id} {event.trigger.start}-{event.trigger.end} "
    return f"{head}{article.published}\n  {before}\n{marked}\n{fields}\n"


def _who(actors: Sequence[Actor]) -> str:
    return "+".join(f"{a.key}:{a.sector}({a.text})" for a in actors) or "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Code, draw, write; tell how many events each path has."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("news", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=20190401)
    call = parser.parse_args(arguments)
    if call.folder.resolve().is_relative_to(_ROOT):
        parser.error(f"{call.folder} lies in the repository, where quoted news must not go")
    name, found = coded(documents(call.news))
    drawn = draw(found, call.each, call.seed)
    call.folder.mkdir(parents=True, exist_ok=True)
    rows, texts = [], [f"{name}\n"]
    for path, pairs in drawn.items():
        print(f"{path}: {len(pairs)} drawn of {len(found[path])}")
        for article, event in pairs:
            texts.append(shown(len(rows) + 1, path, article, event))
            rows.append([article.id, *event.trigger, path, event.type, *[""] * len(FIELDS), ""])
    (call.folder / "reading.txt").write_text("\n".join(texts), encoding="utf-8")
    with (call.folder / "judged.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
