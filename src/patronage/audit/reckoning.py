"""One question to one register: its rows, its value for a period, what counts as alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from patronage.audit.asking import Question, Told
from patronage.audit.registers import Held, Registers, Row
from patronage.audit.sums import Sum, add_up, mean
from patronage.audit.tolerance import Band, band
from patronage.records import Amount

__all__ = ["Asked", "Rule", "rows_of", "span_of"]

Rule = Mapping[str, str]


def rows_of(registers: Registers, dataset: str, measure: str, question: Question) -> list[Row]:
    """Rows of one measure between all givers and receivers of a question."""
    found: list[Row] = []
    for giver in question.givers or (None,):
        for receiver in question.receivers or (None,):
            if giver != receiver:
                found += registers.flows(dataset, measure, giver, receiver)
    return found


class Asked:
    """One question to one register, with what is needed to ask it again otherwise."""

    def __init__(
        self, question: Question, rule: Rule, held: Held, told: Told, registers: Registers
    ) -> None:
        assert question.claim.amount is not None, "only claims with an amount come here"
        self.question, self.rule, self.held, self.told = question, rule, held, told
        self.registers = registers
        self.amount: Amount = question.claim.amount
        self.band: Band = band(rule["band"])
        stated = "constant" in (question.claim.detail or "")
        #: Money of another price base than the register's: no number can be known again.
        self.unpriced = rule["band"] == "prices" and not stated
        if rule["band"] == "prices" and stated:
            self.band = band("exact")

    def value(self, rows: list[Row], start: dt.date, end: dt.date) -> Sum | None:
        """The register's value for a period; None where it tells none."""
        if self.rule["operation"] == "level":
            return mean(rows, start, end)
        found = add_up(rows, start, end)
        empty = not found.rows and (found.missing or self.rule["dataset"] != "sipri")
        return None if empty else found


def span_of(told: Told) -> tuple[dt.date, dt.date]:
    assert told.start is not None and told.end is not None, "asked for with a period"
    return told.start, told.end
