"""A worker that one text kills, as a crash below Python would; workers import it by its name."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

from patronage.coding import Coder, pool
from patronage.records import Coding, Document

DEADLY = "This text ends whoever reads it."
_start = pool._start  # taken before a test puts start in its place


def start(parser: str, overlay: object = None) -> None:
    """What a worker does first: make its coder, and let it die of the deadly text."""
    _start(parser)
    assert pool._coder is not None
    pool._coder = _Mortal(pool._coder)  # type: ignore[assignment]


class _Mortal:
    def __init__(self, coder: Coder) -> None:
        self._coder = coder

    def code_all(self, documents: list[Document]) -> Iterator[Coding]:
        if any(DEADLY in d.text for d in documents):
            os.kill(os.getpid(), signal.SIGKILL)
        return self._coder.code_all(documents)
