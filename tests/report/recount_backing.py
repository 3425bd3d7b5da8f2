"""Who backs with what, and the sentences at the head: counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from recount_events import DEEDS, Happening, ids, share_ends
from recount_page import (
    NONE,
    count,
    day,
    dec,
    few,
    length,
    pct,
    short,
    table,
    words,
)
from recount_sections import Sections, gained, then_now


class Backing(Sections):
    """The head of the page, the bottom line, the matrix, shares, words and deeds."""

    def run(self) -> None:
        for part in (self.header, self.lead, self.matrix, self.dependence, self.words):
            part()

    def header(self) -> None:
        facts = {words(d.find("dt")): d.find("dd") for d in
                 self.page.all("//dl[@class='facts']/div")}  # fmt: skip
        texts = len(self.brief.documents)
        self.a.say(facts["Dates"], f"latest text {day(max(self.w.papers))}")
        self.a.say(facts["“Now” since"], day(self.w.since))
        reports = count(len(self.brief.events), "event report")
        self.a.say(facts["Read"], f"{count(texts, 'text')}, {reports} in evidence")

    def lead(self) -> None:
        """The sentences of the bottom line: numbers in their order, and how many reports."""
        items = self.page.all("//ul[@class='lead']/li")
        makers: list[tuple[str, Callable[[], list[object]], Callable[[], Iterable[str]]]] = [
            ("The texts tell of backing", self._lead_backing, lambda: self._ids(self.w.given)),
            ("By rate", self._lead_change, self._ids_change),
            ("asked", self._lead_requests, self._ids_requests),
            ("Pressure on", self._lead_pressure, lambda: ids(self.w.pressing())),
        ]
        for item in items:
            text = words(item.find("bdi"))
            found = [m for m in makers if m[0] in text]
            if not found or text.startswith("Yearly series that fall"):
                continue  # what the levels and the audit say is accounted for elsewhere
            self.a.numbers(item.find("bdi"), found[0][1]())
            more = self.page.one(".//a[@class='on']", item)
            told = len(set(found[0][2]()))
            if more is not None and words(more).startswith("all"):
                self.a.numbers(more, [told])
            links = self.page.all(".//span/a[starts-with(@href,'#e-')]", item)
            self.a.check(len(links) == min(6, told) or len(links) == told, f"lead: {text[:50]}")

    def _ids_change(self) -> set[str]:
        less = [self.w.fallen(p) | self.w.refusals(p) for p in self.patrons]
        return self._ids(self.w.watched).union(*less)

    def _ids_requests(self) -> set[str]:
        asked = self._asked()
        return {i for key in asked for some in self.w.steps(*key).values() for i in some}

    def _lead_backing(self) -> list[object]:
        cells = {(p, m, n) for p in self.patrons for (m, n), _ in self.w.cells(p).items()}
        made = self._with_means([(p, m) for p, m, _ in sorted(cells)], self.w.order)
        recent = [(p, m) for p, m, now in sorted(cells) if now]
        if recent and len(recent) == len(cells):
            return made
        return [*made, day(self.w.since), *self._with_means(recent, self.w.order)]

    def _lead_change(self) -> list[object]:
        made: list[object] = []
        fell = [p for p in self.patrons if self.w.fallen(p)]
        refused = [p for p in self.patrons if self.w.refusals(p)]
        counted = self._lead_counted(fell)
        if fell:
            made += [len(fell) - 4] if len(fell) > 4 else []
            made.append(len(set().union(*(self.w.fallen(p) for p in fell))))
        made += [len(refused) - 4] if len(refused) > 4 else []
        return [*made, *counted] if fell else [*counted, *made]

    def _lead_counted(self, fell: list[str]) -> list[object]:
        said = {p: self.w.ratio(p)[1] for p in self.patrons}
        clear = [p for p in self.patrons if said[p] != "too little to tell"]
        clear.sort(key=lambda p: (p not in fell, said[p] == "no clear change"))
        spans = self.w.window(self.w.since)[2][0]
        made: list[object] = [length(s) for s in spans] if clear else []
        for p in clear[:4]:
            mine = self.w.watched(p)
            now = sum(h.now for h in mine)
            made += [n for n in (len(mine) - now, now) if n]
        little = len(self.patrons) - len(clear)
        made += [len(clear) - 4] if len(clear) > 4 else []
        return [*made, *([little - 2] if little > 2 else [])]

    def _lead_requests(self) -> list[object]:
        asked = self._asked()
        made = self._with_means(asked, self.w.order)
        steps = {key: self.w.steps(*key) for key in asked}
        for step in ("Promised", "Refused", "Less than before", "Arrived"):
            made += self._with_means([k for k in asked if steps[k][step]], self.w.order)
        return made

    def _lead_pressure(self) -> list[object]:
        found = self._listed(self.w.pressing())
        held = [h for h in found if h.fact]
        who: Counter[str] = Counter(
            a for h in held for a in sorted(h.actor) if a != self.client)  # fmt: skip
        parts = few([count(n, "episode") for _, n in who.most_common()], 4, "other actor")
        means = dict.fromkeys(h.means for h in held if h.means)
        made: list[object] = list(parts)
        made += [len(means) - 4] if len(means) > 4 else []
        return [*made, *([len(found) - len(held)] if len(found) > len(held) else [])]

    def matrix(self) -> None:
        section = self.page.section("backing")
        caption, parts, discs = self.page.one(".//figcaption/bdi", section), [], []
        spells: dict[str, Counter[bool]] = {}
        for p in self.patrons:
            spells[p] = Counter(h.now for h in self.w.given(p))
            if spells[p]:
                parts.append(f"{self.name(p)}: {then_now(spells[p][False], spells[p][True])}")
        self.a.say(caption, "; ".join(few(parts, 4, "other patron")) + ".")
        cells = {
            (p, m, now): (sum((h.means or "not told", h.now) == (m, now) for h in self.w.given(p)),
                          some)
            for p in self.patrons for (m, now), some in self.w.cells(p).items()
        }  # fmt: skip
        drawn = self.w.order[:6]
        discs = [str(n) for (p, _, _), (n, _) in cells.items() if p in drawn]
        self.figure("matrix", [*discs, *discs] if self._rimmed("matrix") else discs)
        self.a.labels("matrix", (
            f"{self.name(p)}, {m.replace('-', ' ')}, {'now' if now else 'then'}: "
            f"{count(n, 'episode')}; {count(len(some), 'report')}"
            for (p, m, now), (n, some) in cells.items() if p in drawn
        ))  # fmt: skip
        note = self.page.one(".//figure/p[1]", section)
        self.a.numbers(note, [6] if len({p for p, _, _ in cells}) > 6 else [])
        rows = table(self.page.one(".//table[not(contains(@class,'six'))]", section))
        self.a.check(len(rows) == len({(p, m) for p, m, _ in cells}), "rows of the matrix")
        for row in rows:
            patron, means = self.coded(words(row["Patron"])), words(row["Instrument"])
            amounts: dict[str, None] = {}
            for now, head in ((False, "Then"), (True, "Now")):
                key = next((k for k in cells if k[0] == patron and k[2] == now
                            and k[1].replace("-", " ") == means), None)  # fmt: skip
                n, some = cells[key] if key else (0, frozenset())
                self.a.say(row[head], str(n) if n else NONE)
                self.a.links(row[head], self.anchors(some))
                if key:
                    amounts |= dict.fromkeys(self._amounts(*key))
            got = [words(b) for b in self.page.all("./bdi", row["Amounts told"])]
            self.a.say(row["Amounts told"], None if sorted(got) != sorted(amounts) else
                       "; ".join(got) or "no amount told")  # fmt: skip

    def _amounts(self, patron: str, means: str, now: bool) -> Iterable[str]:
        for h in self.w.given(patron):
            if (h.means or "not told", h.now) == (means, now):
                alone = len(h.givers(self.client)) == 1
                for t in h.tellings:
                    yield from (a if alone else f"{a} (jointly with others)" for a in t.amounts)

    def _rimmed(self, name: str) -> bool:
        """Whether digits of a figure have a rim of paper, which is a second text under them."""
        return any(t.get("stroke") for t in self.texts(name))

    def dependence(self) -> None:
        section = self.page.section("backing")
        every = sorted({g for h in self.w.support for g in h.givers(self.client)})
        shares = {}
        for now in (False, True):
            mine = {p: [h for h in self.w.given(p) if h.now == now] for p in every}
            mine = {p: some for p, some in mine.items() if some}
            n = sum(map(len, mine.values()))
            for p, some in mine.items():
                shares[p, now] = (len(some), n, ids(some))
        self._dependence_figure(section, shares)
        found = self.page.one(".//table[contains(@class,'six')][.//th[text()='episodes']]", section)
        rows = table(found) if found is not None else []
        for row in rows:
            what, now = words(row["What"]), words(row["Spell"]) == "now"
            if what.startswith("share of"):
                some, n, told = shares.pop((self.coded(what[9:]), now))
                low, high = share_ends(some, n)
                self.estimate(row, pct(some / n), pct(low), pct(high), told)
            elif what.startswith("concentration"):
                told = {p: v for (p, s), v in self._spell(every).items() if s == now}
                self._concentration(row, told)
            else:
                self._substitute(row, what, every)
            self.a.numbers(row["What"], [0, 1] if what.startswith("conc") else [], "fixed words")
        self.a.check(not shares, f"shares not in the table: {list(shares)}")

    def _dependence_figure(self, section: Any, shares: dict[Any, Any]) -> None:
        said = {
            key: f"{pct(s / n)} {'now' if key[1] else 'then'} "
            f"({' to '.join(map(pct, share_ends(s, n)))}; n {n})"
            for key, (s, n, _) in shares.items()
        }
        best = {p: max(shares[k][0] / shares[k][1] for k in shares if k[0] == p)
                for p in dict.fromkeys(k[0] for k in sorted(shares, key=lambda k: (
                    k[1], -shares[k][0], k[0])))}  # fmt: skip
        drawn = sorted(best, key=lambda p: -best[p])[:6]
        once = [said[k] for k in said if k[0] in drawn]
        self.figure("dependence", [*once, *once])
        self.a.labels("dependence", (f"{short(self.name(k[0]))}, {said[k]}" for k in said
                                     if k[0] in drawn))  # fmt: skip
        tops: dict[str, list[str]] = {}
        for now in (False, True):
            mine = {p: s / n for (p, s_now), (s, n, _) in shares.items() if s_now == now}
            if mine:
                top = min(mine, key=lambda p: (-mine[p], p))
                spell = "now" if now else "then"
                tops.setdefault(self.name(top), []).append(f"{pct(mine[top])} {spell}")
        want = "; ".join(f"{who} ({', '.join(s)})" for who, s in tops.items())
        captions = self.page.all(".//figcaption/bdi", section)
        told = [c for c in captions if words(c).startswith("Largest share")]
        self.a.check(len(told) == 1, "caption of dependence")
        self.a.say(told[0], f"Largest share of episodes: {want}.")

    def _spell(self, every: list[str]) -> dict[tuple[str, bool], list[Happening]]:
        found = {(p, now): [h for h in self.w.given(p) if h.now == now]
                 for p in every for now in (False, True)}  # fmt: skip
        return {k: v for k, v in found.items() if v}

    def _concentration(self, row: dict[str, Any], told: dict[str, list[Happening]]) -> None:
        weights = np.array([*sorted(map(len, told.values()), reverse=True), 0]) + 0.5
        rng = np.random.default_rng(7)
        drawn = (rng.dirichlet(weights, 4000) ** 2).sum(axis=1)
        low, mid, high = np.quantile(drawn, [0.05, 0.5, 0.95])
        every = frozenset().union(*(ids(v) for v in told.values()))
        self.estimate(row, dec(mid), dec(low), dec(high), every)

    def _substitute(self, row: dict[str, Any], what: str, every: list[str]) -> None:
        """A gain of share of one instrument, drawn anew with the page's own seed."""
        patron = self.coded(what.removeprefix("gained by ").split(", where")[0])
        spells = self._spell(every)
        for means in sorted({h.means or "not told" for v in spells.values() for h in v}):
            some = {k: [h for h in v if (h.means or "not told") == means]
                    for k, v in spells.items()}  # fmt: skip
            n, m = (sum(len(v) for (_, now), v in some.items() if now == s) for s in (False, True))
            a, b = (len(some.get((patron, s), [])) for s in (False, True))
            if not n or not m or b / m <= a / n:
                continue
            rng = np.random.default_rng(7)
            late = rng.beta(b + 0.5, m - b + 0.5, 4000)
            gain = late - rng.beta(a + 0.5, n - a + 0.5, 4000)
            low, mid, high = np.quantile(gain, [0.05, 0.5, 0.95])
            told = frozenset().union(*(ids(v) for v in some.values()))
            if low > 0 and words(row["Value"]) == gained(mid):
                self.estimate(row, gained(mid), gained(low), gained(high), told)
                return
        self.a.wrong.append(f"no gain of share found anew: {what}")

    def words(self) -> None:
        section = self.page.section("backing")
        found = self.page.one(".//table[.//th[text()='What']][not(.//th[text()='Counted'])]",
                              section)  # fmt: skip
        told = {(p, now): [h for h in self.w.given(p) if h.now == now]
                for p in self.shown for now in (False, True)}  # fmt: skip
        drawn, spoken = [], []
        for (p, now), some in told.items():
            deeds = sum(h.best.type in DEEDS for h in some)
            if len(some) > 1:
                spell = "now" if now else "then"
                drawn.append(f"{len(some) - deeds or 'none'} in words, "
                             f"{deeds or 'none'} in deeds {spell}")  # fmt: skip
                n = len(some)
                low, high = (2 * e - 1 for e in share_ends(n - deeds, n))
                spoken.append(f"{short(self.name(p))}: {drawn[-1]}; gap {dec((n - 2 * deeds) / n)}"
                              f", 90% interval {dec(low)} to {dec(high)}")  # fmt: skip
        self.figure("words", [*drawn, *drawn])
        self.a.labels("words", spoken)
        for row in table(found) if found is not None else []:
            now = words(row["Spell"]) == "now"
            some = told[self.coded(words(row["Patron"])), now]
            what = words(row["What"])
            deeds = [h for h in some if h.best.type in DEEDS]
            said = [h for h in some if h not in deeds]
            if what.startswith("gap"):
                low, high = share_ends(len(said), len(some))
                value = (len(said) - len(deeds)) / len(some)
                self.estimate(row, dec(value), dec(2 * low - 1), dec(2 * high - 1), ids(some))
                self.a.numbers(row["What"], [1, 1], "fixed words")
            else:
                mine = said if what == "words" else deeds
                self.counted(row, len(mine), ids(mine))
