"""Several processes: the same codings in the same order, and a worker that dies loses one text."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from matching import cases, document

from patronage.coding import Coder, code, pool
from patronage.coding.coder import coder_name
from patronage.records import Coding, Document

_DEADLY = "This text ends whoever reads it."


def deadly_start(parser: str) -> None:
    """A worker that the deadly text kills, as a crash below Python would."""
    start(parser)
    assert pool._coder is not None
    pool._coder = _Mortal(pool._coder)  # type: ignore[assignment]


class _Mortal:
    def __init__(self, coder: Coder) -> None:
        self._coder = coder

    def code_all(self, documents: list[Document]) -> Iterator[Coding]:
        if any(_DEADLY in d.text for d in documents):
            os.kill(os.getpid(), signal.SIGKILL)
        return self._coder.code_all(documents)


start = pool._start


def test_two_workers_give_what_one_gives_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_CHUNK", 800)  # many chunks, so that order can go wrong
    documents = [document(row) for row in cases()]
    alone = list(code(documents, workers=1))
    together = list(code(documents, workers=2))
    assert together == alone
    assert [c.document for c in together] == [d.id for d in documents]
    assert sum(len(c.events) for c in together) > 50


def test_a_text_that_kills_its_worker_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_start", deadly_start)
    monkeypatch.setattr(pool, "_CHUNK", 60)
    texts = ["Russia sent Syria missiles.", _DEADLY, "India gave Nepal 20 rifles."]
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
