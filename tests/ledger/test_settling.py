"""What was told as done is on the disk; what a lost supply tore is set aside, and no more."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from patronage.errors import LedgerError
from patronage.ledger import Ledger, settling

from .samples import NOW, batch


def newest(folder: Path) -> Path:
    """The newest entry of a table's log."""
    return folder / "_delta_log" / f"{settling.latest(folder):020d}.json"


def test_every_file_is_on_the_disk_before_a_call_returns(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[str] = set()
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.add(os.readlink(f"/proc/self/fd/{handle}"))

    monkeypatch.setattr(os, "fsync", noted)
    before = set(ledger.path.rglob("*"))
    ledger.append(*batch(range(5)), NOW)
    made = [path for path in ledger.path.rglob("*") if path not in before]
    assert len(made) > 10
    assert {str(path) for path in made} <= synced
    assert {str(path.parent) for path in made} <= synced


@pytest.mark.parametrize("left", [b'{"add": {"pa', b"\x00" * 40])
def test_a_torn_entry_is_set_aside_and_the_append_repeated(ledger: Ledger, left: bytes) -> None:
    ledger.append(*batch(range(2)), NOW)
    for table in ("coding", "event"):
        entry = newest(ledger.path / table)
        entry.with_name(f"{settling.latest(ledger.path / table) + 1:020d}.json").write_bytes(left)
    with pytest.raises(LedgerError, match="verify --mend"):
        ledger.events()
    assert len(ledger.mend()) == 2
    assert ledger.verify() == []
    assert ledger.mend() == []
    assert len(list((ledger.path / ".torn").iterdir())) == 2
    ledger.append(*batch(range(4)), NOW)
    assert len(ledger.documents()) == 4
    assert ledger.verify() == []


def test_an_empty_entry_is_a_commit_of_nothing_and_what_followed_it_stays(ledger: Ledger) -> None:
    ledger.append(*batch(range(2)), NOW)
    entry = newest(ledger.path / "coding")
    entry.with_name(f"{settling.latest(ledger.path / 'coding') + 1:020d}.json").write_bytes(b"")
    ledger.append(*batch(range(4)), NOW)
    assert ledger.mend() == []
    assert len(ledger.codings()) == 4
    assert ledger.verify() == []


def test_files_of_an_append_that_was_never_told_as_done_are_given_up(ledger: Ledger) -> None:
    ledger.append(*batch(range(2)), NOW)
    events = sorted(event.id for event in ledger.events())
    before = set((ledger.path / "event").rglob("*.parquet"))
    old = settling.latest(ledger.path / "coding")
    ledger.append(*batch(range(2, 4)), NOW)
    for number in range(old + 1, settling.latest(ledger.path / "coding") + 1):
        (ledger.path / "coding" / "_delta_log" / f"{number:020d}.json").unlink()
    for file in set((ledger.path / "event").rglob("*.parquet")) - before:
        os.truncate(file, 10)
    assert any(p.lost for p in ledger.verify())
    assert ledger.mend()
    assert [p for p in ledger.verify() if p.lost] == []
    assert sorted(event.id for event in ledger.events()) == events
    ledger.append(*batch(range(4)), NOW)
    assert len(ledger.events()) == 2 * len(events)
    assert [p for p in ledger.verify() if p.lost] == []


def test_what_was_told_as_done_and_is_gone_is_still_said_after_mending(ledger: Ledger) -> None:
    ledger.append(*batch(range(2)), NOW)
    for file in (ledger.path / "event").rglob("*.parquet"):
        file.unlink()
    ledger.mend()
    assert {p.source for p in ledger.verify() if p.lost} == {"verify complete"}


def test_a_torn_checkpoint_is_set_aside(ledger: Ledger) -> None:
    ledger.append(*batch(range(2)), NOW)
    ledger.compact()
    log = ledger.path / "event" / "_delta_log"
    for file in log.glob("*.checkpoint.parquet"):
        os.truncate(file, 4)
    (log / "_last_checkpoint").write_bytes(b"")
    assert len(ledger.mend()) == 2
    assert ledger.verify() == []
    assert len(ledger.documents()) == 2


def test_a_pointer_to_a_checkpoint_that_is_gone_is_set_aside(ledger: Ledger) -> None:
    ledger.append(*batch(range(2)), NOW)
    ledger.compact()
    for file in (ledger.path / "event" / "_delta_log").glob("*.checkpoint.parquet"):
        file.unlink()
    with pytest.raises(LedgerError, match="verify --mend"):
        ledger.events()
    assert ledger.mend() == ["event/_delta_log/_last_checkpoint"]
    assert ledger.verify() == []
    assert len(ledger.documents()) == 2


def test_making_goes_on_where_a_lost_supply_broke_it_off(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    (ledger.path / "ledger.json").unlink()
    newest(ledger.path / "event").write_bytes(b"")
    again = Ledger(ledger.path, create=True)
    again.append(*batch(range(1)), NOW)
    assert again.verify() == []


def test_a_disk_that_refuses_is_told(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LedgerError, match=r"No space left.*adds nothing twice"):
        ledger.append(*batch(range(1)), NOW)


def test_what_replaces_is_recorded_after_it_though_the_clock_goes_back(ledger: Ledger) -> None:
    found, codings = batch(range(1))
    ledger.append(found, codings, NOW)
    from dataclasses import replace

    newer = [
        replace(c, coder="coder 2", events=tuple(replace(e, coder="coder 2") for e in c.events),
                claims=())
        for c in codings
    ]  # fmt: skip
    ledger.append([], newer, NOW - dt.timedelta(days=30))
    assert {row["coder"] for row in ledger.codings()} == {"coder 2"}
    assert ledger.verify() == [] or all(not p.lost for p in ledger.verify())
