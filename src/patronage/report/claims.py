"""Claims as the page shows them: each sentence once, with the claims that it makes under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from patronage.records import Claim, Document, Span
from patronage.report.evidence import Index, Piece, Ref, Refs, bounds, pieces
from patronage.report.wording import actor_names, day, label, period, short
from patronage.results import Brief, RegisterRow, Verdict

__all__ = [
    "Apart",
    "Claimed",
    "Found",
    "Group",
    "Reason",
    "Said",
    "Test",
    "apart",
    "groups",
    "reasons",
    "tests",
    "unchecked",
]

_HEADLINES, _FIGURES, _TERMS, _TRENDS = range(4)
_NAMES = ("In headlines", "Figures and counts", "Terms and dates", "Trends and causes")
_KINDS = {"figure": _FIGURES, "count": _FIGURES, "date": _TERMS, "term": _TERMS}
# Sentences that stand open where there are more than a reader takes in: those of which something
# was found; where nothing was, the first few, but of trends and causes, which are many and can
# seldom be checked, none.
_OPEN = 12
_OPEN_TRENDS = 6
_BARE = 4
_QUIET = "not checkable here"  # the audit's word for no finding


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict with what it rests on: reports of this page, and rows of registers.

    ``quiet`` marks one that says only that nothing here could check.
    """

    verdict: Verdict
    refs: Refs
    rows: tuple[RegisterRow, ...]
    unheld: int

    @property
    def quiet(self) -> bool:
        """Whether it is no finding."""
        return self.verdict.kind == _QUIET


@dataclass(frozen=True, slots=True)
class Test:
    """A headline that tells a trend and a cause, and what the registers say of their order."""

    anchor: str
    words: str
    claim: Ref | None
    found: Found


@dataclass(frozen=True, slots=True)
class Apart:
    """A verdict on several claims together: a box with the claims that it speaks of."""

    anchor: str
    verdict: Verdict
    claims: tuple[Ref, ...]
    found: Found


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim as a line: kind, facts as (name, value), whose word, and what the evidence says.

    ``boxes`` are the verdicts on this and other claims together, which stand apart; ``source`` is
    its text's, where the sentence stands in several.
    """

    ref: Ref
    kind: str
    facts: tuple[tuple[str, str], ...]
    voice: str
    verdicts: tuple[Found, ...]
    boxes: tuple[tuple[str, str], ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and its claims; ``source`` is empty where there is only one text, or several."""

    headline: bool
    pieces: tuple[Piece, ...]
    source: str
    claims: tuple[Claimed, ...]

    @property
    def found(self) -> bool:
        """Whether anything was found about one of the claims."""
        return any(c.boxes or not all(f.quiet for f in c.verdicts) for c in self.claims)


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of one kind of claim, those that stand open and those that are folded."""

    name: str
    shown: tuple[Said, ...]
    folded: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why claims could not be checked here, and how many."""

    anchor: str
    number: int
    sentence: str
    count: int


def reasons(index: Index) -> dict[str, Reason]:
    """Each reason once, by its sentence, the most frequent first."""
    quiet = [v.sentence for found in index.alone.values() for v in found if v.kind == _QUIET]
    ranked = sorted(Counter(quiet).items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        sentence: Reason(f"q-{number}", number, sentence, count)
        for number, (sentence, count) in enumerate(ranked, 1)
    }


def apart(brief: Brief, index: Index) -> list[Apart]:
    """Verdicts on several claims together, collisions first."""
    found = [v for v in brief.verdicts if len(v.claims) != 1]
    found.sort(key=lambda v: v.kind != "collision")
    return [
        Apart(
            f"v-{number}", v, tuple(r for r in map(index.claim, v.claims) if r is not None),
            _found(index, v),
        )
        for number, v in enumerate(found, 1)
    ]  # fmt: skip


def _found(index: Index, verdict: Verdict) -> Found:
    """A verdict with its evidence sorted into reports and rows of registers."""
    known = index.rows
    rows = tuple(known[id] for id in dict.fromkeys(verdict.evidence) if id in known)
    if not verdict.checks:
        return Found(verdict, index.of(i for i in verdict.evidence if i not in known), rows, 0)
    return Found(verdict, Refs(()), rows, len(set(verdict.evidence)) - len(rows))


def tests(brief: Brief, index: Index) -> list[Test]:
    """Headlines of which breaks were found: one test for each, in the order of the texts."""
    found: dict[str, Test] = {}
    for claim in {c.id: c for c in brief.claims}.values():
        if not claim.headline or claim.kind != "cause":
            continue
        words, ref = " ".join(claim.quote.split()), index.claim(claim.id)
        for verdict in index.alone.get(claim.id, ()):
            if verdict.breaks:
                anchor = f"t-{len(found) + 1}"
                found.setdefault(words, Test(anchor, words, ref, _found(index, verdict)))
    return list(found.values())


def unchecked(brief: Brief) -> int:
    """How many claims have no verdict, or none but that nothing here can check them."""
    judged = {id for v in brief.verdicts for id in v.claims if v.kind != _QUIET}
    return sum(c.id not in judged for c in brief.claims)


