"""Results in and out of a notebook: rows of any results, events from a frame, figures as charts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from patronage.errors import UsageError
from patronage.records import Event
from patronage.results import Several

if TYPE_CHECKING:
    import altair as alt
    import pyarrow as pa

    from patronage.results import Brief

__all__ = ["event_frame", "figures", "table"]

T = TypeVar("T")
_NEEDED = ("id", "actor", "recipient", "type", "polarity", "status")


def table(results: Iterable[T]) -> Several[T]:
    """Events, claims, series or other results, to be shown in a notebook or made a frame.

    Args:
        results: what ``code``, ``find``, ``measure`` or ``audit`` gave, or a part of a brief.

    Returns:
        A tuple with ``to_arrow``, ``to_pandas`` and ``to_polars``.

    >>> table([]).to_arrow().num_rows
    0
    """
    return Several(results)


def event_frame(
    events: Any, published: Mapping[str, dt.date | None] | None = None
) -> pa.Table:  # fmt: skip
    """Events of a reader's own as the frame that :mod:`patronage.measures` reads.

    Args:
        events: a pandas, Polars or Arrow frame, a sequence of dictionaries, or events. A frame
            needs the columns id, actor, recipient (lists of codes, or one code), type, polarity
            and status; document, available, start, end, instrument and the others may be missing
            and are then null. ``end`` is the day after the last.
        published: for events as records, the day of publication by document.

    Returns:
        An Arrow table with the columns and types of :func:`patronage.measures.empty_frame`.

    Raises:
        UsageError: where a needed column is missing, or a value does not fit its column.

    >>> row = {"id": "1", "actor": "RUS", "recipient": ["VEN"], "type": "AID",
    ...        "polarity": "support", "status": "occurred"}
    >>> event_frame([row])["actor"].to_pylist()
    [['RUS']]
    """
    import pyarrow as pa

    from patronage.measures import empty_frame

    schema = empty_frame().schema
    rows = _rows(events, published or {})
    missing = [name for name in _NEEDED if rows and name not in rows[0]]
    if missing:
        raise UsageError(
            f"The frame has no column {', '.join(missing)}. Needed are: {', '.join(_NEEDED)}."
        )
    made = [{f.name: _fit(row.get(f.name), pa.types.is_list(f.type)) for f in schema}
            for row in rows]  # fmt: skip
    for place, row in enumerate(made):
        row["document"] = row["document"] or f"row {place + 1}"
        row["headline"] = bool(row["headline"])
    try:
        return pa.Table.from_pylist(made, schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise UsageError(f"A value does not fit its column: {error}") from error


def _rows(events: Any, published: Mapping[str, dt.date | None]) -> list[dict[str, Any]]:
    """Rows of whatever frame it is; no library is imported for another's sake."""
    if hasattr(events, "to_pylist"):
        return list(events.to_pylist())
    if hasattr(events, "to_dicts"):  # Polars
        return list(events.to_dicts())
    if hasattr(events, "to_dict") and hasattr(events, "columns"):  # pandas
        return list(events.to_dict("records"))
    if not isinstance(events, Iterable) or isinstance(events, (str, bytes)):
        raise UsageError(f"No frame of events: '{type(events).__name__}'. Give a frame or a list.")
    listed: Sequence[Any] = list(events)
    if all(isinstance(one, Event) for one in listed):
        told = Several(listed).rows()
        return [row | {"available": published.get(row["document"])} for row in told]
    if all(isinstance(one, Mapping) for one in listed):
        return [dict(one) for one in listed]
    raise UsageError("No frame of events: its rows are neither events nor dictionaries.")


def _fit(value: Any, many: bool) -> Any:
    """A cell as its column holds it: pandas' gaps are null, a lone code is a list of one."""
    if many:
        if value is None or isinstance(value, float):  # a gap in a frame of objects is nan
            return []
        return [value] if isinstance(value, str) else [str(v) for v in value if v is not None]
    if value is None or str(value) in ("nan", "NaT", "<NA>"):
        return None
    if isinstance(value, dt.datetime):  # pandas' timestamps too
        return value.date()
    return value.item() if hasattr(value, "item") else value


def figures(brief: Brief) -> dict[str, alt.Chart]:
    """The figures of a brief as Altair charts, to restyle, resize or combine.

    Args:
        brief: as :func:`patronage.brief` gives it.

    Returns:
        Charts by name (``matrix``, ``timeline``, ``decades``, ``change``, ``requests``,
        ``pressure``, ...), those that have nothing to draw left out. A chart's ``title`` is unset:
        the page's caption, which states the finding, is in ``usermeta["caption"]``.

    >>> from patronage.results import Brief, Portfolio
    >>> figures(Brief("VEN", (), (), None, None, {}, (), (), (), (), Portfolio("VEN", None, ()),
    ...     (), (), (), (), (), (), ""))
    {}
    """
    from patronage.report import charts

    made = {}
    for name, (caption, chart) in charts(brief).items():
        made[name] = chart.properties(usermeta={"caption": caption})
    return made
