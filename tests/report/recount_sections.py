"""What every section needs to count itself again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from recount_events import Happening, by_year, count_ends, ids
from recount_page import (
    NONE,
    Account,
    count,
    dec,
    drawn_as,
    pct,
)
from recount_world import World


class Sections:
    """What the sections share: names, anchors, how an estimate stands in a table."""

    def __init__(self, world: World, account: Account) -> None:
        self.w, self.a, self.page = world, account, account.page
        self.brief, self.client = world.brief, world.client
        self.patrons = [p for p in world.order if p in self.brief.patrons]
        self.code = {self.name(c): c for c in [*self.brief.names, *world.order]}
        self.anchor = {e.id: f"e-{e.id[:8]}" for e in self.brief.events}
        self.shown = self.patrons_shown()

    def coded(self, name: str) -> str:
        return self.code.get(name, name)

    def name(self, code: str) -> str:
        return self.brief.names.get(code, code)

    def anchors(self, some: Iterable[str]) -> frozenset[str]:
        return frozenset(self.anchor[i] for i in some)

    def patrons_shown(self) -> list[str]:
        weight = {p: len(self.w.watched(p)) for p in self.brief.patrons}
        return sorted(weight, key=lambda p: -weight[p])[:6]

    def _ids(self, of: Callable[[str], list[Happening]]) -> set[str]:
        return set().union(*(ids(of(p)) for p in self.patrons))

    def _listed(self, some: list[Happening]) -> list[Happening]:
        return sorted(some, key=lambda h: h.best.place)

    def _asked(self) -> list[tuple[str, str]]:
        return sorted(self.w.asked())

    def texts(self, name: str) -> list[Any]:
        """Words with a digit in a figure, axes and titles left out."""
        return [
            t for t in self.page.all(f"//*[@id='fig-{name}']//*[local-name()='text']")
            if re.search(r"\d", t.text_content()) and drawn_as(t) == "mark"
        ]  # fmt: skip

    def figure(self, name: str, want: Iterable[str]) -> None:
        self.a.bag(self.texts(name), want)

    def estimate(self, row: dict[str, Any], value: str, low: str, high: str,
                 told: frozenset[str], mass: str = "90%") -> None:  # fmt: skip
        """A value, its interval and the reports under it, as three cells."""
        self.a.say(row["Value"], value)
        self.a.say(row["Interval"], f"{low} to {high} ({mass})")
        rests = row["Rests on"]
        self.a.say(rests, count(len(told), "report") if told else NONE)
        self.a.links(rests, self.anchors(told))

    def counted(self, row: dict[str, Any], n: int, told: frozenset[str]) -> None:
        low, high = count_ends(n)
        self.estimate(row, count(n, "episode"), dec(low), f"{dec(high)} episodes", told)

    def years(self, of: Callable[[str], list[Happening]]) -> range:
        """The years of all series of one measure, from the first that holds anything."""
        who = {g for h in self.w.facts for g in h.givers(self.client) | h.pressers(self.client)}
        placed = {y for p in who for y in by_year(of(p))[0]}
        every = placed | {d.year for d in self.w.printed}
        return range(min(every), max(every) + 1)

    def _with_means(self, pairs: list[tuple[str, str]], place: list[str]) -> list[object]:
        """Numbers of "A (x, y, 3 more), B and 2 others"."""
        means: dict[str, list[str]] = defaultdict(list)
        for patron, one in sorted(pairs, key=lambda k: place.index(k[0])):
            found = means[patron]
            if one and one != "not told" and one not in found:
                found.append(one)
        made: list[object] = [len(m) - 4 for m in list(means.values())[:4] if len(m) > 4]
        return [*made, *([len(means) - 4] if len(means) > 4 else [])]


def then_now(then: int, now: int) -> str:
    return f"{count(then, 'episode') if then else NONE} then, {now or NONE} now"


def gained(share: float) -> str:
    return pct(share)
