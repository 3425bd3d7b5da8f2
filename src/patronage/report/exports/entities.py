"""Actors, documents, events and dyads as FollowTheMoney entities, one JSON object a line.

The shape (``id``, ``schema``, ``properties`` of lists of texts), the schemata and their properties
are those of the public schema files of opensanctions/followthemoney and alephdata/followthemoney,
folder ``followthemoney/schema``; ids are made of the letters that its entity type takes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from patronage import codebook
from patronage.records import Actor, Document, Event, Time, content_id
from patronage.report.exports.graph import Dyad
from patronage.report.exports.rows import Content

__all__ = ["entities"]

_FIT = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")
_LANGUAGES = {"en": "eng"}  # FollowTheMoney's are ISO 639-3, and only English is read
_FACT = ("occurred", "historical")
_PREFIX = {"year": 4, "month": 7}  # how much of a date stands where no day is told


def entities(content: Content, found: Iterable[Dyad], names: Mapping[str, str]) -> Iterator[str]:
    """Lines of FollowTheMoney entities: actors by key and by name, articles, events, links.

    A state is a ``PublicBody``, another actor key an ``Organization``, a known name a
    ``LegalEntity`` (a person or a body), an event an ``Event`` whose name says if it is not told as
    fact, a dyad an ``UnknownLink``. Ends of time are the last day itself, where ours are the day
    after. Register rows are left out: a commitment or a TIV is no ``Payment``.
    """
    found = tuple(found)
    made = (
        *_actors(content.events, found, names), *map(_article, content.documents),
        *(_event(one, names, content.available.get(one.id)) for one in content.events),
        *map(_link, found),
    )  # fmt: skip
    for id, schema, properties in made:
        kept = {name: values for name, some in properties.items() if (values := _texts(some))}
        yield json.dumps({"id": id, "schema": schema, "properties": kept}, ensure_ascii=False)


_Made = tuple[str, str, dict[str, list[Any]]]


def _actors(
    events: Iterable[Event], found: Iterable[Dyad], names: Mapping[str, str]
) -> Iterator[_Made]:
    countries = {row["iso3"]: row["iso2"].lower() for row in codebook.rows("states")}
    keys = {key for one in found for key in (one.source, one.target)}
    named: dict[str, Actor] = {}
    for event in events:
        for actor in _sides(event):
            keys |= {actor.key} if actor.key else set()
            if actor.name:
                named.setdefault(_named_id(actor), actor)
    for key in sorted(keys):
        country = key.rpartition(":")[2]
        schema = "PublicBody" if key in countries else "Organization"
        yield _id("actor", key), schema, {
            "name": [names.get(key, key)], "country": [countries.get(country)]
        }  # fmt: skip
    for id, actor in sorted(named.items()):
        home = countries.get(actor.country or "")
        yield id, "LegalEntity", {"name": [actor.name], "country": [home]}


def _article(one: Document) -> _Made:
    return _id("document", one.id), "Article", {
        "name": [one.title or one.id], "title": [one.title], "publisher": [one.publisher],
        "sourceUrl": [one.url if (one.url or "").startswith(("http://", "https://")) else None],
        "publishedAt": [one.published], "language": [_LANGUAGES.get(one.language)],
    }  # fmt: skip


def _event(one: Event, names: Mapping[str, str], available: dt.date | None) -> _Made:
    start, end = _dates(one.time)
    return _id("event", one.id), "Event", {
        "name": [_caption(one, names)], "summary": [one.quote],
        "organizer": [*map(_actor_id, one.actor)],
        "involved": [*map(_actor_id, (*one.recipient, *one.beneficiary, *one.against))],
        "startDate": [start], "endDate": [end], "date": [] if start else [available],
        "keywords": [one.type, one.mode, one.instrument, one.polarity, one.status],
        "proof": [_id("document", one.document)], "recordId": [one.id],
    }  # fmt: skip


def _link(one: Dyad) -> _Made:
    told = "happening" if one.episodes == 1 else "happenings"
    counts = {**one.polarities, **one.instruments}
    parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    last = one.last - dt.timedelta(days=1) if one.last else None
    return f"link-{content_id(one.source, one.target)}", "UnknownLink", {
        "subject": [_id("actor", one.source)], "object": [_id("actor", one.target)],
        "role": [f"{one.episodes} {told} told as fact: {parts}"],
        "startDate": [one.first], "endDate": [last], "recordId": [*one.evidence],
    }  # fmt: skip


def _caption(one: Event, names: Mapping[str, str]) -> str:
    sides = [
        " and ".join(names.get(a.key or "", a.name or a.text) for a in side) or "not told"
        for side in (one.actor, one.recipient)
    ]
    status = "" if one.status in _FACT else f", {one.status}"
    return f"{one.type}{status}: {sides[0]} to {sides[1]}"


def _dates(time: Time | None) -> tuple[str | None, str | None]:
    """The first and the last day, or the year or month where no more is told."""
    if time is None:
        return None, None
    size = _PREFIX.get(time.precision or "", 10)
    last = time.end - dt.timedelta(days=1) if time.end else None
    return tuple(day.isoformat()[:size] if day else None for day in (time.start, last))  # type: ignore[return-value]


def _sides(one: Event) -> tuple[Actor, ...]:
    return (*one.actor, *one.recipient, *one.beneficiary, *one.against)


def _actor_id(actor: Actor) -> str | None:
    """Whom a name stands for where one is known, else the state or body."""
    if actor.name:
        return _named_id(actor)
    return _id("actor", actor.key) if actor.key else None


def _named_id(actor: Actor) -> str:
    return f"name-{content_id(actor.name, actor.key)}"


def _id(kind: str, id: str) -> str:
    """An id of the letters that may stand in one: as it is, or hashed."""
    return f"{kind}-{id if _FIT.fullmatch(id) else content_id(id)}"


def _texts(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(str(value) for value in values if value not in (None, "")))
