"""Do arms orders answer pressure? Two logits and two boostings, with and without its features.

    python benchmarks/crisis/arms.py ARMS.parquet

Suppliers, recipients and years 1955-2007; asked is a new order in the next two years. Each origin
from 1985 to 2005 by five years fits on years whose two years of outcome had passed, and forecasts
the five years from the origin on. ``arms.json`` beside this file holds AUC and log-loss either way,
and the difference with a 90% interval over recipients. Needs scikit-learn.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from patronage.backtest import auc, log_losses, paired_interval

HERE = Path(__file__).parent
PRESSURE = ("mid_tgt", "mid_tgt_h", "mid_tgt_major", "icb_crisis", "icb_grav", "acd", "acd_n",
            "sanc_n", "sanc_new", "sanc_arms", "sanc_us", "sanc_us_new", "sanc_by_P", "pressure",
            )  # fmt: skip
NEVER = ("T", "P", "Pg", "order_next2", "__index_level_0__")
FIRST, LAST, STEP = 1985, 2007, 5

table = pq.read_table(sys.argv[1])
rows = {n: table[n].to_numpy(zero_copy_only=False).astype(float) for n in table.column_names}
plain = [n for n in rows if n not in (*PRESSURE, *NEVER)]
hit, year = rows["order_next2"].astype(np.int64), rows["year"]
suppliers = [rows["Pg"] == p for p in np.unique(rows["Pg"])]


def matrix(names):
    columns = [np.log1p(c) if c[~np.isnan(c)].min() >= 0 and np.nanmax(c) > 50 and n != "year"
               else c for n, c in ((n, rows[n]) for n in names)]  # fmt: skip
    return np.column_stack([*columns, *suppliers])


def learners():
    logit = LogisticRegression(C=0.05, max_iter=500)
    yield "logit", make_pipeline(SimpleImputer(add_indicator=True), StandardScaler(), logit)
    yield (
        "boosting",
        HistGradientBoostingClassifier(
            max_iter=120,
            learning_rate=0.07,
            max_leaf_nodes=8,
            l2_regularization=5.0,
            random_state=0,
        ),
    )


given, asked = {}, year >= FIRST
for start in range(FIRST, LAST, STEP):
    known, wanted = year < start - 2, (year >= start) & (year < start + STEP)
    for with_it, names in (("without", plain), ("with", [*plain, *PRESSURE])):
        x = matrix(names)
        for name, learner in learners():
            p = given.setdefault((name, with_it), np.full(len(hit), np.nan))
            p[wanted] = learner.fit(x[known], hit[known]).predict_proba(x[wanted])[:, 1]
for with_it in ("without", "with"):
    given["average", with_it] = (given["logit", with_it] + given["boosting", with_it]) / 2


def loss(p, k):
    return log_losses(np.column_stack([1 - p[k], p[k]]), hit[k])


def gap(name, k):
    """AUC gained by pressure, with an interval over recipients drawn whole."""
    a, b = given[name, "with"][k], given[name, "without"][k]
    who = rows["T"][k]
    rng, found = np.random.default_rng(0), []
    spots = {t: np.flatnonzero(who == t) for t in np.unique(who)}
    for _ in range(200):
        drawn = np.concatenate([spots[t] for t in rng.choice(list(spots), len(spots))])
        found.append(auc(a[drawn], hit[k][drawn]) - auc(b[drawn], hit[k][drawn]))
    return [round(float(v), 4) for v in np.quantile(found, (0.05, 0.95))]


card = {"years": [FIRST, LAST], "pressure": list(PRESSURE), "results": []}
for title, k in (("all", asked), ("under pressure", asked & (rows["pressure"] == 1))):
    for name in ("logit", "boosting", "average"):
        one, two = given[name, "without"], given[name, "with"]
        mean, low, high = paired_interval(loss(two, k) - loss(one, k), rows["T"][k].astype(int))
        card["results"].append({
            "rows": title, "count": int(k.sum()), "ordered": int(hit[k].sum()), "model": name,
            "auc_without": round(auc(one[k], hit[k]), 4), "auc_with": round(auc(two[k], hit[k]), 4),
            "auc_gain_90": gap(name, k),
            "log_loss_without": round(float(loss(one, k).mean()), 4),
            "log_loss_with": round(float(loss(two, k).mean()), 4),
            "difference": [round(v, 4) for v in (mean, low, high)],
        })  # fmt: skip
(HERE / "arms.json").write_text(json.dumps(card, indent=1) + "\n")
print(json.dumps(card["results"], indent=1))
