"""What a told number allows, and how far a register's value lies from it.

The bands are those of ``benchmarks/audit/GUIDELINE.md``: conventions, not estimates; they are rows
of ``tolerances.csv``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from patronage.audit.tables import table
from patronage.records import Amount

__all__ = [
    "ABOUT", "CONSISTENT", "CONTRADICTED", "SUPPORTED", "Band", "band", "digits",
    "rounding", "told", "verdict",
]  # fmt: skip

SUPPORTED = "supported"
CONSISTENT = "consistent but not decisive"
CONTRADICTED = "contradicted"
ABOUT = 0.10  # what "about" is taken to allow on either side
OPEN_ABOVE = 1.5  # "more than X" says little where the value is beyond one and a half times X
_SLACK = 0.02
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Band:
    """Relative differences: up to ``tight`` supported, beyond ``loose`` contradicted."""

    tight: float
    loose: float
    decisive: bool


@cache
def band(name: str) -> Band:
    """A row of ``tolerances.csv``."""
    row = {row["name"]: row for row in table("tolerances")}[name]
    return Band(float(row["tight"]), float(row["loose"]), row["decisive"] == "yes")


def told(amount: Amount, slack: float = _SLACK) -> tuple[float, float]:
    """Lowest and highest value of a closed figure: half of its last digit, range, and slack.

    Without slack it is a number of weapons, which is told exactly: "100 tanks" are not 60.

    >>> from patronage.records import Span
    >>> low, high = told(Amount("$2.4 billion", Span(0, 12), 2.4e9, "USD"))
    >>> round(low / 1e9, 3), round(high / 1e9, 3)
    (2.303, 2.499)
    """
    low, high = amount.value, amount.high if amount.high is not None else amount.value
    half = rounding(amount) if slack else 0.0
    slack = max(slack, ABOUT) if amount.comparator == "~" else slack
    return (low - half) * (1 - slack), (high + half) * (1 + slack)


def rounding(amount: Amount) -> float:
    """Half of the last digit told: of "$30 billion" it is half a billion; 0 for words."""
    found = _NUMBER.search(amount.text)
    number = float(found[0].replace(",", "")) if found else 0.0
    if not found or not number:
        return 0.0
    digits = found[0].replace(",", "")
    scale = abs(amount.value) / number
    if found[1]:
        return float(0.5 * 10 ** -len(found[1]) * scale)
    # "2,400" is told to the hundred; of "30,000" no more than three noughts count as rounding.
    # TIV are told in millions: "300 million TIV" is told to the million.
    plain = scale == 1 and amount.unit != "TIV"
    zeros = min(3, len(digits) - len(digits.rstrip("0"))) if plain else 0
    return float(0.5 * 10**zeros * scale)


def digits(amount: Amount) -> int:
    """How many digits a figure is told in: three of "$12.6 billion", one of "$30 billion".

    >>> from patronage.records import Span
    >>> digits(Amount("$12.6 billion", Span(0, 13), 1.26e10, "USD"))
    3
    """
    found = _NUMBER.search(amount.text)
    if found is None:
        return 1
    plain = found[0].replace(",", "").replace(".", "").lstrip("0")
    return max(1, len(plain if found[1] else plain.rstrip("0")))


def verdict(amount: Amount, low: float, high: float, scale: Band) -> str:
    """A told amount against a register's value, or the range ``low``..``high`` that it leaves.

    Args:
        amount: as told, in the register's unit.
        low: the register's lower end, in the same unit.
        high: its upper end; equal to ``low`` where the register leaves no range.
        scale: how far apart is still alike.

    Returns:
        ``supported``, ``consistent but not decisive`` or ``contradicted``.
    """
    if amount.comparator in (">", ">="):
        return _above(amount.value, low, high, scale)
    if amount.comparator in ("<", "<="):
        return _below(amount.high or amount.value, low, high, scale)
    least, most = told(amount, scale.tight)
    inside = low <= most and least <= high
    sharp = high - low <= 0.1 * max(abs(high), 1e-9)
    if inside:
        return SUPPORTED if scale.decisive and sharp else CONSISTENT
    value = low if most < low else high
    if not value:
        return CONTRADICTED
    nearest = most if most < low else least
    return CONSISTENT if _near(nearest, value, scale) else CONTRADICTED


def _near(one: float, value: float, scale: Band) -> bool:
    if scale.loose >= 1:  # from half to twice
        return bool(value / (1 + scale.loose) <= one <= value * (1 + scale.loose))
    return abs(one - value) <= scale.loose * abs(value)


def _above(figure: float, low: float, high: float, scale: Band) -> str:
    floor = figure * (1 - _SLACK) if scale.decisive else figure / (1 + scale.loose)
    if high < floor:
        return CONTRADICTED
    sharp = low >= floor and high <= figure * OPEN_ABOVE
    return SUPPORTED if scale.decisive and sharp else CONSISTENT


def _below(figure: float, low: float, high: float, scale: Band) -> str:
    ceiling = figure * (1 + _SLACK) if scale.decisive else figure * (1 + scale.loose)
    if low > ceiling:
        return CONTRADICTED
    sharp = high <= ceiling and low >= figure / OPEN_ABOVE and math.isfinite(low)
    return SUPPORTED if scale.decisive and sharp else CONSISTENT
