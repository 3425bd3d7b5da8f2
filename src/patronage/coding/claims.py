"""Checkable statements of a sentence: figures, counts, dates, terms of office, trends and causes.

Found from the words, the amounts, the times and the resolved mentions of one sentence, without a
parser, and for precision rather than recall: what is denied, doubted, conditional or intended is
no claim. What a cause is *said* to be is recorded; nothing here holds that it is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from patronage.codebook import rows
from patronage.coding.clauses import Clause, causal_as, clause_at, clauses, cue_words
from patronage.coding.signs import Cue, Sign, Token, cues, doubted, signs, tokens
from patronage.records import Actor, Amount, Attribution, Claim, Span, Time, content_id

__all__ = ["ClaimInput", "find"]

# A figure that nothing beside it explains is still worth checking from this size on.
_LARGE = 1e6
# Counts below this, of people or of things that no table calls arms, are seldom checkable.
_SMALL = 10
_LEAD = re.compile(r"(?:as|amid|following|because|while|but|and|though|although)\s", re.I)
_LONGEST = 2_000
_DENIED = frozenset(["not", "never", "denied", "denies", "nor", "neither"])
_FINITE = frozenset(["is", "are", "was", "were", "has", "have", "had", "remains", "will", "said"])
_TO_BE_DONE = {"be", "meet", "hold", "visit", "travel", "begin", "start", "arrive", "take", "vote"}
_AFTERMATH = ("since ", "when ")
_YEAR = re.compile(r"\d{4}|\d0s")
_PARTICIPLE = frozenset(["the", "a", "is", "are", "was", "were", "by", "of", "those", "has", "had"])


@dataclass(frozen=True, slots=True)
class ClaimInput:
    """One sentence with all that is known of it; every span is in the document's text.

    ``text`` is the document's text over ``span``; ``mentions`` are the resolved actors of the
    sentence, ``attribution`` the voices by whose word it is told, ``coder`` the coder's name.
    """

    document: str
    sentence: int
    span: Span
    text: str
    amounts: Sequence[Amount] = ()
    times: Sequence[Time] = ()
    mentions: Sequence[Actor] = ()
    attribution: tuple[Attribution, ...] = ()
    headline: bool = False
    coder: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim in the making, its range counted from the start of the sentence."""

    kind: str
    quote: Clause
    subject: tuple[Actor, ...]
    measure: str | None = None
    amount: Amount | None = None
    period: Time | None = None
    direction: str | None = None
    cause: str | None = None


class _Scene:
    """A sentence taken apart: its clauses, words and rising or falling things."""

    def __init__(self, sentence: ClaimInput) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.base = sentence.span.start
        whole = [self._aside(self.local(amount.span)) for amount in sentence.amounts]
        whole += [self.local(time.span) for time in sentence.times]
        self.parts = clauses(self.text, whole, sentence.headline)
        self.words = tokens(self.text)
        self.starts = [word.start for word in self.words]
        # Clauses that say something: what a cause can bring about.
        self.telling = [
            part
            for part in self.parts
            if len(self.words_in(part)) > 2
            and not self.text[part[0] : part[1]].lower().startswith(_AFTERMATH)
        ]
        voices = [a.span for a in sentence.attribution]
        self.actors = [
            actor
            for actor in sorted(sentence.mentions, key=lambda actor: actor.span)
            if not any(v.start < actor.span.end and actor.span.start < v.end for v in voices)
        ]
        self.dated = any(t.precision == "since" for t in sentence.times)

    def _aside(self, span: Clause) -> Clause:
        """An amount with the brackets around it: "(£7.6bn)" parts no clauses."""
        start, end = span
        bracketed = self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"
        return (start - 1, end + 1) if start and bracketed else span

    def local(self, span: Span) -> Clause:
        return span.start - self.base, span.end - self.base

    def words_in(self, clause: Clause) -> list[Token]:
        first = bisect_left(self.starts, clause[0])
        last = bisect_left(self.starts, clause[1])
        return [w for w in self.words[first:last] if w.end <= clause[1]]

    def actors_in(self, clause: Clause) -> tuple[Actor, ...]:
        """The actors of a stretch, each once, in order."""
        found: dict[tuple[str | None, str | None], Actor] = {}
        for actor in self.actors:
            start, end = self.local(actor.span)
            if clause[0] <= start and end <= clause[1]:
                found.setdefault((actor.key, actor.name), actor)
        return tuple(found.values())

    def subject(self, clause: Clause) -> tuple[Actor, ...]:
        """The actors of a stretch, else the nearest one before it, else the nearest after."""
        inside = self.actors_in(clause)
        if inside or not self.actors:
            return inside
        before = [a for a in self.actors if self.local(a.span)[1] <= clause[0]]
        return (before[-1],) if before else (self.actors[0],)

    def period(self, clause: Clause, at: int) -> Time | None:
        """The time nearest to a place in its clause, else the only one of the sentence."""
        times = self.sentence.times
        return self.period_inside(clause, at) or (times[0] if len(times) == 1 else None)

    def period_inside(self, clause: Clause, at: int) -> Time | None:
        """The time of a clause that stands nearest to a place."""
        inside = [t for t in self.sentence.times if clause[0] <= self.local(t.span)[0] < clause[1]]
        return min(inside, key=lambda t: abs(self.local(t.span)[0] - at), default=None)

    def supposed(self, clause: Clause) -> bool:
        """Whether a clause tells what could or would be, not what is."""
        times = [self.local(t.span) for t in self.sentence.times]
        modal = cue_words("modal")
        return any(
            word.word in modal and not any(a <= word.start < b for a, b in times)
            for word in self.words_in(clause)
        )

    def signs(self, clause: Clause) -> list[Sign]:
        """What rises or falls in a clause; of quoted words the ones before may tell a wish."""
        quoted = self.text[max(0, clause[0] - 1) : clause[0]] in ("“", '"', "‘")
        first = sum(1 for word in self.words if word.end <= clause[0])
        if quoted and doubted(self.words, first, first):
            return []
        return signs(self.words_in(clause), self.dated)


