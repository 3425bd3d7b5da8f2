"""Questions to a ledger: measures, searches, corrections, checks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from patronage.actors.states import state
from patronage.errors import UnknownNameError, nearest
from patronage.pipeline.opening import Input, Place, now, opened, state_or_none
from patronage.records import Event, Judgement, Problem
from patronage.results import Several

if TYPE_CHECKING:
    from patronage.ledger import Ledger
    from patronage.measures import Coverage
    from patronage.periods import Grain
    from patronage.pipeline.measuring import Given
    from patronage.results import Series

__all__ = ["coverage_of", "find", "flows_of", "judge", "measure", "verify"]


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
    given: Given | None = None,
    engine: str | None = None,
) -> Several[Any]:
    """One measure of a client with intervals and evidence, as a tuple that becomes a frame.

    ``backing`` and ``pressure`` are series that count what texts tell; ``backing-latent``,
    ``backing-filtered``, ``backing-decline`` and their like (:data:`.latent.LATENT`) the levels
    behind the counts at usual coverage, and the probability that they have fallen.
    ``answered``, ``analogues``, ``declines``, ``dependence``, ``exchange``, ``exposure`` and
    ``words`` have results of their own (:mod:`patronage.results`) and take what ``given`` holds.
    Every other name is a measure of a loaded register ("arms deliveries"), a series that is missing
    outside what the register covers. ``engine`` names what runs the queries: ``local`` (DuckDB) or
    Spark, ``spark://...`` or ``sc://...``; the statistics are made here.

    Raises:
        UnknownNameError: for a measure, client or patron that no table knows.
        UsageError: where what is given cannot be read or used.
    """
    from patronage import measures
    from patronage.pipeline.latent import LATENT, levels
    from patronage.pipeline.measuring import WIDER, Given, measured

    book = opened(ledger, engine=engine)
    key, other = state(client), state_or_none(patron)
    if name in WIDER:
        more = given or Given(period=period)
        more = replace(more, start=start or more.start, end=end or more.end)
        return Several(measured(name, book, key, other, as_of, known_on, more))
    if name in LATENT:
        return Several(levels(name, book, (key, other), (period, start, end), (as_of, known_on)))
    series = {"backing": measures.backing, "pressure": measures.pressure}
    if name in series:
        frame = book.frame(client=key, as_of=as_of, known_on=known_on)
        return Several(series[name](frame, key, other, grain=period, start=start, end=end))
    kept = book.measures(known_on=known_on)
    if name not in kept:
        known = [*series, *WIDER, *LATENT, *kept]
        raise UnknownNameError(
            f"No measure '{name}'. {nearest(name, known)} Measures: {', '.join(known)}."
        )
    found: list[Series] = []
    for dataset in kept[name]:
        rows = flows_of(book, dataset, name, key, other, as_of, known_on)
        coverage = coverage_of(dataset, as_of)
        found += measures.register_series(rows, key, coverage, grain=period, start=start, end=end)
    return Several(found)


def flows_of(
    book: Ledger, dataset: str, measure: str, client: str, giver: str | None,
    as_of: dt.date | None, known_on: dt.date | None,
) -> Any:  # fmt: skip
    """A register's flows to a client and its levels, of one giver or of all."""
    from patronage.ledger import Wanted

    wanted = Wanted(dataset, giver, None, measure)
    return book.flows(wanted, client=client, as_of=as_of, known_on=known_on)


def coverage_of(dataset: str, as_of: dt.date | None) -> Coverage:
    """What a register could tell by a date: its years, less its lag."""
    from patronage.datasets import register
    from patronage.measures import Coverage

    told = register(dataset)
    end = dt.date(told.end + 1, 1, 1) if told.end else now().date()
    if as_of is not None:
        end = min(end, as_of - dt.timedelta(days=told.lag_days))
    return Coverage(dt.date(told.start, 1, 1), end)


def verify(ledger: Input, *, mend: bool = False) -> list[Problem]:
    """Check every invariant of a ledger; an empty list says that all hold.

    Args:
        ledger: the ledger's folder.
        mend: first set aside files that a machine without supply left torn (in ``.torn``), each
            told as a note; only where no other process writes. What was told as done is never
            among them.
    """
    book = opened(ledger)
    aside = book.mend() if mend else []
    message = "Was not whole on the disk when the machine stopped, and was set aside."
    repeat = "Repeat what was under way when the machine stopped."
    notes = [Problem("verify mend", name, message, repeat, lost=False) for name in aside]
    return [*notes, *book.verify()]


def find(
    words: str, *, ledger: Input, client: str | None = None, as_of: dt.date | None = None,
    known_on: dt.date | None = None, limit: int = 50, engine: str | None = None,
) -> list[Event]:  # fmt: skip
    """Events whose sentence holds every word, latest first."""
    key = state(client) if client else None
    book = opened(ledger, engine=engine)
    return book.find(words, client=key, as_of=as_of, known_on=known_on, limit=limit)


def judge(
    event: str, field: str, new: str, *, ledger: Place, who: str, why: str = "", undo: bool = False
) -> Judgement:
    """Correct one field of an event, for every coding of those words; ``undo`` takes it back.

    Args:
        event: id of the event, or with ``undo`` of the judgement.
        field: ``type``, ``mode``, ``instrument``, ``polarity``, ``status``, ``actor``,
            ``recipient``, or ``event`` ("not an event").
        new: the right value: a word, ``none``, or for actors codes such as ``RUS,CHN``.
        ledger: the ledger's folder, or the ledger itself where it is open.
        who: who judges; kept with the judgement.
        why: the reason, kept too.
        undo: take back the judgement with this id instead.

    Returns:
        The judgement; where the same one by the same reader holds already, that one: repeating a
        call that was killed adds nothing.

    Raises:
        UnknownNameError: when the ledger has no such event or judgement.
    """
    from patronage.ledger import correction, undoing

    book = opened(ledger)
    if undo:
        held = [j for j, _, holds in book.corrections() if holds]
        told = [j for j in book.judgements() if j.id == event]
        if not told:
            raise UnknownNameError(f"No judgement '{event}' in this ledger.")
        if mine := [j for j in held if (j.undoes, j.who, j.why) == (event, who, why)]:
            return mine[-1]
        made = undoing(told[0], who=who, why=why, now=now())
    else:
        found = book.events(ids=[event])
        if not found:
            raise UnknownNameError(f"No event '{event}' in this ledger. See `patronage find`.")
        made = correction(found[0], field, new, who=who, why=why, now=now())
        if (again := book.holding(made)) is not None:
            return again
    return book.judge(made, now())
