"""Bulk: nothing seen before the commit, every kind kept, failures leave no file behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from patronage.errors import LedgerError
from patronage.ledger.bulk import Bulk
from patronage.ledger.store import Store

SEEN = {"id": pa.array(["a", "b"]), "n": pa.array([1, None], pa.int64())}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "ledger", create=True)


def _read(store: Store, dataset: str = "toy") -> list[dict[str, object]]:
    found = [pq.read_table(f) for f in store.original_files(dataset)]
    return pa.concat_tables(found, promote_options="default").to_pylist() if found else []


def test_rows_are_seen_after_the_commit_alone(store: Store) -> None:
    with Bulk(store) as bulk:
        bulk.original("toy", pa.table(SEEN))
        assert store.original_files("toy") == []
        bulk.original("toy", pa.table(SEEN))
        bulk.commit()
    assert [row["id"] for row in _read(store)] == ["a", "b", "a", "b"]
    assert len(store.original_files("toy")) == 1


def test_a_failure_leaves_no_file(store: Store) -> None:
    with pytest.raises(RuntimeError), Bulk(store) as bulk:
        bulk.original("toy", pa.table(SEEN))
        raise RuntimeError("stopped")
    assert store.original_files("toy") == []
    assert not list(Path(store.original_path("toy")).rglob("*.parquet"))


def test_a_later_edition_may_add_columns(store: Store) -> None:
    with Bulk(store) as bulk:
        bulk.original("toy", pa.table(SEEN))
        bulk.original("toy", pa.table(SEEN | {"new": ["x", "y"]}))
        bulk.commit()
    with Bulk(store) as bulk:
        bulk.original("toy", pa.table({"id": ["c"], "later": [dt.date(2020, 1, 1)]}))
        bulk.commit()
    rows = sorted(_read(store), key=lambda row: (str(row["id"]), str(row.get("new"))))
    assert rows[0] == {"id": "a", "n": 1, "new": None, "later": None}
    assert rows[1]["new"] == "x"
    assert rows[-1]["later"] == dt.date(2020, 1, 1)
    assert {f.name for f in store.original_schema("toy")} == {"id", "n", "new", "later"}


def test_every_kind_of_value_is_kept(store: Store) -> None:
    kinds = {
        "words": pa.array(["x", None]).dictionary_encode(),
        "large": pa.array(["x", "y"], pa.large_string()),
        "u8": pa.array([255, 0], pa.uint8()),
        "u32": pa.array([4_294_967_295, 0], pa.uint32()),
        "nothing": pa.nulls(2),
        "when": pa.array([dt.datetime(2020, 1, 1, 12), None], pa.timestamp("ns")),
        "list": pa.array([[1], None], pa.list_(pa.int64())),
    }
    with Bulk(store) as bulk:
        bulk.original("toy", pa.table(kinds))
        bulk.commit()
    assert _read(store)[0] == {
        "words": "x", "large": "x", "u8": 255, "u32": 4_294_967_295, "nothing": None,
        "when": dt.datetime(2020, 1, 1, 12), "list": [1],
    }  # fmt: skip


def test_other_kinds_than_before_are_named(store: Store) -> None:
    with Bulk(store) as bulk:
        bulk.original("toy", pa.table(SEEN))
        bulk.commit()
    with pytest.raises(LedgerError, match="original/toy"), Bulk(store) as bulk:
        bulk.original("toy", pa.table({"id": ["a"], "n": ["many"]}))
        bulk.commit()
    assert len(_read(store)) == 2


def test_files_of_a_killed_load_are_swept(store: Store) -> None:
    with Bulk(store) as bulk:
        bulk.original("toy", pa.table(SEEN))
        bulk.commit()
    stray = Path(store.original_path("toy")) / "part-stray.zstd.parquet"
    stray.write_bytes(b"half a file")
    assert len(_read(store)) == 2
    from deltalake import DeltaTable

    table = DeltaTable(store.original_path("toy"))
    table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
    assert not stray.exists()
    assert len(_read(store)) == 2


def test_a_disk_that_refuses_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    told = pytest.raises(LedgerError, match=r"Read-only file system.*adds nothing twice")
    with told, Bulk(store) as bulk:
        bulk.original("toy", pa.table(SEEN))
        bulk.commit()
