"""Names in texts, turned into actors: who is mentioned, as what, and where in the text."""

from patronage.actors.cast import Cast
from patronage.actors.gazetteer import Gazetteer, Mention, gazetteer
from patronage.actors.overlay import Overlay, overlay
from patronage.actors.resolution import Resolved, meanings, resolve
from patronage.actors.states import names_of, state
from patronage.actors.unmatched import Unmatched, UnmatchedPhrase

__all__ = [
    "Cast", "Gazetteer", "Mention", "Overlay", "Resolved", "Unmatched",
    "UnmatchedPhrase", "gazetteer", "meanings", "names_of",
    "overlay", "resolve", "state",
]  # fmt: skip
