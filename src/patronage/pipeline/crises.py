"""Tables of crises to parameters, probabilities and scores: the verbs under ``crisis``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.pipeline.opening import Report

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from patronage.backtest import Fitted, Forecast, Model, Scorecard
    from patronage.crisis import Ensemble

__all__ = ["crisis_backtest", "crisis_fit", "crisis_predict"]

_NOTE = (
    "Model-implied, not causally identified. Learned from the United States and the Soviet Union "
    "or Russia after 1945; every other patron and earlier year is marked extrapolated."
)
# On rolling origins 1960-89 the game alone tells the ladder worse than a logit.
_GAME = "The game alone: its what-ifs are illustrative."
_OTHERS = "Rows marked extrapolated are told by what all patrons did in crises and disputes."


def crisis_fit(table: str | Path, out: str | Path) -> dict[str, Any]:
    """Estimate the model from a table of crises and write its parameters, never its rows.

    Args:
        table: Parquet, with the columns of ``docs/theory/crisis.md`` and the labels.
        out: where the parameters go, as JSON.

    Returns:
        ``years`` (first, last), ``rows``, ``crises`` that taught, ``weights`` of the members.

    Raises:
        UsageError: for missing columns, too few rows, or files that cannot be read or written.
    """
    from patronage import crisis

    made = crisis.fit(_read(Path(table)))
    state = made.state()
    try:
        Path(out).write_text(json.dumps(state, separators=(",", ":")) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"Cannot write parameters to '{out}': {error.strerror}.") from None
    return {**state["about"], "weights": state["weights"]}


def crisis_predict(
    features: str | Path, out: str | Path, *, game_only: bool = False,
    params: str | Path | None = None, report: Report = lambda problem: None,
) -> dict[str, Any]:  # fmt: skip
    """Add the probabilities of seven choices to a table of situations.

    Adds ``p_none``, ``p_support_1`` to ``p_support_3``, ``p_oppose_1`` to ``p_oppose_3`` (which sum
    to 1), ``p_support``, ``p_mil_support`` and ``extrapolated``. A row that cannot be forecast is a
    problem and has nulls. Extrapolated rows are told by the transfer model that ships, unless
    ``params`` or ``game_only`` asks for another.

    Args:
        features: Parquet; label columns are not looked at.
        out: where the table goes, as Parquet.
        game_only: the game alone, from which what-ifs come.
        params: parameters of :func:`crisis_fit`; else those shipped.
        report: called with each problem as it is met.

    Returns:
        ``rows``, ``forecast`` (how many got probabilities), ``extrapolated``, ``later``
        (after the last year that taught), ``note``.

    Raises:
        UsageError: for missing columns, no row that can be forecast, or files that cannot be read
            or written.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from patronage import crisis

    source = _table(Path(features))
    rows = _columns(source)
    fine, problems = crisis.checked(rows, Path(features).name)
    if not fine.any():
        first = problems[0]
        raise UsageError(
            f"No row can be forecast. {first.source}, {first.place} {first.message}. {first.mend}"
        )
    for problem in problems:
        report(problem)
    model = _load(params)
    kept = {name: column[fine] for name, column in rows.items()}
    given = np.full((len(fine), len(crisis.ALTERNATIVES)), np.nan)
    given[fine] = model.predict(kept, game_only=game_only)
    outside = crisis.extrapolated(rows)
    others = outside & fine & (params is None) & (not game_only)
    if others.any():
        given[others] = crisis.shipped_transfer().predict({n: c[others] for n, c in rows.items()})
    added = {f"p_{name}": given[:, i] for i, name in enumerate(crisis.ALTERNATIVES)}
    added["p_support"] = given[:, 1:4].sum(axis=1)
    added["p_mil_support"] = given[:, 2:4].sum(axis=1)
    for name, column in added.items():
        source = _with(source, name, pa.array(column, from_pandas=True))
    source = _with(source, "extrapolated", pa.array(outside))
    try:
        pq.write_table(source, str(out))
    except OSError as error:
        raise UsageError(f"Cannot write '{out}': {error}.") from None
    told = int((outside & fine).sum())
    said = [_NOTE, *([_GAME] if game_only else []), *([_OTHERS] if others.any() else [])]
    last = model.about["years"][1]
    later = int((rows["year"][fine] > last).sum())
    if later:
        said.append(f"{later} rows lie after {last}, the last year that taught.")
    return {
        "rows": len(fine),
        "forecast": int(fine.sum()),
        "extrapolated": told,
        "later": later,
        "note": " ".join(said),
    }


