"""The event frame read into reports: one for each telling, however often it was reprinted."""

from __future__ import annotations

import csv
import datetime as dt
import weakref
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from patronage.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Kind", "Report", "Reports", "joined", "kinds", "parties", "read"]

_COLUMNS = [
    "id",
    "document",
    "available",
    "actor",
    "recipient",
    "beneficiary",
    "against",
    "type",
    "mode",
    "polarity",
    "instrument",
    "status",
    "start",
    "end",
    "amount",
    "in_return_for",
    "quote",
]
_T = TypeVar("_T")
_LISTS = ("actor", "recipient", "beneficiary", "against")


@dataclass(frozen=True, slots=True)
class Kind:
    """How measures treat one PLOVER type: its group, whether it is mutual, whether a deed."""

    group: str
    mutual: bool
    deed: bool


@cache
def kinds() -> Mapping[str, Kind]:
    """Each PLOVER type's kind, from ``kinds.csv`` beside this file."""
    text = (files(__package__) / "kinds.csv").read_text(encoding="utf-8")
    return {
        row["type"]: Kind(row["group"], row["mutual"] == "yes", row["deed"] == "yes")
        for row in csv.DictReader(text.splitlines())
    }


@dataclass(frozen=True)
class Report:
    """One telling. ``ids`` and ``documents`` grow with every reprint; nothing else does.

    What is told of it below is worked out once: a hundred thousand reports are put in order, and
    their times compared, several times each.

    ``available`` is the first day on which it was published. A start without an end is read as
    open ("since 2000"), an end without a start as "until then".
    """

    ids: tuple[str, ...]
    documents: frozenset[str]
    available: dt.date | None
    actor: frozenset[str]
    recipient: frozenset[str]
    beneficiary: frozenset[str]
    against: frozenset[str]
    type: str
    group: str
    polarity: str | None
    instrument: str | None
    status: str
    start: dt.date | None
    end: dt.date | None
    amount: tuple[str, ...]
    quote: str
    returns: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """``fact`` where it is told as having happened, else the status itself."""
        return "fact" if self.status in ("occurred", "historical") else self.status

    @cached_property
    def width(self) -> int:
        """0 to the month, 1 to the year, 2 a longer or open spell, 3 undated."""
        if self.start is None and self.end is None:
            return 3
        if self.start is None or self.end is None:
            return 2
        days = (self.end - self.start).days
        return 0 if days <= 31 else 1 if days <= 366 else 2

    @cached_property
    def day(self) -> dt.date | None:
        """The day it is counted at: the middle of its own time.

        Undated, what ``occurred`` stands at its publication, since news tells of its own day;
        what is ``historical`` has no day.
        """
        if self.width == 3:
            return self.available if self.status == "occurred" else None
        if self.start is None:
            return self.end - dt.timedelta(days=1) if self.end else None
        end = self.end or max(self.start, self.available or self.start)
        return self.start + (end - self.start) / 2

    @cached_property
    def order(self) -> tuple[Any, ...]:
        """Sorts the best dated first.

        Holds no country, so that no country sorts first, and ids only last, so that a reprint
        moves nothing.
        """
        late = dt.date.max
        return (self.width, self.start or late, self.end or late, self.available or late,
                self.quote, self.status, self.type, self.polarity or "", self.instrument or "",
                self.ids)  # fmt: skip


class Reports(tuple[Report, ...]):
    """Reports of one frame, with what was worked out from them: a brief asks the same many times.

    They never change, so that neither does what rests on them alone.
    """

    def once(self, key: Hashable, work: Callable[[], _T]) -> _T:
        """What ``work`` gives, worked out at the first time that this key is asked for."""
        held: dict[Hashable, _T] = self.__dict__.setdefault("held", {})
        if key not in held:
            held[key] = work()
        return held[key]


_READ: dict[int, tuple[weakref.ref[pa.Table], Reports]] = {}


def read(frame: pa.Table) -> Reports:
    """Reports of an event frame, reprints merged, in an order that rows' order cannot change.

    Two rows are reprints of each other where quote, parties, type, instrument, polarity, status and
    time are the same: a happening is not told twice because two papers print one dispatch.
    """
    held = _READ.get(id(frame))
    if held is not None and held[0]() is frame:
        return held[1]
    made = _read(frame)
    _hold(frame, made)
    return made


def joined(own: pa.Table, others: pa.Table, client: str) -> pa.Table:
    """The frame of a client's events and that of others, which name it nowhere, as one frame.

    What was worked out of the client's own reports holds for the whole, and is not done again.
    """
    import pyarrow as pa

    frame = pa.concat_tables([own, others.cast(own.schema)])
    mine = read(own)
    reports = Reports(sorted((*mine, *read(others)), key=lambda report: report.order))
    reports.once(("parties", client), lambda: mine)
    _hold(frame, reports)
    return frame


def _hold(frame: pa.Table, reports: Reports) -> None:
    """Kept for as long as the frame is: many measures of one brief read the same one."""
    place = id(frame)
    _READ[place] = weakref.ref(frame, lambda gone: _READ.pop(place, None)), reports


def _read(frame: pa.Table) -> Reports:
    missing = [name for name in _COLUMNS if name not in frame.column_names]
    if missing:
        raise UsageError(
            f"The event frame lacks {', '.join(missing)}. Make it with the ledger's events query."
        )
    merged: dict[tuple[Any, ...], Report] = {}
    for row in frame.select(_COLUMNS).to_pylist():
        report, key = _report(row)
        known = merged.get(key)
        merged[key] = _together(known, report) if known else report
    return Reports(sorted(merged.values(), key=lambda report: report.order))


def parties(reports: Sequence[Report], client: str) -> Reports:
    """The reports that name a client in any part."""
    if not isinstance(reports, Reports):
        return _parties(reports, client)
    return reports.once(("parties", client), lambda: _parties(reports, client))


def _parties(reports: Sequence[Report], client: str) -> Reports:
    found = Reports(
        r for r in reports if client in r.actor | r.recipient | r.beneficiary | r.against
    )
    whole = isinstance(reports, Reports) and len(found) == len(reports)
    return reports if whole else found  # type: ignore[return-value]


def _report(row: dict[str, Any]) -> tuple[Report, tuple[Any, ...]]:
    sides = {name: frozenset(row[name] or ()) - {None} for name in _LISTS}
    kind = kinds().get(row["type"])
    report = Report(
        ids=(row["id"],),
        documents=frozenset({row["document"]}),
        available=row["available"],
        **sides,
        type=row["type"],
        group=kind.group if kind else row["type"],
        polarity=row["polarity"],
        instrument=row["instrument"],
        status=row["status"],
        start=row["start"],
        end=row["end"],
        amount=tuple(row["amount"] or ()),
        quote=" ".join((row["quote"] or "").split()),
        returns=tuple(sorted(set(row["in_return_for"] or ()))),
    )
    key = (report.quote, *sides.values(), report.type, row["mode"], report.polarity,
           report.instrument, report.status, report.start, report.end)  # fmt: skip
    return report, key


def _together(one: Report, two: Report) -> Report:
    dates = [r.available for r in (one, two) if r.available]
    return replace(
        one,
        ids=tuple(sorted({*one.ids, *two.ids})),
        documents=one.documents | two.documents,
        available=min(dates, default=None),
        amount=one.amount
        if one.amount == two.amount
        else tuple(sorted({*one.amount, *two.amount})),
        returns=tuple(sorted({*one.returns, *two.returns})),
    )
