"""SIPRI's trade register: Latin-1, blank headers for its question marks, years as "1988; 1989".

Each deal gives up to two flows that are never added up: the order (TIV of the whole order, in the
year of order) and what was delivered (TIV delivered, from the first year of delivery to the last;
SIPRI does not say how much came in which of them).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

from patronage.actors.systems import state_in
from patronage.datasets.catalogue import Register
from patronage.datasets.shapes import Batch, flows_table, original_table, years
from patronage.records import Problem

_BATCH = 20_000
_MARKED = ("Year of order", "Number ordered", "Number delivered")
_TIV = ("SIPRI TIV for total order", "SIPRI TIV of delivered weapons")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # any other number is no year of this register


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of deals with their orders and deliveries; a row that cannot be read is a problem."""
    with path.open(encoding="latin-1", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        missing = [name for name in register.columns if name not in header]
        if missing:
            yield Problem(
                path.name, "header", f"has no column {', '.join(missing)}",
                f"Export the trade register anew from {register.home} as CSV.",
            )  # fmt: skip
            return
        numbered = _joined(enumerate(lines, 1), len(header))
        chunk = list(islice(numbered, _BATCH))
        while chunk:
            ahead = list(islice(numbered, _BATCH))
            yield from _chunk(path, register, header, chunk, None if ahead else chunk[-1][0])
            chunk = ahead


def _joined(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Rows whose comment holds a line break, unquoted in the export, put together again."""
    held: tuple[int, list[str]] | None = None
    for number, row in lines:
        if held is not None:
            first, start = held
            held = None
            if len(start) + len(row) - 1 == width:
                yield first, [*start[:-1], f"{start[-1]}\n{row[0]}", *row[1:]]
                continue
            yield first, start
        if len(row) < width:
            held = (number, row)
        else:
            yield number, row
    if held is not None:
        yield held


def _chunk(
    path: Path, register: Register, header: list[str], chunk: list[tuple[int, list[str]]],
    last: int | None,
) -> Iterator[Batch | Problem]:  # fmt: skip
    kept: list[tuple[int, list[str]]] = []
    flows: list[dict[str, Any]] = []
    for number, row in chunk:
        if len(row) != len(header):
            told = f"has {len(row)} values and not {len(header)}"
            cut = number == last and len(row) < len(header)
            yield Problem(
                path.name, f"file, row {number}" if cut else f"row {number}",
                f"the file ends within a row, which {told}" if cut else told,
                "Export the register anew; the row was left out.",
            )  # fmt: skip
            continue
        kept.append((number, row))
        deal = dict(zip(header, row, strict=True))  # of the blank headers the last one stays
        made, problem = _flows(number, deal, header, row, register)
        flows += made
        if problem:
            yield Problem(path.name, f"row {number}", problem, "The original row is kept.", False)
    columns = {key: [flow[key] for flow in flows] for key in (flows[0] if flows else {"row": 0})}
    yield Batch(
        original_table(header, [row for _, row in kept], [number for number, _ in kept]),
        flows=flows_table(columns),
    )


def _flows(
    number: int, deal: dict[str, str], header: list[str], row: list[str], register: Register
) -> tuple[list[dict[str, Any]], str | None]:
    """The order and the delivery of one deal, and what could not be read of it."""
    marked = {name: _marked(header, row, name) for name in _MARKED}
    ordered = [int(year) for year in _YEAR.findall(deal["Year of order"])]
    delivered = [int(year) for year in _YEAR.findall(deal["Year(s) of delivery"])]
    if not ordered:
        return [], f"has no year of order: '{deal['Year of order']}'"
    giver = _actor(deal["Supplier"], ordered[0])
    receiver = _actor(deal["Recipient"], ordered[0])
    common = {"row": number, "giver": giver, "receiver": receiver, "instrument": "arms"}
    common |= {"unit": "TIV", "measure": "arms"}
    found = []
    order = _number(deal["SIPRI TIV for total order"])
    start, end = years(ordered[0])[0], years(ordered[-1])[1]
    found.append(
        common | {
            "stage": "order", "measure": "arms orders", "start": start, "end": end, "value": order,
            "available": register.available(end),
            "estimated": marked["Year of order"] or marked["Number ordered"],
        }
    )  # fmt: skip
    if delivered:
        start, end = years(min(delivered))[0], years(max(delivered))[1]
        value = _number(deal["SIPRI TIV of delivered weapons"])
        found.append(
            common | {
                "stage": "delivery", "measure": "arms deliveries", "start": start, "end": end,
                "value": value, "available": register.available(end),
                "estimated": marked["Number delivered"],
            }
        )  # fmt: skip
    return found, _unread(deal)


def _marked(header: list[str], row: list[str], name: str) -> bool:
    """Whether the blank-headed column after a named one holds SIPRI's mark of its own estimate."""
    after = header.index(name) + 1
    return after < len(header) and not header[after].strip() and row[after].strip() == "?"


def _unread(deal: dict[str, str]) -> str | None:
    """What stands in a deal's cells that cannot be read; an empty cell is only missing."""
    said = [f"'{deal[n]}' in '{n}'" for n in _TIV if deal[n].strip() and _number(deal[n]) is None]
    years = deal["Year(s) of delivery"]
    if years.strip() and not _YEAR.search(years):
        said.append(f"'{years}' in 'Year(s) of delivery'")
    return f"has values that cannot be read: {', '.join(said)}" if said else None


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if isfinite(value) else None


def _actor(name: str, year: int) -> str:
    """The state's code; an armed group or organisation keeps SIPRI's own name."""
    plain = re.sub(r"\*+$", "", name.strip())
    return state_in("name", plain, year) or plain
