"""Rival explanations of a decline: what stands for and against each, with weights that are shown.

Plain rows in, explanations out: whoever asks hands over registers of the shape of ``Sources``, the
auditor through the pipeline like the measure ``declines``. The rules' weights are data,
``explanations.csv``.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from patronage.actors.states import KIND_NAMES, names_of
from patronage.measures.sources import Covered, Row, Sources
from patronage.results import Explanation, Ground

__all__ = ["Hints", "explanations", "name_of", "vote_gaps"]

_NEW = 3  # years without a new order before deliveries end
_KINDS = ("arms", "military", "financial", "trade")


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known besides registers: ids of events by rule, and the client's means by year.

    ``means`` are (name, values by year, ids of the rows); ``told`` maps a rule of
    ``explanations.csv`` (``refused``, ``curtailed``, ``client refused``, ``asked relief``) to the
    ids of the episodes that tell it, one tuple an episode. ``arms`` is False where what declined
    is no arms: then orders and deliveries of arms tell nothing of it.
    """

    told: Mapping[str, tuple[tuple[str, ...], ...]] | None = None
    means: tuple[tuple[str, Mapping[int, float], tuple[str, ...]], ...] = ()
    arms: bool = True


class _Rule(NamedTuple):
    explanation: str
    weight: float
    at: float


@cache
def _rules() -> Mapping[str, _Rule]:
    text = (files(__package__) / "explanations.csv").read_text(encoding="utf-8")
    return {
        row["rule"]: _Rule(row["explanation"], float(row["weight"]), float(row["at"] or 0))
        for row in csv.DictReader(text.splitlines())
    }


@cache
def _names() -> Mapping[str, str]:
    return names_of(())


def name_of(key: str) -> str:
    """A state's name in words, that of a kind of bodies, or its key where no table has one."""
    return KIND_NAMES.get(key) or _names().get(key, key)


class _Found(NamedTuple):
    """What one source tells: a sentence, the rule it meets (None: it leaves it open), rows."""

    sentence: str
    rule: str | None = None
    ids: tuple[str, ...] = ()
    times: int = 1


def explanations(
    sources: Sources, giver: str, client: str, last: int, hints: Hints | None = None
) -> tuple[Explanation, ...]:
    """Every rival explanation of a decline, the weightiest first.

    Formula: each rule of ``explanations.csv`` that the rows meet adds its weight (log-odds). An
    explanation's share is exp(sum of its weights) over the sum of those of all seven, where one of
    which nothing is told keeps 0; ``low`` and ``high`` are the least and greatest share where
    each weight is halved or doubled. The weights are judgements: the share orders explanations and
    is no probability that one is true; several may hold together.

    ``refused by the patron`` rests on what is told of the patron alone: no register here holds a
    refusal, so that on registers it stays open.

    Args:
        sources: the loaded registers, of this room's shape.
        giver: the patron's code.
        client: the client's code.
        last: the last year before the decline.
        hints: what texts tell, and series of the client's means.

    Returns:
        Seven explanations; those of registers that are not loaded say so and have no share.
    """
    told = hints or Hints()
    pair = (sources, giver, client, last)
    ways: tuple[tuple[str, Iterable[_Found]], ...] = (
        ("refused by the patron", _refused(giver, told)),
        ("orders completed", _of_arms(told, _completed, pair)),
        ("client cannot pay", _means(sources, client, last, told)),
        ("embargo", _embargo(sources, client, last)),
        ("client turned", _turned(sources, giver, client, last, told)),
        ("another stepped in", _of_arms(told, _another, pair)),
        ("less to all clients", _of_arms(told, _all_clients, pair)),
    )
    made = [_told(name, list(way)) for name, way in ways]
    about = f"{name_of(giver)} to {name_of(client)}"
    return tuple(replace(one, about=about) for one in _ranked(made))


def _of_arms(
    hints: Hints, way: Callable[..., Iterable[_Found]], pair: tuple[Sources, str, str, int]
) -> Iterable[_Found]:
    """What the register of arms tells; nothing where it is not loaded or what fell is no arms."""
    if not hints.arms:
        return [_Found("The register of orders and deliveries is of arms.")]
    held = pair[0].held("sipri")
    return way(held, *pair) if held else [_Found("No register of arms is loaded (sipri).")]


