"""Registers into the ledger and out of it again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.pipeline.opening import Input, Report, Tick, now, opened, state_or_none
from patronage.records import Problem

if TYPE_CHECKING:
    from patronage.datasets import Register
    from patronage.ledger import Loaded
    from patronage.periods import Grain

__all__ = ["acts", "dyads", "flows", "load", "registers"]


def load(
    dataset: str,
    files: Sequence[Input],
    ledger: Input,
    *,
    report: Report = lambda problem: None,
    tick: Tick = lambda rows: None,
) -> tuple[Loaded, ...]:
    """Load files of a public register in its own published format; repeating it adds nothing.

    Args:
        dataset: a name of ``patronage load --list``.
        files: the register's files as published.
        ledger: the ledger's folder, made where absent.
        report: called with each problem.
        tick: called with the number of rows read so far.

    Returns:
        For each file its rows, and the acts and flows that are new to the ledger.
    """
    from patronage import datasets
    from patronage.datasets.reading import file_hash
    from patronage.ledger import Load

    register = datasets.register(dataset)
    book = opened(ledger, create=True)
    done: list[Loaded] = []
    rows = 0
    for path in map(Path, files):
        if not path.is_file():
            raise UsageError(f"No file '{path}'. {register.title} is got at {register.home}")
        digest = file_hash(path)
        seen: list[Problem] = []

        def batches(path: Path = path, digest: str = digest, seen: list[Problem] = seen) -> Any:
            nonlocal rows
            for found in datasets.read(dataset, path, digest):
                if isinstance(found, Problem):
                    seen.append(found)
                    report(found)
                    continue
                rows += found.original.num_rows
                tick(rows)
                yield found.original, found.acts, found.flows

        target = Load(dataset, register.version, path.name, digest, register.whole)
        done.append(book.load(target, batches(), now(), seen))
    return tuple(done)


def registers() -> tuple[Register, ...]:
    """Every register that can be loaded: what it holds, where people get it, on which terms."""
    from patronage.datasets import catalogue

    return catalogue()


def flows(
    *, ledger: Input, giver: str | None = None, receiver: str | None = None,
    dataset: str | None = None, measure: str | None = None, as_of: dt.date | None = None,
    known_on: dt.date | None = None,
) -> Any:  # fmt: skip
    """Flows of the loaded registers as an Arrow table, each row with dataset, unit and file.

    What no row tells is missing and not zero: the schema's metadata holds ``coverage``, the years,
    states and kinds of each register in the table.
    """
    from patronage.ledger import Wanted

    wanted = Wanted(dataset, state_or_none(giver), state_or_none(receiver), measure)
    return _covered(opened(ledger).flows(wanted, as_of=as_of, known_on=known_on))


def acts(
    *, ledger: Input, actor: str | None = None, recipient: str | None = None,
    dataset: str | None = None, as_of: dt.date | None = None, known_on: dt.date | None = None,
) -> Any:  # fmt: skip
    """Acts of the loaded registers as an Arrow table, each row with dataset and file."""
    from patronage.ledger import Wanted

    wanted = Wanted(dataset, state_or_none(actor), state_or_none(recipient))
    return _covered(opened(ledger).acts(wanted, as_of=as_of, known_on=known_on))


def dyads(
    *, ledger: Input, period: Grain = "month", actor: str | None = None,
    recipient: str | None = None, dataset: str | None = None, as_of: dt.date | None = None,
    known_on: dt.date | None = None, engine: str | None = None,
) -> Any:  # fmt: skip
    """The loaded registers' acts counted by dataset, dyad, polarity and period; an Arrow table.

    Made where the rows are: of forty million rows only the counts come back. A dyad and period
    without a row is one of which no act is told; whether a register covers it stands in the
    schema's metadata (``coverage``). Counted are acts as the register tells them, not episodes.
    """
    from patronage.ledger import Wanted

    wanted = Wanted(dataset, state_or_none(actor), state_or_none(recipient))
    book = opened(ledger, engine=engine)
    return _covered(book.dyads(period, wanted, as_of=as_of, known_on=known_on))


def _covered(table: Any) -> Any:
    """The table with what each of its registers covers, as JSON in the schema's metadata."""
    from patronage.datasets import register

    told = {}
    for name in sorted(table["dataset"].unique().to_pylist()):
        one = register(name)
        told[name] = {"start": one.start, "end": one.end, "states": one.states, "kinds": one.kinds}
    return table.replace_schema_metadata({"coverage": json.dumps(told)})
