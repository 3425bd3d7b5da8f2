"""What is watched live: one client's view, whose backing falls, corrections and their past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patronage.actors.states import names_of, state
from patronage.errors import UsageError
from patronage.pipeline.briefs import View, brief_of
from patronage.pipeline.measuring import Read
from patronage.pipeline.opening import Place, opened
from patronage.pipeline.stages import Tell, silent
from patronage.pipeline.widening import widened
from patronage.records import Document, Event, Judgement

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.results import Brief

__all__ = [
    "Decline", "Judged", "choices", "code_of", "declines_now", "event_of", "gathered", "judgements",
    "learn", "ledger_state", "names",
]  # fmt: skip

_LITTLE = "too little to tell"


@dataclass(frozen=True, slots=True)
class Decline:
    """How probable it is that one patron's backing is below its own past, now.

    ``then`` and ``now`` count episodes before and after ``since``; ``probability`` (0..1) is that
    of a rate now below that of then, None where too little is told. ``known`` says whether there is
    enough to call it anything. ``evidence`` are ids of events.
    """

    client: str
    patron: str
    probability: float | None
    known: bool
    then: int
    now: int
    since: dt.date | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A correction with what it speaks of: the words it corrects, and whether it holds."""

    judgement: Judgement
    recorded: dt.datetime
    words: str
    title: str
    holds: bool


def ledger_state(ledger: Place) -> str:
    """A word that changes with every commit to a ledger.

    Raises LedgerError where there is none.
    """
    return opened(ledger).state


def learn(ledger: Place) -> None:
    """Learn where an open ledger's events lie, so that :func:`event_of` opens few files."""
    opened(ledger).learn()


def gathered(ledger: Place, asked: View, tell: Tell = silent) -> tuple[Brief, pa.Table]:
    """What a live page shows of one client, and the event frame on which its measures rest.

    The evidence shown is bounded by ``asked.most``, the frame is not.

    ``tell`` hears of each stage of :data:`.stages.STAGES` as it begins.
    """
    read = Read(opened(ledger), asked.client, asked.as_of, asked.known_on, True, tell)
    return widened(brief_of(read, asked), read), read.frame


def declines_now(
    ledger: Place, client: str, *, since: dt.date | None = None
) -> tuple[Decline, ...]:
    """For each patron of a client, the probability that its backing now is below its own past.

    "Now" begins a year before the latest publication unless ``since`` is given. It is the number
    that the view shows under "Below its past". A fall in reports is not by itself a withdrawal.
    """
    from patronage import measures

    key = state(client)
    frame = opened(ledger).frame(client=key)
    first = since or measures.default_since(frame)
    return tuple(
        Decline(key, c.patron, c.probability, c.word != _LITTLE and c.probability is not None,
                c.then, c.now, first, c.evidence)
        for c in measures.changes(frame, key, first)
    )  # fmt: skip


def event_of(ledger: Place, id: str) -> tuple[Event, Document] | None:
    """An event, corrected as readers have corrected it, and its text; None where there is none."""
    book = opened(ledger)
    found = book.events([id])
    texts = book.documents([found[0].document]) if found else []
    return (found[0], texts[0]) if texts else None


def judgements(ledger: Place) -> list[Judged]:
    """Every correction, the latest first, with the words it speaks of."""
    book = opened(ledger)
    told = book.corrections()
    texts = {d.id: d for d in book.documents({one.document for one, _, _ in told})} if told else {}
    found = []
    for one, recorded, holds in reversed(told):
        text = texts.get(one.document)
        words = one.span.of(text.text) if text else ""
        found.append(Judged(one, recorded, words, (text.title or "") if text else "", holds))
    return found


def choices() -> Mapping[str, Sequence[str]]:
    """The words that each field of an event may hold, for those that the codebook lists."""
    from patronage.ledger import TEXT_FIELDS, vocabulary

    return {field: sorted(vocabulary(field) or ()) for field in TEXT_FIELDS}


def names() -> dict[str, str]:
    """The English name of every state and known body by its code."""
    return names_of(())


def code_of(name: str, what: str) -> str:
    """The code of a state by code or name, where a reader typed one."""
    if not name.strip():
        raise UsageError(f"Name the {what}: a code (VEN) or an English name.")
    return state(name.strip())
