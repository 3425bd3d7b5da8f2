"""The single words of time in a text, before the words around them are weighed.

A moment is one name of a time: "10 December 2018", "Dec. 10", "January", "2018", "the 1990s",
"Monday", "last year", "two weeks ago", "recent months". ``times`` then reads the words before it
("since", "early", "between ... and") and decides what it means. Reading is anchored at trigger
words and digits, so that the time is linear in the length of the text.
"""

from __future__ import annotations

import datetime as dt
import re

from patronage.coding import calendars
from patronage.coding.calendars import MONTHS
from patronage.coding.moment import MONTH, YEAR, Moment, is_future, month_number, yearless
from patronage.coding.numerals import WORD
from patronage.coding.relative import RELATIVE, nth

__all__ = ["moments"]

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_DAY_MONTH = re.compile(
    rf"({_DAY})(?:st|nd|rd|th)?(?:\s?(?:-|–|to|and)\s?({_DAY})(?:st|nd|rd|th)?)?"
    rf"\s(?:of\s)?({MONTH})(?![a-z])(?:,?\s({YEAR}))?"
)
_MONTH_DAY = re.compile(
    rf"({MONTH})\s({_DAY})(?:st|nd|rd|th)?(?:\s?(?:-|–|to)\s?({_DAY})(?:st|nd|rd|th)?)?"
    rf"(?![\d%]|[.,:]\d|\s(?:million|billion))(?:,?\s({YEAR}))?"
)
_MONTH_YEAR = re.compile(rf"({MONTH}),?\s(?:of\s)?({YEAR})")
_MONTH_ALONE = re.compile(rf"({MONTH})(?![\w-]|\.\w)")
# "Dec" and "Sept." name a month only beside a day or a year.
_SHORT = re.compile(r".*\.|.{1,4}")
_DECADE = re.compile(r"(1[5-9]\d0|20\d0)[’']?s\b|[’'‘]?(\d0)[’']?s\b")
_YEARS = re.compile(r"((?:1[5-9]|20)\d\d)\s?[-–/]\s?(\d{4}|\d\d)(?![\d\w%-]|[.,:]\d)")
_YEAR_ALONE = re.compile(YEAR + r"(?![a-zA-Z])")

# "year" is too common to be a trigger by itself; only "of the year" and its like name a time.
_TRIGGERS = frozenset([*MONTHS, *RELATIVE]) - {"year", "month", "week", "decade"}
_OF_THE = re.compile(r"\bof\sthe\s(year|month|week|decade)\b(?![’'-])", re.IGNORECASE)


