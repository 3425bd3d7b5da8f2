"""ICEWS coded events: tab-separated with a header, states by name, sectors as lists of words.

A source or target that is an organisation we know is counted as that, else as its country; rebels
and opposition are kept apart from their state, and other dissidents have no key. Of several sectors
the first with a PLOVER counterpart is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.actors.systems import state_in
from patronage.datasets.catalogue import Register
from patronage.datasets.codes import Unmapped, action, codes, key_of, looked_up, organisation
from patronage.datasets.shapes import Batch, acts_table, original_names
from patronage.datasets.tabs import first_lines, tables, unreadable
from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read"]

_NONE = frozenset({"", "NA", "None"})
_TOLD = {
    "Event Date": "Event Date that are no date (no act is made of the row)",
    "CAMEO Code": "CAMEO Code without a PLOVER type",
    "Intensity": "Intensity that are no number from -10 to 10",
}


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of events with their acts; rows that cannot be read are problems."""
    problem = unreadable(path)
    header = () if problem else tuple(first_lines(path, 1)[0].split("\t"))
    missing = [name for name in register.columns if name not in header]
    if problem is None and missing:
        problem = f"has no column {', '.join(missing)}"
    if problem:
        mend = f"Get the file anew from {register.home}; nothing of it was read."
        yield Problem(path.name, "file" if not header else "header", problem, mend)
        return
    unmapped = Unmapped()
    names = [*original_names(header), "row"]
    for found in tables(path, header, header=True):
        if isinstance(found, Problem):
            yield found
        else:
            acts = _acts(found, register, unmapped)
            yield Batch(found.rename_columns(names), acts=acts)
    yield from unmapped.problems(path.name)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _intensity(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -10 <= value <= 10 else None


def _state(name: str) -> str | None:
    return codes("icews-country").get(name) or state_in("name", name)


def _sector(listed: str) -> str | None:
    """The first sector that PLOVER has; but who fights or opposes a government is told as that."""
    known = codes("icews-sector")
    found = [known[word] for word in listed.split(",") if word in known]
    if "GOV" not in found:
        found = [sector for sector in ("REB", "OPP") if sector in found] or found
    return found[0] if found else None


def _acts(table: pa.Table, register: Register, unmapped: Unmapped) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    start = _made(table, "Event Date", _date, pa.date32(), unmapped)
    if start.null_count:
        dated = pc.is_valid(start)
        table, start = table.filter(dated), start.filter(dated)
    end = looked_up(start, lambda day: day + dt.timedelta(days=1), pa.date32())
    actor, actor_sector = _party(table, "Source", unmapped)
    recipient, recipient_sector = _party(table, "Target", unmapped)
    code = table["CAMEO Code"]
    return acts_table(
        {
            "row": table["row"],
            "actor": actor,
            "actor_sector": actor_sector,
            "recipient": recipient,
            "recipient_sector": recipient_sector,
            "type": _made(table, "CAMEO Code", lambda c: action(c)[0], pa.string(), unmapped),
            "mode": looked_up(code, lambda c: action(c)[1], pa.string()),
            "code": code,
            "polarity": looked_up(code, lambda c: action(c)[2], pa.string()),
            "start": start,
            "end": end,
            "intensity": _made(table, "Intensity", _intensity, pa.float64(), unmapped),
            "place": _made(table, "Country", _state, pa.string(), unmapped),
            "available": looked_up(end, register.available, pa.date32()),
        }
    )


def _made(table: pa.Table, name: str, make: Any, kind: pa.DataType, unmapped: Unmapped) -> pa.Array:
    import pyarrow.compute as pc

    column = table[name].combine_chunks()
    made = looked_up(column, make, kind)
    told = pc.and_(pc.is_null(made), pc.invert(pc.is_in(column, _none())))
    unmapped.note(_TOLD.get(name, f"{name} that are no state we know"), column.filter(told),
                  made.filter(told))  # fmt: skip
    return made


def _none() -> pa.Array:
    import pyarrow as pa

    return pa.array(sorted(_NONE))


def _party(table: pa.Table, side: str, unmapped: Unmapped) -> tuple[pa.Array, pa.Array]:
    """Key and sector of a source or target."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sector = looked_up(table[f"{side} Sectors"], _sector, pa.string())
    country = _made(table, f"{side} Country", _state, pa.string(), unmapped)
    # Dissidents of a kind that PLOVER does not have are in a state and do not act for it.
    dissident = pc.match_substring(table[f"{side} Sectors"].combine_chunks(), "Dissident")
    stateless = pc.and_(dissident, pc.is_null(sector))
    country = pc.if_else(stateless, pa.scalar(None, pa.string()), country)
    known = looked_up(table[f"{side} Name"], organisation, pa.string())
    return pc.coalesce(known, key_of(country, sector)), sector
