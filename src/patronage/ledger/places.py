"""Where a ledger lies: a folder of this machine, or a prefix in an S3-compatible store.

Delta's own library speaks to both. What stands beside its tables (the mark, a note, listings) is
small, and is read and written here. A remote store is reached through fsspec over Arrow's own
client, so that no other library is needed; both take address and keys from the environment:
``AWS_ENDPOINT_URL``, ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, and
``AWS_ALLOW_HTTP=true`` for an address without TLS.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from patronage.errors import LedgerError

__all__ = [
    "filesystem_of", "held_in", "is_remote", "joined", "names_in", "place_of", "put", "remove",
    "size_of", "text_at", "writing_to",
]  # fmt: skip

_SCHEME = "s3://"


def is_remote(place: str | Path) -> bool:
    """Whether a ledger's place is an address and no folder.

    >>> is_remote("s3://bucket/ledger"), is_remote("/data/ledger")
    (True, False)
    """
    return str(place).startswith(_SCHEME)


def place_of(path: str | Path) -> str:
    """A ledger's place as it is used from anywhere: an absolute path, or an address."""
    return str(path).rstrip("/") if is_remote(path) else str(Path(path).absolute())


def joined(root: str, *names: str) -> str:
    """A path below a ledger's root."""
    return "/".join([root, *names]) if is_remote(root) else os.path.join(root, *names)


def filesystem_of(place: str) -> Any:
    """The fsspec file system of a place; None for this machine's own."""
    return _remote() if is_remote(place) else None


def text_at(place: str) -> str | None:
    """A small file's text; None where there is none."""
    try:
        if is_remote(place):
            return str(_remote().cat_file(place).decode("utf-8"))
        return Path(place).read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None


def put(place: str, content: str | bytes) -> None:
    """Write a file at once, and its folder where absent: nobody sees half of it."""
    told = content.encode("utf-8") if isinstance(content, str) else content
    if is_remote(place):
        with _remote().open(place, "wb") as file:  # an object is there when it is closed
            file.write(told)
        return
    folder, name = os.path.split(place)
    draft = Path(folder, f".{name}.{os.getpid()}")
    draft.parent.mkdir(parents=True, exist_ok=True)
    with draft.open("wb") as file:
        file.write(told)
        file.flush()
        os.fsync(file.fileno())  # on the disk before its name is: never a name without its text
    draft.replace(place)


def names_in(place: str) -> list[str]:
    """Names of what lies in a folder, sorted; of none, no names."""
    try:
        if is_remote(place):
            found = _remote().ls(place, detail=False)
            return sorted({str(path).rstrip("/").rsplit("/", 1)[-1] for path in found})
        return sorted(os.listdir(place))
    except (FileNotFoundError, NotADirectoryError):
        return []


def size_of(place: str) -> int | None:
    """A file's bytes; None where there is none."""
    try:
        if is_remote(place):
            return int(_remote().info(place)["size"])
        return Path(place).stat().st_size if Path(place).is_file() else None
    except (FileNotFoundError, NotADirectoryError):
        return None


def held_in(place: str) -> int:
    """The bytes of all files below a folder."""
    if is_remote(place):
        found = _remote().find(place, detail=True).values()
        return sum(int(one["size"] or 0) for one in found)
    return sum(size_of(str(file)) or 0 for file in Path(place).rglob("*"))


def writing_to(place: str) -> Any:
    """A new file, open for bytes; its folder is made where absent."""
    if is_remote(place):
        return _remote().open(place, "wb")
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    return Path(place).open("wb")


def remove(place: str) -> None:
    """Remove a file, if it is there."""
    try:
        if is_remote(place):
            _remote().rm_file(place)
        else:
            Path(place).unlink(missing_ok=True)
    except FileNotFoundError:
        return


@cache
def _remote() -> Any:
    try:
        from fsspec.implementations.arrow import ArrowFSWrapper
    except ImportError:
        raise LedgerError(
            "A ledger in an object store needs fsspec. Install it: pip install 'patronage[s3]'."
        ) from None
    from pyarrow.fs import S3FileSystem

    class Objects(ArrowFSWrapper):  # type: ignore[misc]
        """Arrow's client under the name by which DuckDB asks for it."""

        protocol = "s3"

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return str(path).removeprefix(_SCHEME).rstrip("/")

    told = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    options = {"endpoint_override": told.netloc, "scheme": told.scheme} if told.netloc else {}
    if region := os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"):
        options["region"] = region
    return Objects(S3FileSystem(**options))
