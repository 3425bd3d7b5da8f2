"""Commits that others win, that the disk refuses, and sorting's leftovers."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError, DeltaError

from patronage.errors import LedgerError
from patronage.ledger import Ledger, committing
from patronage.ledger.committing import again

from .samples import NOW, batch


def test_a_commit_is_done_again_while_others_win() -> None:
    tries = []

    def late() -> str:
        tries.append(1)
        if len(tries) < 4:
            raise CommitFailedError("another was first")
        return "done"

    assert again(late, "event") == "done"
    assert len(tries) == 4


@pytest.mark.parametrize(
    ("error", "words"),
    [(CommitFailedError("x"), "Other writers"), (DeltaError("x"), "be written"),
     (OSError("No space left"), "No space left")],
)  # fmt: skip
def test_what_cannot_be_committed_says_why(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(committing, "_PATIENCE", -1.0)
    with pytest.raises(LedgerError, match=words):
        again(fails, "event")


def test_a_disk_that_fills_while_the_log_is_shortened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(table: DeltaTable) -> None:
        raise DeltaError("No space left on device")

    ledger = Ledger(tmp_path / "ledger", create=True)
    ledger.append(*batch(range(2)), NOW)
    monkeypatch.setattr(DeltaTable, "create_checkpoint", full)
    with pytest.raises(LedgerError, match=r"No space left.*repeat"):
        ledger.compact()


def test_what_a_killed_sorting_left_goes_after_a_day(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    ledger.append(*batch(range(2)), NOW)
    old, new = (tmp_path / "ledger" / f".sorting-{name}" for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir()
    os.utime(old, (time.time() - 2 * 86_400,) * 2)
    ledger.compact()
    assert (old.exists(), new.exists()) == (False, True)


def test_a_ledger_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="Cannot make a ledger"):
        Ledger(tmp_path / "file" / "ledger", create=True)


def test_a_sample_is_all_where_little_is_held(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    assert ledger.sample("VEN", 5).num_rows == 0
    ledger.append(*batch(range(40)), NOW)
    whole = ledger.frame()
    assert ledger.sample("VEN", whole.num_rows).equals(whole)
    some = ledger.sample("CHN", whole.num_rows // 4)
    share = int(some.schema.metadata[b"sample"])
    assert share >= 4
    assert set(some["id"].to_pylist()) < set(whole["id"].to_pylist())
    assert some.equals(ledger.sample("CHN", whole.num_rows // 4))
