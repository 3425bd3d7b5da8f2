"""The verb ``measure`` for levels behind the counts: latent backing and pressure, and declines."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.ledger import Ledger
    from patronage.periods import Grain
    from patronage.results import Series

__all__ = ["LATENT", "levels", "levels_in"]

_MOST = 200_000  # reports that are read beside the client's own; of more, a sample

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
    """A measure of :data:`LATENT` from a ledger.

    Args:
        name: a key of :data:`LATENT`.
        ledger: an open ledger; its other texts tell of coverage, so that they are read too, of a
            large ledger a sample.
        sides: the client's code, and the patron's or None for all.
        shown: the grain, and first day and day after the last or None.
        known: ``as_of`` and ``known_on``, or None.
    """
    as_of, known_on = known
    frame = ledger.sample(sides[0], _MOST, as_of=as_of, known_on=known_on)
    return levels_in(frame, name, sides, shown)


def levels_in(
    frame: pa.Table, name: str, sides: tuple[str, str | None],
    shown: tuple[Grain, dt.date | None, dt.date | None],
) -> tuple[Series, ...]:  # fmt: skip
    """A measure of :data:`LATENT` in an event frame that holds other texts than the client's."""
    from patronage import measures

    of, version, kind = LATENT[name]
    (client, patron), (grain, start, end) = sides, shown
    asked = measures.Latent(of, kind, "then" if version == "filtered" else "all")
    chances = {
        "decline": measures.decline_probability, "halving": measures.halving_probability
    }  # fmt: skip
    measure: Any = chances.get(version, measures.latent)
    found: tuple[Series, ...] = measure(
        frame, client, patron, asked=asked, grain=grain, start=start, end=end
    )
    return found
