"""Does partial pooling over patrons and eras tell more? The game with and without, on 1960-79.

    python benchmarks/crisis/hierarchy.py CRISES.parquet

Each coefficient of stake, act and force gets a deviation by patron (one for the United States,
minus that for the Soviet Union), each of these indexes a constant by era (four) and by patron and
era, all drawn to zero by normal priors of the spreads named. Fitted every two years from 1960 on.
``hierarchy.json`` beside this file holds log-loss and paired differences to the plain game.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from patronage import backtest, crisis
from patronage.backtest import log_losses, paired_interval
from patronage.crisis import game
from patronage.crisis.situations import features, terms

HERE = Path(__file__).parent
ERAS = {"era1": (1946, 1955), "era2": (1956, 1965), "era3": (1966, 1975), "era4": (1976, 1989)}
INDEXES = ("stake", "act", "force")

table = pq.read_table(sys.argv[1])
rows = {n: table[n].to_numpy(zero_copy_only=False) for n in table.column_names}
ladder, late, year = crisis.ladder(rows), crisis.learned_from(rows), rows["year"]
made, plain = features(rows), list(terms())
side = 2 * made["us"] - 1
for name in {t["feature"] for t in plain} - {"us", "years"}:
    made["us*" + name] = side * np.nan_to_num(made[name] - np.nanmean(made[name][late]))
for name, (first, last) in ERAS.items():
    made[name] = ((year >= first) & (year <= last)).astype(float)
    made["us*" + name] = side * made[name]


def form(patron, era):
    """Terms, and the prior spread of each."""
    spread = {"": game.SPREAD, "patron": patron, "era": era}
    added = [(t, "") for t in plain]
    if patron:
        added += [({**t, "feature": "us*" + t["feature"]}, "patron") for t in plain
                  if t["index"] in INDEXES and t["feature"] not in ("us", "years")]  # fmt: skip
    if era:
        added += [({"index": i, "feature": pre + e}, "era")
                  for i in INDEXES for pre in ("", "us*") for e in ERAS]  # fmt: skip
    return [t for t, _ in added], [spread[kind] for _, kind in added]


def priors(used, spreads):
    means, widths = [], []
    for index in game._INDEXES:
        own = [s for t, s in zip(used, spreads, strict=True) if t["index"] == index]
        means += [0.0] * (1 + len(own))
        widths += [2.0, *own]
    return np.array([*means, *game._START]), np.array([*widths, *[0.5] * 6, *[3.0] * 4])


def told(patron, era):
    used, spreads = form(patron, era)
    game.terms = lambda: tuple(used)
    game._priors = lambda: priors(used, spreads)
    game._laplace = lambda *given: np.eye(1)
    given, which = [], []
    for first, end in backtest.origins(1960, 1979, 2):
        asked = late & (year >= first) & (year < end)
        known = late & (year < first) & ~np.isin(rows["crisno"], rows["crisno"][asked])
        one = game.fit_game({n: v[known] for n, v in made.items()}, ladder[known])
        given.append(one.predict({n: v[asked] for n, v in made.items()}))
        which.append(np.flatnonzero(asked))
    p, at = np.concatenate(given), np.concatenate(which)
    helped = ((ladder[at] >= 1) & (ladder[at] <= 3)).astype(np.int64)
    q = p[:, 1:4].sum(axis=1)
    both = {"support": log_losses(np.column_stack([1 - q, q]), helped),
            "ladder": log_losses(p, ladder[at])}  # fmt: skip
    return both, rows["crisno"][at]


base, crises = told(0, 0)
card = [{"patron": 0, "era": 0} | {t: round(float(v.mean()), 4) for t, v in base.items()}]
for patron, era in ((0.03, 0), (0.06, 0), (0, 0.1), (0, 0.3), (0.03, 0.1)):
    losses, _ = told(patron, era)
    one = {"patron": patron, "era": era}
    for target, loss in losses.items():
        one[target] = round(float(loss.mean()), 4)
        gap = paired_interval(loss - base[target], crises)
        one[f"{target} difference"] = [round(v, 4) for v in gap]
    card.append(one)
    print(one, flush=True)
(HERE / "hierarchy.json").write_text(json.dumps(card, indent=1) + "\n")
