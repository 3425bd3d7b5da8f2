"""Options that many verbs share, and what is made of them: a part of the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from patronage.periods import date_of
from patronage.terminal import setting

__all__ = [
    "Actors", "AsJson", "AsOf", "Engine", "KnownOn", "LedgerOption", "Problems", "day", "engine_at",
    "ledger_at",
]  # fmt: skip

Actors = Annotated[Path | None, typer.Option("--actors", help="CSV of names to add or override")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines even on a terminal")]
AsOf = Annotated[str | None, typer.Option(help="only what was available by this date")]
KnownOn = Annotated[str | None, typer.Option(help="only what the ledger had recorded by this date")]
LedgerOption = Annotated[
    str | None, typer.Option("--ledger", help="its folder [$PATRONAGE_LEDGER, then ./ledger]")
]
Engine = Annotated[
    str | None,
    typer.Option("--engine", help="local, or Spark: spark://H:P, sc://H:P [$PATRONAGE_ENGINE]"),
]
Problems = Annotated[Path | None, typer.Option(help="write problems to this file as JSON lines")]


def ledger_at(flag: str | None) -> str:
    """The ledger's folder: flag, environment, patronage.toml, then ``ledger``."""
    return setting(flag, "ledger", "ledger") or "ledger"


def engine_at(flag: str | None) -> str | None:
    """The engine's name: flag, environment, patronage.toml, then ``local``."""
    return setting(flag, "engine", "local")


def day(text: str | None, option: str) -> dt.date | None:
    """The date that an option holds, if it was given."""
    return None if text is None else date_of(text, option)
