"""Events, actors and documents as JSON-LD in terms of schema.org and a few of our own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from patronage import codebook
from patronage.records import Actor, Document, Event
from patronage.report.exports.rows import Content

__all__ = ["linked"]

_OURS = "urn:patronage:"
_DAY = {"@type": "http://www.w3.org/2001/XMLSchema#date"}
_LINK = {"@type": "@id"}
# Within the file, so that nothing needs to be fetched to read it.
_CONTEXT = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "our": f"{_OURS}term:",
    "id": "@id",
    "type": "@type",
    "Action": "schema:Action", "Article": "schema:Article", "Country": "schema:Country",
    "Organization": "schema:Organization",
    "name": "schema:name", "headline": "schema:headline", "publisher": "schema:publisher",
    "url": "schema:url", "text": "schema:text", "inLanguage": "schema:inLanguage",
    "identifier": "schema:identifier",
    "datePublished": {"@id": "schema:datePublished", **_DAY},
    "startDate": {"@id": "schema:startDate", **_DAY},
    "agent": {"@id": "schema:agent", **_LINK}, "recipient": {"@id": "schema:recipient", **_LINK},
    "isBasedOn": {"@id": "schema:isBasedOn", **_LINK},
    "beneficiary": {"@id": "our:beneficiary", **_LINK},
    "against": {"@id": "our:against", **_LINK},
    "endBefore": {"@id": "our:endBefore", **_DAY},
    **{
        name: f"our:{name}"
        for name in (
            "eventType", "mode", "eventContext", "instrument", "polarity", "status", "amount",
            "inReturnFor", "attribution", "intensity", "coderScore", "coder", "spanStart",
            "spanEnd", "toldTime", "timePrecision",
        )
    },
}  # fmt: skip


def linked(content: Content, names: Mapping[str, str]) -> Iterator[str]:
    """Lines of a JSON-LD document: documents, actors by key, and events with their sentences.

    An event is a ``schema:Action`` whatever its ``status``: one that is told as not having taken
    place, or as to come, is such an action too. ``endBefore`` is the day after the last.
    Signs that could end a script element or a line are escaped, so that the file may stand in a
    page.
    """
    yield '{"@context": ' + _json(_CONTEXT) + ","
    yield '"@graph": ['
    first = True
    for node in _nodes(content, names):
        yield ("" if first else ",") + _json({k: v for k, v in node.items() if v not in (None, [])})
        first = False
    yield "]}"


def _nodes(content: Content, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    yield from map(_document, content.documents)
    states = {row["iso3"] for row in codebook.rows("states")}
    for key in sorted({key for event in content.events for key in _all_keys(event)}):
        kind = "Country" if key in states else "Organization"
        yield {"id": _id("actor", key), "type": kind, "name": names.get(key, key),
               "identifier": key}  # fmt: skip
    yield from map(_event, content.events)


def _document(one: Document) -> dict[str, Any]:
    return {
        "id": _id("document", one.id), "type": "Article", "headline": one.title,
        "datePublished": _day(one.published), "publisher": one.publisher, "url": one.url,
        "inLanguage": one.language,
    }  # fmt: skip


def _event(one: Event) -> dict[str, Any]:
    start, end = (one.time.start, one.time.end) if one.time else (None, None)
    return {
        "id": _id("event", one.id), "type": "Action",
        "agent": _ids(one.actor), "recipient": _ids(one.recipient),
        "beneficiary": _ids(one.beneficiary), "against": _ids(one.against),
        "eventType": one.type, "mode": one.mode, "eventContext": list(one.context),
        "instrument": one.instrument, "polarity": one.polarity, "status": one.status,
        "toldTime": one.time.text if one.time else None, "startDate": _day(start),
        "endBefore": _day(end), "timePrecision": one.time.precision if one.time else None,
        "amount": [part.text for part in one.amount], "inReturnFor": list(one.in_return_for),
        "attribution": [part.text for part in one.attribution], "intensity": one.intensity,
        "coderScore": one.coder_score, "coder": one.coder, "text": one.quote,
        "isBasedOn": _id("document", one.document),
        "spanStart": one.span.start, "spanEnd": one.span.end,
    }  # fmt: skip


def _all_keys(event: Event) -> Iterator[str]:
    for actors in (event.actor, event.recipient, event.beneficiary, event.against):
        yield from (one.key for one in actors if one.key)


def _ids(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(_id("actor", one.key) for one in actors if one.key))


def _id(kind: str, id: str) -> str:
    return f"{_OURS}{kind}:{quote(id, safe='')}"


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
