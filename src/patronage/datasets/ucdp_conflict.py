"""UCDP/PRIO armed conflict: conflict-years between two sides, and who sent troops to which.

Two kinds of acts are made. A conflict-year between the sides has no PLOVER type: that both fought
is told, who struck whom is not. A state that backed a side with troops gives ``AID`` by ``troops``
to that side. The file repeats a conflict-year for each pair of backers; each act is made once, of
the first row that tells it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes, States
from patronage.datasets.parquet import chunks, whole_numbers
from patronage.datasets.shapes import Batch, acts_table, years
from patronage.records import Problem

_NUMBERS = (
    "conflict_id", "year", "gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "intensity_level",
    "start_prec2", "ep_end",
)  # fmt: skip
_TEXTS = ("type_of_conflict", "incompatibility", "start_date2", "ep_end_date")
_DEATHS = {1: "25 to 999 battle deaths in the year", 2: "1,000 or more battle deaths in the year"}
#: Side B is a group inside state A; in other kinds it is a state, or a group in no state named.
_INSIDE = frozenset({"intrastate", "II"})
_EXACT = 1
Row = dict[str, Any]
Side = tuple[str | None, str | None]


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of conflict-years with their acts; what has no place is gathered."""
    notes = Notes(path.name)
    states = States("gwn", notes)
    seen: set[tuple[Any, ...]] = set()
    for chunk in chunks(path, register):
        if isinstance(chunk, Problem):
            yield chunk
            continue
        told = [whole_numbers(chunk.table[name]).to_pylist() for name in _NUMBERS]
        told += [chunk.table[name].to_pylist() for name in _TEXTS]
        acts: list[Row] = []
        for row, values in enumerate(zip(*told, strict=True), chunk.first):
            conflict = dict(zip((*_NUMBERS, *_TEXTS), values, strict=True))
            for act in _acts(row, conflict, states, notes):
                key = (conflict["conflict_id"], *list(act.values())[1:])
                if key not in seen:
                    seen.add(key)
                    acts.append(
                        act | {"available": register.available(years(act["start"].year)[1])}
                    )
        columns = {key: [act[key] for act in acts] for key in (acts[0] if acts else {"row": 0})}
        yield Batch(chunk.original, acts=acts_table(columns))
    yield from notes.problems()


def _acts(row: int, conflict: Row, states: States, notes: Notes) -> Iterator[Row]:
    year, first = conflict["year"], conflict["gwno_a"]
    if year is None or first is None or not 0 < year < 9000:
        notes.add("has no year or no state on side A", "The original row is kept.", row)
        return
    a = states.find(first, year, row)
    if a is None:
        return
    b: Side = (None, None)
    if conflict["gwno_b"] is not None:
        state = states.find(conflict["gwno_b"], year, row)
        b = (state, "GOV" if state else None)
    elif conflict["type_of_conflict"] in _INSIDE:
        b = (f"REB:{a}", "REB")
    start, end = _when(conflict)
    deaths = _DEATHS.get(conflict["intensity_level"], "battle deaths not told")
    kind, issue = conflict["type_of_conflict"], conflict["incompatibility"]
    code = f"conflict {conflict['conflict_id']}: {kind}, over {issue}, {deaths}"
    yield _act(row, (a, "GOV"), b, start, end) | {"code": code}
    yield from _backing(row, conflict, {"a": (a, "GOV"), "b": b}, states)


def _backing(row: int, conflict: Row, sides: dict[str, Side], states: States) -> Iterator[Row]:
    start, end = years(conflict["year"])
    for side, backed in sides.items():
        code = conflict[f"gwno_{side}_2nd"]
        state = None if code is None else states.find(code, conflict["year"], row)
        if state is None or backed[0] is None:
            continue
        yield _act(row, (state, "MIL"), backed, start, end) | {
            "type": "AID", "instrument": "troops", "polarity": "support",
            "code": f"conflict {conflict['conflict_id']}: troops for side {side.upper()}",
        }  # fmt: skip


def _act(row: int, actor: Side, recipient: Side, start: dt.date, end: dt.date) -> Row:
    return {
        "row": row, "actor": actor[0], "actor_sector": actor[1], "recipient": recipient[0],
        "recipient_sector": recipient[1], "type": None, "instrument": None, "polarity": None,
        "start": start, "end": end, "code": None,
    }  # fmt: skip


def _when(conflict: Row) -> tuple[dt.date, dt.date]:
    """The part of the year that the fighting is told to span, or the year where dates are vague."""
    start, end = years(conflict["year"])
    began, ended = _day(conflict["start_date2"]), _day(conflict["ep_end_date"])
    if began and began.year == conflict["year"] and conflict["start_prec2"] == _EXACT:
        start = began
    if ended and ended.year == conflict["year"] and conflict["ep_end"] == 1 and ended >= start:
        end = ended + dt.timedelta(days=1)
    return start, end


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
