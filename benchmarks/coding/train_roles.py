"""Train the role model: for a trigger and somebody named, which role he has in that event.

Run: python -m benchmarks.coding.train_roles [--out FILE.npz]

Trained on the corpus without the held-out rounds, seeded; tells how often the sides of the held-out
rounds' events are right with trigger and type given.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.coding.readings import ReadEvent
from benchmarks.coding.rounds import held_out
from benchmarks.coding.training import Parsed, finish, fit, head, parsed

from patronage.actors import Mention
from patronage.coding.lexicon import Lexicon
from patronage.coding.model.learned import candidates_of, made, pair_rows

__all__ = ["Pairs", "label", "pairs"]

ROLES = ("actor", "recipient", "against", "beneficiary")


@dataclass(slots=True)
class Pairs:
    """Features and roles, and of each its round."""

    rows: list[list[str]]
    labels: list[str]
    rounds: list[str]


def label(event: ReadEvent, mentions: list[Mention]) -> list[str]:
    """The role that each mention has in a marked event.

    By the place of its words; where the words of a marked side are nobody's mention ("two
    officers ... in Kirkuk"), the nearest mention with the same code stands for it.
    """
    found: list[set[str]] = [set() for _ in mentions]
    for role in ROLES:
        for marked in getattr(event, role):
            start, end = marked.span
            hit = [i for i, m in enumerate(mentions) if start < m.span.end and m.span.start < end]
            if not hit and marked.key:
                same = [i for i, m in enumerate(mentions) if m.key == marked.key]
                hit = sorted(same, key=lambda i: abs(mentions[i].span.start - start))[:1]
            for i in hit:
                found[i].add(role)
    return [
        "both" if {"actor", "recipient"} <= roles
        else next((r for r in ROLES if r in roles), "none")
        for roles in found
    ]  # fmt: skip


def pairs(sentence: Parsed, lexicon: Lexicon, out: Pairs) -> None:
    """Add every pair of one sentence's marked events."""
    mentions = candidates_of(sentence.tree)
    for event in sentence.events:
        trigger = head(sentence.tree, event.trigger)
        if trigger is None or not mentions:
            continue
        candidate = made(sentence.tree, trigger, event.type, sentence.ruled)
        out.rows += pair_rows(sentence.tree, candidate, mentions, lexicon)
        out.labels += label(event, mentions)
        out.rounds += [sentence.block.round] * len(mentions)


def main() -> None:
    """Train and store."""
    out = Pairs([], [], [])
    lexicon = Lexicon.default()
    for sentence in parsed():
        pairs(sentence, lexicon, out)
    held = held_out()
    kept = [i for i, r in enumerate(out.rounds) if r not in held]
    model = fit("roles", [out.rows[i] for i in kept], [out.labels[i] for i in kept], 0.3)
    test = [i for i, r in enumerate(out.rounds) if r in held]
    finish(model, [out.rows[i] for i in test], [out.labels[i] for i in test])


if __name__ == "__main__":
    main()
