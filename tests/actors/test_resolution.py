"""Bare actor phrases: country, sector and name; the shared phrases where they lie near."""

from __future__ import annotations

import datetime as dt

import pytest

from patronage.actors import resolve


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("a Greek destroyer", "GRC", "MIL"),
        ("soldiers", None, "MIL"),
        ("Nairobi police", "KEN", "COP"),
        ("Kenya's farmers", "KEN", "AGR"),
        ("the Dutch", "NLD", None),
        ("People's Republic of China", "CHN", None),
        ("Swedish Prime Minister Ulf Testsson", "SWE", "GOV"),
        ("officials in Lima", "PER", "GOV"),
    ],
)
def test_phrase(text: str, country: str | None, sector: str | None) -> None:
    actor = resolve(text)[0]
    assert (actor.country, actor.sector) == (country, sector)


def test_nobody_known_is_nobody() -> None:
    assert resolve("puppies") == []
    assert resolve("") == []


def test_several_actors_keep_their_order() -> None:
    assert [a.country for a in resolve("Chile, Peru and Bolivia")] == ["CHL", "PER", "BOL"]


def test_context_gives_the_country() -> None:
    assert resolve("soldiers", "a Brazilian base")[0].country == "BRA"


def test_spans_slice_to_the_phrase() -> None:
    text = "members of the Kenyan army"
    assert all(actor.span.of(text) == actor.text for actor in resolve(text, "Uganda"))


def test_date_decides_the_office() -> None:
    then, later = (resolve("Barack Obama", date=dt.date(y, 6, 1))[0] for y in (2012, 2020))
    assert (then.sector, later.sector) == ("GOV", "ELI")
