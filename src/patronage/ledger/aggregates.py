"""Counting on the engine: rows stay where they are, and what statistics need comes back."""

from __future__ import annotations

from collections.abc import Sequence

from patronage.ledger.counting import COUNTED
from patronage.ledger.loading import SEEN, Wanted, rows_of
from patronage.ledger.queries import Query
from patronage.periods import Grain

__all__ = ["dyads"]

_YEAR, _MONTH = "cast(year(t.start) as int)", "cast(month(t.start) as int)"
# The first day of a period, by functions that mean the same to every engine.
_FIRST: dict[Grain, str] = {
    "day": "t.start",
    "month": f"make_date({_YEAR}, {_MONTH}, 1)",
    "quarter": f"make_date({_YEAR}, cast(floor(({_MONTH} - 1) / 3) as int) * 3 + 1, 1)",
    "year": f"make_date({_YEAR}, 1, 1)",
}


def dyads(grain: Grain, wanted: Wanted, sources: Sequence[str] = ("act",)) -> Query:
    """Acts and their reports by dataset, dyad, polarity and period; ``period`` is its first day.

    An act whose register counts no reports has one. Sums are of whole numbers, so that neither
    threads nor machines change them. ``sources`` are the relations that hold them: acts, their
    counts (see :mod:`patronage.ledger.counting`), or both.
    """
    told = "\n  union all\n".join(_rows(source, grain, wanted) for source in sources)
    acts = "sum(t.acts)" if COUNTED in sources else "count(*)"
    return Query.of(f"""with {SEEN},
told as (
{told})
select t.dataset, t.actor, t.recipient, t.polarity, t.period,
  cast({acts} as bigint) as acts, cast(sum(t.reports) as bigint) as reports
from told t
group by t.dataset, t.actor, t.recipient, t.polarity, t.period
order by t.dataset, t.actor nulls last, t.recipient nulls last, t.polarity nulls last,
  t.period nulls last""")


def _rows(source: str, grain: Grain, wanted: Wanted) -> str:
    counts = "t.acts, t.reports"
    if source != COUNTED:
        counts = "cast(1 as bigint) as acts, cast(coalesce(t.reports, 1) as bigint) as reports"
    return f"""  select t.dataset, t.actor, t.recipient, t.polarity,
    {_FIRST[grain]} as period, {counts}
  {rows_of(source, wanted)}"""
