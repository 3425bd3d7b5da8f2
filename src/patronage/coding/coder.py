"""From a document to its events and claims: gate, parse, candidates, roles, fields.

The encoder reads every sentence; parsed are those in which it sees an event, and those that name
an actor and hold a word of the lexicon. A sentence on which a rule fails becomes a Problem and the
document goes on.
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
from patronage.coding.foreseen import Foreseer
from patronage.coding.lexicon import Lexicon
from patronage.coding.model import models_hash
from patronage.coding.model.encoder import Told, encoder
from patronage.coding.model.learned import Bounds
from patronage.coding.model.story import Story
from patronage.coding.model.tagger import SHARE
from patronage.coding.parse import DEFAULT, Parser
from patronage.coding.standins import Reading, reading
from patronage.coding.tree import Tree
from patronage.records import Claim, Coding, Document, Event, Problem, Span

__all__ = ["Coder", "coder_name"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TOGETHER = 32  # documents prepared together, fewer where they are long:
_CHARACTERS = 1_000_000  # with so many no further one is taken, which bounds memory
_SENTENCES = 256  # sentences read together: bounds memory, keeps the parser's batches full
#: Least probability of an event at its likeliest word for which a sentence is parsed.
GATE = 0.3
#: Below it the models alone tell no event, however sure the linear one is (``learned.Bounds``).
ALONE = (Bounds().named - (1 - SHARE)) / SHARE


def coder_name(parser: str = DEFAULT, overlay: str = "") -> str:
    """The coder's full name: version, parser, and hashes of models, codebook and overlay.

    >>> coder_name().startswith("patronage ")
    True
    """
    hashes = f"models:{models_hash()} codebook:{codebook.codebook_hash()}"
    name = f"patronage {__version__} {parser} {hashes}"
    return f"{name} overlay:{overlay}" if overlay else name


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document cut into sentences, with its actors, before parsing."""

    document: Document
    spans: tuple[Span, ...]
    cast: Cast
    story: Story
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sentence as the encoder told it, and its parse where it was opened."""

    told: Told
    doc: Any


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
        self._encoder = encoder()
        self._lexicon = Lexicon.default()
        self._foreseer = Foreseer(self._lexicon)
        self._assembler = Assembler(self.name, self._lexicon)
        self._explain = explain
        self.traces: dict[str, dict[str, Any]] = {}

    def code(self, document: Document) -> Coding:
        """All events and claims of one document."""
        return next(iter(self.code_all([document])))

    def code_all(self, documents: Iterable[Document]) -> Iterator[Coding]:
        """Code documents in order, a few together so that the parser's batches are full."""
        group: list[Document] = []
        size = 0
        for document in documents:
            group.append(document)
            size += len(document.text)
            if len(group) == _TOGETHER or size >= _CHARACTERS:
                yield from self._code_group(group)
                group, size = [], 0
        if group:
            yield from self._code_group(group)

    def _code_group(self, group: Sequence[Document]) -> Iterator[Coding]:
        prepared = [self._prepare(document) for document in group]
        seen = self._see([item for item in prepared if isinstance(item, _Prepared)])
        for document, item in zip(group, prepared, strict=True):
            if isinstance(item, Problem):
                yield Coding(document.id, self.name, problems=(item,))
            else:
                yield self._finish(item, seen)

    def _prepare(self, document: Document) -> _Prepared | Problem:
        try:
            spans = sentences.split(document.text, document.title)
            cast = Cast(self._gazetteer, document.text, spans, document.published)
            title = _title(document)
            readings = tuple(
                reading(
                    span.of(document.text), span.start, cast.in_sentence(i), headline=span == title
                )
                for i, span in enumerate(spans)
            )
            return _Prepared(
                document, tuple(spans), cast, Story(cast.mentions, document.text), readings
            )
        except Exception as error:
            return _problem(document, "text", error)

    def _see(self, prepared: Sequence[_Prepared]) -> Iterator[_Seen | Exception]:
        """Every sentence in order, many together; one that cannot be seen as what went wrong."""
        places = ((item, i) for item in prepared for i in range(len(item.spans)))
        while some := list(islice(places, _SENTENCES)):
            seen: Sequence[_Seen | Exception]
            try:
                seen = self._together(some)
            except Exception:  # one of them spoils the others, so each by itself
                seen = [self._alone(item, i) for item, i in some]
            yield from seen

    def _together(self, some: Sequence[tuple[_Prepared, int]]) -> list[_Seen]:
        """What the encoder tells of sentences, and the parse of those that are worth one."""
        cut = [self._parser.cut(item.readings[i].text) for item, i in some]
        told = self._encoder.read([[token.text for token in doc] for doc in cut])
        opened = [
            self._open(item, i, t, words)
            for (item, i), t, words in zip(some, told, cut, strict=True)
        ]
        parsed = self._parser.parse(doc for doc, o in zip(cut, opened, strict=True) if o)
        return [_Seen(t, next(parsed) if o else None) for t, o in zip(told, opened, strict=True)]

    def _alone(self, item: _Prepared, i: int) -> _Seen | Exception:
        try:
            return self._together([(item, i)])[0]
        except Exception as error:
            return error

    def _open(self, item: _Prepared, i: int, told: Told, cut: Any) -> bool:
        """The gate: a word that the encoder holds for an event, or somebody who acts and a word
        that can carry one, of which a rule, the models or a claim may make something.
        """
        words = _WORD.findall(item.spans[i].of(item.document.text))
        if self._lexicon.barred(words):
            return False
        if told.event >= GATE:
            return True
        mentions = item.cast.in_sentence(i)
        acting = any(m.acts for m in mentions)
        if not acting or not any(map(self._lexicon.known, words)):
            return False
        return (
            told.event >= ALONE
            or self._foreseer.possible([token.text for token in cut])
            or bool(claims_of(self._plain(item, i), mentions, self.name))  # a parse tells by whom
        )

    def _finish(self, item: _Prepared, seen: Iterator[_Seen | Exception]) -> Coding:
        events: list[Event] = []
        recent: list[Event] = []
        claims: list[Claim] = []
        problems: list[Problem] = []
        for i in range(len(item.spans)):
            now = next(seen)
            try:
                if isinstance(now, Exception):
                    raise now
                if now.doc is None:
                    claims.extend(self._beside(item, i))
                    continue
                recent = [e for e in recent if i - e.sentence <= REACH]
                made, told, traces = self._sentence(item, i, now, recent)
            except Exception as error:
                problems.append(_problem(item.document, f"sentence {i}", error))
                continue
            events.extend(made)
            recent.extend(made)
            claims.extend(told)
            if self._explain:
                self.traces.update(traces)
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
        if not checkable(words) or not any(m.acts for m in mentions):
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
        self, item: _Prepared, i: int, seen: _Seen, recent: Sequence[Event]
    ) -> tuple[list[Event], list[Claim], dict[str, dict[str, Any]]]:
        plain = self._plain(item, i)
        tree = Tree(seen.doc, item.readings[i], item.cast.in_sentence(i))
        known = Parsed(
            plain.document, i, plain.span, plain.amounts, plain.times, plain.headline,
            tree, find(tree, self._lexicon), seen.told, item.story.at(plain.span),
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
