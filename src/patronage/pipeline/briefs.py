"""The main job: from texts or a ledger to one page."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.actors.states import KIND_NAMES, names_of, state
from patronage.errors import UsageError
from patronage.pipeline import stages
from patronage.pipeline.auditing import audited
from patronage.pipeline.grading import graded, unmet
from patronage.pipeline.measuring import Read
from patronage.pipeline.opening import Input, Report, opened
from patronage.pipeline.texts import record
from patronage.pipeline.widening import widened
from patronage.records import Claim, Document, Event, Problem

if TYPE_CHECKING:
    from patronage.periods import Grain
    from patronage.results import Brief, Episode

__all__ = ["View", "brief", "brief_of", "demo", "example"]

_WHOLE = 10_000  # events of a ledger above which a brief does not hold all of them as evidence
_SHOWN = 1_000  # reports, and claims, that it holds then


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows: codes of whom, over which days, as of and as known on which day.

    ``since`` is the first day of "now". ``start``, ``end`` and ``grain`` are those of the series by
    period. With ``most``, evidence is what names the client, at most so many of the latest reports
    and claims, and the texts that hold them; without, all that the ledger holds.
    """

    client: str
    patrons: tuple[str, ...] = ()
    coercers: tuple[str, ...] = ()
    since: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    grain: Grain = "year"
    as_of: dt.date | None = None
    known_on: dt.date | None = None
    most: int | None = None


def brief(
    client: str,
    inputs: Sequence[Input] = (),
    *,
    ledger: Input | None = None,
    out: Input | None = None,
    as_of: dt.date | None = None,
    since: dt.date | None = None,
    coercer: str | None = None,
    patrons: Sequence[str] = (),
    published: dt.date | None = None,
    workers: int | None = None,
    parser: str | None = None,
    actors: Input | None = None,
    scenario: Input | None = None,
    grades: Input | None = None,
    report: Report = lambda problem: None,
) -> Brief:
    """Read, code, keep, measure and audit; write one HTML page that holds its evidence.

    Without a ledger a temporary one is used and thrown away. ``since`` is the first day of "now";
    everything before it is "then". ``actors`` is a CSV file of names, read for texts only.
    Of a ledger with more than 10,000 events the evidence shown is what names the client, the latest
    1,000 reports and claims of it; measures rest on all, and the page says so.
    ``scenario`` is a scenario file: what it says of the months ahead is shown beside base rates.
    ``grades`` is a CSV file of your own grades of sources (:func:`.grading.graded`).

    Returns:
        The values that the page shows.
    """
    seen: list[Problem] = []

    def note(problem: Problem) -> None:
        seen.append(problem)
        report(problem)

    key = state(client)
    with tempfile.TemporaryDirectory(prefix="patronage-") as folder:
        place = ledger if ledger is not None else Path(folder) / "ledger"
        if inputs:
            record(inputs, place, published=published, workers=workers, parser=parser,
                   actors=actors, report=note)  # fmt: skip
        elif ledger is None:
            raise UsageError("Nothing to read. Name texts to read, or a ledger with --ledger.")
        book = opened(place)
        asked = View(
            key, tuple(state(p) for p in patrons), (state(coercer),) if coercer else (),
            since=since, as_of=as_of, most=_SHOWN if book.held(as_of=as_of) > _WHOLE else None,
        )  # fmt: skip
        read = Read(book, key, as_of, whole=True)
        made = widened(brief_of(read, asked), read, scenario)
        if grades is not None:
            made = _with_grades(made, grades, note)
        made = replace(made, problems=tuple(seen))
    if out is not None:
        from patronage.report import render

        _write(Path(out), render(made))
    return made


def demo(out: Input = "brief.html", report: Report = lambda problem: None) -> Brief:
    """The brief on the shipped example: Venezuela and its patrons, 1999 to 2026."""
    scenario = example().parents[1] / "scenarios" / "venezuela-2025.yaml"
    return brief("VEN", [example()], out=out, coercer="USA", report=report,
                 scenario=scenario if scenario.exists() else None)  # fmt: skip


def example() -> Path:
    """The shipped example's dispatches, beside the package or in the source tree."""
    package = Path(__file__).parents[1]
    for folder in (package / "examples", package.parents[1] / "examples"):
        path = folder / "venezuela" / "dispatches.jsonl"
        if path.exists():
            return path
    raise UsageError("The example is not installed. Run from a source checkout.")


