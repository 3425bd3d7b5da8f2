"""The order in which patrons are told of: those with most episodes first."""

from __future__ import annotations

from patronage.results import Brief

__all__ = ["DRAWN", "patrons_drawn", "patrons_ranked"]

DRAWN = 6  # more patrons in one figure than a reader can compare; tables hold them all


def patrons_ranked(brief: Brief) -> dict[str, int]:
    """Each patron with its place: by episodes counted, then by reports, then as the brief has them.

    Patrons that only the cells, changes or requests name come with the others.
    """
    weight = dict.fromkeys(brief.patrons, (0, 0))
    for cell in brief.portfolio.cells:
        counted, told = weight.get(cell.patron, (0, 0))
        weight[cell.patron] = (counted + cell.episodes, told + len(cell.evidence))
    for change in brief.changes:
        counted, told = weight.get(change.patron, (0, 0))
        weight[change.patron] = (counted, told + len(change.told) + len(change.refusals))
    for request in brief.requests:
        weight.setdefault(request.patron, (0, 0))
    order = sorted(weight, key=lambda p: weight[p], reverse=True)
    return {patron: place for place, patron in enumerate(order)}


def patrons_drawn(brief: Brief) -> frozenset[str]:
    """The patrons that a figure shows: all, or the six that are told of most."""
    return frozenset(list(patrons_ranked(brief))[:DRAWN])
