"""Upkeep of a ledger, and its evidence by id: the verb ``compact``, and what tools open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from patronage.pipeline.opening import Input, opened
from patronage.records import Claim, Event

if TYPE_CHECKING:
    from patronage.ledger import Compacted

__all__ = ["compact", "evidence"]


def compact(
    ledger: Input, *, drop_superseded: bool = False, drop_orphans: bool = False
) -> Compacted:
    """Join the small files of a ledger, sorted by dyad and time; nothing that is seen changes.

    Others may read and write meanwhile. Files that were replaced stay for 24 hours, for readers
    that have them open, and go with the next call after that.

    Args:
        ledger: the ledger's folder.
        drop_superseded: also drop codings that a later one replaced; looks back by ``known_on`` to
            before it lose them.
        drop_orphans: also drop rows over a day old that killed runs left and that nothing reads.

    Returns:
        Files and bytes before and after, rows dropped, and what the folder takes up on disk.
    """
    return opened(ledger).compact(superseded=drop_superseded, orphans=drop_orphans)


def evidence(ids: Sequence[str], *, ledger: Input) -> list[Event | Claim]:
    """The events and claims of a ledger with these ids; an id that it does not have is left out."""
    book = opened(ledger)
    return [*book.events(ids), *book.claims(ids)]
