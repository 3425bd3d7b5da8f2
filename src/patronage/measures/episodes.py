"""Episodes of an event frame, and the day that splits then from now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from patronage.measures.clusters import gather, split_of
from patronage.measures.reports import read
from patronage.results import Episode

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["default_since", "empty_frame", "episodes"]


def episodes(frame: pa.Table, *, since: dt.date | None) -> tuple[Episode, ...]:
    """Reports of one happening, within and across documents, gathered into episodes.

    Two reports are linked where they have the same actors, overlapping recipients (beneficiaries
    included), types of one group (``kinds.csv``), the same polarity and instrument (or one
    missing), the same standing (told as fact, future, hypothetical, negated), and times that
    overlap or, told to the month or better, lie within 30 days. Undated reports are linked within
    one document or where printed within 14 days. A chain of links is cut where a report lies more
    than that from the best dated one. A total over years is linked only with other totals. A mutual
    deed that one sentence tells from both sides is one.

    ``start`` and ``end`` are those of the best dated report and None where no text dates it. What
    is told as ``occurred`` and undated stands at its first publication for ``when`` alone. ``when``
    is ``then`` where the status is ``historical`` or the middle of its time lies before ``since``.

    It does not mean acts: two deliveries told in one month are one episode, one act told of two
    sets of actors is two.

    Args:
        frame: the event frame; the order of its rows and reprints of reports change nothing.
        since: first day of "now"; None for a year before the latest publication, and where nothing
            was published on a known date, the status alone decides.

    Returns:
        Episodes, best dated first.

    Raises:
        UsageError: where the frame lacks a column.

    >>> episodes(empty_frame(), since=None)
    ()
    """
    reports = read(frame)
    return tuple(h.episode for h in gather(reports, since or split_of(reports)))


def default_since(frame: pa.Table) -> dt.date | None:
    """The first day of "now" where none is given: 365 days before the latest publication.

    A convention and no turning point. None where no report has a publication date.

    >>> default_since(empty_frame()) is None
    True
    """
    return split_of(read(frame))


def empty_frame() -> pa.Table:
    """An event frame without rows: the columns and types that measures read.

    >>> empty_frame().num_rows
    0
    """
    import pyarrow as pa

    texts, day = pa.list_(pa.string()), pa.date32()
    return pa.schema(
        [
            ("id", pa.string()), ("document", pa.string()), ("sentence", pa.int32()),
            ("available", day), ("headline", pa.bool_()),
            ("actor", texts), ("recipient", texts), ("beneficiary", texts), ("against", texts),
            ("type", pa.string()), ("mode", pa.string()), ("polarity", pa.string()),
            ("instrument", pa.string()), ("status", pa.string()),
            ("start", day), ("end", day), ("precision", pa.string()),
            ("amount", texts), ("in_return_for", texts), ("attribution", texts),
            ("quote", pa.string()), ("intensity", pa.float64()), ("coder_score", pa.float64()),
        ]
    ).empty_table()  # fmt: skip
