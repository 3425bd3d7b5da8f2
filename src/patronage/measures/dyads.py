"""Counts of all directed dyads as arrays: who backs or presses whom, by words or by deeds.

Every array has periods first and dyads second, and beside each dyad stands what the press told of
all others in the same texts. Import this file where it is used, not with the package.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from patronage.measures.filtering import Array, Counts
from patronage.measures.tallies import Tally, kinds_of
from patronage.measures.volume import coverage, weighted
from patronage.periods import Grain, Period, period_of, periods

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["KINDS", "MONTHS", "Dyads", "from_acts", "gathered"]

KINDS = ("verbal", "material")
MONTHS: Mapping[str, float] = {"day": 12 / 365.25, "month": 1.0, "quarter": 3.0, "year": 12.0}
_NOBODY = -1

Dyad = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dyads:
    """Dyads of a giver (or presser) and a client, the periods, and the counts of each kind."""

    dyads: tuple[Dyad, ...]
    spans: tuple[Period, ...]
    counts: Mapping[str, Counts]


def gathered(tally: Tally, grain: Grain, more: Iterable[Dyad] = ()) -> Dyads:
    """Arrays of a tally, from the first publication to the last; ``more`` dyads have no counts.

    A period in which nothing was published is unseen, and what is told of it informs nothing: only
    what happened would be told, and not that nothing did.
    """
    if not tally.printed:
        return Dyads((), (), {})
    first, last = min(tally.printed), max(tally.printed)
    spans = tuple(periods(first, last + dt.timedelta(days=1), grain))
    place = {span.start: i for i, span in enumerate(spans)}

    def at(day: dt.date) -> int | None:
        return place.get(period_of(day, grain).start)

    dyads = tuple(sorted({*tally.dyads, *more}))
    column = {dyad: i for i, dyad in enumerate(dyads)}
    y = {kind: np.zeros((len(spans), len(dyads))) for kind in KINDS}
    for dyad, kind, day in tally.told:
        t = at(day)
        if t is not None:
            y[kind][t, column[dyad]] += 1
    seen = np.zeros((len(spans), 1), bool)
    seen[[i for i in map(at, tally.printed) if i is not None]] = True
    sums = _left(tally, dyads, at, len(spans))
    volume = coverage(sums, seen, MONTHS[grain])
    made = {k: Counts(c, volume.shift, volume.noise, volume.error, seen) for k, c in y.items()}
    return Dyads(dyads, spans, made)


def _left(
    tally: Tally, dyads: Sequence[Dyad], at: Callable[[dt.date], int | None], periods: int
) -> Array:
    """The weighted reports that name neither the client, nor the giver, nor a coercer."""
    where: Counter[tuple[frozenset[str], int]] = Counter()
    for named, day in tally.others:
        t = at(day)
        if t is not None and named:
            where[named, t] += 1
    sets = sorted({named for named, _ in where}, key=sorted)
    column = {named: i for i, named in enumerate(sets)}
    y = np.zeros((periods, len(sets)))
    for (named, t), count in where.items():
        y[t, column[named]] = count
    rows = weighted(y)
    codes = {code: i for i, code in enumerate(sorted(set().union(*sets)))}
    holds = np.zeros((len(codes), len(sets)), bool)
    for i, named in enumerate(sets):
        holds[[codes[code] for code in named], i] = True
    out = np.zeros((periods + 3, len(dyads)))
    for i, (giver, client) in enumerate(dyads):
        barred = {giver, client} | tally.pressers.get(client, frozenset())
        met = holds[[codes[code] for code in barred if code in codes]].any(axis=0)
        out[:, i] = rows[:, ~met].sum(axis=1)
    return out


def from_acts(acts: pa.Table, polarity: str, grain: Grain) -> Dyads:
    """All directed dyads of a register's acts, without a loop over rows.

    Args:
        acts: a table with ``actor``, ``recipient``, ``type``, ``polarity`` and ``start``; rows
            without a state on both sides, or between a state and itself, count for nothing.
        polarity: ``support`` or ``pressure``.
        grain: length of a period.

    Returns:
        The dyads with at least one such act. Left out of coverage are acts of the client, of the
        giver, and of the one who pressed the client most often.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    acts = acts.filter(
        pc.and_(
            pc.and_(pc.is_valid(acts["actor"]), pc.is_valid(acts["recipient"])),
            pc.and_(pc.is_valid(acts["start"]), pc.not_equal(acts["actor"], acts["recipient"])),
        )
    )
    if not acts.num_rows:
        return Dyads((), (), {})
    day = acts["start"].cast(pa.int32()).to_numpy()
    spans, t = _placed(day, grain)
    names = pc.unique(pa.chunked_array([*acts["actor"].chunks, *acts["recipient"].chunks]))
    names = names.take(pc.sort_indices(names))
    a, b = (pc.index_in(acts[n], names).to_numpy().astype(np.int64) for n in ("actor", "recipient"))
    kind = pc.index_in(_quads(acts["type"]), pa.array(KINDS)).to_numpy(zero_copy_only=False)
    of = {
        one: pc.fill_null(pc.equal(acts["polarity"], one), False).to_numpy(zero_copy_only=False)
        for one in ("support", "pressure")
    }
    mine = of[polarity]
    code, column = np.unique(a[mine] * len(names) + b[mine], return_inverse=True)
    giver, client = np.divmod(code, len(names))
    seen = np.ones((len(spans), 1), bool)
    shape = (len(spans), len(code))
    sums = _outside(_World(len(names), len(spans), t, a, b), (giver, client), of["pressure"])
    volume = coverage(sums, seen, MONTHS[grain])
    made = {}
    for i, one in enumerate(KINDS):
        these = kind[mine] == i
        cells = t[mine][these] * len(code) + column[these]
        y = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
        made[one] = Counts(y, volume.shift, volume.noise, volume.error, seen)
    listed = names.to_pylist()
    dyads = tuple((listed[g], listed[c]) for g, c in zip(giver, client, strict=True))
    return Dyads(dyads, spans, made)


