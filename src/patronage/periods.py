"""Half-open periods of calendar dates: days, months, quarters, years.

A period holds its start and not its end, so that neighbours touch without overlapping and
their lengths add up. Dates are the publisher's calendar dates; no clock is read here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, NamedTuple

from patronage.errors import UsageError

__all__ = ["Grain", "Period", "date_of", "period_of", "periods"]

Grain = Literal["day", "month", "quarter", "year"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Period(NamedTuple):
    """Dates from ``start`` up to, and not with, ``end``."""

    start: dt.date
    end: dt.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.start <= day < self.end

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days


def date_of(text: str, what: str = "date") -> dt.date:
    """Read an ISO date, ``2025``, ``2025-11`` or ``2025-11-22``, as its first day.

    >>> date_of("2025-11")
    datetime.date(2025, 11, 1)
    """
    parts = text.strip().split("-")
    try:
        if not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
            raise ValueError(text)
        year, month, day = (int(part) for part in [*parts, "1", "1"][:3])
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        raise UsageError(f"{what} '{text}' is no date. Write it as 2025-11-22.") from None


def period_of(day: dt.date, grain: Grain) -> Period:
    """The period of a grain that holds a day.

    >>> period_of(dt.date(2025, 11, 22), "quarter")
    Period(start=datetime.date(2025, 10, 1), end=datetime.date(2026, 1, 1))
    """
    if grain == "day":
        return Period(day, day + dt.timedelta(days=1))
    width = _MONTHS[grain]
    first = (day.month - 1) // width * width + 1
    start = dt.date(day.year, first, 1)
    return Period(start, _plus_months(start, width))


def periods(start: dt.date, end: dt.date, grain: Grain) -> Iterator[Period]:
    """Every period of a grain that touches ``[start, end)``, in order, without a gap."""
    current = period_of(start, grain)
    while current.start < end:
        yield current
        current = period_of(current.end, grain)


def _plus_months(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)
