"""Letters that stand for another one where case does not count.

An expression that ignores case takes ``ſ`` for ``s`` and the sign of the Kelvin for ``k``, while no
table of ours holds such words. They are read as the plain letters, one for one, so that places in
the text stay as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from patronage.records import Amount, Span, Time

__all__ = ["as_told", "plain"]

_PLAIN = str.maketrans("\u0130\u0131\u017f\u212a", "IisK")
_T = TypeVar("_T", Amount, Time)


def plain(text: str) -> str:
    """The text with plain letters, as long as before.

    >>> plain("\u017fix")
    'six'
    """
    return text if text.isascii() else text.translate(_PLAIN)


def as_told(found: list[_T], text: str, offset: int) -> list[_T]:
    """Amounts or times with their words as they stand in the text."""
    return [
        replace(one, text=Span(one.span.start - offset, one.span.end - offset).of(text))
        for one in found
    ]
