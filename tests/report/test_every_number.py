"""Every number of the finished briefs, counted again from the evidence by a second path.

The three examples are read and drawn as a user does it. Then each text node of the page that holds
a digit is accounted for: recounted from the events, found word for word in the texts, held to the
place that its link leads to, or, where a model tells it, held against the public result. What is
not accounted for fails, and so does a number that is altered.
"""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from examples_read import ASKED, dispatches, plan
from recount_asked import Asked
from recount_backing import Backing
from recount_course import Course
from recount_models import Models
from recount_page import Account, Node, Page, drawn_as
from recount_told import Told
from recount_world import World

from patronage import pipeline
from patronage.results import Brief, Series, Wider

pytestmark = pytest.mark.full

SECTIONS = ("header", "bottom-line", "backing", "timeline", "decades", "change", "requests",
            "pressure", "next", "claims", "evidence", "unknown")  # fmt: skip
SOME = 12  # kinds of places of the larger examples in which a number is altered
KINDS = {"recounted", "quoted", "link", "folded", "scale", "verdict", "model", "fixed words"}


@dataclass(frozen=True)
class Made:
    """An example's page, the brief behind it, and what public functions say of its models."""

    name: str
    text: str
    brief: Brief
    world: World
    ledger: Path


@pytest.fixture(scope="session", params=sorted(ASKED))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    name = str(request.param)
    client, coercer = ASKED[name]
    folder = tmp_path_factory.mktemp(name)
    brief = pipeline.brief(
        client, [dispatches(name)], coercer=coercer, ledger=folder / "ledger",
        out=folder / "brief.html", scenario=plan(name),
    )  # fmt: skip
    text = (folder / "brief.html").read_text(encoding="utf-8")
    return Made(name, text, brief, World(brief), folder / "ledger")


def accounted(made: Made, page: Page) -> Account:
    account = Account(page)
    for part in (Backing, Course, Asked):
        try:
            part(made.world, account).run()
        except (KeyError, ValueError, StopIteration, AssertionError, AttributeError) as error:
            account.wrong.append(f"{part.__name__} cannot be read: {error!r}")
    try:
        Told(made.brief, account).run()
        Models(made.brief, made.world.order, account).run()
    except (KeyError, ValueError, StopIteration, AssertionError, AttributeError) as error:
        account.wrong.append(f"what is told cannot be read: {error!r}")
    return account


def test_every_number_is_accounted_for_and_agrees(made: Made) -> None:
    page = Page(made.text)
    account = accounted(made, page)
    assert not account.wrong, "\n".join(account.wrong)
    left = account.left()
    assert not left, [(n.kind, n.text.strip()[:80]) for n in left[:20]]
    assert not account.unspoken(), [e.get("aria-label") for e in account.unspoken()[:20]]
    kinds = Counter(account.kinds[n.key] for n in page.nodes())
    assert set(kinds) <= KINDS
    # What no second path computes stays few: levels, falls and the crisis model.
    assert kinds["model"] <= 50, kinds
    assert kinds["recounted"] > 10 * kinds["model"], kinds
    print(f"{made.name}: {sum(kinds.values())} numbers {dict(kinds)}, {len(account.spoken)} labels")


def test_an_altered_number_is_found_wherever_it_stands(made: Made) -> None:
    page, clean = Page(made.text), accounted(made, Page(made.text))
    assert not clean.wrong
    places: dict[tuple[str, ...], list[Node]] = {}
    for node in page.nodes():
        places.setdefault(node.kind, []).append(node)
    rng = random.Random(11)
    # Of the smallest example a number of every kind of place, of the others some kinds.
    kinds = sorted(places)
    kinds = kinds if made.name == "syria" else rng.sample(kinds, SOME)
    missed, short = [], 0
    for kind in kinds:
        node = rng.choice(places[kind])
        if short_scale(node):
            short += 1
            continue
        was = node.text
        node.text = altered(was, rng)
        account = accounted(made, page)
        if not account.wrong and not account.left():
            missed.append((kind, was.strip()[:60], node.text.strip()[:60]))
        node.text = was
    assert not missed, missed
    print(f"{made.name}: {len(kinds)} of {len(places)} kinds of places altered, {short} too short")
    sections = {n.section for some in places.values() for n in some}
    assert sections >= set(SECTIONS)


