"""Words against deeds: what a patron says for a client beside what it does for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from patronage.measures.clusters import Happening, backed, gather, split_of
from patronage.measures.intervals import count_interval, share_interval
from patronage.measures.reports import kinds, parties, read
from patronage.results import Estimate, WordsAndDeeds

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["words_and_deeds"]


def words_and_deeds(
    frame: pa.Table, client: str, since: dt.date | None, *, mass: float = 0.9
) -> tuple[WordsAndDeeds, ...]:
    """Supportive episodes in words and in deeds, and their gap, by patron and spell.

    Formula: w episodes of support told as fact whose type is no deed (``kinds.csv``: agreements,
    meetings, statements, votes) and d whose type is one (aid, cooperation, troops moved); gap =
    (w - d) / (w + d). Intervals: Jeffreys' for the counts, and for the gap that of the binomial
    share of words, doubled less one.

    It does not mean insincerity: deeds are often kept quiet and words are made to be printed, so
    that a gap shows first what the press could see. It weighs nothing: a statement and a loan
    count one each.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        since: first day of "now"; None for a year before the latest publication.
        mass: probability inside the intervals, between 0 and 1.

    Returns:
        One value per patron and spell with an episode, ``then`` before ``now``.

    Raises:
        UsageError: where the frame lacks a column or the mass is out of range.

    >>> from patronage.measures import empty_frame
    >>> words_and_deeds(empty_frame(), "VEN", None)
    ()
    """
    count_interval(0, mass)  # says at once what is wrong with a mass
    reports = read(frame)
    split = since or split_of(reports)
    groups: dict[tuple[str, bool], list[Happening]] = defaultdict(list)
    for patron, happening in backed(gather(parties(reports, client), split), client):
        groups[patron, happening.episode.when == "now"].append(happening)
    return tuple(
        _one(client, patron, "now" if now else "then", groups[patron, now], mass)
        for patron, now in sorted(groups)
    )


def _one(
    client: str, patron: str, spell: str, told: Sequence[Happening], mass: float
) -> WordsAndDeeds:
    deeds = [h for h in told if _is_deed(h)]
    words = [h for h in told if not _is_deed(h)]
    low, high = share_interval(len(words), len(told), mass)
    gap = Estimate(
        "gap", "words less deeds, parts of all", (len(words) - len(deeds)) / len(told),
        2 * low - 1, 2 * high - 1, mass, len(told), _ids(told),
    )  # fmt: skip
    counts = (_count("words", words, mass), _count("deeds", deeds, mass))
    return WordsAndDeeds(client, patron, spell, *counts, gap)


def _is_deed(happening: Happening) -> bool:
    kind = kinds().get(happening.episode.type)
    return bool(kind and kind.deed)


def _count(name: str, told: Sequence[Happening], mass: float) -> Estimate:
    low, high = count_interval(len(told), mass)
    return Estimate(name, "episodes", float(len(told)), low, high, mass, len(told), _ids(told))


def _ids(told: Sequence[Happening]) -> tuple[str, ...]:
    return tuple(sorted({id for h in told for id in h.episode.events}))
