"""Compaction: sorted by dyad, nothing changed, nothing lost to who reads or writes meanwhile."""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from patronage.ledger import Ledger, compacting
from patronage.ledger.dropping import drop

from .samples import DAY, NOW, actor, batch, coding, document, event, found
from .test_processes import assert_all_there_once, start
from .test_register_checks import batch as register_batch
from .test_register_checks import load

TABLES = ("event", "claim", "act", "flow")


def several(ledger: Ledger, count: int = 5) -> None:
    """Documents of two years, whose events are of two dyads, one commit each."""
    for n in range(count):
        one = document(n, DAY.replace(year=2024 + n % 2))
        swapped = {"actor": (actor(one, "Venezuela", "VEN"),),
                   "recipient": (actor(one, "Russia", "RUS"),)}  # fmt: skip
        made = coding(one)
        events = (*made.events[:2], event(one, 2, **swapped))
        ledger.append([found(one)], [replace(made, events=events)], NOW)
    load(ledger, "d1", register_batch([1, 2]))
    load(ledger, "d2", register_batch([3], since=2002, word="b"))


def seen(ledger: Ledger):
    return (
        ledger.events(), ledger.claims(), ledger.documents(), ledger.sightings(),
        ledger.problems(), ledger.acts().to_pylist(), ledger.flows().to_pylist(),
        ledger.frame().to_pylist(), ledger.codings(),
    )  # fmt: skip


def files(ledger: Ledger, name: str) -> set[str]:
    return set(ledger._store.files(name))


def test_nothing_that_is_seen_changes_and_each_partition_is_one_sorted_file(ledger):
    several(ledger)
    before = seen(ledger)
    done = ledger.compact()
    assert seen(ledger) == before
    assert ledger.verify() == []
    assert done.files_after < done.files_before and done.bytes_after < done.bytes_before
    assert done.disk >= done.bytes_after
    for name in TABLES:
        held = files(ledger, name)
        assert len({file.rsplit("/", 1)[0] for file in held}) == len(held) > 0
        for file in held:
            rows = pq.ParquetFile(file).read().to_pylist()
            by = [[_first(row[column]) for column in compacting.ORDER[name]] for row in rows]
            assert by == sorted(by)
    pairs = [
        (row["actor_key"], row["recipient_key"])
        for file in files(ledger, "event")
        for row in pq.ParquetFile(file).read().to_pylist()
    ]
    assert {tuple(map(tuple, pair)) for pair in pairs} == {
        (("RUS",), ("VEN",)),
        (("VEN",), ("RUS",)),
    }


def _first(value):
    """A key that can be compared: missing first."""
    return (value is not None, value if value is not None else "")


def test_what_is_sorted_is_left_alone_and_only_what_changed_is_sorted_again(ledger):
    several(ledger)
    ledger.compact()
    before = {name: files(ledger, name) for name in TABLES}
    done = ledger.compact()
    assert {name: files(ledger, name) for name in TABLES} == before
    assert done.files_before == done.files_after
    one = document(9, DAY)
    ledger.append([found(one)], [coding(one)], NOW)
    ledger.compact()
    kept = files(ledger, "event") & before["event"]
    assert len(kept) == 1 and "part_year=2024" in kept.pop()


@pytest.mark.parametrize("text", ["", "no json", "[1]", '{"event": {}}'])
def test_a_lost_note_costs_one_more_sorting_and_nothing_else(ledger, text):
    several(ledger)
    ledger.compact()
    before = seen(ledger)
    (ledger.path / "compacted.json").write_text(text)
    ledger.compact()
    assert seen(ledger) == before
    told = json.loads((ledger.path / "compacted.json").read_text())
    assert told["event"]


@pytest.mark.parametrize("other", ["append", "delete", "compact"])
def test_what_another_writer_does_between_reading_and_commit_is_kept(ledger, monkeypatch, other):
    several(ledger)
    whole, calls = compacting._in_order, []
    late = document(8, DAY)

    def interrupted(*given):
        rows = list(whole(*given))
        if not calls:
            calls.append(1)
            if other == "append":
                Ledger(ledger.path).append([found(late)], [coding(late)], NOW)
            elif other == "delete":
                writer = Ledger(ledger.path)
                writer.append([], [coding(document(1, DAY), "coder 2")], LATER)
                drop(writer._store, writer._reading, superseded=True, orphans=False)
            else:
                Ledger(ledger.path).compact()
        return iter(rows)

    LATER = NOW + dt.timedelta(hours=1)
    monkeypatch.setattr(compacting, "_in_order", interrupted)
    before = {one.id for one in ledger.events()}
    ledger.compact()
    after = [one.id for one in ledger.events()]
    assert len(after) == len(set(after))
    if other == "append":
        assert set(after) == before | {one.id for one in coding(late).events}
    elif other == "delete":
        assert {e.coder for e in ledger.events() if e.document == document(1).id} == {"coder 2"}
    else:
        assert set(after) == before
    assert ledger.verify() == []


def test_an_open_reader_goes_on_with_the_files_it_has(ledger):
    several(ledger)
    old = files(ledger, "event")
    readers = [pq.ParquetFile(file) for file in old]
    ledger.compact()
    assert not old & files(ledger, "event")
    assert sum(reader.read().num_rows for reader in readers) == 15
    assert all(pq.ParquetFile(file).metadata for file in old)  # kept a day, for who opens them late


def test_files_that_were_replaced_over_a_day_ago_go_and_younger_ones_stay(ledger, monkeypatch):
    several(ledger)
    old = files(ledger, "event")
    ledger.compact()
    there = {str(file) for file in ledger.path.glob("event/part_*/**/*.parquet")}
    assert old <= there
    monkeypatch.setattr(compacting, "KEPT_HOURS", 0)
    ledger.compact()
    there = {str(file) for file in ledger.path.glob("event/part_*/**/*.parquet")}
    assert there == files(ledger, "event")
    assert ledger.verify() == []


def test_readers_and_writers_meanwhile_see_whole_documents(ledger):
    wrong, stop = [], threading.Event()

    def read() -> None:
        mine, least = Ledger(ledger.path), 0
        while not stop.is_set():
            events = mine.events()
            ids = {one.id for one in events}
            if len(events) != len(ids) or len(ids) % 3 or len(ids) < least:
                wrong.append((len(events), len(ids), least))
            least = len(ids)

    ledger.append(*batch(range(2)), NOW)
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    writer = start(ledger, 2, 10, 1, 1)
    try:
        while writer.poll() is None:
            ledger.compact()
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert (writer.wait(), wrong) == (0, [])
    ledger.compact()
    assert_all_there_once(ledger, range(10))
