"""From a ledger's registers to a table of situations that ``crisis predict`` takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError, nearest
from patronage.pipeline.opening import Input, opened

if TYPE_CHECKING:
    from patronage.backtest.tables import Built, Facts, Situation
    from patronage.ledger import Ledger

__all__ = ["crisis_features"]

_KEPT = ("id", "dataset", "measure", "giver", "receiver", "value", "start", "end")


def crisis_features(
    situations: Sequence[tuple[str, str, str, int]], out: str | Path, *, ledger: Input,
    known: Sequence[str] = (), as_of: dt.date | None = None, oldest: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Write the features of situations, read from a ledger's registers, for ``crisis predict``.

    Beside each feature stands ``age_<feature>``: years between the value and the situation, 1 as in
    the tables that taught, null where it is missing; ``missing`` names the latter.

    Args:
        situations: client, coercer, patron (names or codes) and year, at least one.
        out: where the table goes, as Parquet.
        ledger: the ledger's folder, with registers loaded by ``patronage load``.
        known: what the user knows, as ``gravty=5`` or for one patron ``RUS:past_sup_PT=2``.
        as_of: registers as they could be known by this day; else as loaded.
        oldest: years after which a carried value is missing (15).

    Returns:
        ``rows`` (one a situation: who, how many features are known, ``missing``, ``carried`` with
        ages), ``registers`` that were asked and ``absent`` ones, which are not loaded.

    Raises:
        UsageError: for a patron that is the coercer, a year out of range, a column that is none.
        UnknownNameError: for a state that is none.
    """
    from patronage import crisis
    from patronage.backtest import tables

    asked = _asked(situations)
    given = _given(known, crisis.FEATURES, {one.patron for one in asked})
    facts, absent = _facts(opened(ledger), asked, as_of)
    built = tables.build(
        asked, crisis.FEATURES, facts, oldest=oldest or tables.OLDEST,
        known=lambda one: {**given.get("", {}), **given.get(one.patron, {})},
    )  # fmt: skip
    _write(out, asked, built)
    missing = built.missing()
    rows = []
    for i, one in enumerate(asked):
        ages = {name: float(built.ages[name][i]) for name in crisis.FEATURES}
        rows.append({
            "target": one.target, "coercer": one.coercer, "patron": one.patron, "year": one.year,
            "known": len(crisis.FEATURES) - len(missing[i]), "of": len(crisis.FEATURES),
            "missing": missing[i],
            "carried": {name: int(age) for name, age in ages.items() if age > 1},
        })  # fmt: skip
    return {"rows": rows, "registers": sorted(facts.ends), "absent": absent}


def _asked(situations: Sequence[tuple[str, str, str, int]]) -> list[Situation]:
    from patronage.actors.states import state
    from patronage.backtest.tables import Situation, line_of, number_of

    asked = []
    for target, coercer, patron, year in situations:
        one = Situation(state(target), state(coercer), state(patron), year)
        if len({line_of(s) for s in (one.target, one.coercer, one.patron)}) < 3:
            raise UsageError(
                f"{one.target}, {one.coercer}, {one.patron}: client, coercer and patron must be "
                "three states. Name another patron, or leave this one out."
            )
        if not 1816 <= year <= 2100:
            raise UsageError(f"The year {year} is out of range. Give one from 1816 to 2100.")
        bare = [s for s in (one.target, one.coercer, one.patron) if number_of(s) is None]
        if bare:
            raise UsageError(
                f"{', '.join(bare)} has no Correlates of War number, by which tables of crises "
                "name states. Give a state that has one in states.csv."
            )
        asked.append(one)
    if not asked:
        raise UsageError("No situation. Give a client, a coercer, at least one patron and a year.")
    return asked


