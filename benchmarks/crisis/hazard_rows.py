"""State-years with what was known on 1 January and what came, for ``fit_hazards.py``.

Read from registers in their published formats (Archigos 4.1, UCDP/PRIO, COW MID dyads, GSDB v4, UN
ideal points, ATOP, GDP): the rows stay in memory and are never written.
"""

import csv
import datetime as dt
import math
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from patronage import codebook

MAJORS = {2, 200, 220, 365, 710}
# Gleditsch-Ward and Correlates of War numbers that differ after unification.
TO_COW = {260: 255, 678: 679}
# Last years that the registers hold: past them a fact is not known, which is not zero.
DISPUTES, PACTS, SANCTIONS = 2014, 2018, 2023
KINDS = ("trade", "arms", "military", "financial", "travel", "other")


def table(path):
    return pq.read_table(path).to_pylist()


def day(text):
    return dt.date.fromisoformat(text)


def leaders(place):
    """Spells of office by state: (start, end, born, entry, how it ended)."""
    found = defaultdict(list)
    for row in table(place / "leaders/archigos.parquet"):
        born = row["yrborn"] if row["yrborn"] and row["yrborn"] > 1800 else None
        found[int(row["gwcode"])].append(
            (day(row["startdate"]), day(row["enddate"]), born, row["entry"], row["exit"])
        )
    return {state: sorted(spells) for state, spells in found.items()}


def conflicts(place):
    """By state and year: fights over the government, over territory, between states, helpers."""
    found = defaultdict(lambda: {"home": 0, "land": 0, "between": 0, "helped": 0})
    for row in table(place / "cow/ucdp_acd.parquet"):
        year, a, b = int(row["year"]), row["gwno_a"], row["gwno_b"]
        if a is None:
            continue
        here = found[int(a), year]
        if row["type_of_conflict"] == "interstate":
            for side in (a, b):
                if side is not None:
                    found[int(side), year]["between"] = 1
        else:
            over = "land" if row["incompatibility"] == "territory" else "home"
            here[over] = max(here[over], int(row["intensity_level"]))
            if row["gwno_a_2nd"] is not None and over == "home":
                here["helped"] = 1
    return found


def disputes(place):
    """By state and year: the highest hostility of its opponents, and of its major opponents."""
    found = defaultdict(lambda: {"host": 0, "major": 0})
    for row in table(place / "cow/cow_mid_ddydisps.parquet"):
        for me, other in (("1", "2"), ("2", "1")):
            here = found[int(row[f"ccode{me}"]), int(row["year"])]
            level = int(row[f"hostlev{other}"] or 0)
            here["host"] = max(here["host"], level)
            if row[f"ccode{other}"] in MAJORS:
                here["major"] = max(here["major"], level)
    return found


def states_by_name():
    cow = {r["iso3"]: int(r["cown"]) for r in codebook.rows("states") if r["cown"]}
    names = {r["name"].casefold(): cow[r["iso3"]] for r in codebook.rows("states")
             if r["iso3"] in cow}  # fmt: skip
    for row in codebook.rows("state_names"):
        if row["kind"] in ("name", "abbreviation") and row["iso3"] in cow:
            names.setdefault(row["text"].casefold(), cow[row["iso3"]])
    return names


def sanctions(place):
    """By state and year: who has sanctions in force and of which kinds."""
    names, found, unknown = states_by_name(), defaultdict(lambda: defaultdict(set)), set()
    with (place / "gsdb/GSDB_V4.csv").open(encoding="utf-8-sig", errors="replace") as file:
        for case in csv.DictReader(file):
            whole = re.sub(r"\s*\(.*?\)", "", case["sanctioned_state"]).strip()
            parts = _parts(whole, names)
            for name in parts:
                state = names.get(name.casefold())
                if state is None:
                    unknown.add(name)
                    continue
                for year in range(int(case["begin"]), int(case["end"]) + 1):
                    here = found[state, year]
                    here["senders"].add(case["sanctioning_state"])
                    here["kinds"] |= {k for k in KINDS if case[k] == "1"}
                    if re.search(r"destab|democracy", case["objective"]):
                        here["rule"].add(1)
    return found, unknown


def _parts(whole, names):
    """One state or several: "Korea, North" is one, "Kenya, Uganda" are two."""
    split = re.split(r",\s*", whole)
    turned = f"{split[-1]} {split[0]}".casefold()
    if whole.casefold() in names or len(split) == 1:
        return [whole]
    return [turned] if len(split) == 2 and turned in names else split


def ideals(place):
    found = {}
    path = place / "unga/IdealpointestimatesAll_Apr2020.csv"
    with path.open(encoding="latin-1") as file:
        for row in csv.DictReader(file):
            session = int(float(row["session"]))
            found[int(row["ccode"]), session + 1945] = float(row["IdealPoint"])
    return found


