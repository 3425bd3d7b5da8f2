"""Counts how often codings found in one way are right, into the codebook's ``coder_scores.csv``.

Run: python -m benchmarks.coding.score_paths

The coder as it stands reads the development half of the gold (news; needs ``../shared``) and the
held-out rounds of the corpus, of which no model learned. A coding is right where type, actor and
recipient are those of an event that is marked there, each used once (``event_match``). A way is
what decided (a rule or the models) and how likely the models hold the event and its type. A score
is (right + 0.5) / (total + 1), the mean under a Jeffreys prior, so that no small count says never
or always. Bounds of the coder were chosen on the same texts, so the shares are a little kind.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter

from benchmarks.coding.draw_gold import ROOT
from benchmarks.coding.event_match import pair
from benchmarks.coding.rounds import files
from benchmarks.coding.score_events import Reference, corpus, gold
from benchmarks.coding.systems import read

from patronage.coding import Coder
from patronage.coding.assemble import PATHS
from patronage.records import Document

TABLE = ROOT / "src" / "patronage" / "codebook" / "coder_scores.csv"
COLUMNS = ("path", "score", "right", "total", "source", "checked")
SOURCE = (
    "{total} codings of the gold's development half and of held-out rounds, "
    "benchmarks/coding/score_paths.py"
)
Counts = dict[str, tuple[int, int]]


def counts(reference: Reference) -> Counts:
    """Right and told of one reference by path, all of them last as ``other``."""
    coder = Coder(explain=True)
    documents = {u.doc: Document(u.doc, u.text, u.title, u.published) for u in reference.units}
    events = {c.document: c.events for c in coder.code_all(documents.values())}
    right, total = Counter[str](), Counter[str]()
    for unit, allowed in zip(reference.units, reference.allowed, strict=True):
        told = [e for e in events[unit.doc] if unit.start <= e.trigger.start < unit.end]
        hits = {i for i, _ in pair([read(e) for e in told], allowed)}
        for i, event in enumerate(told):
            for path in (coder.traces[event.id]["path"], "other"):
                total[path] += 1
                right[path] += i in hits
    return {path: (right[path], total[path]) for path in (*PATHS, "other")}


def pooled(parts: list[Counts]) -> Counts:
    """The sum of several counts."""
    return {
        path: (sum(p[path][0] for p in parts), sum(p[path][1] for p in parts))
        for path in (*PATHS, "other")
    }


def score(right: int, total: int) -> float:
    """The share right, held off 0 and 1: ``(right + 0.5) / (total + 1)``.

    >>> score(0, 0), score(40, 40) < 1
    (0.5, True)
    """
    return (right + 0.5) / (total + 1)


def table(found: Counts) -> str:
    """The text of ``coder_scores.csv``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for path, (right, total) in found.items():
        source = SOURCE.format(total=total)
        writer.writerow([path, f"{score(right, total):.3f}", right, total, source, ""])
    return out.getvalue()


def main() -> int:
    """Count, print, write."""
    shared = ROOT.parent / "shared"
    news = gold("development", shared) if shared.exists() else None
    if news is None:
        print("skipped: ../shared is absent, and the gold keeps no text")
        return 0
    parts = [counts(reference) for reference in (news, corpus(files(held=True)))]
    whole = pooled(parts)
    print("path", "news", "corpus", "both", sep="\t")
    for path in whole:
        shares = ("{}/{}".format(*part[path]) for part in (*parts, whole))
        print(path, *shares, sep="\t")
    TABLE.write_text(table(whole), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
