"""Everything that a brief counts, counted again from its events; see ``recount_events``."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable

from recount_events import DAY, DEEDS, Happening, Told, happenings, ids, rates, tellings

from patronage.results import Brief


class World:
    """Everything of a brief counted again."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.client = brief, brief.client
        self.papers = [d.published for d in brief.documents if d.published]
        mine = tellings(brief, self.client)
        self.printed = sorted({t.printed for t in mine if t.printed})
        self.since = self.printed[-1] - 365 * DAY
        self.tellings = mine
        self.all = happenings(mine, self.since)
        self.facts = [h for h in self.all if h.fact]
        self.support = [h for h in self.facts if h.polarity == "support"]
        self.order = self._order()

    def window(self, split: dt.date) -> tuple[dt.date, dt.date, list[tuple[float, float]]]:
        """First day, the day after the last, and the two ways to measure then and now."""
        first, last = self.printed[0], self.printed[-1] + DAY
        early = sum(d < split for d in self.printed)
        spans = ((split - first).days / 365.25, (last - split).days / 365.25)
        return first, last, [spans, (early, len(self.printed) - early)]

    def inside(self, h: Happening, split: dt.date) -> bool:
        first, last, _ = self.window(split)
        return bool(h.day and h.best.width != "3 long" and first <= h.day < last)

    def given(self, patron: str) -> list[Happening]:
        """Support by a patron."""
        return [h for h in self.support if patron in h.givers(self.client)]

    def watched(self, patron: str) -> list[Happening]:
        """Of it, what stands in the time that the texts cover."""
        return [h for h in self.given(patron) if self.inside(h, self.since)]

    def less(self, patron: str) -> list[Happening]:
        """Reports of less support, or of a refusal, that no date puts before the split."""
        return [
            h for h in self.facts
            if h.polarity == "curtailment" and patron in h.actor
            and self.client in h.recipient | h.good
            and not (h.day and h.day < self.since)
        ]  # fmt: skip

    def refusals(self, patron: str) -> frozenset[str]:
        return ids(h for h in self.less(patron) if h.best.type == "REJECT")

    def fallen(self, patron: str) -> frozenset[str]:
        return ids(h for h in self.less(patron) if h.best.type != "REJECT")

    def ratio(self, patron: str) -> tuple[tuple[float, ...] | None, str]:
        """The more cautious ratio of rates, and the word for it."""
        mine = self.watched(patron)
        now = sum(h.now for h in mine)
        if not mine:
            made, word = None, "too little to tell"
        else:
            both = rates(len(mine) - now, now, self.window(self.since)[2])
            made = min(both, key=lambda r: abs(math.log(r[0])))
            word = "no clear change"
            if len(mine) < 5:
                word = "too little to tell"
            elif all(r[2] < 1 for r in both):
                word = "declined"
            elif all(r[1] > 1 for r in both):
                word = "rose"
        if self.fallen(patron) and word not in ("declined", "rose"):
            word = "told as a decline"
        return made, word

    def pressing(self) -> list[Happening]:
        coercers = set(self.brief.coercers)
        return [
            h for h in self.all
            if h.polarity == "pressure" and h.actor != {self.client}
            and (self.client in h.recipient or (not h.recipient and coercers & h.actor))
        ]  # fmt: skip

    def pressed_by(self, actor: str) -> list[Happening]:
        return [h for h in self.facts if h.polarity == "pressure"
                and actor in h.pressers(self.client)]  # fmt: skip

    def _order(self) -> list[str]:
        """Patrons by episodes, then by reports told of them, as the page has them."""
        weight = {}
        for patron in self.brief.patrons:
            cells = self.given(patron)
            told = sum(len(c) for c in self.cells(patron).values())
            told += len(self.fallen(patron)) + len(self.refusals(patron))
            weight[patron] = (len(cells), told)
        for one in sorted(self.asked()):
            weight.setdefault(one[0], (0, 0))
        return sorted(weight, key=lambda p: weight[p], reverse=True)

    def cells(self, patron: str) -> dict[tuple[str, bool], frozenset[str]]:
        found: dict[tuple[str, bool], set[str]] = defaultdict(set)
        for h in self.given(patron):
            found[h.means or "not told", h.now] |= h.ids
        return {k: frozenset(v) for k, v in found.items()}

    # What was asked

    def asked(self) -> dict[tuple[str, str], list[Told]]:
        found: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for t in self.tellings:
            if t.stands == "fact" and t.type == "REQUEST" and self.client in t.actor:
                for patron in t.recipient - {self.client}:
                    found[patron, t.means or ""].append(t)
        return found

    def arrives(self, patron: str, means: str) -> Callable[[Happening], bool]:
        def fits(h: Happening) -> bool:
            if h.polarity != "support" or h.status != "occurred":
                return False
            if patron not in h.givers(self.client) or (means and h.means != means):
                return False
            words = bool(means) and h.best.type not in ("AGREE", "REQUEST")
            return words or h.best.type in DEEDS

        return fits

    def promises(self, patron: str, means: str) -> Callable[[Happening], bool]:
        def fits(h: Happening) -> bool:
            coming = h.status == "future" or (h.fact and h.best.type == "AGREE")
            mine = patron in h.givers(self.client) and h.polarity == "support"
            return coming and mine and (not means or h.means == means)

        return fits

    def refuses(self, patron: str, means: str) -> Callable[[Happening], bool]:
        def fits(h: Happening) -> bool:
            toward = self.client in h.recipient | h.good
            mine = h.fact and h.polarity == "curtailment" and patron in h.actor and toward
            return mine and (not means or h.means in (None, means))

        return fits

    def steps(self, patron: str, means: str) -> dict[str, frozenset[str]]:
        """Ids of what was asked, promised, refused, given less of, and of what arrived."""
        asked = self.asked()[patron, means]
        first = min((t.day for t in asked if t.day), default=None)

        def later(h: Happening) -> bool:
            return h.day is None or first is None or h.day >= first

        def after(h: Happening) -> bool:
            if h.best.width == "3 long":
                return bool(h.best.start and first and h.best.start >= first)
            return h.day >= first if h.day and first else h.now

        arrived = [h for h in self.all if self.arrives(patron, means)(h) and after(h)]
        promised = [h for h in self.all if self.promises(patron, means)(h) and later(h)]
        refused = [h for h in self.all if self.refuses(patron, means)(h) and later(h)]
        types = {e.id: (e.type, e.polarity) for e in self.brief.events}
        no = ids(refused)
        less = {i for i in no if types[i][1] == "curtailment" and types[i][0] != "REJECT"}
        return {
            "Asked": frozenset().union(*(t.ids for t in asked)), "Promised": ids(promised),
            "Refused": no - less, "Less than before": frozenset(less), "Arrived": ids(arrived),
        }  # fmt: skip

    def answers(self, patron: str, means: str) -> tuple[list[tuple[dt.date, str, int | None,
                                                  frozenset[str]]], frozenset[str]]:  # fmt: skip
        """Each dated request with its outcome within a year; ids of the undated."""
        asked = happenings(self.asked()[patron, means], None)
        dated = sorted((h.day, sorted(h.ids)) for h in asked if h.day and
                        h.best.width != "3 long")  # fmt: skip
        rest = ids(asked) - {i for _, some in dated for i in some}

        def days(fits: Callable[[Happening], bool]) -> list[tuple[dt.date, list[str]]]:
            return sorted((h.day, sorted(h.ids)) for h in self.all
                          if h.day and h.best.width != "3 long" and fits(h))  # fmt: skip

        free = days(self.arrives(patron, means))
        made = []
        for day, some in dated:
            end = day + 365 * DAY
            met = next((d for d in free if day <= d[0] <= end), None)
            told = frozenset(some)
            if met:
                free.remove(met)
                made.append((day, "arrived", (met[0] - day).days, told | set(met[1])))
                continue
            for word, fits in (("refused", self.refuses), ("promised", self.promises)):
                found = [d for d in days(fits(patron, means)) if day <= d[0] <= end]
                if found:
                    lag = (found[0][0] - day).days
                    made.append((day, word, lag, told | set(found[0][1])))
                    break
            else:
                open_ = self.printed[-1] < end
                made.append((day, "still open" if open_ else "none we found", None, told))
        return made, rest
