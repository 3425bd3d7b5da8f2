"""Several processes: the same codings in the same order, and a worker that dies loses one text."""

from __future__ import annotations

from collections.abc import Iterator

import mortal
import pytest
from matching import cases, document

from patronage.coding import code, pool
from patronage.coding.coder import coder_name
from patronage.records import Document


def test_two_workers_give_what_one_gives_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CHUNK", 800)  # many chunks, so that order can go wrong
    documents = [document(row) for row in cases()]
    alone = list(code(documents, workers=1))
    together = list(code(documents, workers=2))
    assert together == alone
    assert [c.document for c in together] == [d.id for d in documents]
    assert sum(len(c.events) for c in together) > 50


def test_a_text_that_kills_its_worker_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_start", mortal.start)
    monkeypatch.setattr(pool, "CHUNK", 60)
    texts = ["Russia sent Syria missiles.", mortal.DEADLY, "India gave Nepal 20 rifles."]
    documents = [Document.of(text) for text in texts]
    codings = list(code(documents, workers=2))
    assert [c.document for c in codings] == [d.id for d in documents]
    assert [bool(c.events) for c in codings] == [True, False, True]
    (problem,) = codings[1].problems
    assert problem.source == documents[1].id
    assert problem.lost
    assert "ended the worker process" in problem.message
    assert codings[1].coder == coder_name()


def test_nothing_in_nothing_out() -> None:
    assert list(code([], workers=1)) == []
    assert list(code([], workers=2)) == []


def test_little_text_starts_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("workers were started")

    monkeypatch.setattr(pool, "_pool", never)
    assert len(list(code([Document.of("Russia sent Syria missiles.")]))) == 1


def test_documents_are_read_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def stream() -> Iterator[Document]:
        for n in range(10_000):
            taken.append(n)
            yield Document.of(f"It rained {n} times.")

    codings = code(stream(), workers=1)
    next(codings)
    assert len(taken) < 100
