"""Make a large ledger of invented texts and events, for timings: nothing in it was ever reported.

    python benchmarks/dashboard/make_ledger.py FOLDER [--events 5000000] [--seed 7]

States are drawn by a long tail (a few are in most texts, most in few), each with some partners of
its own; days differ in how much they tell; three in ten texts speak of one client throughout, one
in eight is printed twice, some claim a figure. Two years are written as ``record`` would write
them, hashes included, by two processes. The years before are copies of these: with dates moved,
ids of their own and another full stop, so that nothing passes for a reprint; their hashes are not
worked out, so ``verify`` finds nothing amiss but those. Files lie as after ``compact``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate, product, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake.transaction import AddAction

from patronage import codebook
from patronage.ledger import Ledger
from patronage.ledger.bulk import Bulk
from patronage.ledger.compacting import ORDER
from patronage.ledger.engine import parquet_of
from patronage.ledger.schema import PARTS, TABLES, arrow_schema, fields
from patronage.ledger.store import Store
from patronage.ledger.writing import Writing
from patronage.records import (
    Actor,
    Amount,
    Attribution,
    Claim,
    Coding,
    Document,
    Event,
    Sighting,
    Span,
    Time,
    content_id,
)

YEARS = (2025, 2024)
COPIES = 19  # of each of them
CODER = "invented 1"
RECORDED = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
FRONT = ("USA", "CHN", "RUS", "GBR", "FRA", "ISR", "IRN", "IND", "UKR", "DEU", "TUR", "SYR", "JPN",
         "PAK", "SAU", "KOR", "VEN", "EGY", "IRQ", "CUB", "AFG", "PRK", "POL", "ITA")  # fmt: skip
# (weight, type, mode, context, instrument, polarity, words, intensity)
KINDS = (
    (22, "CONSULT", "visit", "diplomatic", None, None, "held talks with", 1.9),
    (14, "SUPPORT", None, "diplomatic", "diplomatic", "support", "voiced support for", 3.5),
    (9, "ACCUSE", None, "diplomatic", None, "pressure", "accused", -2.0),
    (7, "AGREE", None, "economic", "trade", "support", "signed a trade accord with", 4.8),
    (7, "AID", None, "military", "arms", "support", "delivered arms to", 7.2),
    (5, "AID", None, "economic", "loan", "support", "lent money to", 7.0),
    (4, "AID", None, "humanitarian", "humanitarian", "support", "sent food to", 7.0),
    (4, "COOPERATE", None, "military", "training", "support", "trained soldiers with", 6.2),
    (6, "COERCE", "restrict", "economic", "sanction-trade", "pressure", "imposed sanctions on", -7),
    (4, "THREATEN", None, "military", None, "pressure", "warned", -4.4),
    (4, "REQUEST", "assist", "military", "arms", None, "asked for arms from", -0.1),
    (3, "REQUEST", "assist", "economic", "loan", None, "asked for a loan from", -0.1),
    (2, "REJECT", "assist", "economic", "loan", "curtailment", "refused a loan to", -4.0),
    (2, "SANCTION", "discontinue", "economic", "aid-cut", "curtailment", "cut its aid to", -5.6),
    (3, "MOBILIZE", None, "military", "show-of-force", "pressure", "sent ships towards", -7.2),
    (4, "ASSAULT", None, "military", "strike", "pressure", "struck targets in", -9.5),
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
STATUSES = ("occurred", "historical", "future", "hypothetical", "negated")
PAPERS = tuple(f"Example {name}" for name in ("Wire", "Times", "Daily", "Post", "Herald"))
# What differs in a copy, by table and column, in DuckDB's words.
_ID = "md5(concat({column}, {{n}}))"
_TIME = (
    "case when {column} is null then null else struct_pack(text := {column}.text, "
    'span := {column}.span, "start" := cast({column}.start - {{years}} as date), '
    '"end" := cast({column}.end - {{years}} as date), precision := {column}.precision) end'
)
_DAY = "cast({column} - {{years}} as date)"
_ATTEMPT = "concat('0000000000', substr(md5(concat({column}, {{n}})), 1, 22))"
_TEXT = "translate({column}, '.', {{stop}})"
STOPS = "!;:?~|"
_KINDS = {
    **dict.fromkeys(("id", "document", "span_id", "digest", "raw_hash"), _ID),
    **dict.fromkeys(("published", "time_start", "time_end"), _DAY), "attempt": _ATTEMPT,
    **dict.fromkeys(("time", "period"), _TIME), **dict.fromkeys(("quote", "text"), _TEXT),
}  # fmt: skip
CHANGES = {
    name: {
        column: _KINDS[column].format(column=column)
        for column, _ in fields(TABLES[name]) if column in _KINDS
    }
    for name in ("document", "sighting", "span", "event", "claim", "coding")
}  # fmt: skip


@dataclass
class World:
    """Who is in the news how often, and who with whom."""

    rng: random.Random
    codes: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    weights: list[float] = field(default_factory=list)
    partners: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0

    @staticmethod
    def of(seed: int) -> World:
        from patronage.actors.states import names_of

        world = World(random.Random(seed))
        known = names_of(())
        rest = sorted(row["iso3"] for row in codebook.rows("states") if row["iso3"] not in FRONT)
        world.rng.shuffle(rest)
        world.codes = [*FRONT, *rest]
        world.names = {code: known.get(code, code) for code in world.codes}
        world.weights = list(accumulate(1 / (rank + 3) for rank in range(len(world.codes))))
        for code in world.codes:
            drawn = [world.state() for _ in range(14)]
            world.partners[code] = [one for one in dict.fromkeys(drawn) if one != code][:8]
        return world

    def state(self) -> str:
        return self.rng.choices(self.codes, cum_weights=self.weights)[0]

    def partner(self, of: str) -> str:
        own = self.partners[of]
        if own and self.rng.random() < 0.7:
            return own[min(int(self.rng.expovariate(0.5)), len(own) - 1)]
        while (other := self.state()) == of:
            pass
        return other


def main() -> None:
    """Write the ledger, telling how far it is."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    began = time.monotonic()
    counts = make(given.folder, given.events, given.seed)
    print(json.dumps({**counts, "seconds": round(time.monotonic() - began)}))


