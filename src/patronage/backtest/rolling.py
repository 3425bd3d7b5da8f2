"""Rolling origins: fit on what came before, forecast what came after, never the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Fitted", "Forecast", "Model", "Table", "origins", "roll", "take"]

#: Columns by name, all of one length.
Table = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Probabilities by target: ``support`` and ``mil_support`` (n,), ``ladder`` (n, 7)."""

    support: NDArray[np.float64]
    mil_support: NDArray[np.float64]
    ladder: NDArray[np.float64]


class Fitted(Protocol):
    """A model that has been estimated."""

    def forecast(self, rows: Table) -> Forecast:
        """Probabilities for rows without looking at their labels."""
        ...


class Model(Protocol):
    """Anything that can be estimated from rows and their ladder."""

    @property
    def name(self) -> str:
        """What the scorecard calls it."""
        ...

    def fit(self, rows: Table, ladder: NDArray[np.int64]) -> Fitted:
        """Estimate from all rows given."""
        ...


def take(rows: Table, which: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The rows that a mask or an index picks.

    >>> take({"a": np.array([1, 2])}, np.array([False, True]))["a"].tolist()
    [2]
    """
    return {name: column[which] for name, column in rows.items()}


def origins(first: int, last: int, step: int) -> list[tuple[int, int]]:
    """Half-open blocks of years from ``first`` to ``last`` inclusive.

    >>> origins(1960, 1964, 3)
    [(1960, 1963), (1963, 1965)]
    """
    return [(year, min(year + step, last + 1)) for year in range(first, last + 1, step)]


def roll(
    models: Sequence[Model], rows: Table, ladder: NDArray[np.int64],
    blocks: Sequence[tuple[int, int]], asked: NDArray[np.bool_],
    tick: Callable[[int], None] = lambda done: None,
) -> tuple[NDArray[np.int64], dict[str, Forecast]]:  # fmt: skip
    """Forecast each block after fitting on all years before it.

    A crisis with rows in the block and before it is left out of the fit: its outcome was not known.

    Args:
        models: what to score.
        rows: with ``year`` and ``crisno``.
        ladder: (n,), what happened, 0 to 6.
        blocks: from :func:`origins`.
        asked: (n,), which rows are forecast; the others only teach.
        tick: called with the number of blocks done.

    Returns:
        Which rows were forecast, and each model's forecasts for them.
    """
    found: list[NDArray[np.int64]] = []
    made: dict[str, list[Forecast]] = {model.name: [] for model in models}
    for done, (known, wanted) in enumerate(_splits(rows, blocks, asked), start=1):
        found.append(wanted)
        for model in models:
            fitted = model.fit(take(rows, known), ladder[known])
            made[model.name].append(fitted.forecast(take(rows, wanted)))
        tick(done)
    return np.concatenate(found), {name: _joined(parts) for name, parts in made.items()}


def _splits(
    rows: Table, blocks: Sequence[tuple[int, int]], asked: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    year, crisis = rows["year"], rows["crisno"]
    for first, end in blocks:
        wanted = asked & (year >= first) & (year < end)
        if wanted.any():
            known = (year < first) & ~np.isin(crisis, crisis[wanted])
            yield np.flatnonzero(known), np.flatnonzero(wanted)


def _joined(parts: Sequence[Forecast]) -> Forecast:
    return Forecast(
        np.concatenate([part.support for part in parts]),
        np.concatenate([part.mil_support for part in parts]),
        np.concatenate([part.ladder for part in parts]),
    )
