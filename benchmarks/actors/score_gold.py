"""How often actor phrases are resolved to the right country and sector: the shared phrases.

Run: python benchmarks/actors/score_gold.py

It reads ``../shared/gold/actor_resolution.jsonl`` and ``multiple_actors.jsonl`` through
``patronage.pipeline.resolve``, prints the figures and what changed against ``scores.json``, and
writes them there. The phrases were looked at while the rules were written, so these are **not
held-out scores**.

Country: the country, or the code of who has none, is the expected one; where none is expected,
neither a country nor the wrong code may be given. Rows marked as dead in their origin are left
out. Sector: over the rows that state one which PLOVER knows, the first sector is the expected one
(``strict``) or among all that hold (``any``). Several actors: as many as expected, each with
the text of one that is expected, in whole or in part ("Russian" for "Russian soldiers" where two
share the noun); the rows without an expectation are counted apart.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from patronage.codebook import rows
from patronage.pipeline import resolve

HERE = Path(__file__).parent
GOLD = HERE.parents[2] / "shared" / "gold"
FROZEN = HERE / "scores.json"
# Sectors of the phrases that PLOVER 2021 writes otherwise.
_RENAMED = {"NGO": "SOC"}


def lines(name: str) -> list[dict[str, Any]]:
    """The rows of one gold file."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def share(right: int, total: int) -> dict[str, Any]:
    """A count and its share."""
    return {"right": right, "of": total, "share": round(right / total, 3) if total else None}


def phrases(wrong: list[str]) -> dict[str, Any]:
    """Country and sector of single phrases."""
    alive = [row for row in lines("actor_resolution.jsonl") if not row["dead_test"]]
    sectors = {row["sector"] for row in rows("sectors")}
    country = strict = loose = 0
    with_country = [row for row in alive if row["expect"].get("country") is not None]
    with_sector = [row for row in alive if row["expect"].get("code_1")]
    known = 0
    found = {row["id"] + str(n): told for n, (row, told) in enumerate(
        zip(alive, resolve(alive), strict=True))}  # fmt: skip
    for n, row in enumerate(alive):
        told, want = found[row["id"] + str(n)], row["expect"]
        key = told["country"] or told["code"] or ""
        label = f"{row['text']!r} {row['context']!r} {row['date']}"
        if row in with_country:
            right = key == want["country"] or (not want["country"] and not told["country"])
            country += right
            if not right:
                wrong.append(f"country {label}: {key or None}, wanted {want['country'] or None}")
        sector = _RENAMED.get(want.get("code_1", ""), want.get("code_1", ""))
        if row in with_sector and sector in sectors:
            known += 1
            strict += told["sector"] == sector
            loose += sector in told["sectors"]
            if told["sector"] != sector:
                wrong.append(f"sector {label}: {told['sectors']}, wanted {sector}")
    return {
        "country": share(country, len(with_country)),
        "sector_strict": share(strict, known),
        "sector_any": share(loose, known),
        "sector_strict_of_all_stated": share(strict, len(with_sector)),
    }


def several(wrong: list[str]) -> dict[str, Any]:
    """Phrases that name several actors."""
    gold = lines("multiple_actors.jsonl")
    right = silent = 0
    asked = [{"text": row["actor_phrase"] or "", "context": row["text"]} for row in gold]
    for row, told in zip(gold, resolve(asked), strict=True):
        if row["label"] is None:
            silent += 1
            continue
        texts = [actor["text"] for actor in told["actors"]]
        if len(texts) == len(row["label"]) and all(
            any(label in text or text in label for text in texts) for label in row["label"]
        ):
            right += 1
        else:
            wrong.append(f"several {row['actor_phrase']!r}: {texts}, wanted {row['label']}")
    return {"right": right, "without_expectation": silent, "of": len(gold),
            "passed": right + silent}  # fmt: skip


def main() -> None:
    """Score, print what is wrong, compare with the frozen figures, write the new ones."""
    wrong: list[str] = []
    new = {"note": "Not held out.", "phrases": phrases(wrong), "several": several(wrong)}
    print(*wrong, sep="\n")
    print(json.dumps(new, indent=2))
    frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
    if frozen.get("gold") != new:
        print("before:", json.dumps(frozen.get("gold")))
    frozen["gold"] = new
    FROZEN.write_text(json.dumps(frozen, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
