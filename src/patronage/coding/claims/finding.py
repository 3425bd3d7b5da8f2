"""All claims of a sentence, each with its sides, its measure and what narrows it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from patronage.codebook import rows
from patronage.coding.claims.dates import dates
from patronage.coding.claims.figures import figures
from patronage.coding.claims.judgements import judgements
from patronage.coding.claims.narrowing import narrowed
from patronage.coding.claims.numbers import beside
from patronage.coding.claims.ranks import ranks
from patronage.coding.claims.scene import ClaimInput, Scene, Told
from patronage.coding.claims.sides import sides
from patronage.coding.claims.terms import terms
from patronage.coding.claims.trends import causes, trends
from patronage.coding.signs import tokens
from patronage.records import Claim, Span, content_id

__all__ = ["checkable", "find"]

_LONGEST = 2_000
_DIGIT = re.compile(r"\d")
_PARTS = {"half", "third", "quarter", "two-thirds", "three-quarters"}


def checkable(text: str) -> bool:
    """Whether a sentence may hold a claim: a number, or a word of the cues.

    >>> checkable("Sweden beat Norway."), checkable("Support for Cuba wanes.")
    (False, True)
    """
    return _DIGIT.search(text) is not None or any(w.word in _cue_starts() for w in tokens(text))


@cache
def _cue_starts() -> frozenset[str]:
    kinds = ("trend", "cause", "term", "future")
    cues = {row["words"].split()[0] for row in rows("claim_cues") if row["kind"] in kinds}
    ranks = {row["words"].split()[0] for row in rows("claim_words") if row["kind"] == "rank"}
    return frozenset(cues | ranks | _PARTS)


def find(sentence: ClaimInput) -> list[Claim]:
    """The claims of one sentence, in the order of kinds: figures and counts, terms, ranks,
    trends, causes, dates.

    ``span`` of each slices the document's text to ``quote``, its smallest clause-like stretch;
    ``measure`` of a term is ``term-start``, ``term-end`` or ``term``, of a trend a key of table
    ``measures_of`` such as ``backing`` or ``pressure``; ``period`` is the nearest time; the same
    sentence gives the same ids. A stretch of more than 2,000 characters is a list or a table and
    no sentence: no claim is looked for in it.

    >>> from patronage.coding import amounts
    >>> from patronage.records import Actor
    >>> text = "Russia cut its support; Beijing lent over $5 billion in loans."
    >>> who = (Actor("Russia", Span(0, 6), "RUS"), Actor("Beijing", Span(24, 31), "CHN"))
    >>> told = find(ClaimInput("d", 0, Span(0, 62), text, amounts.find(text), (), who))
    >>> [(c.kind, c.measure, c.direction, c.subject[0].country) for c in told]
    [('figure', 'loans', None, 'CHN'), ('trend', 'backing', 'down', 'RUS')]
    """
    if len(sentence.text) > _LONGEST:
        return []
    amounts = beside(sentence.text, sentence.amounts, sentence.span.start)
    scene = Scene(replace(sentence, amounts=amounts))
    told = [*figures(scene), *terms(scene)]
    spent = {t.period.span for t in told if t.period}
    told += [
        *ranks(scene),
        *trends(scene),
        *causes(scene),
        *dates(scene, spent),
        *judgements(scene),
    ]
    unique = {claim.id: claim for claim in (_claim(scene, narrowed(scene, t)) for t in told)}
    return list(unique.values())


def _claim(scene: Scene, told: Told) -> Claim:
    sentence = scene.sentence
    start, end = told.quote
    span = Span(start + scene.base, end + scene.base)
    detail = (
        told.amount.span if told.amount else None, told.period.span if told.period else None,
        told.measure, told.direction, told.cause, told.detail,
    )  # fmt: skip
    giver, receiver = sides(scene, told)
    return Claim(
        id=content_id(sentence.document, span.start, span.end, told.kind, *detail),
        document=sentence.document,
        sentence=sentence.sentence,
        span=span,
        quote=scene.text[start:end],
        kind=told.kind,
        subject=told.subject,
        measure=told.measure,
        amount=told.amount,
        period=told.period,
        attribution=sentence.attribution,
        direction=told.direction,
        cause=told.cause,
        headline=sentence.headline,
        coder=sentence.coder,
        giver=giver,
        receiver=receiver,
        detail="; ".join(told.detail) or None,
    )
