"""The real article against the registers, claim by claim: what the auditor must find in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from audit_registers import FILES

from patronage.pipeline import Audited
from patronage.results import Verdict

SHARED = Path(__file__).parents[2].parent / "shared"
ARTICLE = SHARED / "cases" / "venezuela" / "article.txt"
REGISTERS = ("sipri", "aiddata", "gsdb", "ideal_points", "archigos", "cow_nmc")
pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not ARTICLE.exists(), reason="../shared is absent"),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Audited, ...]:
    from patronage import pipeline

    ledger = tmp_path_factory.mktemp("article") / "ledger"
    for dataset in REGISTERS:
        pipeline.load(dataset, [SHARED / "reference" / FILES[dataset]], ledger)
    return pipeline.audit([ARTICLE], ledger=ledger, published=dt.date(2025, 11, 2))


def of(found: tuple[Audited, ...], kind: str, words: str) -> list[Verdict]:
    [one] = [a for a in found if a.claim.kind == kind and words in a.claim.quote]
    return list(one.verdicts)


def test_the_arms_figure_has_a_wrong_unit_and_is_not_in_the_register(found) -> None:
    verdicts = of(found, "figure", "in arms to Caracas")
    assert [v.kind for v in verdicts] == [
        "wrong measure or unit", "attribution not found in the register", "collision",
    ]  # fmt: skip
    wrong, missing, _ = verdicts
    for part in ("656 million TIV of arms orders (12%", "2000 to 2023", "not money"):
        assert part in wrong.sentence
    assert "told as loans elsewhere" in wrong.sentence
    assert "major conventional weapons" in missing.sentence
    assert wrong.checks[0].value == pytest.approx(656.06, abs=0.01)


def test_the_loans_are_set_against_chinese_finance_in_his_rule(found) -> None:
    loans, _ = of(found, "figure", "loans and deals")
    assert loans.kind == "consistent but not decisive"
    for part in ("rule of Hugo Chávez", "OOF-like", "ODA-like", "vague", "constant 2021 USD"):
        assert part in loans.sentence
    assert "2010 29,290,9" in loans.calculation


def test_the_sanctions_are_consistent_since_no_product_is_recorded(found) -> None:
    [verdict] = of(found, "date", "oil industry in 2019")
    assert verdict.kind == "consistent but not decisive"
    assert "no product" in verdict.limits


def test_his_start_is_supported_and_archigos_is_told_a_year_early(found) -> None:
    [verdict] = of(found, "term", "assumed the presidency")
    assert verdict.kind == "supported"
    assert "Archigos gives 2012-03-05" in verdict.sentence
    assert "365 days off" in verdict.sentence


def test_the_two_thirty_billion_collide(found) -> None:
    both = [a for a in found if a.claim.amount and a.claim.amount.value == 3e10]
    assert len(both) == 2
    assert all("collision" in {v.kind for v in a.verdicts} for a in both)


def test_an_opinion_is_not_checkable(found) -> None:
    [verdict] = of(found, "judgement", "small gestures")
    assert verdict.kind == "not checkable here"


def test_the_headline_is_dated_and_not_shown_as_caused(found) -> None:
    [verdict] = of(found, "cause", "as US Pressure Mounts")
    assert verdict.kind == "period mismatch"
    breaks = {b.series.split(" (")[0]: b for b in verdict.breaks}
    assert set(breaks) == {
        "arms deliveries, Russia to Venezuela", "arms deliveries, China to Venezuela",
        "official finance, all classes, China to Venezuela",
    }  # fmt: skip
    for found_break in breaks.values():
        assert found_break.direction == "down"
        assert found_break.time.year <= 2017
        assert found_break.probability > 0.8
        assert found_break.earlier is not None and found_break.earlier > 0.8
    assert breaks["arms deliveries, Russia to Venezuela"].low.year in (2014, 2015)
    assert "Neither order nor size shows a cause" in verdict.sentence
    assert {e.name for e in verdict.explanations} == {
        "orders completed", "another stepped in", "client cannot pay", "embargo", "client turned",
        "refused by the patron", "less to all clients",
    }  # fmt: skip
    assert {e.about for e in verdict.explanations} == {"Russia to Venezuela", "China to Venezuela"}


def test_no_verdict_of_the_article_says_contradicted(found) -> None:
    assert "contradicted" not in {v.kind for a in found for v in a.verdicts}
