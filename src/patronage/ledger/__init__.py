"""The append-only ledger and its queries: all SQL lives here."""

from patronage.ledger.corrections import correction, undoing
from patronage.ledger.engine import DuckEngine, Engine
from patronage.ledger.forecasts import FORECASTS, ForecastFile
from patronage.ledger.frame import FRAME
from patronage.ledger.judging import ACTOR_FIELDS, TEXT_FIELDS, vocabulary
from patronage.ledger.ledger import Compacted, Ledger
from patronage.ledger.loading import Load, Loaded, Wanted
from patronage.ledger.spark import SparkEngine
from patronage.ledger.writing import Appended

__all__ = [
    "ACTOR_FIELDS", "FORECASTS", "FRAME", "TEXT_FIELDS", "Appended", "Compacted", "DuckEngine",
    "Engine", "ForecastFile", "Ledger", "Load", "Loaded", "SparkEngine", "Wanted", "correction",
    "undoing", "vocabulary",
]  # fmt: skip
