"""Every calculation of the auditor, done again from the rows it lists, by another path.

Nothing of the program is used below but the verdicts: rows are found by their number in the
registers' own files, and sums, shares, ranks and dates are made anew.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from audit_registers import FILES

from patronage.results import Check, Verdict

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT.parent / "shared" / "reference"
pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not REFERENCE.exists(), reason="../shared is absent"),
]
AIDDATA = {
    "official finance, OOF-like": "oof_amt",
    "official finance, ODA-like": "oda_amt",
    "official finance, vague": "vof_amt",
}
NMC = {"military expenditure": ("milex", 1e3), "military personnel": ("milper", 1e3),
       "population": ("tpop", 1e3)}  # fmt: skip
Piece = tuple[float, int, int]  # value, first year, last year


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """What the auditor says of every frozen claim of our own."""
    from patronage import pipeline

    folder = tmp_path_factory.mktemp("audit")
    for dataset, file in FILES.items():
        pipeline.load(dataset, [REFERENCE / file], folder / "ledger")
    texts = folder / "claims.jsonl"
    with texts.open("w", encoding="utf-8") as out:
        for line in (ROOT / "benchmarks/audit/claims.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            wanted = {key: row[key] for key in ("id", "text", "published")}
            out.write(json.dumps(wanted) + "\n")
    found = pipeline.audit([texts], ledger=folder / "ledger")
    unique = {id(v): v for one in found for v in one.verdicts}
    return list(unique.values())


@cache
def raw(dataset: str) -> dict[int, dict[str, Any]]:
    """The data rows of a register's file by number, from 1; one broken over two lines has two."""
    path = REFERENCE / FILES[dataset]
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return dict(enumerate(pq.read_table(path).to_pylist(), 1))
    encoding = "latin-1" if dataset == "sipri" else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        lines = list(csv.reader(file))
    header = [name.strip() for name in lines[0]]
    body: dict[int, list[str]] = {}
    held = 0
    for number, line in enumerate((line for line in lines[1:] if line), 1):
        if held:  # a comment with a line break
            body[held] = [*body[held][:-1], f"{body[held][-1]} {line[0]}", *line[1:]]
            held = 0
        else:
            body[number] = line
            held = number if len(line) < len(header) else 0
    return {n: dict(zip(header, line, strict=False)) for n, line in body.items()}


def place(id: str) -> tuple[int, str]:
    """Row number, from 1, and measure of an evidence id."""
    key, _, measure = id.partition(":")
    return int(key[16:26]), measure


def pieces(check: Check, ids: tuple[str, ...]) -> list[Piece]:
    """Value and years of each listed row, read from the register's file."""
    return [piece(check.register, *place(id)) for id in ids]


