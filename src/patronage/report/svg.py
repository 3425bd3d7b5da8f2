"""A chart as an inline SVG of the page: no host in its links, the page's ink, font and ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patronage.report.marks import COLOURS

if TYPE_CHECKING:
    import altair as alt

__all__ = ["svg_of"]

_VARIABLES = {value: f"var(--{name})" for name, value in COLOURS.items()}
_COLOUR = re.compile("|".join(map(re.escape, _VARIABLES)), re.IGNORECASE)
# vl-convert resolves "#x" against a web host of its own; only what follows the last # is ours.
_LINK = re.compile(r'xlink:href="[^"#]*#([^"]*)"')
_DEAD = re.compile(r'<a xlink:href="[^"]*">(.*?)</a>')  # a mark without evidence leads nowhere
_NOISE = re.compile(
    r' (?:aria-roledescription|font-family|pointer-events|xmlns:xlink|version)="[^"]*"'
)
_IDS = re.compile(r'(\bid="|url\(#|url\("#|url\(&quot;#)')
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="([^"]*)"[^>]*>')
_ROUND = re.compile(r"\d+\.\d{3,}")
_EMPTY = re.compile(
    r'<path class="(?:background|foreground)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"[^>]*/>'
)


def svg_of(chart: alt.Chart, name: str, alternative: str) -> str:
    """Draw a chart as SVG text for a page.

    Arguments: ``name`` is unique in the page and keeps the ids of several figures apart;
    ``alternative`` is the alternative text (plain text, not yet escaped).
    """
    import vl_convert
    from markupsafe import escape

    text = vl_convert.vegalite_to_svg(chart.to_json(indent=None, validate=False))
    text = _LINK.sub(r'href="#\1"', text)
    text = _DEAD.sub(r"\1", text)
    text = _NOISE.sub("", text)
    text = _EMPTY.sub("", text)
    text = _COLOUR.sub(lambda m: _VARIABLES[m.group().lower()], text)
    text = _IDS.sub(rf"\g<1>{name}-", text)
    text = _ROUND.sub(lambda m: f"{float(m.group()):.2f}", text)
    return _SIZE.sub(lambda m: _head(m, name, str(escape(alternative))), text, count=1)


def _head(found: re.Match[str], name: str, alternative: str) -> str:
    width, height, box = found.groups()
    return (
        f'<svg id="{name}" class="chart" role="group" aria-label="{alternative}" '
        f'width="{width}" height="{height}" viewBox="{box}" xmlns="http://www.w3.org/2000/svg">'
    )
