"""A reader's own grades of sources, from a file; nothing else ever gives a source a grade."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from patronage.errors import UsageError
from patronage.pipeline.opening import Input, Report
from patronage.records import Claim, Document, Event, Problem
from patronage.results import Grade
from patronage.results.grades import source_key

__all__ = ["graded", "unmet"]

_COLUMNS = ("outlet", "text", "grade", "why")
_SHOWN = 5
_AGAIN = ("grades the same source again", "Keep one; the first was used.")


def graded(file: Input, report: Report) -> tuple[Grade, ...]:
    """Grades of sources by the Admiralty scale, as their reader wrote them.

    Args:
        file: CSV with the columns ``outlet`` (a publisher or a quoted source) and ``grade`` (a
            letter A to F, a digit 1 to 6 or both, such as ``B2``); ``text`` (the id or address of
            one text, graded apart from its outlet) and ``why`` may be there too.
        report: called with each row that cannot be read, which is left out.

    Returns:
        The grades, in the order of the file.

    Raises:
        UsageError: where there is no such file, or its header has no ``grade`` or an unknown
            column.
    """
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"No file '{path}'. Give a CSV file with outlet,grade.")
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.DictReader(lines, restval="")
        header = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
        odd = [name for name in header if name not in _COLUMNS]
        if odd or "grade" not in header or not {"outlet", "text"} & set(header):
            wrong = f"has the column '{odd[0]}'" if odd else "lacks a column"
            raise UsageError(f"'{path.name}' {wrong}. Its header must be: outlet,grade[,text,why].")
        reader.fieldnames = header
        found: dict[str, Grade] = {}
        for row in reader:
            place = f"row {reader.line_num}"
            grade = _grade(row)
            if isinstance(grade, Grade):
                kept = found.setdefault(grade.text or source_key(grade.outlet), grade)
                grade = None if kept is grade else _AGAIN
            if grade is not None:
                report(Problem(path.name, place, *grade))
    return tuple(found.values())


def _grade(row: dict[str, str]) -> Grade | tuple[str, str] | None:
    """A row's grade; or what is wrong and how to mend it; None for an empty row."""
    if None in row:
        return "has more cells than columns", "Quote a cell that holds a comma."
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    if not any(cells.values()):
        return None
    if not cells["outlet"] and not cells["text"]:
        return "names no source", "Write the outlet's name, or the id or address of a text."
    parts = Grade.parts(cells["grade"])
    if parts is None:
        mend = "Write a letter A to F, a digit 1 to 6, or both, such as B2."
        return f"'{cells['grade']}' is no grade", mend
    return Grade(cells["outlet"], cells["text"], *parts, cells["why"])


def unmet(
    grades: Iterable[Grade], texts: Iterable[Document], told: Iterable[Event | Claim], name: str
) -> Iterator[Problem]:
    """A note of what is graded and met nowhere: a misspelt name would else pass unseen."""
    read = list(texts)
    names = {source_key(d.publisher) for d in read}
    names |= {source_key(a.name or a.text) for one in told for a in one.attribution}
    held = {d.id for d in read} | {d.url for d in read}
    missing = [
        g.text or g.outlet for g in grades
        if (g.text not in held if g.text else source_key(g.outlet) not in names)
    ]  # fmt: skip
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        said = f"Graded and met in no text here: {', '.join(missing[:_SHOWN])}{more}."
        mend = "Write names as the brief's sources are given."
        yield Problem(name, "whole file", said, mend, lost=False)