def groups(brief: Brief, index: Index) -> list[Group]:
    """Every claim in its sentence: headlines, figures, terms, then trends and causes."""
    kinds: dict[int, dict[object, Said]] = {place: {} for place in range(len(_NAMES))}
    boxes = apart(brief, index)
    tested = {t.found.verdict: t.anchor for t in tests(brief, index)}
    for claims in _sentences(brief, index):
        place = min(_KINDS.get(c.kind, _TRENDS) for c in claims)
        if any(c.headline for c in claims):
            place = _HEADLINES
        made = _said(brief, index, claims, boxes, tested)
        # What several texts print alike is shown once, with the claims of each.
        alike = tuple(p._replace(refs=()) for p in made.pieces)
        before = kinds[place].get(alike)
        kinds[place][alike] = _with_reprint(before, made) if before else made
    return [_group(place, [*found.values()]) for place, found in kinds.items() if found]


def _with_reprint(one: Said, other: Said) -> Said:
    """A sentence with the claims of another text that has it too; each keeps its source."""
    if one.source == other.source:
        return replace(one, claims=(*one.claims, *other.claims))
    claims = (
        replace(c, source=c.source or said.source) for said in (one, other) for c in said.claims
    )
    return replace(one, source="", claims=tuple(claims))


def _group(place: int, found: list[Said]) -> Group:
    if len(found) <= (_OPEN_TRENDS if place == _TRENDS else _OPEN + 2):
        return Group(_NAMES[place], tuple(found), ())
    kept = [s for s in found if s.found][:_OPEN]
    if not kept and place != _TRENDS:
        kept = found[:_BARE]
    return Group(_NAMES[place], tuple(kept), tuple(s for s in found if s not in kept))


def _sentences(brief: Brief, index: Index) -> Iterator[list[Claim]]:
    """Claims of one sentence together, by the stretch of text around their quotes.

    The claims' own spans differ within a sentence (a trend may be half of it).
    """
    by_text: dict[str, list[tuple[int, int, Claim]]] = {}
    for claim in {c.id: c for c in brief.claims}.values():
        document = index.documents.get(claim.document)
        low, high = claim.span
        if document is not None and _stands(claim, document):
            low, high = bounds(document.text, [(claim.span, "q")])
        by_text.setdefault(claim.document, []).append((low, high, claim))
    for placed in by_text.values():
        together: list[Claim] = []
        reach = 0
        for low, high, claim in sorted(placed, key=lambda p: p[:2]):
            if together and low >= reach:
                yield together
                together = []
            reach = max(high, reach) if together else high
            together.append(claim)
        yield together


def _stands(claim: Claim, document: Document) -> bool:
    return claim.span.of(document.text) == claim.quote


def _said(
    brief: Brief, index: Index, claims: list[Claim], boxes: list[Apart], tested: dict[Verdict, str]
) -> Said:
    document = index.documents.get(claims[0].document)
    made = [c for c in (_claimed(brief, index, claim, boxes, tested) for claim in claims) if c]
    made.sort(key=lambda c: c.ref)
    source = _source(document) if len(brief.documents) > 1 else ""
    return Said(
        any(c.headline for c in claims), _pieces(claims, document, index), source, tuple(made)
    )


def _claimed(
    brief: Brief, index: Index, claim: Claim, boxes: list[Apart], tested: dict[Verdict, str]
) -> Claimed | None:
    ref = index.claim(claim.id)
    if ref is None:
        return None
    alone = index.alone.get(claim.id, [])
    return Claimed(
        ref, claim.kind, tuple(_facts(brief, claim)),
        "; ".join(f"{a.name or a.text} ({a.cue})" for a in claim.attribution),
        tuple(_found(index, v) for v in alone if v not in tested),
        (
            *((f"{v.kind}, tested above", anchor) for v, anchor in tested.items() if v in alone),
            *((b.verdict.kind, b.anchor) for b in boxes if ref in b.claims),
        ),
    )  # fmt: skip


def _source(document: Document | None) -> str:
    if document is None:
        return "a text that this page does not hold"
    name = document.publisher or document.title or document.id
    date = f", {day(document.published)}" if document.published else ""
    return short(name, 60) + date


def _pieces(claims: list[Claim], document: Document | None, index: Index) -> tuple[Piece, ...]:
    """The sentence with its quotes and figures marked, each figure with its claim's number."""
    if document is None or not all(_stands(c, document) for c in claims):
        return tuple(Piece(q) for q in dict.fromkeys(c.quote for c in claims))
    marks: list[tuple[Span, str]] = []
    ends: dict[int, tuple[Ref, ...]] = {}
    for claim in claims:
        marks.append((claim.span, "q"))
        ref = index.claim(claim.id)
        if claim.amount is not None:
            marks.append((claim.amount.span, "t"))
            if ref is not None and len(claims) > 1:
                end = claim.amount.span.end
                ends[end] = (*ends.get(end, ()), ref)
    return pieces(document.text, marks, ends)


def _facts(brief: Brief, claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.amount is not None:
        yield "", claim.amount.text
    if claim.measure and claim.measure != claim.kind:
        # A term measures itself; which end of it is told stands alone.
        yield "" if claim.kind == "term" else "measures", label(claim.measure)
    if claim.direction:
        yield "direction", claim.direction
    if claim.subject:
        yield "about", actor_names(brief, claim.subject)
    if claim.period is not None:
        resolved = claim.period.start or claim.period.end
        times = period(claim.period.start, claim.period.end) if resolved else claim.period.text
        yield "time" if resolved else "time (unresolved)", times
    if claim.cause:
        yield "said cause", claim.cause
