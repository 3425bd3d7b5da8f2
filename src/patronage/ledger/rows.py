"""Records as rows of Arrow tables, and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, get_args

from patronage.ledger.schema import RECORDS, Kind, item_of

__all__ = ["reader", "row_of"]


def row_of(record: object) -> dict[str, Any]:
    """A record as a row: nested dicts and lists that Arrow takes.

    >>> from patronage.records import Span
    >>> row_of(Span(1, 4))
    {'start': 1, 'end': 4}
    """
    kind: Any = type(record)
    row: dict[str, Any] = _writer(kind)(record)
    return row


@cache
def _writer(kind: Kind) -> Callable[[Any], Any]:
    """The function that makes of a value of a kind what Arrow takes; inverse of :func:`reader`."""
    if get_args(kind):
        if item_of(kind) not in RECORDS:
            return lambda values: None if values is None else list(values)
        item = _writer(item_of(kind))
        return lambda values: None if values is None else [item(value) for value in values]
    if kind not in RECORDS:
        return lambda value: value
    # Scalars are taken as they stand: a call for each of them would be most of the work.
    plain = tuple(name for name, inner in RECORDS[kind] if _is_scalar(inner))
    deep = tuple((name, _writer(i)) for name, i in RECORDS[kind] if not _is_scalar(i))
    order = tuple(name for name, _ in RECORDS[kind])

    def write(record: Any) -> Any:
        if record is None:
            return None
        if not deep:
            return {name: getattr(record, name) for name in plain}
        row = {name: getattr(record, name) for name in order}
        for name, inner in deep:
            row[name] = inner(row[name])
        return row

    return write


def _is_scalar(kind: Kind) -> bool:
    return kind not in RECORDS and not get_args(kind)


@cache
def reader(kind: Kind) -> Callable[[Any], Any]:
    """The function that makes a value of a kind from what Arrow gives back; inverse of a row.

    >>> from patronage.records import Span
    >>> reader(Span)({"start": 1, "end": 4})
    Span(start=1, end=4)
    """
    if get_args(kind):
        item = reader(item_of(kind))
        return lambda values: tuple(item(value) for value in values or ())
    if kind not in RECORDS:
        return lambda value: value
    parts = tuple((name, reader(inner)) for name, inner in RECORDS[kind])
    return lambda row: None if row is None else kind(**{n: read(row[n]) for n, read in parts})
