"""Where each episode stands in the timeline figure: its actor's band, its lane, its place."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from patronage.periods import Grain, period_of
from patronage.report.axis import TimeAxis, axis_of
from patronage.report.evidence import Index
from patronage.report.wording import HOLLOW, join, label, period, phrase, plural, short, state
from patronage.results import Brief, Episode

__all__ = ["Mark", "Strip", "episode_words", "marks_of"]

_LANE = 15  # height of one lane in pixels
_MARK = 13  # width that a mark needs beside its neighbour
_LANES = 9  # above so many lanes marks are gathered by period
_LAST = dt.date(9998, 1, 1)  # the calendar ends a year later, and periods need a day past theirs
_BANDS = 12  # actors with a band of their own; the rest share one


@dataclass(frozen=True, slots=True)
class Mark:
    """One symbol: ``y`` in pixels from the top, ``count`` the episodes it stands for."""

    start: dt.date
    end: dt.date
    mid: dt.date
    wide: bool
    y: float
    polarity: str
    hollow: bool
    count: int
    href: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """All marks, the bands as (name, top), the time axis and the height of the figure."""

    marks: tuple[Mark, ...]
    lanes: tuple[tuple[str, float], ...]
    axis: TimeAxis
    height: float


@dataclass(frozen=True, slots=True)
class _Item:
    start: dt.date
    end: dt.date
    polarity: str
    hollow: bool
    count: int
    events: tuple[str, ...]
    told: str | Episode  # in words, or what words are to be found for if it is drawn

    @property
    def mid(self) -> dt.date:
        return self.start + (self.end - self.start) // 2


_Packed = dict[str, tuple[list[_Item], list[int]]]
_GRAINS: tuple[Grain | None, ...] = (None, "month", "quarter", "year")
_Groups = dict[tuple[dt.date, str, bool], list[_Item]]


def episode_words(brief: Brief, episode: Episode) -> str:
    """What an episode is, in one line without its date."""
    who = join([state(brief, a) for a in episode.actor]) or "actor not named"
    to = join([state(brief, r) for r in episode.recipient])
    what = phrase(episode.type)
    if episode.instrument:
        what += f", {label(episode.instrument)}"
    return f"{who} → {to}: {what}" if to else f"{who}: {what}"


def marks_of(brief: Brief, index: Index, width: int) -> Strip:
    """Lay out the dated episodes of a brief over ``width`` pixels."""
    dated = [e for e in brief.episodes if e.start is not None or e.end is not None]
    if not dated:
        return Strip((), (), TimeAxis((dt.date.min, dt.date.max), (0, width)), 0)
    bands = _bands(brief, dated)
    start, end = _bounds(brief, [item for items in bands.values() for item in items])
    axis = axis_of(start, end, brief.since, width)
    packed: _Packed = {}
    for grain in _GRAINS:
        most = None if grain == _GRAINS[-1] else _LANES
        packed = _packed(bands, grain, axis, most)
        if packed:
            break
    marks: list[Mark] = []
    tops: list[tuple[str, float]] = []
    y = 4.0
    for name, (items, lanes) in packed.items():
        tops.append((name, y))
        for item, lane in zip(items, lanes, strict=True):
            marks.append(_mark(item, y + 13 + lane * _LANE, axis, (brief, index)))
        y += 26 + max(lanes) * _LANE
    return Strip(tuple(marks), tuple(tops), axis, y)


def _packed(
    bands: Mapping[str, list[_Item]], grain: Grain | None, axis: TimeAxis, most: int | None
) -> _Packed:
    """Each band's items with their lanes; nothing where a band needs ``most`` lanes or more."""
    found: _Packed = {}
    for name, items in bands.items():
        ordered, lanes = _pack(_gather(items, grain), axis, most)
        if most is not None and max(lanes) >= most:
            return {}
        found[name] = ordered, lanes
    return found


def _mark(item: _Item, y: float, axis: TimeAxis, of: tuple[Brief, Index]) -> Mark:
    brief, index = of
    wide = axis.at(item.end) - axis.at(item.start) > _MARK
    href = index.href(item.events)
    return Mark(item.start, item.end, item.mid, wide, y, item.polarity, item.hollow,
                item.count, href, _words(brief, item.told))  # fmt: skip


