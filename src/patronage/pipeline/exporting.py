"""A ledger's content into files that others read: the verb ``export``."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.actors.states import names_of
from patronage.errors import UnknownNameError, UsageError, nearest
from patronage.pipeline.opening import Input, opened, state_or_none

if TYPE_CHECKING:
    from patronage.ledger import Ledger
    from patronage.report.exports import Cited, Content

__all__ = ["Exported", "Written", "export"]


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export: rows of a table, edges of a graph, entities, or fields told of."""

    name: str
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where, and what was left out and why."""

    folder: str
    format: str
    files: tuple[Written, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    book: Ledger
    client: str | None
    as_of: dt.date | None
    known_on: dt.date | None
    with_registers: bool

    @property
    def given(self) -> dict[str, Any]:
        return {"client": self.client, "as_of": self.as_of, "known_on": self.known_on}

    @property
    def told(self) -> str:
        """What of the ledger is in the export, in words."""
        parts = [f"about {self.client}" if self.client else "of all clients"]
        parts += [f"as available by {self.as_of}"] if self.as_of else []
        parts += [f"as recorded by {self.known_on}"] if self.known_on else []
        return f"What a ledger holds {', '.join(parts)}."


def export(
    out: Input, *, ledger: Input, format: str = "csv", client: str | None = None,
    as_of: dt.date | None = None, known_on: dt.date | None = None, with_registers: bool = False,
    engine: str | None = None,
) -> Exported:  # fmt: skip
    """Write a ledger's content, with data dictionary and citations, into a folder of its own.

    ``csv`` and ``parquet`` hold every table; ``graphml`` the pairs of actors with counts of
    episodes; ``jsonld`` and ``ftm`` (FollowTheMoney) documents, actors and events. Rows of
    registers are in the tables alone, and those of a register whose terms forbid passing it on only
    with ``with_registers``.

    Args:
        out: a folder that does not exist or is empty; it is written whole or not at all.
        ledger: the ledger's folder.
        format: ``csv``, ``parquet``, ``graphml``, ``jsonld`` or ``ftm``.
        client: only what names this state, and the texts that do.
        as_of: only what was available by this date.
        known_on: only what the ledger had recorded by this date.
        with_registers: with rows that you may not pass on.
        engine: what runs the queries: ``local``, or Spark by its master.

    Raises:
        UsageError: for an unknown format, or a folder that holds something or cannot be made.
    """
    if format not in _FORMATS:
        raise UnknownNameError(
            f"No format '{format}'. {nearest(format, _FORMATS)} Formats: {', '.join(_FORMATS)}."
        )
    book = opened(ledger, engine=engine)
    asked = _Asked(book, state_or_none(client), as_of, known_on, with_registers)
    place = Path(out).absolute()
    draft = _draft(place)
    try:
        files, left_out = _FORMATS[format](asked, draft)
        draft.chmod(0o755)
        draft.replace(place)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Exported(str(out), format, files, left_out)


def _draft(place: Path) -> Path:
    """A folder beside the wanted one, so that it can take its place at once."""
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise UsageError(f"'{place}' is there and not empty. Name a new or an empty folder.")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    except OSError as error:
        raise UsageError(f"Cannot write beside '{place}': {error.strerror}.") from None


def _content(asked: _Asked) -> Content:
    from patronage.report.exports import Content

    book, given = asked.book, asked.given
    times: dict[str, Any] = {"as_of": asked.as_of, "known_on": asked.known_on}
    events, claims = book.events(**given), book.claims(**given)
    frame = book.frame(**given)
    # Of one client: the texts that tell of it. Of all: those without events too.
    told = {one.document for one in events} | {one.document for one in claims}
    wanted = sorted(told) if asked.client else None
    documents = book.documents(wanted, **times)
    ids = {one.id for one in documents}
    return Content(
        documents=tuple(documents),
        sightings=tuple(s for s in book.sightings(wanted, **times) if s.document in ids),
        events=tuple(events),
        claims=tuple(claims),
        judgements=tuple(j for j in book.judgements(known_on=asked.known_on) if j.document in ids),
        problems=tuple(book.problems(**times)),
        codings=tuple(c for c in book.codings(known_on=asked.known_on) if c["document"] in ids),
        available=dict(
            zip(frame["id"].to_pylist(), frame["available"].to_pylist(), strict=True)
        ),
    )  # fmt: skip


_Done = tuple[tuple[Written, ...], tuple[str, ...]]


def _tables(asked: _Asked, folder: Path, kind: str) -> _Done:
    from dataclasses import replace

    from patronage.report.exports import TABLES, arrow_table, dictionary_table, rows_of

    given, held = _registers(asked)
    loadings = tuple(
        {**row, "title": cited.title, "exported": name in given}
        for name, cited in (given | held).items()
        for row in asked.book.loaded(known_on=asked.known_on)
        if row["dataset"] == name
    )
    content = replace(_content(asked), loadings=loadings)
    files, rows_by = [], dict.fromkeys(given, 0)
    for name in TABLES:
        if name in ("acts", "flows"):
            table = _register_rows(asked, name, rows_by)
        else:
            table = arrow_table(name, rows_of(name, content))
        files.append(_write_table(folder, name, table, kind))
    files.append(_write_table(folder, "datadictionary", dictionary_table(TABLES), "csv"))
    cited = [_counted(one, rows_by[name]) for name, one in given.items()]
    files.append(_cite(asked, folder, cited, list(held.values())))
    return tuple(files), tuple(
        f"{one.title}: its terms do not let its rows be passed on ({one.licence})."
        for one in held.values()
    )


def _registers(asked: _Asked) -> tuple[dict[str, Cited], dict[str, Cited]]:
    """The loaded registers that are exported, and those that are held back."""
    from patronage.datasets import register
    from patronage.report.exports import Cited

    given: dict[str, Cited] = {}
    held: dict[str, Cited] = {}
    versions: dict[str, list[str]] = {}
    for row in asked.book.loaded(known_on=asked.known_on):
        versions.setdefault(row["dataset"], []).append(row["version"])
    for name, some in sorted(versions.items()):
        told = tuple(dict.fromkeys(some))
        try:
            one = register(name)
        except UnknownNameError:  # its plugin is not installed, so nobody can tell its terms
            cited, free = Cited(name, "not known here", told, "", "not known here", "", 0), False
        else:
            about = (one.title, one.publisher, told, one.home, one.licence, one.citation)
            cited, free = Cited(*about, rows=0), one.redistribution != "forbidden"
        (given if free or asked.with_registers else held)[name] = cited
    return given, held


def _counted(one: Cited, rows: int) -> Cited:
    from dataclasses import replace

    return replace(one, rows=rows)


def _register_rows(asked: _Asked, name: str, rows_by: dict[str, int]) -> Any:
    """Acts or flows of the registers that are exported; their counts are added up."""
    import pyarrow as pa

    from patronage.ledger import Wanted
    from patronage.report.exports import arrow_table

    read = asked.book.acts if name == "acts" else asked.book.flows
    parts = [arrow_table(name, [])]
    for dataset in rows_by:
        parts.append(arrow_table(name, read(Wanted(dataset), **asked.given)))
        rows_by[dataset] += parts[-1].num_rows
    return pa.concat_tables(parts)


def _write_table(folder: Path, name: str, table: Any, kind: str) -> Written:
    from patronage.report.exports import guarded

    path = folder / f"{name}.{kind}"
    if kind == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, path, compression="zstd")
    else:
        import pyarrow.csv as pc

        pc.write_csv(guarded(table), path)
    return Written(path.name, table.num_rows, path.stat().st_size)


def _cite(asked: _Asked, folder: Path, cited: Iterable[Cited], held: Iterable[Cited]) -> Written:
    from patronage import __version__
    from patronage.report.exports import citation

    given = list(cited)
    path = folder / "CITATION.cff"
    path.write_text(citation(__version__, asked.told, given, held), encoding="utf-8")
    return Written(path.name, len(given), path.stat().st_size)


def _write_lines(path: Path, lines: Iterable[str], rows: int | None = None) -> Written:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line + "\n")
            count += 1
    return Written(path.name, count if rows is None else rows, path.stat().st_size)


def _dyads(asked: _Asked) -> Any:
    from patronage import measures
    from patronage.report.exports import dyads

    frame = asked.book.frame(**asked.given)
    return dyads(measures.episodes(frame, since=None), asked.client)


def _names(found: Iterable[Any], content: Content) -> Mapping[str, str]:
    keys = {key for one in found for key in (one.source, one.target)}
    for event in content.events:
        for side in (event.actor, event.recipient, event.beneficiary, event.against):
            keys |= {actor.key for actor in side if actor.key}
    return names_of(keys)


def _graphml(asked: _Asked, folder: Path) -> _Done:
    from patronage.report.exports import Content, dictionary_table, graphml

    found = _dyads(asked)
    lines = graphml(found, _names(found, Content()))
    files = (
        _write_lines(folder / "dyads.graphml", lines, len(found)),
        _write_table(folder, "datadictionary", dictionary_table(("actors", "dyads")), "csv"),
        _cite(asked, folder, (), ()),
    )
    return files, ()


def _jsonld(asked: _Asked, folder: Path) -> _Done:
    from patronage.report.exports import dictionary_table, linked

    content = _content(asked)
    lines = linked(content, _names((), content))
    files = (
        _write_lines(folder / "ledger.jsonld", lines, len(content.events)),
        _write_table(folder, "datadictionary", dictionary_table(("documents", "events")), "csv"),
        _cite(asked, folder, (), ()),
    )
    return files, ()


def _ftm(asked: _Asked, folder: Path) -> _Done:
    from patronage.report.exports import dictionary_table, entities

    content, found = _content(asked), _dyads(asked)
    lines = entities(content, found, _names(found, content))
    files = (
        _write_lines(folder / "entities.ftm.json", lines),
        _write_table(folder, "datadictionary",
                     dictionary_table(("documents", "events", "dyads")), "csv"),
        _cite(asked, folder, (), ()),
    )  # fmt: skip
    return files, ()


_FORMATS: Mapping[str, Callable[[_Asked, Path], _Done]] = {
    "csv": lambda asked, folder: _tables(asked, folder, "csv"),
    "parquet": lambda asked, folder: _tables(asked, folder, "parquet"),
    "graphml": _graphml, "jsonld": _jsonld, "ftm": _ftm,
}  # fmt: skip
