"""A bare actor phrase resolved: "a US destroyer", "President Duterte", "Kyiv police"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from patronage.actors.gazetteer import Gazetteer, Mention, gazetteer
from patronage.actors.hits import noun_at
from patronage.actors.vocabulary import Vocabulary
from patronage.actors.words import Words
from patronage.records import Actor, Span

__all__ = ["resolve"]


def resolve(
    text: str,
    context: str = "",
    date: dt.date | None = None,
    names: Gazetteer | None = None,
) -> list[Actor]:
    """Say who a phrase means.

    Args:
        text: the phrase, without a sentence around it.
        context: text around it, which may settle a name or give the country.
        date: the day it was written, or None.
        names: the gazetteer; by default the codebook's.

    Returns:
        The actors in order, those that act before places; an actor noun alone ("soldiers") gives
        an actor with a sector and no country. Empty where nothing is known.

    >>> [(a.country, a.sector) for a in resolve("Russian troops")]
    [('RUS', 'MIL')]
    """
    book = names or gazetteer()
    # The full stop keeps a phrase of capitals from being read as a headline.
    whole = f"{text}.\n\n{context}"
    found = [m for m in book.find(whole, date) if m.span.end <= len(text)]
    ruling = {leader.name for leader in book.vocabulary.leaders if leader.in_office(None)}
    actors = [
        _actor(mention, retired=date is None and mention.name not in ruling)
        for mention in sorted(found, key=lambda m: m.place)
    ]
    noun = _noun(text, book.vocabulary, [mention.span for mention in found])
    if noun is not None and not any(actor.sector for actor in actors):
        actors = _with_noun(actors, noun)
    if actors and context and not any(actor.key for actor in actors):
        around = [m for m in book.find(context, date) if m.country]
        if around:
            first = actors[0]
            known = Actor(first.text, first.span, around[0].country, first.sector, first.name)
            return [known, *actors[1:]]
    return actors


def _actor(mention: Mention, retired: bool) -> Actor:
    """A mention as an actor; a bare name without a date is read as of the codebook's last day."""
    sector = mention.sector
    if retired and mention.kind == "leader" and mention.head is None and sector == "GOV":
        sector = "ELI"
    return Actor(mention.text, mention.span, mention.country, sector, mention.name, mention.code)


def _noun(text: str, vocabulary: Vocabulary, taken: Sequence[Span]) -> Actor | None:
    """The last actor noun of the phrase that comes before any "of", "in" or "for"."""
    words = Words(text)
    found: Actor | None = None
    at = 0
    while at < len(words):
        noun = noun_at(words, at, vocabulary)
        if noun is None:
            if found is not None and words.keys[at] in {"of", "in", "for", "at", "to"}:
                break
            at += 1
            continue
        last, meaning = noun
        span = Span(words.starts[at], words.ends[last - 1])
        if meaning.sector and not any(
            start < span.end and span.start < end for start, end in taken
        ):
            found = Actor(span.of(text), span, sector=meaning.sector)
        at = last
    return found


def _with_noun(actors: list[Actor], noun: Actor) -> list[Actor]:
    if not actors:
        return [noun]
    first = actors[0]
    widened = Actor(first.text, first.span, first.country, noun.sector, first.name, first.code)
    return [widened, *actors[1:]]