def make(folder: Path, events: int, seed: int = 7) -> dict[str, int]:
    """A ledger of at least so many events; how many rows of what it has."""
    Ledger(folder, create=True)
    each = -(-events // (2 * (COPIES + 1)))
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for one in pool.map(make_year, repeat(folder), YEARS, repeat(each), repeat(seed)):
            counts.update(one)
    print(f"{counts['event']:,} events in full", file=sys.stderr)
    Ledger(folder).compact()
    counts += copied(folder, events - counts["event"])
    store = Store(folder)
    for name in TABLES:  # what was replaced goes at once: nobody reads this ledger yet
        store.sweep(name, 0)
    return dict(counts)


def make_year(folder: Path, year: int, events: int, seed: int) -> Counter[str]:
    """One year's texts, in one commit a table."""
    store, world = Store(folder), World.of(seed)
    world.rng = random.Random(f"{seed} {year}")
    counts: Counter[str] = Counter()
    with Bulk(store) as bulk:
        for rows in written(store, world, year, events):
            for name, lines in rows.items():
                counts[name] += len(lines)
                put(bulk, name, lines, year)
        bulk.commit()
    return counts


def put(bulk: Bulk, name: str, lines: list[dict[str, Any]], year: int) -> None:
    """Rows into the folder of their year."""
    table = TABLES[name]
    parts = [part for part, _ in PARTS] if table.parted else []
    columns = tuple(one for one in fields(table) if one[0] not in parts)
    where = {"part_origin": "news", "part_year": str(year)} if parts else {}
    bulk.rows(name, pa.Table.from_pylist(lines, schema=arrow_schema(columns)), where)


def written(
    store: Store, world: World, year: int, events: int
) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The rows of a year's texts, some thousands of texts at a time."""
    writing = Writing(store, None, RECORDED)  # type: ignore[arg-type]  # it is asked nothing here
    made = 0
    loud = [world.rng.gammavariate(2.0, 1.0) for _ in range(365)]
    while made < events:
        rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("document", "sighting", "span", "event", "claim", "coding")
        }
        while made < events and len(rows["document"]) < 5_000:
            offset = world.rng.choices(range(365), loud)[0]
            document, coding = text(world, dt.date(year, 1, 1) + dt.timedelta(days=offset))
            world.count += 1
            found = writing._coding_rows(coding, f"{0:010x}{year:06x}{world.count:016x}")
            for name, lines in found.items():
                if name in rows:
                    rows[name] += lines
            digest = {document.id: content_id(document.text)}
            rows["document"].append(writing._document_row(document, digest))
            rows["sighting"] += sightings(world, document)
            made += len(coding.events)
        yield rows


