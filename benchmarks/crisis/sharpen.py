"""Fit the slopes of ``crisis/sharpening.py`` on forecasts of yearly origins 1960-79 alone.

    python benchmarks/crisis/sharpen.py TABLE.parquet

Prints slope and middle of support, and of military means given support; they are written by hand
into the module, that a change shows. Weights are equal here: those of an origin stay near that.
"""

import sys

import numpy as np
import pyarrow.parquet as pq

from patronage import backtest, crisis
from patronage.backtest import calibration
from patronage.crisis.ensemble import _estimate
from patronage.crisis.situations import features

table = pq.read_table(sys.argv[1])
rows = {n: table[n].to_numpy(zero_copy_only=False) for n in table.column_names}
ladder, late, year = crisis.ladder(rows), crisis.learned_from(rows), rows["year"]
given, happened = [], []
for first, end in backtest.origins(1960, 1979, 1):
    asked = late & (year >= first) & (year < end)
    if not asked.any():
        continue
    known = (year < first) & ~np.isin(rows["crisno"], rows["crisno"][asked])
    members = _estimate(rows, ladder, late, late & known)
    made = {n: v[asked] for n, v in features(rows).items()}
    given.append(np.mean([m.predict(made) for m in members], axis=0))
    happened.append(ladder[asked])
p, step = np.concatenate(given), np.concatenate(happened)
backs, arms = p[:, 1:4].sum(axis=1), p[:, 2:4].sum(axis=1)
helped = (step >= 1) & (step <= 3)
for name, q, hit in (
    ("support", backs, helped),
    ("military given support", (arms / backs)[helped], (step >= 2)[helped]),
):
    everyone = backs if name == "support" else arms / backs
    middle = float(np.log(everyone / (1 - everyone)).mean())
    print(f"{name}: slope {calibration(q, hit.astype(int))[1]:.2f}, middle {middle:.2f}, "
          f"{len(q)} rows")  # fmt: skip
