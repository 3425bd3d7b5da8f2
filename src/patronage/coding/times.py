"""When things happen: the times that a text names, as half-open periods of calendar dates.

Own grammar, because general date parsers read "$30" as a date and "In 2018" as today's day in
2018. Relative times ("on Monday", "last year") are anchored on the publication date alone; without
one they stay unresolved, and the clock is never read.

What the vaguer words mean. "Since X" runs from the start of X to the publication date, "after X"
from the end of X. "Until X" and "by X" end with the end of X, their widest reading, "before X" with
its start; the start of all three is unknown. "Early", "mid", "late" are thirds, "the start of" and
"the end of" quarters of the whole. "Recent weeks" reach back 60 days, "recent months" a year,
"recent years" five years, "recently" half a year: bounds, not measurements.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from patronage.codebook import rows
from patronage.coding import calendars
from patronage.coding.calendars import Dates
from patronage.coding.letters import as_told, plain
from patronage.coding.moment import Moment, yearless
from patronage.coding.moments import moments
from patronage.records import Span, Time

__all__ = ["find"]

_PART = re.compile(
    r"(?:\b(?:the\s)?(?:(?:very\s)?(early|mid|late|middle|start|beginning|end|(?:first|second)\shalf"
    r"|(?:first|second|third|fourth|last|final)\squarter)(?:\s(?:in|of)(?:\sthe)?\s|[\s-])"
    r"|(Q[1-4]|H[12])(?:\sof)?\s)|\b(earlier|later)\s(?:in\s|on\s)?(?:the\s)?)$",
    re.IGNORECASE,
)
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(ever since|since|until|till|through|by|before|prior to|after|from|between|in|on|at|during"
    r"|over|throughout|as of|as early as|around|circa|of|for)\s$",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s?(?:-|–|—)\s?|\s(?:to|until|till|through|and)\s", re.IGNORECASE)
_EACH = re.compile(r"\s(?:and|or)\s", re.IGNORECASE)
_OPENER = re.compile(r"\bbetween\s$", re.IGNORECASE)
_FOLLOWING = re.compile(r"\s[a-z][\w-]*(?:\s[a-z][\w-]*)?")
_ONWARD = re.compile(
    r"\s(?:on|onwards?|to\s(?:the\spresent|date|today|now))\b(?!\s(?:the|a|his|her|its)\b)", re.I
)
_OWNER = re.compile(
    r"(?:\b(?:the|a|an|its|his|her|their|our|this|that)|[’']s?)\s$|\($", re.IGNORECASE
)
# After these words bare digits may be a number of things: "of 2000 soldiers".
_NUMBERISH = frozenset(["of", "by", "from", "around", "circa", "for", "between"])
_YEAR_WORDS = _NUMBERISH | {
    *("since", "ever since", "until", "till", "through", "before", "prior to", "after"),
    *("in", "during", "throughout", "as of", "as early as"),
}
_KEPT = _YEAR_WORDS - {"of", "between"} | {"on", "at", "over"}
_MONTH_WORDS = _YEAR_WORDS - _NUMBERISH
# "Over a year ago" and "around a year ago" say how long ago, not over which time.
_LOOSE = frozenset(["over", "around", "for", "in"])
# "For Thursday's raid": the day tells when the raid was, and the word before it goes with the raid.
_PLACING, _OWNING = frozenset(["for", "in", "on", "at", "over"]), ("’s ", "'s ")
_ONE_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class _Reading:
    """A moment with the words before it taken in."""

    start: int
    end: int
    dates: Dates | None
    precision: str
    relative: bool
    word: str
    moment: Moment
    part: bool = False


def find(text: str, published: dt.date | None, offset: int = 0) -> list[Time]:
    """Every time that a text names, in order, none overlapping another.

    ``published`` is the publisher's calendar date or None; ``offset`` is the place of the text in
    its document, added to every span. ``precision`` is one of ``day``, ``month``, ``season``,
    ``quarter``, ``half``, ``year``, ``decade``, ``range``, ``since``, ``until``, ``recent``, or
    ``relative`` where a relative time stays unresolved and both dates are None. A start of None
    ("until 2016") or an end of None ("since 2000", undated text) is unknown.

    >>> find("In 2018 two bombers came.", None)[0].text
    'In 2018'
    >>> find("It met on Monday.", dt.date(2025, 11, 5))[0].start
    datetime.date(2025, 11, 3)
    """
    if (simple := plain(text)) != text:
        return as_told(find(simple, published, offset), text, offset)
    found = moments(text, published)
    if not found:
        return []
    readings: list[_Reading] = []
    floor = 0
    index = 0
    while index < len(found):
        reading = _lead(text, found[index], floor, published)
        index += 1
        if index < len(found):
            joined = _join(text, reading, found[index], published)
            if joined is not None:
                reading, index = joined, index + 1
        if _stands(text, reading) or (readings and _listed(text, readings[-1], reading)):
            readings.append(reading)
            floor = reading.end
    ends = [*(reading.start for reading in readings[1:]), len(text)][: len(readings)]
    return [
        _time(text[:end], reading, published, offset)
        for reading, end in zip(readings, ends, strict=True)
    ]


def _lead(text: str, moment: Moment, floor: int, published: dt.date | None) -> _Reading:
    """Take in the words before a moment: a part of it, an article, a preposition."""
    start, dates, precision = moment.start, moment.dates, moment.precision
    part = _PART.search(text, max(floor, start - 26), start)
    if part and precision in ("year", "month", "decade", "season", "range", "day"):
        start = part.start()
        if precision not in ("range", "day"):
            word = re.sub(r"\s", " ", (part[1] or part[2] or part[3]).lower())
            dates, precision = _part(dates, word, precision, published)
    elif moment.relative or precision in ("decade", "season"):
        the = _THE.search(text, max(floor, start - 4), start)
        start = the.start() if the else start
    before = _BEFORE.search(text, max(floor, start - 14), start)
    word = before[1].lower() if before else ""
    loose = word in _LOOSE and text.endswith("ago", 0, moment.end)
    owns = word in _PLACING and text.startswith(_OWNING, moment.end)  # "for Thursday's raid"
    if before and word in _KEPT and not loose and not owns:
        start = before.start()
    kind = (dates, precision, moment.relative)
    return _Reading(start, moment.end, *kind, word, moment, part is not None)


def _part(
    dates: Dates | None, word: str, precision: str, published: dt.date | None
) -> tuple[Dates | None, str]:
    """A part of a period; "earlier" and "later" divide it at the publication date."""
    if word in ("earlier", "later"):
        if dates is None or published is None or not dates[0] <= published < dates[1]:
            return dates, precision
        parts = {"earlier": (dates[0], published + _ONE_DAY), "later": (published, dates[1])}
        return parts[word], "range"
    named = "quarter" if "quarter" in word or word[0] == "q" else "range"
    named = "half" if "half" in word or word in ("h1", "h2") else named
    return (calendars.part(dates, word) if dates else None), named


def _join(text: str, first: _Reading, moment: Moment, published: dt.date | None) -> _Reading | None:
    """Two moments as one: "from 2007 to 2016", "between May and July", "Monday, 3 May"."""
    gap = text[first.end : moment.start]
    if len(gap) > 16:
        return None
    if _weekday_of_date(first, moment, gap):
        kind = (moment.dates, moment.precision, moment.relative)
        return _Reading(first.start, moment.end, *kind, first.word, moment)
    link = _LINK.match(text, first.end)
    second = _lead(text, moment, link.end() if link else first.end, published)
    _inherit(first, moment, gap, published)
    if link is None or second.start != link.end() or not _spans(first, second, link[0].strip()):
        return None
    start = first.start
    opener = _OPENER.search(text, max(0, start - 8), start)
    if first.word == "between" and opener:
        start = opener.start()
    relative = first.relative or second.relative
    dates = (first.dates[0], second.dates[1]) if first.dates and second.dates else None
    return _Reading(start, moment.end, dates, "range", relative, "", first.moment)


def _spans(first: _Reading, second: _Reading, word: str) -> bool:
    """Whether two times, joined by a word or a dash, are the ends of one range."""
    if (word.lower() == "and") != (first.word == "between"):
        return False
    if first.precision != second.precision and first.word not in ("from", "between"):
        return False
    if first.dates is None or second.dates is None:
        return first.relative or second.relative
    return first.dates[0] < second.dates[0] and first.dates[0] < second.dates[1]


def _weekday_of_date(first: _Reading, moment: Moment, gap: str) -> bool:
    """Whether "Monday" only names the day of the date that follows it."""
    return (
        first.moment.precision == "day"
        and first.moment.month_day is None
        and first.relative
        and moment.precision == "day"
        and (not moment.relative or moment.month_day is not None)
        and gap in (" ", ", ", ", the ", " the ")
    )


def _inherit(first: _Reading, moment: Moment, gap: str, published: dt.date | None) -> None:
    """A month without a year takes the year of the one joined to it: "May and June 2019"."""
    known = first.moment.month_day
    linked = _LINK.fullmatch(gap) or _EACH.fullmatch(gap)
    if known is None or not linked or moment.relative or moment.dates is None:
        return
    if moment.precision not in ("day", "month"):
        return
    year = moment.dates[0].year
    if (known[0], known[1] or 0) > (moment.dates[0].month, moment.dates[0].day):
        year -= 1
    try:
        first.dates = yearless(known, published, False, year)
        first.relative = False
    except ValueError:
        return


def _stands(text: str, reading: _Reading) -> bool:
    """Whether an unsure name ("2018", "May") is a time where it stands."""
    moment = reading.moment
    if not moment.unsure or moment.end != reading.end or reading.part:
        return True
    if moment.precision == "month":
        # "A speech by May" is by a person.
        loose = text[moment.start : moment.end] != "May"
        return reading.word in (_YEAR_WORDS if loose else _MONTH_WORDS)
    if moment.relative:  # "of the year" names a time only with a part of it: "the end of the year"
        return False
    if reading.word in _YEAR_WORDS:
        return reading.word not in _NUMBERISH or not _counts(text, moment.end)
    return _owned(text, moment)


def _owned(text: str, moment: Moment) -> bool:
    """Whether a bare year belongs to something: "the 2018 deal", "2016’s vote", "(2018)"."""
    if text.startswith(_OWNING, moment.end):
        return True
    owner = _OWNER.search(text, max(0, moment.start - 6), moment.start)
    rounded = text.endswith("00", 0, moment.end)
    if owner is None or (rounded and _counts(text, moment.end)):
        return False
    return owner[0] != "(" or text[moment.end : moment.end + 1] in (")", ",")


def _counts(text: str, end: int) -> bool:
    """Whether a thing that can be counted follows: "2000 soldiers", "2000 armed soldiers"."""
    following = _FOLLOWING.match(text, end)
    return following is not None and not _plurals().isdisjoint(following[0].lower().split())


def _listed(text: str, before: _Reading, reading: _Reading) -> bool:
    """Whether a year goes on a list: "in 1988 and 1991", "in 2014, 2015 and 2016"."""
    gap = text[before.end : reading.start]
    return (
        gap in (" and ", ", ", ", and ", " or ")
        and before.moment.unsure
        and before.precision == reading.precision == "year"
        and not _counts(text, reading.end)
    )


@cache
def _plurals() -> frozenset[str]:
    return frozenset(row["plural"] for row in rows("count_nouns"))


def _time(text: str, reading: _Reading, published: dt.date | None, offset: int) -> Time:
    """The record: what "since", "until" and their like make of the dates."""
    end = reading.end
    word = reading.word
    onward = _ONWARD.match(text, end) if word in ("from", "since") else None
    if onward:
        end, word = onward.end(), "since"
    span = Span(reading.start + offset, end + offset)
    words = text[reading.start : end]
    if reading.dates is None:
        # An unresolved relative time, or a date that the calendar does not have.
        return Time(words, span, None, None, "relative")
    first, last = reading.dates
    if word in ("since", "ever since", "after") and reading.precision != "recent":
        start = last if word == "after" else first
        until = published + _ONE_DAY if published and published < dt.date.max else None
        return Time(words, span, start, until if until and until > start else None, "since")
    if word in ("until", "till", "through", "by"):
        return Time(words, span, None, last, "until")
    if word in ("before", "prior to"):
        return Time(words, span, None, first, "until")
    return Time(words, span, first, last, reading.precision)
