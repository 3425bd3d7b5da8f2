"""How often the auditor gives the verdict that a claim deserves, on the frozen claims.

Reads ``claims.jsonl``, ``fresh.jsonl`` and ``news.jsonl`` (texts of the last from ../shared), codes
each text, audits its claims against the registers under ../shared/reference and compares. Odd ids
were looked at while the auditor was built. Even ids were not worked at, but a draft of about half
of them was once read through. ``fresh.jsonl`` was written after the auditor, by somebody who had
not seen it: its first score is the one to believe.

    python benchmarks/audit/score_claims.py [--ledger FOLDER] [--rows odd|even|fresh|all] [--misses]

Without ``--ledger`` the registers are loaded into a temporary one first. With ``--freeze`` the
figures go to ``scores.json`` beside this file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patronage.audit import audit
from patronage.coding import Coder
from patronage.ledger import Ledger
from patronage.measures import break_in
from patronage.pipeline import load
from patronage.pipeline.auditing import LedgerRegisters
from patronage.records import Claim, Document
from patronage.results import Verdict

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
REGISTERS = (
    ("sipri", "sipri/trade-register.csv"),
    ("aiddata", "aiddata/cow_gcdf.csv"),
    ("gsdb", "gsdb/GSDB_V4.csv"),
    ("ideal_points", "unga/IdealpointestimatesAll_Apr2020.csv"),
    ("archigos", "leaders/archigos.parquet"),
    ("cow_nmc", "cow/cow_nmc.parquet"),
    ("cow_gdp", "cow/cow_sdp_gdp.parquet"),
    ("cow_trade", "cow/cow_trade_ddy.parquet"),
    ("cow_igo", "cow/cow_igo_ndy.parquet"),
    ("atop", "cow/atop_alliance.parquet"),
    ("mids", "cow/cow_mid_ddydisps.parquet"),
    ("rivalries", "cow/tss_rivalries.parquet"),
    ("ucdp_conflict", "cow/ucdp_acd.parquet"),
)


@dataclass(frozen=True)
class Case:
    """One frozen claim: its text, its stretch there, and the verdicts it deserves."""

    id: str
    document: Document
    start: int
    end: int
    kind: str
    verdict: frozenset[str]
    allowed: frozenset[str]
    others: tuple[Document, ...] = ()

    @property
    def part(self) -> str:
        """``odd``: looked at while the auditor was built; ``even``; ``fresh``: written after it."""
        if self.id.startswith("fresh"):
            return "fresh"
        return "odd" if int(self.id[-1]) % 2 else "even"


def cases() -> list[Case]:
    """Every frozen claim; those of the news only where the texts are there."""
    made = [
        _own(json.loads(line))
        for name in ("claims.jsonl", "fresh.jsonl")
        for line in _lines(HERE / name)
    ]
    news = SHARED / "news" / "guardian.jsonl"
    if not news.exists():
        print("No ../shared/news here: news.jsonl is skipped.", file=sys.stderr)
        return made
    texts = {row["id"]: row for row in map(json.loads, _lines(news))}
    return made + [_news(json.loads(line), texts) for line in _lines(HERE / "news.jsonl")]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def _own(row: dict[str, Any]) -> Case:
    title = row["title"]
    text = f"{title}\n\n{row['text']}" if title else row["text"]
    day = dt.date.fromisoformat(row["published"])
    document = Document.of(text, row["id"], title=title, published=day)
    start = document.text.index(row["quote"])
    return _case(row, document, start, start + len(row["quote"]), ())


def _news(row: dict[str, Any], texts: dict[str, dict[str, Any]]) -> Case:
    names = [row["document"], *([row["other"]["document"]] if row.get("other") else [])]
    documents = []
    for name in dict.fromkeys(names):
        day = dt.date.fromisoformat(texts[name]["published"])
        documents.append(Document.of(texts[name]["text"], name, published=day))
    return _case(row, documents[0], *row["span"], tuple(documents[1:]))


def _case(
    row: dict[str, Any], document: Document, start: int, end: int, others: tuple[Document, ...]
) -> Case:
    return Case(
        row["id"], document, start, end, row["kind"], frozenset(row["verdict"]),
        frozenset(row["allowed"]), others,
    )  # fmt: skip


def judged(case: Case, coder: Coder, registers: LedgerRegisters) -> tuple[set[str], list[Any]]:
    """The verdicts given to the claims that overlap the case's stretch and are of its kind."""
    claims: list[Claim] = []
    dates = {}
    for document in (case.document, *case.others):
        claims += coder.code(document).claims
        dates[document.id] = document.published
    verdicts = audit(claims, registers, break_in, dates)
    mine = [
        c for c in claims
        if c.document == case.document.id and c.span.start < case.end and case.start < c.span.end
    ]  # fmt: skip
    fitting = [c for c in mine if c.kind == case.kind]
    if case.kind in ("date", "term"):  # a year of office is a date too
        fitting = [c for c in mine if c.kind in ("date", "term")]
    if case.kind in ("figure", "count"):
        fitting = [c for c in mine if c.kind in ("figure", "count") and _amount_in(c, case)]
    fitting = fitting or [c for c in mine if c.kind == "judgement"]
    ids = {c.id for c in fitting}
    found: list[Verdict] = [v for v in verdicts if ids & set(v.claims)]
    if len(fitting) > 1 and case.kind not in ("figure", "count"):
        inner = min(fitting, key=lambda c: c.span.end - c.span.start)
        found = [v for v in verdicts if inner.id in v.claims]
    return {v.kind for v in found}, [mine, found]


