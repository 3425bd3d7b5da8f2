"""Pages are made once for all who ask, may lag and say so, and never after one's own change."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from patronage.dashboard import shelf as kept
from patronage.dashboard.progress import Progress
from patronage.dashboard.settings import Bounds
from patronage.dashboard.shelf import LAGGING, Made, Page, Shelf
from patronage.errors import LedgerError
from patronage.pipeline.briefs import View
from patronage.pipeline.stages import DRAWING, READING, STAGES, Tell

VIEW = View("VEN")


class Press:
    """Counts what is made; the ledger's state is what the test says."""

    def __init__(self) -> None:
        self.state, self.made = "1", 0

    def make(self, view: View, tell: Tell) -> Made:
        time.sleep(0.05)
        self.made += 1
        return Made(LAGGING + f" {self.made} ".encode(), {})


def run(press: Press, monkeypatch: pytest.MonkeyPatch, play, **bounds: float) -> None:
    monkeypatch.setattr(kept, "_LOOK", -1.0)
    monkeypatch.setattr(kept, "_REST", 0.0)
    monkeypatch.setattr(kept, "_SHARE", 0.0)

    async def whole() -> None:
        shelf = Shelf(press.make, lambda: press.state, Bounds(**bounds))
        await play(shelf)
        shelf.close()

    asyncio.run(whole())


def test_many_who_ask_at_once_get_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press()

    async def play(shelf: Shelf) -> None:
        pages = await asyncio.gather(*(shelf.page(VIEW) for _ in range(50)))
        assert {page.tag for page in pages} == {pages[0].tag}
        assert press.made == 1

    run(press, monkeypatch, play)


def test_a_page_lags_says_so_and_catches_up(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press()

    async def play(shelf: Shelf) -> None:
        first = await shelf.page(VIEW)
        press.state = "2"
        behind = await shelf.page(VIEW)
        assert (b" 1 " in behind.body, b"has grown since" in behind.body) == (True, True)
        assert behind.tag != first.tag
        await asyncio.sleep(0.3)
        now = await shelf.page(VIEW)
        assert (b" 2 " in now.body, b"has grown since" in now.body) == (True, False)

    run(press, monkeypatch, play)


def test_after_ones_own_change_nothing_lags(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press()

    async def play(shelf: Shelf) -> None:
        await shelf.page(VIEW)
        press.state = "2"
        shelf.forget()
        assert b" 2 " in (await shelf.page(VIEW)).body

    run(press, monkeypatch, play)


def test_what_is_too_old_is_not_shown_and_pages_are_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    press = Press()

    async def play(shelf: Shelf) -> None:
        await shelf.page(VIEW)
        press.state = "2"
        assert b" 2 " in (await shelf.page(VIEW)).body
        for code in ("SYR", "CUB", "IRN"):
            await shelf.page(View(code))
        assert len(shelf._kept) == 2

    run(press, monkeypatch, play, stale=0.0, kept=2)


def test_a_failure_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press()

    def fails(view: View, tell: Tell) -> Made:
        raise OSError("no disk")

    async def play(shelf: Shelf) -> None:
        shelf._make = fails
        with pytest.raises(OSError, match="no disk"):
            await shelf.page(VIEW)
        shelf._make = press.make
        assert b" 1 " in (await shelf.page(VIEW)).body

    run(press, monkeypatch, play)


class Slow(Press):
    """Tells that it reads, and goes on when the test lets it; then perhaps fails."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error, self.may_go = error, threading.Event()

    def make(self, view: View, tell: Tell) -> Made:
        tell(READING, "")
        assert self.may_go.wait(60)
        tell(DRAWING, "3 reports")
        if self.error is not None:
            raise self.error
        return super().make(view, tell)


async def soon(shelf: Shelf, wanted: type) -> Page | Progress:
    """What is told to who asks again and again, once it is what is wanted."""
    for _ in range(6_000):
        found = await shelf.soon(VIEW)
        if isinstance(found, wanted) and not (wanted is Progress and found.is_queued):
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(wanted)


def test_who_waits_is_told_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Slow()

    async def play(shelf: Shelf) -> None:
        told = await soon(shelf, Progress)
        steps = told.steps()
        assert [step.stage for step in steps] == list(STAGES)
        assert [step.state for step in steps] == ["now"] + ["to come"] * (len(STAGES) - 1)
        assert steps[-1].seconds is None
        press.may_go.set()
        assert b" 1 " in (await soon(shelf, Page)).body
        assert [(s.stage, s.state, s.told) for s in told.steps()][:2] == [
            (READING, "done", ""), (DRAWING, "now", "3 reports"),
        ]  # fmt: skip
        assert press.made == 1

    run(press, monkeypatch, play, patience=0.0)


def test_who_waits_is_told_what_went_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Slow(LedgerError("gone"))

    async def play(shelf: Shelf) -> None:
        await soon(shelf, Progress)
        press.may_go.set()
        with pytest.raises(LedgerError, match="gone"):
            await soon(shelf, Page)

    run(press, monkeypatch, play, patience=0.0)


def test_a_page_that_needs_its_turn_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Slow()

    async def play(shelf: Shelf) -> None:
        busy = [await shelf.soon(View(code)) for code in ("CUB", "SYR")]
        assert all(isinstance(one, Progress) for one in busy)
        third = await shelf.soon(VIEW)
        assert third.is_queued
        assert {step.state for step in third.steps()} == {"to come"}
        press.may_go.set()
        assert (await soon(shelf, Page)).body.startswith(LAGGING)

    run(press, monkeypatch, play, patience=0.0)


def test_pages_kept_are_bounded_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press()

    async def play(shelf: Shelf) -> None:
        for code in ("CUB", "SYR", "VEN"):
            await shelf.page(View(code))
        await shelf.page(View("VEN"))
        assert press.made == 3
        await shelf.page(View("CUB"))
        assert press.made == 4

    run(press, monkeypatch, play, memory=1)
