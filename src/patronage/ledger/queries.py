"""The SQL of reads and appends, as templates in the subset that DuckDB and Spark share.

Values never enter the text: they come as columns of the one-row relation ``ask``. So nothing needs
quoting, and dates and instants keep their types. No lambdas, no struct fields, no ``date_trunc``,
no sums of floats, and where a null is ordered it is said: there the engines differ.

Relations: the ledger's tables; ``ask`` (as_of, known_on, client, word0, word1, ...); ``judged``
(one row per corrected span); ``wanted`` (id); ``batch`` (what an append asks about).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from patronage.ledger.judging import ACTOR_FIELDS, TEXT_FIELDS
from patronage.ledger.schema import RECORDS, TABLES
from patronage.records import Claim, Document, Event, Judgement, Problem, Sighting

__all__ = [
    "DATED", "LATEST", "PART_CLAIMS", "PART_EVENTS", "PART_OF", "Narrow", "Query", "claims",
    "documents", "event_columns", "events", "frame_columns", "judgements", "problems", "sightings",
]  # fmt: skip


# The latest coding of each document, among those known: what every read goes through.
def _latest(among: str = "") -> str:
    """The CTE ``latest``, of all documents or of those in another CTE."""
    own = f" and c.document in (select o.document from {among} o)" if among else ""
    return f"""latest as (
  select document, coder, attempt from (
    select c.document, c.coder, c.attempt, row_number() over (
      partition by c.document order by c.recorded desc, c.coder desc, c.attempt desc) as place
    from coding c cross join ask a
    where (a.known_on is null or c.recorded <= a.known_on){own}) numbered
  where place = 1)"""


LATEST = _latest()


# A document is available from its earliest sighting on. Whether it is undated as of a date must not
# depend on sightings dated later, so an undated sighting is counted by itself.
def _dated(among: str = "") -> str:
    """The CTE ``dated``, of all documents or of those in another CTE."""
    own = f" and s.document in (select o.document from {among} o)" if among else ""
    return f"""dated as (
  select s.document, min(s.published) as available,
    max(case when s.published is null then 1 else 0 end) as undated
  from sighting s cross join ask a
  where (a.known_on is null or s.recorded <= a.known_on){own}
  group by s.document)"""


DATED = _dated()


def _known(among: str = "") -> str:
    """The CTE ``known``: the documents that the ledger has, all or those in another CTE."""
    own = f" and d.id in (select o.document from {among} o)" if among else ""
    return f"""known as (
  select d.id from document d cross join ask a
  where (a.known_on is null or d.recorded <= a.known_on){own})"""


# Undated rows pass where the reader counts them; ``left_out`` marks what is not to be shown.
_SHOWN = "(a.as_of is null or t.available <= a.as_of)"
_SEEN = f"({_SHOWN} or t.undated = 1)"
_LEFT_OUT = f"case when {_SHOWN} then false else true end as left_out"


@dataclass(frozen=True, slots=True)
class Query:
    """A query's text, the ledger tables that it reads, and of which of them rows are ``wanted``."""

    sql: str
    tables: tuple[str, ...]
    wanted: str = ""

    @staticmethod
    def of(sql: str, wanted: str = "") -> Query:
        """Find the tables in the text; each stands after ``from`` or ``join``."""
        named = dict.fromkeys(re.findall(r"\b(?:from|join) (\w+)", sql))
        return Query(sql, tuple(name for name in named if name in TABLES), wanted)


def _corrected(field: str) -> str:
    """A column of an event, or what a reader judged it to be."""
    if field == "quote":
        return "s.quote"
    if field == "coder":
        return "concat(e.coder, coalesce(j.who, ''), coalesce(w.who, '')) as coder"
    if field == "coder_score":
        unjudged = "j.who is null and w.who is null"
        return f"case when {unjudged} then e.coder_score else cast(1.0 as double) end as {field}"
    base = field.removesuffix("_key")
    if base in TEXT_FIELDS or base in ACTOR_FIELDS:
        by_trigger = f"when w.set_{base} then w.{field}"
        return f"case {by_trigger} when j.set_{base} then j.{field} else e.{field} end as {field}"
    return f"e.{field}"


_KEYS = ("actor_key", "recipient_key", "beneficiary_key", "against_key")


def event_columns() -> tuple[str, ...]:
    """The columns of a whole event."""
    return tuple(name for name, _ in RECORDS[Event])


def frame_columns() -> tuple[str, ...]:
    """The stored columns of the event frame, in its order; the frame renames some."""
    return (
        *("id", "document", "sentence", "available", "headline", *_KEYS),
        *("type", "mode", "polarity", "instrument", "status"),
        *("time_start", "time_end", "time_precision", "amount_text", "in_return_for"),
        *("attribution_text", "quote", "intensity", "coder_score"),
    )


