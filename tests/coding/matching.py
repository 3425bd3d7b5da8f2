"""Hold coded events against the events that a row of cases.jsonl expects, field by field."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from patronage.records import Document, Event

Row = dict[str, Any]

_CASES = Path(__file__).parent / "cases.jsonl"
FIELDS = (
    "type actor recipient status mode instrument polarity amount start end by return_for "
    "beneficiary against"
).split()


def cases() -> list[Row]:
    """Every row: ``text``, ``title``, ``published``, ``events``, and ``known`` where it is wrong.

    In an event ``type`` may be a list of types that a careful coder might choose; ``actor`` equal
    to ``recipient`` means that both sides do it together. A field that is left out is not told by
    the sentence, or not settled by the manual, and is not checked.
    """
    return [json.loads(line) for line in _CASES.read_text(encoding="utf-8").splitlines()]


def document(row: Row) -> Document:
    """A row's text as a document."""
    day = row.get("published")
    return Document.of(
        row["text"],
        title=row.get("title"),
        published=dt.date.fromisoformat(day) if day else None,
    )


def keys(event: Event, role: str) -> set[str]:
    """Codes of those who fill a role."""
    return {actor.key for actor in getattr(event, role) if actor.key}


def mutual(wanted: Row) -> bool:
    """Whether both sides do it together, so that either may be called the actor."""
    return len(wanted["actor"]) > 1 and set(wanted["actor"]) == set(wanted["recipient"])


def right(wanted: Row, event: Event, field: str) -> bool:
    """Whether one field of an event is as expected."""
    value = wanted[field]
    if field == "type":
        return event.type in ([value] if isinstance(value, str) else value)
    if field in ("actor", "recipient") and mutual(wanted):
        both = keys(event, "actor") | keys(event, "recipient")
        return both == set(value) and bool(event.actor) and bool(event.recipient)
    if field in ("actor", "recipient", "beneficiary", "against"):
        return keys(event, field) == set(value)
    if field == "amount":
        return any([a.value, a.unit] == value for a in event.amount)
    if field in ("start", "end"):
        day = getattr(event.time, field) if event.time else None
        return day is not None and day.isoformat() == value
    if field == "by":
        told = [t for a in event.attribution for t in (a.text, a.name or "")]
        return all(any(word in t for t in told) for word in value)
    if field == "return_for":
        return set(value) <= set(event.in_return_for)
    return bool(getattr(event, field) == value)


def meets(wanted: Row, event: Event) -> bool:
    """Whether an event is the expected one: its type, and somebody on each side."""
    if not right(wanted, event, "type"):
        return False
    if mutual(wanted):
        return bool((keys(event, "actor") | keys(event, "recipient")) & set(wanted["actor"]))
    return all(
        bool(keys(event, role) & set(wanted[role])) or not (keys(event, role) or wanted[role])
        for role in ("actor", "recipient")
    )


def pairs(wanted: Sequence[Row], events: Sequence[Event]) -> Iterator[tuple[Row, Event | None]]:
    """Each expected event with the coded one that is most like it; none is used twice."""
    free = list(events)
    for want in wanted:
        fitting = [e for e in free if meets(want, e)]
        best = max(fitting, key=lambda e: len(_right(want, e)), default=None)
        if best is not None:
            free.remove(best)
        yield want, best


def _right(want: Row, event: Event) -> list[str]:
    return [f for f in FIELDS if f in want and right(want, event, f)]


def faults(row: Row, events: Sequence[Event]) -> list[str]:
    """What is wrong in the coding of a row; empty where all is right.

    A row that expects no event wants none; elsewhere further events are no fault, since a row
    names the main ones.
    """
    if not row["events"]:
        return [f"an event where there is none: {e.type} {e.trigger.of(row['text'])}"
                for e in events]  # fmt: skip
    found = []
    for want, event in pairs(row["events"], events):
        if event is None:
            found.append(f"no {want['type']} {want['actor']} to {want['recipient']}")
        else:
            wrong = [f for f in FIELDS if f in want and not right(want, event, f)]
            found += [f"{f} is not {want[f]}" for f in wrong]
    return found
