"""Which leader a surname means: by the full name before it, its title, who ruled that day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from patronage.actors.hits import Hit, noun_at, noun_before
from patronage.actors.vocabulary import Leader, Vocabulary
from patronage.actors.words import FUNCTION, Words, fold

__all__ = ["settle_surnames"]

#: What may stand between a given name and a surname.
_PARTICLES = frozenset("de da do dos del della di du la le van von der den bin ibn ben".split())


def _named(
    words: Words, hits: Sequence[Hit], vocabulary: Vocabulary, date: dt.date | None
) -> dict[str, Leader]:
    """The leaders whom a text names in full or by title, by each word of the name."""
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
    for hit in hits:
        whole = _in_full(words, hit, date)
        if whole is not None:
            named.setdefault(words.keys[hit.last - 1], whole)
    return named


def settle_surnames(
    words: Words, hits: Sequence[Hit], vocabulary: Vocabulary, date: dt.date | None
) -> list[Hit]:
    """Give surnames that stand alone their leader, by the document first, then by the date."""
    named = _named(words, hits, vocabulary, date)
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


def _in_full(words: Words, hit: Hit, date: dt.date | None) -> Leader | None:
    """Take a leader's first and middle names into his hit: "George Herbert Walker Bush"."""
    leaders = [e.leader for e in hit.entries if e.leader and hit.kind == "surname"]
    for first in range(hit.first - 1, max(hit.first - 4, -1), -1):
        initial = len(words.keys[first]) == 1  # "George H. W. Bush", but not "Chavez. Chavez"
        gaps = {" ", ". "} if initial else {" "}
        if not leaders or not words.capital(first) or words.gap(first + 1) not in gaps:
            return None
        keys = words.keys[first : hit.first]
        same = [one for one in leaders if fold(one.name.split()[0]) == keys[0]]
        initials = "".join(key[0] for key in keys[1:])
        told = [one for one in same if _initials(one) and initials.startswith(_initials(one))]
        leader = _likeliest(told or same, date)
        if leader is not None:
            hit.first = first
            _lead(hit, leader)
            return leader
    return None


def _initials(leader: Leader) -> str:
    return "".join(fold(word)[:1] for word in leader.name.split()[1:-1])


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
    known = [entry.leader for entry in hit.entries if entry.leader and not entry.body]
    if leader is None or leader not in leaders:
        # "Alexander the Great": a given name alone is nobody's family name.
        bare = any(key in vocabulary.guard(role) for role in ("surname", "given", "calendar"))
        leader = None if bare else _likeliest(known or leaders, date)
        common = key in vocabulary.guard("common surname") or _shared(hit, leader)
        # A common surname needs its bearer to rule that day, or another leader of his state named.
        company = leader is not None and leader.country in {one.country for one in named.values()}
        if common and not company and not (date and _ruling(leader, date)):
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
    while before >= 0 and words.keys[before] in _PARTICLES and words.gap(before + 1) == " ":
        before -= 1  # "Jean Charles de Menezes"
    if before < 0 or words.gap(before + 1) not in {" ", "-"} or not words.capital(before):
        return False
    key = words.keys[before]
    common = (
        key in FUNCTION or key in vocabulary.guard("honorific") or key in vocabulary.guard("say")
    )
    common = (
        common or key.endswith("ly") or (key in vocabulary.names and key not in vocabulary.given)
    )
    return not common and not noun_before(words, before + 1, vocabulary)


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
