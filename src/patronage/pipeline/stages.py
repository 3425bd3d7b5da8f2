"""What gathering a brief goes through, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["STAGES", "Tell", "silent"]

Tell = Callable[[str, str], None]
"""Called with a stage of :data:`STAGES` as it begins, and with what is worked on, or nothing."""

(READING, EVIDENCE, EPISODES, COUNTING, CHECKING, MEASURING, LEVELS, DRAWING) = STAGES = (
    "reading the reports that name the client, and some of others",
    "reading the texts of the reports shown",
    "gathering reports into episodes",
    "counting backing and pressure",
    "holding claims against each other and the registers",
    "measuring answers, dependence, exchange and exposure",
    "estimating the levels behind the counts",
    "drawing figures and tables",
)
"""The stages, in their order."""


def silent(stage: str, told: str = "") -> None:
    """Tell nobody."""
