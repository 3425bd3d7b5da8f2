"""Read a register's file through its reader: hash, recognise, number, check.

Each register has a module of its name in this folder with

    def read(path: Path, register: Register) -> Iterator[Batch | Problem]

which streams, numbers the data rows from 1 in ``row``, and answers what it cannot read with a
Problem that names the row. Rows in equal rows out plus problems. A problem whose place begins with
``file`` tells that the file ends too early: such a file never takes the place of a whole one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register, register
from patronage.datasets.shapes import Batch, row_ids
from patronage.errors import UsageError
from patronage.records import Problem

__all__ = ["file_hash", "read"]

_BLOCK = 1 << 20


def file_hash(path: Path) -> str:
    """A 128-bit hash of a file's bytes as 32 hex digits."""
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read(dataset: str, path: Path, digest: str | None = None) -> Iterator[Batch | Problem]:
    """Batches and problems of one file of a register.

    Args:
        dataset: a register's name.
        path: its file in the publisher's own format.
        digest: the file's hash where it is known already.

    Raises:
        UnknownNameError: for a register that is not known.
        UsageError: for a file that is not there.
    """
    known = register(dataset)
    if not path.is_file():
        raise UsageError(f"No file '{path}'. {known.title} is got at {known.home}")
    mark = digest or file_hash(path)
    try:
        for found in _reader(dataset)(path, known):
            if isinstance(found, Problem):
                yield found
            else:
                yield _numbered(found, dataset, mark)
    except Exception as error:
        yield Problem(
            path.name,
            "file",
            f"reading stopped: {type(error).__name__}: {error}",
            f"Check that it is the whole, unchanged file of {known.title}.",
        )


def _numbered(batch: Batch, dataset: str, mark: str) -> Batch:
    acts, flows = batch.acts, batch.flows
    return replace(
        batch,
        acts=None if acts is None else row_ids(acts, dataset, mark),
        flows=None if flows is None else row_ids(flows, dataset, mark),
    )


def _reader(dataset: str) -> Callable[[Path, Register], Iterator[Batch | Problem]]:
    for plugin in entry_points(group="patronage.datasets", name=dataset):
        found: Any = plugin.load().read
        return found  # type: ignore[no-any-return]
    found = import_module(f"patronage.datasets.{dataset}").read
    return found  # type: ignore[no-any-return]
