"""GDELT's event files, versions 1.0 and 2.0: acts coded by machine, one row an event.

A file has neither header nor quotes; what it is shows in the number of its columns and in the dates
and codes of its first rows. What a code of CAMEO is in PLOVER stands in the codebook; which state a
country code means and which sector a type code, in ``codes.csv``. An actor without a state is known
by its organisation, and rebels and opposition are kept apart from their state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.datasets.catalogue import Register, catalogue
from patronage.datasets.codes import Unmapped, action, cameo_state, codes, key_of, looked_up
from patronage.datasets.shapes import Batch, acts_table, original_names
from patronage.datasets.tabs import first_lines, tables, unreadable, wide
from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read"]

_WITHOUT_SOURCE = 57  # version 1.0 before April 2013 has no SOURCEURL


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of events with their acts; rows that cannot be read are problems."""
    columns, problem = _columns(path, register)
    if problem:
        mend = f"Get the file anew from {register.home}; nothing of it was read."
        yield Problem(path.name, "file", problem, mend)
        return
    unmapped = Unmapped()
    names = [*original_names(columns), "row"]
    for found in tables(path, columns):
        if isinstance(found, Problem):
            yield found
        else:
            acts = _acts(found, register, unmapped)
            yield Batch(found.rename_columns(names), acts=acts)
    yield from unmapped.problems(path.name)


def _columns(path: Path, register: Register) -> tuple[tuple[str, ...], str | None]:
    """The columns that a file has, or why it is no file of this register."""
    if why := unreadable(path):
        return (), why
    lines = first_lines(path)
    width, columns = wide(lines), register.columns
    if columns[-1] == "SOURCEURL" and width == _WITHOUT_SOURCE and len(columns) == width + 1:
        columns = columns[:-1]
    if width != len(columns):
        others = [r.name for r in catalogue() if len(r.columns) == width]
        hint = f"; {', '.join(others)} has as many" if others else ""
        return (), f"has {width} columns and not {len(columns)}{hint}"
    rows = [line.split("\t") for line in lines]
    for name, fits in (("SQLDATE", _date), ("DATEADDED", _date), ("EventCode", _known)):
        values = [row[columns.index(name)] for row in rows if len(row) == width]
        if sum(fits(value) is not None for value in values) * 2 < len(values):
            told = f"'{values[0][:40]}'"
            return (), f"has no {name} in column {columns.index(name) + 1} but {told}"
    return columns, None


def _date(text: str) -> dt.date | None:
    """The date of ``20150218`` or ``20150218230000``."""
    if len(text) not in (8, 14) or not text.isascii() or not text.isdigit():
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def _known(code: str) -> str | None:
    return code if code.isascii() and code.isdigit() and 2 <= len(code) <= 4 else None


def _scale(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -10 <= value <= 10 else None


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _acts(table: pa.Table, register: Register, unmapped: Unmapped) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    start = _made(table, "SQLDATE", _date, pa.date32(), unmapped)
    if start.null_count:
        dated = pc.is_valid(start)
        table, start = table.filter(dated), start.filter(dated)
    end = looked_up(start, lambda day: day + dt.timedelta(days=1), pa.date32())
    lagged = looked_up(end, register.available, pa.date32())
    added = _made(table, "DATEADDED", _date, pa.date32(), unmapped)
    type = _made(table, "EventCode", lambda code: action(code)[0], pa.string(), unmapped)
    actor, actor_sector = _party(table, "Actor1", unmapped)
    recipient, recipient_sector = _party(table, "Actor2", unmapped)
    code = table["EventCode"]
    return acts_table(
        {
            "row": table["row"],
            "actor": actor,
            "actor_sector": actor_sector,
            "recipient": recipient,
            "recipient_sector": recipient_sector,
            "type": type,
            "mode": looked_up(code, lambda code: action(code)[1], pa.string()),
            "code": code,
            "polarity": looked_up(code, lambda code: action(code)[2], pa.string()),
            "start": start,
            "end": end,
            "intensity": _made(table, "GoldsteinScale", _scale, pa.float64(), unmapped),
            "reports": _made(table, "NumMentions", _count, pa.int32(), unmapped),
            "place": _made(
                table, "ActionGeo_CountryCode", codes("fips").get, pa.string(), unmapped
            ),
            "available": pc.coalesce(added, lagged),
        }
    )


_TOLD = {
    "SQLDATE": "SQLDATE that are no date (no act is made of the row)",
    "DATEADDED": "DATEADDED that are no date (the stated lag stands in)",
    "EventCode": "EventCode without a PLOVER type",
    "GoldsteinScale": "GoldsteinScale that are no number from -10 to 10",
    "NumMentions": "NumMentions that are no count",
    "ActionGeo_CountryCode": "ActionGeo_CountryCode that are no state we know",
}


def _made(table: pa.Table, name: str, make: Any, kind: pa.DataType, unmapped: Unmapped) -> pa.Array:
    column = table[name].combine_chunks()
    made = looked_up(column, make, kind)
    unmapped.note(_TOLD.get(name, f"{name} that are no state we know"), column, made)
    return made


def _party(table: pa.Table, actor: str, unmapped: Unmapped) -> tuple[pa.Array, pa.Array]:
    """Key and sector of an actor: the state, or the organisation of who has none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    country = _made(table, f"{actor}CountryCode", cameo_state, pa.string(), unmapped)
    group = looked_up(table[f"{actor}KnownGroupCode"], codes("cameo-group").get, pa.string())
    told = [table[f"{actor}Type{place}Code"] for place in (1, 2, 3)]
    sector = pc.coalesce(*(looked_up(one, codes("cameo-type").get, pa.string()) for one in told))
    return pc.coalesce(group, key_of(country, sector)), sector
