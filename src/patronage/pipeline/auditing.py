"""Claims of texts held against each other and the loaded registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from patronage.pipeline.names import overlay_of
from patronage.pipeline.opening import Input, Report, Tick, now, opened
from patronage.pipeline.texts import Making, coded
from patronage.records import Claim
from patronage.results import Several

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.audit import Held
    from patronage.ledger import Ledger
    from patronage.records import Actor, Document
    from patronage.results import RegisterRow, Verdict

__all__ = ["Audited", "LedgerRegisters", "audit", "audited", "verdict_table"]

Row = dict[str, Any]


class Audited(NamedTuple):
    """A claim with the verdicts that speak of it, alone or together with others."""

    claim: Claim
    verdicts: tuple[Verdict, ...]


def audit(
    inputs: Sequence[Input],
    *,
    ledger: Input | None = None,
    published: dt.date | None = None,
    as_of: dt.date | None = None,
    workers: int | None = None,
    parser: str | None = None,
    actors: Input | None = None,
    report: Report = lambda problem: None,
    tick: Tick = lambda done: None,
) -> Several[Audited]:
    """Every claim of some texts with what the registers, our tables and other claims say of it.

    Args:
        inputs: files, folders, or ``-``.
        ledger: the folder whose registers are asked; None asks no register.
        published: the date of texts that tell none.
        as_of: registers are read as they could be known by then.
        workers: processes; None takes one per core where it pays.
        parser: an installed spaCy model other than the pinned one.
        actors: a CSV file of names beside or in the place of the codebook's.
        report: called with each problem.
        tick: called with the number of texts read so far.

    Returns:
        Claims in the order of the texts, each with its verdicts.
    """
    from patronage.audit import NoRegisters
    from patronage.audit import audit as judged
    from patronage.measures import break_in, explanations

    claims: list[Claim] = []
    dates: dict[str, dt.date | None] = {}
    made = Making(workers, parser, overlay_of(actors, report))
    for done, (day, coding) in enumerate(coded(inputs, published, made, report), 1):
        claims += coding.claims
        dates[coding.document] = day
        tick(done)
    registers = LedgerRegisters(opened(ledger), as_of) if ledger is not None else NoRegisters()
    return Several(_beside(claims, judged(claims, registers, break_in, dates, explanations)))


def audited(
    book: Ledger, claims: Sequence[Claim], documents: Iterable[Document], as_of: dt.date | None,
    known_on: dt.date | None = None,
) -> tuple[tuple[Verdict, ...], tuple[RegisterRow, ...]]:  # fmt: skip
    """Verdicts on a ledger's claims, and the rows of its registers that they rest on."""
    from patronage.audit import NoRegisters
    from patronage.audit import audit as judged
    from patronage.measures import break_in, explanations

    dates = {document.id: document.published for document in documents}
    if not book.loaded(known_on=known_on):
        return judged(claims, NoRegisters(), break_in, dates, explanations), ()
    registers = LedgerRegisters(book, as_of, known_on)
    verdicts = judged(claims, registers, break_in, dates, explanations)
    return verdicts, registers.told(row for verdict in verdicts for row in verdict.evidence)


def _beside(claims: Sequence[Claim], verdicts: Iterable[Verdict]) -> tuple[Audited, ...]:
    """Each claim with its verdicts."""
    found: dict[str, list[Verdict]] = {claim.id: [] for claim in claims}
    for verdict in verdicts:
        for id in dict.fromkeys(verdict.claims):
            found[id].append(verdict)
    return tuple(Audited(claim, tuple(found[claim.id])) for claim in claims)


def verdict_table(found: Iterable[Audited]) -> pa.Table:
    """Claims and verdicts as one Arrow table, a row for each verdict of a claim.

    Columns: document, sentence, quote, kind, subject, giver, receiver (codes, joined by blanks),
    measure, detail, amount, value, unit, start, end (of the period told), attribution, verdict,
    said, calculation, limits, register, evidence (row ids).
    """
    import pyarrow as pa

    rows = [_flat(one.claim, verdict) for one in found for verdict in one.verdicts]
    texts = ("document quote kind subject giver receiver measure detail amount unit attribution "
             "verdict said calculation limits register").split()  # fmt: skip
    kinds: dict[str, Any] = dict.fromkeys(texts, pa.string())
    kinds |= {"sentence": pa.int64(), "value": pa.float64()}
    kinds |= {"start": pa.date32(), "end": pa.date32(), "evidence": pa.list_(pa.string())}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _flat(claim: Claim, verdict: Verdict) -> Row:
    def codes(actors: Iterable[Actor]) -> str:
        return " ".join(dict.fromkeys(actor.key or actor.text for actor in actors))

    amount, period = claim.amount, claim.period
    return {
        "document": claim.document, "sentence": claim.sentence, "quote": claim.quote,
        "kind": claim.kind, "subject": codes(claim.subject), "giver": codes(claim.giver),
        "receiver": codes(claim.receiver), "measure": claim.measure, "detail": claim.detail,
        "amount": amount.text if amount else None, "value": amount.value if amount else None,
        "unit": amount.unit if amount else None, "start": period.start if period else None,
        "end": period.end if period else None,
        "attribution": "; ".join(a.name or a.text for a in claim.attribution) or None,
        "verdict": verdict.kind, "said": verdict.sentence, "calculation": verdict.calculation,
        "limits": verdict.limits, "register": verdict.register, "evidence": list(verdict.evidence),
    }  # fmt: skip


