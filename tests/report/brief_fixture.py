"""A realistic brief built by hand, in sentences of our own, for the tests of the report."""

# ruff: noqa: E501 - sentences of prose
from __future__ import annotations

import datetime as dt

from patronage.periods import Grain, periods
from patronage.records import (
    Actor,
    Amount,
    Attribution,
    Claim,
    Document,
    Event,
    Problem,
    Span,
    Time,
    content_id,
)
from patronage.results import (
    Brief,
    Cell,
    Change,
    Episode,
    Point,
    Portfolio,
    Request,
    Series,
    Verdict,
)

CODER = "patronage 0.1 rules fixture"
SINCE = dt.date(2025, 8, 1)
NAMES = {
    "VEN": "Venezuela", "RUS": "Russia", "CHN": "China", "USA": "United States",
    "IRN": "Iran", "CUB": "Cuba", "ISR": "Israel",
}  # fmt: skip

FIRST = """Backers of Caracas hold back as Washington sends ships

Moscow flew two long-range bombers to Venezuela in December 2018, and China trained Venezuelan officers that year. Between 2007 and 2016 China lent Venezuela about $60 billion against shipments of oil. Russia delivered fighter aircraft in 2006. The United States banned purchases of Venezuelan crude in January 2019. Cuba keeps advisers in Caracas.

In October 2025 Venezuela asked Russia for missiles and radar repairs, an official told the Daily Ledger. President Nicolás Maduro also asked China to widen military cooperation. Russia sent two tankers with diluent in November 2025. Analysts said that Russia and China now give Venezuela less than before. Beijing did not promise new loans. Moscow promised to repair aircraft.

Since August 2025 the United States has moved warships into the Caribbean. Washington could strike targets on land in December 2025, a senator warned. In September 2025 the United States struck a boat off the coast. China condemned the deployment in October 2025. The institute counts over $20 billion in arms from Russia since 2001."""

SECOND = """Loans of the past

Chinese banks agreed on credit of more than $20 billion to Venezuela, repaid in oil. Russia has refused to reschedule a loan, a banker in Caracas said. Iran supplied petrol to Venezuela. Russia and China gave Iran only words of support when Israel bombed it."""


def span_of(document: Document, words: str, after: int = 0) -> Span:
    start = document.text.index(words, after)
    return Span(start, start + len(words))


def _sentence(document: Document, words: str) -> Span:
    at = document.text.index(words)
    start = max(document.text.rfind(". ", 0, at) + 2, document.text.rfind("\n", 0, at) + 1, 0)
    ends = [p for p in (document.text.find(". ", at), document.text.find(".\n", at)) if p >= 0]
    return Span(start, min(ends) + 1 if ends else len(document.text))


def actor(document: Document, within: Span, words: str, **fields: str) -> Actor:
    """A mention within a sentence."""
    return Actor(words, span_of(document, words, within.start), **fields)


def event(document: Document, trigger: str, source: tuple, target: tuple, **fields) -> Event:
    """An event found by the words of its trigger; actors as (words, country[, name])."""
    at = span_of(document, trigger)
    span = _sentence(document, trigger)
    if document.text.startswith(document.title or "\x00") and at.start < len(document.title):
        span = Span(0, len(document.title))

    def mention(words: str, country: str, name: str | None = None) -> Actor:
        return actor(document, span, words, country=country, sector="GOV", name=name)

    amount, told, voice = (
        fields.pop("amount", None),
        fields.pop("time", None),
        fields.pop("by", None),
    )
    defaults = {
        "mode": None, "context": (), "instrument": None, "polarity": "support", "status": "occurred",
        "in_return_for": (), "intensity": None, "beneficiary": (), "against": (), "coder_score": 0.8,
    }  # fmt: skip
    values = {**defaults, **fields}
    return Event(
        id=content_id(document.id, at, source, target, values["type"]),
        document=document.id,
        sentence=sum(document.text.count(s, 0, span.start) for s in (". ", "\n\n")),
        span=span,
        quote=span.of(document.text),
        trigger=at,
        actor=tuple(mention(*s) for s in source),
        recipient=tuple(mention(*t) for t in target),
        amount=(_amount(document, *amount),) if amount else (),
        time=Time(told[0], span_of(document, told[0], span.start), *told[1:]) if told else None,
        attribution=(
            (Attribution(voice[0], span_of(document, voice[0], span.start), voice[1]),)
            if voice
            else ()
        ),
        coder=CODER,
        **values,
    )


