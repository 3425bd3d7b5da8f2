"""The verb ``measure`` on levels behind counts: from a recorded text to a series, as of a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from patronage import pipeline
from patronage.errors import UnknownNameError

EARLY = "Russia sent two tankers of fuel to Venezuela on Monday. Kenya criticised Ghana."
LATER = "Russia cancelled aid to Venezuela. China praised Venezuela. France met Germany."
DAY = dt.date(2025, 10, 8)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    told = tmp_path / "early.txt"
    told.write_text(EARLY, encoding="utf-8")
    pipeline.record([told], ledger=tmp_path / "l", published=DAY)
    return tmp_path / "l"


def test_every_version_and_kind_is_a_measure_with_evidence(ledger: Path) -> None:
    for version in ("latent", "filtered"):
        (series,) = pipeline.measure(f"backing-{version}", "Venezuela", ledger=ledger)
        (point,) = series.points
        assert (series.name, series.patron) == (f"backing-{version}", "RUS")
        assert point.low < point.value < point.high
        assert (point.n, len(point.evidence)) == (1, 1)
        (deeds,) = pipeline.measure(f"backing-{version}-material", "VEN", ledger=ledger)
        assert deeds.points[0].n == 1
    (chance,) = pipeline.measure("backing-decline", "VEN", ledger=ledger, patron="RUS")
    assert [p.value for p in chance.points] == [None]
    (chance,) = pipeline.measure("backing-halving", "VEN", ledger=ledger, patron="RUS")
    assert chance.unit == "probability"
    assert pipeline.measure("pressure-latent", "VEN", ledger=ledger) == ()


def test_what_is_published_later_changes_nothing_as_of_a_day(ledger: Path) -> None:
    def asked() -> tuple[object, ...]:
        return tuple(
            pipeline.measure(name, "VEN", ledger=ledger, patron="RUS", as_of=DAY)
            for name in ("backing-latent", "backing-decline", "backing-halving")
        )

    before = asked()
    more = ledger.parent / "later.txt"
    more.write_text(LATER, encoding="utf-8")
    pipeline.record([more], ledger=ledger, published=dt.date(2025, 12, 3))
    assert asked() == before
    (series,) = pipeline.measure("backing-latent", "VEN", ledger=ledger, patron="RUS")
    assert len(series.points) == 3


def test_a_wrong_name_is_told_the_nearest(ledger: Path) -> None:
    with pytest.raises(UnknownNameError, match="Nearest: backing-latent"):
        pipeline.measure("backing-latnt", "VEN", ledger=ledger)
