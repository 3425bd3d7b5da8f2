"""Calendar arithmetic for the words of time: parts of years, seasons, weeks, months on from a day.

Every function returns half-open dates ``(start, end)``. Seasons are the northern hemisphere's
meteorological ones; the winter of a year is the one that begins in its December. "Early", "mid"
and "late" are thirds, "the start" and "the end" quarters, as no rule of usage is sharper.
"""

from __future__ import annotations

import datetime as dt

__all__ = [
    "MONTHS",
    "SEASONS",
    "UNITS",
    "WEEKDAYS",
    "Dates",
    "add_months",
    "ago",
    "day",
    "month",
    "part",
    "season",
    "stretch",
    "this",
    "year",
]

Dates = tuple[dt.date, dt.date]
_DAY = dt.timedelta(days=1)
_NAMES = ["january", "february", "march", "april", "may", "june"]
_NAMES += ["july", "august", "september", "october", "november", "december"]
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {name: index + 1 for index, name in enumerate(_NAMES)}
MONTHS |= {name[:3]: index for name, index in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name: index for index, name in enumerate(_DAYS)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
UNITS = ("day", "week", "month", "quarter", "year", "decade")
# Twelfths of the whole that a word for a part of it means.
_PARTS = {
    "early": (0, 4), "mid": (4, 8), "middle": (4, 8), "late": (8, 12),
    "start": (0, 3), "beginning": (0, 3), "end": (9, 12),
    "first half": (0, 6), "second half": (6, 12), "h1": (0, 6), "h2": (6, 12),
    "first quarter": (0, 3), "second quarter": (3, 6), "third quarter": (6, 9),
    "fourth quarter": (9, 12), "last quarter": (9, 12), "final quarter": (9, 12),
    "q1": (0, 3), "q2": (3, 6), "q3": (6, 9), "q4": (9, 12),
}  # fmt: skip


def day(date: dt.date) -> Dates:
    """One day."""
    return date, date + _DAY


def year(number: int, count: int = 1) -> Dates:
    """``count`` years from the first day of one."""
    return dt.date(number, 1, 1), dt.date(number + count, 1, 1)


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day some months on or back, or the last one that the month has."""
    years, index = divmod(date.month - 1 + months, 12)
    first = dt.date(date.year + years, index + 1, 1)
    following = first.replace(day=28) + dt.timedelta(days=4)
    last = (following - dt.timedelta(days=following.day)).day
    return first.replace(day=min(date.day, last))


def month(number: int, index: int, count: int = 1) -> Dates:
    """``count`` months from the first day of one."""
    start = dt.date(number, index, 1)
    return start, add_months(start, count)


def season(number: int, name: str) -> Dates:
    """A season of a year."""
    return month(number, SEASONS[name], 3)


def part(whole: Dates, word: str) -> Dates:
    """A part ("late", "first half", "q3") of a year, month or decade.

    >>> part(year(2019), "late")[0]
    datetime.date(2019, 9, 1)
    """
    low, high = _PARTS[word]
    start, end = whole
    days = (end - start).days
    if days > 300:
        months = (end.year - start.year) * 12 + end.month - start.month
        return add_months(start, low * months // 12), add_months(start, high * months // 12)
    if 28 <= days <= 31:
        # Thirds of a month by the calendar's tens, as people count them; a quarter is no finer.
        cuts = {0: start, 3: start + 10 * _DAY, 4: start + 10 * _DAY, 12: end}
        cuts |= {6: start + 15 * _DAY, 8: start + 20 * _DAY, 9: start + 20 * _DAY}
        return cuts[low], cuts[high]
    first = start + dt.timedelta(days=low * days // 12)
    return first, max(start + dt.timedelta(days=high * days // 12), first + _DAY)


def this(unit: str, date: dt.date, shift: int = 0) -> Dates:
    """The calendar day, week (from Monday), month, quarter, year or decade that holds a date.

    ``shift`` moves by whole units: -1 for the last one, 1 for the next.
    """
    if unit == "day":
        return day(date + shift * _DAY)
    if unit == "week":
        start = date - dt.timedelta(days=date.weekday()) + dt.timedelta(weeks=shift)
        return start, start + dt.timedelta(weeks=1)
    if unit == "weekend":
        start = date - dt.timedelta(days=(date.weekday() - 5) % 7) + dt.timedelta(weeks=shift)
        return start, start + dt.timedelta(days=2)
    if unit in ("month", "quarter"):
        width = 1 if unit == "month" else 3
        first = dt.date(date.year, (date.month - 1) // width * width + 1, 1)
        start = add_months(first, shift * width)
        return start, add_months(start, width)
    width = 1 if unit == "year" else 10
    return year((date.year // width + shift) * width, width)


def ago(count: int, unit: str, date: dt.date) -> Dates:
    """What "N units ago" means: the day, the week around it, the month, the year, and
    for decades the ten years around.
    """
    if unit == "week":
        start = date - dt.timedelta(weeks=count, days=3)
        return start, start + dt.timedelta(weeks=1)
    if unit == "decade":
        return year(date.year - 10 * count - 5, 10)
    return this(unit, date, -count)


def stretch(count: int, unit: str, date: dt.date, ahead: bool = False) -> Dates:
    """The last (or next) N units up to (or from) a day, that day included."""
    days = {"day": 1, "week": 7}.get(unit)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit, 0)
    sign = 1 if ahead else -1
    if days:
        other = date + sign * dt.timedelta(days=days * count)
    else:
        other = add_months(date, sign * months * count)
    return (date, other + _DAY) if ahead else (other, date + _DAY)
