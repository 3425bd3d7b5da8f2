"""The shape of what is stored: which fields each record has, which tables there are.

Everything here is a list. A record is stored field by field, so that any engine can read it;
values nested in a record become Arrow structs and lists of structs, never JSON texts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args

from patronage.records import (
    Act,
    Actor,
    Amount,
    Attribution,
    Claim,
    Document,
    Event,
    Flow,
    Judgement,
    Problem,
    Sighting,
    Span,
    Time,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ADDED",
    "FORMAT",
    "PARTS",
    "READABLE",
    "RECORDS",
    "TABLES",
    "Field",
    "Table",
    "arrow_schema",
    "arrow_type",
    "fields",
    "item_of",
]

FORMAT = 2
"""Version of the format. Any change to the lists below raises it."""

READABLE = (1, 2)
"""Versions that this program opens. A ledger of an older one gets its new columns when written to;
a change that is no new column, null in all older rows, ends this list below it."""

# A kind is a Python type: a scalar, a record class, or ``tuple[X, ...]``. Every field may be None.
Kind = Any
Field = tuple[str, Kind]

RECORDS: Mapping[type, tuple[Field, ...]] = MappingProxyType(
    {
        Span: (("start", int), ("end", int)),
        Actor: (
            ("text", str),
            ("span", Span),
            ("country", str),
            ("sector", str),
            ("name", str),
            ("code", str),
        ),
        Amount: (
            ("text", str),
            ("span", Span),
            ("value", float),
            ("unit", str),
            ("comparator", str),
            ("measure", str),
            ("high", float),
        ),
        Time: (
            ("text", str),
            ("span", Span),
            ("start", dt.date),
            ("end", dt.date),
            ("precision", str),
        ),
        Attribution: (
            ("text", str),
            ("span", Span),
            ("cue", str),
            ("country", str),
            ("sector", str),
            ("name", str),
        ),
        Document: (
            ("id", str),
            ("text", str),
            ("title", str),
            ("published", dt.date),
            ("publisher", str),
            ("url", str),
            ("language", str),
        ),
        Act: (
            ("id", str),
            ("dataset", str),
            ("row", int),
            ("actor", str),
            ("actor_sector", str),
            ("recipient", str),
            ("recipient_sector", str),
            ("type", str),
            ("mode", str),
            ("code", str),
            ("instrument", str),
            ("polarity", str),
            ("start", dt.date),
            ("end", dt.date),
            ("intensity", float),
            ("reports", int),
            ("place", str),
            ("available", dt.date),
        ),
        Flow: (
            ("id", str),
            ("dataset", str),
            ("row", int),
            ("measure", str),
            ("giver", str),
            ("receiver", str),
            ("instrument", str),
            ("stage", str),
            ("start", dt.date),
            ("end", dt.date),
            ("value", float),
            ("unit", str),
            ("base", str),
            ("available", dt.date),
            ("estimated", bool),
        ),
        Sighting: (
            ("id", str),
            ("document", str),
            ("origin", str),
            ("url", str),
            ("publisher", str),
            ("published", dt.date),
            ("raw_hash", str),
            ("extractor", str),
            ("near_duplicate_of", str),
        ),
        Event: (
            ("id", str),
            ("document", str),
            ("sentence", int),
            ("span", Span),
            ("quote", str),
            ("trigger", Span),
            ("actor", tuple[Actor, ...]),
            ("recipient", tuple[Actor, ...]),
            ("beneficiary", tuple[Actor, ...]),
            ("against", tuple[Actor, ...]),
            ("type", str),
            ("mode", str),
            ("context", tuple[str, ...]),
            ("instrument", str),
            ("polarity", str),
            ("status", str),
            ("amount", tuple[Amount, ...]),
            ("in_return_for", tuple[str, ...]),
            ("time", Time),
            ("attribution", tuple[Attribution, ...]),
            ("intensity", float),
            ("coder_score", float),
            ("coder", str),
            ("headline", bool),
        ),
        Claim: (
            ("id", str),
            ("document", str),
            ("sentence", int),
            ("span", Span),
            ("quote", str),
            ("kind", str),
            ("subject", tuple[Actor, ...]),
            ("measure", str),
            ("amount", Amount),
            ("period", Time),
            ("attribution", tuple[Attribution, ...]),
            ("direction", str),
            ("cause", str),
            ("headline", bool),
            ("coder", str),
            ("giver", tuple[Actor, ...]),
            ("receiver", tuple[Actor, ...]),
            ("detail", str),
        ),
        Judgement: (
            ("id", str),
            ("document", str),
            ("span", Span),
            ("field", str),
            ("old", str),
            ("new", str),
            ("who", str),
            ("why", str),
            ("undoes", str),
        ),
        Problem: (
            ("source", str),
            ("place", str),
            ("message", str),
            ("mend", str),
            ("lost", bool),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """One Delta table: the record it stores, less ``without``, plus ``extra`` columns.

    ``key`` makes an insert idempotent: a row whose key is there already is not inserted. A table
    without a key belongs to an attempt and is seen through that attempt's ``coding`` row, or for a
    register's rows its ``loading`` row.
    ``parted`` tables lie in folders by origin and year available; these two columns are in the
    folder names alone and no query reads them.
    """

    name: str
    record: type | None
    extra: tuple[Field, ...]
    key: tuple[str, ...] = ()
    parted: bool = False
    without: tuple[str, ...] = ()


_RECORDED = ("recorded", dt.datetime)
_ATTEMPT = ("attempt", str)
_PLACE = (("span_id", str), ("span_start", int), ("span_end", int))
_WORDS = tuple[str, ...]

# Derived columns repeat what the structs hold, so that queries need neither lambdas nor struct
# fields with reserved names (``end``): there DuckDB and Spark differ.
_TABLES = (
    Table("document", Document, (("digest", str), _RECORDED), ("id",), parted=True),
    Table("sighting", Sighting, (_RECORDED,), ("id",), parted=True),
    Table(
        "span",
        None,
        (("id", str), ("document", str), ("first", int), ("past", int), ("quote", str), _ATTEMPT),
        parted=True,
    ),
    Table(
        "event",
        Event,
        (
            *_PLACE,
            ("trigger_start", int),
            ("trigger_end", int),
            ("actor_key", _WORDS),
            ("recipient_key", _WORDS),
            ("beneficiary_key", _WORDS),
            ("against_key", _WORDS),
            ("amount_text", _WORDS),
            ("attribution_text", _WORDS),
            ("time_start", dt.date),
            ("time_end", dt.date),
            ("time_precision", str),
            ("digest", str),
            _ATTEMPT,
        ),
        parted=True,
        without=("quote",),
    ),
    Table(
        "claim",
        Claim,
        (*_PLACE, ("subject_key", _WORDS), ("digest", str), _ATTEMPT),
        parted=True,
        without=("quote",),
    ),
    Table("problem", Problem, (("document", str), _ATTEMPT)),
    Table("judgement", Judgement, (_RECORDED,), ("id",)),
    Table(
        "coding",
        None,
        (
            ("document", str),
            ("coder", str),
            ("events", int),
            ("claims", int),
            ("problems", int),
            _ATTEMPT,
            _RECORDED,
        ),
        ("document", "coder"),
    ),
    Table("act", Act, (_ATTEMPT,), parted=True),
    Table("flow", Flow, (_ATTEMPT,), parted=True),
    Table(
        "loading",
        None,
        (
            ("dataset", str),
            ("digest", str),
            ("file", str),
            ("version", str),
            ("whole", bool),
            ("complete", bool),
            ("first", dt.date),
            ("rows", int),
            ("acts", int),
            ("flows", int),
            ("problems", int),
            _ATTEMPT,
            _RECORDED,
        ),
        ("dataset", "digest", "version"),
    ),
)
TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
#: Columns that came after format 1, by table: files that are older lack them.
ADDED: Mapping[str, tuple[str, ...]] = MappingProxyType({"claim": ("giver", "receiver", "detail")})
PARTS: tuple[Field, ...] = (("part_origin", str), ("part_year", int))


def fields(table: Table) -> tuple[Field, ...]:
    """Every column of a table with its kind, folder columns last."""
    own = RECORDS[table.record] if table.record else ()
    kept = tuple(field for field in own if field[0] not in table.without)
    return (*kept, *table.extra, *(PARTS if table.parted else ()))


def item_of(kind: Kind) -> Kind:
    """What a ``tuple[X, ...]`` holds; no other kind has arguments."""
    return get_args(kind)[0]


def arrow_type(kind: Kind) -> pa.DataType:
    """The Arrow type of a kind.

    >>> str(arrow_type(tuple[Span, ...]))
    'list<element: struct<start: int32, end: int32>>'
    """
    import pyarrow as pa

    scalars = {
        str: pa.string(),
        int: pa.int32(),
        float: pa.float64(),
        bool: pa.bool_(),
        dt.date: pa.date32(),
        dt.datetime: pa.timestamp("us", "UTC"),
    }
    if kind in scalars:
        return scalars[kind]
    if get_args(kind):
        # Delta names the item of a list "element"; any other name makes a cast at each write.
        return pa.list_(pa.field("element", arrow_type(item_of(kind))))
    return pa.struct([(name, arrow_type(inner)) for name, inner in RECORDS[kind]])


def arrow_schema(columns: tuple[Field, ...]) -> pa.Schema:
    """The Arrow schema of a list of columns."""
    import pyarrow as pa

    return pa.schema([(name, arrow_type(kind)) for name, kind in columns])
