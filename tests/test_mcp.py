"""``patronage mcp``: the SDK's own client runs every tool over standard input and output."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage import crisis, pipeline
from patronage.errors import UsageError
from patronage.ledger import Ledger
from patronage.mcp import READING, WRITING, bounded, server

try:
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters
except ImportError:
    SDK = False
else:
    SDK = True
with_sdk = pytest.mark.skipif(not SDK, reason="the MCP SDK is not installed: patronage[mcp]")

TEXT = (
    "Venezuela asked Russia for tanks on 3 March 2018.\n\n"
    "Russia delivered tanks to Venezuela on 4 May 2018, worth $30 million.\n\n"
    "The United States imposed sanctions on Venezuela on 5 May 2018.\n"
)
SCENARIO = Path(__file__).parents[1] / "examples/scenarios/venezuela-2025.yaml"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    pipeline.record([tmp_path / "text.txt"], tmp_path / "ledger", workers=1)
    situation = {name: [0.5] for name in crisis.FEATURES} | {"T": [101], "C": [2], "P": [365]}
    rows = {name: [float(v[0])] for name, v in situation.items()} | {"year": [1985], "crisno": [1]}
    pq.write_table(pa.table(rows), tmp_path / "situations.parquet")
    return tmp_path


def talk(desk: Path, work: Callable[[Any], Coroutine[Any, Any, Any]], *words: str) -> Any:
    """Start the server as a program, and do something with it by the SDK's client."""
    program = StdioServerParameters(
        command=sys.executable, cwd=desk,
        args=["-c", "from patronage.cli import main; main()", "mcp", "--ledger", "ledger", *words],
    )  # fmt: skip

    async def session() -> Any:
        async with Client(program, read_timeout_seconds=120) as client:
            return await work(client)

    return asyncio.run(session())


def answer(result: Any) -> Any:
    assert not result.is_error, result.content
    [part] = result.content
    assert len(part.text) <= 20_000
    return json.loads(part.text)["result"]


@with_sdk
def test_every_reading_tool_answers_with_evidence(desk: Path) -> None:
    before = sorted(desk.rglob("*"))

    async def work(client: Any) -> dict[str, Any]:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == list(READING)
        assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
        asked: dict[str, dict[str, Any]] = {
            "find": {"words": "tanks", "client": "Venezuela"},
            "measure": {"name": "backing", "client": "VEN", "period": "year"},
            "audit": {"text": "Russia sold tanks worth $30 million to Venezuela in 2018."},
            "predict": {"features": "situations.parquet"},
            "run": {"scenario": SCENARIO.read_text(encoding="utf-8"), "runs": 600, "seed": 1},
            "brief": {"client": "VEN", "coercer": "USA"},
        }
        told = {name: answer(await client.call_tool(name, given)) for name, given in asked.items()}
        ids = [told["find"][0]["id"]]
        told["evidence"] = answer(await client.call_tool("evidence", {"ids": ids}))
        return told

    told = talk(desk, work)
    assert told.keys() == set(READING)
    events = {one.id for one in Ledger(desk / "ledger").events()}
    assert {one["id"] for one in told["find"]} <= events
    assert [one["quote"] for one in told["evidence"]] == [told["find"][0]["quote"]]
    points = [point for series in told["measure"] for point in series["points"]]
    cited = {id for point in points for id in point["evidence"]}
    assert cited and cited <= events
    assert told["audit"][0]["claim"]["quote"].startswith("Russia sold tanks")
    [row] = told["predict"]["rows"]
    assert row["p_support"] == pytest.approx(sum(row[f"p_support_{n}"] for n in (1, 2, 3)))
    assert "not causally identified" in told["run"]["outlook"]["warning"]
    assert (told["brief"]["events"], told["brief"]["coercers"]) == (len(events), ["USA"])
    assert {id for one in told["brief"]["requests"] for id in one["asked"]} <= events
    assert sorted(desk.rglob("*")) == before  # nothing was written


@with_sdk
def test_a_wrong_question_is_answered_with_its_mend_and_the_server_goes_on(desk: Path) -> None:
    async def work(client: Any) -> None:
        for name, words, mend in (
            ("find", {"words": "x", "client": "Venezuala"}, "Nearest"),
            ("measure", {"name": "baking", "client": "VEN"}, "Nearest: backing"),
            ("measure", {"name": "backing", "client": "VEN", "start": "soon"}, "2025-11-22"),
            ("predict", {"features": "../../etc/passwd"}, "below the server's folder"),
            ("audit", {"text": " "}, "empty"),
            ("run", {"scenario": "a: ["}, "YAML"),
        ):
            done = await client.call_tool(name, words)
            assert done.is_error and mend in done.content[0].text, (name, done.content)
        for name in WRITING:  # not there without leave
            with pytest.raises(Exception, match=name):
                done = await client.call_tool(name, {})
                assert not done.is_error, done.content[0].text
        assert answer(await client.call_tool("find", {"words": "tanks"}))

    talk(desk, work)


