"""Fit the shipped hazards and score them on decades held out.

    python benchmarks/crisis/fit_hazards.py [SHARED]

Writes ``src/patronage/crisis/hazards.json`` (parameters, no rows) and ``hazards-scores.json``
beside this file. SHARED holds ``reference`` and ``backtest``; by default ``../shared``.
"""

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

import hazard_rows
import numpy as np
import pyarrow.parquet as pq

from patronage.backtest.scores import auc, calibration, paired_interval
from patronage.crisis.hazards import Hazards, fit_hazard, logit
from patronage.crisis.tables import rung_names, table
from patronage.datasets.catalogue import register

HERE = Path(__file__).parent
DECADES = (1976, 1986, 1996, 2006)
# What each outcome is estimated on, and on which windows it is scored.
WINDOWS = {"exit": 12, "change": 12, "realignment": 36}
SCORED = {"exit": (12, 36), "change": (12, 36), "realignment": (36,)}
COLUMN = {("exit", 12): "exit12", ("exit", 36): "exit36", ("change", 12): "change12",
          ("change", 36): "change36", ("realignment", 36): "realign36"}  # fmt: skip
REGISTERS = ("archigos", "ucdp_conflict", "mids", "gsdb", "ideal_points", "atop", "cow_gdp",
             "sipri", "aiddata")  # fmt: skip


def column(rows, name):
    return np.array([np.nan if r[name] is None else r[name] for r in rows], dtype=float)


def facts_of(rows):
    return {f["fact"]: column(rows, f["fact"]) for f in table("facts")}


def pressed(rows):
    """Under pressure in the year before: sanctions, a threat at least, or a war between states."""
    host = np.nan_to_num(column(rows, "host"))
    return (column(rows, "senders") > 0) | (host >= 2) | (column(rows, "between") > 0)


def picked(facts, mask):
    return {name: values[mask] for name, values in facts.items()}


