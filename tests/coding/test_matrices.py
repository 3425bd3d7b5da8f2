"""Products by NumPy: the same parse, on one thread, and as many threads as before for others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from patronage.coding import matrices
from patronage.coding.parse import DEFAULT, Parser

TEXTS = ["Russia sent Syria 40 tanks.", "The talks that Oman held with Iran ended on Monday."] * 20


def threads() -> list[int]:
    """How many threads each library may take now."""
    return [library["num_threads"] for library in matrices.blas().info()]


@pytest.fixture
def two() -> Iterator[list[int]]:
    """Two threads allowed; skips where no library can be held."""
    if not threads():
        pytest.skip("no library of this NumPy is known")
    with matrices.blas().limit(limits=2):
        yield threads()


def test_threads_are_given_back_after_a_parse(two: list[int]) -> None:
    assert len(list(Parser().parse(TEXTS))) == len(TEXTS)
    assert threads() == two


def test_products_are_taken_on_one_thread(two: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy
    from thinc.api import NumpyOps

    told: list[list[int]] = []
    plain = NumpyOps.gemm

    def noted(self: Any, *args: Any, **how: Any) -> Any:
        told.append(threads())
        return plain(self, *args, **how)

    nlp = spacy.load(DEFAULT)
    monkeypatch.setattr(type(nlp.get_pipe("parser").model.ops), "gemm", noted)
    assert matrices.multiply_by_numpy(nlp)
    assert nlp("Iran shelled Iraq.")[1].dep_ == "ROOT"
    assert {count for counts in told for count in counts} == {1}
    assert threads() == two


def test_where_no_library_can_be_held_spacys_own_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    monkeypatch.setattr(matrices, "blas", lambda: [])
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
