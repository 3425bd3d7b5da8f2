"""robots.txt as RFC 9309 has it: whose group holds, which rule wins."""

from __future__ import annotations

import time

import pytest

from patronage.documents.robots import NOTHING, robots_of

TOLD = b"""\xef\xbb\xbf# a remark
User-agent: other
Disallow: /

User-agent: Patronage
User-agent: third   # two names, one group
Disallow: /private
Allow: /private/feeds/
Disallow: /*.pdf$
Disallow: /a*b*c
Crawl-delay: 7.5
Sitemap: https://example.org/map.xml

User-agent: *
Disallow: /news
"""


@pytest.mark.parametrize(("path", "allowed"), [
    ("/", True), ("/news", True), ("/private", False), ("/privately", False),
    ("/private/feeds/a", True), ("/x/report.pdf", False), ("/x/report.pdf?y=1", True),
    ("/a1b2c3", False), ("/a1c2b3", True), ("/%70rivate", False), ("/robots.txt", True),
])  # fmt: skip
def test_the_longest_rule_of_the_own_group_wins(path: str, allowed: bool) -> None:
    assert robots_of(TOLD).allows(path) is allowed


def test_without_a_group_of_its_own_the_one_for_all_holds() -> None:
    rules = robots_of(TOLD.replace(b"Patronage", b"someone"))
    assert (rules.allows("/news/1"), rules.allows("/private")) == (False, True)
    assert rules.delay == 0.0


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"<html>", b"User-agent: *\nDisallow:\n", b":"])
def test_what_has_no_rule_forbids_nothing(data: bytes) -> None:
    assert robots_of(data).allows("/anything")


def test_of_two_rules_of_one_length_the_allowing_wins_and_delays_are_bounded() -> None:
    rules = robots_of(b"user-agent:*\ndisallow:/a\nallow:/a\ncrawl-delay: 99999\n")
    assert rules.allows("/a")
    assert rules.delay == 60.0
    assert robots_of(b"user-agent: *\ncrawl-delay: soon").delay == 0.0
    assert not NOTHING.allows("/")


def test_many_stars_cost_little() -> None:
    rules = robots_of(b"User-agent: *\nDisallow: /" + b"*a" * 2_000 + b"$")
    began = time.process_time()
    assert rules.allows("/" + "a" * 1_999 + "b")
    assert time.process_time() - began < 1
