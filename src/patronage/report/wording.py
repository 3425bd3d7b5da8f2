"""How values are put into words: names, dates, numbers and lists, neutral and in sentence case."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from patronage.records import Actor
from patronage.results import Brief

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = [
    "HOLLOW",
    "NONE_FOUND",
    "UNTOLD",
    "actor_name",
    "actor_names",
    "day",
    "decimal",
    "few",
    "hundredths",
    "isolated",
    "join",
    "label",
    "named",
    "period",
    "phrase",
    "plain",
    "plural",
    "probability",
    "short",
    "signed",
    "state",
    "typeset",
    "years",
]

NONE_FOUND = "none we found"
# What the words of an instrument are where no text names one.
UNTOLD = frozenset({"not told", "instrument not told"})
# Told of, but not as a thing that happened: drawn hollow and never counted.
HOLLOW = frozenset({"future", "hypothetical", "negated"})
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Control characters, lone surrogates and the bidirectional controls: in a figure's label or a
# page title there is no element to isolate them in, so they are taken out there.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# Letters and controls that could turn the words around them.
_TURNING = frozenset(
    {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
)
_ISO = re.compile(r"“[^”]*”|\b(\d{4})-(\d{2})-(\d{2})\b")

_DOUBLE = re.compile(r'"([^"]+)"')
_SINGLE = re.compile(r"(?<!\w)'(?=\S)(.+?)(?<=\S)'(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)'")


def plain(text: str) -> str:
    r"""One line without control or bidirectional characters, for labels and titles.

    >>> plain("a\u202eb\n c")
    'ab c'
    """
    return _UNSEEN.sub("", " ".join(text.split()))


def short(text: str, limit: int = 24) -> str:
    """A plain label of at most ``limit`` characters, with an ellipsis where it was cut.

    >>> short("arms", 3)
    'ar…'
    """
    line = plain(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def join(words: Sequence[str]) -> str:
    """A list in prose.

    >>> join(["arms", "loans", "oil"])
    'arms, loans and oil'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def few(parts: Sequence[str], limit: int, noun: str) -> list[str]:
    """The first parts, and how many more there are.

    >>> few(["a", "b", "c"], 2, "other")
    ['a', 'b', '1 other']
    """
    rest = len(parts) - limit
    return list(parts) if rest <= 0 else [*parts[:limit], plural(rest, noun)]


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "episode"), plural(2000, "text")
    ('1 episode', '2,000 texts')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def decimal(value: float) -> str:
    """A number to two figures or, above 100, as a whole one.

    >>> decimal(0.4167), decimal(12.0), decimal(1234.5), decimal(-0.14)
    ('0.42', '12', '1,234', '−0.14')
    """
    form = ",.0f" if abs(value) >= 100 else ".3g" if abs(value) >= 10 else ".2g"
    return signed(value, form)


def signed(value: float, form: str) -> str:
    """A number by a format, with a minus sign and no hyphen where it is below nought.

    >>> signed(-0.25, "+.1f"), signed(0.6, "+.1f")
    ('−0.2', '+0.6')
    """
    return format(value, form).replace("-", "−")


def hundredths(value: float) -> str:
    """A small number to two places, for rates known to no more.

    >>> hundredths(0.0024), hundredths(0.70), hundredths(12.3), hundredths(0.113)
    ('under 0.01', '0.7', '12.3', '0.11')
    """
    if 0 < value < 0.005:
        return "under 0.01"
    return decimal(round(value, 2))


def probability(value: float) -> str:
    """A probability to two places, never 0 or 1.

    >>> probability(0.714), probability(0.0001), probability(0.999)
    ('0.71', 'below 0.01', 'above 0.99')
    """
    if value < 0.01:
        return "below 0.01"
    return "above 0.99" if value > 0.99 else f"{value:.2f}"


def label(code: str | None) -> str:
    """A code of the codebook as words: ``show-of-force`` becomes ``show of force``."""
    return plain((code or "instrument not told").replace("-", " ").replace("_", " ").lower())


