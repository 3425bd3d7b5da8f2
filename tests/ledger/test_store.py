"""Opening a folder: what is a ledger, what is not, and where one cannot lie."""

import json
import subprocess
import sys

import pytest

from patronage.errors import LedgerError
from patronage.ledger import Ledger
from patronage.ledger.schema import TABLES
from patronage.records import Act, Flow

from .samples import NOW, batch


def test_no_ledger_is_made_unasked(tmp_path):
    with pytest.raises(LedgerError, match=r"No ledger at .*--ledger"):
        Ledger(tmp_path / "absent")
    assert not (tmp_path / "absent").exists()
    with pytest.raises(LedgerError, match="No ledger"):
        Ledger(tmp_path)


def test_create_leaves_other_folders_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(LedgerError, match=r"notes\.txt.*empty or a new folder"):
        Ledger(tmp_path, create=True)
    with pytest.raises(LedgerError, match="a file"):
        Ledger(tmp_path / "notes.txt", create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_create_opens_what_is_there(ledger):
    ledger.append(*batch(range(1)), NOW)
    assert len(Ledger(ledger.path, create=True).documents()) == 1


def test_create_goes_on_where_one_was_broken_off(ledger):
    (ledger.path / "ledger.json").unlink()
    with pytest.raises(LedgerError, match="No ledger"):
        Ledger(ledger.path)
    assert Ledger(ledger.path, create=True).append(*batch(range(1)), NOW).documents == 1


@pytest.mark.parametrize("text", ['{"format": 99}', "[]", '{"ledger": "patronage"}'])
def test_another_format_is_refused(ledger, text):
    (ledger.path / "ledger.json").write_text(text)
    with pytest.raises(LedgerError, match=r"format .*; this program reads 1 and 2"):
        Ledger(ledger.path)


def test_a_broken_mark_is_named(ledger):
    (ledger.path / "ledger.json").write_text("{")
    with pytest.raises(LedgerError, match="cannot be read"):
        Ledger(ledger.path)


def test_the_mark_names_the_format(ledger):
    mark = json.loads((ledger.path / "ledger.json").read_text())
    assert mark == {"ledger": "patronage", "format": 2}


def test_a_missing_table_is_named(ledger):
    ledger.path.joinpath("event").rename(ledger.path.parent / "gone")
    with pytest.raises(LedgerError, match="lacks its table 'event'"):
        ledger.events()


@pytest.mark.parametrize("name", ["a b ü 日", "what? a*b {c}", "it's #1 & 50%", "key=value"])
def test_folders_may_have_odd_names(tmp_path, name):
    ledger = Ledger(tmp_path / name / "l", create=True)
    ledger.append(*batch(range(2)), NOW)
    ledger.append(*batch(range(1, 3)), NOW)
    assert len(ledger.documents()) == 3
    assert len(ledger.events()) == 9
    assert ledger.compact().files_after > 0
    assert ledger.verify() == []


@pytest.mark.parametrize("name", ["a[b]", "a^b", "a|b", "a\\b", "a%20b"])
def test_folders_that_cannot_be_addressed_are_refused(tmp_path, name):
    with pytest.raises(LedgerError, match="Choose a path without"):
        Ledger(tmp_path / name, create=True)
    assert list(tmp_path.iterdir()) == []


def test_two_processes_may_create_at_once(tmp_path):
    code = f"from patronage.ledger import Ledger; Ledger({str(tmp_path / 'l')!r}, create=True)"
    both = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert Ledger(tmp_path / "l").verify() == []


def test_rows_lie_by_origin_and_year(ledger):
    ledger.append(*batch(range(1)), NOW)
    for table in TABLES.values():
        if table.record in (Act, Flow):
            continue  # a register's rows lie by the register's own name
        folder = ledger.path / table.name / "part_origin=news" / "part_year=2025"
        assert folder.is_dir() == table.parted
