"""Briefs that are empty, large, or hold words that no page should have to show."""

# ruff: noqa: E501 - sentences of prose

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from brief_fixture import NAMES, SINCE, brief, documents, episodes, series, span_of

from patronage.records import (
    Actor,
    Amount,
    Attribution,
    Document,
    Problem,
    Span,
    Time,
    content_id,
)
from patronage.results import Brief, Cell, Portfolio


def empty() -> Brief:
    """A brief for which nothing was found."""
    return replace(
        brief(), documents=(), events=(), episodes=(), claims=(), changes=(), requests=(),
        portfolio=Portfolio("VEN", None, ()), backing=(), pressure=(), verdicts=(), problems=(),
        as_of=None, since=None, patrons=(), coercers=(), notes=(),
    )  # fmt: skip


def trends(count: int) -> Brief:
    """The brief with ``count`` more sentences, each with a trend of its own."""
    base = brief()
    text = "\n".join(f"Shipments of kind {n} to Venezuela fell." for n in range(count))
    document = Document.of(text, title="Trends", publisher="Daily Ledger")
    model, at, found = base.claims[2], 0, []
    for number, line in enumerate(text.split("\n")):
        found.append(
            replace(
                model, id=content_id("trend", number), document=document.id, sentence=number,
                span=Span(at, at + len(line)), quote=line, headline=False, cause=None,
            )
        )  # fmt: skip
        at += len(line) + 1
    return replace(base, documents=(*base.documents, document), claims=(*base.claims, *found))


def long_words() -> Brief:
    """A brief whose names, titles and sentences hold words of 10,000 characters."""
    base, word = brief(), "x" * 10_000
    first, second = documents()
    text = f"Russia sent {word} to Venezuela. {word}"
    third = Document.of(text, title=word, publisher=word, url=f"https://news.example/{word}")
    span = Span(0, text.index(". ") + 1)
    found = replace(
        base.events[10],
        id=content_id("long"),
        document=third.id,
        sentence=0,
        span=span,
        quote=span.of(text),
        trigger=span_of(third, "sent"),
        actor=(Actor("Russia", Span(0, 6), "RUS", name=word),),
        recipient=(),
        time=None,
        attribution=(Attribution(word, span_of(third, word), "said"),),
    )
    return replace(
        base,
        names={**NAMES, "VEN": word, "RUS": word},
        documents=(first, second, third),
        events=(*base.events, found),
        problems=(Problem(word, word, word, word),),
        notes=(word,),
        coder=word,
    )


SCRIPT = "<script>alert(1)</script>"
BROKEN = "</p></div></section><table><b><img src=x onerror=alert(2)><!-- <style>*{display:none}"
TURNING = "\u202eevag\u202d \u2067\u2066\u05d0\u05d1 \u061c\u0627\u0628 \u202b\u202a"  # none of them is closed
HOSTILE = (SCRIPT, BROKEN, TURNING)


def hostile() -> Brief:
    """A brief with scripts, broken markup, controls that turn text, and words without an end, in
    the actor's phrase, the sentence, the headline and the names of sources."""
    base, word = brief(), "W" * 10_000
    first, second = documents()
    bad = f"{SCRIPT} {BROKEN} {TURNING} {word}"
    title = f"Russia gives {bad}"
    text = (
        f"{title}\n\n{bad} sent {bad} to Venezuela, {bad} said. It gave more than $5 million {bad}."
    )
    third = Document.of(text, title=title, publisher=bad, url=f"https://news.example/{bad}")
    headline, sentence = Span(0, len(title)), Span(len(title) + 2, text.index(" It gave"))
    phrase = Span(sentence.start, sentence.start + len(bad))
    told = replace(
        base.events[10], id=content_id("bad"), document=third.id, sentence=1, span=sentence,
        quote=sentence.of(text), trigger=span_of(third, "sent"), time=None,
        actor=(Actor(bad, phrase, None, "GOV", bad), Actor("Russia", Span(0, 6), "RUS", name=bad)),
        recipient=(Actor(bad, phrase, None, name=bad),), instrument=bad, context=(bad,),
        attribution=(Attribution(bad, phrase, bad, name=bad),),
    )  # fmt: skip
    head = replace(
        told, id=content_id("worse"), sentence=0, span=headline, quote=title, headline=True,
        trigger=span_of(third, "gives"), actor=(Actor("Russia", Span(0, 6), "RUS", name=bad),),
        recipient=(),
    )  # fmt: skip
    amount = Amount(
        "more than $5 million",
        span_of(third, "more than $5 million"),
        5e6,
        "USD",
        ">",
        bad,
    )
    claim = replace(
        base.claims[0], id=content_id("claim"), document=third.id, span=sentence,
        quote=sentence.of(text), amount=amount, measure=bad, attribution=told.attribution,
    )  # fmt: skip
    cell = replace(base.portfolio.cells[0], instrument=bad, amounts=(bad,), evidence=(told.id,))
    return replace(
        base, names={**NAMES, "VEN": bad, "RUS": bad}, documents=(first, second, third),
        events=(*base.events, head, told), claims=(*base.claims, claim),
        episodes=(*base.episodes, *episodes((head, told))),
        portfolio=replace(base.portfolio, cells=(cell, *base.portfolio.cells)),
        problems=(Problem(bad, bad, bad, bad),), notes=(bad,), coder=bad,
    )  # fmt: skip


def large(count: int) -> Brief:
    """A brief with ``count`` events in as many sentences and happenings over twenty texts."""
    base = brief()
    texts, found = [], []
    for part in range(20):
        lines = [
            f"In {2001 + i % 25} Russia sent shipment {part}-{i} of spare parts to Venezuela by sea."
            for i in range(count // 20)
        ]
        document = Document.of("\n".join(lines), title=f"Dispatch {part}")
        texts.append(document)
        model = base.events[10]
        at = 0
        for i, line in enumerate(lines):
            span = Span(at, at + len(line))
            who, to, sent = (span_of(document, w, at) for w in ("Russia", "Venezuela", "sent"))
            year = 2001 + i % 25
            time = Time(
                f"In {year}", Span(at, at + 7), dt.date(year, 1, 1), dt.date(year + 1, 1, 1), "year"
            )
            found.append(replace(
                model, id=content_id(part, i), document=document.id, sentence=i, span=span, quote=line,
                trigger=sent, actor=(Actor("Russia", who, "RUS", "GOV"),),
                recipient=(Actor("Venezuela", to, "VEN", "GOV"),), time=time,
            ))  # fmt: skip
            at += len(line) + 1
    ids = tuple(e.id for e in found)
    return replace(
        base, documents=tuple(texts), events=tuple(found), episodes=episodes(tuple(found)), claims=(),
        portfolio=Portfolio("VEN", SINCE, (Cell("RUS", "logistics", "then", len(ids), (), ids),)),
        changes=(replace(base.changes[0], then=len(ids), evidence=ids, told=(), refusals=()),),
        requests=(), backing=(series("backing", "RUS", tuple(found)),), pressure=(), verdicts=(),
    )  # fmt: skip
