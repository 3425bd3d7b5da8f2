"""Near-duplicates."""

import random

from patronage.documents.duplicates import Duplicates

WORDS = [f"word{n}" for n in range(400)]


def test_small_changes_are_found_and_others_are_not():
    seen = Duplicates()
    rng = random.Random(7)
    base = [" ".join(rng.choices(WORDS, k=300)) for _ in range(30)]
    assert [seen.first_of(f"d{n}", text) for n, text in enumerate(base)] == [None] * 30
    again = [seen.first_of("later", text.upper() + " one more") for text in base]
    assert again == [f"d{n}" for n in range(30)]


def test_half_the_words_is_no_near_duplicate():
    seen = Duplicates()
    assert seen.first_of("a", " ".join(WORDS[:200])) is None
    assert seen.first_of("b", " ".join(WORDS[100:300])) is None


def test_every_later_one_points_at_a_first():
    seen = Duplicates()
    body = " ".join(WORDS[:200])
    assert seen.first_of("a", body) is None
    assert seen.first_of("b", body + " x") == "a"
    assert seen.first_of("c", body + " x y") == "a"


def test_short_texts():
    seen = Duplicates()
    assert seen.first_of("a", "Moscow agrees") is None
    assert seen.first_of("b", "Moscow refuses") is None
    assert seen.first_of("c", "moscow  AGREES") == "a"