def find(sentence: ClaimInput) -> list[Claim]:
    """The claims of one sentence, in the order of kinds: figures and counts, terms, trends,
    causes, dates.

    ``span`` of each slices the document's text to ``quote``, its smallest clause-like stretch;
    ``measure`` of a term is ``term-start``, ``term-end`` or ``term``, of a trend a key of table
    ``measures_of`` such as ``backing`` or ``pressure``; ``period`` is the nearest time; the same
    sentence gives the same ids. A stretch of more than 2,000 characters is a list or a table and
    no sentence: no claim is looked for in it.

    >>> from patronage.coding import amounts
    >>> text = "Russia cut its support; Beijing lent over $5 billion in loans."
    >>> who = (Actor("Russia", Span(0, 6), "RUS"), Actor("Beijing", Span(24, 31), "CHN"))
    >>> told = find(ClaimInput("d", 0, Span(0, 62), text, amounts.find(text), (), who))
    >>> [(c.kind, c.measure, c.direction, c.subject[0].country) for c in told]
    [('figure', 'loans', None, 'CHN'), ('trend', 'backing', 'down', 'RUS')]
    """
    if len(sentence.text) > _LONGEST:
        return []
    scene = _Scene(sentence)
    told = [*_figures(scene), *_terms(scene)]
    spent = {t.period.span for t in told if t.period}
    told += [*_trends(scene), *_causes(scene), *_dates(scene, spent)]
    unique = {claim.id: claim for claim in (_claim(scene, t) for t in told)}
    return list(unique.values())


def _claim(scene: _Scene, told: _Told) -> Claim:
    sentence = scene.sentence
    start, end = told.quote
    span = Span(start + scene.base, end + scene.base)
    detail = (
        told.amount.span if told.amount else None, told.period.span if told.period else None,
        told.measure, told.direction, told.cause,
    )  # fmt: skip
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
    )


def _figures(scene: _Scene) -> Iterator[_Told]:
    last: Amount | None = None
    for amount in scene.sentence.amounts:
        start, end = scene.local(amount.span)
        money = amount.unit.isupper()
        gap = scene.text[scene.local(last.span)[1] : start] if last else ""
        if money and gap in (" (", "(") and scene.text[end : end + 1] == ")":
            continue  # "$10bn (£7.6bn)" is one figure told twice
        last = amount if money else None
        if not _worth(amount):
            continue
        clause = clause_at(scene.parts, start)
        subject = scene.subject(clause)
        if not subject or scene.supposed(clause):
            continue
        kind = "figure" if money or amount.unit == "%" else "count"
        period = scene.period(clause, start)
        yield _Told(kind, clause, subject, amount.measure, amount, period)


def _worth(amount: Amount) -> bool:
    if amount.unit == "%":
        return amount.measure is not None
    if amount.unit.isupper():
        return amount.measure is not None or amount.value >= _LARGE
    person = amount.unit in _people()
    return amount.measure is not None or amount.value >= _SMALL or not person


@cache
def _people() -> frozenset[str]:
    return frozenset(row["unit"] for row in rows("count_nouns") if row["kind"] != "thing")


def _terms(scene: _Scene) -> Iterator[_Told]:
    for cue in cues(scene.words, "term"):
        start, end = scene.words[cue.first].start, scene.words[cue.last - 1].end
        clause = clause_at(scene.parts, start)
        actor = _holder(scene, (start, end), clause, cue.row["place"])
        if actor is None or doubted(scene.words, cue.first, cue.last):
            continue
        period = scene.period_inside(clause, end)
        if cue.row["place"] == "owner" and period is None:
            continue
        places = [(start, end), scene.local(actor.span)]
        places += [scene.local(period.span)] if period else []
        quote = (min(a for a, _ in places), max(b for _, b in places))
        yield _Told("term", quote, (actor,), cue.row["measure"], None, period)


