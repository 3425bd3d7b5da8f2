"""The claims from real news: frozen, well formed, within their texts, right by the registers."""

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ROWS = ROOT / "benchmarks" / "audit" / "news.jsonl"
PAGE = ROOT / "benchmarks" / "audit" / "NEWS.md"
CODEBOOK = ROOT / "src" / "patronage" / "codebook"
SHARED = ROOT.parent / "shared"
NEWS = SHARED / "news" / "guardian.jsonl"
REFERENCE = SHARED / "reference"
FIELDS = {
    "id", "document", "span", "other", "published", "kind", "verdict", "allowed", "register",
    "states", "why",
}  # fmt: skip
KINDS = {"figure", "count", "date", "term", "rank", "trend", "cause"}


def rows() -> list[dict[str, Any]]:
    """All rows of the set, in their order."""
    return [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]


def articles() -> dict[str, dict[str, Any]]:
    """The articles by id, or a skip where the shared folder is absent."""
    if not NEWS.exists():
        pytest.skip("../shared is absent: no articles to compare the spans with")
    lines = NEWS.read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def table(name: str) -> list[dict[str, str]]:
    """The rows of one table of the codebook."""
    with (CODEBOOK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parquet(name: str) -> list[dict[str, Any]]:
    """The rows of one register, or a skip where the shared folder is absent."""
    if not REFERENCE.exists():
        pytest.skip("../shared is absent: no registers to compute from")
    pq = pytest.importorskip("pyarrow.parquet")
    found: list[dict[str, Any]] = pq.read_table(REFERENCE / name).to_pylist()
    return found


def why_of(document: str, kind: str, verdict: str) -> str:
    """The reason of the one row with this document, kind and verdict."""
    [row] = [
        r for r in rows() if (r["document"], r["kind"], r["verdict"]) == (document, kind, [verdict])
    ]
    return str(row["why"])


def test_the_rows_are_those_that_were_frozen() -> None:
    digest = hashlib.sha256(ROWS.read_bytes()).hexdigest()
    assert f"`{digest}`" in PAGE.read_text(encoding="utf-8")


def test_the_page_counts_the_rows_by_verdict_and_half() -> None:
    page = PAGE.read_text(encoding="utf-8")
    halves = Counter((row["verdict"][0], int(row["id"][-1]) % 2) for row in rows())
    verdicts = {verdict for verdict, _ in halves}
    for verdict in verdicts:
        odd, even = halves[verdict, 1], halves[verdict, 0]
        assert f"| {verdict} | {odd + even} | {odd} | {even} |" in page
        assert abs(odd - even) <= 1


def test_rows_are_well_formed() -> None:
    verdicts = {row["verdict"] for row in table("verdicts.csv")}
    states = {row["iso3"] for row in table("states.csv")}
    found = rows()
    assert [row["id"] for row in found] == [f"news-{i:03}" for i in range(1, len(found) + 1)]
    for row in found:
        assert set(row) == FIELDS, row["id"]
        assert row["kind"] in KINDS, row["id"]
        assert row["verdict"] and set(row["verdict"] + row["allowed"]) <= verdicts, row["id"]
        assert not set(row["verdict"]) & set(row["allowed"]), row["id"]
        assert row["states"] and set(row["states"]) <= states, row["id"]
        assert (row["other"] is not None) == ("collision" in row["verdict"]), row["id"]
        assert len(row["why"]) > 50, row["id"]
    assert len({(row["document"], *row["span"]) for row in found}) == len(found)


def test_registers_are_among_those_that_can_be_loaded() -> None:
    folder = ROOT / "src" / "patronage" / "datasets" / "registers"
    known = {path.stem for path in folder.glob("*.toml")} | {"leaders", None}
    assert {row["register"] for row in rows()} <= known


def test_spans_lie_within_their_articles() -> None:
    known = articles()
    for row in rows():
        assert row["published"] == known[row["document"]]["published"]
        for place in filter(None, (row, row["other"])):
            text = known[place["document"]]["text"]
            start, end = place["span"]
            assert 0 <= start < end <= len(text), row["id"]
            assert text[start:end] == text[start:end].strip(), row["id"]


def test_no_row_copies_a_stretch_of_its_article() -> None:
    known = articles()
    for row in rows():
        words = row["why"].split()
        for place in filter(None, (row, row["other"])):
            text = known[place["document"]]["text"]
            for i in range(len(words) - 7):
                assert " ".join(words[i : i + 8]) not in text, row["id"]


def test_reasons_from_conflicts_recompute() -> None:
    conflicts = parquet("cow/ucdp_acd.parquet")

    def years(key: int) -> list[int]:
        return sorted({int(r["year"]) for r in conflicts if r["conflict_id"] == key})

    assert sorted(set(range(1984, 2025)) - set(years(354))) == [2014]
    assert min(y for key in (389, 397, 398) for y in years(key)) == 1992
    assert years(431) == [1979]
    [renewed] = {
        r["start_date2"] for r in conflicts if r["conflict_id"] == 283 and r["year"] == 1996
    }
    mobutu = max(r["end"] for r in table("leaders.csv") if r["name"] == "Mobutu Sese Seko")
    assert renewed < mobutu
    assert renewed in why_of("guardian-545", "cause", "period mismatch")
    russia = [r["year"] for r in conflicts if r["gwno_a"] == 652 and r["gwno_a_2nd"] == 365]
    assert min(russia) == 2015


def test_reasons_from_capabilities_recompute() -> None:
    nmc = parquet("cow/cow_nmc.parquet")
    [people] = [r["tpop"] for r in nmc if r["ccode"] == 652 and r["year"] == 2010]
    assert f"{people / 1000:.3f}" in why_of("guardian-35", "figure", "consistent but not decisive")
    assert 1.05 < 23_000 / people < 1.30
    # The largest members of the alliance: USA, Turkey, France, Germany, Italy, United Kingdom.
    soldiers: Counter[int] = Counter()
    for r in nmc:
        if r["ccode"] in (2, 640, 220, 255, 260, 325, 200) and 2013 <= r["year"] <= 2022:
            soldiers[int(r["ccode"])] += r["milper"] or 0
    assert [code for code, _ in soldiers.most_common(3)] == [2, 640, 220]


def test_reasons_from_sanctions_and_arms_recompute() -> None:
    if not REFERENCE.exists():
        pytest.skip("../shared is absent: no registers to compute from")
    with (REFERENCE / "gsdb" / "GSDB_V4.csv").open(encoding="latin-1", newline="") as file:
        cases = list(csv.DictReader(file))

    def begins(target: str, sender: str) -> set[str]:
        return {
            c["begin"]
            for c in cases
            if target in c["sanctioned_state"].split(", ")
            and sender in c["sanctioning_state"].split(", ")
        }

    assert not begins("Turkey", "Russia") and begins("Turkey", "United States")
    assert {"2014", "2017"} <= begins("Russia", "United States")
    assert "2018" not in begins("Russia", "United States")
    with (REFERENCE / "sipri" / "trade-register.csv").open(encoding="latin-1", newline="") as file:
        deals = [row for row in csv.reader(file) if len(row) > 14]
    turkey = [row for row in deals if row[0] == "Turkiye" and row[2] in ("2017", "2018")]
    bought = [r for r in turkey if r[1] == "Russia" and r[2] == "2017"]
    assert sum(float(r[14]) for r in bought) == 279.5
    american = [r for r in turkey if r[1] == "United States" and r[2] == "2018"]
    assert american and not [r for r in american if "Patriot" in r[6] or "PAC" in r[6]]
