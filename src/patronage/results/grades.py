"""What an analyst thinks of a source, by the Admiralty scale."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Grade", "source_key"]

_CODE = re.compile(r"([A-F]?)([1-6]?)")


def source_key(name: str | None) -> str:
    """A source's name, however it is spaced or capitalised.

    >>> source_key("Example  Wire") == source_key("example wire")
    True
    """
    return " ".join((name or "").split()).casefold()


@dataclass(frozen=True, slots=True)
class Grade:
    """A reader's own grade of an outlet, or of one text; this tool gives none by itself.

    ``outlet`` is a publisher's or a quoted source's name, ``text`` the id or the address of a
    single text; one of them may be empty. ``reliability`` is a letter, A to F, of the source,
    ``credibility`` a digit, 1 to 6, of what it reports; one of them may be empty, and an empty one
    is unknown.
    """

    outlet: str
    text: str
    reliability: str
    credibility: str
    why: str = ""

    @property
    def code(self) -> str:
        """Letter and digit.

        >>> Grade("Example Wire", "", "B", "2").code
        'B2'
        """
        return self.reliability + self.credibility

    @staticmethod
    def parts(code: str) -> tuple[str, str] | None:
        """Letter and digit of a grade, or None where it is none.

        >>> Grade.parts("b2"), Grade.parts("C"), Grade.parts("7")
        (('B', '2'), ('C', ''), None)
        """
        found = _CODE.fullmatch(code.strip().upper())
        return (found[1], found[2]) if found and found[0] else None
