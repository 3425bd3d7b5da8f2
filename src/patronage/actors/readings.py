"""Which of several readings a name has here: a state, a first name, a town, another state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from patronage.actors.hits import Hit, noun_at, noun_before
from patronage.actors.vocabulary import Entry, Vocabulary
from patronage.actors.words import FUNCTION, Words

__all__ = ["settle_names"]


_HOUSES = frozenset(
    ("hospital", "church", "school", "college", "cathedral", "university", "parish", "clinic")
)
_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady"})
_NEAR = 40
_BEFORE_PLACES = frozenset({"in", "from", "to", "for", "of", "with", "against", "at"})


def settle_names(words: Words, hits: Sequence[Hit], vocabulary: Vocabulary) -> list[Hit]:
    """Leave out names that are parts of people's or other names, and choose among states."""
    starts = {hit.first for hit in hits if hit.kind != "surname"}
    surnames = {hit.first for hit in hits if hit.kind == "surname"}
    ends = {hit.last for hit in hits}
    # After a preposition ("in Israel Netanyahu said") a surname begins anew.
    starts |= {at for at in surnames if at > 1 and words.keys[at - 2] in _BEFORE_PLACES}
    kept = [hit for hit in hits if not _part_of_name(words, hit, starts, ends, vocabulary)]
    evidence: Counter[str | None] = Counter(
        hit.country for hit in kept if hit.country and not any(e.ambiguous for e in hit.entries)
    )
    open_hits = [
        hit
        for hit in kept
        if hit.kind != "surname" and (any(e.ambiguous for e in hit.entries) or _several(hit))
    ]
    _parts_elsewhere(words, kept)
    if not open_hits:
        return kept
    dropped = {id(h) for h in open_hits if not _choose(h, evidence, _around(words, h), vocabulary)}
    return [hit for hit in kept if id(hit) not in dropped]


def _parts_elsewhere(words: Words, hits: Sequence[Hit]) -> None:
    """Read "Moscow, Idaho" and "Lebanon, Pennsylvania," as towns there, in place."""
    for hit, part in pairwise(hits):
        town = part.kind == "name" and hit.kind == "capital" and hit.entries[0].ambiguous
        land = (part.kind == "place" and part.sector != "PRE") or town
        if not land or hit.country == part.country:
            continue
        after = words.gap(part.last)[:1]
        loose = hit.kind in {"capital", "place"} or after in {",", ".", ""}
        if part.first == hit.last and words.gap(part.first) == ", " and loose:
            if hit.kind in {"capital", "place", "name"} and hit.last - hit.first <= 2:
                hit.kind, hit.country, hit.sector, hit.place = "place", part.country, None, True
                hit.entries = part.entries


def _around(words: Words, hit: Hit) -> set[str]:
    """The words near a hit in its paragraph; what another paragraph speaks of says nothing."""
    first, last = hit.first, hit.last
    while first > 0 and hit.first - first < _NEAR and "\n" not in words.gap(first):
        first -= 1
    while last < len(words) and last - hit.last < _NEAR and "\n" not in words.gap(last):
        last += 1
    return set(words.keys[first:last])


def _several(hit: Hit) -> bool:
    return hit.kind not in {"surname", "organisation"} and len({e.country for e in hit.entries}) > 1


def _choose(
    hit: Hit, evidence: Counter[str | None], present: set[str], vocabulary: Vocabulary
) -> bool:
    """Give the hit its likeliest state; False where the words around speak against any."""
    best: tuple[int, int] | None = None
    chosen: Entry | None = None
    parts = [entry for entry in hit.entries if entry.kind == "place"]
    whole = [e for e in hit.entries if e.kind not in {"place", "surname", "leader"}] or parts
    for order, entry in enumerate(whole):
        clues = vocabulary.guard(f"for {entry.country}") & present
        against = vocabulary.guard(f"against {entry.country}") & present
        score = 3 * evidence[entry.country] + 2 * len(clues) - 2 * len(against)
        if best is None or (score, -order) > best:
            best, chosen = (score, -order), entry
    # A capital may be a town of a state that is spoken of, where its own is not.
    there = hit.kind == "capital" and bool(parts) and chosen is not None
    if there and chosen and evidence[parts[0].country] > evidence[chosen.country]:
        best = (-1, 0)
    if best is None or chosen is None or best[0] < 0:
        if not parts or whole == parts or best is None:
            return False
        chosen, hit.kind, hit.place = parts[0], "place", True
    hit.country, hit.sector = chosen.country, chosen.sector
    return True


