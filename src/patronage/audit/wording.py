"""Plain words for numbers, states and periods in what the auditor says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache

from patronage.codebook import rows, tables

__all__ = ["chance", "name", "names", "number", "period", "plain"]

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def name(code: str) -> str:
    """A state's name, or the code of who is none."""
    return _names().get(code, code)


def names(codes: Iterable[str]) -> str:
    """Names in a row: ``China, Cuba and Iran``."""
    listed = [name(code) for code in codes]
    return (
        " and ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)
    )


def number(value: float, unit: str = "") -> str:
    """A value with its unit: ``$105.5 billion``, ``656 million TIV``, ``12.0%``."""
    for thousand, scale in (("million ", 1e6), ("thousand ", 1e3)):
        if unit.startswith(thousand):
            value, unit = value * scale, unit.removeprefix(thousand)
    if unit == "TIV":
        return f"{value:,.0f} million TIV"
    if unit == "%":
        return f"{value:.1f}%"
    sign = "$" if unit == "USD" else ""
    end = "" if unit in ("USD", "") else f" {unit}"
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{sign}{value / scale:,.3g} {word}{end}"
    return f"{sign}{value:,.4g}{end}" if value < 10_000 else f"{sign}{value:,.0f}{end}"


def plain(value: float) -> str:
    """A value in full, without an exponent: ``105,465,123,456``, ``656.06``."""
    return f"{value:,.0f}" if abs(value) >= 1e6 else f"{value:,.10g}"


def chance(value: float) -> str:
    """A probability to two places, never 0 or 1: ``.71``, ``above .99``."""
    return "above .99" if value > 0.99 else "below .01" if value < 0.01 else f"{value:.2f}"[1:]


def period(start: dt.date, end: dt.date) -> str:
    """A half-open period in words: ``2005 to 2013``, ``2014``, else its first and last day."""
    last = end - dt.timedelta(days=1)
    if (start.month, start.day) == (1, 1) and (end.month, end.day) == (1, 1):
        return str(start.year) if start.year == last.year else f"{start.year} to {last.year}"
    return f"{start} to {last}"


@cache
def _names() -> dict[str, str]:
    if "states" not in tables():
        return {}
    return {row["iso3"]: row["name"] for row in rows("states") if row["iso3"] and row["name"]}
