"""Scenario files: who is who, how things stand, what may come, and how far to look.

A scenario is checked as a whole before anything runs: what cannot be meant is an error with its
mend, what lies outside the data that taught is let through and marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from patronage.actors.states import state
from patronage.crisis.situations import FEATURES
from patronage.crisis.tables import by_name, rung_names, table
from patronage.errors import UsageError, nearest
from patronage.periods import date_of

__all__ = ["INSTRUMENTS", "LONGEST", "Exposed", "Scenario", "Shock", "read_scenario", "scenario"]

#: Kinds of backing, in the order of every array.
INSTRUMENTS = ("political", "economic", "military")
#: Months that a scenario may look ahead; past that nothing here was ever scored.
LONGEST = 120
_PARTS = {
    "title", "as_of", "horizon", "roles", "state", "facts", "known", "shocks", "exposure", "target",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shock:
    """What comes from outside: at a month (from 1), or with a chance each month, or both None.

    ``size`` is in the shock's own scale (``shocks.csv``); ``patron`` whom it concerns.
    """

    kind: str
    month: int | None = None
    monthly: float | None = None
    patron: str | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Exposed:
    """What a patron has outstanding, as a range, and the share it loses by each outcome."""

    patron: str
    low: float
    high: float
    unit: str
    lost: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A checked scenario. ``None`` is not known, and never zero: runs then draw it.

    ``pressure`` is a rung (0..4); ``means`` and ``backing`` (patron, instrument) are from 0 to 1,
    1 being the highest they were; ``facts`` as in ``facts.csv``; ``known`` are columns for the
    patrons' game by patron, or for ``all``. ``marks`` say what lies outside the data.
    """

    title: str
    as_of: dt.date
    horizon: int
    client: str
    coercer: str
    patrons: tuple[str, ...]
    pressure: int
    means: float | None = None
    backing: Mapping[tuple[str, str], float] = field(default_factory=dict)
    facts: Mapping[str, float] = field(default_factory=dict)
    known: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    shocks: tuple[Shock, ...] = ()
    exposure: tuple[Exposed, ...] = ()
    target: str = "change"
    marks: tuple[str, ...] = ()

    def with_shock(self, shock: Shock) -> Scenario:
        """The same with one more shock."""
        return replace(self, shocks=(*self.shocks, shock))


def read_scenario(text: str, source: str = "the scenario") -> Scenario:
    """A scenario from YAML text.

    Raises:
        UsageError: where the text is no YAML or says what cannot be meant.
    """
    import yaml

    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" in line {place.line + 1}" if place else ""
        raise UsageError(f"{source} is no YAML{where}. Check indents and colons there.") from None
    if not isinstance(told, dict):
        raise UsageError(f"{source} holds no fields. Begin with 'title:', 'as_of:' and 'roles:'.")
    return scenario(told, source)


def scenario(told: Mapping[str, Any], source: str = "the scenario") -> Scenario:
    """A scenario from plain values, checked.

    >>> made = scenario({"as_of": "2025-11-01", "horizon": 12, "state": {"pressure": "sanctions"},
    ...     "roles": {"client": "VEN", "coercer": "USA", "patrons": ["RUS"]}})
    >>> made.client, made.pressure, made.patrons
    ('VEN', 1, ('RUS',))

    Raises:
        UsageError: for a missing role, a patron that is the coercer, a horizon of zero and the
            like, saying where and how to mend it.
        UnknownNameError: for a state that no table knows.
    """
    read = _Reader(source)
    read.only(told, _PARTS, "the file")
    client, coercer, patrons = read.roles(told.get("roles"))
    as_of = read.day(told.get("as_of"), "as_of")
    horizon = read.whole(told.get("horizon", 36), "horizon", 1, LONGEST)
    now = read.part(told.get("state"), "state")
    read.only(now, {"pressure", "means", "backing"}, "state")
    means = now.get("means")
    made = Scenario(
        title=str(told.get("title") or f"{client} under {coercer}"), as_of=as_of, horizon=horizon,
        client=client, coercer=coercer, patrons=patrons, pressure=read.rung(now.get("pressure")),
        means=None if means is None else read.number(means, "state: means", 0, 1),
        backing=read.backing(now.get("backing"), patrons),
        facts=read.facts(told.get("facts")), known=read.known(told.get("known"), patrons),
        shocks=read.shocks(told.get("shocks"), patrons, horizon),
        exposure=read.exposure(told.get("exposure"), patrons),
        target=read.option(told.get("target", "change"), by_name("outcomes"), "target"),
    )  # fmt: skip
    return replace(made, marks=tuple(read.marks))