@dataclass(frozen=True, slots=True)
class Narrow:
    """By what a read of events is narrowed before anything is joined: a ``client``, ids that are
    ``wanted``, ``words`` patterns that ``ask`` holds and each quote must match. ``share`` keeps,
    beside those of the client, the events of a share of all documents: of those whose hash comes
    before ``ask.share``; ``beside`` keeps those of that share that name the client nowhere.
    ``most`` takes the latest alone, and none that is left out: so an engine need not hand over
    whatever matches.
    """

    client: bool = False
    wanted: bool = False
    words: int = 0
    share: bool = False
    beside: bool = False
    most: int | None = None


def events(columns: tuple[str, ...], narrow: Narrow = Narrow()) -> Query:
    """Events through the latest coding, as corrected; with ``left_out`` and their document.

    A sentence may hold several events with one span. So a judgement may name an event's trigger
    instead (``w``), and goes before one of the whole span (``j``).
    """
    told = dict.fromkeys((*columns, "document", "sentence", "span_start", "id", "quote", *_KEYS))
    inner = ", ".join(_corrected(c) for c in told if c != "available")
    outer = ", ".join(f"t.{c}" for c in dict.fromkeys((*columns, "document", "available")))
    latest, limit = ("", "") if narrow.most is None else (_LATER, f"\nlimit {narrow.most:d}")
    chosen = [_SHOWN if limit else _SEEN, *_chosen(narrow, "t")]
    chosen += [f"t.quote ilike a.word{n} escape '!'" for n in range(narrow.words)]
    order = "t.document, t.sentence, t.span_start, t.id"
    few = "few" if narrow.client or narrow.wanted else ""
    parts = [_few(told, narrow)] if few else []
    return Query.of(
        f"""with {", ".join([*parts, _latest(few), _dated(few), _known(few)])},
told as (
  select {inner}, d.available, coalesce(d.undated, 0) as undated
  from {few or "event"} e
  join latest c on c.document = e.document and c.attempt = e.attempt
  join known k on k.id = e.document
  join span s on s.attempt = e.attempt and s.id = e.span_id
  left join dated d on d.document = e.document
  left join judged j on j.document = e.document
    and j.span_start = e.span_start and j.span_end = e.span_end
  left join judged w on w.document = e.document
    and w.span_start = e.trigger_start and w.span_end = e.trigger_end
    and (e.trigger_start <> e.span_start or e.trigger_end <> e.span_end)
  where coalesce(w.dropped, j.dropped, false) = false)
select {outer}, {_LEFT_OUT}
from told t cross join ask a
where {" and ".join(chosen)}
order by {latest}{order}{limit}""",
        "event" if narrow.wanted else "",
    )


_LATER = "t.available desc nulls last, "


def _chosen(narrow: Narrow, row: str) -> list[str]:
    """What narrows a relation of events that is called ``row``."""
    found = []
    if narrow.client:
        sides = " or ".join(f"array_contains({row}.{key}, a.client)" for key in _KEYS)
        part = f"md5({row}.document) < a.share"
        if narrow.beside:
            found.append(f"(not coalesce({sides}, false) and {part})")
        else:
            found.append(f"({sides} or {part})" if narrow.share else f"({sides})")
    if narrow.wanted:
        found.append(f"{row}.id in (select n.id from wanted n)")
    return found


_PLACES = ("document", "attempt", "span_id", "span_start", "span_end", "trigger_start",
           "trigger_end", *_KEYS)  # fmt: skip


def _few(told: Iterable[str], narrow: Narrow) -> str:
    """The CTE ``few``: the events that may be shown, before they are joined to anything.

    A reader may have judged that somebody else acted: what is corrected is looked at whoever the
    coder named.
    """
    stored = [c for c in told if c not in ("available", "quote")]
    names = ", ".join(f"e.{c}" for c in dict.fromkeys((*_PLACES, *stored, "coder")))
    own = " and ".join(_chosen(narrow, "e"))
    judged = "e.document in (select j.document from judged j)"
    kept = f"({own}) or {judged}" if narrow.client else own
    return f"few as (select {names} from event e cross join ask a where {kept})"


def claims(*, wanted: bool = False, client: bool = False) -> Query:
    """Claims through the latest coding; a client is among their subjects."""
    names = [name for name, _ in RECORDS[Claim]]
    inner = ", ".join("s.quote" if name == "quote" else f"c.{name}" for name in names)
    outer = ", ".join(f"t.{name}" for name in names)
    chosen = ["c.id in (select n.id from wanted n)"] if wanted else []
    chosen += ["array_contains(c.subject_key, a.client)"] if client else []
    few = "few" if chosen else ""
    stored = ", ".join(f"c.{n}" for n in dict.fromkeys((*names, *_CLAIMED)) if n != "quote")
    part = f"few as (select {stored} from claim c cross join ask a where {' and '.join(chosen)})"
    parts = [*([part] if few else []), _latest(few), _dated(few), _known(few)]
    return Query.of(
        f"""with {", ".join(parts)},
told as (
  select {inner}, c.subject_key, c.span_start, d.available, coalesce(d.undated, 0) as undated
  from {few or "claim"} c
  join latest l on l.document = c.document and l.attempt = c.attempt
  join known k on k.id = c.document
  join span s on s.attempt = c.attempt and s.id = c.span_id
  left join dated d on d.document = c.document)
select {outer}, {_LEFT_OUT}
from told t cross join ask a
where {_SEEN}
order by t.document, t.sentence, t.span_start, t.id""",
        "claim" if wanted else "",
    )


