"""Numbers with their units and intervals, in words."""

from __future__ import annotations

from patronage.report.wording import NONE_FOUND, decimal, years
from patronage.results import Estimate, Series

__all__ = ["aged", "interval", "quantity", "reach", "unit_words", "valued"]

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1, ""))


def quantity(value: float, unit: str) -> str:
    """A value with its unit: money scaled, shares as percentages, TIV in its own millions.

    >>> quantity(105464574277.9, "constant 2021 USD"), quantity(0.7, "share of episodes")
    ('$105 billion in 2021 prices', '70%')
    >>> quantity(118.96, "TIV"), quantity(4.6, "ratio of rates"), quantity(2.0, "episodes")
    ('119 million TIV', '4.6 times', '2 episodes')
    >>> quantity(1.0, "episodes")
    '1 episode'
    >>> quantity(51.25, "gain of TIV")
    '51.2 million TIV'
    """
    if unit.startswith("gain of "):
        return quantity(value, unit.removeprefix("gain of "))
    if unit.startswith("share of the world"):
        return f"{100 * value:.2g}% of the world’s"
    if unit.startswith("share"):
        return f"{value:.0%}"
    if unit == "TIV":
        return f"{decimal(value)} million TIV"
    if "USD" in unit:
        size, word = next((s for s in _SCALES if abs(value) >= s[0]), _SCALES[-1])
        told = f"${decimal(value / size)} {word}".strip()
        return f"{told} in 2021 prices" if "constant 2021" in unit else told
    if unit == "ratio of rates":
        return f"{decimal(value)} times"
    if unit.startswith(("index", "words less deeds", "probability")):
        return decimal(value)
    told = decimal(value)
    return f"{told} {unit.removesuffix('s') if told == '1' and unit == 'episodes' else unit}"


def interval(one: Estimate) -> str:
    """The interval of an estimate with what it holds.

    >>> interval(Estimate("s", "share of episodes", 0.7, 0.44, 0.88, 0.9, 10, ("a",)))
    '44% to 88% (90%)'
    >>> interval(Estimate("s", "TIV", 30.0, 30.0, 30.0, 1.0, 1, ("a",)))
    'one value in the register'
    """
    if one.mass >= 1 and one.low == one.high:
        return "one value in the register"
    low, high = (quantity(v, one.unit) for v in (one.low, one.high))
    for tail in (
        " episodes",
        " times",
        " million TIV",
        " in 2021 prices",
        " of the world’s",
        f" {one.unit}",
    ):
        low = low.removesuffix(tail) if high.endswith(tail) else low
    return f"{low} to {high} ({'bounds' if one.mass >= 1 else f'{one.mass:.0%}'})"


def valued(one: Estimate) -> str:
    """The value of an estimate; what counted nothing is told as not found.

    >>> valued(Estimate("deeds", "episodes", 0.0, 0.0, 1.9, 0.9, 0, ()))
    'none we found'
    """
    return NONE_FOUND if not one.n and not one.value else quantity(one.value, one.unit)


def reach(value: float | None, low: float | None, high: float | None, series: Series) -> str:
    """A point of a series with its interval.

    >>> reach(0.5, 0.2, 1.1, Series("level", "VEN", "RUS", "a year", "year", 0.9, ()))
    '0.5, 90% interval 0.2 to 1.1'
    """
    told = decimal(value or 0.0)
    if low is None or high is None:
        return told
    return f"{told}, {series.mass:.0%} interval {decimal(low)} to {decimal(high)}"


def unit_words(series: Series) -> tuple[float, str]:
    """By what the values of a register series are divided for an axis, and its unit in words.

    >>> unit_words(Series("m", "VEN", "RUS", "TIV", "year", 1.0, ()))
    (1.0, 'million TIV a year')
    """
    if series.unit == "TIV":
        return 1.0, "million TIV a year"
    if "USD" in series.unit:
        base = " of 2021" if "constant 2021" in series.unit else ""
        return 1e9, f"billion dollars{base} a year"
    return 1.0, f"{series.unit} a {series.grain}"


def aged(days: int) -> str:
    """An age in words.

    >>> aged(1491), aged(40), aged(0)
    ('4.08 years', '1 month', 'up to date')
    """
    return years(days / 365.25) if days > 14 else "up to date"
