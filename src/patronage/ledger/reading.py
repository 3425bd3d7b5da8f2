"""Asking the files: a query, what it is asked as of, and the small relations given to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patronage.errors import LedgerError, UsageError
from patronage.ledger import queries
from patronage.ledger.counting import COUNTED, DIFFERING, counted
from patronage.ledger.engine import Engine
from patronage.ledger.judging import Told, judged_relation
from patronage.ledger.keys import KEYED, Keys
from patronage.ledger.queries import Query
from patronage.ledger.rows import reader
from patronage.ledger.schema import arrow_schema
from patronage.ledger.store import Store
from patronage.records import Judgement

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Asked", "Known", "Reading", "after", "as_instant", "wanted_ids"]

#: By when the ledger had to know what is read; None takes all that it knows now.
Known = dt.datetime | dt.date | None


def as_instant(moment: dt.datetime) -> dt.datetime:
    """An instant in UTC; one without a zone is taken as UTC."""
    if not isinstance(moment, dt.datetime):
        raise UsageError(f"An instant is needed, not {moment!r}. Pass a datetime in UTC.")
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(dt.UTC)


def after(now: dt.datetime, before: Iterable[dt.datetime]) -> dt.datetime:
    """Now, or just after the latest of some instants where the clock has gone back behind it.

    What replaces something is recorded after it, whatever the clock says: else it would count for
    nothing.

    >>> day = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    >>> after(day, [dt.datetime(2021, 1, 1, tzinfo=dt.UTC)]).year
    2021
    """
    latest = max(before, default=None)
    return now if latest is None or now > latest else latest + dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a read is asked for: a client, as of a date, with what was known on an instant.

    ``known_on`` given as a date means the end of that day, UTC. ``share`` bounds the hashes of
    the documents that stand for all others, see :class:`patronage.ledger.queries.Narrow`.
    """

    client: str | None = None
    as_of: dt.date | None = None
    known_on: Known = None
    words: tuple[str, ...] = ()
    share: str = ""

    def relation(self) -> pa.Table:
        """The one-row relation ``ask``."""
        import pyarrow as pa

        known = self.known_on
        if known is not None and not isinstance(known, dt.datetime):
            known = dt.datetime.combine(known, dt.time.max)
        patterns = {f"word{n}": _whole(word) for n, word in enumerate(self.words)}
        row = {
            "as_of": self.as_of,
            "known_on": None if known is None else as_instant(known),
            "client": _whole(self.client) if self.client else None,
            "share": self.share,
            **patterns,
        }
        kinds = (("as_of", dt.date), ("known_on", dt.datetime), ("client", str), ("share", str))
        texts = tuple((name, str) for name in patterns)
        return pa.Table.from_pylist([row], schema=arrow_schema((*kinds, *texts)))


