"""The figures of change: then beside now, the ratio of rates, and series by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from patronage.report.evidence import Index
from patronage.report.marks import (
    COLOURS,
    SHAPES,
    WIDTH,
    colour_of,
    drawing,
    finish,
    linked,
    stamp,
    vega,
)
from patronage.report.ranking import DRAWN, patrons_drawn, patrons_ranked
from patronage.report.wording import NONE_FOUND, decimal, label, period, plain, plural, short, state
from patronage.results import Brief, Change, Point, Series

if TYPE_CHECKING:
    import altair as alt

__all__ = ["changes_chart", "held", "ratio_words", "series_chart", "series_drawn", "series_sparse"]

_PERIODS = 3  # fewer points than this are no course over time


def changes_chart(brief: Brief, index: Index) -> alt.Chart | None:
    """Counts of supportive episodes, then beside now, and the ratio of their rates."""
    if not brief.changes:
        return None
    alt = vega()
    place, kept = patrons_ranked(brief), patrons_drawn(brief)
    ranked = sorted((c for c in brief.changes if c.patron in kept), key=lambda c: place[c.patron])
    if not ranked:
        return None
    brief = replace(brief, changes=tuple(ranked))
    order = [short(state(brief, c.patron)) for c in ranked]
    y = alt.Y(
        "patron:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=list(dict.fromkeys(order))),
        axis=alt.Axis(labelFontSize=13, labelColor=COLOURS["ink"], grid=False),
    )
    counts = _counts(alt, brief, index, y)
    ratios = [c for c in brief.changes if c.ratio is not None and c.ratio > 0]
    if not ratios:
        return finish(counts)
    return finish(alt.hconcat(counts, _ratios(alt, brief, index, y)), gap=40)


def _counts(alt: Any, brief: Brief, index: Index, y: Any) -> Any:
    rows = []
    for change in brief.changes:
        for spell, count in (("then", change.then), ("now", change.now)):
            # A linked bar has evidence under it, so no bar is drawn for what we did not find.
            name = state(brief, change.patron)
            rows.append(
                {
                    "patron": short(name),
                    "spell": spell,
                    "count": count,
                    "href": index.href(change.evidence),
                    "label": f"{count:,} {spell}" if count else f"{NONE_FOUND} {spell}",
                    "colour": COLOURS["support"] if spell == "now" else COLOURS["support-soft"],
                    "words": f"{short(name, 60)}, {spell}: {plural(count, 'supportive episode')}; "
                    f"{plural(len(change.evidence), 'report')} in both spells",
                }
            )
    most = max(1, *(c.then for c in brief.changes), *(c.now for c in brief.changes))
    base = alt.Chart(drawing(rows)).encode(
        y=y,
        yOffset=alt.YOffset("spell:N", sort=["then", "now"]),
        x=alt.X("count:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.45])),
    )
    bars = (
        base.transform_filter("datum.count > 0")
        .mark_bar(height=14)
        .encode(color=alt.Color("colour:N", scale=None), description="words:N", href="href:N")
    )
    words = base.mark_text(align="left", dx=6, aria=False).encode(text="label:N")
    return alt.layer(bars, words).properties(
        width=330, height=alt.Step(24, **{"for": "offset"}), title="Supportive episodes"
    )


def _ratios(alt: Any, brief: Brief, index: Index, y: Any) -> Any:
    rows: list[dict[str, Any]] = []
    silent: list[dict[str, Any]] = []
    for c in brief.changes:
        name = short(state(brief, c.patron))
        if c.ratio is None or c.ratio <= 0:
            silent.append({"patron": name, "at": 1, "label": "too little to say"})
            continue
        low, high = c.low or c.ratio / 100, c.high or c.ratio
        rows.append(
            {
                "patron": name,
                "ratio": c.ratio,
                "low": max(low, 0.01),
                "high": min(high, 100.0),
                "fill": COLOURS["support"],
                "stroke": COLOURS["support"],
                "shape": "circle",
                "size": 90,
                "href": index.href(c.evidence),
                "words": ratio_words(brief, c),
            }
        )
    ends = [e for r in rows for e in (r["low"], r["high"])] + [0.5, 2.0]
    scale = alt.Scale(type="log", domain=[min(ends) / 1.2, max(ends) * 1.2], nice=False)
    # Steps of two beside 1 stand apart only where the whole is short.
    wide = max(ends) / min(ends) > 60
    steps = (0.01, 0.1, 1, 10, 100) if wide else (0.1, 0.25, 0.5, 1, 2, 4, 10)
    ticks = [t for t in steps if min(ends) <= t <= max(ends)]
    x = alt.X(
        "ratio:Q",
        scale=scale,
        title="rate now ÷ rate then, with interval",
        axis=alt.Axis(values=ticks, format="~g", grid=True),
    )
    data = alt.Chart(drawing(rows))
    one = alt.Chart(drawing([{"ratio": 1}])).mark_rule(color=COLOURS["muted"], aria=False)
    reach = data.mark_rule(strokeWidth=2, color=COLOURS["support"], aria=False)
    layers = [
        one.encode(x=x),
        reach.encode(x=alt.X("low:Q"), x2="high:Q", y=y),
        linked(alt, rows, x, y.copy()),
    ]
    if silent:
        quiet = alt.Chart(drawing(silent)).mark_text(
            color=COLOURS["muted"], aria=False, align="left", dx=6
        )
        layers.append(quiet.encode(x=alt.X("at:Q"), y=y, text="label:N"))
    height = 48 * max(1, len({short(state(brief, c.patron)) for c in brief.changes}))
    bare = alt.layer(*layers).properties(width=270, height=height, title="Ratio of rates")
    return bare


def ratio_words(brief: Brief, change: Change) -> str:
    """The ratio of a change with its interval, in words."""
    if change.ratio is None:
        return f"{short(state(brief, change.patron), 60)}: too little to say"
    reach = ""
    if change.low is not None and change.high is not None:
        reach = f", {change.mass:.0%} interval {decimal(change.low)} to {decimal(change.high)}"
    return f"{short(state(brief, change.patron), 60)}: ratio {decimal(change.ratio)}{reach}"


def held(series: Series) -> list[Point]:
    """The periods of a series that hold dated reports."""
    return [p for p in series.points if p.value is not None and p.n]


def series_drawn(series: Sequence[Series]) -> list[Series]:
    """Series with something to see: at least three periods with reports; the six with most."""
    found = [s for s in series if len(held(s)) >= _PERIODS]
    return sorted(found, key=lambda s: -sum(p.value or 0 for p in held(s)))[:DRAWN]


def series_sparse(series: Sequence[Series]) -> list[Series]:
    """Series with dated reports in fewer than three periods: told in a sentence, not drawn."""
    return [s for s in series if 0 < len(held(s)) < _PERIODS]


def series_chart(
    brief: Brief, index: Index, series: Sequence[Series], polarity: str
) -> alt.Chart | None:
    """Series by period, one panel each: value with its interval; a period without value is bare.

    A series with reports in fewer than three periods, or past the six with most, has no panel;
    the sentence and the table beside say so.
    """
    drawn = series_drawn(series)
    if not drawn:
        return None
    alt = vega()
    panels = []
    top = max(p.high if p.high is not None else p.value or 0 for s in drawn for p in s.points)
    for one in drawn:
        rows = [
            _point_row(brief, one, p, index, polarity) for p in one.points if p.value is not None
        ]
        title = state(brief, one.patron) if one.patron else label(one.name).capitalize()
        x = alt.X(
            "mid:T",
            scale=alt.Scale(
                type="utc",
                domain=[stamp(one.points[0].start), stamp(one.points[-1].end)],
                nice=False,
            ),
            title=None,
            axis=alt.Axis(format=_format(one), grid=False, labelOverlap=True, tickCount=8),
        )
        y = alt.Y(
            "value:Q",
            title=None,
            scale=alt.Scale(domain=[0, max(top, 1)], nice=True),
            axis=alt.Axis(tickCount=3),
        )
        data = alt.Chart(drawing(rows))
        reach = data.mark_rule(strokeWidth=2, opacity=0.45, color=colour_of(polarity), aria=False)
        panels.append(
            alt.layer(
                reach.encode(x=x, y=alt.Y("low:Q"), y2="high:Q"), linked(alt, rows, x, y)
            ).properties(width=WIDTH, height=96, title=f"{short(title, 60)}, {_unit(one)}")
        )
    return finish(alt.vconcat(*panels), gap=14)


def _unit(series: Series) -> str:
    unit = plain(series.unit)
    return unit if " per " in unit else f"{unit} per {series.grain}"


def _format(series: Series) -> str:
    return "%Y" if (series.points[-1].end - series.points[0].start).days > 1100 else "%b %Y"


def _point_row(brief: Brief, one: Series, p: Point, index: Index, polarity: str) -> dict[str, Any]:
    value = p.value or 0.0
    colour = colour_of(polarity)
    reach = (
        ""
        if p.low is None or p.high is None
        else (f", {one.mass:.0%} interval {decimal(p.low)} to {decimal(p.high)}")
    )
    who = f"{short(state(brief, one.patron), 60)}, " if one.patron else ""
    # As in the table: every row of evidence is a report, also where two say it in the same words.
    reports = plural(len(set(p.evidence)) or p.n, "report")
    return {
        "mid": (stamp(p.start) + stamp(p.end)) // 2,
        "value": value,
        "low": value if p.low is None else p.low,
        "high": value if p.high is None else p.high,
        "stroke": colour,
        "fill": colour if p.n else COLOURS["paper"],
        "size": 60 if p.n else 24,
        "shape": SHAPES.get(polarity, "diamond"),
        "href": index.href(p.evidence),
        "words": f"{who}{period(p.start, p.end)}: {decimal(value)}{reach}; {reports}",
    }
