"""The invariants of a ledger, each a named check that yields problems; none on a clean ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from patronage.errors import LedgerError, UsageError
from patronage.ledger import invariants, register_checks
from patronage.ledger.judging import TEXT_FIELDS, active, checked, vocabulary
from patronage.ledger.queries import Query
from patronage.ledger.reading import Asked, Reading
from patronage.ledger.rows import reader
from patronage.ledger.schema import ADDED, FORMAT, TABLES, Table, arrow_schema, fields
from patronage.ledger.store import ORIGINALS, Store
from patronage.ledger.writing import digest_of, hashed
from patronage.records import Claim, Event, Judgement, Problem, Span, content_id

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["check"]

_BATCH = 2000  # documents in memory at once, with their events
_AHEAD = dt.timedelta(days=2)  # publishers' calendars run up to a day ahead of UTC
_RESTORE = "Restore the table from a backup, or record the input into a new ledger."
_TORN = "After a lost supply run verify with --mend; else restore the table from a backup."
_ROLES = ("actor", "recipient", "beneficiary", "against")


def check(store: Store, reading: Reading) -> list[Problem]:
    """Run every check. Where files or columns are missing, the other checks cannot run."""
    found = [*_ran("files", _files(store)), *_ran("format", _format(store))]
    for name, run in () if found else _CHECKS:
        found += _ran(name, run(reading))
    return found


def _ran(name: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    """The problems of one check under its name; one that cannot end is a problem itself."""
    try:
        for problem in problems:
            yield replace(problem, source=f"verify {name}")
    except LedgerError as error:
        yield Problem(f"verify {name}", "ledger", f"The check could not end: {error}", _RESTORE)


def _problem(place: str, message: str, mend: str = _RESTORE, lost: bool = True) -> Problem:
    return Problem("verify", place, message, mend, lost)


def _rows(reading: Reading, query: Query, given: dict[str, Any] | None = None) -> Iterator[Any]:
    for batch in reading.run(query, Asked(), given).to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _files(store: Store) -> Iterator[Problem]:
    """Each file of the log is there, as long as it was written."""
    originals = [f"{ORIGINALS}/{dataset}" for dataset in store.originals()]
    for name in (*TABLES, *originals):
        for file in store.amiss(name):
            message = "The file is absent or has another length than when written."
            yield _problem(file, message, _TORN)


def _format(store: Store) -> Iterator[Problem]:
    """Each table has the columns and types of the format."""
    import pyarrow as pa

    for table in TABLES.values():
        stored = {f.name: f.type for f in pa.schema(store.table(table.name).schema().to_arrow())}
        wanted = {f.name: f.type for f in arrow_schema(fields(table))}
        if store.format != FORMAT:  # added when it is written to
            wanted = {n: t for n, t in wanted.items() if n in stored or n not in _added(table)}
        for name in sorted(stored.keys() | wanted.keys()):
            old, new = stored.get(name), wanted.get(name)
            if old != new:
                message = f"Column '{name}' is {old or 'absent'}, not {new or 'absent'}."
                yield _problem(f"table {table.name}", message)


def _added(table: Table) -> tuple[str, ...]:
    return ADDED.get(table.name, ())


def _doubles(reading: Reading) -> Iterator[Problem]:
    """No key twice in a table, no id twice among what reads see."""
    keyed = [
        (table.name, invariants.doubled(table.name, table.key))
        for table in TABLES.values()
        if table.key
    ]
    seen = [(name, invariants.doubled_seen(name)) for name in ("event", "claim")]
    for name, query in (*keyed, *seen):
        for row in _rows(reading, query):
            yield _problem(f"{name} {row['id']}", f"It is there {row['n']} times.")


def _homes(reading: Reading) -> Iterator[Problem]:
    """Each sighting, coding and judgement has its document."""
    for name in ("sighting", "coding", "judgement"):
        for row in _rows(reading, invariants.homeless(name)):
            yield _problem(f"{name} of document {row['document']}", "Its document is not there.")


def _complete(reading: Reading) -> Iterator[Problem]:
    """Each coding has all the rows that it had when it was committed, each with its span."""
    for row in _rows(reading, invariants.INCOMPLETE):
        place = f"coding of document {row['document']}"
        yield _problem(place, f"Rows that '{row['coder']}' committed are not all there once.")


def _committed(reading: Reading) -> Iterator[Problem]:
    """Rows of attempts that were never committed; nothing reads them, so nothing is lost."""
    counts: dict[str, int] = {}
    for row in _rows(reading, invariants.ORPHANS):
        counts[row["kind"]] = counts.get(row["kind"], 0) + row["n"]
    for left in register_checks.orphans(reading):
        counts[left.kind] = counts.get(left.kind, 0) + left.n
    for name, count in sorted(counts.items()):
        message = f"{count} rows of attempts that ended before their commit; no read sees them."
        mend = "Nothing needs mending; compact with orphans drops them after 24 hours."
        yield _problem(f"table {name}", message, mend, lost=False)


def _quotes(reading: Reading) -> Iterator[Problem]:
    """Each span slices to its quote in its document."""
    for row in _rows(reading, invariants.UNQUOTED):
        place = f"document {row['document']}, span {row['first']}..{row['past']}"
        yield _problem(place, "The span does not slice to its quote.")


def _dates(reading: Reading) -> Iterator[Problem]:
    """No document is published more than two days after it was recorded."""
    for row in _rows(reading, invariants.DATES):
        if row["available"] > (row["recorded"] + _AHEAD).date():
            message = (
                f"Published {row['available']}, but recorded {row['recorded'].date()} already."
            )
            mend = "Check the date in the source; record the text with --published."
            yield _problem(f"document {row['id']}", message, mend, lost=False)


def _contents(reading: Reading) -> Iterator[Problem]:
    """Hashes, mentions and words: what needs each record whole, a batch of documents at a time."""
    table = reading.run(invariants.IDS, Asked())
    for batch in table.to_batches(max_chunksize=_BATCH):
        texts = {row["id"]: row["text"] for row in batch.to_pylist()}
        for id, digest in zip(texts, batch["digest"].to_pylist(), strict=False):
            if content_id(texts[id]) != digest:
                yield _problem(f"document {id}", "Its text is not the one that was recorded.")
        yield from _records(reading, batch["id"], texts)


def _records(reading: Reading, ids: pa.Array, texts: dict[str, str]) -> Iterator[Problem]:
    import pyarrow as pa

    wanted = {"wanted": pa.table({"id": ids})}
    for cls, query in ((Event, invariants.raw_events()), (Claim, invariants.raw_claims())):
        read: Callable[[Any], Event | Claim] = reader(cls)
        for row in _rows(reading, query, wanted):
            record = read(row)
            yield from _record(record, row["digest"], texts[record.document])


def _record(record: Event | Claim, digest: str, text: str) -> Iterator[Problem]:
    place = f"{type(record).__name__.lower()} {record.id}"
    if digest not in (digest_of(record), _older(record)):
        yield _problem(place, "It is not the one that was recorded.")
    for words, span in _mentions(record):
        if span.of(text) != words:
            message = f"The mention '{words}' is not at {span.start}..{span.end} of its document."
            yield _problem(place, message, "Mend the coder and code the document again.")
    if isinstance(record, Event):
        for field in TEXT_FIELDS:
            known, word = vocabulary(field), getattr(record, field)
            if word and known is not None and word not in known:
                message = f"The codebook has no {field} '{word}'."
                yield _problem(place, message, "Add it to the codebook or code again.")


def _older(record: Event | Claim) -> str | None:
    """The digest of a record from before its table had new columns, where these are empty."""
    import msgspec

    added = ADDED.get(type(record).__name__.lower(), ())
    if not added or any(getattr(record, name) for name in added):
        return None
    row = msgspec.json.decode(msgspec.json.encode(record))
    return hashed(msgspec.json.encode({k: v for k, v in row.items() if k not in added}))


def _mentions(record: Event | Claim) -> Iterator[tuple[str, Span]]:
    """The words that a record says it took from its text, and where."""
    roles = _ROLES if isinstance(record, Event) else ("subject",)
    for role in roles:
        yield from ((actor.text, actor.span) for actor in getattr(record, role))
    amounts = record.amount if isinstance(record.amount, tuple) else (record.amount,)
    yield from ((amount.text, amount.span) for amount in amounts if amount is not None)


def _judgements(reading: Reading) -> Iterator[Problem]:
    """Each judgement can be applied, has an event to apply to, and undoes an earlier one."""
    told = reading.told(Asked())
    when = {judgement.id: recorded for judgement, recorded in told}
    for judgement, recorded in told:
        yield from _applicable(judgement)
        undone = judgement.undoes
        if undone is not None and (undone not in when or when[undone] > recorded):
            message = f"It undoes '{undone}', which is not there before it."
            yield _problem(f"judgement {judgement.id}", message)
    held = [judgement for judgement, _ in active(told)]
    targets = _targets(reading, held)
    for judgement in held:
        if (judgement.document, judgement.span) not in targets:
            yield _problem(
                f"judgement {judgement.id}",
                f"No event now has the span {judgement.span.start}..{judgement.span.end} of "
                f"document {judgement.document}, so it corrects nothing.",
                "Judge the event anew, or undo this judgement.",
            )


def _applicable(judgement: Judgement) -> Iterator[Problem]:
    try:
        checked(judgement)
    except UsageError as error:
        mend = "Undo it and judge anew."
        yield _problem(f"judgement {judgement.id}", f"It cannot be applied: {error}", mend)


def _targets(reading: Reading, held: Sequence[Judgement]) -> set[tuple[str, Span]]:
    documents: Iterable[str] = sorted({judgement.document for judgement in held})
    rows = reading.among(invariants.TARGETS, {"document": documents}) if held else []
    return {(row["document"], Span(row["span_start"], row["span_end"])) for row in rows}


_CHECKS: tuple[tuple[str, Callable[[Reading], Iterator[Problem]]], ...] = (
    ("doubles", _doubles),
    ("homes", _homes),
    ("complete", _complete),
    ("committed", _committed),
    ("quotes", _quotes),
    ("dates", _dates),
    ("contents", _contents),
    ("judgements", _judgements),
    ("loadings", register_checks.loadings),
    ("origins", register_checks.origins),
    ("register ids", register_checks.register_ids),
    ("counts", register_checks.counts),
)
