"""What is drawn: a view by report's own page with a board around it, and the other pages."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from patronage.dashboard.address import address_of, fields_of
from patronage.dashboard.shelf import Made
from patronage.pipeline.briefs import View
from patronage.pipeline.opening import Place
from patronage.pipeline.stages import DRAWING, Tell, silent
from patronage.pipeline.watching import gathered, names
from patronage.report.page import asset, values, whole, world

if TYPE_CHECKING:
    import jinja2
    import pyarrow as pa

    from patronage.results import Brief, Series

__all__ = ["STATIC", "TABLES", "draw", "made_of", "states", "static"]

TABLES = ("events", "reports", "episodes", "changes", "backing", "pressure")
_LATEST = [("available", "descending"), ("document", "ascending"), ("id", "ascending")]
STATIC = {
    "page.css": "text/css; charset=utf-8",
    "board.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
}
_PAGES = ("board", "correct", "corrections", "documents", "home", "login", "parts", "progress",
          "said", "view")  # fmt: skip
_OWN = ("board.css", *(f"{name}.html.j2" for name in _PAGES))


def made_of(book: Place, asked: View, tell: Tell = silent) -> Made:
    """The page of a view and its tables, from the ledger as it stands now.

    The table ``events`` holds what the page shows; ``reports`` and ``episodes`` all that its
    measures rest on. ``tell`` hears of each stage as it begins.
    """
    brief, frame = gathered(book, asked, tell)
    tell(DRAWING, f"{len(brief.events):,} reports and {len(brief.episodes):,} episodes")
    text = (
        _world()
        .get_template("view.html.j2")
        .render(
            **values(brief),
            asked=asked,
            fields=dict(fields_of(asked)),
            address=address_of(asked),
            downloads=[
                (what, address_of(asked, "/table.csv", [("what", what)])) for what in TABLES
            ],
            made=dt.datetime.now(dt.UTC),
            states=states(),
        )
    )
    tables = {
        "events": _csv(_events(brief)),
        "reports": _table(frame.sort_by(_LATEST)),
        "episodes": _csv(_episodes(brief)),
        "changes": _csv(_changes(brief)),
        "backing": _csv(_series(brief.backing)),
        "pressure": _csv(_series(brief.pressure)),
    }
    return Made(whole(text).encode("utf-8"), tables)


def draw(name: str, **shown: Any) -> str:
    """One of the other pages."""
    return whole(_world().get_template(f"{name}.html.j2").render(**shown))


@cache
def static(name: str) -> bytes:
    """A style or script, by the names in :data:`STATIC` alone."""
    return _load(name).encode("utf-8")


@cache
def states() -> tuple[tuple[str, str], ...]:
    """Codes and names of states, by name, for the fields that take one."""
    kept = {code: name for code, name in names().items() if len(code) == 3 and code.isupper()}
    return tuple(sorted(kept.items(), key=lambda one: one[1]))


@cache
def _world() -> jinja2.Environment:
    return world(_load)


def _load(name: str) -> str:
    if name in _OWN:
        return (files("patronage.dashboard") / name).read_text(encoding="utf-8")
    return asset(name)


def _csv(rows: list[dict[str, Any]]) -> bytes:
    """Rows as CSV."""
    import pyarrow as pa

    return _table(pa.Table.from_pylist(rows)) if rows else b""


def _table(table: pa.Table) -> bytes:
    """A table as CSV; no text in it begins as a spreadsheet's formula would."""
    from pyarrow import csv

    from patronage.report.exports.spreadsheet import guarded

    if not table.num_rows:
        return b""
    out = BytesIO()
    csv.write_csv(guarded(table), out)
    return out.getvalue()


def _episodes(brief: Brief) -> list[dict[str, Any]]:
    return [
        {
            "id": e.id, "when": e.when, "start": e.start.isoformat() if e.start else "",
            "end": e.end.isoformat() if e.end else "", "actor": " ".join(e.actor),
            "recipient": " ".join(e.recipient), "type": e.type, "instrument": e.instrument or "",
            "polarity": e.polarity or "", "status": e.status, "reports": len(e.events),
            "evidence": " ".join(e.events),
        }
        for e in brief.episodes
    ]  # fmt: skip


def _events(brief: Brief) -> list[dict[str, Any]]:
    texts = {d.id: d for d in brief.documents}
    found = []
    for e in brief.events:
        text = texts.get(e.document)
        found.append({
            "id": e.id, "document": e.document, "url": (text.url or "") if text else "",
            "published": text.published.isoformat() if text and text.published else "",
            "actor": " ".join(a.key or a.text for a in e.actor),
            "recipient": " ".join(a.key or a.text for a in e.recipient),
            "type": e.type, "mode": e.mode or "", "instrument": e.instrument or "",
            "polarity": e.polarity or "", "status": e.status,
            "amount": "; ".join(a.text for a in e.amount),
            "when": e.time.text if e.time else "",
            "start": e.time.start.isoformat() if e.time and e.time.start else "",
            "end": e.time.end.isoformat() if e.time and e.time.end else "",
            "on_the_word_of": "; ".join(a.name or a.text for a in e.attribution),
            "coder_score": e.coder_score, "quote": e.quote,
        })  # fmt: skip
    return found


def _changes(brief: Brief) -> list[dict[str, Any]]:
    return [
        {
            "patron": c.patron, "then": c.then, "now": c.now, "then_years": c.then_years,
            "now_years": c.now_years, "ratio": c.ratio, "low": c.low, "high": c.high,
            "probability_below_its_past": c.probability, "word": c.word,
            "evidence": " ".join(c.evidence),
        }
        for c in brief.changes
    ]  # fmt: skip


def _series(many: tuple[Series, ...]) -> list[dict[str, Any]]:
    return [
        {
            "measure": s.name, "client": s.client, "side": s.patron or "", "unit": s.unit,
            "start": p.start.isoformat(), "end": p.end.isoformat(), "value": p.value,
            "low": p.low, "high": p.high, "mass": s.mass, "reports": p.n,
            "evidence": " ".join(p.evidence),
        }
        for s in many
        for p in s.points
    ]  # fmt: skip
