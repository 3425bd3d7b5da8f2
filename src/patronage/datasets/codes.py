"""Codes of registers in our words: a table beside this module, and look-ups over whole columns.

``codes.csv`` holds one row a code: of a ``system`` (FIPS, CAMEO's countries, groups and types,
ICEWS' sectors) with its ``value`` here, empty where the code is known and means nothing that we
count, such as a region.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from patronage import codebook

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.records import Problem

__all__ = ["Unmapped", "action", "cameo_state", "codes", "key_of", "looked_up", "organisation"]

_SHOWN = 20
_APART = ("REB", "OPP")


@cache
def codes(system: str) -> Mapping[str, str]:
    """The codes of one system with their values.

    >>> codes("fips")["RS"], codes("cameo-type")["MED"]
    ('RUS', 'JRN')
    """
    return _all()[system]


@cache
def _all() -> Mapping[str, Mapping[str, str]]:
    text = files("patronage.datasets").joinpath("codes.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["system"], {})[row["code"]] = row["value"]
    return MappingProxyType(found)


@cache
def _own() -> frozenset[str]:
    """ISO codes of states and territories, which CAMEO uses as they are."""
    today = {row["iso3"] for row in codebook.rows("states") if not row["end"]}
    return frozenset(today | set(codes("fips").values()))


def cameo_state(code: str) -> str | None:
    """The state or territory of a CAMEO country code; None for regions and what is not known.

    >>> cameo_state("ROM"), cameo_state("VEN"), cameo_state("EUR")
    ('ROU', 'VEN', None)
    """
    listed = codes("cameo-country")
    if code in listed:
        return listed[code] or None
    return code if code in _own() else None


@cache
def organisation(name: str) -> str | None:
    """The code of an organisation by its name or another that it goes by.

    >>> organisation("North Atlantic Treaty Organization")
    'NATO'
    """
    return _organisations().get(name.casefold())


@cache
def _organisations() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in codebook.rows("organisations"):
        if row["code"]:
            for name in (row["name"], *row["aliases"].split("|")):
                found.setdefault(name.casefold(), row["code"])
    return found


@cache
def action(code: str) -> tuple[str | None, str | None, str | None]:
    """PLOVER type, mode and polarity of a CAMEO code; None where there is none.

    >>> action("072"), action("1622"), action("010")
    (('AID', None, 'support'), ('SANCTION', 'discontinue', 'curtailment'), (None, None, None))
    """
    type, mode = _actions().get(code, ("", ""))
    polarities = codes("polarity")
    polarity = polarities.get(f"{type}/{mode}") or polarities.get(type)
    return type or None, mode or None, polarity


@cache
def _actions() -> Mapping[str, tuple[str, str]]:
    return {row["cameo"]: (row["type"], row["mode"]) for row in codebook.rows("cameo")}


def looked_up(column: Any, make: Callable[[Any], Any], kind: pa.DataType) -> pa.Array:
    """Make a value of each value of a column, each different one once; null where None."""
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = whole.dictionary_encode()
    made = pa.array([make(text) for text in coded.dictionary.to_pylist()], kind)
    return made.take(coded.indices)


def key_of(country: pa.Array, sector: pa.Array) -> pa.Array:
    """Keys of actors: the state, and apart from it those who have one and are not it.

    As :attr:`patronage.records.Actor.key`: rebels of Syria are ``REB:SYR``.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    apart = pc.fill_null(pc.is_in(sector, pa.array(_APART)), False)
    return pc.if_else(apart, pc.binary_join_element_wise(sector, country, ":"), country)


class Unmapped:
    """Counts the codes for which we have nothing, to be told at the end of a file."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}

    def note(self, what: str, column: Any, made: pa.Array) -> None:
        """Count the texts of a column that are not empty and gave nothing."""
        import pyarrow.compute as pc

        if not made.null_count:
            return
        left = column.filter(pc.and_(pc.is_null(made), pc.not_equal(column, "")))
        if len(left):
            counts = self._counts.setdefault(what, Counter())
            for row in pc.value_counts(left).to_pylist():
                counts[row["values"]] += row["counts"]

    def problems(self, source: str) -> Iterator[Problem]:
        """One problem for each kind of code; no row is lost to it."""
        from patronage.records import Problem

        for what, counts in self._counts.items():
            listed = ", ".join(f"{code!r} {n}" for code, n in counts.most_common(_SHOWN))
            rest = f" and {len(counts) - _SHOWN} codes more" if len(counts) > _SHOWN else ""
            yield Problem(
                source, "whole file", f"{counts.total()} values of {what}: {listed}{rest}",
                "The rows are kept as they stand; the field is empty in their acts.", lost=False,
            )  # fmt: skip
