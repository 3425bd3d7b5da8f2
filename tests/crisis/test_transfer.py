"""What other patrons would do: learned without them, marked, and never from a patron's own rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from patronage import crisis, pipeline
from patronage.crisis.sharpening import MILITARY, SUPPORT, sharpened
from patronage.crisis.transfer import JOINING, Transfer, fit_transfer, shipped_transfer
from patronage.errors import UsageError


def disputes(n: int = 600, seed: int = 3) -> dict[str, Any]:
    """Disputes that allies of the target join."""
    rng = np.random.default_rng(seed)
    rows: dict[str, Any] = {name: rng.random(n) for name in JOINING}
    for name in ("def_PT", "off_PT"):
        rows[name] = rng.integers(0, 2, n).astype(float)
    rows["join_T"] = (rng.random(n) < np.where(rows["def_PT"] == 1, 0.6, 0.05)).astype(int)
    return rows | {"P": rng.choice([2, 200, 710], n), "year": rng.integers(1820, 1990, n)}


def crises(n: int = 300, seed: int = 4) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    rows: dict[str, Any] = {name: rng.random(n) for name in crisis.FEATURES}
    rows["def_PT"] = rng.integers(0, 2, n).astype(float)
    rows |= {"T": np.full(n, 101), "C": np.full(n, 100), "P": rng.choice([2, 200, 365], n)}
    rows |= {"year": rng.integers(1918, 1990, n), "crisno": np.arange(n)}
    backs = rng.random(n) < np.where(rows["def_PT"] == 1, 0.8, 0.1)
    return rows | {"support": backs.astype(int), "oppose": 0 * backs, "inv": np.where(backs, 3, 1)}


def test_allies_join_and_are_expected_to_help() -> None:
    rows = crises()
    made = fit_transfer(rows, disputes())
    ally, other = ({n: np.array([v[0]]) for n, v in rows.items()} for _ in range(2))
    ally["def_PT"], other["def_PT"] = np.array([1.0]), np.array([0.0])
    assert made.joins(ally)[0] > 2 * made.joins(other)[0]
    assert made.predict(ally)[0, 1:4].sum() > made.predict(other)[0, 1:4].sum() + 0.2
    assert made.predict(rows).sum(axis=1) == pytest.approx(np.ones(len(rows["year"])))


def test_a_patron_left_out_teaches_nothing() -> None:
    rows, third = crises(), disputes()
    changed = dict(third)
    changed["join_T"] = np.where(third["P"] == 200, 1 - third["join_T"], third["join_T"])
    other = dict(rows)
    other["support"] = np.where(rows["P"] == 200, 0, rows["support"])
    one, two = fit_transfer(rows, third, without=200), fit_transfer(other, changed, without=200)
    np.testing.assert_array_equal(one.weights, two.weights)
    np.testing.assert_array_equal(one.join_weights, two.join_weights)


def test_what_ships_is_whole_and_names_its_years() -> None:
    made = shipped_transfer()
    assert made.about["years"] == [1918, 1989] and 710 not in made.about["patrons"]
    state = made.state()
    state["weights"][0][0] += 1
    with pytest.raises(UsageError, match="hash"):
        Transfer.of(state)


def test_predict_tells_other_patrons_by_transfer_and_marks_them(tmp_path: Path) -> None:
    rows = crises(6)
    rows["P"], rows["year"] = np.array([2, 2, 710, 710, 640, 365]), np.full(6, 1985)
    pq.write_table(pa.table(rows), tmp_path / "f.parquet")
    told = pipeline.crisis_predict(tmp_path / "f.parquet", tmp_path / "p.parquet")
    assert told["extrapolated"] == 3 and "all patrons" in told["note"]
    made = pq.read_table(tmp_path / "p.parquet")
    assert made["extrapolated"].to_pylist() == [False, False, True, True, True, False]
    given = np.column_stack([made[f"p_{n}"].to_numpy() for n in crisis.ALTERNATIVES])
    some = {n: v[2:5] for n, v in rows.items()}
    np.testing.assert_allclose(given[2:5], shipped_transfer().predict(some))
    pipeline.crisis_predict(tmp_path / "f.parquet", tmp_path / "g.parquet", game_only=True)
    game = pq.read_table(tmp_path / "g.parquet")
    np.testing.assert_allclose(
        game["p_none"].to_numpy(), crisis.shipped().predict(rows, game_only=True)[:, 0]
    )
    assert game["extrapolated"].to_pylist()[2]


def test_bolder_forecasts_move_away_from_the_middle_and_keep_the_rest_in_share() -> None:
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(7), 200)
    made = sharpened(p)
    assert made.sum(axis=1) == pytest.approx(np.ones(200))
    backs, bolder = p[:, 1:4].sum(axis=1), made[:, 1:4].sum(axis=1)
    middle = 1 / (1 + np.exp(-SUPPORT.middle))
    assert (np.abs(bolder - middle) >= np.abs(backs - middle) - 1e-12).all()
    np.testing.assert_allclose(made[:, 4] / made[:, 0], p[:, 4] / p[:, 0])
    np.testing.assert_allclose(made[:, 3] / made[:, 2], p[:, 3] / p[:, 2])
    assert MILITARY.slope > 1 and SUPPORT.slope > 1
