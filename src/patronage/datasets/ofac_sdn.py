"""OFAC's list of Specially Designated Nationals: an act in force for every name and target state.

The published file has twelve columns and no header, ``-0-`` for what is null, and programs told as
``SDGT] [IRAN``. It tells neither its own day nor since when a name is on it. So the day of the
edition is read from the file's name, and an act says only that the name was listed on that day.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes
from patronage.datasets.shapes import Batch, acts_table, original_table
from patronage.records import Problem

_BATCH = 20_000
_DAY = re.compile(r"(?<!\d)(\d{4})[-_]?(\d{2})[-_]?(\d{2})(?!\d)")
_HEAD = re.compile(r"[A-Z ]+")  # of VENEZUELA-EO13850 and DPRK3: what comes before order and number
_END = "\x1a"  # an end mark of older systems; such a line is no row
_OTHERS = {6: "the addresses (add.csv)", 5: "the alternate names (alt.csv)"}
_Line = tuple[int, list[str]]


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of listed names with their acts; a line that is no row is a problem."""
    day = _edition(path)
    if day is None:
        yield Problem(
            path.name, "file name", "does not tell the day of the edition, nor does the file",
            "Name the file with the day on which OFAC published it, as sdn-2026-11-22.csv.",
        )  # fmt: skip
        return
    notes = Notes(path.name)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = (line for line in csv.reader(file) if line and line != [_END])
        numbered = enumerate(lines, 1)
        chunk = list(islice(numbered, _BATCH))
        problem = _strange(path, register, chunk)
        if problem:
            yield problem
            return
        while chunk:
            ahead = list(islice(numbered, _BATCH))
            if not ahead and len(chunk[-1][1]) < len(register.columns):
                yield Problem(
                    path.name, f"file, row {chunk.pop()[0]}",
                    "ends in the middle of this row, which was left out", _mend(register),
                )  # fmt: skip
            yield from _chunk(chunk, register, day, notes)
            chunk = ahead
    yield from notes.problems()


def _edition(path: Path) -> dt.date | None:
    found = _DAY.search(path.name)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _mend(register: Register) -> str:
    return f"Get the whole file sdn.csv of {register.title} at {register.home}"


def _strange(path: Path, register: Register, chunk: list[_Line]) -> Problem | None:
    """What tells, in the first row, that the file is none of this register."""
    first = chunk[0][1] if chunk else []
    if len(first) == len(register.columns) and first[0].strip().isdecimal():
        return None
    told = f"does not begin with a row of {len(register.columns)} values led by a number"
    if len(first) in _OTHERS and first[0].strip().isdecimal():
        told = f"is the file of {_OTHERS[len(first)]}, which makes no acts"
    return Problem(path.name, "header", told, _mend(register))


def _chunk(
    chunk: list[_Line], register: Register, day: dt.date, notes: Notes
) -> Iterator[Batch | Problem]:
    kept: list[_Line] = []
    acts: list[dict[str, Any]] = []
    for number, row in chunk:
        if len(row) != len(register.columns) or not row[0].strip().isdecimal():
            told = f"has {len(row)} values, the first is '{row[0][:20]}'"
            yield Problem(notes.file, f"row {number}", f"{told}; it was left out", _mend(register))
            continue
        kept.append((number, row))
        acts += _acts(number, row[3], notes)
    columns: dict[str, Any] = {"row": []}
    if acts:
        columns = {key: [act[key] for act in acts] for key in acts[0]}
    columns |= {
        "actor": "USA", "actor_sector": "GOV", "type": "COERCE", "mode": "restrict",
        "instrument": "sanction-financial", "polarity": "pressure", "start": day,
        "end": day + dt.timedelta(days=1), "available": register.available(day),
    }  # fmt: skip
    original = original_table(
        register.columns, [row for _, row in kept], [number for number, _ in kept]
    )
    yield Batch(original, acts=acts_table(columns))


def _acts(row: int, cell: str, notes: Notes) -> Iterator[dict[str, Any]]:
    """One act for every state that the programs of a row are about."""
    tags: dict[str, list[str]] = {}
    for tag in filter(None, (part.strip() for part in re.split(r"[\[\];]", cell))):
        head = _HEAD.match(tag)
        state = _states().get(head.group().strip()) if head else None
        if state is None:
            told = f"program {tag} is not about one state that we are certain of"
            notes.add(told, "The original rows are kept; see ofac_programs.csv.", row)
        else:
            tags.setdefault(state, []).append(tag)
    for state, named in tags.items():
        yield {"row": row, "recipient": state, "code": "; ".join(named)}


@cache
def _states() -> Mapping[str, str]:
    text = files("patronage.datasets").joinpath("registers/ofac_programs.csv").read_text("utf-8")
    return {row["program"]: row["state"] for row in csv.DictReader(text.splitlines())}
