"""The sections that repeat what texts, claims and models tell, and every link's number."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from importlib.resources import files
from typing import Any

import numpy as np
from recount_page import (
    MONTHS,
    NUMBER,
    Account,
    Node,
    chance,
    count,
    day,
    dec,
    pct,
    span,
    squeeze,
    table,
    words,
)

from patronage.records import Claim, Event
from patronage.results import Brief, Wider

# Words of the templates whose numbers are conventions of the page and no findings.
FIXED = (
    "A level behind the counts allows for how much the press tells of anything else, and leans on "
    "other pairs where one is told of little; its band holds it with 90%.",
    "A line is the level behind the counts at the press’s usual coverage, its band holds it with "
    "90%; a mark is a year with reports.",
    "80% interval",
)
_TICK = re.compile(r"^[−-]?[\d.,]+%?$")


class Told:
    """Accounts for quotes, links, claims, evidence rows, axes, and for what models tell.

    ``public`` are the same values asked of the public functions once more: what models estimate
    is not computed anew here but held against them, and counted as such.
    """

    def __init__(self, brief: Brief, account: Account, public: Wider) -> None:
        self.brief, self.a, self.page, self.public = brief, account, account.page, public
        self.texts = [squeeze(d.text) for d in brief.documents]
        order = {d.id: n for n, d in enumerate(brief.documents)}
        events = sorted(brief.events, key=lambda e: (order[e.document], e.sentence, e.trigger))
        self.events = {f"e-{e.id[:8]}": e for e in events}
        self.claims = {f"c-{c.id[:8]}": c for c in brief.claims}
        self.number = {a: n for some in (self.events, self.claims)
                       for n, a in enumerate(some, 1)}  # fmt: skip

    def name(self, code: str) -> str:
        return self.brief.names.get(code, code)

    def run(self) -> None:
        for part in (self.links, self.more, self.quotes, self.papers, self.rows, self.claimed,
                     self.verdicts, self.voices, self.levels, self.declines, self.next, self.axes,
                     self.fixed):  # fmt: skip
            part()

    # Links and quotes

    def links(self) -> None:
        """A link's number is the place of what it leads to, counted here in the order of texts."""
        for a in self.page.all("//a[starts-with(@href,'#')]"):
            goal = a.get("href")[1:]
            if re.match(r"[ec]-", goal) and re.search(r"\d", words(a)):
                said = words(a).removeprefix("claim ").removeprefix("C")
                self.a.numbers(a, [self.number.get(goal, "none")], "link", ())
                self.a.check(said.isdigit(), f"link {words(a)}")

    def more(self) -> None:
        """What is folded away says how many it holds."""
        for box in self.page.all("//span[contains(@class,'refs')]//details"):
            self.a.numbers(box.find("summary"), [len(self.page.all("./a", box))], "folded", ())
        for box in self.page.all("//section[@id='claims']//details[./summary]"):
            said = words(box.find("summary"))
            for noun, path in (("sentence", "./div[contains(@class,'sentence')]"),
                               ("comparison", "./div[@class='box']"),
                               ("source", ".//tbody/tr")):  # fmt: skip
                if re.search(rf"\d.*{noun}", said):
                    self.a.numbers(box.find("summary"), [len(self.page.all(path, box))], "folded")

    def quotes(self) -> None:
        """Sentences stand in their texts as they are shown, and name their publisher and day."""
        cites = {f"{d.publisher}, {day(d.published)}": squeeze(d.text)
                 for d in self.brief.documents if d.published}  # fmt: skip
        of_day: dict[str, list[str]] = defaultdict(list)
        for d in self.brief.documents:
            if d.published:
                of_day[f"{d.publisher}, {day(d.published)}"].append(squeeze(d.text))
        for box in self.page.all("//blockquote|//p[contains(@class,'text')]"):
            nodes = self._quoted(box)
            quote = squeeze("".join(n.text for n in nodes))
            for n in nodes:
                self.a.kinds.setdefault(n.key, "quoted")
            self.a.check(any(quote in t for t in self.texts), f"no text has '{quote[:120]}'")
            for cite in self.page.all("./cite/bdi", box):
                found = any(quote in t for t in of_day.get(words(cite), ()))
                self.a.say(cite, words(cite) if found else None, "recounted")
        assert cites

    def _quoted(self, box: Any) -> list[Node]:
        """Its text without the numbers of its claims and its source."""
        made = [Node(box, False)]
        for one in box.iterdescendants():
            if one.tag in ("cite", "sup") or any(a.tag in ("cite", "sup") for a in
                                                 one.iterancestors()):  # fmt: skip
                if one.tag in ("cite", "sup"):
                    made.append(Node(one, True))
                continue
            made += [Node(one, False), Node(one, True)]
        order = {id(e): n for n, e in enumerate(box.iter())}
        made.sort(key=lambda n: (order[id(n.element)], n.tail))
        return [n for n in self._in_order(box) if n.key in {m.key for m in made} and n.text]

    def _in_order(self, box: Any) -> list[Node]:
        made = [Node(box, False)]
        for child in box:
            made += [*self._in_order(child), Node(child, True)]
        return made

    # Evidence

    def papers(self) -> None:
        titles = {d.title for d in self.brief.documents}
        per: dict[str, int] = defaultdict(int)
        for e in self.brief.events:
            per[e.document] += 1
        for paper in self.page.all("//details[contains(@class,'paper')]"):
            title = self.page.one("./summary/h3/bdi", paper)
            first = self.page.one(".//div[contains(concat(' ',@class,' '),' ev ')]", paper)
            event = self.events[first.get("id")]
            d = next(d for d in self.brief.documents if d.id == event.document)
            self.a.check(words(title) in titles, f"no text is called '{words(title)}'")
            self.a.say(title, d.title or "", "quoted")
            note = f"{d.publisher}, {day(d.published)}; " if d.published else ""
            self.a.say(self.page.one("./summary/span", paper),
                       note + count(per[d.id], "event report"))  # fmt: skip

    def rows(self) -> None:
        """Every event's row repeats the event, field by field."""
        found = self.page.all("//div[contains(concat(' ',@class,' '),' ev ')]")
        self.a.check([r.get("id") for r in found] == list(self.events), "rows of evidence")
        for row in found:
            event = self.events.get(row.get("id"))
            if event is None:
                continue
            spans = self.page.all(".//p[@class='chips']/span", row)
            amounts = [a.text for a in event.amount]
            self.a.check(sum(words(s).startswith("amount told") for s in spans) == len(amounts),
                         f"amounts of {event.id}")  # fmt: skip
            for one in spans:
                self._chip(one, event, amounts)

    def _chip(self, one: Any, event: Event, amounts: list[str]) -> None:
        head = words(one.find("i")) if one.find("i") is not None else ""
        said = words(one)[len(head) :].strip()
        if head == "amount told":
            self.a.say(one, f"{head} {said if said in map(squeeze, amounts) else None}", "quoted")
        elif head == "when" and event.time:
            self.a.say(one, f"when {span(event.time.start, event.time.end)}")
        elif head == "when (unresolved)" and event.time:
            self.a.say(one, f"{head} {event.time.text}", "quoted")
        elif head == "intensity":
            self.a.say(one, f"intensity {event.intensity:+.1f}".replace("-", "−"))
        elif head == "score":
            self.a.say(one, f"score {event.coder_score:.2f}")
        elif re.search(r"\d", said):
            told = [
                *(a.name or a.text for a in event.attribution),
                *map(str, ([a.name or a.text for a in (*event.actor, *event.recipient)])),
            ]
            self.a.say(
                one,
                words(one)
                if all(any(n in t for t in told) for n in NUMBER.findall(said))
                else None,
                "quoted",
            )

    # Claims

    def claimed(self) -> None:
        quiet = {c for v in self.brief.verdicts if len(v.claims) == 1 and
                 v.kind != "not checkable here" for c in v.claims}  # fmt: skip
        quiet |= {c for v in self.brief.verdicts if len(v.claims) > 1 for c in v.claims}
        n = len(self.brief.claims)
        bare = sum(c.id not in quiet for c in self.brief.claims)
        head = self.page.one("//section[@id='claims']/p")
        self.a.numbers(head, [n, *([bare] if 0 < bare < n else [])])
        boxes = self.page.all("//div[@class='claim']")
        self.a.check({b.get("id") for b in boxes} == set(self.claims), "claims and their rows")
        for box in boxes:
            claim = self.claims.get(box.get("id"))
            if claim is not None:
                for one in self.page.all("./p[@class='chips']/span", box):
                    self._fact(one, claim)

    def _fact(self, one: Any, claim: Claim) -> None:
        head = words(one.find("i")) if one.find("i") is not None else ""
        said = words(one)[len(head) :].strip()
        if not re.search(r"\d", said):
            return
        if head == "time" and claim.period:
            self.a.say(one, f"time {span(claim.period.start, claim.period.end)}")
            return
        told = [claim.amount.text if claim.amount else "", claim.cause or "",
                claim.period.text if claim.period else "", claim.quote,
                *(a.name or a.text for a in claim.attribution)]  # fmt: skip
        self.a.say(one, words(one) if said in map(squeeze, told) or (
            head == "about" and said in squeeze(claim.quote)) else None, "quoted")  # fmt: skip

    def verdicts(self) -> None:
        """A verdict's numbers stand in its claims, in their sums, or in the table of leaders."""
        text = (files("patronage.codebook") / "leaders.csv").read_text(encoding="utf-8")
        leaders = list(csv.DictReader(text.splitlines()))
        for box in self.page.all("//div[@class='claim']//div[@class='verdict']"):
            claim = self.claims[next(box.iterancestors()).get("id")]
            self._verdict(box, [claim], leaders)
        for box in self.page.all("//section[@id='claims']//div[@class='box']"):
            goals = [a.get("href")[1:] for a in self.page.all(".//p[contains(@class,'small')]/a",
                                                              box)]  # fmt: skip
            self._verdict(box, [self.claims[g] for g in goals if g in self.claims], leaders)
        for item in self.page.all("//ul[@class='lead']/li"):
            goals = [a.get("href")[1:] for a in self.page.all(".//a[starts-with(@href,'#c-')]",
                                                              item)]  # fmt: skip
            if goals:
                self._verdict(item, [self.claims[g] for g in goals], leaders)

    def _verdict(self, box: Any, claims: list[Claim], leaders: list[dict[str, str]]) -> None:
        known = {n for c in claims for n in NUMBER.findall(c.quote)}
        known |= {n for c in claims if c.amount for v in (c.amount.value, c.amount.high)
                  if v is not None for n in NUMBER.findall(f"{v:,g} {v:,.0f}")}  # fmt: skip
        people = {a.name for c in claims for a in c.subject}
        rows = [r for r in leaders if any(p and p in r.values() for p in people)]
        known |= {n for r in rows for v in r.values() for n in NUMBER.findall(v)}
        published = {d.id: d.published for d in self.brief.documents}
        days = [published[c.document] for c in claims]
        for d in filter(None, [*days, *(t for c in claims if c.period
                                        for t in (c.period.start, c.period.end))]):  # fmt: skip
            known |= set(NUMBER.findall(d.isoformat()))
        known |= {str(len(claims)), str(len(rows)), *self._apart(claims)}
        for one in self.page.all(".//p|./bdi", box):
            nodes = [n for n in self.a.own(one) if n.key not in self.a.kinds]
            told = [m.rstrip(",") for n in nodes for m in NUMBER.findall(n.text)]
            for n in nodes:
                self.a.kinds.setdefault(n.key, "verdict")
            odd = [m for m in told if m not in known]
            self.a.check(not odd, f"verdict '{words(one)[:90]}' has {odd}, known are {known}")

    def _apart(self, claims: list[Claim]) -> set[str]:
        """The relative difference of two amounts, and the tolerances that it is held against."""
        values = [c.amount.value for c in claims if c.amount]
        rows = csv.DictReader((files("patronage.audit") / "tolerances.csv").read_text(
            encoding="utf-8").splitlines())  # fmt: skip
        known = {n for r in rows for v in r.values() if re.fullmatch(r"[\d.]+", v or "")
                 for n in (f"{100 * float(v):g}",)}  # fmt: skip
        if len(values) > 1:
            most = max(map(abs, values)) or 1.0
            known |= {f"{100 * (max(values) - min(values)) / most:.1f}"}
        return known

    def voices(self) -> None:
        """By whose word: events and claims under each source."""
        own = "the texts themselves"
        told: dict[str, dict[str, set[str]]] = {"Events": defaultdict(set),
                                                "Claims": defaultdict(set)}  # fmt: skip
        for head, some in (("Events", self.events), ("Claims", self.claims)):
            for anchor, record in some.items():
                for name in {a.name or a.text for a in record.attribution} or {own}:
                    told[head][squeeze(name)].add(anchor)
        found = self.page.one("//table[.//th[text()='Source']][.//th[text()='Events']]")
        for row in table(found) if found is not None else []:
            name = words(row["Source"])
            events, claims = (told[h].pop(name, set()) for h in ("Events", "Claims"))
            self.a.links(row["Events"], events)
            self.a.links(row["Claims"], claims)
            self.a.say(row["Events"], count(len(events), "report") if events else "none we found")
            if re.search(r"\d", name):
                self.a.say(row["Source"], name if events or claims else None, "quoted")
        left = [n for some in told.values() for n in some]
        self.a.check(not left, f"sources not in the table: {left}")

    # What models tell: held against the public result

    def levels(self) -> None:
        """Levels behind the counts, in the caption of decades and on the cards."""
        said, falls = {}, {}
        for one in self.public.courses:
            known = [p for p in one.level.points if p.value is not None and p.low is not None]
            if one.of == "backing" and known:
                end = known[-1]
                said[self.name(one.actor)] = (
                    f"{dec(end.value or 0)} a year ({dec(end.low or 0)} to {dec(end.high or 0)})"
                )
                lows = [p for p in one.fallen.points if p.value is not None] if one.fallen else []
                if lows:
                    falls[self.name(one.actor)] = chance(lows[-1].value or 0.0)
        for card in self.page.all("//section[@id='change']//div[@class='card']"):
            who = words(self.page.one(".//h3/bdi", card))
            for head in self.page.all(".//dt", card):
                if words(head) == "Level behind":
                    fall = falls.get(who)
                    more = f"; probability that it has fallen {fall}" if fall else ""
                    self.a.say(head.getnext(), said.get(who, "") + more, "model")
        caption = self.page.one("//section[@id='decades']//figcaption/bdi")
        text = words(caption) if caption is not None else ""
        if text.startswith("Levels in the last year told"):
            names = re.findall(r"(?:: |, | and )([A-ZÀ-Ý][^\d,:]*?) [\d.]+ a year", text)
            want = [said.get(n.removeprefix("and "), "") for n in names]
            rest = re.search(r"(\d+) others?\.$", text)
            drawn = sum(1 for c in self.public.courses if c.of == "backing" and
                        sum(bool(p.n) for p in c.level.points) >= 2)  # fmt: skip
            self.a.numbers(caption, [*want, *([min(4, drawn) - 4] if rest else [])], "model")

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
        for axis in self.page.all("//*[local-name()='g' and contains(@class,'role-axis-label')]"):
            ticks = [t for t in axis.iter() if str(t.tag).endswith("text")
                     and re.search(r"\d", t.text_content())]  # fmt: skip
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
