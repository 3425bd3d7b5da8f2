"""Counts beside the acts tell what the acts tell, and go when the acts go."""

import datetime as dt
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import register_lines
from patronage import pipeline
from patronage.ledger import DuckEngine, Ledger, Wanted, compacting

from .test_compacting import files

LOOKS = (
    {},
    {"client": "VEN"},
    {"as_of": dt.date(2014, 6, 1)},
    {"known_on": dt.date(2013, 1, 1)},
    {"wanted": Wanted("icews14", "RUS", "VEN")},
)


def lines(seed):
    chance = random.Random(seed)
    return [(chance.randrange(7), chance.randrange(2), chance.randrange(7),
             24 * chance.randrange(365)) for _ in range(300)]  # fmt: skip


def load(folder, name, seed):
    pipeline.load("icews14", [register_lines.write(folder, lines(seed), name)], folder / "ledger")


class Watched(DuckEngine):
    """Tells of which relations the last query was."""

    stored: tuple[str, ...] = ()

    def query(self, sql, stored, given):
        self.stored = tuple(stored)
        return super().query(sql, stored, given)


@pytest.fixture
def engine():
    return Watched()


@pytest.fixture
def counted(tmp_path, engine):
    load(tmp_path, "train.txt", 5)
    ledger = Ledger(tmp_path / "ledger", engine=engine)
    ledger.compact()
    return ledger


def asked(ledger):
    return [ledger.dyads(grain, **look) for grain in ("day", "month", "year") for look in LOOKS]


@pytest.mark.parametrize("later", [False, True])
def test_series_of_dyads_are_the_same_from_counts_and_from_acts(tmp_path, counted, engine, later):
    if later:  # acts of a file that came after the last compaction have no counts yet
        load(tmp_path, "valid.txt", 6)
    by_counts = asked(counted)
    assert engine.stored == ("loading", "counted", "act")[: 3 if later else 2]
    for file in (counted.path / "counted").iterdir():
        file.unlink()
    by_acts = asked(counted)
    assert engine.stored == ("loading", "act")
    assert by_counts == by_acts
    assert sum(by_acts[0]["acts"].to_pylist()) == 300 * (1 + later)


def test_acts_of_one_type_are_read_from_the_acts(counted, engine):
    of_type = counted.dyads("year", Wanted(measure="AID"))
    assert engine.stored == ("loading", "act")
    assert 0 < sum(of_type["acts"].to_pylist()) < 300


def test_wrong_counts_are_named_and_made_anew(counted):
    assert counted.verify() == []
    file = max((counted.path / "counted").iterdir())
    table = pq.ParquetFile(file).read()
    place = table.column_names.index("reports")
    more = pa.chunked_array([pa.array([n + 1 for n in table["reports"].to_pylist()], pa.int64())])
    pq.write_table(table.set_column(place, "reports", more), file)
    (problem,) = counted.verify()
    assert problem.lost and problem.source == "verify counts" and "compact" in problem.mend
    file.unlink()
    counted.compact()
    assert file.exists() and counted.verify() == []


def test_counts_of_acts_that_were_replaced_over_a_day_ago_go(tmp_path, counted, monkeypatch):
    old = set((counted.path / "counted").iterdir())
    load(tmp_path, "valid.txt", 6)
    counted.compact()
    new = set((counted.path / "counted").iterdir()) - old
    assert new and all(file.exists() for file in old)  # a reader may have the old acts listed
    monkeypatch.setattr(compacting, "KEPT_HOURS", 0)
    counted.compact()
    kept = {file.name.replace("~", "/") for file in (counted.path / "counted").iterdir()}
    assert kept == {file.removeprefix(f"{counted.path}/act/") for file in files(counted, "act")}
    assert counted.verify() == []
