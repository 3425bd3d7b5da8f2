"""Figures of values with their intervals, one row each: shares, gaps, explanations, outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patronage.report.marks import COLOURS, drawing, finish, linked, vega
from patronage.report.wording import short

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Axis", "Panel", "Reach", "ranges_chart"]

_WIDE = 330  # of a panel: a phone holds one, a page two side by side
_ROW = 42  # words above, the line under them


@dataclass(frozen=True, slots=True)
class Reach:
    """A value with its interval, as a row says it; ``said`` stands right of the scale.

    ``soft`` marks what is held against the others ("then", "among all"); ``base`` is a tick on the
    same row.
    """

    name: str
    value: float
    low: float
    high: float
    said: str
    words: str
    href: str | None
    colour: str = "support"
    soft: bool = False
    base: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows under a title."""

    title: str
    rows: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale that all panels share: its ends, its ticks as (place, words), a line to draw."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    line: float | None = None


PARTS = Axis(0, 1, ((0, "0"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1, "100%")))


def ranges_chart(panels: Sequence[Panel], axis: Axis = PARTS) -> alt.Chart | None:
    """Panels of rows on one scale, or None where there is no row."""
    filled = [p for p in panels if p.rows]
    if not filled:
        return None
    alt = vega()
    drawn = [_panel(alt, p, axis) for p in filled]
    return finish(alt.concat(*drawn, columns=2), gap=34)


def _panel(alt: Any, panel: Panel, axis: Axis) -> Any:
    rows, names = [], []
    for place, one in enumerate(panel.rows):
        rows.append(_row(one, place))
        first = not place or panel.rows[place - 1].name != one.name
        names.append({"y": place + 0.34, "name": short(one.name, _room(one.said)) if first else "",
                      "said": one.said})  # fmt: skip
    said = "".join(f"datum.value === {at} ? '{name}' : " for at, name in axis.ticks)
    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False, clamp=True),
        axis=alt.Axis(values=[at for at, _ in axis.ticks], labelExpr=f"{said}''", grid=True),
    )
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[len(rows), 0], nice=False, zero=False))
    data = alt.Chart(drawing(rows))
    reach = data.mark_rule(strokeWidth=2.4, opacity=0.55, strokeCap="round", aria=False).encode(
        x=alt.X("low:Q"), x2="high:Q", y=y, color=alt.Color("stroke:N", scale=None)
    )
    layers = [reach, *_ticks(alt, rows, y), linked(alt, rows, x, y), *_words(alt, names, y)]
    if axis.line is not None:
        zero = alt.Chart(drawing([{"value": axis.line}]))
        layers.insert(0, zero.mark_rule(color=COLOURS["muted"], aria=False).encode(x=x))
    title = alt.Title(short(panel.title, 90), frame="group", offset=6)
    return alt.layer(*layers).properties(width=_WIDE, height=_ROW * len(rows), title=title)


def _room(said: str) -> int:
    """How many characters of a name fit left of what stands at the right of its row."""
    return max(8, int((_WIDE - 6.2 * len(said)) / 7.2))


def _words(alt: Any, names: list[dict[str, Any]], y: Any) -> list[Any]:
    """What each row is, above its line at the left, and what it says, at the right."""
    base = alt.Chart(drawing(names))
    under = {"stroke": COLOURS["paper"], "strokeWidth": 5, "strokeJoin": "round"}
    made = []
    for field, place, look in (
        ("name:N", 0, {"align": "left", "fontSize": 13}),
        ("said:N", _WIDE, {"align": "right", "fontSize": 12}),
    ):
        ink = COLOURS["ink"] if place == 0 else COLOURS["muted"]
        for more in (under, {}):  # a rim of paper under the words, where a grid line would cross
            text = base.mark_text(aria=False, color=ink, **look, **more)
            made.append(text.encode(x=alt.value(place), y=y, text=field))
    return made


def _row(one: Reach, place: int) -> dict[str, Any]:
    colour = COLOURS[one.colour]
    return {
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "y": place + 0.74,
        "said": one.said,
        "base": one.base,
        "words": one.words,
        "href": one.href,
        "stroke": colour,
        "fill": COLOURS["paper"] if one.soft else colour,
        "shape": "circle",
        "size": 84,
    }


def _ticks(alt: Any, rows: list[dict[str, Any]], y: Any) -> list[Any]:
    """A short upright line where a row has something that it is held against."""
    based = [r for r in rows if r["base"] is not None]
    if not based:
        return []
    ticks = alt.Chart(drawing(based)).mark_tick(
        thickness=3, height=15, color=COLOURS["ink"], aria=False
    )
    return [ticks.encode(x=alt.X("base:Q"), y=y)]
