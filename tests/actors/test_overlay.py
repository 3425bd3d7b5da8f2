"""A user's own names: rows that hold, rows that do not, and how they stand beside the codebook."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.actors import Gazetteer, Mention, gazetteer, overlay
from patronage.actors.overlay import COLUMNS, KINDS
from patronage.errors import UsageError

HEADER = ",".join(COLUMNS)


def found(rows: str, text: str, date: dt.date | None = None) -> list[Mention]:
    kept, problems = overlay(f"{HEADER}\n{rows}\n", "mine.csv")
    assert problems == ()
    return Gazetteer(overlay=kept).find(text, date)


def test_a_body_is_added_with_its_aliases() -> None:
    rows = "Sable Front,SF|Sables,PER,,REB,armed-group,,"
    told = [(m.text, m.country, m.sector) for m in found(rows, "The Sable Front and Chile met. SF")]
    assert told == [("Sable Front", "PER", "REB"), ("Chile", "CHL", None), ("SF", "PER", "REB")]


def test_a_name_of_the_codebook_is_read_as_the_file_says() -> None:
    assert [m.country for m in gazetteer().find("Hezbollah spoke.")] == ["LBN"]
    (mention,) = found("Hezbollah,,,XHZ,PRM,,,", "Hezbollah spoke.")
    assert (mention.country, mention.code, mention.sector) == (None, "XHZ", "PRM")


def test_a_name_can_be_made_no_actor() -> None:
    assert found("Peru,,,,,not an actor,,", "Peru met Chile.")[0].country == "CHL"


def test_a_person_comes_back_by_surname_and_by_date() -> None:
    rows = "Ada Quorn,,NZL,,GOV,person,2001-01-01,2005-01-01"
    text = "Ada Quorn met Chile. Later Quorn left."
    then = found(rows, text, dt.date(2003, 1, 1))
    assert [(m.text, m.country, m.name) for m in then if m.kind == "leader"] == [
        ("Ada Quorn", "NZL", "Ada Quorn"),
        ("Quorn", "NZL", "Ada Quorn"),
    ]


def test_a_person_of_the_codebook_gives_way() -> None:
    told = found("Vladimir Putin,,AUT,,BUS,person,,", "Vladimir Putin sang. Putin bowed.")
    assert [(m.country, m.sector) for m in told] == [("AUT", "BUS"), ("AUT", "BUS")]


def test_states_names_are_composed_as_the_codebooks_are() -> None:
    rows = "Orsinia,,HUN,,,name,,\nOrsinian,,HUN,,,adjective,,"
    told = found(rows, "Orsinian troops left Orsinia.")
    assert [(m.text, m.country, m.sector) for m in told] == [
        ("Orsinian troops", "HUN", "MIL"),
        ("Orsinia", "HUN", None),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",,PER,,,,,", "has no name"),
        ("Blue,,XXX,,,,,", "'XXX' is no state"),
        ("Blue,,PER,,ARMY,,,", "'ARMY' is no sector"),
        ("Blue,,PER,,,tribe,,", "'tribe' is no kind"),
        ("Blue,,,,,,,", "says nothing"),
        ("Blue,,,BLU,,name,,", "of no state"),
        ("Blue,,PER,,,,soon,", "'soon' is no date"),
        ("Blue,,PER,,,,2020-01-01,2019-01-01", "not after its start"),
        ("Blue,,PER,,,,,,,more", "cells under"),
    ],
)
def test_a_row_that_does_not_hold_is_told_and_the_rest_is_read(row: str, told: str) -> None:
    kept, problems = overlay(f"{HEADER}\n{row}\nGreen,,PER,,,,,\n", "mine.csv")
    assert [one["name"] for one in kept.rows] == ["Green"]
    assert problems[0].source == "mine.csv"
    assert problems[0].place == "row 2"
    assert told in problems[0].message
    assert problems[0].mend
    assert problems[0].lost


def test_a_header_of_another_table_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="'label'"):
        overlay("name,label\nx,y\n", "mine.csv")
    with pytest.raises(UsageError, match="no column 'name'"):
        overlay("", "mine.csv")


def test_the_hash_tells_rows_apart_and_nothing_else() -> None:
    one = overlay(f"{HEADER}\nBlue,,PER,,,,,\n", "a.csv")[0]
    same = overlay("name,country\n Blue ,PER\n\n", "b.csv")[0]
    other = overlay("name,country\nBlue,CHL\n", "c.csv")[0]
    assert one.hash == same.hash != other.hash
    assert overlay(HEADER, "d.csv")[0].hash == ""


def test_a_gazetteer_knows_its_overlay_and_the_codebooks_own_stays_as_it_is() -> None:
    kept, _ = overlay("name,country\nPeru,CHL\n", "a.csv")
    assert Gazetteer(overlay=kept).overlay == kept.hash
    assert gazetteer().overlay == ""
    assert [m.country for m in gazetteer().find("Peru spoke.")] == ["PER"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=12), st.sampled_from(["", "PER", "ZZZ"]), st.sampled_from(KINDS)
        ),
        max_size=8,
    )
)
def test_every_row_is_kept_or_told(rows: list[tuple[str, str, str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "country", "kind"])
    cleaned = [("".join(c for c in n if c.isprintable()), s, k) for n, s, k in rows]
    writer.writerows(cleaned)
    kept, problems = overlay(out.getvalue(), "any.csv")
    told = {problem.place for problem in problems}
    assert len(kept.rows) + len(told) == len(cleaned)
