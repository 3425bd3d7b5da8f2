"""Sentences with their true events, parsed, so that each field can be told with the rest given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.coding.corpus_format import read_all
from benchmarks.coding.readings import Mention as Marked
from benchmarks.coding.readings import ReadEvent
from benchmarks.coding.rounds import files
from benchmarks.coding.score_events import Reference
from benchmarks.coding.systems import Unit
from benchmarks.coding.training import head

from patronage.actors import Cast, Mention, gazetteer
from patronage.coding import amounts, sentences, times
from patronage.coding.candidates import Candidate, find
from patronage.coding.lexicon import Lexicon
from patronage.coding.model.learned import made
from patronage.coding.parse import Parser
from patronage.coding.standins import reading
from patronage.coding.tree import Tree
from patronage.records import Amount, Span, Time

__all__ = ["Case", "cases", "training"]


@dataclass(frozen=True, slots=True)
class Case:
    """A parsed sentence of a unit and the events whose trigger stands in it.

    ``candidates`` are those of ``events``, one each, made of the true trigger and type.
    """

    unit: Unit
    span: Span
    headline: bool
    tree: Tree
    events: Sequence[ReadEvent]
    candidates: Sequence[Candidate]
    amounts: Sequence[Amount]
    times: Sequence[Time]

    def mentions(self, marked: Sequence[Marked]) -> list[Mention]:
        """The mentions that stand where marked ones do."""
        return [
            m
            for m in self.tree.mentions
            if any(a.span[0] < m.span.end and m.span.start < a.span[1] for a in marked)
        ]


def cases(reference: Reference) -> list[Case]:
    """Every sentence of a reference that holds a true event, in order."""
    prepared = [
        (unit, span, here, cast.in_sentence(i), headline)
        for unit, wanted in zip(reference.units, reference.wanted, strict=True)
        if wanted
        for i, span, here, cast, headline in _sentences(unit, wanted)
    ]
    texts = [
        reading(span.of(unit.text), span.start, own, headline=headline)
        for unit, span, _, own, headline in prepared
    ]
    docs = Parser().parse(read.text for read in texts)
    lexicon = Lexicon.default()
    found = []
    for (unit, span, here, own, headline), read, doc in zip(prepared, texts, docs, strict=True):
        tree = Tree(doc, read, own)
        ruled = find(tree, lexicon)
        triggers = [head(tree, e.trigger) or doc[0] for e in here]
        told = [made(tree, t, e.type, ruled) for t, e in zip(triggers, here, strict=True)]
        words = span.of(unit.text)
        found.append(
            Case(
                unit, span, headline, tree, here, told,
                amounts.find(words, span.start), times.find(words, unit.published, span.start),
            )
        )  # fmt: skip
    return found


def training() -> Reference:
    """The rounds that are not held out; blocks with a fault, in a round half written, left out."""
    blocks, wrong = read_all(files(held=False))
    bad = {(fault.file, fault.line) for fault in wrong if not fault.warning}
    kept = [b for b in blocks if not any((b.file, b.line + i) in bad for i in range(12))]
    units = [
        Unit(b.id, b.id, b.text, b.start, b.end, b.published, b.text if b.headline else None)
        for b in kept
    ]
    events = [list(b.events) for b in kept]
    return Reference("training", "the writers' marks", units, events, events, {})


def _sentences(
    unit: Unit, wanted: Sequence[ReadEvent]
) -> Iterator[tuple[int, Span, list[ReadEvent], Cast, bool]]:
    """The sentences of a unit that hold an event: number, place, events, who is named."""
    spans = sentences.split(unit.text, unit.title)
    cast = Cast(gazetteer(), unit.text, spans, unit.published)
    for i, span in enumerate(spans):
        here = [e for e in wanted if span.start <= e.trigger[0] < span.end]
        if here:
            title = unit.title is not None and span.end <= len(unit.title)
            yield i, span, here, cast, title
