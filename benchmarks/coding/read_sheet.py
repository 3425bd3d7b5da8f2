"""Turn filled-in reading sheets into a reading: places and labels, no words.

Run: python -m benchmarks.coding.read_sheet READING.jsonl SHEET... [--shared ../shared]

A sheet is one that ``draw_gold`` wrote, with ``>`` lines as in ``corpus/FORMAT.md`` below each
sentence (``> NONE`` for one without event). Only the ``##`` and ``>`` lines are used; the words are
looked up in the source. Every mistake is told as ``file:line: message``; then nothing is written.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.coding import marks
from benchmarks.coding.corpus_format import Fault
from benchmarks.coding.draw_gold import BEFORE, GOLD, ROOT, SOURCES, Article, Drawn, articles
from benchmarks.coding.readings import ReadEvent, ReadSentence, dump, faults

from patronage.coding.sentences import split


@dataclass(slots=True)
class _Open:
    """A sentence of a sheet while its lines are read."""

    unit: Drawn
    line: int
    article: Article
    codes: dict[str, str] = field(default_factory=dict)
    events: list[ReadEvent] = field(default_factory=list)
    none: bool = False


def drawn() -> dict[tuple[str, int, int], Drawn]:
    """The units of the gold by document and place."""
    lines = (GOLD / "draw.jsonl").read_text(encoding="utf-8").splitlines()
    units = [Drawn(**json.loads(line)) for line in lines]
    return {(unit.doc, unit.start, unit.end): unit for unit in units}


def texts(shared: Path) -> dict[str, Article]:
    """Every article of the sources by its id."""
    return {a.id: a for source in SOURCES for a in articles(source, shared)}


def read_sheet(
    path: Path, units: Mapping[tuple[str, int, int], Drawn], found: Mapping[str, Article]
) -> tuple[list[ReadSentence], list[Fault]]:
    """The sentences of one sheet and what is wrong with it."""
    wrong: list[Fault] = []
    opened: list[_Open] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            _, _, doc, start, end, *_ = line.split()
            key = (doc, int(start), int(end))
            if key not in units:
                wrong.append(Fault(path.name, number, f"{doc} {start} {end} is not in the draw"))
                continue
            opened.append(_Open(units[key], number, found[doc]))
        elif line.startswith(">") and opened:
            wrong += [Fault(path.name, number, m) for m in _mark(opened[-1], line[1:].strip())]
    for item in opened:
        if item.none == bool(item.events):
            told = "NONE beside events" if item.none else "neither an event nor '> NONE'"
            wrong.append(Fault(path.name, item.line, told))
    read = [ReadSentence(o.unit.doc, o.unit.start, o.unit.end, tuple(o.events)) for o in opened]
    return read, sorted(wrong, key=lambda fault: fault.line)


def _mark(item: _Open, line: str) -> list[str]:
    if line.split()[:1] == ["NONE"]:
        item.none = True
        return []
    whole, unit = item.article.text, item.unit
    before = [s.start for s in split(whole) if s.end <= unit.start][-BEFORE:]
    first = before[0] if before else unit.start
    day = dt.date.fromisoformat(item.article.published) if item.article.published else None
    text = whole[first : unit.end]
    event, wrong = marks.event(line, text, unit.start - first, day, item.codes)
    if event is None:
        return wrong
    moved = shifted(event, first)
    item.events.append(moved)
    return wrong + faults(moved, whole)


def shifted(value: Any, by: int) -> Any:
    """The same with every span moved by so many code points."""
    if isinstance(value, tuple):
        return tuple(shifted(item, by) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for item in fields(value):
        part = getattr(value, item.name)
        if item.name in ("span", "trigger"):
            changes[item.name] = (part[0] + by, part[1] + by)
        else:
            changes[item.name] = shifted(part, by)
    return replace(value, **changes)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read all sheets; write the reading when nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reading", type=Path)
    parser.add_argument("sheets", type=Path, nargs="+")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    call = parser.parse_args(arguments)
    if not call.shared.exists():
        print(f"{call.shared} is absent: nothing read", file=sys.stderr)
        return 1
    units, found = drawn(), texts(call.shared)
    read: list[ReadSentence] = []
    wrong: list[Fault] = []
    for path in call.sheets:
        some, bad = read_sheet(path, units, found)
        read += some
        wrong += bad
    places = [(s.doc, s.start) for s in read]
    if len(set(places)) < len(places):
        wrong.append(Fault(str(call.reading), 1, "a sentence is read twice"))
    for fault in wrong:
        print(fault, file=sys.stderr)
    if not wrong:
        dump(sorted(read, key=lambda s: (s.doc, s.start)), call.reading)
    events = sum(len(s.events) for s in read)
    print(f"{len(read)} sentences, {events} events, {len(wrong)} errors", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
