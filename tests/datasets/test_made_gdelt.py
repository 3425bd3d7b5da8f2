"""The made-up GDELT files of the benchmark: of the format, the same each time, loaded whole."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from patronage import datasets, pipeline
from patronage.datasets.quality import quality_of
from patronage.records import Problem

_MAKER = Path(__file__).parents[2] / "benchmarks/datasets/make_gdelt.py"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_gdelt", _MAKER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_a_made_file_loads_whole(tmp_path: Path, maker: ModuleType, version: str) -> None:
    path, dataset = tmp_path / "made.csv", f"gdelt{version[0]}"
    maker.make(path, version, 3000)
    width = len(datasets.register(dataset).columns)
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 3000
    assert all(line.count("\t") == width - 1 for line in lines)
    problems: list[Problem] = []
    done = pipeline.load(dataset, [path], tmp_path / "ledger", report=problems.append)
    assert (done[0].rows, done[0].acts) == (3000, 3000)
    assert [("without a PLOVER type" in p.message) for p in problems] == [True]
    assert pipeline.verify(tmp_path / "ledger") == []
    counts = quality_of(dataset, path).counts
    assert counts["same event"] == 0
    assert 0 < counts["republished"] < 100


def test_one_seed_makes_one_file(tmp_path: Path, maker: ModuleType) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        maker.make(tmp_path / name, "2.0", 200, seed)
    made = [(tmp_path / name).read_bytes() for name in "abc"]
    assert made[0] == made[1] != made[2]
