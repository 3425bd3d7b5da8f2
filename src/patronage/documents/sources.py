"""Which files there are to read: inputs checked first, folders walked in order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patronage.documents.kinds import KINDS
from patronage.errors import UsageError, nearest
from patronage.records import Problem

__all__ = ["STDIN", "Source", "check", "walk"]

STDIN = "standard input"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its name relative to the input given, and its path (None: stdin)."""

    name: str
    path: Path | None


def check(inputs: Sequence[str | Path]) -> tuple[str, ...]:
    """Refuse a call that names what does not exist, before anything is read.

    Raises UsageError with the nearest names in the same folder.
    """
    listed = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    for item in map(str, listed):
        if item == "-" or os.path.lexists(item):
            continue
        folder = Path(item).parent
        beside = os.listdir(folder) if folder.is_dir() else []
        hint = nearest(Path(item).name, beside) or "Give a file, a folder or - (standard input)."
        raise UsageError(f"No file or folder '{item}'. {hint}")
    return tuple(map(str, listed))


def walk(inputs: Sequence[str]) -> Iterator[Source | Problem]:
    """Every file of the inputs, folders by name from top to bottom; problems for what is no file.

    Folders reached twice through links are read once.
    """
    visited: set[tuple[int, int]] = set()
    for item in inputs:
        if item == "-":
            yield Source(STDIN, None)
            continue
        path = Path(item)
        yield from _look(path, shown(path.name or path.resolve().name), visited, is_input=True)


def shown(name: str) -> str:
    """A file name as valid text: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _look(
    path: Path, name: str, visited: set[tuple[int, int]], *, is_input: bool = False
) -> Iterator[Source | Problem]:
    try:
        status = path.stat()
    except OSError as error:
        yield _unreadable(name, error)
        return
    if stat.S_ISREG(status.st_mode):
        yield Source(name, path)
    elif stat.S_ISDIR(status.st_mode):
        key = (status.st_dev, status.st_ino)
        if key in visited:
            message = "this folder was already read; a link leads back to it"
            yield Problem(name, "whole folder", message, "Remove the link.", lost=False)
            return
        visited.add(key)
        yield from _walk_folder(path, "" if is_input else f"{name}/", name, visited)
    else:
        message = "is no regular file (a pipe, socket or device) and was skipped"
        yield Problem(name, "whole file", message, "Save its content as a file, or pass it as -.")


def _walk_folder(
    folder: Path, prefix: str, name: str, visited: set[tuple[int, int]]
) -> Iterator[Source | Problem]:
    try:
        children = sorted(os.listdir(folder))
    except OSError as error:
        yield _unreadable(name, error)
        return
    if not children:
        yield Problem(name, "whole folder", "is empty", "Put texts into it.", lost=False)
    for child in children:
        label = prefix + shown(child)
        if not child.startswith("."):
            yield from _look(folder / child, label, visited)
        elif Path(child).suffix.lower() in KINDS:
            # Editors' and systems' own hidden files are no news; a hidden text may be meant.
            message = "is hidden and was skipped"
            yield Problem(label, "whole file", message, "Name it to have it read.", lost=False)


def _unreadable(name: str, error: OSError) -> Problem:
    # error.strerror, never str(error): that one tells the machine's absolute path.
    message = f"cannot be opened: {error.strerror or type(error).__name__}"
    return Problem(name, "whole file", message, "Check that it exists and may be read.")
