"""Results in a notebook: what the table says, and that no text of the data is markup."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

from patronage.results import Brief, Change, Point, Portfolio, Series

HOSTILE = "<script>alert(1)</script>"


class Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def checked(html: str) -> str:
    parser = Balanced()
    parser.feed(html)
    assert parser.open == [] and parser.seen <= {"table", "caption", "thead", "tbody", "tr", "th",
                                                 "td", "p"}  # fmt: skip
    return re.sub(r"<[^>]+>", " ", html)


def point(year: int, value: float | None) -> Point:
    day = dt.date(year, 1, 1)
    return Point(day, day.replace(year=year + 1), value, value, value, 0 if value is None else 3)


def test_a_series_counts_what_is_missing_and_what_is_not_shown() -> None:
    points = (*(point(1900 + n, n / 3) for n in range(70)), point(1990, None))
    html = Series("backing", HOSTILE, None, "episodes", "year", 0.8, points, 4)._repr_html_()
    text = checked(html)
    assert "latest 60 of 70" in text and "in 1 more: missing and not zero" in text
    assert "4 are not dated" in text and "80% interval" in text
    assert "1909-01-01" not in text and "1910-01-01" in text and "1990-01-01" not in text


def test_a_brief_shows_its_patrons_with_intervals() -> None:
    change = Change("RUS", 9, 2, 1, 1, 0.25, 0.1, 0.6, 0.97, 0.8, "decline", (), (), ("e",))
    other = Change("USA", 1, 1, None, None, None, None, None, None, 0.8, "too little", (), (), ())
    fields: dict[str, Any] = dict.fromkeys(
        ("documents", "events", "episodes", "claims", "requests", "backing", "pressure",
         "verdicts", "problems"), ())  # fmt: skip
    brief = Brief(
        client="VEN", coercers=("USA",), patrons=("RUS",), as_of=dt.date(2019, 1, 1), since=None,
        names={"VEN": "Venezuela", "RUS": HOSTILE}, portfolio=Portfolio("VEN", None, ()),
        changes=(change, other), coder="c", notes=(HOSTILE,), **fields,
    )  # fmt: skip
    text = checked(brief._repr_html_())
    assert "Who backs Venezuela, as available by 2019-01-01" in text
    assert "0.25 (80%: 0.10 to 0.60)" in text and "0.97" in text and "USA" not in text