class Reading:
    """Runs queries over the files of a store, each opened at its latest version."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store, self._engine = store, engine
        self._keys: Keys | None = None

    @property
    def engine(self) -> Engine:
        """What runs the queries."""
        return self._engine

    def learn(self) -> None:
        """Learn where the keys of all texts and events lie; from now on such reads are narrowed."""
        self._keys = self._keys or Keys(self._engine)
        for table in KEYED:
            self._keys.learn(table, self._store.files(table))

    def run(
        self, query: Query, asked: Asked, given: Mapping[str, pa.Table] | None = None,
        origin: str | None = None,
    ) -> pa.Table:  # fmt: skip
        """Run one query with ``ask`` and other given relations, over the files of one origin."""
        # The marks first: what their rows promise was written before they were, so files listed
        # afterwards hold it. The other way round a read could see half an append.
        order = sorted(query.tables, key=lambda name: name not in ("coding", "loading"))
        stored: dict[str, Sequence[str]] = {name: self._store.files(name, origin) for name in order}
        relations = {"ask": asked.relation(), **(given or {})}
        if self._keys is not None and query.wanted:
            stored = self._keys.narrowed(query.wanted, stored, relations["wanted"])
        return self._engine.query(query.sql, stored, relations)

    def counted(
        self, query: Callable[[Sequence[str]], Query], asked: Asked, given: Mapping[str, pa.Table],
        origin: str | None = None,
    ) -> pa.Table:  # fmt: skip
        """Run a query over acts, or over the counts of those that have them."""
        marks = self._store.files("loading")  # the marks first, as in :meth:`run`
        counts, acts = counted(self._store, self._store.files("act", origin))
        stored = {COUNTED: counts, "act": acts} if acts else {COUNTED: counts}
        if not counts:
            stored = {"act": acts}
        given = {"ask": asked.relation(), **given}
        return self._engine.query(query(tuple(stored)).sql, {"loading": marks, **stored}, given)

    def miscounted(self) -> list[dict[str, Any]]:
        """Dyads of attempts whose counts are not those of their acts; there should be none."""
        acts = self._store.files("act")
        counts, rest = counted(self._store, acts)
        if not counts:
            return []
        stored = {COUNTED: counts, "act": [file for file in acts if file not in rest]}
        found: list[dict[str, Any]] = self._engine.query(DIFFERING.sql, stored, {}).to_pylist()
        return found

    def originals(self, dataset: str, rows: Sequence[int] | None, query: Query) -> pa.Table:
        """Rows of a register as they stand, those with the given numbers or all."""
        import pyarrow as pa

        files = self._store.original_files(dataset)
        if not files:
            raise LedgerError(f"No rows of '{dataset}' in this ledger. Load them first.")
        chosen = pa.table({"row": pa.array([None] if rows is None else list(rows), pa.int32())})
        stored = {"loading": self._store.files("loading"), "original": files}
        given = {"ask": Asked().relation(), "chosen": chosen}
        return self._engine.query(query.sql, stored, given)

    def registers(self) -> list[str]:
        """Registers of which rows or a loading are in the ledger."""
        query = Query.of("select distinct l.dataset from loading l order by l.dataset")
        told = {row["dataset"] for row in self.run(query, Asked()).to_pylist()}
        return sorted(told.union(self._store.originals()))

    def beside(self, dataset: str, query: Query) -> pa.Table:
        """Run a query about one register (``about``) with all its ``original`` rows.

        Of a register without any, ``original`` is empty.
        """
        import pyarrow as pa

        # The marks first, as in :meth:`run`.
        order = sorted(query.tables, key=lambda name: name != "loading")
        stored = {name: self._store.files(name) for name in order}
        given = {"ask": Asked().relation(), "about": pa.table({"dataset": [dataset]})}
        kinds = [("attempt", pa.string()), ("row", pa.int32())]
        if files := self._store.original_files(dataset):
            stored["original"] = files
        else:
            given["original"] = pa.schema(kinds).empty_table()
        return self._engine.query(query.sql, stored, given)

    def among(self, query: Query, columns: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
        """Run a query about a ``batch`` of texts, one column per key given."""
        import pyarrow as pa

        listed = {name: pa.array(list(values), pa.string()) for name, values in columns.items()}
        found: list[dict[str, Any]] = self.run(
            query, Asked(), {"batch": pa.table(listed)}
        ).to_pylist()
        return found

    def told(self, asked: Asked) -> list[Told]:
        """The judgements known, with when each was recorded, oldest first."""
        rows = self.run(queries.judgements(), asked).to_pylist()
        read = reader(Judgement)
        return [(read(row), row["recorded"]) for row in rows]

    def judged(self, asked: Asked) -> pa.Table:
        """The relation ``judged`` as of what was known."""
        return judged_relation(self.told(asked))


def _whole(text: str) -> str:
    """A text that can be stored: half a character, as JSON can hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def wanted_ids(ids: Iterable[str] | None) -> dict[str, pa.Table]:
    """The relation ``wanted``, where only some ids are."""
    if ids is None:
        return {}
    if isinstance(ids, str):
        raise UsageError(f"Ids are a list, not one text: pass [{ids!r}].")
    import pyarrow as pa

    return {"wanted": pa.table({"id": pa.array([_whole(i) for i in ids], pa.string())})}
