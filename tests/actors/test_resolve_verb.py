"""``resolve``: lines in, the same lines with who is meant; problems told, overlays heeded."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from patronage import pipeline
from patronage.coding.coder import coder_name
from patronage.errors import UsageError
from patronage.records import Problem


def told(row: dict[str, Any], **options: Any) -> dict[str, Any]:
    (found,) = pipeline.resolve([row], **options)
    return found


def test_a_line_comes_back_with_who_is_meant() -> None:
    found = told({"id": "7", "text": "the British premier", "date": "2016-08-02", "more": 1})
    assert (found["id"], found["more"]) == ("7", 1)
    assert [found[k] for k in ("country", "sector", "name", "code")] == [
        "GBR", "GOV", "Theresa May", None,
    ]  # fmt: skip


def test_who_has_no_country_has_a_code() -> None:
    found = told({"text": "NATO"})
    assert (found["country"], found["code"]) == (None, "NATO")


def test_several_actors_are_all_listed() -> None:
    found = told({"text": "senior Hungarian and Romanian officials"})
    assert [(a["country"], a["sector"]) for a in found["actors"]] == [
        ("HUN", "GOV"),
        ("ROU", "GOV"),
    ]
    assert found["country"] == "HUN"


def test_nobody_is_null() -> None:
    found = told({"text": "puppies"})
    assert [found[k] for k in ("country", "sector", "name", "code", "actors")] == [
        None, None, None, None, [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2016-08", "Theresa May"),
        ("2016-08-01T10:00:00Z", "Theresa May"),
        ("12 August 2016", "Theresa May"),
        ("August 12, 2016", "Theresa May"),
        ("Today", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_as_people_write_them(date: str | None, name: str | None) -> None:
    seen: list[Problem] = []
    found = told({"text": "the British prime minister", "date": date}, report=seen.append)
    assert (found["name"], seen) == (name, [])


def test_what_is_no_date_is_told_and_costs_nothing_else() -> None:
    seen: list[Problem] = []
    found = told({"text": "Peru", "date": "soonish"}, report=seen.append)
    assert found["country"] == "PER"
    assert [(p.place, p.lost) for p in seen] == [("date", False)]


def test_a_decomposed_context_keeps_its_offsets() -> None:
    context = "Me\u0301xico and Peru\u0301 met. Later Peru left."
    found = told({"text": "Peru", "context": context, "start": context.rindex("Peru")})
    assert found["country"] == "PER"


def test_broken_lines_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text('{"text": "Peru"}\nnonsense\n[1]\n{"id": "x"}\n\n{"text": "Chile"}\n')
    seen: list[Problem] = []
    found = list(pipeline.resolve(path, report=seen.append))
    assert [one["country"] for one in found] == ["PER", None, "CHL"]
    assert len(seen) == 3
    assert all(problem.mend for problem in seen)


def test_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Cannot read"):
        list(pipeline.resolve(tmp_path / "none.jsonl"))
    with pytest.raises(UsageError, match="Cannot read the names"):
        list(pipeline.resolve([], actors=tmp_path / "none.csv"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = io.TextIOWrapper(io.BytesIO(b'{"text": "Peru"}\n'))
    monkeypatch.setattr(sys, "stdin", lines)
    assert [one["country"] for one in pipeline.resolve("-")] == ["PER"]


def _mine(folder: Path) -> Path:
    path = folder / "mine.csv"
    path.write_text("name,country,sector\nSable Front,PER,REB\nBad,XXX,\n", encoding="utf-8")
    return path


def test_an_overlay_adds_names_and_tells_bad_rows(tmp_path: Path) -> None:
    seen: list[Problem] = []
    found = told({"text": "the Sable Front"}, actors=_mine(tmp_path), report=seen.append)
    assert (found["country"], found["sector"]) == ("PER", "REB")
    assert [(p.source, p.place) for p in seen] == [("mine.csv", "row 3")]


def test_coding_with_an_overlay_says_so_in_the_coders_name(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Russia sent tanks to the Sable Front on Monday.", encoding="utf-8")
    list(pipeline.code([text]))
    (event,) = pipeline.code([text], actors=_mine(tmp_path), unmatched=tmp_path / "u.jsonl")
    assert [actor.key for actor in event.recipient] == ["REB:PER"]
    assert event.coder.startswith(coder_name() + " overlay:")
    assert (tmp_path / "u.jsonl").read_text() == ""


def test_what_nothing_matched_is_written(tmp_path: Path) -> None:
    text, out = tmp_path / "note.txt", tmp_path / "u.jsonl"
    text.write_text("Russia sent tanks to Peru. The Sable Front attacked Lima.", encoding="utf-8")
    list(pipeline.code([text], unmatched=out))
    (line,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (line["text"], line["count"]) == ("Sable Front", 1)
    assert "attacked Lima" in line["example"]
    with pytest.raises(UsageError, match="Cannot write"):
        list(pipeline.code([text], unmatched=tmp_path / "no" / "u.jsonl"))


def test_recording_with_other_names_codes_anew(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Russia sent tanks to Peru on Monday.", encoding="utf-8")
    ledger = tmp_path / "ledger"
    first = pipeline.record([text], ledger)
    again = pipeline.record([text], ledger)
    other = pipeline.record([text], ledger, actors=_mine(tmp_path))
    assert (first.documents, again.events) == (1, 0)
    assert (other.documents, other.events) == (0, first.events)


def test_the_verb(tmp_path: Path) -> None:
    names = tmp_path / "names.jsonl"
    names.write_text('{"id":"1","text":"Peru"}\n', encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from patronage.cli import main; main()",
        "resolve",
        str(names),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["country"] == "PER"
    bad = subprocess.run(
        [*command, "--actors", str(_mine(tmp_path))], capture_output=True, text=True, check=False
    )
    assert bad.returncode == 3
    assert "mine.csv, row 3" in bad.stderr
