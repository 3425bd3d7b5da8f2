"""A made-up register in the form of ICEWS14, for tests that need acts in a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ENTITIES = ("Russia", "Venezuela", "Police_(France)", "A_Person", "NATO", "Rebel_(Syria)",
            "Stranger_(Peru)")  # fmt: skip
RELATIONS = ("Provide_military_aid", "Make_statement")


def write(folder: Path, rows: Iterable[tuple[int, int, int, int]], name: str = "train.txt") -> Path:
    """Lines of actor, relation, recipient and hours since 2014, and the two tables of names."""
    lines = "".join(f"{a}\t{r}\t{b}\t{hours}\t-1\r\n" for a, r, b, hours in rows)
    for table, told in (("entity2id.txt", ENTITIES), ("relation2id.txt", RELATIONS)):
        names = (f"{text}\t{number}\n" for number, text in enumerate(told))
        (folder / table).write_text("".join(names), encoding="utf-8")
    file = folder / name
    file.write_bytes(lines.encode())
    return file
