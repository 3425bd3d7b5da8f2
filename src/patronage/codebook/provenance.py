"""How much of the codebook rests on a source that was opened."""

from __future__ import annotations

from patronage.codebook import rows, tables

__all__ = ["checked_share", "provenance"]


def checked_share(table: str) -> float:
    """Share (0..1) of a table's rows whose source was opened, as ``checked`` says.

    Args:
        table: name of a codebook table, as :func:`patronage.codebook.tables` lists them.

    Returns:
        Rows with a date in ``checked`` over all rows; 0 for an empty table. It does *not* mean
        that the other rows are wrong, only that nobody here opened a source for them.

    Raises:
        UnknownNameError: no such table.

    >>> checked_share("types")
    1.0
    """
    found = rows(table)
    return sum(1 for row in found if row["checked"]) / len(found) if found else 0.0


def provenance() -> dict[str, tuple[int, float]]:
    """Rows and checked share of every table, by name.

    >>> provenance()["types"]
    (16, 1.0)
    """
    return {table: (len(rows(table)), checked_share(table)) for table in tables()}
