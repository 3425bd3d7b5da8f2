"""One short function per verb: reads, codes, keeps, measures, audits, reports. Wiring alone.

Stages never import each other; this room hands their values on. It is also the Python API: every
verb of the command line is a function here, under the same name.
"""

from patronage.pipeline.auditing import Audited, audit, verdict_table
from patronage.pipeline.briefs import brief, demo, example
from patronage.pipeline.crises import crisis_backtest, crisis_fit, crisis_predict
from patronage.pipeline.exporting import Exported, export
from patronage.pipeline.forecasts import (
    Stated,
    crisis_register,
    crisis_resolve,
    crisis_score,
)
from patronage.pipeline.frames import event_frame, figures, table
from patronage.pipeline.keeping import compact, evidence
from patronage.pipeline.labels import label
from patronage.pipeline.measuring import Given
from patronage.pipeline.names import resolve
from patronage.pipeline.predictions import crisis_predicted
from patronage.pipeline.questions import find, judge, measure, verify
from patronage.pipeline.registers import acts, dyads, flows, load, registers
from patronage.pipeline.scenarios import Run, crisis_run
from patronage.pipeline.series import breaks
from patronage.pipeline.situations import crisis_features
from patronage.pipeline.texts import Recorded, code, explained, record

__all__ = [
    "Audited", "Exported", "Given", "Recorded", "Run", "Stated", "acts", "audit", "breaks", "brief",
    "code", "compact", "crisis_backtest", "crisis_features", "crisis_fit", "crisis_predict",
    "crisis_predicted", "crisis_register", "crisis_resolve", "crisis_run", "crisis_score", "demo",
    "dyads", "event_frame", "evidence", "example", "explained", "export", "figures", "find",
    "flows", "judge", "label", "load",
    "measure", "record", "registers", "resolve", "table", "verdict_table", "verify",
]  # fmt: skip
