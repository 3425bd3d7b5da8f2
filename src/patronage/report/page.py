"""The brief as one self-contained HTML page."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from patronage.report import claims, quantities, sections, wide, wording
from patronage.report.captions import captions, doubled, unrated
from patronage.report.evidence import Index
from patronage.report.frames import framed
from patronage.report.grading import Grades, outlets
from patronage.report.lead import bottom_line
from patronage.report.ranking import DRAWN, patrons_ranked
from patronage.results import Brief, RegisterRow

if TYPE_CHECKING:
    import jinja2

# What the parts of an exchange are called in a table.
PARTS = {
    "received": "in return", "deals": "deals", "conduct": "conduct", "burdens": "burdens",
    "means": "means", "protest": "protest",
}  # fmt: skip

__all__ = ["asset", "charts", "render", "values", "whole", "world"]

# What no HTML page may hold, and halves of characters that no file can: shown as a visible mark.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def render(brief: Brief) -> str:
    """Draw a brief as one HTML file that asks nothing of any network and works from disk.

    It counts what it shows and computes nothing else; every number leads to its evidence rows.

    Arguments: ``brief``, all values to be shown; an empty one gives a page that says so.
    Returns: the HTML text, to be written as UTF-8.

    >>> import datetime as dt
    >>> from patronage.results import Brief, Portfolio
    >>> nothing = Brief("VEN", (), (), None, None, {"VEN": "Venezuela"}, (), (), (), (),
    ...     Portfolio("VEN", None, ()), (), (), (), (), (), (), "coder 1")
    >>> "No evidence found" in render(nothing)
    True
    """
    text = _template().render(**values(brief))
    return whole(text)


def values(brief: Brief) -> dict[str, Any]:
    """What the page's template is filled with; a live view takes the same values."""
    index = Index(brief)
    style, script = asset("page.css"), asset("page.js")
    dated, undated = sections.entries(brief, index)
    order = patrons_ranked(brief)
    grades = Grades(brief.grades)
    return {
        "brief": brief,
        "client": wording.state(brief, brief.client),
        "title": wording.short(wording.state(brief, brief.client), 60),
        "style": style,
        "script": script,
        "policy": _policy(style, script),
        "lead": bottom_line(brief, index),
        "holdings": list(sections.holdings(brief, index)),
        "dated": dated,
        "undated": undated,
        "shifts": sections.shifts(brief, index),
        "steps": sections.steps(brief, index),
        "pressure": sections.pressure_entries(brief, index),
        "bound": sections.bound(brief),
        "patrons": sorted(brief.patrons, key=lambda p: order[p]),
        "courses": {
            "backing": sections.course(brief, index, brief.backing),
            "pressure": sections.course(brief, index, brief.pressure),
        },
        "claims": claims.groups(brief, index),
        "together": claims.apart(brief, index),
        "tests": claims.tests(brief, index),
        "unchecked": claims.unchecked(brief),
        "reasons": claims.reasons(index),
        "voices": sections.voices(brief, index),
        "papers": list(index.papers()),
        "grades": grades,
        "outlets": list(outlets(brief, index, grades)),
        "figures": _figures(brief, index),
        "refs": index.of,
        "none_found": wording.NONE_FOUND,
        "doubled": doubled(brief),
        "unrated": unrated(brief),
        "drawn": DRAWN,
        "declines": wide.fallen(brief),
        "answers": wide.halves(brief),
        "exposed": wide.exposed(brief),
        "parts": wide.parts_of(brief),
        "part_words": PARTS,
        "registers": list(_registers(brief, index)),
        "count": Counter(e.status in wording.HOLLOW for e in brief.episodes),
        "bare_count": sum(e.start is None and e.end is None for e in brief.episodes),
    }


def _registers(brief: Brief, index: Index) -> Iterator[tuple[str, str, int, list[RegisterRow]]]:
    """Rows of each register as (name, title, number of the first, rows)."""
    titles = {age.register: age.title for age in brief.wider.ages}
    start = 1
    for name, rows in index.registers:
        yield name, titles.get(name, name), start, rows
        start += len(rows)


def whole(text: str) -> str:
    """A page's text with what no HTML page may hold shown as a visible mark."""
    return _BROKEN.sub("\ufffd", text)


def _figures(brief: Brief, index: Index) -> dict[str, tuple[str, Any]]:
    """Each figure as (caption, SVG), those without anything to draw left out."""
    from markupsafe import Markup

    from patronage.report.svg import svg_of

    drawn = {}
    for name, (caption, chart) in charts(brief, index).items():
        alternative = wording.short(f"Figure. {caption}. A table follows.", 600)
        drawn[name] = (caption, Markup(svg_of(chart, f"fig-{name}", alternative)))
    return drawn


def charts(brief: Brief, index: Index | None = None) -> dict[str, tuple[str, Any]]:
    """Each figure as (caption, Altair chart), those without anything to draw left out."""
    from patronage.report import figures as draw

    index = index or Index(brief)

    def backing() -> Any:
        return draw.series_chart(brief, index, brief.backing, "support")

    said = captions(brief)
    makers: dict[str, Callable[[], Any]] = {
        "matrix": lambda: draw.matrix_chart(brief, index),
        "timeline": lambda: draw.timeline_chart(brief, index),
        "change": lambda: draw.changes_chart(brief, index),
        "backing": lambda: None if framed(brief) else backing(),
        "requests": lambda: draw.requests_chart(brief, index),
        "pressure": lambda: draw.series_chart(brief, index, brief.pressure, "pressure"),
    }
    wider = {name: (caption, chart) for name, caption, chart in wide.figures_of(brief, index)}
    said |= {name: caption for name, (caption, _) in wider.items()}
    made = {name: make() for name, make in makers.items()}
    made |= {name: chart for name, (_, chart) in wider.items()}
    return {name: (said[name], chart) for name, chart in made.items() if chart is not None}


@cache
def asset(name: str) -> str:
    """One of the page's own files: template, style or script."""
    text = (files("patronage.report") / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return text.strip()


def _policy(style: str, script: str) -> str:
    """Nothing may be fetched, and only this style and this script may work."""

    def hashed(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _template() -> jinja2.Template:
    return world(asset).get_template("page.html.j2")


def world(load: Callable[[str], str]) -> jinja2.Environment:
    """Where templates are filled: escaped by default, with the report's words and filters."""
    import jinja2

    made = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(load),
    )
    made.filters.update(
        day=wording.day,
        label=wording.label,
        iso=wording.isolated,
        decimal=wording.decimal,
        signed=wording.signed,
        typeset=wording.typeset,
    )
    made.globals.update(
        chance=wording.probability,
        plural=wording.plural,
        state=wording.state,
        period=wording.period,
        valued=quantities.valued,
        interval=quantities.interval,
        aged=quantities.aged,
    )
    return made
