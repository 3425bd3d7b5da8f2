"""The verbs that add fields to rows: a part of the command line in a file of its own."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from patronage.cli_options import Actors, AsJson, Problems
from patronage.terminal import line, problems_to

__all__ = ["label", "resolve"]


def label(
    pairs: Annotated[str, typer.Argument(metavar="PAIRS.jsonl", help="{id,text,source,target}")],
    none: Annotated[
        float | None,
        typer.Option("--none", help="share of pairs without an event [a tenth]", min=0, max=0.999),
    ] = None,
    parser: Annotated[str | None, typer.Option("--parser", help="another spaCy model")] = None,
    actors: Actors = None,
    problems: Problems = None,
    as_json: AsJson = False,
) -> None:
    """Say what the source does to the target of each sentence: its line with label and odds."""
    from patronage import pipeline

    with problems_to(problems) as log:
        for found in pipeline.label(pairs, none=none, parser=parser, actors=actors, report=log):
            if as_json or not sys.stdout.isatty():
                line(found)
            elif found["label"] is not None:
                share = found["probabilities"][found["label"]]
                print(f"{found['label']} {share:.2f}: {found.get('text') or found.get('marked')}")


def resolve(
    names: Annotated[str, typer.Argument(metavar="NAMES.jsonl", help="{id,text[,context,date]}")],
    actors: Actors = None, problems: Problems = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Say who each actor phrase means: its line with country, sector, name and code."""
    from patronage import pipeline

    with problems_to(problems) as log:
        for found in pipeline.resolve(names, actors=actors, report=log):
            if as_json or not sys.stdout.isatty():
                line(found)
            else:
                known = (found[field] for field in ("country", "code", "sector", "name"))
                print(f"{found.get('text')}: {' '.join(filter(None, known)) or 'unknown'}")
