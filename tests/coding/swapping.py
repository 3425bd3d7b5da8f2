"""Swap two countries throughout a text: names, adjectives, demonyms, capitals, given leaders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from types import MappingProxyType

from patronage.actors import Cast, gazetteer
from patronage.codebook import rows
from patronage.coding import Coder
from patronage.records import Document, Event, Span

#: Countries swapped in: rarely in the news, of many shapes of name and adjective.
PARTNERS = ("PER", "MOZ", "LAO", "TGO", "CHE", "PHL")
_KINDS = ("name", "adjective", "plural", "capital")
_MINE = frozenset({"name", "adjective", "demonym", "capital", "place", "phrase", "pronoun"})


@cache
def _words(country: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows("state_names"):
        if row["iso3"] == country and row["kind"] in _KINDS and not row["end"]:
            found.setdefault(row["kind"], []).append(row["text"])
    return found


def _word(country: str, kind: str, text: str) -> str | None:
    """The word of a kind that the text uses for a country, else the codebook's first."""
    known = _words(country).get(kind, [])
    used = [word for word in known if re.search(rf"\b{re.escape(word)}\b", text)]
    return (used or known or [None])[0]


def swapper(
    first: str, second: str, text: str, leaders: Mapping[str, str] = MappingProxyType({})
) -> Callable[[str], str] | None:
    """A function that swaps two countries; None where the text names them in other ways too.

    ``leaders`` are the names of the first's leaders, each with that of the second's for it.
    """
    table: dict[str, str] = {**leaders, **{new: old for old, new in leaders.items()}}
    for kind in _KINDS:
        one, two = _word(first, kind, text), _word(second, kind, text)
        if one and two:
            table.setdefault(one, two)
            table.setdefault(two, one)
    pattern = re.compile(
        "|".join(rf"\b{re.escape(w)}\b" for w in sorted(table, key=len, reverse=True))
    )
    # a leader is swapped only where one is given, a name inside another ("South China Sea") never
    spans = [Span(0, len(text))]
    for mention in Cast(gazetteer(), text, spans, None).in_sentence(0):
        if mention.country in (first, second):
            anaphor = mention.kind in ("phrase", "pronoun")
            known = mention.kind in _MINE or mention.text in table
            if not known or not (anaphor or pattern.search(mention.text)):
                return None
    longer = re.compile(r"(?:North|South) $")
    if any(
        text[m.end() :].startswith((" Sea", " Ocean")) or longer.search(text[: m.start()])
        for m in pattern.finditer(text)
    ):
        return None
    return lambda words: pattern.sub(lambda m: table[m.group()], words)


def signature(event: Event, codes: Callable[[str], str] = str) -> tuple[object, ...]:
    """What an event says, free of words and places in the text, with codes renamed."""

    def keys(role: str) -> tuple[str, ...]:
        return tuple(sorted(codes(a.key or "") for a in getattr(event, role)))

    return (
        event.sentence, event.type, event.mode, event.instrument, event.polarity, event.status,
        *(keys(role) for role in ("actor", "recipient", "beneficiary", "against")),
        tuple((a.value, a.unit) for a in event.amount),
        event.in_return_for,
        (event.time.start, event.time.end) if event.time else None,
        len(event.attribution), event.headline,
    )  # fmt: skip


def pairs(row: dict[str, object], partners: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Countries of a row with each partner, and its two sides with each other."""
    own = sorted({c for e in row["events"] for r in ("actor", "recipient") for c in e[r]
                  if len(c) == 3 and _words(c)})  # fmt: skip
    yield from combinations(own, 2)
    yield from ((mine, other) for mine in own for other in partners if other not in own)


def swapped(
    coder: Coder, document: Document, pair: tuple[str, str],
    leaders: Mapping[str, str] = MappingProxyType({}),
) -> tuple[int, int] | None:  # fmt: skip
    """How many events a text and its twin have, and how many came out swapped; None: no twin."""
    first, second = pair
    change = swapper(first, second, document.text, leaders)
    if change is None or change(document.text) == document.text:
        return None
    twin = Document.of(
        change(document.text),
        title=change(document.title) if document.title else None,
        published=document.published,
    )
    return compared(coder, document, twin, pair)


def compared(
    coder: Coder, document: Document, twin: Document, pair: tuple[str, str]
) -> tuple[int, int]:
    """How many events a text and its twin have, and how many came out swapped."""
    first, second = pair
    other = {first: second, second: first}
    events = coder.code(document).events
    wanted = [
        signature(e, lambda c: ":".join(other.get(p, p) for p in c.split(":"))) for e in events
    ]
    got = [signature(e) for e in coder.code(twin).events]
    kept = 0
    for item in wanted:
        if item in got:
            got.remove(item)
            kept += 1
    return len(wanted) + len(got), kept
