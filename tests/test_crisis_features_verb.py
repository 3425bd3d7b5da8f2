"""From registers in a ledger to probabilities, without a table of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from patronage import crisis, pipeline
from patronage.cli import app
from patronage.errors import PatronageError, UsageError

NUMBERS = {"VEN": 101, "USA": 2, "RUS": 365, "CHN": 710}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with capabilities of four states up to 2015, and nothing else."""
    place = tmp_path_factory.mktemp("situations")
    rows = [(code, year) for code in NUMBERS.values() for year in range(2010, 2016)]
    names = ("milex", "milper", "irst", "pec", "tpop", "upop")
    table = {"ccode": [c for c, _ in rows], "year": [y for _, y in rows]}
    table |= {name: [1.0] * len(rows) for name in names}
    table["cinc"] = [code / 10_000 for code, _ in rows]
    pq.write_table(pa.table(table), place / "nmc.parquet")
    pipeline.load("cow_nmc", [place / "nmc.parquet"], place / "ledger")
    return place


def test_features_come_with_ages_and_lead_to_probabilities(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.parquet"
    call = ["crisis", "features", "--target", "Venezuela", "--coercer", "USA", "--patron", "RUS",
            "--patron", "CHN", "--year", "2018", "--out", str(out), "--ledger",
            str(book / "ledger"), "--know", "gravty=5", "--know", "RUS:past_sup_PT=2"]  # fmt: skip
    done = CliRunner().invoke(app, call)
    assert done.exit_code == 0, done.output
    said = [json.loads(text) for text in done.stdout.splitlines() if text.startswith("{")]
    assert [one["patron"] for one in said] == ["RUS", "CHN"]
    assert said[0]["carried"]["cinc_T"] == 3
    assert "def_PT" in said[0]["missing"] and "gravty" not in said[0]["missing"]
    table = pq.read_table(out)
    assert table["T"].to_pylist() == [101, 101] and table["P"].to_pylist() == [365, 710]
    assert table["cinc_P"].to_pylist() == pytest.approx([0.0365, 0.071])
    assert table["age_cinc_P"].to_pylist() == [3.0, 3.0]
    assert table["past_sup_PT"].to_pylist() == [2.0, None]
    assert table["def_PT"].to_pylist() == table["age_def_PT"].to_pylist() == [None, None]
    made = pipeline.crisis_predict(out, tmp_path / "p.parquet")
    assert made["forecast"] == made["later"] == 2 and made["extrapolated"] == 1
    assert "2 rows lie after 1989" in made["note"]
    given = pq.read_table(tmp_path / "p.parquet")
    sums = sum(given[f"p_{n}"].to_numpy() for n in crisis.ALTERNATIVES)
    assert sums == pytest.approx([1, 1])
    assert given["extrapolated"].to_pylist() == [False, True]


def test_as_of_takes_away_what_was_not_known_yet(book: Path, tmp_path: Path) -> None:
    import datetime as dt

    asked = [("VEN", "USA", "RUS", 2018)]
    made = pipeline.crisis_features(asked, tmp_path / "f.parquet", ledger=book / "ledger",
                                    as_of=dt.date(2015, 6, 1))  # fmt: skip
    assert made["rows"][0]["carried"]["cinc_T"] == 7  # 2011 and three years' lag
    assert "atop" in made["absent"] and made["registers"] == ["cow_nmc"]


@pytest.mark.parametrize(
    ("asked", "known", "says"),
    [
        (("VEN", "USA", "USA", 2018), (), "three states"),
        (("VEN", "USA", "RUS", 18), (), "out of range"),
        (("VEN", "USA", "XQZ", 2018), (), "No state"),
        (("VEN", "USA", "RUS", 2018), ("grvty=5",), "gravty"),
        (("VEN", "USA", "RUS", 2018), ("gravty",), "NAME=NUMBER"),
        (("VEN", "USA", "RUS", 2018), ("CHN:gravty=5",), "no patron"),
    ],
)
def test_a_bad_call_says_what_to_mend(
    book: Path, tmp_path: Path, asked: tuple[str, str, str, int], known: tuple[str, ...], says: str
) -> None:
    with pytest.raises(PatronageError, match=says):
        pipeline.crisis_features(
            [asked], tmp_path / "f.parquet", ledger=book / "ledger", known=known
        )


def test_no_situation_is_refused(book: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No situation"):
        pipeline.crisis_features([], tmp_path / "f.parquet", ledger=book / "ledger")
