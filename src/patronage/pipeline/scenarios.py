"""Scenarios to what may come next: the verb ``crisis run``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from patronage.errors import UsageError
from patronage.pipeline.opening import Input, opened

if TYPE_CHECKING:
    from patronage.crisis import Comparison, Outlook, Scenario
    from patronage.crisis.indicators import Indicator
    from patronage.results import Episode

__all__ = ["Run", "crisis_run", "read_scenario"]

# Backing is told by a ledger only where it has at least so many episodes of a patron and kind.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Run:
    """What a scenario says, what would move it most, and how another differs."""

    outlook: Outlook
    indicators: tuple[Indicator, ...]
    other: Outlook | None = None
    comparison: Comparison | None = None

    def _repr_html_(self) -> str:
        from patronage.results.notebook import outlook_html

        return outlook_html(self.outlook, self.indicators)


def crisis_run(
    scenario: Input | Scenario, *, runs: int = 10_000, seed: int = 0, compare: Input | None = None,
    workers: int = 1, ledger: Input | None = None, watch: bool = True,
    tick: Callable[[int], None] = lambda done: None,
) -> Run:  # fmt: skip
    """Play a scenario many times; compare it with another; tell what to watch for.

    Args:
        scenario: a YAML file, see ``docs/howto/ask-what-happens-next.md``, or a scenario.
        runs: how many.
        seed: the same seed gives the same numbers, for any number of workers.
        compare: another scenario of the same horizon.
        workers: threads.
        ledger: fills in backing that the scenario does not state, from episodes by its ``as_of``.
        watch: whether to list the five events that would move the answer most.
        tick: called with the number of runs done.

    Returns:
        Model-implied, not causally identified: coercers choose moments when patrons will not come.

    Raises:
        UsageError: for a scenario that cannot be meant, too few runs, or files that cannot be read.
        UnknownNameError: for a state that no table knows.
    """
    from patronage import crisis
    from patronage.crisis.indicators import indicators

    made = _filled(read_scenario(scenario), ledger)
    played = crisis.play(made, runs=runs, seed=seed, workers=workers, tick=tick)
    watched = indicators(played) if watch else ()
    if compare is None:
        return Run(crisis.outlook(played), watched)
    second = _filled(read_scenario(compare), ledger)
    if second.horizon != made.horizon:
        raise UsageError(
            f"'{scenario}' looks {made.horizon} months ahead and '{compare}' {second.horizon}. "
            "Give both the same horizon."
        )
    other = crisis.play(second, runs=runs, seed=seed, workers=workers, tick=tick)
    return Run(
        crisis.outlook(played), watched, crisis.outlook(other), crisis.compare(played, other)
    )


def read_scenario(source: Input | Scenario) -> Scenario:
    """A scenario from a file, or as it is."""
    from patronage import crisis

    if isinstance(source, crisis.Scenario):
        return source
    try:
        text = Path(source).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(
            f"No file '{source}'. Give a scenario, as in examples/scenarios."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read '{source}': {error}.") from None
    return crisis.read_scenario(text, str(source))


def _filled(scenario: Scenario, ledger: Input | None) -> Scenario:
    """Backing that is not stated, from a ledger: the last year against the highest year."""
    if ledger is None:
        return scenario
    from patronage import measures

    frame = opened(ledger).frame(client=scenario.client, as_of=scenario.as_of)
    told = backing_of(measures.episodes(frame, since=None), scenario)
    new = {key: value for key, value in told.items() if key not in scenario.backing}
    said = ", ".join(f"{patron} {kind} {value:.2f}" for (patron, kind), value in new.items())
    mark = f"Backing from the ledger: {said or 'too few episodes to tell any'}."
    return replace(
        scenario, backing={**new, **scenario.backing}, marks=(*scenario.marks, mark)
    )  # fmt: skip


def backing_of(episodes: Iterable[Episode], scenario: Scenario) -> dict[tuple[str, str], float]:
    """Dated supportive episodes of the year before ``as_of`` over those of the fullest year.

    Years are counted back from ``as_of``. A patron and kind with fewer than three episodes is left
    out: not known, which is not zero.
    """
    from patronage.crisis.tables import table

    kinds = {row["instrument"]: row["kind"] for row in table("kinds")}
    years: dict[tuple[str, str], dict[int, int]] = {}
    for one in episodes:
        kind = kinds.get(one.instrument or "")
        fits = one.polarity == "support" and one.status == "occurred" and kind and one.start
        if not fits or one.start is None or one.start >= scenario.as_of:
            continue
        back = _years_back(scenario.as_of, one.start)
        for patron in set(one.actor) & set(scenario.patrons):
            counts = years.setdefault((patron, str(kind)), {})
            counts[back] = counts.get(back, 0) + 1
    return {
        key: counts.get(0, 0) / max(counts.values())
        for key, counts in sorted(years.items())
        if sum(counts.values()) >= _LEAST
    }


def _years_back(as_of: dt.date, day: dt.date) -> int:
    return int((as_of - day).days / 365.25)