@cache
def _phrases() -> dict[str, str]:
    text = (files("patronage.report") / "phrases.csv").read_text(encoding="utf-8")
    return {row["type"]: row["phrase"] for row in csv.DictReader(text.splitlines())}


def phrase(type: str) -> str:
    """An event type as a verb.

    >>> phrase("SANCTION")
    'cuts back'
    """
    return _phrases().get(type) or label(type)


def years(length: float) -> str:
    """A length of time, in months where it is short.

    >>> years(18.6), years(0.31)
    ('18.6 years', '4 months')
    """
    if length < 2:
        return plural(max(1, round(length * 12)), "month")
    return f"{length:.3g} years"


def day(date: dt.date) -> str:
    """A calendar date.

    >>> day(dt.date(2025, 11, 2))
    '2 Nov 2025'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year:04d}"


def period(start: dt.date | None, end: dt.date | None) -> str:
    """A half-open period, as briefly as it can be said without loss.

    >>> period(dt.date(2018, 1, 1), dt.date(2019, 1, 1))
    '2018'
    >>> period(dt.date(2025, 10, 1), dt.date(2025, 11, 1))
    'Oct 2025'
    >>> period(dt.date(2000, 1, 1), dt.date(2026, 1, 1))
    '2000–2025'
    """
    if start is None:
        return f"before {day(end)}" if end else "not dated in the text"
    if end is None:
        return f"from {day(start)}"
    last = max(start, end - dt.timedelta(days=1))
    first_word, last_word = day(start), day(last)
    if last > start and start.year == last.year:
        first_word = str(start.day)
        if start.month != last.month:
            first_word += f" {_MONTHS[start.month - 1]}"
    if start.day == 1 and end.day == 1 and end > start:
        whole = start.month == 1 and end.month == 1
        first_word, last_word = (
            str(d.year) if whole else f"{_MONTHS[d.month - 1]} {d.year}" for d in (start, last)
        )
    return first_word if first_word == last_word else f"{first_word}–{last_word}"


def state(brief: Brief, code: str | None) -> str:
    """The name of a state or body by its code, or the code itself where no name is given."""
    return brief.names.get(code, code) if code else "not named"


def typeset(text: str) -> str:
    """Straight quotation marks and apostrophes as typographic ones, and dates in words.

    >>> typeset("from 1999-02-02, as 'since 1999-02-02' says")
    'from 2 Feb 1999, as “since 1999-02-02” says'
    >>> typeset("'over $30 billion' is Maduro's figure")
    '“over $30 billion” is Maduro’s figure'
    """
    text = _SINGLE.sub(r"“\1”", _DOUBLE.sub(r"“\1”", text))
    return _ISO.sub(_dated, _APOSTROPHE.sub("’", text))


def _dated(found: re.Match[str]) -> str:
    """A date that is no part of a quotation as the page writes dates."""
    try:
        return day(dt.date(*map(int, found.groups())))
    except (TypeError, ValueError):
        return found.group()


def isolated(text: str) -> Markup:
    """Words of a text for the page, apart from those around them where their script needs it.

    >>> isolated("a < b"), isolated("\u05d0")
    (Markup('a &lt; b'), Markup('<bdi>\u05d0</bdi>'))
    """
    from markupsafe import Markup, escape

    told = str(text)
    if told.isascii() or not any(bidirectional(c) in _TURNING for c in told):
        return escape(told)
    return Markup("<bdi>{}</bdi>").format(told)


def named(brief: Brief, code: str | None) -> str:
    """As :func:`state`, with the article that English puts before some names in a sentence."""
    name = state(brief, code)
    return f"the {name}" if name.startswith("United ") else name


def actor_name(brief: Brief, actor: Actor) -> str:
    """Country and, where known, person or body: ``Venezuela (Nicolás Maduro)``."""
    place = state(brief, actor.key) if actor.key else None
    if place and actor.name and actor.name != place:
        return f"{place} ({actor.name})"
    return place or actor.name or actor.text


def actor_names(brief: Brief, actors: Iterable[Actor]) -> str:
    """Several actors in one phrase, each once."""
    return join(list(dict.fromkeys(actor_name(brief, a) for a in actors)))
