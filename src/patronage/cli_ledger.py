"""The verbs that hand a ledger on and keep it in order: a part of the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from patronage.periods import date_of
from patronage.terminal import line, setting

__all__ = ["compact", "export", "mcp"]

Ledger = Annotated[
    str | None, typer.Option("--ledger", help="its folder [$PATRONAGE_LEDGER, then ./ledger]")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines even on a terminal")]


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="a new or empty folder")],
    format: Annotated[
        str, typer.Option("--format", help="csv, parquet, graphml, jsonld or ftm")
    ] = "csv",
    client: Annotated[str | None, typer.Option(help="only what names it: code or name")] = None,
    as_of: Annotated[str | None, typer.Option(help="only what was available by this date")] = None,
    known_on: Annotated[
        str | None, typer.Option(help="only what the ledger had recorded by this date")
    ] = None,
    with_registers: Annotated[
        bool,
        typer.Option("--with-registers", help="with rows whose terms forbid passing them on"),
    ] = False,
    ledger: Ledger = None,
    as_json: AsJson = False,
) -> None:
    """Write a ledger's content as tables, a graph or linked data, with dictionary and citations."""
    from patronage import pipeline

    done = pipeline.export(
        out, ledger=_ledger(ledger), format=format, client=client,
        as_of=date_of(as_of, "--as-of") if as_of else None,
        known_on=date_of(known_on, "--known-on") if known_on else None,
        with_registers=with_registers,
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
    ledger: Ledger = None,
    as_json: AsJson = False,
) -> None:
    """Join a ledger's small files, sorted by dyad and time; old ones stay 24 hours for readers."""
    from patronage import pipeline

    done = pipeline.compact(
        _ledger(ledger), drop_superseded=drop_superseded, drop_orphans=drop_orphans
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
    ledger: Ledger = None,
) -> None:
    """Serve a ledger to assistants over standard input and output (Model Context Protocol)."""
    from patronage.mcp import serve

    serve(_ledger(ledger), allow_write=allow_write)


def _ledger(flag: str | None) -> str:
    return setting(flag, "ledger", "ledger") or "ledger"
