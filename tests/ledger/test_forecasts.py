"""The register's file: only added to, and what was changed in it is seen."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from patronage.errors import LedgerError
from patronage.ledger import FORECASTS, ForecastFile


def filled(folder: Path, count: int = 3) -> ForecastFile:
    book = ForecastFile(folder)
    for k in range(count):
        book.append({"kind": "forecast", "id": str(k), "probability": 0.1 * k})
    return book


def test_lines_come_back_in_order_and_hold_together(tmp_path: Path) -> None:
    book = filled(tmp_path)
    lines = book.lines()
    assert [line["id"] for line in lines] == ["0", "1", "2"]
    assert lines[0]["previous"] == ""
    assert lines[2]["previous"] == lines[1]["hash"]
    assert book.check() == []


def test_a_changed_line_is_seen(tmp_path: Path) -> None:
    book = filled(tmp_path)
    text = book.path.read_text("utf-8")
    book.path.write_text(text.replace('"probability": 0.1', '"probability": 0.9'), "utf-8")
    [problem] = book.check()
    assert problem.place == "line 2"
    assert "was changed" in problem.message


def test_a_line_taken_out_is_seen(tmp_path: Path) -> None:
    book = filled(tmp_path)
    first, _, third = book.path.read_text("utf-8").splitlines()
    book.path.write_text(f"{first}\n{third}\n", "utf-8")
    [problem] = book.check()
    assert "does not follow" in problem.message


def test_a_line_cut_off_stays_a_line_of_its_own(tmp_path: Path) -> None:
    book = filled(tmp_path, 2)
    text = book.path.read_text("utf-8")
    book.path.write_text(text[:-20], "utf-8")
    book.append({"kind": "forecast", "id": "new"})
    assert [line["id"] for line in book.lines()] == ["0", "new"]
    [problem] = book.check()
    assert "no JSON record" in problem.message


def test_an_empty_register_is_no_problem(tmp_path: Path) -> None:
    assert ForecastFile(tmp_path).lines() == []
    assert ForecastFile(tmp_path).check() == []
    assert not (tmp_path / FORECASTS).exists()


def write(folder: str, name: int) -> None:
    for k in range(20):
        ForecastFile(folder).append({"kind": "forecast", "id": f"{name}-{k}"})


def test_writers_at_once_lose_nothing_and_keep_the_chain(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=write, args=(str(tmp_path), n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    book = ForecastFile(tmp_path)
    assert len(book.lines()) == 60
    assert book.check() == []


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / FORECASTS).mkdir()
    for ask in (lambda: ForecastFile(tmp_path).lines(), lambda: filled(tmp_path)):
        with pytest.raises(LedgerError, match=r"Cannot (read|write to) '.*directory"):
            ask()