def _with(table: Any, name: str, column: Any) -> Any:
    if name in table.column_names:
        table = table.drop_columns([name])
    return table.append_column(name, column)


def _load(params: str | Path | None) -> Ensemble:
    from patronage import crisis

    if params is None:
        return crisis.shipped()
    try:
        return crisis.load(Path(params).read_text(encoding="utf-8"), str(params))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read parameters from '{params}': {error}.") from None


@dataclass(frozen=True)
class _Ours:
    """The model, as the back-test takes it: all of it, or one member."""

    name: str
    fitted: Callable[[Any], Ensemble]
    member: str | None = None

    def fit(self, rows: Any, ladder: NDArray[np.int64]) -> Fitted:
        return _OursFitted(self.fitted(rows), self.member)


@dataclass(frozen=True)
class _OursFitted:
    ensemble: Ensemble
    member: str | None

    def forecast(self, rows: Any) -> Forecast:
        from patronage.backtest import Forecast

        whole = self.member is None
        p = self.ensemble.predict(rows) if whole else self.ensemble.members(rows)[str(self.member)]
        return Forecast(p[:, 1:4].sum(axis=1), p[:, 2:4].sum(axis=1), p)


def _once(fit: Callable[[Any], Ensemble]) -> Callable[[Any], Ensemble]:
    """Fit once for all members of an origin: its rows are known by number and last year."""
    kept: dict[tuple[int, int], Ensemble] = {}

    def fitted(rows: Any) -> Ensemble:
        key = (len(rows["year"]), int(rows["year"].max()))
        if key not in kept:
            kept.clear()
            kept[key] = fit(rows)
        return kept[key]

    return fitted


def crisis_backtest(
    table: str | Path, *, start: int = 1960, end: int = 1989, step: int = 1,
    tick: Callable[[int], None] = lambda done: None,
) -> Scorecard:  # fmt: skip
    """Score the model on rolling origins beside rates, past behaviour, logit and boosting.

    Each origin fits on earlier years alone; rows are those after 1945 where the patron is not the
    coercer. Logit and boosting need scikit-learn and are left out, said in the notes, without it.

    Args:
        table: Parquet with labels.
        start: first year forecast.
        end: last year forecast.
        step: years from one origin to the next.
        tick: called with the number of origins done.

    Raises:
        UsageError: for missing columns or no rows in those years.
    """
    from patronage import backtest, crisis
    from patronage.backtest.baselines import learners
    from patronage.backtest.scorecard import mean_of

    rows = _read(Path(table))
    ladder, asked = crisis.ladder(rows), crisis.learned_from(rows)
    if not (asked & (rows["year"] >= start) & (rows["year"] <= end)).any():
        raise UsageError(f"No rows to forecast from {start} to {end}. Choose years in the table.")
    fitted = _once(crisis.fit)
    learned = learners(crisis.FEATURES)
    models: list[Model] = [
        _Ours("ensemble", fitted), _Ours("game alone", fitted, "game"),
        _Ours("own multinomial logit", fitted, "flat"), backtest.BaseRate(), backtest.PatronRate(),
        backtest.OneFeature("alliance only", ("anyally_PT", "anyally_PC")),
        backtest.OneFeature("past behaviour", ("past_lvl_PT", "past_lvl_PC")), *learned,
    ]  # fmt: skip
    blocks = backtest.origins(start, end, step)
    which, made = backtest.roll(models, rows, ladder, blocks, asked, tick)
    pairs, notes = [("game alone", "own multinomial logit")], [_NOTE]
    if learned:
        made["logit + boosting"] = mean_of([made["logit"], made["boosting"]])
        pairs = [("ensemble", "logit + boosting"), ("game alone", "logit"), *pairs]
    else:
        notes.append("Logit and boosting are left out: scikit-learn is not installed.")
    truth = {name: rows[name][which] for name in ("crisno", "P", "year")}
    title = f"What patrons did, fitted every {step} years before"
    return backtest.scorecard(title, made, {**truth, "ladder": ladder[which]}, pairs, notes)


def _table(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(str(path))
    except FileNotFoundError:
        raise UsageError(f"No file '{path}'. Give a Parquet table.") from None
    except (pa.ArrowInvalid, OSError) as error:
        raise UsageError(f"'{path}' is no Parquet table: {error}") from None


def _columns(table: Any) -> dict[str, NDArray[Any]]:
    return {n: table[n].to_numpy(zero_copy_only=False) for n in table.column_names}


def _read(path: Path) -> dict[str, NDArray[Any]]:
    return _columns(_table(path))
