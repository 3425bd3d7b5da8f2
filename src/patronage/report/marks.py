"""What all figures share: colours, shapes, linked marks and their look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from patronage.report.wording import plain

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "COLOURS",
    "SHAPES",
    "WIDTH",
    "colour_of",
    "drawing",
    "finish",
    "linked",
    "stamp",
    "vega",
]

# Light-theme colours, after Okabe and Ito's palette; svg.py turns each into its CSS variable.
COLOURS = {
    "ink": "#1d1f23",
    "muted": "#5d636b",
    "line": "#d6d4cd",
    "paper": "#fdfcf9",
    "support": "#0069a6",
    "support-soft": "#8fbfdd",
    "pressure": "#b84a00",
    "curtailment": "#94497c",
    "neutral": "#5d636a",
}
SHAPES = {"support": "circle", "pressure": "triangle-up", "curtailment": "square", "": "diamond"}
WIDTH = 760


def vega() -> Any:
    import altair

    return altair


def colour_of(polarity: str | None) -> str:
    return COLOURS.get(polarity or "neutral", COLOURS["neutral"])


def finish(chart: Any, gap: int = 12) -> alt.Chart:
    """The look that all figures share; the ground is left to the page."""
    axis = {
        "domain": False,
        "ticks": False,
        "labelColor": COLOURS["muted"],
        "labelFontSize": 12,
        "gridColor": COLOURS["line"],
        "titleColor": COLOURS["muted"],
        "titleFontWeight": "normal",
        "titleFontSize": 12,
        "labelPadding": 6,
        "aria": False,
    }
    header = {"labelColor": COLOURS["ink"], "labelFontSize": 13, "labelFontWeight": "bold"}
    return (
        chart.configure(
            background="transparent",
            font="sans-serif",
            padding={"left": 14, "top": 6, "right": 6, "bottom": 6},
            axis=axis,
            header=header,
            view={"stroke": None},
            text={"fontSize": 12, "color": COLOURS["ink"]},
            title={
                "anchor": "start",
                "fontSize": 13,
                "color": COLOURS["ink"],
                "fontWeight": "bold",
            },
        )
        .configure_facet(spacing=gap)
        .configure_concat(spacing=gap)
    )


def drawing(rows: Iterable[dict[str, Any]]) -> Any:
    """Rows to be drawn. As a tuple, which Altair does not copy row by row at each step."""
    return vega().Data(values=tuple(rows))


def linked(alt: Any, rows: Sequence[dict[str, Any]], x: Any, y: Any, **extra: Any) -> Any:
    """Linked, described symbols; every row has ``fill``, ``stroke``, ``shape``, ``size``."""
    return (
        alt.Chart(drawing({**row, "words": plain(row["words"])} for row in rows))
        .mark_point(opacity=1, filled=True, strokeWidth=1.8)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            href="href:N",
            description="words:N",
            **extra,
        )
    )


def stamp(date: dt.date) -> int:
    """Milliseconds since 1970, so that no time zone can move a day."""
    return (date - dt.date(1970, 1, 1)).days * 86_400_000
