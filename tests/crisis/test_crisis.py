"""Choices of patrons on made-up crises: what is estimated, what is refused, what sums to one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from patronage import crisis, pipeline
from patronage.crisis.game import Game, _loss, _parts, _priors, _slope, fit_game, names
from patronage.crisis.scaling import measure
from patronage.crisis.situations import features, terms
from patronage.errors import UsageError


def made_up(n: int = 240, seed: int = 0) -> dict[str, Any]:
    """Rows in which allies are backed, and everything else is chance."""
    rng = np.random.default_rng(seed)
    rows: dict[str, Any] = {name: rng.normal(0, 1, n) for name in crisis.FEATURES}
    for name in crisis.FEATURES:
        if name.startswith(("past_", "mid10_")):
            rows[name] = rng.integers(0, 3, n).astype(float)
    rows["anyally_PT"] = rng.integers(0, 2, n).astype(float)
    rows["idd_PT"][::7] = np.nan
    rows |= {"T": np.full(n, 40), "C": np.full(n, 200), "P": np.where(np.arange(n) % 2, 2, 365)}
    rows |= {"year": 1950 + np.arange(n) * 30 // n, "crisno": np.arange(n) // 2}
    backs = rng.random(n) < np.where(rows["anyally_PT"] == 1, 0.8, 0.15)
    rows["support"] = backs.astype(int)
    rows["oppose"] = np.where(backs, 0, rng.integers(0, 2, n))
    active = rng.choice([3, 7, 8], n)
    rows["inv"] = np.where(backs | (rows["oppose"] == 1), active, 1)
    return rows


@pytest.fixture(scope="module")
def rows() -> dict[str, Any]:
    return made_up()


@pytest.fixture(scope="module")
def fitted(rows: dict[str, Any]) -> crisis.Ensemble:
    return crisis.fit(rows)


def written(rows: dict[str, Any], place: Path) -> Path:
    pq.write_table(pa.table({n: pa.array(c, from_pandas=True) for n, c in rows.items()}), place)
    return place


def test_the_slope_of_the_game_is_its_slope(rows: dict[str, Any]) -> None:
    made = features(rows)
    scale = measure(made, list(dict.fromkeys(t["feature"] for t in terms())), 3.0)
    parts, ladder = _parts(scale, made), crisis.ladder(rows)
    theta = _priors()[0] + np.random.default_rng(1).normal(0, 0.1, len(names()))
    slope = _slope(theta, parts, ladder)
    for i in range(0, len(theta), 5):
        step = np.zeros(len(theta))
        step[i] = 1e-5
        ends = _loss(np.stack([theta + step, theta - step]), parts, ladder)
        assert slope[i] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-4, abs=1e-4)


def test_the_game_finds_what_is_in_the_rows(rows: dict[str, Any]) -> None:
    game = fit_game(features(rows), crisis.ladder(rows))
    found = dict(zip(names(), game.theta, strict=True))
    spread = dict(zip(names(), np.sqrt(np.diag(game.covariance)), strict=True))
    assert found["stake:anyally_PT"] > 2 * spread["stake:anyally_PT"]
    assert abs(found["stake:poly_T"]) < 3 * spread["stake:poly_T"]
    again = Game.of(json.loads(json.dumps(game.state())))
    assert np.allclose(again.predict(features(rows)), game.predict(features(rows)), atol=1e-3)


def test_all_members_sum_to_one_and_learn(fitted: crisis.Ensemble, rows: dict[str, Any]) -> None:
    new = made_up(seed=9)
    ally = new["anyally_PT"] == 1
    for name, p in [*fitted.members(new).items(), ("whole", fitted.predict(new))]:
        assert np.allclose(p.sum(axis=1), 1) and (p > 0).all(), name
        support = p[:, 1:4].sum(axis=1)
        assert support[ally].mean() > support[~ally].mean() + 0.1, name
    assert fitted.weights.sum() == pytest.approx(1)


def test_labels_are_never_looked_at(fitted: crisis.Ensemble, rows: dict[str, Any]) -> None:
    blind = {n: c for n, c in rows.items() if n not in crisis.NEVER}
    assert np.array_equal(fitted.predict(blind), fitted.predict(rows))
    assert not set(crisis.NEVER) & set(crisis.FEATURES)


def test_parameters_come_back_and_hold_to_their_hash(fitted: crisis.Ensemble) -> None:
    rows, text = made_up(seed=5), json.dumps(fitted.state())
    assert np.allclose(crisis.load(text).predict(rows), fitted.predict(rows), atol=2e-3)
    state = json.loads(text)
    state["weights"]["game"] = 1.0
    with pytest.raises(UsageError, match="hash"):
        crisis.load(json.dumps(state))
    with pytest.raises(UsageError, match="no parameters"):
        crisis.load("[]")


def test_what_ships_names_its_years_and_holds_no_rows() -> None:
    model = crisis.shipped()
    assert model.about["years"] == [1946, 1989]
    assert model.about["script"] == "benchmarks/crisis/fit.py"
    assert all("crisno" not in str(key) for key in model.state())


def test_the_verbs_run(rows: dict[str, Any], tmp_path: Path) -> None:
    table = written(rows, tmp_path / "t.parquet")
    done = pipeline.crisis_fit(table, tmp_path / "p.json")
    assert done["years"] == [1950, 1979]
    for game_only in (False, True):
        out = tmp_path / "o.parquet"
        said = pipeline.crisis_predict(table, out, params=tmp_path / "p.json", game_only=game_only)
        made = pq.read_table(out)
        whole = sum(made[f"p_{name}"].to_numpy() for name in crisis.ALTERNATIVES)
        assert np.allclose(whole, 1)
        assert ("illustrative" in said["note"]) == game_only
        assert not made["extrapolated"].to_numpy(zero_copy_only=False).any()


def test_one_bad_row_is_a_problem_and_the_rest_goes_on(
    rows: dict[str, Any], tmp_path: Path
) -> None:
    bad = {n: c[:6].copy() for n, c in rows.items()}
    bad["P"][0] = bad["C"][0]
    bad["T"][1] = 9999
    for name in crisis.FEATURES:
        bad[name][2] = np.nan
    bad["P"][3] = 710
    seen: list[Any] = []
    out = tmp_path / "o.parquet"
    pipeline.crisis_predict(written(bad, tmp_path / "t.parquet"), out, report=seen.append)
    assert [p.place for p in seen] == ["row 0", "row 1", "row 2"]
    assert all(p.mend for p in seen)
    made = pq.read_table(out)
    assert made["p_none"].null_count == 3
    assert made["extrapolated"].to_pylist()[3:] == [True, False, False]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda r: r.pop("idd_PT"), "idd_PT"),
        (lambda r: r.update(P=r["C"]), "coercer as its own patron"),
        (lambda r: r.update(T=np.full(len(r["T"]), 9999)), "unknown state 9999"),
        (lambda r: r.update({n: r[n] * np.nan for n in crisis.FEATURES}), "no known feature"),
        (lambda r: r.update({n: c[:0] for n, c in r.items()}), "no rows"),
    ],
)
def test_a_bad_table_is_an_error_with_its_mend(
    rows: dict[str, Any], tmp_path: Path, spoil: Any, told: str
) -> None:
    bad = dict(rows)
    spoil(bad)
    with pytest.raises(UsageError, match=told):
        pipeline.crisis_predict(written(bad, tmp_path / "t.parquet"), tmp_path / "o.parquet")
