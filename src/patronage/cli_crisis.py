"""The verbs under ``crisis``: a part of the command line in a file of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from patronage.cli_options import AsJson, LedgerOption, Problems, day, ledger_at
from patronage.errors import UsageError
from patronage.terminal import line, problems_to, progress
from patronage.terminal_crisis import run_lines, score_lines

__all__ = ["crisis"]

crisis = typer.Typer(
    name="crisis",
    help="What patrons do when it comes to it, and what comes next: estimate, predict, play "
    "scenarios, keep a register of forecasts.",
    no_args_is_help=True,
)
Table = Annotated[Path, typer.Argument(metavar="TABLE", help="situations with what happened")]
Runs = Annotated[int, typer.Option("--runs", help="how many")]
Seed = Annotated[int, typer.Option("--seed", help="the same seed gives the same numbers")]


@crisis.command()
def fit(
    table: Table,
    out: Annotated[Path, typer.Option("--out", help="where the parameters are written")],
) -> None:
    """Estimate the model from a table and name its years."""
    from patronage import pipeline

    made = pipeline.crisis_fit(table, out)
    first, last = made["years"]
    print(
        f"Fitted on {made['rows']} rows of {made['crises']} crises, {first}-{last}: {out}",
        file=sys.stderr,
    )
    line(made)


@crisis.command()
def features(
    target: Annotated[str, typer.Option("--target", help="the client, a name or code")],
    coercer: Annotated[str, typer.Option("--coercer", help="who presses it")],
    patron: Annotated[list[str], typer.Option("--patron", help="may be given again")],
    year: Annotated[int, typer.Option("--year", help="in which the crisis begins")],
    out: Annotated[Path, typer.Option("--out", help="where the table is written")],
    know: Annotated[
        list[str] | None,
        typer.Option("--know", help="what you know, as gravty=5 or RUS:past_sup_PT=2"),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="registers as they could be known by this date")
    ] = None,
    oldest: Annotated[
        int | None, typer.Option("--oldest", help="years after which a value is missing [15]")
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Features of situations from your own registers, each with its age, for 'crisis predict'."""
    from patronage import pipeline

    made = pipeline.crisis_features(
        [(target, coercer, one, year) for one in patron], out, ledger=ledger_at(ledger),
        known=know or [], as_of=day(as_of, "--as-of"), oldest=oldest,
    )  # fmt: skip
    for row in made["rows"]:
        line(row)
    absent = ", ".join(made["absent"])
    print(
        f"{len(made['rows'])} situations: {out}" + (f"\nNot loaded: {absent}." if absent else ""),
        file=sys.stderr,
    )


@crisis.command()
def predict(
    features: Annotated[Path, typer.Argument(metavar="FEATURES.parquet", help="situations")],
    out: Annotated[Path, typer.Option("--out", help="where the table is written")],
    game_only: Annotated[
        bool, typer.Option("--game-only", help="the game alone, as for what-ifs")
    ] = False,
    params: Annotated[
        Path | None, typer.Option("--params", help="parameters of 'crisis fit' [those shipped]")
    ] = None,
    problems: Problems = None,
) -> None:
    """Add the probabilities of seven choices to situations."""
    from patronage import pipeline

    with problems_to(problems) as log:
        made = pipeline.crisis_predict(
            features, out, game_only=game_only, params=params, report=log
        )
        print(
            f"{made['forecast']} of {made['rows']} rows forecast, {made['extrapolated']} of them "
            f"extrapolated: {out}\n{made['note']}",
            file=sys.stderr,
        )


