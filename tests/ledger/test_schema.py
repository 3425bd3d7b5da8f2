"""Records survive Arrow, and the lists of fields are those of the records."""

import dataclasses

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.ledger.rows import reader, row_of
from patronage.ledger.schema import RECORDS, TABLES, arrow_schema, fields
from patronage.records import Claim, Event, Span

from . import strategies


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_fields_are_those_of_the_record_in_its_order(record):
    own = Span._fields if record is Span else [f.name for f in dataclasses.fields(record)]
    assert [name for name, _ in RECORDS[record]] == list(own)


def test_no_column_stands_twice_in_a_table():
    for table in TABLES.values():
        names = [name for name, _ in fields(table)]
        assert len(names) == len(set(names))


@settings(deadline=None)  # a busy machine is no wrong record
@given(st.data())
def test_records_survive_arrow(data):
    document = data.draw(strategies.DOCUMENT)
    for cls, strategy in ((Event, strategies.events), (Claim, strategies.claims)):
        record = data.draw(strategy(document))
        table = pa.Table.from_pylist([row_of(record)], schema=arrow_schema(RECORDS[cls]))
        assert reader(cls)(table.to_pylist()[0]) == record
