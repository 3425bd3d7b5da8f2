"""Names in texts: tables read, spans kept, laws of swapping and slicing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.actors import Gazetteer, gazetteer
from patronage.codebook import rows
from patronage.records import Span

STATES = {
    "Russia": "RUS",
    "China": "CHN",
    "Iran": "IRN",
    "Venezuela": "VEN",
    "France": "FRA",
    "Brazil": "BRA",
    "Kenya": "KEN",
    "Vietnam": "VNM",
    "Israel": "ISR",
    "Ukraine": "UKR",
}
SENTENCES = (
    "{0} sent arms to {1}.",
    "Officials from {0} said that {1} had asked for loans.",
    "{0}'s army and {1}'s navy trained in {2}.",
    "As pressure on {0} grew, {1} and {2} held back.",
)


def _tables(**extra: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    blank = {"start": "", "end": "", "note": "", "sector": ""}
    names = [
        {**blank, "iso3": "AAA", "text": "Arcadia", "kind": "name"},
        {**blank, "iso3": "AAA", "text": "Arcadian", "kind": "adjective"},
        {**blank, "iso3": "BBB", "text": "Baratia", "kind": "name", "end": "2000-01-01"},
        {**blank, "iso3": "CCC", "text": "Baratia", "kind": "name", "start": "2000-01-01"},
    ]
    nouns = [{"text": "soldier", "plural": "soldiers", "sector": "MIL", "kind": "person"}]
    return {"state_names": names, "nouns": nouns, **extra}


def test_reads_tables_given_to_it() -> None:
    found = Gazetteer(_tables()).find("Arcadian soldiers left Arcadia.")
    assert [(m.text, m.country, m.sector) for m in found] == [
        ("Arcadian soldiers", "AAA", "MIL"),
        ("Arcadia", "AAA", None),
    ]


def test_a_name_means_who_bore_it_at_the_date() -> None:
    book = Gazetteer(_tables())
    assert book.find("Baratia fell.", dt.date(1990, 1, 1))[0].country == "BBB"
    assert book.find("Baratia fell.", dt.date(2010, 1, 1))[0].country == "CCC"
    assert book.find("Baratia fell.")[0].country == "CCC"


def test_leaders_need_no_code() -> None:
    row = {"iso3": "AAA", "name": "Ana Belmar", "aliases": "", "office": "head of state"}
    leaders = [{**row, "start": "2010-01-01", "end": "2015-01-01", "note": ""}]
    book = Gazetteer(_tables(leaders=leaders))
    sectors = [book.find("Belmar spoke.", dt.date(year, 6, 1))[0].sector for year in (2012, 2020)]
    assert sectors == ["GOV", "ELI"]


def test_every_state_is_found_by_its_name() -> None:
    book = gazetteer()
    lost = []
    for row in rows("states"):
        found = book.find(f"Envoys praised {row['name']} and Luxembourg today.")
        if not any(m.country == row["iso3"] for m in found) and not row["end"]:
            lost.append(row["name"])
    assert lost == []


def test_immutable_mentions() -> None:
    mention = gazetteer().find("Chile")[0]
    with pytest.raises(AttributeError):
        mention.country = "ARG"  # type: ignore[misc]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_spans_slice_to_their_texts_and_do_not_overlap(text: str) -> None:
    before = Span(0, 0)
    for mention in gazetteer().find(text):
        assert mention.span.of(text) == mention.text
        # One name may stand for several states ("the E3"): then they share its span.
        assert mention.span == before or mention.span.start >= before.end
        before = mention.span


@settings(max_examples=60, deadline=None)
@given(st.permutations(sorted(STATES)), st.sampled_from(SENTENCES))
def test_swapping_states_swaps_the_mentions(order: list[str], frame: str) -> None:
    plain, swapped = order[:3], order[3:6]
    first = gazetteer().find(frame.format(*plain))
    second = gazetteer().find(frame.format(*swapped))
    renamed = dict(zip(plain, swapped, strict=True))
    expected = [STATES[renamed[name]] for m in first for name in plain if STATES[name] == m.country]
    assert [m.country for m in second] == expected
    assert [(m.kind, m.sector, m.place, m.owner) for m in first] == [
        (m.kind, m.sector, m.place, m.owner) for m in second
    ]


@pytest.mark.parametrize(
    "piece", ["Russia, ", "Russia and China ", "Abc ", "U.S.", "Iran's ", '"', "a", "said "]
)
def test_a_long_line_is_read_as_a_short_one_is(piece: str) -> None:
    def countries(count: int) -> set[str | None]:
        return {mention.country for mention in gazetteer().find(piece * count)}

    assert countries(30_000) == countries(100)
