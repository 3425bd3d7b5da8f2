"""Reads by id of a ledger that has learnt where its keys lie: the same rows, from fewer files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from patronage.ledger import DuckEngine, Ledger
from patronage.records import Coding, Judgement

from .samples import CODER, NOW, claim, document, event, found

YEARS = range(2001, 2007)


class Opening(DuckEngine):
    """Notes which files each table was last read from."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: dict[str, Sequence[str]] = {}

    def query(self, sql: str, stored: Mapping[str, Sequence[str]], given):
        self.opened.update(stored)
        return super().query(sql, stored, given)


def added(ledger: Ledger, years: Sequence[int]) -> list[str]:
    """One text for each year, each in files of its own; the ids of their events."""
    ids = []
    for year in years:
        text = document(year, dt.date(year, 5, 1))
        told = event(text)
        coding = Coding(text.id, CODER, (told,), (claim(text),), ())
        ledger.append([found(text)], [coding], NOW)
        ids.append(told.id)
    return ids


@pytest.fixture
def engine() -> Opening:
    return Opening()


@pytest.fixture
def learnt(tmp_path: Path, engine: Opening) -> tuple[Ledger, list[str]]:
    ledger = Ledger(tmp_path / "l", create=True, engine=engine)
    ids = added(ledger, YEARS)
    ledger.learn()
    return ledger, ids


def test_an_event_is_read_from_its_own_files(
    learnt: tuple[Ledger, list[str]], engine: Opening
) -> None:
    ledger, ids = learnt
    whole = ledger.events()
    tables = ("event", "coding", "document", "sighting", "span")
    assert all(len(engine.opened[name]) == len(YEARS) for name in tables)
    assert ledger.events([ids[3]]) == [one for one in whole if one.id == ids[3]]
    assert all(len(engine.opened[name]) == 1 for name in tables)
    told = ledger.events([ids[3]])[0].document
    assert [text.id for text in ledger.documents([told])] == [told]
    assert len(engine.opened["document"]) == 1


def test_what_is_not_there_is_not_found(learnt: tuple[Ledger, list[str]]) -> None:
    ledger, _ = learnt
    for ids in ([], ["none"], [""], ["\ud800"]):
        assert ledger.events(ids) == []
        assert ledger.claims(ids) == []
        assert ledger.documents(ids) == []


def test_what_came_since_is_found_too(learnt: tuple[Ledger, list[str]]) -> None:
    ledger, ids = learnt
    (late,) = added(Ledger(ledger.path), [2020])
    assert {one.id for one in ledger.events([ids[0], late])} == {ids[0], late}
    again = document(2001, dt.date(2001, 5, 1))  # coded anew: the old coding is seen no more
    anew = Coding(again.id, "coder 2", (event(again, 2, coder="coder 2"),), (), ())
    Ledger(ledger.path).append([found(again)], [anew], NOW + dt.timedelta(days=1))
    assert ledger.events([ids[0]]) == []
    assert ledger.events([anew.events[0].id]) == list(anew.events)


def test_a_correction_is_seen(learnt: tuple[Ledger, list[str]]) -> None:
    ledger, ids = learnt
    (one,) = ledger.events([ids[5]])
    made = Judgement("", one.document, one.span, "type", '"AID"', '"PROTEST"', "A. Reader", "so")
    ledger.judge(made, NOW)
    assert ledger.events([ids[5]])[0].type == "PROTEST"


def test_files_that_were_replaced_are_forgotten(learnt: tuple[Ledger, list[str]]) -> None:
    ledger, ids = learnt
    ledger.compact()
    assert [one.id for one in ledger.events([ids[4]])] == [ids[4]]
    held = ledger._reading._keys._held["coding"]
    assert sorted(held) == sorted(ledger._store.files("coding"))
