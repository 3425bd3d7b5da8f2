"""Whether a name tells where something is ("in Moscow") or who does it ("Moscow said")."""

from __future__ import annotations

from collections.abc import Sequence

from patronage.actors.hits import Hit
from patronage.actors.vocabulary import Vocabulary
from patronage.actors.words import Words

__all__ = ["mark_places"]

_NEAR = 4
_DECIDES = frozenset(
    ("rejected", "rejects", "signed", "signs", "agreed", "agrees", "refused", "refuses", "recalled")
)
_DECIDES |= {"denied", "denies", "expelled", "condemned", "condemns", "vetoed", "endorsed", "asked"}


def mark_places(words: Words, hits: Sequence[Hit], vocabulary: Vocabulary) -> None:
    """Mark in place; a name joined by "and" to a place is one too ("in Iraq and Syria")."""
    before: Hit | None = None
    for hit in hits:
        hit.place = _is_place(words, hit, vocabulary)
        if hit.kind == "place" and not hit.place:
            hit.sector = hit.sector or "GOV"
        if before is not None and before.place and not hit.place and hit.head is None:
            between = words.keys[before.last : hit.first]
            listed = between in (["and"], ["or"], ["and", "the"]) and not words.possessive(hit.last)
            hit.place = listed and hit.kind == before.kind
        before = hit


def _is_place(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Judge by the words just before and after; without a sign a capital is its government."""
    if hit.sector == "PRE" and hit.kind in {"name", "place"} and hit.head is None:
        # A land that few recognise acts for itself; whoever recognises it deals with nobody of the
        # state that claims it, so that as an object it stays a place.
        return not (words.opens(hit.first) or words.possessive(hit.last) or _lists(words, hit))
    if hit.kind == "place":
        return not _speaks(words, hit, vocabulary)
    if hit.kind not in {"name", "capital", "metonym", "place"} or hit.head is not None:
        return False
    if words.possessive(hit.last):
        return False
    city = hit.kind == "capital"
    return _by_before(words, hit, vocabulary, city) or (city and _by_after(words, hit, vocabulary))


def _lists(words: Words, hit: Hit) -> bool:
    """Whether the name goes on a list or a clause, after "and" or "that"."""
    return words.keys[hit.first - 1] in {"that", "but", "while"}


def _speaks(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether a town or region stands for its rulers: it opens a clause and says something."""
    after, before = hit.last, hit.first - 1
    if hit.head is not None or after >= len(words) or not words.spaced(after):
        return False
    opens = words.opens(hit.first) or words.keys[before] in {"that", "but", "while", "and"}
    return opens and words.keys[after] in vocabulary.guard("say") | _DECIDES


def _by_before(words: Words, hit: Hit, vocabulary: Vocabulary, city: bool) -> bool:
    at = hit.first - 1
    skipped = vocabulary.guard("compass") | {"the"}
    while at >= max(0, hit.first - 3) and words.keys[at] in skipped and words.joined(at + 1):
        at -= 1
    if at < hit.first - 1 and words.keys[hit.first - 1] in vocabulary.guard("region"):
        return True
    if at < 0:
        return False
    key = words.keys[at]
    if not words.joined(at + 1):
        return city and words.gap(at + 1) == ", " and key == "capital"
    return _by_word(words, at, vocabulary, city)


def _by_word(words: Words, at: int, vocabulary: Vocabulary, city: bool) -> bool:
    key, before = words.keys[at], words.keys[at - 1] if at else ""
    if key in {"from", "to", "into"}:
        return _by_motion(words, at, vocabulary, city)
    if key in vocabulary.guard("locative"):
        return not (key == "in" and before in vocabulary.guard("into"))
    if key == "of":
        return before in vocabulary.guard("place before")
    return city and key in vocabulary.guard("direct")


def _by_motion(words: Words, at: int, vocabulary: Vocabulary, city: bool) -> bool:
    near = set(words.keys[max(0, at - _NEAR) : at])
    if words.keys[at] == "from" and city:
        # What is given comes from a government, whoever travels comes from a town.
        return not near & vocabulary.guard("giving")
    return bool(near & vocabulary.guard("motion"))


def _by_after(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    after = hit.last
    if after >= len(words):
        return False
    gap, key = words.gap(after), words.keys[after]
    if words.spaced(after):
        paired = words.gap(hit.first).strip() in {"-", "–", "‑", "/"}
        return key in vocabulary.guard("place after") and not (words.capital(after) or paired)
    if words.hyphened(after):
        return key == "based"
    if words.opens(hit.first):
        # The dateline of a dispatch: "MOSCOW (Reuters)", "Caracas, Jan 3".
        return gap.startswith(" (") or gap.strip() in {"—", "–", "--"}
    return False
