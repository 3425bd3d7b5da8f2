"""Watched clients: whose backing probably falls, and an alert when that passes a chosen level."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from patronage.dashboard.address import address_of
from patronage.dashboard.settings import Settings
from patronage.errors import PatronageError
from patronage.pipeline.briefs import View
from patronage.pipeline.opening import Place
from patronage.pipeline.watching import Decline, declines_now

__all__ = ["Alerts", "Watch", "send"]

_KEPT = 500  # alerts shown; the file keeps all
_SHARE = 10.0  # rests for so many times as long as it looked: a large ledger may grow all the time
_WAITS = (0.0, 2.0, 8.0)  # seconds before each try to reach the webhook


class Alerts:
    """What has passed the level and what has fallen back, kept as JSON lines in one file.

    An alert is given once, when the probability passes the level, and again only after it has
    fallen back below it; that holds over restarts, since the file is read at the start.
    """

    def __init__(self, path: Path, level: float) -> None:
        self._path, self._level = path, level
        self.told: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._above: set[tuple[str, str]] = set()
        for line in path.read_bytes().splitlines() if path.exists() else ():
            with contextlib.suppress(ValueError, KeyError, TypeError):  # a line cut by a kill
                self._take(json.loads(line))

    def _take(self, alert: dict[str, Any]) -> None:
        key = (alert["client"], alert["patron"])
        (self._above.add if alert["kind"] == "passed" else self._above.discard)(key)
        self.told.append(alert)

    def news(self, found: Decline, now: dt.datetime) -> dict[str, Any] | None:
        """The alert that a decline gives, kept in the file, or None where nothing has passed."""
        key = (found.client, found.patron)
        above = found.known and (found.probability or 0.0) >= self._level
        if above == (key in self._above):
            return None
        alert = {
            "kind": "passed" if above else "fell back", "at": now.isoformat(timespec="seconds"),
            "client": found.client, "patron": found.patron, "probability": found.probability,
            "level": self._level, "then": found.then, "now": found.now,
            "since": found.since.isoformat() if found.since else None,
            "evidence": list(found.evidence[:50]),
            "page": address_of(View(found.client, patrons=(found.patron,))),
        }  # fmt: skip
        self._write(alert)
        self._take(alert)
        return alert

    def _write(self, alert: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Opened anew each time: a line is whole or, after a kill, the last and passed over.
        torn = self._path.exists() and self._path.read_bytes()[-1:] not in (b"", b"\n")
        with self._path.open("ab") as file:
            file.write(b"\n" * torn + json.dumps(alert).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> bytes:
        """The latest alerts as JSON lines, oldest first."""
        return b"".join(json.dumps(one).encode() + b"\n" for one in self.told)


class Watch:
    """Looks at every watched client when the ledger has changed, a tenth of the time at most."""

    def __init__(self, settings: Settings, book: Place, state: Callable[[], str]) -> None:
        self._settings, self._book, self._state = settings, book, state
        self.alerts = Alerts(settings.folder / "alerts.jsonl", settings.alert)
        self.rows: dict[str, tuple[Decline, ...]] = {}
        self.troubles: deque[str] = deque(maxlen=20)
        self._seen = ""

    def look(self) -> list[dict[str, Any]]:
        """Measure every watched client if the ledger has changed; the alerts that this gave."""
        try:
            state = self._state()
            if state == self._seen:
                return []
            news = []
            for client in self._settings.watch:
                found = declines_now(self._book, client)
                self.rows[client] = found
                now = dt.datetime.now(dt.UTC)
                news += [alert for one in found if (alert := self.alerts.news(one, now))]
            self._seen = state
        except (PatronageError, OSError) as error:
            self.troubles.append(f"Not looked at: {type(error).__name__}.")
            return []
        return news

    async def run(self, pause: float) -> None:
        """Look, tell the webhook, rest, for as long as the dashboard stands."""
        while True:
            began = time.monotonic()
            for alert in await asyncio.to_thread(self.look):
                if self._settings.webhook:
                    trouble = await asyncio.to_thread(send, self._settings.webhook, alert)
                    if trouble:
                        self.troubles.append(f"The webhook was not reached: {trouble}")
            await asyncio.sleep(max(pause, _SHARE * (time.monotonic() - began)))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An alert goes to the address that was given and to no other."""

    def redirect_request(self, *args: Any, **named: Any) -> None:
        """Follow nothing."""
        return


def send(webhook: str, alert: dict[str, Any], waits: tuple[float, ...] = _WAITS) -> str | None:
    """Post an alert as JSON; what went wrong after the last try, or None."""
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
    heads = {"content-type": "application/json", "user-agent": "patronage"}
    trouble = None
    for wait in waits:
        time.sleep(wait)
        request = urllib.request.Request(webhook, json.dumps(alert).encode(), heads, method="POST")
        try:
            with opener.open(request, timeout=10):
                return None
        except urllib.error.HTTPError as error:
            trouble = f"it answered {error.code}."
        except (OSError, ValueError) as error:
            trouble = f"{type(error).__name__}."
    return trouble
