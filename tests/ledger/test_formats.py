"""Ledgers that earlier versions wrote can be read, checked, written to and compacted.

``fixtures/format-1`` was written by the last version of format 1, with what that version read in
``told.json``. Its claims have no giver, receiver and detail, which came with format 2.
"""

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from patronage.errors import LedgerError
from patronage.ledger import Ledger
from patronage.ledger.schema import FORMAT, READABLE
from patronage.records import Claim, Document, Event, Problem, Sighting

from .samples import NOW, batch

FIXTURES = Path(__file__).parent / "fixtures"
READS = {"events": Event, "claims": Claim, "documents": Document, "sightings": Sighting,
         "problems": Problem}  # fmt: skip


@pytest.fixture(params=[n for n in READABLE if n != FORMAT])
def old(request, tmp_path):
    shutil.copytree(FIXTURES / f"format-{request.param}", tmp_path / "old")
    return tmp_path / "old" / "ledger"


def told(old):
    rows = json.loads((old.parent / "told.json").read_text("utf-8"))
    return {name: msgspec.convert(rows[name], list[cls]) for name, cls in READS.items()}


def read(ledger):
    return {name: getattr(ledger, name)() for name in READS}


def files(folder):
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}


def test_it_reads_what_was_read_then_and_changes_nothing(old):
    before = files(old)
    ledger = Ledger(old)
    assert read(ledger) == told(old)
    assert all(claim.detail is None and claim.giver == () for claim in ledger.claims())
    assert ledger.acts().num_rows == 3
    assert ledger.verify() == []
    assert files(old) == before


def test_it_takes_new_rows_and_says_so_to_older_programs(old):
    ledger, then = Ledger(old), told(old)
    ledger.append(*batch(range(2, 4)), NOW)
    assert json.loads((old / "ledger.json").read_text("utf-8"))["format"] == FORMAT
    again = Ledger(old)
    assert [one for one in again.claims() if one in then["claims"]] == then["claims"]
    assert len(again.claims()) == 4
    assert again.verify() == []


def test_it_is_compacted(old):
    ledger = Ledger(old)
    ledger.compact()
    assert read(Ledger(old)) == told(old)
    assert Ledger(old).verify() == []


def test_a_format_to_come_is_refused(old):
    (old / "ledger.json").write_text('{"ledger": "patronage", "format": 99}', "utf-8")
    with pytest.raises(LedgerError, match="format 99; this program reads 1 and 2"):
        Ledger(old)
