"""Pages are made once for all who ask, may lag and say so, and never after one's own change."""

from __future__ import annotations

import asyncio
import time

import pytest

from patronage.dashboard import shelf as kept
from patronage.dashboard.settings import Bounds
from patronage.dashboard.shelf import LAGGING, Made, Shelf
from patronage.pipeline.briefs import View

VIEW = View("VEN")


class Press:
    """Counts what is made; the ledger's state is what the test says."""

    def __init__(self) -> None:
        self.state, self.made = "1", 0

    def make(self, view: View) -> Made:
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

    def fails(view: View) -> Made:
        raise OSError("no disk")

    async def play(shelf: Shelf) -> None:
        shelf._make = fails
        with pytest.raises(OSError, match="no disk"):
            await shelf.page(VIEW)
        shelf._make = press.make
        assert b" 1 " in (await shelf.page(VIEW)).body

    run(press, monkeypatch, play)
