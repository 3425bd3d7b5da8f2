"""The date of publication: as stated by the record, found in the first lines, or given.

Never guessed and never today's. A date is the publisher's calendar date: the day as written,
whatever its time zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from patronage.documents.limits import Limits

__all__ = ["dateline", "day_of", "is_dateline", "publication"]

_MONTHS = {
    spelling: number
    for number, month in enumerate(
        (
            *("january", "february", "march", "april", "may", "june", "july"),
            *("august", "september", "october", "november", "december"),
        ),
        start=1,
    )
    for spelling in (month, month[:3])
} | {"sept": 9}
_MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_DATE = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}\S*)?(?![\d-])"
    rf"|(?P<d1>\d{{1,2}}){_ORDINAL}(?:\s+of)?[\s-]+(?P<m1>{_MONTH})[,\s-]+(?P<y1>\d{{4}})\b"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}}){_ORDINAL},?\s+(?P<y2>\d{{4}})\b"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?:[\s,|·–—-]*(?:at\s+)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?)?(?:\s*[ap]\.?m\.?)?"
_ZONE = r"(?:\s*\(?(?:[A-Z]{2,5}|[+-]\d{2}:?\d{2})\)?)?"
_TAIL = rf"{_CLOCK}{_ZONE}[\s.|]*$"
_LABEL = r"(?:first\s+)?(?:published|posted|issued|released|publication\s+date|date)"
# Without a colon the line must end with the date: "Issued on 3 May 2025, the decree …" is prose.
_LABELLED = re.compile(rf"[\s*_]*{_LABEL}[\s*_]*:[\s*_]*{_WEEKDAY}(?:{_DATE})", re.I)
_BYLINE = rf"(?:by\s[^.]{{2,80}}?[\s,|·–—-]+|{_LABEL}\s+(?:on\s+|[–—-]\s*)?)?"
_ALONE = re.compile(rf"[\s*_(]*{_BYLINE}{_WEEKDAY}(?:{_DATE}){_TAIL}", re.I)
# A place in capitals, or one parted from the date by a comma or bracket; then a dash or colon.
_PLACED = re.compile(
    r"\s*(?:(?-i:[A-Z][A-Z .'’-]{2,40})\s+|[^\W\d_](?:[^.!?;:\n]|(?<=\b\w)\.){1,60}?[,(]\s*)"
    rf"{_WEEKDAY}(?:{_DATE})\)?(?:\s*[,/]?\s*\([^)\n]{{2,40}}\))?\s*(?:[-–—]+|:)\s",
    re.I,
)
_ANY = re.compile(rf"^\s*{_WEEKDAY}(?:{_DATE})", re.I)
_BASIC = re.compile(r"\d{8}")
_LINES = 8
"""How many first lines may hold a dateline; a date further down is the story's, not the text's."""
_LINE_CHARS = 200

Note = tuple[str, str]


def day_of(stated: object) -> dt.date | None:
    """The day that a record's value states, or None where it states none.

    >>> day_of("2025-12-03T23:10:00-05:00"), day_of("Wed, 03 Dec 2025 10:00:00 GMT")
    (datetime.date(2025, 12, 3), datetime.date(2025, 12, 3))
    >>> day_of("2025-12") is None
    True
    """
    if isinstance(stated, dt.datetime):
        return stated.date()
    if isinstance(stated, dt.date):
        return stated
    if not isinstance(stated, str):
        return None
    text = stated.strip()
    if _BASIC.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = _ANY.match(text)
    return _day(match) if match else None


def dateline(text: str) -> tuple[dt.date | None, str | None]:
    r"""The date that the first lines state and the line it stands in; neither where none does.

    A line and no date means that the line names a day that is in no calendar.

    >>> dateline("Talks resume\n\nCaracas, 3 December 2025 – Officials met.")[0]
    datetime.date(2025, 12, 3)
    >>> dateline("On December 3, 2025, officials met in Caracas.")
    (None, None)
    """
    for line in _first_lines(text):
        match = _LABELLED.match(line) or _ALONE.match(line)
        if not match and line.lstrip()[:1].isupper():
            match = _PLACED.match(line)
        if match:
            return _day(match), line.strip()
    return None, None


def is_dateline(line: str) -> bool:
    """Whether a line only says when it was published: no headline, then.

    >>> is_dateline("Published: 2025-12-03"), is_dateline("Caracas asks Moscow")
    (True, False)
    """
    return bool(_LABELLED.match(line) or _ALONE.match(line))


def publication(
    stated: object, text: str, given: dt.date | None, limits: Limits
) -> tuple[dt.date | None, list[Note]]:
    """The date of publication and notes (message, mend) on what could not be believed.

    What the record states goes before what the first lines say, and that before what the caller
    gives: a general answer fills gaps and overrules nothing.
    """
    notes: list[Note] = []
    if stated is not None and stated != "":
        day = day_of(stated)
        if day is None:
            mend = "Write it as 2025-11-22."
            notes.append((f"publication date {str(stated)[:60]!r} is no day", mend))
        elif _believe(day, limits, notes):
            return day, notes
    found, line = dateline(text)
    if line is not None and found is None:
        notes.append((f"dateline {line[:60]!r} names a day in no calendar", "Correct it."))
    if found is not None and _believe(found, limits, notes):
        return found, notes
    if given is not None:
        return given, notes
    message = "no publication date; relative times stay unresolved"
    notes.append((message, "Pass --published or give the record a `published` field."))
    return None, notes


def _believe(day: dt.date, limits: Limits, notes: list[Note]) -> bool:
    if limits.believes(day):
        return True
    why = "too early to be true" if day < limits.earliest else "in the future"
    notes.append((f"publication date {day.isoformat()} is {why} and was not used", "Correct it."))
    return False


def _first_lines(text: str) -> Iterator[str]:
    start = seen = 0
    while seen < _LINES and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + _LINE_CHARS)]
        start = end + 1
        if line.strip():
            seen += 1
            yield line


def _day(match: re.Match[str]) -> dt.date | None:
    part = match.groupdict()
    try:
        if part["iso"]:
            return dt.date.fromisoformat(part["iso"])
        which = "1" if part["d1"] else "2"
        month = _MONTHS[part[f"m{which}"].rstrip(".").lower()]
        return dt.date(int(part[f"y{which}"]), month, int(part[f"d{which}"]))
    except ValueError:
        return None
