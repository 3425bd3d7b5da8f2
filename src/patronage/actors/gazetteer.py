"""Names in a text, as mentions: every table of the codebook walked at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from patronage.actors.collectives import elliptic, seat, spread
from patronage.actors.groups import Grouping
from patronage.actors.hits import Hit, match
from patronage.actors.laying import lay_over
from patronage.actors.offices import leader_sectors, name_holders
from patronage.actors.overlay import Overlay
from patronage.actors.people import People
from patronage.actors.places import mark_places
from patronage.actors.readings import settle_names
from patronage.actors.sectors import sectors_of
from patronage.actors.surnames import settle_surnames
from patronage.actors.vocabulary import TABLES, Vocabulary
from patronage.actors.words import Words
from patronage.codebook import rows, tables
from patronage.records import Span

__all__ = ["Gazetteer", "Mention", "gazetteer"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor, or a place that bears an actor's name, as it stands in a text.

    ``kind`` is one of ``name``, ``adjective``, ``demonym``, ``capital``, ``metonym``, ``place``,
    ``leader``, ``person``, ``organisation``, ``phrase``, ``pronoun``. ``acts`` is False for those
    who attribute and do not act: think tanks, media, experts. ``place`` tells that the words name
    where something is ("in Moscow"). ``head`` is the span of the head noun of a composed phrase
    ("Russian troops": "troops"), of the name in "President Putin". ``owner`` marks possessives
    and adjectives, which tell whose a thing is. ``sectors`` are all that hold, ``sector`` first.
    """

    span: Span
    text: str
    kind: str
    country: str | None = None
    code: str | None = None
    sector: str | None = None
    name: str | None = None
    acts: bool = True
    place: bool = False
    head: Span | None = None
    owner: bool = False
    sectors: tuple[str, ...] = ()

    @property
    def key(self) -> str | None:
        """The country, else the code: what events are matched by."""
        return self.country or self.code


class Gazetteer:
    """All names, leaders, organisations and actor nouns of the codebook; build it once.

    ``tables`` maps a table's name to its rows; by default the codebook's own, those of ``states``,
    ``state_names``, ``leaders``, ``organisations``, ``nouns`` and ``not_actors`` that exist.
    ``overlay`` holds a user's own names: one that the codebook has too stands in its place.
    The attribute ``overlay`` is the overlay's hash, or empty.

    >>> [m.country for m in gazetteer().find("Russia and China met.")]
    ['RUS', 'CHN']
    """

    def __init__(
        self,
        tables: Mapping[str, Iterable[Mapping[str, str]]] | None = None,
        overlay: Overlay | None = None,
    ) -> None:
        self.vocabulary = Vocabulary.of(_codebook() if tables is None else tables)
        self.overlay = overlay.hash if overlay is not None else ""
        if overlay is not None:
            lay_over(self.vocabulary, overlay.rows)

    def find(self, text: str, date: dt.date | None = None) -> list[Mention]:
        """Every mention by name in a text.

        Args:
            text: plain text, any length; time is linear in it.
            date: the day of the text, by which leaders and old names of states are told apart.

        Returns:
            Mentions in order of their spans; two share a span where one name stands for several
            states ("the Visegrad Four"), and overlap nowhere else. Spans are half-open ranges of
            code points of ``text``.
        """
        words = Words(text)
        return self.mentions(words, self.hits(words, date))

    def hits(self, words: Words, date: dt.date | None = None) -> list[Hit]:
        """The same before it is made into mentions, for readers that need the words too."""
        vocabulary = self.vocabulary
        hits = elliptic(words, match(words, vocabulary, date), vocabulary)
        hits = settle_names(words, hits, vocabulary)
        hits = settle_surnames(words, hits, vocabulary, date)
        grouping = Grouping(words, vocabulary)
        grouping.compose(hits)
        hits = [hit for hit in hits if hit.kind != "absorbed"]
        people = People(words, vocabulary, date)
        hits = people.join(hits)
        again = people.again(hits)
        if again:
            grouping.compose(again, hits)
            again = [hit for hit in again if not hit.place]
            hits = sorted([*hits, *again], key=lambda hit: hit.first)
        hits = _apart(hits)
        leader_sectors(words, hits, vocabulary, date)
        name_holders(words, hits, vocabulary, date)
        mark_places(words, hits, vocabulary)
        seat(words, hits, vocabulary)
        return spread(hits)

    def mentions(self, words: Words, hits: Sequence[Hit]) -> list[Mention]:
        """Hits as mentions."""
        return [_mention(words, hit, self.vocabulary) for hit in hits]


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    out: list[Hit] = []
    for hit in hits:
        if not out or hit.first >= out[-1].last:
            out.append(hit)
    return out


def _mention(words: Words, hit: Hit, vocabulary: Vocabulary) -> Mention:
    span = Span(words.starts[hit.first], words.ends[hit.last - 1])
    head = None
    if hit.head is not None and (hit.head != (hit.first, hit.last)):
        head = Span(words.starts[hit.head[0]], words.ends[hit.head[1] - 1])
    return Mention(
        span,
        span.of(words.text),
        hit.kind,
        hit.country,
        hit.code,
        hit.sector,
        hit.name,
        hit.acts,
        hit.place,
        head,
        hit.owner,
        sectors_of(words, (hit.first, hit.last), hit.sector, vocabulary),
    )


def _codebook() -> dict[str, tuple[Mapping[str, str], ...]]:
    present = tables()
    return {table: rows(table) for table in TABLES if table in present}


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the codebook, built on first use and shared after."""
    return Gazetteer()
