"""``patronage audit`` as a script sees it, and what a look back may know."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.datasets.sipri_file import deal, write

from patronage import pipeline
from patronage.codebook import rows

TEXT = (
    "Venezuela ordered arms worth 30 million TIV from Russia between 2001 and 2006.\n\n"
    "Russia sold arms worth $9 billion to Venezuela between 2001 and 2006, according to SIPRI.\n\n"
    "Nicolás Maduro took office in 2013.\n"
)
FIELDS = (
    *("kind", "claims", "sentence", "calculation", "limits", "evidence", "register", "checks"),
    *("breaks", "explanations"),
)


def patronage(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from patronage.cli import main; main()", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def kinds(found: list[dict]) -> dict[str, list[str]]:
    return {one["claim"]["quote"]: sorted(v["kind"] for v in one["verdicts"]) for one in found}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    early = [deal(ordered=2001), deal(ordered=2004, delivered=2005, tiv=20, arrived=20)]
    late = [deal(ordered=2015, delivered=2016, tiv=900, arrived=900)]
    write(folder / "early.csv", early)
    write(folder / "both.csv", [*early, *late])
    for name in ("early", "both"):
        pipeline.load("sipri", [folder / f"{name}.csv"], folder / name)
    return folder


def test_each_claim_comes_with_its_verdicts_as_a_line(desk: Path) -> None:
    run = patronage("audit", "text.txt", "--ledger", "early", "--published", "2020-01-01", cwd=desk)
    assert run.returncode == 0, run.stderr
    found = lines(run.stdout)
    assert all(set(one) == {"claim", "verdicts"} for one in found)
    text = (desk / "text.txt").read_text(encoding="utf-8")
    words = {row["verdict"] for row in rows("verdicts")}
    for one in found:
        start, end = one["claim"]["span"]
        assert text[start:end] == one["claim"]["quote"]
        assert one["verdicts"]
        for verdict in one["verdicts"]:
            assert set(FIELDS) <= set(verdict)
            assert verdict["kind"] in words and one["claim"]["id"] in verdict["claims"]
    (arms,) = [o for o in found if "TIV" in o["claim"]["quote"]]
    (verdict,) = arms["verdicts"]
    assert (verdict["kind"], verdict["register"]) == ("supported", "sipri")
    (check,) = verdict["checks"]
    assert (check["operation"], check["value"], check["start"]) == ("sum", 30.0, "2001-01-01")
    assert check["rows"] == verdict["evidence"] and len(check["rows"]) == 2
    (dollars,) = [o for o in found if "$9" in o["claim"]["quote"]]
    assert [v["kind"] for v in dollars["verdicts"]] == [
        "wrong measure or unit",
        "attribution not found in the register",
    ]


def test_without_a_ledger_a_note_and_the_table_of_leaders(desk: Path) -> None:
    run = patronage("audit", "text.txt", "--published", "2020-01-01", cwd=desk)
    assert run.returncode == 0
    assert "No ledger, so no register is asked" in run.stderr
    assert "patronage load --list" in run.stderr
    told = kinds(lines(run.stdout))
    (office,) = [k for quote, k in told.items() if "took office" in quote]
    assert office == ["supported"]
    assert {kind for k in told.values() for kind in k} == {"supported", "not checkable here"}


def test_a_named_ledger_that_is_not_there_is_told(desk: Path) -> None:
    run = patronage("audit", "text.txt", "--ledger", "nowhere", cwd=desk)
    assert run.returncode in (1, 2)
    assert "nowhere" in run.stderr


def test_bad_dates_and_inputs_are_told(desk: Path) -> None:
    assert patronage("audit", "nofile.txt", "--ledger", "early", cwd=desk).returncode == 2
    run = patronage("audit", "text.txt", "--as-of", "2020-13-01", "--ledger", "early", cwd=desk)
    assert (run.returncode, "is no date" in run.stderr) == (2, True)
    (desk / "empty.txt").write_bytes(b"")
    run = patronage("audit", "empty.txt", "--ledger", "early", cwd=desk)
    assert (run.returncode, run.stdout) == (3, "")


def audited(desk: Path, ledger: str, as_of: dt.date | None) -> list[tuple[str, str, str]]:
    found = pipeline.audit(
        [desk / "text.txt", desk / "later.txt"], ledger=desk / ledger, as_of=as_of,
        published=dt.date(2020, 1, 1), workers=1,
    )  # fmt: skip
    return [(one.claim.quote, v.kind, v.sentence) for one in found for v in one.verdicts]


@pytest.mark.parametrize("as_of", [dt.date(2007, 6, 1), dt.date(2010, 1, 1), dt.date(2016, 3, 1)])
def test_rows_that_come_later_change_nothing_as_of_an_earlier_day(
    desk: Path, as_of: dt.date
) -> None:
    (desk / "later.txt").write_text(
        "Venezuela ordered arms worth 930 million TIV from Russia between 2001 and 2018.\n\n"
        "Venezuela ordered arms worth 900 million TIV from Russia in 2015.\n\n"
        "Russia is Venezuela's largest arms supplier.\n\n"
        "Venezuela ordered 8 Kite aircraft from Russia between 2001 and 2006.\n\n"
        "Russian arms deliveries to Venezuela are declining.\n",
        encoding="utf-8",
    )
    assert audited(desk, "early", as_of) == audited(desk, "both", as_of)
    assert audited(desk, "early", None) != audited(desk, "both", None)


def test_as_of_cuts_what_a_register_covers(desk: Path) -> None:
    def of(day: dt.date | None) -> set[str]:
        told = audited(desk, "both", day)
        return {kind for quote, kind, _ in told if "30 million TIV" in quote and "930" not in quote}

    # SIPRI tells a year in the March after it: of 2001 to 2006, 2001 alone is known then.
    assert of(dt.date(2002, 6, 1)) == {"register silent"}
    assert of(dt.date(2007, 6, 1)) == {"supported"}
    assert of(None) == {"supported"}


def test_verdicts_as_a_table(desk: Path) -> None:
    found = pipeline.audit(
        [desk / "text.txt"], ledger=desk / "early", published=dt.date(2020, 1, 1), workers=1
    )
    table = pipeline.verdict_table(found).to_pylist()
    assert [(row["quote"], row["verdict"]) for row in table] == [
        (one.claim.quote, v.kind) for one in found for v in one.verdicts
    ]
    (arms,) = [row for row in table if row["unit"] == "TIV"]
    assert (arms["giver"], arms["receiver"], arms["value"]) == ("RUS", "VEN", 3e7)
    assert (arms["start"], arms["end"]) == (dt.date(2001, 1, 1), dt.date(2007, 1, 1))
    assert len(arms["evidence"]) == 2
    assert pipeline.verdict_table([]).num_rows == 0


def test_on_a_terminal_the_words_are_told() -> None:
    from io import StringIO
    from unittest.mock import patch

    from patronage.pipeline.auditing import Audited
    from patronage.records import Claim, Span
    from patronage.results import Verdict
    from patronage.terminal import verdicts_list

    claim = Claim(
        "c", "d", 0, Span(0, 1), "a\n quote", "date", (), None, None, None, ()
    )  # fmt: skip
    verdict = Verdict("supported", ("c",), "It is [so].", "1 + 1", "none")
    with patch("sys.stdout", StringIO()) as out:
        verdicts_list([Audited(claim, (verdict,))])
    assert "date: a quote" in out.getvalue()
    assert "supported. It is [so]." in out.getvalue() and "1 + 1" in out.getvalue()
