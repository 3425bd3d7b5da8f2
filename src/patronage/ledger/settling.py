"""What a commit wrote is put on the disk before it is told as done; mending after a lost supply.

The Delta library leaves its files to the system's cache. A kill loses nothing by that, a machine
that loses its supply does: the newest files may come back empty, cut or not at all. So each commit
is settled (its files, its entry in the log, their folders) before the next table's begins and
before anything is told as done. What was not settled was never told as done, and may be set aside.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

__all__ = ["TORN", "latest", "mend_files", "mend_log", "settle", "settle_file"]

TORN = ".torn"
"""The folder of a ledger into which torn entries of logs are put."""

_LOG = "_delta_log"
_ENTRY = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"\d{20}\.checkpoint.*\.parquet")
# Entries before the newest that are settled too: another writer's, not settled yet, may be among
# them, and a log with a gap cannot be read. What lies on the disk already costs nothing.
_BEFORE = 8

Say = Callable[[str], None]


def latest(table: Path) -> int:
    """The number of the newest entry of a table's log; -1 where there is none."""
    return max(_entries(table), default=-1)


def _entries(table: Path) -> dict[int, Path]:
    folder = table / _LOG
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return {}
    return {int(m[1]): folder / name for name in names if (m := _ENTRY.fullmatch(name))}


def settle(table: Path, since: int) -> None:
    """Put on the disk what the commits after number ``since`` wrote, and the entries themselves."""
    entries = _entries(table)
    folders = {table / _LOG, table, table.parent}
    for number in sorted(n for n in entries if n > since - _BEFORE):
        for path in _added(entries[number]):
            file = table / path
            settle_file(file)
            folders.update(p for p in file.parents if table in p.parents)
        settle_file(entries[number])
    for name in os.listdir(table / _LOG):
        if name == "_last_checkpoint" or _CHECKPOINT.fullmatch(name):
            settle_file(table / _LOG / name)
    for folder in sorted(folders, reverse=True):
        settle_file(folder)


def settle_file(path: Path) -> None:
    """Put a file or a folder's list of names on the disk; one that is gone meanwhile is passed."""
    with suppress(FileNotFoundError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _added(entry: Path) -> Iterator[str]:
    """The files that an entry of the log adds, their names as they are on the disk."""
    with suppress(FileNotFoundError):
        for line in entry.read_bytes().splitlines():
            action = json.loads(line).get("add")
            if action:
                yield unquote(action["path"])


def mend_log(table: Path, aside: Path) -> Iterator[str]:
    """Set aside entries of a log that are torn, or that follow a gap; say each.

    A whole entry appears at once, so that a torn one is not being written: the machine stopped
    before it was on the disk, and so before it was told as done. An empty one is left: it is read
    as a commit of nothing, and others may have followed it since.
    """
    entries = _entries(table)
    checkpoints = _mend_checkpoints(table, aside)
    yield from checkpoints
    broken = False
    for number in sorted(entries):
        gap = number - 1 not in entries and number != min(entries)
        broken = broken or gap or not _whole(entries[number], number)
        if broken:
            yield _set_aside(entries[number], table, aside)


def _mend_checkpoints(table: Path, aside: Path) -> list[str]:
    """Set aside checkpoints that are cut, and the pointer to the newest where that is not there."""
    folder, said = table / _LOG, []
    names = os.listdir(folder) if folder.is_dir() else []
    for name in sorted(filter(_CHECKPOINT.fullmatch, names)):
        data = (folder / name).read_bytes()
        if not (data.startswith(b"PAR1") and data.endswith(b"PAR1") and len(data) > 12):
            said.append(_set_aside(folder / name, table, aside))
    pointer = folder / "_last_checkpoint"
    if pointer.exists() and not _points(pointer.read_bytes(), folder):
        said.append(_set_aside(pointer, table, aside))
    return said


def _points(pointer: bytes, folder: Path) -> bool:
    """Whether a pointer is whole, and a checkpoint lies where it points."""
    if not _json(pointer):
        return False
    number = json.loads(pointer).get("version")
    return isinstance(number, int) and any(folder.glob(f"{number:020d}.checkpoint*.parquet"))


def _whole(entry: Path, number: int) -> bool:
    data = entry.read_bytes()
    return bool(data or number) and all(_json(line) for line in data.splitlines())


def _json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False


def _set_aside(file: Path, table: Path, aside: Path) -> str:
    aside.mkdir(exist_ok=True)
    goal = aside / f"{table.name}-{file.name}"
    number = 0
    while goal.exists():
        number += 1
        goal = aside / f"{table.name}-{file.name}.{number}"
    file.replace(goal)
    settle_file(file.parent)
    return f"{table.name}/{_LOG}/{file.name}"


def mend_files(table: Any, folder: Path, amiss: list[str]) -> None:
    """Take files that are absent or cut out of a table's list, by a commit of its own."""
    for name in amiss:
        (folder / name).unlink(missing_ok=True)
    table.repair(dry_run=False)
    settle(folder, latest(folder))
