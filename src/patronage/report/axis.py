"""The time axis of the timeline: one scale, or two where "now" is short beside "then".

A few months after two decades would be a sliver at the edge, so that each spell then has its own
part of the width; the break is drawn and named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from patronage.periods import Grain, periods
from patronage.report.wording import day as words

__all__ = ["TimeAxis", "axis_of"]

_SHORT = 0.3  # a "now" under this share of the time gets a part of its own
_PART = 0.42  # ... of this share of the width


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Dates and the pixels where they stand, two or three of each."""

    dates: tuple[dt.date, ...]
    pixels: tuple[float, ...]

    def at(self, date: dt.date) -> float:
        """Where a date stands, in pixels from the left."""
        for i in range(len(self.dates) - 1):
            first, last = self.dates[i], self.dates[i + 1]
            if date <= last or i == len(self.dates) - 2:
                share = (date - first).days / max(1, (last - first).days)
                return self.pixels[i] + share * (self.pixels[i + 1] - self.pixels[i])
        return self.pixels[-1]

    def ticks(self) -> Iterator[tuple[dt.date, str]]:
        """Round dates, at most about one in 70 pixels, each with its label."""
        for i in range(len(self.dates) - 1):
            room = max(2, int((self.pixels[i + 1] - self.pixels[i]) / 70))
            found = list(_round(self.dates[i], self.dates[i + 1], room))
            # At the break the later part names its own beginning.
            yield from (t for t in found if i == 0 or self.at(t[0]) - self.pixels[i] > 24)


def _round(start: dt.date, end: dt.date, room: int) -> Iterator[tuple[dt.date, str]]:
    days = (end - start).days
    steps: tuple[tuple[Grain, int], ...] = (
        ("month", 1), ("month", 2), ("quarter", 1), ("quarter", 2), ("year", 1), ("year", 2),
        ("year", 5), ("year", 10), ("year", 20), ("year", 50), ("year", 100), ("year", 500),
    )  # fmt: skip
    lengths = {"month": 30.4, "quarter": 91.3, "year": 365.25}
    grain, step = next((s for s in steps if days / (lengths[s[0]] * s[1]) <= room), steps[-1])
    for period in periods(start, end, grain):
        day = period.start
        number = (
            day.year if grain == "year" else (day.month - 1) // (3 if grain == "quarter" else 1)
        )
        if start <= day < end and number % step == 0:
            yield day, str(day.year) if grain == "year" else words(day).split(" ", 1)[1]


def axis_of(start: dt.date, end: dt.date, since: dt.date | None, width: float) -> TimeAxis:
    """An axis over ``width`` pixels, in two parts where "now" is short."""
    if since and start < since < end and (end - since).days < _SHORT * (end - start).days:
        return TimeAxis((start, since, end), (0.0, width * (1 - _PART), width))
    return TimeAxis((start, end), (0.0, width))
