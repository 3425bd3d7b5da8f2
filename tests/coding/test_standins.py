"""Stand-ins: what the parser sees, and the way back to the document's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patronage.actors import Cast, Mention, gazetteer
from patronage.coding import sentences
from patronage.coding.standins import reading
from patronage.records import Span

TEXTS = (
    "Moldova and Kyrgyzstan asked Uruguay's army for lorries.",
    "The Élysée told Mr Lukashenko that Lao, Bhutanese and Swiss envoys had left Niamey.",
    "“Ouagadougou will pay,” said Burkina Faso’s Ibrahim Traoré of the IMF’s loan.",
    "Tonga Sends Boats to Samoa, Says Fijian Navy",
    "It rained.",
)


def mentions_of(text: str) -> list[Mention]:
    return list(Cast(gazetteer(), text, [Span(0, len(text))], None).in_sentence(0))


@pytest.mark.parametrize("headline", [False, True])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("base", [0, 41])
def test_any_range_leads_back_to_whole_words(text: str, base: int, headline: bool) -> None:
    document = "x" * base + text
    mentions = [
        Mention(**{**_fields(m), "span": Span(m.span.start + base, m.span.end + base)})
        for m in mentions_of(text)
    ]
    read = reading(text, base, mentions, headline=headline)
    for start in range(len(read.text)):
        for end in range(start + 1, len(read.text) + 1):
            span = read.document_span(start, end)
            assert base <= span.start < span.end <= len(document)
            own = read.text[start:end]
            if not any(read.names[_piece(read.starts, i)] for i in range(start, end)):
                assert span.of(document).lower() == own.lower()


@pytest.mark.parametrize("text", TEXTS)
def test_a_stand_in_gives_its_whole_name(text: str) -> None:
    read = reading(text, 0, mentions_of(text))
    for i, name in enumerate(read.names):
        if name:
            end = read.starts[i + 1] if i + 1 < len(read.starts) else len(read.text)
            assert read.document_span(read.starts[i], end) == read.origins[i]


@given(st.text(min_size=1, max_size=80), st.integers(0, 500), st.data())
def test_without_names_it_is_the_text_itself(text: str, base: int, data: st.DataObject) -> None:
    read = reading(text, base, [])
    assert read.text == text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert read.document_span(start, end) == Span(base + start, base + end)


def test_another_country_is_read_as_the_same_sentence() -> None:
    first = "Togo lent Benin money, and Togolese envoys met Benin's leader."
    second = "Peru lent Chad money, and Peruvian envoys met Chad's leader."
    assert (
        reading(first, 0, mentions_of(first)).text == reading(second, 0, mentions_of(second)).text
    )


def test_headlines_lose_capitals_that_are_no_names() -> None:
    text = "Tonga Sends Boats to Samoa"
    read = reading(text, 0, mentions_of(text), headline=True)
    assert "sends boats to" in read.text
    assert "Sends Boats to" in reading(text, 0, mentions_of(text)).text


def test_sentences_of_a_document_keep_their_offsets() -> None:
    text = "It rained.\n\nOn Monday Togo lent Benin money."
    spans = sentences.split(text)
    cast = Cast(gazetteer(), text, spans, None)
    last = spans[-1]
    read = reading(last.of(text), last.start, cast.in_sentence(len(spans) - 1))
    at = read.text.index("lent")
    assert read.document_span(at, at + 4).of(text) == "lent"


def _fields(mention: Mention) -> dict[str, object]:
    return {name: getattr(mention, name) for name in mention.__dataclass_fields__}


def _piece(starts: tuple[int, ...], at: int) -> int:
    return max(i for i, start in enumerate(starts) if start <= at)
