"""Texts that were uploaded or came by feeds, coded one after another in a process of their own."""

from __future__ import annotations

import asyncio
import datetime as dt
import multiprocessing
import os
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

from patronage.dashboard.settings import Settings
from patronage.dashboard.waiting import Upload, keep, left_over
from patronage.errors import PatronageError
from patronage.records import Problem

__all__ = ["Job", "Jobs", "safe_name"]

_KEPT = 50
_SHOWN = 50  # problems of one job that are shown
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl", ".warc", ".warc.gz")


@dataclass(slots=True)
class Job:
    """One upload or one look at the feeds: what it is, how it stands, what it did."""

    name: str
    state: str = "waiting"
    told: str = ""
    problems: list[Problem] = field(default_factory=list)
    at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))


def safe_name(given: str) -> str | None:
    """A file name without folders or odd signs, or None where its kind is not read.

    >>> safe_name("../../etc/report.txt"), safe_name("x.exe")
    ('report.txt', None)
    """
    last = re.split(r"[/\\]", given)[-1]
    clean = re.sub(r"[^A-Za-z0-9._-]+", "_", last)[-80:].lstrip("._-")
    return clean if clean.lower().endswith(SUFFIXES) else None


class Jobs:
    """A queue with one worker: a second process would only wait for the same ledger and memory."""

    def __init__(self, settings: Settings, changed: Callable[[], None]) -> None:
        self._settings, self._changed = settings, changed
        self.told: deque[Job] = deque(maxlen=_KEPT)
        self._queue: asyncio.Queue[tuple[Job, Callable[..., Any], tuple[Any, ...], Upload | None]]
        self._queue = asyncio.Queue()
        self._waiting = settings.folder / "uploads"
        self._pool: ProcessPoolExecutor | None = None
        for upload in left_over(self._waiting):
            self._take(upload)

    @property
    def _is_full(self) -> bool:
        return self._queue.qsize() >= self._settings.bounds.waiting

    def upload(self, name: str, data: bytes, published: dt.date | None) -> Job | None:
        """Keep a file on the disk and queue its coding; None where too many wait."""
        if self._is_full:
            return None
        return self._take(keep(self._waiting, name, data, published))

    def _take(self, upload: Upload) -> Job:
        job = Job(upload.name)
        self.told.append(job)
        if upload.is_hopeless:
            said = "The dashboard ended each time it was tried; its file is kept beside the ledger."
            job.state, job.told = "failed", said
            upload.give_up()
            return job
        given = (str(upload.path), self._settings.ledger, upload.published)
        self._queue.put_nowait((job, recorded, given, upload))
        return job

    def poll(self) -> Job | None:
        """Queue a look at the feeds; None where one waits or too many uploads do."""
        waits = any(
            job.name == "feeds" and job.state in ("waiting", "at work") for job in self.told
        )
        if waits or self._is_full:
            return None
        job = Job("feeds")
        self.told.append(job)
        s = self._settings
        given = (s.feeds, s.ledger, str(s.folder), s.allow_private)
        self._queue.put_nowait((job, polled, given, None))
        return job

    async def run(self) -> None:
        """Do what waits, for as long as the dashboard stands."""
        loop = asyncio.get_running_loop()
        while True:
            job, work, given, upload = await self._queue.get()
            job.state, stopping = "at work", False
            try:
                if upload is not None:
                    await asyncio.to_thread(upload.begin)
                if self._pool is None:  # spawned: a forked child dies of the ledger's library
                    context = multiprocessing.get_context("spawn")
                    self._pool = ProcessPoolExecutor(
                        1, mp_context=context, initializer=_end_with, initargs=(os.getpid(),)
                    )
                job.told, job.problems, lost = await loop.run_in_executor(self._pool, work, *given)
                job.state = "done, some input lost" if lost else "done"
            except asyncio.CancelledError:
                stopping = True
                raise
            except PatronageError as error:
                job.state, job.told = "failed", str(error)
            except BrokenProcessPool:
                job.state, job.told, self._pool = "failed", "The coding process ended.", None
            except Exception as error:
                job.state, job.told = "failed", type(error).__name__
            finally:
                if upload is not None and not stopping:
                    await asyncio.to_thread(upload.done)
            self._changed()

    def close(self) -> None:
        """Let the worker end; uploads that wait are taken up by the next start."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _end_with(parent: int) -> None:
    """End this process when its parent has: a killed dashboard must leave no worker behind."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def recorded(path: str, ledger: str, published: dt.date | None) -> tuple[str, list[Problem], int]:
    """Record one file (in the worker process): what was new, problems, whether input was lost."""
    from patronage import pipeline

    seen: list[Problem] = []
    done = pipeline.record([path], ledger, published=published, workers=1, report=seen.append)
    told = (
        f"{done.read} read; new: {done.documents} documents, {done.events} events, "
        f"{done.claims} claims."
    )
    return told, seen[:_SHOWN], done.lost


def polled(
    feeds: tuple[str, ...], ledger: str, folder: str, allow_private: bool
) -> tuple[str, list[Problem], int]:
    """Look at the feeds once (in the worker process)."""
    from patronage.pipeline.feeds import poll

    seen: list[Problem] = []
    done = poll(feeds, ledger, folder, allow_private=allow_private, report=seen.append)
    told = (
        f"{done.feeds} feeds asked, {done.unchanged} unchanged; {done.items} new items; "
        f"new: {done.documents} documents, {done.events} events."
    )
    return told, seen[:_SHOWN], sum(p.lost for p in seen)
