"""Marks on machine-coded events: each told of the rows that bear it, and of no other."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from patronage import datasets
from patronage.datasets.quality import MARKS, Quality, quality, quality_of
from patronage.errors import UnknownNameError
from patronage.records import Problem

from .gdelt_file import row, write

ICEWS = Path(__file__).parents[3] / "shared/reference/icews/events.2018.sample.tab"


def marks(tmp_path: Path, lines: list[str], dataset: str = "gdelt2") -> dict[str, list[int]]:
    """For each mark the rows, from 1, that bear it."""
    masks = quality_of(dataset, write(tmp_path / "a.csv", lines)).masks
    return {
        name: [n for n, struck in enumerate(masks[name].to_pylist(), 1) if struck]
        for name in masks.column_names
    }


def test_one_event_or_story_told_again(tmp_path: Path) -> None:
    lines = [
        row(GLOBALEVENTID="1", SOURCEURL="u:1"),
        row(GLOBALEVENTID="1", SOURCEURL="u:2"),
        row(GLOBALEVENTID="2", SOURCEURL="u:1"),
        row(GLOBALEVENTID="3", SOURCEURL="u:1", EventCode="190"),
        row(GLOBALEVENTID="4", SOURCEURL=""),
        row(GLOBALEVENTID="5", SOURCEURL=""),
        row(GLOBALEVENTID="", SOURCEURL="u:3"),
        row(GLOBALEVENTID="", SOURCEURL="u:4"),
    ]
    found = marks(tmp_path, lines)
    assert found["same event"] == [2]
    assert found["same story"] == [3]


def test_a_state_toward_itself(tmp_path: Path) -> None:
    lines = [
        row(),
        row(Actor1CountryCode="VEN"),
        row(Actor1CountryCode="", Actor2CountryCode=""),
        row(Actor1CountryCode="VEN", Actor1Type1Code="OPP"),
    ]
    assert marks(tmp_path, lines)["self dyad"] == [2]


@pytest.mark.parametrize("dataset", ["gdelt1", "gdelt2"])
def test_the_change_and_what_is_told_late(tmp_path: Path, dataset: str) -> None:
    tail = "" if dataset == "gdelt1" else "001500"
    told = [
        ("20150216", "20150217"), ("20150217", "20150218"), ("20140218", "20150218"),
        ("20150119", "20150218"), ("20150118", "20150218"),
    ]  # fmt: skip
    lines = [row(dataset, SQLDATE=day, DATEADDED=added + tail) for day, added in told]
    found = marks(tmp_path, lines, dataset)
    assert found["since 2015 change"] == [2, 3, 4, 5]
    assert found["republished"] == [3, 5]


def test_nothing_is_left_out_unless_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(), row(Actor1CountryCode="VEN"), row()])
    acts, originals = [], []
    for found in datasets.read("gdelt2", path):
        assert not isinstance(found, Problem) and found.acts is not None
        acts.append(found.acts)
        originals.append(found.original)
    whole = pa.concat_tables(acts)
    seen = quality(whole, pa.concat_tables(originals))
    assert seen.masks.num_rows == whole.num_rows == 3
    assert seen.counts == {
        "same event": 2, "same story": 1, "self dyad": 1, "since 2015 change": 3, "republished": 0,
    }  # fmt: skip
    assert seen.without(whole, []).num_rows == 3
    assert seen.without(whole, ["self dyad"])["row"].to_pylist() == [1, 3]
    assert seen.without(whole, ["self dyad", "same story"])["row"].to_pylist() == [1]
    with pytest.raises(UnknownNameError, match="self dyad"):
        seen.without(whole, ["self"])


def test_an_unreadable_file_has_no_marks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    found = quality_of("gdelt2", tmp_path / "a.csv")
    assert isinstance(found, Quality)
    assert found.counts == dict.fromkeys(MARKS, 0)


@pytest.mark.skipif(not ICEWS.exists(), reason="../shared is absent: no ICEWS sample to mark")
def test_the_icews_sample() -> None:
    found = quality_of("icews", ICEWS)
    assert found.masks.num_rows == 3705
    assert found.counts["same event"] == 0
    assert found.counts["since 2015 change"] == 0
    assert 0 < found.counts["self dyad"] < 3705