@dataclass(frozen=True, slots=True)
class _World:
    """Acts as numbers: how many countries and periods, and each act's period and two sides."""

    countries: int
    periods: int
    t: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]


def _placed(day: NDArray[np.int32], grain: Grain) -> tuple[tuple[Period, ...], NDArray[np.int64]]:
    """The periods, and that of each day, told in days since 1970."""
    start = dt.date(1970, 1, 1)
    first, last = (start + dt.timedelta(days=int(d)) for d in (day.min(), day.max()))
    spans = tuple(periods(first, last + dt.timedelta(days=1), grain))
    edges = np.array([(span.start - start).days for span in spans])
    return spans, np.searchsorted(edges, day, side="right") - 1


def _quads(types: pa.ChunkedArray) -> pa.Array:
    """The kind of each type, null where a row has none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = kinds_of()
    return pa.array(list(kinds.values())).take(
        pc.index_in(types.combine_chunks(), pa.array(list(kinds)))
    )


def _outside(
    world: _World, dyads: tuple[NDArray[np.int64], NDArray[np.int64]], pressing: NDArray[np.bool_]
) -> Array:
    """The weighted acts without client, giver and coercer, by inclusion and exclusion."""
    n = world.countries
    low, high = np.minimum(world.a, world.b), np.maximum(world.a, world.b)
    pairs, column = np.unique(low * n + high, return_inverse=True)
    shape = (world.periods, len(pairs))
    cells = world.t * len(pairs) + column
    y = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
    rows = weighted(y.astype(float))
    each = np.zeros((len(rows), n + 1))  # one more column for nobody
    for side in np.divmod(pairs, n):
        np.add.at(each.T, side, rows.T)
    rows = np.concatenate([rows, np.zeros((len(rows), 1))], axis=1)  # for a pair never told of

    def both(i: NDArray[np.int64], j: NDArray[np.int64]) -> Array:
        want = np.minimum(i, j) * n + np.maximum(i, j)
        at = np.minimum(np.searchsorted(pairs, want), len(pairs) - 1)
        told = (pairs[at] == want) & (i >= 0) & (j >= 0) & (i != j)
        return np.asarray(rows[:, np.where(told, at, len(pairs))])

    giver, client = dyads
    third = _coercers(world, pressing)[client]
    third = np.where(third == giver, _NOBODY, third)
    left = rows.sum(axis=1, keepdims=True) - each[:, giver] - each[:, client] - each[:, third]
    return np.asarray(left + both(giver, client) + both(giver, third) + both(client, third))


def _coercers(world: _World, pressing: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Who pressed each country most often; the one who is told of more where two are even."""
    n = world.countries
    cells = world.b[pressing] * n + world.a[pressing]
    times = np.bincount(cells, minlength=n * n).reshape(n, n).astype(float)
    rank = np.bincount(np.concatenate([world.a, world.b]), minlength=n)
    best = (times + rank / (rank.max() + 1.0) * (times > 0)).argmax(axis=1)
    return np.where(times.max(axis=1) > 0, best, _NOBODY)
