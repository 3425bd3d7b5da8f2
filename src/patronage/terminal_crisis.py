"""What ``crisis run`` and ``crisis score`` print on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["run_lines", "score_lines"]


def run_lines(done: Any) -> Iterator[str]:
    """A run in plain lines; the warning stands first."""
    said = done.outlook
    yield f"{said.title}: {said.client} under {said.coercer}, {said.as_of} to {said.due}"
    yield f"{said.warning} {said.runs} runs, seed {said.seed}, intervals of {said.mass:.0%}."
    yield ""
    for one in said.outcomes:
        yield _outcome(one)
    yield ""
    yield "pressure reaches, and is at the end"
    for rung in said.pressure[1:]:
        yield f"  {rung.rung:<10} {rung.ever:6.1%} {rung.at_end:6.1%}"
    yield ""
    yield f"likeliest path ({said.likeliest.share:.0%} of runs): {said.likeliest.words}"
    for path in said.tails:
        yield f"  of {path.of}, {path.share:.0%}: {path.words}"
    yield f"what drives the {said.drivers_of}, by share of its variance over runs"
    for driver in said.drivers:
        yield f"  {driver.share:6.1%} {driver.name} ({driver.direction})"
    yield from _watched(done.indicators)
    for risk in said.at_risk:
        span = "unknown" if risk.low is None else f"{risk.low:.3g} to {risk.high:.3g} {risk.unit}"
        yield f"at risk by {risk.outcome}, {risk.patron}: {span} ({risk.note})"
    if len(said.moves) > 1:
        yield f"{len(said.moves)} equilibria of the first moves were found"
    yield from _compared(done.comparison)
    yield ""
    yield from (f"note: {text}" for text in (*said.marks, *said.notes))


def _outcome(one: Any) -> str:
    base = f"base rate {one.base:.1%} (n = {one.n} state-years)"
    if not one.shown:
        return f"{one.label}: {base}; the model showed no skill beyond it"
    gain = f"gain in log-loss {one.gain:.3f} [{one.gain_low:.3f}, {one.gain_high:.3f}]"
    return (
        f"{one.label}: {one.word}, {one.probability:.1%} [{one.low:.1%}, {one.high:.1%}]; "
        f"{base}; {gain}"
    )


def _watched(found: Any) -> Iterator[str]:
    if not found:
        return
    yield f"what would move {found[0].of} most, if it came in the first month"
    for one in found:
        span = f"[{one.low:+.1%}, {one.high:+.1%}]"
        yield f"  {one.difference:+.1%} {span} {one.event}: {one.direction}"


def _compared(told: Any) -> Iterator[str]:
    if told is None:
        return
    yield ""
    yield f"'{told.second}' against '{told.first}'. {told.warning}"
    for one in told.differences:
        if not one.shown:
            yield f"  {one.label}: no skill was shown, no difference is told"
        else:
            yield (
                f"  {one.label}: {one.first:.1%} to {one.second:.1%}, {one.difference:+.1%} "
                f"[{one.low:+.1%}, {one.high:+.1%}]"
            )
    for rung, first, second in told.pressure[1:]:
        yield f"  pressure reaches {rung}: {first:.1%} to {second:.1%}"


def score_lines(told: Any) -> Iterator[str]:
    """A register's record in plain lines."""
    record = told["record"]
    counts = ", ".join(f"{told[name]} {name}" for name in ("open", "overdue", "void", "late"))
    yield f"{told['registered']} forecasts: {record.count} settled and scored, {counts}"
    if record.count:
        yield f"Brier score {record.brier:.3f}{_span(record.brier_low, record.brier_high)}"
        yield f"log score {record.log:.3f}{_span(record.log_low, record.log_high)}"
    if record.based:
        yield f"base rates on the {record.based} that have one: Brier {record.base_brier:.3f}"
    for row in told["forecasts"]:
        yield f"  {row['id'][:8]} {row['status']:<8} {row['probability']:6.1%} {row['question']}"


def _span(low: float | None, high: float | None) -> str:
    return "" if low is None else f" [{low:.3f}, {high:.3f}]"
