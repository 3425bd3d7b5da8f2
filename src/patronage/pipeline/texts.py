"""Texts to events: read and code, and keep what was coded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from patronage.pipeline.opening import Input, Report, Tick, now, opened
from patronage.records import Coding, Document, Event, Problem, Sighting

if TYPE_CHECKING:
    pass

__all__ = ["Recorded", "code", "explained", "record"]

_COMMIT = 200  # documents per commit: a thousand single-row commits take half a minute


@dataclass(frozen=True, slots=True)
class Recorded:
    """What ``record`` did: counts of what was read and of what was new to the ledger."""

    read: int
    documents: int
    sightings: int
    events: int
    claims: int
    problems: int
    lost: int


def code(
    inputs: Sequence[Input],
    *,
    published: dt.date | None = None,
    workers: int | None = None,
    parser: str | None = None,
    report: Report = lambda problem: None,
    tick: Tick = lambda done: None,
) -> Iterator[Event]:
    """Code every event in files, folders, feeds of JSON lines or standard input (``-``).

    Args:
        inputs: paths, or ``-``.
        published: publication date for texts that state none.
        workers: processes; None chooses by the amount of text.
        parser: an installed spaCy model other than the pinned one.
        report: called with each problem as it is met; nothing is dropped in silence.
        tick: called with the number of documents done.

    Yields:
        Events in the order of the texts.
    """
    for done, (_, coding) in enumerate(_coded(inputs, published, workers, parser, report), 1):
        tick(done)
        yield from coding.events


def explained(
    inputs: Sequence[Input],
    *,
    published: dt.date | None = None,
    parser: str | None = None,
    report: Report = lambda problem: None,
) -> Iterator[tuple[Event, dict[str, Any]]]:
    """Code events as :func:`code` does, in one process, each with how it came about.

    The second value names the rule and frame, the slots that gave actor and recipient, and the
    other readings of the sentence that were dropped.
    """
    from patronage.coding import Coder
    from patronage.coding.parse import DEFAULT

    coder = Coder(parser or DEFAULT, explain=True)
    for document, _ in _documents(inputs, published, report):
        made = coder.code(document)
        for problem in made.problems:
            report(problem)
        for event in made.events:
            yield event, coder.traces.pop(event.id)


def record(
    inputs: Sequence[Input],
    ledger: Input,
    *,
    published: dt.date | None = None,
    workers: int | None = None,
    parser: str | None = None,
    report: Report = lambda problem: None,
    tick: Tick = lambda done: None,
) -> Recorded:
    """Code inputs and append them to a ledger; repeating it adds nothing.

    Documents that this coder has coded before are read and not coded again, so that a run that
    was killed goes on where it stopped.
    """
    from patronage.coding import coder_name
    from patronage.coding.parse import DEFAULT

    book = opened(ledger, create=True)
    coder = coder_name(parser or DEFAULT)
    seen: list[Problem] = []

    def note(problem: Problem) -> None:
        seen.append(problem)
        report(problem)

    totals = [0, 0, 0, 0, 0]
    found = _documents(inputs, published, note)
    while batch := list(islice(found, _COMMIT)):
        done = book.coded(coder)
        fresh = [d for d, _ in batch if d.id not in done]
        codings = list(_code({d.id: d for d in fresh}.values(), workers, parser, note))
        added = book.append(batch, codings, now())
        for problem in added.refused:
            note(problem)
        new = (len(batch), added.documents, added.sightings, added.events, added.claims)
        totals = [total + n for total, n in zip(totals, new, strict=True)]
        tick(totals[0])
    lost = sum(1 for p in seen if p.lost)
    return Recorded(
        totals[0], totals[1], totals[2], totals[3], totals[4], problems=len(seen), lost=lost
    )


def _documents(
    inputs: Sequence[Input], published: dt.date | None, report: Report
) -> Iterator[tuple[Document, Sighting]]:
    from patronage.documents import read

    for found in read(inputs, published):
        if isinstance(found, Problem):
            report(found)
        else:
            yield found


def _code(
    documents: Iterable[Document], workers: int | None, parser: str | None, report: Report
) -> Iterator[Coding]:
    from patronage import coding
    from patronage.coding.parse import DEFAULT

    for made in coding.code(documents, workers=workers, parser=parser or DEFAULT):
        for problem in made.problems:
            report(problem)
        yield made


def _coded(
    inputs: Sequence[Input], published: dt.date | None, workers: int | None, parser: str | None,
    report: Report,
) -> Iterator[tuple[str, Coding]]:  # fmt: skip
    """Codings of every distinct document among the inputs, in order."""
    seen: set[str] = set()

    def distinct() -> Iterator[Document]:
        for document, _ in _documents(inputs, published, report):
            if document.id not in seen:
                seen.add(document.id)
                yield document

    for made in _code(distinct(), workers, parser, report):
        yield made.document, made