def _holder(scene: _Scene, cue: Clause, clause: Clause, place: str) -> Actor | None:
    """Whose term it is: the nearest actor before the cue, or after "tenure of"."""
    start, end = cue
    spans = [(actor, *scene.local(actor.span)) for actor in scene.actors]
    if place == "after":
        after = [(a, to) for a, at, to in spans if end <= at <= end + 60]
        # "The tenure of X’s predecessor, Y" is Y's.
        own = [a for a, to in after if not re.match(r"[’']s?\s", scene.text[to : to + 3])]
        own = [a for a in own if not a.text.endswith(("’s", "'s"))]
        return own[0] if own else None
    before = [(a, to) for a, at, to in spans if clause[0] <= at and to <= start]
    if not before:
        return None
    actor, to = before[-1]
    gap = scene.text[to:start]
    if place == "owner":
        owned = actor.text.endswith(("’s", "'s")) or re.match(r"[’']s?\s", gap)
        return actor if owned and len(gap.split()) <= 2 else None
    return actor if len(gap) <= 40 else None


def _trends(scene: _Scene) -> Iterator[_Told]:
    for clause in scene.parts:
        for sign in scene.signs(clause):
            subject = scene.subject(clause)
            if subject:
                period = scene.period(clause, sign.start)
                start = clause[0]
                lead = _LEAD.match(scene.text, start, max(start, sign.start))
                quote = (lead.end() if lead else start, clause[1])
                yield _Told("trend", quote, subject, sign.measure, None, period, sign.direction)


def _causes(scene: _Scene) -> Iterator[_Told]:
    for effect, cause, start in _pairs(scene):
        words = [w for w in scene.words if effect[0] <= w.start and w.end <= effect[1]]
        if len(words) < 2 or cause[1] - cause[0] < 3 or _DENIED.intersection(w.word for w in words):
            continue
        if scene.supposed(effect):
            continue
        quote = (min(effect[0], start), max(effect[1], cause[1]))
        subject = scene.actors_in(effect) or scene.actors_in(cause)
        if start == cause[0]:  # "they fell out, prompting": who did it stands in the cause
            subject = scene.actors_in(quote)
        if not subject:
            continue
        sign = next(iter(scene.signs(effect)), None)
        yield _Told(
            "cause", quote, subject, sign.measure if sign else None, None,
            scene.period(quote, effect[0]), sign.direction if sign else None,
            scene.text[cause[0] : cause[1]],
        )  # fmt: skip


def _pairs(scene: _Scene) -> Iterator[tuple[Clause, Clause, int]]:
    """Effect and said cause, as ranges, and where the words that tell the cause start."""
    for start, end in causal_as(scene.text, scene.sentence.headline):
        effect = _beside(scene, start, end)
        if effect:
            yield effect, (start + 3, len(scene.text[:end].rstrip())), start
    done = -1
    for cue in cues(scene.words, "cause"):
        start, end = scene.words[cue.first].start, scene.words[cue.last - 1].end
        place, clause = cue.row["place"], clause_at(scene.parts, start)
        before = scene.words[cue.first - 1].word if cue.first else ""
        if place == "as" or cue.first <= done or (cue.first and before in _PARTICIPLE):
            continue
        done = cue.last - 1
        if place == "before":
            cause = _beside(scene, start, len(scene.text))
            if cause and cause[1] <= start and scene.text[:start].endswith(", "):
                yield (start, clause[1]), cause, cause[0]
            continue
        inner = (clause[0], len(scene.text[:start].rstrip(" ,")))
        effect = inner if len(scene.words_in(inner)) > 2 else _beside(scene, start, clause[1])
        if effect and not _verbal(scene, cue, clause):
            yield effect, (end + 1, clause[1]), start


def _verbal(scene: _Scene, cue: Cue, clause: Clause) -> bool:
    """Whether the words after a preposition are no cause but go on as a clause.

    "The talks due to be held", "the order in the wake of the war remains".
    """
    if cue.row["words"] == "because":
        return False
    words = [w.word for w in scene.words[cue.last :] if w.end <= clause[1]]
    if cue.row["words"] == "due to" and words[:1] and words[0] in _TO_BE_DONE:
        return True
    for word in words:
        if word in ("that", "who", "which"):
            return False
        if word in _FINITE:
            return True
    return False


def _beside(scene: _Scene, start: int, end: int) -> Clause | None:
    """The clause before a place that says something, else, at a sentence's start, the one after."""
    before = [part for part in scene.telling if part[1] <= start]
    after = [part for part in scene.telling if part[0] >= end]
    return before[-1] if before else (after[0] if after else None)


def _dates(scene: _Scene, spent: set[Span]) -> Iterator[_Told]:
    """Dated happenings whose time no other claim of the sentence already carries."""
    for time in scene.sentence.times:
        resolved = time.start or time.end
        if time.span in spent or not resolved or not _YEAR.search(time.text):
            continue
        start, end = scene.local(time.span)
        clause = clause_at(scene.parts, start)
        outside = [w for w in scene.words_in(clause) if w.end <= start or w.start >= end]
        subject = scene.actors_in(clause)
        if subject and len(outside) > 2 and not doubted(outside, 0, len(outside)):
            yield _Told("date", clause, subject, None, None, time)
