"""What a client asked of whom, and what was promised, refused and arrived."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from patronage.measures.clusters import Happening, by_side, gather, split_of
from patronage.measures.reports import Report, kinds, parties, read
from patronage.results import Request

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["deed", "promise", "refusal", "requests"]


def requests(frame: pa.Table, client: str) -> tuple[Request, ...]:
    """Requests of a client, by patron and instrument, with their answers.

    ``asked`` are the client's REQUESTs told as fact. ``arrived`` are the patron's supportive deeds
    told as ``occurred``, not before the first request (where either has no date: told of "now"; a
    total over years only where it begins after the request); words alone arrive only where words
    of that instrument were asked for. ``promised`` are agreements told as fact and supportive
    events told as coming. ``refused`` are the patron's refusals and curtailments; a denial or a
    veto is none. A request without instrument matches any; a request for one instrument is answered
    by that one, but refused also where the refusal names none.

    ``answer`` is the first that applies of ``arrived``, ``refused`` (by a REJECT), ``promised``,
    ``less than before`` (a curtailment alone), ``none we found``. It does not mean that what
    arrived came because it was asked for, and "none we found" is no refusal.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.

    Returns:
        One value per patron and instrument asked for, sorted; each field holds event ids.

    Raises:
        UsageError: where the frame lacks a column.

    >>> from patronage.measures import empty_frame
    >>> requests(empty_frame(), "VEN")
    ()
    """
    reports = read(frame)
    named = parties(reports, client)
    happenings = gather(named, split_of(reports))
    asked: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in named:  # by report: what was asked of one patron is not put to another
        if report.told == "fact" and report.type == "REQUEST" and client in report.actor:
            for patron in report.recipient - {client}:
                asked[patron, report.instrument or ""].append(report)
    own = by_side(happenings, lambda h: h.givers(client) | frozenset(h.episode.actor))
    return tuple(
        _request(patron, instrument or None, asked[patron, instrument], own[patron], client)
        for patron, instrument in sorted(asked)
    )


def _request(
    patron: str,
    instrument: str | None,
    asked: Sequence[Report],
    happenings: Sequence[Happening],
    client: str,
) -> Request:
    first = min((r.day for r in asked if r.day), default=None)

    def choose(wanted: Callable[[Happening], bool]) -> list[Happening]:
        return [h for h in happenings if wanted(h)]

    arrived = choose(
        lambda h: patron in h.givers(client) and deed(h, instrument) and _after(h, first)
    )
    promised = choose(
        lambda h: patron in h.givers(client) and promise(h) and _matches(h, instrument)
        and _not_before(h, first)
    )  # fmt: skip
    refused = choose(
        lambda h: patron in h.episode.actor and refusal(h, client) and _not_before(h, first)
        and (h.episode.instrument is None or _matches(h, instrument))
    )  # fmt: skip
    return Request(
        patron=patron,
        instrument=instrument,
        asked=tuple(sorted(id for r in asked for id in r.ids)),
        promised=_ids(promised),
        arrived=_ids(arrived),
        refused=_ids(refused),
        answer=_answer(arrived, promised, refused),
    )


def _answer(
    arrived: Sequence[Happening], promised: Sequence[Happening], refused: Sequence[Happening]
) -> str:
    if arrived:
        return "arrived"
    if any(h.episode.type == "REJECT" for h in refused):
        return "refused"
    if promised:
        return "promised"
    return "less than before" if refused else "none we found"


def _matches(happening: Happening, instrument: str | None) -> bool:
    return instrument is None or happening.episode.instrument == instrument


def deed(happening: Happening, instrument: str | None) -> bool:
    episode = happening.episode
    kind = kinds().get(episode.type)
    asked_for = instrument is not None and episode.type not in ("AGREE", "REQUEST")
    return (
        episode.polarity == "support"
        and episode.status == "occurred"
        and _matches(happening, instrument)
        and (asked_for or bool(kind and kind.deed))
    )


def promise(happening: Happening) -> bool:
    episode = happening.episode
    if episode.polarity != "support":
        return False
    return episode.status == "future" or (happening.fact and episode.type == "AGREE")


def refusal(happening: Happening, client: str) -> bool:
    episode = happening.episode
    toward = frozenset(episode.recipient) | happening.beneficiary
    # a REJECT of another kind, a denial or a veto, refuses the client nothing
    return happening.fact and episode.polarity == "curtailment" and client in toward


def _after(happening: Happening, first: dt.date | None) -> bool:
    start = happening.anchor.start
    if happening.anchor.width == 2:  # "since 2000" answers no request of today
        return start is not None and first is not None and start >= first
    if happening.day and first:
        return happening.day >= first
    return happening.episode.when == "now"


def _not_before(happening: Happening, first: dt.date | None) -> bool:
    return happening.day is None or first is None or happening.day >= first


def _ids(happenings: Sequence[Happening]) -> tuple[str, ...]:
    return tuple(sorted({id for h in happenings for id in h.episode.events}))
