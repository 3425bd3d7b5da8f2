"""What the encoder learns pairs from: our corpus and drills of our own words."""

from __future__ import annotations

import numpy as np
from benchmarks.coding.drill_phrases import phrased, phrases
from benchmarks.coding.encoder_data import NONE, labels
from benchmarks.coding.encoder_drills import Drills
from benchmarks.coding.pair_drills import PairDrills


def test_every_type_has_phrases_with_both_sides_and_one_trigger() -> None:
    assert all(set(phrases(where)) == set(labels()) for where in ("pairs", "sentences"))
    for kind, some in phrases("pairs").items():
        assert len(some) == len(set(some)) >= 20
        for one in some:
            assert "{a}" in one
            assert "{b}" in one
            assert one.count("[") == one.count("]") == int(kind != NONE)


def test_a_phrase_tells_where_its_trigger_and_its_sides_are() -> None:
    rng = np.random.default_rng(1)
    for kind in labels():
        text, length = phrased("pairs", kind, "Kenya", "Ghana", rng)
        assert "\2Kenya\3" in text
        assert "\4Ghana\5" in text
        assert ("\1" in text) == bool(length) == (kind != NONE)


def test_drilled_pairs_mark_words_of_the_sentence() -> None:
    pairs = PairDrills(Drills()).draw(200, np.random.default_rng(1))
    assert {p.type for p in pairs} == set(labels())
    for pair in pairs:
        assert (pair.type == NONE) == (not pair.sentence.triggers)
        for start, end in (pair.source, pair.target):
            assert 0 <= start < end <= len(pair.sentence.words)
