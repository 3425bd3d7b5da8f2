"""In a real browser: each figure's marks land on their evidence, and nothing is asked of a net."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import brief_fixture
import odd_briefs
import pytest
import wider_fixture
from browsing import Visit, follow, lost, obstacles, opened

from patronage.report import render

pytestmark = pytest.mark.full

FIGURES = ["matrix", "timeline", "change", "backing", "requests", "pressure"]


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with opened() as one:
        yield one


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("brief") / "brief.html"
    file.write_text(render(brief_fixture.brief()), encoding="utf-8")
    return file


@pytest.mark.parametrize("figure", FIGURES)
def test_a_click_on_a_mark_lands_on_its_row(browser, path: Path, figure: str) -> None:
    visit = Visit(browser, path, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    follow(visit, f"fig-{figure}")
    assert re.search(r"#e-\w+$", visit.page.url)
    row = visit.page.locator(":target")
    assert row.count() == 1 and "ev" in (row.get_attribute("class") or "").split()
    box = row.bounding_box()
    assert box and 0 <= box["y"] < 900
    assert not visit.wrong


def test_every_mark_of_every_figure_leads_to_a_row(browser, path: Path) -> None:
    visit = Visit(browser, path)
    assert lost(visit, ".ev") == [] and not visit.wrong


@pytest.fixture(scope="module")
def wider(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("wider") / "brief.html"
    file.write_text(render(wider_fixture.brief()), encoding="utf-8")
    return file


@pytest.mark.parametrize("figure", ["dependence", "words", "decades", "explained", "analogues"])
def test_a_click_on_a_wider_mark_lands_on_its_evidence(browser, wider: Path, figure: str) -> None:
    visit = Visit(browser, wider, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    follow(visit, f"fig-{figure}")
    assert re.search(r"#(e-\w+|r\d+)$", visit.page.url)
    row = visit.page.locator(":target")
    assert row.count() == 1 and row.is_visible() and not visit.wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_obstacle(browser, wider: Path, scheme: str) -> None:
    """On a page with every section filled; those of the examples: tests/examples."""
    visit = Visit(browser, wider, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    visit.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert obstacles(visit.page) == []
    assert not visit.wrong


def test_axe_sees_what_is_wrong(browser, tmp_path: Path) -> None:
    file = tmp_path / "poor.html"
    file.write_text(
        "<!doctype html><title>x</title><main><h1>x</h1><img src='data:,'>"
        "<p style='color:#bbb;background:#fff'>pale</p><a href='#'></a></main>", "utf-8",
    )  # fmt: skip
    found = " ".join(obstacles(Visit(browser, file).page))
    assert all(name in found for name in ("image-alt", "color-contrast", "link-name"))


@pytest.mark.parametrize("width", [390, 800, 1400])
def test_no_wider_page_is_wider_than_its_screen(browser, wider: Path, width: int) -> None:
    visit = Visit(browser, wider, viewport={"width": width, "height": 800})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_links_and_folds_work_without_script(browser, path: Path) -> None:
    visit = Visit(browser, path, java_script_enabled=False)
    visit.page.locator(".lead a").first.click()
    visit.page.wait_for_url(re.compile(r"#e-\w+$"))
    assert not visit.page.locator("#theme").is_visible()
    assert not visit.page.locator("#filter").is_visible()
    assert not visit.wrong


@pytest.fixture(scope="module")
def folded(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("folded") / "brief.html"
    file.write_text(render(odd_briefs.trends(9)), encoding="utf-8")
    return file


@pytest.mark.parametrize("script", [True, False])
def test_a_link_opens_the_fold_that_holds_its_goal(browser, folded: Path, script: bool) -> None:
    visit = Visit(browser, folded, java_script_enabled=script, reduced_motion="reduce")
    goal = visit.page.locator("#claims details:not([open]) .claim").last
    anchor = goal.get_attribute("id")
    assert anchor and not goal.is_visible()
    visit.page.goto(f"{folded.as_uri()}#{anchor}")
    visit.page.locator(f"#{anchor}").wait_for(state="visible")
    box = visit.page.locator(":target").bounding_box()
    assert box and 0 <= box["y"] < 720
    assert not visit.wrong


def test_a_link_followed_twice_opens_its_fold_again(browser, folded: Path) -> None:
    visit = Visit(browser, folded, reduced_motion="reduce")
    goal = visit.page.locator("#claims details .claim").last
    link = visit.page.locator(f'#claims table a[href="#{goal.get_attribute("id")}"]')
    fold = visit.page.locator("#claims details:has(.claim)")
    visit.page.locator("#claims table details summary").last.click()
    for _ in range(2):
        link.click()
        visit.page.locator(".claim:target").wait_for(state="visible")
        fold.evaluate("d => d.open = false")
    assert not visit.wrong


def test_an_odd_fragment_stops_nothing(browser, folded: Path) -> None:
    visit = Visit(browser, folded)
    visit.page.goto(f"{folded.as_uri()}#%")
    visit.page.goto(f"{folded.as_uri()}#nowhere")
    visit.page.wait_for_load_state("load")
    assert not visit.wrong


def test_paper_shows_what_is_folded(browser, folded: Path) -> None:
    """Also without the script, which opens the folds before printing."""
    visit = Visit(browser, folded, java_script_enabled=False)
    goal = visit.page.locator("#claims details:not([open]) .claim").last
    assert not goal.is_visible()
    visit.page.emulate_media(media="print")
    box = goal.bounding_box()
    assert goal.is_visible() and box and box["height"] > 8


def test_theme_and_filter(browser, path: Path) -> None:
    visit = Visit(browser, path, color_scheme="light")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = visit.page.evaluate(ground)
    visit.page.locator("#theme").click()
    assert visit.page.evaluate(ground) != light
    visit.page.locator("#filter input").fill("bombers")
    assert visit.page.locator(".ev:visible").count() == 2
    visit.page.locator("#filter select").select_option("pressure")
    assert visit.page.locator(".ev:visible").count() == 0
    visit.page.locator("#fig-timeline a[href]:has(> [aria-label])").first.click()
    visit.page.locator(".ev:target").wait_for(state="visible")
    assert not visit.wrong


@pytest.mark.parametrize("width", [390, 800, 1400])
@pytest.mark.parametrize(
    "make",
    [
        brief_fixture.brief,
        odd_briefs.empty,
        odd_briefs.long_words,
        odd_briefs.hostile,
        lambda: odd_briefs.trends(9),
    ],
)
def test_no_page_is_wider_than_its_screen(browser, tmp_path: Path, width: int, make) -> None:
    file = tmp_path / "brief.html"
    file.write_text(render(make()), encoding="utf-8")
    visit = Visit(browser, file, viewport={"width": width, "height": 900})
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width
    assert not visit.wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_enough(browser, path: Path, scheme: str) -> None:
    """WCAG 2 AA: at least 4.5 to 1 for text, 3 to 1 for the inks of the marks."""
    visit = Visit(browser, path, color_scheme=scheme)
    inks = visit.page.evaluate(
        """() => { const s = getComputedStyle(document.documentElement);
             return Object.fromEntries(["paper", "raised", "ink", "muted", "link", "support",
               "pressure", "curtailment", "neutral", "glow"].map(
                 (n) => [n, s.getPropertyValue("--" + n).trim()])); }"""
    )
    for ground in ("paper", "raised", "glow"):
        for ink in ("ink", "muted", "link"):
            assert contrast(inks[ink], inks[ground]) >= 4.5, (scheme, ink, ground)
    for ink in ("support", "pressure", "curtailment", "neutral"):
        assert contrast(inks[ink], inks["paper"]) >= 3, (scheme, ink)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two hex colours (WCAG 2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("width", [390, 1400])
def test_hostile_text_is_shown_as_text_and_the_layout_stays_whole(
    browser, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "brief.html"
    file.write_text(render(odd_briefs.hostile()), encoding="utf-8")
    visit = Visit(browser, file, viewport={"width": width, "height": 900})
    page = visit.page
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert visit.overhang == 0
    # Nothing of it became an element, and none of the page's own was closed too early.
    assert page.locator("script").count() == 1 and page.locator("style").count() == 1
    assert page.locator("img").count() == 0
    assert page.locator("main > section").count() == page.locator("section").count() == 13
    assert page.locator("body > footer").count() == 1
    # It is read as it stands: in the headline, the sentence, the actor's phrase, the source.
    evidence = page.locator("#evidence").inner_text()
    for words in odd_briefs.HOSTILE[:2]:
        assert evidence.count(words) >= 4
    assert "W" * 10_000 in evidence
    # What turns text turns nothing outside of its own box: the number before it stays at its left.
    row = page.locator(".ev", has_text=odd_briefs.SCRIPT).last
    number, who = row.locator("> b").bounding_box(), row.locator("> p").first.bounding_box()
    assert number["x"] + number["width"] <= who["x"] + 1
    isolated = page.evaluate(TURNED)
    assert isolated == []
    assert not visit.wrong


# Elements that hold a control which turns text and do not isolate it, nor does any above them.
TURNED = r"""() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!/[\u202a-\u202e\u2066-\u2069\u061c]/.test(node.data)) { continue; }
    let at = node.parentElement;
    while (at && at !== document.body &&
           !/isolate|plaintext/.test(getComputedStyle(at).unicodeBidi) ) { at = at.parentElement; }
    // A block of its own isolates too, but only one that holds nothing else.
    if (at === document.body) { found.push(node.parentElement.outerHTML.slice(0, 120)); }
  }
  return found;
}"""
