"""Photograph briefs as readers meet them, in pieces to be looked at one by one.

``.venv/bin/python docs/make_shots.py FOLDER PAGE...`` opens each page in headless Chromium at
1400, 800 and 390 pixels, light and dark, and as a printed PDF, and writes PNGs to FOLDER. Without
a page it first makes the briefs of the three examples there. PDF pages become PNGs where pdftoppm
is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = {"venezuela": ("VEN", "USA"), "syria": ("SYR", "USA"), "ukraine": ("UKR", "RUS")}
# Name: width, height of a piece, colour scheme.
VIEWS = {
    "1400": (1400, 1500, "light"),
    "800": (800, 1500, "light"),
    "390": (390, 1600, "light"),
    "1400-dark": (1400, 1500, "dark"),
    "390-dark": (390, 1600, "dark"),
}


def main(folder: Path, pages: list[Path], chromium: str = "/usr/bin/chromium") -> None:
    """Write the pictures of all pages."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for page in pages or list(examples(folder)):
            for name, (width, height, scheme) in VIEWS.items():
                size = {"width": width, "height": height}
                tab = browser.new_page(viewport=size, color_scheme=scheme)
                tab.goto(page.resolve().as_uri())
                pieces(tab, folder / f"{page.stem}-{name}", height)
                tab.close()
            printed(browser, page, folder / f"{page.stem}-print")
        browser.close()


def examples(folder: Path) -> Iterator[Path]:
    """The briefs of the three examples, made anew."""
    from patronage import pipeline

    for name, (client, coercer) in EXAMPLES.items():
        page = folder / f"{name}.html"
        texts = ROOT / "examples" / name / "dispatches.jsonl"
        pipeline.brief(client, [texts], coercer=coercer, out=page)
        yield page


def pieces(tab, stem: Path, height: int) -> None:
    """One PNG for each ``height`` pixels of a page, from the top down."""
    whole = tab.evaluate("document.documentElement.scrollHeight")
    for number, top in enumerate(range(0, whole, height - 60)):  # the menu covers some at the top
        tab.evaluate("(top) => scrollTo({top, behavior: 'instant'})", top)
        tab.screenshot(path=f"{stem}-{number:02}.png")


def printed(browser, page: Path, stem: Path) -> None:
    """The page as PDF, as a browser prints it, and its sheets as PNGs."""
    tab = browser.new_page()
    tab.goto(page.resolve().as_uri())
    pdf = stem.with_suffix(".pdf")
    tab.pdf(path=pdf, format="A4", prefer_css_page_size=True)
    tab.close()
    if shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), str(stem)], check=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), [Path(page) for page in sys.argv[2:]])