@crisis.command()
def backtest(
    table: Table,
    start: Annotated[int, typer.Option("--from", help="first year forecast")] = 1960,
    end: Annotated[int, typer.Option("--to", help="last year forecast")] = 1989,
    step: Annotated[int, typer.Option(help="years between two fits", min=1)] = 1,
    once: Annotated[bool, typer.Option("--once", help="one fit before the first year")] = False,
    as_json: AsJson = False,
) -> None:
    """Score the model on years that it had not seen, beside what it has to beat."""
    from patronage import pipeline

    with progress("origins") as tick:
        card = pipeline.crisis_backtest(
            table, start=start, end=end, step=end - start + 1 if once else step, tick=tick
        )
    if as_json or not sys.stdout.isatty():
        line(card.frozen())
    else:
        print("\n".join(card.lines()))


@crisis.command()
def run(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.yaml", help="who, what, how long")],
    runs: Runs = 10_000,
    seed: Seed = 0,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="another scenario of the same horizon")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", help="threads; no number changes")] = 2,
    ledger: Annotated[
        str | None, typer.Option("--ledger", help="fills in backing that the scenario leaves out")
    ] = None,
    no_watch: Annotated[
        bool, typer.Option("--no-watch", help="without the events to watch for")
    ] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Play a scenario many times: outcomes beside base rates, what drives them, what to watch."""
    from patronage import pipeline

    with progress("runs") as tick:
        done = pipeline.crisis_run(
            scenario, runs=runs, seed=seed, compare=compare, workers=workers, ledger=ledger,
            watch=not no_watch, tick=tick,
        )  # fmt: skip
    if as_json or not sys.stdout.isatty():
        line(done)
    else:
        print("\n".join(run_lines(done)))


@crisis.command()
def register(
    scenario: Annotated[
        Path | None, typer.Argument(metavar="[SCENARIO.yaml]", help="registers each outcome")
    ] = None,
    question: Annotated[str | None, typer.Option(help="a forecast of your own")] = None,
    probability: Annotated[float | None, typer.Option(help="of yes, from 0 to 1")] = None,
    rule: Annotated[str | None, typer.Option(help="how anyone could settle it")] = None,
    due: Annotated[str | None, typer.Option(help="the day by which it is settled")] = None,
    client: Annotated[str | None, typer.Option(help="whom it is about")] = None,
    runs: Runs = 10_000,
    seed: Seed = 0,
    ledger: LedgerOption = None,
) -> None:  # fmt: skip
    """Write a forecast down before its day, with its rule, date and hash."""
    from patronage import pipeline

    own = (question, probability, rule, due)
    if (scenario is None) == all(part is None for part in own):
        raise UsageError("Give a scenario, or --question with --probability, --rule and --due.")
    what: Any = scenario
    if scenario is None:
        by = day(due, "--due")
        if question is None or probability is None or rule is None or by is None:
            raise UsageError("A forecast needs --question, --probability, --rule and --due.")
        what = pipeline.Stated(question, probability, rule, by, client)
    for written in pipeline.crisis_register(what, ledger_at(ledger), runs=runs, seed=seed):
        line(written)


@crisis.command()
def resolve(
    forecast: Annotated[str, typer.Argument(help="its id, or how it begins")],
    answer: Annotated[str, typer.Argument(help="yes, no, or void")],
    source: Annotated[str, typer.Option("--source", help="by which it is settled; required")],
    on: Annotated[str | None, typer.Option("--on", help="the day it was settled [today]")] = None,
    note: Annotated[str, typer.Option("--note", help="what to know about it")] = "",
    ledger: LedgerOption = None,
) -> None:
    """Settle a forecast by its rule; the line is added, nothing is edited."""
    from patronage import pipeline

    line(pipeline.crisis_resolve(forecast, answer, ledger_at(ledger), source=source,
                                 on=day(on, "--on"), note=note))  # fmt: skip


@crisis.command()
def score(ledger: LedgerOption = None, as_json: AsJson = False) -> None:
    """The record of a ledger's forecasts: Brier score and count, log score, with intervals."""
    from patronage import pipeline

    with problems_to(None) as log:
        told = pipeline.crisis_score(ledger_at(ledger), report=log)
        if as_json or not sys.stdout.isatty():
            line(told)
        else:
            print("\n".join(score_lines(told)))