def gains(rows, facts, outcome, window, spread):
    """Row by row on held-out decades: what the hazard gains on the base rate in log-loss."""
    came, fitted_on = column(rows, COLUMN[outcome, window]), WINDOWS[outcome]
    short, year, hard = (
        column(rows, COLUMN[outcome, fitted_on]),
        column(rows, "year"),
        pressed(rows),
    )
    made = []
    for decade in DECADES:
        known = ~np.isnan(short) & (year <= decade - fitted_on // 12)
        told = ~np.isnan(came) & (year <= decade - window // 12)
        test = ~np.isnan(came) & (year >= decade) & (year < decade + 10)
        model = fit_hazard(picked(facts, known), short[known], fitted_on, spread=spread)
        odds = model.log_odds(picked(facts, test))
        p = 1 - (1 - 1 / (1 + np.exp(-odds))) ** (window / fitted_on)
        base = np.where(hard[test], came[told & hard].mean(), came[told & ~hard].mean())
        y = came[test]
        loss = [-np.where(y == 1, np.log(q), np.log(1 - q)) for q in (base, p)]
        made.append((loss[0] - loss[1], column(rows, "state")[test], hard[test], p, y, loss[0],
                     np.full(test.sum(), decade)))  # fmt: skip
    return [np.concatenate(parts) for parts in zip(*made, strict=True)]


def scored(rows, facts):
    """Skill of each outcome at each window, over all states and over those under pressure."""
    found = []
    for outcome, windows in SCORED.items():
        for window in windows:
            for spread in (0.1, 0.2):
                gain, state, hard, p, y, loss, decade = gains(rows, facts, outcome, window, spread)
                for who, mask in (("all", hard >= 0), ("under pressure", hard)):
                    mean, low, high = paired_interval(gain[mask], state[mask].astype(int))
                    found.append(
                        {"outcome": outcome, "months": window, "spread": spread, "of": who,
                         "n": int(mask.sum()), "came": int(y[mask].sum()),
                         "states": len(set(state[mask])),
                         "base_log_loss": loss[mask].mean(), "gain": mean, "low": low, "high": high,
                         "auc": auc(p[mask], y[mask].astype(int)),
                         "slope": calibration(p[mask], y[mask])[1],
                         "by_decade": {str(d): gain[mask & (decade == d)].mean() for d in DECADES}}
                    )  # fmt: skip
    return found


def skills(scores):
    """Shown where every score under pressure is above zero at the lower end, at both spreads."""
    made = {}
    for outcome, window in WINDOWS.items():
        ours = [s for s in scores if s["outcome"] == outcome and s["of"] == "under pressure"]
        main = next(s for s in ours if s["months"] == window and s["spread"] == 0.1)
        made[outcome] = {k: main[k] for k in ("months", "n", "came", "gain", "low", "high", "auc")}
        made[outcome]["shown"] = all(s["low"] > 0 for s in ours)
    return rounded(made)


def bases(rows):
    hard, made = pressed(rows), defaultdict(dict)
    for (outcome, window), name in COLUMN.items():
        came, state = column(rows, name), column(rows, "state")
        mask = hard & ~np.isnan(came)
        made[outcome][str(window)] = {
            "rate": round(float(came[mask].mean()), 5), "n": int(mask.sum()),
            "states": len(set(state[mask])),
        }  # fmt: skip
    return dict(made)


def rung(cow, year, quarrels, bans):
    level = quarrels[cow, year]["major"] if (cow, year) in quarrels else 0
    if level >= 2:
        return {2: 2, 3: 2, 4: 3}.get(level, 4)
    return int(bool(bans.get((cow, year), {}).get("senders")))


def climbing(rows, facts, models, place, last=2014):
    """What each rung adds to the log-odds in its own year, and how years follow each other."""
    quarrels, (bans, _) = hazard_rows.disputes(place), hazard_rows.sanctions(place)
    year = column(rows, "year").astype(int)
    cow = [hazard_rows.TO_COW.get(r["state"], r["state"]) for r in rows]
    now = np.array([rung(c, y, quarrels, bans) for c, y in zip(cow, year, strict=True)])
    inside = (year <= last) & (year <= 2014) & (year >= 1950)
    effects = {}
    for outcome in ("exit", "change"):
        came = column(rows, COLUMN[outcome, 12])
        x = np.column_stack([now == k for k in range(1, 5)]).astype(float)[inside]
        beta, cov = logit(
            np.column_stack([np.ones(inside.sum()), x]), came[inside],
            np.diag([1e-4] + [1 / 0.5**2] * 4), models[outcome].log_odds(picked(facts, inside)),
        )  # fmt: skip
        spread = np.sqrt(np.diag(cov))
        effects[outcome] = [[0.0, 0.0]] + [
            [round(float(b), 4), round(float(s), 4)]
            for b, s in zip(beta[1:], spread[1:], strict=True)
        ]
    effects["realignment"] = [[0.0, 0.0]] * 5  # not estimated
    size = len(rung_names())
    moves = np.zeros((size, size), dtype=int)
    for c, y, k in zip(cow, year, now, strict=True):
        if y < min(last, 2014):
            moves[k, rung(c, y + 1, quarrels, bans)] += 1
    return effects, moves


def slope_within(pairs):
    """How much of a deviation from a pair's own mean is left a year later, and its error."""
    x, y = [], []
    for series in pairs.values():
        known = [(series[t], series[t + 1]) for t in series if t + 1 in series]
        if len(known) >= 8:
            mean = np.mean(list(series.values()))
            x += [a - mean for a, _ in known]
            y += [b - mean for _, b in known]
    x, y = np.array(x), np.array(y)
    slope = x @ y / (x @ x)
    error = np.sqrt(((y - slope * x) ** 2).sum() / (len(x) - 1) / (x @ x))
    return [round(float(slope), 4), round(float(max(error, 0.02)), 4)], len(x)


def lasting(shared):
    """By instrument: arms delivered, Chinese lending, distance in UN votes."""
    arms, votes, loans = defaultdict(dict), defaultdict(dict), defaultdict(dict)
    rows = pq.read_table(shared / "backtest/backtest_arms_1955_2007.parquet").to_pylist()
    for r in rows:
        if r["del10"] or r["del1"]:
            arms[r["T"], r["P"]][r["year"]] = np.log1p(r["del1"])
        if r["idd_PT"] is not None:
            votes[r["T"], r["P"]][r["year"]] = r["idd_PT"]
    with (shared / "reference/aiddata/cow_gcdf.csv").open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            if r["oof_adj"]:
                loans[r["ccode"]][int(r["year"])] = np.log1p(float(r["oof_adj"]))
    found = {"political": votes, "economic": loans, "military": arms}
    return {name: slope_within(pairs) for name, pairs in found.items()}


def rounded(value):
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return round(float(value), 5) if isinstance(value, float | np.floating) else value


def estimate(shared, rows, skill):
    facts, models = facts_of(rows), {}
    for outcome, window in WINDOWS.items():
        came = column(rows, COLUMN[outcome, window])
        known = ~np.isnan(came)
        models[outcome] = fit_hazard(picked(facts, known), came[known], window)
    effects, moves = climbing(rows, facts, models, shared / "reference")
    keeps = lasting(shared)
    ranges = {n: [float(np.nanmin(v)), float(np.nanmax(v))] for n, v in facts.items()}
    years = [int(column(rows, "year").min()), int(column(rows, "year").max())]
    about = {"years": years, "rows": len(rows), "states": len({r["state"] for r in rows}),
             "script": "benchmarks/crisis/fit_hazards.py",
             "sources": [register(name).citation for name in REGISTERS],
             "keeps_n": {name: n for name, (_, n) in keeps.items()}}  # fmt: skip
    return Hazards(models, bases(rows), skill, effects, moves,
                   {name: k for name, (k, _) in keeps.items()}, rounded(ranges), about)  # fmt: skip


def main():
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    rows = hazard_rows.rows(shared / "reference")
    scores = scored(rows, facts_of(rows))
    (HERE / "hazards-scores.json").write_text(json.dumps(rounded(scores), indent=1) + "\n")
    state = estimate(shared, rows, skills(scores)).state()
    place = HERE.parents[1] / "src" / "patronage" / "crisis" / "hazards.json"
    place.write_text(json.dumps(state, separators=(",", ":")) + "\n")
    for s in rounded(scores):
        if s["spread"] == 0.1:
            print({k: s[k] for k in ("outcome", "months", "of", "n", "came", "gain", "low", "high",
                                     "auc", "slope")})  # fmt: skip
    for name in ("skill", "bases", "rungs", "moves", "keeps"):
        print(name, state[name])


if __name__ == "__main__":
    main()
