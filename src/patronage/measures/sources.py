"""What measures ask of registers: rows and coverage, from whoever holds them.

The pipeline answers from a ledger, as of a day; a test from a few rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

__all__ = ["Covered", "Row", "Sources"]

Row = Mapping[str, Any]


class Covered(Protocol):
    """A loaded register: its name and the years it covers, half-open."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def start(self) -> dt.date:
        """Its first day."""

    @property
    def end(self) -> dt.date:
        """The day after its last."""


class Sources(Protocol):
    """Registers asked row by row."""

    def held(self, dataset: str) -> Covered | None:
        """A register, or None where it is not loaded."""

    def flows(
        self, dataset: str, measure: str, giver: str | None, receiver: str | None
    ) -> Sequence[Row]:
        """Flows of one measure."""

    def acts(self, dataset: str, actor: str | None, recipient: str | None) -> Sequence[Row]:
        """Acts of a register."""
