"""Which of several readings a name has here: a state, a first name, a town, another state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from patronage.actors.hits import Hit, noun_at, noun_before
from patronage.actors.vocabulary import Entry, Leader, Vocabulary
from patronage.actors.words import FUNCTION, Words

__all__ = ["settle_names", "settle_surnames"]


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


def settle_surnames(
    words: Words, hits: Sequence[Hit], vocabulary: Vocabulary, date: dt.date | None
) -> list[Hit]:
    """Give surnames that stand alone their leader, by the document first, then by the date."""
    named: dict[str, Leader] = {}
    spoken = Counter(hit.country for hit in hits if hit.kind not in {"surname", "leader"})
    for hit in hits:
        if hit.kind == "leader" and hit.leader:
            for key in words.keys[hit.first : hit.last]:
                named.setdefault(key, hit.leader)
    for before, hit in zip([None, *hits], hits, strict=False):
        if hit.kind == "surname":
            leader = _by_title(words, hit, before, vocabulary, (date, spoken))
            if leader:
                named.setdefault(words.keys[hit.last - 1], leader)
    singles = [hit for hit in hits if hit.kind == "surname"]
    others = {id(hit) for hit in singles if _other_person(words, hit, vocabulary)}
    # "Anna Campbell", then "Campbell": not the leader of that name, unless one rules or is named.
    strangers: dict[str, int] = {}
    for hit in singles:
        if id(hit) in others and not _kin(words, hit):
            strangers.setdefault(words.keys[hit.last - 1], hit.first)
    dropped = others | {
        id(hit)
        for hit in singles
        if id(hit) not in others and not _settle(words, hit, named, strangers, vocabulary, date)
    }
    for one, other in pairwise(hits):
        # "Putin and Johnson": who is named in one breath with a leader is one too.
        if other.kind == "surname" and id(other) not in others and one.kind == "leader":
            if words.keys[one.last : other.first] in (["and"], ["or"]):
                leader = _likeliest([e.leader for e in other.entries if e.leader], date)
                if leader is not None and words.keys[other.last - 1] not in strangers:
                    _lead(other, leader)
                    dropped.discard(id(other))
    return [hit for hit in hits if id(hit) not in dropped]


def _lead(hit: Hit, leader: Leader) -> None:
    hit.kind, hit.leader, hit.country, hit.name = "leader", leader, leader.country, leader.name


def _kin(words: Words, hit: Hit) -> bool:
    """Whether a full name is only told as somebody's kin ("his wife, Melania Trump")."""
    return not {"wife", "husband", "son", "daughter", "brother", "sister", "lady"}.isdisjoint(
        words.keys[max(0, hit.first - 5) : hit.first]
    )


def _settle(
    words: Words,
    hit: Hit,
    named: dict[str, Leader],
    strangers: Mapping[str, int],
    vocabulary: Vocabulary,
    date: dt.date | None,
) -> bool:
    key = words.keys[hit.last - 1]
    leaders = [entry.leader for entry in hit.entries if entry.leader]
    leader: Leader | None = named.get(key)
    known = [entry.leader for entry in hit.entries if entry.leader and not entry.ambiguous]
    if leader is None or leader not in leaders:
        # "Alexander the Great": a given name alone is nobody's family name.
        bare = key in vocabulary.guard("surname") or key in vocabulary.guard("given")
        leader = None if bare else _likeliest(known or leaders, date)
        common = key in vocabulary.guard("common surname") or _shared(hit, leader)
        if common and not (date and _ruling(leader, date)):
            leader = None
        # "Owen Bush farms", then "Bush": the one who was named in full.
        if leader is not None and strangers.get(key, hit.first) < hit.first:
            leader = None
    if leader is None:
        return False
    _lead(hit, leader)
    return True


def _shared(hit: Hit, leader: Leader | None) -> bool:
    """Whether the table calls the surname ambiguous: it needs a title or the full name."""
    return any(entry.ambiguous for entry in hit.entries if entry.leader is leader)


def _ruling(leader: Leader | None, date: dt.date) -> bool:
    return leader is not None and leader.in_office(date) and leader.office(date).startswith("head")


def _other_person(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether a given name or an unknown capital word joins the surname to someone else."""
    before, after = hit.first - 1, hit.last
    if words.line(hit.first) != "plain":
        return False
    if after < len(words) and words.gap(after) in {" ", "-"} and words.capital(after):
        key = words.keys[after]
        if words.gap(after) == "-":
            return True
        common = key in FUNCTION or key in vocabulary.guard("calendar")
        if not (common or noun_at(words, after, vocabulary) or key in vocabulary.names):
            return True
    if before < 0 or words.gap(hit.first) not in {" ", "-"} or not words.capital(before):
        return False
    key = words.keys[before]
    common = (
        key in FUNCTION or key in vocabulary.guard("honorific") or key in vocabulary.guard("say")
    )
    common = (
        common or key.endswith("ly") or (key in vocabulary.names and key not in vocabulary.given)
    )
    return not common and not noun_before(words, hit.first, vocabulary)


def _by_title(
    words: Words,
    hit: Hit,
    before: Hit | None,
    vocabulary: Vocabulary,
    when: tuple[dt.date | None, Counter[str | None]],
) -> Leader | None:
    date, spoken = when
    noun = noun_before(words, hit.first, vocabulary) if words.gap(hit.first) == " " else None
    if noun is None:
        return _likeliest(
            [e.leader for e in hit.entries if e.leader and _governs(words, hit, vocabulary)], date
        )
    leaders = [entry.leader for entry in hit.entries if entry.leader]
    if before is not None and before.country and 0 <= noun[0] - before.last <= 3:
        leaders = [leader for leader in leaders if leader.country == before.country]
    if date is not None and len(leaders) > 1:
        title = " ".join(words.keys[noun[0] : hit.first])
        titled = [one for one in leaders if title in _called(vocabulary, one, date)]
        leaders = titled or leaders
        # "President Kim flew home to Seoul": the state that the text speaks of.
        near = [one for one in leaders if spoken[one.country]]
        leaders = near or leaders
    return _likeliest(leaders, date)


def _called(vocabulary: Vocabulary, leader: Leader, date: dt.date) -> frozenset[str]:
    told = (vocabulary.called(office, leader.country) for office in leader.offices(date))
    return frozenset().union(*told)


def _governs(words: Words, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether a body of government goes with the surname ("the Bush administration")."""
    after = hit.last + words.possessive(hit.last)
    found = noun_at(words, after, vocabulary)
    if found is None or found[1].sector != "GOV" or not words.spaced(after):
        return False
    return found[1].kind == "body" or words.keys[after] in {"administration", "government"}


def _likeliest(leaders: Sequence[Leader], date: dt.date | None) -> Leader | None:
    """Who of one surname is meant: in office at the date, else the latest who has been."""
    people = list(dict.fromkeys(leaders))
    ruling = [leader for leader in people if leader.in_office(date)]
    if ruling:
        return ruling[0] if len(ruling) == 1 else None
    been = [leader for leader in people if leader.been(date)] or people
    return max(been, key=lambda leader: leader.latest, default=None)
