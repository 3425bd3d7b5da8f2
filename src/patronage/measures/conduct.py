"""How a patron treats all its clients, and what burdens it bears itself."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence

from patronage.measures.intervals import count_interval
from patronage.measures.sources import Row, Sources
from patronage.results import Estimate, Exchange

__all__ = ["burdens", "conduct"]

_YEARS = 5


def conduct(sources: Sources, client: str, patron: str, day: dt.date) -> Exchange | None:
    """A patron's arms deliveries to this client and to all others, in two spells of five years.

    Formula: deliveries (SIPRI, TIV) in the five years up to the day and in the five before: to the
    client, to all other recipients, and how many recipients got any; each value by share of days,
    its bounds what lies wholly inside the spell and what touches it. A fall toward all others as
    toward the client speaks of the patron, not of the client.

    It does not mean willingness: less may have been asked for.

    Args:
        sources: the loaded registers.
        client: the client's code.
        patron: the patron's code.
        day: the day after the later spell, cut to the register's end.

    Returns:
        One value with up to six estimates; None without the register or deliveries.
    """
    held = sources.held("sipri")
    if held is None:
        return None
    day = min(day, held.end)
    rows = [r for r in sources.flows("sipri", "arms deliveries", patron, None)
            if r["value"] is not None]  # fmt: skip
    made = [one for start, end in _spells(day) for one in _given(rows, client, start, end)]
    return Exchange(client, patron, "conduct", tuple(made)) if made else None


def _spells(day: dt.date) -> tuple[tuple[dt.date, dt.date], ...]:
    ends = [day.replace(year=day.year - k * _YEARS, day=min(day.day, 28)) for k in (2, 1, 0)]
    return (ends[0], ends[1]), (ends[1], ends[2])


def _given(rows: Sequence[Row], client: str, start: dt.date, end: dt.date) -> Iterator[Estimate]:
    spell = f"{start.year}-{(end - dt.timedelta(days=1)).year}"
    touching = [r for r in rows if r["start"] < end and start < r["end"]]
    inside = [r for r in touching if start <= r["start"] and r["end"] <= end]
    for name, mine in (("to the client", True), ("to all others", False)):
        some = [r for r in touching if (r["receiver"] == client) is mine]
        if some:
            low = math.fsum(r["value"] for r in inside if (r["receiver"] == client) is mine)
            value = math.fsum(r["value"] * _share(r, start, end) for r in some)
            high = math.fsum(r["value"] for r in some)
            yield Estimate(f"arms {name}, {spell}", "TIV", value, low, high, 1.0, len(some),
                           _ids(some))  # fmt: skip
    if touching:
        sure, all_of = ({r["receiver"] for r in some} for some in (inside, touching))
        yield Estimate(f"recipients of arms, {spell}", "recipients", float(len(all_of)),
                       float(len(sure)), float(len(all_of)), 1.0, len(touching),
                       _ids(touching))  # fmt: skip


def _share(row: Row, start: dt.date, end: dt.date) -> float:
    days = (min(row["end"], end) - max(row["start"], start)).days
    return float(days / (row["end"] - row["start"]).days)


def _ids(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["id"] for row in rows))


def burdens(
    sources: Sources, client: str, patron: str, day: dt.date, *, mass: float = 0.9
) -> Exchange | None:
    """A patron's own burdens: conflicts it fights in, disputes it is in, its share of capability.

    Formula: conflicts of UCDP in which the patron is a side or sends troops, and disputes of MIDs
    in which it acts, per year in the five years before each register's end or the day and in the
    five before those, with Jeffreys' interval for a count; the last known capability share (NMC)
    and the change over ten years, whose bounds are those of its yearly values in each spell.

    It does not mean that the patron cannot afford to back: only what else lay on it.

    Returns:
        One value; None where none of the registers is loaded or tells anything.
    """
    made = [
        *_counted(sources, ("ucdp_conflict", "armed conflicts"), patron, day, mass),
        *_counted(sources, ("mids", "disputes"), patron, day, mass),
        *_capability(sources, patron, day),
    ]
    return Exchange(client, patron, "burdens", tuple(made)) if made else None


def _counted(
    sources: Sources, what: tuple[str, str], patron: str, day: dt.date, mass: float
) -> Iterator[Estimate]:
    dataset, name = what
    held = sources.held(dataset)
    if held is None:
        return
    acts = sources.acts(dataset, patron, None)
    for start, end in _spells(min(day, held.end)):
        some = [a for a in acts if start <= a["start"] < end]
        # a conflict or a dispute is one a year, however many rows tell of it
        cases = {(_case(a), a["start"].year) for a in some}
        if cases:
            low, high = count_interval(len(cases), mass)
            spell = f"{start.year}-{(end - dt.timedelta(days=1)).year}"
            yield Estimate(f"{name} a year, {spell}", "a year", len(cases) / _YEARS, low / _YEARS,
                           high / _YEARS, mass, len(some), _ids(some))  # fmt: skip


def _case(act: Row) -> str:
    """The conflict's number where the code tells one, else the other side."""
    code = str(act["code"])
    return code.partition(":")[0] if code.startswith("conflict ") else str(act["recipient"])


def _capability(sources: Sources, patron: str, day: dt.date) -> Iterator[Estimate]:
    held = sources.held("cow_nmc")
    if held is None:
        return
    rows = [r for r in sources.flows("cow_nmc", "capability share", patron, None)
            if r["value"] is not None and r["end"] <= day]  # fmt: skip
    if not rows:
        return
    last = max(r["end"] for r in rows)
    for start, end in _spells(last):
        some = [r for r in rows if start <= r["start"] and r["end"] <= end]
        if some:
            values = [float(r["value"]) for r in some]
            spell = f"{start.year}-{(end - dt.timedelta(days=1)).year}"
            yield Estimate(f"capability share, {spell}", "share of the world's",
                           math.fsum(values) / len(values), min(values), max(values), 1.0,
                           len(some), _ids(some))  # fmt: skip
