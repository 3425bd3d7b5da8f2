"""Archigos: leaders of states; each term gives its entry, and its exit where one is told.

Entry and exit are two acts and not one span, so that a look back knows of no exit that came later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes, States
from patronage.datasets.parquet import chunks, whole_numbers
from patronage.datasets.shapes import Batch, acts_table
from patronage.records import Problem

_STILL = "Still in Office"
_TEXTS = ("leader", "startdate", "enddate", "entry", "exit", "exitcode")


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of terms with their entries and exits; what has no place is gathered."""
    notes = Notes(path.name)
    states = States("gwn", notes)
    for chunk in chunks(path, register):
        if isinstance(chunk, Problem):
            yield chunk
            continue
        told = [chunk.table[name].to_pylist() for name in _TEXTS]
        codes = whole_numbers(chunk.table["gwcode"]).to_pylist()
        acts: list[dict[str, Any]] = []
        for row, (code, *values) in enumerate(zip(codes, *told, strict=True), chunk.first):
            term = dict(zip(_TEXTS, values, strict=True))
            acts += _acts(row, code, term, states, notes)
        columns: dict[str, Any] = {"row": []}
        if acts:
            columns = {key: [act[key] for act in acts] for key in acts[0]}
            columns["available"] = [register.available(end) for end in columns["end"]]
        yield Batch(chunk.original, acts=acts_table(columns))
    yield from notes.problems()


def _acts(
    row: int, code: int | None, term: dict[str, Any], states: States, notes: Notes
) -> Iterator[dict[str, Any]]:
    start, end = _day(term["startdate"]), _day(term["enddate"])
    if code is None or start is None or not term["leader"]:
        notes.add("has no state, leader or start", "The original row is kept.", row)
        return
    state = states.find(code, start.year, row)
    if state is None:
        return
    common = {"row": row, "actor": state, "actor_sector": "GOV"}
    yield common | _dated(start, f"{term['leader']}: enters office, {term['entry']}")
    if term["exit"] == _STILL:
        return
    if end is None or end < start:
        notes.add("has no end, or one before its start", "Its entry alone is made.", row)
        return
    why = (
        term["exit"] if term["exit"] == term["exitcode"] else f"{term['exit']}, {term['exitcode']}"
    )
    yield common | _dated(end, f"{term['leader']}: leaves office, {why}")


def _dated(day: dt.date, code: str) -> dict[str, Any]:
    return {"start": day, "end": day + dt.timedelta(days=1), "code": code}


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
