"""The pages of the three examples in a real browser: no obstacle, nothing lost, nothing asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Visit, follow, lost, obstacles, opened
from examples_read import ASKED, dispatches, plan

from patronage import pipeline

pytestmark = pytest.mark.full

ROWS = ".ev, .claim, .numbered li, [id^=o-]"
WINDOW = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with opened() as one:
        yield one


@pytest.fixture(scope="module", params=sorted(ASKED))
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    client, coercer = ASKED[request.param]
    out = tmp_path_factory.mktemp(request.param) / "brief.html"
    pipeline.brief(client, [dispatches(request.param)], coercer=coercer, out=out,
                   scenario=plan(request.param))  # fmt: skip
    return out


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_obstacle(browser, page: Path, scheme: str) -> None:
    visit = Visit(browser, page, color_scheme=scheme, viewport=WINDOW)
    visit.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert obstacles(visit.page) == []
    assert not visit.wrong


@pytest.mark.parametrize("width", [390, 800, 1400])
def test_no_page_is_wider_than_its_screen(browser, page: Path, width: int) -> None:
    visit = Visit(browser, page, viewport={"width": width, "height": 900})
    assert visit.overhang == 0
    visit.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert visit.overhang == 0
    assert not visit.wrong


def figures(visit: Visit) -> list[str]:
    """Ids of a page's figures, each of which must have a mark that leads somewhere."""
    found = visit.page.locator("main figure svg.chart").evaluate_all("all => all.map(s => s.id)")
    assert len(found) >= 5 and len(set(found)) == len(found)
    return found


def test_a_click_on_a_mark_of_every_figure_lands_on_its_evidence(browser, page: Path) -> None:
    visit = Visit(browser, page, viewport=WINDOW, reduced_motion="reduce")
    for figure in figures(visit):
        follow(visit, figure)
        lands(visit, figure)


def test_the_keyboard_reaches_a_mark_of_every_figure(browser, page: Path) -> None:
    """From the scrolling region of a figure one Tab leads to its first mark, Enter to its row."""
    visit = Visit(browser, page, viewport=WINDOW, reduced_motion="reduce")
    for figure in figures(visit):
        visit.page.locator(f".scroll:has(> #{figure})").focus()
        visit.page.keyboard.press("Tab")
        goal = visit.page.evaluate(
            "(id) => { const a = document.activeElement.closest(`#${id} a`);"
            " return a && a.getAttribute('href'); }",
            figure,
        )
        assert goal, figure
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(f"**{goal}")
        lands(visit, figure)


def lands(visit: Visit, figure: str) -> None:
    """The goal of the address is one row of evidence, seen within the window."""
    row = visit.page.locator(":target")
    row.wait_for(state="visible")
    assert row.count() == 1, figure
    assert row.evaluate("r => r.matches('" + ROWS + "')"), figure
    box = row.bounding_box()
    assert box and 0 <= box["y"] < WINDOW["height"], figure
    assert not visit.wrong


def test_every_mark_of_every_figure_says_what_it_is_and_leads_to_a_row(browser, page: Path) -> None:
    visit = Visit(browser, page)
    assert lost(visit, ROWS) == [] and not visit.wrong
