"""When sanctions, alliances, conflicts, disputes and rivalries began, and whether they held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from patronage.audit.asking import Question, details
from patronage.audit.registers import Held, Registers, Row
from patronage.audit.tables import table
from patronage.audit.telling import NOT_FOUND, not_checkable, not_loaded, silent, tell
from patronage.audit.tolerance import CONSISTENT, CONTRADICTED, SUPPORTED
from patronage.audit.wording import name, names
from patronage.results import Check, Verdict

__all__ = ["dates"]

_COVERED = 0.5  # of the years told, of which less is covered the register is silent
_KINDS = ("IGO", "NGO", "IMG", "ISM")


def dates(question: Question, registers: Registers) -> Iterator[Verdict]:
    """What the registers say of the year in which something began, ended or was so."""
    claim = question.claim
    rule = next((r for r in table("happenings") if r["measure"] == claim.measure), None)
    if rule is None:
        yield not_checkable(question, "No register here dates this kind of happening.")
        return
    held = registers.held(rule["dataset"])
    if held is None:
        yield not_loaded(question, rule["dataset"])
        return
    told = question.within(held)
    years = _years(question)
    if years is None or told.start is None or told.end is None:
        yield not_checkable(question, "No time is told that a register could be asked for.")
        return
    if sum(held.start.year <= year < held.end.year for year in years) < _COVERED * len(years):
        yield silent(question, held, told)
        return
    spells = _spells(question, rule, registers)
    if rule["dataset"] == "gsdb":
        yield from _sanctions(question, held, spells, years)
    else:
        yield from _others(question, rule, held, spells, years)


def _years(question: Question) -> range | None:
    """The years in which it is told to have begun or been so: one, or those of a decade."""
    start, end, time = question.period.start, question.period.end, question.claim.period
    if start is None or time is None:
        return None
    if end is None or time.precision in ("since", "after", "range"):
        return range(start.year, start.year + 1)
    return range(start.year, max(start.year + 1, (end - dt.timedelta(days=1)).year + 1))


class _Spell:
    """A stretch of years in which something held, with the rows that tell it."""

    def __init__(self, kind: str, first: int, last: int | None, rows: Sequence[Row]) -> None:
        self.kind, self.first, self.last, self.rows = kind, first, last, tuple(rows)

    def holds(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    def __str__(self) -> str:
        return f"{self.kind.split(' (')[0]} {self.first}-{self.last or ''}"


def _spells(question: Question, rule: Mapping[str, str], registers: Registers) -> list[_Spell]:
    found: list[_Spell] = []
    if rule["dataset"] == "gsdb":
        for giver in _keys(question, question.givers) or (None,):
            for receiver in _keys(question, question.receivers) or (None,):
                found += _cases(registers.acts("gsdb", giver, receiver))
    else:
        told = (actor.country for actor in question.claim.subject if actor.country)
        states = tuple(dict.fromkeys((*question.givers, *question.receivers, *told)))
        pairs = ((g, r) for g in question.givers for r in question.receivers)
        for one, other in pairs if rule["dataset"] == "sipri" else combinations(states, 2):
            found += _runs(_rows(rule, registers, one, other))
        if rule["measure"] == "conflict" and not found:
            for state in question.givers or states:
                found += _runs(_alone(registers, state))
    return sorted(found, key=lambda spell: (spell.first, spell.kind))


def _keys(question: Question, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Keys as the register has them: a body without a code of its own goes by its name."""
    claim = question.claim
    names = {
        a.key: (a.name, a.text) for a in (*claim.subject, *claim.giver, *claim.receiver) if a.name
    }
    found: list[str] = []
    for code in codes:
        found += [n for n in names[code] if n] if code in _KINDS and code in names else [code]
    return tuple(dict.fromkeys(found))


def _rows(rule: Mapping[str, str], registers: Registers, one: str, other: str) -> list[Row]:
    if rule["takes"]:
        found: list[Row] = []
        for take in rule["takes"].split("|"):
            found += registers.flows(rule["dataset"], take, one, other)
            if rule["dataset"] != "sipri":
                found += registers.flows(rule["dataset"], take, other, one)
        return [row for row in found if row["value"]]
    both = [
        *registers.acts(rule["dataset"], one, other),
        *registers.acts(rule["dataset"], other, one),
    ]
    if rule["dataset"] == "ucdp_conflict":  # a backer's troops stand beside the side they back
        return both
    return [row for row in both if "level 1:" not in str(row["code"])]


def _alone(registers: Registers, state: str) -> list[Row]:
    """Conflicts of a state with whomever; those within it are told of its rebels."""
    return list(registers.acts("ucdp_conflict", state, None))


