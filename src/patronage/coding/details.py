"""The fields around an event: amounts, time, what is given in return, context, instrument."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from patronage import codebook
from patronage.actors import Mention
from patronage.coding.candidates import Candidate
from patronage.coding.model.owners import amount_rows, owned, time_rows
from patronage.coding.tree import Token, Tree
from patronage.records import Amount, Time

__all__ = [
    "contexts", "exchange", "for_a_claimant", "host_polarity", "instrument", "nearest", "shared",
]  # fmt: skip

_RETURN = re.compile(
    r"\b(?:in (?:exchange|return) for|repaid (?:with|in)|repayable in|paid (?:for )?(?:in|with)|"
    r"backed by|secured (?:by|against)|collateral\w*|in kind)\b",
    re.IGNORECASE,
)
_REACH = 70  # characters after the cue in which the thing given is looked for
_BARE_SANCTIONS = (None, "sanction-trade")  # "sanctions" alone: the words around tell which
#: Least probability that an event owns a time (the likeliest of them) or an amount.
_OWN_TIME, _OWN_AMOUNT = 0.4, 0.4


def shared(
    tree: Tree, items: Sequence[Amount], candidates: Sequence[Candidate]
) -> dict[int, list[int]]:
    """For each amount's index, the indices of the candidates whose amount it is."""
    found: dict[int, list[int]] = {}
    for n, candidate in enumerate(candidates):
        likely = owned("amounts", amount_rows(tree, items, candidate))
        for i, probability in enumerate(likely):
            if probability >= _OWN_AMOUNT:
                found.setdefault(i, []).append(n)
    return found


def nearest(tree: Tree, times: Sequence[Time], candidate: Candidate) -> Time | None:
    """The time that most likely dates an event, None where none likely does."""
    likely = owned("times", time_rows(tree, times, candidate))
    best = max(range(len(times)), key=lambda i: likely[i], default=None)
    return times[best] if best is not None and likely[best] >= _OWN_TIME else None


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


@cache
def _claimants() -> frozenset[str]:
    rows = codebook.rows("leaders")
    return frozenset(row["name"] for row in rows if row["office"].startswith("claimant"))


def for_a_claimant(receivers: Sequence[Mention]) -> bool:
    """Whether all who receive claim an office that another holds.

    Who backs them presses the government that holds it.
    """
    return bool(receivers) and all(m.name in _claimants() for m in receivers)
