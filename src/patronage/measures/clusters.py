"""Reports of one happening gathered into happenings, without regard to the order of rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from patronage.measures.linking import Windows, linked, same, toward
from patronage.measures.reports import Report, Reports, kinds
from patronage.records import content_id
from patronage.results import Episode

__all__ = ["Happening", "backed", "by_side", "gather", "split_of"]

YEAR = dt.timedelta(days=365)

Cluster = tuple[Report, ...]


class _Block(NamedTuple):
    """What reports must share before their times and recipients are compared."""

    actor: frozenset[str]
    told: str
    group: str
    polarity: str | None
    instrument: str | None


@dataclass(frozen=True)
class Happening:
    """An episode with the reports behind it; ``day`` is where it is counted, None if nowhere."""

    episode: Episode
    reports: Cluster
    anchor: Report
    day: dt.date | None
    held: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def fact(self) -> bool:
        """Whether it is told as having happened."""
        return self.anchor.told == "fact"

    @cached_property
    def beneficiary(self) -> frozenset[str]:
        """Every beneficiary that a report names."""
        return frozenset().union(*(r.beneficiary for r in self.reports))

    def givers(self, client: str) -> frozenset[str]:
        """Who gives to a client here: the actors, or the other parties of a mutual deed."""
        # Asked by many measures: with thousands of episodes it is most of their work.
        found = self.held.get(client)
        if found is None:
            found = self.held[client] = self._givers(client)
        return found

    def _givers(self, client: str) -> frozenset[str]:
        actors, recipients = frozenset(self.episode.actor), frozenset(self.episode.recipient)
        toward = recipients | self.beneficiary
        found = actors if client in toward else frozenset()
        if _mutual(self.anchor) and client in actors and toward <= recipients | {client}:
            found |= actors | recipients
        return found - {client}

    def pressers(self, client: str) -> frozenset[str]:
        """Who acts upon a client here: the actors of what is done to it or against it."""
        upon = frozenset(self.episode.recipient).union(*(r.against for r in self.reports))
        return (frozenset(self.episode.actor) if client in upon else frozenset()) - {client}


def gather(reports: Sequence[Report], since: dt.date | None) -> tuple[Happening, ...]:
    """Happenings of reports, in the order of their best dated report.

    ``since`` is the first day of "now"; without it the status alone decides.
    """
    if not isinstance(reports, Reports):
        return _gathered(reports, since)
    whole = reports.once(("gather", None), lambda: _gathered(reports, None))
    return whole if since is None else reports.once(
        ("gather", since), lambda: tuple(_split(h, since) for h in whole)
    )  # fmt: skip


def _split(happening: Happening, since: dt.date) -> Happening:
    """A happening whose day is held against the first day of "now"; nothing else rests on it."""
    when = _when(happening.episode.status, happening.day, since)
    if when == happening.episode.when:
        return happening
    return replace(happening, episode=replace(happening.episode, when=when))


def _when(status: str, day: dt.date | None, since: dt.date | None) -> str:
    return "then" if status == "historical" or (since and day and day < since) else "now"


def _gathered(reports: Sequence[Report], since: dt.date | None) -> tuple[Happening, ...]:
    blocks: dict[_Block, list[Report]] = defaultdict(list)
    for report in _turned(reports):
        blocks[_block(report)].append(report)
    families: dict[tuple[Any, ...], list[Cluster]] = defaultdict(list)
    for block, members in blocks.items():
        families[block[:3]] += [w for whole in linked(members) for w in _windows(whole)]
    clusters = [c for family in families.values() for c in _absorbed(family)]
    made = (_happening(cluster, since) for cluster in clusters)
    return tuple(sorted(made, key=lambda happening: (happening.anchor.order, happening.episode.id)))


def by_side(
    happenings: Iterable[Happening], sides: Callable[[Happening], Iterable[str]]
) -> dict[str, list[Happening]]:
    """Happenings by each of their sides, in their order: one pass, and not one for every state."""
    found: dict[str, list[Happening]] = defaultdict(list)
    for happening in happenings:
        for side in sides(happening):
            found[side].append(happening)
    return found


def backed(happenings: Iterable[Happening], client: str) -> Iterator[tuple[str, Happening]]:
    """Every support of the client told as fact, with each who gave it."""
    for happening in happenings:
        if happening.fact and happening.episode.polarity == "support":
            for giver in happening.givers(client):
                yield giver, happening


def split_of(reports: Iterable[Report]) -> dt.date | None:
    """A year before the latest publication; None where no report has a publication date."""
    latest = max((r.available for r in reports if r.available), default=None)
    return latest - YEAR if latest else None


def _block(report: Report) -> _Block:
    return _Block(report.actor, report.told, report.group, report.polarity, report.instrument)


def _turned(reports: Sequence[Report]) -> Iterator[Report]:
    """Turn a mutual deed to the side from which the same sentence also tells it.

    "A secured loans from B" may be coded as A dealing with B and as B lending to A: one happening.
    """
    sides: dict[tuple[Any, ...], set[tuple[frozenset[str], ...]]] = defaultdict(set)
    for report in reports:
        if not _mutual(report):
            sides[_scene(report)].add((report.actor, report.recipient, report.beneficiary))
    for report in reports:
        other = sides.get(_scene(report), set()) if _mutual(report) else set()
        if len(other) == 1:  # with two, nothing tells which one it is
            actor, recipient, beneficiary = next(iter(other))
            yield replace(report, actor=actor, recipient=recipient, beneficiary=beneficiary)
        else:
            yield report


def _mutual(report: Report) -> bool:
    kind = kinds().get(report.type)
    return bool(kind and kind.mutual)


def _scene(report: Report) -> tuple[Any, ...]:
    """One sentence, one set of parties, one instrument: whoever is put first."""
    parties = report.actor | report.recipient | report.beneficiary
    return (report.quote, parties, report.told, report.group, report.polarity, report.instrument,
            report.start, report.end)  # fmt: skip


def _windows(cluster: Cluster) -> list[Cluster]:
    """Cut a chain of reports by time, else a year of monthly deliveries would be one happening."""
    windows = Windows()
    for report in sorted(cluster, key=lambda r: r.order):
        windows.add(report)
    return [tuple(window) for window in windows.found]


def _absorbed(clusters: list[Cluster]) -> list[Cluster]:
    """Let a vague cluster join the nearest that names its polarity and instrument and fits it.

    Whole clusters move, and into one place: a vague report never joins an arms delivery and a loan
    into one happening. It brings no recipient along: what was vaguely asked of two states is not
    thereby an arms request to both.
    """
    kept: list[list[Report]] = []
    marks: list[Report] = []
    sides: list[frozenset[str]] = []
    plainer = [0, 0, 0]  # how many marks name more than none, one or two of the things
    for cluster in sorted(clusters, key=lambda c: (-_named(c[0]), c[0].order)):
        named, own = _named(cluster[0]), toward(cluster)
        fits = [
            i for i in range(plainer[named])  # marks come with those that name most first
            if _vaguer(cluster[0], marks[i])
            and own <= sides[i]
            and any(same(a, b) for a in cluster for b in kept[i])
        ]  # fmt: skip
        if fits:
            best = min(fits, key=lambda i: (_apart(cluster[0], marks[i]), marks[i].order))
            kept[best] += cluster  # its sides stay, since it brings no new one
        else:
            kept.append(list(cluster))
            marks.append(cluster[0])
            sides.append(own)
            for fewer in range(named):
                plainer[fewer] += 1
    return [tuple(sorted(c, key=lambda r: r.order)) for c in kept]


def _named(report: Report) -> int:
    return (report.polarity is not None) + (report.instrument is not None)


def _vaguer(one: Report, two: Report) -> bool:
    """Whether ``one`` says less than ``two`` and nothing else."""
    return (
        _named(one) < _named(two)
        and one.polarity in (None, two.polarity)
        and one.instrument in (None, two.instrument)
    )


def _apart(one: Report, two: Report) -> int:
    if one.day and two.day:
        return abs((one.day - two.day).days)
    return dt.date.max.toordinal()


def _happening(cluster: Cluster, since: dt.date | None) -> Happening:
    anchor = cluster[0]  # they come in their order
    named = max(cluster, key=_named)
    status = anchor.status
    if anchor.told == "fact":
        status = "occurred" if any(r.status == "occurred" for r in cluster) else "historical"
    day = next((r.day for r in cluster if r.day), None)
    recipients = frozenset().union(*(r.recipient for r in cluster))
    episode = Episode(
        id=content_id("episode", *anchor.order[:-1], sorted(anchor.actor), sorted(recipients)),
        actor=tuple(sorted(anchor.actor)),
        recipient=tuple(sorted(recipients)),
        type=anchor.type,
        polarity=named.polarity,
        instrument=named.instrument,
        status=status,
        start=anchor.start,
        end=anchor.end,
        when=_when(status, day, since),
        events=tuple(sorted(id for r in cluster for id in r.ids)),
    )
    return Happening(episode, cluster, anchor, day)
