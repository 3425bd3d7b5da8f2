"""One name of a time, and what its month or day means where the text gives no year."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from patronage.coding import calendars
from patronage.coding.calendars import MONTHS, Dates

__all__ = ["MONTH", "YEAR", "Moment", "is_future", "month_number", "yearless"]

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
YEAR = r"(?:1[5-9]\d\d|2[01]\d\d)(?![\d%]|[.,:]\d|-[a-z])"
_FUTURE = re.compile(
    r"(?:\b(?:will|shall|due|scheduled|planned|plans?|expected|set|upcoming|may|might|must|(?:is|are)"
    r"\sto|would)\b|[’']ll\b)",
    re.I,
)
_AHEAD = re.compile(r"\b(?:will|shall|(?:is|are)\s(?:to|due|set))\b|[’']ll\b", re.I)


class Moment(NamedTuple):
    """One name of a time, at ``start``..``end`` in the text.

    ``dates`` are None where it cannot be resolved; ``relative`` tells that it hangs on the
    publication date. ``unsure`` names are a time only after a preposition or the like ("2018",
    "May"). ``month_day`` keeps month and day where the text gives no year.
    """

    start: int
    end: int
    dates: Dates | None
    precision: str
    relative: bool = False
    unsure: bool = False
    month_day: tuple[int, int | None] | None = None


def month_number(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]


def is_future(text: str, at: int) -> bool:
    """Whether the words before speak of what is still to come."""
    clause = max(text.rfind(mark, 0, at) for mark in ",;:()—")
    if _FUTURE.search(text, max(clause + 1, at - 60), at):
        return True
    # A time that opens its sentence: "From January the French will pay half."
    if text[:at].strip().lower() not in ("", "on", "in", "from", "by", "next"):
        return False
    stop = re.search(r"[;:]", text[at:])
    end = at + (stop.start() if stop else 80)
    return _AHEAD.search(text, at, min(end, at + 80)) is not None


def yearless(
    month_day: tuple[int, int | None],
    published: dt.date | None,
    future: bool,
    year: int | None = None,
) -> Dates | None:
    """A month, or a day of it, in a given year, else the nearest past (or coming) one."""
    month, day = month_day

    def of(number: int) -> Dates:
        if day is None:
            return calendars.month(number, month)
        return calendars.day(dt.date(number, month, day))

    if year is not None:
        return of(year)
    if published is None:
        return None
    step = 1 if future else -1
    for number in (published.year + step * shift for shift in range(-1, 9)):
        try:
            dates = of(number)
        except ValueError:  # 29 February
            continue
        if (future and dates[1] > published) or (not future and dates[0] <= published):
            return dates
    return None
