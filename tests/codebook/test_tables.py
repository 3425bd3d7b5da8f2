"""Every table is well formed, and says where its rows are from."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from importlib.resources import files

import pytest

from patronage.codebook import codebook_hash, rows, tables
from patronage.codebook.provenance import checked_share, provenance
from patronage.errors import UnknownNameError

KEYS = {
    "types": ("type",),
    "modes": ("type", "mode"),
    "contexts": ("context",),
    "sectors": ("sector",),
    "statuses": ("status",),
    "polarities": ("polarity",),
    "instruments": ("instrument",),
    "cameo": ("cameo",),
    "states": ("iso3",),
    "state_names": ("iso3", "text", "kind"),
    "leaders": ("iso3", "name", "office", "start"),
    "ministers": ("iso3", "name", "office", "start"),
    "organisations": ("name", "start"),
    "nouns": ("text",),
    "memberships": ("organisation", "iso3", "start"),
}


def raw(table: str) -> list[list[str]]:
    text = (files("patronage.codebook") / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines(), strict=True))


@pytest.mark.parametrize("table", tables())
def test_table_is_well_formed(table: str) -> None:
    header, *body = raw(table)
    assert header[-2:] == ["source", "checked"]
    assert len(set(header)) == len(header)
    assert body
    for number, cells in enumerate(body, start=2):
        assert len(cells) == len(header), f"{table}.csv:{number}"
        assert cells[-2].strip(), f"{table}.csv:{number} names no source"
        assert not cells[-1] or dt.date.fromisoformat(cells[-1]), f"{table}.csv:{number}"


@pytest.mark.parametrize("table", KEYS)
def test_keys_are_unique_and_cells_are_clean(table: str) -> None:
    keys = Counter(tuple(row[column] for column in KEYS[table]) for row in rows(table))
    assert [key for key, times in keys.items() if times > 1] == []
    for row in rows(table):
        for cell in row.values():
            assert cell == cell.strip()
            assert "||" not in cell
            assert not cell.startswith("|")
            assert not cell.endswith("|")


def test_unknown_table_is_named_with_its_nearest() -> None:
    with pytest.raises(UnknownNameError, match="states"):
        rows("stats")


def test_hash_is_stable_and_short() -> None:
    assert codebook_hash() == codebook_hash()
    assert len(codebook_hash()) == 12


def test_pinned_standards_are_wholly_checked() -> None:
    for table in ("types", "modes", "contexts", "sectors", "statuses"):
        assert checked_share(table) == 1.0


def test_checked_shares_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print()
        for table, (count, share) in provenance().items():
            print(f"  {table:20} {count:6} rows, source opened for {share:4.0%}")
    assert 0.2 < checked_share("leaders") < 1.0
    assert 0.9 < checked_share("states") < 1.0
