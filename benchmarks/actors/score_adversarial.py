"""How often phrases that were written to be hard are resolved rightly; see ADVERSARIAL.md.

Run: python benchmarks/actors/score_adversarial.py [--wrong]

Rows with odd numbers were looked at while the rules were mended, those with even numbers were not:
both halves are printed, and ``--wrong`` shows what is wrong among the odd ones alone. The first
score, from before any row was read, stays in ``scores.json`` beside the latest.

Returned are the actors that the phrase names; who is only named beside it and what the words name
as a place are not. Our code for the Union is EUR, as in CAMEO; it is read as the set's EU.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from patronage.pipeline import resolve

HERE = Path(__file__).parent
FROZEN = HERE / "scores.json"

Row = dict[str, Any]


def rows() -> list[Row]:
    """Every row, in the order of the file."""
    text = (HERE / "adversarial.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def key_of(actor: Row) -> set[str]:
    """The keys that an actor reads as."""
    key = actor["country"] or actor["code"] or ""
    key = "EU" if key == "EUR" else key
    if not key.startswith("PRE:"):
        key = key.rpartition(":")[2]
    sectors = actor.get("sectors", actor["sector"]) or []
    return {key, f"PRE:{key}"} if "PRE" in sectors and actor["country"] else {key}


def keys_wanted(actor: Row) -> set[str]:
    """The expected key of one entry and those that count as it."""
    extra = {key.rpartition(":")[2] for key in actor.get("also", ())}
    extra |= {key for key in actor.get("also", ()) if key.startswith("PRE:")}
    return key_of(actor) | extra


def returned(told: Row) -> list[Row]:
    """Who the phrase was said to name."""
    return [
        actor
        for actor in told["actors"]
        if not actor["beside"] and not actor["place"] and (actor["country"] or actor["code"])
    ]


def is_right(row: Row, found: list[Row]) -> bool:
    """Whether one row is right."""
    wanted = row["expect"]
    if not row["acts"] and not (wanted and found):
        return not found
    if not row["acts"]:
        return all(
            any(key_of(f) & keys_wanted(w) and set(f["sectors"]) & set(w["sector"]) for w in wanted)
            for f in found
        )
    every = [any(key_of(f) & keys_wanted(w) for f in found) for w in wanted]
    return all(every) and all(any(key_of(f) & keys_wanted(w) for w in wanted) for f in found)


def surname(name: str) -> str:
    """The last word of a name, plainly written."""
    bare = unicodedata.normalize("NFKD", name.replace(",", " "))
    words = "".join(c for c in bare if not unicodedata.combining(c)).casefold().split()
    return next((w for w in reversed(words) if w not in {"jr", "jr.", "sr", "ii", "iii"}), "")


def names_agree(given: str | None, wanted: str) -> bool:
    """Whether the surname agrees; family names may be written first."""
    if not given:
        return False
    words = {surname(word) for word in given.split()}
    return surname(wanted) in words or surname(given) in {surname(w) for w in wanted.split()}


def score(pairs: list[tuple[Row, Row]]) -> dict[str, Any]:
    """Every figure over some rows."""
    counts: Counter[str] = Counter()
    items: dict[str, list[int]] = {}
    for row, told in pairs:
        found = returned(told)
        right = is_right(row, found)
        counts["right"] += right
        items.setdefault(row["item"], []).append(right)
        wanted_keys = set().union(*(keys_wanted(w) for w in row["expect"]), set())
        for actor in found:
            if actor["country"]:
                counts["countries"] += 1
                counts["countries_right"] += bool(key_of(actor) & wanted_keys)
        for want in row["expect"]:
            same = [f for f in found if key_of(f) & keys_wanted(want)]
            if same and want["sector"]:
                counts["sectors"] += 1
                counts["sectors_right"] += any(f["sector"] in want["sector"] for f in same)
            if want["name"]:
                counts["names"] += 1
                counts["names_right"] += any(names_agree(f["name"], want["name"]) for f in same)

    def share(part: str, of: str) -> float | None:
        return round(counts[part] / counts[of], 3) if counts[of] else None

    return {
        "rows": len(pairs),
        "right": round(counts["right"] / len(pairs), 3),
        "precision_of_countries": share("countries_right", "countries"),
        "sectors": share("sectors_right", "sectors"),
        "names": share("names_right", "names"),
        "by_item": {
            item: f"{sum(rights)} of {len(rights)}" for item, rights in sorted(items.items())
        },
    }


def odd(row: Row) -> bool:
    """Whether a row may be looked at."""
    return int(row["id"].rpartition("-")[2]) % 2 == 1


def main() -> None:
    """Score, print, keep the first figure and the latest."""
    every = rows()
    asked = [{**row, "text": row["phrase"], "context": row["text"]} for row in every]
    pairs = list(zip(every, resolve(asked), strict=True))
    if "--wrong" in sys.argv:
        for row, told in pairs:
            if odd(row) and not is_right(row, returned(told)):
                print(row["id"], row["item"], row["date"], "|", row["phrase"], "|", row["text"])
                got = [(a["text"], a["country"], a["code"], a["sectors"]) for a in returned(told)]
                want = [(w["country"], w["code"], w["sector"]) for w in row["expect"]]
                print("    got", got, "\n    wanted", want, row["why"])
    new = {
        "all": score(pairs),
        "odd_seen": score([pair for pair in pairs if odd(pair[0])]),
        "even_unseen": score([pair for pair in pairs if not odd(pair[0])]),
    }
    frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
    frozen.setdefault("adversarial_first", new)
    frozen["adversarial"] = new
    FROZEN.write_text(json.dumps(frozen, indent=2) + "\n", encoding="utf-8")
    for half, figures in new.items():
        print(half, {name: value for name, value in figures.items() if name != "by_item"})
    print(json.dumps(new["all"]["by_item"], indent=1))


if __name__ == "__main__":
    main()
