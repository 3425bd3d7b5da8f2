"""Pages that were made, kept until the ledger changes: each view is made once, for all who ask."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

from patronage.dashboard.progress import Progress
from patronage.dashboard.settings import Bounds
from patronage.pipeline.briefs import View
from patronage.pipeline.stages import Tell

__all__ = ["LAGGING", "Made", "Page", "Shelf"]

LAGGING = b"<!-- lagging -->"
"""Where a page says that the ledger has grown since it was made."""
_SAID = (
    b'<p class="notice">The ledger has grown since this page was made; a newer one is being made. '
    b"Load the page again in a moment.</p>"
)
_REST, _SHARE = 5.0, 10.0
"""A page is made anew after 5 s and ten times what it took at the earliest: a ledger that grows all
the time must not keep the machine at nothing else."""
_TOLD = 60.0  # seconds for which what went wrong is kept for a reader who was told to wait
_LOOK = 0.5  # seconds for which the ledger's state is believed without looking again


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Made:
    """What is made of a view: the page, and its tables as CSV by name."""

    page: bytes
    tables: dict[str, bytes]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.page) + sum(map(len, self.tables.values()))


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent, with the tag by which a browser asks whether it is still so."""

    body: bytes
    tag: str
    tables: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class _Kept:
    state: str
    epoch: int
    at: float
    made: Made
    tag: str
    took: float


class Shelf:
    """Makes pages two at a time and keeps them.

    A page of an older state of the ledger is shown, and says so, while the next is made; but not
    after a change made here (:meth:`forget`), and not when it is older than ``bounds.stale``.
    ``make`` tells of its stages as they begin.
    """

    def __init__(
        self, make: Callable[[View, Tell], Made], state: Callable[[], str], bounds: Bounds
    ) -> None:
        self._make, self._state, self._bounds = make, state, bounds
        self._kept: OrderedDict[View, _Kept] = OrderedDict()
        self._making: dict[tuple[View, int], asyncio.Task[_Kept]] = {}
        self._progress: dict[tuple[View, int], Progress] = {}
        self._failed: dict[View, tuple[float, BaseException]] = {}
        self._makers = ThreadPoolExecutor(2, thread_name_prefix="page")
        self._values: dict[str, tuple[tuple[str, int], asyncio.Future[Any]]] = {}
        self._epoch = 0
        self._seen: tuple[float, str] = (-1.0, "")

    def forget(self) -> None:
        """Show nothing made before now: somebody changed the ledger here and wants to see it."""
        self._epoch += 1
        self._seen = (-1.0, "")

    def close(self) -> None:
        """Let the makers end."""
        self._makers.shutdown(wait=False, cancel_futures=True)

    def state(self) -> str:
        """The ledger's state, looked up at most twice a second.

        Raises LedgerError where the ledger is gone.
        """
        now = time.monotonic()
        if now - self._seen[0] > _LOOK:
            self._seen = (now, self._state())
        return self._seen[1]

    async def value(self, name: str, make: Callable[[], _T]) -> _T:
        """Something else that the ledger tells, asked once for each of its states."""
        key = (self.state(), self._epoch)
        held = self._values.get(name)
        if held is None or held[0] != key or (held[1].done() and held[1].exception()):
            loop = asyncio.get_running_loop()
            held = self._values[name] = (key, loop.run_in_executor(None, make))
        found: _T = await asyncio.shield(held[1])
        return found

    async def page(self, view: View) -> Page:
        """The page of a view, made now if there is none that may be shown."""
        state, kept = self.state(), self._kept.get(view)
        if kept is not None and kept.epoch == self._epoch:
            self._kept.move_to_end(view)
            if kept.state == state:
                return _page(kept, lagging=False)
            age = time.monotonic() - kept.at
            if age < max(_REST, _SHARE * kept.took):
                return _page(kept, lagging=True)
            task = self._task(view)
            if age < self._bounds.stale:
                return _page(kept, lagging=True)
        else:
            task = self._task(view)
        # Shielded: one reader who leaves must not stop what others wait for.
        return _page(await asyncio.shield(task), lagging=False)

    async def soon(self, view: View) -> Page | Progress:
        """The page of a view if it is there within ``bounds.patience``, else how far it has come.

        Raises what went wrong, once, where the making of a page failed after its reader was told
        to wait for it.
        """
        at, failed = self._failed.pop(view, (0.0, None))
        if failed is not None and time.monotonic() - at < _TOLD:
            raise failed
        waiting = asyncio.ensure_future(self.page(view))
        await asyncio.wait({waiting}, timeout=self._bounds.patience)
        progress = self._progress.get((view, self._epoch))
        if waiting.done() or progress is None:
            return await waiting
        waiting.add_done_callback(lambda done: self._note(view, done))
        return progress

    def _note(self, view: View, done: asyncio.Future[Page]) -> None:
        """Keep what went wrong for the reader, who was told to wait, and asks again."""
        if not done.cancelled() and (error := done.exception()) is not None:
            self._failed[view] = (time.monotonic(), error)

    def _task(self, view: View) -> asyncio.Task[_Kept]:
        key = (view, self._epoch)
        task = self._making.get(key)
        if task is None:
            self._progress[key] = Progress()
            task = self._making[key] = asyncio.create_task(self._build(view, self._epoch))
            task.add_done_callback(lambda done: self._done(key, done))
        return task

    async def _build(self, view: View, epoch: int) -> _Kept:
        state, at = self.state(), time.monotonic()
        loop = asyncio.get_running_loop()
        tell = self._progress[view, epoch].tell
        made = await loop.run_in_executor(self._makers, self._make, view, tell)
        tag = blake2b(made.page, digest_size=12).hexdigest()
        kept = _Kept(state, epoch, at, made, tag, time.monotonic() - at)
        self._kept[view] = kept
        held = sum(one.made.size for one in self._kept.values())
        while len(self._kept) > 1 and (
            len(self._kept) > self._bounds.kept or held > self._bounds.memory
        ):
            held -= self._kept.popitem(last=False)[1].made.size
        return kept

    def _done(self, key: tuple[View, int], task: asyncio.Task[_Kept]) -> None:
        self._making.pop(key, None)
        self._progress.pop(key, None)
        if not task.cancelled():
            task.exception()  # whoever waits is told; without waiters it must not be logged


def _page(kept: _Kept, *, lagging: bool) -> Page:
    if not lagging:
        return Page(kept.made.page, f'"{kept.tag}"', kept.made.tables)
    body = kept.made.page.replace(LAGGING, _SAID, 1)
    return Page(body, f'"{kept.tag}-lagging"', kept.made.tables)
