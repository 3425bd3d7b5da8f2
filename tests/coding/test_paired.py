"""A marked pair's answer: from the marks' places and the words', whatever stands beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from patronage.coding.mixing import types
from patronage.coding.model.encoder import Encoder, Loaded
from patronage.coding.model.marking import MARKS
from patronage.coding.model.paired import Asked, PairReader
from patronage.coding.model.wordpiece import WordPiece

TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *MARKS, "kenya", "hit", "ghana", "today", "and"]
COUNT = len(types())


class Session:
    """Says AID where a source's mark stands, ASSAULT at the word "hit", nothing elsewhere."""

    def get_outputs(self) -> list[Any]:
        return [type("Output", (), {"name": name}) for name in ("probabilities", "pairs")]

    def run(self, names: list[str], given: dict[str, Any]) -> list[Any]:
        assert names == ["pairs"]
        numbers = given["numbers"]
        told = np.zeros((*numbers.shape, 4, COUNT), dtype=np.float32)
        told[numbers == TOKENS.index(MARKS[0]), 1, types().index("AID")] = 6
        told[numbers == TOKENS.index("hit"), 3, types().index("ASSAULT")] = 6
        told[numbers == TOKENS.index("[PAD]"), 3, types().index("PROTEST")] = 99
        return [told.reshape(*numbers.shape, 4 * COUNT)]


class Fake(Encoder):
    def loaded(self) -> Loaded:
        return Loaded(Session(), WordPiece(TOKENS), types(), (2, 3), 1.0, 1.0)


def test_marks_and_words_answer_each_for_itself() -> None:
    short = Asked(["Kenya", "hit", "Ghana"], (0, 1), (2, 3))
    long = Asked(["Ghana", "and", "Kenya", "today"], (0, 1), (2, 3))
    reader = PairReader(Fake())
    assert reader.able
    one, two = reader.tell([short, long])
    assert one is not None
    assert two is not None
    for told in (one, two):
        assert types()[int(told.marks.argmax())] == "AID"
        for table in (told.marks, told.words):
            assert table.sum() == pytest.approx(1)
    assert types()[int(one.words.argmax())] == "ASSAULT"
    # Padding beside the longer sentence says nothing.
    assert one.words[types().index("PROTEST")] < 0.1


def test_answers_keep_the_order_of_the_questions() -> None:
    asked = [
        Asked(["Kenya", "hit", "Ghana"] if i % 3 else ["Kenya", *["and"] * i, "Ghana"], (0, 1),
              (2, 3) if i % 3 else (i + 1, i + 2))
        for i in range(50)
    ]  # fmt: skip
    told = PairReader(Fake()).tell(asked)
    hit = types().index("ASSAULT")
    assert [bool(t is not None and t.words[hit] > 0.3) for t in told] == [
        bool(i % 3) for i in range(50)
    ]


def test_a_pair_that_is_too_long_is_not_answered() -> None:
    long = Asked(["kenya"] * 400, (0, 300), (310, 311))
    assert PairReader(Fake()).tell([long]) == [None]
