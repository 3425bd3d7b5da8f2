"""``--engine``: which names there are, and what is said of those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledger.samples import NOW, batch
from patronage.cli import app
from patronage.errors import UsageError
from patronage.ledger import Ledger
from patronage.pipeline.engines import engine_of


def test_local_is_the_ledgers_own() -> None:
    assert engine_of(None) is None
    assert engine_of("local") is None


@pytest.mark.parametrize("name", ["spork", "spark:/host", "local[two]", "sc://", ""])
def test_an_unknown_name_is_told_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match="Pass local, local"):
        engine_of(name)


@pytest.mark.parametrize(
    "words",
    [
        ["find", "report"], ["measure", "backing", "--client", "VEN"], ["export", "out"],
        ["record", "x.txt"], ["code", "x.txt"],
    ],
)  # fmt: skip
def test_verbs_take_the_option(words: list[str], tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger", create=True).append(*batch(range(1)), NOW)
    (tmp_path / "x.txt").write_text("Nothing happened.")
    words = [str(tmp_path / "x.txt") if word == "x.txt" else word for word in words]
    place = [] if words[0] == "code" else ["--ledger", str(tmp_path / "ledger")]
    done = CliRunner().invoke(app, [*words, *place, "--engine", "spork"])
    assert done.exit_code != 0
    assert isinstance(done.exception, UsageError)


def test_the_environment_names_one_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Ledger(tmp_path / "ledger", create=True)
    monkeypatch.setenv("PATRONAGE_ENGINE", "spork")
    done = CliRunner().invoke(app, ["find", "x", "--ledger", str(tmp_path / "ledger")])
    assert isinstance(done.exception, UsageError)
