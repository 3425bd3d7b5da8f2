"""One block of runs, month by month: shocks, moves, patrons' answers, backing, means, hazards.

The runs of a block go in step as columns of arrays. Chance comes from streams of the block's own,
so that a block gives the same numbers whoever works it and whatever came before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.draws import Draws
from patronage.crisis.moves import EXACT, settle, worths
from patronage.crisis.scenario import INSTRUMENTS, Scenario, Shock
from patronage.crisis.tables import by_name, table

__all__ = ["Runs", "simulate", "streams"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_TOP = 4
#: Patrons weigh in when pressure reaches this rung.
_CALLED = 2
# Bounds of how far moves speed up or slow down the pace that the registers show.
_SLOWEST, _FASTEST = 0.1, 10.0


@dataclass(frozen=True)
class Runs:
    """What a block of n runs did. Arrays by month (T) hold the state at the month's end.

    ``rung`` (T, n); ``backing`` (T, patrons, n), the mean over instruments; ``means`` (T, n);
    ``left`` by outcome (T, n), the probability that it has not come; ``came`` by outcome (n,), the
    month of one draw of it, 0 where it did not; ``inputs`` what each run was given (n, k), named by
    :func:`input_names`; ``loose`` counts months of runs whose moves did not settle to 1e-8.
    """

    draw: Ints
    rung: Ints
    backing: Floats
    means: Floats
    left: Mapping[str, Floats]
    came: Mapping[str, Ints]
    inputs: Floats
    loose: int


def streams(seed: int, block: int) -> tuple[np.random.Generator, np.random.Generator]:
    """Generators of a block: for what all scenarios share, and for shocks."""
    made = [
        np.random.Philox(np.random.SeedSequence(seed, spawn_key=(1 + block, k))) for k in (0, 1)
    ]
    return np.random.Generator(made[0]), np.random.Generator(made[1])


@dataclass
class _State:
    rung: Ints
    backing: Floats  # (patrons, instruments, n): sums over few go fastest over leading axes
    drawn_to: Floats  # what backing returns to
    means: Floats
    means_to: Floats
    client: Floats  # (n, 3), what the client is expected to do


def simulate(scenario: Scenario, draws: Draws, which: Ints, seed: int, block: int) -> Runs:
    """Play one run for each entry of ``which``, the draws of parameters.

    Args:
        scenario: what is asked.
        draws: parameters.
        which: (n,), each run's draw.
        seed: of all blocks.
        block: number of this one.
    """
    chance, shocked = streams(seed, block)
    n, patrons, months = len(which), len(scenario.patrons), scenario.horizon
    par = {name: values[which] for name, values in draws.priors.items()}
    now = _start(scenario, chance, n)
    first = (_hold_up(now), now.means.copy(), now.rung.copy())
    begun = now.backing.mean(axis=1), now.means.copy()
    strikes = _strikes(scenario.shocks, shocked, n, months)
    choice = np.ascontiguousarray(np.moveaxis(draws.choice[which], 0, -1))
    keep = np.ascontiguousarray(draws.keep[which].T)
    reference = _reference(draws)
    left = {name: np.ones((months, n)) for name in draws.odds}
    came = {name: np.zeros(n, dtype=np.int64) for name in draws.odds}
    rungs = np.zeros((months, n), dtype=np.int64)
    backing, means = np.zeros((months, patrons, n)), np.zeros((months, n))
    alive = {name: np.ones(n) for name in draws.odds}
    loose = 0
    for month in range(months):
        was = now.rung.copy()
        loose += _move(now, draws, par, which, choice, reference, chance.random((2, n)))
        for shock, hit in zip(scenario.shocks, strikes[:, month], strict=True):
            _strike(now, scenario, shock, hit, par)
        called = (now.rung > was) & (now.rung >= _CALLED)
        _answer(now, choice, par, called, chance.random((patrons, n)))
        _drift(now, keep, par, chance.standard_normal((patrons, 3, n)),
               chance.standard_normal(n))  # fmt: skip
        rungs[month], means[month] = now.rung, now.means
        backing[month] = now.backing.mean(axis=1)
        held = _hold_up(now)
        dice, floor = chance.random(n), np.zeros(n)
        for name in sorted(alive, key=lambda o: o != "change"):
            monthly = np.maximum(_hazard(name, now, held, draws, par, which, first), floor)
            floor = monthly if name == "change" else floor  # a ruler who is removed has left
            alive[name] *= 1 - monthly
            left[name][month] = alive[name]
            came[name] = np.where((came[name] == 0) & (dice < monthly), month + 1, came[name])
    inputs = _inputs(draws, par, which, choice, begun, strikes)
    return Runs(which, rungs, backing, means, left, came, inputs, loose)


def _start(scenario: Scenario, chance: np.random.Generator, n: int) -> _State:
    patrons = scenario.patrons
    backing = chance.random((len(patrons), len(INSTRUMENTS), n))
    for i, patron in enumerate(patrons):
        for k, kind in enumerate(INSTRUMENTS):
            if (patron, kind) in scenario.backing:
                backing[i, k] = scenario.backing[patron, kind]
    means = chance.random(n)
    if scenario.means is not None:
        means[:] = scenario.means
    rung = np.full(n, scenario.pressure, dtype=np.int64)
    expected = np.full((n, 3), 1 / 3)
    return _State(rung, backing, backing.copy(), means, means.copy(), expected)


def _strikes(
    shocks: tuple[Shock, ...], rng: np.random.Generator, n: int, months: int
) -> NDArray[np.bool_]:
    """Which shock comes to which run when: (shocks, months, n), each at most once a run."""
    made = np.zeros((len(shocks), months, n), dtype=np.bool_)
    for i, shock in enumerate(shocks):
        if shock.month is not None:
            made[i, shock.month - 1] = True
            continue
        chance = shock.monthly or 0.0
        # The month of the first success; one draw a run, whatever the horizon.
        waits = (
            np.floor(np.log1p(-rng.random(n)) / np.log1p(-min(chance, 1 - 1e-12)))
            if chance
            else (np.full(n, np.inf))
        )
        inside = np.flatnonzero(waits < months)
        made[i, waits[inside].astype(np.int64), inside] = True
    return made


def _strike(
    now: _State, scenario: Scenario, shock: Shock, hit: NDArray[np.bool_], par: Mapping[str, Floats]
) -> None:
    """A fall takes a share of what is there, a rise a share of what is missing."""
    if not hit.any():
        return
    row = by_name("shocks")[shock.kind]
    if row["rung"]:
        to = int(row["rung"])
        moved = np.maximum(now.rung - 1, 0) if to < 0 else np.maximum(now.rung, to)
        now.rung = np.where(hit, moved, now.rung)
    change = float(row["means"])
    if row["sized"] == "relative":
        change = 0.0
        move = par["oil_share"] * (shock.size if shock.size is not None else -1 / 3)
        _shift_means(now, np.where(hit, move, 0.0))
    if change:
        _shift_means(now, np.where(hit, change, 0.0))
    if shock.patron is None:
        return
    at = scenario.patrons.index(shock.patron)
    for k, kind in enumerate(INSTRUMENTS):
        size = float(row[kind])
        if size:
            size = np.sign(size) * shock.size if shock.size is not None else size
            for part in (now.backing, now.drawn_to):
                value = part[at, k]
                room = value if size < 0 else 1 - value
                part[at, k] = np.where(hit, np.clip(value + size * room, 0, 1), value)


def _shift_means(now: _State, by: Floats) -> None:
    now.means = np.clip(now.means + by, 0, 1)
    now.means_to = np.clip(now.means_to + by, 0, 1)


def _hold_up(now: _State) -> Floats:
    """Backing as a whole: by instrument the strongest patron's, then the mean."""
    return np.asarray(now.backing.max(axis=0).mean(axis=0))


