"""What happened when, then and now, by year and by decade: counted again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from recount_events import HOLLOW, Happening, by_year, count_ends, ids
from recount_page import (
    NONE,
    chance,
    count,
    day,
    dec,
    few,
    join,
    length,
    span,
    table,
    words,
)
from recount_sections import Sections, then_now


class Course(Sections):
    """Timeline, cards, series, decades, pressure, and what is not known."""

    def run(self) -> None:
        for part in (
            self.timeline,
            self.cards,
            self.series,
            self.decades,
            self.pressure,
            self.unknown,
        ):
            part()

    def timeline(self) -> None:
        section = self.page.section("timeline")
        dated = [h for h in self.w.all if h.best.start or h.best.end]
        held = [h for h in dated if h.fact]
        now, bare = sum(h.now for h in held), len(self.w.all) - len(dated)
        want = f"{count(len(held), 'dated episode')}, {now or 'none'} of them now"
        if len(dated) > len(held):
            more = len(dated) - len(held)
            want += f"; {more} more planned, possible or denied (hollow, not counted)"
        want += f"; {bare} not dated in the text" if bare else ""
        self.a.say(self.page.one(".//figcaption/bdi", section), want + ".")
        self.figure("timeline", [f"now, since {day(self.w.since)} →"])
        self.marks(dated)
        lists = self.page.all(".//ol[@class='lines']", section)
        spells = (dated, [h for h in self.w.all if h not in dated])
        self.a.check(len(lists) == sum(map(bool, spells)), "lists of the timeline")
        for one, some in zip(lists, filter(None, spells), strict=False):
            entries, many = self.lines(one, some), len(some)
            kind = "dated " if some is dated else ""
            said = count(many, f"{kind}entry", f"{kind}entries")
            said = f"The figure as a list of {said}" if some is dated else said
            said += "; those that read alike share a line" if many > entries else ""
            self.a.say(one.getparent().find("summary"), said)

    def marks(self, dated: list[Happening]) -> None:
        """Each mark tells the days of what it stands for, and of how many reports."""
        told: set[int] = set()
        for mark in self.page.labels("//*[@id='fig-timeline']"):
            goal = next((a.get("href") for a in (mark, *mark.iterancestors()) if a.get("href")), "")
            said = mark.get("aria-label")
            holds = [h for h in dated if self.stands(said, goal, [h])
                     and said.startswith(f"{span(h.best.start, h.best.end)}: ")]  # fmt: skip
            holds = holds or next((some for some in alike(dated, said)
                                   if self.stands(said, goal, some)), [])  # fmt: skip
            self.a.label(mark, said if holds else None)
            told |= set(map(id, holds))
        bare = [h for h in dated if id(h) not in told]
        self.a.check(not bare, f"{len(bare)} happenings have no mark in the timeline")

    def stands(self, said: str, goal: str, some: list[Happening]) -> bool:
        """Whether a mark leads to one of some happenings, and counts their reports."""
        reports = count(sum(len(h.ids) for h in some), "report")
        leads = any(goal[1:] in self.anchors(h.ids) for h in some)
        return leads and said.endswith(f"; {reports}")

    def lines(self, listed: Any, some: list[Happening]) -> int:
        """Each line against the happenings whose reports it links to, all of them once."""
        by_anchor = {a: h for h in some for a in self.anchors(h.ids)}
        free = set(map(id, some))
        items = self.page.all("./li", listed)
        for item in items:
            goals = {a.get("href")[1:] for a in self.page.all(".//a", item)}
            mine = {id(by_anchor[g]): by_anchor[g] for g in goals if g in by_anchor}
            free -= mine.keys()
            told = list(mine.values())
            self.a.links(item, self.anchors(ids(told)))
            whens = {span(h.best.start, h.best.end) for h in told}
            when = self.page.one("./span", item)
            if re.search(r"\d", words(when)):
                self.a.say(when, whens.pop() if len(whens) == 1 else None)
            hollow = told and told[0].status in HOLLOW
            many = [count(len(told), "time" if hollow else "episode")] if len(told) > 1 else []
            self.a.numbers(self.page.one("./div", item), many)
        self.a.check(not free, f"{len(free)} happenings stand in no line")
        return len(items)

    def cards(self) -> None:
        section = self.page.section("change")
        parts, labels, spoken = [], [], []
        for p in self.patrons:
            mine = self.w.watched(p)
            now = sum(h.now for h in mine)
            parts.append(f"{self.name(p)}: {then_now(len(mine) - now, now)} "
                         f"({self.w.ratio(p)[1]})")  # fmt: skip
            if p in self.w.order[:6]:
                labels += [f"{n} {s}" for n, s in ((len(mine) - now, "then"), (now, "now")) if n]
                told = ids(mine) | self.w.fallen(p) | self.w.refusals(p)
                spoken += [f"{self.name(p)}, {s}: {count(n, 'supportive episode')}; "
                           f"{count(len(told), 'report')} in both spells"
                           for n, s in ((len(mine) - now, "then"), (now, "now")) if n]  # fmt: skip
                if made := self.w.ratio(p)[0]:
                    value, low, high = map(dec, made[:3])
                    spoken.append(f"{self.name(p)}: ratio {value}, 90% interval {low} to {high}")
        caption = next(c for c in self.page.all(".//figcaption/bdi", section)
                       if re.search(r"\b(then|now)\b", words(c)))  # fmt: skip
        self.a.say(caption, "; ".join(few(parts, 4, "other patron")) + ".")
        self.figure("change", labels)
        self.a.labels("change", spoken)
        more = {p: len(self.w.given(p)) - len(self.w.watched(p)) for p in self.patrons}
        said = ", ".join(f"{self.name(p)} {n}" for p, n in more.items() if n)
        note = self.page.one(".//figure/p/bdi", section)
        self.a.check((note is not None) == bool(said), f"left out of the rates: {said}")
        if note is not None:
            self.a.say(note, said)
        spans = self.w.window(self.w.since)[2][0]
        for card in self.page.all(".//div[@class='card']", section):
            p = self.coded(words(self.page.one(".//h3/bdi", card)))
            mine, (made, _) = self.w.watched(p), self.w.ratio(p)
            now = sum(h.now for h in mine)
            told = {words(t): t.getnext() for t in self.page.all(".//dt", card)}
            counts = [f"{count(n, 'episode') if n else NONE} {spell} in {length(s)}"
                      for n, spell, s in ((len(mine) - now, "then", spans[0]),
                                          (now, "now", spans[1]))]  # fmt: skip
            self.a.say(told["Episodes"], ", ".join(counts))
            less = (self.w.fallen(p), self.w.refusals(p))
            self.a.links(told["Episodes"], self.anchors(ids(mine).union(*less)))
            if made:
                reach = f"{dec(made[1])} to {dec(made[2])}"
                self.a.say(told["Rate now ÷ then"], f"{dec(made[0])} (90% interval {reach})")
                self.a.say(told["Below its past"], f"probability {chance(made[3])}")
            for head, some in zip(("Told to have fallen", "Refusals"), less, strict=True):
                self.a.say(told[head], count(len(some), "report") if some else NONE)
                self.a.links(told[head], self.anchors(some))

    def series(self) -> None:
        self._series(self.page.section("change"), "Backing by period", self.brief.patrons,
                     self.w.given)  # fmt: skip
        self._series(self.page.section("pressure"), "", self.brief.coercers, self.w.pressed_by)

    def _series(self, section: Any, _: str, who: Iterable[str],
                of: Callable[[str], list[Happening]]) -> None:  # fmt: skip
        found = self.page.one(".//table[.//th[text()='Measure']][.//th[text()='Period']]", section)
        if found is None:
            return
        years, printed = self.years(of), {d.year for d in self.w.printed}
        if section.get("id") == "pressure":
            self.a.labels("pressure", self._spoken(who, of, years, printed))
        left = {(p, y) for p in who for y in by_year(of(p))[0]}
        for row in table(found):
            p = self.coded(words(row["Measure"]).split(", episodes")[0])
            counts, placed, bare = by_year(of(p))
            period = words(row["Period"])
            if period.isdigit():
                n = counts[int(period)]
                left.discard((p, int(period)))
                low, high = count_ends(n)
                self.a.say(row["Period"], period if n else None)
                self.a.say(row["Value"], str(n))
                self.a.say(row["Interval"], f"{dec(low)} to {dec(high)} (90%)")
                told = ids(placed.get(int(period), []))
                self.a.say(row["Reports"], count(len(told), "report"))
                self.a.links(row["Reports"], self.anchors(told))
            elif period == "not dated in the text":
                self.a.say(row["Reports"], count(len(ids(bare)), "report"))
                self.a.links(row["Reports"], self.anchors(ids(bare)))
            else:
                zero = sum(y in printed and not counts[y] for y in years)
                none = sum(y not in printed and not counts[y] for y in years)
                self.a.numbers(row["Period"], [n for n in (zero, none) if n])
        self.a.check(not left, f"periods not in the table: {left}")
        for box in self.page.all("./p[contains(text(),'fewer than three')]", section):
            sparse = [(p, y) for p in who for y in sorted(by_year(of(p))[0])
                      if 0 < len(by_year(of(p))[0]) < 3]  # fmt: skip
            self.a.numbers(box, [y for _, y in sparse])
            self.a.links(box, self.anchors(
                i for p, y in sparse for i in ids(by_year(of(p))[1][y])))  # fmt: skip

    def _spoken(self, who: Iterable[str], of: Callable[[str], list[Happening]], years: range,
                printed: set[int]) -> Iterable[str]:  # fmt: skip
        """Labels of the marks of series that tell of three periods at least."""
        for p in who:
            counts, placed, _ = by_year(of(p))
            for y in years if len(counts) >= 3 else ():
                if counts[y] or y in printed:
                    low, high = map(dec, count_ends(counts[y]))
                    yield (f"{self.name(p)}, {y}: {dec(counts[y])}, 90% interval {low} to {high}; "
                           f"{count(len(ids(placed.get(y, []))), 'report')}")  # fmt: skip

    def decades(self) -> None:
        """Sums of the series by decade, and how many years of it are known."""
        section = self.page.section("decades")
        printed, known = {d.year for d in self.w.printed}, {}
        for what, who, of in (("backing", self.shown, self.w.given),
                              ("pressure", self.brief.coercers, self.w.pressed_by)):  # fmt: skip
            for p in who:
                counts, placed, _ = by_year(of(p))
                for y in self.years(of):
                    if y in printed or counts[y]:
                        key = (p, what, f"{y // 10 * 10}s")
                        known.setdefault(key, []).append((counts[y], placed.get(y, [])))
        for found in self.page.all(".//table", section):
            for row in table(found):
                key = (self.coded(words(row["Actor"])), words(row["Measure"]), words(row["Decade"]))
                told = known.pop(key, [])
                self.a.say(row["Decade"], key[2] if told else None)
                self.a.say(row["Years known"], str(len(told)))
                n = sum(c for c, _ in told)
                row["Value"] = row["Sum"]
                self.counted(row, n, frozenset().union(*(ids(h) for _, h in told)))
        for box in self.page.all(".//details/p[starts-with(text(),'None we found')]", section):
            told = re.findall(r"([^:;]+), (backing|pressure), (\d{4}s) \((\d+)", words(box)[14:])
            self.a.numbers(box, [x for who, what, decade, _ in told for x in (
                decade, len(known.pop((self.coded(who.strip()), what, decade), [])))])  # fmt: skip
        self.a.check(not any(c for v in known.values() for c, _ in v), f"decades: {list(known)}")

    def pressure(self) -> None:
        section = self.page.section("pressure")
        found = self._listed(self.w.pressing())
        held = [h for h in found if h.fact]
        now = sum(h.now for h in held)
        names = dict.fromkeys(self.name(a) for h in held for a in sorted(h.actor)
                              if a != self.client)  # fmt: skip
        caption = self.page.one(".//figcaption/bdi", section)
        if caption is not None:
            who = join(few(list(names), 4, "other")) or "Actors not named"
            self.a.say(caption, f"{who}: {then_now(len(held) - now, now)}.")
        lists = self.page.all(".//ol[@class='lines']", section)
        items = [self._item(i) for one in lists for i in self.page.all("./li", one)]
        goals = set().union(*(g for g, _ in items)) if items else set()
        self.a.check(goals == self.anchors(ids(found)), "lines of pressure and their reports")
        for goal, item in items:
            self._line(goal, item, found)
        if len(lists) > 1:
            more = len(self.page.all("./li", lists[1]))
            head = lists[1].getparent().find("summary")
            self.a.numbers(head, [count(more, "more entry", "more entries")])

    def _item(self, item: Any) -> tuple[set[str], Any]:
        return {a.get("href")[1:] for a in self.page.all(".//a", item)}, item

    def _line(self, goals: set[str], item: Any, some: list[Happening]) -> None:
        told = [h for h in some if self.anchors(h.ids) & goals]
        self.a.links(item, self.anchors(ids(told)))
        whens = {span(h.best.start, h.best.end) for h in told}
        when = self.page.one("./span", item)
        if re.search(r"\d", words(when)):
            self.a.say(when, whens.pop() if len(whens) == 1 else None)
        many = [len(told)] if len(told) > 1 else []
        self.a.numbers(self.page.one("./div", item), many)

    def unknown(self) -> None:
        hollow = sum(h.status in HOLLOW for h in self.w.all)
        bare = sum(not h.best.start and not h.best.end for h in self.w.all)
        publishers = len({d.publisher for d in self.brief.documents if d.publisher})
        for item in self.page.all(".//li", self.page.section("unknown")):
            text = words(item)
            if text.startswith("Sources:"):
                self.a.numbers(item, [len(self.brief.documents), publishers])
            elif "not dated in the text" in text:
                self.a.numbers(item, [bare])
            elif "planned, possible or denied" in text:
                self.a.numbers(item, [hollow])


def alike(dated: list[Happening], said: str) -> Iterator[list[Happening]]:
    """What one mark may gather: happenings of one actor, kind and period that it names so."""
    for actor in sorted({who for h in dated for who in h.actor or ("",)}):
        groups: dict[str, list[Happening]] = {}
        for h in dated:
            if actor in (h.actor or ("",)):
                for name in periods_about(h):
                    groups.setdefault(f"{name}: {h.polarity or 'other'}, {h.fact}", []).append(h)
        for key, some in groups.items():
            kind, held = key.rsplit(", ", 1)
            many = len(some)
            told = count(many, "episode") if held == "True" else (
                f"{count(many, 'entry', 'entries')} told of, not counted"
            )  # fmt: skip
            if many > 1 and said.startswith(f"{kind}, {told}; "):
                yield some


def periods_about(h: Happening) -> Iterator[str]:
    """The names of the month, the quarter and the year in which the middle of a happening lies."""
    one = dt.timedelta(days=1)
    start = h.best.start or h.best.end - one
    middle = start + (max(h.best.end or start, start + one) - start) // 2
    for months in (1, 3, 12):
        first = dt.date(middle.year, (middle.month - 1) // months * months + 1, 1)
        after = first.month - 1 + months
        yield span(first, dt.date(first.year + after // 12, after % 12 + 1, 1))
