"""A country word and the actor noun it belongs to, made into one mention.

"Russian troops", "Maduro's government", "senior Hungarian and Romanian officials", "leaders of
Germany": found by looking from the name for a noun at most three modifiers away. There is no
parser here, so a word that can only be a verb or a thing ends the search.
"""

from __future__ import annotations

from collections.abc import Sequence

from patronage.actors.hits import Hit, noun_at, noun_before
from patronage.actors.vocabulary import Noun, Vocabulary
from patronage.actors.words import FUNCTION, Words

__all__ = ["Grouping"]

_MODIFIERS = 3
_AFTER_VERB = frozenset({"to", "the", "a", "an", "its", "his", "for", "more", "that", "new"})
_LINKS = frozenset({"of", "in", "at", "from"})
# Who acts in a town is of its state, envoys and other guests apart; soldiers may be anybody's.
_LOCAL = frozenset({"COP", "GOV", "JUD", "LEG", "MED", "LAB", "AGR", "OPP", "PTY"})
_GUESTS = frozenset(
    ("ambassador", "ambassadors", "diplomat", "diplomats", "envoy", "envoys", "embassy", "consul")
)
_GUESTS |= {
    "negotiators",
    "negotiator",
    "delegation",
    "delegates",
    "delegate",
    "leaders",
    "presidents",
}
_GUESTS |= {"ministers", "representatives", "consulate", "mission", "president", "minister"}
_DEALING = frozenset(
    ("envoy", "envoys", "expert", "experts", "hawk", "hawks", "analyst", "analysts", "scholar")
)
_DEALING |= {"scholars", "watchers", "specialist", "specialists", "correspondent", "czar"}
_OWNER_PREFIXES = frozenset({"pro", "anti", "non", "ex"})