def brief_of(read: Read, asked: View) -> Brief:
    """What a page shows of one client, from what is read of it."""
    from patronage import measures
    from patronage.results import Brief

    client, as_of, known_on = asked.client, asked.as_of, asked.known_on
    read.tell(stages.READING, "")
    book, frame = read.book, read.frame
    read.tell(stages.EVIDENCE, f"{frame.num_rows:,} reports in all")
    events, claims, documents, notes = _evidence(read, asked)
    read.tell(stages.EPISODES, f"{frame.num_rows:,} reports")
    first_day = asked.since or measures.default_since(frame)
    shown: Any = {"grain": asked.grain, "start": asked.start, "end": asked.end}
    episodes = measures.episodes(frame, since=first_day)
    read.tell(stages.COUNTING, f"{len(episodes):,} episodes")
    backing = measures.backing(frame, client, **shown)
    pressure = measures.pressure(frame, client, **shown)
    changes = measures.changes(frame, client, first_day)
    against = asked.coercers or tuple(s.patron for s in pressure if s.patron)
    pressed = _pressed(client, episodes)
    kept = asked.patrons or tuple(
        c.patron
        for c in changes
        if c.patron not in asked.coercers and c.then + c.now >= pressed[c.patron]
    )
    portfolio = measures.portfolio(frame, client, first_day)
    read.tell(stages.CHECKING, f"{len(claims):,} claims")
    verdicts, rows = audited(book, claims, documents, as_of, known_on)
    return Brief(
        client=client,
        coercers=against,
        patrons=kept,
        as_of=as_of,
        since=first_day,
        names=_names(events),
        documents=documents,
        events=events,
        episodes=episodes,
        claims=claims,
        portfolio=replace(portfolio, cells=tuple(c for c in portfolio.cells if c.patron in kept)),
        changes=tuple(c for c in changes if c.patron in kept),
        requests=tuple(
            r for r in measures.requests(frame, client) if r.patron in kept or not asked.patrons
        ),
        backing=tuple(s for s in backing if s.patron in kept),
        pressure=tuple(s for s in pressure if s.patron in against),
        verdicts=verdicts,
        problems=(),
        coder=events[0].coder if events else "",
        notes=(*_left_out(read), *notes),
        registers=tuple(dict.fromkeys(one["dataset"] for one in book.loaded(known_on=known_on))),
        rows=rows,
    )


_Evidence = tuple[
    tuple[Event, ...], tuple[Claim, ...], tuple[Document, ...], tuple[str, ...]
]  # fmt: skip


def _evidence(read: Read, asked: View) -> _Evidence:
    """Events, claims and texts that are shown, and notes on what is not."""
    known: Any = {"as_of": asked.as_of, "known_on": asked.known_on}
    book, frame, claims = read.book, read.frame, read.claims
    if asked.most is None:
        return tuple(book.events(**known)), tuple(claims), tuple(book.documents(**known)), ()
    notes = []
    ids = None
    if frame.num_rows > asked.most:
        dated = frame.select(["id", "available"]).sort_by([("available", "descending")])
        ids = dated["id"].slice(0, asked.most).to_pylist()
        notes.append(f"Evidence shown: the latest {asked.most:,} of {frame.num_rows:,} reports. "
                     "Measures rest on all of them.")  # fmt: skip
    events = book.events(ids, client=None if ids else asked.client, **known)
    if len(claims) > asked.most:
        notes.append(f"Claims shown: {asked.most:,} of {len(claims):,}.")
        claims = claims[-asked.most :]
    texts = {e.document for e in events} | {c.document for c in claims}
    return tuple(events), tuple(claims), tuple(book.documents(texts, **known)), tuple(notes)


def _left_out(read: Read) -> tuple[str, ...]:
    """What a look back cannot place: texts that no date shows to have been there by then."""
    missing = int((read.frame.schema.metadata or {}).get(b"undated_left_out", 0))
    if read.as_of is None or not missing:
        return ()
    texts = f"{missing} text{'s' * (missing > 1)} without a date"
    return (f"Left out: {texts}, since none shows that it was there by {read.as_of}.",)


def _pressed(client: str, episodes: Iterable[Episode]) -> Counter[str]:
    """How many episodes of pressure upon the client each has: whoever has more is no patron."""
    return Counter(
        actor
        for e in episodes
        if e.polarity == "pressure" and client in e.recipient
        for actor in set(e.actor)
    )


def _with_grades(made: Brief, grades: Input, note: Report) -> Brief:
    """The brief with a reader's grades of its sources."""
    found = graded(grades, note)
    for one in unmet(found, made.documents, (*made.events, *made.claims), Path(grades).name):
        note(one)
    return replace(made, grades=found)


def _keys(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        for actor in (*event.actor, *event.recipient, *event.beneficiary, *event.against):
            if actor.key:
                yield actor.key


def _names(events: Iterable[Event]) -> dict[str, str]:
    """A name for each key; that of a kind is its one body's, where the texts name but one."""
    found = list(events)
    names = names_of(_keys(found))
    for key, kind in KIND_NAMES.items():
        bodies = {
            actor.name
            for event in found
            for actor in (*event.actor, *event.recipient, *event.beneficiary, *event.against)
            if actor.key == key and actor.name
        }
        names.setdefault(key, bodies.pop() if len(bodies) == 1 else kind)
    return names


def _write(path: Path, text: str) -> None:
    """Write whole or not at all, so that a reader never opens half a page."""
    if path.is_dir() or not path.parent.exists():
        raise UsageError(f"Cannot write '{path}': its folder does not exist, or it is one itself.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
