"""How varied a corpus is: words, sentences told twice, predicates; how often each label stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.coding.corpus_format import Block

from patronage import codebook

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
WINDOW = 500
SHINGLE = 3
NEAR = 0.5
#: Correlates of War numbers: the first number of each region.
_REGIONS = ((2, "Americas"), (200, "Europe"), (400, "Africa south of the Sahara"),
            (600, "Middle East and North Africa"), (700, "Asia"), (900, "Oceania"))  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [match.group().lower() for match in _WORD.finditer(text)]


def type_token_ratio(blocks: Iterable[Block], window: int = WINDOW) -> float | None:
    """Distinct words over words, the mean over windows of so many words; None below one window."""
    stream = [word for block in blocks for word in words(block.sentence)]
    cuts = [stream[i : i + window] for i in range(0, len(stream) - window + 1, window)]
    return sum(len(set(cut)) / window for cut in cuts) / len(cuts) if cuts else None


def near_duplicates(blocks: Sequence[Block], least: float = NEAR) -> list[tuple[int, int, float]]:
    """Pairs of blocks, by place, whose word triples overlap (Jaccard) by ``least`` or more."""
    shingles = [_shingles(words(block.sentence)) for block in blocks]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found: list[tuple[int, int, float]] = []
    for at, mine in enumerate(shingles):
        shared = Counter(other for shingle in mine for other in holders[shingle])
        for other, count in shared.items():
            overlap = count / (len(mine) + len(shingles[other]) - count)
            if overlap >= least:
                found.append((other, at, overlap))
        for shingle in mine:
            holders[shingle].append(at)
    return found


def _shingles(tokens: list[str]) -> set[tuple[str, ...]]:
    if len(tokens) < SHINGLE:
        return {tuple(tokens)}
    return {tuple(tokens[i : i + SHINGLE]) for i in range(len(tokens) - SHINGLE + 1)}


def openings(blocks: Sequence[Block], length: int = 3) -> Counter[str]:
    """How often sentences begin with the same words: a sign of templates."""
    return Counter(" ".join(words(block.sentence)[:length]) for block in blocks)


def regions() -> dict[str, str]:
    """The region of every state that has a Correlates of War number."""
    found = {}
    for row in codebook.rows("states"):
        if row["cown"]:
            found[row["iso3"]] = [name for low, name in _REGIONS if int(row["cown"]) >= low][-1]
    return found


def measured(blocks: Sequence[Block]) -> dict[str, Any]:
    """Every figure of a corpus: sizes, variety, and counts of each label."""
    events = [event for block in blocks for event in block.events]
    triggers = Counter(
        " ".join(words(block.text[slice(*event.trigger)]))
        for block in blocks
        for event in block.events
    )
    near = {late for _, late, _ in near_duplicates(blocks)}
    place = regions()
    states = Counter(
        m.country for e in events for m in {*e.actor, *e.recipient} if m.country is not None
    )
    where: Counter[str] = Counter()
    for state, count in states.items():
        where[place.get(state, "other")] += count
    ratio = type_token_ratio(blocks)
    return {
        "sentences": len(blocks),
        "without_event": sum(not block.events for block in blocks),
        "events": len(events),
        "several_events": sum(len(block.events) > 1 for block in blocks),
        f"type_token_ratio_{WINDOW}": None if ratio is None else round(ratio, 3),
        "near_duplicate_share": round(len(near) / len(blocks), 4) if blocks else None,
        "distinct_predicates": len(triggers),
        "distinct_predicate_share": round(len(triggers) / len(events), 3) if events else None,
        "commonest_predicates": dict(triggers.most_common(8)),
        "commonest_openings": {k: n for k, n in openings(blocks).most_common(5) if n > 1},
        "states": len(states),
        "commonest_states": dict(states.most_common(8)),
        "regions": dict(where.most_common()),
        "type": _counts(e.type for e in events),
        "status": _counts(e.status for e in events),
        "polarity": _counts(e.polarity or "none" for e in events),
        "instrument": _counts(e.instrument or "none" for e in events),
        "mode": _counts(f"{e.type}/{e.mode}" for e in events if e.mode),
        "none": _counts(block.none for block in blocks if block.none),
        "with": {
            name: sum(bool(getattr(e, name)) for e in events)
            for name in ("actor", "recipient", "beneficiary", "against", "amount",
                         "in_return_for", "time", "attribution", "context")
        },
        "headlines": sum(block.headline for block in blocks),
    }  # fmt: skip


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
