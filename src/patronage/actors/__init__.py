"""Names in texts, turned into actors: who is mentioned, as what, and where in the text."""

from patronage.actors.cast import Cast
from patronage.actors.gazetteer import Gazetteer, Mention, gazetteer
from patronage.actors.resolution import resolve
from patronage.actors.states import names_of, state

__all__ = ["Cast", "Gazetteer", "Mention", "gazetteer", "names_of", "resolve", "state"]
