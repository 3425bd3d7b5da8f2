"""Fit the shipped parameters, and score the model on rolling origins.

    python benchmarks/crisis/fit.py TABLE.parquet [--score]

Writes ``src/patronage/crisis/parameters.json`` (no rows), or with ``--score`` the two scorecards
beside this file: rolling origins 1960-89, and 1980-89 after one fit on the years before.
"""

import json
import sys
from pathlib import Path

from patronage import pipeline

HERE = Path(__file__).parent
TABLE = sys.argv[1]

if "--score" in sys.argv:
    for name, start, step in (("rolling-1960-89", 1960, 1), ("once-1980-89", 1980, 10)):
        card = pipeline.crisis_backtest(TABLE, start=start, end=1989, step=step)
        (HERE / f"{name}.json").write_text(json.dumps(card.frozen(), indent=1) + "\n")
        print("\n".join(card.lines()), end="\n\n")
else:
    place = HERE.parents[1] / "src" / "patronage" / "crisis" / "parameters.json"
    print(pipeline.crisis_fit(TABLE, place))
