"""How to cite an export: the program and every register in it, on its terms (CFF 1.2.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Cited", "citation"]


@dataclass(frozen=True, slots=True)
class Cited:
    """A register as it is cited. ``versions`` are those loaded, ``rows`` how many are exported."""

    title: str
    publisher: str
    versions: tuple[str, ...]
    home: str
    licence: str
    citation: str
    rows: int


def citation(
    version: str, told: str, cited: Iterable[Cited], left_out: Iterable[Cited] = ()
) -> str:
    """A CITATION.cff of an export; ``told`` says in words what it holds.

    Values are written as JSON texts, which YAML reads as they are.

    >>> "cff-version: 1.2.0" in citation("0.1.0", "Events.", ())
    True
    """
    lines = [
        "cff-version: 1.2.0",
        'message: "Cite the program, and each register below on its own terms."',
        "type: dataset",
        "title: Export of a ledger of patronage",
        f"abstract: {_text(told)}",
        "authors:",
        '  - name: "Whoever keeps the ledger"',
        "references:",
        "  - type: software",
        "    title: patronage",
        f"    version: {_text(version)}",
        "    license: Apache-2.0",
        "    authors:",
        '      - name: "The patronage developers"',
    ]
    for one in cited:
        rows = f"{one.rows} rows in this export"
        lines += _reference(one, f"{rows}. Terms: {one.licence}. Cite: {one.citation}")
    for one in left_out:
        lines += _reference(one, f"Loaded, left out of this export. Terms: {one.licence}.")
    return "\n".join(lines) + "\n"


def _reference(one: Cited, notes: str) -> list[str]:
    version = [f"    version: {_text(', '.join(one.versions))}"] if one.versions else []
    return [
        "  - type: data",
        f"    title: {_text(one.title)}",
        *version,
        *([f"    url: {_text(one.home)}"] if one.home else []),
        f"    notes: {_text(notes)}",
        "    authors:",
        f"      - name: {_text(one.publisher)}",
    ]


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=True)