def _held(now: _State, par: Mapping[str, Floats]) -> Floats:
    index = (
        par["hold"] + par["hold_backing"] * _hold_up(now) + par["hold_means"] * (now.means - 0.5)
    )
    return np.asarray(1 / (1 + np.exp(-index)))


def _reference(draws: Draws) -> Floats:
    """What moves up and down are likely on each rung at prior means: (2, 5). It sets the pace."""
    rung = np.arange(_TOP + 1)
    par = {row["name"]: np.full(_TOP + 1, float(row["mean"])) for row in table("priors")}
    hold, meeting, means = (np.full(_TOP + 1, v) for v in (0.45, 0.1, 0.5))
    p, q, _ = settle(
        *worths(par, rung, hold, meeting, means), par["precision"], np.full((_TOP + 1, 3), 1 / 3)
    )
    return np.stack([p[:, 2], _eased(p, q)])


def _eased(p: Floats, q: Floats) -> Floats:
    """The coercer backs down, or has no more reason to go on."""
    return np.asarray(p[:, 0] + (1 - p[:, 0]) * q[:, 0])


def _move(
    now: _State, draws: Draws, par: Mapping[str, Floats], which: Ints, choice: Floats,
    reference: Floats, dice: Floats,
) -> int:  # fmt: skip
    """Both sides' moves; returns how many runs did not settle."""
    armed = choice[:, 2] + choice[:, 3]
    meeting = 1 - np.prod(1 - armed * (0.5 + now.backing[:, 2]) / 1.5, axis=0)
    coercer, client = worths(par, now.rung, _held(now, par), meeting, now.means)
    p, q, off = settle(coercer, client, np.maximum(par["precision"], 0), now.client)
    now.client = q
    faster = p[:, 2] / reference[0, now.rung], _eased(p, q) / reference[1, now.rung]
    up, down = (
        1 - np.exp(-rate[which, now.rung] * np.clip(by, _SLOWEST, _FASTEST))
        for rate, by in zip((draws.up, draws.down), faster, strict=True)
    )
    goes_up = dice[0] < up
    goes_down = ~goes_up & (dice[0] > 1 - down)
    gone = np.flatnonzero(goes_up | goes_down)
    was = now.rung[gone]
    leads = np.where(goes_up[gone, None], draws.above[was], draws.below[was]).cumsum(axis=1)
    now.rung[gone] = np.minimum((leads < dice[1, gone, None]).sum(axis=1), _TOP)
    return int((off > EXACT).sum())


