"""The register of forecasts: JSON lines beside the tables, only ever added to.

A line is a forecast or what became of one. Each holds the hash of the line before it, so that a
line that was changed or taken out is seen. One small file and no table: a forecast is written by a
person once in a while, is read whole, and should stay legible when everything else is gone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from patronage.errors import LedgerError
from patronage.ledger.places import is_remote
from patronage.records import Problem, content_id

__all__ = ["FORECASTS", "ForecastFile"]

#: The file's name in a ledger's folder.
FORECASTS = "forecasts.jsonl"


class ForecastFile:
    """The register of one ledger.

    Args:
        folder: the ledger's.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     book = ForecastFile(folder)
    ...     made = book.append({"kind": "forecast", "id": "a", "probability": 0.2})
    ...     len(book.lines()), book.check()
    (1, [])
    """

    def __init__(self, folder: str | Path) -> None:
        if is_remote(folder):
            raise LedgerError(
                f"The register of forecasts is a file that is added to, which '{folder}' cannot "
                "hold. Keep it in a ledger on a disk."
            )
        self.path = Path(folder) / FORECASTS

    def lines(self) -> list[dict[str, Any]]:
        """All lines that can be read, oldest first."""
        return [one for one in self._read() if one is not None]

    def append(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Add one line with the hash of the last and its own.

        Raises:
            LedgerError: where the file cannot be written.
        """
        try:
            with self._locked():
                before = self._raw()
                whole = self.lines()
                previous = whole[-1]["hash"] if whole else ""
                line = {**record, "previous": previous}
                line["hash"] = _hash(line)
                text = json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"
                if before and not before.endswith(b"\n"):
                    text = "\n" + text  # a line that was cut off stays a line of its own
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
                handle = os.open(self.path, flags, 0o644)
                try:
                    os.write(handle, text.encode("utf-8"))
                    os.fsync(handle)
                finally:
                    os.close(handle)
        except OSError as error:
            raise LedgerError(f"Cannot write to '{self.path}': {error.strerror}.") from error
        return line

    def check(self) -> list[Problem]:
        """What is wrong with the file: lines cut off, changed, or taken out."""
        found: list[Problem] = []
        previous = ""

        def wrong(number: int, message: str, mend: str) -> None:
            found.append(Problem(str(self.path), f"line {number}", message, mend))

        for number, line in enumerate(self._read(), 1):
            if line is None:
                wrong(number, "is no JSON record",
                      "It was cut off in writing. Register the forecast again.")  # fmt: skip
                continue
            if line.get("hash") != _hash(line):
                wrong(number, "was changed since it was written",
                      "Compare it with a copy: forecasts are never edited.")  # fmt: skip
            elif line.get("previous") != previous:
                wrong(number, "does not follow the line before it",
                      "A line was taken out or put in. Compare it with a copy.")  # fmt: skip
            previous = str(line.get("hash"))
        return found

    def _raw(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise LedgerError(f"Cannot read '{self.path}': {error.strerror}.") from error

    def _read(self) -> list[dict[str, Any] | None]:
        made: list[dict[str, Any] | None] = []
        for line in self._raw().decode("utf-8", "replace").split("\n"):
            if not line.strip():
                continue
            try:
                told = json.loads(line)
            except json.JSONDecodeError:
                told = None
            made.append(told if isinstance(told, dict) and "hash" in told else None)
        return made

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time; the lock goes with the process that holds it."""
        handle = os.open(self.path.with_name(f".{FORECASTS}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX)
            except ImportError:  # no such lock on Windows: one writer is trusted there
                pass
            yield
        finally:
            os.close(handle)


def _hash(line: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in line.items() if key != "hash"}
    return content_id(json.dumps(kept, ensure_ascii=False, sort_keys=True))
