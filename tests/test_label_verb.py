"""The verb ``label``: rows of many shapes in, the same rows with label and probabilities out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import patronage
from patronage import codebook
from patronage.cli import app
from patronage.errors import UsageError
from patronage.pipeline.sides import MissingError, located
from patronage.records import Problem, Span

TEXT = "Kenya thanked Ghana on Monday."
ROW = {"id": "1", "text": TEXT, "source": "Kenya", "target": "Ghana"}


def labelled(*rows: dict[str, Any]) -> tuple[list[dict[str, Any]], list[Problem]]:
    problems: list[Problem] = []
    return list(patronage.label(rows, report=problems.append)), problems


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        {"text": TEXT, "source": [0, 5], "target": [14, 19]},
        {"text": TEXT, "source": {"text": "Kenya"}, "target": {"span": [14, 19]}},
        {"text": TEXT, "source": [{"text": "Kenya"}], "target": [{"start": 14, "end": 19}]},
        {"text": TEXT, "source": ["Kenya"], "target": ["ghana"]},
        {"marked": "<s>Kenya</s> thanked <t>Ghana</t> on Monday."},
    ],
)
def test_a_side_may_be_given_in_many_ways(row: dict[str, Any]) -> None:
    assert located(row) == (TEXT, [Span(0, 5)], [Span(14, 19)])


def test_every_row_keeps_its_fields_and_gets_two_more() -> None:
    [found], problems = labelled(ROW | {"more": [1]})
    assert {k: found[k] for k in (*ROW, "more")} == ROW | {"more": [1]}
    kinds = {"NONE", *(r["type"] for r in codebook.rows("types"))}
    assert set(found["probabilities"]) == kinds
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=1e-9)
    assert found["label"] == "SUPPORT" == max(kinds, key=found["probabilities"].__getitem__)
    assert problems == []


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"source": "Kenya", "target": "Ghana"}, "text"),
        ({"text": 7, "source": "Kenya", "target": "Ghana"}, "text"),
        ({"text": TEXT, "source": "Togo", "target": "Ghana"}, "source"),
        ({"text": TEXT, "source": "Kenya", "target": [14, 99]}, "target"),
        ({"text": TEXT, "source": "Kenya", "target": 3}, "target"),
    ],
)
def test_a_bad_row_is_a_problem_and_the_next_is_read(row: dict[str, Any], place: str) -> None:
    (bad, good), (problem,) = labelled(row, ROW)
    assert bad == row | {"label": None, "probabilities": None}
    assert problem.lost
    assert (problem.source, problem.place) == ("row 1", place)
    assert good["label"] == "SUPPORT"


def test_a_side_that_nobody_names_is_read_without() -> None:
    rows = [{"text": TEXT}, ROW | {"target": "a recipient"}]
    found, problems = labelled(*rows)
    assert [row["label"] for row in found] == ["SUPPORT"] * 2
    assert [p.place for p in problems] == ["source", "target", "target"]
    assert not any(p.lost for p in problems)


def test_of_several_sides_the_mean_is_told() -> None:
    text = "Kenya and Togo thanked Ghana."
    one, two, both = labelled(*(
        {"text": text, "source": source, "target": "Ghana"}
        for source in ("Kenya", "Togo", ["Kenya", "Togo"])
    ))[0]  # fmt: skip
    wanted = (one["probabilities"]["AID"] + two["probabilities"]["AID"]) / 2
    assert both["probabilities"]["AID"] == pytest.approx(wanted, abs=2e-6)


def test_the_second_of_two_equal_names_is_the_other_side() -> None:
    text = "Gunmen shot at gunmen."
    assert located({"text": text, "source": "gunmen", "target": "gunmen"})[1:] == (
        [Span(15, 21)],
        [Span(15, 21)],
    )
    assert located({"text": "A hit A.", "source": "A", "target": "A"})[2] == [Span(6, 7)]


def test_other_signs_and_spaces_are_the_same_words() -> None:
    row = {"text": "Peru’s  army left.", "source": "Peru 's army", "target": None}
    assert located(row)[1] == [Span(0, 12)]
    with pytest.raises(MissingError):
        located({"text": "Malian troops left.", "source": "Togo"})


def test_the_command_writes_lines_and_tells_what_was_lost(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    lines = [json.dumps(ROW), "no json", json.dumps({"id": "2", "source": "x", "target": "y"})]
    file.write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(app, ["label", str(file), "--none", "0"])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], row["label"]) for row in told] == [("1", "SUPPORT"), ("2", None)]
    assert told[0]["probabilities"]["NONE"] == 0
    assert done.exit_code == 3


def test_a_share_that_is_none_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="share"):
        patronage.label([ROW], none=1.0)
