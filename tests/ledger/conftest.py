"""A ledger of one's own for each test."""

import pytest

from patronage.ledger import Ledger


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger", create=True)