def _amount_in(claim: Claim, case: Case) -> bool:
    amount = claim.amount
    return amount is not None and amount.span.start < case.end and case.start < amount.span.end


def right(case: Case, given: set[str]) -> bool:
    """Every deserved verdict is given, and none beyond those allowed."""
    return case.verdict <= given <= case.verdict | case.allowed


def score(which: str, registers: LedgerRegisters, misses: bool) -> dict[str, Any]:
    """Shares right, by half and by verdict, and how often "contradicted" was deserved."""
    coder = Coder()
    right_of: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    said: Counter[tuple[str, bool]] = Counter()
    for case in cases():
        if which not in ("all", case.part):
            continue
        given, shown = judged(case, coder, registers)
        good = right(case, given)
        source = "real news" if case.id.startswith("news") else "own sentences"
        for key in ("all", case.part, source, *sorted(case.verdict)):
            all_of[key] += 1
            right_of[key] += good
        if "contradicted" in given:
            said[case.part, "contradicted" in case.verdict | case.allowed] += 1
        if misses and not good:
            _show(case, given, shown)
    return {
        "right": {k: [right_of[k], all_of[k], round(right_of[k] / all_of[k], 3)] for k in all_of},
        "contradicted, deserved of said": {
            part: [said[part, True], said[part, True] + said[part, False]]
            for part in ("odd", "even", "fresh")
        },
    }


def _show(case: Case, given: set[str], shown: list[Any]) -> None:
    mine, found = shown
    text = case.document.text
    print(f"--- {case.id} {case.kind} want {sorted(case.verdict)} got {sorted(given)}")
    if case.id.startswith("aud"):
        print(f"    {text!r} [{text[case.start : case.end]}]")
    for c in mine:
        amount = c.amount and (c.amount.value, c.amount.unit)
        when = c.period and (c.period.text, str(c.period.start), str(c.period.end))
        print("    claim", c.kind, c.measure, c.detail, [a.key for a in c.giver], ">",
              [a.key for a in c.receiver], [a.key for a in c.subject], amount, when,
              [a.name or a.text for a in c.attribution], c.direction, "|", c.cause)  # fmt: skip
    for v in found:
        print("    ", v.kind, "|", v.sentence[:260])


def main() -> None:
    """Score and print; freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--rows", default="odd", choices=("odd", "even", "fresh", "all"))
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    if not SHARED.exists() and args.ledger is None:
        sys.exit("No ../shared here and no --ledger: nothing to audit against.")
    with tempfile.TemporaryDirectory() as folder:
        place = args.ledger or Path(folder) / "ledger"
        if args.ledger is None:
            for dataset, file in REGISTERS:
                load(dataset, [SHARED / "reference" / file], place)
        made = score(args.rows, LedgerRegisters(Ledger(place)), args.misses)
    print(json.dumps(made, indent=1))
    if args.freeze:
        (HERE / "scores.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
