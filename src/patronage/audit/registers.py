"""What the auditor may ask of the registers: rows, coverage, and their own words.

The auditor reads no file and no ledger. Whoever calls it passes something of this shape; the
pipeline answers from a ledger, a test from a few rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["Held", "NoRegisters", "Registers", "Row"]

Row = Mapping[str, Any]
_COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Held:
    """A loaded register as far as an audit needs it: its years, its words, its limits.

    ``start`` and ``end`` bound what it covers, half-open; ``end`` is cut to what could be known on
    the day of the question.
    """

    dataset: str
    title: str
    start: dt.date
    end: dt.date
    kinds: str
    limits: str

    @property
    def name(self) -> str:
        """Its title up to the first comma or colon."""
        return re.split(r"[,:]", self.title)[0]

    def years(self) -> str:
        """Its years in words, such as ``1950-2023``."""
        return f"{self.start.year}-{(self.end - dt.timedelta(days=1)).year}"

    def covers(self, start: dt.date, end: dt.date) -> bool:
        """Whether it covers half of a period or more: of less it tells nothing."""
        return self.share(start, end) >= _COVERED

    def share(self, start: dt.date, end: dt.date) -> float:
        """The part (0..1) of a period's days that it covers."""
        days = (min(end, self.end) - max(start, self.start)).days
        return max(0.0, days / max(1, (end - start).days))


class Registers(Protocol):
    """The loaded registers, asked row by row."""

    def held(self, dataset: str) -> Held | None:
        """A register, or None where it is not loaded."""
        ...

    def flows(
        self, dataset: str, measure: str, giver: str | None, receiver: str | None
    ) -> Sequence[Row]:
        """Flows of one measure; None takes every giver or receiver."""
        ...

    def acts(self, dataset: str, actor: str | None, recipient: str | None) -> Sequence[Row]:
        """Acts; None takes every actor or recipient."""
        ...

    def originals(self, dataset: str, rows: Iterable[int]) -> Sequence[Row]:
        """Rows as they stand in the register's file, by their numbers."""
        ...


class NoRegisters:
    """None is loaded: claims are then held against each other and our own tables alone."""

    def held(self, dataset: str) -> Held | None:
        """None."""
        return None

    def flows(
        self, dataset: str, measure: str, giver: str | None, receiver: str | None
    ) -> Sequence[Row]:
        """No rows."""
        return ()

    def acts(self, dataset: str, actor: str | None, recipient: str | None) -> Sequence[Row]:
        """No rows."""
        return ()

    def originals(self, dataset: str, rows: Iterable[int]) -> Sequence[Row]:
        """No rows."""
        return ()
