"""The rows of a crisis table: what happened, what is known before, and what is wrong with them.

A row is one crisis actor (the client T), one power (the patron P) and the coercer C, in the columns
of the table under ``docs/theory/crisis.md``. ICB's values of ``inv`` and ``favr`` were inferred
from known cases and not read in its codebook: see there.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.actors.systems import states_by
from patronage.errors import UsageError, nearest
from patronage.records import Problem

__all__ = [
    "ALTERNATIVES", "FEATURES", "NEVER", "Table", "checked", "columns", "extrapolated", "features",
    "ladder", "learned_from", "terms",
]  # fmt: skip

Floats = NDArray[np.float64]
Table = Mapping[str, NDArray[Any]]

#: What a patron may do, in the order of every array of probabilities.
ALTERNATIVES = (
    "none", "support_1", "support_2", "support_3", "oppose_1", "oppose_2", "oppose_3",
)  # fmt: skip
#: Labels, and what only the crisis itself tells: never features.
NEVER = ("inv", "favr", "support", "oppose", "level", "mil_support", "direct_support")
_IDS = ("T", "C", "P", "year")
_LEARNED = (2, 365)

#: Columns that the learners use as they are. ``noactr``, how many states a crisis drew in, is left
#: out: it is known only when the crisis is over.
FEATURES: tuple[str, ...] = tuple(
    """C_nonstate_or_multi triggr southpow gravty issue chissu powdis territ regime durreg nuclear
    powsta pc iwc allycap cinc_T poly_T ideal_T cinc_C poly_C ideal_C cinc_P poly_P ideal_P def_PT
    off_PT neu_PT nag_PT con_PT riv_PT igo_PT idd_PT def_PC off_PC neu_PC nag_PC con_PC riv_PC
    igo_PC idd_PC def_TC off_TC neu_TC nag_TC con_TC riv_TC igo_TC idd_TC def_RT def_RC R_is_coercer
    mid10_PT mid10_PC mid10_TC past_n_PT past_sup_PT past_opp_PT past_lvl_PT past_n_PC past_sup_PC
    past_opp_PC past_lvl_PC violent_trig C_major C_super rel_TC l_trade_PT l_trade_PC l_trade_TC
    l_gdp_T l_gdp_C l_gdp_P l_dist_PT l_dist_PC l_dist_TC l_arms5_PT l_arms5_PC l_ord5_PT l_ord5_PC
    l_arms5_RT l_arms5_RC anyally_PT anyally_PC""".split()
)


@cache
def terms() -> tuple[Mapping[str, str], ...]:
    """The game's terms, from ``terms.csv``: index, feature, expected sign, why."""
    text = (files(__package__) / "terms.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def ladder(rows: Table) -> NDArray[np.int64]:
    """What the patron did, as positions in :data:`ALTERNATIVES`.

    Level 1 is political, economic or propaganda (``inv`` 2-5), 2 covert or semi-military (6-7),
    3 direct military (8); the side is told by ``support`` and ``oppose``. These meanings were
    inferred from known cases.

    Raises:
        UsageError: where a label column is missing.
    """
    columns(rows, ("inv", "support", "oppose"), "to fit or score")
    inv = rows["inv"]
    level = np.select([inv >= 8, inv >= 6, inv >= 2], [3, 2, 1], 0)
    steps = np.select([rows["support"] == 1, rows["oppose"] == 1], [level, 3 + level], 0)
    return np.asarray(np.where(level == 0, 0, steps), dtype=np.int64)


def learned_from(rows: Table) -> NDArray[np.bool_]:
    """Rows after 1945 where the patron is not the coercer."""
    return np.asarray((rows["year"] > 1945) & (rows["P"] != rows["C"]), dtype=np.bool_)


def extrapolated(rows: Table) -> NDArray[np.bool_]:
    """Rows outside what was learned: a patron but the US and USSR/Russia, or before 1946."""
    known = np.isin(rows["P"], _LEARNED) & (rows["year"] > 1945)
    return np.asarray(~known, dtype=np.bool_)


def columns(rows: Table, wanted: Sequence[str], purpose: str) -> None:
    """Raise where columns are missing, saying which."""
    missing = [name for name in wanted if name not in rows]
    if not missing:
        return
    said = ", ".join(missing[:12]) + (f" and {len(missing) - 12} more" if len(missing) > 12 else "")
    hint = nearest(missing[0], [name for name in rows if name not in wanted])
    raise UsageError(
        f"{len(missing)} columns are missing {purpose}: {said}. {hint} Add them with their names; "
        "a value that is not known is null, never 0. All are listed in docs/theory/crisis.md."
    )


def checked(rows: Table, source: str) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Which rows can be forecast, and a problem for each that cannot.

    Raises:
        UsageError: for missing columns, no rows at all, or columns that hold no numbers.
    """
    columns(rows, (*_IDS, *FEATURES), "to predict")
    for name in (*_IDS, *FEATURES):
        if rows[name].dtype.kind not in "iufb":
            raise UsageError(
                f"Column '{name}' of {source} holds no numbers. Write null or numbers."
            )
    if not len(rows["year"]):
        raise UsageError(f"{source} has no rows. Give at least one situation.")
    empty = np.isnan(np.column_stack([rows[name].astype(float) for name in FEATURES])).all(axis=1)
    found = []
    for i in range(len(empty)):
        wrong = _wrong(rows, i, bool(empty[i]))
        if wrong:
            found.append(Problem(source, f"row {i}", *wrong))
    fine = np.ones(len(empty), dtype=np.bool_)
    fine[[int(p.place.split()[1]) for p in found]] = False
    return fine, found


def _wrong(rows: Table, i: int, empty: bool) -> tuple[str, str] | None:
    known = states_by("cown").keys() | states_by("gwn").keys()
    for role in ("T", "C", "P"):
        code = rows[role][i]
        if np.isnan(code):
            return f"has no state in {role}", "Write its Correlates of War number, 365 for Russia."
        # ICB's coercer may be no state or several: -1.
        if str(int(code)) not in known and not (role == "C" and code == -1):
            return (
                f"has the unknown state {int(code)} in {role}",
                f"Write its Correlates of War number, as 365. {nearest(str(int(code)), known)}",
            )
    if rows["P"][i] == rows["C"][i]:
        return "has the coercer as its own patron", "Name another patron, or leave the row out."
    if np.isnan(rows["year"][i]):
        return "has no year", "Write the year in which the crisis began."
    if empty:
        return "has no known feature at all", "Fill in at least alliances, capabilities, distance."
    return None


def features(rows: Table) -> dict[str, Floats]:
    """All features as floats, with those made of others; what is not known is NaN."""
    made = {name: rows[name].astype(np.float64) for name in FEATURES}
    made["us"] = (rows["P"] == 2).astype(np.float64)
    made["years"] = (rows["year"].astype(np.float64) - 1960) / 20
    for pair in ("PT", "PC"):
        number = made[f"past_n_{pair}"] + 2  # two cases of nothing as a prior
        made[f"lean_{pair}"] = (made[f"past_sup_{pair}"] - made[f"past_opp_{pair}"]) / number
        made[f"busy_{pair}"] = (made[f"past_sup_{pair}"] + made[f"past_opp_{pair}"]) / number
        made[f"mid_{pair}"] = np.log1p(made[f"mid10_{pair}"])
    made["war"] = np.where(np.isnan(made["iwc"]), np.nan, made["iwc"] > 1)
    return made
