"""A sentence taken apart for claims: its clauses, words, actors, times and moving things."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from patronage.coding.clauses import Clause, clauses, cue_words
from patronage.coding.signs import Sign, Token, doubted, signs, tokens
from patronage.records import Actor, Amount, Attribution, Span, Time

__all__ = ["ClaimInput", "Scene", "Told"]

_AFTERMATH = ("since ", "when ")


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
class Told:
    """A claim in the making, its range counted from the start of the sentence.

    ``at`` is where its figure, cue or time stands: what lies nearest to it belongs to it.
    """

    kind: str
    quote: Clause
    subject: tuple[Actor, ...]
    measure: str | None = None
    amount: Amount | None = None
    period: Time | None = None
    direction: str | None = None
    cause: str | None = None
    detail: tuple[str, ...] = ()
    at: int | None = None

    @property
    def place(self) -> int:
        """Where it stands: at its figure, cue or time, else where its words begin."""
        return self.at if self.at is not None else self.quote[0]


class Scene:
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
        """A span of the document as a range of the sentence."""
        return span.start - self.base, span.end - self.base

    def words_in(self, clause: Clause) -> list[Token]:
        """The words of a range."""
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

    def matches(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Every match of a pattern in the sentence."""
        return list(pattern.finditer(self.text))
