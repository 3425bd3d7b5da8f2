"""Texts to events: read and code, and keep what was coded."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.pipeline.engines import LOCAL, session_of
from patronage.pipeline.names import gazetteer_with, overlay_of
from patronage.pipeline.opening import Input, Report, Tick, now, opened
from patronage.records import Coding, Document, Event, Problem, Sighting

if TYPE_CHECKING:
    from patronage.actors import Overlay, Unmatched

__all__ = ["Making", "Recorded", "code", "coded", "explained", "record"]

_COMMIT = 200  # documents per commit: a thousand single-row commits take half a minute
_COMMIT_FAR = 4000  # on a cluster: a wave must fill its workers


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


@dataclass(frozen=True, slots=True)
class Making:
    """What codings are made with: processes, parser, the user's own names, a cluster."""

    workers: int | None
    parser: str | None
    overlay: Overlay | None
    unmatched: Unmatched | None = None
    session: Any = None  # of Spark; None codes on this machine


def code(
    inputs: Sequence[Input],
    *,
    published: dt.date | None = None,
    workers: int | None = None,
    parser: str | None = None,
    actors: Input | None = None,
    unmatched: Input | None = None,
    engine: str | None = None,
    report: Report = lambda problem: None,
    tick: Tick = lambda done: None,
) -> Iterator[Event]:
    """Code every event in files, folders, feeds of JSON lines or standard input (``-``).

    Args:
        inputs: paths, or ``-``.
        published: publication date for texts that state none.
        workers: processes; None chooses by the amount of text.
        parser: an installed spaCy model other than the pinned one.
        actors: a CSV file of names beside or in the place of the codebook's.
        unmatched: a file for phrases that look like actors and that no table knows, as JSON
            lines of ``text``, ``count`` and ``example``, most frequent first.
        engine: where: ``local``, or on a Spark cluster by its master; ``workers`` is not used then.
        report: called with each problem as it is met; nothing is dropped in silence.
        tick: called with the number of documents done.

    Yields:
        Events in the order of the texts.
    """
    made = Making(workers, parser, overlay_of(actors, report), session=_session(engine))
    with _listing(unmatched, made) as made:
        for done, (_, coding) in enumerate(coded(inputs, published, made, report), 1):
            tick(done)
            yield from coding.events


def explained(
    inputs: Sequence[Input],
    *,
    published: dt.date | None = None,
    parser: str | None = None,
    actors: Input | None = None,
    unmatched: Input | None = None,
    report: Report = lambda problem: None,
) -> Iterator[tuple[Event, dict[str, Any]]]:
    """Code events as :func:`code` does, in one process, each with how it came about.

    The second value names the rule and frame, the slots that gave actor and recipient, and the
    other readings of the sentence that were dropped.
    """
    from patronage.coding import Coder
    from patronage.coding.parse import DEFAULT

    overlay = overlay_of(actors, report)
    coder = Coder(parser or DEFAULT, gazetteer_with(overlay), explain=True)
    with _listing(unmatched, Making(1, parser, overlay)) as made:
        for document in _watched((d for d, _ in _documents(inputs, published, report)), made):
            done = coder.code(document)
            for problem in done.problems:
                report(problem)
            for event in done.events:
                yield event, coder.traces.pop(event.id)


def record(
    inputs: Sequence[Input],
    ledger: Input,
    *,
    published: dt.date | None = None,
    workers: int | None = None,
    parser: str | None = None,
    actors: Input | None = None,
    unmatched: Input | None = None,
    engine: str | None = None,
    report: Report = lambda problem: None,
    tick: Tick = lambda done: None,
) -> Recorded:
    """Code inputs and append them to a ledger; repeating it adds nothing.

    Documents that this coder has coded before are read and not coded again, so that a run that
    was killed goes on where it stopped. ``engine`` codes them on a Spark cluster; what comes back
    is appended from here.
    """
    from patronage.coding import coder_name
    from patronage.coding.parse import DEFAULT

    book = opened(ledger, create=True)
    seen: list[Problem] = []

    def note(problem: Problem) -> None:
        seen.append(problem)
        report(problem)

    made = Making(workers, parser, overlay_of(actors, note), session=_session(engine))
    size = _COMMIT if made.session is None else _COMMIT_FAR
    coder = coder_name(parser or DEFAULT, made.overlay.hash if made.overlay else "")
    totals = [0, 0, 0, 0, 0]
    found = _documents(inputs, published, note)
    with _listing(unmatched, made) as made:
        while batch := list(islice(found, size)):
            done = book.coded(coder, [d.id for d, _ in batch])
            fresh = [d for d, _ in batch if d.id not in done]
            codings = list(_code({d.id: d for d in fresh}.values(), made, note))
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


def _session(engine: str | None) -> Any:
    """The Spark session of an engine's name, None where this machine codes."""
    return None if engine in (None, LOCAL) else session_of(str(engine))


def _documents(
    inputs: Sequence[Input], published: dt.date | None, report: Report
) -> Iterator[tuple[Document, Sighting]]:
    from patronage.documents import read

    for found in read(inputs, published):
        if isinstance(found, Problem):
            report(found)
        else:
            yield found


def _code(documents: Iterable[Document], made: Making, report: Report) -> Iterator[Coding]:
    from patronage import coding
    from patronage.coding.parse import DEFAULT

    given: Any = {"parser": made.parser or DEFAULT, "overlay": made.overlay}
    watched = _watched(documents, made)
    if made.session is not None:
        codings = coding.code_on(made.session, watched, **given)
    else:
        codings = coding.code(watched, workers=made.workers, **given)
    for done in codings:
        for problem in done.problems:
            report(problem)
        yield done


@contextmanager
def _listing(path: Input | None, made: Making) -> Iterator[Making]:
    """Count what nothing matches while texts are coded, and write it at the end."""
    from patronage.actors import Unmatched

    if path is None:
        yield made
        return
    try:
        Path(path).write_bytes(b"")
    except OSError as error:
        raise UsageError(f"Cannot write '{path}': {error.strerror}.") from None
    counted = Unmatched(gazetteer_with(made.overlay))
    yield replace(made, unmatched=counted)
    with Path(path).open("wb") as file:
        for one in counted.listed():
            line = {"text": one.text, "count": one.count, "example": one.example}
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _watched(documents: Iterable[Document], made: Making) -> Iterator[Document]:
    """The documents, with what nothing matched in them counted on the way."""
    for document in documents:
        if made.unmatched is not None:
            made.unmatched.read(document.text, document.published)
        yield document


def coded(
    inputs: Sequence[Input], published: dt.date | None, made: Making, report: Report
) -> Iterator[tuple[dt.date | None, Coding]]:
    """Every distinct document among the inputs, in order: its date and its coding."""
    dates: dict[str, dt.date | None] = {}

    def distinct() -> Iterator[Document]:
        for document, _ in _documents(inputs, published, report):
            if document.id not in dates:
                dates[document.id] = document.published
                yield document

    for done in _code(distinct(), made, report):
        yield dates[done.document], done
