"""Latent backing on made worlds whose truth is known: does it cover, stay and find.

Four questions, on worlds of ``world.py``, whose process is not the model's:

- cover: how often do 90% intervals hold the true level, smoothed and as known then;
- wave: how far does a fivefold wave of all coverage move levels, against a real halving;
- coercer: how far do five times more acts of the coercer move the probability of decline;
- halving: in how many periods is one found, at one false alarm in 20 dyad-years, beside a CUSUM
  that knows both rates, the size of the bursts and the coverage beforehand.

    python benchmarks/measures/simulate_latent.py [--freeze] [--worlds N] [--only PART]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import world
from world import Array, World, made

from patronage.measures.dyads import from_acts
from patronage.measures.filtering import Counts
from patronage.measures.levels import Course, course, halving
from patronage.measures.volume import coverage, weighted

HERE = Path(__file__).parent
MONTHS, DYADS = 180, 300
FROM, TO = 120, 126  # the months of a wave or a halving
HALF = math.log(2)


def counted(found: World) -> Counts:
    """What the measure sees of a world."""
    seen = np.ones((len(found.counts), 1), bool)
    told = coverage(weighted(found.neutral).sum(axis=1, keepdims=True), seen, 1.0)
    return Counts(found.counts, told.shift, told.noise, told.error, seen)


def measured(found: World) -> Course:
    return course({"all": counted(found)}, 1.0)


def rounded(value: float) -> float:
    return round(float(value), 4)


def covered(worlds: int) -> dict[str, Any]:
    """The share of levels inside their intervals, by version and by the dyads' mean counts."""
    inside: dict[str, list[Array]] = {"smoothed": [], "filtered": []}
    sizes: list[Array] = []
    for seed in range(worlds):
        found = made(np.random.default_rng([1, seed]), MONTHS, DYADS)
        line, level = measured(found), np.exp(found.level)
        sizes.append(found.counts.mean(axis=0))
        inside["smoothed"].append((line.low < level) & (level < line.high))
        inside["filtered"].append((line.then_low < level) & (level < line.then_high))
    size = np.concatenate(sizes)
    result: dict[str, Any] = {"dyads": len(size), "months": MONTHS}
    for name, parts in inside.items():
        whole = np.concatenate(parts, axis=1)
        each = [p.mean() for p in parts]
        result[name] = {
            "all": rounded(whole.mean()),
            "by world": [rounded(min(each)), rounded(max(each))],
            "by mean count": {
                f"{a}-{b}": rounded(whole[:, (size >= a) & (size < b)].mean())
                for a, b in ((0, 1), (1, 3), (3, 10), (10, 30), (30, 10000))
            },
        }
    return result


def waved(worlds: int) -> dict[str, Any]:
    """Mean log change of levels in six months of a wave, of a halving, and of a war elsewhere."""
    moves: dict[str, list[list[float]]] = {"wave": [], "halving": [], "war elsewhere": []}
    own: list[float] = []
    for seed in range(worlds):
        rng = np.random.default_rng([2, seed])
        rate = rng.normal(math.log(40), 1.3, DYADS) + world.drift(rng, (MONTHS, DYADS), 0.008)
        calm = world.waves(rng, MONTHS)
        calm[FROM - 12 : TO + 12] = 1
        loud, half = calm.copy(), rate.copy()
        loud[FROM:TO] *= 5
        half[FROM:TO] -= HALF

        def run(wave: Array, log_rate: Array, seed: int = seed) -> World:
            return made(
                np.random.default_rng([3, seed]), MONTHS, DYADS, wave=wave, log_rate=log_rate
            )

        base = run(calm, rate)
        war = World(base.log_rate, base.acts, base.told, base.counts, base.neutral.copy())
        war.neutral[FROM:TO, :8] = 20 * (1 + war.neutral[FROM:TO, :8])
        first = measured(base)
        big = base.counts.mean(axis=0) >= 10
        pairs = (("wave", run(loud, rate)), ("halving", run(calm, half)), ("war elsewhere", war))
        for name, other in pairs:
            line = measured(other)
            change = np.log(line.value / first.value)[FROM:TO].mean(axis=0)
            then = np.log(line.then_value / first.then_value)[FROM:TO].mean(axis=0)
            moves[name].append([change.mean(), then.mean(), change[big].mean(), then[big].mean()])
        # a wave about the client alone, which no other report can tell of
        factor = np.ones((MONTHS, 1))
        factor[FROM:TO] = 5
        alone = World(base.log_rate, base.acts, base.told, base.counts * factor, base.neutral)
        change = np.log(measured(alone).value / first.value)[FROM:TO].mean(axis=0)
        own.append(float(change.mean()))
    names = ("smoothed", "filtered", "smoothed, 10 or more", "filtered, 10 or more")
    means = {k: np.mean(v, axis=0) for k, v in moves.items()}
    result: dict[str, Any] = {
        k: dict(zip(names, map(rounded, v), strict=True)) for k, v in means.items()
    }
    result["wave over a halving as measured"] = dict(
        zip(names, map(rounded, np.abs(means["wave"] / means["halving"])), strict=True)
    )
    result["wave over log 2"] = dict(
        zip(names, map(rounded, np.abs(means["wave"]) / HALF), strict=True)
    )
    result["a wave about the client alone"] = rounded(float(np.mean(own)))
    return result


