"""What registers hold: loading their files, reading their rows, counting them on the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from patronage.ledger import aggregates, loading
from patronage.ledger.loading import Load, Loaded, Wanted
from patronage.ledger.reading import Asked, Known, Reading, after, as_instant
from patronage.ledger.store import Store
from patronage.periods import Grain
from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Registers"]


class Registers:
    """The registers of a ledger; :class:`patronage.ledger.Ledger` has all of this too."""

    def __init__(self, store: Store, reading: Reading) -> None:
        self._store, self._reading = store, reading

    def load(
        self,
        load: Load,
        batches: Iterable[tuple[pa.Table, pa.Table | None, pa.Table | None]],
        recorded: dt.datetime,
        problems: list[Problem],
    ) -> Loaded:
        """Append one file of a register; repeating it adds nothing.

        ``batches`` are originals with their acts and flows; ``problems`` is filled while they are
        made. Safe against kills and other processes, as :meth:`append` is.
        """
        if loading.known(self._reading, load):
            return Loaded(known=True)
        before = loading.recorded(self._reading, load.dataset)
        return loading.load(
            self._store, load, batches, after(as_instant(recorded), before), problems
        )

    def loaded(self, *, known_on: Known = None) -> list[dict[str, Any]]:
        """The files of registers that reads see: dataset, file, version, counts, when recorded."""
        return loading.loaded(self._reading, Asked(None, None, known_on))

    def acts(
        self,
        wanted: Wanted | None = None,
        *,
        client: str | None = None,
        as_of: dt.date | None = None,
        known_on: Known = None,
    ) -> pa.Table:
        """Acts of the registers, one row each, with the file they are from.

        ``as_of`` keeps what could be known by then (release date, or period and stated lag).
        """
        return self._registers("act", wanted, Asked(client, as_of, known_on))

    def flows(
        self,
        wanted: Wanted | None = None,
        *,
        client: str | None = None,
        as_of: dt.date | None = None,
        known_on: Known = None,
    ) -> pa.Table:
        """Flows of the registers, one row each, with the file they are from; see :meth:`acts`."""
        return self._registers("flow", wanted, Asked(client, as_of, known_on))

    def _registers(self, table: str, wanted: Wanted | None, asked: Asked) -> pa.Table:
        wanted = wanted or Wanted()
        given = {"wants": loading.wanted_relation(wanted)}
        return self._reading.run(
            loading.registers_query(table, wanted), asked, given, wanted.dataset
        )

    def dyads(
        self,
        grain: Grain = "month",
        wanted: Wanted | None = None,
        *,
        client: str | None = None,
        as_of: dt.date | None = None,
        known_on: Known = None,
    ) -> pa.Table:
        """Acts of the registers counted by dataset, dyad, polarity and period, by the engine.

        The counts come back and not the rows: where these are billions, that is what fits here.
        """
        wanted = wanted or Wanted()
        asked, given = Asked(client, as_of, known_on), {"wants": loading.wanted_relation(wanted)}
        query = partial(aggregates.dyads, grain, wanted)
        if wanted.measure is not None:  # counts are of all types together
            return self._reading.run(query(), asked, given, wanted.dataset)
        return self._reading.counted(query, asked, given, wanted.dataset)

    def measures(self, *, known_on: Known = None) -> dict[str, list[str]]:
        """Measures of the loaded flows, each with the datasets that have it."""
        found: dict[str, list[str]] = {}
        for row in self._reading.run(loading.MEASURES, Asked(None, None, known_on)).to_pylist():
            found.setdefault(row["measure"], []).append(row["dataset"])
        return found

    def original(self, dataset: str, rows: Sequence[int] | None = None) -> pa.Table:
        """Rows of a register as they stand in its files; ``rows`` are their numbers."""
        return self._reading.originals(dataset, rows, loading.LATEST)
