"""A finished page read back: its numbers, one by one, and how each was accounted for."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
NONE = "none we found"
Ids = Iterable[str]


# The page's ways to say a value, written anew


def dec(value: float) -> str:
    size = abs(value)
    told = f"{value:,.0f}" if size >= 100 else f"{value:.3g}" if size >= 10 else f"{value:.2g}"
    return told.replace("-", "−")


def pct(value: float) -> str:
    return f"{100 * value:.0f}%"


def count(n: int, noun: str, many: str = "") -> str:
    return f"{n:,} {noun if n == 1 else many or noun + 's'}"


def chance(p: float) -> str:
    return "below 0.01" if p < 0.01 else "above 0.99" if p > 0.99 else f"{p:.2f}"


def length(years: float) -> str:
    return f"{years:.3g} years" if years >= 2 else count(max(1, round(12 * years)), "month")


def day(d: dt.date) -> str:
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def span(start: dt.date | None, end: dt.date | None) -> str:
    if start is None:
        return f"before {day(end)}" if end else "not dated in the text"
    if end is None:
        return f"from {day(start)}"
    last = max(start, end - dt.timedelta(days=1))
    if start.day == end.day == 1 and end > start:
        if start.month == end.month == 1:
            a, b = str(start.year), str(last.year)
        else:
            a, b = (f"{MONTHS[d.month - 1]} {d.year}" for d in (start, last))
    elif last > start and start.year == last.year:
        a = str(start.day) if start.month == last.month else day(start).rsplit(" ", 1)[0]
        b = day(last)
    else:
        a, b = day(start), day(last)
    return a if a == b else f"{a}–{b}"


def few(parts: Sequence[str], most: int, noun: str) -> list[str]:
    rest = len(parts) - most
    return [*parts[:most], count(rest, noun)] if rest > 0 else list(parts)


def join(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def short(text: str, limit: int = 24) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def squeeze(text: str) -> str:
    return " ".join(text.split())


# The page


@dataclass(eq=False)
class Node:
    """One text node that bears a digit: an element's text, or what follows it."""

    element: Any
    tail: bool

    @property
    def text(self) -> str:
        return str((self.element.tail if self.tail else self.element.text) or "")

    @text.setter
    def text(self, value: str) -> None:
        setattr(self.element, "tail" if self.tail else "text", value)

    @property
    def home(self) -> Any:
        return self.element.getparent() if self.tail else self.element

    @property
    def key(self) -> tuple[Any, bool]:
        return self.element, self.tail

    @property
    def section(self) -> str:
        for one in (self.home, *self.home.iterancestors()):
            if one.tag == "section":
                return str(one.get("id"))
        return "header" if any(a.tag == "header" for a in self.home.iterancestors()) else "footer"

    @property
    def kind(self) -> tuple[str, ...]:
        """Where it stands: alike for numbers of one column or one list."""
        above = [self.home, *self.home.iterancestors()]
        path = [f"{a.tag}.{a.get('class', '').split(' ')[0]}" for a in above[:5]]
        return (self.section, *path)


class Page:
    """A page as a tree, with every text node that bears a digit."""

    def __init__(self, text: str) -> None:
        self._reports: list[str] | None = None
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        self.root = html.document_fromstring(text.encode(), parser=parser)
        for out in self.root.xpath("//style|//script|//head/title"):
            out.drop_tree()
        for comment in self.root.xpath("//comment()"):
            comment.drop_tree()

    def nodes(self) -> list[Node]:
        made = []
        for element in self.root.iter():
            if not isinstance(element.tag, str):
                continue
            for tail in (False, True):
                node = Node(element, tail)
                if re.search(r"\d", node.text):
                    made.append(node)
        return made

    def labels(self, within: str = "") -> list[Any]:
        """Elements whose words for a reader of a screen bear a digit."""
        found = self.all(f"{within}//*[@aria-label]")
        return [e for e in found if re.search(r"\d", e.get("aria-label"))]

    def one(self, path: str, within: Any = None) -> Any | None:
        found = self.all(path, within)
        return found[0] if found else None

    def all(self, path: str, within: Any = None) -> list[Any]:
        return list((self.root if within is None else within).xpath(path))

    def reports(self) -> list[str]:
        """Anchors of the rows of evidence, in their order."""
        if self._reports is None:
            rows = self.all("//div[contains(concat(' ',@class,' '),' ev ')]")
            self._reports = [str(row.get("id")) for row in rows]
        return self._reports

    def section(self, name: str) -> Any:
        found = self.one(f"//section[@id='{name}']")
        assert found is not None, name
        return found


def drawn_as(text: Any) -> str:
    """Whether words of a figure are of a mark, of a title or of a scale.

    Words beside marks are hidden from readers of a screen, whom the marks' own labels tell them;
    titles have a label; the words of a scale have neither.
    """
    group = text.getparent()
    if group.get("aria-hidden") == "true":
        return "mark"
    return "title" if group.get("aria-label") else "scale"