def piece(register: str, number: int, measure: str) -> Piece:
    row = raw(register)[number]
    if register == "sipri":
        column = "Year of order" if measure == "arms orders" else "Year(s) of delivery"
        value = "total order" if measure == "arms orders" else "delivered weapons"
        years = [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", row[column])]
        if measure == "arms orders":
            years = [years[0], years[-1]]
        return (
            float(row[f"SIPRI TIV {'for' if 'order' in value else 'of'} {value}"]),
            min(years),
            max(years),
        )
    year = int(float(row["year"]))
    if register == "aiddata":
        return float(row[AIDDATA[measure]]), year, year
    if register == "cow_nmc":
        column, scale = NMC[measure]
        return float(row[column]) * scale, year, year
    if register == "cow_trade":
        direction = {"imports": "flow1", "imports:2": "flow2"}.get(measure)
        cell = row[direction] if direction else None
        assert cell is not None, (measure, row)
        return float(cell) * 1e6, year, year
    if register == "cow_igo":
        return float(row["dyadigos"]), year, year
    raise AssertionError(f"no path for {register}")


def bounds(check: Check) -> tuple[int, int]:
    assert check.start is not None and check.end is not None
    return check.start.year, (check.end - dt.timedelta(days=1)).year


def inside_and_touching(check: Check, ids: tuple[str, ...]) -> tuple[float, float]:
    """What lies wholly in the period, and what touches it."""
    assert check.start is not None and check.end is not None
    low = high = 0.0
    for value, first, last in pieces(check, ids):
        starts, ends = dt.date(first, 1, 1), dt.date(last + 1, 1, 1)
        assert starts < check.end and check.start < ends, "a listed row lies outside the period"
        high += value
        if check.start <= starts and ends <= check.end:
            low += value
    return low, high


def of(verdicts: list[Verdict], *operations: str) -> list[Check]:
    found = [c for v in verdicts for c in v.checks if c.operation in operations]
    assert found, f"nothing to do again of {operations}"
    return found


def test_sums(verdicts: list[Verdict]) -> None:
    done = Counter()
    for check in of(verdicts, "sum"):
        low, high = inside_and_touching(check, check.rows)
        assert check.value == pytest.approx(low, rel=1e-9, abs=1e-9)
        assert check.high == pytest.approx(high, rel=1e-9, abs=1e-9)
        done[check.register] += 1
    assert {"sipri", "aiddata", "cow_trade"} <= done.keys()


def test_levels(verdicts: list[Verdict]) -> None:
    for check in of(verdicts, "mean"):
        values = [value for value, _, _ in pieces(check, check.rows)]
        assert check.value == pytest.approx(sum(values) / len(values), rel=1e-9)


def test_shares(verdicts: list[Verdict]) -> None:
    for check in of(verdicts, "share"):
        part = sum(inside_and_touching(check, check.rows)) / 2
        whole = sum(inside_and_touching(check, check.others)) / 2
        assert set(check.rows) <= set(check.others)
        assert check.value == pytest.approx(100 * part / whole, rel=1e-9)


def test_ranks(verdicts: list[Verdict]) -> None:
    for check in of(verdicts, "rank"):
        assert check.register == "sipri"
        own = {partner(id) for id in check.rows}
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        sides = {side: {raw("sipri")[place(i)[0]][side] for i in check.others}
                 for side in ("Supplier", "Recipient")}  # fmt: skip
        by = max(sides, key=lambda side: len(sides[side]))
        for id in check.others:
            low, high = inside_and_touching(check, (id,))
            key = raw("sipri")[place(id)[0]][by]
            sums[key][0] += low
            sums[key][1] += high
        ranked = sorted(sums, key=lambda key: -sum(sums[key]))
        if check.value is None:
            assert not own
            continue
        [name] = {raw("sipri")[place(id)[0]][by] for id in check.rows}
        assert ranked.index(name) + 1 == check.value


def partner(id: str) -> str:
    row = raw("sipri")[place(id)[0]]
    return f"{row['Supplier']}>{row['Recipient']}"


def test_counts_of_weapons(verdicts: list[Verdict]) -> None:
    for check in of(verdicts, "count of number_ordered", "count of number_delivered"):
        column = "Number ordered" if "ordered" in check.operation else "Number delivered"
        cells = [raw("sipri")[place(id)[0]][column] for id in check.rows]
        assert check.value == sum(float(cell) for cell in cells if cell.strip())


def test_first_years(verdicts: list[Verdict]) -> None:
    done = Counter()
    for check in of(verdicts, "first year of a case", "first year of a run"):
        if check.value is None:
            assert not check.rows
            continue
        done[check.register] += 1
        assert check.value == min(started(check.register, place(id)[0]) for id in check.rows)
    assert {"gsdb", "atop", "ucdp_conflict", "mids", "rivalries"} <= done.keys()


def started(register: str, number: int) -> int:
    row = raw(register)[number]
    if register == "gsdb":
        return int(row["begin"])
    if register == "sipri":
        return int(re.findall(r"\d{4}", row["Year of order"])[0])
    if register == "rivalries":
        return int(row["styear" if "styear" in row else "start"])
    return int(float(row["year"]))


def test_trends(verdicts: list[Verdict]) -> None:
    """The difference of means is of the years that the sentence tells."""
    done = 0
    for verdict in verdicts:
        for check in verdict.checks:
            if check.operation != "difference of yearly means" or check.register == "ideal_points":
                continue
            done += 1
            spans = [
                (int(a), int(b)) for a, b in re.findall(r"in (\d{4}) to (\d{4})", verdict.sentence)
            ]
            means = [mean_a_year(check, span) for span in spans[:2]]
            assert check.value is not None
            scale = max(abs(m) for m in means) or 1.0
            assert (check.value - (means[1] - means[0])) / scale == pytest.approx(0, abs=1e-6)
    assert done


def mean_a_year(check: Check, span: tuple[int, int]) -> float:
    first, last = span
    total, years = 0.0, set()
    scale = {"cow_trade": 1e6, "cow_nmc": 1e3}.get(check.register, 1.0)
    for id in dict.fromkeys((*check.rows, *check.others)):
        value, start, end = piece(check.register, *place(id))
        days = (dt.date(end + 1, 1, 1) - dt.date(start, 1, 1)).days
        for year in range(max(first, start), min(last, end) + 1):
            share = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days / days
            total += value / scale * share
            years.add(year)
    flows = check.register in ("sipri", "aiddata")
    return total / ((last - first + 1) if flows else max(1, len(years)))


def test_series_of_headlines(verdicts: list[Verdict]) -> None:
    for check in of(verdicts, "sum of yearly values"):
        if check.register == "ideal_points":
            continue
        first, last = bounds(check)
        total = mean_a_year(check, (first, last))
        if check.register in ("sipri", "aiddata"):
            assert check.value == pytest.approx(total * (last - first + 1), rel=1e-6)


def test_terms(verdicts: list[Verdict]) -> None:
    table = defaultdict(list)
    for name in ("leaders", "ministers"):
        path = ROOT / f"src/patronage/codebook/{name}.csv"
        if path.exists():
            for row in csv.DictReader(path.read_text("utf-8").splitlines()):
                table[row["iso3"], row["name"]].append((row["start"], row["end"]))
    for check in of(verdicts, "term-start date", "term-end date", "term date"):
        assert check.rows, "a verdict on a term lists the rows of the table"
        for id in check.rows:
            _, iso3, name, start = id.split(":")
            assert start in {s for s, _ in table[iso3, name]}


def test_no_operation_is_left_out(verdicts: list[Verdict]) -> None:
    known = {
        "sum", "mean", "share", "rank", "count of number_ordered", "count of number_delivered",
        "first year of a case", "first year of a run", "difference of yearly means",
        "sum of yearly values", "term-start date", "term-end date", "term date",
    }  # fmt: skip
    told = {check.operation for verdict in verdicts for check in verdict.checks}
    assert told <= known, f"no test does again: {told - known}"