def _amount(document: Document, text: str, value: float, comparator: str, measure: str) -> Amount:
    return Amount(text, span_of(document, text), value, "USD", comparator, measure)


def _year(words: str, start: int, end: int | None = None) -> tuple:
    return (words, dt.date(start, 1, 1), dt.date((end or start) + 1, 1, 1), "year")


def _month(words: str, year: int, month: int) -> tuple:
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return (words, dt.date(year, month, 1), after, "month")


def documents() -> tuple[Document, Document]:
    """One dated text with a headline, one without a date."""
    title = FIRST.split("\n", maxsplit=1)[0]
    first = Document.of(
        FIRST, title=title, published=dt.date(2025, 11, 22), publisher="Daily Ledger",
        url="https://news.example/backers",
    )  # fmt: skip
    return first, Document.of(SECOND, title="Loans of the past")


def events(first: Document, second: Document) -> tuple[Event, ...]:
    """Twenty-three events over both texts, of every status and polarity."""
    ven, rus, chn, usa = (("Venezuela", "VEN"),), (("Russia", "RUS"),), (("China", "CHN"),), (
        ("United States", "USA"),)  # fmt: skip
    both = (("Russia", "RUS"), ("China", "CHN"))
    arms = ("over $20 billion", 2.0e10, ">", "arms")
    return (
        event(first, "hold back", (("Backers", None),), (("Caracas", "VEN"),), type="RETREAT",
              polarity="curtailment", headline=True, coder_score=0.55),
        event(first, "sends ships", (("Washington", "USA"),), (), type="MOBILIZE",
              polarity="pressure", instrument="show-of-force", headline=True),
        event(first, "flew", (("Moscow", "RUS"),), ven, type="MOBILIZE", instrument="show-of-force",
              status="historical", time=_month("December 2018", 2018, 12), intensity=3.0),
        event(first, "trained", chn, (("Venezuelan", "VEN"),), type="AID", instrument="training",
              status="historical", time=("that year", dt.date(2018, 1, 1), dt.date(2019, 1, 1), "year")),
        event(first, "lent", chn, ven, type="AID", instrument="loan", status="historical",
              time=_year("Between 2007 and 2016", 2007, 2016), in_return_for=("oil",),
              amount=("about $60 billion", 6.0e10, "~", "loan"), intensity=7.0),
        event(first, "delivered", rus, (), type="AID", mode="military", instrument="arms",
              status="historical", time=_year("in 2006", 2006)),
        event(first, "banned purchases", usa, (("Venezuelan", "VEN"),), type="COERCE", mode="restrict",
              polarity="pressure", instrument="sanction-trade", time=_month("January 2019", 2019, 1)),
        event(first, "keeps advisers", (("Cuba", "CUB"),), (("Caracas", "VEN"),), type="AID",
              instrument="advisers", coder_score=0.7),
        event(first, "asked Russia", ven, rus, type="REQUEST", mode="assist", instrument="arms",
              polarity=None, time=_month("October 2025", 2025, 10), by=("an official", "told")),
        event(first, "asked China", (("President Nicolás Maduro", "VEN", "Nicolás Maduro"),), chn,
              type="REQUEST", polarity=None, instrument="training"),
        event(first, "sent two tankers", rus, (), type="AID", instrument="logistics",
              time=_month("November 2025", 2025, 11), context=("economic",)),
        event(first, "give Venezuela less", both, ven, type="SANCTION", polarity="curtailment",
              by=("Analysts", "said"), intensity=-4.0),
        event(first, "did not promise", (("Beijing", "CHN"),), (), type="AGREE", instrument="loan",
              status="negated"),
        event(first, "promised to repair", (("Moscow", "RUS"),), (), type="AGREE", instrument="materiel",
              status="future"),
        event(first, "moved warships", usa, (("Caribbean", None),), type="MOBILIZE", polarity="pressure",
              instrument="show-of-force", time=("Since August 2025", SINCE, dt.date(2025, 11, 23), "month")),
        event(first, "could strike", (("Washington", "USA"),), (), type="ASSAULT", polarity="pressure",
              instrument="strike", status="hypothetical", time=_month("December 2025", 2025, 12), by=("a senator", "warned")),
        event(first, "struck a boat", usa, (), type="ASSAULT", polarity="pressure", instrument="strike",
              time=_month("September 2025", 2025, 9), intensity=-9.0),
        event(first, "condemned", chn, (), type="SUPPORT", instrument="diplomatic",
              time=_month("October 2025", 2025, 10), against=()),
        event(first, "counts", rus, (), type="AID", instrument="arms", status="historical",
              amount=arms, time=_year("since 2001", 2001, 2025), by=("The institute", "counts")),
        event(second, "agreed on credit", (("Chinese", "CHN"),), ven, type="AGREE", instrument="loan",
              amount=("more than $20 billion", 2.0e10, ">", "loan"), in_return_for=("oil",)),
        event(second, "has refused", rus, (("Caracas", "VEN"),), type="REJECT", polarity="curtailment",
              instrument="debt-rollover", by=("a banker in Caracas", "said")),
        event(second, "supplied petrol", (("Iran", "IRN"),), ven, type="AID", instrument="materiel"),
        event(second, "gave Iran", both, (("Iran", "IRN"),), type="SUPPORT", instrument="diplomatic"),
    )  # fmt: skip


