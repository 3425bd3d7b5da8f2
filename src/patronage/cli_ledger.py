"""The verbs that search, correct, check and hand on a ledger: a part of the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from patronage.cli_options import (
    AsJson,
    AsOf,
    Engine,
    KnownOn,
    LedgerOption,
    day,
    engine_at,
    ledger_at,
)  # fmt: skip
from patronage.errors import UsageError
from patronage.terminal import events_table, line, told_if_none

__all__ = ["compact", "export", "find", "judge", "mcp", "verify"]


def find(
    words: Annotated[str, typer.Argument(help="words that the sentence must hold")],
    client: Annotated[str | None, typer.Option(help="a code or a name")] = None,
    as_of: AsOf = None, known_on: KnownOn = None, ledger: LedgerOption = None,
    limit: Annotated[int, typer.Option(min=1)] = 50, engine: Engine = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Search the sentences of a ledger's events."""
    from patronage import pipeline

    found = pipeline.find(
        words, ledger=ledger_at(ledger), client=client, as_of=day(as_of, "--as-of"),
        known_on=day(known_on, "--known-on"), limit=limit, engine=engine_at(engine),
    )  # fmt: skip
    told_if_none(found)
    if as_json or not sys.stdout.isatty():
        for event in found:
            line(event)
    else:
        events_table(found)


def judge(
    event: Annotated[str, typer.Argument(help="the event's id; with --undo the judgement's")],
    field: Annotated[
        str,
        typer.Argument(help="type mode instrument polarity status actor recipient event"),
    ] = "",
    new: Annotated[str, typer.Argument(help="the right value; 'not an event' drops it")] = "",
    who: Annotated[str, typer.Option(help="who judges")] = "",
    why: Annotated[str, typer.Option(help="the reason")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="take a judgement back")] = False,
    ledger: LedgerOption = None,
) -> None:  # fmt: skip
    """Correct a coding, with name and reason; it holds for every coding of that sentence."""
    from patronage import pipeline

    if not who:
        raise UsageError("Say who judges with --who: a judgement is kept with its judge.")
    if not undo and not field:
        raise UsageError("Name the field and its right value: judge EVENT FIELD VALUE --who NAME.")
    line(pipeline.judge(event, field, new, ledger=ledger_at(ledger), who=who, why=why, undo=undo))


def verify(
    mend: Annotated[
        bool, typer.Option("--mend", help="first set aside what a lost supply left torn")
    ] = False,
    ledger: LedgerOption = None,
) -> None:
    """Check every invariant of a ledger."""
    from patronage import pipeline

    found = pipeline.verify(ledger_at(ledger), mend=mend)
    for problem in found:
        line(problem)
    broken = sum(1 for p in found if p.lost)
    print(f"patronage: {broken} invariants broken, {len(found) - broken} notes.", file=sys.stderr)
    if broken:
        raise typer.Exit(1)


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="a new or empty folder")],
    format: Annotated[
        str, typer.Option("--format", help="csv, parquet, graphml, jsonld or ftm")
    ] = "csv",
    client: Annotated[str | None, typer.Option(help="only what names it: code or name")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    with_registers: Annotated[
        bool,
        typer.Option("--with-registers", help="with rows whose terms forbid passing them on"),
    ] = False,
    ledger: LedgerOption = None,
    engine: Engine = None,
    as_json: AsJson = False,
) -> None:
    """Write a ledger's content as tables, a graph or linked data, with dictionary and citations."""
    from patronage import pipeline

    done = pipeline.export(
        out, ledger=ledger_at(ledger), format=format, client=client,
        as_of=day(as_of, "--as-of"), known_on=day(known_on, "--known-on"),
        with_registers=with_registers, engine=engine_at(engine),
    )  # fmt: skip
    for told in done.left_out:
        print(f"patronage: Left out: {told} Add it by --with-registers.", file=sys.stderr)
    if as_json or not sys.stdout.isatty():
        line(done)
    else:
        for file in done.files:
            print(f"{file.name:24} {file.rows:>10,} rows {file.bytes:>14,} bytes")
        print(f"The export: {done.folder}")


def compact(
    drop_superseded: Annotated[
        bool, typer.Option("--drop-superseded", help="also codings that a later one replaced")
    ] = False,
    drop_orphans: Annotated[
        bool, typer.Option("--drop-orphans", help="also what killed runs left over a day ago")
    ] = False,
    ledger: LedgerOption = None,
    as_json: AsJson = False,
) -> None:
    """Join a ledger's small files, sorted by dyad and time; old ones stay 24 hours for readers."""
    from patronage import pipeline

    done = pipeline.compact(
        ledger_at(ledger), drop_superseded=drop_superseded, drop_orphans=drop_orphans
    )
    if as_json or not sys.stdout.isatty():
        line(done)
    else:
        print(
            f"{done.files_before:,} files of {done.bytes_before:,} bytes are now "
            f"{done.files_after:,} of {done.bytes_after:,}; {done.dropped:,} rows dropped. "
            f"The folder holds {done.disk:,} bytes: replaced files stay for 24 hours."
        )


def mcp(
    allow_write: Annotated[
        bool, typer.Option("--allow-write", help="also tools that record texts and judge")
    ] = False,
    ledger: LedgerOption = None,
) -> None:
    """Serve a ledger to assistants over standard input and output (Model Context Protocol)."""
    from patronage.mcp import serve

    serve(ledger_at(ledger), allow_write=allow_write)