_CLAIMED = ("attempt", "span_id", "span_start", "subject_key")


def documents(*, wanted: bool = False) -> Query:
    """Documents, whether coded or not."""
    names = ", ".join(f"t.{name}" for name, _ in RECORDS[Document])
    chosen = " and t.id in (select n.id from wanted n)" if wanted else ""
    few = "few as (select n.id as document from wanted n), " if wanted else ""
    return Query.of(
        f"""with {few}{_dated("few" if wanted else "")},
told as (
  select d.*, p.available, coalesce(p.undated, 0) as undated
  from document d left join dated p on p.document = d.id)
select {names}, {_LEFT_OUT}
from told t cross join ask a
where {_SEEN} and (a.known_on is null or t.recorded <= a.known_on){chosen}
order by t.id""",
        "document" if wanted else "",
    )


def sightings(*, wanted: bool = False) -> Query:
    """Sightings of all or of the wanted documents."""
    names = ", ".join(f"t.{name}" for name, _ in RECORDS[Sighting])
    chosen = " and t.document in (select n.id from wanted n)" if wanted else ""
    return Query.of(
        f"""select {names}, t.published as available
from sighting t cross join ask a
where (a.as_of is null or t.published <= a.as_of)
  and (a.known_on is null or t.recorded <= a.known_on){chosen}
order by t.document, t.published nulls last, t.id""",
        "sighting" if wanted else "",
    )


def problems() -> Query:
    """Problems through the latest coding; those of undated documents are never left out."""
    names = ", ".join(f"t.{name}" for name, _ in RECORDS[Problem])
    return Query.of(f"""with {LATEST}, {DATED},
told as (
  select p.*, d.available, coalesce(d.undated, 1) as undated
  from problem p
  join latest l on l.document = p.document and l.attempt = p.attempt
  left join dated d on d.document = p.document)
select {names} from told t cross join ask a
where {_SEEN}
order by t.source nulls last, t.place nulls last, t.message nulls last, t.mend nulls last,
  t.lost nulls last""")


def judgements() -> Query:
    """Judgements known, oldest first."""
    names = ", ".join(f"t.{name}" for name, _ in RECORDS[Judgement])
    return Query.of(f"""select {names}, t.recorded
from judgement t cross join ask a
where a.known_on is null or t.recorded <= a.known_on
order by t.recorded, t.id""")


# What a part of the ledger is made of: rows as they are stored, of one client and of some texts.
_PART = ", ".join(
    f"e.{name}"
    for name in dict.fromkeys(
        (*_PLACES, *(n for n in frame_columns() if n not in ("available", "quote")), "coder")
    )
)
PART_EVENTS = f"""with other as (
  select c.document from coding c cross join ask a where md5(c.document) < a.share
  union select j.document from judged j)
select {_PART} from event e cross join ask a
where {" or ".join(f"array_contains(e.{key}, a.client)" for key in _KEYS)}
  or e.document in (select o.document from other o)"""
PART_CLAIMS = (
    "select c.* from claim c cross join ask a where array_contains(c.subject_key, a.client)"
)
# Of the other tables the rows that these need: by which column of theirs, and the query.
PART_OF = {
    name: (of, f"select {columns} from {name} t where t.{key} in (select w.id from wanted w)")
    for name, of, key, columns in (
        ("coding", "document", "document", "t.document, t.coder, t.attempt, t.recorded"),
        ("sighting", "document", "document", "t.document, t.published, t.recorded"),
        ("document", "document", "id", "t.id, t.recorded"),
        ("span", "span_id", "id", "t.attempt, t.id, t.quote"),
    )
}

CODED = Query.of("""select distinct c.document from coding c
join batch b on b.coder = c.coder order by c.document""")

CODINGS = Query.of(f"""with {LATEST}
select c.document, c.coder, c.events, c.claims, c.problems, c.recorded
from coding c join latest l on l.document = c.document and l.attempt = c.attempt
order by c.document""")

# How many events the latest codings hold, by how many of them each text has.
HELD = Query.of(f"""with {LATEST}, {DATED}
select c.events, cast(count(*) as bigint) as texts
from coding c
join latest l on l.document = c.document and l.attempt = c.attempt
join dated d on d.document = c.document cross join ask a
where a.as_of is null or d.available <= a.as_of
group by c.events order by c.events""")

KNOWN_DOCUMENTS = Query.of("""select d.id, d.digest from document d
join batch b on b.id = d.id order by d.id""")

KNOWN_SIGHTINGS = Query.of("""select s.id from sighting s
join batch b on b.id = s.id order by s.id""")

KNOWN_CODINGS = Query.of("""select c.document, c.coder, c.attempt from coding c
join batch b on b.document = c.document and b.coder = c.coder order by c.document, c.coder""")

YEARS = Query.of("""select s.document, min(s.published) as published
from sighting s join batch b on b.id = s.document group by s.document order by s.document""")