def episodes(found: tuple[Event, ...]) -> tuple[Episode, ...]:
    """One happening for each event that toward Venezuela, Iran or no one is told of."""
    made = []
    for e in found:
        start, end = (e.time.start, e.time.end) if e.time else (None, None)
        now = (start is None and e.status != "historical") or (start is not None and start >= SINCE)
        actors = tuple(a.key or "" for a in e.actor if a.key)
        targets = tuple(a.key for a in e.recipient if a.key) or (
            ("VEN",) if actors != ("VEN",) else ()
        )
        made.append(
            Episode(
                content_id("episode", e.id), actors, targets, e.type, e.polarity, e.instrument,
                e.status, start, end, "now" if now else "then", (e.id,),
            )
        )  # fmt: skip
    return tuple(made)


def claims(first: Document, second: Document) -> tuple[Claim, ...]:
    """Two figures that collide, a trend in a headline, a date."""

    def claim(document: Document, words: str, kind: str, **fields) -> Claim:
        span = fields.pop("span", None) or _sentence(document, words)
        values = {"subject": (), "measure": None, "amount": None, "period": None, "attribution": ()}
        return Claim(content_id(document.id, span, kind), document.id, 0, span,
                     span.of(document.text), kind, coder=CODER, **{**values, **fields})  # fmt: skip

    institute = Attribution("The institute", span_of(first, "The institute"), "counts")
    return (
        claim(first, "over $20 billion", "figure", measure="arms", attribution=(institute,),
              amount=_amount(first, "over $20 billion", 2.0e10, ">", "arms")),
        claim(second, "more than $20 billion", "figure", measure="loan",
              amount=_amount(second, "more than $20 billion", 2.0e10, ">", "loan")),
        claim(first, "hold back", "trend", direction="down", headline=True,
              cause="Washington sends ships", span=Span(0, len(first.title or ""))),
        claim(first, "January 2019", "date"),
    )  # fmt: skip


def _cells(found: tuple[Event, ...]) -> tuple[Cell, ...]:
    groups: dict[tuple[str, str, str], list[Event]] = {}
    for e, episode in zip(found, episodes(found), strict=True):
        if e.polarity == "support" and "VEN" in episode.recipient and e.instrument:
            for patron in episode.actor:
                groups.setdefault((patron, e.instrument, episode.when), []).append(e)
    return tuple(
        Cell(
            *key,
            sum(e.status in ("occurred", "historical") for e in group),
            tuple(a.text for e in group for a in e.amount),
            tuple(e.id for e in group),
        )
        for key, group in groups.items()
    )