def moments(text: str, published: dt.date | None) -> list[Moment]:
    """Every moment of a text, left to right, none overlapping another."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    starts = [match.start() for match in re.finditer(r"\d+", text)]
    if not _TRIGGERS.isdisjoint(WORD.findall(lower)):
        starts += [match.start() for match in WORD.finditer(lower) if match[0] in _TRIGGERS]
    starts += [match.start(1) for match in _OF_THE.finditer(text)] if " of the " in lower else []
    found: list[Moment] = []
    done = 0
    for at in sorted(starts):
        if at < done:
            continue
        try:
            moment = _moment(text, at, published)
        except (ValueError, OverflowError):  # 31 February, or a year outside the calendar
            moment = None
        if moment is not None and moment.start >= done:
            found.append(moment)
            done = moment.end
    return found


def _moment(text: str, at: int, published: dt.date | None) -> Moment | None:
    if text[at].isdigit():
        return _digits(text, at, published)
    before = text[at - 1] if at else " "
    if before.isalnum() or (before in "-_@#" and not _mid(text, at)):
        return None
    word = WORD.match(text[at : at + 12].lower())
    reader = _READERS.get(word[0]) if word else None
    return reader(text, at, published) if reader else None


def _glued(text: str, at: int) -> bool:
    """Whether digits hang on what stands before: "$2018", "F-35", "1,918", "8.2018"."""
    before = text[at - 1] if at else " "
    if before.isalnum() or before in "$€£¥#_":
        return True
    return before in "-–/.,:" and at > 1 and text[at - 2].isalnum() and not _mid(text, at)


def _mid(text: str, at: int) -> bool:
    """Whether "mid-" stands before: "mid-May", "mid-2019"."""
    return text[max(0, at - 4) : at].lower() == "mid-"


def _digits(text: str, at: int, published: dt.date | None) -> Moment | None:
    if _glued(text, at):
        return None
    days = _DAY_MONTH.match(text, at)
    if days:
        first, last, name, number = days.groups()
        return _days(text, (at, days.end()), (name, first, last, number), published)
    numbered = nth(text, at, published)
    if numbered:
        return numbered
    decade = _DECADE.match(text, at)
    return _decade(text, at, decade) if decade else _years(text, at)


def _years(text: str, at: int) -> Moment | None:
    """An ISO date, a range of years, or a year."""
    iso = _ISO.match(text, at)
    if iso:
        return Moment(at, iso.end(), calendars.day(dt.date(*map(int, iso.groups()))), "day")
    pair = _YEARS.match(text, at)
    if pair:
        first = int(pair[1])
        last = int(pair[2]) if len(pair[2]) == 4 else first // 100 * 100 + int(pair[2])
        if not first < last < first + 200:
            return None
        return Moment(at, pair.end(), calendars.year(first, last - first + 1), "range")
    year = _YEAR_ALONE.match(text, at)
    if year is None:
        return None
    return Moment(at, year.end(), calendars.year(int(year[0])), "year", unsure=True)


def _decade(text: str, at: int, found: re.Match[str]) -> Moment | None:
    if found[1]:
        return Moment(at, found.end(), calendars.year(int(found[1]), 10), "decade")
    # "the 90s" is a decade; "in their 60s" is an age.
    start = at - 1 if text[max(0, at - 1) : at] in ("’", "'", "‘") else at
    before = text[max(0, start - 10) : start].lower()
    if not before.endswith(("the ", "the early ", "the late ", "the mid ", "the mid-")):
        return None
    number = 1900 + int(found[2])
    if number < 1930:
        return None
    return Moment(start, found.end(), calendars.year(number, 10), "decade")


def _days(
    text: str,
    place: tuple[int, int],
    parts: tuple[str, str, str | None, str | None],
    published: dt.date | None,
) -> Moment | None:
    """A day of a month, or several days of it ("10-12 December"), with a year or without."""
    name, first, last, number = parts
    month, day = month_number(name), int(first)
    if number:
        dates = calendars.day(dt.date(int(number), month, day))
    else:
        dt.date(2000, month, day)  # raises on 31 February; 2000 has a leap day
        resolved = yearless((month, day), published, is_future(text, place[0]))
        if resolved is None:
            return Moment(*place, None, "day", True, month_day=(month, day))
        dates = resolved
    if last and int(last) > day:
        end = calendars.day(dates[0].replace(day=int(last)))[1]
        return Moment(*place, (dates[0], end), "range", relative=not number)
    return Moment(*place, dates, "day", not number, month_day=None if number else (month, day))


def _months(text: str, at: int, published: dt.date | None) -> Moment | None:
    days = _MONTH_DAY.match(text, at)
    if days:
        name, first, last, number = days.groups()
        return _days(text, (at, days.end()), (name, first, last, number), published)
    known = _MONTH_YEAR.match(text, at)
    if known:
        dates = calendars.month(int(known[2]), month_number(known[1]))
        return Moment(at, known.end(), dates, "month")
    alone = _MONTH_ALONE.match(text, at)
    if alone is None or (_SHORT.fullmatch(alone[1]) and alone[1] not in ("May", "June", "July")):
        return None
    month = month_number(alone[1])
    resolved = yearless((month, None), published, is_future(text, at))
    # Names of people and verbs as well: a preposition must tell.
    unsure = alone[1] in ("March", "April", "May", "June", "August")
    return Moment(at, alone.end(), resolved, "month", True, unsure, (month, None))


_READERS = {**dict.fromkeys(MONTHS, _months), **RELATIVE}