def _told(name: str, found: Sequence[_Found]) -> Explanation:
    grounds = tuple(
        Ground(one.rule, one.sentence, _rules()[one.rule].weight * min(2, one.times), one.ids)
        for one in found if one.rule and one.ids  # without a row nothing speaks
    )  # fmt: skip
    weight = math.fsum(ground.weight for ground in grounds)
    speaks = "for" if weight > 0 else "against" if weight < 0 else "open"
    ids = tuple(dict.fromkeys(id for one in found for id in one.ids))
    return Explanation(name, speaks, " ".join(one.sentence for one in found), ids, grounds=grounds)


def _ranked(made: Sequence[Explanation]) -> list[Explanation]:
    """The weightiest first; a share only where something is told."""
    ends = [_ends(one) for one in made]
    shared = []
    for k, one in enumerate(made):
        if not one.grounds:
            shared.append((0.0, one))
            continue
        rest = [end for j, end in enumerate(ends) if j != k]
        low, mid, high = (
            _part(own, [end[other] for end in rest])
            for own, other in ((ends[k][0], 2), (ends[k][1], 1), (ends[k][2], 0))
        )
        shared.append((ends[k][1], replace(one, share=mid, low=low, high=high)))
    return [one for _, one in sorted(shared, key=lambda pair: -pair[0])]


def _ends(one: Explanation) -> tuple[float, float, float]:
    """Its weight at the least, as it is, and at the most, each ground's halved or doubled."""
    weights = [ground.weight for ground in one.grounds]
    low = math.fsum(min(w / 2, 2 * w) for w in weights)
    return low, math.fsum(weights), math.fsum(max(w / 2, 2 * w) for w in weights)


def _part(own: float, rest: Iterable[float]) -> float:
    return 1 / (1 + math.fsum(math.exp(other - own) for other in rest))


def _refused(giver: str, hints: Hints) -> Iterator[_Found]:
    told = hints.told or {}
    who = name_of(giver)
    if refused := told.get("refused", ()):
        yield _of_texts(f"Texts tell {_times(refused)} of a refusal by {who}.", "refused", refused)
    if less := told.get("curtailed", ()):
        yield _of_texts(f"Texts tell {_times(less)} that {who} gave less.", "curtailed", less)
    if not refused and not less:
        yield _Found(f"No refusal by {who} that we found; registers hold none.")


def _of_texts(sentence: str, rule: str, episodes: Sequence[tuple[str, ...]]) -> _Found:
    ids = tuple(sorted({id for one in episodes for id in one}))
    return _Found(sentence, rule, ids, len(episodes))


def _times(episodes: Sequence[object]) -> str:
    return "once" if len(episodes) == 1 else f"{len(episodes)} times"


