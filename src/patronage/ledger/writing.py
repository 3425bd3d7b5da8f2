"""Appending a batch: in which order, and what is refused.

Documents and sightings are inserted by key. Then come the rows of each coding, marked with the id
of this attempt, and last the ``coding`` rows, inserted by (document, coder). Reads go through those
rows alone. So a kill in between leaves rows of an attempt that nothing names, which no read sees;
and of two processes that code the same document exactly one wins.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any
from uuid import uuid4

from patronage.errors import LedgerError
from patronage.ledger import queries
from patronage.ledger.reading import Reading, after
from patronage.ledger.rows import row_of
from patronage.ledger.store import Store
from patronage.records import (
    Actor,
    Claim,
    Coding,
    Document,
    Event,
    Problem,
    Sighting,
    Span,
    content_id,
)

__all__ = ["Appended", "Writing", "digest_of", "hashed", "span_id"]

Found = Sequence[tuple[Document, Sighting]]
Rows = dict[str, list[dict[str, Any]]]
# The folder of what was read from texts; registers get one each. A sighting's own origin names a
# file or an address and would make a folder for each text.
_ORIGIN = "news"

_RECORDED = queries.Query.of("""select c.document, max(c.recorded) as recorded
from coding c join batch b on b.document = c.document group by c.document""")


@dataclass(frozen=True, slots=True)
class Appended:
    """How many rows an append added; ``refused`` names what it could not take, and why."""

    documents: int = 0
    sightings: int = 0
    events: int = 0
    claims: int = 0
    problems: int = 0
    codings: int = 0
    refused: tuple[Problem, ...] = ()

    def __add__(self, other: Appended) -> Appended:
        """Both batches together."""
        names = (one.name for one in fields(self))
        return Appended(*(getattr(self, name) + getattr(other, name) for name in names))


def digest_of(record: Document | Event | Claim) -> str:
    """A hash of all that a record holds; of a document, of its text.

    Raises UnicodeError where a text holds half a surrogate pair, which no file can store.
    """
    import msgspec

    if isinstance(record, Document):
        msgspec.json.encode(record)
        return content_id(record.text)
    return hashed(msgspec.json.encode(record))


def hashed(encoded: bytes) -> str:
    """The digest of a record's JSON."""
    return blake2b(encoded, digest_size=16).hexdigest()


def span_id(document: str, span: Span, quote: str) -> str:
    """The id of a span row."""
    return content_id(document, span.start, span.end, quote)


