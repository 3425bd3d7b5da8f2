"""Targets of the fuzzing that read rows, settings and questions: registers, users' files, doors."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.trust.fuzz_targets import ROOT, Target, drained, text_of


def registers(folder: Path) -> Iterator[Target]:
    """Every register's reader, over a header and rows in its own columns."""
    from patronage import datasets

    values = ("2", "365", "VEN", "Russia", "2001", "2001-02-03", "20150218", "1", "0.5", "-9", "")
    for register in datasets.catalogue():
        tabs = register.name in ("gdelt1", "gdelt2", "icews", "icews14")
        sign = "\t" if tabs else ","
        rng = random.Random(register.name)
        rows = [sign.join(rng.choice(values) for _ in register.columns) for _ in range(6)]
        head = [] if register.name.startswith(("gdelt", "ofac", "icews14")) else [
            sign.join(register.columns)
        ]  # fmt: skip
        seed = "\n".join([*head, *rows, ""]).encode()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", seed)
        seeds = (seed, seed, seed, *((gzip.compress(seed), packed.getvalue()) if tabs else ()))
        path = folder / f"{register.name}.csv"

        def call(data: bytes, name: str = register.name, path: Path = path) -> None:
            path.write_bytes(data)
            drained(datasets.read(name, path))

        yield Target(f"register {register.name}", seeds, call, share=0.1)


def users(folder: Path) -> Iterator[Target]:
    """What users write: names, series, pairs, scenarios."""
    from patronage import crisis, pipeline
    from patronage.actors import overlay
    from patronage.pipeline.series import read_series
    from patronage.pipeline.sides import MissingError, located

    path = folder / "given"

    def at_path(read: Callable[[Path], Any]) -> Callable[[bytes], Any]:
        def call(data: bytes) -> None:
            path.write_bytes(data)
            drained(read(path) or ())

        return call

    names = b"name,aliases,country,code,sector,kind,start,end\nBlue Helm,B|BH,PER,,PRM,,2001,2002\n"
    yield Target("names CSV", (names,), lambda d: overlay(text_of(d), "a.csv"), share=4)
    yield Target(
        "names file", (names,),
        at_path(lambda p: pipeline.names.overlay_of(p, lambda q: None) and ()), share=1,
    )  # fmt: skip
    series = b"group,time,value\na,2001,3\na,2002,4\nb,2001-05,1\n"
    yield Target("series CSV", (series,), at_path(lambda p: read_series(p, lambda q: None) and ()),
                 share=2)  # fmt: skip
    rows = b'{"id":"1","text":"the British premier","context":"c","date":"2016-08-02","start":3}\n'
    yield Target("resolve", (rows,), at_path(lambda p: list(pipeline.resolve(p)) and ()), share=1)
    pair = (b'{"text":"Kenya thanked Ghana.","source":"Kenya","target":[14,19]}',
            b'{"marked":"<s>Kenya</s> thanked <t>Ghana</t>."}',
            b'{"text":"Kenya","source":[{"span":[0,5]}],"target":{"text":"Kenya"}}')  # fmt: skip

    def sides(data: bytes) -> None:
        try:
            row = json.loads(text_of(data))
        except (ValueError, RecursionError):
            return
        if isinstance(row, dict):
            located(row)

    yield Target("label rows", pair, sides, (MissingError,), share=8)
    yaml = tuple(p.read_bytes() for p in sorted((ROOT / "examples/scenarios").glob("*.y*ml"))[:3])
    yield Target("scenario YAML", yaml, lambda d: crisis.read_scenario(text_of(d)), share=0.3)


def doors(folder: Path) -> Iterator[Target]:
    """Settings, and what a browser sends to the dashboard."""
    import os

    from patronage import terminal
    from patronage.dashboard import address, guard, jobs
    from patronage.dashboard.sessions import Sessions

    toml = (b'ledger = "ledger"\nparser = "x"\n[a]\nb = 1\n', b"ledger = 3\n")

    def settings(data: bytes) -> None:
        (folder / "patronage.toml").write_bytes(data)
        here = Path.cwd()
        os.chdir(folder)
        try:
            found = terminal.setting(None, "ledger", "ledger")
            assert found is None or isinstance(found, str), repr(found)[:200]
        finally:
            os.chdir(here)

    yield Target("patronage.toml", toml, settings, share=3)
    query = (b"client=VEN&patron=RUS,CHN&since=2020-01-01&period=year&coercer=USA",)

    def asked(data: bytes) -> None:
        from urllib.parse import parse_qsl

        address.view_of(parse_qsl(data.decode("latin-1")), 10)

    yield Target("dashboard address", query, asked, share=6)
    sessions = Sessions()
    heads = (f"patronage={sessions.fresh()}".encode(), b"a=b; patronage=x.in.y", b"127.0.0.1:8000")

    def opened(data: bytes) -> None:
        told = data.decode("latin-1")
        sessions.of(told)
        sessions.is_form_token("x", told)
        guard._host(told)
        guard._told_length({"content-length": told})
        guard._same_origin({"origin": told, "host": told})
        name = jobs.safe_name(told)
        assert name is None or not set("/\\\x00") & set(name), name

    yield Target("dashboard doors", (*heads, b"https://a.invalid:1"), opened, share=10)


def tools(folder: Path) -> Iterator[Target]:
    """What assistants send to the tools that read, over a small ledger."""
    from patronage import pipeline
    from patronage.mcp import _Tools

    texts = folder / "texts.jsonl"
    texts.write_bytes(b'{"text":"Russia sent 12 tanks to Cuba.","published":"2020-03-02"}\n')
    ledger = folder / "ledger"
    pipeline.record([texts], ledger, workers=1)
    made = _Tools(str(ledger))
    event = pipeline.find("tanks", ledger=ledger)[0].id

    def call(data: bytes) -> None:
        first, _, rest = text_of(data).partition("|")
        second, _, third = rest.partition("|")
        made.find(first, client=second or None, as_of=third or None)
        made.evidence([first, second])
        made.measure(first or "backing", second or "CUB", start=third or None)

    seeds = (b"tanks|CUB|2020-03-02", event.encode() + b"||", b"backing|Cuba|2019-01-01")
    yield Target("tools for assistants", seeds, call, share=0.02)
