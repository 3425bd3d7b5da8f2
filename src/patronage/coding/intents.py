"""What a type becomes where its deed is not done but told as coming, or as not to come.

An event keeps its status beside its type, and only friendly deeds to come are AGREE. A pair of
which nothing but a type is told takes intentions and refusals into the type, as the crosswalk from
CAMEO does: table ``intents``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from patronage import codebook

__all__ = ["of_event", "of_pair"]


def of_event(kind: str, status: str) -> str:
    """The type of an event with that status.

    >>> of_event("AID", "future"), of_event("RETREAT", "future"), of_event("AID", "negated")
    ('AGREE', 'RETREAT', 'AID')
    """
    return _table("everywhere").get((kind, status), kind)


def of_pair(kinds: Mapping[str, float], status: str) -> dict[str, float]:
    """Probabilities of types, summed by what each becomes where no status is told beside it.

    >>> of_pair({"RETREAT": 0.5, "CONCEDE": 0.25, "NONE": 0.25}, "negated")
    {'REJECT': 0.75, 'NONE': 0.25}
    """
    table = _table("everywhere", "pairs")
    found: dict[str, float] = {}
    for kind, share in kinds.items():
        told = table.get((kind, status), kind)
        found[told] = found.get(told, 0.0) + share
    return found


@cache
def _table(*where: str) -> Mapping[tuple[str, str], str]:
    rows = codebook.rows("intents")
    return {(r["type"], r["status"]): r["becomes"] for r in rows if r["where"] in where}
