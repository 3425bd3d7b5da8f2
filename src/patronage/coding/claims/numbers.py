"""Numbers that only claims need: shares in words, populations, weapons told by name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from patronage.codebook import rows
from patronage.coding.measured import measure_near
from patronage.coding.numerals import read_number
from patronage.records import Amount, Span

__all__ = ["beside"]

_SHARE = re.compile(
    r"\b(?:(more than|over|less than|under|about|almost|nearly|some|roughly|around)\s)?"
    r"(a\s)?(half|third|quarter|fifth|tenth|two[- ]thirds|three[- ]quarters|two[- ]fifths"
    r"|three[- ]fifths|four[- ]fifths|one[- ](?:half|third|quarter|fifth|tenth)|nine[- ]tenths)\s"
    r"(?=of\b)",
    re.I,
)
_PARTS = {
    **{"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0},
    **{"two thirds": 200 / 3, "three quarters": 75.0, "two fifths": 40.0, "three fifths": 60.0},
    **{"four fifths": 80.0, "nine tenths": 90.0},
}
_POPULATION = re.compile(
    r"\bpopulation\s(?:of|was|is|stood at|reached|came to|had grown to|numbered)\s(?:(about|around"
    r"|nearly|almost|some|over|more than|roughly|just over|just under)\s)?",
    re.I,
)
_NAMED = re.compile(r"(?:Type\s\d|(?:Type\s)?[A-Z][A-Za-z]*-?\d)[\w/-]*(?:\s[A-Z][a-z]+)?")
_NUMBER = re.compile(
    r"\b(?:\d[\d,]*|[a-z]+(?:-[a-z]+)?)\s"
    r"(?=(?:[a-z][\w-]*\s){0,2}(?:Type\s\d|(?:Type\s)?[A-Z][A-Za-z]*-?\d))"
)
_ADJECTIVES = re.compile(r"\s(?:[a-z][\w-]*\s){0,2}")
_NOUN = re.compile(r"\s([a-z]+)\b")
_LEAST = 2


def beside(text: str, known: Sequence[Amount], offset: int) -> list[Amount]:
    """Amounts of a sentence that the grammar of amounts leaves out, beside those it finds.

    >>> beside("Two-thirds of the arms came from China.", (), 0)[0].unit
    '%'
    """
    taken = [(a.span.start - offset, a.span.end - offset) for a in known]
    found = [*known]
    for amount in (*_shares(text), *_populations(text), *_strong(text), *_weapons(text)):
        if not any(a < amount.span.end and amount.span.start < b for a, b in taken):
            start, end = amount.span
            found.append(replace(amount, span=Span(start + offset, end + offset)))
    return sorted(found, key=lambda amount: amount.span)


def _shares(text: str) -> Iterator[Amount]:
    for match in _SHARE.finditer(text):
        part = re.sub(r"^one\s", "", match[3].lower().replace("-", " "))
        start, end = match.start(), match.end(3)
        measure = measure_near(text, start, end)
        sign = _sign(match[1]) or "~"
        yield Amount(text[start:end], Span(start, end), _PARTS[part], "%", sign, measure)


def _populations(text: str) -> Iterator[Amount]:
    for match in _POPULATION.finditer(text):
        number = read_number(text, match.end()) if match.end() < len(text) else None
        if number is None or number.start != match.end():
            continue
        start = match.start(1) if match[1] else number.start
        yield Amount(
            text[start : number.end], Span(start, number.end), number.value, "person",
            _sign(match[1]) or "=", "population", number.high,
        )  # fmt: skip


_STRONG = re.compile(
    r"\b((?:\d[\d,.]*|[a-z]+)(?:\s|-)(?:million|thousand|billion)|\d{1,3}(?:,\d{3})+)[\s-]"
    r"(?:strong\s)?population\b", re.I,
)  # fmt: skip


def _strong(text: str) -> Iterator[Amount]:
    """Numbers that stand before: "Syria's prewar 23 million population"."""
    for match in _STRONG.finditer(text):
        number = read_number(text, match.start())
        if number is not None and number.start == match.start():
            yield Amount(match[1], Span(*match.span(1)), number.value, "person", "=", "population")


def _weapons(text: str) -> Iterator[Amount]:
    """Numbers before a designation: "six MiG-29", "four Type 054A frigates"."""
    for match in _NUMBER.finditer(text):
        number = read_number(text, match.start())
        if number is None or number.start != match.start() or number.value < _LEAST:
            continue
        name = _NAMED.search(text, number.end, number.end + 40)
        if name is None or not _ADJECTIVES.fullmatch(text, number.end, name.start()):
            continue
        noun = _NOUN.match(text, name.end())
        unit = _nouns().get(noun[1]) if noun else None
        end = noun.end() if noun and unit else name.end()
        start = match.start()
        yield Amount(
            text[start:end], Span(start, end), number.value, unit or "weapon", "=", "arms",
            number.high,
        )  # fmt: skip


@cache
def _nouns() -> dict[str, str]:
    return {
        row["plural"]: row["unit"] for row in rows("count_nouns") if row["kind"] != "person"
    } | {"fighters": "fighter"}


@cache
def _comparators() -> dict[str, str]:
    return {row["words"]: row["comparator"] for row in rows("comparators")}


def _sign(words: str | None) -> str | None:
    return _comparators().get(words.lower()) if words else None
