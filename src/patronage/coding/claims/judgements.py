"""Opinions and forecasts on somebody's word: told as claims so that they are seen as such."""

from __future__ import annotations

from collections.abc import Iterator

from patronage.coding.claims.scene import Scene, Told
from patronage.coding.clauses import clause_at
from patronage.coding.signs import cues

__all__ = ["judgements"]


def judgements(scene: Scene) -> Iterator[Told]:
    """A claim for each clause of a sentence with a voice that tells what will or could be."""
    if scene.sentence.headline:
        return
    voiced = bool(scene.sentence.attribution) or any(cues(scene.words, "opinion"))
    if not voiced:
        return
    done: set[tuple[int, int]] = set()
    for cue in cues(scene.words, "future"):
        clause = clause_at(scene.parts, scene.words[cue.first].start)
        subject = scene.subject(clause)
        if clause not in done and subject and len(scene.words_in(clause)) > 2:
            done.add(clause)
            yield Told("judgement", clause, subject, at=scene.words[cue.first].start)
