"""``patronage compact``: sizes before and after, what is dropped only when asked."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from ledger.samples import NOW, batch, coding, document
from patronage import pipeline
from patronage.cli import app
from patronage.ledger import Ledger


def ask(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["compact", *words])
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_it_tells_sizes_and_drops_superseded_codings_only_when_asked(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    for n in range(3):
        ledger.append(*batch(range(n, n + 1)), NOW)
    ledger.append([], [coding(document(0), "coder 2", 1)], NOW + dt.timedelta(hours=1))
    place, before = str(tmp_path / "ledger"), ledger.events()
    told = ask("--ledger", place)
    assert told["dropped"] == 0
    assert told["files_after"] < told["files_before"]
    assert told["bytes_after"] < told["bytes_before"] < told["disk"]
    assert len(ledger.events(known_on=NOW)) == 9
    assert ask("--drop-superseded", "--drop-orphans", "--ledger", place)["dropped"] > 0
    assert (ledger.events(), pipeline.verify(place)) == (before, [])
    assert len(ledger.events(known_on=NOW)) == 6
