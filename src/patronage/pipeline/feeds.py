"""Feeds to a ledger: what is new in them is fetched, coded and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from patronage.pipeline.opening import Input, Report, now
from patronage.pipeline.texts import record

__all__ = ["Polled", "poll"]


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look at the feeds did; ``feeds`` were asked, the others' time had not come."""

    feeds: int
    unchanged: int
    failed: int
    items: int
    documents: int
    events: int


def poll(
    feeds: Sequence[str],
    ledger: Input,
    folder: Input,
    *,
    allow_private: bool = False,
    pause: float = 2.0,
    at: dt.datetime | None = None,
    report: Report = lambda problem: None,
) -> Polled:
    """Ask every feed whose time has come, fetch what is new, and record it.

    What was fetched lies in ``folder`` until it is recorded: a look that was killed is taken up by
    the next one, and nothing is recorded twice.

    Args:
        feeds: http or https addresses of RSS or Atom feeds.
        ledger: where it is recorded.
        folder: where the states of feeds, and what waits, are kept.
        allow_private: also ask addresses of this machine and private networks (for tests).
        pause: seconds between two requests to one host.
        at: the time; now by default.
        report: called with each problem.
    """
    from patronage.documents.feeds import ask
    from patronage.documents.fetching import Fetcher

    place = Path(folder) / "feeds"
    fetcher = Fetcher(allow_private=allow_private, pause=pause)
    told = [ask(feed, place, fetcher, at or now(), report) for feed in dict.fromkeys(feeds)]
    documents = events = 0
    for waiting in sorted(place.glob("*.jsonl")) if place.is_dir() else ():
        if waiting.stat().st_size:
            done = record([waiting], ledger, workers=1, report=report)
            documents, events = documents + done.documents, events + done.events
        waiting.unlink()
    words = [word for word, _ in told]
    return Polled(
        len(words) - words.count("waits"), words.count("unchanged"), words.count("failed"),
        sum(n for _, n in told), documents, events,
    )  # fmt: skip
