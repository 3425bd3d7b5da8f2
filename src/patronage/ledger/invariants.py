"""The SQL of the checks: what stands twice, apart from its document, or nowhere.

Templates as in :mod:`patronage.ledger.queries`, of which each row found is a fault or is looked at.
"""

from __future__ import annotations

from patronage.ledger.queries import DATED, LATEST, Query
from patronage.ledger.schema import RECORDS, Field
from patronage.records import Claim, Event

__all__ = [
    "DATES", "IDS", "INCOMPLETE", "ORPHANS", "TARGETS", "UNQUOTED", "doubled", "doubled_seen",
    "homeless", "raw_claims", "raw_events",
]  # fmt: skip

_OWNED = ("span", "event", "claim", "problem")
_ATTEMPTS = "\nunion all ".join(
    f"select '{name}' as kind, t.attempt, cast(count(*) as bigint) as n from {name} t "
    "group by t.attempt"
    for name in _OWNED
)
ORPHANS = Query.of(f"""with owned as ({_ATTEMPTS})
select o.kind, o.attempt, o.n from owned o
left join coding c on c.attempt = o.attempt
where c.attempt is null
order by o.attempt, o.kind""")


def doubled(table: str, key: tuple[str, ...]) -> Query:
    """Keys that a table holds more than once."""
    names = ", ".join(f"t.{name}" for name in key)
    return Query.of(f"""select concat_ws(' ', {names}) as id, cast(count(*) as bigint) as n
from {table} t group by {names} having count(*) > 1
order by {names}""")


def doubled_seen(table: str) -> Query:
    """Ids that reads would see more than once."""
    return Query.of(f"""with {LATEST}
select t.id, cast(count(*) as bigint) as n
from {table} t join latest l on l.document = t.document and l.attempt = t.attempt
group by t.id having count(*) > 1
order by t.id""")


def _counted(table: str) -> str:
    """Rows of an attempt, each once per span row that it finds."""
    span = "join span s on s.attempt = t.attempt and s.id = t.span_id" if table != "problem" else ""
    return (
        f"{table}s as (select t.attempt, cast(count(*) as int) as n "
        f"from {table} t {span} group by t.attempt)"
    )


INCOMPLETE = Query.of(f"""with {_counted("event")}, {_counted("claim")}, {_counted("problem")}
select c.document, c.coder from coding c
left join events e on e.attempt = c.attempt
left join claims m on m.attempt = c.attempt
left join problems p on p.attempt = c.attempt
where coalesce(e.n, 0) <> c.events or coalesce(m.n, 0) <> c.claims
  or coalesce(p.n, 0) <> c.problems
order by c.document, c.coder""")

UNQUOTED = Query.of(f"""with {LATEST}
select s.document, s.first, s.past
from span s
join latest l on l.document = s.document and l.attempt = s.attempt
join document d on d.id = s.document
where substr(d.text, s.first + 1, s.past - s.first) <> s.quote or s.first < 0 or s.past < s.first
order by s.document, s.first, s.past""")


def homeless(table: str) -> Query:
    """Rows whose document is not there."""
    return Query.of(f"""select distinct t.document from {table} t
left join document d on d.id = t.document
where d.id is null
order by t.document""")


DATES = Query.of(f"""with {DATED}
select d.id, p.available, d.recorded
from document d join dated p on p.document = d.id cross join ask a
where p.available is not null
order by d.id""")

IDS = Query.of("""select d.id, d.digest, d.text from document d order by d.id""")

TARGETS = Query.of(f"""with {LATEST},
told as (
  select e.document, e.span_start, e.span_end, e.trigger_start, e.trigger_end
  from event e
  join latest l on l.document = e.document and l.attempt = e.attempt
  join batch b on b.document = e.document)
select t.document, t.span_start, t.span_end from told t
union select t.document, t.trigger_start as span_start, t.trigger_end as span_end from told t
order by document, span_start, span_end""")


def raw_claims() -> Query:
    """Claims of the wanted documents as stored, with their digests."""
    return _raw("claim", RECORDS[Claim])


def raw_events() -> Query:
    """Events of the wanted documents as stored, with their digests."""
    return _raw("event", RECORDS[Event])


def _raw(table: str, columns: tuple[Field, ...]) -> Query:
    names = ", ".join("s.quote" if name == "quote" else f"t.{name}" for name, _ in columns)
    return Query.of(f"""with {LATEST}
select {names}, t.digest
from {table} t
join latest l on l.document = t.document and l.attempt = t.attempt
join span s on s.attempt = t.attempt and s.id = t.span_id
where t.document in (select n.id from wanted n)
order by t.id""")
