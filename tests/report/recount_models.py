"""What models tell, held against the public results; scales, titles and fixed words."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from recount_page import (
    MONTHS,
    NUMBER,
    Account,
    chance,
    count,
    day,
    dec,
    drawn_as,
    pct,
    squeeze,
    words,
)

from patronage.results import Brief, Course, Series

# Words of the templates whose numbers are conventions of the page and no findings.
FIXED = (
    "A level behind the counts allows for how much the press tells of anything else, and leans on "
    "other pairs where one is told of little; its band holds it with 90%.",
    "A line is the level behind the counts at the press’s usual coverage, its band holds it with "
    "90%; a mark is a year with reports.",
    "80% interval",
)
_TICK = re.compile(r"^[−-]?[\d.,]+%?$")


class Models:
    """Accounts for what models tell, and for axes.

    What models estimate is not computed anew but held against what public functions return, and
    is counted as such.
    """

    def __init__(self, brief: Brief, order: list[str], account: Account) -> None:
        self.brief, self.a, self.page, self.public = brief, account, account.page, brief.wider
        self.order = order

    def name(self, code: str) -> str:
        return self.brief.names.get(code, code)

    def run(self) -> None:
        for part in (self.levels, self.spoken, self.declines, self.next, self.axes, self.fixed):
            part()

    def levels(self) -> None:
        """Levels behind the counts, in the caption of decades and on the cards."""
        said, falls = {}, {}
        for one in self.public.courses:
            if one.of != "backing" or not (told := level(one.level)):
                continue
            said[one.actor] = told
            falling = [p.value for p in one.fallen.points if p.value is not None] \
                if one.fallen else []  # fmt: skip
            if falling:
                falls[self.name(one.actor)] = chance(falling[-1])
        named = {self.name(p): f"{told} episodes a year" for p, told in said.items()}
        for card in self.page.all("//section[@id='change']//div[@class='card']"):
            who = words(self.page.one(".//h3/bdi", card))
            heads = {words(h): h.getnext() for h in self.page.all(".//dt", card)}
            self.a.check(("Level behind" in heads) == (who in named), f"level of {who}")
            if "Level behind" in heads:
                more = f"; probability that it has fallen {falls[who]}" if who in falls else ""
                self.a.say(heads["Level behind"], named.get(who, "") + more, "model")
        drawn = [c.actor for c in self.public.courses if c.of == "backing" and self._told(c)]
        drawn.sort(key=self._place)
        caption = self.page.one("//section[@id='decades']//figcaption/bdi")
        self.a.check((caption is None) == (not drawn), "caption of decades")
        if drawn:
            ends = "; ".join(f"{self.name(p)} {said.get(p)}" for p in drawn[:4])
            told = f"Level of backing in the last year told, episodes a year: {ends}."
            self.a.say(caption, told, "model")

    def spoken(self) -> None:
        """Labels of the marks of levels, of outcomes, of titles and of whole figures."""
        drawn = [c for c in self.public.courses if self._told(c)]
        drawn.sort(key=lambda c: self._place(c.actor))
        pressed = sorted((c for c in drawn if c.of == "pressure"),
                         key=lambda c: -sum(p.n for p in c.level.points))  # fmt: skip
        kept = [*[c for c in drawn if c.of == "backing"][:4], *pressed[:1]]
        self.a.labels("decades", (
            f"{self.name(c.actor)}, {c.of} in the texts, {p.start.year}: level {dec(p.value)}, "
            f"90% interval {dec(p.low or 0.0)} to {dec(p.high)}; "
            f"{count(len(set(p.evidence)), 'report')}"
            for c in kept for p in c.level.points
            if p.n and p.value is not None and p.high is not None
        ))  # fmt: skip
        for one in self.page.labels():
            said = one.get("aria-label")
            if one.tag == "svg":
                box = next(a for a in one.iterancestors("figure"))
                self.a.label(one, f"Figure. {words(self.page.one('./figcaption', box))} "
                                  "A table follows.")  # fmt: skip
            elif said.startswith("Title text"):
                self.a.label(one, f"Title text '{words(one)}'")
        ahead = self.public.ahead
        if ahead is not None and ahead.runs:
            self.a.labels("outlook", (
                f"{o.label}: {pct(o.probability)} ({pct(o.low or 0)} to {pct(o.high or 0)}); "
                f"base {pct(o.base)}"
                for o in ahead.outcomes if o.shown and o.probability is not None
            ))  # fmt: skip

    def _place(self, actor: str) -> int:
        return self.order.index(actor) if actor in self.order else 99

    def _told(self, course: Course) -> bool:
        return sum(bool(p.n) for p in course.level.points) >= 2

    def declines(self) -> None:
        """Falls in yearly series with their probabilities; the evidence under them is counted."""
        found = [d for d in self.public.declines if d.found is not None]
        section = self.page.section("change")
        for box in self.page.all(".//details[./p[contains(text(),'Called')]]", section):
            title = words(self.page.one("./summary/b", box))
            one = next((d for d in found if f"{self.name(d.patron)}: {d.series}" == title), None)
            if one is None or one.found is None:
                self.a.wrong.append(f"no decline '{title}'")
                continue
            f = one.found
            years = dict.fromkeys((f.low.year, f.high.year))
            want = [f.time.year, chance(f.probability), pct(f.mass), *years, dec(f.before)]
            self.a.numbers(self.page.one("./summary/bdi", box),
                           [*want, *([dec(f.after)] if f.after else [])], "model")  # fmt: skip
            self.a.numbers(self.page.one("./p", box), [len(one.evidence)])
            grounds = [g for e in one.explanations for g in e.grounds]
            cells = self.page.all(".//tbody//td", box)
            told = {n for g in grounds for n in NUMBER.findall(f"{g.sentence} {g.weight:+.1f}")}
            told |= {n for e in one.explanations for v in (e.share, e.low, e.high)
                     if v is not None for n in NUMBER.findall(pct(v))}  # fmt: skip
            told |= {n for e in one.explanations for n in NUMBER.findall(e.sentence)}
            self._among(cells, told | {str(len(g.evidence)) for g in grounds})
        for item in self.page.all("//ul[@class='lead']/li/bdi[starts-with(text(),'Yearly')]"):
            want = [x for d in found[:3] if d.found for x in (
                d.found.time.year, chance(d.found.probability))]  # fmt: skip
            self.a.numbers(item, [*want, *([len(found) - 3] if len(found) > 3 else [])], "model")
        for note in self.page.all(".//p[starts-with(text(),'Declines in yearly')]", section):
            self.a.numbers(note, [len(self.public.declines)])

    def _among(self, cells: list[Any], known: set[str]) -> None:
        for cell in cells:
            nodes = [n for n in self.a.own(cell) if re.search(r"\d", n.text)]
            odd = [m for n in nodes for m in NUMBER.findall(n.text) if m not in known]
            self.a.check(not odd, f"'{words(cell)[:80]}' has {odd}")
            for n in nodes:
                self.a.kinds.setdefault(n.key, "model")

    def next(self) -> None:
        """What may come: the public run's own values, put into words anew."""
        ahead = self.public.ahead
        section = self.page.section("next")
        if ahead is None:
            return
        if ahead.runs and ahead.as_of and ahead.due:
            head = self.page.one("./p[./bdi]", section)
            self.a.numbers(head, [ahead.title, day(ahead.as_of), day(ahead.due),
                                  f"{ahead.runs:,}", ahead.seed], "model")  # fmt: skip
        self._outcomes(section)
        for item, one in zip(self.page.all(".//ul[@class='rivals']/li", section),
                             ahead.watched, strict=True):  # fmt: skip
            low, high = (f"{100 * v:+.2g}".replace("-", "−") for v in (one.low, one.high))
            text = f"{one.event[:1].upper()}{one.event[1:]}: {one.of} "
            text += f"{100 * one.difference:+.2g} percentage points".replace("-", "−")
            text += f" ({pct(ahead.mass)} interval {low} to {high}; {ahead.runs:,} runs)"
            self.a.say(item, text, "model")
        for item in self.page.all(".//ul[@class='small']/li/bdi", section):
            known = {squeeze(n) for n in (*ahead.notes, *ahead.marks)}
            self.a.say(item, words(item) if words(item) in known else None, "model")
        shown = [o for o in ahead.outcomes if o.shown and o.probability is not None]
        for caption in self.page.all(".//figcaption/bdi", section):
            self.a.numbers(caption, [pct(o.probability or 0) for o in shown], "model")
        texts = [f"{pct(o.probability or 0)} ({pct(o.low or 0)} to {pct(o.high or 0)}); "
                 f"base {pct(o.base)}" for o in shown]  # fmt: skip
        marks = [t for t in self.page.all(".//*[@id='fig-outlook']//*[local-name()='text']",
                                          section) if "; base" in words(t)]  # fmt: skip
        self.a.bag(marks, [*texts, *texts], "model")
        for t in self.page.all(".//*[@id='fig-outlook']//*[local-name()='text']", section):
            if words(t).startswith("Within"):
                self.a.numbers(t, [ahead.months], "model")

    def _outcomes(self, section: Any) -> None:
        ahead = self.public.ahead
        assert ahead is not None
        rows = self.page.all(".//tr[starts-with(@id,'o-')]", section)
        for row, one in zip(rows, ahead.outcomes, strict=True):
            text = one.label[:1].upper() + one.label[1:].lower()
            if one.shown:
                text += f"{pct(one.probability or 0)}{pct(one.low or 0)} to {pct(one.high or 0)}"
                text += one.word or "no judgement"
            elif ahead.runs:
                text += "no gain that is large and sure enough: the base rate alone"
            else:
                text += "not played"
            text += f"{pct(one.base)} of {one.n:,} state-years under pressure"
            text += f"{one.gain:.3f} (from {one.gain_low:.4f})".replace("-", "−", 1) \
                if one.gain_low < 0 else f"{one.gain:.3f} (from {one.gain_low:.4f})"  # fmt: skip
            self.a.say(row, text, "model")

    # Scales and conventions

    def axes(self) -> None:
        """The ticks of a scale follow its places: evenly, or by ratio where it is logarithmic."""
        axes: dict[Any, list[Any]] = {}
        for t in self.page.all("//*[local-name()='text']"):
            if re.search(r"\d", t.text_content()) and drawn_as(t) == "scale":
                axes.setdefault(t.getparent(), []).append(t)
        for ticks in axes.values():
            # Where a scale of time is broken, its later part is told in months alone.
            for dated in (False, True):
                some = [t for t in ticks if bool(re.search("[A-Z]", words(t))) == dated]
                self._scale(some)

    def _scale(self, ticks: list[Any]) -> None:
        places, values = [], []
        for t in ticks:
            for n in self.a.own(t, ()):
                self.a.kinds.setdefault(n.key, "scale")
            at = re.search(r"translate\(([-\d.]+),([-\d.]+)\)", t.get("transform", ""))
            value = _value(words(t))
            self.a.check(at and value is not None, f"no tick of a scale: '{words(t)}'")
            if at and value is not None:
                places.append((float(at[1]), float(at[2])))
                values.append(value)
        if len(values) < 2:
            return
        spread = [float(np.ptp([p[k] for p in places])) for k in (0, 1)]
        at, told = np.array([p[int(spread[1] > spread[0])] for p in places]), np.array(values)
        even = _fits(at, told) or (min(values) > 0 and _fits(at, np.log(told)))
        if len(values) == 2:  # nothing to be even with: a scale from nought to a round number
            even = np.ptp(at) > 0 and (not min(values) or min(values) > 1000)
        self.a.check(even, f"ticks {values} at {list(at)}")

    def fixed(self) -> None:
        """The page's own conventions, by their words."""
        for node in self.a.left():
            text = squeeze(node.text)
            coder = self.brief.coder
            if any(f in text for f in FIXED) or (text and text == coder):
                self.a.kinds[node.key] = "fixed words"


def level(series: Series) -> str:
    """The last year of a level, to no more than two places."""
    known = [p for p in series.points if p.value is not None and p.low is not None]
    if not known:
        return ""
    end = known[-1]
    value, low, high = (hundredths(x or 0.0) for x in (end.value, end.low, end.high))
    return f"{value} ({low} to {high})"


def hundredths(value: float) -> str:
    return "under 0.01" if 0 < value < 0.005 else dec(round(value, 2))


def _value(text: str) -> float | None:
    month = re.fullmatch(rf"({'|'.join(MONTHS)}) (\d{{4}})", text)
    if month:
        return int(month[2]) + MONTHS.index(month[1]) / 12
    if not _TICK.match(text):
        return None
    plain = text.replace("−", "-").replace(",", "")
    return float(plain.rstrip("%")) / (100 if plain.endswith("%") else 1)


def _fits(at: np.ndarray, told: np.ndarray) -> bool:
    """Whether values rise evenly with their places; months are of uneven length."""
    line = np.polyfit(at, told, 1)
    return bool(np.abs(np.polyval(line, at) - told).max() <= 0.02 * np.ptp(told) + 1e-9)
