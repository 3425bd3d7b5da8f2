"""Feed every reader broken and hostile bytes, and see that nothing but a problem comes of it.

`python benchmarks/trust/fuzz.py [--runs 1000000] [--only NAME,...] [--out FILE]`

Seeds are small inputs of our own; each run changes one by cutting, doubling, flipping and mixing it
with the hostile pieces of `pieces.json` (NUL, halves of surrogates, huge numbers, nesting, markup,
formulas, ...). A run counts once a reader was called. A crash is any exception that the reader does
not announce, and what a reader caught unforeseen ("could not be coded", "reading stopped"); slow is
a run of more than two seconds of processor time for an input of at most 20,000 characters. Runs are
shared out among the readers by what they cost; the number of each is told. The same seed gives the
same runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import io
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patronage.errors import PatronageError
from patronage.records import Document, Problem

HERE = Path(__file__).resolve().parents[2]
SHORT, SLOW = 20_000, 2.0
DAY = dt.date(2020, 3, 2)
PIECES: list[str] = json.loads((Path(__file__).parent / "pieces.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: seeds, how to call it, the exceptions that it announces, its share of the runs."""

    name: str
    seeds: tuple[bytes, ...]
    call: Callable[[bytes], Any]
    announced: tuple[type[Exception], ...] = (PatronageError,)
    share: float = 1.0


class Unforeseen(Exception):  # noqa: N818
    """A problem that says that something unforeseen was caught."""


def drained(found: Any) -> None:
    """Use up what a reader yields; raise where a problem tells of something unforeseen."""
    for one in found:
        problems = (one,) if isinstance(one, Problem) else getattr(one, "problems", ())
        for problem in problems:
            for words in ("could not be coded", "reading stopped"):
                if words in problem.message:
                    raise Unforeseen(problem.message[:300])


def text_of(data: bytes) -> str:
    """Bytes as a text that may hold anything a text can."""
    return data.decode("utf-8", "surrogatepass") if _is_utf8(data) else data.decode("latin-1")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def nfc(data: bytes) -> str:
    """A text as documents hold it: no halves of surrogates."""
    return Document.of(text_of(data).encode("utf-8", "replace").decode("utf-8")).text