def _given(
    known: Iterable[str], columns: Sequence[str], patrons: set[str]
) -> dict[str, dict[str, float]]:
    """What the user knows, by patron; under an empty name what holds for all."""
    from patronage.actors.states import state

    given: dict[str, dict[str, float]] = {}
    for text in known:
        left, sign, value = text.partition("=")
        whom, colon, name = left.strip().rpartition(":")
        try:
            number = float(value)
        except ValueError:
            sign, number = "", 0.0
        if not sign:
            raise UsageError(f"'{text}' is no NAME=NUMBER. Write gravty=5 or RUS:past_sup_PT=2.")
        if name not in columns:
            raise UsageError(f"No column '{name}'. {nearest(name, columns)} "
                             "All are listed in docs/theory/crisis.md.")  # fmt: skip
        who = state(whom) if colon else ""
        if who and who not in patrons:
            raise UsageError(f"{who} is no patron of these situations. Add --patron {who}.")
        given.setdefault(who, {})[name] = number
    return given


def _facts(
    book: Ledger, asked: Sequence[Situation], as_of: dt.date | None
) -> tuple[Facts, list[str]]:
    """Rows between the states asked about, and the registers that are not loaded."""
    from patronage.backtest import tables
    from patronage.ledger import Wanted

    needed = {source["dataset"] for source in tables.sources()}
    loaded = {name for names in book.measures().values() for name in names} & needed
    lines = {tables.line_of(s) for one in asked for s in (one.target, one.coercer, one.patron)}
    named = [code for code in tables.codes() if tables.line_of(code) in lines]
    # A rival superpower that nobody named is met in the rows of client and coercer.
    lines |= set(tables.SUPERPOWERS)
    states = [code for code in tables.codes() if tables.line_of(code) in lines]
    rows: dict[str, Mapping[str, Any]] = {}
    for code in named:
        for row in _between(book.flows(client=code, as_of=as_of), loaded, states):
            rows[row["id"]] = row
        acts = book.acts(Wanted("mids"), client=code, as_of=as_of)
        acts = acts.rename_columns(
            [{"actor": "giver", "recipient": "receiver"}.get(n, n) for n in acts.column_names]
        )
        for row in _between(acts, {"mids"}, states):
            rows[row["id"]] = row
    if book.acts(Wanted("mids")).num_rows:
        loaded.add("mids")
    ends = {name: _end(name, as_of) for name in loaded}
    facts = tables.Facts(ends)
    for name in loaded:
        facts.add(name, [row for row in rows.values() if row["dataset"] == name])
    return facts, sorted(needed - loaded)


def _between(table: Any, datasets: set[str], states: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of some registers where each state named is one of those asked about."""
    import pyarrow as pa
    import pyarrow.compute as pc

    here = pc.is_in(table["dataset"], value_set=pa.array(sorted(datasets), pa.string()))
    for name in ("giver", "receiver"):
        among = pc.is_in(table[name], value_set=pa.array(states, pa.string()))
        here = pc.and_(here, pc.or_(among, pc.is_null(table[name])))
    kept = [name for name in _KEPT if name in table.column_names]
    found: list[dict[str, Any]] = table.select(kept).filter(here).to_pylist()
    return found


def _end(name: str, as_of: dt.date | None) -> int:
    """The last year that a register covers, as it could be known."""
    from patronage.datasets import register

    one = register(name)
    last = one.end or dt.date.max.year - 1
    if as_of is None:
        return last
    return min(last, (as_of - dt.timedelta(days=one.lag_days)).year - 1)


def _write(out: str | Path, asked: Sequence[Situation], built: Built) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from patronage.backtest.tables import number_of

    columns: dict[str, Any] = {
        "target": [one.target for one in asked], "coercer": [one.coercer for one in asked],
        "patron": [one.patron for one in asked], "year": [one.year for one in asked],
        "T": [number_of(one.target) for one in asked],
        "C": [number_of(one.coercer) for one in asked],
        "P": [number_of(one.patron) for one in asked],
    }  # fmt: skip
    for name, values in built.columns.items():
        columns[name] = pa.array(values, from_pandas=True)
    for name, values in built.ages.items():
        columns[f"age_{name}"] = pa.array(values, from_pandas=True)
    columns["missing"] = [", ".join(names) for names in built.missing()]
    try:
        pq.write_table(pa.table(columns), str(out))
    except OSError as error:
        raise UsageError(f"Cannot write '{out}': {error}.") from None
