"""What the system knows, as frozen values: documents, events, claims, flows and problems.

Every record is identified by a hash of its content, so that the same text read twice is one
document and the same event coded twice is one event. Offsets are half-open ranges of code points
in the document's text, so that ``document.text[span.start:span.end] == quote`` always holds.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

__all__ = [
    "Act",
    "Actor",
    "Amount",
    "Attribution",
    "Claim",
    "Coding",
    "Document",
    "Event",
    "Flow",
    "Judgement",
    "Problem",
    "Sighting",
    "Span",
    "Time",
    "content_id",
]


def content_id(*parts: object) -> str:
    """A 128-bit content hash as 32 hex digits.

    128 bits because 64-bit hashes collide at a billion rows. Parts are separated by a byte that no
    text holds, so that ``("ab", "c")`` and ``("a", "bc")`` differ.

    >>> len(content_id("a", 1))
    32
    """
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(str(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return digest.hexdigest()


class Span(NamedTuple):
    """A half-open range of code points in a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """A text, known by its content; ``id`` is the caller's id where an input gave one.

    ``title`` is the headline: where the text begins with it, coding treats it apart from the first
    paragraph. ``published`` is the publisher's calendar date, or None: then relative times stay
    unresolved. ``undated`` texts are never given today's date.
    """

    id: str
    text: str
    title: str | None = None
    published: dt.date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"

    @staticmethod
    def of(text: str, id: str | None = None, **fields: Any) -> Document:
        """Make a document from raw text: normalise to NFC, hash for an id if none is given."""
        normal = unicodedata.normalize("NFC", text)
        return Document(id=id or content_id(normal), text=normal, **fields)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One appearance of a document: where, by whom, when, and how its text was got out."""

    id: str
    document: str
    origin: str
    url: str | None
    publisher: str | None
    published: dt.date | None
    raw_hash: str
    extractor: str
    near_duplicate_of: str | None = None


_NOT_THE_STATE = frozenset({"REB", "OPP"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A resolved mention. ``country`` is ISO 3166-1 alpha-3; ``code`` names what has no country.

    ``text`` and ``span`` are the words as they stand (for a pronoun: the pronoun);
    ``sector`` is PLOVER's (GOV, MIL, COP, ...), ``name`` the canonical name of a person or body.
    """

    text: str
    span: Span
    country: str | None = None
    sector: str | None = None
    name: str | None = None
    code: str | None = None

    @property
    def key(self) -> str | None:
        """What is counted: the country, or the code of who has none.

        Rebels and opposition have a country but are not its state: whoever arms them does not back
        it. They are counted under a key of their own, ``REB:SYR``.
        """
        if self.sector in _NOT_THE_STATE and self.country:
            return f"{self.sector}:{self.country}"
        return self.country or self.code


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as told: ``value`` in ``unit`` (ISO 4217, or a noun such as ``aircraft``)."""

    text: str
    span: Span
    value: float
    unit: str
    comparator: str = "="
    measure: str | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """When: the words, and the half-open period they mean, or None where it stays unresolved."""

    text: str
    span: Span
    start: dt.date | None
    end: dt.date | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """By whose word it is known: source, cue, and the source's country and sector where known."""

    text: str
    span: Span
    cue: str
    country: str | None = None
    sector: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One report of what an actor did, does or would do toward a recipient.

    Field by field as in the glossary; ``type`` is one of PLOVER's 16, ``polarity`` is ``support``,
    ``pressure``, ``curtailment`` or None, ``status`` one of ``occurred``, ``historical``,
    ``future``, ``hypothetical``, ``negated``. ``intensity`` (-10..+10) is shown, never summed.
    ``coder_score`` (0..1) says how often such a coding is right. ``trigger`` is the span of the
    words that carry the event; ``headline`` tells that it stands in the title.
    """

    id: str
    document: str
    sentence: int
    span: Span
    quote: str
    trigger: Span
    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    beneficiary: tuple[Actor, ...]
    against: tuple[Actor, ...]
    type: str
    mode: str | None
    context: tuple[str, ...]
    instrument: str | None
    polarity: str | None
    status: str
    amount: tuple[Amount, ...]
    in_return_for: tuple[str, ...]
    time: Time | None
    attribution: tuple[Attribution, ...]
    intensity: float | None
    coder_score: float
    coder: str
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement of figure, count, date, term, rank, trend or cause; or a judgement.

    ``kind`` is one of ``figure``, ``count``, ``date``, ``term``, ``rank``, ``trend``, ``cause``,
    ``judgement`` (an opinion or forecast on somebody's word). ``measure`` says what the figure
    measures (``arms``, ``loans``, ``trade``, ...) or what began at a date (``sanctions``,
    ``alliance``, ``conflict``). ``subject`` are the actors it speaks of, ``giver`` and ``receiver``
    those of them from whom to whom it goes, where the words tell; ``period`` is the time it speaks
    of; ``direction`` is ``up`` or ``down`` for trends; ``cause`` the words that are said to bring
    it about. ``detail`` narrows it: the rank (``largest``), the stage (``orders``), the prices
    (``constant 2021``), a weapon's designation, the kind of a sanction, an office.
    """

    id: str
    document: str
    sentence: int
    span: Span
    quote: str
    kind: str
    subject: tuple[Actor, ...]
    measure: str | None
    amount: Amount | None
    period: Time | None
    attribution: tuple[Attribution, ...]
    direction: str | None = None
    cause: str | None = None
    headline: bool = False
    coder: str = ""
    giver: tuple[Actor, ...] = ()
    receiver: tuple[Actor, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A value over a period from a register: from state to state, or of one state alone.

    ``giver`` and ``receiver`` are actor keys; of one state alone (its capabilities) ``receiver`` is
    None. ``measure`` says what the value measures, ``unit`` in what, ``base`` the prices
    (``constant 2021 USD``). ``stage`` keeps apart what must never be added up: ``order``,
    ``delivery``, ``commitment``, ``level`` (a state of things). ``value`` None is missing, which is
    not zero.
    ``estimated`` marks what the register itself calls uncertain. ``row`` counts its data rows
    from 1.
    """

    id: str
    dataset: str
    row: int
    measure: str
    giver: str
    receiver: str | None
    instrument: str | None
    stage: str
    start: dt.date
    end: dt.date
    value: float | None
    unit: str
    base: str | None = None
    available: dt.date | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A dated act from a register: an event without a text of ours.

    ``actor`` and ``recipient`` are actor keys (None where the register names none that we know),
    ``type`` and ``mode`` PLOVER's where the register's own code has a counterpart, which stands in
    ``code``. ``reports`` counts the reports that a machine-coded register merged.
    """

    id: str
    dataset: str
    row: int
    actor: str | None
    actor_sector: str | None
    recipient: str | None
    recipient_sector: str | None
    type: str | None
    mode: str | None
    code: str | None
    instrument: str | None
    polarity: str | None
    start: dt.date
    end: dt.date | None
    intensity: float | None = None
    reports: int | None = None
    place: str | None = None
    available: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reader's correction of one field of the coding of one span; undone by another.

    ``undoes`` names the judgement that this one takes back. ``old`` and ``new`` are JSON texts.
    """

    id: str
    document: str
    span: Span
    field: str
    old: str
    new: str
    who: str
    why: str
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Bad data as a value: where it came from, the place in it, what is wrong, how to mend it.

    ``lost`` tells whether some input was lost to it (then the run ends with exit code 3); a note
    such as "no date" loses nothing.
    """

    source: str
    place: str
    message: str
    mend: str
    lost: bool = True


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one coder made of one document: the unit that the ledger commits at once."""

    document: str
    coder: str
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