def series(
    name: str, patron: str | None, found: tuple[Event, ...], grain: Grain = "year"
) -> Series:
    first, last = (2001, 2026) if grain == "year" else (2025, 2026)
    points = []
    for start, end in periods(dt.date(first, 1, 1), dt.date(last, 1, 1), grain):
        here = [e for e in found if e.time and e.time.start and start <= e.time.start < end]
        n = len(here)
        value = float(n) if start.year not in (2016, 2017) else None
        points.append(
            Point(
                start, end, value,
                None if value is None else max(0.0, n - 0.9), None if value is None else n + 1.6,
                n, tuple(e.id for e in here),
            )
        )  # fmt: skip
    undated = tuple(e.id for e in found if not e.time)
    return Series(
        name,
        "VEN",
        patron,
        f"episodes per {grain}",
        grain,
        0.8,
        tuple(points),
        len(undated),
        undated,
    )


def _changes(found: tuple[Event, ...]) -> tuple[Change, ...]:
    told = tuple(e.id for e in found if e.type == "SANCTION")
    refused = tuple(e.id for e in found if e.type == "REJECT")
    by = {
        p: [e for e in found if e.polarity == "support" and any(a.key == p for a in e.actor)]
        for p in ("RUS", "CHN", "CUB")
    }
    ids = {p: tuple(e.id for e in group) for p, group in by.items()}
    return (
        Change("RUS", 3, 1, 18.6, 0.31, 0.42, 0.12, 1.31, 0.81, 0.8, "told as a decline", told, refused, ids["RUS"]),
        Change("CHN", 2, 1, 18.6, 0.31, 0.74, 0.20, 2.9, 0.6, 0.8, "no clear change", told, (), ids["CHN"]),
        Change("CUB", 0, 1, None, None, None, None, None, None, 0.8, "too little to tell", (), (), ids["CUB"]),
    )  # fmt: skip


def _requests(found: tuple[Event, ...]) -> tuple[Request, ...]:
    def of(trigger: str) -> tuple[str, ...]:
        return tuple(e.id for e in found if trigger in e.quote)

    return (
        Request("RUS", "arms", of("asked Russia"), (), (), (), "none we found"),
        Request("RUS", "materiel", (), of("promised to repair"), (), (), "promised"),
        Request("RUS", "debt-rollover", (), (), (), of("has refused"), "refused"),
        Request("CHN", "training", of("asked China"), (), (), (), "none we found"),
    )


def brief() -> Brief:
    """The whole brief on Venezuela."""
    first, second = documents()
    found = events(first, second)
    stated = claims(first, second)
    pressure = tuple(e for e in found if e.polarity == "pressure")
    support = {p: tuple(e for e in found if e.polarity == "support"
                        and any(a.key == p for a in e.actor)) for p in ("RUS", "CHN")}  # fmt: skip
    return Brief(
        client="VEN", coercers=("USA",), patrons=("RUS", "CHN", "CUB", "IRN"),
        as_of=dt.date(2025, 11, 22), since=SINCE, names=NAMES, documents=(first, second),
        events=found, episodes=episodes(found), claims=stated,
        portfolio=Portfolio("VEN", SINCE, _cells(found)),
        changes=_changes(found), requests=_requests(found),
        backing=tuple(series("backing", p, group) for p, group in support.items()),
        pressure=(series("pressure", None, pressure, "month"),),
        verdicts=(
            Verdict("collision", (stated[0].id, stated[1].id),
                    "Two figures of $20 billion measure different things: arms and loans.",
                    "over $20 billion (arms) and more than $20 billion (loan): same value and unit, "
                    "two measures", "Which of the two is right cannot be told from these texts."),
            Verdict("order", (stated[2].id,),
                    "The dated happenings told as fewer came after the ships in 1 of 2 cases.",
                    "Nov 2025 > Aug 2025", "Order in time is not cause.", (found[14].id,)),
        ),
        problems=(
            Problem("second text", "whole text", "No publication date.",
                    "Give it with --published; until then its relative times stay unresolved.", False),
        ),
        coder=CODER,
        notes=("Happenings are clustered from reports; two reports of one may stay apart.",),
    )  # fmt: skip
