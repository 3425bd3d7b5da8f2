"""The ledger: what was read and coded, append-only, asked as of a date and as known on a day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import normalize

from patronage.errors import LedgerError, UsageError
from patronage.ledger import queries
from patronage.ledger.checks import check
from patronage.ledger.compacting import Compacted, compact, held
from patronage.ledger.dropping import drop
from patronage.ledger.engine import DuckEngine, Engine
from patronage.ledger.frame import FRAME
from patronage.ledger.judging import checked, holding, same
from patronage.ledger.parts import Part, taken
from patronage.ledger.places import is_remote
from patronage.ledger.queries import Narrow, Query
from patronage.ledger.reading import Asked, Known, Reading, after, as_instant, wanted_ids
from patronage.ledger.registers import Registers
from patronage.ledger.rows import reader, row_of
from patronage.ledger.schema import arrow_schema
from patronage.ledger.store import Store
from patronage.ledger.writing import Appended, Writing
from patronage.records import Claim, Coding, Document, Event, Judgement, Problem, Sighting

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Compacted", "Ledger"]

Ids = Iterable[str] | None
_T = TypeVar("_T")


class Ledger(Registers):
    """An append-only store of documents, sightings, events, claims, problems and judgements.

    ``path`` is a folder, or ``s3://bucket/...`` with keys from the environment; ``create`` makes a
    ledger there if it is absent or empty. ``engine`` runs the queries, DuckDB where none is given.
    Raises LedgerError where there is no ledger, another format, or a path that cannot be used.

    Of every document the latest coding is seen (by time recorded, then coder). Filters of reads:
    ``client`` keeps what names that code as actor, recipient, beneficiary or against (of a claim:
    as subject); ``as_of`` keeps what was published by that date and leaves out undated documents;
    ``known_on`` keeps what this ledger had learned by that instant, or by the end of that day, UTC.
    The time that an event tells of filters nothing.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ledger = Ledger(folder, create=True)
    ...     ledger.frame().num_rows, ledger.verify()
    (0, [])
    """

    def __init__(
        self, path: str | Path, *, create: bool = False, engine: Engine | None = None
    ) -> None:
        store = Store(path, create=create)
        super().__init__(store, Reading(store, engine or DuckEngine()))

    @property
    def path(self) -> Path | str:
        """The folder, or an address ``s3://...``."""
        return self._store.root if is_remote(self._store.root) else Path(self._store.root)

    @property
    def state(self) -> str:
        """A word that changes with every commit: what was made from it before may be shown anew."""
        return self._store.state()

    def learn(self) -> None:
        """Learn which files hold which events and texts: reads by id then open those alone.

        That costs a look at every file once, and some 4 bytes an event and 16 a text: it is for
        what asks this object again and again. What was added since is learnt when it is met.
        """
        self._reading.learn()

    def append(
        self,
        found: Sequence[tuple[Document, Sighting]],
        codings: Sequence[Coding],
        recorded: dt.datetime,
    ) -> Appended:
        """Append a batch; repeating it adds nothing.

        ``recorded`` is now, in UTC. A document that cannot be stored, or whose id has another text
        already, is named in ``refused``, and the rest is appended. Many documents in one call are
        far cheaper than one a call. Safe against kills and against other processes at the same
        time. Raises LedgerError for a coding whose document is unknown, or where other writers
        leave no room for two minutes.
        """
        return Writing(self._store, self._reading, as_instant(recorded)).append(found, codings)

    def coded(self, coder: str, documents: Ids = None) -> set[str]:
        """Ids of the documents, of all or of some, of which a coding by this coder is committed."""
        query, keys = queries.CODED, {"coder": [coder]}
        if documents is not None:
            some = list(documents)
            query, keys = queries.KNOWN_CODINGS, {"document": some, "coder": [coder] * len(some)}
        rows = self._reading.among(query, keys)
        return {row["document"] for row in rows}

    def codings(self, *, known_on: Known = None) -> list[dict[str, Any]]:
        """The latest coding of each document: coder, counts, and when it was recorded."""
        rows: list[dict[str, Any]] = self._reading.run(
            queries.CODINGS, Asked(None, None, known_on)
        ).to_pylist()
        return rows

    def frame(
        self, *, client: str | None = None, as_of: dt.date | None = None, known_on: Known = None
    ) -> pa.Table:
        """The event frame: one row per event, flat, for measures; see :data:`FRAME`.

        Its schema's metadata holds ``undated_left_out``: how many documents with such events are
        not in it because no sighting by ``as_of`` dates them.
        """
        return self._frame(Asked(client, as_of, known_on), Narrow(client=client is not None))

    def sample(
        self, client: str, most: int, *, as_of: dt.date | None = None, known_on: Known = None
    ) -> pa.Table:
        """The event frame of a client, and of about ``most`` events beside them at most.

        Where the ledger holds more, those of one text in 2, 4, 8, ... are taken, chosen by a hash
        of its id and so always the same ones; the schema's metadata tell in ``sample`` of how many
        texts one was taken. Else it is :meth:`frame` of the whole ledger.
        """
        halvings = self._halvings(asked := Asked(client, as_of, known_on), most)
        if not halvings:
            return self.frame(as_of=as_of, known_on=known_on)
        return self._sample(asked, halvings, Narrow(client=True, share=True))

    def part(
        self, client: str, most: int, *, as_of: dt.date | None = None, known_on: Known = None
    ) -> Part:
        """A client's :meth:`frame` and :meth:`claims`, and what :meth:`sample` has beside them.

        The files are read once for all three; in a large ledger that is most of the work.
        """
        asked = Asked(client, as_of, known_on)
        halvings = self._halvings(asked, most)
        asked = replace(asked, share=_share(halvings))
        known: Any = {"as_of": as_of, "known_on": known_on}
        judged = self._reading.judged(asked)
        held = copy(self)
        held._reading = taken(self._store, self._reading.engine, judged, asked)
        others = held._sample(asked, halvings, Narrow(client=True, beside=True))
        frame, claims = held.frame(client=client, **known), held.claims(client=client, **known)
        return Part(frame, claims, others, 1 << halvings)

    def _halvings(self, asked: Asked, most: int) -> int:
        """How often the texts must be halved until about so many events are left."""
        held = self._held(asked)
        return max(0, math.ceil(math.log2(held / most))) if held else 0

    def held(self, *, as_of: dt.date | None = None, known_on: Known = None) -> int:
        """How many events the latest codings hold, those judged to be none among them."""
        return self._held(Asked(None, as_of, known_on))

    def _held(self, asked: Asked) -> int:
        return sum(row["events"] * row["texts"] for row in self._ask(queries.HELD, asked))

    def _sample(self, asked: Asked, halvings: int, narrow: Narrow) -> pa.Table:
        table = self._frame(replace(asked, share=_share(halvings)), narrow)
        told = {**table.schema.metadata, b"sample": str(1 << halvings).encode()}
        return table.replace_schema_metadata(told)

    def _frame(self, asked: Asked, narrow: Narrow) -> pa.Table:
        columns = queries.frame_columns()
        table, undated = self._events(queries.events(columns, narrow), asked)
        table = table.select(list(columns)).rename_columns([name for name, _ in FRAME])
        # The cast gives lists the same inner names whatever engine made them.
        return table.cast(arrow_schema(FRAME)).replace_schema_metadata(
            {"undated_left_out": str(undated)}
        )

    def undated_left_out(
        self, *, client: str | None = None, as_of: dt.date | None = None, known_on: Known = None
    ) -> int:
        """How many documents with events such a read leaves out because no sighting dates them."""
        query = queries.events(("id",), Narrow(client=client is not None))
        return self._events(query, Asked(client, as_of, known_on))[1]

    def _events(self, query: Query, asked: Asked, ids: Ids = None) -> tuple[pa.Table, int]:
        """The rows that a query shows, and the count of undated documents that it leaves out."""
        import pyarrow.compute as pc

        given = {"judged": self._reading.judged(asked), **wanted_ids(ids)}
        table = self._reading.run(query, asked, given)
        left_out = table.filter(table["left_out"])
        return table.filter(pc.invert(table["left_out"])), len(left_out["document"].unique())

    def events(
        self,
        ids: Ids = None,
        *,
        client: str | None = None,
        as_of: dt.date | None = None,
        known_on: Known = None,
    ) -> list[Event]:
        """Whole events, all or those of the given ids, in the order of their texts."""
        narrow = Narrow(client=client is not None, wanted=ids is not None)
        query = queries.events(queries.event_columns(), narrow)
        return _records(Event, self._events(query, Asked(client, as_of, known_on), ids)[0])

    def find(
        self,
        words: str,
        *,
        client: str | None = None,
        as_of: dt.date | None = None,
        known_on: Known = None,
        limit: int = 50,
    ) -> list[Event]:
        """Events whose quote holds every word, in any case, as part of a word too; latest first."""
        patterns = tuple(_pattern(word) for word in normalize("NFC", words).split())
        if not patterns:
            raise UsageError("Nothing to find. Pass at least one word.")
        narrow = Narrow(client=client is not None, words=len(patterns), most=max(limit, 0))
        query = queries.events(queries.event_columns(), narrow)
        table, _ = self._events(query, Asked(client, as_of, known_on, patterns))
        return _records(Event, table)

    def claims(
        self,
        ids: Ids = None,
        *,
        client: str | None = None,
        as_of: dt.date | None = None,
        known_on: Known = None,
    ) -> list[Claim]:
        """Claims, all or those of the given ids, in the order of their texts."""
        query = queries.claims(wanted=ids is not None, client=client is not None)
        return self._read(Claim, query, Asked(client, as_of, known_on), ids)

    def documents(
        self, ids: Ids = None, *, as_of: dt.date | None = None, known_on: Known = None
    ) -> list[Document]:
        """Documents, all or those of the given ids, coded or not, as first recorded."""
        query = queries.documents(wanted=ids is not None)
        return self._read(Document, query, Asked(None, as_of, known_on), ids)

    def sightings(
        self, documents: Ids = None, *, as_of: dt.date | None = None, known_on: Known = None
    ) -> list[Sighting]:
        """Sightings, all or those of the given documents."""
        query = queries.sightings(wanted=documents is not None)
        return self._read(Sighting, query, Asked(None, as_of, known_on), documents)

    def problems(self, *, as_of: dt.date | None = None, known_on: Known = None) -> list[Problem]:
        """What coding could not use; that of undated documents is never left out."""
        return self._read(Problem, queries.problems(), Asked(None, as_of, known_on))

    def _read(self, cls: type[_T], query: Query, asked: Asked, ids: Ids = None) -> list[_T]:
        table = self._reading.run(query, asked, wanted_ids(ids))
        if "left_out" in table.column_names:
            import pyarrow.compute as pc

            table = table.filter(pc.invert(table["left_out"]))
        return _records(cls, table)

    def judge(self, judgement: Judgement, recorded: dt.datetime) -> Judgement:
        """Record a reader's correction; it holds for every coding of that span.

        ``span`` is an event's span, for all events that share it, or one event's trigger; of two
        that differ the one of the trigger holds.
        ``field`` is type, mode, instrument, polarity, status, actor, recipient or event; ``new`` is
        JSON: a word, null, a list of codes, or false for "not an event". With ``undoes`` it only
        takes that judgement back. An empty id becomes a hash of the content. Returns the judgement
        as recorded. Raises UsageError where the field or value does not fit, LedgerError where the
        document or the judgement to undo is not there.
        """
        judgement = checked(judgement)
        if not self.documents([judgement.document]):
            raise LedgerError(f"No document '{judgement.document}' to judge in {self.path}.")
        told = self._reading.told(Asked())
        if judgement.undoes is not None and all(one.id != judgement.undoes for one, _ in told):
            raise LedgerError(f"No judgement '{judgement.undoes}' to undo in {self.path}.")
        before = [when for one, when in told if one.document == judgement.document]
        row = {**row_of(judgement), "recorded": after(as_instant(recorded), before)}
        self._store.insert("judgement", [row])
        return judgement

    def judgements(self, *, known_on: Known = None) -> list[Judgement]:
        """All judgements, undone ones too, oldest first."""
        return [one for one, _ in self._reading.told(Asked(None, None, known_on))]

    def holding(self, judgement: Judgement) -> Judgement | None:
        """The judgement that says what this one does and holds, by the same reader; else None."""
        return same(self._reading.told(Asked()), judgement)

    def corrections(self) -> list[tuple[Judgement, dt.datetime, bool]]:
        """All judgements, oldest first, with when each was recorded and whether it holds."""
        told = self._reading.told(Asked())
        kept = {one.id for one, _ in holding(told)}
        return [(one, recorded, one.id in kept) for one, recorded in told]

    def verify(self) -> list[Problem]:
        """Check every invariant; a clean ledger gives an empty list.

        Each problem's ``source`` names the check. Rows left by a killed attempt are told as a note
        (``lost`` is false): nothing reads them.
        """
        return check(self._store, self._reading)

    def mend(self) -> list[str]:
        """Set aside files that a lost supply left torn, where no other process writes.

        Run :meth:`verify` afterwards, which says what is amiss still. Returns the files' names.
        """
        return self._store.mend()

    def compact(self, *, superseded: bool = False, orphans: bool = False) -> Compacted:
        """Join small files, sorted by dyad and time, and delete files replaced over 24 hours ago.

        Safe while others read and write: whoever reads goes on with the old files.
        ``superseded`` also drops codings that a later one replaced: reads of the present stay the
        same, ``coded`` and reads with an earlier ``known_on`` lose them. ``orphans`` drops rows
        that killed attempts left, if over 24 hours old, for a younger attempt may be under way.
        """
        before = held(self._store)
        dropped = drop(self._store, self._reading, superseded=superseded, orphans=orphans)
        compact(self._store)
        after = held(self._store)
        return Compacted(before.files, after.files, dropped, before.bytes, after.bytes, after.disk)

    def _ask(self, query: Query, asked: Asked | None = None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._reading.run(query, asked or Asked()).to_pylist()
        return rows


def _share(halvings: int) -> str:
    """The bound of the hashes, of 32 digits; all of them come before that of no halving."""
    return f"{(1 << 128) >> halvings:032x}" if halvings else "g"


def _pattern(word: str) -> str:
    """An ILIKE pattern in which the word's own signs stand for themselves, ``!`` escaping."""
    for sign in "!%_":
        word = word.replace(sign, f"!{sign}")
    return f"%{word}%"


def _records(cls: type[_T], table: pa.Table) -> list[_T]:
    kind: Any = cls
    read = reader(kind)
    return [read(row) for row in table.to_pylist()]