class Grouping:
    """Joins names to the nouns after or before them, in one text."""

    def __init__(self, words: Words, vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._thing = vocabulary.guard("thing")
        self._modifier = vocabulary.guard("modifier")
        self._relation = vocabulary.guard("relation")
        self._starts: set[int] = set()
        self._ends: set[int] = set()
        self._topics: dict[int, tuple[int, int, Noun]] = {}

    def compose(self, hits: Sequence[Hit], taken: Sequence[Hit] = ()) -> None:
        """Widen each hit that has an actor noun, in place; ``taken`` are other hits around."""
        self._starts = {hit.first for hit in (*hits, *taken)}
        self._ends = {hit.last for hit in (*hits, *taken)}
        following: Hit | None = None
        for hit in reversed(hits):
            if following is not None and self._generic(hit, following):
                self._absorb(hit, following)
            elif following is not None and self._paired(hit, following):
                hit.head, hit.noun, hit.sector = following.head, following.noun, following.sector
                hit.kind = "phrase" if following.head else hit.kind
                hit.owner = following.owner or following.head is None
            else:
                self._one(hit, following)
            following = hit

    def _generic(self, hit: Hit, following: Hit) -> bool:
        """Whether a state's word goes before a body that other states have too."""
        body = following.entries[0].body if following.entries else ""
        if following.kind != "organisation" or body not in {"ministry", "force", "agency"}:
            return False
        mode, start = self._reach(hit)
        return mode in {"adjective", "possessive"} and start == following.first

    def _paired(self, hit: Hit, following: Hit) -> bool:
        """Whether a hyphen makes two states share what follows ("Franco-German negotiators")."""
        if hit.last != following.first or not self._words.hyphened(following.first):
            return False
        return hit.attributive and bool(following.entries) and not following.name

    def _absorb(self, hit: Hit, following: Hit) -> None:
        same = hit.country == following.country
        hit.last, hit.sector, hit.kind = following.last, following.sector, "organisation"
        hit.name = following.name if same else None
        hit.code = following.code if same else None
        hit.head = (following.first, following.last)
        hit.owner = hit.place = False
        following.kind = "absorbed"

    def _one(self, hit: Hit, following: Hit | None) -> None:
        if hit.kind == "place" and hit.noun:
            return
        mode, start = self._reach(hit)
        if following is not None and self._about_what(hit, following, mode, start):
            return
        hit.owner = hit.owner or mode in {"possessive", "compound", "led"}
        found = None if mode in {"none", "compound"} else self._head(hit, mode, start)
        if found is not None and mode == "bare" and not hit.short and self._about(hit, found):
            self._topics[hit.first] = found
            hit.owner = True
        elif found is not None:
            first, last, noun = found
            self._widen(hit, hit.first, last, (first, last), noun)
        elif following is not None and self._shares(hit, following):
            hit.head, hit.noun = following.head, following.noun
            hit.sector = following.sector
            hit.kind = "phrase"
        elif mode == "adjective" and hit.kind == "adjective":
            hit.owner = self._goes_on(hit)
        elif mode == "bare" and hit.short:
            hit.owner = self._describes(hit)
        if found is None:
            self._of(hit)

    def _about(self, hit: Hit, found: tuple[int, int, Noun]) -> bool:
        """Whether the state is what the people deal with: "Syria envoy", "Iran hawks"."""
        return hit.kind == "name" and self._words.keys[found[1] - 1] in _DEALING

    def _about_what(self, hit: Hit, following: Hit, mode: str, start: int) -> bool:
        """Give "UN Syria envoy" to the United Nations."""
        found = self._topics.get(following.first)
        if found is None or start != following.first or mode not in {"bare", "adjective",
                                                                     "possessive"}:  # fmt: skip
            return False
        self._widen(hit, hit.first, found[1], (found[0], found[1]), found[2])
        following.kind = "absorbed"
        return True

    def _widen(self, hit: Hit, first: int, last: int, head: tuple[int, int], noun: Noun) -> None:
        hit.first, hit.last, hit.head, hit.noun = first, last, head, noun
        if hit.kind != "organisation":
            hit.sector = noun.sector
            hit.name = None
        elif noun.sector and hit.sector in {None, "GOV"}:
            hit.sector = noun.sector
        hit.kind = "phrase"
        hit.owner = hit.place = False
        words = self._words
        if last < len(words) and (words.possessive(last) or words.plural_possessive(last)):
            hit.owner = True

    def _reach(self, hit: Hit) -> tuple[str, int]:
        """How the name goes on: adjective, possessive, led, compound, bare or none; and where."""
        words, last = self._words, hit.last
        prefixed = words.hyphened(hit.first) and words.keys[hit.first - 1] in _OWNER_PREFIXES
        if prefixed or last >= len(words):
            return ("compound" if prefixed else "none"), last
        mark = words.possessive(last)
        if mark or words.plural_possessive(last):
            return "possessive", last + mark
        if words.hyphened(last) or words.gap(last) == ".-":
            led = words.keys[last] in self._vocabulary.guard("led")
            return ("led", last + 1) if led else ("compound", last + 1)
        if words.spaced(last):
            return ("adjective" if hit.kind == "adjective" else "bare"), last
        return "none", last

    def _head(self, hit: Hit, mode: str, start: int) -> tuple[int, int, Noun] | None:
        words = self._words
        at = start
        while at - start <= _MODIFIERS and at < len(words):
            if at in self._starts or not (words.spaced(at) or (at > start and words.hyphened(at))):
                return None
            found = noun_at(words, at, self._vocabulary)
            if found and not self._verbal(hit, at, found[0], mode):
                return self._extend(hit, at, *found, mode)
            if not self._modifies(at, hit, mode, first=at == start):
                return None
            at += 1
        return None

    def _extend(
        self, hit: Hit, first: int, last: int, noun: Noun, mode: str
    ) -> tuple[int, int, Noun] | None:
        """Go on to the last noun of the phrase: "government" and then "forces"."""
        words = self._words
        mark = words.possessive(last)
        if mark and words.capital(first) and words.capital(last + mark):
            # A name with a possessive inside: "Mongolian People's Party".
            further = noun_at(words, last + mark, self._vocabulary)
            first, (last, noun) = (last + mark, further) if further else (first, (last, noun))
        while last < len(words) and words.spaced(last) and last not in self._starts:
            further = noun_at(words, last, self._vocabulary)
            step = last
            if further is None and noun.kind == "body" and words.keys[last] in self._modifier:
                step = last + 1
                if step < len(words) and words.spaced(step) and step not in self._starts:
                    further = noun_at(words, step, self._vocabulary)
            # "The army ousted President": a participle begins a verb here, not a noun.
            stops = noun.plural and noun.kind != "body"
            if further is None or stops or words.keys[last].endswith("ed"):
                break
            if self._verbal(hit, step, further[0], "bare"):
                break
            first, (last, noun) = step, further
        key = words.keys[last - 1]
        if key in self._relation and not (mode == "adjective" and key.startswith("counterpart")):
            return None
        return None if self._is_modifier(last, noun) else (first, last, noun)

    def _is_modifier(self, last: int, noun: Noun) -> bool:
        """Whether the noun only describes a thing that follows ("military action")."""
        words = self._words
        if noun.kind == "person" or last >= len(words):
            return False
        if words.hyphened(last):
            return True
        if not words.spaced(last):
            return False
        key = words.keys[last]
        if key in self._thing:
            return not noun.plural or key not in {"strike", "attack", "raid", "target", "control"}
        return not noun.plural and key.endswith(("tion", "sion", "ment", "ness", "ship"))

    def _verbal(self, hit: Hit, first: int, last: int, mode: str) -> bool:
        """Whether the noun is rather a verb: "Russia forces Ukraine", "Iran heads the list"."""
        words = self._words
        if mode != "bare" or words.keys[last - 1] not in self._vocabulary.guard("verb noun"):
            return False
        if not hit.short:
            return True
        after = last < len(words) and words.spaced(last)
        return after and (
            last in self._starts
            or words.keys[last] in {"the", "a", "an", "its", "his", "her", "their", "us", "them"}
        )

    def _modifies(self, at: int, hit: Hit, mode: str, first: bool) -> bool:
        key = self._words.keys[at]
        if key in self._modifier:
            return True
        if mode == "bare" or key in FUNCTION or key in self._vocabulary.guard("say"):
            return False
        if key in self._thing or (key.endswith("s") and not key.endswith(("ss", "us", "is"))):
            return False
        if key.endswith("ed") and not first:
            return False
        capital = self._words.capital(at)
        return not (capital and hit.kind in {"leader", "person"})

    def _shares(self, hit: Hit, following: Hit) -> bool:
        if following.head is None or not (hit.attributive or hit.owner):
            return False
        if hit.attributive and not (following.entries and following.entries[0].kind):
            return False
        words = self._words
        start = hit.last + (words.possessive(hit.last) if hit.owner else 0)
        between = words.keys[start : following.first]
        if len(between) > 2 or following.first >= following.head[0]:
            return False
        if not between:
            return words.gap(following.first).strip() == ","
        return between[0] in {"and", "or"} and (len(between) == 1 or between[1] in {"the", "some"})

    def _goes_on(self, hit: Hit) -> bool:
        """Whether a noun seems to follow the adjective, so that it owns and does not act."""
        words, after = self._words, hit.last
        key = words.keys[after]
        if key in {"and", "or"}:
            return True
        return key not in FUNCTION and key not in self._vocabulary.guard("say")

    def _describes(self, hit: Hit) -> bool:
        """Whether a thing's noun follows an initialism ("US aims"), not a verb ("US aims to")."""
        words, after = self._words, hit.last
        key = words.keys[after]
        if words.capital(after):
            return False
        if key.endswith("s") and key in self._thing:
            beyond = after + 1
            if beyond >= len(words) or not words.spaced(beyond):
                return True
            return not (beyond in self._starts or words.keys[beyond] in _AFTER_VERB)
        nominal = ("tion", "sion", "ment", "ance", "ence", "ship", "ity", "ism")
        return (
            key in self._thing or (key in self._modifier and len(key) > 3) or key.endswith(nominal)
        )

    def _of(self, hit: Hit) -> None:
        """Join the noun before "of", "in" or "at": "leaders of Germany", "police in Quito"."""
        words = self._words
        if hit.kind not in {"name", "organisation", "leader", "capital", "place"} or hit.owner:
            return
        of = hit.first - 1
        if of > 0 and words.keys[of] == "the":
            of -= 1
        if of < 1 or not all(map(words.spaced, range(of, hit.first + 1))):
            return
        link = words.keys[of]
        found = noun_before(words, of, self._vocabulary) if link in _LINKS else None
        if found is None or words.keys[of - 1] in self._relation:
            return
        if found[0] > 0 and found[0] - 1 in self._starts:
            return
        if link != "of" and (found[0] in self._ends or words.possessive(found[0] - 1)):
            return
        if (link == "of" and hit.kind != "place") or self._belongs(hit, link, found):
            self._widen(hit, found[0], hit.last, (found[0], of), found[1])

    def _belongs(self, hit: Hit, link: str, found: tuple[int, Noun]) -> bool:
        """Whether a town or a house tells whose the people are: not of envoys and guests there."""
        noun = found[1]
        if link in {"in", "of"}:
            guest = self._words.keys[found[0]] in _GUESTS
            return hit.kind in {"capital", "place"} and noun.sector in _LOCAL and not guest
        return link != "of" and hit.kind == "organisation" and noun.kind == "person"