def altered(text: str, rng: random.Random) -> str:
    """The text with one digit changed; the first of a number, so that it is another number."""
    at = rng.choice([m.start() for m in re.finditer(r"(?<![\d.,])\d", text)] or
                    [m.start() for m in re.finditer(r"\d", text)])  # fmt: skip
    return text[:at] + str((int(text[at]) + 1 + rng.randrange(8)) % 10) + text[at + 1 :]


def short_scale(node: Node) -> bool:
    """Whether it is one of two ticks of a scale, which nothing but their order can hold."""
    home = node.home
    if not str(home.tag).endswith("text") or drawn_as(home) != "scale":
        return False
    dated = bool(re.search("[A-Z]", node.text))
    ticks = [t.text or "" for t in home.getparent() if re.search(r"\d", t.text or "")]
    return sum(bool(re.search("[A-Z]", t)) == dated for t in ticks) < 3


def test_an_altered_label_is_found_in_every_figure(made: Made) -> None:
    page, rng = Page(made.text), random.Random(5)
    by_figure: dict[str, list[Any]] = {}
    for one in page.labels():
        home = next((a.get("id") for a in one.iterancestors() if a.get("id")), "")
        by_figure.setdefault("whole" if one.tag == "svg" else str(home), []).append(one)
    assert len(by_figure) >= 6
    figures = sorted(by_figure) if made.name == "syria" else rng.sample(sorted(by_figure), 4)
    for figure in figures:
        one = rng.choice(by_figure[figure])
        was = one.get("aria-label")
        one.set("aria-label", altered(was, rng))
        assert accounted(made, page).wrong, (figure, was, one.get("aria-label"))
        one.set("aria-label", was)


def test_a_number_that_nothing_tells_of_is_found(made: Made) -> None:
    page = Page(made.text)
    stray = copy.deepcopy(page.section("backing").find("h2"))
    stray.text = "7 tankers of oil"
    page.section("backing").append(stray)
    assert [n.text for n in accounted(made, page).left()] == ["7 tankers of oil"]


def test_a_link_to_other_evidence_is_found(made: Made) -> None:
    page = Page(made.text)
    links = page.all("//section[@id='backing']//table//td//a[starts-with(@href,'#e-')]")
    goals = [f"#{e.get('id')}" for e in page.all("//section[@id='evidence']//div[starts-with("
                                                 "@id,'e-')]")]  # fmt: skip
    link = links[0]
    cell = {a.get("href") for a in link.getparent().iter("a")}
    link.set("href", next(g for g in goals if g not in cell))
    link.text = str(goals.index(link.get("href")) + 1)
    assert any("links to" in w for w in accounted(made, page).wrong)


def test_what_models_tell_is_what_the_public_functions_tell(made: Made) -> None:
    client, wider = made.brief.client, made.brief.wider
    for of in ("backing", "pressure"):
        told = {c.actor: c for c in wider.courses if c.of == of}
        for part in ("latent", "decline"):
            every = pipeline.measure(f"{of}-{part}", client=client, ledger=made.ledger,
                                     period="year")  # fmt: skip
            series = {s.patron: s for s in every if isinstance(s, Series)}
            for actor, course in told.items():
                one = course.level if part == "latent" else course.fallen
                assert one is None or points(one) == points(series[actor]), (of, part, actor)
    ahead = wider.ahead
    assert ahead is not None
    if scenario := plan(made.name):
        run = pipeline.crisis_run(scenario, runs=ahead.runs).outlook
        assert [(o.name, o.probability, o.low, o.high, o.base) for o in run.outcomes] == [
            (o.name, o.probability, o.low, o.high, o.base) for o in ahead.outcomes
        ]
    assert isinstance(wider, Wider)


def points(series: Series) -> list[tuple[object, ...]]:
    return [(p.start, p.value, p.low, p.high) for p in series.points if p.value is not None]
