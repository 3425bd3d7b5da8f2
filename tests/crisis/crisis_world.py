"""The scenario that the tests of this room play, and what may be changed of it."""

from __future__ import annotations

from typing import Any

from patronage.crisis.scenario import Scenario, scenario


def made(**changed: Any) -> Scenario:
    """Two patrons, a client under threats, twelve months; ``changed`` replaces fields."""
    roles = {"client": "VEN", "coercer": "USA", "patrons": ["RUS", "CHN"]}
    told = {"as_of": "2025-11-30", "horizon": 12, "roles": roles, "state": {"pressure": "threats"}}
    return scenario(told | changed)
