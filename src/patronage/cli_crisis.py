"""The verbs under ``crisis``: a part of the command line in a file of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from patronage.terminal import line, problems_to, progress

__all__ = ["crisis"]

crisis = typer.Typer(
    name="crisis",
    help="What patrons do when it comes to it: estimate, predict, score on history.",
    no_args_is_help=True,
)
Table = Annotated[Path, typer.Argument(metavar="TABLE", help="situations with what happened")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines even on a terminal")]


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
def predict(
    features: Annotated[Path, typer.Argument(metavar="FEATURES.parquet", help="situations")],
    out: Annotated[Path, typer.Option("--out", help="where the table is written")],
    game_only: Annotated[
        bool, typer.Option("--game-only", help="the game alone, as for what-ifs")
    ] = False,
    params: Annotated[
        Path | None, typer.Option("--params", help="parameters of 'crisis fit' [those shipped]")
    ] = None,
    problems: Annotated[
        Path | None, typer.Option(help="write problems to this file as JSON lines")
    ] = None,
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
