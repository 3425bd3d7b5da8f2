"""What the command line prints: JSON lines, tables, progress, and problems as they are met."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import typer

from patronage.errors import UsageError
from patronage.records import Problem

__all__ = [
    "Log", "events_table", "line", "problems_to", "progress", "registers", "series_table",
    "setting", "told_if_none", "verdicts_list",
]  # fmt: skip


def _settings() -> dict[str, Any]:
    path = Path("patronage.toml")
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"patronage.toml is no valid TOML: {error}") from None
    except RecursionError:
        raise UsageError("patronage.toml is nested too deeply. Write name = value.") from None
    except OSError as error:
        raise UsageError(f"patronage.toml cannot be read: {error.strerror}.") from None


def setting(flag: str | None, name: str, default: str | None) -> str | None:
    """Precedence: flag, environment, patronage.toml, default."""
    given = flag or os.environ.get(f"PATRONAGE_{name.upper()}")
    if given:
        return given
    told = _settings().get(name, default)
    if told is not None and not isinstance(told, str):
        raise UsageError(f'patronage.toml: {name} is no text. Write {name} = "...".')
    return told


class Log:
    """Problems as they are met: to standard error, and to a file where one is named."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file = file
        self.lost = 0

    def __call__(self, problem: Problem) -> None:
        import msgspec

        self.lost += problem.lost
        where = f"{problem.source}, {problem.place}" if problem.place else problem.source
        print(f"patronage: {where}: {problem.message.rstrip('.')}. {problem.mend}", file=sys.stderr)
        if self._file is not None:
            self._file.write(msgspec.json.encode(problem) + b"\n")


@contextmanager
def problems_to(path: Path | None) -> Iterator[Log]:
    """Collect problems; at the end, exit with 3 when some input was lost to them."""
    if path is None:
        log = Log(None)
        yield log
    else:
        try:
            file = path.open("wb")
        except OSError as error:
            raise UsageError(f"Cannot write problems to '{path}': {error.strerror}.") from None
        with file:
            log = Log(file)
            yield log
    if log.lost:
        sys.stdout.flush()
        raise typer.Exit(3)


@contextmanager
def progress(unit: str) -> Iterator[Any]:
    """A counter on standard error after two seconds, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    import time

    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    began = time.monotonic()
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.completed} " + unit), TimeElapsedColumn(),
        transient=True,
    )  # fmt: skip
    task = bar.add_task(unit, total=None)
    from rich.console import Console

    bar.live.console = Console(stderr=True)

    def tick(done: int) -> None:
        if not bar.live.is_started and time.monotonic() - began > 2:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield tick
    finally:
        if bar.live.is_started:
            bar.stop()


def line(value: Any, how: Any = None) -> None:
    """One JSON line."""
    import msgspec

    if how is None:
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    else:
        told = msgspec.to_builtins(value) | {"explain": how}
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")


def told_if_none(found: Any) -> None:
    """Say that nothing was found where nothing was: an answer without lines could be a failure."""
    if not found:
        said = (
            "No evidence found in this ledger. That is a statement about it, not about the world."
        )
        print(f"patronage: {said}", file=sys.stderr)


def registers(as_json: bool) -> None:
    """What can be loaded: what each register holds, where people get it, on which terms."""
    from patronage import pipeline

    if as_json or not sys.stdout.isatty():
        for register in pipeline.registers():
            line(register)
        return
    from rich.console import Console

    console = Console(highlight=False)
    for r in pipeline.registers():
        console.print(f"[bold]{r.name}[/bold]  {r.title}, {r.start}-{r.end or ''}")
        console.print(f"    {r.holds}. {r.states}. In {r.unit}. {r.limits}")
        console.print(f"    {r.files}; from {r.home}. {r.licence}. {r.citation}\n", style="dim")


def events_table(events: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "actor", "type", "recipient", "instrument", "status", "when", "sentence", box=None
    )
    for event in events:
        table.add_row(
            " ".join(a.key or a.text for a in event.actor), event.type,
            " ".join(r.key or r.text for r in event.recipient), event.instrument or "",
            event.status, event.time.text if event.time else "", event.quote[:160],
        )  # fmt: skip
    Console().print(table)


def verdicts_list(found: Any) -> None:
    """Each claim's words, and below them what is said of it."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for one in found:
        console.print(Text(f"{one.claim.kind}: {' '.join(one.claim.quote.split())}", "bold"))
        for verdict in one.verdicts:
            console.print(Text(f"  {verdict.kind}. {verdict.sentence}"))
            if verdict.calculation:
                console.print(Text(f"    {verdict.calculation}", "dim"))


def series_table(found: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("side", "period", "value", "interval", "evidence", box=None)
    for series in found:
        for p in series.points:
            if p.n:
                span = "" if p.low is None else f"{p.low:.1f} to {p.high:.1f}"
                value = "" if p.value is None else f"{p.value:g}"
                table.add_row(series.patron or "", p.start.isoformat(), value, span, str(p.n))
        if series.undated:
            table.add_row(series.patron or "", "not dated", "", "", str(series.undated))
    console = Console()
    console.print(table)
    for series in found:
        told = [p for p in series.points if p.value is not None]
        if len(told) > 1:
            console.print(_course(series.patron or "", series.points), highlight=False)


_HEIGHTS = "▁▂▃▄▅▆▇█"


def _course(side: str, points: Any) -> str:
    """A series as one line of bars that stands without colour; a dot where nothing is known."""
    most = max((p.value for p in points if p.value is not None), default=0.0)
    top = next(p for p in points if p.value is not None and p.value == most)
    bars = "".join(_bar(p.value, most) for p in points)
    first, last = points[0].start, points[-1].start
    return f"{side} {first} {bars} {last}, most {most:g} in {top.start}".strip()


def _bar(value: float | None, most: float) -> str:
    if value is None:
        return "·"
    return _HEIGHTS[round(7 * value / most) if most > 0 else 0]
