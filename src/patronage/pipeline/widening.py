"""What a brief tells beyond its counts: measures with results of their own, and what may come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.pipeline import stages
from patronage.pipeline.measuring import Asked, Given, Read, declines_of, given_yearly
from patronage.pipeline.opening import Input, now

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.results import (
        Age,
        Ahead,
        Analogues,
        Brief,
        Course,
        Decade,
        Exchange,
        Exposure,
        Kept,
        Series,
        Wider,
    )

__all__ = ["widened"]

_MOST = 6  # patrons that a figure can hold; of more, no explanation or stake is worked out
_GIVERS = 4  # givers by the registers that stand for patrons where no text tells of one
_RECENT = 15  # years, up to the last that a register covers, in which they gave
_RUNS = 4_000
_MONTHS = (12, 36)


def widened(made: Brief, read: Read, scenario: Input | None = None) -> Brief:
    """A brief with all that its ledger tells beyond counts, and the register rows it rests on.

    Args:
        made: the brief as :func:`.briefs.brief` counts it.
        read: what it was counted from.
        scenario: a scenario file to be played; None tells base rates alone.

    Raises:
        UsageError: for a scenario that begins after the brief's as-of day, or cannot be read.
    """
    asked = Asked(read, None, Given(period="year", since=made.since, end=_day(made)))
    series = given_yearly(asked)
    if not made.patrons:
        made = _with_givers(made, series)
    shown = _ranked(made)
    read.tell(stages.MEASURING, "")
    measured = _measured(asked, made, shown, series)
    wide, of = _beside(read)
    if of:
        note = f"Levels: of the texts about others, which tell of coverage, 1 in {of:,} was read."
        made = replace(made, notes=(*made.notes, note))
    wider = replace(
        measured,
        courses=tuple(_courses(asked, made, shown, wide)),
        ahead=_ahead(made, scenario),
        kept=_kept(read.book.path),
        ages=tuple(_ages(asked)),
    )
    held = {row.id for row in made.rows}
    rows = asked.registers.told(id for id in dict.fromkeys(_ids(wider)) if id not in held)
    return replace(made, wider=wider, rows=(*made.rows, *rows))


def _beside(read: Read) -> tuple[pa.Table, int]:
    """The client's events and those of others, and of how many of their texts one was read, or 0.

    The client's were read before; what was worked out of them is not worked out again.
    """
    from patronage.measures.reports import joined

    part = read.part
    read.tell(stages.LEVELS, f"{part.others.num_rows:,} reports of others")
    return joined(read.frame, part.others, read.client), part.of if part.of > 1 else 0


def _day(made: Brief) -> dt.date:
    """The day that the brief speaks of: as asked, or the day after its latest text, or today."""
    dates = [d.published for d in made.documents if d.published]
    return made.as_of or (max(dates) + dt.timedelta(days=1) if dates else now().date())


def _ranked(made: Brief) -> list[str]:
    """Patrons with most episodes, then as the brief has them."""
    weight = dict.fromkeys(made.patrons, 0)
    for change in made.changes:
        if change.patron in weight:
            weight[change.patron] += change.then + change.now
    return sorted(weight, key=lambda p: -weight[p])[:_MOST]


def _with_givers(made: Brief, series: Iterable[Series]) -> Brief:
    """Who gave most of anything lately by the registers, where no text tells of a patron."""
    parts: dict[str, float] = {}
    by_kind: dict[str, list[tuple[str, float]]] = {}
    for one in series:
        known = [p for p in one.points if p.value is not None][-_RECENT:]
        total = sum(p.value or 0.0 for p in known)
        if one.patron and one.patron not in made.coercers and total:
            by_kind.setdefault(one.name, []).append((one.patron, total))
    for found in by_kind.values():
        whole = sum(total for _, total in found)
        for patron, total in found:
            parts[patron] = max(parts.get(patron, 0.0), total / whole)
    patrons = tuple(sorted(parts, key=lambda p: -parts[p])[:_GIVERS])
    if not patrons:
        return made
    note = (
        "No text tells of a patron: shown are those that gave most, by the registers, in the last "
        f"{_RECENT} years they cover."
    )
    return replace(made, patrons=patrons, notes=(*made.notes, note))


def _measured(asked: Asked, made: Brief, shown: list[str], series: list[Series]) -> Wider:
    from patronage import measures
    from patronage.pipeline.measuring import WIDER
    from patronage.results import Wider

    coercer = made.coercers[0] if len(made.coercers) == 1 else None
    mine = [s for s in series if s.patron in shown]
    others = [s.patron for s in series if s.patron and s.patron not in shown]
    told = [s for s in made.backing if s.patron in shown]
    counts = [replace(s, name="backing") for s in told]
    counts += [s for s in made.pressure if s.patron in made.coercers]
    return Wider(
        answered=tuple(a for a in measures.answered(asked.frame, asked.client)
                       if a.patron in made.patrons),
        declines=declines_of(asked, [*mine, *told]),
        dependence=WIDER["dependence"](asked),
        words=tuple(w for w in WIDER["words"](asked) if w.patron in shown),
        exchange=tuple(_exchange(asked, shown, coercer)),
        exposure=tuple(_exposure(asked, patron) for patron in shown),
        analogues=_analogues(asked),
        registers=tuple(mine),
        elsewhere=tuple(sorted(set(others))),
        decades=_decades(mine, counts),
    )  # fmt: skip


def _exchange(asked: Asked, shown: list[str], coercer: str | None) -> Iterator[Exchange]:
    from patronage import measures

    client, registers = asked.client, asked.registers
    yield from (e for e in measures.received(asked.frame, client) if e.patron in shown)
    for patron in shown:
        found = (
            measures.deals_told(asked.frame, client, patron, coercer),
            measures.deals(registers, client, patron, coercer),
            measures.conduct(registers, client, patron, asked.day),
            measures.burdens(registers, client, patron, asked.day),
        )
        yield from (one for one in found if one is not None)


def _exposure(asked: Asked, patron: str) -> Exposure:
    from patronage import measures

    told = measures.told_of(asked.read.claims, asked.client, patron)
    return measures.exposure(asked.registers, asked.client, patron, asked.day, told=told)


def _analogues(asked: Asked) -> Analogues | None:
    from patronage import measures

    return measures.analogues(asked.registers, asked.client)


def _courses(asked: Asked, made: Brief, shown: list[str], frame: pa.Table) -> Iterator[Course]:
    """Levels behind the counts, of patrons and of coercers, with the probability of a fall."""
    from patronage.pipeline.latent import levels_in
    from patronage.results import Course

    wanted: Any = ((asked.client, None), ("year", None, None))
    for of, actors in (("backing", shown), ("pressure", list(made.coercers)[:_MOST])):
        level, fallen = (
            {s.patron: s for s in levels_in(frame, f"{of}-{part}", *wanted)}
            for part in ("latent", "decline")
        )
        for actor in actors:
            if actor in level:
                yield Course(of, actor, level[actor], fallen.get(actor))


def _decades(given: list[Series], counts: list[Series]) -> tuple[Decade, ...]:
    from patronage import measures

    return measures.decades([*given, *counts])


def _ages(asked: Asked) -> Iterator[Age]:
    """How old the last year of each loaded register is on the brief's day."""
    from patronage.datasets import register
    from patronage.results import Age

    for name in sorted({one["dataset"] for one in asked.book.loaded(known_on=asked.read.known_on)}):
        held, told = asked.registers.held(name), register(name)
        if held is not None:
            end = min(held.end, asked.day)
            yield Age(name, told.title, told.holds, end, (asked.day - end).days)


