"""Door 1, the command line: parse, call one pipeline verb, print.

Output is JSON lines when it does not go to a terminal or with ``--json``; problems go to standard
error and with ``--problems`` to a file. Exit codes: 0 done, 1 failed, 2 wrong call, 3 done but some
input was lost to problems.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from patronage import __version__
from patronage.cli_crisis import crisis
from patronage.cli_ledger import compact, export, find, judge, mcp, verify
from patronage.cli_options import (
    Actors,
    AsJson,
    AsOf,
    Engine,
    KnownOn,
    LedgerOption,
    Problems,
    day,
    engine_at,
    ledger_at,
)
from patronage.cli_rows import label, resolve
from patronage.cli_serve import serve
from patronage.errors import PatronageError, UsageError
from patronage.terminal import (
    events_table,
    line,
    problems_to,
    progress,
    registers,
    series_table,
    setting,
    told_if_none,
    verdicts_list,
)

__all__ = ["app", "main"]

app = typer.Typer(
    name="patronage",
    help="Who backs whom, with what, how firmly, and what happens when the pressure rises.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(crisis)

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help=".txt .html .pdf .jsonl .warc, a folder, or -"),
]
OptionalInputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[INPUT...]", help=".txt .html .pdf .jsonl .warc, a folder, or -"),
]
Client = Annotated[str, typer.Argument(help="the client: a code (VEN) or a name (Venezuela)")]
Published = Annotated[str | None, typer.Option(help="publication date of texts that state none")]
Workers = Annotated[int | None, typer.Option(help="processes [by the amount of text]", min=1)]
ParserOption = Annotated[str | None, typer.Option("--parser", help="another installed spaCy model")]
Unmatched = Annotated[
    Path | None, typer.Option("--unmatched", help="write phrases like actors that nothing matched")
]


def main() -> None:
    """Run the command line and turn errors into exit codes."""
    try:
        sys.exit(app(standalone_mode=False) or 0)  # click returns an Exit's code here
    except UsageError as error:
        _fail(str(error), 2)
    except PatronageError as error:
        _fail(str(error), 1)
    except typer.Abort:
        _fail("Stopped.", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        show = getattr(error, "show", None)  # click's own errors know how to tell themselves
        if show is None:
            raise
        show()
        sys.exit(2)


def _fail(message: str, code: int) -> None:
    print(f"patronage: {message}", file=sys.stderr)
    sys.exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"patronage {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Options of every verb."""


