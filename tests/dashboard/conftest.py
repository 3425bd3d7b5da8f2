from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.boards import ledger_at
from patronage.dashboard import Settings


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A dashboard's settings on a ledger that no test changes."""
    folder = tmp_path_factory.mktemp("board")
    return Settings(ledger=ledger_at(folder), watch=("Venezuela",), alert=0.4)


@pytest.fixture
def own(tmp_path: Path, told: Settings) -> Settings:
    """A dashboard's settings on a ledger of the test's own."""
    return Settings(ledger=str(shutil.copytree(told.ledger, tmp_path / "ledger")))