def _bands(brief: Brief, dated: Iterable[Episode]) -> dict[str, list[_Item]]:
    """Items by actor: patrons, client and coercers first, then by count; a joint act is in each."""
    by_actor: dict[str, list[Episode]] = {}
    for episode in dated:
        for actor in episode.actor or ("",):
            by_actor.setdefault(actor, []).append(episode)
    counts = Counter({actor: len(some) for actor, some in by_actor.items()})
    first = [a for a in (*brief.patrons, brief.client, *brief.coercers) if a in by_actor]
    order = list(dict.fromkeys([*first, *(a for a, _ in counts.most_common())]))
    bands: dict[str, dict[int, Episode]] = {}  # once each, though several of a band act in it
    for place, actor in enumerate(order):
        name = state(brief, actor) if place < _BANDS else "others"
        bands.setdefault(name, {}).update((id(e), e) for e in by_actor[actor])
    return {name: [_item(e) for e in some.values()] for name, some in bands.items()}


def _item(episode: Episode) -> _Item:
    start = episode.start or _day_before(episode.end)
    start = min(start, _LAST - dt.timedelta(days=1))
    end = min(_LAST, max(episode.end or start, start + dt.timedelta(days=1)))
    hollow = episode.status in HOLLOW
    return _Item(start, end, episode.polarity or "", hollow, 1, episode.events, episode)


def _words(brief: Brief, told: str | Episode) -> str:
    if isinstance(told, str):
        return told
    hollow = f" ({told.status}, not counted)" if told.status in HOLLOW else ""
    words = short(f"{period(told.start, told.end)}: {episode_words(brief, told)}", 160)
    return f"{words}{hollow}; {plural(len(told.events), 'report')}"


def _day_before(day: dt.date | None) -> dt.date:
    return max(day or dt.date.min, dt.date(1, 1, 2)) - dt.timedelta(days=1)


def _gather(items: list[_Item], grain: Grain | None) -> list[_Item]:
    """Items as they are, or those alike within a period as one with their count."""
    if grain is None:
        return items
    groups: _Groups = {}
    for item in items:
        key = (period_of(item.mid, grain).start, item.polarity, item.hollow)
        groups.setdefault(key, []).append(item)
    return list(_gathered(groups, grain))


def _gathered(groups: _Groups, grain: Grain) -> Iterator[_Item]:
    for (start, polarity, hollow), items in groups.items():
        if len(items) == 1:
            yield items[0]
            continue
        end = period_of(start, grain).end
        events = tuple(e for item in items for e in item.events)
        kind = polarity or "other"
        told = plural(len(items), "entry told of, not counted", "entries told of, not counted")
        held = told if hollow else plural(len(items), "episode")
        words = f"{period(start, end)}: {kind}, {held}; {plural(len(events), 'report')}"
        yield _Item(start, end, polarity, hollow, len(items), events, words)


def _bounds(brief: Brief, items: list[_Item]) -> tuple[dt.date, dt.date]:
    days = [d for item in items for d in (item.start, item.end)]
    days += [d for d in (brief.since, brief.as_of) if d is not None]
    start, end = min(days), max(days)
    before = dt.timedelta(days=max(10, (end - start).days // 40))
    # A short "now" has a part of its own, so that its margin goes by its own length.
    recent = brief.since if brief.since and start < brief.since < end else start
    after = dt.timedelta(days=max(10, (end - recent).days // 20))
    low = start - before if start - dt.date.min > before else dt.date.min
    return low, end + after if _LAST - end > after else _LAST


def _pack(items: list[_Item], axis: TimeAxis, most: int | None) -> tuple[list[_Item], list[int]]:
    """Give each item the first lane that is free where it stands, until ``most`` are taken."""
    ordered = sorted(items, key=lambda i: (i.start, i.end))
    free: list[float] = []
    lanes = []
    for item in ordered:
        half = (_MARK + min(8, item.count)) / 2
        left = min(axis.at(item.mid) - half, axis.at(item.start))
        lane = next((i for i, right in enumerate(free) if right <= left), len(free))
        free[lane : lane + 1] = [max(axis.at(item.mid) + half, axis.at(item.end))]
        lanes.append(lane)
        if lane == most:  # so many lanes are not drawn: the rest need not be placed
            break
    return ordered, lanes
