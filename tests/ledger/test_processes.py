"""Kills at random points, and several processes at once: nothing lost, nothing doubled."""

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from patronage.ledger import Ledger
from patronage.ledger.schema import TABLES
from patronage.records import Coding

from .appender import append
from .samples import CODER, NOW, batch

DOCUMENTS, STEP = 16, 2
COMMITS = DOCUMENTS // STEP * 7  # one to each table but ``judgement`` for each batch


def start(ledger, *words):
    command = [sys.executable, "-m", "ledger.appender", str(ledger.path), *map(str, words)]
    return subprocess.Popen(command, cwd=Path(__file__).parents[1])


def commits(ledger):
    logs = (ledger.path / name / "_delta_log" for name in TABLES)
    return sum(len(list(log.glob("*.json"))) for log in logs) - len(TABLES)


def assert_all_there_once(ledger, numbers):
    pairs, codings = batch(numbers)
    assert ledger.documents() == sorted((d for d, _ in pairs), key=lambda d: d.id)
    assert len(ledger.sightings()) == len(pairs)
    events = ledger.events()
    assert {e.id for e in events} == {e.id for c in codings for e in c.events}
    assert len(events) == sum(len(c.events) for c in codings)
    assert len(ledger.claims()) == len(ledger.problems()) == len(codings)
    assert ledger.coded(CODER) == {d.id for d, _ in pairs}
    assert [problem for problem in ledger.verify() if problem.lost] == []


def kill_after(ledger, count, delay):
    """Start an appender, kill it once it has made so many commits; whether it was under way."""
    process = start(ledger, 0, DOCUMENTS, STEP)
    while commits(ledger) < count and process.poll() is None:
        time.sleep(0.001)
    time.sleep(delay)
    process.kill()
    return process.wait() != 0


def kill_often(folder, times, seed):
    chance, cut, notes = random.Random(seed), 0, 0
    for n in range(times):
        ledger = Ledger(folder / str(n), create=True)
        cut += kill_after(ledger, chance.randrange(COMMITS - 5), chance.uniform(0, 0.02))
        problems = ledger.verify()
        assert [problem for problem in problems if problem.lost] == []
        notes += bool(problems)
        events = ledger.events()
        assert len(events) == len({e.id for e in events}) == 3 * len(ledger.coded(CODER))
        append(str(ledger.path), range(DOCUMENTS), STEP)
        assert_all_there_once(ledger, range(DOCUMENTS))
    return cut, notes


def test_three_kills_lose_and_double_nothing(tmp_path):
    cut, _ = kill_often(tmp_path, 3, seed=1)
    assert cut > 0


@pytest.mark.full
def test_twenty_four_kills_lose_and_double_nothing(tmp_path):
    cut, notes = kill_often(tmp_path, 24, seed=2)
    assert cut >= 20
    assert notes > 0  # else no kill fell between the rows and their commit


def test_two_processes_with_the_same_documents(ledger):
    both = [start(ledger, 0, 12, 2, seed) for seed in (1, 2)]
    assert [process.wait() for process in both] == [0, 0]
    assert_all_there_once(ledger, range(12))


@pytest.mark.full
def test_four_processes_one_killed_read_and_compacted_meanwhile(ledger):
    many = [start(ledger, 0, 60, 3, seed) for seed in range(4)]
    seen = 0
    while any(process.poll() is None for process in many):
        events = ledger.events()
        assert len(events) == len({e.id for e in events}) >= seen
        assert len(events) % 3 == 0
        seen = len(events)
        ledger.compact(orphans=True)
        if seen > 30:
            many[0].kill()
    assert [process.wait() for process in many][1:] == [0, 0, 0]
    assert_all_there_once(ledger, range(60))


def watched(folder, under_way):
    """Read over and over: whole documents alone, none twice, none gone again."""
    reads, seen = 0, set()
    while under_way.is_set() or not reads:
        events = Ledger(folder).events()
        counts = Counter(event.document for event in events)
        assert set(counts.values()) <= {3}
        assert len({event.id for event in events}) == len(events)
        assert seen <= set(counts)
        seen, reads = set(counts), reads + 1
    return reads


@pytest.mark.full
def test_three_writers_and_two_readers_at_once(ledger):
    """The writers share half of their documents with each other."""
    under_way = threading.Event()
    under_way.set()
    with ThreadPoolExecutor(2) as pool:
        reads = [pool.submit(watched, ledger.path, under_way) for _ in range(2)]
        writers = [start(ledger, 15 * n, 15 * n + 30, 3, n) for n in range(3)]
        codes = [writer.wait() for writer in writers]
        under_way.clear()
        assert all(read.result() > 0 for read in reads)
    assert codes == [0, 0, 0]
    assert_all_there_once(ledger, range(60))


def test_a_coder_that_wins_is_whole(ledger):
    """Two processes that make different things of one document: one of them is seen, whole."""
    pairs, codings = batch(range(1))
    thin = Coding(codings[0].document, CODER, codings[0].events[:1])
    first, second = Ledger(ledger.path), Ledger(ledger.path)
    first.append(pairs, [thin], NOW)
    assert second.append(pairs, codings, NOW).codings == 0
    assert ledger.events() == list(thin.events)
