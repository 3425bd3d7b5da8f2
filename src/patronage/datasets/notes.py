"""What a file's rows could not give, gathered: one problem a kind with its count, not one a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from patronage.actors.systems import state_in
from patronage.records import Problem

__all__ = ["Notes", "States"]


@dataclass(slots=True)
class Notes:
    """Kinds of trouble met in one file, each with how many rows it struck and the first of them."""

    file: str
    met: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, message: str, mend: str, row: int, rows: int = 1) -> None:
        """Note that ``rows`` rows, the first of them ``row``, have this trouble."""
        count, first = self.met.get((message, mend), (0, row))
        self.met[message, mend] = (count + rows, min(first, row))

    def problems(self) -> Iterator[Problem]:
        """One problem a kind; none of them lost a row, since the originals are kept."""
        for (message, mend), (count, first) in self.met.items():
            told = f"{message}: {count} row{'s' if count > 1 else ''}, the first is row {first}"
            yield Problem(self.file, f"row {first}", told, mend, lost=False)


class States:
    """Codes of one system to states, each code and year looked up once."""

    def __init__(self, system: str, notes: Notes) -> None:
        self.system = system
        self.notes = notes
        self._known: dict[tuple[int | str, int], str | None] = {}

    def find(self, code: int | str, year: int, row: int) -> str | None:
        """The state's ISO code; where none is known, a note and None."""
        found = self.quiet(code, year)
        if found is None:
            self.unknown(code, row)
        return found

    def quiet(self, code: int | str, year: int) -> str | None:
        """The state's ISO code, or None without a note."""
        key = (code, year)
        if key not in self._known:
            self._known[key] = state_in(self.system, str(code), year)
        return self._known[key]

    def column(
        self, codes: Iterable[int | None], years: Iterable[int | None], first: int
    ) -> list[str | None]:
        """States of a column of codes; ``first`` is the number of its first row."""
        pairs = zip(codes, years, strict=True)
        return [
            None if code is None or year is None else self.find(code, year, row)
            for row, (code, year) in enumerate(pairs, first)
        ]

    def unknown(self, code: int | str, row: int, rows: int = 1) -> None:
        """Note a code that names no state in the year of its row, or of ``rows`` rows."""
        self.notes.add(
            f"{self.system} code {code} names no state that we know at the time of the row",
            "Add it to state_codes.csv; the original rows are kept and give nothing.",
            row,
            rows,
        )
