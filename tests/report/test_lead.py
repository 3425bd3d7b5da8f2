"""The bottom line says what the values say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import brief_fixture

from patronage.report.captions import captions
from patronage.report.evidence import Index
from patronage.report.lead import bottom_line, pressing
from patronage.report.ranking import patrons_ranked
from patronage.results import Break, Brief, Portfolio, Verdict


def lines(brief: Brief) -> list[str]:
    return [s.text for s in bottom_line(brief, Index(brief))]


def test_whole() -> None:
    backing, change, asked, pressure, collision = lines(brief_fixture.brief())
    assert backing.startswith("The texts tell of backing for Venezuela by Russia (")
    assert "since 1 Aug 2025, by Russia (logistics)" in backing
    assert change.startswith("That the backing of Russia and China has fallen is said in 1 report;")
    assert change.endswith(
        "refusals by a patron: Russia. By rate (18.6 years then, 4 months now), "
        "Russia: 3 episodes then, 1 now; China: no clear change (2 then, 1 now); "
        "too little to tell for Cuba."
    )
    assert asked == (
        "Venezuela asked Russia (arms) and China (training); "
        "of this, promised, refused, less than before or arrived: none we found."
    )
    assert pressure.startswith("Pressure on Venezuela: United States, 4 episodes (")
    assert collision.startswith("Two figures of $20 billion")


def test_what_arrived_is_named() -> None:
    brief = brief_fixture.brief()
    came = replace(brief.requests[0], arrived=(brief.events[10].id,))
    text = lines(replace(brief, requests=(came,)))[2]
    assert "of this, arrived: from Russia (arms); promised, refused or less" in text


def test_less_than_before_is_not_a_refusal() -> None:
    brief = brief_fixture.brief()
    (less,) = (e.id for e in brief.events if e.type == "SANCTION")
    (refusal,) = (e.id for e in brief.events if e.type == "REJECT")
    both = replace(brief.requests[0], refused=(less, refusal), instrument=None)
    only = replace(both, refused=(less,), patron="CHN")
    text = lines(replace(brief, requests=(both, only)))[2]
    assert text.startswith("Venezuela asked Russia and China; of this, refused: from Russia; ")
    assert "less than before: from Russia and China; promised or arrived: none we found" in text


def test_nothing_counted_is_none_we_found() -> None:
    brief = brief_fixture.brief()
    bare = replace(brief, portfolio=Portfolio("VEN", None, ()), changes=(), episodes=())
    first, *_ = lines(bare)
    assert first == "Backing for Venezuela that occurred: none we found in these texts."
    assert "Pressure on Venezuela that occurred: none we found." in lines(bare)


def test_pressure_on_another_is_not_pressure_on_the_client() -> None:
    brief = brief_fixture.brief()
    other = replace(pressing(brief)[0], recipient=("IRN",))
    assert not pressing(replace(brief, episodes=(other,)))


def test_captions_state_what_the_figures_count() -> None:
    said = captions(brief_fixture.brief())
    assert said["matrix"].startswith("Russia: 3 episodes then, 1 now; China: 2 episodes then, 2")
    assert (
        said["requests"] == "2 requests by patron and instrument; arrived of these: none we found"
    )
    assert said["pressure"] == "United States: 1 episode then, 3 now"
    assert "1 more planned, possible or denied (hollow, not counted)" in said["timeline"]


def test_patrons_with_most_episodes_come_first() -> None:
    brief = replace(brief_fixture.brief(), patrons=("CUB", "CHN", "RUS"))
    # Russia and China have four episodes each; Russia has one report more, a refusal.
    assert list(patrons_ranked(brief)) == ["RUS", "CHN", "CUB", "IRN"]
    assert lines(brief)[0].startswith("The texts tell of backing for Venezuela by Russia (")
    assert captions(brief)["change"].startswith("Russia:")


def test_an_instrument_that_no_text_names_is_left_out() -> None:
    brief = brief_fixture.brief()
    cell = replace(brief.portfolio.cells[0], instrument="not told")
    portfolio = Portfolio("VEN", None, (cell,))
    text = lines(replace(brief, portfolio=portfolio))[0]
    assert text.startswith("The texts tell of backing for Venezuela by Russia;")


def test_who_changed_comes_first_and_too_little_is_one_clause() -> None:
    brief = brief_fixture.brief()
    rose = replace(brief.changes[1], word="rose", told=())
    silent = [replace(brief.changes[2], patron=p) for p in ("CUB", "IRN", "TUR", "BRA", "ARG")]
    text = lines(replace(brief, changes=(*silent, rose)))[1]
    assert text.startswith("By rate (18.6 years then, 4 months now), China: rose (2 episodes then")
    assert text.count("too little to tell") == 1 and "for Cuba, Iran and 3 others." in text
    assert text.endswith("or that say in words that backing has fallen: none we found.")


def test_sentences_stay_short_and_quotes_are_typographic() -> None:
    brief = brief_fixture.brief()
    quoted = replace(brief.verdicts[0], sentence="'over $20 billion' is the institute's figure.")
    said = lines(replace(brief, verdicts=(quoted,)))
    assert said[-1] == "“over $20 billion” is the institute’s figure."
    assert all(len(s.split()) <= 45 for line in said for s in line.split(". "))


def test_the_headlines_test_has_its_sentence() -> None:
    brief = brief_fixture.brief()
    claim = replace(brief.claims[0], kind="cause", headline=True, cause="pressure mounts")
    fall = Break(
        "down", dt.date(2015, 1, 1), 0.97, 9.0, 0.0, dt.date(2014, 1, 1), dt.date(2015, 1, 1), 0.8,
        series="arms deliveries, Russia to Venezuela (a register)", last=2023, earlier=0.99,
    )  # fmt: skip
    verdict = Verdict("period mismatch", (claim.id,), "s", "c", "l", breaks=(fall,))
    tested = replace(brief, claims=(claim, *brief.claims[1:]), verdicts=(verdict,))
    told = [s.text for s in bottom_line(tested, Index(tested))]
    assert any("before the cause" in text and "down from 2015 on" in text for text in told)
    unsure = replace(fall, earlier=0.1)
    later = replace(verdict, kind="consistent but not decisive", breaks=(unsure,))
    tested = replace(tested, verdicts=(later,))
    told = [s.text for s in bottom_line(tested, Index(tested))]
    assert any("do not show" in text for text in told)


def test_what_a_client_does_at_home_is_no_pressure_on_it() -> None:
    brief = brief_fixture.brief()
    pressed = [e for e in pressing(brief) if e.actor]
    assert pressed
    own = tuple(replace(e, actor=(brief.client,)) if e is pressed[0] else e for e in brief.episodes)
    assert len(pressing(replace(brief, episodes=own))) == len(pressing(brief)) - 1
