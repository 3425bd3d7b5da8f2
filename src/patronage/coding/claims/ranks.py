"""Ranks: "the largest supplier of arms", "its second-largest trading partner"."""

from __future__ import annotations

from collections.abc import Iterator

from patronage.coding.claims.narrowing import phrases
from patronage.coding.claims.scene import Scene, Told
from patronage.coding.clauses import clause_at
from patronage.coding.signs import doubted

__all__ = ["ranks"]

_REACH = 40  # characters between "largest" and what is ranked


def ranks(scene: Scene) -> Iterator[Told]:
    """A claim for every superlative that stands by a word for a partner."""
    roles = [(m, row, "") for m, row in phrases(scene.text, "ranked")]
    roles += [(m, row, "of giver") for m, row in phrases(scene.text, "ranked giver")]
    for place, row in phrases(scene.text, "rank"):
        after = [r for r in roles if 0 <= r[0].start() - place.end() <= _REACH]
        if not after and " " in place[0]:  # "among buyers of its arms, it ranks first"
            after = [r for r in roles if 0 <= place.start() - r[0].end() <= 2 * _REACH]
        if not after:
            continue
        role, ranked, side = min(after, key=lambda r: (r[0].start(), -len(r[0][0])))
        clause = clause_at(scene.parts, place.start())
        first = sum(1 for word in scene.words if word.end <= place.start())
        subject = scene.subject(clause)
        if not subject or doubted(scene.words, first, first):
            continue
        detail = tuple(part for part in (row["value"], side) if part)
        quote = (min(clause[0], place.start()), max(clause[1], role.end()))
        yield Told(
            "rank", quote, subject, ranked["value"], None,
            scene.period(clause, place.start()), detail=detail, at=place.start(),
        )  # fmt: skip
