"""Who a sentence leaves unsaid because the one before it said so.

"Russia sent two bombers to Venezuela. The support has since diminished." Only the last few
sentences count, only for types in which the other side is fixed by what is going on, and what was
filled in so is marked as inferred in the coder's score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patronage.actors import Mention
from patronage.coding.candidates import Candidate
from patronage.coding.roles import Roles
from patronage.records import Actor, Event

__all__ = ["REACH", "complete"]

#: Sentences back that an unsaid side is looked for.
REACH = 3
_REPLIES = frozenset({"REJECT", "ACCUSE", "THREATEN"})
_GOES_ON = frozenset({"AID", "SANCTION", "SUPPORT", "COERCE", "AGREE", "RETREAT"})


def complete(
    roles: Roles, candidate: Candidate, named: Sequence[Mention], recent: Sequence[Event]
) -> Roles:
    """Fill a missing recipient from the events just before; the rest stays as it is.

    ``named`` are the sentence's own mentions: where it names another actor, that one could be
    meant, and nothing is filled in.
    """
    if roles.recipient or not roles.actor:
        return roles
    keys = {m.country or m.code for m in roles.actor}
    if any(m.acts and not m.place and (m.country or m.code) not in keys for m in named):
        return roles
    for event in reversed(recent):
        actors = {a.key for a in event.actor}
        recipients = {r.key for r in event.recipient}
        if candidate.type in _REPLIES and keys & recipients and not keys & actors:
            return _with(roles, event.actor)
        if candidate.type in (_GOES_ON | _REPLIES) and keys & actors and not keys & recipients:
            if event.recipient:
                return _with(roles, event.recipient)
    return roles


def _with(roles: Roles, actors: Sequence[Actor]) -> Roles:
    mentions = tuple(
        Mention(a.span, a.text, "phrase", a.country, a.code, a.sector, a.name) for a in actors
    )
    return replace(roles, recipient=mentions, origin=(roles.origin[0], "earlier"))
