"""A browser drives the dashboard under its strict policy: no console error may be seen."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import obstacles

from dashboard.boards import falling
from patronage.dashboard import Settings

pytestmark = pytest.mark.full
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def address(own: Settings) -> Iterator[str]:
    """Where the dashboard stands, started as a user would."""
    command = [sys.executable, "-c", "from patronage.cli import main; main()", "serve"]
    options = ["--ledger", own.ledger, "--port", "0", "--watch", "VEN", "--alert", "0.4"]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PATRONAGE_")}
    server = subprocess.Popen(
        [*command, *options], stderr=subprocess.PIPE, text=True, env=clean
    )  # fmt: skip
    assert server.stderr is not None
    yield re.search(r"http://\S+/", server.stderr.readline())[0].rstrip("/")
    server.terminate()
    assert server.wait(30) in (0, -15)


@pytest.fixture
def page(address: str) -> Iterator[tuple]:
    """A page of a browser, where the dashboard stands, and how another reader comes to it."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    said: list[str] = []
    asked: list[str] = []
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def reader() -> Any:
            shown = browser.new_page(viewport={"width": 390, "height": 844})
            shown.on("console", lambda message: said.append(message.text))
            shown.on("pageerror", lambda error: said.append(str(error)))
            shown.on("request", lambda request: asked.append(request.url))
            return shown

        yield reader(), address, reader
        browser.close()
    assert said == []
    assert {url for url in asked if not url.startswith((address, "data:"))} == set()


def come(shown: Any, address: str) -> None:
    """Go to a page and stay until it is there: on a slow machine it tells how far it has come."""
    shown.goto(address)
    arrived(shown)


def arrived(shown: Any) -> None:
    """Stay until the page itself is there."""
    gathering = shown.locator("h1", has_text="Gathering the view")
    gathering.wait_for(state="hidden", timeout=180_000)
    shown.wait_for_load_state()  # the address is there before the page is


def test_a_reader_can_do_everything(page: tuple, tmp_path: Path) -> None:
    shown, address, reader = page
    come(shown, f"{address}/")
    shown.fill("input[name=client]", "Venezuela")
    shown.click("button:has-text('Show')")
    shown.wait_for_url(f"{address}/view?client=VEN")
    arrived(shown)

    # Evidence: a number of the bottom line leads to its sentence.
    shown.click(".lead .refs a[href^='#e-'] >> nth=0")
    assert shown.locator(".ev:target").is_visible()
    everything = shown.locator(".ev").count()

    # As of: fewer reports, and the address says it.
    shown.click("summary:has-text('Choose the view')")
    shown.fill("input[name=as_of]", "2006-12-31")
    shown.click("button:has-text('Show')")
    shown.wait_for_url(f"{address}/view?client=VEN&as_of=2006-12-31")
    arrived(shown)
    early = shown.locator(".ev").count()
    assert 0 < early < everything

    # The view is shared by its address: another reader sees what this one chose.
    other = reader()
    come(other, shown.url)
    assert other.url == shown.url
    assert other.locator(".ev").count() == early
    assert other.locator("input[name=as_of]").input_value() == "2006-12-31"
    other.close()

    # A correction, made and taken back.
    shown.click(".ev a[href^='/correct'] >> nth=0")
    shown.select_option("select[name=type]", "PROTEST")
    shown.fill("input[name=who]", "A. Reader")
    shown.fill("textarea[name=why]", "as the words say")
    shown.click("button:has-text('Keep')")
    shown.wait_for_url(f"{address}/corrections")
    arrived(shown)
    shown.click("summary:has-text('Take it back')")
    shown.fill(".judged input[name=who]", "B. Reader")
    shown.fill(".judged input[name=why]", "they do not")
    shown.click("button:has-text('Take back')")
    shown.locator(".judged").nth(1).wait_for()
    assert shown.locator(".judged").count() == 2
    assert shown.locator(".tag:has-text('taken back')").count() == 1

    # A table.
    come(shown, f"{address}/view?client=VEN")
    with shown.expect_download() as got:
        shown.click("a[href*='what=events']")
    table = Path(got.value.path()).read_text("utf-8")
    assert got.value.suggested_filename == "VEN-events.csv"
    assert table.count("\n") > everything

    # An upload, coded and seen.
    news = tmp_path / "news.txt"
    news.write_text("Russia sent two bombers to Venezuela on Monday, officials said.", "utf-8")
    come(shown, f"{address}/documents")
    shown.set_input_files("input[type=file]", str(news))
    shown.fill("input[name=published]", "2021-03-03")
    shown.click("button:has-text('Add')")
    until, again = time.monotonic() + 120, shown.get_by_role("link", name="look again")
    while again.count() and time.monotonic() < until:
        shown.wait_for_timeout(300)
        again.click()
    assert shown.locator("text=1 documents").count() == 1
    come(shown, f"{address}/view?client=VEN")
    assert shown.locator("text=two bombers").count() > 0


def test_an_alert_comes_to_the_page_and_leads_to_its_view(page: tuple, own: Settings) -> None:
    shown, address, _ = page
    come(shown, f"{address}/")
    alerts = shown.locator("section[aria-labelledby=h-alerts] li")
    assert alerts.count() == 0
    falling(own.ledger)  # somebody else writes, while the dashboard stands
    until = time.monotonic() + 180
    while not alerts.count():
        assert time.monotonic() < until
        shown.wait_for_timeout(500)
        shown.reload()
    above = shown.locator(".watch tr.above:has(.tag:has-text('alert'))")
    assert above.locator("th").all_inner_texts() == ["Russia"]
    (told,) = map(json.loads, shown.request.get(f"{address}/alerts.jsonl").text().splitlines())
    assert (told["kind"], told["patron"]) == ("passed", "RUS")
    said = f"passed 40%, now {told['probability']:.0%}; {told['then']} episodes then"
    assert said in alerts.inner_text()
    alerts.locator("a").click()
    shown.wait_for_url(f"{address}/view?client=VEN&patron=RUS")
    arrived(shown)
    assert shown.locator(f"#e-{told['evidence'][0][:8]}").count() == 1


@pytest.mark.parametrize("width", [390, 1400])
def test_no_page_is_wider_than_the_window(page: tuple, width: int) -> None:
    shown, address, _ = page
    shown.set_viewport_size({"width": width, "height": 900})
    for path in ("/", "/view?client=VEN", "/documents", "/corrections"):
        come(shown, address + path)
        wide = shown.evaluate(
            "Array.from(document.querySelectorAll('.ask *, .stack *')).filter(e => "
            "e.offsetWidth && e.getBoundingClientRect().right > "
            "e.closest('form').getBoundingClientRect().right).length"
        )
        assert wide == 0, path
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_obstacle(page: tuple, scheme: str) -> None:
    shown, address, _ = page
    shown.emulate_media(color_scheme=scheme)
    shown.set_viewport_size({"width": 1280, "height": 900})
    for path in ("/", "/view?client=VEN", "/documents", "/corrections"):
        come(shown, address + path)
        shown.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert obstacles(shown) == [], path
    come(shown, f"{address}/view?client=VEN")
    come(shown, address + shown.locator("a[href^='/correct?']").first.get_attribute("href"))
    assert obstacles(shown) == []
