"""A small ledger and a dashboard on it, for the tests of this room."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

from tests.ledger import samples

from patronage import pipeline
from patronage.dashboard import Settings, application
from patronage.ledger import Ledger
from patronage.records import Coding

HERE = {"host": "127.0.0.1:8000"}
OURS = {**HERE, "origin": "http://127.0.0.1:8000"}


def ledger_at(folder: Path) -> str:
    """The first dozen of the shipped dispatches, recorded."""
    lines = pipeline.example().read_text("utf-8").splitlines()[:12]
    (folder / "some.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    pipeline.record([folder / "some.jsonl"], folder / "ledger", workers=1)
    return str(folder / "ledger")


def client_of(settings: Settings, **more: object):
    """A client that asks the dashboard as a browser on this machine would."""
    from starlette.testclient import TestClient

    app = application(replace(settings, **more))
    return TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)


def form_token(text: str) -> str:
    """The token in a page's form."""
    return re.search(r'name="token_of_form" value="([0-9a-f]{64})"', text)[1]


def first_event(client) -> str:
    """The id of the first event that the view of Venezuela lets one correct."""
    return re.search(r"/correct\?event=([0-9a-f]{32})", client.get("/view?client=VEN").text)[1]


def falling(ledger: str) -> None:
    """Put reports into a ledger by which Russia backed Venezuela for ten years and then no more."""
    days = [dt.date(year, month, 3) for year in range(2004, 2014) for month in (2, 6, 10)]
    found, codings = [], []
    for number, day in enumerate([*days, dt.date(2015, 6, 1)]):
        text = samples.document(number, day)
        told = samples.event(text, time=None)
        if day.year == 2015:  # the latest tells of somebody else
            told = replace(told, actor=(replace(told.actor[0], country="CUB"),))
        found.append(samples.found(text))
        codings.append(Coding(text.id, samples.CODER, (told,)))
    Ledger(ledger).append(found, codings, samples.NOW)
