"""Trends and causes: what is said to rise or fall, and what is said to have brought it about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patronage.coding.claims.scene import Scene, Told
from patronage.coding.clauses import Clause, causal_as, clause_at
from patronage.coding.signs import Cue, cues

__all__ = ["causes", "trends"]

_LEAD = re.compile(r"(?:as|amid|following|because|while|but|and|though|although)\s", re.I)
_DENIED = frozenset(["not", "never", "denied", "denies", "nor", "neither"])
_FINITE = frozenset(["is", "are", "was", "were", "has", "have", "had", "remains", "will", "said"])
_TO_BE_DONE = {"be", "meet", "hold", "visit", "travel", "begin", "start", "arrive", "take", "vote"}
_PARTICIPLE = frozenset(["the", "a", "is", "are", "was", "were", "by", "of", "those", "has", "had"])


def trends(scene: Scene) -> Iterator[Told]:
    """A claim for everything that a clause tells to rise or fall."""
    for clause in scene.parts:
        for sign in scene.signs(clause):
            subject = scene.subject(clause)
            if subject:
                period = scene.period(clause, sign.start)
                start = clause[0]
                lead = _LEAD.match(scene.text, start, max(start, sign.start))
                quote = (lead.end() if lead else start, clause[1])
                yield Told(
                    "trend", quote, subject, sign.measure, None, period, sign.direction,
                    at=sign.start,
                )  # fmt: skip


def causes(scene: Scene) -> Iterator[Told]:
    """A claim for every pair of what is told as effect and what as its cause."""
    for effect, cause, start in _pairs(scene):
        words = [w for w in scene.words if effect[0] <= w.start and w.end <= effect[1]]
        if len(words) < 2 or cause[1] - cause[0] < 3 or _DENIED.intersection(w.word for w in words):
            continue
        if scene.supposed(effect) or _is_time(scene, cause):
            continue
        quote = (min(effect[0], start), max(effect[1], cause[1]))
        subject = scene.actors_in(effect) or scene.actors_in(cause)
        if start == cause[0]:  # "they fell out, prompting": who did it stands in the cause
            subject = scene.actors_in(quote)
        if not subject:
            continue
        sign = next(iter(scene.signs(effect)), None)
        period = scene.period_inside(cause, cause[0])  # the time of what is told as the cause
        now = ("now",) if period is None and not scene.sentence.times else ()
        keys = dict.fromkeys(actor.key for actor in scene.actors_in(cause) if actor.key)
        by = tuple(f"by {key}" for key in keys)
        yield Told(
            "cause", quote, subject, sign.measure if sign else None, None, period,
            sign.direction if sign else None, scene.text[cause[0] : cause[1]], (*now, *by),
            sign.start if sign else effect[0],
        )  # fmt: skip


def _is_time(scene: Scene, cause: Clause) -> bool:
    """Whether what follows the cue is a time alone: "fell after 2010" tells no cause."""
    times = (scene.local(time.span) for time in scene.sentence.times)
    return any(start <= cause[0] and cause[1] <= end for start, end in times)


def _pairs(scene: Scene) -> Iterator[tuple[Clause, Clause, int]]:
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
        if place == "sign" and not scene.signs(clause):
            # "After" tells a cause only of what rises or falls: here or in the clause after it.
            follows = [p for p in scene.parts if p[0] >= clause[1] and scene.signs(p)]
            if start == clause[0] and follows:
                yield follows[0], (end + 1, clause[1]), start
            continue
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


def _verbal(scene: Scene, cue: Cue, clause: Clause) -> bool:
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


def _beside(scene: Scene, start: int, end: int) -> Clause | None:
    """The clause before a place that says something, else, at a sentence's start, the one after."""
    before = [part for part in scene.telling if part[1] <= start]
    after = [part for part in scene.telling if part[0] >= end]
    return before[-1] if before else (after[0] if after else None)
