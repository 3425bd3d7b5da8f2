"""One document's actors in reading order, with what phrases and pronouns stand for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from patronage.actors.anaphora import OPENERS, Anaphora
from patronage.actors.gazetteer import Gazetteer, Mention
from patronage.actors.hits import Hit
from patronage.actors.memory import Group, Item, Memory, Scene, groups_of
from patronage.actors.pronouns import PRONOUNS
from patronage.actors.words import Words
from patronage.records import Span

__all__ = ["Cast"]

_MEMORY = 60
_OFFICES = {"GOV", "MIL", "LEG", "COP", "JUD", "SPY"}
# A "sentence" without marks, such as a table, is read in pieces, so that time stays linear.
_PIECE = 300


class Cast:
    """Everyone a document names or points back to.

    Args:
        gazetteer: the names to look for.
        text: the whole document, title included where it stands first.
        sentences: half-open, ordered spans of ``text``; what lies outside them is not read for
            phrases and pronouns.
        date: the document's date, or None.

    ``mentions`` is sorted by span; several mentions share a span where one phrase stands for
    several actors ("both nations").

    >>> from patronage.actors import gazetteer
    >>> text = "Russia and China met. Both nations agreed."
    >>> cast = Cast(gazetteer(), text, [Span(0, 21), Span(22, 42)])
    >>> [mention.country for mention in cast.in_sentence(1)]
    ['RUS', 'CHN']
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        sentences: Sequence[Span],
        date: dt.date | None = None,
    ) -> None:
        words = Words(text)
        hits = gazetteer.hits(words, date)
        reader = Anaphora(words, gazetteer.vocabulary, date)
        found, runs = _read(words, hits, reader, sentences)
        mentions = gazetteer.mentions(words, found)
        number = {id(hit): index for index, hit in enumerate(found)}
        self._runs = [
            [mentions[number[id(hit)]] for hit in run if id(hit) in number] for run in runs
        ]
        self.mentions: tuple[Mention, ...] = tuple(mentions)
        self._starts = [mention.span.start for mention in mentions]
        self._sentences = tuple(sentences)

    def in_sentence(self, i: int) -> tuple[Mention, ...]:
        """The mentions that begin in sentence ``i`` (an index into ``sentences``)."""
        start, end = self._sentences[i]
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self.mentions[first:last]

    def beside(self, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Those named in one breath with some mentions ("Russia and China"), these left out."""
        given = set(mentions)
        runs = [run for run in self._runs if given.intersection(run)]
        return tuple(m for run in runs for m in run if m not in given)


def _read(
    words: Words, hits: Sequence[Hit], reader: Anaphora, sentences: Sequence[Span]
) -> tuple[list[Hit], list[list[Hit]]]:
    """Every hit in order, and the runs of hits that are named in one breath."""
    out: list[Hit] = []
    runs: list[list[Hit]] = []
    memory = Memory()
    adopted: dict[str, str] = {}
    number = at_hit = 0
    for first, last in _pieces(words, sentences):
        while at_hit < len(hits) and hits[at_hit].first < first:
            out.append(hits[at_hit])
            at_hit += 1
        here = []
        while at_hit < len(hits) and hits[at_hit].first < last:
            here.append(hits[at_hit])
            at_hit += 1
        _adopt(here, adopted)
        scene, number = _scene(words, here, first, last, number)
        runs += [[item.hit for item in group.items] for group in scene.groups]
        out += _fill(words, scene, reader, memory)
        memory.scenes.append(scene)
        if len(memory.scenes) > _MEMORY:
            del memory.scenes[0]
        memory.counts.update(item.hit.country for item in scene.items if item.hit.country)
    out.extend(hits[at_hit:])
    return sorted(out, key=lambda hit: (hit.first, hit.last)), runs


def _adopt(hits: Sequence[Hit], adopted: dict[str, str]) -> None:
    """Give office holders without a state the only state of the sentence that names them first.

    "Albania's parliament criticised President Ilir Meta": whose president he is goes without
    saying where one state alone is spoken of.
    """
    spoken = [hit for hit in hits if hit.country and hit.acts]
    states = {hit.country for hit in spoken}
    for hit in hits:
        # Whom a judge asks, and where, is not whose judge he is; "Germany's decision" may tell.
        if spoken and spoken[0].first > hit.first and not spoken[0].owner:
            continue
        if hit.kind != "person" or hit.country or hit.code or hit.sector not in _OFFICES:
            continue
        name = hit.name or ""
        if name not in adopted and len(states) == 1:
            adopted[name] = next(country for country in states if country)
        hit.country = adopted.get(name)


def _pieces(words: Words, sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Each sentence as a range of words, a very long one cut."""
    for start, end in sentences:
        first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
        while last - first > _PIECE:
            yield first, first + _PIECE
            first += _PIECE
        yield first, last


def _scene(
    words: Words, hits: Sequence[Hit], first: int, last: int, number: int
) -> tuple[Scene, int]:
    scene = Scene(first, last)
    member: dict[int, int] = {}
    runs = groups_of(words, hits)
    for run in runs:
        member.update((id(hit), number + 1) for hit in run)
        number += 1
    made = {id(hit): Item(hit.first, hit.last, hit, member.get(id(hit))) for hit in hits}
    scene.items = list(made.values())
    scene.groups = [Group(run[-1].last, tuple(made[id(hit)] for hit in run)) for run in runs]
    return scene, number


def _fill(words: Words, scene: Scene, reader: Anaphora, memory: Memory) -> list[Hit]:
    """The scene's hits with those that its phrases and pronouns stand for."""
    taken: set[int] = set()
    for item in scene.items:
        taken.update(range(item.first, item.last))
    found: list[Hit] = []
    after = scene.first
    for at in range(scene.first, scene.last):
        key = words.keys[at]
        if (
            at < after
            or at in taken
            or not (key in PRONOUNS or key in OPENERS)
            or _shouting(words, at)
        ):
            continue
        hits = reader.at(at, scene, memory)
        if not hits or any(index in taken for index in range(hits[0].first, hits[0].last)):
            continue
        found += hits
        after = hits[0].last
        _remember(scene, hits)
    new = {id(hit) for hit in found}
    return [*(item.hit for item in scene.items if id(item.hit) not in new), *found]


def _shouting(words: Words, at: int) -> bool:
    """Whether a pronoun is in capitals, as initialisms are ("IT", "US")."""
    raw = words.raw(at)
    return len(raw) > 1 and raw.isupper()


def _remember(scene: Scene, hits: Sequence[Hit]) -> None:
    # Negative numbers: groups that a phrase repeats; "they" may mean them, none is new.
    group = -hits[0].first - 1 if len(hits) > 1 else None
    items = [Item(hit.first, hit.last, hit, group) for hit in hits]
    scene.items = sorted([*scene.items, *items], key=lambda item: item.first)
    if group is not None:
        scene.groups.append(Group(hits[0].last, tuple(items)))
        scene.groups.sort(key=lambda kept: kept.last)
