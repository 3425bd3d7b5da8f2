"""The event frame: what measures read of events, one row each."""

from __future__ import annotations

import datetime as dt

from patronage.ledger.schema import Field

__all__ = ["FRAME"]

_CODES = tuple[str, ...]
FRAME: tuple[Field, ...] = (
    *(("id", str), ("document", str), ("sentence", int)),
    *(("available", dt.date), ("headline", bool)),
    *(("actor", _CODES), ("recipient", _CODES), ("beneficiary", _CODES), ("against", _CODES)),
    *(("type", str), ("mode", str), ("polarity", str), ("instrument", str), ("status", str)),
    *(("start", dt.date), ("end", dt.date), ("precision", str)),
    *(("amount", _CODES), ("in_return_for", _CODES), ("attribution", _CODES)),
    *(("quote", str), ("intensity", float), ("coder_score", float)),
)
"""Columns of the event frame and their kinds. Actors are keys (country, else code), unresolved
ones left out; ``available`` is the earliest publication date, null where undated; ``start`` and
``end`` bound the time told, half-open; ``amount`` and ``attribution`` are the words of the text."""
