"""Event frames -> episodes, series, portfolios, requests and changes.

First version: counts of episodes with intervals that hold chance alone. What the measures do not
mean stands beside each formula in ``measures.csv``.
"""

from patronage.measures.answers import requests
from patronage.measures.breaks import break_in, breaks, online
from patronage.measures.carrying import carried
from patronage.measures.changes import changes
from patronage.measures.episodes import default_since, empty_frame, episodes
from patronage.measures.portfolio import portfolio
from patronage.measures.registers import Coverage, register_series
from patronage.measures.series import backing, pressure

__all__ = [
    "Coverage",
    "backing",
    "break_in",
    "breaks",
    "carried",
    "changes",
    "default_since",
    "empty_frame",
    "episodes",
    "online",
    "portfolio",
    "pressure",
    "register_series",
    "requests",
]
