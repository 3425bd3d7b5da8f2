"""Rival explanations of a decline, and what the registers hold for and against each.

Nothing here weighs them: each is told with what stands for it, against it, or that nothing here
tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from patronage.audit.registers import Held, Registers, Row
from patronage.audit.series import Yearly
from patronage.audit.sums import add_up
from patronage.audit.wording import name, number
from patronage.results import Explanation

__all__ = ["explanations"]

FOR, AGAINST, OPEN = "for", "against", "open"
_NEW = 3  # years without a new order before deliveries end
_DONE = 0.9  # part of what was ordered that has arrived


def explanations(
    registers: Registers, ends: Sequence[tuple[Yearly, int]]
) -> tuple[Explanation, ...]:
    """Every rival explanation, for each pair of patron and client whose series has a break.

    Args:
        registers: the loaded registers.
        ends: series with a break, each with its last year before it; of a pair's the first counts.
    """
    pairs: dict[tuple[str, str], int] = {}
    for one, last in ends:
        if one.giver and one.receiver:
            pair = (one.giver, one.receiver)
            pairs[pair] = min(last, pairs.get(pair, last))
    return tuple(
        replace(found, about=f"{name(giver)} to {name(client)}")
        for (giver, client), last in pairs.items()
        for found in _of_pair(registers, giver, client, last)
    )


def _of_pair(registers: Registers, giver: str, client: str, last: int) -> Iterator[Explanation]:
    sipri = registers.held("sipri")
    if sipri is not None:
        yield _completed(registers, sipri, giver, client, last)
        yield _another(registers, sipri, giver, client, last)
    yield _means(registers, client, last)
    yield _embargo(registers, client, last)
    yield _turned(registers, giver, client, last)


def _span(first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(first, 1, 1), dt.date(last + 1, 1, 1)


def _completed(registers: Registers, held: Held, giver: str, client: str, last: int) -> Explanation:
    every = registers.flows("sipri", "arms orders", giver, client)
    orders = [row for row in every if row["start"].year <= last]
    deliveries = list(registers.flows("sipri", "arms deliveries", giver, client))
    if not orders:
        return Explanation("orders completed", OPEN, f"{held.name} has no orders of this pair "
                           f"up to {last}.")  # fmt: skip
    span = _span(held.start.year, last)
    ordered, arrived = add_up(orders, *span), add_up(deliveries, *span)
    part = arrived.high / ordered.high if ordered.high else 0.0
    newest = max(row["start"].year for row in orders)
    late = [row for row in orders if row["start"].year > last - _NEW]
    speaks = FOR if part >= _DONE and not late else AGAINST if part < _DONE else OPEN
    sentence = (
        f"By {last} {part:.0%} of what was ordered had arrived "
        f"({arrived.high:,.0f} of {ordered.high:,.0f} million TIV); the last order by then is of "
        f"{newest}."
    )
    return Explanation("orders completed", speaks, sentence, (*ordered.rows, *arrived.rows))


def _another(registers: Registers, held: Held, giver: str, client: str, last: int) -> Explanation:
    rows = [r for r in registers.flows("sipri", "arms deliveries", None, client)
            if r["giver"] != giver]  # fmt: skip
    before, after = _span(last - 4, last), _span(last + 1, min(last + 5, held.end.year - 1))
    if after[0] >= after[1]:
        return Explanation("another stepped in", OPEN, f"{held.name} ends before it could tell.")
    one, two = add_up(rows, *before), add_up(rows, *after)
    speaks = FOR if two.low > one.high else AGAINST if two.high <= one.low else OPEN
    sentence = (
        f"Arms to {name(client)} from all but {name(giver)}: {_range(one.low, one.high)} in the "
        f"five years to {last}, {_range(two.low, two.high)} in the five after."
    )
    return Explanation("another stepped in", speaks, sentence, (*one.rows, *two.rows))


def _range(low: float, high: float) -> str:
    if high - low < 0.5:
        return f"{high:,.0f} million TIV"
    return f"{low:,.0f} to {high:,.0f} million TIV"


def _means(registers: Registers, client: str, last: int) -> Explanation:
    """Whether the client's own means fell: its military spending, in current dollars."""
    held = registers.held("cow_nmc")
    title = "client cannot pay"
    if held is None:
        return Explanation(title, OPEN, "No register of the client's means is loaded (cow_nmc).")
    rows = [r for r in registers.flows("cow_nmc", "military expenditure", client, None)
            if r["value"] is not None]  # fmt: skip
    by_year = {row["start"].year: row for row in rows}
    one, two = by_year.get(last - 3), by_year.get(last + 1)
    if one is None or two is None or not one["value"]:
        return Explanation(title, OPEN, f"{held.name} does not tell the years around {last}.")
    change = two["value"] / one["value"] - 1
    speaks = FOR if change <= -0.3 else AGAINST if change >= 0 else OPEN
    sentence = (
        f"Military spending of {name(client)} went from {number(1e3 * one['value'], 'USD')} in "
        f"{last - 3} to {number(1e3 * two['value'], 'USD')} in {last + 1} ({change:+.0%}, current "
        "dollars): a sign of its means and no measure of its debts."
    )
    return Explanation(title, speaks, sentence, (one["id"], two["id"]))


