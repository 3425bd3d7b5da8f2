"""Actor phrases to actors: the verb ``resolve``."""

from __future__ import annotations

import datetime as dt
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.periods import date_of
from patronage.pipeline.opening import Input, Report
from patronage.records import Problem

if TYPE_CHECKING:
    from patronage.actors import Gazetteer, Overlay, Resolved

__all__ = ["gazetteer_with", "overlay_of", "resolve", "rows_of"]

_TODAY = frozenset({"today", "now", "present"})


def resolve(
    names: Input | Iterable[Mapping[str, Any]],
    *,
    actors: Input | None = None,
    report: Report = lambda problem: None,
) -> Iterator[dict[str, Any]]:
    """Say who each phrase means, at its date and in its context.

    Args:
        names: a file of JSON lines, ``-``, or the rows themselves: ``text``, and where known
            ``id``, ``context`` (the words around it), ``start`` (where in the context the phrase
            begins, in code points) and ``date`` (of the text).
        actors: an overlay of names, a CSV file; see :func:`patronage.actors.overlay`.
        report: called with each problem as it is met.

    Yields:
        Each row as it was, with ``country`` (ISO 3166-1 alpha-3), ``code`` of who has no country,
        ``sector``, ``sectors`` (all that hold, the first again first), ``name``, ``place`` (the
        words tell where, not who) and ``actors``, a list of all that the phrase names and of those
        named in one breath with it in its context (``beside``). What is unknown is None. A row
        without a text is a problem and is yielded with an empty list.

    >>> [found] = resolve([{"id": "1", "text": "the British premier", "date": "2016-08-02"}])
    >>> found["country"], found["sector"], found["name"]
    ('GBR', 'GOV', 'Theresa May')
    """
    from patronage.actors import meanings

    book = gazetteer_with(overlay_of(actors, report))
    for place, row in rows_of(names, report):
        text = row.get("text")
        if not isinstance(text, str):
            report(Problem(place, "", "has no 'text'", 'Write {"id": "1", "text": "..."} a line.'))
            found: list[Resolved] = []
        else:
            context = str(row.get("context") or "")
            date = _date(row.get("date"), place, report)
            start = row.get("start")
            if isinstance(start, int):  # counted in the context as given
                start = len(_normal(context[:start]))
            found = meanings(_normal(text), _normal(context), date, book, start)
        yield dict(row) | _told(found)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def gazetteer_with(overlay: Overlay | None) -> Gazetteer:
    """The codebook's gazetteer, or one with the rows of an overlay."""
    from patronage.actors import Gazetteer, gazetteer

    return Gazetteer(overlay=overlay) if overlay is not None else gazetteer()


def overlay_of(actors: Input | None, report: Report) -> Overlay | None:
    """Read an overlay file; rows that do not hold are problems."""
    from patronage.actors import overlay

    if actors is None:
        return None
    try:
        text = Path(actors).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"Cannot read the names in '{actors}': {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"'{actors}' is no UTF-8. Save it as CSV in UTF-8.") from None
    found, problems = overlay(unicodedata.normalize("NFC", text), Path(actors).name)
    for problem in problems:
        report(problem)
    return found


def rows_of(
    names: Input | Iterable[Mapping[str, Any]], report: Report
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each row with the place by which a problem names it."""
    if not isinstance(names, (str, Path)):
        for number, row in enumerate(names, 1):
            yield f"row {number}", row
        return
    source = "standard input" if str(names) == "-" else Path(names).name
    for number, line in enumerate(_lines(names), 1):
        if not line.strip():
            continue
        read: Any = None
        with suppress(ValueError, RecursionError):
            read = json.loads(line)
        if isinstance(read, dict):
            yield f"{source}, line {number}", read
        else:
            message = "is no JSON object"
            report(Problem(source, f"line {number}", message, 'Write {"id": "1", "text": "..."}.'))


def _lines(names: Input) -> Iterator[str]:
    if str(names) == "-":
        for raw in sys.stdin.buffer:
            yield raw.decode("utf-8-sig", "replace")
        return
    try:
        with Path(names).open("rb") as file:
            for raw in file:
                yield raw.decode("utf-8-sig", "replace")
    except OSError as error:
        raise UsageError(f"Cannot read '{names}': {error.strerror}.") from None


def _date(given: Any, place: str, report: Report) -> dt.date | None:
    """The day of a row: as ISO, or as English writes it; what is no date is told."""
    text = str(given or "").strip()
    if not text or text.casefold() in _TODAY:
        return None
    try:
        return date_of(text[:10])
    except UsageError:
        from patronage.coding import times

        told = [t.start for t in times.find(text, None, 0) if t.start and t.precision == "day"]
        if told:
            return told[0]
    message = f"'{text}' is no date; read without one"
    report(Problem(place, "date", message, "Write it as 2025-11-22.", lost=False))
    return None


def _told(found: Sequence[Resolved]) -> dict[str, Any]:
    """The fields that are added to a row."""
    actors = [
        {
            "text": one.actor.text,
            "country": one.actor.country,
            "code": one.actor.code,
            "sector": one.actor.sector,
            "sectors": list(one.sectors),
            "name": one.actor.name,
            "place": one.place,
            "acts": one.acts,
            "beside": one.beside,
        }
        for one in found
    ]
    own = next((actor for actor in actors if not actor["beside"]), {})
    fields = ("country", "sector", "name", "code", "sectors", "place")
    blank = {"sectors": [], "place": False}
    return {field: own.get(field, blank.get(field)) for field in fields} | {"actors": actors}
