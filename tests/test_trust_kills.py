"""A few kills of writing verbs, and two at once; the many, and other faults, are in benchmarks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from benchmarks.trust.kills import Child, Tally, Verb

pytestmark = pytest.mark.full


@pytest.mark.parametrize(("verb", "kills"), [("record", 24), ("load", 2), ("judge", 2)])
def test_killed_verbs_lose_and_double_nothing(verb: str, kills: int, tmp_path: Path) -> None:
    tally = Tally()
    Verb(verb, tmp_path, random.Random(3)).killed(tally, kills)
    assert tally.counts["kills"] == kills
    assert tally.failures == []


def test_two_recording_the_same_texts_at_once(tmp_path: Path) -> None:
    verb, tally = Verb("record", tmp_path, random.Random(3)), Tally()
    ledger = verb.fresh()
    for child in [Child("record", ledger, verb.inputs) for _ in range(2)]:
        child.finish()
    verb.check(tally, ledger, set(verb.ids))
    tally.same("record", ledger, verb.whole)
    assert tally.failures == []
