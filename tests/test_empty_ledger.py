"""An empty ledger gives no evidence, and says so; no answer holds a zero that nobody counted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from patronage import pipeline
from patronage.cli import app
from patronage.ledger import Ledger
from patronage.mcp import _Tools

MEASURES = (
    "backing", "pressure", "answered", "analogues", "declines", "dependence", "exchange", "words",
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("empty") / "ledger"
    Ledger(place, create=True)
    return place


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_of_nothing_has_no_points_and_says_so(ledger: Path, name: str) -> None:
    assert not pipeline.measure(name, "VEN", ledger=ledger)
    done = CliRunner().invoke(app, ["measure", name, "--client", "VEN", "--ledger", str(ledger)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "No evidence found in this ledger" in done.stderr


def test_exposure_to_nothing_is_not_zero(ledger: Path) -> None:
    for one in pipeline.measure("exposure", "VEN", ledger=ledger, patron="RUS"):
        low, high = getattr(one, "low", None), getattr(one, "high", None)
        assert (low, high) == (None, None)


def test_a_search_that_finds_nothing_says_so(ledger: Path) -> None:
    done = CliRunner().invoke(app, ["find", "tanks", "--ledger", str(ledger)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "No evidence found in this ledger" in done.stderr


def test_the_brief_of_nothing_says_no_evidence_in_every_section(
    ledger: Path, tmp_path: Path
) -> None:
    out = tmp_path / "brief.html"
    pipeline.brief("VEN", ledger=ledger, out=out)
    page = re.sub(r"<(style|script|svg)\b.*?</\1>", "", out.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    sections = (
        "Bottom line", "Who backs with what", "Timeline", "Then and now",
        "Asked, promised, arrived", "Pressure on Venezuela", "Evidence",
    )  # fmt: skip
    for section in sections:
        assert re.search(rf"{section} (?:No evidence|Concentration)", text), section
    assert not re.search(r"\b0(?:\.0+)? (?:events?|episodes?|reports?|per cent|%)", text)


def test_claims_are_not_judged_by_a_ledger_that_holds_nothing(ledger: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Russia gave Venezuela $2 billion in loans in 2018.\n")
    found = pipeline.audit([text], ledger=ledger, workers=1)
    assert found
    kinds = {verdict.kind for one in found for verdict in one.verdicts}
    assert kinds <= {"not checkable here", "silent"}


def test_an_export_of_nothing_has_no_rows(ledger: Path, tmp_path: Path) -> None:
    done = pipeline.export(tmp_path / "out", ledger=ledger)
    assert {file.rows for file in done.files if file.name not in _OURS} == {0}


_OURS = ("datadictionary.csv", "CITATION.cff")


def test_assistants_are_told_of_nothing(ledger: Path) -> None:
    tools = _Tools(str(ledger))
    for told in (tools.find("tanks"), tools.measure("backing", "VEN"), tools.evidence(["0" * 32])):
        found = json.loads(told)
        assert found in ([], {"result": []}) or found.get("result") == []


def test_the_dashboard_of_nothing_says_no_evidence(ledger: Path) -> None:
    pytest.importorskip("starlette", reason="the extra dashboard is not installed")
    from starlette.testclient import TestClient

    from patronage.dashboard import Settings, application

    app = application(Settings(ledger=str(ledger)))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        assert "No evidence found" in client.get("/view?client=VEN").text
        assert client.get("/").status_code == 200
        table = client.get("/table.csv?client=VEN&what=backing")
        assert table.status_code in (200, 400)
        assert not re.search(r",0(?:\.0)?(?:,|\r?$)", table.text)