def _part_of_name(
    words: Words, hit: Hit, starts: set[int], ends: set[int], vocabulary: Vocabulary
) -> bool:
    if _saint(words, hit) or _common(words, hit, vocabulary) or _courteous(words, hit):
        return True
    single = hit.last - hit.first == 1
    if single and hit.kind == "organisation" and hit.entries[0].body == "party":
        # "Social Democrats" are not the Democrats.
        return hit.first - 1 not in ends and _name_before(words, hit, ends, vocabulary)
    if single and hit.kind in {"adjective", "demonym"}:
        # "Mark Cuban said", but "John Russian troops" is no name.
        named = _given_before(words, hit, vocabulary) and hit.first - 1 not in ends
        return named and noun_at(words, hit.last, vocabulary) is None
    if not single or hit.kind not in {"name", "capital", "place"} or hit.short:
        return False
    if _apposed(words, hit, vocabulary):
        return True
    if words.line(hit.first) != "plain":
        return _given_before(words, hit, vocabulary)
    loose = hit.kind != "name" or hit.entries[0].ambiguous
    loose = loose or words.keys[hit.first] in vocabulary.given
    return (loose and _name_after(words, hit, starts, vocabulary)) or (
        _given_before(words, hit, vocabulary)
        or (loose and _name_before(words, hit, ends, vocabulary))
    )


def _saint(words: Words, hit: Hit) -> bool:
    """Whether a house bears a saint's name: "St. Vincent's hospital"."""
    if words.keys[hit.first] not in {"st", "saint", "san", "santa"}:
        return False
    after = hit.last + words.possessive(hit.last)
    return words.keys[after : after + 1] != [] and words.keys[after] in _HOUSES


def _courteous(words: Words, hit: Hit) -> bool:
    """Whether a form of address makes a surname of it ("Mr. England"), or "New" another land."""
    before = hit.first - 1
    if before < 0 or hit.last - hit.first > 1 or hit.kind not in {"name", "capital", "place"}:
        return False
    key, gap = words.keys[before], words.gap(hit.first)
    if key == "new" and gap == " " and words.capital(before) and not words.opens(before):
        return True
    return key in _ADDRESS and gap in {" ", ". "} and words.capital(before)


def _common(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether an initialism is a common noun: "an ETA of six"."""
    if hit.kind != "organisation" or not hit.entries[0].exact or hit.last - hit.first != 1:
        return False
    if words.keys[hit.first - 1 : hit.first] not in (["a"], ["an"]):
        return False
    after = hit.last
    plain = after >= len(words) or not words.spaced(after)
    return (plain and not words.hyphened(after)) or words.keys[after : after + 1] == ["of"]


def _apposed(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether a role after a comma shows a person: "Jordan, the Ohio congressman"."""
    after = hit.last
    loose = hit.entries[0].ambiguous or words.keys[hit.first] in vocabulary.given
    if not loose or not words.gap(after).startswith(","):
        return False
    if words.keys[after : after + 1] not in (["a"], ["an"], ["the"]):
        return False
    for at in range(after + 1, min(after + 5, len(words))):
        if not (words.spaced(at) or words.hyphened(at)):
            return False
        found = noun_at(words, at, vocabulary)
        if found:
            return found[1].kind == "person" and not found[1].plural
    return False


def _name_after(words: Words, hit: Hit, starts: set[int], vocabulary: Vocabulary) -> bool:
    after = hit.last
    if words.keys[after : after + 1] in (["de"], ["del"], ["da"]) and words.gap(after) == " ":
        # "Santiago de Compostela"
        return words.capital(after + 1) and words.gap(after + 1) == " "
    if after >= len(words) or after in starts or not words.capital(after):
        return False
    if words.gap(after) != " ":
        return False
    key = words.keys[after]
    known = key in FUNCTION or key in vocabulary.guard("calendar")
    known = known or key in vocabulary.guard("honorific") or key in vocabulary.guard("modifier")
    return not (known or key == "dc" or noun_at(words, after, vocabulary))


def _given_before(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    before = hit.first - 1
    if before < 0 or words.gap(hit.first) != " " or not words.capital(before):
        return False
    return words.keys[before] in vocabulary.given


def _name_before(words: Words, hit: Hit, ends: set[int], vocabulary: Vocabulary) -> bool:
    before = hit.first - 1
    if before >= 0 and words.hyphened(hit.first) and words.keys[before] in {"al", "el", "ben"}:
        return True
    if before < 0 or words.gap(hit.first) != " " or not words.capital(before):
        return False
    key = words.keys[before]
    if (words.opens(before) and hit.kind != "place") or hit.first in ends or key in FUNCTION:
        return False
    known = key in vocabulary.guard("calendar") or key in vocabulary.guard("compass")
    return not (known or noun_before(words, hit.first, vocabulary))
