"""A patron's decline toward a client, dated, with its rival explanations ranked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from patronage.measures.breaks import break_in
from patronage.measures.clusters import Happening, gather
from patronage.measures.explanations import Hints, explanations
from patronage.measures.reports import parties, read
from patronage.measures.sources import Sources
from patronage.results import Break, Decline, Explanation, Point, Series

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["declines", "hints_of"]

_SURE = 0.5
_REFUSED = "refused by the patron"
_LEAD = 2  # empty years before the first value that still belong to a series


def declines(
    series: Sequence[Series], sources: Sources, hints: Hints | None = None
) -> tuple[Decline, ...]:
    """Each yearly series with its most probable fall, and what explains it.

    Formula: the fall is that of :func:`patronage.measures.break_in` over the years from two before
    the first value above zero to the last known one; from a probability of .5 on it is a
    ``decline``. Its explanations are those of :func:`patronage.measures.explanations` from the
    last year before it. It is called ``withdrawal`` only where ``refused by the patron`` rests on
    what is told of the patron and ranks first at the least of its share against the next at its
    most; on registers alone it never is.

    It does not mean that the first explanation is the true one or the only one. What texts tell is
    set against every series of the pair, whatever its instrument.

    Args:
        series: yearly series of what one patron gave one client, in any unit.
        sources: the loaded registers.
        hints: what texts tell of this pair, from :func:`hints_of`, and series of the client's
            means.

    Returns:
        One value per series, in their order; a series with fewer than six known years has none.
    """
    return tuple(found for one in series for found in _of(one, sources, hints))


def _of(one: Series, sources: Sources, hints: Hints | None) -> Iterator[Decline]:
    known = [p for p in one.points if p.value is not None]
    first = next((i for i, p in enumerate(known) if p.value), len(known))
    years = known[max(0, first - _LEAD) :]
    ids = tuple(dict.fromkeys(id for p in years for id in p.evidence))
    if one.patron is None or len(years) < 6 or not ids:  # break_in says nothing of fewer
        return
    found = break_in([(p.start.year, float(p.value or 0.0)) for p in years], "down")
    if found is None or found.probability < _SURE:
        yield Decline(one.client, one.patron, one.name, one.unit, "no decline found", None, (), ids)
        return
    told = replace(hints or Hints(), arms=one.name.startswith("arms"))
    rivals = explanations(sources, one.patron, one.client, found.time.year - 1, told)
    yield Decline(
        one.client, one.patron, one.name, one.unit, _word(rivals), _told(found, one, years[-1]),
        rivals, ids,
    )  # fmt: skip


def _told(found: Break, one: Series, last: Point) -> Break:
    name = f"{one.name}, {one.patron} to {one.client}"
    return replace(found, series=name, last=last.start.year)


def _word(rivals: Sequence[Explanation]) -> str:
    first, *rest = rivals
    if first.name != _REFUSED or first.low is None or not first.evidence:
        return "decline"
    most = max((one.high for one in rest if one.high is not None), default=-math.inf)
    return "withdrawal" if first.low > most else "decline"


def hints_of(frame: pa.Table, client: str, patron: str) -> Hints:
    """What texts tell for the explanations of a pair, as ids of the episodes that tell it.

    ``refused``: the patron's REJECTs of the client told as fact with polarity curtailment;
    ``curtailed``: its other curtailments; ``client refused``: the client's REJECTs or curtailments
    toward the patron; ``asked relief``: the client's requests for a rollover of debt, to anyone.

    >>> from patronage.measures import empty_frame
    >>> hints_of(empty_frame(), "VEN", "RUS").told["refused"]
    ()
    """
    facts = [h for h in gather(parties(read(frame), client), None) if h.fact]
    patrons = [h for h in facts if _less(h, patron, client)]
    return Hints({
        "refused": _ids(h for h in patrons if h.episode.type == "REJECT"),
        "curtailed": _ids(h for h in patrons if h.episode.type != "REJECT"),
        "client refused": _ids(h for h in facts if _less(h, client, patron)),
        "asked relief": _ids(
            h for h in facts if h.episode.type == "REQUEST" and client in h.episode.actor
            and h.episode.instrument == "debt-rollover"
        ),
    })  # fmt: skip


def _less(happening: Happening, actor: str, toward: str) -> bool:
    episode = happening.episode
    sides = frozenset(episode.recipient) | happening.beneficiary
    return episode.polarity == "curtailment" and actor in episode.actor and toward in sides


def _ids(told: Iterable[Happening]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(h.episode.events for h in told))
