"""Spark for tests: a session on this machine, or a skip that says what is missing."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from patronage.pipeline.engines import session_of


def session() -> Any:
    """A session with two threads, one in the process."""
    needed()
    return session_of("local[2]")


def needed() -> None:
    """Skip where Spark or Java is absent."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