def _answer(
    now: _State, choice: Floats, par: Mapping[str, Floats], called: NDArray[np.bool_], dice: Floats
) -> None:
    """What patrons do when pressure rises: support lifts what backing returns to."""
    at = np.flatnonzero(called)
    if not len(at):
        return
    sums = choice[:, :, at].cumsum(axis=1)
    step = np.minimum((sums < dice[:, None, at]).sum(axis=1), 6)
    level = np.where(step == 0, 0, np.where(step <= 3, step, 3 - step)).astype(np.float64)
    move = np.clip(par["lift"][at] * level, -1, 1)[:, None]
    reach = np.ones((len(dice), len(INSTRUMENTS), len(at)))
    reach[:, 2] = np.abs(level) >= 2  # words and money alone bring no arms
    to = now.drawn_to[:, :, at]
    room = np.where(move < 0, to, 1 - to)
    now.drawn_to[:, :, at] = np.clip(to + move * room * reach, 0, 1)


def _drift(
    now: _State, keep: Floats, par: Mapping[str, Floats], noise: Floats, other: Floats
) -> None:
    away = now.backing - now.drawn_to
    moved = now.drawn_to + keep * away + par["backing_noise"] * noise
    now.backing = np.clip(moved, 0, 1)
    now.means_to = np.clip(now.means_to - par["drain"] * now.rung / 12, 0, 1)
    means = now.means_to + par["means_keep"] * (now.means - now.means_to)
    now.means = np.clip(means + par["means_noise"] * other, 0, 1)


def _hazard(
    name: str, now: _State, held: Floats, draws: Draws, par: Mapping[str, Floats], which: Ints,
    first: tuple[Floats, Floats, Ints],
) -> Floats:  # fmt: skip
    """Monthly probability: the estimate at the start, moved by what has changed since."""
    steps = draws.rungs[name]
    odds = (
        draws.odds[name][which]
        + steps[which, now.rung] - steps[which, first[2]]
        + par["backing_effect"] * (held - first[0])
        + par["means_effect"] * (now.means - first[1])
    )  # fmt: skip
    within = 1 / (1 + np.exp(-odds))
    return np.asarray(1 - (1 - within) ** (1 / draws.months[name]))


def input_names(scenario: Scenario, draws: Draws) -> list[str]:
    """Names of what runs are given, in the order of ``Runs.inputs``."""
    return [
        *draws.priors, *(f"what the facts say of {name}" for name in draws.odds),
        *(f"what force and war add to {name}" for name in draws.odds),
        "pace up", "pace down", *(f"help of {p}" for p in scenario.patrons),
        *(f"backing of {p} at the start" for p in scenario.patrons), "means at the start",
        *(f"shock {i + 1}: {s.kind}" for i, s in enumerate(scenario.shocks)),
    ]  # fmt: skip


def _inputs(
    draws: Draws, par: Mapping[str, Floats], which: Ints, choice: Floats,
    begun: tuple[Floats, Floats], strikes: NDArray[np.bool_],
) -> Floats:  # fmt: skip
    columns = [*par.values(), *(odds[which] for odds in draws.odds.values())]
    columns += [steps[which, 3:].mean(axis=1) for steps in draws.rungs.values()]
    columns += [rate[which].mean(axis=1) for rate in (draws.up, draws.down)]
    columns += list(choice[:, 1:4].sum(axis=1))
    columns += [*begun[0], begun[1]]
    columns += [hits.any(axis=0).astype(np.float64) for hits in strikes]
    return np.column_stack(columns)
