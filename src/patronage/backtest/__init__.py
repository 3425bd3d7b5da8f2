"""How well probabilities did: rolling origins, proper scores, baselines, one scorecard.

Models come in through the fit/predict protocol of :class:`Model`; this room knows none of them.
"""

from patronage.backtest.baselines import BaseRate, OneFeature, PatronRate
from patronage.backtest.forecasts import Record, Settled, score_record
from patronage.backtest.rolling import Fitted, Forecast, Model, Table, origins, roll, take
from patronage.backtest.scorecard import Row, Scorecard, compare, scorecard
from patronage.backtest.scores import (
    auc,
    brier,
    calibration,
    log_losses,
    paired_interval,
    ranked_probability,
)

__all__ = [
    "BaseRate", "Fitted", "Forecast", "Model", "OneFeature", "PatronRate", "Record", "Row",
    "Scorecard", "Settled", "Table", "auc", "brier", "calibration", "compare", "log_losses",
    "origins", "paired_interval", "ranked_probability", "roll", "score_record", "scorecard", "take",
]  # fmt: skip
