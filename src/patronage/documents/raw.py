"""What every reader hands on: a text as got out of its file, not yet judged."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

__all__ = ["Raw", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Raw:
    """A text with all that its file or record says of it.

    ``source`` and ``place`` name it in problems, ``origin`` in its sighting. ``published`` is the
    date as stated, of any type, None where nothing is stated.
    """

    text: str
    source: str
    place: str
    origin: str
    raw_hash: str
    extractor: str
    id: str | None = None
    title: str | None = None
    published: object = None
    publisher: str | None = None
    url: str | None = None


def fingerprint(data: bytes) -> str:
    """A 128-bit hash of raw bytes as 32 hex digits.

    >>> len(fingerprint(b"a"))
    32
    """
    return blake2b(data, digest_size=16).hexdigest()
