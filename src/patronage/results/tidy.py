"""Results as tidy frames: one row an event, a claim, a period of a series, an estimate, a verdict.

pandas and Polars are no dependencies: each is imported where it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from patronage.errors import UsageError
from patronage.records import Claim, Event
from patronage.results.counts import Estimate, Series

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Several", "rows"]

T = TypeVar("T")
Row = dict[str, Any]
_SIDES = ("actor", "recipient", "beneficiary", "against")


class Several(tuple[T, ...]):
    """Results of one kind, in a row: a tuple that a notebook shows and that becomes a frame.

    Each ``to_`` method gives one row an event, a claim, a period of a series, or a result, with
    its evidence as a list of ids; what is missing is null and never zero.

    >>> from patronage.results import Estimate
    >>> one = Estimate("share", "share", 0.5, 0.2, 0.8, 0.9, 4, ("e1",))
    >>> Several([one]).to_arrow().num_rows
    1
    """

    __slots__ = ()

    def rows(self) -> list[Row]:
        """Plain dictionaries, one a row; see :func:`rows`."""
        return [row for one in self for row in rows(one)]

    def to_arrow(self) -> pa.Table:
        """An Arrow table.

        Returns:
            The rows; without any, a table without columns.
        """
        import pyarrow as pa

        return pa.Table.from_pylist(self.rows())

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame; dates are Python's, lists of evidence are arrays.

        Raises:
            UsageError: where pandas is not installed.
        """
        _needs("pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """A Polars frame.

        Raises:
            UsageError: where Polars is not installed.
        """
        polars = _needs("polars")
        frame: pl.DataFrame = polars.from_arrow(self.to_arrow())
        return frame

    def _repr_html_(self) -> str:
        from patronage.results.notebook import rows_html

        return rows_html(self.rows())


def _needs(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"{name} is not installed. Run: pip install {name}, or take .to_arrow()."
        ) from error


def rows(one: object) -> Iterator[Row]:
    """The rows of one result.

    An event's actors are codes (``RUS``, ``REB:SYR``), its amounts are texts beside ``value`` and
    ``unit`` of the first. A series gives a row for each period. Of anything else its fields are the
    columns; an estimate among them gives ``NAME``, ``NAME_low``, ``NAME_high``.

    >>> import datetime as dt
    >>> from patronage.results import Point, Series
    >>> year = Point(dt.date(2018, 1, 1), dt.date(2019, 1, 1), 2.0, 0.6, 5.5, 2, ("e1", "e2"))
    >>> [row] = rows(Series("backing", "VEN", "RUS", "episodes", "year", 0.9, (year,)))
    >>> row["patron"], row["value"], row["evidence"]
    ('RUS', 2.0, ['e1', 'e2'])
    """
    if isinstance(one, Event):
        yield _event(one)
    elif isinstance(one, Claim):
        yield _claim(one)
    elif isinstance(one, Series):
        yield from _series(one)
    elif isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], Claim):
        yield from _judged(*one)
    elif is_dataclass(one):
        yield dict(_flat(one))
    else:
        raise UsageError(f"No rows of '{type(one).__name__}'. Give events, claims or results.")


def _event(event: Event) -> Row:
    time, amount = event.time, event.amount[0] if event.amount else None
    sides = {side: [a.key for a in getattr(event, side) if a.key] for side in _SIDES}
    return {
        "id": event.id, "document": event.document, "sentence": event.sentence,
        "headline": event.headline, **sides, "type": event.type, "mode": event.mode,
        "polarity": event.polarity, "instrument": event.instrument, "status": event.status,
        "start": time.start if time else None, "end": time.end if time else None,
        "precision": time.precision if time else None,
        "amount": [a.text for a in event.amount], "value": amount.value if amount else None,
        "unit": amount.unit if amount else None, "in_return_for": list(event.in_return_for),
        "attribution": [a.name or a.text for a in event.attribution], "quote": event.quote,
        "intensity": event.intensity, "coder_score": event.coder_score,
    }  # fmt: skip


def _claim(claim: Claim) -> Row:
    time, amount = claim.period, claim.amount
    return {
        "id": claim.id, "document": claim.document, "kind": claim.kind, "measure": claim.measure,
        "subject": [a.key for a in claim.subject if a.key],
        "value": amount.value if amount else None, "high": amount.high if amount else None,
        "unit": amount.unit if amount else None,
        "comparator": amount.comparator if amount else None,
        "start": time.start if time else None, "end": time.end if time else None,
        "attribution": [a.name or a.text for a in claim.attribution], "quote": claim.quote,
    }  # fmt: skip


def _series(series: Series) -> Iterator[Row]:
    for point in series.points:
        yield {
            "name": series.name, "client": series.client, "patron": series.patron,
            "unit": series.unit, "grain": series.grain, "start": point.start, "end": point.end,
            "value": point.value, "low": point.low, "high": point.high, "mass": series.mass,
            "n": point.n, "evidence": list(point.evidence),
        }  # fmt: skip


def _judged(claim: Claim, verdicts: Iterable[Any]) -> Iterator[Row]:
    """A claim beside each verdict on it; one row without a verdict where there is none."""
    told = _claim(claim)
    for verdict in verdicts or (None,):
        yield told | {
            "verdict": verdict.kind if verdict else None,
            "sentence": verdict.sentence if verdict else None,
            "calculation": verdict.calculation if verdict else None,
            "evidence": list(verdict.evidence) if verdict else [],
        }


def _flat(one: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(one):
        value = getattr(one, field.name)
        if isinstance(value, Estimate):
            yield field.name, value.value
            yield f"{field.name}_low", value.low
            yield f"{field.name}_high", value.high
            yield f"{field.name}_n", value.n
        else:
            yield field.name, _plain(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int, float, dt.date)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return dict(_flat(value))
    if isinstance(value, (tuple, list, set, frozenset)):
        parts = [_plain(part) for part in value]
        kinds = {type(part) for part in parts}
        # a frame's column has one type: what mixes texts and numbers is kept as text
        return parts if len(kinds) <= 1 else [str(part) for part in parts]
    return str(value)
