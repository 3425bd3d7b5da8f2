"""Numbers as newspapers write them, in digits and in words.

One reader for amounts and times: "2,500", "10 000", "2.2bn", "twenty-five", "two hundred and
fifty thousand", "half a billion", "dozens of", "tens of billions of". A vague number stands for
its unit up to ten times the unit ("hundreds of": 100 to 1,000), as table ``number_words`` says.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from patronage.codebook import rows

__all__ = ["WORD", "Number", "number_starts", "read_number", "value_of_words"]

WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d+")
_HALF = re.compile(r"\sand\sa\shalf\s(\w+)\b")
_COUPLE = re.compile(r"couple\sof\b", re.IGNORECASE)


class Number(NamedTuple):
    """A number read: where it starts and ends, its value, and what is known of its shape.

    ``high`` is given for vague numbers. ``scaled`` tells that a scale stood beside it ("30
    billion"); ``scale`` is that factor; ``suffix`` that it was a letter ("400m").
    """

    start: int
    end: int
    value: float
    high: float | None
    scale: float
    suffix: bool
    digits: bool


class _Grammar(NamedTuple):
    starts: frozenset[str]
    digits: re.Pattern[str]
    words: re.Pattern[str]
    vague: re.Pattern[str]
    lead: re.Pattern[str]
    values: dict[str, tuple[float, float | None]]
    kinds: dict[str, str]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _grammar() -> _Grammar:
    """The number words compiled, once and at first use, so that importing stays cheap."""
    table = rows("number_words")
    by: dict[str, list[str]] = {}
    for row in table:
        by.setdefault(row["kind"], []).append(row["word"])
    plain = _either(by["unit"] + by["ten"] + by["scale"])
    scale, vague = _either(by["scale"]), _either(by["vague"])
    digits = (
        r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+(?:\.\d+)?)"
        r"(?!\d|,\d{3})"
        rf"(?:[\s-]?({scale})\b|[\s-]?(bn|bln|tn|trn|mn|mln)\b|([mbk])\b)?"
    )
    return _Grammar(
        starts=frozenset(by["unit"] + by["ten"] + by["scale"] + by["vague"] + ["couple"]),
        digits=re.compile(digits, re.IGNORECASE),
        # At most ten words, so that a text of nothing but numbers costs no more than its length.
        words=re.compile(rf"(?:{plain})\b(?:(?:[ -]|\sand\s)(?:{plain})\b){{0,9}}", re.IGNORECASE),
        vague=re.compile(
            rf"({vague})(?:\sof\s({vague}))?(?:\sor\s(?:even\s)?(?:{vague}))?\sof\b", re.IGNORECASE
        ),
        lead=re.compile(rf"(?<![\w-])({_either(by['lead'])})\s$", re.IGNORECASE),
        values={
            row["word"]: (float(row["value"]), float(row["high"]) if row["high"] else None)
            for row in table
        },
        kinds={row["word"]: row["kind"] for row in table},
    )


def number_starts(text: str, lower: str, words: bool = True) -> list[int]:
    """Where numbers may start, in order: every run of digits and every number word.

    ``lower`` is ``text`` in lower case and of the same length. This is the gate: most sentences
    have no such place and cost no more than this look.
    """
    found = [match.start() for match in _DIGIT.finditer(text)]
    if words:
        starts = _grammar().starts
        if not starts.isdisjoint(WORD.findall(lower)):
            found += [match.start() for match in WORD.finditer(lower) if match[0] in starts]
            found.sort()
    return found


def value_of_words(words: str) -> float | None:
    """The value of spelt-out numbers, or None where the words make no single number.

    >>> value_of_words("two hundred and fifty thousand"), value_of_words("two three")
    (250000.0, None)
    """
    grammar = _grammar()
    total = current = 0.0
    before = ""
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "and":
            continue
        if word not in grammar.kinds:
            return None
        kind, (value, _) = grammar.kinds[word], grammar.values[word]
        if kind == "scale":
            if before == "" or current == 0:
                return None
            current *= value
            if value >= 1000:
                total, current = total + current, 0.0
        elif before in ("unit", kind) or (before == "ten" and value > 9):
            return None
        else:
            current += value
        before = kind
    return total + current


def read_number(text: str, at: int) -> Number | None:
    """Read the number that starts at ``at``; a lead such as "half a" or "several" is taken in.

    >>> read_number("half a billion dollars", 7).value
    500000000.0
    """
    if text[at].isdigit():
        return _read_digits(text, at)
    grammar = _grammar()
    vague = grammar.vague.match(text, at)
    if vague:
        value, high = grammar.values[vague[1].lower()]
        scale = grammar.values[vague[2].lower()][0] if vague[2] else 1.0
        top = high * scale if high else None
        return Number(at, vague.end(), value * scale, top, scale, False, False)
    words = grammar.words.match(text, at)
    if words is None:
        return _couple(text, at)
    first = re.split(r"[\s-]", words[0].lower(), maxsplit=1)[0]
    if grammar.kinds[first] == "scale":
        return _led(text, at, words.end(), words[0])
    return _spelt(text, at, words)


def _spelt(text: str, at: int, words: re.Match[str]) -> Number | None:
    grammar = _grammar()
    value = value_of_words(words[0])
    if value is None:
        return None
    half = _HALF.match(text, words.end())
    if half and grammar.kinds.get(half[1].lower()) == "scale":
        scale = grammar.values[half[1].lower()][0]
        return Number(at, half.end(), (value + 0.5) * scale, None, scale, False, False)
    last = re.split(r"[\s-]", words[0].lower())[-1]
    scale = grammar.values[last][0] if grammar.kinds[last] == "scale" else 1.0
    return Number(at, words.end(), value, None, scale, False, False)


def _read_digits(text: str, at: int) -> Number | None:
    grammar = _grammar()
    found = grammar.digits.match(text, at)
    if found is None:
        return None
    value = float(re.sub(r"[,\s]", "", found[1]))
    word = (found[2] or found[3] or found[4] or "").lower()
    scale = grammar.values[word][0] if word else 1.0
    return Number(at, found.end(), round(value * scale, 6), None, scale, bool(found[4]), True)


def _led(text: str, at: int, end: int, words: str) -> Number | None:
    """A number that starts with a scale: "a dozen", "half a billion", "several hundred"."""
    grammar = _grammar()
    lead = grammar.lead.search(text[max(0, at - 16) : at])
    if lead is None:
        return None
    value = value_of_words("one " + words)
    if value is None:
        return None
    factor, high = grammar.values[lead[1].lower()]
    start = at - len(lead[0])
    return Number(start, end, factor * value, high * value if high else None, value, False, False)


def _couple(text: str, at: int) -> Number | None:
    found = _COUPLE.match(text, at)
    if found is None or text[max(0, at - 2) : at].lower() != "a ":
        return None
    return Number(at - 2, found.end(), 2.0, None, 1.0, False, False)
