"""Each invariant of the registers' tables, broken on purpose, is named; dead attempts are notes."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from patronage.datasets import acts_table, flows_table
from patronage.ledger import Load
from patronage.ledger.schema import PARTS, TABLES, arrow_schema, fields
from patronage.records import Problem

from .samples import NOW

OLD, YOUNG = f"{0:010x}dead", f"{2**33:010x}alive"


def batch(numbers, since=2001, word="a"):
    """Originals, acts and flows of so many rows, as a reader gives them."""
    rows, n = list(numbers), len(list(numbers))
    days = [dt.date(since, 1, 1)] * n
    common = {"row": rows, "dataset": "made", "start": days, "end": days, "available": days}
    ids = [f"{word}{row}" for row in rows]
    flows = {"giver": "RUS", "receiver": "VEN", "measure": "m", "stage": "order", "unit": "TIV"}
    original = pa.table({"name": ids, "row": pa.array(rows, pa.int32())})
    return (
        original,
        acts_table({**common, "id": ids, "actor": "RUS", "recipient": "VEN"}),
        flows_table({**common, "id": ids, **flows, "value": [1.0] * n}),
    )


def load(ledger, digest, *batches, whole=True, recorded=NOW, problems=(), file="a.csv"):
    target = Load("made", "1", file, digest, whole)
    return ledger.load(target, batches, recorded, list(problems))


@pytest.fixture
def filled(ledger):
    load(ledger, "d1", batch(range(1, 4)))
    assert ledger.verify() == []
    return ledger


def rows(ledger, name):
    table = DeltaTable(str(ledger.path / name)).to_pyarrow_table()
    if name in TABLES:
        table = table.select([field for field, _ in fields(TABLES[name])])
    return table.to_pylist()


def replace_rows(ledger, name, new):
    where = str(ledger.path / name)
    if name not in TABLES:
        schema = DeltaTable(where).to_pyarrow_table().schema
        write_deltalake(where, pa.Table.from_pylist(new, schema=schema), mode="overwrite")
        return
    table = TABLES[name]
    data = pa.Table.from_pylist(new, schema=arrow_schema(fields(table)))
    parts = [part for part, _ in PARTS] if table.parted else None
    write_deltalake(where, data, mode="overwrite", partition_by=parts)


def sources(ledger):
    return {problem.source for problem in ledger.verify() if problem.lost}


@pytest.mark.parametrize("name", ["act", "flow", "original/made"])
def test_a_lost_row_is_named(filled, name):
    replace_rows(filled, name, rows(filled, name)[1:])
    assert "verify loadings" in sources(filled)
    told = [p for p in filled.verify() if p.source == "verify loadings"]
    assert [p.place for p in told] == ["loading of a.csv (made)"]


@pytest.mark.parametrize("name", ["act", "flow", "original/made"])
def test_a_doubled_row_is_named(filled, name):
    old = rows(filled, name)
    replace_rows(filled, name, [*old, old[0]])
    wanted = {"verify loadings"} | ({"verify register ids"} if name in TABLES else set())
    assert sources(filled) == wanted


@pytest.mark.parametrize("name", ["act", "flow"])
def test_a_row_without_its_original_is_named(filled, name):
    old = rows(filled, name)
    replace_rows(filled, name, [{**old[0], "row": 99}, *old[1:]])
    assert sources(filled) == {"verify origins"}


def test_an_original_of_another_number_is_named(filled):
    old = rows(filled, "original/made")
    replace_rows(filled, "original/made", [{**old[0], "row": old[1]["row"]}, *old[1:]])
    assert sources(filled) == {"verify loadings", "verify origins"}


@pytest.mark.parametrize("name", ["act", "flow"])
def test_one_id_for_two_rows_is_named(filled, name):
    old = rows(filled, name)
    replace_rows(filled, name, [{**old[0], "id": old[1]["id"]}, *old[1:]])
    assert sources(filled) == {"verify register ids"}


@pytest.mark.parametrize("count", ["rows", "acts", "flows"])
def test_a_loading_that_counts_wrongly_is_named(filled, count):
    old = rows(filled, "loading")
    replace_rows(filled, "loading", [{**old[0], count: 7}])
    assert sources(filled) == {"verify loadings"}


def test_rows_of_another_dataset_do_not_count(filled):
    old = rows(filled, "flow")
    replace_rows(filled, "flow", [{**old[0], "dataset": "other"}, *old[1:]])
    assert "verify loadings" in sources(filled)


def test_a_doubled_loading_is_named(filled):
    old = rows(filled, "loading")
    replace_rows(filled, "loading", [*old, old[0]])
    assert "verify doubles" in sources(filled)


def test_absent_files_of_originals_are_named(filled):
    for file in filled.path.glob("original/made/**/*.parquet"):
        file.rename(filled.path.parent / file.name)
    problems = filled.verify()
    assert [p.source for p in problems] == ["verify files"]
    assert problems[0].place.startswith("original/made/")


def test_originals_that_were_all_lost_are_named(filled):
    (filled.path / "original" / "made").rename(filled.path.parent / "gone")
    assert sources(filled) == {"verify loadings", "verify origins"}


def test_rows_of_dead_attempts_are_notes_and_compact_drops_the_old_ones(filled):
    before = filled.flows().to_pylist()
    for name in ("act", "flow", "original/made"):
        old = rows(filled, name)
        ghosts = [{**old[0], "attempt": attempt} for attempt in (OLD, YOUNG)]
        replace_rows(filled, name, [*old, *ghosts])
    problems = filled.verify()
    assert [(p.source, p.place, p.lost) for p in problems] == [
        ("verify committed", "table act", False),
        ("verify committed", "table flow", False),
        ("verify committed", "table original/made", False),
    ]
    assert all(p.message.startswith("2 rows") for p in problems)
    assert filled.flows().to_pylist() == before
    assert filled.compact().dropped == 0
    assert filled.compact(orphans=True).dropped == 3
    assert all(p.message.startswith("1 rows") and not p.lost for p in filled.verify())
    assert filled.flows().to_pylist() == before
    assert filled.original("made").num_rows == 3


def test_a_folder_that_a_kill_left_empty_is_no_register(filled):
    (filled.path / "original" / "killed").mkdir()
    assert filled.verify() == []
    assert filled.compact().dropped == 0


def test_compact_joins_the_originals_and_loses_nothing(ledger):
    for n in range(5):
        load(ledger, f"d{n}", batch([1, 2], word=f"w{n}-"), whole=False, file=f"{n}.csv")
    done = ledger.compact()
    assert done.files_after < done.files_before
    assert ledger.original("made").num_rows == 10
    assert ledger.verify() == []


def test_rows_of_several_files_have_one_order(ledger):
    for digest in ("d2", "d1", "d3"):  # neither rising nor falling, as files are listed
        load(ledger, digest, batch([1, 2], word=f"{digest}-"), whole=False, file=f"{digest}.csv")
    names = ledger.original("made")["name"].to_pylist()
    assert names == [f"d{n}-{row}" for row in (1, 2) for n in (1, 2, 3)]


def test_parts_are_all_seen_and_half_a_part_gives_way_to_the_whole_one(ledger):
    cut = Problem("b.csv", "file, row 3", "ends", "get it anew")
    load(ledger, "d1", batch([1, 2]), whole=False)
    load(ledger, "d2", batch([1], word="half"), whole=False, problems=[cut], file="b.csv")
    assert {a["id"] for a in ledger.acts().to_pylist()} == {"a1", "a2", "half1"}
    load(ledger, "d3", batch([1, 2], word="b"), whole=False, file="b.csv")
    assert {a["id"] for a in ledger.acts().to_pylist()} == {"a1", "a2", "b1", "b2"}
    assert ledger.verify() == []


def test_a_part_of_a_name_that_is_there_is_another_part(ledger):
    load(ledger, "d1", batch([1]), whole=False)
    load(ledger, "d2", batch([1], word="b"), whole=False)
    assert {a["id"] for a in ledger.acts().to_pylist()} == {"a1", "b1"}


def test_a_file_of_which_nothing_could_be_read_is_not_loaded(ledger):
    lost = Problem("x.csv", "header", "no such column", "get it anew")
    for _ in range(2):
        done = load(ledger, "d9", problems=[lost])
        assert (done.rows, done.known) == (0, False)
    assert ledger.loaded() == []
    assert ledger.verify() == []


def test_an_edition_known_only_later_is_not_seen_by_a_look_back(ledger):
    load(ledger, "d1", batch([1, 2], since=2001))
    load(ledger, "d2", batch([1], since=2011, word="b"), recorded=NOW + dt.timedelta(days=1))
    assert {f["id"] for f in ledger.flows().to_pylist()} == {"b1"}
    then = ledger.flows(as_of=dt.date(2010, 12, 31)).to_pylist()
    assert {f["id"] for f in then} == {"a1", "a2"}