@app.command()
def code(
    inputs: Inputs, published: Published = None, workers: Workers = None,
    parser: ParserOption = None, actors: Actors = None, unmatched: Unmatched = None,
    engine: Engine = None, problems: Problems = None, explain: Annotated[
        bool, typer.Option("--explain", help="add how each coding came about")
    ] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Code every event in texts: one JSON line each."""
    from patronage import pipeline

    with problems_to(problems) as log, progress("documents") as tick:
        if explain:
            pairs: Iterator[tuple[Any, Any]] = pipeline.explained(
                inputs,
                published=day(published, "--published"),
                parser=_parser(parser),
                actors=actors,
                unmatched=unmatched,
                report=log,
            )
        else:
            events = pipeline.code(
                inputs, published=day(published, "--published"), workers=workers,
                parser=_parser(parser), actors=actors, unmatched=unmatched,
                engine=engine_at(engine), report=log, tick=tick,
            )  # fmt: skip
            pairs = ((event, None) for event in events)
        if as_json or explain or not sys.stdout.isatty():
            for event, how in pairs:
                line(event, how)
        else:
            events_table(event for event, _ in pairs)


app.command()(label)
app.command()(resolve)


@app.command()
def record(
    inputs: Inputs, ledger: LedgerOption = None, published: Published = None,
    workers: Workers = None, parser: ParserOption = None, actors: Actors = None,
    unmatched: Unmatched = None, engine: Engine = None, problems: Problems = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Code texts and append them to a ledger; repeating it adds nothing."""
    from patronage import pipeline

    with problems_to(problems) as log, progress("documents") as tick:
        done = pipeline.record(
            inputs, ledger_at(ledger), published=day(published, "--published"), workers=workers,
            parser=_parser(parser), actors=actors, unmatched=unmatched, engine=engine_at(engine),
            report=log, tick=tick,
        )  # fmt: skip
        if as_json or not sys.stdout.isatty():
            line(done)
        else:
            print(
                f"{done.read} texts read; new to the ledger: {done.documents} documents, "
                f"{done.sightings} sightings, {done.events} events, {done.claims} claims; "
                f"{done.problems} problems, {done.lost} of them lost input."
            )


@app.command()
def load(
    dataset: Annotated[str, typer.Argument(help="a register's name")] = "",
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...")] = None,
    listed: Annotated[bool, typer.Option("--list", help="tell what can be loaded")] = False,
    ledger: LedgerOption = None, problems: Problems = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Load a public register in its own published format; repeating it adds nothing."""
    from patronage import pipeline

    if listed:
        registers(as_json)
        return
    if not dataset or not files:
        raise UsageError("Name a register and its files: load DATASET FILE..., or load --list.")
    with problems_to(problems) as log, progress("rows") as tick:
        for path in files:
            (done,) = pipeline.load(dataset, [path], ledger_at(ledger), report=log, tick=tick)
            if as_json or not sys.stdout.isatty():
                line({"file": path.name, "rows": done.rows, "acts": done.acts,
                       "flows": done.flows, "known": done.known})  # fmt: skip
            elif done.known:
                print(f"{path.name}: in the ledger already.")
            else:
                print(f"{path.name}: {done.rows} rows; {done.acts} acts, {done.flows} flows.")


@app.command()
def audit(
    inputs: Inputs, ledger: LedgerOption = None, published: Published = None, as_of: AsOf = None,
    workers: Workers = None, parser: ParserOption = None, actors: Actors = None,
    problems: Problems = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Claims of texts and what the ledger's registers say of each, with the calculation."""
    from patronage import pipeline

    place = ledger_at(ledger)
    asked = place if ledger or "://" in place or Path(place).exists() else None
    if asked is None:
        print(
            "patronage: No ledger, so no register is asked: claims are held against each other and "
            "the table of leaders. Load registers first (patronage load --list), or pass --ledger.",
            file=sys.stderr,
        )
    with problems_to(problems) as log, progress("documents") as tick:
        found = pipeline.audit(
            inputs, ledger=asked, published=day(published, "--published"),
            as_of=day(as_of, "--as-of"), workers=workers, parser=_parser(parser), actors=actors,
            report=log, tick=tick,
        )  # fmt: skip
        if as_json or not sys.stdout.isatty():
            for one in found:
                line({"claim": one.claim, "verdicts": one.verdicts})
        else:
            verdicts_list(found)


@app.command()
def brief(
    client: Client, inputs: OptionalInputs = None, ledger: LedgerOption = None,
    out: Annotated[Path, typer.Option(help="where the page is written")] = Path("brief.html"),
    as_of: AsOf = None, since: Annotated[
        str | None, typer.Option(help="first day of 'now'; before it is 'then'")
    ] = None,
    coercer: Annotated[str | None, typer.Option(help="the coercer: a code or a name")] = None,
    patron: Annotated[list[str] | None, typer.Option(help="a patron; may be repeated")] = None,
    published: Published = None, workers: Workers = None, parser: ParserOption = None,
    actors: Actors = None, scenario: Annotated[
        Path | None, typer.Option(help="a scenario file: what may come is told beside base rates")
    ] = None,
    grades: Annotated[
        Path | None, typer.Option(help="CSV of your grades of sources: outlet,grade[,text,why]")
    ] = None,
    problems: Problems = None,
) -> None:  # fmt: skip
    """Read, code, measure, audit and report: one self-contained page."""
    from patronage import pipeline

    place = ledger if ledger or inputs else ledger_at(None)
    with problems_to(problems) as log:
        made = pipeline.brief(
            client, inputs or (), ledger=place, out=out, as_of=day(as_of, "--as-of"),
            since=day(since, "--since"), coercer=coercer, patrons=patron or (),
            published=day(published, "--published"), workers=workers, parser=_parser(parser),
            actors=actors, scenario=scenario, grades=grades, report=log,
        )  # fmt: skip
        _written(made, out)


def _written(made: Any, out: Path) -> None:
    events, texts = (
        f"{len(some)} {name}{'' if len(some) == 1 else 's'}"
        for some, name in ((made.events, "event"), (made.documents, "text"))
    )
    print(f"{events} from {texts}. The brief: {out}")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="where the page is written")] = Path("brief.html"),
) -> None:
    """The brief on the shipped example."""
    from patronage import pipeline

    with problems_to(None) as log:
        made = pipeline.demo(out, report=log)
        _written(made, out)


