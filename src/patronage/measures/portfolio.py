"""Who gave a client what, then and now: patron by instrument."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from patronage.measures.clusters import Happening, backed, gather, split_of
from patronage.measures.reports import parties, read
from patronage.results import Cell, Portfolio

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["JOINTLY", "NOT_TOLD", "portfolio"]

NOT_TOLD = "not told"
JOINTLY = "(jointly with others)"


def portfolio(frame: pa.Table, client: str, since: dt.date | None) -> Portfolio:
    """Supportive episodes told as fact, by patron, instrument and spell.

    What is told as coming, possible or denied is not counted. An empty cell is absent: none was
    found, which does not mean that none was given. Figures are kept as texts and never summed; a
    figure told of several patrons together is marked ``(jointly with others)`` and not divided.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        since: first day of "now"; None for a year before the latest publication.

    Returns:
        Cells sorted by patron, instrument and spell (``then`` first). Where no instrument is told,
        the cell's instrument is ``not told``. ``split`` is None where nothing is dated: the spell
        then comes from the status alone.

    Raises:
        UsageError: where the frame lacks a column.

    >>> from patronage.measures import empty_frame
    >>> portfolio(empty_frame(), "VEN", None).cells
    ()
    """
    reports = read(frame)
    split = since or split_of(reports)
    groups: dict[tuple[str, str, str], list[Happening]] = defaultdict(list)
    for patron, happening in backed(gather(parties(reports, client), split), client):
        episode = happening.episode
        groups[patron, episode.instrument or NOT_TOLD, episode.when].append(happening)
    order = sorted(groups, key=lambda key: (key[0], key[1], key[2] == "now"))
    return Portfolio(client, split, tuple(_cell(key, client, groups[key]) for key in order))


def _cell(key: tuple[str, str, str], client: str, happenings: Sequence[Happening]) -> Cell:
    patron, instrument, spell = key
    amounts = dict.fromkeys(
        text if len(happening.givers(client)) == 1 else f"{text} {JOINTLY}"
        for happening in happenings
        for report in happening.reports
        for text in report.amount
    )
    evidence = {id for happening in happenings for id in happening.episode.events}
    return Cell(patron, instrument, spell, len(happenings), tuple(amounts), tuple(sorted(evidence)))
