"""What the stages compute, as frozen values that carry their evidence and their uncertainty.

Every value has the ids of the events it rests on (``evidence``) and an interval; ``None`` means
missing and never zero.
"""

from patronage.results.brief import Brief
from patronage.results.counts import (
    Break,
    Carried,
    Cell,
    Change,
    Episode,
    Estimate,
    Point,
    Portfolio,
    Request,
    Series,
)
from patronage.results.grades import Grade
from patronage.results.stakes import (
    Analogue,
    Analogues,
    Answer,
    Answered,
    Decline,
    Dependence,
    Exchange,
    Exposure,
    Share,
    Stake,
    WordsAndDeeds,
)
from patronage.results.tidy import Several
from patronage.results.verdicts import Check, Explanation, Ground, RegisterRow, Verdict
from patronage.results.wider import (
    Age,
    Ahead,
    Course,
    Decade,
    Kept,
    Outcome,
    Watched,
    Wider,
)

__all__ = [
    "Age",
    "Ahead",
    "Analogue",
    "Analogues",
    "Answer",
    "Answered",
    "Break",
    "Brief",
    "Carried",
    "Cell",
    "Change",
    "Check",
    "Course",
    "Decade",
    "Decline",
    "Dependence",
    "Episode",
    "Estimate",
    "Exchange",
    "Explanation",
    "Exposure",
    "Grade",
    "Ground",
    "Kept",
    "Outcome",
    "Point",
    "Portfolio",
    "RegisterRow",
    "Request",
    "Series",
    "Several",
    "Share",
    "Stake",
    "Verdict",
    "Watched",
    "Wider",
    "WordsAndDeeds",
]
