"""A user's own names: a table that adds to the codebook's entries or stands in their place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from patronage import codebook
from patronage.errors import UsageError, nearest
from patronage.periods import date_of
from patronage.records import Problem

__all__ = ["COLUMNS", "KINDS", "Overlay", "overlay"]

#: The columns of an overlay; all but ``name`` may be empty, and all but ``name`` may be absent.
COLUMNS = ("name", "aliases", "country", "code", "sector", "kind", "start", "end")
_STATE_KINDS = ("name", "adjective", "demonym", "plural", "capital", "metonym", "place")
#: What a row may be: a state's name, a person, a body, or a name that is none ("not an actor").
KINDS = (*_STATE_KINDS, "person", "not an actor")
_MEND = "Correct the row; the others were read."


@dataclass(frozen=True, slots=True)
class Overlay:
    """Rows of an overlay that hold, and a short hash of them; safe to hand to other processes."""

    rows: tuple[Mapping[str, str], ...] = ()
    hash: str = ""


def overlay(text: str, source: str) -> tuple[Overlay, tuple[Problem, ...]]:
    r"""Read a table of names.

    Args:
        text: CSV with a header of the columns ``name``, ``aliases`` (parted by ``|``),
            ``country`` (ISO 3166-1 alpha-3), ``code`` (of who has no country), ``sector``
            (PLOVER), ``kind``, ``start``, ``end`` (dates, half-open). ``kind`` is a state's
            ``name``, ``adjective``, ``demonym``, ``plural``, ``capital``, ``metonym`` or
            ``place``, a ``person``, ``not an actor``, or a kind of body as in
            ``organisations.csv``, which is also what an empty cell means.
        source: the file's name, for problems.

    Returns:
        The rows that hold, and a problem for each that does not.

    Raises:
        UsageError: for a header without ``name`` or with columns that are none.

    >>> good, bad = overlay("name,country,sector\nBlue Helm,PER,PRM\nRed Helm,XXX,\n", "a.csv")
    >>> len(good.rows), bad[0].place
    (1, 'row 3')
    """
    reader = csv.reader(text.lstrip("\ufeff").splitlines())
    header = [cell.strip().casefold() for cell in next(reader, [])]
    unknown = [cell for cell in header if cell not in COLUMNS]
    if "name" not in header or unknown:
        wrong = f"has the column '{unknown[0]}'" if unknown else "has no column 'name'"
        raise UsageError(f"'{source}' {wrong}. Its header must be: {','.join(COLUMNS)}.")
    kept: list[dict[str, str]] = []
    problems: list[Problem] = []
    for cells in reader:
        place = f"row {reader.line_num}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            message = f"has {len(cells)} cells under {len(header)} columns"
            mend = "Put a cell that holds a comma between quotation marks."
            problems.append(Problem(source, place, message, mend))
            continue
        given = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        row = dict.fromkeys(COLUMNS, "") | given
        faults = list(_faults(row))
        problems += [Problem(source, place, message, mend) for message, mend in faults]
        if not faults:
            kept.append(row)
    return Overlay(tuple(kept), _hash(kept) if kept else ""), tuple(problems)


def _faults(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not row["name"]:
        yield "has no name", "Write a name in the first column."
    if row["kind"] not in _kinds():
        near = nearest(row["kind"], _kinds())
        yield (
            f"'{row['kind']}' is no kind",
            f"{near} Kinds of bodies may be left empty. {_MEND}".lstrip(),
        )
    if row["country"] and row["country"] not in _countries():
        near = nearest(row["country"], _countries())
        yield f"'{row['country']}' is no state", f"{near} Give an ISO 3166-1 alpha-3 code.".lstrip()
    if row["sector"] and row["sector"] not in _sectors():
        near = nearest(row["sector"], _sectors())
        yield (
            f"'{row['sector']}' is no sector",
            f"{near} Sectors: {', '.join(sorted(_sectors()))}.".lstrip(),
        )
    if row["kind"] != "not an actor" and not (row["country"] or row["code"] or row["sector"]):
        yield "says nothing of the name", "Give a country, a code or a sector, or 'not an actor'."
    if row["kind"] in _STATE_KINDS and not row["country"]:
        yield f"is a {row['kind']} of no state", "Give its country."
    yield from _days(row)


def _days(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    days = []
    for column in ("start", "end"):
        try:
            days.append(date_of(row[column]) if row[column] else None)
        except UsageError:
            yield f"'{row[column]}' is no date", "Write it as 2025-11-22 or leave it empty."
            return
    start, end = days
    if start and end and end <= start:
        yield f"ends on {end}, not after its start {start}", "Give the day after the last as end."


def _hash(rows: list[dict[str, str]]) -> str:
    digest = blake2b(digest_size=6)
    for row in rows:
        digest.update(
            "\x1f".join(row[column] for column in COLUMNS).encode("utf-8", "surrogatepass")
        )
        digest.update(b"\x1e")
    return digest.hexdigest()


@cache
def _kinds() -> frozenset[str]:
    bodies = {row["kind"] for row in codebook.rows("organisations")}
    return frozenset({*KINDS, *bodies, ""})


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["iso3"] for row in codebook.rows("states"))


@cache
def _sectors() -> frozenset[str]:
    return frozenset(row["sector"] for row in codebook.rows("sectors"))
