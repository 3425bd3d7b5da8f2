"""Claims stand in their sentence, each once, and say only what is known of them."""

from __future__ import annotations

import re
from dataclasses import replace

import brief_fixture
import odd_briefs

from patronage.records import Span
from patronage.report import claims, render
from patronage.report.evidence import Index
from patronage.results import Brief


def made(brief: Brief) -> list[claims.Group]:
    return claims.groups(brief, Index(brief))


def test_groups_stand_in_order_and_hold_every_claim_once() -> None:
    brief = odd_briefs.trends(9)
    found = made(brief)
    assert [g.name for g in found] == [
        "In headlines", "Figures and counts", "Terms and dates", "Trends and causes",
    ]  # fmt: skip
    refs = [c.ref.anchor for g in found for s in (*g.shown, *g.folded) for c in s.claims]
    assert sorted(refs) == sorted({Index(brief).claim(c.id).anchor for c in brief.claims})


def test_a_sentence_is_shown_once_with_all_its_claims() -> None:
    brief = brief_fixture.brief()
    date = brief.claims[3]
    words = "The United States banned purchases"
    start = brief.documents[0].text.index(words)
    part = replace(date, id="9" * 32, kind="trend", span=Span(start, start + 34), quote=words)
    (term,) = (g for g in made(replace(brief, claims=(date, part))) if g.shown)
    assert term.name == "Terms and dates"
    (said,) = term.shown
    assert [c.kind for c in said.claims] == ["date", "trend"]
    assert "".join(p.text for p in said.pieces).endswith("Venezuelan crude in January 2019.")


def test_many_trends_are_folded_and_few_stand_open() -> None:
    few, many = (made(odd_briefs.trends(n))[-1] for n in (6, 7))
    assert (len(few.shown), len(few.folded)) == (6, 0)
    assert (len(many.shown), len(many.folded)) == (0, 7)


def test_a_quote_that_moved_stands_alone_and_unmarked() -> None:
    brief = brief_fixture.brief()
    moved = replace(brief.claims[0], span=Span(3, 9))
    (group,) = made(replace(brief, claims=(moved,), verdicts=()))
    assert [p.text for p in group.shown[0].pieces] == [moved.quote]


def test_the_publisher_is_named_only_among_several_texts() -> None:
    brief = brief_fixture.brief()
    assert made(brief)[0].shown[0].source == "Daily Ledger, 22 Nov 2025"
    lone = replace(brief, documents=brief.documents[:1], claims=brief.claims[2:])
    assert made(lone)[0].shown[0].source == ""


def test_one_line_says_how_many_have_no_verdict() -> None:
    brief = brief_fixture.brief()
    assert claims.unchecked(brief) == 1
    section = re.search(r'<section id="claims".*?</section>', render(brief), re.DOTALL)
    assert section and section[0].count("no verdict") == 1
    told = "4 claims of figure, date, term, rank, trend, cause or opinion. 1 of them has no"
    assert told in section[0]
    bare = render(replace(brief, verdicts=()))
    assert "All have no verdict" in bare


def test_collisions_stand_before_other_comparisons_and_claims_lead_to_them() -> None:
    brief = brief_fixture.brief()
    other = replace(brief.verdicts[0], kind="consistent but not decisive")
    both = replace(brief, verdicts=(other, brief.verdicts[0]))
    assert [b.verdict.kind for b in claims.apart(both, Index(both))] == [
        "collision", "consistent but not decisive",
    ]  # fmt: skip
    figures = made(both)[1].shown
    assert figures[0].claims[0].boxes[0] == ("collision", "v-1")


def test_a_term_does_not_measure_a_term() -> None:
    brief = brief_fixture.brief()
    kinds = [replace(brief.claims[3], kind="term", measure=m) for m in ("term", "term-start")]
    facts = [made(replace(brief, claims=(c,)))[0].shown[0].claims[0].facts for c in kinds]
    assert facts == [(), (("", "term start"),)]
