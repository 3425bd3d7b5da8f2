"""How far the making of a page has come, for whoever waits for it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from patronage.pipeline.stages import STAGES

__all__ = ["Progress", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: ``state`` is ``done``, ``now`` or ``to come``; ``seconds`` it took or takes."""

    stage: str
    told: str
    state: str
    seconds: float | None


@dataclass(slots=True)
class Progress:
    """What is told while one page is made; no stage says beforehand how long it will take."""

    asked: float = field(default_factory=time.monotonic)
    begun: list[tuple[str, str, float]] = field(default_factory=list)

    def tell(self, stage: str, told: str = "") -> None:
        """A stage begins; called by the thread that makes the page."""
        self.begun.append((stage, told, time.monotonic()))

    @property
    def seconds(self) -> float:
        """How long whoever asked first has waited."""
        return time.monotonic() - self.asked

    @property
    def is_queued(self) -> bool:
        """Whether it waits for its turn, since other pages are being made."""
        return not self.begun

    def steps(self) -> list[Step]:
        """Every stage as it stands now."""
        begun = list(self.begun)
        ends = [*(at for _, _, at in begun[1:]), time.monotonic()][: len(begun)]
        found = [
            Step(stage, told, "now" if n == len(begun) - 1 else "done", end - at)
            for n, ((stage, told, at), end) in enumerate(zip(begun, ends, strict=True))
        ]
        seen = {step.stage for step in found}
        return found + [Step(stage, "", "to come", None) for stage in STAGES if stage not in seen]
