"""The register of forecasts: ``crisis register``, ``resolve`` and ``score``."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from patronage.errors import UnknownNameError, UsageError, nearest
from patronage.pipeline.opening import Input, Report, now, opened
from patronage.pipeline.scenarios import crisis_run, read_scenario
from patronage.records import content_id

__all__ = ["Stated", "crisis_register", "crisis_resolve", "crisis_score"]

ANSWERS = ("yes", "no", "void")


@dataclass(frozen=True, slots=True)
class Stated:
    """A forecast of one's own: what is asked, how likely, how it will be settled, by when."""

    question: str
    probability: float
    rule: str
    due: dt.date
    client: str | None = None
    low: float | None = None
    high: float | None = None


def crisis_register(
    what: Input | Stated, ledger: Input, *, runs: int = 10_000, seed: int = 0
) -> list[dict[str, Any]]:  # fmt: skip
    """Write down forecasts before what they speak of has come.

    Args:
        what: a scenario file, of which every outcome is registered (by the model where it has
            skill, else by the base rate), or a forecast of one's own.
        ledger: whose register; made where there is none.
        runs: of the scenario.
        seed: of the scenario.

    Returns:
        The lines written, with ``id``, ``rule``, ``due`` and ``hash``; one that stood there already
        is given back and not written again.

    Raises:
        UsageError: for a probability outside 0 to 1, or a day that does not lie ahead.
    """
    from patronage.ledger import ForecastFile

    opened(ledger, create=True)
    book, day = ForecastFile(ledger), now().date()
    made = [_own(what)] if isinstance(what, Stated) else _of_scenario(what, runs, seed)
    known = {line["id"]: line for line in book.lines() if line["kind"] == "forecast"}
    written = []
    for forecast in made:
        if dt.date.fromisoformat(forecast["due"]) <= day:
            raise UsageError(
                f"'{forecast['question']}' is due on {forecast['due']}, which is past. A forecast "
                "is registered before its day; look further ahead."
            )
        key = content_id(
            *(forecast[k] for k in ("question", "rule", "due", "probability", "group"))
        )
        line = known.get(key) or book.append(
            {"kind": "forecast", "id": key, "recorded": now().isoformat(), **forecast}
        )
        written.append(line)
    return written


def _own(stated: Stated) -> dict[str, Any]:
    for name in ("probability", "low", "high"):
        value = getattr(stated, name)
        if value is not None and not 0 <= value <= 1:
            raise UsageError(f"{name} is {value}. Write 0 to 1.")
    if not stated.question.strip() or not stated.rule.strip():
        raise UsageError("A forecast needs a question and a rule by which anyone could settle it.")
    told = {**asdict(stated), "due": stated.due.isoformat()}
    return {**told, "basis": "own", "base": None, "group": content_id(stated.question)}


def _of_scenario(source: Input, runs: int, seed: int) -> list[dict[str, Any]]:
    from patronage.crisis.tables import by_name

    scenario = read_scenario(source)
    said = crisis_run(scenario, runs=runs, seed=seed, watch=False).outlook
    words = {"leader": _leader(scenario.client, scenario.as_of), "client": scenario.client,
             "start": said.as_of.isoformat(), "due": said.due.isoformat()}  # fmt: skip
    group = content_id(repr(scenario))
    return [
        {
            "question": f"{one.label}: {scenario.client}, {said.as_of} to {said.due}",
            "rule": by_name("outcomes")[one.name]["rule"].format(**words),
            "due": said.due.isoformat(), "client": scenario.client, "group": group,
            "probability": round(one.base if one.probability is None else one.probability, 4),
            "low": None if one.low is None else round(one.low, 4),
            "high": None if one.high is None else round(one.high, 4),
            "basis": "model" if one.shown else "base rate", "base": round(one.base, 4),
            "runs": said.runs, "seed": said.seed,
        }
        for one in said.outcomes
    ]  # fmt: skip


def _leader(client: str, day: dt.date) -> str:
    from patronage.crisis.draws import ruler_of

    row = ruler_of(client, day)
    return row["name"] if row else "Whoever rules at the start"


def crisis_resolve(
    forecast: str, answer: str, ledger: Input, *, source: str, on: dt.date | None = None,
    note: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Settle a forecast by its rule: ``yes``, ``no``, or ``void`` where it cannot be settled.

    Settling it again with another answer adds a line, and the last one holds.

    Raises:
        UnknownNameError: for an id that is not in the register.
        UsageError: for another answer, or no source.
    """
    from patronage.ledger import ForecastFile

    opened(ledger)
    book = ForecastFile(ledger)
    lines = book.lines()
    known = [line["id"] for line in lines if line["kind"] == "forecast"]
    found = [one for one in known if one.startswith(forecast)] if forecast else []
    if len(found) != 1:
        said = f"{len(found)} forecasts begin so." if found else nearest(forecast, known)
        raise UnknownNameError(f"No forecast '{forecast}'. {said} 'crisis score' lists them.")
    if answer not in ANSWERS:
        raise UsageError(f"Answer '{answer}'. Write {', '.join(ANSWERS)}.")
    if not source.strip():
        raise UsageError("Say by which source it is settled (--source).")
    day = on or now().date()
    last = _resolutions(lines).get(found[0])
    if last and (last["answer"], last["source"]) == (answer, source):
        return last
    return book.append(
        {"kind": "resolution", "forecast": found[0], "answer": answer, "on": day.isoformat(),
         "source": source, "note": note, "recorded": now().isoformat()}
    )  # fmt: skip


def _resolutions(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {line["forecast"]: line for line in lines if line["kind"] == "resolution"}


def crisis_score(
    ledger: Input, *, report: Report = lambda problem: None
) -> dict[str, Any]:  # fmt: skip
    """The record of a ledger's forecasts: Brier score and count, log score, with intervals.

    A forecast that was recorded on or after its day is counted as ``late`` and not scored.

    Returns:
        ``record`` (:class:`patronage.backtest.Record`), ``registered``, ``open``, ``overdue``,
        ``void``, ``late``, ``changed`` (lines that were edited) and ``forecasts``, one a line.
    """
    from patronage.backtest import Settled, score_record
    from patronage.ledger import ForecastFile

    opened(ledger)
    book, today = ForecastFile(ledger), now().date().isoformat()
    for problem in (problems := book.check()):
        report(problem)
    lines = book.lines()
    answers = _resolutions(lines)
    forecasts = [line for line in lines if line["kind"] == "forecast"]
    settled, rows = [], []
    for one in forecasts:
        told = answers.get(one["id"])
        answer = told["answer"] if told else None
        late = one["recorded"][:10] >= one["due"]
        if answer in ("yes", "no") and not late:
            settled.append(Settled(one["probability"], answer == "yes", one["group"], one["base"]))
        status = "late" if late else answer or ("overdue" if one["due"] < today else "open")
        rows.append({k: one[k] for k in ("id", "question", "probability", "due", "basis")}
                    | {"status": status})  # fmt: skip
    counts = {name: sum(row["status"] == name for row in rows)
              for name in ("open", "overdue", "void", "late")}  # fmt: skip
    return {"record": score_record(settled), "registered": len(forecasts), **counts,
            "changed": len(problems), "forecasts": rows}  # fmt: skip
