"""One loaded coder for the whole room: loading the parser takes longer than most tests."""

from __future__ import annotations

import pytest

from patronage.coding import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()
