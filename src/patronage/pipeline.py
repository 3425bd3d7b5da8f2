"""One short function per verb: reads, codes, keeps, measures, audits, reports. Wiring alone.

Stages never import each other; this module hands their values on. It is also the Python API: every
verb of the command line is a function here, under the same name.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.actors.states import names_of, state
from patronage.errors import UnknownNameError, UsageError, nearest
from patronage.records import (
    Coding,
    Document,
    Event,
    Judgement,
    Problem,
    Sighting,
)

if TYPE_CHECKING:
    from patronage.datasets import Register
    from patronage.ledger import Ledger, Loaded
    from patronage.periods import Grain
    from patronage.results import Brief, Series

__all__ = [
    "Recorded", "acts", "brief", "code", "demo", "explained", "find", "flows", "judge", "load",
    "measure", "record", "registers", "verify",
]  # fmt: skip

Input = str | Path
Report = Callable[[Problem], None]
Tick = Callable[[int], None]
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

    book = _ledger(ledger, create=True)
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
        added = book.append(batch, codings, _now())
        for problem in added.refused:
            note(problem)
        new = (len(batch), added.documents, added.sightings, added.events, added.claims)
        totals = [total + n for total, n in zip(totals, new, strict=True)]
        tick(totals[0])
    lost = sum(1 for p in seen if p.lost)
    return Recorded(
        totals[0], totals[1], totals[2], totals[3], totals[4], problems=len(seen), lost=lost
    )


def load(
    dataset: str,
    files: Sequence[Input],
    ledger: Input,
    *,
    report: Report = lambda problem: None,
    tick: Tick = lambda rows: None,
) -> tuple[Loaded, ...]:
    """Load files of a public register in its own published format; repeating it adds nothing.

    Args:
        dataset: a name of ``patronage load --list``.
        files: the register's files as published.
        ledger: the ledger's folder, made where absent.
        report: called with each problem.
        tick: called with the number of rows read so far.

    Returns:
        For each file its rows, and the acts and flows that are new to the ledger.
    """
    from patronage import datasets
    from patronage.datasets.reading import file_hash
    from patronage.ledger import Load

    register = datasets.register(dataset)
    book = _ledger(ledger, create=True)
    done: list[Loaded] = []
    rows = 0
    for path in map(Path, files):
        if not path.is_file():
            raise UsageError(f"No file '{path}'. {register.title} is got at {register.home}")
        digest = file_hash(path)
        seen: list[Problem] = []

        def batches(path: Path = path, digest: str = digest, seen: list[Problem] = seen) -> Any:
            nonlocal rows
            for found in datasets.read(dataset, path, digest):
                if isinstance(found, Problem):
                    seen.append(found)
                    report(found)
                    continue
                rows += found.original.num_rows
                tick(rows)
                yield found.original, found.acts, found.flows

        target = Load(dataset, register.version, path.name, digest, register.whole)
        done.append(book.load(target, batches(), _now(), seen))
    return tuple(done)


def registers() -> tuple[Register, ...]:
    """Every register that can be loaded: what it holds, where people get it, on which terms."""
    from patronage.datasets import catalogue

    return catalogue()


def flows(
    *, ledger: Input, giver: str | None = None, receiver: str | None = None,
    dataset: str | None = None, measure: str | None = None, as_of: dt.date | None = None,
    known_on: dt.date | None = None,
) -> Any:  # fmt: skip
    """Flows of the loaded registers as an Arrow table, each row with dataset, unit and file.

    What no row tells is missing and not zero: ``patronage load --list`` tells what each register
    holds.
    """
    from patronage.ledger import Wanted

    wanted = Wanted(dataset, _state(giver), _state(receiver), measure)
    return _ledger(ledger).flows(wanted, as_of=as_of, known_on=known_on)


def acts(
    *, ledger: Input, actor: str | None = None, recipient: str | None = None,
    dataset: str | None = None, as_of: dt.date | None = None, known_on: dt.date | None = None,
) -> Any:  # fmt: skip
    """Acts of the loaded registers as an Arrow table, each row with dataset and file."""
    from patronage.ledger import Wanted

    wanted = Wanted(dataset, _state(actor), _state(recipient))
    return _ledger(ledger).acts(wanted, as_of=as_of, known_on=known_on)


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
    report: Report = lambda problem: None,
) -> Brief:
    """Read, code, keep, measure and audit; write one HTML page that holds its evidence.

    Without a ledger a temporary one is used and thrown away. ``since`` is the first day of "now";
    everything before it is "then".

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
            record(inputs, place, published=published, workers=workers, parser=parser, report=note)
        elif ledger is None:
            raise UsageError("Nothing to read. Name texts to read, or a ledger with --ledger.")
        made = _brief(
            _ledger(place), key, as_of=as_of, since=since,
            coercers=(state(coercer),) if coercer else (),
            patrons=tuple(state(p) for p in patrons), problems=seen,
        )  # fmt: skip
    if out is not None:
        from patronage.report import render

        _write(Path(out), render(made))
    return made


def demo(out: Input = "brief.html", report: Report = lambda problem: None) -> Brief:
    """The brief on the shipped example: Venezuela and its patrons, 1999 to 2026."""
    return brief("VEN", [example()], out=out, coercer="USA", report=report)


