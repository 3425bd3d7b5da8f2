"""Dead and wounded that are counted without a noun: "killing eight", "left 24 others wounded"."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Casualties", "after_harm", "alone"]

_ABOUT = (
    r"(?:(?:at least|at most|up to|more than|fewer than|about|around|some|another|over|nearly"
    r"|almost|as many as)\s)*$"
)
_HARM = re.compile(
    r"\b(?:(?:kill|wound|injur|maim|murder|execut)(?:s|ed|es|ing)?|hurt(?:s|ing)?|shot dead)\s"
    + _ABOUT,
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:left|leav(?:es|ing))\s" + _ABOUT, re.IGNORECASE)
_OTHERS = re.compile(r"\s(?:others|more)\b")
_STATE = re.compile(r"\s(?:dead|wounded|injured|hurt|maimed)\b")
_ENDS = re.compile(
    r"$|[.,;:)—–]|\s[—–-]\s|\s(?:in|on|at|and|near|outside|during|after|as|when|while|before|by|with"
    r"|from|the|late|early|last|this|yesterday|overnight|aboard|inside)\b"
)
_REACH = 56  # characters back in which the verb is looked for


class Casualties(NamedTuple):
    """Where the words of a count end, and whether it goes on from one told before ("others")."""

    end: int
    others: bool


def after_harm(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is what a verb of harm harms.

    >>> after_harm("It killed at least one soldier.", 19)
    True
    """
    return _HARM.search(text, max(0, start - _REACH), start) is not None


def alone(text: str, start: int, at: int) -> Casualties | None:
    """The persons of a number from ``start`` to ``at`` that no noun follows.

    >>> alone("It killed two men and wounded 10 others.", 30, 32)
    Casualties(end=39, others=True)
    """
    more = _OTHERS.match(text, at)
    end = more.end() if more else at
    harmed = after_harm(text, start) and _ENDS.match(text, end)
    left = more and _STATE.match(text, end) and _LEFT.search(text, max(0, start - _REACH), start)
    return Casualties(end, more is not None) if harmed or left else None
