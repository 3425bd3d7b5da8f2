"""GSDB: sanction cases, each an act for every sender, target and kind of sanction.

The register gives years of begin and end. A case makes an act in its year of begin and, where it
has ended, another in its year of end: two acts and not one span, so that a look back knows of no
end that came later. Objectives and success stay in the original rows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from patronage.actors.systems import state_in
from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes
from patronage.datasets.shapes import Batch, acts_table, original_table, years
from patronage.records import Problem

_BATCH = 20_000
_ONGOING = "ongoing"


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of cases with their acts; a line that is no row is a problem."""
    notes = Notes(path.name)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = csv.reader(file)
        header = [name.strip() for name in next(lines, [])]
        missing = [name for name in register.columns if name not in header]
        if missing:
            yield Problem(
                path.name, "header", f"has no column {', '.join(missing)}",
                f"Get the whole file of {register.title} at {register.home}",
            )  # fmt: skip
            return
        numbered = enumerate((line for line in lines if line), 1)  # blank lines are no rows
        chunk = list(islice(numbered, _BATCH))
        while chunk:
            after = list(islice(numbered, _BATCH))
            if not after and len(chunk[-1][1]) < len(header):
                yield _cut(path, register, chunk.pop())
            yield from _chunk(header, chunk, register, notes)
            chunk = after
    yield from notes.problems()


def _cut(path: Path, register: Register, last: tuple[int, list[str]]) -> Problem:
    """What a short last line tells: the file ends too early."""
    return Problem(
        path.name, f"file, row {last[0]}", "ends in the middle of this row, which was left out",
        f"Get the whole file of {register.title} at {register.home}",
    )  # fmt: skip


def _chunk(
    header: list[str], chunk: list[tuple[int, list[str]]], register: Register, notes: Notes
) -> Iterator[Batch | Problem]:
    kept: list[tuple[int, list[str]]] = []
    acts: list[dict[str, Any]] = []
    for number, row in chunk:
        if len(row) != len(header):
            yield Problem(
                notes.file, f"row {number}", f"has {len(row)} values and not {len(header)}",
                "Get the register anew; the row was left out.",
            )  # fmt: skip
            continue
        kept.append((number, row))
        acts += _acts(number, dict(zip(header, row, strict=True)), notes)
    columns: dict[str, Any] = {"row": []}
    if acts:
        columns = {key: [act[key] for act in acts] for key in acts[0]}
        columns["available"] = [register.available(end) for end in columns["end"]]
    original = original_table(header, [row for _, row in kept], [number for number, _ in kept])
    yield Batch(original, acts=acts_table(columns))


def _acts(row: int, case: dict[str, str], notes: Notes) -> Iterator[dict[str, Any]]:
    begin, end = _year(case["begin"]), _year(case["end"])
    if begin is None or (end is not None and end < begin):
        notes.add("has no year of begin, or ends before it", "The original row is kept.", row)
        return
    ended = end is not None and _ONGOING not in case["success"]
    kinds = [kind for kind in _kinds() if case[kind["column"]].strip() == "1"]
    if not kinds:
        notes.add("names no kind of sanction", "The original row is kept.", row)
    senders = _parties(case["sanctioning_state"], begin, row, notes)
    targets = _parties(case["sanctioned_state"], begin, row, notes)
    for sender in senders:
        for target in targets:
            for kind in kinds:
                yield _act(row, sender, target, kind, begin) | _begun(kind, case)
                if ended and end is not None:
                    yield _act(row, sender, target, kind, end) | _ended(kind, case)


def _act(row: int, sender: str, target: str, kind: Mapping[str, str], year: int) -> dict[str, Any]:
    start, end = years(year)
    return {
        "row": row, "actor": sender, "recipient": target, "start": start, "end": end,
        "instrument": kind["instrument"] or None,
    }  # fmt: skip


def _begun(kind: Mapping[str, str], case: dict[str, str]) -> dict[str, Any]:
    code = f"{_named(kind, case)}: begins"
    fields = {name: kind[name] or None for name in ("type", "mode", "polarity")}
    return {"code": code, **fields}


def _ended(kind: Mapping[str, str], case: dict[str, str]) -> dict[str, Any]:
    code = f"{_named(kind, case)}: ends"
    return {"code": code, "type": kind["ended"] or None, "mode": None, "polarity": None}


def _named(kind: Mapping[str, str], case: dict[str, str]) -> str:
    name = kind["column"]
    return f"trade ({case['descr_trade']})" if name == "trade" and case["descr_trade"] else name


def _parties(cell: str, year: int, row: int, notes: Notes) -> list[str]:
    """Keys of the states and bodies of a cell, each once, in its order.

    Some names hold a comma themselves (``Gambia, The, Russia``), so two parts are tried as one
    first. Who has no key keeps the register's own name.
    """
    parts = [" ".join(part.split()) for part in cell.split(",")]
    found: list[str] = []
    while parts:
        name = ", ".join(parts[:2])
        taken = 2 if len(parts) > 1 and _own(name, year) else 1
        name = name if taken == 2 else parts[0]
        parts = parts[taken:]
        if not name:
            continue
        key = _own(name, year) or state_in("name", name, year)
        if key is None:
            told = f"'{name}' is no state and no body with a code of its own"
            notes.add(told, "Its name is kept as it stands; add it to gsdb_names.csv.", row)
        if (key or name) not in found:
            found.append(key or name)
    return found


def _own(name: str, year: int) -> str | None:
    for row in _names().get(name, ()):
        if int(row["first"] or 0) <= year <= int(row["last"] or 9999):
            return row["key"]
    return None


def _year(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 9000 else None


@cache
def _names() -> Mapping[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in _table("gsdb_names"):
        found.setdefault(row["text"], []).append(row)
    return found


@cache
def _kinds() -> tuple[Mapping[str, str], ...]:
    return tuple(_table("gsdb_types"))


def _table(name: str) -> Iterator[dict[str, str]]:
    text = files("patronage.datasets").joinpath(f"registers/{name}.csv").read_text("utf-8")
    return iter(csv.DictReader(text.splitlines()))
