"""Draw docs/images/brief.png: the head of the demo's brief, as a reader sees it.

Run from the repository's root after ``make demo``: ``.venv/bin/python docs/make_image.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 1400, 1600


def main(page: Path = ROOT / "brief.html", chromium: str = "/usr/bin/chromium") -> None:
    """Open the page in a headless browser and save its upper part."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        tab.goto(page.resolve().as_uri())
        tab.screenshot(
            path=ROOT / "docs" / "images" / "brief.png",
            clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT},
        )
        browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