def _embargo(registers: Registers, client: str, last: int) -> Explanation:
    held = registers.held("gsdb")
    if held is None:
        return Explanation("embargo", OPEN, "No register of sanctions is loaded (gsdb).")
    acts = [
        act for act in registers.acts("gsdb", None, client)
        if str(act["code"]).startswith(("arms", "military", "financial", "trade"))
        and str(act["code"]).endswith("begins")
    ]  # fmt: skip
    near = [act for act in acts if last - 3 <= act["start"].year <= last + 1]
    later = [act for act in acts if act["start"].year > last + 1]
    if near:
        listed = ", ".join(_act(act) for act in near)
        sentence = f"Begun from {last - 3} to {last + 1}: {listed}."
        return Explanation("embargo", FOR, sentence, _ids(near))
    listed = ", ".join(_act(act) for act in later[:4])
    told = f"those that begin later: {listed}" if later else "none that we found"
    return Explanation(
        "embargo", AGAINST if later else OPEN,
        f"Measures on arms, finance or trade begun from {last - 3} to {last + 1}: none that we "
        f"found; {told}.", _ids(later),
    )  # fmt: skip


def _act(act: Row) -> str:
    kind = str(act["code"]).split(":")[0].split(" (")[0]
    return f"{name(act['actor'])} {kind} {act['start'].year}"


def _ids(acts: Sequence[Row]) -> tuple[str, ...]:
    return tuple(act["id"] for act in acts)


def _turned(registers: Registers, giver: str, client: str, last: int) -> Explanation:
    held = registers.held("ideal_points")
    title = "client turned"
    if held is None:
        return Explanation(title, OPEN, "No register of votes is loaded (ideal_points).")
    gaps: dict[int, tuple[float, tuple[str, str]]] = {}
    theirs = {
        r["start"].year: r for r in registers.flows("ideal_points", "UN ideal point", giver, None)
    }
    for row in registers.flows("ideal_points", "UN ideal point", client, None):
        other = theirs.get(row["start"].year)
        if other is not None and None not in (row["value"], other["value"]):
            gap = abs(row["value"] - other["value"])
            gaps[row["start"].year] = (gap, (row["id"], other["id"]))
    before = [gaps[y] for y in range(last - 7, last - 1) if y in gaps]
    after = [gaps[y] for y in range(last - 1, last + 3) if y in gaps]
    if not before or not after:
        return Explanation(title, OPEN, f"{held.name} does not tell the years around {last}.")
    one, two = (sum(g for g, _ in some) / len(some) for some in (before, after))
    speaks = FOR if two - one >= 0.3 else AGAINST
    sentence = (
        f"Distance of {name(client)} from {name(giver)} in UN votes: {one:.2f} in {last - 7} to "
        f"{last - 2}, {two:.2f} in {last - 1} to {last + 2} (ideal points)."
    )
    return Explanation(
        title, speaks, sentence, tuple(i for _, ids in (*before, *after) for i in ids)
    )
