"""The invariants of registers in a ledger: loadings whole, rows with their origin, ids once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patronage.ledger.counting import COUNTED
from patronage.ledger.loading import SEEN
from patronage.ledger.queries import Query
from patronage.ledger.reading import Asked, Reading
from patronage.records import Problem

__all__ = ["Orphans", "counts", "loadings", "origins", "orphans", "register_ids"]

_MEND = "Restore the table from a backup, or load the file into a new ledger."
_SHAPES = ("act", "flow")


@dataclass(frozen=True, slots=True)
class Orphans:
    """Rows of an attempt at a file that was never committed: ``kind`` is the table's name."""

    kind: str
    attempt: str
    n: int


_COUNTED = ", ".join(
    f"""{shape}s as (select t.attempt, t.dataset, cast(count(*) as bigint) as n
  from {shape} t group by t.attempt, t.dataset)"""
    for shape in _SHAPES
)
_LOADINGS = Query.of(f"""with {_COUNTED}
select l.dataset, l.file, l.acts, l.flows,
  coalesce(a.n, 0) as acts_there, coalesce(f.n, 0) as flows_there
from loading l
left join acts a on a.attempt = l.attempt and a.dataset = l.dataset
left join flows f on f.attempt = l.attempt and f.dataset = l.dataset
where coalesce(a.n, 0) <> l.acts or coalesce(f.n, 0) <> l.flows
order by l.dataset, l.file, l.attempt""")

_ROWS = Query.of("""with counted as (
  select o.attempt, cast(count(*) as bigint) as n, cast(count(distinct o.row) as bigint) as each
  from original o group by o.attempt)
select l.dataset, l.file, l.rows, coalesce(c.n, 0) as n, coalesce(c.each, 0) as each
from loading l join about w on w.dataset = l.dataset
left join counted c on c.attempt = l.attempt
where coalesce(c.n, 0) <> l.rows or coalesce(c.each, 0) <> l.rows
order by l.dataset, l.file, l.attempt""")


def _rootless(shape: str) -> Query:
    """Acts or flows of committed loadings whose original row is not there."""
    return Query.of(f"""select l.dataset, l.file, cast(count(*) as bigint) as n, min(t.id) as id
from {shape} t join loading l on l.attempt = t.attempt
join about w on w.dataset = l.dataset
left join original o on o.attempt = t.attempt and o.row = t.row
where o.row is null
group by l.dataset, l.file
order by l.dataset, l.file""")


def _doubled(shape: str) -> Query:
    """Ids that reads would see more than once."""
    return Query.of(f"""with {SEEN},
doubled as (
  select t.dataset, t.id from {shape} t join seen s on s.attempt = t.attempt
  group by t.dataset, t.id having count(*) > 1)
select d.dataset, cast(count(*) as bigint) as n, min(d.id) as id
from doubled d group by d.dataset order by d.dataset""")


_LEFT = Query.of(
    "\nunion all ".join(
        f"""select '{shape}' as kind, t.attempt, cast(count(*) as bigint) as n
from {shape} t left join loading l on l.attempt = t.attempt
where l.attempt is null group by t.attempt"""
        for shape in _SHAPES
    )
    + "\norder by kind, attempt"
)
_LEFT_ROWS = Query.of("""select o.attempt, cast(count(*) as bigint) as n
from original o left join loading l on l.attempt = o.attempt
where l.attempt is null group by o.attempt
order by o.attempt""")


def loadings(reading: Reading) -> Iterator[Problem]:
    """Each loading has all the acts, flows and original rows that it had when committed."""
    for row in reading.run(_LOADINGS, Asked()).to_pylist():
        yield _broken(
            row, f"{row['acts_there']} acts and {row['flows_there']} flows are there, of "
            f"{row['acts']} and {row['flows']} that were loaded.",
        )  # fmt: skip
    for dataset in reading.registers():
        for row in reading.beside(dataset, _ROWS).to_pylist():
            yield _broken(
                row, f"{row['n']} original rows are there with {row['each']} numbers, of "
                f"{row['rows']} that were loaded.",
            )  # fmt: skip


def origins(reading: Reading) -> Iterator[Problem]:
    """Each act and flow of a committed loading has its original row."""
    for dataset in reading.registers():
        for shape in _SHAPES:
            for row in reading.beside(dataset, _rootless(shape)).to_pylist():
                yield _broken(row, f"{row['n']} {shape}s have no original row, as {row['id']}.")


def register_ids(reading: Reading) -> Iterator[Problem]:
    """No act and no flow is seen twice."""
    for shape in _SHAPES:
        for row in reading.run(_doubled(shape), Asked()).to_pylist():
            message = f"{row['n']} ids are seen more than once, as {row['id']}."
            yield Problem("verify", f"{shape}s of {row['dataset']}", message, _MEND)


def counts(reading: Reading) -> Iterator[Problem]:
    """The counts beside the acts are theirs."""
    if wrong := reading.miscounted():
        message = f"Counts of {len(wrong)} dyads are not those of their acts."
        mend = "Delete that folder; compact makes it anew."
        yield Problem("verify", f"folder {COUNTED}", message, mend)


def orphans(reading: Reading) -> Sequence[Orphans]:
    """Rows of attempts at a file that were never committed; no read sees them."""
    found = [Orphans(**row) for row in reading.run(_LEFT, Asked()).to_pylist()]
    for dataset in reading.registers():
        rows = reading.beside(dataset, _LEFT_ROWS).to_pylist()
        found += [Orphans(f"original/{dataset}", row["attempt"], row["n"]) for row in rows]
    return found


def _broken(row: dict[str, object], message: str) -> Problem:
    return Problem("verify", f"loading of {row['file']} ({row['dataset']})", message, _MEND)
