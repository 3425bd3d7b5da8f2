"""Files of registers that tests write themselves, and what reading them gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from patronage import pipeline
from patronage.datasets import read
from patronage.records import Problem

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"


class Read(NamedTuple):
    """All that one file gave."""

    originals: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    flows: list[dict[str, Any]]
    problems: list[Problem]

    @property
    def lost(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.lost]


def reading(dataset: str, path: Path) -> Read:
    """Everything that a file gives, with ids checked to be each there once."""
    got = Read([], [], [], [])
    for found in read(dataset, path):
        if isinstance(found, Problem):
            got.problems.append(found)
            continue
        got.originals.extend(found.original.to_pylist())
        got.acts.extend(found.acts.to_pylist() if found.acts is not None else [])
        got.flows.extend(found.flows.to_pylist() if found.flows is not None else [])
    ids = [made["id"] for made in (*got.acts, *got.flows)]
    assert len(ids) == len(set(ids))
    assert None not in ids
    return got


def parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Rows as a Parquet file with the columns of the first."""
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def sample(*parts: str) -> Path:
    """A reference file, or a skip that says so."""
    path = REFERENCE.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no ../shared/reference/{'/'.join(parts)} beside this checkout")
    return path


def loads_once(dataset: str, path: Path, ledger: Path) -> tuple[int, int, int]:
    """Load a file twice: the second adds nothing, the ledger holds. Rows, acts and flows."""
    first = pipeline.load(dataset, [path], ledger)[0]
    again = pipeline.load(dataset, [path], ledger)[0]
    assert not first.known
    assert again.known
    assert pipeline.acts(ledger=ledger, dataset=dataset).num_rows == first.acts
    assert pipeline.flows(ledger=ledger, dataset=dataset).num_rows == first.flows
    assert pipeline.verify(ledger) == []
    return first.rows, first.acts, first.flows
