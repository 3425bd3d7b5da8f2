"""The files of a ledger: Delta tables in one folder, with a small file that names the format.

Delta is the transaction log; it gives atomic commits to one table and none over several. What
makes several tables agree is the order of writing, see :mod:`patronage.ledger.writing`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from patronage.errors import LedgerError
from patronage.ledger.committing import again, widen
from patronage.ledger.places import is_remote, joined, names_in, place_of, put, size_of, text_at
from patronage.ledger.schema import (
    ADDED,
    FORMAT,
    PARTS,
    READABLE,
    TABLES,
    Table,
    arrow_schema,
    fields,
)  # fmt: skip
from patronage.ledger.settling import TORN, latest, mend_files, mend_log, settle, settle_file

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake.transaction import AddAction

__all__ = ["ORIGINALS", "Store"]

ORIGINALS = "original"
"""The folder of registers' rows as they stand, one Delta table a register."""

_MARK = "ledger.json"
# Paths that the Delta library turns into a wrong address or dies of (deltalake 1.6).
_UNFIT = re.compile(r"[\[\]^|\\]|%[0-9A-Fa-f]{2}")
_T = TypeVar("_T")


class Store:
    """Opens the folder, appends and inserts rows, lists the files that hold a table."""

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.root = place_of(path)
        self._listed: dict[str, tuple[tuple[str, int | None], list[str]]] = {}
        if unfit := _UNFIT.search(self.root):
            raise LedgerError(
                f"A ledger cannot lie at '{self.root}': its files cannot be addressed with "
                f"'{unfit.group()}' in the path. Choose a path without [ ] ^ | \\ and %20."
            )
        if create and text_at(self._at(_MARK)) is None:
            self._create()
        self._check()

    def _create(self) -> None:
        others = self._others()
        if others:
            raise LedgerError(
                f"'{self.root}' holds other things ({', '.join(others[:3])}) and is no ledger. "
                "Choose an empty or a new folder."
            )
        try:
            if not is_remote(self.root):
                Path(self.root).mkdir(parents=True, exist_ok=True)
            for table in TABLES.values():
                # Without a mark nothing was told as done: what a lost supply tore is made anew.
                if not is_remote(self.root):
                    list(mend_log(Path(self._at(table.name)), Path(self._at(TORN))))
                self._make(table)
            # Last and at once: a folder with the mark is a whole ledger.
            self._mark()
        except OSError as error:
            raise LedgerError(f"Cannot make a ledger at '{self.root}': {error}.") from error

    def _others(self) -> list[str]:
        if size_of(self.root) is not None:
            return ["a file"]
        ours = {*TABLES, ORIGINALS, TORN}
        return [n for n in names_in(self.root) if n not in ours and not n.startswith(f".{_MARK}")]

    def _mark(self) -> None:
        mark = self._at(_MARK)
        put(mark, json.dumps({"ledger": "patronage", "format": FORMAT}) + "\n")
        if not is_remote(mark):
            for path in (Path(mark), Path(self.root), Path(self.root).parent):
                settle_file(path)

    def _make(self, table: Table) -> None:
        from deltalake import DeltaTable

        parts = [name for name, _ in PARTS] if table.parted else None
        schema = arrow_schema(fields(table))
        self._commit(
            table.name, lambda: DeltaTable.create(self._at(table.name), schema, "ignore", parts)
        )

    def _commit(self, name: str, action: Callable[[], _T]) -> _T:
        """Do a commit to a table, again while others win the race, and put it on the disk."""
        if is_remote(self.root):  # a store answers when it has kept an object
            return again(action, name)
        folder = Path(self._at(name))
        since = latest(folder)
        done = again(action, name)
        try:
            settle(folder, since)
        except OSError as error:
            raise LedgerError(
                f"The table '{name}' cannot be put on the disk: {error.strerror}. Check the disk, "
                "then repeat; repeating adds nothing twice."
            ) from error
        return done

    def _check(self) -> None:
        mark = self._at(_MARK)
        try:
            text = text_at(mark)
            told = None if text is None else json.loads(text)
        except (OSError, ValueError) as error:
            raise LedgerError(f"'{mark}' cannot be read: {error}. Restore it.") from error
        if text is None:
            raise LedgerError(
                f"No ledger at '{self.root}'. Record into it first (patronage record INPUT... "
                f"--ledger '{self.root}'), or name another with --ledger."
            )
        version = told.get("format") if isinstance(told, dict) else None
        if version not in READABLE:
            raise LedgerError(
                f"The ledger at '{self.root}' has format {version!r}; this program reads "
                f"{' and '.join(map(str, READABLE))}. "
                "Use the version of patronage that wrote it, or record the inputs into a new one."
            )
        self.format = int(version)

    def ready(self) -> None:
        """Before a write: a ledger of an older format gets the columns that it lacks.

        Its rows stay as they are. Programs that know the older format alone say so from then on.
        """
        if self.format == FORMAT:
            return
        for name, added in ADDED.items():
            kinds = {f.name: f.type for f in arrow_schema(fields(TABLES[name]))}
            self._commit(name, partial(widen, self._at(name), {n: kinds[n] for n in added}))
        self._mark()
        self.format = FORMAT

    def _at(self, *names: str) -> str:
        return joined(self.root, *names)

    def table(self, name: str) -> Any:
        """The Delta table, opened at its latest version."""
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError, TableNotFoundError

        try:
            return DeltaTable(self._at(name))
        except TableNotFoundError:
            what = f"lacks its table '{name}'"
        except DeltaError as error:
            what = f"has a table '{name}' that cannot be read: {error}"
        raise LedgerError(
            f"The ledger at '{self.root}' {what}. After a lost supply run `patronage verify "
            "--mend`; else restore that folder."
        )

    def files(self, name: str, origin: str | None = None) -> list[str]:
        """Paths of the Parquet files that hold a table now, or of a parted one those of an origin.

        A read of one register need not open those of the others.
        """
        paths = self._paths(name)
        if origin is not None and TABLES[name].parted:
            paths = [path for path in paths if path.startswith(f"part_origin={origin}/")]
        return [self._at(name, path) for path in paths]

    def _paths(self, name: str) -> Sequence[str]:
        """Paths below a table's folder; kept until a commit comes.

        To read the log is most of what a small read costs, and says the same as long as nothing is
        committed.
        """
        import pyarrow as pa

        log = self._at(name, "_delta_log")
        last = self._last(name)
        version = (last, size_of(joined(log, last)) if last else None)
        if (kept := self._listed.get(name)) is None or kept[0] != version:
            # Not file_uris(): that percent-encodes the whole path, blanks and umlauts included.
            actions = pa.table(self.table(name).get_add_actions())
            kept = self._listed[name] = (version, actions["path"].to_pylist())
        return kept[1]

    def _last(self, name: str) -> str:
        """The file of a table's latest commit, or of a checkpoint that stands for it."""
        found = names_in(self._at(name, "_delta_log"))
        return max((file for file in found if file[:20].isdigit()), default="")

    def state(self) -> str:
        """A word that changes with every commit to any table; a few file names are read for it."""
        originals = (f"{ORIGINALS}/{one}" for one in names_in(self._at(ORIGINALS)))
        return "\n".join(f"{name} {self._last(name)[:20]}" for name in (*TABLES, *originals))

    def amiss(self, name: str) -> list[str]:
        """Files of a table that are absent or not as long as the log says."""
        import pyarrow as pa

        wrong = []
        actions = pa.table(self.table(name).get_add_actions()).select(["path", "size_bytes"])
        for row in actions.to_pylist():
            if size_of(self._at(name, row["path"])) != row["size_bytes"]:
                wrong.append(f"{name}/{row['path']}")
        return wrong

    def append(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        """Append rows in one commit; no rows, no commit."""
        if rows:
            self.append_table(name, _arrow(name, rows))

    def append_table(self, name: str, data: pa.Table) -> None:
        """Append an Arrow table of the format's columns in one commit; no rows, no commit."""
        from deltalake import write_deltalake

        self.ready()
        if data.num_rows:
            # An open table, not its path: a path without a table would become one.
            self._commit(name, lambda: write_deltalake(self.table(name), data, mode="append"))

    def path(self, name: str) -> str:
        """The folder of a table."""
        return self._at(name)

    def original_path(self, dataset: str) -> str:
        """The folder of a register's rows as they stand."""
        return self._at(ORIGINALS, dataset)

    def original_schema(self, dataset: str) -> pa.Schema:
        """The columns of a register's rows as they stand."""
        import pyarrow as pa
        from deltalake import DeltaTable

        return pa.schema(DeltaTable(self.original_path(dataset)).schema().to_arrow())

    def ready_original(
        self, dataset: str, columns: Mapping[str, pa.DataType]
    ) -> dict[str, pa.DataType]:
        """Make the table of a register's own columns, or add those that it lacks.

        Returns:
            The kinds of all its columns.
        """
        import pyarrow as pa
        from deltalake import DeltaTable

        path = self.original_path(dataset)
        if not is_remote(path):
            Path(path).mkdir(parents=True, exist_ok=True)
        wanted = pa.schema(list(columns.items()))

        def ready() -> dict[str, pa.DataType]:
            DeltaTable.create(path, wanted, "ignore")
            there = widen(path, columns)
            return {**{f.name: f.type for f in wanted}, **there}

        return self._commit(f"{ORIGINALS}/{dataset}", ready)

    def add_files(
        self, path: str, name: str, files: Sequence[AddAction], parts: Sequence[str]
    ) -> None:
        """Make Parquet files that lie in a table's folder part of it, in one commit."""
        from deltalake import DeltaTable

        self.ready()

        def add() -> None:
            table = DeltaTable(path)
            table.create_write_transaction(
                list(files), "append", table.schema(), list(parts) or None
            )

        self._commit(name, add)

    def originals(self) -> list[str]:
        """The registers whose rows as they stand are kept here."""
        from deltalake import DeltaTable

        found = names_in(self._at(ORIGINALS))
        return [name for name in found if DeltaTable.is_deltatable(self.original_path(name))]

    def original_files(self, dataset: str) -> list[str]:
        """Paths of the Parquet files that hold a register's rows as they stand."""
        import pyarrow as pa
        from deltalake import DeltaTable

        path = self.original_path(dataset)
        if not DeltaTable.is_deltatable(path):  # nor is a folder that a kill left empty
            return []
        actions = pa.table(DeltaTable(path).get_add_actions())
        return [joined(path, file) for file in actions["path"].to_pylist()]

    def insert(self, name: str, rows: Sequence[dict[str, Any]]) -> int:
        """Insert the rows whose key is not there, in one commit; returns how many they were.

        Of two processes that insert the same key at once, exactly one does: the other's commit
        fails, and its next try finds the key. Keys must differ within ``rows``.
        """
        if not rows:
            return 0
        self.ready()
        data = _arrow(name, rows)
        same = " and ".join(f"old.{key} = new.{key}" for key in TABLES[name].key)

        def merge() -> int:
            merger = self.table(name).merge(data, same, source_alias="new", target_alias="old")
            return int(merger.when_not_matched_insert_all().execute()["num_target_rows_inserted"])

        return self._commit(name, merge)

    def delete(self, name: str, attempts: Sequence[str]) -> int:
        """Delete the rows of the named attempts; returns how many they were."""
        gone = 0
        for first in range(0, len(attempts), 500):  # a longer list makes a slow predicate
            names = ", ".join(f"'{attempt}'" for attempt in attempts[first : first + 500])
            gone += self._commit(name, partial(self._delete, name, f"attempt in ({names})"))
        return gone

    def _delete(self, name: str, which: str) -> int:
        return int(self.table(name).delete(which)["num_deleted_rows"] or 0)

    def sizes(self, name: str) -> tuple[int, int]:
        """How many files hold a table now, and their bytes."""
        import pyarrow as pa
        import pyarrow.compute as pc

        actions = pa.table(self.table(name).get_add_actions())
        return actions.num_rows, int(pc.sum(actions["size_bytes"]).as_py() or 0)

    def join(self, name: str) -> None:
        """Join a table's small files as they stand."""
        # Opened at each try: a commit that lost a race needs the version that won.
        self._commit(name, lambda: self.table(name).optimize.compact())  # noqa: PLW0108

    def rewrite(self, name: str, action: Callable[[], _T]) -> _T:
        """Do a rewriting of a table, again while another writer wins the race."""
        self.ready()
        return self._commit(name, action)

    def mend(self) -> list[str]:
        """Set aside what a lost supply tore; the names of the files that were.

        To be asked for where no other process writes. What was told as done was on the disk before;
        should it be gone all the same, the checks that follow say so. An object is there whole or
        not at all, so an object store needs none of this.
        """
        if is_remote(self.root):
            return []
        root = Path(self.root)
        found: list[str] = []
        originals = sorted((root / ORIGINALS).glob("*"))
        for folder in [*(root / name for name in TABLES), *originals]:
            found += mend_log(folder, root / TORN)
        for name in [*TABLES, *(f"{ORIGINALS}/{dataset}" for dataset in self.originals())]:
            amiss = self.amiss(name)
            if amiss:
                cut = [path.removeprefix(f"{name}/") for path in amiss]
                mend_files(self.table(name), root / name, cut)
                found += amiss
        return found

    def sweep(self, name: str, hours: int) -> None:
        """Delete a table's files that were replaced over ``hours`` ago, and shorten its log."""
        table = self.table(name)

        def swept() -> None:
            table.vacuum(retention_hours=hours, dry_run=False, enforce_retention_duration=False)
            table.create_checkpoint()

        again(swept, name)
        if not is_remote(self.root):
            folder = Path(self._at(name))
            settle(folder, latest(folder))


def _arrow(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=arrow_schema(fields(TABLES[name])))
