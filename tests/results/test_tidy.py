"""Results as frames: one row a thing, lists of evidence, gaps as nulls, and the way back in."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

import patronage
import patronage.results
from patronage import measures
from patronage.errors import UsageError
from patronage.results import Estimate, Point, Series, Several

YEAR = Point(dt.date(2018, 1, 1), dt.date(2019, 1, 1), 2.0, 0.6, 5.5, 2, ("e1", "e2"))
BARE = Point(dt.date(2019, 1, 1), dt.date(2020, 1, 1), None, None, None, 0)
SERIES = Series("backing", "VEN", "RUS", "episodes", "year", 0.9, (YEAR, BARE))
ROW = {"id": "1", "actor": "RUS", "recipient": ["VEN"], "type": "AID", "polarity": "support",
       "status": "occurred", "available": dt.date(2018, 5, 4), "document": "d1"}  # fmt: skip


def test_a_series_is_a_row_for_each_period_with_gaps_as_nulls() -> None:
    table = Several([SERIES]).to_arrow()
    assert table["value"].to_pylist() == [2.0, None]
    assert table["evidence"].to_pylist() == [["e1", "e2"], []]
    assert table["end"].to_pylist() == [dt.date(2019, 1, 1), dt.date(2020, 1, 1)]


def test_pandas_and_polars_hold_what_arrow_holds() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    several = Several([SERIES])
    assert several.to_pandas()["value"].isna().tolist() == [False, True]
    assert isinstance(several.to_pandas(), pandas.DataFrame)
    assert several.to_polars()["value"].to_list() == [2.0, None]
    assert isinstance(several.to_polars(), polars.DataFrame)


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(UsageError, match="pip install polars"):
        Several([SERIES]).to_polars()


def test_an_estimate_inside_a_result_keeps_its_interval() -> None:
    one = Estimate("share", "share", 0.5, 0.2, 0.8, 0.9, 4, ("e1",))
    share = patronage.results.Share("RUS", None, one)
    [row] = Several([share]).rows()
    assert (row["part"], row["part_low"], row["part_high"], row["part_n"]) == (0.5, 0.2, 0.8, 4)


def test_what_has_no_rows_says_so() -> None:
    with pytest.raises(UsageError, match="No rows of 'int'"):
        Several([3]).rows()


def test_a_notebook_shows_rows_with_texts_escaped() -> None:
    shown = Several([Series("<b>", "VEN", None, "u", "year", 0.9, (YEAR,))])._repr_html_()
    assert "&lt;b&gt;" in shown and "<b>" not in shown
    assert "1 rows" in shown and "2018-01-01" in shown
    assert Several([])._repr_html_().count("None we found") == 1


@pytest.mark.parametrize("kind", ["rows", "arrow", "pandas", "polars"])
def test_events_come_in_from_any_frame_and_are_measured(kind: str) -> None:
    import pyarrow as pa

    given: object = [ROW]
    if kind == "arrow":
        given = pa.Table.from_pylist([ROW])
    elif kind == "pandas":
        given = pytest.importorskip("pandas").DataFrame([ROW])
    elif kind == "polars":
        given = pytest.importorskip("polars").DataFrame([ROW])
    frame = patronage.event_frame(given)
    assert frame.schema == measures.empty_frame().schema
    [series] = measures.backing(frame, "VEN", grain="year")
    assert [(p.start.year, p.value) for p in series.points] == [(2018, 1.0)]


def test_a_frame_without_a_needed_column_is_refused() -> None:
    with pytest.raises(UsageError, match="no column status"):
        patronage.event_frame([{k: v for k, v in ROW.items() if k != "status"}])
    with pytest.raises(UsageError, match="does not fit"):
        patronage.event_frame([ROW | {"start": "soon"}])
    with pytest.raises(UsageError, match="No frame of events"):
        patronage.event_frame("events.csv")


def test_coded_events_go_out_and_come_in_as_they_were(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Russia sent two tankers of fuel to Venezuela on 4 May 2018.", "utf-8")
    events = patronage.table(patronage.code([text]))
    [row] = events.rows()
    assert (row["actor"], row["recipient"], row["type"]) == (["RUS"], ["VEN"], "AID")
    assert row["start"] == dt.date(2018, 5, 4)
    direct = patronage.event_frame(events)
    again = patronage.event_frame(events.to_arrow())
    assert direct.drop_columns("available") == again.drop_columns("available")
    assert "AID" in events._repr_html_()


def test_no_library_of_frames_comes_with_the_package() -> None:
    code = (
        "import patronage, patronage.results, sys; "
        "print({'pandas', 'polars', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
