"""People: titles joined to names, roles told after a comma, and surnames that come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from patronage.actors.hits import Hit, noun_at, noun_before
from patronage.actors.vocabulary import Noun, Vocabulary
from patronage.actors.words import FUNCTION, Words

__all__ = ["People"]

_PARTICLES = frozenset(
    ("al", "el", "de", "der", "van", "von", "bin", "ben", "ibn", "abu", "di", "da", "dos", "del")
)
_COUNTRY_OF = {"for", "of", "at", "from", "with", "in"}
_SAID = {"said", "says", "told", "tells", "added", "wrote", "warned", "tweeted"}
_ARMED = {"REB", "PRM", "CRM"}
_REACH = 9


class People:
    """Finds and joins the people of one text."""

    def __init__(self, words: Words, vocabulary: Vocabulary, date: dt.date | None) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._date = date
        self._honorific = vocabulary.guard("honorific")
        self._skipped = (
            self._honorific | vocabulary.guard("modifier") | vocabulary.guard("calendar")
        )
        self._voice = vocabulary.guard("voice")

    def join(self, hits: Sequence[Hit]) -> list[Hit]:
        """Join titles to names and find people whom no table knows; in order of the text."""
        taken = bytearray(len(self._words) + 1)
        for hit in hits:
            taken[hit.first : hit.last] = b"\x01" * (hit.last - hit.first)
        runs = [self._person(first, last) for first, last in self.runs(taken)]
        found = sorted([*hits, *runs], key=lambda hit: hit.first)
        found = self._titles(found)
        found = self._roles(found)
        return [hit for hit in found if hit.kind != "person" or self._is_person(hit)]

    def again(self, hits: Sequence[Hit]) -> list[Hit]:
        """Mentions by surname alone of people named in full elsewhere in the text."""
        words = self._words
        known: dict[str, Hit] = {}
        for hit in hits:
            if hit.kind in {"person", "leader"} and hit.name and hit.head is not None:
                key = words.keys[hit.head[1] - 1]
                if hit.head[1] - hit.head[0] > 1 and len(key) > 2:
                    known.setdefault(key, hit)
        if not known:
            return []
        taken: set[int] = set()
        for hit in hits:
            taken.update(range(hit.first, hit.last))
        return [
            self._same(known[key], index)
            for index, key in enumerate(words.keys)
            if key in known and index not in taken and self._alone(index)
        ]

    def _same(self, of: Hit, index: int) -> Hit:
        first = index - 1 if index and self._particle_before(index) else index
        return Hit(
            first,
            index + 1,
            of.kind,
            of.country,
            of.code,
            of.sector,
            of.name,
            of.acts,
            head=(index, index + 1),
            noun=of.noun,
            leader=of.leader,
        )

    def _particle_before(self, index: int) -> bool:
        return self._words.keys[index - 1] in _PARTICLES and self._words.joined(index)

    def _alone(self, index: int) -> bool:
        words = self._words
        if not words.capital(index):
            return False
        after = index + 1
        if after < len(words) and words.gap(after) == "-":
            return words.keys[after] in self._vocabulary.guard("led") or not words.capital(after)
        return True

    def runs(self, taken: bytearray) -> Iterator[tuple[int, int]]:
        """Capital words in a row, outside known names and headlines."""
        words = self._words
        index, count = 0, len(words)
        while index < count:
            if taken[index] or not words.capital(index) or words.keys[index] in FUNCTION:
                index += 1
                continue
            last = self._run_end(index, taken)
            start = self._past_titles(index, last)
            if 0 < last - start <= 5 and words.line(start) == "plain":
                yield start, last
            index = last

    def _run_end(self, first: int, taken: bytearray) -> int:
        words = self._words
        last = first + 1
        while last < len(words) and not taken[last] and self._continues(last):
            if words.keys[last] in _PARTICLES and not words.capital(last):
                onward = last + 1 < len(words) and not taken[last + 1] and words.capital(last + 1)
                if not (onward and words.joined(last + 1)):
                    break
            elif not words.capital(last) or words.keys[last] in FUNCTION:
                break
            last += 1
        return last

    def _continues(self, index: int) -> bool:
        gap = self._words.gap(index)
        if gap in {" ", "-", "’", "'", "\n"}:
            return self._words.possessive(index) == 0
        before = self._words.keys[index - 1]
        return gap == ". " and (len(before) == 1 or before in self._honorific or before == "st")

    def _past_titles(self, first: int, last: int) -> int:
        """Leave titles and honorifics at the head of a run to the title rule."""
        while first < last:
            noun = noun_at(self._words, first, self._vocabulary)
            if noun and noun[0] <= last:
                first = noun[0]
            elif self._words.keys[first] in self._skipped:
                first += 1
            else:
                break
        return first

    def _person(self, first: int, last: int) -> Hit:
        return Hit(first, last, "person", name=self._name(first, last), head=(first, last))

    def _name(self, first: int, last: int) -> str:
        return " ".join(self._words.slice(first, last).split())

    def _titles(self, hits: list[Hit]) -> list[Hit]:
        """Join "Russian President" or a bare title to the name that follows it."""
        out: list[Hit] = []
        for hit in hits:
            if hit.kind in {"leader", "person"}:
                if hit.head is None:
                    hit.head = (hit.first, hit.last)
                title = out[-1] if out else None
                if title is not None and self._is_title(title, hit):
                    self._merge(out.pop(), hit)
                else:
                    self._bare_title(hit)
            elif hit.leader and out and out[-1].kind == "phrase" and self._is_title(out[-1], hit):
                # "Turkish President Erdogan's government".
                hit.first = out.pop().first
            out.append(hit)
        return out

    def _is_title(self, title: Hit, hit: Hit) -> bool:
        if title.noun is None or title.noun.kind != "person" or title.noun.plural or title.owner:
            return False
        words, at = self._words, title.last
        while at < hit.first and words.keys[at] in self._honorific:
            at += 1
        if at != hit.first or title.head is None or title.head[1] != title.last:
            return False
        gap = words.gap(title.last)
        return self._closed(hit) if gap == ", " else words.spaced(title.last)

    def _closed(self, hit: Hit) -> bool:
        """Whether a full name in apposition ends there ("the minister, Ann Lee, said")."""
        words = self._words
        ends = words.gap(hit.last)[:1] in {",", ".", ";", ")"}
        return ends and not words.possessive(hit.last) and hit.last - hit.first > 1

    def _merge(self, title: Hit, hit: Hit) -> None:
        hit.first = title.first
        hit.noun = title.noun
        if title.noun is not None and title.sector in _ARMED:
            hit.noun = replace(title.noun, sector=title.sector)
        self._elsewhere(hit, title)
        if hit.kind == "person":
            hit.country, hit.code = title.country, title.code
            hit.sector = title.sector
        elif hit.sector is None:
            hit.sector = title.sector

    def _bare_title(self, hit: Hit) -> None:
        words, first = self._words, hit.first
        honoured = False
        while (
            first and words.keys[first - 1] in self._honorific and words.gap(first) in {" ", ". "}
        ):
            first -= 1
            honoured = True
        gap = words.gap(first)
        apposed = gap == ", " and self._closed(hit)
        found = noun_before(words, first, self._vocabulary) if gap == " " or apposed else None
        if apposed and found and words.keys[found[0] - 1 : found[0]] != ["the"]:
            return
        if found is not None and found[1].kind == "person" and not found[1].plural:
            found = self._office_first(*found)
            hit.first, hit.noun = self._past_verb(found[0]), found[1]
            self._before_title(hit)
            if hit.kind == "person" or hit.sector is None:
                hit.sector = found[1].sector
        elif honoured:
            title = noun_at(words, first, self._vocabulary)
            if title is not None and title[0] == hit.first:
                hit.noun = title[1]
                hit.sector = hit.sector or title[1].sector
            elif self._vocabulary.guard("rank").intersection(words.keys[first : hit.first]):
                hit.sector = hit.sector or "MIL"
            hit.first = first

    def _office_first(self, first: int, noun: Noun) -> tuple[int, Noun]:
        """An office outranks the rank after it: "Deputy Defence Minister General Ivanov"."""
        before = noun_before(self._words, first, self._vocabulary)
        office = before is not None and before[1].kind == "person" and before[1].sector == "GOV"
        joined = self._words.gap(first) == " "
        return before if before and office and joined and noun.sector == "MIL" else (first, noun)

    def _past_verb(self, first: int) -> int:
        """Leave a verb out of a title: "the ousted president", but "the army ousted President"."""
        words = self._words
        verb = words.keys[first].endswith("ed") and first > 0
        return first + (verb and words.keys[first - 1] not in {"the", "a", "an", "of", "and", "by"})

    def _before_title(self, hit: Hit) -> None:
        words = self._words
        while hit.first and words.keys[hit.first - 1] in {"former", "vice", "deputy", "acting"}:
            if not words.spaced(hit.first):
                return
            hit.first -= 1

    def _roles(self, hits: list[Hit]) -> list[Hit]:
        """Read "NAME, a professor at …" and "NAME, the Russian foreign minister, …"."""
        out: list[Hit] = []
        skip: set[int] = set()
        for index, hit in enumerate(hits):
            if index in skip:
                continue
            out.append(hit)
            after = hit.last
            if hit.kind not in {"person", "leader"} or not self._words.gap(after).startswith(","):
                continue
            following = hits[index + 1] if index + 1 < len(hits) else None
            if following is not None and self._is_role(hit, following):
                skip.add(index + 1)
                self._take_role(hit, following)
            elif hit.kind == "person" and hit.noun is None:
                self._plain_role(hit, hits[index + 1 : index + 4])
        return out

    def _is_role(self, hit: Hit, role: Hit) -> bool:
        if role.kind != "phrase" or role.noun is None or role.noun.plural:
            return False
        if role.noun.kind != "person":
            return False
        between = self._words.keys[hit.last : role.first]
        allowed = {"a", "an", "the", "former", "senior", "then", "veteran", "top"}
        if len(between) > 3 or any(key not in allowed for key in between):
            return False
        return role.head is not None and role.head[1] <= role.last

    def _take_role(self, hit: Hit, role: Hit) -> None:
        hit.last = role.last
        hit.noun = hit.noun or role.noun
        self._elsewhere(hit, role)
        if hit.kind == "person":
            hit.country, hit.code, hit.sector = role.country, role.code, role.sector

    def _elsewhere(self, hit: Hit, role: Hit) -> None:
        """Forget a leader's state where the text gives an office of another, after or before.

        "Michelle Bachelet, the UN rights chief" is no president any more; "Bank of England
        governor Mark Carney" is no prime minister yet.
        """
        other = (role.country, role.code) != (hit.country, hit.code) and bool(
            role.country or role.code
        )
        if hit.leader is not None and other and not hit.leader.in_office(self._date):
            hit.kind, hit.leader = "person", None

    def _plain_role(self, hit: Hit, following: Sequence[Hit]) -> None:
        words, at = self._words, hit.last
        end = min(len(words), at + _REACH)
        if words.keys[at : at + 1] and words.keys[at] not in {"a", "an", "the", "who", "one"}:
            found = noun_at(words, at, self._vocabulary)
            if found is None and words.keys[at] not in self._vocabulary.guard("modifier"):
                return
        while at < end:
            if at > hit.last and not (words.spaced(at) or words.hyphened(at)):
                return
            found = noun_at(words, at, self._vocabulary)
            if found and found[1].kind == "person" and not found[1].plural:
                further = found[0] < len(words) and words.spaced(found[0])
                if not (further and noun_at(words, found[0], self._vocabulary)):
                    hit.noun, hit.sector = found[1], found[1].sector
                    self._belongs(hit, found[0], following)
                    return
            at = found[0] if found else at + 1

    def _belongs(self, hit: Hit, at: int, following: Sequence[Hit]) -> None:
        """Give a spokesman for the Pentagon its state; an expert speaks for himself."""
        words = self._words
        if hit.noun is None or words.keys[at - 1] in self._voice or at >= len(words):
            return
        if words.keys[at] not in _COUNTRY_OF:
            return
        for other in following:
            if at < other.first <= at + 3 and other.country:
                hit.country, hit.code = other.country, other.code
                hit.sector = other.sector or hit.sector
                return

    def _is_person(self, hit: Hit) -> bool:
        """Keep a run of capitals only with a title, a role, an honorific or a given name."""
        words = self._words
        head = hit.head or (hit.first, hit.last)
        length = head[1] - head[0]
        if hit.noun is not None or hit.first < head[0]:
            if words.keys[head[0]] in self._vocabulary.guard("calendar"):
                return False
            self._speaks(hit)
            return True
        parts = words.keys[head[0] : head[1]]
        inside = [noun_at(words, index, self._vocabulary) for index in range(*head)]
        if not 2 <= length <= 5 or any(found and found[1].kind == "body" for found in inside):
            return False
        if not self._vocabulary.guard("thing").isdisjoint(parts):
            return False  # "Israel Boycott Law"
        if parts[0] in self._vocabulary.given or self._says(hit, parts):
            return True
        full = [key for key in parts if key not in _PARTICLES]
        return len(full) < length and (len(full) > 2 or parts[0] == "abu")

    def _says(self, hit: Hit, parts: Sequence[str]) -> bool:
        """Whether "said" or "told" follows what can only be a name."""
        words, after = self._words, hit.last
        if after >= len(words) or not words.spaced(after) or words.keys[after] not in _SAID:
            return False
        capitals = any(words.raw(index).isupper() for index in range(hit.first, hit.last))
        nouns = any(noun_at(words, index, self._vocabulary) for index in range(hit.first, after))
        return not (capitals or nouns or parts[0].endswith("ly"))

    def _speaks(self, hit: Hit) -> None:
        """Experts, scholars and reporters attribute and do not act for a state."""
        words = self._words
        nouns = words.keys[hit.first : (hit.head or (hit.last, 0))[0]]
        tail = words.keys[(hit.head or (0, hit.last))[1] : min(len(words), hit.last + _REACH)]
        if hit.sector in {"EDU", "JRN"} or (self._voice & {*nouns, *tail[:0]}):
            hit.acts = False
