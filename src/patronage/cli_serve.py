"""The verb that stands the dashboard up: a part of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from patronage.cli_options import LedgerOption, ledger_at
from patronage.errors import UsageError
from patronage.terminal import setting

__all__ = ["serve"]


def serve(
    ledger: LedgerOption = None,
    host: Annotated[str, typer.Option(help="where to stand; wider only with --token")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="0 takes a free one", min=0, max=65535)] = 8000,
    token: Annotated[
        str | None, typer.Option(help="what visitors must know [$PATRONAGE_TOKEN]")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="another name it is asked under; may be repeated")
    ] = None,
    watch: Annotated[
        list[str] | None, typer.Option(help="a client to watch; may be repeated")
    ] = None,
    alert: Annotated[float, typer.Option(help="probability of a decline that alerts")] = 0.8,
    webhook: Annotated[str | None, typer.Option(help="alerts are also posted here")] = None,
    feed: Annotated[
        list[str] | None, typer.Option(help="an RSS or Atom feed; may be repeated")
    ] = None,
    feeds: Annotated[Path | None, typer.Option(help="a file of feeds, one a line")] = None,
    every: Annotated[float, typer.Option(help="minutes between looks at the feeds", min=5)] = 15.0,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="feeds may be on this or a private network")
    ] = False,
    rate: Annotated[float, typer.Option(help="requests a second of one address", min=1)] = 100.0,
    upload_mb: Annotated[float, typer.Option(help="largest upload", min=0.001, max=200)] = 10.0,
) -> None:
    """Keep watch: pages live on a ledger, corrections, uploads, alerts and feeds."""
    from patronage import dashboard
    from patronage.dashboard.settings import Bounds

    dashboard.serve(
        dashboard.Settings(
            ledger=ledger_at(ledger), host=host, port=port,
            token=setting(token, "token", None), names=tuple(name or ()),
            watch=tuple(watch or ()), alert=alert, webhook=webhook,
            feeds=(*(feed or ()), *_listed(feeds)), every=every, allow_private=allow_private,
            bounds=Bounds(
                upload=int(upload_mb * 1e6), reads=rate, burst=max(1_000, int(10 * rate))
            ),
        )
    )  # fmt: skip


def _listed(path: Path | None) -> list[str]:
    """Addresses of a file, one a line; ``#`` begins a remark."""
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read the feeds in '{path}': {type(error).__name__}.") from None
    return [line.strip() for line in text.splitlines() if line.strip() and line.strip()[0] != "#"]
