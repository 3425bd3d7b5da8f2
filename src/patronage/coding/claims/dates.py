"""Dated happenings, and what began, held or ended at them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patronage.coding.claims.narrowing import phrases
from patronage.coding.claims.scene import Scene, Told
from patronage.coding.clauses import Clause, clause_at
from patronage.coding.signs import doubted
from patronage.records import Span

__all__ = ["dates"]

_YEAR = re.compile(r"\d{4}|\d0s")


def dates(scene: Scene, spent: set[Span]) -> Iterator[Told]:
    """Dated happenings whose time no other claim of the sentence already carries."""
    happenings = [row["value"] for _, row in phrases(scene.text, "happening")]
    happening, sanctioned = bool(happenings), "sanctions" in happenings
    for time in scene.sentence.times:
        resolved = time.start or time.end
        if time.span in spent or not resolved:
            continue
        if not _YEAR.search(time.text) and not sanctioned:
            continue
        start, end = scene.local(time.span)
        clause = clause_at(scene.parts, start)
        if happening and not _holds(scene, clause):  # "sanctions on it, in force since 2009,"
            clause = (0, len(scene.text.rstrip(" .")))
        outside = [w for w in scene.words_in(clause) if w.end <= start or w.start >= end]
        subject = scene.actors_in(clause)
        near = _phrase_words(scene, clause) if happening else (0, len(outside))
        words = scene.words_in(clause) if happening else outside
        if subject and len(outside) > 2 and not doubted(words, *near):
            yield Told("date", clause, subject, None, None, time, at=start)


def _phrase_words(scene: Scene, clause: Clause) -> tuple[int, int]:
    """The words of a clause that name what happened: what is said far from them denies it not."""
    words = scene.words_in(clause)
    for match, _ in phrases(scene.text[clause[0] : clause[1]], "happening"):
        start, end = match.start() + clause[0], match.end() + clause[0]
        inside = [i for i, word in enumerate(words) if start <= word.start and word.end <= end]
        if inside:
            return inside[0], inside[-1] + 1
    return 0, len(words)


def _holds(scene: Scene, clause: Clause) -> bool:
    """Whether a clause tells by itself of whom and of what."""
    words = scene.text[clause[0] : clause[1]]
    return bool(scene.actors_in(clause)) and any(True for _ in phrases(words, "happening"))
