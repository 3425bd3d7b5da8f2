"""What an event frame tells of every directed dyad, and of those who are not in the question."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from patronage import codebook
from patronage.measures.clusters import Happening, gather
from patronage.measures.reports import Report, Reports
from patronage.measures.series import LONGEST, fits
from patronage.periods import Grain

__all__ = ["POLARITIES", "Tally", "counted", "kind_of", "kinds_of", "partners", "tally"]

POLARITIES = {"backing": "support", "pressure": "pressure"}
Dyad = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts before they are placed in periods.

    ``dyads`` (giver, client); ``told`` (dyad, kind, day) of each episode; ``others`` (every country
    named, day) of each report; ``printed`` the days on which texts were published; ``pressers`` the
    coercers of each client.
    """

    dyads: tuple[Dyad, ...]
    told: Sequence[tuple[Dyad, str, dt.date]]
    others: Sequence[tuple[frozenset[str], dt.date]]
    printed: frozenset[dt.date]
    pressers: Mapping[str, frozenset[str]]


def kind_of(type: str) -> str:
    """``verbal`` or ``material``, by the quad of a PLOVER type; a type without one is verbal.

    >>> kind_of("AID"), kind_of("SUPPORT")
    ('material', 'verbal')
    """
    return kinds_of().get(type, "verbal")


@cache
def kinds_of() -> Mapping[str, str]:
    """Each PLOVER type's kind."""
    return {row["type"]: row["quad"].split("-")[0] for row in codebook.rows("types")}


def counted(happening: Happening, of: str) -> bool:
    """Whether an episode of ``backing`` or ``pressure`` is told as a fact."""
    return happening.fact and happening.episode.polarity == POLARITIES[of]


def partners(happening: Happening, client: str, of: str) -> frozenset[str]:
    """Who backs or presses a client in an episode."""
    return happening.givers(client) if of == "backing" else happening.pressers(client)


def tally(
    reports: Sequence[Report], client: str, own: Sequence[Happening], of: str, grain: Grain
) -> Tally:
    """Tell a frame's dyads apart; the client's episodes are ``own``, as ``backing`` counts them.

    Reports that do not name the client are gathered among themselves: their dyads tell how levels
    move, and nothing of the client's can change them.
    """
    others = _others(reports, client)
    told = [one for h in own for one in _told(h, [client], of, grain)]
    told += [
        one for h in others if counted(h, of) for one in _told(h, sorted(_sides(h)), of, grain)
    ]
    pressers: dict[str, set[str]] = defaultdict(set)
    for happenings, clients in ((own, [client]), (others, None)):
        for h in happenings:
            if counted(h, "pressure"):
                for one in clients or _sides(h):
                    pressers[one] |= h.pressers(one)
    return Tally(
        tuple(sorted({dyad for dyad, _, _ in told})),
        told,
        _placed(reports, grain),
        frozenset(r.available for r in reports if r.available),
        {one: frozenset(found) for one, found in pressers.items()},
    )


def _placed(reports: Sequence[Report], grain: Grain) -> Sequence[tuple[frozenset[str], dt.date]]:
    """Every country that a report names, and its day: the same for backing and pressure."""

    def work() -> Sequence[tuple[frozenset[str], dt.date]]:
        facts = (r for r in reports if r.told == "fact" and _fine(r, grain))
        return [(_named(r), r.day) for r in facts if r.day]

    return reports.once(("placed", grain), work) if isinstance(reports, Reports) else work()


def _others(reports: Sequence[Report], client: str) -> tuple[Happening, ...]:
    """What is told of those who are not the client, gathered once for backing and pressure."""

    def work() -> tuple[Happening, ...]:
        return gather([r for r in reports if client not in _named(r)], None)

    return reports.once(("others", client), work) if isinstance(reports, Reports) else work()


def _told(
    happening: Happening, clients: Sequence[str], of: str, grain: Grain
) -> Iterator[tuple[Dyad, str, dt.date]]:
    if counted(happening, of) and happening.day and fits(happening, grain):
        kind = kind_of(happening.anchor.type)
        for client in clients:
            for partner in sorted(partners(happening, client, of)):
                yield (partner, client), kind, happening.day


def _named(report: Report) -> frozenset[str]:
    return report.actor | report.recipient | report.beneficiary | report.against


def _sides(happening: Happening) -> frozenset[str]:
    return frozenset().union(*map(_named, happening.reports))


def _fine(report: Report, grain: Grain) -> bool:
    """Whether its time is fine enough to be put into one period, as it is for an episode."""
    if report.start is None or report.end is None:
        return report.width == 3
    return (report.end - report.start).days <= LONGEST[grain]