class Mutator:
    """Changes seeds, the same way for the same number."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)
        self._pieces = [p.encode("utf-8", "surrogatepass") for p in PIECES]

    def make(self, seeds: tuple[bytes, ...]) -> bytes:
        """One input."""
        rng = self._rng
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.choice((1, 1, 2, 3, 6))):
            at = rng.randint(0, len(data))
            kind = rng.randrange(8)
            if kind <= 2:
                data[at:at] = rng.choice(self._pieces)
            elif kind == 3 and data:
                data[min(at, len(data) - 1)] = rng.randrange(256)
            elif kind == 4:
                del data[at : at + rng.choice((1, 2, 5, 20, 200))]
            elif kind == 5:
                piece = bytes(data[at : at + rng.choice((1, 3, 8, 40))])
                data[at:at] = piece * rng.choice((2, 3, 20, 100))
            elif kind == 6:
                other = rng.choice(seeds)
                data[at:] = other[rng.randint(0, len(other)) :]
            else:
                data[at : at + rng.randint(0, 12)] = rng.choice(self._pieces)
        return bytes(data[:SHORT])


def sentences() -> tuple[bytes, ...]:
    """Texts of our own: the shipped dispatches, and words of amounts and times."""
    lines = (HERE / "examples" / "venezuela" / "dispatches.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[:60]]
    texts += [
        "About $2.5 billion in loans, up from 300m euros, between three and four dozen tanks.",
        "Last Monday, two years ago, in mid-2018, from May to June 2019, by the end of the week.",
        "“We will send aid,” said Mr. Lavrov, citing the U.S. embassy (in Caracas). It refused.",
        "On 3 March 2020 the E.U. imposed sanctions on No. 10 companies; see p. 3, e.g. St. Ives.",
    ]
    return tuple(text.encode() for text in texts)


def documents() -> Iterator[Target]:
    """Readers of texts."""
    from patronage.documents import Limits, dates, encoding, feeds, html, jsonl, kinds, pdf, prose
    from patronage.documents.fetching import NotFetched
    from patronage.documents.language import foreign_language
    from patronage.documents.warc import read_warc

    words = sentences()
    limits = Limits(max_bytes=200_000, max_chars=100_000)
    page = (
        b'<!DOCTYPE html><html><head><title>Talks - Site</title><meta name="date" '
        b'content="2020-03-02"><script type="application/ld+json">{"@type":"NewsArticle",'
        b'"headline":"Talks","datePublished":"2020-03-02"}</script></head><body><article><h1>Talks'
        b"</h1><p>Officials of Venezuela and Russia met in Caracas on Monday to talk about old "
        b"loans and new parts for aircraft, the ministry said.</p><p>China sent an envoy.</p>"
        b"</article></body></html>"
    )
    line = b'{"id":"1","text":"Russia sent fuel to Cuba.","title":"T","published":"2020-03-02"}\n'
    rss = (
        b"<rss><channel><title>T</title><item><title>A</title><link>https://a.invalid/x</link>"
        b"<pubDate>Mon, 02 Mar 2020 10:00:00 GMT</pubDate><description>&lt;p&gt;Words&lt;/p&gt;"
        b"</description><guid>1</guid></item></channel></rss>"
    )
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>A'
        b'</title><link href="/x"/><updated>2020-03-02T10:00:00Z</updated><content>Words</content>'
        b"</entry></feed>"
    )
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    warc = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.invalid/\r\n"
        b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(http)
    ) + http + b"\r\n\r\n"  # fmt: skip
    stamps = (b"2020-03-02T10:00:00Z", b"Mon, 02 Mar 2020", b"3 May 2021", b"May 3rd, 2021")
    yield Target("dates.day_of", stamps, lambda d: dates.day_of(text_of(d)), share=30)
    heads = (b"Published: 3 May 2021\n\nWords.", b"Caracas, 3 December 2025 - Talks\n", *words[:9])
    yield Target(
        "dates.publication", heads,
        lambda d: dates.publication(text_of(d), text_of(d), DAY, limits), share=10,
    )  # fmt: skip
    yield Target(
        "kinds.sniff", (page, line, warc[:400], *words[:4]),
        lambda d: (kinds.sniff(d), kinds.has_json_line(d), kinds.is_utf16(d)), share=25,
    )  # fmt: skip
    yield Target(
        "encoding", (*words[:20], "Nicolás – Ã¡".encode(), "Talks".encode("utf-16")),
        lambda d: encoding.clean(encoding.decode(d, "latin-1")[0]), share=6,
    )  # fmt: skip
    yield Target("text", words, lambda d: drained(prose.read_text(d, "a.md")), share=6)
    yield Target("title", words, lambda d: prose.title_of(text_of(d)), share=20)
    yield Target("html", (page,), lambda d: drained(html.read_html(d, "a.html")), share=0.6)
    yield Target(
        "jsonl", (line, line * 3), lambda d: drained(jsonl.read_jsonl(io.BytesIO(d), "a", limits)),
        share=12,
    )  # fmt: skip
    yield Target("warc", (warc, warc * 2, gzip.compress(warc)),
                 lambda d: drained(read_warc(io.BytesIO(d), "a", limits)), share=0.8)  # fmt: skip
    yield Target("feed", (rss, atom), lambda d: feeds.items_of(d, "https://a.invalid/"),
                 (NotFetched,), share=8)  # fmt: skip
    yield Target("pdf", _pdfs(), lambda d: drained(pdf.read_pdf(d, "a.pdf", limits)), share=0.5)
    yield Target("pdf paragraphs", words, lambda d: pdf.paragraphs(text_of(d)), share=6)
    yield Target("language", words, lambda d: foreign_language(text_of(d)), share=1)


def _pdfs() -> tuple[bytes, ...]:
    """Small PDF files: one page, two, one with an outline."""
    found = []
    for body in ("Russia sent fuel to Cuba.", "Talks) Tj 0 -20 Td (went on"):
        content = f"BT /F1 12 Tf 50 700 Td ({body}) Tj ET".encode()
        parts = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources"
            b"<</Font<</F1 5 0 R>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        out, places = bytearray(b"%PDF-1.4\n"), []
        for number, part in enumerate(parts, 1):
            places.append(len(out))
            out += b"%d 0 obj%s endobj\n" % (number, part)
        start = len(out)
        out += b"xref\n0 6\n0000000000 65535 f \n"
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
        found.append(bytes(out))
    return tuple(found)


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
    yield Target("resolve rows", (rows,), at_path(lambda p: pipeline.resolve(p) and ()), share=1)
    yield Target("resolve", (rows,), at_path(lambda p: list(pipeline.resolve(p)) and ()), share=0.2)
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
    yaml = tuple(p.read_bytes() for p in sorted((HERE / "examples/scenarios").glob("*.y*ml"))[:3])
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


def coder() -> Iterator[Target]:
    """The coder's pure parts, and the whole of it on fewer texts."""
    from patronage.actors import gazetteer
    from patronage.coding import Coder, amounts, quotations, times
    from patronage.coding.numerals import value_of_words
    from patronage.coding.sentences import split

    words = sentences()

    def spans(data: bytes, find: Callable[[str], Any]) -> None:
        text = nfc(data)
        for one in find(text):
            assert one.span.of(text) == one.text, (one.span, one.text)

    def cut(data: bytes) -> None:
        text = nfc(data)
        at = 0
        for span in split(text):
            assert at <= span.start < span.end <= len(text), span
            assert not text[at : span.start].strip(), span
            at = span.end
        assert not text[at:].strip()

    def quoted(data: bytes) -> None:
        text = nfc(data)
        for at in range(0, len(text), max(1, len(text) // 4)):
            quotations.inside(text, at)
            quotations.speaker_before(text, at)

    yield Target("amounts", words, lambda d: spans(d, amounts.find), share=5)
    yield Target("times", words, lambda d: spans(d, lambda t: times.find(t, DAY)), share=5)
    yield Target("times undated", words, lambda d: spans(d, lambda t: times.find(t, None)), share=2)
    edge = (dt.date.min, dt.date.max)
    yield Target("times at the edge", words,
                 lambda d: [times.find(nfc(d), day) for day in edge], share=2)  # fmt: skip
    yield Target("sentences", words, cut, share=10)
    yield Target("quotations", words, quoted, share=4)
    yield Target("number words", (b"two million and three", b"one hundred and five"),
                 lambda d: value_of_words(nfc(d)), share=25)  # fmt: skip
    yield Target("names in text", words, lambda d: spans(d, gazetteer().find), share=2)
    whole = Coder()

    def code(data: bytes) -> None:
        document = Document.of(nfc(data)[:1500], published=DAY)
        done = whole.code(document)
        drained([done])
        for event in done.events:
            assert event.span.of(document.text) == event.quote

    yield Target("the whole coder", words, code, share=0.05)


def fuzz(targets: list[Target], runs: int, seed: int) -> dict[str, Any]:
    """Run them all; counts of each, and crashes with their inputs."""
    total = sum(target.share for target in targets)
    found: dict[str, Any] = {"runs": 0, "crashes": 0, "slow": 0, "readers": {}, "found": []}
    for target in targets:
        mutator = Mutator(f"{seed} {target.name}")
        count, crashes, slowest = max(200, int(runs * target.share / total)), Counter[str](), 0.0
        began = time.process_time()
        for _ in range(count):
            data = mutator.make(target.seeds)
            at = time.process_time()
            try:
                target.call(data)
            except target.announced:
                pass
            except Exception as error:
                frames = traceback.extract_tb(error.__traceback__)
                ours = [f for f in frames if "patronage" in f.filename] or frames
                where = f"{Path(ours[-1].filename).name}:{ours[-1].name}"
                key = f"{type(error).__name__} in {where}"
                if isinstance(error, (Unforeseen, AssertionError)):
                    key += f": {str(error)[:160]}"
                if not crashes[key]:
                    found["found"].append([target.name, key, str(error)[:200], repr(data[:600])])
                    print(target.name, key, repr(str(error)[:160]), file=sys.stderr, flush=True)
                crashes[key] += 1
            took = time.process_time() - at
            slowest = max(slowest, took)
            if took > SLOW:
                found["slow"] += 1
                found["found"].append([target.name, f"slow: {took:.1f} s", "", repr(data[:600])])
                print(target.name, "slow", took, file=sys.stderr, flush=True)
        found["runs"] += count
        found["crashes"] += sum(crashes.values())
        found["readers"][target.name] = {
            "runs": count, "crashes": sum(crashes.values()), "slowest_s": round(slowest, 3),
            "cpu_s": round(time.process_time() - began, 1),
        }  # fmt: skip
    return found


def main() -> None:
    """Fuzz and write what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = Path(name)
        made = [
            *documents(),
            *registers(folder),
            *users(folder),
            *doors(folder),
            *coder(),
            *tools(folder),
        ]
        only = set(args.only.split(",")) - {""}
        targets = [t for t in made if not only or t.name in only or t.name.split()[0] in only]
        found = fuzz(targets, args.runs, args.seed)
    print(json.dumps({k: v for k, v in found.items() if k != "found"}, indent=1))
    if args.out:
        args.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.exit(bool(found["found"]))


if __name__ == "__main__":
    main()
