"""Registers and news in one frame: years side by side, one panel for each measure of an actor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from patronage.report.evidence import Index
from patronage.report.marks import COLOURS, SHAPES, WIDTH, drawing, finish, linked, stamp, vega
from patronage.report.quantities import quantity, reach, unit_words
from patronage.report.ranking import patrons_ranked
from patronage.report.wording import period, plural, probability, short, state
from patronage.results import Brief, Course, Decline, Point, Series

if TYPE_CHECKING:
    import altair as alt

__all__ = ["decades_chart", "framed"]

_ACTORS = 4  # patrons and coercers with panels; the table holds the others
_REGISTERS = 2  # measures of a patron that are drawn
_LEVEL, _BAR = 78, 56  # heights


def framed(brief: Brief) -> list[tuple[str, Course | Series]]:
    """What the frame shows, panel by panel: (actor, level or register series)."""
    wide, place = brief.wider, patrons_ranked(brief)
    levels = {c.actor: c for c in wide.courses if c.of == "backing" and _told(c.level)}
    given: dict[str, list[Series]] = {}
    for series in wide.registers:
        if series.patron and any(p.value for p in series.points):
            given.setdefault(series.patron, []).append(series)
    weight = {a: len(given.get(a, ())) * 2 + (a in levels) for a in {*levels, *given}}
    order = sorted(weight, key=lambda a: (-weight[a], place.get(a, 99)))[:_ACTORS]
    panels: list[tuple[str, Course | Series]] = []
    for actor in order:
        if actor in levels:
            panels.append((actor, levels[actor]))
        most = sorted(given.get(actor, ()), key=lambda s: -sum(p.n for p in s.points))
        panels += [(actor, s) for s in most[:_REGISTERS]]
    pressed = [c for c in wide.courses if c.of == "pressure" and _told(c.level)]
    pressed.sort(key=lambda c: -sum(p.n for p in c.level.points))
    return [*panels, *((c.actor, c) for c in pressed[:1])]


def _told(series: Series) -> bool:
    return sum(bool(p.n) for p in series.points) >= 2


def decades_chart(brief: Brief, index: Index) -> alt.Chart | None:
    """Levels behind the counts with their bands, and what registers tell, on one scale of years."""
    panels = framed(brief)
    if not panels:
        return None
    alt = vega()
    span = _span(panels)
    drawn = []
    for place, (actor, what) in enumerate(panels):
        last = place == len(panels) - 1
        if isinstance(what, Series):
            fell = _fall(brief, actor, what)
            x = _years(alt, span, "start:T", labels=last)
            drawn.append(_bars(alt, brief, index, what, (x, span, fell)))
        else:
            x = _years(alt, span, labels=last)
            drawn.append(_level(alt, brief, index, what, x))
    return finish(alt.vconcat(*drawn), gap=16)


def _span(panels: list[tuple[str, Course | Series]]) -> tuple[dt.date, dt.date]:
    """From the first year that tells something to the last that any series knows."""
    starts, ends = [], []
    for _, what in panels:
        points = (what if isinstance(what, Series) else what.level).points
        starts += [p.start for p in points if p.n and p.value]
        ends += [p.end for p in points if p.value is not None]
    first = min(starts)
    return dt.date(first.year - first.year % 5, 1, 1), max(ends)


def _years(
    alt: Any, span: tuple[dt.date, dt.date], field: str = "mid:T", *, labels: bool
) -> Any:  # fmt: skip
    step = 10 if span[1].year - span[0].year > 45 else 5
    years = [dt.date(y, 1, 1) for y in range(span[0].year, span[1].year + 1, step)]
    return alt.X(
        field,
        title=None,
        scale=alt.Scale(type="utc", domain=[stamp(span[0]), stamp(span[1])], nice=False),
        axis=alt.Axis(
            values=[stamp(y) for y in years], format="%Y", grid=True, labels=labels,
            formatType="utc", labelOverlap=False,
        ),
    )  # fmt: skip


def _level(alt: Any, brief: Brief, index: Index, course: Course, x: Any) -> Any:
    """A level with its band; a mark stands on each year with reports, and leads to them."""
    polarity = "support" if course.of == "backing" else "pressure"
    colour, name = COLOURS[polarity], state(brief, course.actor)
    points = [p for p in course.level.points if p.value is not None and p.high is not None]
    rows = [_point(p) for p in points]
    marks = [
        row | {
            "fill": colour, "stroke": colour, "size": 46, "shape": SHAPES[polarity],
            "href": index.href(p.evidence),
            "words": f"{short(name, 60)}, {course.of} in the texts, {period(p.start, p.end)}: "
            f"level {reach(p.value, p.low, p.high, course.level)}; "
            f"{plural(len(set(p.evidence)) or p.n, 'report')}",
        }
        for p, row in zip(points, rows, strict=True) if p.n
    ]  # fmt: skip
    top = max(min(p.high or 0, 6 * (p.value or 0) + 1) for p in points)
    y = alt.Y(
        "value:Q", title=None, axis=alt.Axis(tickCount=2),
        scale=alt.Scale(domain=[0, top], nice=True, clamp=True),
    )  # fmt: skip
    data = alt.Chart(drawing(rows))
    band = data.mark_area(color=colour, opacity=0.18, aria=False).encode(
        x=x, y=alt.Y("low:Q"), y2="high:Q"
    )
    line = data.mark_line(color=colour, strokeWidth=2, aria=False).encode(x=x, y=y)
    said = "backing" if course.of == "backing" else "pressure"
    title = f"{short(name, 40)}: {said} in the texts, episodes a year at usual coverage"
    return alt.layer(band, line, linked(alt, marks, x, y)).properties(
        width=WIDTH - 40, height=_LEVEL, title=_title(alt, title)
    )


def _point(point: Point) -> dict[str, Any]:
    return {
        "mid": (stamp(point.start) + stamp(point.end)) // 2,
        "value": point.value, "low": point.low, "high": point.high,
    }  # fmt: skip


def _bars(alt: Any, brief: Brief, index: Index, series: Series, frame: tuple[Any, Any, Any]) -> Any:
    """A register's yearly values; grey ground where it does not reach, a line where it falls."""
    x, span, fell = frame
    divisor, unit = unit_words(series)
    rows = [
        {
            "start": stamp(p.start) + 4_000_000_000, "end": stamp(p.end) - 4_000_000_000,
            "value": (p.value or 0) / divisor,
            "href": index.href(p.evidence),
            "words": f"{short(state(brief, series.patron), 60)}, {series.name}, "
            f"{period(p.start, p.end)}: {quantity(p.value or 0, series.unit)}; "
            f"{plural(p.n, 'register row')}",
        }
        for p in series.points if p.value and span[0] <= p.start
    ]  # fmt: skip
    y = alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=2), scale=alt.Scale(nice=True))
    bars = (
        alt.Chart(drawing(rows))
        .mark_rect(color=COLOURS["support"])
        .encode(
            x=x, x2="end:T", y=y, y2=alt.datum(0), description="words:N", href="href:N",
        )
    )  # fmt: skip
    layers = [*_uncovered(alt, series, span), bars, *(_fell(alt, fell) if fell else ())]
    title = f"{short(state(brief, series.patron), 40)}: {series.name}, {unit}"
    title += _fell_words(fell)
    return alt.layer(*layers).properties(width=WIDTH - 40, height=_BAR, title=_title(alt, title))


