"""The figures of a brief as Altair charts, so that a page, a notebook and a dashboard share them.

Each function takes the brief and the index of its evidence and returns a chart, or None where
there is nothing to draw. A mark that stands for evidence has an ``href`` to its first row and a
description in words. Shape and colour both tell the polarity; a hollow mark did not happen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from patronage.report.axis import TimeAxis
from patronage.report.evidence import Index
from patronage.report.marks import COLOURS, SHAPES, WIDTH, colour_of, drawing, finish, linked, vega
from patronage.report.ranking import patrons_drawn, patrons_ranked
from patronage.report.steps import STEPS, step_ids
from patronage.report.strip import Mark, marks_of
from patronage.report.trends import changes_chart, series_chart
from patronage.report.wording import NONE_FOUND, UNTOLD, day, label, plain, plural, short, state
from patronage.results import Brief, Request

if TYPE_CHECKING:
    import altair as alt

_LINE = 15  # characters over a panel of the matrix

__all__ = [
    "COLOURS",
    "changes_chart",
    "matrix_chart",
    "requests_chart",
    "series_chart",
    "timeline_chart",
]


def matrix_chart(brief: Brief, index: Index) -> alt.Chart | None:
    """Instruments by patron, then and now: a disc's area is its count of episodes.

    A hollow disc stands where texts speak of an instrument and no episode is counted.
    """
    kept = patrons_drawn(brief)
    cells = [c for c in brief.portfolio.cells if c.patron in kept]
    if not cells:
        return None
    alt = vega()
    most = max(c.episodes for c in cells)
    rows = []
    for cell in cells:
        colour, name = COLOURS["support"], state(brief, cell.patron)
        told = plural(cell.episodes, "episode") if cell.episodes else "no episode counted"
        rows.append(
            {
                "patron": _folded(name),
                "instrument": short(label(cell.instrument)),
                "spell": cell.spell,
                "fill": colour if cell.episodes else COLOURS["paper"],
                "stroke": colour,
                "shape": "circle",
                "size": 170 + 560 * (cell.episodes or 0.4) / max(most, 3),
                "count": f"{cell.episodes:,}" if cell.episodes else "",
                "href": index.href(cell.evidence),
                "words": f"{short(name, 60)}, {label(cell.instrument)}, {cell.spell}: {told}; "
                f"{plural(len(cell.evidence), 'report')}",
            }
        )
    patrons = list(
        dict.fromkeys(_folded(state(brief, p)) for p in patrons_ranked(brief) if p in kept)
    )
    x = alt.X(
        "spell:N",
        sort=["then", "now"],
        title=None,
        scale=alt.Scale(domain=["then", "now"]),
        axis=alt.Axis(orient="top", labelAngle=0, grid=False),
    )
    named = {r["instrument"] for r in rows}
    y = alt.Y(
        "instrument:N",
        title=None,
        sort=sorted(named, key=lambda name: (name in UNTOLD, name)),
        axis=alt.Axis(grid=True, labelFontSize=13, labelColor=COLOURS["ink"]),
    )
    discs = linked(alt, rows, x, y)
    counts = _counts(discs, 20, rim=6)
    panel = alt.layer(discs, counts).properties(width=104, height=alt.Step(38))
    header = alt.Header(
        orient="top", labelExpr="split(datum.label, '|')", labelBaseline="bottom", labelPadding=2
    )
    column = alt.Column("patron:N", sort=patrons, title=None, header=header)
    return finish(panel.facet(column=column), gap=18)


def _folded(name: str) -> str:
    """A name in at most two lines that are as wide as a panel, parted by a bar.

    >>> _folded("International Monetary Fund"), _folded("United States")
    ('International|Monetary Fund', 'United States')
    """
    words = plain(name).replace("|", "/").split()
    first = [words.pop(0)] if words else []
    while words and len(" ".join([*first, words[0]])) <= _LINE:
        first.append(words.pop(0))
    return "|".join(short(" ".join(line), _LINE) for line in (first, words) if line)


def timeline_chart(brief: Brief, index: Index) -> alt.Chart | None:
    """Dated episodes in one lane per actor; a bar shows how wide the told period is.

    Where a lane would hold too many marks they are gathered by month, quarter or year, with the
    mark's size for their count.
    """
    strip = marks_of(brief, index, WIDTH)
    if not strip.marks:
        return None
    alt = vega()
    axis = strip.axis
    # Pixels and not dates: Vega-Lite keeps only the ends of a domain that has three points.
    scale = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
    ticks = {round(axis.at(date)): name for date, name in axis.ticks()}
    named = "".join(f"datum.value === {at} ? '{name}' : " for at, name in ticks.items())
    bottom = alt.Axis(values=list(ticks), labelExpr=f"{named}''", title=None)
    x = alt.X("mid:Q", scale=scale, axis=bottom)
    flat = alt.Scale(domain=[strip.height, 0], nice=False, zero=False)
    y = alt.Y("y:Q", scale=flat, axis=None)
    rows = [_strip_row(m, axis) for m in strip.marks]
    bars = (
        alt.Chart(drawing([r for r in rows if r["wide"]]))
        .mark_rule(strokeWidth=3, opacity=0.4, strokeCap="round", aria=False)
        .encode(x=alt.X("start:Q"), x2="end:T", y=y, color=alt.Color("stroke:N", scale=None))
    )
    lanes = [{"y": top, "name": short(name, 20), "at": top + 13} for name, top in strip.lanes]
    base = alt.Chart(drawing(lanes))
    rules = base.mark_rule(color=COLOURS["line"], aria=False).encode(y=y)
    names = base.mark_text(align="right", aria=False, fontSize=13).encode(
        x=alt.value(-12), y=alt.Y("at:Q", scale=flat, axis=None), text="name:N"
    )
    layers = [rules, bars, names, linked(alt, rows, x, y)]
    if brief.since and axis.dates[0] < brief.since < axis.dates[-1]:
        since = alt.Chart(
            drawing([{"mid": axis.at(brief.since), "words": f"now, since {day(brief.since)} →"}])
        )
        layers.insert(
            0, since.mark_rule(color=COLOURS["muted"], strokeDash=[3, 3], aria=False).encode(x=x)
        )
        late = axis.at(brief.since) > 0.75 * WIDTH
        layers.append(
            since.mark_text(
                color=COLOURS["muted"],
                dx=-6 if late else 6,
                dy=-6,
                baseline="bottom",
                align="right" if late else "left",
                aria=False,
            ).encode(x=x, y=alt.value(0), text="words:N")
        )
    return finish(alt.layer(*layers).properties(width=WIDTH, height=strip.height))


def _strip_row(mark: Mark, axis: TimeAxis) -> dict[str, Any]:
    colour = colour_of(mark.polarity)
    return {
        "mid": axis.at(mark.mid),
        "start": axis.at(mark.start),
        "end": axis.at(mark.end),
        "wide": mark.wide,
        "y": mark.y,
        "href": mark.href,
        "words": mark.words,
        "stroke": colour,
        "fill": COLOURS["paper"] if mark.hollow else colour,
        "shape": SHAPES.get(mark.polarity, "diamond"),
        "size": min(420, 70 + 25 * (mark.count - 1)),
    }


def requests_chart(brief: Brief, index: Index) -> alt.Chart | None:
    """For each patron and instrument: what was asked and what became of it."""
    if not brief.requests:
        return None
    alt = vega()
    steps = list(STEPS)
    rows, blanks, order = [], [], []
    for request in brief.requests:
        means = label(request.instrument)
        means = "not told" if means in UNTOLD else short(means)
        name = f"{short(state(brief, request.patron))} · {means}"
        order.append(name)
        for step, ids in step_ids(request, index).items():
            if ids:
                rows.append(_request_row(request, name, step, ids, index))
            else:
                blanks.append({"row": name, "step": step, "label": NONE_FOUND})
    x = alt.X(
        "step:N",
        sort=steps,
        title=None,
        scale=alt.Scale(domain=steps),
        axis=alt.Axis(
            orient="top", labelAngle=0, grid=False, labelFontSize=13, labelColor=COLOURS["ink"]
        ),
    )
    y = alt.Y(
        "row:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=list(dict.fromkeys(order))),
        axis=alt.Axis(grid=False, labelFontSize=13, labelColor=COLOURS["ink"], labelLimit=320),
    )
    marks = linked(alt, rows, x, y)
    counts = _counts(marks, 12)
    quiet = (
        alt.Chart(drawing(blanks))
        .mark_text(color=COLOURS["muted"], fontSize=11, aria=False)
        .encode(x=x, y=y, text="label:N")
    )
    return finish(alt.layer(quiet, marks, counts).properties(width=580, height=alt.Step(34)))


def _counts(marks: Any, right: int, rim: int = 0) -> Any:
    """The counts of marks, to their right, so that no number is too wide for its mark."""
    alt = vega()
    nothing = alt.value(None)  # the mark itself has the link, once
    words = marks.mark_text(fontSize=12, aria=False, align="left", dx=right, strokeJoin="round")
    inked = words.encode(
        text="count:N", fill=alt.value(COLOURS["ink"]), size=alt.value(12),
        stroke=nothing, shape=nothing, href=nothing,
    )  # fmt: skip
    if not rim:
        return inked
    # A rim of paper under the digits, where the line of the row would cross them.
    under = inked.encode(stroke=alt.value(COLOURS["paper"]), strokeWidth=alt.value(rim))
    return alt.layer(under, inked)


def _request_row(
    request: Request, name: str, step: str, ids: tuple[str, ...], index: Index
) -> dict[str, Any]:
    polarity = {"asked": "", "refused": "curtailment", "less than before": "curtailment"}.get(
        step, "support"
    )
    colour = colour_of(polarity)
    return {
        "row": name,
        "step": step,
        "count": f"{len(ids):,}",
        "href": index.href(ids),
        "size": 150,
        "stroke": colour,
        "fill": COLOURS["paper"] if step == "promised" else colour,
        "shape": SHAPES[polarity],
        "words": f"{name}, {step}: {plural(len(ids), 'report')}",
    }
