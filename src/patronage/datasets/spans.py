"""Lists of states with first and last day: each year, or part of one, is a level of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes, States
from patronage.datasets.parquet import chunks, day, pieces, whole_numbers
from patronage.datasets.shapes import Batch, flows_table
from patronage.records import Problem

__all__ = ["read_spans"]

_PARTS = ("ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday")


def read_spans(
    path: Path, register: Register, measure: str, foreign: tuple[str, ...] = ()
) -> Iterator[Batch | Problem]:
    """Batches of spans of one state alone.

    Args:
        path: a Parquet file with the Correlates of War's ``ccode``, ``styear`` ... ``endday``.
        register: the register.
        measure: what the spans tell.
        foreign: columns that tell another dataset.
    """
    notes = Notes(path.name)
    states = States("cown", notes)
    for chunk in chunks(path, register, foreign):
        if isinstance(chunk, Problem):
            yield chunk
            continue
        told = [whole_numbers(chunk.table[name]).to_pylist() for name in _PARTS]
        flows: list[dict[str, Any]] = []
        for row, span in enumerate(zip(*told, strict=True), chunk.first):
            flows += _flows(row, span, states, notes)
        columns: dict[str, Any] = {"row": []}
        if flows:
            columns = {key: [flow[key] for flow in flows] for key in flows[0]}
            columns["available"] = [register.available(end) for end in columns["end"]]
            columns |= {"measure": measure, "stage": "level", "value": 1.0, "unit": register.unit}
        yield Batch(chunk.original, flows=flows_table(columns))
    yield from notes.problems()


def _flows(
    row: int, span: tuple[int | None, ...], states: States, notes: Notes
) -> Iterator[dict[str, Any]]:
    code, start, last = span[0], day(*span[1:4]), day(*span[4:7])
    if code is None or start is None or last is None or last < start:
        notes.add("has no code, first day or last day", "The original row is kept.", row)
        return
    unknown = False
    for begin, end in pieces(start, last + dt.timedelta(days=1)):
        state = states.quiet(code, begin.year)
        if state is not None:
            yield {"row": row, "giver": state, "start": begin, "end": end}
        elif not unknown:
            unknown = True
            states.unknown(code, row)
