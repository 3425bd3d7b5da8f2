"""Score events from raw text against public records coded by hand.

Run: python -m benchmarks.coding.score_records

Two public sets of ``../shared/gold``, tests alone: the unit tests of PETRARCH, whose news-style
categories are scored beside all of them, and the validation texts of PETRARCH-2. A record is an
actor, a recipient and a code, and the code's root becomes a type: CAMEO by the codebook's
crosswalk, WEIS, in which the unit tests are written ("081" an agreement, "122" a denunciation,
"212" an arrest), by the table below. Records without a type (comments) are not wanted. An event of
several sides is one record for each pair. Precision, recall and F1 of dyads (the two countries or
bodies) and of whole records, with 95% intervals by a seeded bootstrap over sentences, "first
country, second country" beside. The unit tests are set in invented lands: ``invented_names.csv``
lays each over a state, as a user would add names.
Printed, and frozen to ``scores/records.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coding.draw_gold import ROOT
from benchmarks.coding.score_events import SCORES, Bootstrap
from benchmarks.coding.systems import RuleCoder, System, TwoCountries, Unit

from patronage import codebook
from patronage.actors import Gazetteer
from patronage.actors.overlay import Overlay, overlay
from patronage.periods import date_of

SHARED = ROOT.parent / "shared" / "gold"
NAMES = Path(__file__).parent / "invented_names.csv"
#: Categories whose sentences read as news; the others try a dictionary's syntax ("PATTERN",
#: "SYNSET", "VERB"), the dates of an actor list ("DATE") or broken parses ("ERROR").
NEWS = ("DEMO", "COMPOUND", "AGENT", "AGENTS", "MODIFY", "ACTOR", "PARSING")
_BODIES = {"UNO": "UNO", "NAT": "NATO", "EEU": "EUR", "EUR": "EUR", "NGO": "NGO", "NGM": "NGO",
           "IMG": "IMG", "ISM": "ISM"}  # fmt: skip
_UNKNOWN = frozenset({"", "---", "###", "XYZ"})
#: The lands of the unit tests that stand for a state, by the code of their records.
_LANDS = {"ARN": "AGO", "GON": "GHA", "OSG": "OMN", "BRE": "BEN", "CAL": "CMR", "ITH": "ITA",
          "MOR": "MAR", "FOR": "FIN", "DAG": "DZA", "ROH": "RWA", "ELF": "SLV", "DOL": "DOM",
          "SHR": "SRB", "HOB": "HUN", "DNK": "DNK", "KUW": "KWT", "NZE": "NZL"}  # fmt: skip
#: Cue categories of WEIS, the longest known beginning of a code. "064" restores or recognizes:
#: SUPPORT by PLOVER's definition. Comments (02), denials (14) and padding have none.
_WEIS = {"01": "RETREAT", "03": "CONSULT", "04": "SUPPORT", "05": "AGREE", "06": "CONCEDE",
         "064": "SUPPORT", "07": "AID", "08": "AGREE", "09": "REQUEST", "10": "REQUEST",
         "11": "REJECT", "12": "ACCUSE", "13": "ACCUSE", "15": "REQUEST", "16": "THREATEN",
         "17": "THREATEN", "181": "PROTEST", "182": "MOBILIZE", "19": "SANCTION", "20": "COERCE",
         "21": "COERCE", "22": "ASSAULT"}  # fmt: skip
Record = tuple[str, str, str]  # actor, recipient, type


@cache
def _cameo() -> Mapping[str, str]:
    return {row["cameo"]: row["type"] for row in codebook.rows("cameo")}


def type_of(code: str, types: Mapping[str, str]) -> str:
    """The type of a code, by its longest known beginning; empty where it has none."""
    return next((types[code[:n]] for n in (4, 3, 2) if code[:n] in types), "")


def key_of(code: str) -> str:
    """The country or body of a record's actor code; empty where it is unknown."""
    if code[:3] in _UNKNOWN:
        return ""
    if code[:3] == "IMG" and code.endswith("ISI"):
        return "ISIS"
    if code[:3] == "IGO":
        return _BODIES.get(code[3:6], "IGO")
    return _BODIES.get(code[:3]) or _LANDS.get(code[:3], code[:3])


def read(name: str, types: Mapping[str, str]) -> tuple[list[Unit], list[set[Record]], list[str]]:
    """The sentences of a set, the records of each, and its category."""
    units, wanted, kinds = [], [], []
    for line in (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        day = row["date"]
        published = date_of(f"{day[:4]}-{day[4:6]}-{day[6:]}") if len(day) == 8 else None
        units.append(Unit(row["id"], row["id"], row["text"], 0, len(row["text"]), published))
        records = {(key_of(a), key_of(b), type_of(code, types)) for a, b, code in row["events"]}
        wanted.append({record for record in records if record[2]})
        kinds.append(row["category"])
    return units, wanted, kinds


def told_by(system: System, units: Sequence[Unit]) -> list[set[Record]]:
    """The records that a system tells of each sentence, one for each pair of sides."""
    return [
        {
            (actor, recipient, event.type)
            for event in events
            for actor in _keys(event.actor)
            for recipient in _keys(event.recipient)
            if actor != recipient or len(_keys(event.actor)) == 1
        }
        for events in system.tell(units)
    ]  # fmt: skip


def _keys(mentions: Iterable[Any]) -> set[str]:
    return {m.key for m in mentions if m.key} or {""}


def figures(told: Sequence[set[Record]], wanted: Sequence[set[Record]]) -> dict[str, Any]:
    """Precision, recall and F1 of dyads and of records."""
    columns: dict[str, Any] = {}
    for part, cut in (("dyad", 2), ("record", 3)):
        pairs = [({r[:cut] for r in t}, {r[:cut] for r in w})
                 for t, w in zip(told, wanted, strict=True)]  # fmt: skip
        hits = np.array([float(len(t & w)) for t, w in pairs])
        columns |= {
            f"{part}:hit": hits, f"{part}:good": hits,
            f"{part}:told": np.array([float(len(t)) for t, _ in pairs]),
            f"{part}:wanted": np.array([float(len(w)) for _, w in pairs]),
        }  # fmt: skip
    bootstrap = Bootstrap(len(told))
    return {part: bootstrap.prf(columns, part) for part in ("dyad", "record")}


def names() -> Overlay:
    """The invented lands, laid over states as a user's own names are."""
    found, problems = overlay(NAMES.read_text(encoding="utf-8"), NAMES.name)
    assert not problems, problems
    return found


def main() -> int:
    """Score, print, freeze."""
    if not SHARED.exists():
        print("skipped: ../shared is absent")
        return 0
    result: dict[str, Any] = {}
    sets = (("petr_unit", _WEIS, names()), ("petr2_gsr", _cameo(), Overlay()))
    for name, types, laid in sets:
        units, wanted, kinds = read(name, types)
        known = Gazetteer(overlay=laid if laid.rows else None)
        for system in (RuleCoder(known), TwoCountries(known)):
            told = told_by(system, units)
            label = "coder" if isinstance(system, RuleCoder) else system.name
            for part, kept in (("news-style", NEWS), ("all", tuple(set(kinds)))):
                at = [i for i, kind in enumerate(kinds) if kind in kept]
                if at:
                    made = figures([told[i] for i in at], [wanted[i] for i in at])
                    result.setdefault(name, {}).setdefault(part, {})[label] = made
                    print(name, part, label, len(at), {k: v["f1"] for k, v in made.items()})
    path = SCORES / "records.json"
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
