"""Terms of office against our table of leaders, with Archigos beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from patronage.audit.asking import RULERS, Question
from patronage.audit.registers import Registers
from patronage.audit.telling import not_checkable
from patronage.audit.tolerance import CONTRADICTED, SUPPORTED
from patronage.codebook import rows, tables
from patronage.records import Actor, Time
from patronage.results import Check, Verdict

__all__ = ["terms"]

Span = tuple[dt.date, dt.date | None, Mapping[str, str]]

_TABLE = "leaders"
_LIMITS = (
    "The table of leaders is our own; most of its rows name a source that nobody opened again. It "
    "holds dates of office, not of power."
)
_APART = 31  # days by which two tables may differ before it is told


def terms(question: Question, registers: Registers) -> Iterator[Verdict]:
    """Whether someone took, left or held an office when the text says so."""
    claim = question.claim
    person = next((a for a in claim.subject if a.name), None)
    spans = _of_office(_spans(person), claim.quote)
    if person is None or not spans:
        yield not_checkable(question, "No table here holds this person's terms of office.")
        return
    if claim.period is None or claim.period.start is None:
        yield not_checkable(question, "No time is told that a term could be held against.")
        return
    start, end = _bounds(claim.period)
    ends = {"term-start": [s for s, _, _ in spans], "term-end": [e for _, e, _ in spans if e]}
    days = ends.get(claim.measure or "", [])
    hit = [row for s, e, row in spans if _fits(claim.measure, s, e, (start, end))]
    kind = SUPPORTED if hit else CONTRADICTED
    told = "; ".join(f"{row['office']} from {s} to {e or 'now'}" for s, e, row in spans)
    what = {"term-start": "took office", "term-end": "left office"}.get(claim.measure or "", "held")
    sentence = (
        f"Our table of leaders has {person.name}: {told}. The text says {what} {claim.period.text}."
    )
    check = Check(
        _TABLE, f"{claim.measure or 'term'} date", tuple(_id(r) for _, _, r in spans), None, "date",
        None, (), start, end,
    )  # fmt: skip
    step = "leaves office" if claim.measure == "term-end" else "enters office"
    aside, rows_used = _archigos(person, step, days or [s for s, _, _ in spans], registers)
    yield Verdict(
        kind, (claim.id,), f"{sentence}{aside}", f"dates of {len(spans)} terms against "
        f"{start} up to {end}", _LIMITS, (*check.rows, *rows_used), _TABLE, (check,),
    )  # fmt: skip


def _of_office(spans: list[Span], quote: str) -> list[Span]:
    """Terms of who rules, unless the text speaks of a minister; others where there are none."""
    if re.search(r"(?<!prime )\bminister\b", quote, re.I):
        return spans
    return [s for s in spans if s[2]["office"] in RULERS] or spans


def _fits(
    measure: str | None, start: dt.date, end: dt.date | None, told: tuple[dt.date, dt.date]
) -> bool:
    if measure == "term-start":
        return told[0] <= start < told[1]
    if measure == "term-end":
        return end is not None and told[0] <= end < told[1]
    return start < told[1] and (end is None or told[0] < end)


def _bounds(time: Time) -> tuple[dt.date, dt.date]:
    """The told day, month or year; of "since 2013" the year itself and not all since."""
    assert time.start is not None, "asked for with a start"
    if time.precision not in ("since", "after") and time.end is not None:
        return time.start, time.end
    if re.search(r"\b\d{1,2}\b(?!\d)", re.sub(r"\d{4}", "", time.text)):
        return time.start, time.start + dt.timedelta(days=1)
    if time.start.month != 1 or re.search(r"january", time.text, re.I):
        after = time.start.replace(day=1) + dt.timedelta(days=32)
        return time.start, after.replace(day=1)
    return time.start, dt.date(time.start.year + 1, 1, 1)


@cache
def _leaders() -> Mapping[tuple[str, str], Sequence[Mapping[str, str]]]:
    found: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for name in ("leaders", "ministers"):
        if name in tables():
            for row in rows(name):
                found.setdefault((row["iso3"], row["name"]), []).append(row)
    return found


def _spans(person: Actor | None) -> list[Span]:
    if person is None or not person.country or not person.name:
        return []
    made = []
    for row in _leaders().get((person.country, person.name), ()):
        start = _day(row["start"])
        if start is not None:
            made.append((start, _day(row["end"]), row))
    return sorted(made, key=lambda span: span[0])


def _day(text: str) -> dt.date | None:
    parts = [int(part) for part in text.split("-")] if text else []
    return dt.date(*parts, *[1] * (3 - len(parts))) if parts else None


def _id(row: Mapping[str, str]) -> str:
    return f"leaders:{row['iso3']}:{row['name']}:{row['start']}"


def _archigos(
    person: Actor, step: str, days: Sequence[dt.date], registers: Registers
) -> tuple[str, tuple[str, ...]]:
    """What Archigos tells of the same person, where its day is another."""
    held = registers.held("archigos")
    if held is None or not days:
        return "", ()
    surname = (person.name or "").split()[-1].casefold()
    acts = [
        act for act in registers.acts("archigos", person.country, None)
        if surname in str(act["code"]).split(":")[0].casefold() and step in str(act["code"])
    ]  # fmt: skip
    if not acts:
        return f" {held.name} has no row of this person up to {held.end.year - 1}.", ()
    nearest = min(acts, key=lambda act: min(abs((act["start"] - day).days) for day in days))
    gap = min(abs((nearest["start"] - day).days) for day in days)
    if gap <= _APART:
        return f" {held.name} agrees ({nearest['start']}).", (nearest["id"],)
    return (
        f" {held.name} gives {nearest['start']} ({nearest['code']}), {gap} days off; registers "
        "err too.", (nearest["id"],),
    )  # fmt: skip
