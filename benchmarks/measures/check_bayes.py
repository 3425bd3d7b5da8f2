"""The levels of a sample of dyads held against a full Bayesian fit of the same model.

NumPyro's sampler draws steps, bursts, first levels and all levels of 16 dyads over 60 months
together, with the settings pooled in hierarchical priors. Needs the extra ``bench``.

    python benchmarks/measures/check_bayes.py [--freeze]
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from patronage.measures.filtering import Counts, past
from patronage.measures.pooling import levels, pooled

HERE = Path(__file__).parent
MONTHS, DYADS = 60, 16


def made() -> tuple[np.ndarray, np.ndarray]:
    """Counts and the log of coverage, known here, with a wave in it."""
    rng = np.random.default_rng(12)
    shift = rng.normal(0, 0.2, MONTHS)
    shift[30:36] += 1.2
    level = np.linspace(-0.5, 3.5, DYADS) + np.cumsum(
        rng.normal(0, rng.choice([0.03, 0.1, 0.25], DYADS), (MONTHS, DYADS)), axis=0
    )
    noise = rng.gamma(5, 0.2, level.shape)
    return rng.poisson(np.exp(level + shift[:, None]) * noise).astype(float), shift


def drawn(y: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Draws of the log levels, (draws, months, dyads)."""
    import jax
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS

    def model() -> None:
        middle = numpyro.sample("middle", dist.Normal(jnp.array([-2.3, -1.0]), 0.7).to_event(1))
        width = numpyro.sample("width", dist.HalfNormal(jnp.array([0.7, 0.5])).to_event(1))
        raw = numpyro.sample("raw", dist.Normal(0, 1).expand([2, DYADS]).to_event(2))
        step, burst = jnp.exp(middle[:, None] + width[:, None] * raw)
        first = numpyro.sample("first", dist.Normal(0, 1.5))
        spread = numpyro.sample("spread", dist.HalfNormal(2.0))
        reach = numpyro.sample("reach", dist.Normal(1, 0.25))
        moves = numpyro.sample("moves", dist.Normal(0, 1).expand(y.shape).to_event(2))
        x = numpyro.deterministic(
            "x",
            first + spread * moves[0]
            + jnp.concatenate([jnp.zeros((1, DYADS)), jnp.cumsum(step * moves[1:], axis=0)]),
        )  # fmt: skip
        e = numpyro.sample("e", dist.Normal(0, 1).expand(y.shape).to_event(2))
        mean = x + reach * shift[:, None] + burst * e - burst**2 / 2
        numpyro.sample("y", dist.Poisson(jnp.exp(mean)).to_event(2), obs=y)

    mcmc = MCMC(NUTS(model), num_warmup=600, num_samples=800, progress_bar=False)
    mcmc.run(jax.random.PRNGKey(1))
    return np.asarray(mcmc.get_samples()["x"])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--freeze", action="store_true", help="write bayes.json")
    given = parser.parse_args()
    y, shift = made()
    flat = np.zeros((MONTHS, 1))
    counts = Counts(y, shift[:, None], flat, flat[:1], np.ones((MONTHS, 1), bool))
    began = time.perf_counter()
    found = levels(counts, pooled(counts, 1.0), past(MONTHS, 24))
    ours = time.perf_counter() - began
    began = time.perf_counter()
    x = drawn(y, shift)
    theirs = time.perf_counter() - began
    low, middle, high = np.quantile(x, [0.05, 0.5, 0.95], axis=0)
    half = 1.645 * np.sqrt(found.variance)
    gap = np.abs(found.mean - middle) / x.std(axis=0)
    scores: dict[str, Any] = {
        "dyads": DYADS, "months": MONTHS,
        "median distance of centres, in standard deviations": float(np.median(gap)),
        "95 in 100 are nearer than": float(np.quantile(gap, 0.95)),
        "median ratio of the widths of 90% intervals": float(np.median(2 * half / (high - low))),
        "5 and 95 in 100 of the ratio": np.quantile(2 * half / (high - low), [0.05, 0.95]).tolist(),
        "mean probability of our 90% intervals under the full fit": float(
            ((x > found.mean - half) & (x < found.mean + half)).mean()
        ),
        "times faster": theirs / ours,
    }  # fmt: skip
    scores = {
        k: np.round(v, 3).tolist() if k not in ("dyads", "months") else v for k, v in scores.items()
    }
    text = json.dumps(scores, indent=1)
    print(text)
    if given.freeze:
        (HERE / "bayes.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
