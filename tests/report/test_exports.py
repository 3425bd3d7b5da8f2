"""What exports write: guarded cells, escaped markup, shapes that others read, a dictionary."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.csv
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.records import Actor, Document, Event, Sighting, Span, Time
from patronage.report import exports
from patronage.report.exports import Cited, Content, citation, dyads, entities, graphml, linked
from patronage.results import Episode

HOSTILE = "</script><script>alert(1)</script>]]>&\"'\u202e\u2028" + "x" * 10_000
SPAN = Span(0, 5)


def event(**fields: Any) -> Event:
    made: dict[str, Any] = {
        "id": "e1", "document": "d 1", "sentence": 0, "span": SPAN, "quote": HOSTILE,
        "trigger": SPAN, "actor": (Actor("R", SPAN, "RUS", "GOV"),),
        "recipient": (Actor("V", SPAN, "VEN", "GOV", "Someone <b>"),), "beneficiary": (),
        "against": (Actor("r", SPAN, "SYR", "REB"),), "type": "AID", "mode": None,
        "context": ("military",), "instrument": "arms", "polarity": "support",
        "status": "occurred", "amount": (), "in_return_for": ("oil",),
        "time": Time("in 2018", SPAN, dt.date(2018, 1, 1), dt.date(2019, 1, 1), "year"),
        "attribution": (), "intensity": 5.0, "coder_score": 0.5, "coder": "c",
    } | fields  # fmt: skip
    return Event(**made)


def content(**fields: Any) -> Content:
    document = Document("d 1", HOSTILE, title=HOSTILE, url="javascript:alert(1)")
    sighting = Sighting("s", "d 1", "=cmd|' /C calc'!A0", None, "@paper", None, "h", "text")
    made: dict[str, Any] = {
        "documents": (document,), "sightings": (sighting,), "events": (event(),),
        "available": {"e1": dt.date(2019, 3, 1)},
    } | fields  # fmt: skip
    return Content(**made)


def episode(n: int = 1, **fields: Any) -> Episode:
    made: dict[str, Any] = {
        "id": str(n), "actor": ("RUS",), "recipient": ("VEN",), "type": "AID",
        "polarity": "support", "instrument": "arms", "status": "occurred",
        "start": dt.date(2018, n, 1), "end": dt.date(2018, n, 3), "when": "then",
        "events": (f"e{n}",),
    } | fields  # fmt: skip
    return Episode(**made)


def read_csv(table: pa.Table) -> list[dict[str, str]]:
    sink = io.BytesIO()
    pa.csv.write_csv(exports.guarded(table), sink)
    return list(csv.DictReader(io.StringIO(sink.getvalue().decode(), newline="")))


@settings(deadline=None)  # the first call imports pyarrow
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00")))
def test_no_cell_begins_as_a_formula_and_each_can_be_had_back(text: str) -> None:
    [cell] = exports.guarded(pa.table({"a": [text]})).to_pylist()[0].values()
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert (cell.removeprefix("'") if cell.startswith("'") else cell) == text


def test_numbers_and_missing_cells_are_left_alone() -> None:
    table = pa.table({"n": [-1.5, None], "d": [dt.date(2020, 1, 1), None], "t": ["-1", None],
                      "l": [["=a", "b"], []]})  # fmt: skip
    told = exports.guarded(table).to_pylist()
    assert told[0] == {"n": -1.5, "d": dt.date(2020, 1, 1), "t": "'-1", "l": "'=a | b"}
    assert told[1] == {"n": None, "d": None, "t": None, "l": ""}


@pytest.mark.parametrize("name", [t for t in exports.TABLES if t not in ("acts", "flows")])
def test_every_field_of_a_row_is_in_the_dictionary(name: str) -> None:
    table = exports.arrow_table(name, exports.rows_of(name, content()))
    assert table.column_names == [f.field for f in exports.fields_of(name)]
    assert table.num_rows == len(list(exports.rows_of(name, content())))
    assert all(f.meaning for f in exports.fields_of(name))


def test_what_is_nested_becomes_rows_of_its_own() -> None:
    rows = list(exports.rows_of("mentions", content()))
    told = [(r["record"], r["role"], r["position"], r["key"]) for r in rows]
    assert told == [
        ("e1", "actor", 0, "RUS"), ("e1", "recipient", 0, "VEN"), ("e1", "against", 0, "REB:SYR"),
    ]  # fmt: skip
    [line] = read_csv(exports.arrow_table("events", exports.rows_of("events", content())))
    assert (line["quote"], line["against"], line["mode"]) == (HOSTILE, "REB:SYR", "")
    assert (line["time_start"], line["time_end"]) == ("2018-01-01", "2019-01-01")
    assert line["available"] == "2019-03-01"
    [line] = read_csv(exports.arrow_table("sightings", exports.rows_of("sightings", content())))
    assert (line["origin"], line["publisher"]) == ("'=cmd|' /C calc'!A0", "'@paper")


def test_the_dictionary_spells_the_values_of_the_codebook() -> None:
    told = {(r["table"], r["field"]): r for r in exports.dictionary_table(["events"]).to_pylist()}
    assert {table for table, _ in told} == {"events"}
    assert told["events", "status"]["values"].split(" | ")[0] == "occurred"
    assert len(told["events", "type"]["values"].split(" | ")) == 16
    assert not any(r["values"].startswith("@") for r in told.values())


def test_dyads_count_facts_once_and_keep_their_evidence() -> None:
    found = dyads([
        episode(1, events=("e1", "e9")), episode(2, polarity="pressure", instrument=None),
        episode(3, start=None, end=None, polarity=None, recipient=("VEN", "CUB")),
        episode(4, status="hypothetical"), episode(5, recipient=("RUS",)),
    ])  # fmt: skip
    assert [(d.source, d.target, d.episodes) for d in found] == [
        ("RUS", "CUB", 1),
        ("RUS", "VEN", 3),
    ]
    one = found[1]
    assert dict(one.polarities) == {"support": 1, "pressure": 1, "neither": 1}
    assert dict(one.instruments) == {"arms": 2}
    assert (one.undated, one.first, one.last) == (1, dt.date(2018, 1, 1), dt.date(2018, 2, 3))
    assert one.evidence == ("e1", "e2", "e3", "e9")
    assert [d.target for d in dyads([episode(), episode(2, recipient=("CUB",))], "CUB")] == ["CUB"]


def test_graphml_is_read_back_with_hostile_names() -> None:
    found = dyads([episode(), episode(2, actor=('A"<&\x01',), instrument="show-of-force")])
    text = "\n".join(graphml(found, {"VEN": HOSTILE + "\x00"}))
    tree = ElementTree.fromstring(text)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    nodes = {
        n.get("id"): n.findtext("g:data", None, space) for n in tree.iterfind(".//g:node", space)
    }
    assert nodes == {"RUS": "RUS", "VEN": HOSTILE + "\ufffd", 'A"<&\ufffd': 'A"<&\ufffd'}
    edge = tree.find('.//g:edge[@source="RUS"]', space)
    assert edge is not None
    told = {data.get("key"): data.text for data in edge}
    assert told["episodes"] == told["support"] == told["instrument_arms"] == "1"
    assert (told["pressure"], told["first"], told["evidence"]) == ("0", "2018-01-01", "e1")
    declared = {key.get("id") for key in tree.iterfind("g:key", space)}
    assert {d.get("key") for d in tree.iterfind(".//g:data", space)} <= declared
    in_dictionary = {f.field for f in exports.fields_of("dyads")} - {"source", "target"}
    assert {re.sub(r"_(arms|show-of-force)$", "_X", k or "") for k in declared} == in_dictionary | {
        "name"
    }


def test_linked_data_may_stand_in_a_page_and_holds_all() -> None:
    text = "\n".join(linked(content(), {"VEN": "Venezuela"}))
    assert not set("<>&\u2028") & set(text)
    read = json.loads(text)
    nodes = {node["id"]: node for node in read["@graph"]}
    told = nodes["urn:patronage:event:e1"]
    assert (told["text"], told["agent"]) == (HOSTILE, ["urn:patronage:actor:RUS"])
    assert told["isBasedOn"] in nodes and told["endBefore"] == "2019-01-01"
    assert nodes["urn:patronage:actor:VEN"]["type"] == "Country"
    assert nodes["urn:patronage:actor:REB%3ASYR"]["type"] == "Organization"
    terms = {key for node in read["@graph"] for key in node}
    assert terms <= set(read["@context"])
    assert list(read) == ["@context", "@graph"] and "@import" not in read["@context"]


# The properties that the public schema files give each schema, those that it inherits included.
FTM = {
    "PublicBody": {"name", "country"}, "Organization": {"name", "country"},
    "LegalEntity": {"name", "country"},
    "Article": {"name", "title", "publisher", "sourceUrl", "publishedAt", "language"},
    "Event": {"name", "summary", "organizer", "involved", "startDate", "endDate", "date",
              "keywords", "proof", "recordId"},
    "UnknownLink": {"subject", "object", "role", "startDate", "endDate", "recordId"},
}  # fmt: skip
REFERS = {"organizer", "involved", "proof", "subject", "object"}


def test_follow_the_money_entities_have_their_shape() -> None:
    more = event(id="e2", status="future", time=None, actor=())
    lines = list(entities(content(events=(event(), more), available={"e2": dt.date(2020, 1, 1)}),
                          dyads([episode()]), {"VEN": "Venezuela"}))  # fmt: skip
    made = {one["id"]: one for one in map(json.loads, lines)}
    assert len(made) == len(lines)
    for id, one in made.items():
        assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", id)
        assert list(one) == ["id", "schema", "properties"]
        assert set(one["properties"]) <= FTM[one["schema"]]
        for name, values in one["properties"].items():
            assert values and all(isinstance(v, str) and v for v in values)
            assert name not in REFERS or set(values) <= made.keys()
    told = made["event-e1"]["properties"]
    assert (told["startDate"], told["endDate"]) == (["2018"], ["2018"])
    assert made[told["proof"][0]]["schema"] == "Article"
    assert "sourceUrl" not in made[told["proof"][0]]["properties"]
    assert made["actor-REB-SYR" if "actor-REB-SYR" in made else told["involved"][1]]["schema"] == (
        "Organization"
    )
    assert made["event-e2"]["properties"]["name"] == ["AID, future: not told to Venezuela"]
    assert made["event-e2"]["properties"]["date"] == ["2020-01-01"]
    assert made["actor-VEN"]["properties"] == {"name": ["Venezuela"], "country": ["ve"]}


def test_a_citation_is_yaml_whatever_the_register_says() -> None:
    odd = Cited('Title: "x" #\n- no', "Who: ever", ("1",), "", "none: 'x'", "Cite: {it}", 3)
    read = yaml.safe_load(citation("0.1.0", "told: all", [odd], [odd]))
    assert {"cff-version", "message", "title", "authors"} <= read.keys()
    program, given, held = read["references"]
    assert program["title"] == "patronage"
    assert given["title"] == odd.title and odd.citation in given["notes"]
    assert "left out" in held["notes"] and "url" not in held
