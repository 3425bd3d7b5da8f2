"""What became of a request, step by step."""

from __future__ import annotations

from patronage.report.evidence import Index
from patronage.results import Request

__all__ = ["STEPS", "step_ids"]

STEPS = ("asked", "promised", "refused", "less than before", "arrived")


def step_ids(request: Request, index: Index) -> dict[str, tuple[str, ...]]:
    """Event ids of a request by step.

    A request's ``refused`` holds refusals and curtailments alike; to give less than before is not
    to refuse, so the two are shown apart.
    """

    def less(id: str) -> bool:
        event = index.by_id.get(id)
        return event is not None and event.polarity == "curtailment" and event.type != "REJECT"

    return {
        "asked": request.asked,
        "promised": request.promised,
        "refused": tuple(i for i in request.refused if not less(i)),
        "less than before": tuple(i for i in request.refused if less(i)),
        "arrived": request.arrived,
    }