def _cases(acts: Sequence[Row]) -> list[_Spell]:
    """Sanction cases: begin and end of one row and kind put together."""
    begun: dict[tuple[int, str], Row] = {}
    ended: dict[tuple[int, str], Row] = {}
    for act in acts:
        kind, _, step = str(act["code"]).rpartition(": ")
        (begun if step == "begins" else ended)[act["row"], kind] = act
    return [
        _Spell(
            kind, act["start"].year,
            ended[row, kind]["start"].year if (row, kind) in ended else None,
            [act, *([ended[row, kind]] if (row, kind) in ended else [])],
        )
        for (row, kind), act in begun.items()
    ]  # fmt: skip


def _runs(rows: Sequence[Row]) -> list[_Spell]:
    """Years told one by one, joined where they follow each other."""
    by_year: dict[int, list[Row]] = {}
    for row in rows:
        by_year.setdefault(row["start"].year, []).append(row)
    runs: list[_Spell] = []
    for year in sorted(by_year):
        if runs and runs[-1].last == year - 1:
            last = runs[-1]
            runs[-1] = _Spell(last.kind, last.first, year, (*last.rows, *by_year[year]))
        else:
            runs.append(_Spell("", year, year, by_year[year]))
    return runs


def _sanctions(
    question: Question, held: Held, spells: Sequence[_Spell], years: range
) -> Iterator[Verdict]:
    told = details(question.claim)
    kinds = [d.removeprefix("kind ") for d in told if d.startswith("kind ")]
    fitting = [s for s in spells if not kinds or any(s.kind.startswith(k) for k in kinds)]
    ended = "ends" in told
    near = [s for s in fitting if (s.last if ended else s.first) in years]
    about = range(years.start - 1, years.stop + 1)
    beside = [s for s in fitting if (s.last or 0 if ended else s.first) in about]
    in_force = [s for s in fitting if any(map(s.holds, years))]
    first = "first" in told
    if first:
        earliest = min((s.first for s in fitting), default=None)
        kind = SUPPORTED if earliest in years else CONTRADICTED
    elif near:
        kind = CONSISTENT if "product" in told else SUPPORTED
    else:
        kind = CONSISTENT if beside or in_force else CONTRADICTED
    used = near or beside or in_force or fitting
    who = f"{names(question.givers)} against {names(question.receivers)}"
    sentence = (
        f"{held.name} has {_listed(fitting) or 'no case that we found'}: {who}. The text tells "
        f"{_told(years)}."
    )
    limits = "It records no product, person or firm." if "product" in told else ""
    check = _check(held, "first year of a case", used, years, [s.first for s in used])
    yield tell(kind, question, held, sentence, (check,), "", limits)
    if kind == CONTRADICTED and held.dataset in question.voices:
        yield tell(NOT_FOUND, question, held, "The text gives this register as its source; it "
                   "holds no such case.", (check,))  # fmt: skip


def _others(
    question: Question, rule: Mapping[str, str], held: Held, spells: Sequence[_Spell], years: range
) -> Iterator[Verdict]:
    told = details(question.claim)
    begins = rule["begins"] == "yes" and "during" not in told
    near = [s for s in spells if (s.first in years if begins else any(map(s.holds, years)))]
    about = range(years.start - 1, years.stop + 1)
    beside = [s for s in spells if s.first in about or any(map(s.holds, years))]
    if "first" in told:
        earliest = min((s.first for s in spells), default=None)
        kind = SUPPORTED if earliest in years else CONTRADICTED
    else:
        kind = SUPPORTED if near else CONSISTENT if beside else CONTRADICTED
    used = near or beside or list(spells)
    who = " and ".join(map(name, dict.fromkeys((*question.givers, *question.receivers))))
    listed = _listed(used) or "no year that we found"
    sentence = (
        f"{held.name} has {rule['words']} of {who} in {listed}. The text tells {_told(years)}."
    )
    check = _check(held, "first year of a run", used, years, [s.first for s in used])
    yield tell(kind, question, held, sentence, (check,))
    if kind == CONTRADICTED and held.dataset in question.voices:
        yield tell(NOT_FOUND, question, held, "The text gives this register as its source; it "
                   "holds no such row.", (check,))  # fmt: skip


def _listed(spells: Sequence[_Spell]) -> str:
    return "; ".join(dict.fromkeys(str(spell).strip() for spell in spells[:8]))


def _check(
    held: Held, operation: str, used: Sequence[_Spell], years: range, firsts: Sequence[int]
) -> Check:
    rows = tuple(dict.fromkeys(row["id"] for spell in used for row in spell.rows))
    return Check(
        held.dataset, operation, rows, float(min(firsts)) if firsts else None, "year", None, (),
        dt.date(years.start, 1, 1), dt.date(years.stop, 1, 1),
    )  # fmt: skip


def _told(years: range) -> str:
    last = years.stop - 1
    return str(years.start) if last == years.start else f"{years.start} to {last}"