def _title(alt: Any, words: str) -> Any:
    return alt.Title(words, fontSize=12, offset=4, frame="group")


def _uncovered(alt: Any, series: Series, span: tuple[dt.date, dt.date]) -> Iterator[Any]:
    known = [p for p in series.points if p.value is not None]
    last = max(p.end for p in known)
    if last >= span[1]:
        return
    rows = [{"from": stamp(max(last, span[0])), "to": stamp(span[1])}]
    x = alt.X("from:T", title=None, scale=alt.Scale(type="utc"))
    yield (
        alt.Chart(drawing(rows))
        .mark_rect(color=COLOURS["line"], opacity=0.45, aria=False)
        .encode(x=x, x2="to:T")
    )


def _fall(brief: Brief, actor: str, series: Series) -> Decline | None:
    for one in brief.wider.declines:
        if (one.patron, one.series) == (actor, series.name) and one.found is not None:
            return one
    return None


def _fell(alt: Any, decline: Decline) -> Iterator[Any]:
    """A line where a series falls; the panel's title says so in words."""
    if decline.found is None:
        return
    base = alt.Chart(drawing([{"at": stamp(decline.found.time)}]))
    yield base.mark_rule(
        color=COLOURS["curtailment"], strokeDash=[4, 3], strokeWidth=1.6, aria=False
    ).encode(x=alt.X("at:T", title=None))


def _fell_words(decline: Decline | None) -> str:
    if decline is None or decline.found is None:
        return ""
    found = decline.found
    return f"; falls from {found.time.year} on (probability {probability(found.probability)})"
