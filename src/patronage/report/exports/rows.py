"""Records as rows of the exported tables: what is nested becomes tables of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from patronage.records import (
    Actor,
    Amount,
    Attribution,
    Claim,
    Document,
    Event,
    Judgement,
    Problem,
    Sighting,
    Span,
    Time,
)

__all__ = ["Content", "rows_of"]

Row = dict[str, Any]
_SIDES = ("actor", "recipient", "beneficiary", "against")
_CLAIM_SIDES = ("subject", "giver", "receiver")


@dataclass(frozen=True, slots=True)
class Content:
    """What is exported. ``available`` maps event ids to when their document was first published.

    ``codings`` and ``loadings`` are rows as the ledger gives them.
    """

    documents: tuple[Document, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    problems: tuple[Problem, ...] = ()
    codings: tuple[Mapping[str, Any], ...] = ()
    loadings: tuple[Mapping[str, Any], ...] = ()
    available: Mapping[str, dt.date | None] = field(default_factory=dict)


def rows_of(table: str, content: Content) -> Iterator[Row]:
    """The rows of one exported table of records.

    >>> list(rows_of("documents", Content()))
    []
    """
    made: Mapping[str, Iterable[Row]] = {
        "documents": (_plain(one) for one in content.documents),
        "sightings": (_plain(one) for one in content.sightings),
        "codings": map(dict, content.codings),
        "events": (_event(one, content.available.get(one.id)) for one in content.events),
        "claims": map(_claim, content.claims),
        "mentions": _mentions(content),
        "amounts": _amounts(content),
        "attributions": _attributions(content),
        "judgements": (_plain(one) | _span(one.span) for one in content.judgements),
        "problems": (_plain(one) for one in content.problems),
        "loadings": map(dict, content.loadings),
    }
    yield from made[table]


def _plain(record: Any) -> Row:
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


def _span(span: Span, name: str = "span") -> Row:
    return {f"{name}_start": span.start, f"{name}_end": span.end}


def _time(time: Time | None, name: str) -> Row:
    fields = ("text", "start", "end", "precision")
    return {f"{name}_{part}": getattr(time, part, None) for part in fields}


def _keys(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(one.key for one in actors if one.key))


def _event(event: Event, available: dt.date | None) -> Row:
    return {
        **_plain(event), **_span(event.span), **_span(event.trigger, "trigger"),
        **_time(event.time, "time"), **{side: _keys(getattr(event, side)) for side in _SIDES},
        "available": available,
        "context": list(event.context),
        "in_return_for": list(event.in_return_for),
        "amount": [one.text for one in event.amount],
        "attribution": [one.text for one in event.attribution],
    }  # fmt: skip


def _claim(claim: Claim) -> Row:
    return {
        **_plain(claim), **_span(claim.span), **_time(claim.period, "period"),
        **{side: _keys(getattr(claim, side)) for side in _CLAIM_SIDES},
        "amount": claim.amount.text if claim.amount else None,
    }  # fmt: skip


def _mentions(content: Content) -> Iterator[Row]:
    sides = (("event", content.events, _SIDES), ("claim", content.claims, _CLAIM_SIDES))
    for of, records, roles in sides:
        for one in records:
            for role in roles:
                for place, actor in enumerate(getattr(one, role)):
                    yield {
                        **_plain(actor), **_span(actor.span), "key": actor.key,
                        "of": of, "record": one.id, "role": role, "position": place,
                    }  # fmt: skip


def _amounts(content: Content) -> Iterator[Row]:
    for event in content.events:
        yield from _parts("event", event.id, event.amount)
    for claim in content.claims:
        yield from _parts("claim", claim.id, (claim.amount,) if claim.amount else ())


def _attributions(content: Content) -> Iterator[Row]:
    for event in content.events:
        yield from _parts("event", event.id, event.attribution)
    for claim in content.claims:
        yield from _parts("claim", claim.id, claim.attribution)


def _parts(of: str, id: str, parts: Iterable[Amount | Attribution]) -> Iterator[Row]:
    for place, part in enumerate(parts):
        yield {**_plain(part), **_span(part.span), "of": of, "record": id, "position": place}
