"""Time of the levels of many dyads, and its ratio to statsmodels' UnobservedComponents.

Ours is one thread; CPU seconds, since they do not change with what else the machine does.
Without ../shared the register is left out, without statsmodels (extra ``bench``) the ratio; both
are said. Run: `python benchmarks/measures/bench_latent.py`.
"""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa

from patronage import datasets, measures
from patronage.measures.filtering import Counts
from patronage.measures.levels import course
from patronage.measures.volume import coverage, weighted

ICEWS14 = Path(__file__).parents[3] / "shared/reference/icews/icews14"
DYADS, MONTHS, SAMPLE = 10_000, 240, 40


def made() -> Counts:
    """Walking levels and their counts, and 300 pairs of others for coverage of every dyad's own."""
    rng = np.random.default_rng(1)
    level = rng.normal(0.5, 1.5, DYADS) + np.cumsum(rng.normal(0, 0.07, (MONTHS, DYADS)), axis=0)
    y = rng.poisson(np.exp(level) * rng.gamma(4, 0.25, level.shape)).astype(float)
    rows = weighted(rng.poisson(5.0, (MONTHS, 300)).astype(float))
    sums = rows.sum(axis=1, keepdims=True) - rows[:, rng.integers(0, 300, DYADS)]
    seen = np.ones((MONTHS, 1), bool)
    told = coverage(sums, seen, 1.0)
    return Counts(y, told.shift, told.noise, told.error, seen)


def register() -> None:
    """All directed dyads of ICEWS14 by month, reading of the files included."""
    if not ICEWS14.is_dir():
        print("ICEWS14: left out, ../shared is absent")
        return
    began = time.process_time()
    batches = [
        b for name in ("train", "valid", "test")
        for b in datasets.read("icews14", ICEWS14 / f"{name}.txt")
        if isinstance(b, datasets.Batch)
    ]  # fmt: skip
    acts = pa.concat_tables([b.acts for b in batches if b.acts is not None])
    read = time.process_time() - began
    rows = sum(measures.latent_dyads(acts, of).num_rows for of in ("backing", "pressure"))
    whole = time.process_time() - began
    print(f"ICEWS14 by month: {acts.num_rows} acts, {rows // 12} dyads of backing and of pressure: "
          f"{whole:.1f} CPU s, of which {read:.1f} reading")  # fmt: skip


def many() -> tuple[Counts, float]:
    """10,000 dyads, 240 months, words and deeds; the time of both kinds."""
    counts = made()
    began = time.process_time()
    course({"verbal": counts, "material": counts}, 1.0)
    seconds = time.process_time() - began
    print(f"{DYADS} dyads x {MONTHS} months, two kinds: {seconds:.1f} CPU s")
    return counts, seconds


def ratio(counts: Counts, seconds: float) -> None:
    """Each of a sample fitted as a local level with coverage as regressor, on log(1 + y)."""
    try:
        from statsmodels.tsa.statespace.structural import UnobservedComponents
    except ImportError:
        print("statsmodels: left out, install the extra `bench`")
        return
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for i in range(SAMPLE):
            y, shift = np.log1p(counts.y[:, i]), counts.shift[:, i]
            UnobservedComponents(y, "local level", exog=shift).fit(disp=False)
    each = (time.process_time() - began) / SAMPLE
    ours = seconds / (2 * DYADS)
    print(f"a series: {1000 * ours:.2f} ms; UnobservedComponents: {1000 * each:.0f} ms, "
          f"{each / ours:.0f} times as long")  # fmt: skip


if __name__ == "__main__":
    register()
    ratio(*many())
