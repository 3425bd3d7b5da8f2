"""The work of reading grows as the text does, whatever the text is made of.

Work is counted in calls of functions, which no busy machine changes; twice the text may cost a
little more than twice the calls, as a few things are done once.
"""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from patronage.actors import Cast, Unmatched, gazetteer, meanings
from patronage.records import Span

PIECES = {
    "one line": "Russia sent arms to Venezuela and the president said that he knew ",
    "nested possessives": "Russia's ally's minister's ",
    "nested of": "the minister of the government of the neighbour of Russia ",
    "commas": ", ",
    "names and commas": "Russia, China, Iran, ",
    "mixed scripts": "Россия Russia 中国 China روسيا ",
    "zero-width marks": "Rus\u200bsia\u200d \u200b",
    "capitals": "Aaa Bbb Ccc ",
    "ambiguous names": "Georgia and Jordan and Chad ",
    "surnames": "Owen Bush and Bush and Castro ",
    "hyphens": "Franco-German-US-led-",
    "dots": "U.S.",
    "articles": "the ",
    "definite phrases": "the party the former the lender the country ",
    "collectives": "the E3 and Nordic prime ministers ",
    "quotations": "“We shall,” Putin said. ",
    "combining marks": "e\u0301",
    "apostrophes": "'s ",
}


def calls(text: str) -> int:
    """How many functions are called to read a text."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    book = gazetteer()
    sys.setprofile(note)
    try:
        Cast(book, text, [Span(0, len(text))])
        Unmatched(book).read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", PIECES)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    piece = PIECES[name]
    many = 16_000 // len(piece)
    calls(piece * 10)  # what is done once is done here
    assert calls(piece * many * 2) <= 2.3 * calls(piece * many) + 200


@pytest.mark.parametrize("name", PIECES)
def test_mentions_slice_to_their_texts(name: str) -> None:
    text = PIECES[name] * 200
    cast = Cast(gazetteer(), text, [Span(0, len(text))])
    assert all(mention.span.of(text) == mention.text for mention in cast.mentions)


def test_a_line_of_a_megabyte_is_read_to_its_end() -> None:
    text = "a" * 1_000_000 + " and Peru's army"
    assert [m.country for m in gazetteer().find(text)] == ["PER"]


def test_ten_thousand_commas_hide_no_one() -> None:
    assert [m.country for m in gazetteer().find("Peru" + "," * 10_000 + " Chile")] == ["PER", "CHL"]


def test_a_phrase_is_found_in_a_long_context() -> None:
    context = "It rained, and rained. " * 4_000 + "Then Peru's army left."
    assert [one.actor.country for one in meanings("Peru's army", context)] == ["PER"]
