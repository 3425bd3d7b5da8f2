"""Uploads that wait to be coded, kept on the disk: a kill of the dashboard loses none of them.

Each lies in a folder of its own beside the ledger, with a card that says what it is. The card is
written last and locked for as long as its dashboard lives, so that another dashboard on the same
ledger takes over only what nobody does.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from uuid import uuid4

__all__ = ["Upload", "keep", "left_over"]

_CARD = "card.json"
_TRIES = 20  # an upload that ends the dashboard each time must not be tried for ever
_GIVEN_UP = "given-up"


@dataclass(slots=True)
class Upload:
    """A file that waits: its folder, name, date of publication if given, how often it was tried."""

    folder: Path
    name: str
    published: dt.date | None
    tries: int
    lock: FileIO

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.name

    @property
    def is_hopeless(self) -> bool:
        """Whether it was tried so often that it is given up."""
        return self.tries >= _TRIES

    def begin(self) -> None:
        """Note on the disk that it is being tried once more."""
        self.tries += 1
        _write(self)

    def give_up(self) -> None:
        """Try it no more, and keep its file."""
        goal = self.folder.parent.parent / _GIVEN_UP
        goal.mkdir(exist_ok=True)
        self.folder.replace(goal / self.folder.name)
        self.lock.close()

    def done(self) -> None:
        """Forget it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()


def keep(waiting: Path, name: str, data: bytes, published: dt.date | None) -> Upload:
    """Put a file on the disk, to be coded later; when this returns, a kill does not lose it."""
    folder = waiting / uuid4().hex
    folder.mkdir(parents=True, mode=0o700)
    lock = FileIO(str(folder / "lock"), "w")  # first, lest another that starts sweeps it away
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with (folder / name).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    upload = Upload(folder, name, published, 0, lock)
    _write(upload)
    _settle(waiting)
    return upload


def left_over(waiting: Path) -> Iterator[Upload]:
    """Uploads that no dashboard which lives has in hand, oldest first."""
    folders = [path for path in waiting.glob("*") if path.is_dir()] if waiting.is_dir() else []
    found = [upload for folder in folders if (upload := _taken(folder)) is not None]
    yield from sorted(found, key=lambda upload: upload.path.stat().st_mtime)


def _taken(folder: Path) -> Upload | None:
    """An upload that another dashboard left; None where one has it in hand, or there is none."""
    try:
        lock = FileIO(str(folder / "lock"), "a")
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        card = json.loads((folder / _CARD).read_text("utf-8"))
        day = dt.date.fromisoformat(card["published"]) if card["published"] else None
        return Upload(folder, card["name"], day, card["tries"], lock)
    except BlockingIOError:
        lock.close()
    except (OSError, ValueError, KeyError):  # killed before it was taken
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)
    return None


def _write(upload: Upload) -> None:
    day = upload.published.isoformat() if upload.published else None
    told = {"name": upload.name, "published": day, "tries": upload.tries}
    draft = upload.folder / f".{_CARD}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(told))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(upload.folder / _CARD)
    _settle(upload.folder)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
