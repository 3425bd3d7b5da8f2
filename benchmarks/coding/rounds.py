"""Which writing rounds are kept from training: held out to choose by, or apart to measure on."""

from __future__ import annotations

import csv
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
#: Rounds of whole texts that nothing is trained on; see their README.
TEXTS = Path(__file__).parent / "texts"
#: Of these the ones in the plain words of agencies, scored by themselves.
PLAIN = ("34", "35")


def held_out(path: Path = CORPUS / "held-out.csv") -> tuple[str, ...]:
    """The numbers of the held-out rounds, as ``# round:`` in their files tells them.

    >>> held_out()
    ('03', '05')
    """
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(row["round"] for row in csv.DictReader(file))


def files(*, held: bool | None = None) -> list[Path]:
    """The files of all rounds in order, or those held out, or those not."""
    rounds = held_out()
    return [
        path
        for path in sorted(CORPUS.glob("round-*.txt"))
        if held is None or (path.name.split("-")[1] in rounds) == held
    ]


def texts(*, plain: bool | None = None) -> list[Path]:
    """The files of the rounds of whole texts kept apart, in order: all, the plain or the others."""
    return [
        path
        for path in sorted(TEXTS.glob("round-*.txt"))
        if plain is None or (path.name.split("-")[1] in PLAIN) == plain
    ]
