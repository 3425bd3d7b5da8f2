"""Reports of one happening gathered into happenings, without regard to the order of rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, NamedTuple

from patronage.measures.reports import Report, kinds
from patronage.records import content_id
from patronage.results import Episode

__all__ = ["Happening", "gather", "split_of"]

NEAR = dt.timedelta(days=30)
PRINTED = dt.timedelta(days=14)
YEAR = dt.timedelta(days=365)

Cluster = tuple[Report, ...]


class _Block(NamedTuple):
    """What reports must share before their times and recipients are compared."""

    actor: frozenset[str]
    told: str
    group: str
    polarity: str | None
    instrument: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """An episode with the reports behind it; ``day`` is where it is counted, None if nowhere."""

    episode: Episode
    reports: Cluster
    anchor: Report
    day: dt.date | None

    @property
    def fact(self) -> bool:
        """Whether it is told as having happened."""
        return self.anchor.told == "fact"

    @property
    def beneficiary(self) -> frozenset[str]:
        """Every beneficiary that a report names."""
        return frozenset().union(*(r.beneficiary for r in self.reports))

    def givers(self, client: str) -> frozenset[str]:
        """Who gives to a client here: the actors, or the other parties of a mutual deed."""
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
    blocks: dict[_Block, list[Report]] = defaultdict(list)
    for report in _turned(reports):
        blocks[_block(report)].append(report)
    families: dict[tuple[Any, ...], list[Cluster]] = defaultdict(list)
    for block, members in blocks.items():
        families[block[:3]] += [w for whole in _linked(members) for w in _windows(whole)]
    clusters = [c for family in families.values() for c in _absorbed(family)]
    made = (_happening(cluster, since) for cluster in clusters)
    return tuple(sorted(made, key=lambda happening: (happening.anchor.order, happening.episode.id)))


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


def _linked(reports: Sequence[Report]) -> Iterator[Cluster]:
    """Connected parts of the relation "may be one happening": no order can change them."""
    root = list(range(len(reports)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = i = root[root[i]]
        return i

    for i, j in combinations(range(len(reports)), 2):
        if top(i) != top(j) and _same(reports[i], reports[j]):
            root[top(i)] = top(j)
    parts: dict[int, list[Report]] = defaultdict(list)
    for i, report in enumerate(reports):
        parts[top(i)].append(report)
    return (tuple(part) for part in parts.values())


def _windows(cluster: Cluster) -> list[Cluster]:
    """Cut a chain of reports by time, else a year of monthly deliveries would be one happening."""
    windows: list[list[Report]] = []
    for report in sorted(cluster, key=lambda r: r.order):
        home = next((w for w in windows if _same_time(w[0], report)), None)
        if home is None:
            windows.append([report])
        else:
            home.append(report)
    return [tuple(window) for window in windows]


def _absorbed(clusters: list[Cluster]) -> list[Cluster]:
    """Let a vague cluster join the nearest that names its polarity and instrument and fits it.

    Whole clusters move, and into one place: a vague report never joins an arms delivery and a loan
    into one happening. It brings no recipient along: what was vaguely asked of two states is not
    thereby an arms request to both.
    """
    kept: list[list[Report]] = []
    marks: list[Report] = []
    for cluster in sorted(clusters, key=lambda c: (-_named(c[0]), c[0].order)):
        fits = [
            i for i, mark in enumerate(marks)
            if _vaguer(cluster[0], mark)
            and _toward(cluster) <= _toward(kept[i])
            and any(_same(a, b) for a in cluster for b in kept[i])
        ]  # fmt: skip
        if fits:
            best = min(fits, key=lambda i: (_apart(cluster[0], marks[i]), marks[i].order))
            kept[best] += cluster
        else:
            kept.append(list(cluster))
            marks.append(cluster[0])
    return [tuple(sorted(c, key=lambda r: r.order)) for c in kept]


def _named(report: Report) -> int:
    return (report.polarity is not None) + (report.instrument is not None)


def _toward(reports: Iterable[Report]) -> frozenset[str]:
    return frozenset(c for r in reports for c in r.recipient | r.beneficiary)


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


def _same(one: Report, two: Report) -> bool:
    return _same_sides(one, two) and _same_time(one, two)


def _same_sides(one: Report, two: Report) -> bool:
    first, second = _toward([one]), _toward([two])
    if first or second:
        return bool(first & second)
    return bool(one.against & two.against) or not (one.against or two.against)


def _same_time(one: Report, two: Report) -> bool:
    first, second = sorted((one, two), key=lambda r: r.width)
    if first.width == 3:
        return _printed_together(first, second)
    if second.width == 3:
        return first.width < 2 and _told_beside(first, second)
    if second.width == 2:  # a total "since 2000" is no report of one delivery in 2018
        return first.width == 2 and _gap(first, second) < dt.timedelta(0)
    slack = NEAR if second.width == 0 else dt.timedelta(days=-1)
    return _gap(first, second) <= slack


def _printed_together(one: Report, two: Report) -> bool:
    if one.documents & two.documents:
        return True
    both = one.available and two.available
    return bool(both) and abs(one.available - two.available) <= PRINTED  # type: ignore[operator]


def _told_beside(dated: Report, undated: Report) -> bool:
    """An undated report in the same document, or of a day near the dated one."""
    if dated.documents & undated.documents:
        return True
    if undated.day is None or dated.width or not (dated.start and dated.end):
        return False
    return dated.start - NEAR <= undated.day <= dated.end + NEAR


def _gap(one: Report, two: Report) -> dt.timedelta:
    """Days between two times; below zero where they overlap (both half-open)."""
    start = max(one.start or dt.date.min, two.start or dt.date.min)
    end = min(one.end or dt.date.max, two.end or dt.date.max)
    return start - end


def _happening(cluster: Cluster, since: dt.date | None) -> Happening:
    anchor = min(cluster, key=lambda r: r.order)
    named = max(cluster, key=_named)
    status = anchor.status
    if anchor.told == "fact":
        status = "occurred" if any(r.status == "occurred" for r in cluster) else "historical"
    days = [r.day for r in sorted(cluster, key=lambda r: r.order) if r.day]
    day = days[0] if days else None
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
        when="then" if status == "historical" or (since and day and day < since) else "now",
        events=tuple(sorted(id for r in cluster for id in r.ids)),
    )
    return Happening(episode, cluster, anchor, day)
