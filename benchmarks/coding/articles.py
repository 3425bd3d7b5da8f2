"""Rounds of the corpus that are whole texts, put together again: a document each.

A block of a round tells one sentence with the context that its reader needs. A coder reads texts,
and who "the police" are stands sentences before; so what is measured is the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.coding.corpus_format import Block, read_all
from benchmarks.coding.readings import ReadEvent
from benchmarks.coding.systems import Unit

_SPANNED = ("actor", "recipient", "beneficiary", "against", "amount", "in_return_for",
            "attribution")  # fmt: skip


def articles_of(files: Sequence[Path]) -> tuple[list[Unit], list[list[ReadEvent]]]:
    """Every sentence in its text, and the events that its writer marked.

    A text is a run of sentences with one date of publication.
    """
    blocks, wrong = read_all(files)
    if wrong:
        raise SystemExit("\n".join(map(str, wrong)))
    units, wanted = [], []
    for number, (_, group) in enumerate(groupby(blocks, key=lambda b: (b.file, b.published))):
        some = list(group)
        text = "\n".join(block.sentence for block in some)
        at = 0
        for block in some:
            end = at + len(block.sentence)
            units.append(Unit(block.id, f"text {number}", text, at, end, block.published))
            wanted.append([moved(event, block, at) for event in block.events])
            at = end + 1
    return units, wanted


def moved(event: ReadEvent, block: Block, at: int) -> ReadEvent:
    """An event of a block whose sentence now starts at ``at``, as does what its context told."""

    def place(span: tuple[int, int]) -> tuple[int, int]:
        start, end = (max(p, block.start) - block.start + at for p in span)
        return start, end

    def each(some: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(replace(one, span=place(one.span)) for one in some)

    time = event.time and replace(event.time, span=place(event.time.span))
    sides = {name: each(getattr(event, name)) for name in _SPANNED}
    return replace(event, trigger=place(event.trigger), time=time, **sides)
