"""The page holds what the brief holds, as text, with every number leading to its evidence."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import brief_fixture
import odd_briefs
import pytest
import wider_fixture

from patronage.records import Problem
from patronage.report import render, sections
from patronage.report.evidence import Index
from patronage.results import Brief

SECTIONS = ["bottom-line", "backing", "timeline", "decades", "change", "requests", "stakes",
            "pressure", "next", "claims",
            "evidence", "unknown", "method"]  # fmt: skip
FIGURES = ["matrix", "timeline", "change", "backing", "requests", "pressure"]


class Reader(HTMLParser):
    """Collects tags, ids, links and the text outside of style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attrs: list[tuple[str, str, str | None]] = []
        self.words: list[str] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attrs += [(tag, name, value) for name, value in attrs]
        self._open = tag if tag in ("style", "script") else ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [v or "" for _, n, v in self.attrs if n == name]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def page() -> str:
    return render(brief_fixture.brief())


@pytest.fixture(scope="module")
def reader(page: str) -> Reader:
    return Reader(page)


def test_sections_stand_in_order(page: str) -> None:
    assert re.findall(r'<section id="([\w-]+)"', page) == SECTIONS


def test_headings_descend_one_level_at_a_time(reader: Reader) -> None:
    levels = [int(t[1]) for t in reader.tags if re.fullmatch(r"h\d", t)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_every_inner_link_has_its_goal_and_every_id_is_single(reader: Reader) -> None:
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    goals = {v[1:] for v in reader.values("href") if v.startswith("#")}
    assert goals <= set(ids)


def test_every_event_has_its_row_and_sentence(page: str, reader: Reader) -> None:
    brief = brief_fixture.brief()
    rows = [i for i in reader.values("id") if i.startswith("e-")]
    assert len(rows) == len(brief.events)
    for event in brief.events:
        assert f'id="e-{event.id[:8]}"' in page
    assert "Moscow" in reader.text and "two long-range bombers" in reader.text


def test_nothing_is_asked_of_a_network(page: str, reader: Reader) -> None:
    assert not set(reader.tags) & {"iframe", "object", "embed", "img", "video", "audio", "base"}
    assert not reader.values("src") and not reader.values("style")
    outside = [v for v in reader.values("href") if not v.startswith("#")]
    assert sorted(outside) == ["data:,", "https://news.example/backers"]
    assert "vega.github.io" not in page and "url(http" not in page


def test_policy_names_this_script_and_style_and_nothing_else(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy and "default-src &#39;none&#39;" in policy[1]
    assert policy[1].count("sha256-") == 2 and "unsafe" not in policy[1] and "http" not in policy[1]


def test_each_figure_has_a_finding_and_an_alternative(page: str) -> None:
    assert re.findall(r'<svg id="fig-(\w+)"', page) == FIGURES
    assert len(re.findall(r'role="group" aria-label="Figure\. [^"]+"', page)) == len(FIGURES)
    assert "Russia: 3 episodes then, 1 now" in page


def test_marks_are_described_and_inked_by_variables(page: str) -> None:
    for svg in re.findall(r"<svg id=.*?</svg>", page, flags=re.DOTALL):
        links = re.findall(r'<a href="#e-\w+">(.*?)</a>', svg)
        assert links
        drawn = [link for link in links if "<text" not in link]
        assert drawn and all("aria-label=" in link for link in drawn)
        assert not re.search(r'(fill|stroke)="#', svg) and "font-family" not in svg


def test_what_did_not_happen_is_told_and_not_counted(reader: Reader) -> None:
    assert "hypothetical, not counted" in reader.text
    assert "negated, not counted" in reader.text
    assert "1 more told of as planned, possible or denied, and not counted" in reader.text


def test_bottom_line_has_two_to_five_sentences_with_links(page: str) -> None:
    lead = re.search(r'<ul class="lead">(.*?)</ul>', page, flags=re.DOTALL)
    assert lead
    items = re.findall(r"<li>(.*?)</li>", lead[1], flags=re.DOTALL)
    assert 2 <= len(items) <= 5
    assert all(re.search(r'href="#[ec]-\w+"', item) for item in items)


def test_collision_stands_apart_and_headline_claims_are_marked(page: str) -> None:
    box = re.search(r'<div class="box" id="v-1">(.*?)</div>', page, flags=re.DOTALL)
    assert box and "Collision" in box[1] and box[1].count('href="#c-') == 2
    assert "<h3>In headlines</h3>" in page


def masthead(brief: Brief) -> dict[str, str]:
    facts = re.search(r'<dl class="facts">(.*?)</dl>', render(brief), flags=re.DOTALL)
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", facts[1] if facts else "", re.DOTALL)
    return {name: Reader(value).text for name, value in pairs}


def test_masthead_says_what_bounds_the_reading() -> None:
    brief = brief_fixture.brief()
    assert masthead(brief)["As of"] == "22 Nov 2025"
    unset = replace(brief, as_of=None, since=None)
    told = masthead(unset)
    assert told["Dates"] == "latest text 22 Nov 2025; 1 undated text"
    assert told["“Now”"] == "as the texts’ own words have it"
    second = replace(unset, documents=brief.documents[1:])
    assert masthead(second)["Dates"] == "undated text"


@pytest.mark.parametrize("coder", ["", "coder 1"])
def test_no_label_is_empty_and_the_coder_stands_in_the_footer(coder: str) -> None:
    brief = replace(odd_briefs.empty(), coder=coder)
    assert "Coder" not in masthead(brief) and all(masthead(brief).values())
    footer = render(brief).split("<footer", 1)[1]
    assert ("Coder: <bdi>coder 1</bdi>" in footer) == bool(coder) == ("Coder" in footer)


def test_links_of_the_bottom_line_say_where_they_lead(page: str) -> None:
    links = re.findall(r'<a class="on" href="#([\w-]+)">(.*?)</a>', page)
    assert links and all("under “" in words for _, words in links)
    assert ("claims", "more under “Figures and voices”") in links


def test_few_dated_periods_are_told_and_not_drawn() -> None:
    brief = brief_fixture.brief()
    (pressure,) = brief.pressure
    kept = [p for p in pressure.points if p.n][:2]
    page = render(replace(brief, pressure=(replace(pressure, points=tuple(kept)),)))
    assert 'id="fig-pressure"' not in page and 'id="fig-backing"' in page
    told = re.search(r"Dated reports in fewer than three periods.*?</p>", page)
    assert told and "Aug 2025" in told[0] and told[0].count('href="#e-') == 2
    assert " ." not in Reader(told[0]).text


def test_no_more_than_six_series_and_patrons_are_drawn() -> None:
    brief = brief_fixture.brief()
    many = [replace(brief.backing[0], patron=f"P{n}") for n in range(8)]
    changes = [replace(brief.changes[0], patron=f"P{n}") for n in range(8)]
    page = render(replace(brief, backing=tuple(many), changes=tuple(changes)))
    figure = re.search(r'<svg id="fig-backing".*?</svg>', page, flags=re.DOTALL)
    assert figure and figure[0].count("episodes per year</text>") == 6
    assert "2 other series are in the table" in page
    assert all(f"<bdi>P{n}, episodes per year</bdi>" in page for n in range(8))


def test_what_an_event_is_for_against_and_in_return_is_told() -> None:
    brief = brief_fixture.brief()
    event = replace(
        brief.events[4], beneficiary=brief.events[4].recipient, against=brief.events[6].actor
    )
    text = Reader(render(replace(brief, events=(event,)))).text
    assert "for the benefit of Venezuela" in text.replace("  ", " ")
    assert "against United States" in text and "in return for oil" in text


def test_undated_are_apart_and_problems_have_their_mend(reader: Reader) -> None:
    assert "Not dated in the text" in reader.text
    assert "Give it with --published" in reader.text
    assert "1 text has no publication date" in reader.text


def test_names_fall_back_to_the_code() -> None:
    text = Reader(render(replace(brief_fixture.brief(), names={}))).text
    assert "Backing for VEN" in text and "RUS → VEN" in text


def test_empty_brief_says_so_and_shows_no_zero() -> None:
    text = Reader(render(odd_briefs.empty())).text
    assert text.count("No evidence found") >= 6 and text.count("more under") == 1
    assert "none we found" in text
    assert not re.search(r"(?<![\w.,-])0 (episode|report|text|happening|event)", text)


def test_no_number_of_reports_is_zero(reader: Reader) -> None:
    assert not re.search(r"(?<![\w.,-])0 (episodes?|reports?|texts?)\b", reader.text)


BLAME = re.compile(r"\b(regime|puppet|aggression|collapse[sd]?|so-called)\b", re.IGNORECASE)


@pytest.mark.parametrize("make", [brief_fixture.brief, odd_briefs.empty])
def test_own_words_are_neutral(make) -> None:
    assert not BLAME.search(Reader(render(make())).text)


def test_words_of_a_text_are_shown_as_they_stand() -> None:
    brief = brief_fixture.brief()
    note = replace(brief, notes=("The text says: the so-called regime.",))
    assert BLAME.search(Reader(render(note)).text)


HOSTILE = "<script>alert(1)</script>\u202egnirts\u202c & \"'><img src=x onerror=alert(2)>"


def test_hostile_text_is_text() -> None:
    brief = brief_fixture.brief()
    first, second = brief.documents
    second = replace(second, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(3)")
    event = replace(brief.events[-1], quote=HOSTILE, instrument=HOSTILE, type=HOSTILE)
    cell = replace(brief.portfolio.cells[0], patron=HOSTILE, instrument=HOSTILE, amounts=(HOSTILE,))
    page = render(
        replace(
            brief, names={**brief.names, "VEN": HOSTILE, "RUS": HOSTILE}, notes=(HOSTILE,),
            documents=(first, second), events=(*brief.events[:-1], event), coder=HOSTILE,
            portfolio=replace(brief.portfolio, cells=(cell, *brief.portfolio.cells)),
            changes=(replace(brief.changes[0], word=HOSTILE), *brief.changes[1:]),
            requests=(replace(brief.requests[0], instrument=HOSTILE),),
            backing=(replace(brief.backing[0], unit=HOSTILE, name=HOSTILE, patron=None),),
            verdicts=(replace(brief.verdicts[0], kind=HOSTILE, sentence=HOSTILE),),
            problems=(Problem(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        )
    )  # fmt: skip
    reader = Reader(page)
    assert reader.tags.count("script") == 1 and "img" not in reader.tags
    assert not [n for _, n, _ in reader.attrs if n.startswith("on")]
    assert not [v for v in reader.values("href") if v.startswith("javascript")]
    assert "alert(1)" in reader.text
    for found in re.finditer("\u202e", page):
        before = page[: found.start()]
        isolated = before.rfind("<bdi") > before.rfind("</bdi") or "unicode-bidi" in _rule(
            page, before
        )
        assert isolated, before[-300:]


def _rule(page: str, before: str) -> str:
    """The style of the block of source text that is open at a point, if one is."""
    blocks = (
        ("<div><p", '<div class="ev', "details > div > p"),
        ("<blockquote", "</blockquote>", "blockquote"),
        ("<h3>", "</h3>", "papers h3"),
    )
    for start, end, selector in blocks:
        if before.rfind(start) > before.rfind(end):
            return " ".join(re.findall(rf"{selector}(?:,[^{{]*)? {{([^}}]*)}}", page))
    return ""


def test_no_character_that_a_file_cannot_hold() -> None:
    brief = replace(brief_fixture.brief(), notes=("a\x00b\ud800c\x1bd",))
    page = render(brief)
    page.encode("utf-8")
    assert "a\ufffdb\ufffdc\ufffdd" in page


def test_same_brief_same_page() -> None:
    assert render(brief_fixture.brief()) == render(brief_fixture.brief())


def test_evidence_that_is_not_held_is_counted_and_not_linked() -> None:
    brief = brief_fixture.brief()
    lone = replace(brief.changes[0], told=("f" * 32,))
    page = render(replace(brief, changes=(lone,), events=brief.events[:5]))
    reader = Reader(page)
    assert "not held by this page" in reader.text
    assert {v[1:] for v in reader.values("href") if v.startswith("#")} <= set(reader.values("id"))


def test_far_and_odd_dates_do_not_stop_it() -> None:
    brief = brief_fixture.brief()
    first = replace(brief.episodes[2], start=dt.date.min, end=dt.date.max)
    second = replace(brief.episodes[3], start=None, end=dt.date(2019, 1, 1))
    page = render(replace(brief, episodes=(first, second, *brief.episodes[4:])))
    assert "before 1 Jan 2019" in page


def test_two_thousand_rows_stay_small() -> None:
    """Under 1 MB, also with every wider section, its registers' rows and its figures."""
    brief, wider = odd_briefs.large(2000), wider_fixture.brief()
    page = render(replace(brief, wider=wider.wider, rows=wider.rows, registers=wider.registers))
    assert 'id="fig-decades"' in page and 'id="fig-explained"' in page
    assert len(page.encode()) < 1_000_000
    assert len(re.findall(r'id="e-\w+"', page)) == 2000


def test_a_long_list_tells_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = brief_fixture.brief()
    few = replace(whole, events=whole.events[:4])
    listed = sum(e.count for part in sections.entries(few, Index(few)) for e in part)
    assert listed == len(few.episodes)  # a short list is whole, held or not
    monkeypatch.setattr(sections, "LISTED", 3)
    dated, bare = sections.entries(few, Index(few))
    held = {e.id for e in few.events}
    kept = [e for e in few.episodes if held & {*e.events}]
    assert sum(e.count for e in (*dated, *bare)) == len(kept)
    assert dated.more + bare.more == len(few.episodes) - len(kept) > 0
    page = render(few)
    told = sum(e.count for e in dated)
    words = f"{told + dated.more} dated entries; listed: {told} of which this page holds a report"
    assert words in re.sub(r"\s+", " ", page)
