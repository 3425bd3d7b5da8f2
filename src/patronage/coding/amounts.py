"""Amounts in text: money, counts of things, percentages and barrels a day.

Own grammar, because general quantity parsers miss "$400m" and read "billion" as a unit. Each
number found is read once, left to right, so that the time is linear in the length of the text.

Conventions. ``comparator`` is one of ``=``, ``>``, ``>=``, ``<``, ``<=``, ``~``; "nearly" and
"almost" are ``~``, because a text that says nearly 30 does not mean 1. A range ("$3-5bn") has
``value`` and ``high`` as its bounds and ``=``. A vague number ("tens of billions of dollars") is
``~`` with its unit as ``value`` and ten times that as ``high``. "$" alone is USD.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from patronage.codebook import rows
from patronage.coding import casualties, comparators
from patronage.coding.letters import as_told, plain
from patronage.coding.measured import measure_near
from patronage.coding.numerals import WORD, Number, number_starts, read_number
from patronage.records import Amount, Span

__all__ = ["find"]

_RANGE = re.compile(r"\s?(?:-|–|—|to|or|and)\s?", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s(?:[A-Za-z]{0,3}[$€£¥])?\s?$", re.IGNORECASE)
_OPENED = re.compile(r"\bbetween\s$", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%|[\s-]per\s?cent(?:age\spoints?)?\b|\spercentage\spoints?\b", re.I)
_RATE = re.compile(
    r"\s(?:per\s(?:annum|year|month|week|day|capita|barrel)|an?\s(?:year|month|week|day|barrel)"
    r"|(?:each|every)\s(?:year|month|day)|annually|yearly|monthly|daily)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:\sof\s(?:crude\soil|oil|crude|fuel|petrol|diesel))?\s"
    r"(?:(?:per|a|each|every)\sday|daily)\b",
    re.IGNORECASE,
)
_BPD = re.compile(r"\s(?:bpd|b/d|bbl/d)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?")
_NOT_BEFORE = re.compile(
    r"\b(?:resolutions?|articles?|chapter|section|pages?|paragraph|unit|no\.?|nos\.?|number|channel"
    r"|highway|route|flight|brigade|battalion|phase|level|tier|category|type|mark|protocol|aged?)\s$",
    re.IGNORECASE,
)
# A year before a noun ("In 2018 troops arrived", "the 2003 troops surge") is no count.
_YEARISH = re.compile(
    r"(?:\b(?:in|since|until|till|during|from|to|of|by|before|after|the|a|an|early|late|mid|its|his|her"
    r"|their|this|that|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)|[’']s|,)\s$",
    re.IGNORECASE,
)
# "40 of his men", "eleven of the December protesters", "seven of them"
_OF = re.compile(
    r"\sof\s(?:(them|whom|us)\b|(?:(?:the|its|his|her|their|our|these|those)|[A-Z]\w+['’]s)\s)"
)
_STOPS = frozenset(
    WORD.findall(
        "of the a an and or but nor in on at to for from with by as is are was were be been "
        "being has have had that which who whom whose will would could should may might can "
        "must if when while where since until after before during over under into out up down "
        "off against between about than then so not no it its he she they his her their this "
        "these those such per years year months month weeks week days day hours hour minutes "
        "minute seconds decades decade times miles mile kilometres kilometers km metres "
        "meters feet am pm percent cent points goals "
    )
)
_OTHERS = "others"
_S_WORDS = frozenset(["arms", "business", "us", "gas", "systems"])


class _Noun(NamedTuple):
    unit: str
    kind: str
    measure: str | None
    one: bool
    many: bool


class _Tables(NamedTuple):
    nouns: dict[str, _Noun]
    persons: frozenset[str]
    before: dict[str, str]
    after: dict[str, str]
    prefix: re.Pattern[str]


@cache
def _tables() -> _Tables:
    nouns: dict[str, _Noun] = {}
    for row in rows("count_nouns"):
        same = row["singular"] == row["plural"]
        measure = row["measure"] or None
        nouns[row["singular"]] = _Noun(row["unit"], row["kind"], measure, True, same)
        nouns[row["plural"]] = _Noun(row["unit"], row["kind"], measure, same, True)
    money = rows("currencies")
    before = {row["text"].lower(): row["code"] for row in money if row["place"] == "before"}
    after = {
        row[form].lower(): row["code"]
        for row in money
        if row["place"] == "after"
        for form in ("text", "plural")
    }
    signs = "|".join(re.escape(sign) for sign in sorted(before, key=len, reverse=True))
    return _Tables(
        nouns=nouns,
        persons=frozenset(noun.unit for noun in nouns.values() if noun.kind == "person"),
        before=before,
        after=after,
        prefix=re.compile(rf"(?<![\w])({signs})\s?$", re.IGNORECASE),
    )


class _Unit(NamedTuple):
    """What is counted: its name, where its words end, and the measure its noun implies."""

    name: str
    end: int
    measure: str | None = None


def find(text: str, offset: int = 0) -> list[Amount]:
    """Every amount told in a text, in order, none overlapping another.

    ``text`` is a sentence or any stretch of text; ``offset`` is its place in the document, added
    to every span. ``unit`` is an ISO 4217 code, ``%``, ``barrel/day`` or the canonical singular
    of a noun in table ``count_nouns``; ``measure`` is a key of table ``measures_of`` or None
    where the words beside the amount name nothing measured. Years, dates, ages, durations,
    designations ("F-16") and ordinals are no amounts.

    >>> find("Just over $30 billion in loans")[0].measure
    'loans'
    >>> [(a.value, a.unit) for a in find("It sent two nuclear-capable bombers.")]
    [(2.0, 'bomber')]
    """
    if (simple := plain(text)) != text:
        return as_told(find(simple, offset), text, offset)
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    found: list[Amount] = []
    done = 0
    for at in number_starts(text, lower):
        if at < done or _attached(text, at):
            continue
        number = read_number(text, at)
        if number is None or number.start < done:
            continue
        amount, end = _amount(text, number, done, offset)
        if amount is not None:
            found.append(_named(amount, found))
            done = end
        elif number.end > done:
            done = number.end if not number.digits else _end_of_digits(text, number.end)
    return found


def _named(amount: Amount, before: Sequence[Amount]) -> Amount:
    """Of "others" the noun that they go on from: "killing a guard and 9 others"."""
    if amount.unit != _OTHERS:
        return amount
    persons = (a.unit for a in reversed(before) if a.unit in _tables().persons)
    return replace(amount, unit=next(persons, "person"))


def _end_of_digits(text: str, end: int) -> int:
    """Past everything glued to a rejected number: of "10/12/2018" no part is an amount."""
    while end < len(text) and (text[end].isdigit() or text[end] in "/:"):
        end += 1
    return end


def _attached(text: str, at: int) -> bool:
    """Whether a number is glued to what stands before it: "F-16", "G7", "10:30", "3.5.1"."""
    before = text[at - 1] if at else " "
    if before.isalnum():
        # "RMB5bn" and "US$5" are money; every other letter glued to digits is a designation.
        return not (before.isalpha() and _tables().prefix.search(text[max(0, at - 4) : at]))
    if before in "-–/:.,#_" and at > 1:
        return text[at - 2].isalnum() or before == "#"
    return False


def _amount(text: str, number: Number, floor: int, offset: int) -> tuple[Amount | None, int]:
    tables = _tables()
    start, code = number.start, None
    sign = tables.prefix.search(text, max(floor, start - 6), start)
    if sign:
        start, code = sign.start(), tables.before[sign[1].lower()]
    low, high, number = _range(text, number, start, code is not None)
    end, bound_after = comparators.after(text, number.end)
    unit = _Unit(code, end) if code else _unit(text, number, start, end)
    if unit is None:
        return None, number.end
    unit = _rate(text, unit)
    start, bound = comparators.before(text, floor, start)
    opened = _OPENED.search(text, max(floor, start - 9), start) if high is not None else None
    start = opened.start() if opened else start
    bound = bound_after or bound or ("~" if number.high is not None else "=")
    measure = unit.measure
    if measure is None and (unit.name.isupper() or unit.name == "%"):
        measure = measure_near(text, start, unit.end, floor)
    span = Span(start + offset, unit.end + offset)
    words = text[start : unit.end]
    return Amount(words, span, low, unit.name, bound, measure, high), unit.end


def _range(
    text: str, number: Number, start: int, money: bool
) -> tuple[float, float | None, Number]:
    """The second bound of "3-5 billion", "between $3bn and $5bn", "two or three", if there."""
    link = _RANGE.match(text, number.end)
    if link is None or number.high is not None:
        return number.value, number.high, number
    word = link[0].strip().lower()
    opened = _BETWEEN.search(text[max(0, start - 14) : start])
    opener = opened[0].split()[0].lower() if opened else ""
    # "rose from $3bn to $5bn" tells two amounts; "and" joins a range only after "between".
    if (word == "and") != (opener == "between") or (word == "to" and opener == "from"):
        return number.value, None, number
    at = link.end()
    again = re.compile(r"(?:[A-Za-z]{0,3}[$€£¥]|RMB|USD|EUR)\s?").match(text, at) if money else None
    at = again.end() if again else at
    if at >= len(text) or not text[at].isalnum():
        return number.value, None, number
    second = read_number(text, at)
    if second is None or second.start != at or second.high is not None:
        return number.value, None, number
    low = number.value
    if number.scale == 1.0 and second.scale != 1.0 and low < second.value / second.scale:
        low = low * second.scale
    if not low < second.value:
        return number.value, None, number
    return low, second.value, second


def _unit(text: str, number: Number, start: int, at: int) -> _Unit | None:
    """What a number without a currency sign counts, or None where it is no amount."""
    percent = _PERCENT.match(text, at)
    if percent:
        return _Unit("%", percent.end())
    harmed = _harmed(text, number, start, at)
    if harmed:
        return harmed
    if text[at : at + 1] == "-":
        return _adjective(text, at)
    if not text[at : at + 1].isspace() or (number.digits and _is_year(text, number, start)):
        return None
    barrels = _BPD.match(text, at)
    if barrels:
        return _Unit("barrel/day", barrels.end(), "oil")
    money = _currency(text, at, number.scale)
    if money or _NOT_BEFORE.search(text, max(0, start - 12), start):
        return money
    # A bare "5k" or "5b" before a noun is a designation more often than a number.
    if number.suffix and number.scale != 1e6:
        return None
    part = _OF.match(text, at)
    if part and number.value > 2:  # "40 of his men", "seven of them"
        return _Unit("person", part.end()) if part[1] else _counted(text, number, part.end() - 1)
    return _counted(text, number, at)


def _harmed(text: str, number: Number, start: int, at: int) -> _Unit | None:
    """The persons of a number that stands alone after a verb of harm: "killing at least eight"."""
    if number.scale > 1e5 or number.value < 2 or (number.digits and _is_year(text, number, start)):
        return None
    told = casualties.alone(text, start, at)
    return _Unit(_OTHERS if told.others else "person", told.end) if told else None


def _adjective(text: str, at: int) -> _Unit | None:
    """The currency of "a 10-billion-dollar loan"; "12-day" and "30-year-old" are no amounts."""
    word = _TOKEN.match(text, at + 1)
    if word is None:
        return None
    first = word[0].split("-")[0]
    code = _tables().after.get(first.lower())
    return _Unit(code, at + 1 + len(first)) if code else None


def _is_year(text: str, number: Number, start: int) -> bool:
    """Whether four bare digits read as a year where they stand."""
    written = text[number.start : number.end]
    if len(written) != 4 or not written.isdigit() or not 1500 <= number.value < 2100:
        return False
    return start == 0 or _YEARISH.search(text[max(0, start - 11) : start]) is not None


def _currency(text: str, at: int, scale: float = 1.0) -> _Unit | None:
    tables = _tables()
    words, ends = _words(text, at, 3)
    for count in range(len(words), 0, -1):
        code = tables.after.get(" ".join(words[:count]).lower())
        if code is None:
            continue
        # "500 pounds of explosives" is a weight, "21 million pounds of support" is none.
        weighed = words[count - 1].lower() == "pounds" and scale < 1e6
        if weighed and text[ends[count - 1] :].startswith(" of "):
            return None
        return _Unit(code, ends[count - 1])
    return None


def _words(text: str, at: int, count: int) -> tuple[list[str], list[int]]:
    """Up to ``count`` words from ``at``, divided by single spaces alone, and where each ends."""
    words: list[str] = []
    ends: list[int] = []
    while len(words) < count and at < len(text) and text[at].isspace():
        token = _TOKEN.match(text, at + 1)
        if token is None:
            break
        words.append(token[0])
        at = token.end()
        ends.append(at)
    return words, ends


def _counted(text: str, number: Number, at: int) -> _Unit | None:
    """The noun counted: up to three modifiers, then a noun of the table in the right number."""
    nouns = _tables().nouns
    words, ends = _words(text, at, 6)
    one = number.value == 1
    harmed = one and casualties.after_harm(text, number.start)
    for index in range(min(4, len(words))):
        for width in (3, 2, 1):
            if index + width > len(words):
                continue
            noun = nouns.get(" ".join(words[index : index + width]).lower())
            # "One senior official" introduces somebody and counts nobody, unless he is killed.
            if noun and (noun.one and (noun.kind != "person" or harmed) if one else noun.many):
                if not _heads(text, words, ends, index + width - 1, noun):
                    break
                return _Unit(noun.unit, ends[index + width - 1], noun.measure)
        word = words[index]
        if word in _peoples() and not one:
            return _Unit("person", ends[index])
        if word.lower() in _STOPS or (one and index > 1):
            return None
        if word.islower() and word.endswith("s") and word[-2:] != "ss" and word not in _S_WORDS:
            return None
        if word.endswith(("’s", "'s", ".")):
            return None
    return None


@cache
def _peoples() -> frozenset[str]:
    """Names of peoples in the plural: "33 Syrians" counts persons."""
    return frozenset(
        row["text"]
        for row in rows("state_names")
        if row["kind"] == "plural" and " " not in row["text"]
    )


def _heads(text: str, words: list[str], ends: list[int], last: int, noun: _Noun) -> bool:
    """Whether the noun ends its phrase: not "two soldiers' families" or "20 aircraft parts"."""
    nouns = _tables().nouns
    after = text[ends[last] : ends[last] + 1]
    if after in ("'", "’") or (after == "-" and text[ends[last] + 1 : ends[last] + 2].isalnum()):
        return False
    following = words[last + 1].lower() if last + 1 < len(words) else ""
    if noun.kind == "state":  # "four wounded soldiers" counts soldiers
        return following == "" or following in _STOPS
    if following in nouns and nouns[following].many and nouns[following].kind != "state":
        return following in ("strikes", "visits", "drills", "attacks")
    invariant = noun.one and noun.many and noun.unit == "aircraft"
    return not (
        invariant and following.endswith("s") and following not in ("was", "has", "as", "is")
    )


def _rate(text: str, unit: _Unit) -> _Unit:
    """Take in "per annum"; a barrel a day becomes a unit of its own."""
    if unit.name == "barrel":
        day = _DAY.match(text, unit.end)
        return _Unit("barrel/day", day.end(), unit.measure) if day else unit
    rate = _RATE.match(text, unit.end)
    if rate is None or not (unit.name.isupper() or unit.name == "%"):
        return unit
    measure = "oil" if rate[0].endswith("barrel") else unit.measure
    return _Unit(unit.name, rate.end(), measure)
