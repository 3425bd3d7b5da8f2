"""Play the frozen cases with what was known then, and freeze the results; see README.md.

python benchmarks/crisis/hindcasts/run.py [SHARED] [CASES.csv RESULTS.json]
"""

import csv
import datetime as dt
import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import fit_hazards as fits  # noqa: E402
import hazard_rows  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from patronage import codebook, crisis  # noqa: E402
from patronage.backtest.scores import auc, paired_interval  # noqa: E402
from patronage.crisis.game import fit_game  # noqa: E402
from patronage.crisis.hazards import Hazards, fit_hazard, shipped_hazards  # noqa: E402
from patronage.crisis.situations import features  # noqa: E402
from patronage.crisis.tables import rung_names, table  # noqa: E402

MONTHS = 36
RUNS = 10_000


def known_then(rows, year):
    """Hazards from rows whose outcome was known before a year; the pace from earlier years too."""
    facts, models, base = fits.facts_of(rows), {}, {}
    years, hard = fits.column(rows, "year"), fits.pressed(rows)
    for outcome, window in fits.WINDOWS.items():
        came = fits.column(rows, fits.COLUMN[outcome, window])
        past = ~np.isnan(came) & (years <= year - window // 12)
        models[outcome] = fit_hazard(fits.picked(facts, past), came[past], window)
    for (outcome, window), name in fits.COLUMN.items():
        came = fits.column(rows, name)
        past = ~np.isnan(came) & (years <= year - window // 12) & hard
        base.setdefault(outcome, {})[str(window)] = {
            "rate": float(came[past].mean()), "n": int(past.sum()), "states": 0,
        }  # fmt: skip
    earlier = [r for r in rows if r["year"] < year]
    effects, moves = fits.climbing(earlier, fits.facts_of(earlier), models, fits_place(), year - 1)
    told = shipped_hazards()
    skill = {name: {**value, "shown": name != "realignment"} for name, value in told.skill.items()}
    ranges = {n: [float(np.nanmin(v)), float(np.nanmax(v))] for n, v in facts.items()}
    return Hazards(models, base, skill, effects, moves, told.keeps, ranges, {})


def fits_place():
    return SHARED / "reference"


def game_then(table_of_crises, year):
    """The patrons' game from crises before a year."""
    ladder, late = crisis.ladder(table_of_crises), crisis.learned_from(table_of_crises)
    seen = late & (table_of_crises["year"] < year)
    made = features({n: c[seen] for n, c in table_of_crises.items()})
    return fit_game(made, ladder[seen])


def facts_then(case, rules, sources):
    """The client's facts and rung on the day, from the year before."""
    day = dt.date.fromisoformat(case["as_of"])
    number = next(int(r["gwn"]) for r in codebook.rows("states") if r["iso3"] == case["client"])
    found = hazard_rows.surroundings(sources, number, day.year)
    if case["ruler"]:
        names = ("tenure", "age", "irregular", "turnover", "removed")
        found |= {name: float(case[name]) for name in names}
    else:
        found |= hazard_rows.ruler(rules[number], day)
    level = fits.rung(hazard_rows.TO_COW.get(number, number), min(day.year - 1, 2023),
                      sources.quarrels, sources.bans)  # fmt: skip
    ends = {row["fact"]: (float(row["least"]), float(row["most"])) for row in table("facts")}
    # A register's value that cannot be (South Viet Nam's output a head) is not known.
    fine = {k: v for k, v in found.items() if k in ends and v is not None
            and ends[k][0] <= v <= ends[k][1]}  # fmt: skip
    return fine, rung_names()[level]


def truth(case, rules):
    """What Archigos says came, where it reaches past the horizon; else None."""
    day = dt.date.fromisoformat(case["as_of"])
    if day.year + 3 > 2016:
        return None
    number = next(int(r["gwn"]) for r in codebook.rows("states") if r["iso3"] == case["client"])
    return hazard_rows.came(rules[number], day, 3)[1]


def play(case, rows, crises, rules, sources):
    facts, rung = facts_then(case, rules, sources)
    told = truth(case, rules)
    assert told in (None, int(case["came"])), (case["name"], told)
    year = int(case["as_of"][:4])
    one = crisis.scenario(
        {"title": case["name"], "as_of": case["as_of"], "horizon": MONTHS,
         "roles": {"client": case["client"], "coercer": case["coercer"],
                   "patrons": case["patrons"].split()},
         "state": {"pressure": rung}, "facts": facts}
    )  # fmt: skip
    hazards = known_then(rows, year)
    done = crisis.outlook(crisis.play(one, runs=RUNS, estimates=(hazards, game_then(crises, year))))
    said = next(o for o in done.outcomes if o.name == "change")
    came, more = int(case["came"]), said.probability > said.base
    return {
        "name": case["name"], "as_of": case["as_of"], "came": came, "pressure": rung,
        "probability": said.probability, "low": said.low, "high": said.high, "word": said.word,
        "base": said.base, "base_n": said.n, "hit": bool(more) == bool(came),
        "checked_against": "Archigos" if told is not None else case["source"], "facts": facts,
    }  # fmt: skip


def summed(results):
    p, b, y = (
        np.array([r[k] for r in results], dtype=float) for k in ("probability", "base", "came")
    )
    brier = (p - y) ** 2, (b - y) ** 2
    logs = [-np.where(y == 1, np.log(q), np.log(1 - q)) for q in (p, b)]
    each = np.arange(len(y))
    return {
        "cases": len(y), "falls": int(y.sum()), "hits": sum(r["hit"] for r in results),
        "hits_of_falls": sum(r["hit"] for r in results if r["came"]),
        "hits_of_survivals": sum(r["hit"] for r in results if not r["came"]),
        "auc": auc(p, y.astype(int)), "mean_of_falls": p[y == 1].mean(),
        "mean_of_survivals": p[y == 0].mean(), "brier": brier[0].mean(),
        "brier_base": brier[1].mean(),
        "brier_difference": paired_interval(brier[0] - brier[1], each),
        "log": logs[0].mean(), "log_base": logs[1].mean(),
        "log_difference": paired_interval(logs[0] - logs[1], each),
    }  # fmt: skip


def main():
    rows, rules = hazard_rows.rows(fits_place()), hazard_rows.leaders(fits_place())
    sources = hazard_rows.opened(fits_place())
    raw = pq.read_table(SHARED / "backtest/backtest_icb_patron_1918_1989.parquet")
    crises = {n: raw[n].to_numpy(zero_copy_only=False) for n in raw.column_names}
    with CASES.open(encoding="utf-8") as file:
        results = [play(case, rows, crises, rules, sources) for case in csv.DictReader(file)]
    told = fits.rounded({"summary": summed(results), "cases": results})
    told["summary"] = {k: fits.rounded(list(v)) if isinstance(v, tuple) else v
                       for k, v in told["summary"].items()}  # fmt: skip
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for r in told["cases"]:
        print(f"{r['name']:<22} came {r['came']} {r['probability']:.3f} "
              f"[{r['low']:.3f}, {r['high']:.3f}] base {r['base']:.3f} "
              f"{'hit' if r['hit'] else 'miss'}  {r['pressure']}; {r['word']}")  # fmt: skip
    print(told["summary"])


if __name__ == "__main__":
    SHARED = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    CASES = Path(sys.argv[2]) if len(sys.argv) > 3 else HERE / "cases.csv"
    RESULTS = Path(sys.argv[3]) if len(sys.argv) > 3 else HERE / "results.json"
    main()
