"""Killing `record` at random points, and two at once: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patronage import pipeline
from patronage.ledger import Ledger

KILLS = 24
DOCUMENTS = 500
COMMAND = [sys.executable, "-c", "from patronage.cli import main; main()", "record"]
PATRONS = ("Russia", "China", "Cuba", "Iran", "Turkey")
THINGS = ("radars", "loans", "doctors", "fuel", "missiles", "advisers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("texts")
    with (place / "texts.jsonl").open("w", encoding="utf-8") as file:
        for n in range(DOCUMENTS):
            patron, thing = PATRONS[n % 5], THINGS[n % 6]
            text = (
                f"{patron} sent {n + 2} {thing} to Venezuela. The United States condemned {patron}."
            )
            day = f"2020-{n % 12 + 1:02}-{n % 28 + 1:02}"
            print(json.dumps({"id": f"d{n}", "text": text, "published": day}), file=file)
    return place


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Event ids of an undisturbed run."""
    ledger = tmp_path_factory.mktemp("whole") / "ledger"
    pipeline.record([folder], ledger, workers=1)
    ids = [e.id for e in Ledger(ledger).events()]
    assert len(ids) == len(set(ids)) >= DOCUMENTS
    return set(ids)


def start(folder: Path, ledger: Path) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    command = [*COMMAND, str(folder), "--ledger", str(ledger), "--workers", "1"]
    return subprocess.Popen(command, stdout=quiet, stderr=quiet)


def assert_whole(ledger: Path, whole: set[str]) -> None:
    ids = [e.id for e in Ledger(ledger).events()]
    assert len(ids) == len(set(ids))
    assert set(ids) == whole
    assert [p for p in pipeline.verify(ledger) if p.lost] == []


@pytest.mark.full
def test_killed_at_random_points(folder: Path, whole: set[str], tmp_path: Path) -> None:
    rng = random.Random(20)
    began = time.monotonic()
    assert start(folder, tmp_path / "timing").wait() == 0
    length = time.monotonic() - began
    ledger = tmp_path / "ledger"
    landed = 0
    for n in range(4 * KILLS):
        process = start(folder, ledger)
        time.sleep(rng.uniform(0.1, 1.0) * length)
        if process.poll() is None:
            landed += 1
        else:
            length *= 0.9  # the machine is quicker than when it was timed
        process.kill()
        process.wait()
        if (ledger / "ledger.json").exists():
            assert [p for p in pipeline.verify(ledger) if p.lost] == []
        if n % 4 == 3:  # finish it, and go on with a fresh one, so that its making is hit too
            assert start(folder, ledger).wait() == 0
            assert_whole(ledger, whole)
            ledger = tmp_path / f"ledger{n}"
        if landed >= KILLS and n % 4 == 3:
            break
    assert landed >= KILLS


@pytest.mark.full
def test_two_recording_the_same_folder_at_once(
    folder: Path, whole: set[str], tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    both = [start(folder, ledger), start(folder, ledger)]
    assert [process.wait() for process in both] == [0, 0]
    assert_whole(ledger, whole)
