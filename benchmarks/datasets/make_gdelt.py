"""Makes files in the format of GDELT events 1.0 and 2.0 from their column lists; nothing is real.

Run: python benchmarks/datasets/make_gdelt.py {1.0,2.0} FILE.csv [--rows N] [--seed S]

Columns, their order and their widths are those of the format; values are drawn at random, so that
codes, dates, names and addresses look alike to a reader and mean nothing. Rows come in the order in
which such files grow: by the moment they were added, about a quarter of a million a day. One row in
a hundred is told long after its event, as in the register.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from patronage import codebook
from patronage.datasets import register

BLOCK = 100_000
A_DAY = 250_000
START = {"1.0": dt.datetime(2013, 4, 1), "2.0": dt.datetime(2015, 2, 18, 23)}
_TYPES = ("", "", "", "", "GOV", "MIL", "COP", "BUS", "CVL", "OPP", "REB", "MED", "EDU", "JUD")
_GROUPS = ("", "", "", "", "", "", "", "", "", "", "UNO", "NAT", "EEC", "IMF")
_FIPS = ("", "US", "RS", "CH", "VE", "IR", "SY", "UP", "CU", "IN", "UK", "FR", "GM", "TU", "IS")
_PLACES = (
    "Caracas, Distrito Federal, Venezuela",
    "Moskva, Moskva, Russia",
    "United States",
    "Iran",
)
_NAMES = ("PRESIDENT", "GOVERNMENT", "POLICE", "MINISTER", "COMPANY", "PROTESTER", "UNITED STATES")


def make(path: Path, version: str, rows: int, seed: int = 7) -> None:
    """Write a file of one version: the same version, rows and seed give the same bytes."""
    columns = register("gdelt1" if version == "1.0" else "gdelt2").columns
    rng = np.random.default_rng(seed)
    schema = pa.schema([(name, pa.string()) for name in columns])
    options = pcsv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    with pcsv.CSVWriter(str(path), schema, write_options=options) as writer:
        for first in range(0, rows, BLOCK):
            values = _block(version, first, min(BLOCK, rows - first), rng)
            empty = pa.repeat(pa.scalar(""), len(values["GLOBALEVENTID"]))
            writer.write(pa.table([values.get(name, empty) for name in columns], schema=schema))


def _block(
    version: str, first: int, count: int, rng: np.random.Generator
) -> Mapping[str, pa.Array]:
    number = np.arange(first, first + count)
    added = np.datetime64(START[version], "s") + (number * 86_400 // A_DAY).astype("timedelta64[s]")
    added = added.astype("datetime64[m]").astype("int64") // 15 * 15
    day = added // 1440
    late = np.where(rng.random(count) < 0.01, 365 * rng.integers(1, 11, count), 0)
    event_day = day - late - (rng.random(count) < 0.1)
    code = _codes(rng, count)
    found = {
        "GLOBALEVENTID": _text(number + 410_000_000),
        "EventCode": code,
        "EventBaseCode": pc.utf8_slice_codeunits(code, 0, 3),
        "EventRootCode": pc.utf8_slice_codeunits(code, 0, 2),
        "IsRootEvent": _text(rng.integers(0, 2, count)),
        "QuadClass": _text(rng.integers(1, 5, count)),
        "GoldsteinScale": _tenths(rng.integers(-100, 101, count)),
        "NumMentions": _text(np.minimum(rng.zipf(1.8, count), 5_000)),
        "NumSources": _text(rng.integers(1, 4, count)),
        "NumArticles": _text(np.minimum(rng.zipf(1.8, count), 5_000)),
        "AvgTone": _text(np.round(rng.normal(-2, 4, count), 12)),
        "SOURCEURL": _addresses(rng, count),
    }
    found |= _times(version, day, event_day, added)
    for actor in ("Actor1", "Actor2"):
        found |= _actor(actor, rng, count)
    for place in ("Actor1Geo", "Actor2Geo", "ActionGeo"):
        found |= _place(place, rng, count)
    return found


def _times(version: str, day: Any, event_day: Any, added: Any) -> dict[str, pa.Array]:
    event = _dates(event_day, "%Y%m%d")
    if version == "1.0":
        told = _dates(day, "%Y%m%d")
    else:
        moments = pa.array(added * 60, pa.timestamp("s"))
        told = _looked_up(moments, lambda unique: pc.strftime(unique, format="%Y%m%d%H%M%S"))
    year = pc.utf8_slice_codeunits(event, 0, 4)
    return {
        "SQLDATE": event,
        "MonthYear": pc.utf8_slice_codeunits(event, 0, 6),
        "Year": year,
        "FractionDate": pc.binary_join_element_wise(year, "4712", "."),
        "DATEADDED": told,
    }


def _actor(actor: str, rng: np.random.Generator, count: int) -> dict[str, pa.Array]:
    states = [row["iso3"] for row in codebook.rows("states") if not row["end"]]
    country = _draw(rng, ("", "USA", "USA", "RUS", "CHN", *states), count)
    kind = _draw(rng, _TYPES, count)
    return {
        f"{actor}Code": pc.binary_join_element_wise(country, kind, ""),
        f"{actor}Name": _draw(rng, _NAMES, count),
        f"{actor}CountryCode": country,
        f"{actor}KnownGroupCode": _draw(rng, _GROUPS, count),
        f"{actor}Type1Code": kind,
    }


def _place(place: str, rng: np.random.Generator, count: int) -> dict[str, pa.Array]:
    country = _draw(rng, _FIPS, count)
    return {
        f"{place}_Type": _text(rng.integers(0, 6, count)),
        f"{place}_FullName": _draw(rng, _PLACES, count),
        f"{place}_CountryCode": country,
        f"{place}_ADM1Code": pc.binary_join_element_wise(country, "07", ""),
        f"{place}_ADM2Code": _text(rng.integers(10_000, 60_000, count)),
        f"{place}_Lat": _text(np.round(rng.uniform(-60, 70, count), 4)),
        f"{place}_Long": _text(np.round(rng.uniform(-180, 180, count), 4)),
        f"{place}_FeatureID": _text(rng.integers(-3_000_000, 3_000_000, count)),
    }


def _codes(rng: np.random.Generator, count: int) -> pa.Array:
    codes = [row["cameo"] for row in codebook.rows("cameo") if len(row["cameo"]) > 2]
    return _draw(rng, codes, count)


def _addresses(rng: np.random.Generator, count: int) -> pa.Array:
    story = _text(rng.integers(0, 10**9, count))
    site = _text(rng.integers(0, 5_000, count))
    start = pc.binary_join_element_wise("https://www.example-", site, "")
    return pc.binary_join_element_wise(
        start, ".invalid/world/2015/02/a-made-up-headline-of-some-length-", story, ""
    )


def _draw(rng: np.random.Generator, values: Any, count: int) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(rng.integers(0, len(values), count)))


def _text(values: Any) -> pa.Array:
    return pa.array(values).cast(pa.string())


def _tenths(values: Any) -> pa.Array:
    return _text(values / 10)


def _dates(days: Any, form: str) -> pa.Array:
    stamps = pa.array(days, pa.int32()).cast(pa.date32()).cast(pa.timestamp("s"))
    return _looked_up(stamps, lambda unique: pc.strftime(unique, format=form))


def _looked_up(values: pa.Array, make: Any) -> pa.Array:
    coded = values.dictionary_encode()
    return make(coded.dictionary).cast(pa.string()).take(coded.indices)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", choices=sorted(START))
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    make(asked.path, asked.version, asked.rows, asked.seed)
