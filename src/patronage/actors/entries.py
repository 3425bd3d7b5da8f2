"""What a run of words can mean: a name's entry, a leader with his terms, an actor noun."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

__all__ = ["Entry", "Leader", "Noun"]


@dataclass(frozen=True, slots=True)
class Leader:
    """Who holds offices, with the terms ``(start, end, office)`` that we know.

    ``sector`` is given by an overlay; else the office tells it.
    """

    country: str
    name: str
    terms: tuple[tuple[dt.date | None, dt.date | None, str], ...]
    sector: str = ""

    def in_office(self, date: dt.date | None) -> bool:
        """Whether a term holds the date; without one, whether a term has no end."""
        if date is None:
            return any(end is None for _, end, _ in self.terms)
        return any(_holds(start, end, date) for start, end, _ in self.terms)

    def been(self, date: dt.date | None) -> bool:
        """Whether some term began by the date."""
        return date is None or any(start is None or start <= date for start, _, _ in self.terms)

    def office(self, date: dt.date | None) -> str:
        """The office held at the date, else the last one held before it."""
        begun = [t for t in self.terms if date is None or t[0] is None or t[0] <= date]
        begun.sort(key=lambda term: (term[1] or dt.date.max, term[0] or dt.date.min))
        return begun[-1][2] if begun else ""

    def offices(self, date: dt.date | None) -> set[str]:
        """The offices held at the date; without one, those held still."""
        return {
            office
            for start, end, office in self.terms
            if (end is None if date is None else _holds(start, end, date))
        }

    @property
    def latest(self) -> dt.date:
        """When the last term began."""
        return max((start or dt.date.min for start, _, _ in self.terms), default=dt.date.min)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a run of words can mean.

    ``exact``: the capitals must be these; ``lower``: it needs none; ``article``: "the" belongs to
    it ("The National"); ``body``: what kind of organisation it is; ``members``: the states that a
    collective stands for.
    """

    kind: str
    country: str | None = None
    code: str | None = None
    sector: str | None = None
    name: str | None = None
    acts: bool = True
    exact: str | None = None
    lower: bool = False
    ambiguous: bool = False
    start: dt.date | None = None
    end: dt.date | None = None
    leader: Leader | None = None
    plural: bool = False
    body: str = ""
    article: bool = False
    members: tuple[str, ...] = ()

    def in_use(self, date: dt.date) -> bool:
        """Whether a state bears the name at the date; other names know no such end."""
        return self.kind != "name" or self.valid(date)

    def valid(self, date: dt.date | None) -> bool:
        """Whether the name was in use at the date."""
        if date is None:
            return self.end is None
        return _holds(self.start, self.end, date)


@dataclass(frozen=True, slots=True)
class Noun:
    """An actor noun: its sector, whether it names a person, a group or a body, its number."""

    sector: str | None
    kind: str
    plural: bool


def _holds(start: dt.date | None, end: dt.date | None, date: dt.date) -> bool:
    return (start is None or start <= date) and (end is None or date < end)
