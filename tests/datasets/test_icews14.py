"""ICEWS14: ids to names to keys, the tables beside the file; the real files beside the project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from patronage import datasets, pipeline
from patronage.records import Problem

REAL = Path(__file__).parents[3] / "shared/reference/icews/icews14"
ENTITIES = ("Russia", "Venezuela", "Police_(France)", "A_Person", "NATO", "Rebel_(Syria)",
            "Stranger_(Peru)")  # fmt: skip
RELATIONS = ("Provide_military_aid", "Make_statement", "Sing_together")


def write(folder: Path, lines: list[str], tables: bool = True) -> Path:
    path = folder / "train.txt"
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    if tables:
        for name, told in (("entity2id.txt", ENTITIES), ("relation2id.txt", RELATIONS)):
            rows = (f"{text}\t{number}\n" for number, text in enumerate(told))
            (folder / name).write_text("".join(rows), encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[Any], list[Any], list[Problem]]:
    originals, acts, problems = [], [], []
    for found in datasets.read("icews14", path):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            originals += found.original.to_pylist()
            assert found.acts is not None
            acts += found.acts.to_pylist()
    return originals, acts, problems


def test_a_line_is_an_act(tmp_path: Path) -> None:
    originals, acts, problems = read(write(tmp_path, ["0\t0\t1\t24\t-1"]))
    assert problems == []
    assert originals[0]["subject"] == "0"
    assert originals[0]["relation_name"] == "Provide_military_aid"
    told = acts[0]
    assert (told["actor"], told["recipient"]) == ("RUS", "VEN")
    assert (told["type"], told["code"], told["polarity"]) == ("AID", "072", "support")
    assert (told["start"], told["end"]) == (dt.date(2014, 1, 2), dt.date(2014, 1, 3))
    assert told["intensity"] is None


def test_names_are_states_roles_or_organisations(tmp_path: Path) -> None:
    lines = [f"{number}\t0\t1\t0\t-1" for number in range(2, 7)]
    _, acts, _ = read(write(tmp_path, lines))
    assert [(act["actor"], act["actor_sector"]) for act in acts] == [
        ("FRA", "COP"), (None, None), ("NATO", None), ("REB:SYR", "REB"), (None, None),
    ]  # fmt: skip


def test_what_has_no_name_or_day_is_told(tmp_path: Path) -> None:
    lines = ["0\t0\t1\t0\t-1", "99\t1\t1\t0\t-1", "0\t2\t1\t0\t-1", "0\t0\t1\t8760\t-1",
             "0\t0\t1\t25\t-1", "0\t0\t1", "0\t0\t1\t0\t-1"]  # fmt: skip
    originals, acts, problems = read(write(tmp_path, lines))
    assert [o["row"] for o in originals] == [1, 2, 3, 4, 5, 7]
    assert [a["row"] for a in acts] == [1, 2, 3, 7]
    assert [p.place for p in problems if p.lost] == ["row 6"]
    told = " | ".join(p.message for p in problems)
    for words in ("subject without a name: '99' 1", "'Sing_together' 1", "'8760' 1", "'010' 1"):
        assert words in told


def test_without_its_tables_nothing_is_read(tmp_path: Path) -> None:
    originals, _, problems = read(write(tmp_path, ["0\t0\t1\t24\t-1"], tables=False))
    assert originals == []
    assert len(problems) == 1 and problems[0].lost
    assert "entity2id.txt and no relation2id.txt" in problems[0].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("Russia\t0\nChina\t1\n", "no lines of four"),
        ("a,b\n", "no lines of four"),
    ],
)
def test_other_files_are_told(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, [])
    path.write_text(text, encoding="utf-8")
    originals, _, problems = read(path)
    assert originals == []
    assert len(problems) == 1 and words in problems[0].message


@pytest.mark.skipif(not REAL.exists(), reason="../shared is absent: no ICEWS14 to read")
def test_the_real_files_load_whole(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    problems: list[Problem] = []
    files = [REAL / name for name in ("train.txt", "valid.txt", "test.txt")]
    done = pipeline.load("icews14", files, ledger, report=problems.append)
    assert [one.rows for one in done] == [74845, 8514, 7371]
    assert [one.acts for one in done] == [74845, 8514, 7371]
    assert {p.message.split(":")[0].split(maxsplit=3)[3] for p in problems} == {
        "CAMEO codes without a PLOVER type"
    }
    assert pipeline.load("icews14", files[:1], ledger)[0].known
    assert pipeline.verify(ledger) == []
    lines = [line.split() for file in files for line in file.read_text("utf-8").splitlines()]
    china_to_iran = sum(line[0] == "0" and line[2] == "1" for line in lines)
    found = pipeline.acts(ledger=ledger, actor="CHN", recipient="IRN").to_pylist()
    plain = [act for act in found if not act["actor_sector"] and not act["recipient_sector"]]
    assert len(plain) == china_to_iran > 0
