"""Breaks of any series in a file: the verb ``breaks``."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from patronage.errors import UsageError
from patronage.periods import date_of
from patronage.pipeline.opening import Input, Report
from patronage.records import Problem

__all__ = ["breaks", "read_series"]

_COLUMNS = ("group", "time", "value")


def breaks(
    file: Input,
    *,
    share: float = 0.5,
    sure: float = 0.5,
    report: Report = lambda problem: None,
) -> Iterator[dict[str, Any]]:
    """Changes of level of the series in a CSV file, each told once.

    Args:
        file: a CSV file with the columns ``group``, ``time`` (a year, month or day) and ``value``
            (0 or more); one series for each group, its rows in any order.
        share: a step down goes to at most this part of the level before, a step up the reverse.
        sure: least probability of a break that is told.
        report: called with each problem: a row that cannot be read and is left out, a series
            with a gap, or one too short to tell anything of.

    Yields:
        For each break ``group``, ``time`` (the first after it, as the file writes it),
        ``direction``, ``probability``, ``before`` and ``after`` (means of the levels) and
        ``interval``, the times between which it lies with probability .8.

    Raises:
        UsageError: where there is no such file or it lacks a column.
    """
    from patronage import measures

    path = Path(file)
    for group, rows in read_series(path, report).items():
        days = sorted(rows)
        _remarks(path.name, group, days, report)
        told = measures.breaks([(day, rows[day][1]) for day in days], share=share, sure=sure)
        for one in told:
            yield {
                "group": group, "time": rows[one.time][0], "direction": one.direction,
                "probability": round(one.probability, 4), "before": one.before, "after": one.after,
                "interval": [rows[one.low][0], rows[one.high][0]],
            }  # fmt: skip


def read_series(path: Path, report: Report) -> dict[str, dict[dt.date, tuple[str, float]]]:
    """Each group's times, as days and as written, with their values."""
    if not path.is_file():
        raise UsageError(f"No file '{path}'. Give a CSV file with {', '.join(_COLUMNS)}.")
    found: dict[str, dict[dt.date, tuple[str, float]]] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise UsageError(
                f"'{path.name}' has no column {', '.join(missing)}. "
                f"Its first line must name {', '.join(_COLUMNS)}."
            )
        for number, row in enumerate(reader, 2):
            read = _point(row)
            if isinstance(read, str):
                message, mend = read.split(": ", 1)
                report(Problem(path.name, f"row {number}", message, mend))
                continue
            group, day, value = read
            if day in found.setdefault(group, {}):
                mend = "Keep one; the first was used."
                report(Problem(path.name, f"row {number}", "repeats a group and time", mend))
                continue
            found[group][day] = ((row["time"] or "").strip(), value)
    return found


def _point(row: Mapping[str, str | None]) -> tuple[str, dt.date, float] | str:
    """Group, day and value of a row, or what is wrong and how to mend it."""
    group, time, amount = ((row[name] or "").strip() for name in _COLUMNS)
    try:
        day = date_of(time)
    except (UsageError, ValueError):
        day = None
    if day is None:
        return f"has no time that can be read, '{time}': Write 2014, 2014-05 or 2014-05-31."
    try:
        value = float(amount)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return f"has no value that can be read, '{amount}': Write a number such as 12.5."
    if value < 0:
        return f"has a value below 0, {amount}: Give amounts or counts, not differences."
    return group, day, value


def _remarks(name: str, group: str, days: Sequence[dt.date], report: Report) -> None:
    """What a reader must know of a series: gaps, and too few values to tell anything."""
    steps = [(b - a).days for a, b in pairwise(days)]
    if steps and max(steps) > 1.5 * min(steps):
        message = f"group '{group}' has periods without a row, which are passed over"
        mend = "Write 0 where nothing happened; leave a row out only where nothing is known."
        report(Problem(name, "", message, mend, False))
    if len(days) < 6:
        message = f"group '{group}' has {len(days)} values, too few to tell a break of"
        report(Problem(name, "", message, "Give at least six.", False))