def wealth(place):
    return {
        (int(r["ccode"]), int(r["year"])): r["wbgdppc2011est"]
        for r in table(place / "cow/cow_sdp_gdp.parquet")
        if r["wbgdppc2011est"] is not None
    }


def pacts(place):
    """States by year with a defence pact with a major power."""
    return {
        (int(a), int(r["year"]))
        for r in table(place / "cow/atop_alliance.parquet")
        if r["atop_defense"] == 1
        for a, b in ((r["ccode1"], r["ccode2"]), (r["ccode2"], r["ccode1"]))
        if b in MAJORS
    }


def came(spells, start, years):
    """Whether the leader of ``start`` was gone, and somebody removed outside the rules, by then."""
    until = start.replace(year=start.year + years)
    now = [s for s in spells if s[0] <= start <= s[1]]
    if not now:
        return None
    gone = now[-1][1] < until and now[-1][4] != "Still in Office"
    removed = any(s[4] in ("Irregular", "Foreign") and start <= s[1] < until for s in spells)
    return int(gone), int(removed)


def rows(place=Path("../shared/reference"), first=1950, last=2015):
    """One dict a state-year: features known on 1 January, outcomes within 12 and 36 months."""
    rule, fights, quarrels = leaders(place), conflicts(place), disputes(place)
    (bans, _), points, rich, allied = sanctions(place), ideals(place), wealth(place), pacts(place)
    sources = Sources(fights, quarrels, bans, rich, allied)
    made = []
    for state, spells in rule.items():
        cow = TO_COW.get(state, state)
        for year in range(first, last + 1):
            start = dt.date(year, 1, 1)
            near = came(spells, start, 1)
            if near is None:
                continue
            far = came(spells, start, 3) if year + 2 <= last else (None, None)
            made.append(
                {"state": state, "year": year, "exit12": near[0], "change12": near[1],
                 "exit36": far[0], "change36": far[1]}
                | ruler(spells, start) | surroundings(sources, state, year)
                | _turned(points, cow, year)
            )  # fmt: skip
    return made


class Sources(NamedTuple):
    """What registers tell of a state's surroundings, by state and year."""

    fights: dict
    quarrels: dict
    bans: dict
    rich: dict
    allied: set


def opened(place):
    """The registers of surroundings, read."""
    return Sources(
        conflicts(place), disputes(place), sanctions(place)[0], wealth(place), pacts(place)
    )


def surroundings(sources, state, year):
    """What was known on 1 January but for who ruled, of a state by its Gleditsch-Ward number."""
    cow = TO_COW.get(state, state)
    pact = int((cow, year - 1) in sources.allied) if year - 1 <= PACTS else None
    return _known(state, cow, year, sources.fights, sources.quarrels, sources.bans) | {
        "gdp": sources.rich.get((cow, year - 1)), "pact": pact,
    }  # fmt: skip


def ruler(spells, start):
    since, _, born, entry, _ = [s for s in spells if s[0] <= start <= s[1]][-1]
    ten = dt.date(start.year - 10, 1, 1)
    past = [s for s in spells if ten <= s[1] < start]
    return {
        "tenure": (start - since).days / 365.25,
        "age": start.year - born if born else None,
        "irregular": int(entry != "Regular"),
        "turnover": len(past),
        "removed": sum(s[4] in ("Irregular", "Foreign") for s in past),
    }


def _known(state, cow, year, fights, quarrels, bans):
    last, before = fights[state, year - 1], fights[state, year - 2]
    told = bans.get((cow, year - 1), {})
    quarrel = quarrels[cow, year - 1] if year - 1 <= DISPUTES else {"host": None, "major": None}
    banned = {
        "senders": len(told.get("senders", ())),
        "us": int(any("United States" in s for s in told.get("senders", ()))),
        "trade": int("trade" in told.get("kinds", ())),
        "rule": int(bool(told.get("rule"))),
    }
    if year - 1 > SANCTIONS:
        banned = dict.fromkeys(banned)
    return {
        "home": last["home"], "land": last["land"], "between": last["between"],
        "helped": last["helped"], "left": int(before["helped"] and not last["helped"]),
        **banned,
        "host": quarrel["host"], "major": quarrel["major"],
    }  # fmt: skip


def _turned(points, cow, year):
    """Whether the state's UN votes moved by .5 or more and stayed there for two years."""
    was, then, later = (points.get((cow, y)) for y in (year - 1, year + 1, year + 2))
    if None in (was, then, later):
        return {"realign36": None}
    one, two = then - was, later - was
    moved = min(abs(one), abs(two)) >= 0.5 and math.copysign(1, one) == math.copysign(1, two)
    return {"realign36": int(moved)}
