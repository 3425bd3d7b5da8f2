"""Train the linear trigger model: which words tell an event, and of which type.

Run: python -m benchmarks.coding.train_tagger

Trained on the corpus without the rounds of ``corpus/held-out.csv``, seeded; what it reaches on
those is told. Nothing outside the corpus is read.
"""

from __future__ import annotations

from benchmarks.coding.rounds import held_out
from benchmarks.coding.training import finish, fit, head, parsed

from patronage.coding.lexicon import Lexicon
from patronage.coding.model.tagger import NONE, inputs


def main() -> None:
    """Train and store."""
    lexicon = Lexicon.default()
    held = held_out()
    rows: dict[bool, list[list[str]]] = {True: [], False: []}
    labels: dict[bool, list[str]] = {True: [], False: []}
    for sentence in parsed():
        part = sentence.block.round in held
        tree = sentence.tree
        marked = {}
        for event in sentence.events:
            trigger = head(tree, event.trigger)
            if trigger is not None:
                marked.setdefault(trigger.i, event.type)
        headline = sentence.block.headline
        tokens, features, shared = inputs(tree, lexicon, sentence.ruled, headline=headline)
        rows[part] += [row + shared for row in features]
        labels[part] += [marked.get(token.i, NONE) for token in tokens]
    model = fit("tagger", rows[False], labels[False], 0.5)
    finish(model, rows[True], labels[True])


if __name__ == "__main__":
    main()
