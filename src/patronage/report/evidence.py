"""Evidence rows: every event once, numbered, by text and sentence, with its words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from patronage.records import Document, Event, Span
from patronage.report.wording import HOLLOW, actor_names, label, period, plain, plural, signed
from patronage.results import Brief, RegisterRow, Verdict

__all__ = ["Index", "Paper", "Piece", "Ref", "Refs", "Row", "Sentence", "bounds", "pieces"]

_WIDEST = 1_500  # characters of one sentence shown, so that one bad text cannot fill the page
_ALONE = 12  # reports that have a box of their own in a list, the first of them
_REACH = 400  # how far to look for the beginning and the end of the sentence around a quote
_STOP = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+|\n+")


class Ref(NamedTuple):
    """A numbered evidence row and the anchor that leads to it.

    ``kind`` is empty for a report, ``R`` for a register's row and ``C`` for a claim.
    """

    number: int
    anchor: str
    kind: str = ""


class Box(NamedTuple):
    """A link to a row, or to the first of some that follow each other."""

    words: str
    anchor: str
    rows: int


def _words(run: list[Ref]) -> str:
    first = f"{run[0].kind}{run[0].number}"
    return f"{first}–{run[-1].number}" if len(run) > 1 else first


class Refs(NamedTuple):
    """The rows behind a number; ``missing`` counts evidence that the brief does not hold."""

    rows: tuple[Ref, ...]
    missing: int = 0

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The rows as boxes; rows that follow each other share one.

        Reports do so only past the first dozen, where the boxes are folded away.

        >>> Refs((Ref(1, "e-1"), Ref(2, "e-2"), Ref(4, "r4", "R"), Ref(5, "r5", "R"))).boxes[1:]
        (Box(words='2', anchor='e-2', rows=1), Box(words='R4–5', anchor='r4', rows=2))
        """
        runs: list[list[Ref]] = []
        for ref in self.rows:
            last = runs[-1][-1] if runs else None
            follows = last and (ref.kind, ref.number) == (last.kind, last.number + 1)
            if follows and (ref.kind or len(runs) > _ALONE):
                runs[-1].append(ref)
            else:
                runs.append([ref])
        return tuple(Box(_words(run), run[0].anchor, len(run)) for run in runs)

    @property
    def said(self) -> str:
        """How many there are of each kind.

        >>> Refs((Ref(1, "e-1"), Ref(4, "r4", "R"), Ref(5, "r5", "R"))).said
        '1 report, 2 register rows'
        """
        kinds = [r.kind for r in self.rows]
        told = [
            plural(count, noun)
            for count, noun in (
                (kinds.count("") + self.missing, "report"), (kinds.count("C"), "claim"),
                (kinds.count("R"), "register row"),
            )
            if count
        ]  # fmt: skip
        return ", ".join(told)


