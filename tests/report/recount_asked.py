"""What was asked, what passes in return, what is at stake: counted again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from recount_events import ids, rates, share_ends
from recount_page import (
    NONE,
    count,
    day,
    dec,
    pct,
    short,
    table,
    words,
)
from recount_sections import Sections

DEALS = {"AGREE", "COOPERATE", "AID"}
OF_WORTH = {"arms", "materiel", "loan", "debt-rollover", "investment", "trade"}


class Asked(Sections):
    """Requests and their answers, deals after sanctions, debts that claims tell."""

    def run(self) -> None:
        for part in (self.requests, self.answered, self.stakes):
            part()

    def requests(self) -> None:
        section = self.page.section("requests")
        asked = self._asked()
        steps = {key: self.w.steps(*key) for key in asked}
        arrived = [k for k in asked if steps[k]["Arrived"]]
        caption = self.page.one(".//figcaption/bdi", section)
        self.a.numbers(caption, [len(asked), *self._with_means(arrived, self.w.order)])
        self.figure("requests", [str(len(v)) for s in steps.values() for v in s.values() if v])
        self.a.labels("requests", (
            f"{short(self.name(p))} · {short(m.replace('-', ' ')) or 'not told'}, {step.lower()}: "
            f"{count(len(some), 'report')}"
            for (p, m), told in steps.items() for step, some in told.items() if some
        ))  # fmt: skip
        rows = table(self.page.one(".//table[.//th[text()='Asked']]", section))
        self.a.check(len(rows) == len(asked), "rows of requests")
        for row in rows:
            means = words(row["Instrument"])
            key = next(k for k in asked if k[0] == self.coded(words(row["Patron"]))
                       and (k[1].replace("-", " ") or "instrument not told") == means)  # fmt: skip
            for step, told in steps[key].items():
                self.a.say(row[step], count(len(told), "report") if told else NONE)
                self.a.links(row[step], self.anchors(told))

    def answered(self) -> None:
        section = self.page.section("requests")
        made = {key: self.w.answers(*key) for key in self._asked()
                if key[0] in self.brief.patrons}  # fmt: skip
        closed = {k: [a for a in v[0] if (self.w.printed[-1] - a[0]).days >= 365]
                  for k, v in made.items()}  # fmt: skip
        found = self.page.one(".//table[contains(@class,'six')]", section)
        for row in table(found) if found is not None else []:
            key = self._key(made, row)
            some = closed[key]
            if words(row["What"]).startswith("met"):
                met = sum(a[1] == "arrived" for a in some)
                low, high = share_ends(met, len(some))
                told = frozenset().union(*(a[3] for a in some))
                self.a.say(row["What"], f"met, of {count(len(some), 'request')}")
                self.estimate(row, pct(met / len(some)), pct(low), pct(high), told)
            else:
                self._delay(row, [a for a in made[key][0] if a[1] == "arrived"])
        for box in self.page.all("./p[starts-with(text(),'No share of answers')]", section):
            place = [*self.w.order]
            open_ = sorted((k for k in made if not closed[k]),
                           key=lambda k: (place.index(k[0]), k[1]))  # fmt: skip
            want: list[object] = []
            for key in open_:
                want += [day(a[0]) for a in made[key][0]]
                rest = self.w.asked()[key]
                want += [1] if not made[key][0] and len(rest) == 1 else []
                want += [len(made[key][1])] if made[key][1] and (made[key][0] or len(rest) > 1) \
                    else []  # fmt: skip
            self.a.numbers(box, want)

    def _delay(self, row: dict[str, Any], met: list[Any]) -> None:
        lags = sorted(a[2] for a in met)
        told = frozenset().union(*(a[3] for a in met))
        n = len(lags)
        self.a.say(row["What"], f"median delay, of {count(n, 'request')}")
        mass = 1 - 2 * 0.5**n  # the first and last of n hold the median so often
        self.estimate(row, f"{dec(float(np.median(lags)))} days", dec(lags[0]),
                      f"{dec(lags[-1])} days", told, pct(mass))  # fmt: skip

    def _key(self, made: Iterable[tuple[str, str]], row: dict[str, Any]) -> tuple[str, str]:
        means = words(row["Instrument"])
        return next(k for k in made if k[0] == self.coded(words(row["Patron"]))
                    and (k[1].replace("-", " ") or "instrument not told") == means)  # fmt: skip

    def stakes(self) -> None:
        section = self.page.section("stakes")
        for found in self.page.all(".//details[./summary//bdi]", section):
            patron = self.coded(words(self.page.one("./summary//bdi", found)))
            for row in table(self.page.one(".//table", found)):
                what = words(row["What"])
                if words(row["Part"]) == "in return":
                    kinds = {e.id: e.in_return_for for e in self.brief.events}
                    mine = [h for h in self.w.given(patron)
                            if any(what in kinds[i] for i in h.ids)]  # fmt: skip
                    self.counted(row, len(mine), ids(mine))
                else:
                    self._deals(row, patron)
        for row in self.page.all(".//table[.//th[text()='Stake']]//tr", section):
            for note in self.page.all(".//span[contains(@class,'small')]/bdi", row):
                if re.search(r"\d", words(note)):
                    self._debt(note, self.coded(words(row.find("th"))))

    def _deals(self, row: dict[str, Any], patron: str) -> None:
        only = self.brief.coercers[0] if len(self.brief.coercers) == 1 else None
        sanctions = [
            h for h in self.w.facts
            if h.polarity == "pressure" and (h.means or "").startswith("sanction-")
            and h.best.width != "3 long" and h.day
            and (only in h.pressers(self.client) if only else h.pressers(self.client))
        ]  # fmt: skip
        first = min(h.day for h in sanctions if h.day)
        some = [h for h in self.w.given(patron) if h.best.type in DEALS and h.means in OF_WORTH
                and self.w.inside(h, first)]  # fmt: skip
        late = sum(bool(h.day and h.day >= first) for h in some)
        both = rates(len(some) - late, late, self.w.window(first)[2])
        best = min(both, key=lambda r: abs(np.log(r[0])))
        told = ids([*some, *(h for h in sanctions if h.day == first)])
        note = f"{len(some) - late} before, {late} from then on"
        self.a.say(row["What"], f"deals told from {day(first)} on over before ({note})")
        self.estimate(row, f"{dec(best[0])} times", dec(best[1]), f"{dec(best[2])} times", told)

    def _debt(self, note: Any, patron: str) -> None:
        debts = [
            c for c in self.brief.claims
            if c.measure == "debt" and c.amount and len(c.amount.unit) == 3
            and {a.key for a in (*c.subject, *c.giver, *c.receiver) if a.key}
            == {self.client, patron}
        ]  # fmt: skip
        values = {c.amount.value for c in debts if c.amount}
        self.a.numbers(
            note, [*([len(debts)] if len(debts) > 1 else []), *(spoken(v) for v in values)]
        )
        anchors = {f"c-{c.id[:8]}" for c in debts}
        self.a.links(note.getparent().getparent(), anchors, "debts")


def spoken(value: float) -> str:
    """Thousands of millions and the like as a reader says them."""
    steps = sum(value >= size for size in (1e6, 1e9, 1e12))
    return f"{value / 10 ** (3 * steps + 3):,.4g}" if steps else f"{value:,.0f}"
