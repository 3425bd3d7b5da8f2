"""What happened, counted again from the events alone: no function of the measures is called.

This is a second reading of what ``docs/theory/measures.md`` says, slow and plain, so that a fault
in the package and a fault here would have to be the same one to stay unseen.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from scipy import stats

from patronage.records import Event
from patronage.results import Brief

HOLLOW = {"future", "hypothetical", "negated"}
# Which types tell of one kind of happening, and which are deeds; after docs/theory/measures.md.
GROUPS = {"COOPERATE": "giving", "AID": "giving", "CONCEDE": "yielding", "RETREAT": "yielding",
          "SANCTION": "penalising", "COERCE": "penalising"}  # fmt: skip
MUTUAL = {"AGREE", "COOPERATE"}
DEEDS = {"COOPERATE", "AID", "RETREAT", "MOBILIZE", "ASSAULT"}
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """One telling: the events that say the same in the same words count once."""

    ids: frozenset[str]
    papers: frozenset[str]
    printed: dt.date | None
    actor: frozenset[str]
    recipient: frozenset[str]
    good: frozenset[str]  # for whose good
    against: frozenset[str]
    type: str
    polarity: str | None
    means: str | None
    status: str
    start: dt.date | None
    end: dt.date | None
    amounts: tuple[str, ...]
    quote: str

    @property
    def stands(self) -> str:
        return self.status if self.status in HOLLOW else "fact"

    @property
    def group(self) -> str:
        return GROUPS.get(self.type, self.type)

    @property
    def toward(self) -> frozenset[str]:
        return self.recipient | self.good

    @property
    def width(self) -> str:
        if not self.start and not self.end:
            return "4 none"
        if not self.start or not self.end or (self.end - self.start).days > 366:
            return "3 long"
        return "1 month" if (self.end - self.start).days <= 31 else "2 year"

    @property
    def day(self) -> dt.date | None:
        if self.width == "4 none":
            return self.printed if self.status == "occurred" else None
        if self.start is None:
            return self.end - DAY if self.end else None
        end = self.end or max(self.start, self.printed or self.start)
        return self.start + (end - self.start) / 2

    @property
    def place(self) -> tuple[object, ...]:
        late = dt.date.max
        return (self.width, self.start or late, self.end or late, self.printed or late, self.quote,
                self.status, self.type, self.polarity or "", self.means or "",
                sorted(self.ids))  # fmt: skip


@dataclass
class Happening:
    """Tellings of one thing, the best dated first."""

    tellings: list[Told]
    since: dt.date | None
    ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.tellings.sort(key=lambda t: t.place)
        self.ids = frozenset().union(*(t.ids for t in self.tellings))

    @property
    def best(self) -> Told:
        return self.tellings[0]

    @property
    def fact(self) -> bool:
        return self.best.stands == "fact"

    @property
    def status(self) -> str:
        if not self.fact:
            return self.best.status
        return "occurred" if any(t.status == "occurred" for t in self.tellings) else "historical"

    @property
    def _most(self) -> Told:
        return max(self.tellings, key=named)

    @property
    def polarity(self) -> str | None:
        return self._most.polarity

    @property
    def means(self) -> str | None:
        return self._most.means

    @property
    def actor(self) -> frozenset[str]:
        return self.best.actor

    @property
    def recipient(self) -> frozenset[str]:
        return frozenset().union(*(t.recipient for t in self.tellings))

    @property
    def good(self) -> frozenset[str]:
        return frozenset().union(*(t.good for t in self.tellings))

    @property
    def day(self) -> dt.date | None:
        return next((t.day for t in self.tellings if t.day), None)

    @property
    def now(self) -> bool:
        if self.status == "historical":
            return False
        return not (self.since and self.day and self.day < self.since)

    def givers(self, client: str) -> frozenset[str]:
        toward = self.recipient | self.good
        found = self.actor if client in toward else frozenset()
        if self.best.type in MUTUAL and client in self.actor:
            if toward <= self.recipient | {client}:
                found = found | self.actor | self.recipient
        return found - {client}

    def pressers(self, client: str) -> frozenset[str]:
        upon = self.recipient.union(*(t.against for t in self.tellings))
        return (self.actor if client in upon else frozenset()) - {client}


def named(told: Told) -> int:
    return (told.polarity is not None) + (told.means is not None)


def tellings(brief: Brief, client: str | None = None) -> list[Told]:
    """Events as tellings; with a client, those that name it."""
    printed = {d.id: d.published for d in brief.documents}
    merged: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for e in brief.events:
        sides = tuple(keys(getattr(e, side)) for side in ("actor", "recipient", "beneficiary",
                                                           "against"))  # fmt: skip
        if client and not any(client in side for side in sides):
            continue
        time = (e.time.start, e.time.end) if e.time else (None, None)
        merged[" ".join(e.quote.split()), sides, e.type, e.mode, e.polarity, e.instrument,
               e.status, time].append(e)  # fmt: skip
    made = []
    for (quote, sides, type, _, polarity, means, status, time), same in merged.items():
        days = [d for e in same if (d := printed[e.document])]
        amounts = tuple(dict.fromkeys(a.text for e in same for a in e.amount))
        made.append(Told(
            frozenset(e.id for e in same), frozenset(e.document for e in same),
            min(days, default=None), *sides, type, polarity, means, status, *time, amounts, quote,
        ))  # fmt: skip
    return made


def keys(actors: Iterable[object]) -> frozenset[str]:
    return frozenset(a.key for a in actors if a.key)  # type: ignore[attr-defined]


def happenings(told: list[Told], since: dt.date | None) -> list[Happening]:
    """Tellings that may be one thing, chained, cut by time, the vaguer joined to the plainer."""
    told = sorted(turned(told), key=lambda t: t.place)
    groups: dict[tuple[object, ...], list[list[Told]]] = defaultdict(list)
    alike: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for t in told:
        alike[t.actor, t.stands, t.group, t.polarity, t.means].append(t)
    for key, members in alike.items():
        for chain in chained(members):
            groups[key[:3]] += cut(chain)
    made = [c for some in groups.values() for c in joined(some)]
    return [Happening(c, since) for c in made]


def turned(told: list[Told]) -> list[Told]:
    """A mutual deed that its own sentence also tells from one side is told from that side."""

    def scene(t: Told) -> tuple[object, ...]:
        return (t.quote, t.actor | t.recipient | t.good, t.stands, t.group, t.polarity, t.means,
                t.start, t.end)  # fmt: skip

    sides: dict[object, set[tuple[frozenset[str], ...]]] = defaultdict(set)
    for t in told:
        if t.type not in MUTUAL:
            sides[scene(t)].add((t.actor, t.recipient, t.good))
    made = []
    for t in told:
        other = sides[scene(t)] if t.type in MUTUAL else set()
        turn = t
        if len(other) == 1:
            actor, recipient, good = next(iter(other))
            turn = Told(**{**vars(t), "actor": actor, "recipient": recipient, "good": good})
        made.append(turn)
    return made


def chained(members: list[Told]) -> list[list[Told]]:
    left, chains = list(members), []
    while left:
        chain, grew = [left.pop(0)], True
        while grew:
            near = [t for t in left if any(one_thing(t, c) for c in chain)]
            left = [t for t in left if t not in near]
            chain += near
            grew = bool(near)
        chains.append(sorted(chain, key=lambda t: t.place))
    return chains


def cut(chain: list[Told]) -> list[list[Told]]:
    windows: list[list[Told]] = []
    for t in chain:
        for window in windows:
            if same_time(window[0], t):
                window.append(t)
                break
        else:
            windows.append([t])
    return windows


def joined(clusters: list[list[Told]]) -> list[list[Told]]:
    kept: list[tuple[Told, list[Told]]] = []
    for cluster in sorted(clusters, key=lambda c: (-named(c[0]), c[0].place)):
        first = cluster[0]
        toward = frozenset().union(*(t.toward for t in cluster))
        fits = []
        for mark, home in kept:
            less = named(first) < named(mark)
            less &= first.polarity in (None, mark.polarity) and first.means in (None, mark.means)
            inside = toward <= frozenset().union(*(t.toward for t in home))
            if less and inside and any(one_thing(a, b) for a in cluster for b in home):
                apart = abs((first.day - mark.day).days) if first.day and mark.day else 10**7
                fits.append((apart, mark.place, home))
        if fits:
            min(fits, key=lambda f: f[:2])[2].extend(cluster)
        else:
            kept.append((first, list(cluster)))
    return [home for _, home in kept]


def one_thing(a: Told, b: Told) -> bool:
    if a.toward or b.toward:
        sides = bool(a.toward & b.toward)
    else:
        sides = bool(a.against & b.against) or not (a.against or b.against)
    return sides and same_time(a, b)


def same_time(a: Told, b: Told) -> bool:
    a, b = sorted((a, b), key=lambda t: t.width)
    shared = bool(a.papers & b.papers)
    if a.width == b.width == "4 none":
        close = a.printed and b.printed and abs((a.printed - b.printed).days) <= 14
        return shared or bool(close)
    if b.width == "4 none":
        if a.width == "3 long":
            return False
        if shared or a.width != "1 month" or not b.day or not (a.start and a.end):
            return shared
        return a.start - 30 * DAY <= b.day <= a.end + 30 * DAY
    start = max(a.start or dt.date.min, b.start or dt.date.min)
    end = min(a.end or dt.date.max, b.end or dt.date.max)
    gap = (start - end).days
    if b.width == "3 long":
        return a.width == "3 long" and gap < 0
    return gap <= (30 if b.width == "1 month" else -1)


# Intervals, by scipy


def count_ends(n: int, mass: float = 0.9) -> tuple[float, float]:
    tail = (1 - mass) / 2
    made = stats.gamma(n + 0.5)
    return (float(made.ppf(tail)) if n else 0.0), float(made.ppf(1 - tail))


def share_ends(some: int, of: int, mass: float = 0.9) -> tuple[float, float]:
    tail, made = (1 - mass) / 2, stats.beta(some + 0.5, of - some + 0.5)
    return (float(made.ppf(tail)) if some else 0.0), (
        float(made.ppf(1 - tail)) if some < of else 1.0
    )


def rates(then: int, now: int, lengths: list[tuple[float, float]]) -> list[tuple[float, ...]]:
    """Median, low, high, chance below one; of each pair of lengths."""
    p = stats.beta(now + 0.5, then + 0.5)
    made = []
    for early, late in lengths:
        ends = [float(p.ppf(q)) for q in (0.5, 0.05, 0.95)]
        rest = [float(stats.beta(then + 0.5, now + 0.5).ppf(1 - q)) for q in (0.5, 0.05, 0.95)]
        ratios = [a / b * early / late for a, b in zip(ends, rest, strict=True)]
        made.append((*ratios, float(p.cdf(late / (early + late)))))
    return made


def ids(some: Iterable[Happening]) -> frozenset[str]:
    return frozenset(itertools.chain.from_iterable(h.ids for h in some))


def by_year(some: list[Happening]) -> tuple[Counter[int], dict[int, list[Happening]],
                                            list[Happening]]:  # fmt: skip
    """Counts and happenings by year, and those that no year can hold."""
    placed: dict[int, list[Happening]] = defaultdict(list)
    bare = []
    for h in some:
        open_ = h.best.width == "3 long" or (h.best.width == "4 none" and h.day is None)
        if open_ or h.day is None:
            bare.append(h)
        else:
            placed[h.day.year].append(h)
    return Counter({y: len(v) for y, v in placed.items()}), placed, bare
