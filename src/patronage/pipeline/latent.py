"""The verb ``measure`` for levels behind the counts: latent backing and pressure, and declines."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patronage.ledger import Ledger
    from patronage.periods import Grain
    from patronage.results import Series

__all__ = ["LATENT", "levels"]

#: Measures and their parts: of what, in which version, of which kind.
LATENT: dict[str, tuple[str, str, str]] = {
    "-".join(part for part in (of, version, kind) if part): (of, version, kind or "all")
    for of, version, kind in product(
        ("backing", "pressure"),
        ("latent", "filtered", "decline", "halving"),
        ("", "verbal", "material"),
    )
}


def levels(
    name: str,
    ledger: Ledger,
    sides: tuple[str, str | None],
    shown: tuple[Grain, dt.date | None, dt.date | None],
    known: tuple[dt.date | None, dt.date | None],
) -> tuple[Series, ...]:
    """A measure of :data:`LATENT` from the whole ledger.

    Args:
        name: a key of :data:`LATENT`.
        ledger: an open ledger; all of it is read, since its other texts tell of coverage.
        sides: the client's code, and the patron's or None for all.
        shown: the grain, and first day and day after the last or None.
        known: ``as_of`` and ``known_on``, or None.
    """
    from patronage import measures

    of, version, kind = LATENT[name]
    (client, patron), (grain, start, end), (as_of, known_on) = sides, shown, known
    frame = ledger.frame(as_of=as_of, known_on=known_on)
    asked = measures.Latent(of, kind, "then" if version == "filtered" else "all")
    chances = {
        "decline": measures.decline_probability, "halving": measures.halving_probability
    }  # fmt: skip
    measure: Any = chances.get(version, measures.latent)
    found: tuple[Series, ...] = measure(
        frame, client, patron, asked=asked, grain=grain, start=start, end=end
    )
    return found
