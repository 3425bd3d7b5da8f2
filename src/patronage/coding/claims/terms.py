"""Terms of office: who took, left or held one, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patronage.coding.claims.scene import Scene, Told
from patronage.coding.clauses import Clause, clause_at
from patronage.coding.signs import cues, doubted
from patronage.records import Actor, Time

__all__ = ["terms"]

_NEAR = 40  # characters between an office and its time, or its holder


def terms(scene: Scene) -> Iterator[Told]:
    """A claim for every term of office that the sentence tells of somebody it names."""
    for cue in cues(scene.words, "term"):
        start, end = scene.words[cue.first].start, scene.words[cue.last - 1].end
        clause = clause_at(scene.parts, start)
        actor = _holder(scene, (start, end), clause, cue.row["place"])
        if actor is None or doubted(scene.words, cue.first, cue.last):
            continue
        period = scene.period_inside(clause, end)
        if cue.row["place"] == "owner" and period is None:
            continue
        measure = cue.row["measure"]
        if cue.row["place"] == "office":
            period = period or _next_time(scene, end)
            if period is None or scene.local(period.span)[0] - end > _NEAR:
                continue
            measure = "term-start" if period.precision == "since" else measure
        places = [(start, end), scene.local(actor.span)]
        places += [scene.local(period.span)] if period else []
        quote = (min(a for a, _ in places), max(b for _, b in places))
        yield Told("term", quote, (actor,), measure, None, period, at=start)


def _holder(scene: Scene, cue: Clause, clause: Clause, place: str) -> Actor | None:
    """Whose term it is: the nearest actor before the cue, or after "tenure of"."""
    start, end = cue
    spans = [(actor, *scene.local(actor.span)) for actor in scene.actors]
    if place == "after":
        after = [(a, to) for a, at, to in spans if end <= at <= end + 60]
        # "The tenure of X’s predecessor, Y" is Y's.
        own = [a for a, to in after if not re.match(r"[’']s?\s", scene.text[to : to + 3])]
        own = [a for a in own if not a.text.endswith(("’s", "'s"))]
        return own[0] if own else None
    # "Hassan Rouhani, president of Iran" is one mention, which holds the cue itself.
    within = [a for a, at, to in spans if at <= start and end <= to and a.name is not None]
    if place == "office" and within and not _starts(scene, within[0], start):
        return within[0]
    before = [(a, to) for a, at, to in spans if clause[0] <= at and to <= start]
    if not before and place != "owner":  # "Maduro, who took office", "Putin, president since"
        before = [(a, to) for a, _, to in spans if to <= start and a.name is not None]
    if place == "office":
        before = [(a, to) for a, to in before if a.name is not None]
    if not before:
        return _titled(scene, end) if place in ("office", "near") else None
    actor, to = before[-1]
    gap = scene.text[to:start]
    if place == "owner":
        owned = actor.text.endswith(("’s", "'s")) or re.match(r"[’']s?\s", gap)
        return actor if owned and len(gap.split()) <= 2 else None
    return actor if len(gap) <= 40 else None


def _next_time(scene: Scene, end: int) -> Time | None:
    """The first time after a place."""
    after = [t for t in scene.sentence.times if scene.local(t.span)[0] >= end]
    return after[0] if after else None


def _starts(scene: Scene, actor: Actor, at: int) -> bool:
    """Whether a mention begins with its office: then another name may follow it."""
    return scene.local(actor.span)[0] >= at - len("former ")


def _titled(scene: Scene, end: int) -> Actor | None:
    """The person who is named right after an office: "in power since 1999, Vladimir Putin"."""
    for actor in scene.actors:
        start, _ = scene.local(actor.span)
        if actor.name is not None and end <= start <= end + _NEAR:
            return actor
    return None
