"""Hits and alarms of ``measures.breaks`` and its rivals on the frozen list of endings.

Each method's settings are those that score best (share of endings hit, less alarms per decade of a
line) on the deliveries of the rows with odd ids, with hindsight; then all rows are scored, by
deliveries and with the same settings by orders, and the even ones reported.
Needs ../shared/reference/sipri; where it is absent, says so and stops.

    python benchmarks/breaks/score_endings.py [--ledger FOLDER] [--freeze]
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import random
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import rivals
from series import FIRST, NEAR, REGISTER, Line, lines

from patronage.measures import breaks

HERE = Path(__file__).parent
DRAWS = 2000
LAG = 2  # years after the ending that are known
Finder = Callable[[tuple[float, ...]], Sequence[int]]


@cache
def falls(values: tuple[float, ...], share: float, sure: float) -> tuple[int, ...]:
    """The places of the downward breaks that ``measures.breaks`` tells."""
    days = [(dt.date(FIRST + i, 1, 1), value) for i, value in enumerate(values)]
    told = breaks(days, share=share, sure=sure)
    return tuple(one.time.year - FIRST for one in told if one.direction == "down")


def settings() -> dict[str, list[dict[str, float]]]:
    """Every setting tried of every method."""

    def grid(**axes: tuple[float, ...]) -> list[dict[str, float]]:
        return [dict(zip(axes, one, strict=True)) for one in itertools.product(*axes.values())]

    return {
        "breaks": grid(share=(0.1, 0.15, 0.2, 0.35, 0.5), sure=(0.4, 0.5, 0.6, 0.7, 0.8)),
        "quarter as named": [{"share": 0.25, "stay": 1}],
        "quarter": grid(share=(0.1, 0.25, 0.4), stay=(1, 2, 3, 4)),
        "pelt": grid(penalty=(1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0)),
        "bocpd": grid(hazard=(0.003, 0.01, 0.03, 0.1), share=(0.1, 0.15, 0.2, 0.25, 0.5)),
    }


FINDERS: dict[str, Callable[..., Sequence[int]]] = {
    "breaks": falls, "quarter as named": rivals.quarter, "quarter": rivals.quarter,
    "pelt": rivals.pelt, "bocpd": rivals.bocpd,
}  # fmt: skip


def scored(line: Line, find: Finder, *, late: bool) -> dict[str, Any]:
    """Whether the ending was hit, and the alarms on the line; ``late`` of what was known by then.

    Known by then means for a hit: with data up to two years after the ending; for an alarm: told at
    any time from the data up to that time, a later telling within four years being the same one.
    """
    values = tuple(value for _, value in line.values)
    hit = None
    if line.dated:
        known = values[: line.year + LAG + 1 - FIRST] if late else values
        hit = any(abs(FIRST + k - line.year) <= NEAR for k in find(known))
    told = first_told(values, find) if late else list(find(values))
    return {
        "hit": hit, "alarms": sum(FIRST + k in line.spoken for k in told),
        "decades": len(line.spoken) / 10,
    }  # fmt: skip


def first_told(values: tuple[float, ...], find: Finder) -> list[int]:
    seen: list[int] = []
    for known in range(6, len(values) + 1):
        for k in find(values[:known]):
            if all(abs(k - other) > 2 * NEAR for other in seen):
                seen.append(k)
    return seen


def rates(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    hits = [row["hit"] for row in rows if row["hit"] is not None]
    decades = sum(row["decades"] for row in rows)
    return {
        "endings": len(hits), "hit": round(sum(hits) / len(hits), 3) if hits else None,
        "alarms": round(sum(row["alarms"] for row in rows) / decades, 3) if decades else None,
        "decades": round(decades, 1),
    }  # fmt: skip


def chosen(name: str, odd: Sequence[Line]) -> dict[str, float]:
    def worth(one: dict[str, float]) -> float:
        found = rates([scored(line, partial(FINDERS[name], **one), late=False) for line in odd])
        return found["hit"] - found["alarms"]

    return max(settings()[name], key=worth)


def apart(own: list[dict[str, Any]], other: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Paired bootstrap over lines: 90% intervals of own less other, of hits and of alarms."""
    draw = random.Random(8)
    hits, alarms = [], []
    for _ in range(DRAWS):
        at = draw.choices(range(len(own)), k=len(own))
        a, b = rates([own[i] for i in at]), rates([other[i] for i in at])
        hits.append(a["hit"] - b["hit"])
        alarms.append(a["alarms"] - b["alarms"])
    return {
        name: [round(sorted(x)[int(q * DRAWS)], 3) for q in (0.05, 0.95)]
        for name, x in (("hit", hits), ("alarms", alarms))
    }


def parts(every: Sequence[Line]) -> dict[str, list[int]]:
    """Which lines make up each figure."""
    even = [i for i, line in enumerate(every) if not line.odd]
    named = {"odd": [i for i, line in enumerate(every) if line.odd], "even": even}
    named["even, Soviet end left out"] = [i for i in even if every[i].group != "soviet_end"]
    named["even, Soviet end"] = [i for i in even if every[i].group == "soviet_end"]
    named["all"] = list(range(len(every)))
    named["all, went on"] = [i for i, line in enumerate(every) if line.went_on]
    named["all, steady"] = [i for i, line in enumerate(every) if line.group == "steady"]
    for cause in sorted({line.cause for line in every if line.dated}):
        named[f"all, {cause}"] = [
            i for i, line in enumerate(every) if line.cause == cause and line.dated
        ]
    return named


def main() -> None:
    """Print the figures, and freeze them when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--freeze", action="store_true")
    asked = parser.parse_args()
    if not REGISTER.exists():
        print("No ../shared/reference/sipri here: nothing is scored.", file=sys.stderr)
        return
    every = lines(asked.ledger)
    told = {name: chosen(name, [line for line in every if line.odd]) for name in FINDERS}
    figures = {"settings": told, **figures_of(every, told)}
    figures["orders"] = figures_of(lines(asked.ledger, "arms orders"), told)
    text = json.dumps(figures, indent=1) + "\n"
    print(text)
    if asked.freeze:
        (HERE / "scores.json").write_text(text, encoding="utf-8")


def figures_of(every: Sequence[Line], told: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Hits and alarms of every method by part of the list, and how far they lie from ``breaks``."""
    figures: dict[str, Any] = {"hindsight": {}, "two years after": {}, "apart": {}}
    for kind, late in (("hindsight", False), ("two years after", True)):
        rows = {
            name: [scored(line, partial(find, **told[name]), late=late)
                   for line in every]
            for name, find in FINDERS.items()
        }  # fmt: skip
        for name, own in rows.items():
            figures[kind][name] = {
                part: rates([own[i] for i in at]) for part, at in parts(every).items()
            }
        even = parts(every)["even"]
        figures["apart"][kind] = {
            name: apart([rows["breaks"][i] for i in even], [own[i] for i in even])
            for name, own in rows.items() if name != "breaks"
        }  # fmt: skip
    return figures


if __name__ == "__main__":
    main()
