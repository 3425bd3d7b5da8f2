"""What an amount measures, told by the words beside it: loans, arms, aid, trade, oil ...

Table ``measures_of`` groups the words; rows with use ``amount`` are for amounts, rows with use
``trend`` for what rises and falls.
"""

from __future__ import annotations

import re
from functools import cache

from patronage.codebook import rows

__all__ = ["EDGE", "measure_near", "measures"]

# Where a clause ends: but not in "U.S. arms", and not at the comma of "2,500".
EDGE = re.compile(r"(?<![A-Z])[.;:!?](?=\s|$)|,(?=\s)|[—–…]|\s-\s")
_ASIDE = re.compile(r"\s?\([^()]{1,24}\)|\)")


@cache
def measures(use: str) -> dict[str, str]:
    """Word to measure for one use, ``amount`` or ``trend``.

    >>> measures("amount")["weapons"]
    'arms'
    """
    return {row["word"]: row["measure"] for row in rows("measures_of") if row["use"] == use}


def measure_near(text: str, start: int, end: int, floor: int = 0) -> str | None:
    """What the amount at ``start``..``end`` measures, or None where no word beside it tells.

    The nearest telling word of the same clause: right after it first ("$5bn in arms"), then before
    it ("a debt of $5bn"), then further after; nothing before ``floor`` is looked at.
    """
    aside = _ASIDE.match(text, end)
    at = aside.end() if aside else end
    stop = EDGE.search(text, at, at + 90)
    after = _keys(text[at : stop.start() if stop else at + 90])
    edges = [edge.end() for edge in EDGE.finditer(text, max(0, start - 70), start)]
    before = _keys(text[edges[-1] if edges else max(0, start - 70) : start])
    for key, place in after:
        if place < 4:
            return key
    if before and before[-1][1] >= 0:
        key = before[-1][0]
        joined = len(before) > 1 and before[-1][1] - before[-2][1] == 1
        return before[-2][0] if key in ("deals", "other") and joined else key
    return after[0][0] if after else None


def _keys(words: str) -> list[tuple[str, int]]:
    table = measures("amount")
    found = []
    for place, word in enumerate(re.findall(r"[a-z]+", words.lower())):
        key = table.get(word)
        if key:
            found.append((key, place))
    return found
