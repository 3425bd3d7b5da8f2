"""What repeats the texts, the events and the claims, and every link's number."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from recount_events import HOLLOW
from recount_page import (
    NUMBER,
    Account,
    Node,
    count,
    day,
    join,
    span,
    squeeze,
    table,
    words,
)

from patronage.records import Actor, Attribution, Claim, Event
from patronage.results import Brief


class Told:
    """Accounts for quotes, links, claims and evidence rows."""

    def __init__(self, brief: Brief, account: Account) -> None:
        self.brief, self.a, self.page = brief, account, account.page
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
        for part in (self.links, self.more, self.quotes, self.papers, self.sources, self.rows,
                     self.claimed, self.reasons, self.verdicts, self.voices):  # fmt: skip
            part()

    # Links and quotes

    def links(self) -> None:
        """A link's number is the place of what it leads to, counted here in the order of texts."""
        for a in self.page.all("//a[starts-with(@href,'#')]"):
            goal = a.get("href")[1:]
            if re.match(r"[ec]-", goal) and re.search(r"\d", words(a)):
                said = words(a).removeprefix("claim ").removeprefix("C")
                first, _, last = said.partition("–")
                self.a.numbers(a, [self.number.get(goal, "none"), last], "link", ())
                self.a.check((first + last).isdigit(), f"link {words(a)}")

    def more(self) -> None:
        """What is folded away says how many it holds."""
        for box in self.page.all("//span[contains(@class,'refs')]//details"):
            many = sum(len(self.a.rows_of(a)) for a in self.page.all("./a", box))
            self.a.numbers(box.find("summary"), [many], "folded", ())
        for box in self.page.all("//section[@id='claims']//details[./summary]"):
            said = words(box.find("summary"))
            for noun, path in (("sentence", "./div[@class='said']"),
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
        for box in self.page.all("//blockquote|//div[contains(@class,'papers')]/details/div/p"):
            nodes = self._quoted(box)
            quote = squeeze("".join(n.text for n in nodes))
            for n in nodes:
                self.a.kinds.setdefault(n.key, "quoted")
            self.a.check(any(quote in t for t in self.texts), f"no text has '{quote[:120]}'")
            for cite in self.page.all("./cite", box):
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
        for paper in self.page.all("//div[contains(@class,'papers')]/details"):
            title = self.page.one("./summary/h3", paper)
            first = self.page.one(".//div[contains(concat(' ',@class,' '),' ev ')]", paper)
            event = self.events[first.get("id")]
            d = next(d for d in self.brief.documents if d.id == event.document)
            self.a.check(words(title) in titles, f"no text is called '{words(title)}'")
            self.a.say(title, d.title or "", "quoted")
            note = f"{d.publisher}, {day(d.published)}; " if d.published else ""
            self.a.say(self.page.one("./summary/span", paper),
                       f"{note}{count(per[d.id], 'event report')}; not graded")  # fmt: skip

    def sources(self) -> None:
        """Who published how many texts, and how many reports they gave."""
        texts: dict[str, set[str]] = defaultdict(set)
        for d in self.brief.documents:
            texts[d.publisher or "no publisher named"].add(d.id)
        head = self.page.one("//section[@id='evidence']//summary[contains(.,'outlet')]")
        self.a.numbers(head, [len(texts)])
        for row in table(self.page.one("//table[.//th[text()='Outlet']]")):
            own = texts.pop(words(row["Outlet"]), set())
            reports = [a for a, e in self.events.items() if e.document in own]
            self.a.say(row["Texts"], str(len(own)))
            none = "none we found"
            told = f"{count(len(reports), 'report')}, the first is" if reports else none
            self.a.say(row["Event reports"], told)
            self.a.links(row["Event reports"], set(reports[:1]))
            self.a.say(row["Grade"], "not graded")
        self.a.check(not texts, f"outlets not in the table: {set(texts)}")

    def rows(self) -> None:
        """Every event's row repeats the event, field by field."""
        found = self.page.all("//div[contains(concat(' ',@class,' '),' ev ')]")
        self.a.check([r.get("id") for r in found] == list(self.events), "rows of evidence")
        for row in found:
            event = self.events.get(row.get("id"))
            if event is None:
                continue
            self.a.numbers(row.find("b"), [self.number[row.get("id")]], "link")
            who, chips = row.findall("p")
            to = f" → {self.actors(event.recipient)}" if event.recipient else ""
            quiet = " not counted" if event.status in HOLLOW else ""
            self._quoted_chips(chips)
            self.a.say(who, f"{self.actors(event.actor) or 'not named'}{to}{quiet}", "quoted")
            self.a.say(chips, " · ".join(self._chips(event)))

    def _quoted_chips(self, chips: Any) -> None:
        """Marks what is in a text's own words."""
        for head in chips.findall("i"):
            if words(head) in ("amount told", "when (unresolved)", "on the word of", "said cause"):
                self.a.kinds.setdefault((head, True), "quoted")

    def _chips(self, event: Event) -> Iterator[str]:
        """An event's fields in the page's order and words."""
        yield event.type + (f" / {plainly(event.mode)}" if event.mode else "")
        if event.instrument:
            yield f"instrument {plainly(event.instrument)}"
        yield ", ".join(plainly(x) for x in (event.polarity, event.status) if x)
        yield from (f"amount told {a.text}" for a in event.amount)
        if event.beneficiary:
            yield f"for the benefit of {self.actors(event.beneficiary)}"
        if event.against:
            yield f"against {self.actors(event.against)}"
        for head, some in (("in return for", event.in_return_for), ("context", event.context)):
            if some:
                yield f"{head} {', '.join(map(plainly, some))}"
        if event.time:
            start, end, text = event.time.start, event.time.end, event.time.text
            yield f"when {span(start, end)}" if start or end else f"when (unresolved) {text}"
        if event.intensity is not None:
            yield f"intensity {event.intensity:+.1f}".replace("-", "−")
        if event.attribution:
            yield f"on the word of {voiced(event.attribution)}"
        yield f"score {event.coder_score:.2f}"

    def actors(self, some: Iterable[Actor]) -> str:
        """State with person or body, each once."""
        made = []
        for a in some:
            place = self.name(a.key) if a.key else ""
            named = f"{place} ({a.name})" if place and a.name and a.name != place else place
            made.append(named or a.name or a.text)
        return join(list(dict.fromkeys(made)))

    # Claims

    def claimed(self) -> None:
        judged = {c for v in self.brief.verdicts if v.kind != "not checkable here"
                  for c in v.claims}  # fmt: skip
        n = len(self.brief.claims)
        bare = sum(c.id not in judged for c in self.brief.claims)
        head = self.page.one("//section[@id='claims']/p")
        self.a.numbers(head, [n, *([bare] if 0 < bare < n else [])])
        boxes = self.page.all("//div[@class='claim']")
        self.a.check({b.get("id") for b in boxes} == set(self.claims), "claims and their rows")
        for box in boxes:
            claim = self.claims.get(box.get("id"))
            if claim is not None:
                self.a.numbers(box.find("b"), [self.number[box.get("id")]], "link")
                self._facts(box.find("p"), claim)

    def _facts(self, chips: Any, claim: Claim) -> None:
        """A claim's facts as its record has them; links and what is not checkable stand after."""
        kind = plainly(claim.kind).capitalize()
        want = [kind, *self._fact(claim)]
        if claim.attribution:
            want.append(f"on the word of {voiced(claim.attribution)}")
        self._quoted_chips(chips)
        if claim.amount:
            self.a.kinds.setdefault((chips.find("b"), True), "quoted")
        for cite in chips.findall("cite"):
            d = next(d for d in self.brief.documents if d.id == claim.document)
            self.a.say(cite, f"{d.publisher}, {day(d.published)}" if d.published else d.publisher)
        after = [
            c for c in chips if c.tag in ("a", "cite") or words(c) == "not checkable here, reason"
        ]
        aside = {id(one) for c in after for one in c.iter()}
        nodes = [n for n in self.a.own(chips) if n.tail or id(n.element) not in aside]
        got = squeeze("".join(n.text for n in nodes))
        self.a.check(re.sub(r"( ·)+$", "", got) == squeeze(" · ".join(want)),
                     f"claim {claim.id[:8]}: '{got}' is not '{' · '.join(want)}'")  # fmt: skip
        for n in nodes:
            self.a.kinds.setdefault(n.key, "recounted")

    def reasons(self) -> None:
        """Why claims could not be checked: each reason with its claims, and each claim's reason."""
        told: dict[str, set[str]] = defaultdict(set)
        for v in self.brief.verdicts:
            if v.kind == "not checkable here" and len(v.claims) == 1:
                told[v.sentence].add(v.claims[0])
        items = self.page.all("//ol[@class='reasons']/li")
        self.a.check([len(told[s]) for s in told] and len(items) == len(told), "reasons")
        for number, item in enumerate(items, 1):
            sentence = next((s for s in told if straight(words(item)).startswith(straight(s))), "")
            named = {a.getparent().getparent().get("id")
                     for a in self.page.all(f"//a[@href='#{item.get('id')}']")
                     if words(a) == str(number)}  # fmt: skip
            self.a.check(named == {f"c-{c[:8]}" for c in told[sentence]}, f"reason {number}")
            self.a.numbers(self.page.one("./span", item), [len(told[sentence])])
            for n in self.a.own(item):
                self.a.kinds.setdefault(n.key, "verdict")
        for a in self.page.all("//a[starts-with(@href,'#q-')]"):
            self.a.kinds.setdefault((a, False), "link")

    def _fact(self, claim: Claim) -> Iterator[str]:
        if claim.amount:
            yield claim.amount.text
        if claim.measure and claim.measure != claim.kind:
            yield ("" if claim.kind == "term" else "measures ") + plainly(claim.measure)
        if claim.direction:
            yield f"direction {claim.direction}"
        if claim.subject:
            yield f"about {self.actors(claim.subject)}"
        if claim.period:
            start, end, text = claim.period.start, claim.period.end, claim.period.text
            yield f"time {span(start, end)}" if start or end else f"time (unresolved) {text}"
        if claim.cause:
            yield f"said cause {claim.cause}"

    def verdicts(self) -> None:
        """A verdict's numbers stand in its claims, in their sums, or in the table of leaders."""
        text = (files("patronage.codebook") / "leaders.csv").read_text(encoding="utf-8")
        leaders = list(csv.DictReader(text.splitlines()))
        for box in self.page.all("//div[@class='claim']//div[@class='verdict']"):
            claim = self.claims[next(box.iterancestors()).get("id")]
            self._verdict(box, [claim], leaders)
        for box in self.page.all("//div[@class='claim']"):
            self._verdict(box, [self.claims[box.get("id")]], leaders, "./p/i")
        for box in self.page.all("//section[@id='claims']//div[@class='box']"):
            goals = [a.get("href")[1:] for a in self.page.all(".//p[contains(@class,'small')]/a",
                                                              box)]  # fmt: skip
            self._verdict(box, [self.claims[g] for g in goals if g in self.claims], leaders)
        for item in self.page.all("//ul[@class='lead']/li"):
            goals = [a.get("href")[1:] for a in self.page.all(".//a[starts-with(@href,'#c-')]",
                                                              item)]  # fmt: skip
            if goals:
                self._verdict(item, [self.claims[g] for g in goals], leaders)

    def _verdict(self, box: Any, claims: list[Claim], leaders: list[dict[str, str]],
                 path: str = ".//p|./bdi") -> None:  # fmt: skip
        known = {n for c in claims for n in NUMBER.findall(c.quote)}
        known |= {n for c in claims if c.amount for v in (c.amount.value, c.amount.high)
                  if v is not None for n in NUMBER.findall(f"{v:,g} {v:,.0f}")}  # fmt: skip
        people = {a.name for c in claims for a in c.subject}
        rows = [r for r in leaders if any(p and p in r.values() for p in people)]
        known |= {n for r in rows for v in r.values() for n in NUMBER.findall(v)}
        published = {d.id: d.published for d in self.brief.documents}
        days = [published[c.document] for c in claims]
        ends = (t for c in claims if c.period for t in (c.period.start, c.period.end))
        dates = {d for d in (*days, *ends) if d}
        dates |= {dt.date.fromisoformat(v) for r in rows for v in r.values()
                  if re.fullmatch(r"\d{4}-\d\d-\d\d", v or "")}  # fmt: skip
        said = re.compile("|".join(sorted((rf"\b{day(d)}\b" for d in dates), key=len)) or "$.")
        known |= {str(d.year) for d in dates} | {n for d in dates for n in
                                                 NUMBER.findall(d.isoformat())}  # fmt: skip
        known |= {str(len(claims)), str(len(rows)), *self._apart(claims)}
        for one in self.page.all(".//p[starts-with(normalize-space(.),'How:')]", box):
            self._how(one, claims, rows)
        for one in self.page.all(path, box):
            nodes = [n for n in self.a.own(one) if n.key not in self.a.kinds]
            told = [m.rstrip(",") for n in nodes for m in NUMBER.findall(said.sub("", n.text))]
            for n in nodes:
                self.a.kinds.setdefault(n.key, "verdict")
            odd = [m for m in told if m not in known]
            self.a.check(not odd, f"verdict '{words(one)[:90]}' has {odd}, known are {known}")

    def _how(self, line: Any, claims: list[Claim], rows: list[dict[str, str]]) -> None:
        """How a verdict came about, number by number in its order; no other may stand there."""
        said = words(line).removeprefix("How: ")
        if said.startswith("dates of"):
            rulers = [r for r in rows if r["office"].startswith("head of")]
            time = claims[0].period
            ends = [day(d) for d in (time.start, time.end) if d] if time else []
            ways = [[len(rulers or rows), *ends]]
        else:
            ways = [self._compared([*claims][::step]) for step in (1, -1)]
        got = [n.rstrip(",") for n in NUMBER.findall(said)]
        told = [[n.rstrip(",") for w in way for n in NUMBER.findall(str(w))] for way in ways]
        self.a.numbers(line, ways[told.index(got) if got in told else 0], "verdict")

    def _compared(self, claims: list[Claim]) -> list[object]:
        """Each amount beside its words, how far apart they are, and how near is one number."""
        values = [c.amount.value for c in claims if c.amount]
        shown = [w for c in claims if c.amount for w in (f"{c.amount.value:,.10g}", c.quote)]
        most = max(map(abs, values), default=0.0) or 1.0
        apart = 100 * (max(values, default=0.0) - min(values, default=0.0)) / most
        return [*shown, f"{apart:.1f}", 2]  # two in a hundred: docs/theory/audit.md

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


def straight(text: str) -> str:
    """With straight marks of quotation and dates by their digits alone."""
    return re.sub(r"[“”\"'’]", "", text)


def plainly(code: str) -> str:
    """A code as words."""
    return re.sub("[-_]", " ", code).lower()


def voiced(some: Iterable[Attribution]) -> str:
    return "; ".join(f"{a.name or a.text} ({a.cue})" for a in some)
