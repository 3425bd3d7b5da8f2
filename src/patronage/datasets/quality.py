"""Marks on machine-coded events: what may be counted twice, what cannot be compared.

Coders of news tell one deed many times, tell deeds of a state toward itself, and tell old deeds
anew; and what a register reads changes. Each mark is a column of its own over all rows. Leaving
rows out is the caller's choice, by name; by default nothing is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.datasets.reading import read
from patronage.errors import UnknownNameError, nearest
from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["GDELT_CHANGE", "MARKS", "Quality", "quality", "quality_of"]

#: The day of the first file of GDELT 2.0, which reads more sources, and translated ones.
GDELT_CHANGE = dt.date(2015, 2, 18)

#: What each mark tells of a row.
MARKS: Mapping[str, str] = {
    "same event": "a row before it has the same event id (in ICEWS: id and date)",
    "same story": "a row before it tells the same deed, day and two sides from the same story",
    "self dyad": "actor and recipient are the same",
    "since 2015 change": "added to GDELT on or after 2015-02-18: counts before are not comparable",
    "republished": "became available long after its end",
}

# Columns of the original rows: those that make an event's id, and the story that it is from.
_IDS = (("globaleventid",), ("event_id", "event_date"))
_STORIES = ("sourceurl", "story_id")
_CHANGED = ("gdelt1", "gdelt2")


@dataclass(frozen=True, slots=True)
class Quality:
    """Marks of a table of acts: ``masks`` has a column of booleans a mark, in the acts' order."""

    masks: pa.Table

    @property
    def counts(self) -> dict[str, int]:
        """How many rows bear each mark."""
        import pyarrow.compute as pc

        return {name: pc.sum(self.masks[name]).as_py() or 0 for name in self.masks.column_names}

    def without(self, acts: pa.Table, marks: Sequence[str]) -> pa.Table:
        """The acts that bear none of the named marks.

        Raises:
            UnknownNameError: for a mark that is not known.
        """
        import pyarrow.compute as pc

        kept = acts
        if marks:
            struck = [self.masks[_known(mark)] for mark in marks]
            kept = acts.filter(pc.invert(_any(struck)))
        return kept


def _known(mark: str) -> str:
    if mark not in MARKS:
        raise UnknownNameError(f"No mark '{mark}'. {nearest(mark, MARKS)} Marks: {list(MARKS)}.")
    return mark


def _any(masks: Sequence[Any]) -> Any:
    import pyarrow.compute as pc

    found = masks[0]
    for mask in masks[1:]:
        found = pc.or_(found, mask)
    return found


def quality(acts: pa.Table, original: pa.Table, *, late_days: int = 30) -> Quality:
    """Mark the acts of one file of a machine-coded register.

    Args:
        acts: acts as :func:`patronage.datasets.read` gives them, of one dataset and file.
        original: the file's rows as they stand, with ``row``; those without an act are let be.
        late_days: from how many days between end and availability on an act is ``republished``.
            Of a register whose availability is a stated lag this tells nothing.

    Returns:
        A mark a column, see :data:`MARKS`; a mark for which a register has no column is false.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    told = [name for name in original.column_names if name in {*_STORIES, *sum(_IDS, ())}]
    rows = pc.index_in(acts["row"], original["row"].combine_chunks())
    table = acts.append_column("nth", pa.array(range(acts.num_rows), pa.int64()))
    for name in told:
        table = table.append_column(name, original[name].take(rows))
    deed = ("actor", "recipient", "code", "start")
    story = next((name for name in _STORIES if name in told), None)
    ids = next((names for names in _IDS if set(names) <= set(told)), None)
    none = pa.repeat(pa.scalar(False), acts.num_rows)
    return Quality(
        pa.table(
            {
                "same event": _again(table, ids, ids) if ids else none,
                "same story": _again(table, (story, *deed), (story,)) if story else none,
                "self dyad": _same(table),
                "since 2015 change": _changed(table),
                "republished": _late(table, late_days),
            }
        )
    )


def quality_of(dataset: str, path: Path, *, late_days: int = 30) -> Quality:
    """Mark the acts of a file: :func:`quality` over all its batches, with the columns it needs.

    Raises:
        UnknownNameError: for a register that is not known.
    """
    import pyarrow as pa

    acts, originals = [], []
    needed = {"row", *_STORIES, *sum(_IDS, ())}
    for found in read(dataset, path):
        if not isinstance(found, Problem) and found.acts is not None:
            acts.append(found.acts)
            there = [name for name in found.original.column_names if name in needed]
            originals.append(found.original.select(there))
    if not acts:
        empty = {name: pa.array([], pa.bool_()) for name in MARKS}
        return Quality(pa.table(empty))
    return quality(pa.concat_tables(acts), pa.concat_tables(originals), late_days=late_days)


def _again(table: pa.Table, keys: Sequence[str], named: Sequence[str]) -> Any:
    """Rows of whose keys a row before has all; never where what names them is empty."""
    import pyarrow.compute as pc

    firsts = table.group_by(list(keys)).aggregate([("nth", "min")])["nth_min"]
    again = pc.invert(pc.is_in(table["nth"], firsts.combine_chunks()))
    empty = _any([pc.fill_null(pc.equal(table[name], ""), True) for name in named])
    return pc.and_not(again, empty)


def _same(table: pa.Table) -> Any:
    import pyarrow.compute as pc

    return pc.fill_null(pc.equal(table["actor"], table["recipient"]), False)


def _changed(table: pa.Table) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    gdelt = pc.is_in(table["dataset"], pa.array(_CHANGED))
    since = pc.greater_equal(table["available"], pa.scalar(GDELT_CHANGE))
    return pc.and_(gdelt, pc.fill_null(since, False))


def _late(table: pa.Table, days: int) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    end, told = (pc.cast(table[name], pa.int32()) for name in ("end", "available"))
    return pc.fill_null(
        pc.greater_equal(pc.subtract(told, end), pa.scalar(days, pa.int32())), False
    )
