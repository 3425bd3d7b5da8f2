"""Uploads that wait: a killed dashboard's are taken up once, and one that kills is given up."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from pathlib import Path

from patronage.dashboard import jobs, waiting


def test_what_was_kept_is_left_over_only_when_nobody_has_it(tmp_path: Path) -> None:
    mine = waiting.keep(tmp_path, "a.txt", b"Some words.", dt.date(2020, 3, 2))
    assert list(waiting.left_over(tmp_path)) == []
    mine.lock.close()  # as the end of its process does
    (found,) = waiting.left_over(tmp_path)
    assert (found.path.read_bytes(), found.published) == (b"Some words.", dt.date(2020, 3, 2))
    found.done()
    assert list(tmp_path.iterdir()) == []


def test_what_was_killed_before_it_was_taken_is_swept(tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "a.txt").write_bytes(b"Some wo")
    assert list(waiting.left_over(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_an_upload_is_given_up_after_many_tries_and_its_file_kept(tmp_path: Path) -> None:
    place = tmp_path / "uploads"
    upload = waiting.keep(place, "a.txt", b"Some words.", None)
    for _ in range(waiting._TRIES):
        assert not upload.is_hopeless
        upload.begin()
        upload.lock.close()
        (upload,) = waiting.left_over(place)
    assert upload.is_hopeless
    upload.give_up()
    assert list(waiting.left_over(place)) == []
    (kept,) = tmp_path.glob("given-up/*/a.txt")
    assert kept.read_bytes() == b"Some words."


def _worker(parent: int, found: Path) -> None:
    jobs._end_with(parent)
    found.write_text(str(os.getpid()))
    signal.pause()


def test_a_worker_ends_when_its_parent_has(tmp_path: Path) -> None:
    # A parent that is no longer: this process's number is not the one that it is told.
    child = multiprocessing.get_context("spawn").Process(target=_worker, args=(1, tmp_path / "pid"))
    child.start()
    child.join(30)
    assert child.exitcode == 1
