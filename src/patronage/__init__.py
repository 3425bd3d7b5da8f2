"""patronage: who backs whom, with what, how firmly, and what happens when the pressure rises.

Every verb of the command line is a function here, under the same name:

>>> import tempfile, pathlib
>>> import patronage
>>> folder = pathlib.Path(tempfile.mkdtemp())
>>> text = folder / "note.txt"
>>> _ = text.write_text("Russia sent two tankers of fuel to Venezuela on 4 May 2018.")
>>> [event] = patronage.code([text])
>>> event.type, [a.country for a in event.actor], [r.country for r in event.recipient]
('AID', ['RUS'], ['VEN'])
>>> event.quote[event.trigger.start : event.trigger.end]
'sent'

Names are loaded when first used, so that ``import patronage`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patronage.errors import PatronageError
    from patronage.ledger import Ledger
    from patronage.pipeline import (
        audit,
        brief,
        code,
        demo,
        event_frame,
        figures,
        find,
        judge,
        label,
        measure,
        record,
        table,
        verify,
    )
    from patronage.records import Claim, Document, Event, Problem

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "Document",
    "Event",
    "Ledger",
    "PatronageError",
    "Problem",
    "__version__",
    "audit",
    "brief",
    "code",
    "demo",
    "event_frame",
    "figures",
    "find",
    "judge",
    "label",
    "measure",
    "record",
    "table",
    "verify",
]

_HOMES = {
    "patronage.errors": ("PatronageError",),
    "patronage.ledger": ("Ledger",),
    "patronage.pipeline": (
        "audit",
        "brief",
        "code",
        "demo",
        "event_frame",
        "figures",
        "find",
        "judge",
        "label",
        "measure",
        "record",
        "table",
        "verify",
    ),
    "patronage.records": ("Claim", "Document", "Event", "Problem"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from its room at first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
