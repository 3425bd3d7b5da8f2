"""Militarized interstate disputes, directed dyad-years: an act of each state toward the other.

The register tells the highest action of a state in a dispute, not toward whom of several opponents
nor in which of several years. So a PLOVER type is given only where a dispute of this file has two
states and one year; elsewhere type and polarity stay empty and the register's own level and action
stand in ``code``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes, States
from patronage.datasets.parquet import chunks, whole_numbers
from patronage.datasets.shapes import Batch, acts_table, years
from patronage.records import Problem

_FIELDS = ("dispnum", "ccode1", "ccode2", "year", "hostlev1", "hiact1")


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of dispute-years with an act each; what has no place is gathered."""
    notes = Notes(path.name)
    states = States("cown", notes)
    plain = _plain(path, register)
    for chunk in chunks(path, register):
        if isinstance(chunk, Problem):
            yield chunk
            continue
        told = [whole_numbers(chunk.table[name]).to_pylist() for name in _FIELDS]
        acts = []
        for row, values in enumerate(zip(*told, strict=True), chunk.first):
            dispute = dict(zip(_FIELDS, values, strict=True))
            act = _act(row, dispute, states, notes, plain)
            if act:
                acts.append(act | {"available": register.available(act["end"])})
        columns = {key: [act[key] for act in acts] for key in (acts[0] if acts else {"row": 0})}
        yield Batch(chunk.original, acts=acts_table(columns))
    yield from notes.problems()


def _plain(path: Path, register: Register) -> frozenset[int]:
    """Disputes that this file tells of two states and one year alone."""
    seen: dict[int, tuple[set[int], set[int]]] = {}
    for chunk in chunks(path, register):
        if isinstance(chunk, Problem):
            break
        names = ("dispnum", "ccode1", "ccode2", "year")
        columns = [whole_numbers(chunk.table[name]).to_pylist() for name in names]
        for dispute, one, other, year in zip(*columns, strict=True):
            parties, when = seen.setdefault(dispute, (set(), set()))
            parties |= {one, other}
            when.add(year)
    return frozenset(d for d, (parties, when) in seen.items() if len(parties) == 2 == 1 + len(when))


def _act(
    row: int, dispute: dict[str, int | None], states: States, notes: Notes, plain: frozenset[int]
) -> dict[str, Any] | None:
    year, one, other = dispute["year"], dispute["ccode1"], dispute["ccode2"]
    if year is None or one is None or other is None or not 0 < year < 9000:
        notes.add("has no year or no code of a state", "The original row is kept.", row)
        return None
    actor, recipient = states.find(one, year, row), states.find(other, year, row)
    if actor is None or recipient is None:
        return None
    if actor == recipient:  # in 1990 both 255 and 260 are Germany
        notes.add("pairs a state with itself", "The original row is kept.", row)
        return None
    level, action = dispute["hostlev1"], dispute["hiact1"]
    known = _codes("action").get(str(action), {})
    meant: Mapping[str, str] = known if dispute["dispnum"] in plain else {}
    start, end = years(year)
    code = f"level {level}: {_text('level', level)}; action {action}: {_text('action', action)}"
    return {
        "row": row, "actor": actor, "actor_sector": "MIL", "recipient": recipient,
        "recipient_sector": "MIL", "type": meant.get("type") or None,
        "mode": meant.get("mode") or None, "instrument": meant.get("instrument") or None,
        "code": code,
        "polarity": "pressure" if meant.get("type") else None, "start": start, "end": end,
    }  # fmt: skip


def _text(kind: str, code: int | None) -> str:
    return _codes(kind).get(str(code), {}).get("text", "?")


@cache
def _codes(kind: str) -> Mapping[str, Mapping[str, str]]:
    text = files("patronage.datasets").joinpath("registers/mid_codes.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines()) if row["kind"] == kind}
