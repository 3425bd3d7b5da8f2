"""Times told from the day of writing: "on Monday", "last year", "two weeks ago", "recently".

Each reader is given the place of its trigger word and anchors the words there on the publication
date; without one it returns a moment without dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from patronage.coding import calendars
from patronage.coding.calendars import SEASONS, WEEKDAYS, Dates
from patronage.coding.moment import MONTH, YEAR, Moment, is_future, month_number
from patronage.coding.numerals import WORD, value_of_words

__all__ = ["RELATIVE", "nth"]

_SEASON = re.compile(
    rf"(spring|summer|autumn|fall|winter)(?:\s(?:of\s|in\s)?({YEAR})(?:[-–/](?:\d{{4}}|\d\d)\b)?)?",
    re.IGNORECASE,
)
_UNIT = r"(day|week|month|quarter|year|decade)"
_SHIFT = re.compile(
    rf"(last|this|next|past|previous|coming)\s(?:((?:\w+[-\s])?\w+|\d[\d,]*)\s)??(?:{_UNIT}(s?)|(weekend)"
    r"|(night|morning|afternoon|evening)|(spring|summer|autumn|fall|winter)"
    rf"|(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|({MONTH}))(?![\w-])",
    re.IGNORECASE,
)
_AGO = re.compile(
    rf"(?<![\w-])((?:\d[\d,]*|a\s(?:few|couple\sof)|an?|[a-z]+(?:[-\s][a-z]+)?))\s{_UNIT}s?\s$",
    re.IGNORECASE,
)
_RECENT = re.compile(rf"recent\s{_UNIT}s\b|(recently|lately)\b", re.IGNORECASE)
_WEEKEND = re.compile(r"weekend\b", re.IGNORECASE)
_NOT_WEEKDAY = re.compile(r"(?:Black|Good|Bloody|Ash|Easter|Palm|Super|Man)\s$")
_TITLES = re.compile(r"\s(?:Times|Telegraph|Mirror|Express|Mail|Herald|Service)\b")
_VAGUE = frozenset(["few", "several", "many", "some", "a few"])
# How far back "recent days", "recent weeks" ... reach at most, in days: a bound, not a measurement.
_REACH = {"day": 14, "week": 60, "month": 365, "quarter": 730, "year": 1826, "decade": 10957}
_RECENTLY = 183


def _weekday(text: str, at: int, published: dt.date | None) -> Moment | None:
    name = re.compile(r"[A-Z][a-z]+(?![\w-])").match(text, at)
    if (
        name is None
        or _NOT_WEEKDAY.search(text[max(0, at - 7) : at])
        or _TITLES.match(text, name.end())
    ):
        return None
    if published is None:
        return Moment(at, name.end(), None, "day", True)
    return Moment(at, name.end(), _named_day(name[0], published, is_future(text, at)), "day", True)


def _named_day(name: str, published: dt.date, future: bool, apart: int = 0) -> Dates:
    wanted = WEEKDAYS[name.lower()]
    if future:
        days = (wanted - published.weekday() - apart) % 7 + apart
    else:
        days = -((published.weekday() - wanted - apart) % 7 + apart)
    return calendars.day(published + dt.timedelta(days=days))


def _season(text: str, at: int, published: dt.date | None) -> Moment | None:
    found = _SEASON.match(text, at)
    if found is None or text[found.end() : found.end() + 1].isalnum():
        return None
    name = found[1].lower()
    if found[2]:
        return Moment(at, found.end(), calendars.season(int(found[2]), name), "season")
    if name == "fall" and text[found.end() : found.end() + 4] == " of ":
        return None  # the fall of a city
    if not re.search(
        r"\b(?:the|in|over|during|since|until|by|late|early)\s$", text[max(0, at - 8) : at].lower()
    ):
        return None
    if name == "fall" and not text[max(0, at - 7) : at].lower().endswith("in the "):
        return None
    dates = _last_season(name, published) if published else None
    return Moment(at, found.end(), dates, "season", True)


def _last_season(name: str, published: dt.date, shift: int = 0) -> Dates:
    dates = calendars.season(published.year, name)
    year = published.year if dates[0] <= published else published.year - 1
    return calendars.season(year + shift, name)


def _shift(text: str, at: int, published: dt.date | None) -> Moment | None:
    """Such as "last week", "the past two years", "this summer", "next Monday", "last night"."""
    found = _SHIFT.match(text, at)
    if found is None:
        return None
    which, count, unit = found[1].lower(), found[2], (found[3] or "").lower()
    place = (at, found.end())
    if unit:
        if found[4] and not count and text.startswith(" of ", place[1]):
            return None  # "the last days of a war"
        the = text[max(0, at - 4) : at].lower() == "the "
        return _shifted(place, (which, count, unit, found[4] != "", the), published)
    if count or which in ("past", "previous", "coming") or (found[6] and which == "next"):
        return None
    if published is None:
        return Moment(*place, None, "day", True)
    return _shifted_name(text, found, published)


def _shifted_name(text: str, found: re.Match[str], published: dt.date) -> Moment | None:
    """Such as "last weekend", "this morning", "next summer", "last Monday", "last March"."""
    which, place = found[1].lower(), found.span()
    step = {"last": -1, "this": 0, "next": 1}[which]
    if found[9]:
        return _shifted_month(place, found[9], published, step)
    if found[7]:
        return Moment(*place, _shifted_season(found[7].lower(), published, which), "season", True)
    precision = "day"
    if found[5]:
        # On a weekday "last weekend" is the one just past, and from Tuesday on "this" the coming.
        back = step + (1 if which == "last" and published.weekday() < 5 else 0)
        back += 1 if which == "this" and 0 < published.weekday() < 5 else 0
        dates, precision = calendars.this("weekend", published, back), "range"
    elif found[6]:
        dates = calendars.day(published + dt.timedelta(days=step))
    else:
        future = which == "next" or (which == "this" and is_future(text, place[0]))
        dates = _named_day(found[8], published, future, 0 if which == "this" else 1)
    return Moment(*place, dates, precision, True)


def _shifted_season(name: str, published: dt.date, which: str) -> Dates:
    latest = _last_season(name, published)
    if which == "next":
        return _last_season(name, published, 1)
    if which == "last" and latest[0] <= published < latest[1]:
        return _last_season(name, published, -1)
    if which == "this" and published >= latest[1]:
        return calendars.season(published.year, name)
    return latest


def _shifted_month(
    place: tuple[int, int], name: str, published: dt.date, step: int
) -> Moment | None:
    if not name[0].isupper():
        return None
    index = month_number(name)
    year = published.year
    if step < 0 and index >= published.month:
        year -= 1
    if step > 0 and index <= published.month:
        year += 1
    return Moment(*place, calendars.month(year, index), "month", True)


def _shifted(
    place: tuple[int, int],
    words: tuple[str, str | None, str, bool, bool],
    published: dt.date | None,
) -> Moment | None:
    which, count, unit, plural, the = words
    number = _count(count) if count else 1
    vague = (plural and not count) or (count or "").lower() in _VAGUE
    odd = which == "previous" or (which == "this" and (plural or count or unit == "day"))
    if odd or (vague and which not in ("last", "past")) or (number is None and not vague):
        return None
    if published is None:
        return Moment(*place, None, "recent" if vague else unit, True)
    if vague:
        return Moment(*place, _recent(unit, published), "recent", True)
    if count or which in ("past", "coming") or (the and which in ("last", "next")):
        ahead = which in ("next", "coming")
        dates = calendars.stretch(int(number or 1), unit, published, ahead)
        return Moment(*place, dates, "range", True)
    dates = calendars.this(unit, published, {"last": -1, "this": 0, "next": 1}[which])
    return Moment(*place, dates, "range" if unit == "week" else unit, True)


def _count(words: str) -> float | None:
    if words[0].isdigit():
        return float(words.replace(",", "")) if words.replace(",", "").isdigit() else None
    if words.lower() in ("a", "an"):
        return 1
    if words.lower() in ("couple of", "a couple of"):
        return 2
    try:
        return value_of_words(words)
    except KeyError:
        return None


def _recent(unit: str, published: dt.date) -> Dates:
    days = _REACH.get(unit, _RECENTLY)
    return published - dt.timedelta(days=days), published + dt.timedelta(days=1)


def _ago(text: str, at: int, published: dt.date | None) -> Moment | None:
    low = max(0, at - 40)
    found = _AGO.search(text, low, at)
    if found is None:
        return None
    words, unit, start = found[1], found[2].lower(), found.start()
    count = _count(words)
    if (
        count is None and " " in words and words.lower() != "a few"
    ):  # "just two years ago", "some two years ago"
        start += words.index(" ") + 1
        words = words.split(" ", 1)[1]
        count = _count(words)
    place = (start, at + 3)
    if count is None:
        vague = words.lower().split()[-1] in ("few", "several", "many", "some")
        return Moment(*place, None, "relative", True) if vague else None
    if published is None:
        return Moment(*place, None, unit, True)
    try:
        dates = calendars.ago(int(count), unit, published)
    except (ValueError, OverflowError):  # before the calendar's first year
        return Moment(*place, None, unit, True)
    return Moment(*place, dates, "range" if unit == "week" else unit, True)


def _near(text: str, at: int, published: dt.date | None) -> Moment | None:
    """Such as "recent weeks", "recently": a bound before the publication date."""
    found = _RECENT.match(text, at)
    if found is None:
        return None
    unit = (found[1] or "").lower()
    return Moment(at, found.end(), _recent(unit, published) if published else None, "recent", True)


#: "The day before yesterday", "the day after tomorrow".
_BEYOND = {
    -1: re.compile(r"\bthe day before $", re.IGNORECASE),
    1: re.compile(r"\bthe day after $", re.IGNORECASE),
}


def _by_day(text: str, at: int, published: dt.date | None) -> Moment | None:
    word = WORD.match(text[at : at + 12].lower())
    if word is None or text.startswith((" programme", " show", " newspaper"), at + word.end()):
        return None
    shift = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[word[0]]
    beyond = _BEYOND.get(shift)
    further = beyond.search(text, max(0, at - 20), at) if beyond else None
    days = dt.timedelta(shift * (2 if further else 1))
    dates = calendars.day(published + days) if published else None
    return Moment(further.start() if further else at, at + word.end(), dates, "day", True)


def _weekend(text: str, at: int, published: dt.date | None) -> Moment | None:
    found = _WEEKEND.match(text, at)
    if found is None or not text[max(0, at - 4) : at].lower().endswith("the "):
        return None
    dates = calendars.this("weekend", published) if published else None
    return Moment(at, found.end(), dates, "range", True)


def _of_the(text: str, at: int, published: dt.date | None) -> Moment | None:
    found = re.compile(r"(year|month|week|decade)\b", re.IGNORECASE).match(text, at)
    if found is None:
        return None
    unit = found[1].lower()
    dates = calendars.this(unit, published) if published else None
    return Moment(at, found.end(), dates, unit, True, unsure=True)


_SAME = re.compile(
    r"(?:(?:that|the)\s(?:very\s)?(?:same\s)?|same\s|next\s|following\s)"
    r"(day|night|evening|morning|afternoon|week|month|year|summer|winter|spring|autumn)\b(?![’'-])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?<![\w-])(?:an?|the|\d+|[a-z]+)\s(?:hour|day|week|month|year)s?\s$", re.IGNORECASE
)
_WITHIN = re.compile(
    r"(?:within|inside)\s(?:an?\s|the\s|\d+\s|[a-z]+\s)?"
    r"(?:hour|day|week|month|year|fortnight)s?\b",
    re.IGNORECASE,
)
_NTH = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|thirteenth|fourteenth|fifteenth))(?=$|[.,;:)]|\s(?:and|but|in|at|to|that|with"
    r"|by|after|it|he|they)\b)",
    re.IGNORECASE,
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth"
).split()


def _same(text: str, at: int, published: dt.date | None) -> Moment | None:
    """Such as "that night", "the same week", "the next morning": told from another time."""
    found = _SAME.match(text, at)
    if found is None or (found[0].lower().startswith("the ") and " same " not in found[0].lower()):
        return None
    lead = found[0].lower().split()[0]
    if lead == "that" and text[max(0, at - 4) : at].lower().endswith(("say ", "aid ", "ure ")):
        return None
    return Moment(at, found.end(), None, "relative", True)


def _later(text: str, at: int, published: dt.date | None) -> Moment | None:
    """Such as "a week later", "two days earlier": told from another time."""
    found = _AFTER.search(text, max(0, at - 30), at)
    word = WORD.match(text[at : at + 12].lower())
    if found is None or word is None or text.startswith(" than", at + word.end()):
        return None
    return Moment(found.start(), at + word.end(), None, "relative", True)


def _within(text: str, at: int, published: dt.date | None) -> Moment | None:
    """Such as "within days", "inside a week": how soon after another time."""
    found = _WITHIN.match(text, at)
    return Moment(at, found.end(), None, "relative", True) if found else None


def nth(text: str, at: int, published: dt.date | None) -> Moment | None:
    """A day of the month by its number alone: "on the 13th", "on the fifth"."""
    found = _NTH.match(text, at)
    if found is None or not text[max(0, at - 7) : at].lower().endswith(("on the ", "by the ")):
        return None
    number = int(found[1]) if found[1] else _ORDINALS.index(found[2].lower()) + 1
    if published is None or not 1 <= number <= 31:
        return Moment(at, found.end(), None, "day", True) if published is None else None
    ahead = is_future(text, at)
    for shift in range(3):
        first = calendars.add_months(published.replace(day=1), shift if ahead else -shift)
        try:
            date = first.replace(day=number)
        except ValueError:  # the 31st of a month of thirty days
            continue
        if date >= published if ahead else date <= published:
            return Moment(at, found.end(), calendars.day(date), "day", True)
    return None


RELATIVE: Mapping[str, Callable[[str, int, dt.date | None], Moment | None]] = (
    dict.fromkeys(WEEKDAYS, _weekday)
    | dict.fromkeys(SEASONS, _season)
    | dict.fromkeys(("last", "this", "next", "past", "previous", "coming"), _shift)
    | dict.fromkeys(("yesterday", "today", "tonight", "tomorrow"), _by_day)
    | dict.fromkeys(("year", "month", "week", "decade"), _of_the)
    | dict.fromkeys(("that", "same", "following"), _same)
    | dict.fromkeys(("later", "earlier"), _later)
    | dict.fromkeys(("within", "inside"), _within)
    | dict.fromkeys(_ORDINALS, nth)
    | {"ago": _ago, "recent": _near, "recently": _near, "lately": _near, "weekend": _weekend}
)