def measure(
    name: str,
    client: str,
    *,
    ledger: Input,
    patron: str | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    period: Grain = "month",
    as_of: dt.date | None = None,
    known_on: dt.date | None = None,
) -> tuple[Series, ...]:
    """One measure of a client as series with intervals and evidence: ``backing`` or ``pressure``.

    Raises:
        UnknownNameError: for a measure, client or patron that no table knows.
    """
    from patronage import measures

    series = {"backing": measures.backing, "pressure": measures.pressure}
    if name not in series:
        raise UnknownNameError(
            f"No measure '{name}'. {nearest(name, series)} Measures: {', '.join(series)}."
        )
    key = state(client)
    frame = _ledger(ledger).frame(client=key, as_of=as_of, known_on=known_on)
    other = state(patron) if patron else None
    return series[name](frame, key, other, grain=period, start=start, end=end)


def verify(ledger: Input) -> list[Problem]:
    """Check every invariant of a ledger; an empty list says that all hold."""
    return _ledger(ledger).verify()


def find(
    words: str, *, ledger: Input, client: str | None = None, as_of: dt.date | None = None,
    known_on: dt.date | None = None, limit: int = 50,
) -> list[Event]:  # fmt: skip
    """Events whose sentence holds every word, latest first."""
    key = state(client) if client else None
    return _ledger(ledger).find(words, client=key, as_of=as_of, known_on=known_on, limit=limit)


def judge(
    event: str, field: str, new: str, *, ledger: Input, who: str, why: str = "", undo: bool = False
) -> Judgement:
    """Correct one field of an event, for every coding of those words; ``undo`` takes it back.

    Args:
        event: id of the event, or with ``undo`` of the judgement.
        field: ``type``, ``mode``, ``instrument``, ``polarity``, ``status``, ``actor``,
            ``recipient``, or ``event`` ("not an event").
        new: the right value: a word, ``none``, or for actors codes such as ``RUS,CHN``.
        ledger: the ledger's folder.
        who: who judges; kept with the judgement.
        why: the reason, kept too.
        undo: take back the judgement with this id instead.

    Raises:
        UnknownNameError: when the ledger has no such event or judgement.
    """
    from patronage.ledger import correction, undoing

    book = _ledger(ledger)
    if undo:
        told = [j for j in book.judgements() if j.id == event]
        if not told:
            raise UnknownNameError(f"No judgement '{event}' in this ledger.")
        made = undoing(told[0], who=who, why=why, now=_now())
    else:
        found = book.events(ids=[event])
        if not found:
            raise UnknownNameError(f"No event '{event}' in this ledger. See `patronage find`.")
        made = correction(found[0], field, new, who=who, why=why, now=_now())
    return book.judge(made, _now())


def example() -> Path:
    """The shipped example's dispatches, beside the package or in the source tree."""
    here = Path(__file__).parent
    for folder in (here / "examples", here.parents[1] / "examples"):
        path = folder / "venezuela" / "dispatches.jsonl"
        if path.exists():
            return path
    raise UsageError("The example is not installed. Run from a source checkout.")


# -- the parts -----------------------------------------------------------------------------------


def _state(name: str | None) -> str | None:
    return state(name) if name else None


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


def _brief(
    book: Ledger, client: str, *, as_of: dt.date | None, since: dt.date | None,
    coercers: tuple[str, ...], patrons: tuple[str, ...], problems: list[Problem],
) -> Brief:  # fmt: skip
    from patronage import audit, measures
    from patronage.results import Brief

    frame = book.frame(client=client, as_of=as_of)
    events = book.events(as_of=as_of)
    claims = book.claims(client=client, as_of=as_of)
    first_day = since or measures.default_since(frame)
    backing = measures.backing(frame, client, grain="year")
    pressure = measures.pressure(frame, client, grain="year")
    changes = measures.changes(frame, client, first_day)
    kept = patrons or tuple(c.patron for c in changes if c.patron not in coercers)
    against = coercers or tuple(s.patron for s in pressure if s.patron)
    return Brief(
        client=client,
        coercers=against,
        patrons=kept,
        as_of=as_of,
        since=first_day,
        names=names_of(_keys(events)),
        documents=tuple(book.documents(as_of=as_of)),
        events=tuple(events),
        episodes=measures.episodes(frame, since=first_day),
        claims=tuple(claims),
        portfolio=measures.portfolio(frame, client, first_day),
        changes=tuple(c for c in changes if c.patron in kept),
        requests=tuple(
            r for r in measures.requests(frame, client) if r.patron in kept or not patrons
        ),
        backing=tuple(s for s in backing if s.patron in kept),
        pressure=tuple(s for s in pressure if s.patron in against),
        verdicts=audit.collisions(claims),
        problems=tuple(problems),
        coder=events[0].coder if events else "",
    )


def _keys(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        for actor in (*event.actor, *event.recipient, *event.beneficiary, *event.against):
            if actor.key:
                yield actor.key


def _ledger(place: Input, *, create: bool = False) -> Ledger:
    from patronage.ledger import Ledger

    return Ledger(place, create=create)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


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
