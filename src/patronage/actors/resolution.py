"""A phrase resolved to who is meant: alone, or where it stands in its context.

"a US destroyer", "President Duterte", "Kyiv police" are read by themselves. Where the context
holds the phrase, the context is read as a document is, so that "he", "the president" and a surname
mean whoever they stand for there, and "Stockholm" inside an institute's name means no one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from patronage.actors.cast import Cast
from patronage.actors.gazetteer import Gazetteer, Mention, gazetteer
from patronage.actors.hits import noun_at
from patronage.actors.pronouns import PRONOUNS
from patronage.actors.relatives import RELATIVES, relative
from patronage.actors.sectors import sectors_of
from patronage.actors.vocabulary import Noun, Vocabulary
from patronage.actors.words import Words
from patronage.records import Actor, Span

__all__ = ["Resolved", "meanings", "resolve"]

_SENTENCE = re.compile(r"[^\n]+?(?:(?<![A-Z])[.!?][”\"’)]?(?=\s|$)|(?=\n)|$)")
_PREFIX = re.compile(r"\b(?:pro|anti|non|ex|post|pre)[-‑–]$", re.IGNORECASE)
_SUFFIX = re.compile(r"[-‑](born|made|built|backed|trained|speaking|\w+ed\b)")
_AND = re.compile(r"\b(?:and|or)\b|,|/")
_AWAY = frozenset({"of", "in", "for", "at", "to", "from", "across", "against", "on"})
_PLACES = frozenset({"capital", "name", "adjective", "demonym", "place", "metonym"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """One actor that a phrase means.

    ``sectors`` are all that hold, the actor's own first. ``place`` tells that the words name where
    something is, ``acts`` is False for who attributes and does not act. ``beside`` marks who is
    named in one breath with the phrase in its context and not by the phrase itself.
    """

    actor: Actor
    kind: str
    sectors: tuple[str, ...] = ()
    place: bool = False
    acts: bool = True
    beside: bool = False


def resolve(
    text: str,
    context: str = "",
    date: dt.date | None = None,
    names: Gazetteer | None = None,
) -> list[Actor]:
    """Say who a phrase means, as actors alone; see :func:`meanings`.

    >>> [(a.country, a.sector) for a in resolve("Russian troops")]
    [('RUS', 'MIL')]
    """
    return [found.actor for found in meanings(text, context, date, names) if not found.beside]


def meanings(
    text: str,
    context: str = "",
    date: dt.date | None = None,
    names: Gazetteer | None = None,
    start: int | None = None,
) -> list[Resolved]:
    """Say who a phrase means.

    Args:
        text: the phrase, without a sentence around it.
        context: text around it, with the phrase in it or without; it settles names that several
            bear, pronouns and definite phrases, and gives the country where the phrase has none.
        date: the day it was written, or None.
        names: the gazetteer; by default the codebook's.
        start: where in ``context`` the phrase begins, in code points; without it the first place
            where it means someone counts.

    Returns:
        The actors in order, those that act before places; an actor noun alone ("soldiers") gives
        an actor with a sector and no country. Empty where nothing is known.

    >>> [r.sectors for r in meanings("the Peruvian defence minister")]
    [('GOV', 'MIL')]
    """
    book = names or gazetteer()
    standing = list(_standing(text, context))
    if start is not None:
        standing = [span for span in standing if span.start == start] or standing
    if standing:
        return _in_context(standing, context, date, book)
    found = _alone(text, context, date, book)
    if found and context and not any(one.actor.key for one in found):
        around = [m for m in book.find(context, date) if m.country]
        if around:
            return [_placed(found[0], around[0].country), *found[1:]]
    return found


def _standing(text: str, context: str) -> Iterator[Span]:
    """Where a phrase stands in its context, as whole words."""
    if not text.strip():
        return
    wanted = re.compile(r"\s+".join(re.escape(word) for word in text.split()))
    for match in wanted.finditer(context):
        start, end = match.span()
        before, after = context[start - 1 : start], context[end : end + 1]
        if not (before.isalnum() and context[start].isalnum()) and not (
            after.isalnum() and context[end - 1].isalnum()
        ):
            yield Span(start, end)


def _in_context(
    standing: Sequence[Span], context: str, date: dt.date | None, book: Gazetteer
) -> list[Resolved]:
    """Read the context as a document; the first place where the phrase means someone counts."""
    cast = Cast(book, context, _sentences(context), date)
    kept: list[Resolved] = []
    for span in standing:
        found = _at(span, cast, context, date, book)
        if any(one.actor.key for one in found):
            return found
        kept = kept or found
    if kept:
        return kept
    noun = None
    if not _within(cast.mentions, standing[0]):
        noun = _noun(standing[0].of(context), book.vocabulary, ())
    if noun is None:
        return []
    # "Police arrested a man in Algiers": people without a state are of the only one spoken of.
    states = {m.country for m in cast.mentions if m.country}
    return [_placed(noun, states.pop()) if len(states) == 1 else noun]


def _at(
    span: Span, cast: Cast, context: str, date: dt.date | None, book: Gazetteer
) -> list[Resolved]:
    """Who the phrase means at one place of its context, and who stands beside."""
    named = [m for m in cast.mentions if _names(m, span, context, book)]
    named = _heads(named, span, context)
    if not named and span.of(context).casefold() in RELATIVES:
        meant = relative(context, span, cast.mentions, book.vocabulary)
        named = [meant] if meant is not None else []
    found = [_resolved(_inside(m, span, context, book, date), span) for m in named]
    beside = [_resolved(m, span, beside=True) for m in cast.beside(named)] if found else []
    return [_governing(one) for one in _ordered(found)] + beside


def _sentences(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _SENTENCE.finditer(text)]


def _within(mentions: Sequence[Mention], span: Span) -> bool:
    return any(m.span.start <= span.start and span.end <= m.span.end for m in mentions)


def _names(mention: Mention, span: Span, context: str, book: Gazetteer) -> bool:
    """Whether the phrase at a span names the mention, and not only a word inside its name."""
    start, end = mention.span
    if span.end <= start or end <= span.start:
        return False
    if span.start <= start and end <= span.end:
        return True
    if mention.head is not None or mention.kind in {"leader", "person", "phrase"}:
        return True
    inside = book.find(span.of(context))
    return not any(m.kind in _PLACES for m in inside) or mention.kind in _PLACES


def _heads(named: Sequence[Mention], span: Span, text: str) -> list[Mention]:
    """Leave out who only owns or describes another of the phrase.

    "Russia's neighbour Kazakhstan" is Kazakhstan, "the Czech-born US secretary" of the US, and
    "pro-Russian" or "non-Saudi" names nobody of that state.
    """
    kept = []
    for index, mention in enumerate(named):
        start, end = mention.span
        if _PREFIX.search(text[max(0, start - 6) : start]):
            continue
        bound = _SUFFIX.match(text[end : end + 12])
        if mention.owner and mention.kind != "pronoun" and not mention.head:
            if bound and not (bound[1] or "").startswith("led"):
                continue
            later = [m for m in named[index + 1 :] if not m.place]
            if any(not _coordinated(text[end : m.span.start]) for m in later) and end < span.end:
                continue
        kept.append(mention)
    return kept


def _coordinated(between: str) -> bool:
    return bool(_AND.search(between)) or not between.strip(" -–’'s")


def _inside(
    mention: Mention, span: Span, context: str, book: Gazetteer, date: dt.date | None
) -> Mention:
    """What a phrase names that is only a part of a composed mention and not its head.

    "Russian" in "Russian troops" is the state, "Quito" in "police in Quito" the town.
    """
    head = mention.head
    if head is None or mention.kind != "phrase" or span.of(context) == mention.text:
        return mention
    if span.start < head.end and head.start < span.end:
        return mention
    for alone in book.find(span.of(context), date):
        if alone.key == mention.key or alone.kind in {"leader", "organisation"}:
            before = Words(context[max(0, span.start - 20) : span.start]).keys[-1:]
            place = alone.kind in _PLACES and before in (["in"], ["at"], ["near"])
            return replace(alone, place=alone.place or place)
    return replace(mention, sector=None, sectors=(), name=None)


def _resolved(mention: Mention, span: Span, beside: bool = False) -> Resolved:
    """A mention as who the phrase means; a state that acts does so through its government."""
    sector, sectors = mention.sector, mention.sectors
    if mention.place and mention.kind in {"capital", "metonym"}:
        sector, sectors = None, ()
    actor = Actor(mention.text, mention.span, mention.country, sector, mention.name, mention.code)
    return Resolved(actor, mention.kind, sectors, mention.place, mention.acts, beside)


def _governing(one: Resolved) -> Resolved:
    """A state that a text speaks of, without more, acts through its government."""
    state = one.kind in {"name", "capital", "metonym", "adjective", "pronoun"} or (
        one.kind == "phrase" and not one.actor.name
    )
    if not state or one.sectors or one.place or not one.actor.country:
        return one
    return _with_sectors(one, ("GOV",))


def _with_sectors(one: Resolved, sectors: tuple[str, ...]) -> Resolved:
    return replace(one, actor=replace(one.actor, sector=sectors[0]), sectors=sectors)


def _ordered(found: Sequence[Resolved]) -> list[Resolved]:
    """Those that act before places, each once."""
    kept: dict[tuple[str | None, ...], Resolved] = {}
    for one in sorted(found, key=lambda one: one.place):
        actor = one.actor
        kept.setdefault((actor.key, actor.name, actor.sector, actor.text), one)
    return list(kept.values())


def _alone(text: str, context: str, date: dt.date | None, book: Gazetteer) -> list[Resolved]:
    """Read a phrase by itself, after its context, so that names there can come back in it."""
    # The full stop keeps a phrase of capitals from being read as a headline.
    before = f"{context}\n\n" if context else ""
    whole = f"{before}{text}."
    cast = Cast(book, whole, _sentences(whole), date)
    found = [m for m in cast.mentions if len(before) <= m.span.start < len(whole) - 1]
    found = _heads(found, Span(len(before), len(whole) - 1), whole)
    retired = {m.name for m in found if date is None and _retired(m, book.vocabulary)}
    out = [_moved(_resolved(m, m.span), len(before), m.name in retired) for m in found]
    taken = [one.actor.span for one in out]
    if not any(one.actor.sector for one in out):
        noun = _noun(text, book.vocabulary, taken)
        if noun is not None and out:
            out = _ordered(out)
            out[0] = _with_sectors(out[0], noun.sectors)
        elif noun is not None:
            out = [noun]
    if not out and text.strip().casefold() in PRONOUNS:
        unknown = Actor(text, Span(0, len(text)), sector="UNK")
        out = [Resolved(unknown, "pronoun", ("UNK",))]
    return _ordered(out)


def _retired(mention: Mention, vocabulary: Vocabulary) -> bool:
    """Whether a leader holds no office on the codebook's last day."""
    namesakes = [
        leader
        for leader in vocabulary.rulers.get(mention.country or "", ())
        if leader.name == mention.name
    ]
    return not any(leader.in_office(None) for leader in namesakes)


