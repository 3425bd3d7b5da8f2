"""From a document to its events and claims: gate, parse, candidates, roles, fields.

Only sentences that name an actor and hold a trigger word are parsed; the others cost a look-up a
word. A sentence on which a rule fails becomes a Problem and the document goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from patronage import __version__, codebook
from patronage.actors import Cast, Gazetteer
from patronage.actors import gazetteer as shipped
from patronage.coding import amounts, sentences, times
from patronage.coding.assemble import Assembler, Parsed, Sentence, claims_of
from patronage.coding.candidates import find
from patronage.coding.claims import checkable
from patronage.coding.discourse import REACH
from patronage.coding.lexicon import Lexicon
from patronage.coding.parse import DEFAULT, Parser
from patronage.coding.standins import Reading, reading
from patronage.coding.tree import Tree
from patronage.records import Claim, Coding, Document, Event, Problem, Span

__all__ = ["Coder", "coder_name"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TOGETHER = 32  # documents parsed together: bounds memory, keeps the parser's batches full


def coder_name(parser: str = DEFAULT, overlay: str = "") -> str:
    """The coder's full name: version, parser, rules, and hashes of codebook and overlay.

    >>> coder_name().startswith("patronage ")
    True
    """
    name = f"patronage {__version__} rules {parser} codebook:{codebook.codebook_hash()}"
    return f"{name} overlay:{overlay}" if overlay else name


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document cut into sentences, with its actors, before parsing."""

    document: Document
    spans: tuple[Span, ...]
    cast: Cast
    gated: tuple[int, ...]
    readings: tuple[Reading, ...]


class Coder:
    """Codes documents with one loaded parser and codebook; use one per process.

    ``explain`` keeps, for every event id, how it came about (``traces``).
    """

    def __init__(
        self, parser: str = DEFAULT, gazetteer: Gazetteer | None = None, *, explain: bool = False
    ) -> None:
        self._gazetteer = gazetteer or shipped()
        self.name = coder_name(parser, self._gazetteer.overlay)
        self._parser = Parser(parser)
        self._lexicon = Lexicon.default()
        self._assembler = Assembler(self.name, self._lexicon)
        self._explain = explain
        self.traces: dict[str, dict[str, Any]] = {}

    def code(self, document: Document) -> Coding:
        """All events and claims of one document."""
        return next(iter(self.code_all([document])))

    def code_all(self, documents: Iterable[Document]) -> Iterator[Coding]:
        """Code documents in order, a few together so that the parser's batches are full."""
        pending = iter(documents)
        while group := list(islice(pending, _TOGETHER)):
            yield from self._code_group(group)

    def _code_group(self, group: Sequence[Document]) -> Iterator[Coding]:
        prepared = [self._prepare(document) for document in group]
        parsed = self._parser.parse(
            found.text
            for item in prepared
            if isinstance(item, _Prepared)
            for found in item.readings
        )
        for document, item in zip(group, prepared, strict=True):
            if isinstance(item, Problem):
                yield Coding(document.id, self.name, problems=(item,))
            else:
                yield self._finish(item, parsed)

    def _prepare(self, document: Document) -> _Prepared | Problem:
        try:
            spans = sentences.split(document.text, document.title)
            cast = Cast(self._gazetteer, document.text, spans, document.published)
            gated = tuple(i for i, span in enumerate(spans) if self._open(document, cast, i, span))
            readings = tuple(
                reading(
                    spans[i].of(document.text), spans[i].start, cast.in_sentence(i),
                    headline=spans[i] == _title(document),
                )
                for i in gated
            )  # fmt: skip
            return _Prepared(document, tuple(spans), cast, gated, readings)
        except Exception as error:
            return _problem(document, "text", error)

    def _open(self, document: Document, cast: Cast, i: int, span: Span) -> bool:
        """The gate: somebody who acts, and a word that can carry an event."""
        if not any(m.acts for m in cast.in_sentence(i)):
            return False
        words = _WORD.findall(span.of(document.text))
        known = self._lexicon.known
        return any(map(known, words)) and not self._lexicon.barred(words)

    def _finish(self, item: _Prepared, parsed: Iterator[Any]) -> Coding:
        events: list[Event] = []
        claims: list[Claim] = []
        problems: list[Problem] = []
        for i, read in zip(item.gated, item.readings, strict=True):
            doc = next(parsed)
            try:
                recent = [e for e in events if i - e.sentence <= REACH]
                made, told, traces = self._sentence(
                    item, i, Tree(doc, read, item.cast.in_sentence(i)), recent
                )
            except Exception as error:
                problems.append(_problem(item.document, f"sentence {i}", error))
                continue
            events.extend(made)
            claims.extend(told)
            if self._explain:
                self.traces.update(traces)
        for i in range(len(item.spans)):
            try:
                claims.extend(self._beside(item, i))
            except Exception as error:
                problems.append(_problem(item.document, f"sentence {i}", error))
        claims.sort(key=lambda claim: claim.sentence)
        unique = {event.id: event for event in events}
        return Coding(
            item.document.id,
            self.name,
            tuple(unique.values()),
            tuple({c.id: c for c in claims}.values()),
            tuple(problems),
        )

    def _beside(self, item: _Prepared, i: int) -> list[Claim]:
        """Claims of a sentence that was not parsed: somebody who acts, something checkable."""
        words = item.spans[i].of(item.document.text)
        mentions = item.cast.in_sentence(i)
        if i in item.gated or not checkable(words) or not any(m.acts for m in mentions):
            return []
        return claims_of(self._plain(item, i), mentions, self.name)

    def _plain(self, item: _Prepared, i: int) -> Sentence:
        """A sentence with its amounts and times, before any parse."""
        document, span = item.document, item.spans[i]
        words = span.of(document.text)
        found = amounts.find(words, span.start)
        when = times.find(words, document.published, span.start)
        return Sentence(document, i, span, found, when, span == _title(document))

    def _sentence(
        self, item: _Prepared, i: int, tree: Tree, recent: Sequence[Event]
    ) -> tuple[list[Event], list[Claim], dict[str, dict[str, Any]]]:
        plain = self._plain(item, i)
        known = Parsed(
            plain.document, i, plain.span, plain.amounts, plain.times, plain.headline,
            tree, find(tree, self._lexicon),
        )  # fmt: skip
        return self._assembler.sentence(known, recent)


def _title(document: Document) -> Span | None:
    return Span(0, len(document.title)) if document.title else None


def _problem(document: Document, place: str, error: Exception) -> Problem:
    return Problem(
        document.id,
        place,
        f"could not be coded: {type(error).__name__}: {error}",
        "Report this sentence; the rest of the document was coded.",
    )
