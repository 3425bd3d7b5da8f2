"""What a reader typed, as a judgement that the ledger can keep."""

from __future__ import annotations

import datetime as dt
import json

from patronage.actors import state
from patronage.records import Event, Judgement, content_id

__all__ = ["correction", "undoing"]


def correction(
    event: Event, field: str, new: str, *, who: str, why: str, now: dt.datetime
) -> Judgement:
    """The judgement that sets one field of the event's words.

    ``new`` is a word, ``none`` for no value, or for actors codes or names: ``RUS,China``.
    """
    old = getattr(event, field, "an event")
    return Judgement(
        id=content_id(event.document, event.trigger, field, new, who, now.isoformat()),
        document=event.document,
        span=event.trigger,
        field=field,
        old=json.dumps([a.key for a in old] if isinstance(old, tuple) else old),
        new=_value(field, new),
        who=who,
        why=why,
    )


def undoing(old: Judgement, *, who: str, why: str, now: dt.datetime) -> Judgement:
    """The judgement that takes another one back."""
    return Judgement(
        id=content_id(old.id, who, now.isoformat()),
        document=old.document,
        span=old.span,
        field=old.field,
        old=old.new,
        new=old.old,
        who=who,
        why=why,
        undoes=old.id,
    )


def _value(field: str, text: str) -> str:
    """What a reader typed, as JSON."""
    if field in ("actor", "recipient"):
        return json.dumps([state(code) for code in text.strip("[]").replace('"', "").split(",")])
    word = text.strip('"')
    return json.dumps(None if word in ("none", "null", "") else word)
