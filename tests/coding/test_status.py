"""Did it happen? Rows of sentence, publication date and the status of its first event."""

from __future__ import annotations

import datetime as dt

import pytest

from patronage.coding import Coder
from patronage.records import Document

OCCURRED = (
    "Russia sent missiles to Syria.",
    "Russia has sent missiles to Syria.",
    "Officials said that Russia sent missiles to Syria.",
    "Russia not only sent missiles to Syria, but promised more.",
    "Officials could say that Russia sent missiles to Syria.",
    "Russia is sending missiles to Syria.",
)
NEGATED = (
    "Russia did not send missiles to Syria.",
    "Russia has never sent missiles to Syria.",
    "Russia sent no missiles to Syria.",
    "Russia failed to send missiles to Syria.",
    "Neither Russia nor Iran sent missiles to Syria.",
    "No missiles were sent to Syria by Russia.",
)
HYPOTHETICAL = (
    "Russia could send missiles to Syria.",
    "Russia might bomb Syria.",
    "Officials said that Russia would send missiles to Syria if it were asked.",
    "If Russia bombed Syria, oil prices would rise.",
    "Russia is considering sending missiles to Syria.",
    "Analysts discussed a possible Russian attack on Syria.",
)
FUTURE = (
    "Russia will send missiles to Syria.",
    "Russia plans to send missiles to Syria.",
    "Russia will bomb Syria.",
    "Officials said that Russia will send missiles to Syria.",
)
HISTORICAL = (
    "Russia sent missiles to Syria in 1973.",
    "Russia once sent missiles to Syria.",
    "Russia used to send missiles to Syria.",
    "Russia previously sent missiles to Syria.",
)
ROWS = [
    (text, status)
    for status, texts in (
        ("occurred", OCCURRED), ("negated", NEGATED), ("hypothetical", HYPOTHETICAL),
        ("future", FUTURE), ("historical", HISTORICAL),
    )
    for text in texts
]  # fmt: skip
KNOWN: dict[str, str] = {}


@pytest.mark.parametrize(("text", "status"), ROWS)
def test_status(coder: Coder, text: str, status: str, request: pytest.FixtureRequest) -> None:
    if text in KNOWN:
        request.applymarker(pytest.mark.xfail(strict=True, reason=KNOWN[text]))
    events = coder.code(Document.of(text)).events
    assert events, "no event"
    assert events[0].status == status


@pytest.mark.parametrize(
    ("published", "status"),
    [("2018-06-01", "occurred"), ("2019-03-01", "occurred"), ("2021-01-01", "historical")],
)
def test_a_dated_event_is_background_a_year_later(
    coder: Coder, published: str, status: str
) -> None:
    document = Document.of(
        "Russia sent missiles to Syria in May 2018.", published=dt.date.fromisoformat(published)
    )
    assert [e.status for e in coder.code(document).events] == [status]


def test_a_date_to_come_makes_it_future(coder: Coder) -> None:
    document = Document.of(
        "India hosts the Russian president on 9 July 2030.", published=dt.date(2030, 6, 1)
    )
    assert {e.status for e in coder.code(document).events} <= {"future"}
