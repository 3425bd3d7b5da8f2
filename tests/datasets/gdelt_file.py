"""Made-up rows of GDELT's event files, and files of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from patronage import datasets

_COMMON = {
    "GLOBALEVENTID": "410000001", "SQLDATE": "20150218", "MonthYear": "201502", "Year": "2015",
    "Actor1Code": "RUSGOV", "Actor1Name": "RUSSIA", "Actor1CountryCode": "RUS",
    "Actor1Type1Code": "GOV", "Actor2Code": "VEN", "Actor2Name": "VENEZUELA",
    "Actor2CountryCode": "VEN", "IsRootEvent": "1", "EventCode": "072", "EventBaseCode": "072",
    "EventRootCode": "07", "QuadClass": "2", "GoldsteinScale": "8.3", "NumMentions": "6",
    "NumSources": "1", "NumArticles": "6", "AvgTone": "1.5", "ActionGeo_Type": "1",
    "ActionGeo_FullName": "Venezuela", "ActionGeo_CountryCode": "VE",
    "SOURCEURL": "https://news.invalid/a",
}  # fmt: skip
ADDED = {"gdelt1": "20150219", "gdelt2": "20150219001500"}


def row(dataset: str = "gdelt2", **values: str) -> str:
    """A row of a version with some values changed."""
    told = _COMMON | {"DATEADDED": ADDED[dataset]} | values
    return "\t".join(told.get(name, "") for name in datasets.register(dataset).columns)


def write(path: Path, rows: Iterable[str]) -> Path:
    """Rows as a file with neither header nor quotes."""
    path.write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")
    return path