@dataclass
class Account:
    """How every number was accounted for, and what does not agree."""

    page: Page
    kinds: dict[tuple[Any, bool], str] = field(default_factory=dict)
    spoken: set[Any] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def own(self, element: Any, skip: Iterable[str] = ("refs",)) -> list[Node]:
        """Text nodes of an element without those of links to evidence and of folded parts."""
        skips = set(skip)
        made: list[Node] = []

        def walk(one: Any, top: bool) -> None:
            classes = set((one.get("class") or "").split())
            if not top and classes & skips:
                return
            made.append(Node(one, False))
            for child in one:
                if isinstance(child.tag, str):
                    walk(child, False)
                made.append(Node(child, True))

        walk(element, True)
        return [n for n in made if n.text]

    def say(self, element: Any, want: str | None, kind: str = "recounted",
            skip: Iterable[str] = ("refs",)) -> None:  # fmt: skip
        """Hold the words of an element against what they should be."""
        nodes = self.own(element, skip)
        got = squeeze("".join(n.text for n in nodes))
        for n in nodes:
            self.kinds.setdefault(n.key, kind)
        if want is None or squeeze(want) != got:
            self.wrong.append(f"{_where(element)}: '{got[:160]}' is not '{(want or '')[:160]}'")

    def numbers(self, element: Any, want: Sequence[object], kind: str = "recounted",
                skip: Iterable[str] = ("refs",)) -> None:  # fmt: skip
        """Hold the numbers of an element, in their order, against what they should be."""
        nodes = self.own(element, skip)
        got = NUMBER.findall(" ".join(n.text for n in nodes))
        got = [g.rstrip(",") for g in got]
        for n in nodes:
            self.kinds.setdefault(n.key, kind)
        told = [g for w in want for g in NUMBER.findall(str(w))]
        if got != told:
            words = squeeze("".join(n.text for n in nodes))
            self.wrong.append(f"{_where(element)}: {got} is not {told} in '{words[:160]}'")

    def bag(self, elements: Iterable[Any], want: Iterable[str], kind: str = "recounted") -> None:
        """Hold texts against what they should be, in any order; only those with digits."""
        found: Counter[str] = Counter()
        for element in elements:
            text = squeeze(element.text_content())
            if re.search(r"\d", text):
                found[text] += 1
                for n in self.own(element, ()):
                    self.kinds.setdefault(n.key, kind)
        told = Counter(squeeze(w) for w in want if re.search(r"\d", w))
        if found != told:
            self.wrong.append(f"figure: {found - told} is not {told - found}")

    def label(self, element: Any, want: str | None) -> None:
        """Hold the words for a reader of a screen against what they should be."""
        self.spoken.add(element)
        got = squeeze(element.get("aria-label"))
        if want is None or got != squeeze(want):
            self.wrong.append(f"label '{got[:160]}' is not '{(want or '')[:160]}'")

    def labels(self, name: str, want: Iterable[str]) -> None:
        """Hold the labels of a figure's marks, in any order, against what they should be."""
        marks = [e for e in self.page.labels(f"//*[@id='fig-{name}']")
                 if not e.get("aria-label").startswith("Title text")]  # fmt: skip
        self.spoken.update(marks)
        found = Counter(squeeze(e.get("aria-label")) for e in marks)
        told = Counter(squeeze(w) for w in want)
        if found != told:
            self.wrong.append(f"labels of {name}: {found - told} is not {told - found}")

    def unspoken(self) -> list[Any]:
        return [e for e in self.page.labels() if e not in self.spoken]

    def check(self, holds: object, words: str) -> None:
        if not holds:
            self.wrong.append(words)

    def links(self, element: Any, anchors: frozenset[str] | set[str], words: str = "") -> None:
        """Hold what an element leads to against the evidence that it should have."""
        linked = element.xpath(".//a[starts-with(@href,'#')]")
        got = {anchor for a in linked for anchor in self.rows_of(a)}
        if got != set(anchors):
            more, less = got - set(anchors), set(anchors) - got
            self.wrong.append(f"{_where(element)} {words}: links to {more}, not to {less}")

    def rows_of(self, link: Any) -> list[str]:
        """Anchors of the rows that a link names: one, or all from the first to the last."""
        goal, said = link.get("href", "")[1:], words(link)
        if not re.fullmatch(r"\d+–\d+", said):
            return [goal]
        first, last = map(int, said.split("–"))
        rows = self.page.reports()
        self.check(rows.index(goal) == first - 1, f"link {said} to {goal}")
        return rows[first - 1 : last]

    def left(self) -> list[Node]:
        return [n for n in self.page.nodes() if n.key not in self.kinds]


def _where(element: Any) -> str:
    section = next((a.get("id") for a in element.iterancestors("section")), "page")
    row = next((a for a in (element, *element.iterancestors()) if a.tag in ("tr", "li")), element)
    head = squeeze(etree.tostring(row, method="text", encoding="unicode"))[:60]
    return f"[{section}] {head}"


def table(element: Any) -> list[dict[str, Any]]:
    """Rows of a table by the heads of its columns, with cells that span several in each."""
    heads = [squeeze(h.text_content()) for h in element.xpath("./thead/tr/th")]
    rows: list[dict[str, Any]] = []
    held: dict[int, tuple[Any, int]] = {}
    for tr in element.xpath("./tbody/tr"):
        row, column = {}, 0
        cells = list(tr.xpath("./th|./td"))
        while cells or column in held:
            if column in held:
                cell, more = held.pop(column)
            else:
                cell = cells.pop(0)
                more = int(cell.get("rowspan", 1))
            if more > 1:
                held[column] = (cell, more - 1)
            for _ in range(int(cell.get("colspan", 1))):
                if column < len(heads):
                    row.setdefault(heads[column], cell)
                column += 1
        rows.append(row)
    return rows


def words(cell: Any) -> str:
    return squeeze(cell.text_content())
