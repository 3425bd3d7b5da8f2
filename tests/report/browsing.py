"""A page opened in a real browser, with all that it says, asks for and gets wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GRAVE = ("serious", "critical")  # what axe-core calls an obstacle to somebody


class Visit:
    """A page opened from disk, with every complaint and every request that leaves it."""

    def __init__(self, browser, path: Path, **context) -> None:
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda m: self.wrong.append(m.text))
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("request", self._request)
        self.page.goto(path.as_uri())

    def _request(self, request) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.wrong.append(request.url)

    @property
    def overhang(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@contextmanager
def opened() -> Iterator:
    """A headless browser; the test is skipped, saying so, where there is none."""
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no chromium at {CHROMIUM}")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield browser
        browser.close()


def follow(visit: Visit, figure: str) -> None:
    """Click the first mark of a figure and wait until the address has its goal."""
    mark = visit.page.locator(f"#{figure} a[href]:has(> [aria-label])").first
    goal = mark.get_attribute("href") or "?"
    mark.click()
    visit.page.wait_for_url(f"**{goal}")


def lost(visit: Visit, rows: str) -> list[str]:
    """Marks of the figures without words of their own, or that lead to none of the rows."""
    found: list[str] = visit.page.evaluate(
        """(rows) => Array.from(document.querySelectorAll(".chart a")).filter((a) => {
             const href = a.getAttribute("href") || "";
             const goal = href.startsWith("#") && document.getElementById(href.slice(1));
             const said = a.getAttribute("aria-label") || a.querySelector("[aria-label]");
             return !(goal && said && goal.matches(rows));
           }).map((a) => a.outerHTML.slice(0, 200))""",
        rows,
    )
    return found


def obstacles(page) -> list[str]:
    """Serious and critical findings of axe-core on all that a page shows, one line each."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core here")
    found = axe.Axe().run(page).response
    assert len(found["passes"]) > 10  # it has looked
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {' '.join(node['target'])}: "
        f"{node['html'][:160]}: {node.get('failureSummary', '')[:300]}"
        for one in found["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