@app.command()
def measure(
    name: Annotated[
        str,
        typer.Argument(
            help="backing, pressure, answered, analogues, declines, dependence, exchange, "
            "exposure, words, or a loaded register's measure"
        ),
    ],
    client: Annotated[str, typer.Option("--client", help="a code or a name")],
    patron: Annotated[str | None, typer.Option(help="one other side; all of them else")] = None,
    start: Annotated[str | None, typer.Option("--from", help="first day")] = None,
    end: Annotated[str | None, typer.Option("--to", help="day after the last")] = None,
    period: Annotated[str, typer.Option(help="month, quarter or year")] = "month",
    since: Annotated[str | None, typer.Option(help="first day of 'now'")] = None,
    coercer: Annotated[str | None, typer.Option(help="whose sanctions deals come after")] = None,
    means: Annotated[
        Path | None, typer.Option(help="CSV of the client's means: group,time,value")
    ] = None,
    estimates: Annotated[
        Path | None, typer.Option(help="CSV of stakes: kind,value,unit[,low,high,patron,source]")
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="what exposure is at risk by")] = None,
    probability: Annotated[
        str | None, typer.Option(help="of the outcome, such as 0.1-0.3")
    ] = None,
    loss: Annotated[str | None, typer.Option(help="share lost then, such as 0.5-1")] = None,
    year: Annotated[int | None, typer.Option(help="the episode of pressure to compare")] = None,
    years: Annotated[
        int | None, typer.Option(help="how long after an episode or a request is looked", min=1)
    ] = None,
    as_of: AsOf = None, known_on: KnownOn = None, ledger: LedgerOption = None,
    engine: Engine = None, problems: Problems = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """A measure of a client with intervals and the evidence it rests on."""
    from patronage import pipeline

    if period not in ("month", "quarter", "year", "day"):
        raise UsageError(f"No period '{period}'. Periods: day, month, quarter, year.")
    with problems_to(problems) as log:
        first, last = day(start, "--from"), day(end, "--to")
        given = pipeline.Given(
            start=first, end=last, period=period,  # type: ignore[arg-type]
            since=day(since, "--since"), coercer=coercer, means=means, estimates=estimates,
            outcome=outcome, probability=_range(probability, "--probability"),
            loss=_range(loss, "--loss"), year=year, years=years, report=log,
        )  # fmt: skip
        found = pipeline.measure(
            name, client, ledger=ledger_at(ledger), patron=patron, start=first, end=last,
            period=period, as_of=day(as_of, "--as-of"),  # type: ignore[arg-type]
            known_on=day(known_on, "--known-on"), given=given, engine=engine_at(engine),
        )  # fmt: skip
        told_if_none(found)
        if as_json or not sys.stdout.isatty() or not all(hasattr(f, "points") for f in found):
            for one in found:
                line(one)
        else:
            series_table(found)


@app.command()
def breaks(
    series: Annotated[str, typer.Argument(metavar="SERIES.csv", help="group,time,value")],
    share: Annotated[float, typer.Option(help="a fall goes to this part or less")] = 0.5,
    sure: Annotated[float, typer.Option(help="least probability of a break")] = 0.5,
    problems: Problems = None,
) -> None:
    """Changes of level of any series: when, in which direction, how probable."""
    from patronage import pipeline

    with problems_to(problems) as log:
        for found in pipeline.breaks(series, share=share, sure=sure, report=log):
            line(found)


app.command()(find)
app.command()(judge)
app.command()(verify)
app.command()(export)
app.command()(compact)
app.command()(mcp)
app.command()(serve)


def _parser(flag: str | None) -> str | None:
    return setting(flag, "parser", None)


def _range(text: str | None, what: str) -> tuple[float, float] | None:
    """``0.1-0.3`` or ``0.2`` as low and high."""
    if text is None:
        return None
    low, _, high = text.partition("-")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise UsageError(f"{what} '{text}' is no range. Write it as 0.1-0.3.") from None