class Piece(NamedTuple):
    """A stretch of text, what it is, and the rows whose trigger ends here.

    ``trigger`` holds the polarity of a trigger, empty where it has none, or None; ``quoted`` is
    False for the words around.
    """

    text: str
    quoted: bool = True
    actor: bool = False
    trigger: str | None = None
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One event as shown: who to whom, and the coding fields as chips of (name, value).

    ``judges`` names the readers who corrected it.
    """

    id: str
    ref: Ref
    who: str
    to: str
    polarity: str
    hollow: bool
    chips: tuple[tuple[str, str], ...]
    voices: str
    score: str
    judges: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words marked, and the events coded from it."""

    number: int
    headline: bool
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A text with the sentences that gave evidence; ``document`` is None where it is not held."""

    id: str
    document: Document | None
    sentences: tuple[Sentence, ...]
    count: int


class Index:
    """Numbers the events of a brief in reading order and gives each its anchor.

    ``rows`` are the rows of registers by id, ``alone`` the verdicts on a single claim by its id.
    """

    def __init__(self, brief: Brief) -> None:
        place = {d.id: i for i, d in enumerate(brief.documents)}
        unknown = len(place)
        self.brief = brief
        self.documents = {d.id: d for d in brief.documents}
        self.events = sorted(
            {e.id: e for e in brief.events}.values(),
            key=lambda e: (place.get(e.document, unknown), e.document, e.sentence, e.trigger),
        )
        self.by_id = {e.id: e for e in self.events}
        self._refs = dict(_anchors((e.id for e in self.events), "e"))
        self._claims = dict(_anchors((c.id for c in brief.claims), "c"))
        self.rows = {row.id: row for row in brief.rows}
        self.registers = _by_register(self.rows.values())
        numbered = enumerate((row for _, rows in self.registers for row in rows), 1)
        self._rows = {row.id: Ref(number, f"r{number}", "R") for number, row in numbered}
        self.alone: dict[str, list[Verdict]] = {}
        for verdict in brief.verdicts:
            if len(verdict.claims) == 1:
                self.alone.setdefault(verdict.claims[0], []).append(verdict)

    def of(self, ids: Iterable[str]) -> Refs:
        """Rows of some event ids, in the order of the evidence, each once."""
        wanted = dict.fromkeys(ids)
        found = [ref for id in wanted if (ref := self._ref(id)) is not None]
        found.sort(key=lambda ref: (ref.kind, ref.number))
        return Refs(tuple(found), len(wanted) - len(found))

    def holds(self, ids: Iterable[str]) -> bool:
        """Whether the brief holds one of some events."""
        return any(id in self._refs for id in ids)

    def _ref(self, id: str) -> Ref | None:
        """An event's row, else a claim's, else a register's."""
        if id in self._refs:
            return self._refs[id]
        if id in self._claims:
            return self._claims[id]._replace(kind="C")
        return self._rows.get(id)

    def claim(self, id: str) -> Ref | None:
        """The row of a claim, or None where the brief does not hold it."""
        return self._claims.get(id)

    def href(self, ids: Iterable[str]) -> str | None:
        """The link to the first row of some evidence, for a mark in a figure."""
        rows = self.of(ids).rows
        return f"#{rows[0].anchor}" if rows else None

    def papers(self) -> Iterator[Paper]:
        """Every text that gave evidence, in the order of the brief."""
        groups: dict[str, dict[int, list[Event]]] = {}
        for event in self.events:
            groups.setdefault(event.document, {}).setdefault(event.sentence, []).append(event)
        for id, sentences in groups.items():
            document = self.documents.get(id)
            made = tuple(self._sentence(document, n, found) for n, found in sentences.items())
            yield Paper(id, document, made, sum(len(s.rows) for s in made))

    def _sentence(self, document: Document | None, number: int, events: list[Event]) -> Sentence:
        marks: list[tuple[Span, str]] = []
        ends: dict[int, tuple[Ref, ...]] = {}
        for event in events:
            marks += [(event.span, "q"), (event.trigger, f"t {event.polarity or ''}".strip())]
            marks += [(a.span, "a") for a in (*event.actor, *event.recipient)]
            if len(events) > 1:
                ends[event.trigger.end] = (*ends.get(event.trigger.end, ()), self._refs[event.id])
        sound = document is not None and all(e.span.of(document.text) == e.quote for e in events)
        if document is None or not sound:
            # The words no longer stand where the coding says: show the quotes, mark nothing.
            shown = tuple(Piece(q) for q in dict.fromkeys(e.quote for e in events))
        else:
            shown = pieces(document.text, marks, ends)
        rows = tuple(self._row(e) for e in events)
        return Sentence(number, any(e.headline for e in events), shown, rows)

    def _row(self, event: Event) -> Row:
        brief = self.brief
        return Row(
            id=event.id,
            ref=self._refs[event.id],
            who=actor_names(brief, event.actor) or "not named",
            to=actor_names(brief, event.recipient),
            polarity=event.polarity or "",
            hollow=event.status in HOLLOW,
            chips=tuple(_chips(brief, event)),
            voices=_voices(event),
            score=f"{event.coder_score:.2f}",
            judges=event.coder.partition("+judged by ")[2],
        )


