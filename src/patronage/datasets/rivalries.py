"""Strategic rivalries: each year of one is a level of one, told both ways since it is mutual.

Besides ``rivalry`` there is a measure for each kind that the authors name; a kind that they do not
name is missing and gives no flow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes, States
from patronage.datasets.parquet import chunks, pieces, whole_numbers
from patronage.datasets.shapes import Batch, flows_table
from patronage.records import Problem

_KINDS = ("positional", "spatial", "ideological", "interventionary", "principal")


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of rivalries, each with its years; what has no place is gathered."""
    notes = Notes(path.name)
    states = States("cown", notes)
    for chunk in chunks(path, register):
        if isinstance(chunk, Problem):
            yield chunk
            continue
        names = ("ccode1", "ccode2", "start", "end", *_KINDS)
        told = [whole_numbers(chunk.table[name]).to_pylist() for name in names]
        flows: list[dict[str, Any]] = []
        for row, values in enumerate(zip(*told, strict=True), chunk.first):
            flows += _flows(row, dict(zip(names, values, strict=True)), states, notes)
        columns: dict[str, Any] = {"row": []}
        if flows:
            columns = {key: [flow[key] for flow in flows] for key in flows[0]}
            columns["available"] = [register.available(end) for end in columns["end"]]
            columns |= {"stage": "level", "value": 1.0, "unit": "rivalry"}
        yield Batch(chunk.original, flows=flows_table(columns))
    yield from notes.problems()


def _flows(
    row: int, rivalry: dict[str, int | None], states: States, notes: Notes
) -> Iterator[dict[str, Any]]:
    first, last = rivalry["start"], rivalry["end"]
    one, other = rivalry["ccode1"], rivalry["ccode2"]
    if first is None or last is None or not 0 < first <= last < 9999:
        notes.add("has no start or end, or ends before it starts", "The original is kept.", row)
        return
    if one is None or other is None:
        notes.add("has no code for one of the two states", "The original row is kept.", row)
        return
    kinds = ["rivalry"] + [f"rivalry: {kind}" for kind in _KINDS if rivalry[kind] == 1]
    unknown: set[int] = set()
    for start, end in pieces(dt.date(first, 1, 1), dt.date(last + 1, 1, 1)):
        found = [(code, states.quiet(code, start.year)) for code in (one, other)]
        missing = {code for code, state in found if state is None}
        for code in missing - unknown:
            states.unknown(code, row)
        unknown |= missing
        if missing:
            continue
        for giver, receiver in (found, found[::-1]):
            for kind in kinds:
                yield {
                    "row": row, "giver": giver[1], "receiver": receiver[1], "measure": kind,
                    "start": start, "end": end,
                }  # fmt: skip
