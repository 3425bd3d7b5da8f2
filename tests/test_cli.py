"""The command line as a script sees it: output, exit codes, problems."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from patronage import pipeline

TEXT = "Russia sent two oil tankers to Venezuela on Monday, the ministry said."


def patronage(*args: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from patronage.cli import main; main()", *args]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False
    )


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a good text and one of each kind of bad input."""
    folder = tmp_path_factory.mktemp("desk")
    bad = folder / "bad"
    bad.mkdir()
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    (bad / "a-good.txt").write_text(TEXT, encoding="utf-8")
    (bad / "empty.txt").write_bytes(b"")
    (bad / "binary.bin").write_bytes(bytes(range(256)) * 40)
    (bad / "broken.pdf").write_bytes(b"%PDF-1.7\nno pdf at all\n%%EOF")
    (bad / "latin.txt").write_bytes(b"China lent Venezuela $5 billion in 2010, Caf\xe9 Daily said.")
    (bad / "lines.jsonl").write_text('{"id": "x", "text": "Iran met Cuba."}\n{broken\n')
    (bad / "spanish.txt").write_text(
        "El gobierno de Venezuela pidió ayuda a Rusia y a China después de las sanciones.",
        encoding="utf-8",
    )
    with (bad / "big.txt").open("wb") as file:  # sparse: 50 MB that cost nothing
        file.write(TEXT.encode())
        file.truncate(50_000_000)
    pipeline.record([folder / "good.txt"], folder / "x", workers=1)
    return folder


def test_an_event_line_has_every_field_and_slices_to_its_quote(desk: Path) -> None:
    run = patronage("code", "good.txt", "--published", "2025-11-05", cwd=desk)
    assert run.returncode == 0
    (event,) = lines(run.stdout)
    wanted = (
        "id document sentence span quote actor recipient beneficiary against type mode context "
        "instrument polarity status amount in_return_for time attribution intensity coder_score "
        "coder"
    ).split()
    assert set(wanted) <= set(event)
    start, end = event["span"]
    assert TEXT[start:end] == event["quote"]
    assert event["actor"][0]["country"] == "RUS"
    assert event["recipient"][0]["country"] == "VEN"
    assert event["amount"][0]["value"] == 2
    assert event["time"]["start"] == "2025-11-03"


def test_bad_input_is_named_and_the_rest_is_done(desk: Path) -> None:
    run = patronage("code", "bad", "--problems", "problems.jsonl", cwd=desk)
    assert run.returncode == 3
    assert {e["actor"][0]["country"] for e in lines(run.stdout)} >= {"RUS", "CHN"}
    problems = lines((desk / "problems.jsonl").read_text(encoding="utf-8"))
    lost = {p["source"] for p in problems if p["lost"]}
    assert lost == {
        "big.txt",
        "binary.bin",
        "broken.pdf",
        "empty.txt",
        "lines.jsonl",
        "spanish.txt",
    }
    assert all(p["message"] and p["mend"] for p in problems)
    assert "latin.txt" in {p["source"] for p in problems}
    assert run.stderr.count("patronage: ") >= len(problems)


def test_recording_twice_adds_nothing(desk: Path) -> None:
    first = patronage("record", "bad", "--ledger", "twice", cwd=desk)
    again = patronage("record", "bad", "--ledger", "twice", cwd=desk)
    assert (first.returncode, again.returncode) == (3, 3)
    (one,), (two,) = lines(first.stdout), lines(again.stdout)
    assert one["documents"] == 3 == two["read"]
    assert (two["documents"], two["sightings"], two["events"], two["claims"]) == (0, 0, 0, 0)
    assert patronage("verify", "--ledger", "twice", cwd=desk).returncode == 0


def test_judging_finding_and_undoing(desk: Path) -> None:
    patronage("record", "good.txt", "--ledger", "j", "--published", "2025-11-05", cwd=desk)
    (event,) = lines(patronage("find", "tankers", "--ledger", "j", cwd=desk).stdout)
    by = ("--who", "Ana", "--why", "checked by hand", "--ledger", "j")
    judged = patronage("judge", event["id"], "type", "COOPERATE", *by, cwd=desk)
    (judgement,) = lines(judged.stdout)
    (corrected,) = lines(patronage("find", "tankers", "--ledger", "j", cwd=desk).stdout)
    assert (corrected["type"], corrected["coder_score"]) == ("COOPERATE", 1.0)
    patronage("judge", judgement["id"], "--undo", *by, cwd=desk)
    assert lines(patronage("find", "tankers", "--ledger", "j", cwd=desk).stdout) == [event]


def test_a_measure_has_interval_and_evidence(desk: Path) -> None:
    patronage("record", "good.txt", "--ledger", "m", "--published", "2025-11-05", cwd=desk)
    run = patronage("measure", "backing", "--client", "Venezuela", "--ledger", "m", cwd=desk)
    (series,) = lines(run.stdout)
    (point,) = [p for p in series["points"] if p["n"]]
    assert (series["patron"], point["start"], point["value"]) == ("RUS", "2025-11-01", 1.0)
    assert point["low"] < 1 < point["high"]
    assert len(point["evidence"]) == 1
    early = ("--as-of", "2025-11-04", "--ledger", "m")
    before = patronage("measure", "backing", "--client", "VEN", *early, cwd=desk)
    assert lines(before.stdout) == []


def test_explaining_names_rule_and_slots(desk: Path) -> None:
    run = patronage("code", "good.txt", "--explain", cwd=desk)
    (event,) = lines(run.stdout)
    assert event["explain"]["actor_from"] == "subject"


def test_standard_input_is_read(desk: Path) -> None:
    run = patronage("code", "-", cwd=desk, stdin=TEXT)
    assert len(lines(run.stdout)) == 1


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("code", "nofile.txt"), 2, "No file or folder"),
        (("brief", "RUSS", "good.txt"), 2, "Nearest: RUS"),
        (("brief", "VEN", "good.txt", "--since", "2020-13-01"), 2, "is no date"),
        (("brief", "VEN", "good.txt", "--out", "no/such/folder.html"), 2, "Cannot write"),
        (("measure", "backng", "--client", "VEN", "--ledger", "x"), 2, "Nearest: backing"),
        (("verify", "--ledger", "nowhere"), 1, "No ledger"),
        (("judge", "abc", "type", "AID"), 2, "--who"),
        (("frobnicate",), 2, "No such command"),
        (("--version",), 0, ""),
    ],
)
def test_wrong_calls_say_what_and_how_to_mend(
    desk: Path, args: tuple[str, ...], code: int, told: str
) -> None:
    run = patronage(*args, cwd=desk)
    assert run.returncode == code
    assert told in run.stderr
    assert "Traceback" not in run.stderr


def test_the_ledger_is_taken_from_flag_environment_and_settings(desk: Path) -> None:
    (desk / "patronage.toml").write_text('ledger = "from-settings"\n', encoding="utf-8")
    try:
        patronage("record", "good.txt", cwd=desk)
        assert (desk / "from-settings").is_dir()
    finally:
        (desk / "patronage.toml").unlink()
