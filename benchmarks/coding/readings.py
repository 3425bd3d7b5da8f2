"""The shape of a reading, one JSON line a sentence with its events, and what may stand in it.

A reading holds places and labels, never words, so that it may lie in the repository though the
text it speaks of may not. Spans are half-open ranges of code points in the document's text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import msgspec

from patronage import codebook
from patronage.errors import nearest

PlainSpan = tuple[int, int]
COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
PRECISIONS = (
    "day", "month", "season", "quarter", "half", "year", "decade", "range", "since", "until",
    "recent", "relative",
)  # fmt: skip
ROLES = ("actor", "recipient", "beneficiary", "against")


@dataclass(frozen=True, slots=True)
class Mention:
    """Who fills a role: the words' place and whom they mean; all codes None where unknown."""

    span: PlainSpan
    country: str | None = None
    code: str | None = None
    sector: str | None = None

    @property
    def key(self) -> str | None:
        """What is matched: the country, or the code of who has none.

        Of a group against its state (``REB:SYR``) this is the state; ``side`` keeps them apart.
        """
        return self.country or (self.code and self.code.rpartition(":")[2])

    @property
    def side(self) -> str | None:
        """As ``key``, but rebels and opposition apart from the state: ``REB:SYR``."""
        if self.country and self.sector in ("REB", "OPP"):
            return f"{self.sector}:{self.country}"
        return self.country or self.code


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: ``value`` (of a range the low end) in ``unit``, ISO 4217, ``%`` or a noun."""

    span: PlainSpan
    value: float
    unit: str
    comparator: str = "="
    measure: str | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A time: the half-open period meant; a start or end of None is open or unresolved."""

    span: PlainSpan
    start: dt.date | None = None
    end: dt.date | None = None
    precision: str = "relative"


@dataclass(frozen=True, slots=True)
class Voice:
    """A source by whose word the event is known; a bare "reportedly" has its own span and cue."""

    span: PlainSpan
    cue: str = ""
    country: str | None = None
    code: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """What the doer receives for it, by table ``exchange``."""

    span: PlainSpan
    code: str


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event as read: the fields of GUIDELINE.md."""

    trigger: PlainSpan
    type: str
    mode: str | None = None
    actor: tuple[Mention, ...] = ()
    recipient: tuple[Mention, ...] = ()
    beneficiary: tuple[Mention, ...] = ()
    against: tuple[Mention, ...] = ()
    instrument: str | None = None
    polarity: str | None = None
    status: str = "occurred"
    context: tuple[str, ...] = ()
    amount: tuple[Quantity, ...] = ()
    in_return_for: tuple[Return, ...] = ()
    time: When | None = None
    attribution: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence ``[start, end)`` of document ``doc`` and every event that it tells."""

    doc: str
    start: int
    end: int
    events: tuple[ReadEvent, ...] = ()
    headline: bool = False


@cache
def names(table: str, column: str) -> frozenset[str]:
    """The values of one column of a codebook table, without the empty one."""
    return frozenset(row[column] for row in codebook.rows(table)) - {""}


@cache
def modes(type_: str) -> frozenset[str]:
    """The modes that a type takes."""
    return frozenset(row["mode"] for row in codebook.rows("modes") if row["type"] == type_)


@cache
def units() -> frozenset[str]:
    """Every unit: ISO 4217 codes of the table, ``%``, nouns, and rates such as ``barrel/day``."""
    nouns = names("count_nouns", "unit") | names("count_nouns", "singular")
    return names("currencies", "code") | nouns | {"%", "barrel/day"}


@cache
def vocabulary(field: str) -> frozenset[str]:
    """What may stand in a field with a closed list."""
    return {
        "type": names("types", "type"),
        "instrument": names("instruments", "instrument"),
        "polarity": names("polarities", "polarity"),
        "status": names("statuses", "status"),
        "context": names("contexts", "context"),
        "country": names("states", "iso3"),
        "sector": names("sectors", "sector"),
        "code": names("organisations", "code"),
        "unit": units(),
        "comparator": frozenset(COMPARATORS),
        "measure": names("measures_of", "measure"),
        "return": names("exchange", "code"),
        "precision": frozenset(PRECISIONS),
    }[field]


def faults(event: ReadEvent, text: str | None = None, length: int | None = None) -> list[str]:
    """Everything in an event that no table knows or that slices nothing.

    ``text`` is the document's, or ``length`` its length where the text is not at hand.
    """
    size = len(text) if text is not None else length
    found = [
        f"{what} '{value}' is in no table. {nearest(value, known)}".strip()
        for what, value, known in _told(event)
        if value not in known
    ]
    for where, (start, end) in spans(event):
        if start < 0 or start >= end or (size is not None and end > size):
            found.append(f"{where} span [{start}, {end}] slices nothing")
        elif text is not None and text[start:end] != text[start:end].strip():
            found.append(f"{where} span [{start}, {end}] begins or ends with a space")
    if event.time and event.time.start and event.time.end and event.time.start >= event.time.end:
        found.append(f"time ends {event.time.end}, not after it starts {event.time.start}")
    return found


def _told(event: ReadEvent) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each closed value that an event holds, with what may stand there."""
    yield "type", event.type, vocabulary("type")
    if event.mode:
        yield f"mode of {event.type}", event.mode, modes(event.type)
    for field in ("instrument", "polarity", "status"):
        if value := getattr(event, field):
            yield field, value, vocabulary(field)
    for context in event.context:
        yield "context", context, vocabulary("context")
    who = [m for role in ROLES for m in getattr(event, role)]
    for mention in [*who, *event.attribution]:
        for field in ("country", "code", "sector"):
            if value := getattr(mention, field):
                yield field, value, vocabulary(field)
    for amount in event.amount:
        yield "unit", amount.unit, vocabulary("unit")
        yield "comparator", amount.comparator, vocabulary("comparator")
        if amount.measure:
            yield "measure", amount.measure, vocabulary("measure")
    for item in event.in_return_for:
        yield "in_return_for", item.code, vocabulary("return")
    if event.time:
        yield "precision", event.time.precision, vocabulary("precision")


def spans(event: ReadEvent) -> Iterator[tuple[str, PlainSpan]]:
    """Every span of an event with the name of its field."""
    yield "trigger", event.trigger
    for field in fields(event):
        value = getattr(event, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if hasattr(item, "span"):
                yield field.name, item.span


def load(path: Path) -> list[ReadSentence]:
    """The sentences of a reading; raises msgspec.ValidationError with line and field."""
    read = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                read.append(msgspec.json.decode(line, type=ReadSentence))
            except msgspec.DecodeError as error:
                raise msgspec.ValidationError(f"{path}:{number}: {error}") from None
    return read


def dump(sentences: list[ReadSentence], path: Path) -> None:
    """Write a reading, one sentence a line; empty fields are left out."""
    lines = [msgspec.json.encode(_lean(msgspec.to_builtins(s))).decode() for s in sentences]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def _empty(value: object) -> bool:
    return value is None or value is False or value in ([], "")


def _lean(value: object) -> object:
    """The same without fields that are None or empty, but for ``events``."""
    if isinstance(value, dict):
        kept = {k: _lean(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if k == "events" or not _empty(v)}
    if isinstance(value, (list, tuple)):
        return [_lean(item) for item in value]
    return value
