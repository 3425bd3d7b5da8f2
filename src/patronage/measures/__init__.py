"""Event frames -> episodes, series, portfolios, requests and changes.

First version: counts of episodes with intervals that hold chance alone. What the measures do not
mean stands beside each formula in ``measures.csv``.
"""

from patronage.measures.analogues import analogues
from patronage.measures.answered import answered
from patronage.measures.answers import requests
from patronage.measures.breaks import break_in, breaks, online
from patronage.measures.carrying import carried
from patronage.measures.changes import changes
from patronage.measures.conduct import burdens, conduct
from patronage.measures.decades import decades
from patronage.measures.declines import declines, hints_of
from patronage.measures.dependence import dependence, register_dependence
from patronage.measures.episodes import default_since, empty_frame, episodes
from patronage.measures.exchange import deals, deals_told, means, protests, received
from patronage.measures.explanations import Hints, explanations
from patronage.measures.exposure import Risk, Told, exposure, told_of
from patronage.measures.latent import (
    Latent,
    decline_probability,
    halving_probability,
    latent,
    latent_dyads,
)
from patronage.measures.portfolio import portfolio
from patronage.measures.registers import Coverage, register_series
from patronage.measures.series import backing, pressure
from patronage.measures.sources import Sources
from patronage.measures.words import words_and_deeds

__all__ = [
    "Coverage",
    "Hints",
    "Latent",
    "Risk",
    "Sources",
    "Told",
    "analogues",
    "answered",
    "backing",
    "break_in",
    "breaks",
    "burdens",
    "carried",
    "changes",
    "conduct",
    "deals",
    "deals_told",
    "decades",
    "decline_probability",
    "declines",
    "default_since",
    "dependence",
    "empty_frame",
    "episodes",
    "explanations",
    "exposure",
    "halving_probability",
    "hints_of",
    "latent",
    "latent_dyads",
    "means",
    "online",
    "portfolio",
    "pressure",
    "protests",
    "received",
    "register_dependence",
    "register_series",
    "requests",
    "told_of",
    "words_and_deeds",
]
