"""ICEWS14: lines of subject, relation, object and hours since 2014, ids told in two tables beside.

Names hold a country where they are one, or in brackets after a role: ``Police_(Australia)``. A
person is nobody's key here. A relation is the name of a CAMEO code.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from patronage.actors.systems import state_in
from patronage.datasets.catalogue import Register
from patronage.datasets.codes import Unmapped, action, codes, key_of, looked_up, organisation
from patronage.datasets.shapes import Batch, acts_table
from patronage.datasets.tabs import first_lines, tables, unreadable, wide
from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read"]

_TABLES = ("entity2id.txt", "relation2id.txt")
_START, _DAYS = dt.date(2014, 1, 1), 365


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of events with their acts; a file without its tables of names is a problem."""
    problem = unreadable(path) or _unlike(path)
    if problem:
        yield Problem(path.name, "file", problem, f"{register.title} is {register.files}.")
        return
    entities, relations = (_names(path.parent / name) for name in _TABLES)
    header = [*register.columns, "mark"][: wide(first_lines(path))]
    unmapped = Unmapped()
    for found in tables(path, header):
        if isinstance(found, Problem):
            yield found
        else:
            yield _batch(found, entities, relations, register, unmapped)
    yield from unmapped.problems(path.name)


def _unlike(path: Path) -> str | None:
    """Why a file holds no quadruples that can be read."""
    lines = first_lines(path)
    width = wide(lines)
    plain = sum(bool(re.fullmatch(r"-?\d+(?:\t-?\d+)*\s*", line)) for line in lines)
    if width not in (4, 5) or plain * 2 < len(lines):
        return f"holds no lines of four numbers, but '{lines[0][:60]}'"
    absent = [name for name in _TABLES if not (path.parent / name).is_file()]
    return f"has no {' and no '.join(absent)} beside it, which tell its names" if absent else None


def _names(path: Path) -> Mapping[str, str]:
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {told[1].strip(): told[0] for told in lines if len(told) > 1}


def _batch(
    table: pa.Table, entities: Mapping[str, str], relations: Mapping[str, str],
    register: Register, unmapped: Unmapped,
) -> Batch:  # fmt: skip
    """The ids as they stand with their names beside them, and the acts."""
    import pyarrow as pa

    original = table
    for name, listed in (("subject", entities), ("relation", relations), ("object", entities)):
        made = looked_up(table[name], listed.get, pa.string())
        unmapped.note(f"{name} without a name", table[name].combine_chunks(), made)
        original = original.append_column(f"{name}_name", made)
    return Batch(original, acts=_acts(original, register, unmapped))


def _acts(table: pa.Table, register: Register, unmapped: Unmapped) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    start = looked_up(table["hours"], _day, pa.date32())
    unmapped.note("hours that are no day of 2014", table["hours"].combine_chunks(), start)
    dated = pc.is_valid(start)
    table, start = table.filter(dated), start.filter(dated)
    end = looked_up(start, lambda day: day + dt.timedelta(days=1), pa.date32())
    code = looked_up(table["relation_name"], _code, pa.string())
    relation = table["relation_name"].combine_chunks()
    unmapped.note("relation that name no CAMEO code", relation, code)
    type = looked_up(code, lambda told: told and action(told)[0], pa.string())
    unmapped.note("CAMEO codes without a PLOVER type", pc.fill_null(code, ""), type)
    parties: dict[str, pa.Array] = {}
    for side, name in (("actor", "subject_name"), ("recipient", "object_name")):
        sector = looked_up(table[name], lambda told: _party(told)[1], pa.string())
        state = looked_up(table[name], lambda told: _party(told)[0], pa.string())
        known = looked_up(table[name], _organisation, pa.string())
        parties |= {side: pc.coalesce(known, key_of(state, sector)), f"{side}_sector": sector}
    return acts_table(
        {
            "row": table["row"],
            "type": type,
            "mode": looked_up(code, lambda told: told and action(told)[1], pa.string()),
            "code": code,
            "polarity": looked_up(code, lambda told: told and action(told)[2], pa.string()),
            "start": start,
            "end": end,
            "available": looked_up(end, register.available, pa.date32()),
        }
        | parties
    )


def _day(hours: str) -> dt.date | None:
    days, rest = divmod(int(hours), 24) if hours.isascii() and hours.isdigit() else (_DAYS, 0)
    return _START + dt.timedelta(days=days) if not rest and days < _DAYS else None


def _code(relation: str | None) -> str | None:
    if relation is None:
        return None
    return codes("cameo-name").get(re.sub(r"[^a-z]+", " ", relation.lower()).strip())


@cache
def _party(name: str | None) -> tuple[str | None, str | None]:
    """State and sector of an entity: a state's name, or a role with its state in brackets."""
    plain = (name or "").replace("_", " ")
    # Not by an expression: to a name of many brackets it would go back again and again.
    role, bracket, state = plain.removesuffix(")").rpartition(" (")
    if plain.endswith(")") and role and state and bracket:
        sector = codes("icews-role").get(role)
        # Of an unknown role it is open whether it acts for the state.
        return (_state(state) if sector else None), sector
    return _state(plain), None


def _organisation(name: str | None) -> str | None:
    return organisation(name.replace("_", " ")) if name else None


def _state(name: str) -> str | None:
    return codes("icews-country").get(name) or state_in("name", name)
