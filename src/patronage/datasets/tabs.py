"""Tab-separated files of any size, plain, zipped or gzipped, as Arrow tables with row numbers.

Every value stays the text that it is. A row with another number of values than there are columns
is a problem that names it, and the others are read; an archive that is not whole is a problem and
nothing of it is read, so that the whole one, loaded later, doubles nothing.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["first_lines", "tables", "unreadable", "wide"]

_BLOCK = 4 << 20  # parsing is fastest where a block stays in the processor's cache
_ROWS = 125_000
_LOOK = 100
_STEP = 1 << 20


def unreadable(path: Path) -> str | None:
    """Why a file cannot be read: empty, or an archive that is broken or holds several files."""
    if not path.stat().st_size:
        return "is empty"
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if len(_members(archive)) != 1:
                    return f"holds {len(_members(archive))} files and not one"
                broken = archive.testzip()
                return f"holds a broken file, {broken}" if broken else None
        if _starts(path, b"PK"):
            return "is not a whole zip archive"
        if _starts(path, b"\x1f\x8b"):
            with gzip.open(path) as file:
                while file.read(_STEP):
                    pass
    except NotImplementedError:
        return "is packed in a way that is not read; pack it by zip or gzip"
    except RuntimeError:
        return "is encrypted"
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, ValueError) as why:
        return f"is not a whole archive ({why})"
    except OSError as why:
        return f"is not a whole archive ({why.strerror})"
    return None


def _starts(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [member for member in archive.infolist() if not member.is_dir()]


def _opened(path: Path) -> IO[bytes]:
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        return archive.open(_members(archive)[0])
    if _starts(path, b"\x1f\x8b"):
        return gzip.open(path)  # type: ignore[return-value]
    return path.open("rb")


def first_lines(path: Path, count: int = _LOOK) -> list[str]:
    """The first lines of a file, for telling what it is."""
    with _opened(path) as file:
        return [line.decode("utf-8", "replace").rstrip("\r\n") for line in islice(file, count)]


def wide(lines: Sequence[str]) -> int:
    """How many values most of some lines have."""
    widths = Counter(line.count("\t") + 1 for line in lines)
    return widths.most_common(1)[0][0] if widths else 0


def tables(
    path: Path, columns: Sequence[str], *, header: bool = False
) -> Iterator[pa.Table | Problem]:
    """Tables of the given columns and ``row``, counted from 1, and a problem for each bad row."""
    import pyarrow as pa
    import pyarrow.csv as pcsv

    bad: deque[tuple[int, int]] = deque()

    def skip(row: Any) -> str:
        bad.append((row.number - header, row.actual_columns))
        return "skip"

    names = list(columns)
    options = (
        pcsv.ReadOptions(
            column_names=names, skip_rows=int(header), block_size=_BLOCK, use_threads=False
        ),
        pcsv.ParseOptions(
            delimiter="\t", quote_char=False, ignore_empty_lines=False, invalid_row_handler=skip
        ),
        pcsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
    )
    with _opened(path) as file:
        first = 1
        stopped: list[Problem] = []
        for held in _gathered(_batches(file, options, path, stopped)):
            numbers, told = _numbers(first, held.num_rows, bad)
            first = numbers[-1].as_py() + 1 if len(numbers) else first
            yield from _narrow(path, told, len(names))
            whole, problem = _valid(path, held, numbers)
            if problem:
                yield problem
            yield whole.append_column("row", numbers)
        yield from _narrow(path, bad, len(names), at_end=not stopped)
        yield from stopped


def _batches(
    file: IO[bytes], options: tuple[Any, ...], path: Path, stopped: list[Problem]
) -> Iterator[pa.RecordBatch]:
    """What can be parsed; where it stops, a problem says so."""
    import pyarrow as pa
    import pyarrow.csv as pcsv

    try:
        yield from pcsv.open_csv(file, *options)
    except pa.ArrowInvalid:  # a row that is not as wide as the header and no UTF-8, a huge value
        message = "holds bytes that are no rows; what follows in the file was not read"
        stopped.append(Problem(path.name, "file", message, "Get the file anew."))


def _gathered(reader: Any) -> Iterator[pa.Table]:
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader:
        held.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS:
            yield pa.Table.from_batches(held)
            held, rows = [], 0
    if rows:
        yield pa.Table.from_batches(held)


def _numbers(
    first: int, count: int, bad: deque[tuple[int, int]]
) -> tuple[pa.Array, list[tuple[int, int]]]:
    """Numbers of the next rows, those of bad ones left out, and the bad ones passed by."""
    import pyarrow as pa
    import pyarrow.compute as pc

    passed: list[tuple[int, int]] = []
    found: list[int] = []
    after = first
    while bad and bad[0][0] <= after + count - len(found) - 1:
        number, width = bad.popleft()
        found.extend(range(after, number))
        after = number + 1
        passed.append((number, width))
    if not found and after == first:
        ones = pa.repeat(pa.scalar(1, pa.int32()), count)
        return pc.add(pc.cumulative_sum(ones), pa.scalar(first - 1, pa.int32())), passed
    found.extend(range(after, after + count - len(found)))
    return pa.array(found, pa.int32()), passed


def _narrow(
    path: Path, bad: Collection[tuple[int, int]], width: int, at_end: bool = False
) -> Iterator[Problem]:
    """A problem for each bad row; ``at_end`` tells that no good row comes after them."""
    for place, (number, values) in enumerate(bad, 1):
        ends = at_end and place == len(bad) and values < width
        told = "; the file ends within it" if ends else ""
        yield Problem(
            path.name, f"file, row {number}" if ends else f"row {number}",
            f"has {values} values and not {width}{told}",
            "Get the file anew; the row was left out.",
        )  # fmt: skip


def _valid(path: Path, table: pa.Table, numbers: pa.Array) -> tuple[pa.Table, Problem | None]:
    """The table with bytes that are no UTF-8 written as escapes, and what was mended."""
    import pyarrow as pa

    rows: list[int] = []
    for place, name in enumerate(table.column_names):
        try:
            table[name].validate(full=True)
        except pa.ArrowInvalid:
            mended = []
            for number, value in zip(numbers, table[name].cast(pa.binary()), strict=True):
                text = value.as_py().decode("utf-8", "backslashreplace")
                if text.encode() != value.as_py():
                    rows.append(number.as_py())
                mended.append(text)
            table = table.set_column(place, name, pa.array(mended, pa.string()))
    if not rows:
        return table, None
    told = ", ".join(map(str, rows[:5])) + (", ..." if len(rows) > 5 else "")
    return table, Problem(
        path.name, f"rows {told}", f"{len(rows)} values hold bytes that are no UTF-8",
        "They are kept with these bytes as escapes such as \\xe9.", lost=False,
    )  # fmt: skip
