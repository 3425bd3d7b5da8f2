"""How concentrated a client's backing is, on whom it depends, and who could stand in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.measures.clusters import backed, gather, split_of
from patronage.measures.intervals import count_interval, share_interval
from patronage.measures.portfolio import NOT_TOLD
from patronage.measures.reports import parties, read
from patronage.results import Dependence, Estimate, Share

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["dependence", "register_dependence"]

_DRAWS = 4000
_SEED = 7
Key = tuple[str, str | None]
Row = Mapping[str, Any]


def dependence(
    frame: pa.Table, client: str, since: dt.date | None, *, mass: float = 0.9
) -> tuple[Dependence, ...]:
    """Concentration of supportive episodes over patrons, shares, and substitutes, by spell.

    Formula: n episodes of support told as fact, n_i of patron i (one of two patrons counts for
    each). Shares n_i / n with Jeffreys' binomial interval, over all instruments and within each.
    The Herfindahl-Hirschman index is the sum of squared shares; given here is the median of its
    distribution under Dirichlet(n_i + 1/2), one patron more that no text told included, with an
    equal-tailed interval (4,000 seeded draws). Substitutes are the patrons that gain share from
    then to now in an instrument, other than the one that loses most of it: gain = difference of
    two Jeffreys betas, median and interval, kept where its lower end is above 0.

    It does not mean what was given: episodes are reports and have no size. A gain of share may be
    another's loss alone.

    Args:
        frame: the event frame.
        client: a country code or other code, as in the frame.
        since: first day of "now"; None for a year before the latest publication.
        mass: probability inside the intervals, between 0 and 1.

    Returns:
        ``then`` and ``now``, as far as there are episodes.

    Raises:
        UsageError: where the frame lacks a column or the mass is out of range.

    Source: Hirschman 1964, American Economic Review 54(5), 761, for the index; interval and
    substitutes are this project's.

    >>> from patronage.measures import empty_frame
    >>> dependence(empty_frame(), "VEN", None)
    ()
    """
    count_interval(0, mass)  # says at once what is wrong with a mass
    reports = read(frame)
    split = since or split_of(reports)
    spells: dict[str, dict[Key, list[tuple[str, ...]]]] = {"then": {}, "now": {}}
    for patron, happening in backed(gather(parties(reports, client), split), client):
        key = (patron, happening.episode.instrument or NOT_TOLD)
        spells[happening.episode.when].setdefault(key, []).append(happening.episode.events)
    return tuple(
        Dependence(
            client, "episodes", spell, _index(spells[spell], mass),
            tuple(_shares(spells[spell], mass)),
            tuple(_gains(spells["then"], spells["now"], mass)) if spell == "now" else (),
        )
        for spell in ("then", "now") if spells[spell]
    )  # fmt: skip


def _counts(cells: Mapping[Key, Sequence[Any]], instrument: str | None = None) -> Counter[str]:
    """Episodes by patron, of all instruments or of one."""
    found: Counter[str] = Counter()
    for (patron, by), told in cells.items():
        if instrument in (None, by):
            found[patron] += len(told)
    return found


def _ids(cells: Mapping[Key, Sequence[Iterable[str]]], patron: str | None = None,
         instrument: str | None = None) -> tuple[str, ...]:  # fmt: skip
    return tuple(sorted({
        id for (who, by), told in cells.items() for ids in told for id in ids
        if patron in (None, who) and instrument in (None, by)
    }))  # fmt: skip


def _index(cells: Mapping[Key, Sequence[Any]], mass: float) -> Estimate:
    import numpy as np

    counts = _counts(cells)
    # sorted, so that neither names nor order of countries move a draw; 0 for who was not told
    weights = np.array([*sorted(counts.values(), reverse=True), 0]) + 0.5
    drawn = np.random.default_rng(_SEED).dirichlet(weights, _DRAWS)
    low, middle, high = np.quantile((drawn**2).sum(axis=1), [(1 - mass) / 2, 0.5, (1 + mass) / 2])
    n = sum(counts.values())
    return Estimate("concentration", "index, 0 to 1", float(middle), float(low), float(high), mass,
                    n, _ids(cells), "one patron more that no text told is allowed for")  # fmt: skip


def _shares(cells: Mapping[Key, Sequence[Any]], mass: float) -> Iterable[Share]:
    for instrument in (None, *sorted({by for _, by in cells if by})):
        counts = _counts(cells, instrument)
        n = sum(counts.values())
        for patron in sorted(counts, key=lambda who: (-counts[who], who)):
            low, high = share_interval(counts[patron], n, mass)
            yield Share(patron, instrument, Estimate(
                "dependence", "share of episodes", counts[patron] / n, low, high, mass, n,
                _ids(cells, patron, instrument),
            ))  # fmt: skip


def _gains(
    then: Mapping[Key, Sequence[Any]], now: Mapping[Key, Sequence[Any]], mass: float
) -> Iterable[Share]:
    """Who gained share of an instrument in which another lost it."""
    import numpy as np

    for instrument in sorted({by for _, by in (*then, *now) if by}):
        before, after = _counts(then, instrument), _counts(now, instrument)
        n, m = sum(before.values()), sum(after.values())
        if not n or not m:
            continue
        for patron in sorted(after):
            if after[patron] / m <= before[patron] / n:
                continue
            rng = np.random.default_rng(_SEED)
            late = rng.beta(after[patron] + 0.5, m - after[patron] + 0.5, _DRAWS)
            early = rng.beta(before[patron] + 0.5, n - before[patron] + 0.5, _DRAWS)
            ends = np.quantile(late - early, [(1 - mass) / 2, 0.5, (1 + mass) / 2])
            low, middle, high = (float(end) for end in ends)
            if low > 0:
                ids = {*_ids(then, None, instrument), *_ids(now, None, instrument)}
                yield Share(patron, instrument, Estimate(
                    "substitute", "gain of share", middle, low, high, mass, n + m,
                    tuple(sorted(ids)),
                ))  # fmt: skip


def register_dependence(
    rows: Sequence[Row], client: str, day: dt.date, *, years: int = 5
) -> tuple[Dependence, ...]:
    """Concentration of one register measure over givers, in the years up to a day and before.

    Formula: flows of each giver in ``years`` years; those wholly inside make its lower value, those
    that touch the spell its upper, those by share of days the value. Shares and the
    Herfindahl-Hirschman index from the values; their bounds hold for every way in which the rows
    may fall into the spell (each giver at one end against all others at the other end).
    Substitutes are givers whose lower value now lies above their upper value before, where the
    giver that was first before now gives less; the estimate is the gain in the register's unit.

    It does not mean dependence on what the register leaves out. The bounds hold how deliveries
    spread over years, and neither chance nor the register's own errors.

    Args:
        rows: flows of one measure to the client, as ``Ledger.flows`` gives them.
        client: the receiver's code.
        day: the day after the last one of the later spell.
        years: length of each spell, 1 or more.

    Returns:
        ``then`` and ``now``, as far as the register holds flows.

    Raises:
        UsageError: for fewer than one year, or rows of several units.
    """
    if years < 1:
        raise UsageError(f"'years' is {years}. Give 1 or more.")
    own = [r for r in rows if r["receiver"] == client and r["value"] and r["giver"]]
    if len({(r["measure"], r["unit"]) for r in own}) > 1:
        raise UsageError("Rows of several measures or units make no shares. Give those of one.")
    middle, first = (day.replace(year=day.year - k * years, day=min(day.day, 28)) for k in (1, 2))
    spells = {"then": _spell(own, first, middle), "now": _spell(own, middle, day)}
    return tuple(
        _register_one(client, spell, spells[spell], spells["then"] if spell == "now" else None,
                      own[0])
        for spell in ("then", "now") if spells[spell]
    )  # fmt: skip


Sum = tuple[float, float, float, tuple[str, ...]]  # value, low, high, ids


def _spell(rows: Sequence[Row], start: dt.date, end: dt.date) -> dict[str, Sum]:
    found: dict[str, Sum] = {}
    nothing: Sum = (0.0, 0.0, 0.0, ())
    for row in rows:
        days = (min(row["end"], end) - max(row["start"], start)).days
        if days <= 0:
            continue
        value, low, high, ids = found.get(row["giver"], nothing)
        inside = start <= row["start"] and row["end"] <= end
        part = row["value"] * days / (row["end"] - row["start"]).days
        found[row["giver"]] = (value + part, low + row["value"] * inside, high + row["value"],
                               (*ids, row["id"]))  # fmt: skip
    return found


def _register_one(
    client: str, spell: str, sums: Mapping[str, Sum], before: Mapping[str, Sum] | None, row: Row
) -> Dependence:
    shares = []
    for giver in sorted(sums, key=lambda who: (-sums[who][0], who)):
        value, low, high = _part(sums, giver)
        part = Estimate("dependence", f"share of {row['unit']}", value, low, high, 1.0,
                        len(sums[giver][3]), sums[giver][3])  # fmt: skip
        shares.append(Share(giver, row["instrument"], part))
    ids = tuple(id for one in sums.values() for id in one[3])
    index = [sum(getattr(s.part, end) ** 2 for s in shares) for end in ("value", "low", "high")]
    least = max(index[1], 1 / len(sums))
    concentration = Estimate("concentration", "index, 0 to 1", index[0], min(least, index[0]),
                             min(1.0, index[2]), 1.0, len(ids), ids)  # fmt: skip
    gains = tuple(_register_gains(before, sums, row)) if before else ()
    return Dependence(client, str(row["measure"]), spell, concentration, tuple(shares), gains)


def _part(sums: Mapping[str, Sum], giver: str) -> tuple[float, float, float]:
    value, low, high, _ = sums[giver]
    others = [one for who, one in sums.items() if who != giver]
    rest = (sum(one[0] for one in others), sum(one[1] for one in others),
            sum(one[2] for one in others))  # fmt: skip

    def share(own: float, theirs: float) -> float:
        return own / (own + theirs) if own + theirs else 0.0

    return share(value, rest[0]), share(low, rest[2]), share(high, rest[1])


def _register_gains(before: Mapping[str, Sum], now: Mapping[str, Sum], row: Row) -> Iterable[Share]:
    first = max(before, key=lambda who: (before[who][0], who))
    if now.get(first, (0.0, 0.0, 0.0, ()))[0] >= before[first][0]:
        return
    for giver in sorted(now):
        old = before.get(giver, (0.0, 0.0, 0.0, ()))
        if giver != first and now[giver][1] > old[2]:
            yield Share(giver, row["instrument"], Estimate(
                "substitute", f"gain of {row['unit']}", now[giver][0] - old[0],
                now[giver][1] - old[2], now[giver][2] - old[1], 1.0,
                len(now[giver][3]) + len(old[3]), (*old[3], *now[giver][3]),
                f"beside a fall of {first}",
            ))  # fmt: skip