class Writing:
    """One append: made for it, used once."""

    def __init__(self, store: Store, reading: Reading, recorded: dt.datetime) -> None:
        self._store, self._reading, self._recorded = store, reading, recorded
        self._refused: list[Problem] = []
        self._years: dict[str, int] = {}
        self._before: dict[str, dt.datetime] = {}

    def append(self, found: Found, codings: Sequence[Coding]) -> Appended:
        """Write documents, sightings and codings, in this order."""
        digests = self._digests(document for document, _ in found)
        texts = {d.id: d for d, _ in reversed(found) if d.id in digests}  # the first of each id
        self._place(found)
        documents, digests = self._insert_documents(texts, digests)
        taken = [s for d, s in found if digests.get(d.id) == content_id(d.text)]
        sightings = self._insert_sightings(taken)
        refused = {d.id for d, _ in found} - digests.keys()
        kept = self._new_codings([c for c in codings if self._fits(c, texts, refused)])
        events, claims, problems, done = self._commit(kept)
        return Appended(documents, sightings, events, claims, problems, done, tuple(self._refused))

    def _refuse(self, place: str, message: str, mend: str) -> None:
        self._refused.append(Problem("ledger", place, message, mend))

    def _digests(self, documents: Iterable[Document]) -> dict[str, str]:
        """Digest by id of the documents that can be stored, each id with its first text."""
        digests: dict[str, str] = {}
        for document in documents:
            try:
                digest = digest_of(document)
            except UnicodeError as error:
                mend = "Repair the encoding of the input and record it again."
                self._refuse(f"document {document.id!a}", f"The text is no Unicode: {error}.", mend)
                continue
            if digests.setdefault(document.id, digest) != digest:
                self._clash(document.id)
        return digests

    def _clash(self, id: str) -> None:
        self._refuse(
            f"document {id}",
            "Another text has this id already; this one is not recorded.",
            "Give each text an id of its own, or none.",
        )

    def _fits(self, coding: Coding, texts: dict[str, Document], refused: set[str]) -> bool:
        """Whether a coding is of a text that is in, and quotes it as it stands."""
        if coding.document in refused:
            return False
        document = texts.get(coding.document)
        for one in _quoting(coding):
            own = one.document == coding.document
            if not own or (document and one.span.of(document.text) != one.quote):
                self._refuse(
                    f"coding of document {coding.document}",
                    f"'{one.id}' does not quote this document; the coding is not recorded.",
                    "Code the document as it is recorded, or give each text an id of its own.",
                )
                return False
        return True

    def _place(self, found: Found) -> None:
        for _, sighting in found:
            self._add_place(sighting.document, sighting.published)

    def _add_place(self, document: str, published: dt.date | None) -> None:
        """The year of a document's folder: the earliest it was published in, 0 where undated.

        A later sighting may turn out to be earlier, so no read relies on it.
        """
        years = [self._years.get(document, 0), published.year if published else 0]
        self._years[document] = min((year for year in years if year), default=0)

    def _parts(self, document: str) -> dict[str, Any]:
        return {"part_origin": _ORIGIN, "part_year": self._years.get(document, 0)}

    def _insert_documents(
        self, texts: dict[str, Document], digests: dict[str, str]
    ) -> tuple[int, dict[str, str]]:
        """Insert the new ones; returns how many, and the digests of those that are in now."""
        total = 0
        while True:
            known = self._known(texts)
            new = [d for d in texts.values() if d.id not in known]
            added = self._store.insert("document", [self._document_row(d, digests) for d in new])
            total += added
            if added == len(new):
                break  # else another process was faster with some: ask with what text
        clashes = {id for id, digest in known.items() if digest != digests[id]}
        for id in sorted(clashes):
            self._clash(id)
        return total, {id: digest for id, digest in digests.items() if id not in clashes}

    def _known(self, ids: Iterable[str]) -> dict[str, str]:
        rows = self._reading.among(queries.KNOWN_DOCUMENTS, {"id": ids}) if ids else []
        return {row["id"]: row["digest"] for row in rows}

    def _document_row(self, document: Document, digests: dict[str, str]) -> dict[str, Any]:
        own = {"digest": digests[document.id], "recorded": self._recorded}
        return {**row_of(document), **own, **self._parts(document.id)}

    def _insert_sightings(self, sightings: Sequence[Sighting]) -> int:
        by_id = {s.id: s for s in reversed(sightings)}
        if not by_id:
            return 0
        known = {row["id"] for row in self._reading.among(queries.KNOWN_SIGHTINGS, {"id": by_id})}
        rows = [
            {**row_of(s), "recorded": self._recorded, **self._parts(s.document)}
            for s in by_id.values()
            if s.id not in known
        ]
        return self._store.insert("sighting", rows)

    def _new_codings(self, codings: Sequence[Coding]) -> list[Coding]:
        """Those not committed yet, of documents that are there, one per document and coder."""
        keyed = {(c.document, c.coder): c for c in reversed(codings)}
        if not keyed:
            return []
        documents = {document for document, _ in keyed}
        if missing := sorted(documents - self._known(documents).keys()):
            raise LedgerError(
                f"A coding of '{missing[0]}', which is no document of this ledger. "
                "Pass its document in the same call or before."
            )
        seen = {(row["document"], row["coder"]) for row in self._committed(keyed)}
        new = [coding for key, coding in keyed.items() if key not in seen]
        unplaced = [c.document for c in new if c.document not in self._years]
        for row in self._reading.among(queries.YEARS, {"id": unplaced}) if unplaced else ():
            self._add_place(row["document"], row["published"])
        return new

    def _committed(self, keys: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
        pairs = list(keys)
        columns = {"document": [d for d, _ in pairs], "coder": [c for _, c in pairs]}
        return self._reading.among(queries.KNOWN_CODINGS, columns)

    def _commit(self, codings: Sequence[Coding]) -> tuple[int, int, int, int]:
        """Write the rows of each coding, then the ``coding`` rows; counts what won."""
        rows: Rows = {name: [] for name in ("span", "event", "claim", "problem", "coding")}
        self._before = self._replaced({c.document for c in codings})
        made: dict[str, Coding] = {}
        # The clock time leads, so that ``compact`` can tell a dead attempt from one under way.
        stem = f"{int(time.time()):010x}{uuid4().hex[:16]}"
        for number, coding in enumerate(codings):
            attempt = f"{stem}{number:06x}"
            try:
                own = self._coding_rows(coding, attempt)
            except UnicodeError as error:
                place = f"coding of document {coding.document!a}"
                self._refuse(place, f"A text is no Unicode: {error}.", "Repair the coder.")
                continue
            made[attempt] = coding
            for name, lines in own.items():
                rows[name] += lines
        for name in ("span", "event", "claim", "problem"):
            self._store.append(name, rows[name])
        won = list(made)
        if self._store.insert("coding", rows["coding"]) < len(made):
            kept = self._committed((c.document, c.coder) for c in made.values())
            won = [row["attempt"] for row in kept if row["attempt"] in made]
        done = [made[attempt] for attempt in won]
        sums = (sum(len(getattr(c, n)) for c in done) for n in ("events", "claims", "problems"))
        events, claims, problems = sums
        return events, claims, problems, len(done)

    def _replaced(self, documents: set[str]) -> dict[str, dt.datetime]:
        """When the latest coding of each document was recorded, which the new one replaces."""
        if not documents:
            return {}
        rows = self._reading.among(_RECORDED, {"document": documents})
        return {row["document"]: row["recorded"] for row in rows}

    def _coding_rows(self, coding: Coding, attempt: str) -> Rows:
        parts, mark = self._parts(coding.document), {"attempt": attempt}
        before = self._before.get(coding.document)
        marks = {**mark, **parts}
        spans = {span_id(coding.document, one.span, one.quote): one for one in _quoting(coding)}
        return {
            "span": [{**_span_row(id, coding.document, one), **marks} for id, one in spans.items()],
            "event": [{**_event_row(event), **marks} for event in coding.events],
            "claim": [{**_claim_row(claim), **marks} for claim in coding.claims],
            "problem": [
                {**_stored(row_of(p)), "document": coding.document, **mark} for p in coding.problems
            ],
            "coding": [
                {
                    "document": coding.document,
                    "coder": coding.coder,
                    "events": len(coding.events),
                    "claims": len(coding.claims),
                    "problems": len(coding.problems),
                    "recorded": after(self._recorded, [before] if before else []),
                    **mark,
                }
            ],
        }


def _quoting(coding: Coding) -> list[Event | Claim]:
    return [*coding.events, *coding.claims]


def _stored(row: dict[str, Any]) -> dict[str, Any]:
    """The row, if each of its texts can be stored."""
    for value in row.values():
        if isinstance(value, str):
            value.encode()
    return row


def _span_row(id: str, document: str, one: Event | Claim) -> dict[str, Any]:
    start, end = one.span
    return {"id": id, "document": document, "first": start, "past": end, "quote": one.quote}


def _place_of(one: Event | Claim) -> dict[str, Any]:
    start, end = one.span
    id = span_id(one.document, one.span, one.quote)
    return {"span_id": id, "span_start": start, "span_end": end, "digest": digest_of(one)}


def _keys(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.key for actor in actors if actor.key is not None))


def _event_row(event: Event) -> dict[str, Any]:
    row = {**row_of(event), **_place_of(event)}
    del row["quote"]
    time = event.time
    return {
        **row,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        **{f"{n}_key": _keys(getattr(event, n)) for n in _ROLES},
        "amount_text": [amount.text for amount in event.amount],
        "attribution_text": [one.text for one in event.attribution],
        "time_start": time.start if time else None,
        "time_end": time.end if time else None,
        "time_precision": time.precision if time else None,
    }


_ROLES = ("actor", "recipient", "beneficiary", "against")


def _claim_row(claim: Claim) -> dict[str, Any]:
    row = {**row_of(claim), **_place_of(claim), "subject_key": _keys(claim.subject)}
    del row["quote"]
    return row
