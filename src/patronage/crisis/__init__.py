"""What patrons do in a crisis: a game and learners, estimated on history.

Model-implied, not causally identified. See ``docs/theory/crisis.md``.
"""

from patronage.crisis.ensemble import MEMBERS, Ensemble, fit, load, shipped
from patronage.crisis.situations import (
    ALTERNATIVES,
    FEATURES,
    NEVER,
    checked,
    extrapolated,
    ladder,
    learned_from,
    terms,
)

__all__ = [
    "ALTERNATIVES", "FEATURES", "MEMBERS", "NEVER", "Ensemble", "checked", "extrapolated", "fit",
    "ladder", "learned_from", "load", "shipped", "terms",
]  # fmt: skip
