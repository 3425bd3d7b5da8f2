"""Products by NumPy: the same parse, on one thread, and as many threads as before for others."""

from __future__ import annotations

import pytest

from patronage.coding import matrices
from patronage.coding.parse import DEFAULT, Parser

TEXTS = ["Russia sent Syria 40 tanks.", "The talks that Oman held with Iran ended on Monday."] * 20


def test_threads_are_given_back_after_a_parse() -> None:
    threads = matrices.numpy_threads()
    if threads is None:
        pytest.skip("this NumPy has no OpenBLAS of its own")
    had = threads.get()
    try:
        threads.put(2)
        before = threads.get()
        assert len(list(Parser().parse(TEXTS))) == len(TEXTS)
        assert threads.get() == before
    finally:
        threads.put(had)


def test_products_are_taken_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    told: list[int] = []
    held = [4]
    fake = matrices.Threads(lambda: held[-1], lambda n: (told.append(n), held.append(n))[0])
    monkeypatch.setattr(matrices, "numpy_threads", lambda: fake)
    nlp = spacy.load(DEFAULT)
    assert matrices.multiply_by_numpy(nlp)
    assert nlp("Iran shelled Iraq.")[1].dep_ == "ROOT"
    assert told[:2] == [1, 4]
    assert set(told[::2]) == {1} and set(told[1::2]) == {4}


def test_without_such_a_library_spacys_own_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    monkeypatch.setattr(matrices, "numpy_threads", lambda: None)
    nlp = spacy.load(DEFAULT)
    before = [node.ops for _, pipe in nlp.pipeline[:1] for node in pipe.model.walk()]
    assert not matrices.multiply_by_numpy(nlp)
    assert [n.ops for _, pipe in nlp.pipeline[:1] for n in pipe.model.walk()] == before


def test_the_parse_is_that_of_spacys_own_products() -> None:
    import spacy

    plain = spacy.load(DEFAULT)
    for mine, theirs in zip(Parser().parse(TEXTS), plain.pipe(TEXTS), strict=True):
        assert [(t.head.i, t.dep_, t.tag_) for t in mine] == [
            (t.head.i, t.dep_, t.tag_) for t in theirs
        ]
