"""Turns judged codings into the codebook's ``coder_scores.csv``, so that scores are counted shares.

Run: python benchmarks/coding/score_paths.py [JUDGED.csv]

``judged.csv`` is one reading of a drawn sample (``sample.py``) by a language model, by the PLOVER
manual of 2021: no human annotation, and no second reader. ``event_right`` asks for the type, or one
that the manual would also allow, and for the countries of actor and recipient; a recipient that the
sentence names must not be missing, and words that tell no event are wrong. The other fields are
judged against the deed that the trigger speaks of, and left empty where there is none. A deed only
decided on and told as done counts against the status; a person's voice counts as found even where
his country was not. A note names each fault by a kind before a colon, in words of the reader's own.

A path's score is (right + 0.5) / (total + 1), the mean under a Jeffreys prior, so that no small
sample says never or always. ``other`` pools all paths alike, whatever their share of the news.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parents[1] / "src" / "patronage" / "codebook" / "coder_scores.csv"
COLUMNS = ("path", "score", "right", "total", "source", "checked")
#: Every path that ``patronage.coding.assemble.path_of`` can give, in the table's order.
PATHS = ("combined", "combined-inferred", "verb", "verb-inferred", "noun", "noun-inferred")
FIELDS = ("event", "status", "instrument", "polarity", "attribution")
_SOURCE = (
    "one reading of {total} codings of unfiltered news of 2017-2019, benchmarks/coding/judged.csv"
)

Rows = Iterable[Mapping[str, str]]


def judged(path: Path = HERE / "judged.csv") -> list[dict[str, str]]:
    """The rows of a reading."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(rows: Rows, field: str = "event") -> dict[str, tuple[int, int]]:
    """Right and judged of one field by path, ``other`` pooled last; empty cells count nowhere."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        mark = row[f"{field}_right"]
        if mark:
            total.update([row["path"], "other"])
            right.update({row["path"]: int(mark), "other": int(mark)})
    return {path: (right[path], total[path]) for path in (*PATHS, "other")}


def score(right: int, total: int) -> float:
    """The share right, held off 0 and 1: ``(right + 0.5) / (total + 1)``.

    >>> score(0, 0), score(40, 40) < 1
    (0.5, True)
    """
    return (right + 0.5) / (total + 1)


def table(rows: Rows) -> str:
    """The text of ``coder_scores.csv`` that a reading gives."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for path, (right, total) in counts(rows).items():
        source = _SOURCE.format(total=total)
        writer.writerow([path, f"{score(right, total):.3f}", right, total, source, ""])
    return out.getvalue()


def faults(rows: Rows) -> Counter[str]:
    """How often each kind of fault was noted; a coding can have several."""
    noted = (fault for row in rows if row["note"] for fault in row["note"].split("; "))
    return Counter(fault.split(":")[0] for fault in noted)


def main(arguments: list[str]) -> int:
    """Write the table, print every field's share."""
    rows = judged(Path(arguments[0])) if arguments else judged()
    TABLE.write_text(table(rows), encoding="utf-8")
    by_field = {field: counts(rows, field) for field in FIELDS}
    print("path", *FIELDS, sep="\t")
    for path in (*PATHS, "other"):
        shares = ["{}/{}".format(*by_field[field][path]) for field in FIELDS]
        print(path, *shares, sep="\t")
    print(*(f"{kind} {times}" for kind, times in faults(rows).most_common()), sep=", ")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
