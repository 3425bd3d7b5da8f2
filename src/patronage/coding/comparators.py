"""What stands before or after an amount and bounds it: "more than", "nearly", "or less"."""

from __future__ import annotations

import re
from functools import cache

from patronage.codebook import rows

__all__ = ["after", "before"]


@cache
def _signs() -> dict[str, str]:
    return {row["words"]: row["comparator"] for row in rows("comparators")}


@cache
def _tails() -> re.Pattern[str]:
    words = [row["words"] for row in rows("comparators") if row["place"] == "after"]
    longest = "|".join(re.escape(tail) for tail in sorted(words, key=len, reverse=True))
    return re.compile(rf"\s?({longest})(?!\w)", re.IGNORECASE)


def after(text: str, end: int) -> tuple[int, str]:
    """The comparator that stands right after, and where the amount then ends."""
    tail = _tails().match(text, end)
    return (tail.end(), _signs()[tail[1].lower()]) if tail else (end, "")


def before(text: str, floor: int, start: int) -> tuple[int, str]:
    """The comparator that stands right before, and where the amount then starts."""
    words = text[max(floor, start - 24) : start]
    if not words.endswith((" ", "\u00a0")):
        return start, ""
    spots = [match.start() for match in re.finditer(r"[^\s(“\"‘']+", words)][-4:]
    for spot in spots:
        sign = _signs().get(words[spot:].strip().lower())
        if sign:
            return start - len(words) + spot, sign
    for article in ("a ", "an ", "the ", "its "):
        if words.lower().endswith(" " + article):
            moved, sign = before(text, floor, start - len(article))
            return (moved, sign) if sign else (start, "")
    return start, ""
