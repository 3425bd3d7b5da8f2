"""The fields around an event: amounts, time, what is given in return, context, instrument."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from patronage import codebook
from patronage.coding.candidates import Candidate
from patronage.coding.tree import Token, Tree
from patronage.records import Amount, Time

__all__ = ["contexts", "exchange", "host_polarity", "instrument", "nearest", "shared"]

_RETURN = re.compile(
    r"\b(?:in (?:exchange|return) for|repaid (?:with|in)|repayable in|paid (?:for )?(?:in|with)|"
    r"backed by|secured (?:by|against)|collateral\w*|in kind)\b",
    re.IGNORECASE,
)
_REACH = 70  # characters after the cue in which the thing given is looked for
_BARE_SANCTIONS = (None, "sanction-trade")  # "sanctions" alone: the words around tell which


def distance(first: Token, second: Token) -> int:
    """Steps between two tokens over their nearest common ancestor."""
    above = {first.i: 0}
    for steps, ancestor in enumerate(first.ancestors, 1):
        above[ancestor.i] = steps
    if second.i in above:
        return above[second.i]
    for steps, ancestor in enumerate(second.ancestors, 1):
        if ancestor.i in above:
            return steps + above[ancestor.i]
    return 99


def shared(
    tree: Tree,
    items: Sequence[Amount],
    candidates: Sequence[Candidate],
    reach: int,
) -> dict[int, list[int]]:
    """For each item's index, the indices of the candidates nearest to it in the tree."""
    owners: dict[int, list[int]] = {}
    for i, item in enumerate(items):
        token = tree.root_of(item.span)
        if token is None:
            continue
        steps = [min(distance(token, part) for part in (c.trigger, *c.objects)) for c in candidates]
        least = min(steps, default=99)
        if least <= reach:
            owners[i] = [n for n, step in enumerate(steps) if step == least]
    return owners


def nearest(tree: Tree, times: Sequence[Time], candidate: Candidate, reach: int = 6) -> Time | None:
    """The time nearest to an event in the tree; the first of equals."""
    best: tuple[int, Time] | None = None
    for time in times:
        token = tree.root_of(time.span)
        if token is None:
            continue
        steps = distance(token, candidate.trigger)
        if steps <= reach and (best is None or steps < best[0]):
            best = (steps, time)
    return best[1] if best else None


@cache
def _exchange() -> dict[str, str]:
    return {row["word"]: row["code"] for row in codebook.rows("exchange")}


def exchange(text: str) -> tuple[str, ...]:
    """What the giver gets in return, where the sentence says so.

    >>> exchange("China lent $5 billion in exchange for oil.")
    ('oil',)
    """
    found: list[str] = []
    for cue in _RETURN.finditer(text):
        words = re.findall(r"[a-z]+", text[cue.end() : cue.end() + _REACH].lower())
        found += [_exchange()[word] for word in words if word in _exchange()]
    return tuple(dict.fromkeys(found))


@cache
def _context_words() -> dict[str, str]:
    return {row["word"]: row["context"] for row in codebook.rows("context_cues")}


def contexts(words: Sequence[str]) -> tuple[str, ...]:
    """PLOVER contexts that a sentence's words (lower case) speak of, most frequent first."""
    counts: dict[str, int] = {}
    for word in words:
        context = _context_words().get(word)
        if context:
            counts[context] = counts.get(context, 0) + 1
    return tuple(sorted(counts, key=lambda c: (-counts[c], c))[:3])


@cache
def _instrument_words() -> dict[tuple[str, str], str]:
    return {(r["class"], r["word"]): r["instrument"] for r in codebook.rows("instrument_cues")}


@cache
def _backing() -> frozenset[str]:
    return frozenset(
        r["instrument"] for r in codebook.rows("instruments") if r["class"] == "backing"
    )


def instrument(candidate: Candidate) -> str | None:
    """The instrument, made more precise by the words around a bare "sanctions" or "support"."""
    told = candidate.instrument
    if candidate.polarity == "pressure" and told in _backing():
        return None  # a seized tanker is what was struck and not what it was done with
    if candidate.type == "COERCE":
        bare = candidate.mode == "restrict" and told in _BARE_SANCTIONS
        return _told_near(candidate, "sanctions") if bare else told
    return told or _told_near(candidate, "backing")


def _told_near(candidate: Candidate, kind: str) -> str | None:
    """The instrument that the words around an event name, of sanctions or of backing."""
    for part in (candidate.trigger, *candidate.objects):
        for token in _around(part):
            found = _instrument_words().get((kind, token.lower_))
            if found:
                return found
    return None


def _around(token: Token) -> list[Token]:
    """A token's modifiers and the noun phrases below its prepositions."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in ("amod", "compound", "nmod"):
            found += list(child.subtree)
        if child.dep_ == "prep" and child.lower_ in ("on", "against", "in", "of", "for"):
            found += list(child.subtree)[:12]
    return found


@cache
def _polarity_words() -> dict[str, str]:
    return {row["word"]: row["polarity"] for row in codebook.rows("polarity_cues")}


def host_polarity(words: Sequence[str]) -> str | None:
    """Whether forces on the move back their host or press on him; None where nothing tells.

    Bombers on show can back a client: the event decides and not its instrument.
    """
    told = {_polarity_words()[w] for w in words if w in _polarity_words()}
    return told.pop() if len(told) == 1 else None