def acts_of(rng: np.random.Generator, times: float) -> pa.Table:
    """Acts of 24 states; the coercer S1 acts on the client S0 ``times`` as often in the end."""
    states, months = 24, 96
    rate = rng.gamma(0.5, 3.0, (states, states))
    rate[1, 0], rate[2:12, 0] = 8.0, rng.uniform(1, 10, 10)
    factor = np.ones((months, states, states))
    factor[72:, 1, 0] = times
    # One stream for each, so that all but the coercer's acts stay as they are.
    draws = np.random.default_rng(rng.integers(2**31)).poisson(rate, (months, states, states))
    draws[72:, 1, 0] = np.random.default_rng(5).poisson(8.0 * times, 24)
    t, a, b = np.nonzero(draws * (rate > 0))
    keep = a != b
    t, a, b = t[keep], a[keep], b[keep]
    number = draws[t, a, b]
    t, a, b = (np.repeat(x, number) for x in (t, a, b))
    backs = (a * 7 + b) % 3 == 0
    backs |= b == 0
    backs[(a == 1) & (b == 0)] = False
    start = np.array([dt.date(2010 + m // 12, m % 12 + 1, 3) for m in range(months)])[t]
    return pa.table(
        {
            "actor": [f"S{x}" for x in a], "recipient": [f"S{x}" for x in b],
            "type": np.where(backs, "AID", "COERCE"),
            "polarity": np.where(backs, "support", "pressure"), "start": list(start),
        }
    )  # fmt: skip


def naive(acts: pa.Table, kinds: dict[str, Counts]) -> dict[str, Counts]:
    """The offset that this measure avoids: all reports that name the client."""
    month = np.array([12 * (d.year - 2010) + d.month - 1 for d in acts["start"].to_pylist()])
    named = [
        "S0" in (a, b)
        for a, b in zip(acts["actor"].to_pylist(), acts["recipient"].to_pylist(), strict=True)
    ]
    volume = np.log(np.bincount(month[np.array(named)]))[:, None]
    flat = np.zeros_like(volume)
    shift = volume - np.median(volume)
    return {k: Counts(c.y, shift, flat, flat[:1], c.seen) for k, c in kinds.items()}


def pressed(worlds: int) -> dict[str, Any]:
    """The change of the probability of decline of ten patrons whose conduct is constant."""
    moves: list[Array] = []
    plain: list[Array] = []
    for seed in range(worlds):
        tables = [acts_of(np.random.default_rng([4, seed]), times) for times in (1.0, 5.0)]
        found = [from_acts(table, "support", "month") for table in tables]
        at = [i for i, (giver, client) in enumerate(found[0].dyads) if client == "S0"]
        lines = [course(one.counts, 1.0).below[72:, at] for one in found]
        moves.append(np.abs(lines[1] - lines[0]))
        lines = [
            course(naive(table, dict(one.counts)), 1.0).below[72:, at]
            for table, one in zip(tables, found, strict=True)
        ]
        plain.append(lines[1] - lines[0])
    whole, other = np.concatenate(moves, axis=1), np.concatenate(plain, axis=1)
    return {
        "patrons": whole.shape[1],
        "mean move": rounded(whole.mean()), "largest move": rounded(whole.max()),
        "mean move, all reports of the client as offset": rounded(other.mean()),
    }  # fmt: skip


def alarms(score: Array, limit: float, again: float) -> Array:
    """(periods, dyads) True where an alarm begins; it ends below ``again``."""
    on = np.zeros(score.shape[1], bool)
    began = np.zeros(score.shape, bool)
    for t, row in enumerate(score):
        began[t] = (row > limit) & ~on
        on = (on | began[t]) & ~(row < again)
    return began


def limit_for(score: Array, years: float, tries: Array, again: Callable[[float], float]) -> float:
    """The lowest limit with at most one alarm in 20 dyad-years."""
    for limit in tries:
        if alarms(score, limit, again(limit)).sum() / years <= 1 / 20:
            return float(limit)
    raise SystemExit("No limit keeps to one alarm in 20 dyad-years.")


def cusum(counts: Array, rate: Array, size: Array) -> Array:
    """The sum of log chances of half the rate over the rate, kept at 0 or more."""

    def log(mean: Array) -> Array:
        return np.asarray(counts * np.log(mean) - (counts + size) * np.log(size + mean))

    gain = log(rate / 2) - log(rate)
    total, out = np.zeros(counts.shape[1]), np.empty(counts.shape)
    for t, row in enumerate(gain):
        total = np.maximum(0.0, total + row)
        out[t] = total
    return out


def halved() -> dict[str, Any]:
    """Delays in months, by mean count and by how bursty acts are; limits chosen on other dyads."""
    rng = np.random.default_rng(6)
    sizes, bursts = np.array([4.0, 8, 16, 32, 64, 128]), np.array([2.0, 5, 20])
    cells = np.array([(s, b) for s in sizes for b in bursts])
    many = 2400
    rate, size = np.tile(cells, (many // len(cells) + 1, 1))[:many].T
    steady = 0.5 * world.drift(rng, (MONTHS, many), 0.0)
    falls = rng.random(many) < 0.5
    base = np.log(rate) + steady
    base[FROM:, falls] -= HALF
    factors = world.sources(rng, MONTHS) * world.waves(rng, MONTHS)
    told = world.told(factors, rng.lognormal(0, 0.4, (world.SOURCES, many)))
    usual = np.median(told, axis=0)
    counts = rng.binomial(world.bursts(rng, np.exp(base) / usual, size).astype(int), told)
    other = made(rng, MONTHS, 400)
    their = rng.normal(math.log(10), 1.0, 400) + world.drift(rng, (MONTHS, 400), 0.008)
    chance = world.told(factors, rng.lognormal(-0.3, 0.4, (world.SOURCES, 400)))
    neutral = rng.binomial(world.bursts(rng, np.exp(their), np.full(400, 4.0)).astype(int), chance)
    both = World(
        base, counts, told, np.concatenate([counts, other.counts], axis=1).astype(float),
        neutral.astype(float),
    )  # fmt: skip
    below = measured(both).below[:, :many]
    sudden = halving({"all": counted(both)}, 1.0)[:, :many]
    known = cusum(counts, rate * told / usual, size)
    tune = rng.random(many) < 0.5
    result: dict[str, Any] = {}
    for name, score, tries, again in (
        ("below", below, 1 - np.logspace(0, -5, 400)[1:], lambda x: 0.5),
        ("halving", sudden, 1 - np.logspace(0, -5, 400)[1:], lambda x: x / 2),
        ("cusum that knows", known, np.arange(0.1, 15, 0.05), lambda x: x / 2),
    ):
        calm = ~falls & tune
        years = calm.sum() * (MONTHS - 24) / 12
        limit = limit_for(score[24:, calm], years, tries, again)
        test = ~falls & ~tune
        wrong = alarms(score[24:, test], limit, again(limit)).sum() / test.sum()
        late = delays(score, falls & ~tune, limit)
        result[name] = {
            "limit": rounded(limit),
            "alarms in 20 dyad-years": rounded(wrong / ((MONTHS - 24) / 12) * 20),
            "median delay": {
                f"{b:g}": {
                    f"{s:g}": float(np.nanmedian(late[(rate == s) & (size == b) & falls & ~tune]))
                    for s in sizes
                }
                for b in bursts
            },
            "median delay, all": float(np.nanmedian(late[falls & ~tune])),
            "median delay, 32 or more a month": float(
                np.nanmedian(late[falls & ~tune & (rate >= 32)])
            ),
            "median delay, 16 or more a month in bursts of size 5 or 20": float(
                np.nanmedian(late[falls & ~tune & (rate >= 16) & (size >= 5)])
            ),
            "median delay, 32 or more a month in bursts of size 20": float(
                np.nanmedian(late[falls & ~tune & (rate >= 32) & (size == 20)])
            ),
            "found within a year": rounded(np.nanmean(late[falls & ~tune] <= 12)),
        }
    return result


def delays(score: Array, these: Array, limit: float) -> Array:
    """Months from the halving to the first score over the limit; 1000 where there is none.

    NaN for all but ``these``, and where the score was over the limit in the month before.
    """
    after = score[FROM:] > limit
    late = np.where(after.any(axis=0), after.argmax(axis=0) + 1.0, 1000.0)
    late[~these | (score[FROM - 1] > limit)] = np.nan
    return late


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--freeze", action="store_true", help="write scores.json")
    parser.add_argument("--worlds", type=int, default=10)
    parser.add_argument("--only", choices=["cover", "wave", "coercer", "halving"])
    given = parser.parse_args()
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "cover": lambda: covered(given.worlds), "wave": lambda: waved(given.worlds),
        "coercer": lambda: pressed(given.worlds), "halving": halved,
    }  # fmt: skip
    path = HERE / "scores.json"
    scores = json.loads(path.read_text(encoding="utf-8")) if given.only else {}
    for name in [given.only] if given.only else list(parts):
        scores[name] = parts[name]()
    text = json.dumps(scores, indent=1)
    print(text)
    if given.freeze:
        path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
