"""Code many documents on several processes, in order, with bounded memory.

Workers are spawned and not forked (a process that has touched the ledger must not be forked), hold
one coder each and never open the ledger. A document that kills its worker becomes a Problem.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context

from patronage.actors import Gazetteer, Overlay
from patronage.coding.coder import Coder, coder_name
from patronage.coding.parse import DEFAULT
from patronage.records import Coding, Document, Problem

__all__ = ["CHUNK", "Made", "chunks", "code", "coder_with", "lost"]

CHUNK = 60_000  # characters a worker gets at once: two or three seconds of work
_AHEAD = 3  # chunks in flight per worker
_SMALL = 400_000  # characters below which starting workers costs more than it saves

#: What a worker makes its coder of: the parser's name and the overlay.
Made = tuple[str, Overlay | None]

_coder: Coder | None = None


def code(
    documents: Iterable[Document], *, workers: int | None = None, parser: str = DEFAULT,
    overlay: Overlay | None = None,
) -> Iterator[Coding]:  # fmt: skip
    """Code documents in order.

    Args:
        documents: any number, read as they are needed.
        workers: processes; None takes the machine's cores where there is enough text for them.
        parser: name of an installed spaCy model.
        overlay: a user's own names, beside or in the place of the codebook's.

    Yields:
        One coding per document, in the order given, whatever the number of workers.
    """
    wanted = workers if workers is not None else (os.cpu_count() or 1)
    pending = iter(documents)
    if wanted > 1 and workers is None:
        head, enough = _peek(pending)
        pending = chain(head, pending)
        wanted = wanted if enough else 1
    if wanted <= 1:
        yield from coder_with(parser, overlay).code_all(pending)
    else:
        yield from _parallel(pending, wanted, (parser, overlay))


def coder_with(parser: str, overlay: Overlay | None) -> Coder:
    """A coder with the codebook's names, or with those of an overlay too."""
    return Coder(parser, None if overlay is None else Gazetteer(overlay=overlay))


def _peek(documents: Iterator[Document]) -> tuple[list[Document], bool]:
    head: list[Document] = []
    size = 0
    for document in documents:
        head.append(document)
        size += len(document.text)
        if size >= _SMALL:
            return head, True
    return head, False


def chunks(documents: Iterable[Document], limit: int) -> Iterator[list[Document]]:
    """The documents in order, in lists that end where they reach a number of characters."""
    chunk: list[Document] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += len(document.text)
        if size >= limit:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _parallel(documents: Iterator[Document], workers: int, made: Made) -> Iterator[Coding]:
    sent = chunks(documents, CHUNK)
    waiting: deque[tuple[list[Document], Future[list[Coding]]]] = deque()
    pool = _pool(workers, made)
    try:
        while True:
            while len(waiting) < workers * _AHEAD and (chunk := next(sent, None)) is not None:
                waiting.append((chunk, pool.submit(_code_chunk, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                again = [chunk, *(c for c, _ in waiting)]
                waiting.clear()
                yield from _one_by_one(again.pop(0), made)
                pool = _pool(workers, made)
                waiting.extend((c, pool.submit(_code_chunk, c)) for c in again)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int, made: Made) -> ProcessPoolExecutor:
    # one thread per process: spaCy's matrices are small, and two pools of threads only fight
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    return ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(os.getpid(), _start, made),
    )


def _one_by_one(chunk: list[Document], made: Made) -> Iterator[Coding]:
    """Find the document that kills workers: each alone, in a process of its own."""
    for document in chunk:
        with _pool(1, made) as pool:
            try:
                yield from pool.submit(_code_chunk, [document]).result()
            except BrokenProcessPool:
                yield lost(document, made)


def lost(document: Document, made: Made) -> Coding:
    """The coding of a document that ends whatever process codes it: a problem."""
    problem = Problem(
        document.id,
        "text",
        "coding it ended the worker process (out of memory or a crash below Python)",
        "Split the document, or code it with --workers 1 to see the crash.",
    )
    parser, overlay = made
    return Coding(
        document.id, coder_name(parser, overlay.hash if overlay else ""), problems=(problem,)
    )


def _begin(parent: int, start: Callable[..., None], made: Made) -> None:
    """What a worker does first: make its coder, and see to it that it ends with its parent.

    Of a parent that was killed it would never hear otherwise, and wait for work for ever.
    """

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()
    start(*made)


def _start(parser: str, overlay: Overlay | None = None) -> None:
    global _coder  # noqa: PLW0603 - one coder per worker process, made once
    _coder = coder_with(parser, overlay)


def _code_chunk(documents: list[Document]) -> list[Coding]:
    assert _coder is not None
    return list(_coder.code_all(documents))
