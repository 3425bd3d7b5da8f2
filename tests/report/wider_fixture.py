"""What a brief tells beyond counts, built by hand for the brief of ``brief_fixture``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import brief_fixture

from patronage.results import (
    Age,
    Ahead,
    Analogue,
    Analogues,
    Answer,
    Answered,
    Break,
    Brief,
    Course,
    Decade,
    Decline,
    Dependence,
    Estimate,
    Exchange,
    Explanation,
    Exposure,
    Ground,
    Kept,
    Outcome,
    Point,
    RegisterRow,
    Series,
    Share,
    Stake,
    Watched,
    Wider,
    WordsAndDeeds,
)

WARNING = "Model-implied, not causally identified: coercers choose moments when patrons won’t come."
_YEARS = range(2004, 2020)


def rows() -> tuple[RegisterRow, ...]:
    """Deliveries by Russia and China, one row a year."""
    return tuple(
        RegisterRow(f"arms-{who}-{year}", "sipri", place * 100 + year,
                    f"{year}: {name} to Venezuela, arms deliveries, {year - 2000} TIV")
        for place, (who, name) in enumerate((("RUS", "Russia"), ("CHN", "China")))
        for year in _YEARS
    )  # fmt: skip


def _point(year: int, value: float | None, ids: tuple[str, ...] = (), wide: float = 1.0) -> Point:
    low, high = (None, None) if value is None else (value / (1 + wide), value * (1 + wide))
    return Point(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), value, low, high, len(ids), ids)


def _arms(who: str) -> Series:
    points = tuple(
        _point(y, None if y > 2017 else 30.0 if y < 2013 else 0.0,
               (f"arms-{who}-{y}",) if y < 2013 else (), 0.5)
        for y in _YEARS
    )  # fmt: skip
    return Series("arms deliveries", "VEN", who, "TIV", "year", 1.0, points)


def _level(of: str, who: str, ids: tuple[str, ...]) -> Course:
    told = dict(zip((2006, 2018, 2019), ids, strict=False))
    points = tuple(_point(y, 0.4, (told[y],) if y in told else ()) for y in _YEARS)
    fallen = tuple(replace(p, value=0.62, low=None, high=None) for p in points)
    made = Series(f"{of}-latent", "VEN", who, "episodes per year", "year", 0.9, points)
    return Course(of, who, made, replace(made, name=f"{of}-decline", points=fallen))


def _decline(ids: tuple[str, ...]) -> Decline:
    day = dt.date(2013, 1, 1)
    found = Break("down", day, 0.94, 30.0, 0.0, day, dt.date(2014, 1, 1), 0.8)
    grounds = (Ground("orders done", "By 2012 all that was ordered had arrived.", 2.0, ids),)
    return Decline("VEN", "RUS", "arms deliveries", "TIV", "decline", found, (
        Explanation("orders completed", "for", "It had arrived.", ids, "", 0.6, 0.2, 0.9, grounds),
        Explanation("embargo", "for", "Begun in 2012.", ids[:1], "", 0.3, 0.05, 0.7,
                    (Ground("embargo begun", "Begun in 2012.", 1.5, ids[:1]),)),
        Explanation("client turned", "open", "Nothing here tells."),
    ), ids)  # fmt: skip


def _estimate(name: str, unit: str, value: float, ids: tuple[str, ...], **more: float) -> Estimate:
    low, high = more.get("low", value / 2), more.get("high", value * 1.3)
    return Estimate(name, unit, value, low, high, more.get("mass", 0.9), len(ids), ids)


def wider(brief: Brief) -> Wider:
    """Every part filled, on the evidence of a brief and of :func:`rows`."""
    ids = tuple(e.id for e in brief.events[:3])
    arms = tuple(r.id for r in rows()[:9])
    share = _estimate("dependence", "share of episodes", 0.7, ids)
    followed = (("leader still in office", True), ("force between them", None))
    met = _estimate("leader still in office", "share of episodes", 0.6, arms[:5])
    return Wider(
        answered=(
            Answered("RUS", "arms", (Answer(ids[:1], dt.date(2018, 3, 1), "arrived", 60, ids),),
                     _estimate("answered share", "share of requests", 0.5, ids), None, ()),
            Answered("CHN", None, (), None, None, ids[:1]),
        ),
        declines=(_decline(arms),),
        dependence=tuple(
            Dependence("VEN", "episodes", spell, _estimate("c", "index, 0 to 1", 0.4, ids),
                       (Share("RUS", None, share),), ())
            for spell in ("then", "now")
        ),
        words=(WordsAndDeeds("VEN", "RUS", "now", _estimate("words", "episodes", 2.0, ids),
                             Estimate("deeds", "episodes", 0.0, 0.0, 1.9, 0.9, 0, ()),
                             Estimate("gap", "words less deeds, parts of all", 1.0, 0.1, 1.0, 0.9,
                                      2, ids)),),
        exchange=(Exchange("VEN", "RUS", "deals", (
            _estimate("orders a year after 2008 over before", "ratio of rates", 4.6, arms),)),),
        exposure=(
            Exposure("VEN", "RUS", (
                Stake("claims outstanding", None, None,
                      "Unknown: no register here tells it, and no estimate was given."),
                Stake("undelivered orders", _estimate("orders", "TIV", 12.0, arms, mass=1.0), None,
                      "One order is left."),
            ), None, (_estimate("arms deliveries", "TIV", 270.0, arms, mass=1.0),)),
            Exposure("VEN", "CUB", (
                Stake("fixed assets", None, None,
                      "Unknown: no register here tells it, and no estimate was given."),
            ), None, ()),
        ),
        analogues=Analogues("VEN", 2015, 5, 40, (
            Analogue("IRN", ("USA",), 2010, 0.4, (("coercers, log", 0.0, 0.0),), followed, arms),
        ), (met,), (replace(met, value=0.47, n=9),), "40 earlier episodes."),
        courses=(_level("backing", "RUS", ids), _level("pressure", "USA", ids)),
        registers=(_arms("RUS"), _arms("CHN")),
        elsewhere=("ISR",),
        decades=(Decade("RUS", "arms deliveries", 2000, _estimate("a", "TIV", 180.0, arms), 6),),
        ahead=Ahead("Late 2025", dt.date(2025, 11, 30), dt.date(2028, 11, 30), 36, 4000, 0, 0.8,
                    WARNING, (
            Outcome("exit", "leader exit", True, 0.38, 3766, 0.018, 0.0089, 0.028, 0.26, 0.21,
                    0.32, "unlikely"),
            Outcome("realignment", "realignment", False, 0.07, 3434, 0.004, 0.0004, 0.008),
        ), (Watched("a blockade", "leader exit", 0.031, 0.004, 0.064),), ("A mark.",)),
        kept=Kept(3, 1, 0, 0, 0, 2, 0.21, 0.1, 0.3, 0.8, 0.25, 2),
        ages=(Age("sipri", "SIPRI Arms Transfers Database", "deliveries and orders",
                  dt.date(2018, 1, 1), 2879),),
    )  # fmt: skip


def brief() -> Brief:
    """The fixture's brief with all that is more than a count."""
    base = brief_fixture.brief()
    return replace(base, rows=rows(), registers=("sipri",), wider=wider(base))
