"""Learned parts of the coder: which words tell events of which type, and who stands in which role.

Small linear models, trained on the project's own corpus, that run with numpy alone.
"""

from patronage.coding.model.linear import Linear
from patronage.coding.model.tagger import NONE, Tagger

__all__ = ["NONE", "Linear", "Tagger"]
