"""Counting on the engine: rows stay where they are, and what statistics need comes back."""

from __future__ import annotations

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


def dyads(grain: Grain, wanted: Wanted) -> Query:
    """Acts and their reports by dataset, dyad, polarity and period; ``period`` is its first day.

    An act whose register counts no reports has one. Sums are of whole numbers, so that neither
    threads nor machines change them.
    """
    return Query.of(f"""with {SEEN},
told as (
  select t.dataset, t.actor, t.recipient, t.polarity, {_FIRST[grain]} as period,
    cast(coalesce(t.reports, 1) as bigint) as reports
  {rows_of("act", wanted)})
select t.dataset, t.actor, t.recipient, t.polarity, t.period,
  cast(count(*) as bigint) as acts, cast(sum(t.reports) as bigint) as reports
from told t
group by t.dataset, t.actor, t.recipient, t.polarity, t.period
order by t.dataset, t.actor nulls last, t.recipient nulls last, t.polarity nulls last,
  t.period nulls last""")
