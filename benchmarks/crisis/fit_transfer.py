"""Fit the shipped parameters of transfer to other patrons, and score them with a patron left out.

    python benchmarks/crisis/fit_transfer.py CRISES.parquet DISPUTES.parquet [--score]

Writes ``src/patronage/crisis/transfer.json`` (no rows), or with ``--score`` the file
``transfer-scores.json`` beside this one. Leaving a patron out hides all its rows in both tables;
the other patrons' rows are of all years, later ones too.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from patronage import crisis
from patronage.backtest import auc, log_losses, paired_interval
from patronage.crisis.game import fit_game
from patronage.crisis.logit import fit_flat
from patronage.crisis.situations import features
from patronage.crisis.transfer import fit_transfer
from patronage.crisis.trees import fit_trees

HERE = Path(__file__).parent
POWERS = {
    2: "United States", 365: "Soviet Union", 200: "United Kingdom", 220: "France",
    255: "Germany", 325: "Italy", 740: "Japan", 710: "China", 300: "Austria-Hungary",
}  # fmt: skip


def read(path):
    table = pq.read_table(path)
    return {n: table[n].to_numpy(zero_copy_only=False) for n in table.column_names}


def two(p, hit):
    return log_losses(np.column_stack([1 - p, p]), hit.astype(np.int64))


def summary(name, ours, base, hit, groups):
    mean, low, high = paired_interval(two(ours, hit) - two(base, hit), groups)
    area = auc(ours, hit.astype(np.int64))
    return {
        "who": name, "rows": len(hit), "happened": int(hit.sum()),
        "log_loss": round(float(two(ours, hit).mean()), 5),
        "base_rate": round(float(two(base, hit).mean()), 5),
        "difference": [round(v, 5) for v in (mean, low, high)],
        "auc": None if area is None else round(area, 3),
    }  # fmt: skip


def joining(rows, disputes):
    """Disputes: every patron that ever joined left out by itself, the others in ten parts."""
    hit, patrons = disputes["join_T"].astype(bool), disputes["P"]
    who = np.unique(patrons)
    active = [p for p in who if hit[patrons == p].any()]
    rest = np.random.default_rng(0).permutation([p for p in who if p not in active])
    given, base = np.zeros(len(hit)), np.zeros(len(hit))
    for group in [*([p] for p in active), *np.array_split(rest, 10)]:
        out = np.isin(patrons, group)
        kept = {n: c[~out] for n, c in disputes.items()}
        model = fit_transfer(rows, kept)
        given[out] = model.joins({n: c[out] for n, c in disputes.items()})
        base[out] = hit[~out].mean()
    every = np.ones(len(hit), dtype=bool)
    parts = [
        ("all", every),
        ("after 1945", disputes["year"] > 1945),
        ("major powers", disputes["major"] == 1),
        ("other states", disputes["major"] == 0),
    ]
    parts += [(name, patrons == code) for code, name in POWERS.items()]
    return [summary(n, given[k], base[k], hit[k], disputes["dispnum"][k]) for n, k in parts]


def choices(rows, disputes):
    """Crises: each power left out; after 1945 also beside what the other superpower teaches."""
    steps, late = crisis.ladder(rows), crisis.learned_from(rows)
    early = (rows["year"] <= 1945) & (rows["P"] != rows["C"])
    made, found = features(rows), []
    for era, mask in (("1946-89", late), ("1918-45", early)):
        losses = []
        for code in np.unique(rows["P"][mask]):
            here, others = mask & (rows["P"] == code), mask & (rows["P"] != code)
            model = fit_transfer(rows, disputes, without=int(code))
            shares = np.bincount(steps[others], minlength=7) / others.sum()
            models = {
                "transfer": model.predict({n: c[here] for n, c in rows.items()}),
                "base rate": np.tile(shares, (here.sum(), 1)),
            }
            if era == "1946-89":
                other, asked = ({n: v[k] for n, v in made.items()} for k in (others, here))
                told = [
                    f(other, steps[others]).predict(asked) for f in (fit_game, fit_flat, fit_trees)
                ]
                models["the other superpower"] = np.mean(told, axis=0)
            hit = (steps[here] >= 1) & (steps[here] <= 3)
            one = {"era": era, "who": POWERS[int(code)], "rows": int(here.sum())}
            for name, p in models.items():
                one[name] = {
                    "support": round(float(two(p[:, 1:4].sum(1), hit).mean()), 4),
                    "ladder": round(float(log_losses(p, steps[here]).mean()), 4),
                }
            losses.append((models, hit, steps[here], rows["crisno"][here]))
            found.append(one)
        for other in list(losses[0][0])[1:]:
            gaps = {t: [] for t in ("support", "ladder")}
            for models, hit, step, _ in losses:
                a, b = models["transfer"], models[other]
                gaps["support"].append(two(a[:, 1:4].sum(1), hit) - two(b[:, 1:4].sum(1), hit))
                gaps["ladder"].append(log_losses(a, step) - log_losses(b, step))
            crises = np.concatenate([c for *_, c in losses])
            found.append({"era": era, "who": "all", "transfer minus": other} | {
                t: [round(v, 4) for v in paired_interval(np.concatenate(g), crises)]
                for t, g in gaps.items()})  # fmt: skip
    return found


rows, disputes = read(sys.argv[1]), read(sys.argv[2])
if "--score" in sys.argv:
    card = {"joining": joining(rows, disputes), "choices": choices(rows, disputes)}
    (HERE / "transfer-scores.json").write_text(json.dumps(card, indent=1) + "\n")
    print(json.dumps(card, indent=1))
else:
    place = HERE.parents[1] / "src" / "patronage" / "crisis" / "transfer.json"
    made = fit_transfer(rows, disputes).state()
    place.write_text(json.dumps(made, separators=(",", ":")) + "\n")
    print(made["about"])