@with_sdk
def test_with_leave_texts_are_recorded_and_codings_judged(desk: Path) -> None:
    async def work(client: Any) -> tuple[Any, Any, Any]:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == [*READING, *WRITING]
        assert not any(tools[name].annotations.read_only_hint for name in WRITING)
        text = {"text": "China lent Venezuela $2 billion in 2016.", "published": "2016-12-01"}
        first = answer(await client.call_tool("record", text))
        again = answer(await client.call_tool("record", text))
        [event] = answer(await client.call_tool("find", {"words": "China lent"}))
        given = {"event": event["id"], "field": "instrument", "new": "grant", "who": "A. Nalyst"}
        await client.call_tool("judge", {**given, "why": "the text says so"})
        [after] = answer(await client.call_tool("evidence", {"ids": [event["id"]]}))
        return first, again, after

    first, again, after = talk(desk, work, "--allow-write")
    assert (first["documents"], again["documents"]) == (1, 0)
    assert after["instrument"] == "grant"
    assert [one.who for one in Ledger(desk / "ledger").judgements()] == ["A. Nalyst"]


@with_sdk
def test_a_long_answer_is_cut_and_says_how_much_it_leaves_out(desk: Path) -> None:
    days = [f"{day} {month} 2017" for month in ("May", "June", "July") for day in range(1, 29)]
    told = [f"Russia delivered {n + 10} tanks to Venezuela on {d}." for n, d in enumerate(days)]
    (desk / "long.txt").write_text("\n\n".join(told), encoding="utf-8")
    pipeline.record([desk / "long.txt"], desk / "ledger", workers=1)

    async def work(client: Any) -> list[str]:
        asked: tuple[tuple[str, dict[str, Any]], ...] = (
            ("find", {"words": "delivered", "limit": 5_000}),
            ("measure", {"name": "backing", "client": "VEN", "period": "day"}),
            ("brief", {"client": "VEN"}),
        )
        done = [await client.call_tool(name, given) for name, given in asked]
        assert not any(one.is_error for one in done)
        return [one.content[0].text for one in done]

    texts = talk(desk, work)
    assert all(len(text) <= 20_000 for text in texts)
    found, measured, brief = map(json.loads, texts)
    assert 0 < len(found["result"]) <= 50
    for one in (measured, brief):
        assert all(n > 0 for n in one["left_out"].values())
    assert measured["result"][0]["points"][-1]["evidence"] is not None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=80) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=400,
)


@settings(deadline=None, max_examples=60)
@given(VALUES, st.integers(200, 5000))
def test_an_answer_is_never_longer_than_its_bound(value: Any, size: int) -> None:
    told = json.loads(bounded(value, size))
    assert len(bounded(value, size)) <= size
    assert "result" in told


def test_cuts_are_counted_and_the_latest_points_are_kept() -> None:
    value = {"points": list(range(200)), "evidence": ["e" * 32] * 300, "text": "x" * 9000}
    told = json.loads(bounded(value, 4000))
    assert told["result"]["points"][-1] == 199 and told["result"]["evidence"]
    kept = len(told["result"]["evidence"])
    assert told["left_out"]["evidence"] == 300 - kept
    assert told["left_out"]["points"] == 200 - len(told["result"]["points"])
    assert told["result"]["text"].endswith("…")


def test_without_the_sdk_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(UsageError, match=r"patronage\[mcp\]"):
        server("ledger")


def test_a_brief_of_a_large_ledger_holds_the_latest_and_measures_all(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from patronage.mcp import _Tools
    from patronage.pipeline import briefs

    tools = _Tools(str(desk / "ledger"))
    whole = json.loads(tools.brief("VEN"))["result"]
    monkeypatch.setattr(briefs, "_WHOLE", 0)
    monkeypatch.setattr(briefs, "_SHOWN", 1)
    bound = json.loads(tools.brief("VEN"))["result"]
    named = Ledger(desk / "ledger").frame(client="VEN").num_rows
    assert bound["events"] == 1 < named <= whole["events"]
    assert f"the latest 1 of {named} reports" in " ".join(bound["notes"])
    for part in ("changes", "requests", "portfolio", "backing", "pressure"):
        assert bound[part] == whole[part]
