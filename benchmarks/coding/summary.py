"""What the whole corpus is: its rounds, how varied it is, and whether rivals stand both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.coding.corpus_format import Block
from benchmarks.coding.diversity import measured, near_duplicates
from benchmarks.coding.rounds import held_out

#: Rivals whose deeds toward each other are counted both ways.
RIVALS = (
    ("RUS", "UKR"), ("USA", "RUS"), ("USA", "CHN"), ("CHN", "TWN"), ("USA", "IRN"),
    ("ISR", "IRN"), ("ISR", "PSE"), ("SAU", "IRN"), ("IND", "PAK"), ("KOR", "PRK"),
    ("ARM", "AZE"), ("ETH", "ERI"), ("COD", "RWA"), ("SRB", "XKX"), ("USA", "VEN"),
    ("THA", "KHM"),
)  # fmt: skip
_EARLIER = {"YUG": "SRB", "SCG": "SRB", "SUN": "RUS"}
_LESS = 0.3


def summary(blocks: Sequence[Block]) -> dict[str, Any]:
    """Every figure of the corpus as it is frozen: of each round, of the whole, of rivals."""
    names = sorted({block.round for block in blocks})
    return {
        "held_out": list(held_out()),
        "rounds": {name: _round([b for b in blocks if b.round == name]) for name in names},
        "near_duplicates": _near(blocks),
        "rivals": _rivals(blocks),
        "whole": measured(blocks),
    }


def _round(blocks: Sequence[Block]) -> dict[str, Any]:
    figures = measured(blocks)
    days = sorted(block.published for block in blocks if block.published)
    return {
        "manner": blocks[0].manner,
        "region": blocks[0].region,
        "published": [days[0].isoformat(), days[-1].isoformat()] if days else None,
        **{
            key: figures[key]
            for key in (
                "sentences", "without_event", "events", "several_events", "headlines",
                "type_token_ratio_500", "distinct_predicates", "distinct_predicate_share",
                "states", "near_duplicate_share",
            )
        },
    }  # fmt: skip


def _near(blocks: Sequence[Block]) -> dict[str, Any]:
    """Pairs of sentences that share much, within a round and across rounds."""
    found: dict[str, Any] = {}
    for least in (0.5, _LESS):
        pairs = near_duplicates(blocks, least)
        within = sum(blocks[i].round == blocks[j].round for i, j, _ in pairs)
        found[f"overlap_{least}"] = {
            "within": within,
            "across": len(pairs) - within,
            "pairs": [f"{blocks[i].id} {blocks[j].id} {share:.2f}" for i, j, share in pairs],
        }
    return found


def _rivals(blocks: Sequence[Block]) -> dict[str, dict[str, int]]:
    """Of each pair the events from the one to the other and back, and those of pressure."""
    every, pressing = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for block in blocks:
        for event in block.events:
            sides = [{_now(m.country) for m in role} for role in (event.actor, event.recipient)]
            pairs = {(a, b) for a in sides[0] for b in sides[1] if a and b and a != b}
            every.update(pairs)
            pressing.update(pairs if event.polarity == "pressure" else ())
    return {
        f"{one} {two}": {
            f"{a} to {b}{kind}": count[a, b]
            for kind, count in (("", every), (", pressure", pressing))
            for a, b in ((one, two), (two, one))
        }
        for one, two in RIVALS
    }


def _now(state: str | None) -> str | None:
    """A state that is gone counts for the one that the rivalry is known by."""
    return _EARLIER.get(state, state) if state else None
