"""An overlay's rows laid over a vocabulary: a name that both have is read as the overlay says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from patronage.actors.vocabulary import Entry, Leader, Vocabulary, family_name, node_of
from patronage.actors.words import keys_of
from patronage.periods import date_of

__all__ = ["lay_over"]

Row = Mapping[str, str]


def lay_over(vocabulary: Vocabulary, rows: Iterable[Row]) -> None:
    """Put the rows of an overlay in the place of entries of the same name."""
    laid: dict[tuple[str, ...], tuple[Entry, ...]] = {}
    for row in rows:
        entry = _laid(row)
        for text in (row["name"], *(a for a in row["aliases"].split("|") if a)):
            one = replace(entry, exact=vocabulary.exact(text), lower=text[:1].islower())
            keys = keys_of(text)
            laid[keys] = (*laid.get(keys, ()), one)
        if entry.leader is not None:
            _lay_surname(vocabulary, entry)
    for keys, entries in laid.items():
        node_of(vocabulary.names, keys)[None] = entries


def _laid(row: Row) -> Entry:
    start, end = _date(row["start"]), _date(row["end"])
    kind = {"plural": "demonym"}.get(row["kind"], row["kind"])
    sector, country = row["sector"] or None, row["country"] or None
    if kind == "not an actor":
        return Entry("stop")
    if kind == "person":
        terms = ((start, end, "other"),)
        leader = Leader(country or "", row["name"], terms, row["sector"])
        return Entry("leader", country, row["code"] or None, sector, row["name"], leader=leader)
    if kind in {"name", "adjective", "demonym", "capital", "metonym", "place"}:
        sector = sector or ("GOV" if kind in {"capital", "metonym"} else None)
        plural = row["kind"] == "plural"
        return Entry(kind, country, sector=sector, start=start, end=end, plural=plural)
    code, body = row["code"] or None, row["kind"]
    return Entry(
        "organisation", country, code, sector, row["name"], start=start, end=end, body=body
    )


def _lay_surname(vocabulary: Vocabulary, entry: Entry) -> None:
    leader = entry.leader
    full = keys_of(leader.name) if leader else ()
    if leader is None or len(full) < 2:
        return
    node = node_of(vocabulary.names, family_name(full, leader.country))
    others = [e for e in node.get(None, ()) if not e.leader or keys_of(e.leader.name) != full]
    node[None] = (*others, replace(entry, kind="surname"))
    rest = [one for one in vocabulary.rulers.get(leader.country, ()) if one.name != leader.name]
    vocabulary.rulers[leader.country] = (*rest, leader)


def _date(text: str) -> dt.date | None:
    return date_of(text) if text else None
