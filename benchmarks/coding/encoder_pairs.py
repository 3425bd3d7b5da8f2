"""Pairs of the training corpus: a sentence, a source and a target in it, and what the one did.

Every marked event gives its actors with its recipients (or, where it has none, with the object of
its trigger) and its type; pairs of others who are named in a sentence give NONE: the two the other
way round, whoever is quoted with whom he speaks of, those of sentences without an event. The
network reads a pair as the sentence with a mark before and after each side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from benchmarks.coding.encoder_data import NONE, Sentence, labels, marks, split, swapped
from benchmarks.coding.pair_drills import Pair, PairDrills, Range
from benchmarks.coding.readings import Mention, ReadEvent
from benchmarks.coding.training import Parsed, head, parsed

from patronage.coding.intents import of_pair
from patronage.coding.model.marking import marked
from patronage.coding.model.people import unnamed
from patronage.coding.model.wordpiece import WordPiece
from patronage.coding.tree import Token, Tree
from patronage.records import Span

_MOST_NONE = 4  # pairs without event from one sentence
_INSIDE = frozenset("det amod compound poss nummod nmod advmod quantmod".split())


@dataclass(frozen=True, slots=True)
class Drawing:
    """How an epoch's pairs are drawn: most with an event, without for each, drills, renamed."""

    most: int
    without: float
    drills: int
    swapped: float


def of_corpus(rounds: Sequence[str] = ()) -> list[Pair]:
    """Every pair of the corpus or of some rounds, in order; drawn by nothing but the text."""
    rng = np.random.default_rng(7)
    return [pair for one in parsed(rounds) for pair in _of_sentence(one, rng)]


def _of_sentence(one: Parsed, rng: np.random.Generator) -> Iterator[Pair]:
    told = [
        (replace(event, type=_intended(event)), a, r)
        for event in one.events
        for a in _here(one, event.actor)
        for r in (_here(one, event.recipient) or _object(one, event))
        if a[1] <= r[0] or r[1] <= a[0]
    ]
    for event, a, r in told:
        same = [e for e, b, s in told if (b, s) == (a, r)]
        yield from _made(one, _grown(one.tree, a, rng), _grown(one.tree, r, rng), event.type, same)
    yield from _without(one, rng)


def _intended(event: ReadEvent) -> str:
    """The type where no status is told beside it, as ``label`` answers."""
    return next(iter(of_pair({event.type: 1.0}, event.status)))


def _here(one: Parsed, mentions: Sequence[Mention]) -> list[Range]:
    """Places of those that stand in this sentence, not in what comes before it."""
    tokens = one.tree.doc
    whole = one.tree.span(tokens[0], tokens[-1]) if len(tokens) else Span(0, 0)
    return [m.span for m in mentions if whole.start <= m.span[0] and m.span[1] <= whole.end]


def _object(one: Parsed, event: ReadEvent) -> list[Range]:
    """Where nobody receives the deed, what it is done to."""
    trigger = head(one.tree, event.trigger)
    if event.recipient or trigger is None or trigger.tag_[0] != "V":
        return []
    spans = [one.tree.span(t) for t in one.tree.objects(trigger)]
    return [(s.start, s.end) for s in spans]


def _grown(tree: Tree, given: Range, rng: np.random.Generator) -> Range:
    """Half of the time the phrase about a name: whoever asks may give either."""
    root = tree.root_of(Span(*given))
    if root is None or rng.random() < 0.5:
        return given
    if root.dep_ in ("amod", "compound", "nmod") and root.head.tag_.startswith("NN"):
        root = root.head
    left = _left(root)
    right = root
    for child in root.children:
        if child.i == right.i + 1 and child.lower_ == "of" and rng.random() < 0.5:
            right = child.right_edge
    span = tree.span(left, right)
    return min(span.start, given[0]), max(span.end, given[1])


def _left(root: Token) -> Token:
    """The first word of a phrase as far as it hangs together."""
    left = root
    for child in sorted(root.lefts, key=lambda t: -t.i):
        if child.dep_ in _INSIDE and child.right_edge.i == left.i - 1:
            left = child.left_edge
    return left