class _Reader:
    """Reads one scenario's parts; gathers marks, raises with the place and the mend."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.marks: list[str] = []

    def wrong(self, what: str) -> UsageError:
        return UsageError(f"{self.source}: {what}")

    def part(self, told: Any, name: str) -> Mapping[str, Any]:
        if told is None:
            return {}
        if not isinstance(told, Mapping):
            raise self.wrong(f"'{name}' holds no fields. Write 'field: value' lines below it.")
        return {str(key): value for key, value in told.items()}

    def only(self, told: Mapping[str, Any], known: set[str], where: str) -> None:
        for name in told:
            if name not in known:
                raise self.wrong(
                    f"{where} has the unknown field '{name}'. {nearest(str(name), known)} "
                    f"It may have: {', '.join(sorted(known))}."
                )

    def option(self, told: Any, options: Any, where: str) -> str:
        if str(told) not in options:
            raise self.wrong(
                f"{where} is '{told}'. {nearest(str(told), options)} Choose one of: "
                f"{', '.join(options)}."
            )
        return str(told)

    def number(self, told: Any, where: str, least: float, most: float) -> float:
        if isinstance(told, bool) or not isinstance(told, int | float):
            raise self.wrong(f"{where} is '{told}' and no number. Write one, or leave it out.")
        if not least <= told <= most:
            raise self.wrong(f"{where} is {told:g}. Write {least:g} to {most:g}.")
        return float(told)

    def whole(self, told: Any, where: str, least: int, most: int) -> int:
        if isinstance(told, bool) or not isinstance(told, int):
            raise self.wrong(f"{where} is '{told}' and no whole number of months.")
        if not least <= told <= most:
            raise self.wrong(f"{where} is {told} months. Write {least} to {most}.")
        return told

    def day(self, told: Any, where: str) -> dt.date:
        if isinstance(told, dt.date):
            return told
        if told is None:
            raise self.wrong(f"'{where}' is missing: the day up to which things are known.")
        return date_of(str(told), f"{self.source}: {where}")

    def rung(self, told: Any) -> int:
        names = rung_names()
        if told is None:
            raise self.wrong(f"state: 'pressure' is missing. Choose one of: {', '.join(names)}.")
        # YAML reads a bare `no` or `none` in its own way only for the first.
        return names.index(self.option("none" if told is False else told, names, "state: pressure"))

    def roles(self, told: Any) -> tuple[str, str, tuple[str, ...]]:
        roles = self.part(told, "roles")
        self.only(roles, {"client", "coercer", "patrons"}, "roles")
        for role in ("client", "coercer", "patrons"):
            if not roles.get(role):
                raise self.wrong(
                    f"the role '{role}' is missing. Write under 'roles:' a client, a coercer and "
                    "a list of patrons, as 'client: VEN'."
                )
        listed = roles["patrons"]
        listed = listed if isinstance(listed, list) else [listed]
        client, coercer = self.one(roles["client"]), self.coercer(roles["coercer"])
        patrons = tuple(self.one(name) for name in listed)
        if coercer in patrons or client in (coercer, *patrons):
            raise self.wrong(
                f"one state has two roles: client {client}, coercer {coercer}, patrons "
                f"{', '.join(patrons)}. Give each role another state."
            )
        if len(set(patrons)) < len(patrons):
            raise self.wrong("a patron is named twice. Name each once.")
        self.marks += [
            f"{patron} is a patron outside those that taught the game (USA, RUS): extrapolated."
            for patron in patrons
            if patron not in ("USA", "RUS", "SUN")
        ]
        return client, coercer, patrons

    def one(self, told: Any) -> str:
        if told is False:  # YAML 1.1 reads NO, Norway's ISO code in two letters, as false
            raise self.wrong("a role reads 'NO', which YAML takes for false. Write NOR.")
        return state(str(told))

    def coercer(self, told: Any) -> str:
        """A state, or who is armed or opposed within one: ``REB:SYR``, ``OPP:IRN``."""
        sector, colon, country = str(told).partition(":")
        if colon and sector in ("REB", "OPP"):
            return f"{sector}:{self.one(country)}"
        return self.one(told)

    def among(self, told: Any, patrons: tuple[str, ...], where: str) -> str:
        found = self.one(told)
        if found not in patrons:
            raise self.wrong(f"{where} names {found}, which is no patron here. Add it to 'roles'.")
        return found

    def backing(self, told: Any, patrons: tuple[str, ...]) -> dict[tuple[str, str], float]:
        made = {}
        for name, kinds in self.part(told, "state: backing").items():
            patron = self.among(name, patrons, "state: backing")
            for told_kind, value in self.part(kinds, f"backing of {patron}").items():
                kind = self.option(told_kind, INSTRUMENTS, f"backing of {patron}")
                where = f"backing of {patron}, {kind}"
                made[patron, kind] = self.number(value, where, 0, 1)
        return made

    def facts(self, told: Any) -> dict[str, float]:
        facts = self.part(told, "facts")
        self.only(facts, set(by_name("facts")), "facts")
        made = {}
        for row in table("facts"):
            value = facts.get(row["fact"])
            if value is not None:
                ends = float(row["least"]), float(row["most"])
                made[row["fact"]] = self.number(value, f"facts: {row['fact']}", *ends)
        return made

    def known(self, told: Any, patrons: tuple[str, ...]) -> dict[str, dict[str, float]]:
        made: dict[str, dict[str, float]] = {}
        for name, columns in self.part(told, "known").items():
            patron = "all" if name == "all" else self.among(name, patrons, "known")
            found = self.part(columns, f"known: {patron}")
            self.only(found, set(FEATURES), f"known: {patron}")
            made[patron] = {
                key: self.number(value, f"known: {patron}: {key}", -1e6, 1e6)
                for key, value in found.items()
                if value is not None
            }
        return made

    def shocks(self, told: Any, patrons: tuple[str, ...], horizon: int) -> tuple[Shock, ...]:
        if told is None:
            return ()
        if not isinstance(told, list):
            raise self.wrong("'shocks' is no list. Begin each with '- kind: ...'.")
        return tuple(self.shock(self.part(one, "shocks"), patrons, horizon) for one in told)

    def shock(self, told: Mapping[str, Any], patrons: tuple[str, ...], horizon: int) -> Shock:
        self.only(told, {"kind", "month", "monthly", "patron", "size"}, "a shock")
        kind = self.option(told.get("kind"), by_name("shocks"), "a shock's kind")
        row = by_name("shocks")[kind]
        month, monthly, size, patron = (told.get(n) for n in ("month", "monthly", "size", "patron"))
        if (month is None) == (monthly is None):
            raise self.wrong(
                f"the shock '{kind}' needs 'month' or 'monthly' (a chance), one of both."
            )
        if bool(row["patron"] == "yes") != (patron is not None):
            needs = "needs a patron" if row["patron"] == "yes" else "concerns no patron"
            raise self.wrong(f"the shock '{kind}' {needs}. Add or drop 'patron:'.")
        if size is not None:
            if not row["sized"]:
                raise self.wrong(f"the shock '{kind}' has no size. Drop 'size:'.")
            size = self.number(size, f"the size of '{kind}'", -0.99, 100)
            self.outside(kind, size, float(row["low"]), float(row["high"]))
        return Shock(
            kind,
            None if month is None else self.whole(month, f"the month of '{kind}'", 1, horizon),
            None if monthly is None else self.number(monthly, f"'monthly' of '{kind}'", 0, 1),
            None if patron is None else self.among(patron, patrons, f"the shock '{kind}'"),
            size,
        )

    def outside(self, kind: str, size: float, low: float, high: float) -> None:
        if not low <= size <= high:
            self.marks.append(
                f"The shock '{kind}' of size {size:g} lies outside the data's range "
                f"({low:g} to {high:g}): extrapolated."
            )

    def exposure(self, told: Any, patrons: tuple[str, ...]) -> tuple[Exposed, ...]:
        made = []
        for name, fields in self.part(told, "exposure").items():
            patron = self.among(name, patrons, "exposure")
            found = self.part(fields, f"exposure of {patron}")
            self.only(found, {"low", "high", "unit", "lost"}, f"exposure of {patron}")
            low, high = (
                self.number(found.get(end), f"exposure of {patron}: {end}", 0, 1e15)
                for end in ("low", "high")
            )
            if low > high or not found.get("unit"):
                raise self.wrong(f"exposure of {patron} needs low <= high, and a unit as 'USD'.")
            lost = {
                self.option(k, by_name("outcomes"), "lost"): self.number(v, f"lost by {k}", 0, 1)
                for k, v in self.part(found.get("lost"), "lost").items()
                if v != "unknown"
            }
            made.append(Exposed(patron, low, high, str(found["unit"]), lost))
        return tuple(made)
