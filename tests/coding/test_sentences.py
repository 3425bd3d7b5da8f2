"""Sentences: abbreviations, quotations, wrapped lines, headlines, bounds, and the time it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patronage.coding.sentences import LONGEST, split


def pieces(text: str, title: str | None = None) -> list[str]:
    return [span.of(text) for span in split(text, title)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Troops left. It rained.", ["Troops left.", "It rained."]),
        ("Mr. Diaz met Gen. Ito on Jan. 5 in Lima.", ["Mr. Diaz met Gen. Ito on Jan. 5 in Lima."]),
        ("The U.S. Navy sailed.", ["The U.S. Navy sailed."]),
        ("They left for the U.S. The army stayed.", ["They left for the U.S.", "The army stayed."]),
        ("Acme Co. The firm paid.", ["Acme Co.", "The firm paid."]),
        ("J. F. Okafor spoke.", ["J. F. Okafor spoke."]),
        ("It cost $3.5 billion. Nobody paid.", ["It cost $3.5 billion.", "Nobody paid."]),
        ("“We left.” He sat down.", ["“We left.”", "He sat down."]),
        ('"Will they come?" Nobody knew.', ['"Will they come?"', "Nobody knew."]),
        ("He left (in 2019.) She stayed.", ["He left (in 2019.)", "She stayed."]),
        ("Was it over? Yes! “Good.” So be it…", ["Was it over?", "Yes!", "“Good.”", "So be it…"]),
        ("the end. of it", ["the end. of it"]),
        ("", []),
        (" \n\n \t ", []),
        ("No stop at the end", ["No stop at the end"]),
    ],
)
def test_where_sentences_end(text: str, wanted: list[str]) -> None:
    assert pieces(text) == wanted


def test_blank_lines_end_sentences() -> None:
    assert pieces("Headline here\n\nThe text begins.") == ["Headline here", "The text begins."]


def test_a_short_line_is_a_paragraph_of_its_own() -> None:
    assert pieces("By A Reporter\nThe army left.") == ["By A Reporter", "The army left."]


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "The ministers of the two states met on the third day of the talks\n"
        "and agreed to open the border crossing again before the winter be-\n"
        "gins. They will meet again."
    )
    assert len(pieces(text)) == 2
    assert pieces(text)[0].endswith("gins.")


def test_the_title_stands_apart() -> None:
    title = "Army leaves. Nobody asks why"
    text = f"{title}\nThe army left."
    assert pieces(text, title) == [title, "The army left."]
    assert pieces("The army left.", title) == ["The army left."]


@pytest.mark.parametrize("titled", [False, True])
def test_no_sentence_is_longer_than_the_bound(titled: bool) -> None:
    text = "word " * 2000 + "x" * (3 * LONGEST)
    found = split(text, text if titled else None)
    assert max(s.end - s.start for s in found) <= LONGEST
    assert "".join(s.of(text) for s in found).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="aB .!?\n\t\"”'(U.S.1…é", max_size=300))
def test_spans_are_in_order_trimmed_and_lose_only_space(text: str) -> None:
    spans = split(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize("unit", ["word ", "x", "Mr. ", '."', "U.S. A. ", "short line\n", ". . "])
def test_a_line_without_end_is_cut_and_lost_nowhere(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    spans = split(text)
    assert all(0 < span.end - span.start <= LONGEST for span in spans)
    assert "".join(span.of(text) for span in spans).replace(" ", "") == "".join(text.split())
