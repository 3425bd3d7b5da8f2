"""Who held an office on the day of a text, and of which sector leaders are then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from patronage.actors.hits import Hit
from patronage.actors.vocabulary import Vocabulary
from patronage.actors.words import Words

__all__ = ["leader_sectors", "name_holders"]

_ARMED = {"REB", "PRM", "CRM"}

_NOT_NOW = frozenset(
    ("former", "ex", "late", "then", "next", "future", "previous", "ousted", "deposed", "would")
)
_NOT_NOW |= {"deputy", "vice", "assistant", "elect", "acting", "incoming", "outgoing", "first"}


def name_holders(
    words: Words, hits: Sequence[Hit], vocabulary: Vocabulary, date: dt.date | None
) -> None:
    """Name the one who holds the office that a phrase tells, in place.

    Nothing is named without a date, in the plural, of former or deputy holders, or where two
    people hold an office of that title.
    """
    for hit in hits if date is not None else ():
        noun = hit.noun
        if hit.kind != "phrase" or hit.name or not hit.country or not hit.head or noun is None:
            continue
        if noun.kind != "person" or noun.plural or noun.sector != "GOV":
            continue
        around = words.keys[max(0, hit.first - 2) : hit.head[0]]
        after = words.keys[hit.head[1] : hit.head[1] + 1]
        if not _NOT_NOW.isdisjoint([*around, *after]):
            continue
        title = " ".join(words.keys[hit.head[0] : hit.head[1]])
        if not _whole(words, hit, title, vocabulary):
            continue
        holders = vocabulary.holders(title, hit.country, date)
        if len(holders) == 1:
            hit.name, hit.leader = holders[0].name, holders[0]


def _whole(words: Words, hit: Hit, title: str, vocabulary: Vocabulary) -> bool:
    """Whether the office is of the whole state: not of Turkish Cypriots, of no far-right."""
    if not hit.entries or hit.entries[0].sector == "PRE" or hit.head is None:
        return False
    before = words.keys[hit.first : hit.head[0]]
    before = before[:-1] if before[-1:] == ["s"] else before
    for key in before:
        entries = vocabulary.names.get(key, {}).get(None, ())
        states = {e.country for e in entries if e.kind in {"adjective", "name", "demonym"}}
        if states and hit.country not in states:
            return False
    named = before and None in vocabulary.names.get(before[-1], {})
    return bool(named) or title not in {"leader", "ruler", "strongman"} or not before


_FORMER = frozenset({"former", "ex", "late", "ousted", "deposed", "exiled", "onetime"})


def leader_sectors(
    words: Words, hits: Sequence[Hit], vocabulary: Vocabulary, date: dt.date | None
) -> None:
    """Set the sectors of leaders, in place: their office's, or ELI for those out of office.

    An office counts where the table says it was held at the date, or where the text itself gives
    the title or speaks of the time in office. Without a date only "former" and the like tell.
    """
    titled = {
        hit.name
        for hit in hits
        if hit.leader and hit.noun and hit.noun.kind == "person" and not _former(words, hit)
    }
    armed = {
        hit.name: hit.noun.sector
        for hit in hits
        if hit.leader and hit.noun and hit.noun.sector in _ARMED
    }
    for hit in hits:
        if hit.leader is None or hit.kind not in {"leader", "pronoun"}:
            continue
        near = words.keys[max(0, hit.first - 7) : hit.last + 3]
        told = hit.name in titled or vocabulary.guard("abstract").intersection(near)
        office = vocabulary.leader_sector(hit.leader, date)
        if hit.name in armed:
            hit.sector = armed[hit.name]
        elif _former(words, hit):
            hit.sector = "GOV" if date and hit.leader.in_office(date) else "ELI"
        elif date is None or hit.leader.in_office(date):
            hit.sector = office
        elif told:
            hit.sector = (hit.noun and hit.noun.sector) or office
        else:
            hit.sector = "ELI" if hit.leader.been(date) else None


def _former(words: Words, hit: Hit) -> bool:
    end = hit.head[0] if hit.head else hit.first
    return not _FORMER.isdisjoint(words.keys[max(0, hit.first - 2) : end])