def _without(one: Parsed, rng: np.random.Generator) -> list[Pair]:
    """Pairs between whom the sentence tells nothing."""
    tree = one.tree
    people = [m for m in tree.mentions if m.acts and not m.place]
    people += [m for m in unnamed(tree) if m.sector]
    taken = {
        (_who(a.key, a.span), _who(r.key, r.span))
        for e in one.events
        for a in e.actor
        for r in e.recipient
    }
    open_sided = {_who(a.key, a.span) for e in one.events if not e.recipient for a in e.actor}
    found = []
    for a, b in permutations(people, 2):
        one_, two = (a.span.start, a.span.end), (b.span.start, b.span.end)
        keys = _who(a.key, one_), _who(b.key, two)
        if keys in taken or keys[0] == keys[1] or keys[0] in open_sided:
            continue
        if _touches(one_, two) or any(
            _touches(one_, s[0]) and _touches(two, s[1]) for e in one.events
            for s in ((x.span, y.span) for x in e.actor for y in e.recipient)
        ):  # fmt: skip
            continue
        found.append((one_, two))
    kept = [found[i] for i in sorted(rng.permutation(len(found))[:_MOST_NONE])]
    return [
        pair
        for a, b in kept
        for pair in _made(one, _grown(tree, a, rng), _grown(tree, b, rng), NONE, [])
    ]


def _who(key: str | None, span: Range) -> str:
    return key or f"{span[0]}"


def _touches(one: Range, two: Range) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _made(
    one: Parsed, source: Range, target: Range, kind: str, events: Sequence[ReadEvent]
) -> Iterator[Pair]:
    """The pair in words; none where the sides fall together or a word is lost."""
    block = one.block
    triggers = tuple(
        (e.trigger[0] - block.start, e.trigger[1] - block.start, e.type) for e in events
    )
    given = split(block.text[block.start :], triggers)
    sides = [_words(given, side, block.start) for side in (source, target)]
    if all(sides) and not _touches(*sides):
        yield Pair(given, sides[0], sides[1], kind, block.round)


def _words(given: Sentence, side: Range, start: int) -> Range | None:
    """The words that a stretch of the document touches."""
    hit = [i for i, p in enumerate(given.places) if _touches(p, (side[0] - start, side[1] - start))]
    return (hit[0], hit[-1] + 1) if hit else None


def renamed(pair: Pair, rng: np.random.Generator) -> Pair:
    """The same of other states."""
    return replace(pair, sentence=swapped(pair.sentence, rng))


@dataclass(frozen=True, slots=True)
class CodedPair:
    """A pair in numbers, as ``Coded``; where its marks stand, and its label."""

    numbers: list[int]
    firsts: list[int]
    labels: list[int]
    marks: tuple[int, ...]
    label: int


def coded_pairs(pairs: Sequence[Pair], cutter: WordPiece, most: int) -> list[CodedPair]:
    """Pairs in numbers, without those whose two sides alone are too long."""
    found = []
    for pair in pairs:
        read = marked(cutter, pair.sentence.words, (pair.source, pair.target), most=most)
        if read is not None:
            wanted = marks(pair.sentence)
            told = [int(wanted[w]) for w in read.words]
            label = labels().index(pair.type)
            found.append(CodedPair(read.numbers, read.firsts, told, read.marks, label))
    return found


def drawn(
    pairs: Sequence[Pair], drills: PairDrills, rng: np.random.Generator, drawing: Drawing
) -> list[Pair]:
    """The pairs of one epoch, some of other states, and drills.

    Of each deed of a sentence one pair, whoever of its many sides; and some without an event.
    """
    some: dict[tuple[tuple[str, ...], str], Pair] = {}
    for i in rng.permutation(len(pairs)):
        if pairs[i].type != NONE:
            some.setdefault((pairs[i].sentence.words, pairs[i].type), pairs[i])
    none = [p for p in pairs if p.type == NONE]
    told = list(some.values())[: drawing.most]
    kept = rng.permutation(len(none))[: int(drawing.without * len(told))]
    given = [*told, *(none[i] for i in sorted(kept))]
    given = [renamed(p, rng) if rng.random() < drawing.swapped else p for p in given]
    return [*given, *drills.draw(drawing.drills, rng)]
