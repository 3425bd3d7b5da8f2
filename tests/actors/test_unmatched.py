"""Phrases that look like actors and that nothing matched."""

from __future__ import annotations

import pytest

from patronage.actors import Gazetteer, Unmatched, gazetteer, overlay


def listed(*texts: str, book: Gazetteer | None = None) -> list[tuple[str, int]]:
    seen = Unmatched(book or gazetteer())
    for text in texts:
        seen.read(text)
    return [(one.text, one.count) for one in seen.listed()]


def test_the_most_frequent_comes_first_and_is_counted_over_texts() -> None:
    first = "The Sable Front attacked Lima. Talks with the Sable Front failed."
    second = "Korvath Energy will pay Peru. The Sable Front said no."
    assert listed(first, second)[0] == ("Sable Front", 3)
    assert ("Korvath Energy", 1) in listed(first, second)


def test_an_example_shows_the_first_place() -> None:
    seen = Unmatched(gazetteer())
    seen.read("It rained in Peru. Later the Sable Front attacked Lima at dawn.")
    assert "the Sable Front attacked Lima" in seen.listed()[0].example


@pytest.mark.parametrize(
    "text",
    [
        "Russia sent arms to Venezuela.",
        "President Putin told Maduro that he agreed.",
        "Ships crossed the South China Sea on Monday.",
        "They met in Grozdovia on Tuesday.",
        "However they said it was late.",
        "",
    ],
)
def test_who_is_known_and_what_is_a_place_are_not_listed(text: str) -> None:
    assert listed(text) == []


def test_a_person_with_a_title_and_no_country_is_listed() -> None:
    assert ("Ulf Quillensson", 1) in listed("Commander Ulf Quillensson met nobody today.")


def test_what_an_overlay_adds_is_no_longer_listed() -> None:
    kept, _ = overlay("name,country,sector\nSable Front,PER,REB\n", "mine.csv")
    text = "The Sable Front attacked Lima."
    assert listed(text) == [("Sable Front", 1)]
    assert listed(text, book=Gazetteer(overlay=kept)) == []


def test_whatever_is_listed_stands_in_the_text() -> None:
    text = "The Sable Front attacked. With Ostro Bank they paid Brill Holdings, said Ann Quay."
    assert all(one in text for one, _ in listed(text))
