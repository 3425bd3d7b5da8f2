"""Small files in the form of SIPRI's export, with rows of our own making."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)


def deal(
    recipient: str = "Venezuela", supplier: str = "Russia", ordered: Any = 2001, *,
    delivered: Any = 2002, tiv: Any = 10, arrived: Any = 10, marks: str = "   ",
    comment: str = "",
) -> str:  # fmt: skip
    """One row; ``marks`` are those of year of order, number ordered and number delivered."""
    order, number, came = (mark.strip() for mark in marks)
    cells = [
        recipient, supplier, ordered, order, 4, number, "Kite", "light aircraft", 4, came,
        delivered, "New", comment, 2.5, tiv, arrived,
    ]  # fmt: skip
    return ",".join(map(str, cells))


def write(path: Path, rows: Iterable[str], header: str = HEADER) -> Path:
    """Latin-1, as published, each line with its end."""
    path.write_bytes("".join(f"{line}\n" for line in (header, *rows)).encode("latin-1"))
    return path