def _ahead(made: Brief, scenario: Input | None) -> Ahead:
    from patronage import crisis
    from patronage.crisis.outlook import MASS
    from patronage.crisis.tables import by_name
    from patronage.results import Ahead, Outcome

    if scenario is not None:
        return _played(made, scenario)
    hazards = crisis.shipped_hazards()
    outcomes = []
    for name, row in by_name("outcomes").items():
        months = _MONTHS[row["months"] != "12"]
        base, n = hazards.base(name, months)
        gain, low, high = (float(hazards.skill[name][k]) for k in ("gain", "low", "high"))
        label = f"{row['label']} within {months} months"
        outcomes.append(Outcome(name, label, False, base, n, gain, low, high))
    note = "No scenario was given, so that nothing was played: base rates alone."
    return Ahead("", None, None, 0, 0, 0, MASS, crisis.WARNING, tuple(outcomes),
                 notes=(note,))  # fmt: skip


def _played(made: Brief, scenario: Input) -> Ahead:
    from patronage.pipeline.scenarios import crisis_run, read_scenario
    from patronage.results import Ahead, Watched

    plan = read_scenario(scenario)
    if plan.client != made.client:
        raise UsageError(
            f"The scenario '{scenario}' is of {plan.client} and the brief of {made.client}. "
            "Give one of the same client."
        )
    if made.as_of is not None and plan.as_of > made.as_of:
        raise UsageError(
            f"The scenario '{scenario}' stands at {plan.as_of}, after the brief's as-of day "
            f"{made.as_of}. Give one that was known by then."
        )
    run = crisis_run(plan, runs=_RUNS)
    said = run.outlook
    watched = tuple(
        Watched(_named(i.event, i.patron), i.of, i.difference, i.low, i.high)
        for i in run.indicators
    )
    return Ahead(said.title, said.as_of, said.due, said.months, said.runs, said.seed, said.mass,
                 said.warning, said.outcomes, watched, said.marks, said.notes)  # fmt: skip


def _named(event: str, patron: str | None) -> str:
    """An indicator's event with the patron's name in the place of its code."""
    from patronage.actors.states import names_of

    name = names_of(()).get(patron, patron) if patron else ""
    return event.replace(f"({patron})", f"({name})") if patron else event


def _kept(place: Input) -> Kept:
    from patronage.pipeline.forecasts import crisis_score
    from patronage.results import Kept

    told = crisis_score(place)
    record = told["record"]
    return Kept(
        told["registered"], told["open"], told["overdue"], told["void"], told["late"],
        record.count, record.brier, record.brier_low, record.brier_high, record.mass,
        record.base_brier, record.based,
    )  # fmt: skip


def _ids(value: Any) -> Iterator[str]:
    """Every id of evidence in a value, however deep."""
    if is_dataclass(value):
        for one in fields(value):
            if one.name in ("evidence", "undated_evidence", "asked"):
                yield from getattr(value, one.name)
            else:
                yield from _ids(getattr(value, one.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _ids(part)
