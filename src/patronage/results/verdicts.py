"""What the evidence says of claims, and the arithmetic and rows behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patronage.results.counts import Break

__all__ = ["Check", "Explanation", "Ground", "RegisterRow", "Verdict"]


@dataclass(frozen=True, slots=True)
class Check:
    """The arithmetic of a verdict, so that anyone can do it again from the rows it lists.

    ``operation`` says what was done (``sum``, ``share``, ``rank``, ...);
    ``rows`` are ids of the register's rows, ``others`` those it is held against (the whole, of a
    share); ``value`` is the result, ``high`` its upper end where the register leaves a range.
    ``start`` and ``end`` bound the period, half-open.
    """

    register: str
    operation: str
    rows: tuple[str, ...]
    value: float | None
    unit: str
    high: float | None = None
    others: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a register as evidence: its number in the register's file, and what it tells."""

    id: str
    register: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of evidence for or against an explanation, with its weight.

    ``weight`` is in natural log-odds, above zero for it; the rule and where its weight comes from
    stand in ``measures/explanations.csv`` under ``rule``.
    """

    rule: str
    sentence: str
    weight: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rival explanation of a decline and what speaks for it: ``for``, ``against``, ``open``.

    ``about`` says of whose decline: ``Russia to Venezuela``. ``share`` (0..1) is its part among
    the rivals by the weights of ``grounds``, ``low``..``high`` what it becomes where every weight
    is halved or doubled; None where nothing here tells.
    """

    name: str
    speaks: str
    sentence: str
    evidence: tuple[str, ...] = ()
    about: str = ""
    share: float | None = None
    low: float | None = None
    high: float | None = None
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence says of a claim or of several claims together.

    ``kind`` is one of the verdicts of the glossary (``collision``, ...). ``calculation`` shows the
    arithmetic, ``sentence`` says it in plain words, ``limits`` what the check cannot tell.
    ``evidence`` are ids of events or of register rows. ``register`` names the register that was
    asked, ``checks`` its arithmetic, ``breaks`` and ``explanations`` what a headline test found.
    """

    kind: str
    claims: tuple[str, ...]
    sentence: str
    calculation: str
    limits: str
    evidence: tuple[str, ...] = ()
    register: str | None = None
    checks: tuple[Check, ...] = ()
    breaks: tuple[Break, ...] = ()
    explanations: tuple[Explanation, ...] = ()
