"""``patronage measure`` as a script sees its wider measures: names, files given, wrong calls."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from patronage import pipeline
from patronage.errors import UsageError
from patronage.pipeline.measuring import WIDER
from patronage.records import Problem

TEXT = (
    "Venezuela asked Russia for tanks on 3 March 2018.\n\n"
    "Russia delivered tanks to Venezuela on 4 May 2018.\n\n"
    "Russia praised Venezuela on 5 May 2018.\n"
)


def patronage(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from patronage.cli import main; main()", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measure")
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    pipeline.record([folder / "text.txt"], folder / "ledger")
    rows = [
        "group,time,value",
        *(f"oil price,{y},{100 if y < 2014 else 40}" for y in range(2008, 2017)),
    ]
    (folder / "means.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "stakes.csv").write_text(
        "kind,value,unit,patron,source\nfixed assets,4e9,USD,Russia,one\n"
        "fixed assets,6e9,USD,RUS,another\nfixed assets,1,USD,China,third\n"
        "fixed assets,much,USD,,\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize("name", sorted(WIDER))
def test_each_name_answers_with_json_lines(desk: Path, name: str) -> None:
    run = patronage("measure", name, "--client", "VEN", "--patron", "Russia", cwd=desk)
    assert run.returncode == 0, run.stderr
    for line in run.stdout.splitlines():
        assert json.loads(line)["client" if name != "answered" else "patron"]


def test_words_and_answers_lead_back_to_events(desk: Path) -> None:
    ids = {e.id for e in pipeline.find("Russia", ledger=desk / "ledger")}
    spells = pipeline.measure("words", "VEN", ledger=desk / "ledger", patron="RUS")
    assert spells
    assert {id for one in spells for id in one.gap.evidence} <= ids


def test_means_and_stakes_come_from_files(desk: Path) -> None:
    problems: list[Problem] = []
    given = pipeline.Given(
        means=desk / "means.csv", estimates=desk / "stakes.csv", outcome="a change of government",
        probability=(0.1, 0.2), loss=(0.5, 1.0), report=problems.append,
    )  # fmt: skip
    found = pipeline.measure("exchange", "VEN", ledger=desk / "ledger", given=given)
    (means,) = [one for one in found if one.part == "means"]
    assert means.estimates[0].value == pytest.approx(40 / 88)
    (risk,) = pipeline.measure("exposure", "VEN", ledger=desk / "ledger", patron="RUS", given=given)
    (stake,) = [s for s in risk.stakes if s.estimate]
    assert (stake.estimate.low, stake.estimate.high) == (4e9, 6e9)
    assert stake.at_risk.evidence == ("stakes.csv: row 2", "stakes.csv: row 3")
    assert [p.place for p in problems] == ["row 5"]


def test_the_command_takes_ranges_and_files(desk: Path) -> None:
    run = patronage(
        "measure", "exposure", "--client", "VEN", "--patron", "RUS", "--estimates", "stakes.csv",
        "--outcome", "a change of government", "--probability", "0.1-0.2", "--loss", "0.5",
        cwd=desk,
    )  # fmt: skip
    assert run.returncode == 3  # one row could not be read
    stakes = json.loads(run.stdout)["stakes"]
    assert [s["at_risk"]["low"] for s in stakes if s["at_risk"]] == [pytest.approx(0.1 * 0.5 * 4e9)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["exposure"], "one patron"),
        (["exposure", "--patron", "RUS", "--probability", "0.1"], "--outcome"),
        (["exposure", "--patron", "RUS", "--probability", "much"], "is no range"),
        (["exposure", "--patron", "RUS", "--estimates", "none.csv"], "No file"),
        (["exposre", "--patron", "RUS"], "exposure"),
    ],
)
def test_a_wrong_call_is_told(desk: Path, words: list[str], told: str) -> None:
    run = patronage("measure", *words, "--client", "VEN", cwd=desk)
    assert run.returncode == 2
    assert told in run.stderr


def test_a_probability_needs_its_outcome(desk: Path) -> None:
    given = pipeline.Given(probability=(0.1, 0.2))
    with pytest.raises(UsageError, match="--outcome"):
        pipeline.measure("exposure", "VEN", ledger=desk / "ledger", patron="RUS", given=given)