def sightings(world: World, document: Document) -> Iterator[dict[str, Any]]:
    """Where it appeared: once, or again some days later elsewhere."""
    from patronage.ledger.rows import row_of

    day = document.published or dt.date(YEARS[0], 1, 1)
    days = [day, day + dt.timedelta(days=world.rng.randrange(4))][: 1 + (world.rng.random() < 0.12)]
    for number, printed in enumerate(days):
        one = Sighting(
            content_id(document.id, number), document.id, "invented.jsonl", document.url,
            document.publisher, printed, document.id, "jsonl",
        )  # fmt: skip
        yield {**row_of(one), "recorded": RECORDED}


def text(world: World, day: dt.date) -> tuple[Document, Coding]:
    """One invented text and its coding."""
    rng = world.rng
    id = blake2b(f"invented {day.year} {world.count}".encode(), digest_size=16).hexdigest()
    client = world.state() if rng.random() < 0.3 else None
    sentences: list[str] = []
    events: list[Event] = []
    at = 0
    for number in range(1 + min(int(rng.expovariate(0.3)), 11)):
        giver = world.partner(client) if client else world.state()
        receiver = client or world.partner(giver)
        if rng.random() < 0.2:
            giver, receiver = receiver, giver
        event, sentence = told(world, (id, number, at), (giver, receiver), day)
        events.append(event)
        sentences.append(sentence)
        at += len(sentence) + 1
    whole = " ".join(sentences)
    document = Document(
        id, whole, f"Report {world.count}", day, rng.choice(PAPERS),
        f"https://news.example.org/{day:%Y/%m}/{world.count}",
    )  # fmt: skip
    claims = (claimed(events[0]),) if events[0].amount and events[0].polarity == "support" else ()
    return document, Coding(id, CODER, tuple(events), claims)


def told(
    world: World, place: tuple[str, int, int], sides: tuple[str, str], day: dt.date
) -> tuple[Event, str]:
    """One event and its sentence."""
    rng, (id, number, at) = world.rng, place
    _, type, mode, context, instrument, polarity, words, intensity = rng.choices(
        KINDS, [kind[0] for kind in KINDS]
    )[0]
    names = [world.names[code] for code in sides]
    sentence = f"{names[0]} {words} {names[1]}"
    spans = [Span(at, at + len(names[0])), Span(at + len(sentence) - len(names[1]),
                                              at + len(sentence))]  # fmt: skip
    amount: tuple[Amount, ...] = ()
    if instrument in ("arms", "loan", "trade") and rng.random() < 0.4:
        worth = rng.choice((5, 20, 30, 50, 80, 120, 200, 400, 750))
        start = at + len(sentence) + len(" worth ")
        sentence += f" worth ${worth} million"
        span = Span(start, at + len(sentence))
        amount = (Amount(f"${worth} million", span, worth * 1e6, "USD", "=", instrument),)
    time, sentence = when(rng, sentence, at, day)
    voice: tuple[Attribution, ...] = ()
    if rng.random() < 0.4:
        start = at + len(sentence) + 2
        sentence += ", officials said"
        voice = (Attribution("officials", Span(start, start + 9), "said", sides[0], "GOV"),)
    sentence += "."
    trigger = Span(spans[0].end + 1, spans[0].end + 1 + len(words))
    actors = [(Actor(n, s, c, "GOV"),) for n, s, c in zip(names, spans, sides, strict=True)]
    status = rng.choices(STATUSES, (80, 6, 8, 3, 3))[0]
    return Event(
        blake2b(f"{id} {number}".encode(), digest_size=16).hexdigest(), id, number,
        Span(at, at + len(sentence)), sentence, trigger, actors[0], actors[1], (), (), type, mode,
        (context,), instrument, polarity, status, amount, (), time, voice, float(intensity),
        rng.choice((0.7, 0.8, 0.9)), CODER, number == 0,
    ), sentence  # fmt: skip