def _span(first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(first, 1, 1), dt.date(last + 1, 1, 1)


class _Sum(NamedTuple):
    """What lies wholly inside a span, what touches it, and the rows."""

    low: float
    high: float
    ids: tuple[str, ...]


def _sum(rows: Iterable[Row], start: dt.date, end: dt.date) -> _Sum:
    kept = [r for r in rows if r["value"] is not None and r["start"] < end and start < r["end"]]
    inside = [r for r in kept if start <= r["start"] and r["end"] <= end]
    low, high = (float(math.fsum(r["value"] for r in some)) for some in (inside, kept))
    return _Sum(low, high, tuple(r["id"] for r in kept))


def _completed(
    held: Covered, sources: Sources, giver: str, client: str, last: int
) -> Iterator[_Found]:
    every = sources.flows("sipri", "arms orders", giver, client)
    orders = [row for row in every if row["start"].year <= last]
    if not orders:
        yield _Found(f"{held.name} has no orders of this pair up to {last}.")
        return
    span = _span(held.start.year, last)
    ordered = _sum(orders, *span)
    arrived = _sum(sources.flows("sipri", "arms deliveries", giver, client), *span)
    part = arrived.high / ordered.high if ordered.high else 0.0
    newest = max(row["start"].year for row in orders)
    done = part >= _rules()["orders done"].at
    rule = "orders left" if not done else "orders done" if newest <= last - _NEW else None
    yield _Found(
        f"By {last} {part:.0%} of what was ordered had arrived "
        f"({arrived.high:,.0f} of {ordered.high:,.0f} million TIV); the last order by then is of "
        f"{newest}.", rule, (*ordered.ids, *arrived.ids),
    )  # fmt: skip


def _another(
    held: Covered, sources: Sources, giver: str, client: str, last: int
) -> Iterator[_Found]:
    rows = [r for r in sources.flows("sipri", "arms deliveries", None, client)
            if r["giver"] != giver]  # fmt: skip
    before, after = _span(last - 4, last), _span(last + 1, min(last + 5, held.end.year - 1))
    if after[0] >= after[1]:
        yield _Found(f"{held.name} ends before it could tell.")
        return
    one, two = _sum(rows, *before), _sum(rows, *after)
    rule = "others more" if two.low > one.high else "others less" if two.high <= one.low else None
    yield _Found(
        f"Arms to {name_of(client)} from all but {name_of(giver)}: {_range(one)} in the "
        f"five years to {last}, {_range(two)} in the five after.", rule, (*one.ids, *two.ids),
    )  # fmt: skip


def _all_clients(
    held: Covered, sources: Sources, giver: str, client: str, last: int
) -> Iterator[_Found]:
    rows = [r for r in sources.flows("sipri", "arms deliveries", giver, None)
            if r["receiver"] != client]  # fmt: skip
    after = _span(last + 1, min(last + 5, held.end.year - 1))
    years = after[1].year - after[0].year
    if years <= 0:
        yield _Found(f"{held.name} ends before it could tell.")
        return
    one, two = _sum(rows, *_span(last - years + 1, last)), _sum(rows, *after)
    rules = _rules()
    fell = two.high <= rules["all clients less"].at * one.low
    rule = "all clients less" if fell else "all clients more" if two.low >= one.high else None
    yield _Found(
        f"Arms from {name_of(giver)} to all but {name_of(client)}: {_range(one)} in the {years} "
        f"years to {last}, {_range(two)} in the {years} after.",
        rule, (*one.ids, *two.ids),
    )  # fmt: skip


def _range(one: _Sum) -> str:
    if one.high - one.low < 0.5:
        return f"{one.high:,.0f} million TIV"
    return f"{one.low:,.0f} to {one.high:,.0f} million TIV"


def _means(sources: Sources, client: str, last: int, hints: Hints) -> Iterator[_Found]:
    """Whether the client's own means fell: its military spending, and series that were given."""
    yield _spending(sources, client, last)
    for name, years, ids in hints.means:
        before = [years[y] for y in range(last - 4, last + 1) if y in years]
        after = [years[y] for y in (last + 1, last + 2) if y in years]
        if not before or not after or math.fsum(before) <= 0:
            yield _Found(f"The series '{name}' does not tell the years around {last}.")
            continue
        one, two = math.fsum(before) / len(before), math.fsum(after) / len(after)
        change = two / one - 1
        yield _Found(
            f"The series '{name}' went from {one:,.4g} in the five years to {last} to {two:,.4g} "
            f"in the two after ({change:+.0%}).", _by_change(change, "means"), ids,
        )  # fmt: skip
    if asked := (hints.told or {}).get("asked relief", ()):
        sentence = f"Texts tell {_times(asked)} that {name_of(client)} asked for relief of debt."
        yield _of_texts(sentence, "asked relief", asked)


def _by_change(change: float, what: str) -> str | None:
    rules = _rules()
    if change <= rules[f"{what} fell"].at:
        return f"{what} fell"
    return f"{what} rose" if change >= rules[f"{what} rose"].at else None


def _spending(sources: Sources, client: str, last: int) -> _Found:
    held = sources.held("cow_nmc")
    if held is None:
        return _Found("No register of the client's means is loaded (cow_nmc).")
    rows = sources.flows("cow_nmc", "military expenditure", client, None)
    by_year = {row["start"].year: row for row in rows if row["value"] is not None}
    one, two = by_year.get(last - 3), by_year.get(last + 1)
    if one is None or two is None or not one["value"]:
        return _Found(f"{held.name} does not tell the years around {last}.")
    change = two["value"] / one["value"] - 1
    return _Found(
        f"Military spending of {name_of(client)} went from {_dollars(one['value'])} in "
        f"{last - 3} to {_dollars(two['value'])} in {last + 1} ({change:+.0%}, current "
        "dollars): a sign of its means and no measure of its debts.",
        _by_change(change, "spending"), (one["id"], two["id"]),
    )  # fmt: skip


def _dollars(thousands: float) -> str:
    for size, word in ((1e6, "billion"), (1e3, "million")):
        if thousands >= size:
            return f"${thousands / size:,.3g} {word}"
    return f"${1e3 * thousands:,.0f}"


def _embargo(sources: Sources, client: str, last: int) -> Iterator[_Found]:
    if sources.held("gsdb") is None:
        yield _Found("No register of sanctions is loaded (gsdb).")
        return
    acts = [
        act for act in sources.acts("gsdb", None, client)
        if str(act["code"]).startswith(_KINDS) and str(act["code"]).endswith("begins")
    ]  # fmt: skip
    near = [act for act in acts if last - 3 <= act["start"].year <= last + 1]
    later = [act for act in acts if act["start"].year > last + 1]
    if near:
        listed = ", ".join(map(_act, near[:6])) + (" and more" if len(near) > 6 else "")
        yield _Found(f"Begun from {last - 3} to {last + 1}: {listed}.", "embargo begun", _ids(near))
        return
    told = "none that we found"
    if later:
        told = f"those that begin later: {', '.join(map(_act, later[:4]))}"
    yield _Found(
        f"Measures on arms, finance or trade begun from {last - 3} to {last + 1}: none that we "
        f"found; {told}.", "embargo later" if later else None, _ids(later),
    )  # fmt: skip


def _act(act: Row) -> str:
    kind = str(act["code"]).split(":")[0].split(" (")[0]
    return f"{name_of(act['actor'])} {kind} {act['start'].year}"


def _ids(acts: Sequence[Row]) -> tuple[str, ...]:
    return tuple(act["id"] for act in acts)


def _turned(sources: Sources, giver: str, client: str, last: int, hints: Hints) -> Iterator[_Found]:
    if told := (hints.told or {}).get("client refused", ()):
        sentence = f"Texts tell {_times(told)} that {name_of(client)} refused {name_of(giver)}."
        yield _of_texts(sentence, "client refused", told)
    held = sources.held("ideal_points")
    if held is None:
        yield _Found("No register of votes is loaded (ideal_points).")
        return
    gaps = vote_gaps(sources, giver, client)
    before = [gaps[y] for y in range(last - 7, last - 1) if y in gaps]
    after = [gaps[y] for y in range(last - 1, last + 3) if y in gaps]
    if not before or not after:
        yield _Found(f"{held.name} does not tell the years around {last}.")
        return
    one, two = (math.fsum(g for g, _ in some) / len(some) for some in (before, after))
    yield _Found(
        f"Distance of {name_of(client)} from {name_of(giver)} in UN votes: {one:.2f} in "
        f"{last - 7} to {last - 2}, {two:.2f} in {last - 1} to {last + 2} (ideal points).",
        "votes apart" if two - one >= _rules()["votes apart"].at else "votes near",
        tuple(id for _, ids in (*before, *after) for id in ids),
    )  # fmt: skip


def vote_gaps(
    sources: Sources, giver: str, client: str
) -> dict[int, tuple[float, tuple[str, str]]]:
    """Distance of two states in UN votes by year, with the two rows."""
    told = [
        {r["start"].year: r for r in sources.flows("ideal_points", "UN ideal point", who, None)
         if r["value"] is not None}
        for who in (client, giver)
    ]  # fmt: skip
    return {
        year: (abs(row["value"] - told[1][year]["value"]), (row["id"], told[1][year]["id"]))
        for year, row in told[0].items() if year in told[1]
    }  # fmt: skip
