"""What a patron stands to lose: claims outstanding, undelivered orders, fixed assets."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from patronage.errors import UsageError
from patronage.measures.sources import Row, Sources
from patronage.records import Claim
from patronage.results import Estimate, Exposure, Stake

__all__ = ["STAKES", "Risk", "Told", "exposure", "told_of"]

STAKES = ("claims outstanding", "undelivered orders", "fixed assets")
_AGE = 15  # years after which an order that never came is taken for dropped and told apart
_LATE = 5  # years that a delivery under way may stay unprinted
_FINANCE = ("OOF-like", "ODA-like", "vague")


@dataclass(frozen=True, slots=True)
class Told:
    """One estimate of a stake by one source; ``low`` and ``high`` are its own range or its value.

    ``unit`` is an ISO 4217 code or a noun; ``evidence`` a claim's id or a row of a reader's file.
    """

    kind: str
    unit: str
    value: float
    low: float
    high: float
    evidence: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """What was given of a named outcome: its probability and the share lost, each (low, high)."""

    outcome: str
    probability: tuple[float, float]
    loss: tuple[float, float] | None


def exposure(
    sources: Sources, client: str, patron: str, day: dt.date, *,
    told: Sequence[Told] = (), risk: Risk | None = None,
) -> Exposure:  # fmt: skip
    """A patron's stakes in a client as of a day, each in its own unit and never added up.

    Formula: *undelivered orders* (SIPRI, TIV): over the deals ordered in the 15 years up to the
    day, ordered less delivered, where above zero; a delivery that is over by the day counts whole,
    one under way by its share of days, between nothing and all of it; of an order without any
    delivery all is left, or as little as nothing where the register as read ends within five years
    of the day, since a delivery of several years is printed when it is over. *Claims outstanding*
    and *fixed assets*: the estimates in ``told``, their median, and as bounds the least and
    greatest of all ranges; one lone number has no range and is told in words alone. At risk =
    estimate x probability x loss share, ends with ends, only where both are given.

    It does not mean what was ever lent, built or delivered: flows are sunk and stand apart in
    ``sunk``, as commitments by class; what was repaid of them no register here tells. An
    undelivered order is the seller's work and pay to come, and no loss of the same size.

    Args:
        sources: the loaded registers.
        client: the client's code.
        patron: the patron's code.
        day: the day of the question.
        told: competing estimates, from :func:`told_of` or a reader's file.
        risk: a named outcome with its probability and loss share.

    Returns:
        Three stakes; one that nothing tells has no estimate and says so.

    Raises:
        UsageError: for a probability or loss share outside 0 to 1, or an unknown kind of stake.
    """
    _called(told, risk)
    stakes = []
    for kind in STAKES:
        if kind == "undelivered orders" and not any(one.kind == kind for one in told):
            stakes.append(_stake(kind, *_undelivered(sources, client, patron, day), risk))
            continue
        own = [one for one in told if one.kind == kind]
        for unit in sorted({one.unit for one in own}):
            found = [one for one in own if one.unit == unit]
            made = _stake(kind, *_competing(kind, unit, found), risk)
            ids = tuple(sorted({id for one in found for id in one.evidence}))
            stakes.append(replace(made, evidence=ids))
        if not own:
            stakes.append(_stake(kind, None, _untold(sources, kind, patron), risk))
    outcome = risk.outcome if risk else None
    return Exposure(
        client, patron, tuple(stakes), outcome, tuple(_sunk(sources, client, patron, day))
    )


def _called(told: Sequence[Told], risk: Risk | None) -> None:
    for one in told:
        if one.kind not in STAKES:
            raise UsageError(f"No stake '{one.kind}'. Stakes: {', '.join(STAKES)}.")
        if not 0 <= one.low <= one.value <= one.high < math.inf:
            raise UsageError(f"{one.value} is not within {one.low} to {one.high}, 0 or more.")
    for low, high in (risk.probability, risk.loss or (0.0, 0.0)) if risk else ():
        if not 0 <= low <= high <= 1:
            raise UsageError(f"{low} to {high} is no range of shares. Give 0 to 1, low first.")


def _stake(kind: str, found: Estimate | None, note: str, risk: Risk | None) -> Stake:
    at_risk = None
    if found is not None and risk is not None and risk.loss is not None:
        ends = [(p * s) for p, s in zip(risk.probability, risk.loss, strict=True)]
        middle = math.prod((low + high) / 2 for low, high in (risk.probability, risk.loss))
        at_risk = Estimate(
            "at risk", found.unit, found.value * middle, found.low * ends[0],
            found.high * ends[1], found.mass, found.n, found.evidence, f"if: {risk.outcome}",
        )  # fmt: skip
    return Stake(kind, found, at_risk, note)


def _competing(kind: str, unit: str, told: Sequence[Told]) -> tuple[Estimate | None, str]:
    low, high = min(one.low for one in told), max(one.high for one in told)
    value = median(one.value for one in told)
    ids = tuple(sorted({id for one in told for id in one.evidence}))
    sources = ", ".join(sorted({one.source for one in told if one.source}))
    by = f", by {sources}" if sources else ""
    if low == high:
        times = "once" if len(told) == 1 else f"{len(told)} times"
        told_as = f"{_scaled(value)} {unit}{by}"
        return None, f"Told {times}, {told_as}: one number, so no range is shown."
    note = f"{len(told)} estimates{by}; the ends are the least and the greatest told."
    return Estimate(kind, unit, value, low, high, 1.0, len(told), ids, note), note


def _scaled(value: float) -> str:
    """A number as one reads it aloud.

    >>> _scaled(3.15e9), _scaled(50e9), _scaled(1200)
    ('3.15 billion', '50 billion', '1,200')
    """
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.4g} {word}"
    return f"{value:,.0f}"


def _undelivered(
    sources: Sources, client: str, patron: str, day: dt.date
) -> tuple[Estimate | None, str]:
    held = sources.held("sipri")
    if held is None:
        return None, "No register of arms is loaded (sipri)."
    day = min(day, held.end)
    every = [r for r in sources.flows("sipri", "arms orders", patron, client)
             if r["value"] is not None and r["end"] <= day]  # fmt: skip
    orders = [r for r in every if r["start"].year > day.year - _AGE]
    if not orders:
        return None, f"{held.name} has no order of this pair in the {_AGE} years up to {day}."
    came = {r["row"]: r for r in sources.flows("sipri", "arms deliveries", patron, client)
            if r["value"] is not None}  # fmt: skip
    seen = held.end.year - day.year >= _LATE
    left = [_left(r, came.get(r["row"]), day, seen) for r in orders]
    value, low, high = (math.fsum(one[k] for one in left) for k in range(3))
    ids = [r["id"] for r in orders]
    ids += [came[r["row"]]["id"] for r in orders if r["row"] in came]
    marked = sum(bool(r["estimated"]) for r in orders)
    old = math.fsum(_left(r, came.get(r["row"]), day, seen)[0] for r in every if r not in orders)
    total = math.fsum(r["value"] for r in orders)
    note = (
        f"{len(orders)} orders of {total:,.0f} million TIV placed up to {day}, "
        f"{total - value:,.0f} of it delivered; {marked} orders are marked as uncertain. "
        f"{old:,.0f} million TIV of older orders never came and are not counted."
    )
    made = Estimate("undelivered orders", "TIV", value, low, high, 1.0, len(orders),
                    tuple(ids), note)  # fmt: skip
    return made, note


def _left(order: Row, delivery: Row | None, day: dt.date, seen: bool) -> tuple[float, float, float]:
    """What of an order had not come by a day: by share of days, at the least, at the most."""
    ordered = float(order["value"])
    if delivery is None:
        return ordered, ordered if seen else 0.0, ordered
    if delivery["start"] >= day:
        return ordered, ordered, ordered
    come = float(delivery["value"])
    if delivery["end"] <= day:
        left = max(0.0, ordered - come)
        return left, left, left
    part = (day - delivery["start"]).days / (delivery["end"] - delivery["start"]).days
    return max(0.0, ordered - part * come), max(0.0, ordered - come), ordered


def _untold(sources: Sources, kind: str, patron: str) -> str:
    if kind == "claims outstanding" and patron == "CHN" and sources.held("aiddata"):
        return (
            "Unknown: the register (aiddata) tells commitments by class and neither what was paid "
            "out nor what was repaid."
        )
    return "Unknown: no register here tells it, and no estimate was given."


def _sunk(sources: Sources, client: str, patron: str, day: dt.date) -> Iterator[Estimate]:
    """Commitments and deliveries as told: shown, and not counted as exposure."""
    for dataset, name in (
        *(("aiddata", f"official finance, {one}") for one in _FINANCE),
        ("sipri", "arms deliveries"),
    ):
        if sources.held(dataset) is None:
            continue
        rows = sources.flows(dataset, name, patron, client)
        known = [r for r in rows if r["value"] is not None and r["end"] <= day]
        if not known:
            continue
        total = math.fsum(r["value"] for r in known)
        unit = known[0]["base"] or known[0]["unit"]
        first, last = known[0]["start"].year, max(r["end"].year for r in known) - 1
        kind = "commitments" if dataset == "aiddata" else "deliveries"
        missing = sum(r["value"] is None and r["end"] <= day for r in rows)
        note = (
            f"sum of the register's {kind}, {first} to {last}; exact as printed, its errors not in "
            f"it; {missing} rows tell no amount"
        )
        ids = tuple(r["id"] for r in known)
        yield Estimate(name, unit, total, total, total, 1.0, len(known), ids, note)


def told_of(claims: Iterable[Claim], client: str, patron: str) -> tuple[Told, ...]:
    """Debts that texts tell between two states and no other, in money, one for each claim."""
    made = []
    for claim in claims:
        sides = {a.key for a in (*claim.subject, *claim.giver, *claim.receiver) if a.key}
        amount = claim.amount
        if claim.measure != "debt" or amount is None or sides != {client, patron}:
            continue
        if len(amount.unit) == 3 and amount.unit.isupper() and amount.value >= 0:
            high = max(amount.value, amount.high or amount.value)
            middle = (amount.value + high) / 2
            who = ", ".join(sorted({a.name or a.text for a in claim.attribution}))
            made.append(Told("claims outstanding", amount.unit, middle, amount.value, high,
                             (claim.id,), who))  # fmt: skip
    return tuple(made)
