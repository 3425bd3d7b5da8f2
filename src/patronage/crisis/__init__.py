"""What patrons do in a crisis, and what comes next: estimated on history, played as scenarios.

Model-implied, not causally identified. See ``docs/theory/crisis.md`` and
``docs/theory/scenarios.md``.
"""

from patronage.crisis.ensemble import MEMBERS, Ensemble, fit, load, shipped
from patronage.crisis.hazards import Hazards, load_hazards, shipped_hazards
from patronage.crisis.montecarlo import Played, play
from patronage.crisis.outlook import WARNING, Comparison, Outlook, compare, due_of, outlook
from patronage.crisis.scenario import INSTRUMENTS, Scenario, Shock, read_scenario, scenario
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
from patronage.crisis.transfer import Transfer, fit_transfer, shipped_transfer
from patronage.crisis.words import word

__all__ = [
    "ALTERNATIVES", "FEATURES", "INSTRUMENTS", "MEMBERS", "NEVER", "WARNING", "Comparison",
    "Ensemble", "Hazards", "Outlook", "Played", "Scenario", "Shock", "Transfer", "checked",
    "compare", "due_of", "extrapolated", "fit", "fit_transfer", "ladder", "learned_from", "load",
    "load_hazards", "outlook", "play", "read_scenario", "scenario", "shipped", "shipped_hazards",
    "shipped_transfer", "terms", "word",
]  # fmt: skip
