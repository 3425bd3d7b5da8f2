"""A reader's own grades of sources, in words; where none was given it is said."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from patronage.records import Document
from patronage.report.evidence import Index, Refs
from patronage.results import Brief, Grade
from patronage.results.grades import source_key

__all__ = ["UNGRADED", "Grades", "Outlet", "outlets"]

UNGRADED = "not graded"


class Grades:
    """Looks up what the reader of a brief thinks of its sources; infers nothing.

    >>> given = (Grade("Example Wire", "", "B", ""), Grade("", "t1", "", "2"))
    >>> grades = Grades(given)
    >>> grades.of(Document("t1", "...", publisher="example  wire")), grades.of(Document("t2", ""))
    ('B2', '')
    >>> grades.words("B2"), grades.words("")
    ('usually reliable; probably true', 'not graded')
    """

    def __init__(self, given: tuple[Grade, ...]) -> None:
        self._outlets = {source_key(g.outlet): g for g in given if not g.text}
        self._texts = {g.text: g for g in given if g.text}

    def named(self, name: str | None) -> Grade | None:
        """The grade of an outlet or of a quoted source."""
        return self._outlets.get(source_key(name)) if name else None

    def of(self, document: Document | None) -> str:
        """A text's letter and digit: its own, else its outlet's; empty where none was given."""
        if document is None:
            return ""
        own = self._texts.get(document.id) or self._texts.get(document.url or "")
        outlet = self.named(document.publisher)
        found = [g for g in (own, outlet) if g is not None]
        letter = next((g.reliability for g in found if g.reliability), "")
        return letter + next((g.credibility for g in found if g.credibility), "")

    def words(self, code: str) -> str:
        """What a letter and a digit mean."""
        return "; ".join(_meanings()[sign] for sign in code) or UNGRADED


@cache
def _meanings() -> dict[str, str]:
    text = (files("patronage.report") / "grades.csv").read_text(encoding="utf-8")
    return {row["grade"]: row["meaning"] for row in csv.DictReader(text.splitlines())}


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher with its texts and reports, and the grades its texts have."""

    name: str
    texts: int
    refs: Refs
    codes: tuple[str, ...]
    why: str


def outlets(brief: Brief, index: Index, grades: Grades) -> Iterator[Outlet]:
    """Who published the texts, by how many reports come from each; the unnamed last."""
    held: dict[str, list[Document]] = {}
    for document in brief.documents:
        held.setdefault(document.publisher or "", []).append(document)
    of: dict[str, list[str]] = {}
    for event in index.events:
        of.setdefault(event.document, []).append(event.id)
    made = []
    for name, texts in held.items():
        refs = index.of(id for d in texts for id in of.get(d.id, ()))
        codes = tuple(dict.fromkeys(grades.of(d) for d in texts))
        grade = grades.named(name)
        made.append(Outlet(name, len(texts), refs, codes, grade.why if grade else ""))
    yield from sorted(made, key=lambda o: (not o.name, -len(o.refs.rows), o.name))
