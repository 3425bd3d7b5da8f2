"""Readers' corrections: which hold, and what they make of the spans that they correct.

A judgement names a document, a span and a field; it holds for every coding of that span, so that
better coders do not undo what a reader decided. The latest one on a field wins, unless undone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from patronage import codebook
from patronage.errors import UnknownNameError, UsageError, nearest
from patronage.ledger.rows import row_of
from patronage.ledger.schema import arrow_schema
from patronage.records import Actor, Judgement, Span, content_id

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ACTOR_FIELDS", "TEXT_FIELDS", "active", "checked", "holding", "judged_relation", "same",
    "vocabulary",
]  # fmt: skip

TEXT_FIELDS = ("type", "mode", "instrument", "polarity", "status")
ACTOR_FIELDS = ("actor", "recipient")
_FIELDS = (*TEXT_FIELDS, *ACTOR_FIELDS, "event")
_NEVER_NULL = ("type", "status")
_NO_EVENT = (None, False, "not an event")
# Where the codebook lists the words that a field may hold: table and column.
_LISTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "type": ("types", "type"),
        "mode": ("modes", "mode"),
        "instrument": ("instruments", "instrument"),
        "polarity": ("polarities", "polarity"),
        "status": ("statuses", "status"),
    }
)

Told = tuple[Judgement, dt.datetime]


def vocabulary(field: str) -> frozenset[str] | None:
    """The words that the codebook allows in a field; None where it has no such table.

    >>> "SUPPORT" in vocabulary("type")
    True
    """
    table, column = _LISTS[field]
    if table not in codebook.tables():
        return None
    return frozenset(row[column] for row in codebook.rows(table))


def checked(judgement: Judgement) -> Judgement:
    """A judgement that can be applied, with a content id if it had none.

    Raises UsageError where the field may not be judged or the new value does not fit it.
    """
    if not judgement.who.strip():
        raise UsageError("A judgement needs a name: who judged. Pass who.")
    if judgement.undoes is None:
        _check_value(judgement.field, judgement.new)
    if judgement.id:
        return judgement
    start, end = judgement.span
    parts = (judgement.document, start, end, judgement.field, judgement.new, judgement.who)
    return replace(judgement, id=content_id(*parts, judgement.why, judgement.undoes or ""))


def _check_value(field: str, text: str) -> None:
    if field not in _FIELDS:
        raise UsageError(f"No field '{field}' to judge. One of: {', '.join(_FIELDS)}.")
    try:
        value = json.loads(text)
    except ValueError:
        raise UsageError(f"The new value {text!r} is no JSON. Write a word as '\"AID\"'.") from None
    if field == "event":
        if value not in (*_NO_EVENT, True):
            raise UsageError(f"Field 'event' takes false (not an event) or true, not {text}.")
    elif field in ACTOR_FIELDS:
        if not (isinstance(value, list) and all(isinstance(v, str) and v for v in value)):
            raise UsageError(f"Field '{field}' takes a list of codes, as [\"RUS\"], not {text}.")
    elif value is None and field not in _NEVER_NULL:
        return
    elif not isinstance(value, str):
        raise UsageError(f"Field '{field}' takes a word, as '\"AID\"', not {text}.")
    elif (known := vocabulary(field)) is not None and value not in known:
        raise UnknownNameError(f"No {field} '{value}'. {nearest(value, known)}".rstrip())


def active(told: Sequence[Told]) -> list[Told]:
    """The corrections that hold, oldest first: those that no holding one undoes."""
    return [one for one in holding(told) if one[0].undoes is None]


def holding(told: Sequence[Told]) -> list[Told]:
    """All judgements that hold, oldest first: corrections, and those that take one back."""
    ordered = sorted(told, key=lambda one: (one[1], one[0].undoes is not None, one[0].id))
    undone: set[str] = set()
    kept = []
    # From the latest back: whether a judgement holds depends on later ones alone.
    for judgement, recorded in reversed(ordered):
        if judgement.id in undone:
            continue
        kept.append((judgement, recorded))
        if judgement.undoes is not None:
            undone.add(judgement.undoes)
    return kept[::-1]


def same(told: Sequence[Told], judgement: Judgement) -> Judgement | None:
    """The correction that holds and says what this one does, by the same reader; else None."""

    def place(one: Judgement) -> tuple[str, Span, str]:
        return one.document, one.span, one.field

    held = [one for one, _ in active(told) if place(one) == place(judgement)]
    mine = (judgement.new, judgement.who, judgement.why)
    return held[-1] if held and (held[-1].new, held[-1].who, held[-1].why) == mine else None


def judged_relation(told: Sequence[Told]) -> pa.Table:
    """The relation ``judged``: one row per corrected span, with what is set in it."""
    import pyarrow as pa

    spans: dict[tuple[str, Span], dict[str, Any]] = {}
    for judgement, _ in active(told):
        row = spans.setdefault((judgement.document, judgement.span), _blank(judgement))
        _set(row, judgement)
    for row in spans.values():
        row["who"] = "+judged by " + ", ".join(sorted(set(row.pop("judges").values())))
    return pa.Table.from_pylist(list(spans.values()), schema=arrow_schema(_columns()))


def _columns() -> tuple[tuple[str, Any], ...]:
    codes, actors = tuple[str, ...], tuple[Actor, ...]
    place = (("document", str), ("span_start", int), ("span_end", int), ("who", str))
    flags = tuple((f"set_{name}", bool) for name in (*TEXT_FIELDS, *ACTOR_FIELDS))
    texts = tuple((name, str) for name in TEXT_FIELDS)
    lists = tuple((name, actors) for name in ACTOR_FIELDS)
    keys = tuple((f"{name}_key", codes) for name in ACTOR_FIELDS)
    return (*place, ("dropped", bool), *flags, *texts, *lists, *keys)


def _blank(judgement: Judgement) -> dict[str, Any]:
    start, end = judgement.span
    row: dict[str, Any] = {"document": judgement.document, "span_start": start, "span_end": end}
    return {**row, "judges": {}}


def _set(row: dict[str, Any], judgement: Judgement) -> None:
    field, value = judgement.field, json.loads(judgement.new)
    row["judges"][field] = judgement.who
    if field == "event":
        row["dropped"] = value in _NO_EVENT
        return
    row[f"set_{field}"] = True
    if field in TEXT_FIELDS:
        row[field] = value
        return
    row[field] = [row_of(_actor(code, judgement.span)) for code in value]
    row[f"{field}_key"] = value


def _actor(code: str, span: Span) -> Actor:
    """An actor that a reader named: it has no words of its own, so its span is empty."""
    known = {r["iso3"] for r in codebook.rows("states")} if "states" in codebook.tables() else None
    state = code in known if known is not None else len(code) == 3 and code.isupper()
    span = Span(span.start, span.start)
    return Actor("", span, country=code) if state else Actor("", span, code=code)