def _by_register(rows: Iterable[RegisterRow]) -> list[tuple[str, list[RegisterRow]]]:
    """Rows by register, in an order in which those of one pair and measure follow each other."""

    def place(row: RegisterRow) -> tuple[list[str], str, int]:
        years, _, told = row.text.partition(": ")
        return told.split(", ")[:2], years, row.row

    found: dict[str, list[RegisterRow]] = {}
    for row in rows:
        found.setdefault(row.register, []).append(row)
    return [(name, sorted(some, key=place)) for name, some in sorted(found.items())]


def _anchors(ids: Iterable[str], prefix: str) -> Iterator[tuple[str, Ref]]:
    """Anchors that outlive a change of numbering: the first digits of the id, where unique."""
    taken: set[str] = set()
    for number, id in enumerate(ids, 1):
        sound = len(id) >= 8 and id[:8].isascii() and id[:8].isalnum()
        anchor = f"{prefix}-{id[:8]}" if sound else f"{prefix}-n{number}"
        if anchor in taken:
            anchor = f"{prefix}-n{number}"
        taken.add(anchor)
        yield id, Ref(number, anchor)


def _chips(brief: Brief, event: Event) -> Iterator[tuple[str, str]]:
    yield "", plain(event.type) + (f" / {label(event.mode)}" if event.mode else "")
    if event.instrument:
        yield "instrument", label(event.instrument)
    # These two need no name: the key above the rows has their words.
    yield "", ", ".join(label(x) for x in (event.polarity, event.status) if x)
    for amount in event.amount:
        yield "amount told", amount.text
    if event.beneficiary:
        yield "for the benefit of", actor_names(brief, event.beneficiary)
    if event.against:
        yield "against", actor_names(brief, event.against)
    if event.in_return_for:
        yield "in return for", ", ".join(label(r) for r in event.in_return_for)
    if event.context:
        yield "context", ", ".join(label(c) for c in event.context)
    if event.time is not None:
        resolved = event.time.start or event.time.end
        told = period(event.time.start, event.time.end) if resolved else event.time.text
        yield "when" if resolved else "when (unresolved)", told
    if event.intensity is not None:
        yield "intensity", signed(event.intensity, "+.1f")


def _voices(event: Event) -> str:
    return "; ".join(f"{a.name or a.text} ({a.cue})" for a in event.attribution)


def pieces(
    text: str, marks: list[tuple[Span, str]], ends: dict[int, tuple[Ref, ...]] | None = None
) -> tuple[Piece, ...]:
    """Cut the sentence around some marked spans into stretches that carry the same marks.

    ``ends`` are rows to be named at the point where their trigger ends. A sentence longer than
    1,500 characters is cut, and the cut is said.
    """
    stops = ends or {}
    low, high = bounds(text, marks)
    cut = max(0, high - low - _WIDEST)
    high -= cut
    inside = [(Span(max(s, low), min(e, high)), css) for (s, e), css in marks if e > s]
    edges = {low, high, *(p for p in stops if low < p <= high)}
    edges.update(point for span, _ in inside if span.start < span.end for point in span)
    points = sorted(edges)
    made = []
    for start, end in pairwise(points):
        on = [css for span, css in inside if span.start <= start and end <= span.end]
        triggers = [css for css in on if css[0] == "t"]
        made.append(
            Piece(
                text[start:end], "q" in on, "a" in on, triggers[0][2:] if triggers else None,
                stops.get(end, ()),
            )
        )  # fmt: skip
    if cut:
        made.append(Piece(f" … ({cut:,} characters not shown)", quoted=False))
    return tuple(made)


def bounds(text: str, marks: list[tuple[Span, str]]) -> tuple[int, int]:
    """Where the sentence around the quotes begins and ends, looking no further than 400 places."""
    quotes = [span for span, css in marks if css == "q"] or [span for span, _ in marks]
    first, last = min(s.start for s in quotes), max(s.end for s in quotes)
    reach = max(0, first - _REACH)
    before = [m.end() for m in _STOP.finditer(text, reach, first)]
    low = before[-1] if before else (0 if reach == 0 else first)
    if text[last - 1 : last] in {".", "!", "?", "…", "”", '"', "\n"}:
        return low, last
    after = _STOP.search(text, last, last + _REACH)
    end_of_text = len(text) if len(text) <= last + _REACH else last
    return low, after.start() if after else end_of_text
