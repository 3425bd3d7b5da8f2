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
# Tags alone are made shorter, and in them numbers of geometry alone: never words that are read.
_TAG = re.compile(r"<[a-z][^<>]*>")
_PLACES = re.compile(r' (?:d|transform|[xy][12]?|width|height)="[^"]*"')
# A tenth of a pixel is finer than any screen shows a chart.
_ROUND = re.compile(r"(?<!\d)\d+\.\d{2,}")
# What an SVG has without being told, or what only an editor of charts would read.
_DEFAULTS = re.compile(
    r' (?:(?:opacity|stroke-width)="1"|[xy]2="0"|text-anchor="start"|stroke-miterlimit="10"'
    r'|role="graphics-object"|transform="translate\(0,0\)"|font-size="12px"'
    r'|class="(?:mark-|role-)[^"]*")'
)
_BARE = re.compile(r"<g></g>")
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
    text = _EMPTY.sub("", _TAG.sub(lambda m: _NOISE.sub("", m.group()), text))
    text = _bare(_TAG.sub(lambda m: _short(m.group()), text))
    text = _COLOUR.sub(lambda m: _VARIABLES[m.group().lower()], text)
    text = _IDS.sub(rf"\g<1>{name}-", text)
    return _SIZE.sub(lambda m: _head(m, name, str(escape(alternative))), text, count=1)


def _short(tag: str) -> str:
    """A tag without what goes without saying, its places to a tenth of a pixel."""
    return _PLACES.sub(lambda m: _ROUND.sub(_tenth, m.group()), _DEFAULTS.sub("", tag))


def _tenth(number: re.Match[str]) -> str:
    return f"{float(number.group()):.1f}".removesuffix(".0")


def _bare(text: str) -> str:
    """Without the groups that hold nothing, also where they hold only such groups."""
    while (less := _BARE.sub("", text)) != text:
        text = less
    return text


def _head(found: re.Match[str], name: str, alternative: str) -> str:
    width, height, box = found.groups()
    return (
        f'<svg id="{name}" class="chart" role="group" aria-label="{alternative}" '
        f'font-size="12px" width="{width}" height="{height}" viewBox="{box}" xmlns="http://www.w3.org/2000/svg">'
    )
