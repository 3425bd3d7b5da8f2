"""The learning curve as a picture: what is told in rows, what it is scored on in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from patronage.report.marks import COLOURS

PANELS = (
    ("sentence", "Does the sentence hold an event?"),
    ("type", "Which types does it hold?"),
    ("trigger", "Which word tells an event, and of which type?"),
)
LEARNERS = {
    "word tagger": ("support", "circle"),
    "bag of words": ("pressure", "triangle-up"),
}
FOOT = "sentences trained on (each grid line doubles)"
TICKS = [250, 500, 1000, 2000, 4000]
WIDTH, HEIGHT = 330, 150


def picture(points: Sequence[Mapping[str, Any]]) -> str:
    """SVG text of the curve: mean F1, the range of the shuffles, a log axis of sentences."""
    import altair as alt
    import vl_convert

    columns = sorted({p["on"] for p in points}, reverse=True)
    rows = []
    for part, title in PANELS:
        drawn = [p for p in points if p["part"] == part]
        last = part == PANELS[-1][0]
        panels = [
            _panel(alt, [p for p in drawn if p["on"] == on],
                   f"{title}  Scored on {'' if on.startswith('held') else 'the '}{on}", last)
            for on in columns
        ]  # fmt: skip
        rows.append(alt.hconcat(*panels, spacing=24))
    chart = alt.vconcat(*rows, spacing=16).configure(
        background=COLOURS["paper"], font="sans-serif", padding=12,
        view={"stroke": None},
        axis={"domain": False, "ticks": False, "gridColor": COLOURS["line"], "labelFontSize": 11,
              "labelColor": COLOURS["muted"], "titleColor": COLOURS["muted"],
              "titleFontWeight": "normal", "titleFontSize": 11},
    )  # fmt: skip
    return str(vl_convert.vegalite_to_svg(chart.to_json(indent=None, validate=False)))


def _panel(alt: Any, rows: Sequence[Mapping[str, Any]], title: str, last: bool) -> Any:
    head, _, foot = title.partition("  ")
    base = alt.Chart(alt.Data(values=list(rows))).encode(
        x=alt.X("sentences:Q", title=FOOT if last else None,
                scale=alt.Scale(type="log", base=2, domain=[220, 12000], nice=False),
                axis=alt.Axis(values=TICKS, format=",d")),
        color=alt.Color("learner:N", legend=None, scale=alt.Scale(
            domain=list(LEARNERS), range=[COLOURS[c] for c, _ in LEARNERS.values()])),
    )  # fmt: skip
    scale = alt.Scale(domain=[0, 0.9])
    y = alt.Y(
        "f1:Q", title="F1", scale=scale, axis=alt.Axis(values=[0, 0.3, 0.6, 0.9], format=".1f")
    )
    band = base.mark_rule(opacity=0.45, strokeWidth=3).encode(
        y=alt.Y("least:Q", title="F1", scale=scale), y2="most:Q"
    )
    line = base.mark_line(strokeWidth=1.5).encode(y=y)
    dots = base.mark_point(filled=True, size=45, opacity=1).encode(
        y=y,
        shape=alt.Shape("learner:N", legend=None, scale=alt.Scale(
            domain=list(LEARNERS), range=[s for _, s in LEARNERS.values()])),
    )  # fmt: skip
    names = _names(alt, base, rows, scale)
    return alt.layer(band, line, dots, *names).properties(
        width=WIDTH, height=HEIGHT,
        title={"text": head, "subtitle": foot, "anchor": "start", "fontSize": 12,
               "color": COLOURS["ink"], "subtitleColor": COLOURS["muted"], "subtitleFontSize": 11},
    )  # fmt: skip


def _names(alt: Any, base: Any, rows: Sequence[Mapping[str, Any]], scale: Any) -> list[Any]:
    """Each line's learner right of its last point, the higher one a little above."""
    ends = {}
    for row in sorted(rows, key=lambda row: row["sentences"]):
        ends[row["learner"]] = row
    ranked = sorted(ends.values(), key=lambda row: -row["f1"])
    return [
        alt.Chart(alt.Data(values=[row])).mark_text(
            align="left", dx=8, dy=-5 if place == 0 else 8, fontSize=11,
            color=COLOURS[LEARNERS[row["learner"]][0]],
        ).encode(x="sentences:Q", y=alt.Y("f1:Q", scale=scale),
                 text=alt.value(f"{row['learner']} {row['f1']:.2f}"))
        for place, row in enumerate(ranked)
    ]  # fmt: skip
