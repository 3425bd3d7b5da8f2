"""How results look in a notebook: small tables of plain HTML, every text of the data escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patronage.results.brief import Brief
    from patronage.results.counts import Change, Point, Series

__all__ = ["brief_html", "outlook_html", "rows_html", "series_html"]

_MOST = 60  # rows of a table


def series_html(series: Series) -> str:
    """A series as a table: period, value, interval, count; periods without a value are counted.

    >>> from patronage.results import Series
    >>> "None we found" in series_html(Series("backing", "VEN", None, "episodes", "year", 0.8, ()))
    True
    """
    told = [point for point in series.points if point.value is not None]
    sides = " from ".join(filter(None, (series.client, series.patron)))
    caption = f"{series.name}, {sides}: {series.unit} by {series.grain}"
    head = ("period", "value", f"{series.mass:.0%} interval", "evidence")
    notes = []
    if len(told) > _MOST:
        notes.append(f"The latest {_MOST} of {len(told)} periods.")
    if missing := len(series.points) - len(told):
        notes.append(f"No value is known in {missing} more: missing and not zero.")
    if series.undated:
        notes.append(f"{series.undated} are not dated.")
    return _table(caption, head, map(_point, told[-_MOST:]), notes)


def brief_html(brief: Brief) -> str:
    """A brief as a table of its patrons, then against now, with what it rests on."""
    name = brief.names.get(brief.client, brief.client)
    since = f" Now is from {brief.since} on." if brief.since else ""
    as_of = f", as available by {brief.as_of}" if brief.as_of else ""
    caption = f"Who backs {name}{as_of}"
    head = ("patron", "then", "now", "now over then", "probability of a fall", "what is told")
    rows = [_change(one, brief) for one in brief.changes if one.patron in brief.patrons]
    counts = (
        f"{len(brief.events)} events and {len(brief.claims)} claims from "
        f"{len(brief.documents)} texts; {len(brief.verdicts)} verdicts."
    )
    return _table(caption, head, rows, [f"{counts}{since}", *brief.notes])


def rows_html(rows: list[dict[str, Any]]) -> str:
    """Rows of a frame as a table: the first 60, columns that hold nothing left out.

    >>> "12.5" in rows_html([{"patron": "RUS", "value": 12.5, "low": None}])
    True
    """
    head = [name for name in dict.fromkeys(k for row in rows for k in row)
            if any(row.get(name) not in (None, [], "") for row in rows)]  # fmt: skip
    shown = [tuple(_cell(row.get(name)) for name in head) for row in rows[:_MOST]]
    notes = [f"The first {_MOST} of {len(rows)} rows."] if len(rows) > _MOST else []
    return _table(f"{len(rows)} rows", head, shown, notes)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        more = f" and {len(value) - 3} more" if len(value) > 3 else ""
        return ", ".join(str(part) for part in value[:3]) + more
    text = str(value)
    return text if len(text) <= 160 else text[:159] + "…"


def outlook_html(outlook: Any, indicators: Iterable[Any]) -> str:
    """A played scenario: each outcome with its interval and base rate, and what moves it most."""
    head = ("outcome", "probability", f"{outlook.mass:.0%} interval", "in words", "base rate")
    rows = []
    for one in outlook.outcomes:
        told = ("base rate alone", "", "")
        if one.shown and one.probability is not None:
            told = (f"{one.probability:.0%}", f"{one.low:.0%} to {one.high:.0%}",
                    one.word or "no judgement")  # fmt: skip
        rows.append((one.label, *told, f"{one.base:.0%} of {one.n:,}"))
    watched = [
        f"{i.event} would move {i.of} by {100 * i.difference:+.2g} percentage points "
        f"({100 * i.low:+.2g} to {100 * i.high:+.2g})."
        for i in indicators
    ]
    caption = f"{outlook.title}, {outlook.as_of} to {outlook.due}: {outlook.runs:,} runs"
    return _table(caption, head, rows, [outlook.warning, *watched])


def _point(point: Point) -> tuple[str, ...]:
    span = "" if point.low is None or point.high is None else f"{point.low:.3g} to {point.high:.3g}"
    value = "" if point.value is None else f"{point.value:.6g}"
    return point.start.isoformat(), value, span, str(point.n)


def _change(change: Change, brief: Brief) -> tuple[str, ...]:
    ratio = "" if change.ratio is None else f"{change.ratio:.2f}"
    if change.ratio is not None and change.low is not None and change.high is not None:
        ratio += f" ({change.mass:.0%}: {change.low:.2f} to {change.high:.2f})"
    probability = "" if change.probability is None else f"{change.probability:.2f}"
    return (
        brief.names.get(change.patron, change.patron), str(change.then), str(change.now), ratio,
        probability, change.word,
    )  # fmt: skip


def _table(
    caption: str, head: Iterable[str], rows: Iterable[tuple[str, ...]], notes: Iterable[str]
) -> str:
    made = [_row("td", row) for row in rows]
    body = "".join(made) or "<tr><td>None we found.</td></tr>"
    below = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return (
        f"<table><caption>{escape(caption)}</caption><thead>{_row('th', head)}</thead>"
        f"<tbody>{body}</tbody></table>{below}"
    )


def _row(kind: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{kind}>{escape(cell)}</{kind}>" for cell in cells) + "</tr>"