class LedgerRegisters:
    """The registers of a ledger as the auditor asks them; each question is asked of it once."""

    def __init__(
        self, book: Ledger, as_of: dt.date | None = None, known_on: dt.date | None = None
    ) -> None:
        self._book, self._as_of, self._known_on = book, as_of, known_on
        self._kept: dict[tuple[Any, ...], Any] = {}

    @cached_property
    def _loaded(self) -> frozenset[str]:
        return frozenset(one["dataset"] for one in self._book.loaded(known_on=self._known_on))

    def held(self, dataset: str) -> Held | None:
        """A loaded register with its coverage, cut to what could be known as of the day."""
        from patronage.audit import Held
        from patronage.datasets import register

        if dataset not in self._loaded:
            return None
        told = register(dataset)
        end = dt.date(told.end + 1, 1, 1) if told.end else now().date()
        if self._as_of is not None:
            end = min(end, self._as_of - dt.timedelta(days=told.lag_days))
        return Held(dataset, told.title, dt.date(told.start, 1, 1), end, told.kinds, told.limits)

    def flows(
        self, dataset: str, measure: str, giver: str | None, receiver: str | None
    ) -> Sequence[Row]:
        """Flows of one measure."""
        from patronage.ledger import Wanted

        key = ("flows", dataset, measure, giver, receiver)
        if key not in self._kept:
            wanted = Wanted(dataset, giver, receiver, measure)
            self._kept[key] = self._asked(self._book.flows, wanted)
        rows: list[Row] = self._kept[key]
        return rows

    def acts(self, dataset: str, actor: str | None, recipient: str | None) -> Sequence[Row]:
        """Acts of a register."""
        from patronage.ledger import Wanted

        key = ("acts", dataset, actor, recipient)
        if key not in self._kept:
            wanted = Wanted(dataset, actor, recipient)
            self._kept[key] = self._asked(self._book.acts, wanted)
        rows: list[Row] = self._kept[key]
        return rows

    def _asked(self, read: Any, wanted: Any) -> Any:
        return read(wanted, as_of=self._as_of, known_on=self._known_on).to_pylist()

    def told(self, ids: Iterable[str]) -> tuple[RegisterRow, ...]:
        """Rows that were asked for, in words; ids of other things are passed over."""
        from patronage.actors.states import names_of
        from patronage.results import RegisterRow

        known = {row["id"]: row for kept in self._kept.values() for row in kept}
        wanted = [known[id] for id in dict.fromkeys(ids) if id in known]
        names = names_of(())
        return tuple(
            RegisterRow(row["id"], row["dataset"], row["row"], _in_words(row, names))
            for row in wanted
        )

    def originals(self, dataset: str, rows: Iterable[int]) -> Sequence[Row]:
        """Rows as they stand in the register's file."""
        wanted = sorted(set(rows))
        if not wanted:
            return ()
        found: list[Row] = self._book.original(dataset, wanted).to_pylist()
        return found


def _in_words(row: Row, names: Mapping[str, str]) -> str:
    """Who to whom, what, when and how much, as a register's row tells it."""
    from patronage.audit.wording import plain

    last = row["end"] - dt.timedelta(days=1) if row["end"] else row["start"]
    years = str(row["start"].year)
    years += f"-{last.year}" if last.year != row["start"].year else ""
    sides = (row.get("giver") or row.get("actor"), row.get("receiver") or row.get("recipient"))
    who = " to ".join(str(names.get(side, side)) for side in sides if side)
    if "measure" not in row:
        return f"{years}: {who}, {row['code']}"
    value = "no value told" if row["value"] is None else f"{plain(row['value'])} {row['unit']}"
    base = f", {row['base']}" if row["base"] else ""
    mark = ", marked as an estimate" if row["estimated"] else ""
    return f"{years}: {who}, {row['measure']}, {value}{base}{mark}"
