"""Everything that a brief shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from patronage.records import Claim, Document, Event, Problem
from patronage.results.counts import Change, Episode, Portfolio, Request, Series
from patronage.results.grades import Grade
from patronage.results.verdicts import RegisterRow, Verdict
from patronage.results.wider import Wider

__all__ = ["Brief"]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a brief shows; ``report`` draws it and computes nothing.

    ``names`` maps country codes to names. ``events`` and ``claims`` are those the brief rests on;
    ``documents`` the texts by id. ``since`` is the first day of ``now``. ``rows`` are the rows of
    registers that verdicts and ``wider`` rest on. ``grades`` are what a reader thinks of sources.
    """

    client: str
    coercers: tuple[str, ...]
    patrons: tuple[str, ...]
    as_of: dt.date | None
    since: dt.date | None
    names: dict[str, str]
    documents: tuple[Document, ...]
    events: tuple[Event, ...]
    episodes: tuple[Episode, ...]
    claims: tuple[Claim, ...]
    portfolio: Portfolio
    changes: tuple[Change, ...]
    requests: tuple[Request, ...]
    backing: tuple[Series, ...]
    pressure: tuple[Series, ...]
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]
    coder: str
    notes: tuple[str, ...] = field(default=())
    registers: tuple[str, ...] = ()
    rows: tuple[RegisterRow, ...] = ()
    wider: Wider = field(default=Wider())
    grades: tuple[Grade, ...] = ()

    def _repr_html_(self) -> str:
        from patronage.results.notebook import brief_html

        return brief_html(self)
