"""Leader codes: rows alone."""

from tests.datasets.written import loads_once, reading, sample


def test_the_whole_key_loads_as_rows_alone(tmp_path):
    path = sample("leaders", "leader_codes.parquet")
    got = reading("leader_codes", path)
    assert (len(got.originals), got.acts, got.flows, got.problems) == (3_409, [], [], [])
    assert sum(row["leadid29"] is None for row in got.originals) == 378
    assert loads_once("leader_codes", path, tmp_path / "ledger") == (3_409, 0, 0)
