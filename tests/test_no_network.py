"""Nothing is fetched at run time unless asked: texts to brief with every socket refused."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import pytest

from patronage import codebook, pipeline
from patronage.coding import parse
from patronage.coding.model import encoder, linear
from patronage.errors import PatronageError

SOURCE = Path(__file__).parents[1] / "src" / "patronage"


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the network; every such call is refused."""
    found: list[str] = []

    def refuse(*given: Any, **_: Any) -> Any:
        found.append(repr(given[-1:]))
        raise OSError("refused by this test")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return found


def test_a_brief_asks_nothing_of_a_network(tried: list[str], tmp_path: Path) -> None:
    lines = pipeline.example().read_text("utf-8").splitlines()[:6]
    (tmp_path / "some.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "page.html").write_text(
        "<html><head><link rel=stylesheet href=http://a.invalid/c.css></head><body><article>"
        "<p>Russia sent 12 trucks to Venezuela on Monday, the ministry said in Caracas.</p>"
        "<img src=http://a.invalid/i.png></article></body></html>"
    )
    ledger = tmp_path / "ledger"
    pipeline.brief(
        "VEN", [tmp_path], ledger=ledger, coercer="USA", workers=1, out=tmp_path / "brief.html"
    )
    assert pipeline.measure("backing", "VEN", ledger=ledger)
    assert pipeline.verify(ledger) == []
    pipeline.export(tmp_path / "out", ledger=ledger)
    assert tried == []


def test_the_parser_is_used_only_if_its_files_have_the_pinned_hash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pinned = {row["name"]: row["sha256"] for row in codebook.rows("parsers")}
    assert re.fullmatch("[0-9a-f]{64}", pinned[parse.DEFAULT])
    monkeypatch.setattr(parse, "digest", lambda folder: "0" * 64)
    with pytest.raises(PatronageError, match="not the one this version was tested with"):
        parse._check(parse.DEFAULT)


def test_every_model_file_has_a_hash_that_is_checked() -> None:
    folder = SOURCE / "coding" / "model"
    told = (folder / "linear.csv").read_text() + (folder / "encoder.json").read_text()
    kept = [p.name for p in folder.iterdir() if p.suffix in (".npz", ".onnx", ".txt")]
    assert len(kept) >= 8
    for name in kept:
        stem = name.removesuffix(".npz")
        assert re.search(rf"\b{re.escape(stem)}\b", told), name
    assert "sha256" in Path(linear.__file__).read_text()
    assert "sha256" in Path(encoder.__file__).read_text()


def test_no_pickle_no_eval_no_shell() -> None:
    odd = re.compile(
        r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill|joblib|subprocess)\b"
        r"|(?<![\w.])(?:eval|exec|compile|__import__)\("
        r"|os\.(?:system|popen)\(|shell=True|allow_pickle=True|yaml\.(?:load|unsafe_load)\(",
        re.MULTILINE,
    )
    found = {
        path.relative_to(SOURCE).as_posix(): odd.findall(path.read_text("utf-8"))
        for path in SOURCE.rglob("*.py")
        if odd.search(path.read_text("utf-8"))
    }
    assert found == {}
