"""Each invariant, broken on purpose, is named; a clean ledger gives nothing."""

import datetime as dt
import json

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from patronage.errors import LedgerError
from patronage.ledger.schema import PARTS, TABLES, arrow_schema, fields
from patronage.records import Coding, Judgement, Span

from .samples import CODER, NOW, actor, batch, coding, document, event, found


@pytest.fixture
def filled(ledger):
    ledger.append(*batch(range(3)), NOW)
    assert ledger.verify() == []
    return ledger


def rows(ledger, name):
    table = pa.table(DeltaTable(str(ledger.path / name)).to_pyarrow_table())
    return table.select([field for field, _ in fields(TABLES[name])]).to_pylist()


def replace_rows(ledger, name, new):
    table = TABLES[name]
    data = pa.Table.from_pylist(new, schema=arrow_schema(fields(table)))
    parts = [part for part, _ in PARTS] if table.parted else None
    where = str(ledger.path / name)
    write_deltalake(where, data, mode="overwrite", partition_by=parts)


def broken(ledger, name, **change):
    """Change the first row of a table and verify."""
    old = rows(ledger, name)
    replace_rows(ledger, name, [{**old[0], **change}, *old[1:]])
    return [(problem.source, problem.lost) for problem in ledger.verify()]


@pytest.mark.parametrize(
    ("table", "change", "check"),
    [
        ("span", {"quote": "Never said."}, "quotes"),
        ("span", {"first": -1}, "quotes"),
        ("document", {"text": "Another text."}, "contents"),
        ("event", {"polarity": "pressure"}, "contents"),
        ("event", {"polarity": "friendly"}, "contents"),
        ("claim", {"kind": "term"}, "contents"),
        ("event", {"span_id": "absent"}, "complete"),
        ("event", {"attempt": "absent"}, "complete"),
        ("event", {"attempt": "absent"}, "committed"),
        ("problem", {"attempt": "absent"}, "complete"),
        ("coding", {"document": "absent"}, "homes"),
        ("sighting", {"document": "absent"}, "homes"),
    ],
)
def test_a_changed_row_is_named(filled, table, change, check):
    found = broken(filled, table, **change)
    assert f"verify {check}" in [source for source, _ in found]
    assert any(lost for _, lost in found)


@pytest.mark.parametrize("table", ["document", "sighting", "event", "claim", "coding"])
def test_a_doubled_row_is_named(filled, table):
    old = rows(filled, table)
    replace_rows(filled, table, [*old, old[0]])
    assert "verify doubles" in [problem.source for problem in filled.verify()]


@pytest.mark.parametrize("table", ["span", "event", "claim", "problem"])
def test_a_lost_row_is_named(filled, table):
    replace_rows(filled, table, rows(filled, table)[1:])
    assert "verify complete" in [problem.source for problem in filled.verify()]


def test_rows_of_a_dead_attempt_are_a_note_and_compact_drops_them(filled):
    for name in ("span", "event"):
        old = rows(filled, name)
        ghost = {**old[0], "attempt": f"{0:010x}dead"}
        replace_rows(filled, name, [*old, ghost])
    young = {**rows(filled, "problem")[0], "attempt": f"{(2**33):010x}alive"}
    replace_rows(filled, "problem", [*rows(filled, "problem"), young])
    problems = filled.verify()
    assert [(p.source, p.place, p.lost) for p in problems] == [
        ("verify committed", "table event", False),
        ("verify committed", "table problem", False),
        ("verify committed", "table span", False),
    ]
    assert len(filled.events()) == 9
    assert filled.compact(orphans=True).dropped == 2
    assert [p.place for p in filled.verify()] == ["table problem"]


def test_a_date_after_its_recording_is_told(ledger):
    one = document(1, NOW.date() + dt.timedelta(days=3))
    ledger.append([found(one)], [coding(one)], NOW)
    assert [(p.source, p.lost) for p in ledger.verify()] == [("verify dates", False)]
    two = document(2, NOW.date() + dt.timedelta(days=2))
    ledger.append([found(two)], [coding(two)], NOW)
    assert len(ledger.verify()) == 1


def test_a_mention_that_is_not_in_the_text_is_named(ledger):
    one = document(1)
    someone = actor(one, "Russia", "RUS")
    wrong = event(one, actor=(type(someone)("Cuba", someone.span, country="CUB"),))
    ledger.append([found(one)], [Coding(one.id, CODER, (wrong,))], NOW)
    problems = ledger.verify()
    assert [p.source for p in problems] == ["verify contents"]
    assert "'Cuba'" in problems[0].message


def test_judgements_without_target_or_sense_are_named(filled):
    one = document(0)
    base = {"id": "j", "document": one.id, "field": "type", "old": "", "new": '"AID"'}
    base |= {"who": "ann", "why": "", "undoes": None, "recorded": NOW}
    own, other = event(one).span, Span(0, 1)

    def verdicts(*changes):
        new = [{**base, "span": {"start": own.start, "end": own.end}, **c} for c in changes]
        replace_rows(filled, "judgement", new)
        return [problem.message for problem in filled.verify()]

    assert verdicts({}) == []
    assert "No event now has the span" in verdicts({"span": other._asdict()})[0]
    assert "cannot be applied" in verdicts({"field": "quote"})[0]
    assert "not there before it" in verdicts({"undoes": "absent"})[0]
    undone = verdicts({"span": other._asdict()}, {"id": "k", "undoes": "j"})
    assert undone == []
    early = verdicts({}, {"id": "k", "undoes": "j", "recorded": NOW - dt.timedelta(1)})
    assert "not there before it" in early[0]
    assert any("document is not there" in m for m in verdicts({"document": "absent"}))


def test_a_judgement_follows_its_span_to_a_later_coding(filled):
    one = document(0)
    filled.judge(
        Judgement("", one.id, event(one, 2).span, "type", "", json.dumps("AGREE"), "ann", ""), NOW
    )
    filled.append([], [coding(one, "coder 2", 2)], NOW + dt.timedelta(days=1))
    assert [p.source for p in filled.verify()] == ["verify judgements"]


def test_other_columns_are_another_format(filled):
    name = str(filled.path / "problem")
    data = DeltaTable(name).to_pyarrow_table().drop_columns(["mend"])
    write_deltalake(name, data, mode="overwrite", schema_mode="overwrite")
    problems = filled.verify()
    assert [(p.source, p.place) for p in problems] == [("verify format", "table problem")]


def test_a_missing_and_a_broken_file_are_named(filled):
    files = sorted(filled.path.glob("event/**/*.parquet"))
    files[0].rename(filled.path.parent / "gone")
    problems = filled.verify()
    assert [p.source for p in problems] == ["verify files"]
    assert problems[0].place.startswith("event/")
    with pytest.raises(LedgerError, match="Restore it"):
        filled.events()
    files[0].write_bytes(b"x" * (filled.path.parent / "gone").stat().st_size)
    assert {p.source for p in filled.verify()} >= {"verify complete", "verify contents"}