def _moved(one: Resolved, by: int, retired: bool) -> Resolved:
    """Spans counted from the phrase's start; a bare name without a date, as of the last day."""
    actor, sectors = one.actor, one.sectors
    sector = actor.sector
    if retired and one.kind == "leader" and sector == "GOV" and " " in actor.text:
        sector, sectors = "ELI", ("ELI",)
    span = Span(actor.span.start - by, actor.span.end - by)
    return replace(one, actor=replace(actor, span=span, sector=sector), sectors=sectors)


def _placed(one: Resolved, country: str | None) -> Resolved:
    return replace(one, actor=replace(one.actor, country=country))


def _noun(text: str, vocabulary: Vocabulary, taken: Sequence[Span]) -> Resolved | None:
    """The last actor noun of the phrase that comes before any "of", "in" or "for"."""
    words = Words(text)
    found: tuple[int, int, Noun] | None = None
    at = 0
    while at < len(words):
        noun = noun_at(words, at, vocabulary)
        if noun is None:
            if found is not None and words.keys[at] in _AWAY:
                break
            at += 1
            continue
        start, end = words.starts[at], words.ends[noun[0] - 1]
        if noun[1].sector and not any(a < end and start < b for a, b in taken):
            found = (at, noun[0], noun[1])
        at = noun[0]
    if found is None:
        return None
    span = Span(words.starts[found[0]], words.ends[found[1] - 1])
    sector = found[2].sector
    sectors = sectors_of(words, (0, found[1]), sector, vocabulary)
    return Resolved(Actor(span.of(text), span, sector=sector), "phrase", sectors)
