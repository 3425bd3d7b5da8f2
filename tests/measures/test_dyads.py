"""All dyads of a register at once: what is counted, what is left out, how it scales."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from patronage import datasets, measures
from patronage.errors import UsageError
from patronage.measures.dyads import from_acts
from patronage.measures.volume import coverage, weighted

ICEWS14 = Path(__file__).parents[3] / "shared/reference/icews/icews14"


def made_acts(seed: int = 1, rows: int = 3000, states: int = 9) -> pa.Table:
    rng = np.random.default_rng(seed)
    names = np.array([f"S{i}" for i in range(states)])
    start = [dt.date(2019, 1, 1) + dt.timedelta(days=int(d)) for d in rng.integers(0, 700, rows)]
    type_ = rng.choice(["AID", "SUPPORT", "COERCE", "CONSULT", None], rows)
    polarity = [
        {"AID": "support", "SUPPORT": "support", "COERCE": "pressure"}.get(t) for t in type_
    ]
    return pa.table(
        {
            "actor": names[rng.integers(0, states, rows)],
            "recipient": names[rng.integers(0, states, rows)],
            "type": pa.array(type_, pa.string()), "polarity": pa.array(polarity, pa.string()),
            "start": start,
        }
    )  # fmt: skip


def test_counts_are_those_of_a_plain_loop() -> None:
    acts = made_acts()
    found = from_acts(acts, "support", "quarter")
    column = {dyad: i for i, dyad in enumerate(found.dyads)}
    starts = [span.start for span in found.spans]
    plain = {kind: np.zeros_like(c.y) for kind, c in found.counts.items()}
    for r in acts.to_pylist():
        if r["polarity"] == "support" and r["actor"] != r["recipient"]:
            t = max(i for i, start in enumerate(starts) if start <= r["start"])
            kind = "material" if r["type"] == "AID" else "verbal"
            plain[kind][t, column[r["actor"], r["recipient"]]] += 1
    for kind, counts in found.counts.items():
        assert (counts.y == plain[kind]).all()
    assert len(found.dyads) == 72


def test_coverage_leaves_out_client_giver_and_coercer() -> None:
    """The same as taking every act that names one of the three away, one dyad at a time."""
    acts = made_acts()
    rows = [r for r in acts.to_pylist() if r["actor"] != r["recipient"]]
    found = from_acts(acts, "support", "quarter")
    starts = [span.start for span in found.spans]
    pairs: dict[tuple[str, ...], np.ndarray] = {}
    pressed: dict[str, dict[str, int]] = {}
    told: dict[str, int] = {}
    for r in rows:
        key = tuple(sorted((r["actor"], r["recipient"])))
        t = max(i for i, start in enumerate(starts) if start <= r["start"])
        pairs.setdefault(key, np.zeros(len(starts)))[t] += 1
        for side in key:
            told[side] = told.get(side, 0) + 1
        if r["polarity"] == "pressure":
            some = pressed.setdefault(r["recipient"], {})
            some[r["actor"]] = some.get(r["actor"], 0) + 1
    table = weighted(np.array(list(pairs.values())).T)
    for i in (0, 17, 40, 71):
        giver, client = found.dyads[i]
        coercer = max(pressed[client], key=lambda c: (pressed[client][c], told[c]))
        left = [not {giver, client, coercer} & set(key) for key in pairs]
        sums = table[:, left].sum(axis=1, keepdims=True)
        expected = coverage(sums, np.ones((len(starts), 1), bool), 3.0)
        assert found.counts["verbal"].shift[:, [i]] == pytest.approx(expected.shift)
        assert found.counts["verbal"].error[:, [i]] == pytest.approx(expected.error)


def test_the_table_has_a_row_for_each_dyad_and_period() -> None:
    table = measures.latent_dyads(made_acts(), "backing", grain="quarter")
    assert table.num_rows == 72 * 8
    first = table.slice(0, 8).to_pylist()
    assert {(r["patron"], r["client"]) for r in first} == {("S0", "S1")}
    assert [r["below"] is None for r in first] == [True] + [False] * 7
    for r in table.to_pylist():
        assert r["low"] < r["value"] < r["high"]
        assert r["then_low"] < r["then_value"] < r["then_high"]
        assert r["start"].month in (1, 4, 7, 10)


def test_five_times_the_coercers_acts_move_nothing_of_a_patrons() -> None:
    acts = made_acts()
    more = [r for r in acts.to_pylist() if r["actor"] == "S2" and r["recipient"] == "S1"
            and r["polarity"] == "pressure"]  # fmt: skip
    louder = pa.concat_tables([acts, *[pa.Table.from_pylist(more, acts.schema)] * 4])

    def of(table: pa.Table) -> list[float]:
        rows = measures.latent_dyads(table, "backing", grain="month").to_pylist()
        found = [r for r in rows if (r["patron"], r["client"]) == ("S5", "S1")]
        return [r["below"] for r in found[1:]]

    assert len(more) >= 5
    assert max(abs(a - b) for a, b in zip(of(acts), of(louder), strict=True)) < 0.02


def test_renaming_states_renames_rows() -> None:
    acts = made_acts(rows=600)
    renamed = pa.table(
        {
            name: pa.array([f"Z{9 - int(v[1])}" for v in acts[name].to_pylist()])
            if name in ("actor", "recipient") else acts[name]
            for name in acts.column_names
        }
    )  # fmt: skip
    one = {
        (f"Z{9 - int(r['patron'][1])}", f"Z{9 - int(r['client'][1])}", r["start"]): r["value"]
        for r in measures.latent_dyads(acts).to_pylist()
    }
    two = {
        (r["patron"], r["client"], r["start"]): r["value"]
        for r in measures.latent_dyads(renamed).to_pylist()
    }
    assert one.keys() == two.keys()
    assert [two[k] for k in one] == pytest.approx(list(one.values()), rel=1e-6)


def test_nothing_gives_an_empty_table() -> None:
    table = measures.latent_dyads(made_acts().slice(0, 0))
    assert table.num_rows == 0
    assert "value" in table.column_names


def test_a_wrong_word_is_told() -> None:
    with pytest.raises(UsageError, match="backing"):
        measures.latent_dyads(made_acts(), "backng")


@pytest.mark.skipif(not ICEWS14.is_dir(), reason="../shared is absent")
def test_a_register_of_a_year_is_measured() -> None:
    batches = datasets.read("icews14", ICEWS14 / "valid.txt")
    acts = pa.concat_tables([b.acts for b in batches if isinstance(b, datasets.Batch) and b.acts])
    table = measures.latent_dyads(acts, "pressure")
    assert table.num_rows > 100
    assert all(v > 0 for v in table["low"].to_pylist())
