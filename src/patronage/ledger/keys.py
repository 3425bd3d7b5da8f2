"""Which files may hold a key: remembered for each file, so that a read by id opens few of them.

Ids are hashes: the least and the greatest of a file tell it from no other, and to look for one of
five million events was to read the ids of all. A table's files are never written anew, so what is
in one is learnt once: four bytes a key, sorted. Two keys may share their bytes, and then a file is
read in vain; none that holds a key is ever left out.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from patronage.ledger.engine import Engine

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["KEYED", "Keys"]

Files = Sequence[str]
#: Of the tables that a read by id looks into, the column by which its rows are found.
_FOUND_BY = {"coding": "document", "document": "id", "sighting": "document", "span": "document"}
#: What is to be learnt before an event is asked for.
KEYED = ("event", *_FOUND_BY)


class Keys:
    """The keys of the files of some tables, learnt by an engine when a file is first met."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: dict[str, dict[str, Any]] = {}  # by table, by file: sorted marks
        self._learning = threading.Lock()  # who asks while others learn waits for what they learn

    def learn(self, table: str, files: Files) -> Mapping[str, Any]:
        """Read the keys of the files that are new, and forget those of files that are gone.

        Returns:
            The marks of each of these files: another thread may meanwhile learn a later state.
        """
        column = _FOUND_BY.get(table, "id")
        marks = f"select distinct hash(t.{column}) as mark from {table} t"
        with self._learning:
            held = self._held.get(table, {})
            self._held[table] = {
                file: held[file] if file in held else self._marks(marks, {table: [file]}, {})
                for file in files
            }
            return self._held[table]

    def narrowed(self, of: str, stored: Mapping[str, Files], wanted: pa.Table) -> dict[str, Files]:
        """Of the files of each table those that a read of the rows ``wanted`` of one needs.

        Args:
            of: the table whose ids are wanted; rows of the others are found by their documents.
            stored: the files of all tables that the read looks into.
            wanted: ids, as a column ``id``.
        """
        found, documents = dict(stored), wanted
        if of not in _FOUND_BY:
            found[of] = self._holding(of, stored[of], wanted)
            told = f"select distinct t.document as id from {of} t join wanted n on n.id = t.id"
            documents = self._engine.query(told, {of: found[of]}, {"wanted": wanted})
        for table in stored:
            if table in _FOUND_BY:
                found[table] = self._holding(table, stored[table], documents)
        return found

    def _holding(self, table: str, files: Files, keys: pa.Table) -> Files:
        import numpy as np

        known = self.learn(table, files)
        marks = self._marks("select hash(b.id) as mark from batch b", {}, {"batch": keys})
        found = []
        for file in files:
            held = known[file]
            place = np.searchsorted(held, marks).clip(max=max(0, len(held) - 1))
            if len(held) and (held[place] == marks).any():
                found.append(file)
        return found

    def _marks(
        self, sql: str, stored: Mapping[str, Files], given: Mapping[str, pa.Table]
    ) -> np.ndarray:
        import numpy as np

        told = self._engine.query(sql, stored, given)["mark"].to_numpy()
        return np.unique(told.astype(np.uint32))