def when(rng: random.Random, sentence: str, at: int, day: dt.date) -> tuple[Time | None, str]:
    """The time that a sentence tells, if it tells one, and the sentence with it."""
    drawn = rng.random()
    if drawn < 0.45:
        return None, sentence
    if drawn < 0.75:
        first, said, kind = day - dt.timedelta(days=rng.randrange(6)), "", "day"
        said, end = f"{first.day} {MONTHS[first.month - 1]} {first.year}", first
        end += dt.timedelta(days=1)
    elif drawn < 0.92:
        first = (day - dt.timedelta(days=rng.randrange(60))).replace(day=1)
        end, kind = (first + dt.timedelta(days=32)).replace(day=1), "month"
        said = f"{MONTHS[first.month - 1]} {first.year}"
    else:
        year = day.year - rng.randrange(3)
        first, end, said, kind = dt.date(year, 1, 1), dt.date(year + 1, 1, 1), f"{year}", "year"
    said = f"on {said}" if kind == "day" else f"in {said}"
    start = at + len(sentence) + 1
    return Time(said, Span(start, start + len(said)), first, end, kind), f"{sentence} {said}"


def claimed(event: Event) -> Claim:
    """The claim of a figure that an event's sentence makes."""
    return Claim(
        content_id(event.id, "claim"), event.document, event.sentence, event.span, event.quote,
        "figure", event.recipient, event.instrument, event.amount[0], event.time, event.attribution,
        coder=CODER, giver=event.actor, receiver=event.recipient,
    )  # fmt: skip


def copied(folder: Path, events: int) -> Counter[str]:
    """Copies of the years written in full, as many as are needed for so many events."""
    import duckdb

    store, counts = Store(folder), Counter[str]()
    files = {name: store.files(name) for name in CHANGES}
    bounds = {"temp_directory": str(folder / ".copying"), "memory_limit": "2GB"}
    with duckdb.connect(":memory:", config=bounds) as engine:
        engine.execute("set TimeZone = 'UTC'")
        for number, year in product(range(1, 1_000), YEARS):
            if counts["event"] >= events:
                break
            for name, changes in CHANGES.items():
                counts[name] += copy(engine, store, (name, changes, files[name]), (number, year))
            print(f"{counts['event']:,} events copied", file=sys.stderr)
    shutil.rmtree(folder / ".copying", ignore_errors=True)
    return counts


def copy(
    engine: Any, store: Store, what: tuple[str, dict[str, str], list[str]], which: tuple[int, int]
) -> int:
    """Copy one year's rows of one table into the folder of an earlier year."""
    (name, changes, files), (number, year) = what, which
    goal, parted = year - 2 * number, TABLES[name].parted
    values = {"n": f"'/{number}'", "years": f"interval {2 * number} years",
              "stop": f"'{STOPS[number % len(STOPS)]}'"}  # fmt: skip
    told = ", ".join(f"{sql.format(**values)} as {column}" for column, sql in changes.items())
    ours = [file for file in files if not parted or f"part_year={year}/" in file]
    # Attempts are named by their year, which tells the codings of one year from another's.
    mine = "" if parted else f"where attempt like '{0:010x}{year:06x}%'"
    order = ", ".join(f"{column} nulls first" for column in ORDER.get(name, ("document",))
                      if column != "id") if name != "document" else "id"  # fmt: skip
    path = f"part-copy-{year}-{number}.zstd.parquet"
    path = f"part_origin=news/part_year={goal}/{path}" if parted else path
    file = Path(store.path(name)) / path
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = engine.execute(
        f"copy (select * replace ({told}) from {parquet_of(ours)} {mine} order by {order}) "
        f"to '{file}' (format parquet, compression zstd, row_group_size 131072)"
    ).fetchone()[0]
    action = AddAction(
        path=path, size=file.stat().st_size,
        partition_values={"part_origin": "news", "part_year": str(goal)} if parted else {},
        modification_time=0, data_change=True, stats=json.dumps({"numRecords": rows}),
    )  # fmt: skip
    parts = [part for part, _ in PARTS] if parted else []
    store.add_files(store.path(name), name, [action], parts)
    return int(rows)


if __name__ == "__main__":
    main()
