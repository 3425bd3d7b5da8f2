"""Who "both nations", "the country", "the president", "he", "its" and "their" stand for.

The rules are few and cautious: they read order and grouping, not grammar, and say nothing where
nothing fits. The order of preference, subjects before objects and near before far, is that of
centering (Grosz, Joshi and Weinstein 1995, "Centering: a framework for modeling the local
coherence of discourse", Computational Linguistics).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from patronage.actors.hits import Hit, noun_at
from patronage.actors.memory import Item, Memory, Scene
from patronage.actors.pronouns import PRONOUNS, Pronouns
from patronage.actors.vocabulary import Leader, Noun, Vocabulary
from patronage.actors.words import FUNCTION, Words

__all__ = ["Anaphora"]

_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_LANDS = {"country", "nation", "republic", "kingdom", "state", "island", "sultanate", "emirate"}
_LANDS |= {"sheikhdom", "archipelago", "federation", "monarchy", "principality"}
_LANDS_PLURAL = {"nations", "countries", "states", "powers", "allies", "neighbours", "neighbors"}
_GROUPS = _LANDS_PLURAL | {"governments", "sides", "capitals", "rivals", "partners", "parties"}
_GROUPS_OF_PEOPLE = {"leaders", "presidents", "men", "ministers", "officials", "statesmen"}
_OBJECT = {"to", "into", "against", "with", "for", "toward", "towards", "on", "in", "from", "of"}
_BODIES = {"GOV", "MIL", "OPP", "LEG", "COP", "SPY", "JUD"}
_ARMED = {"REB", "PRM", "CRM", "UAF"}
OPENERS = frozenset({"both", "these", "those", "the", "all", "its", "their"})


class Anaphora:
    """Resolves the phrases and pronouns of one document, sentence by sentence."""

    def __init__(self, words: Words, vocabulary: Vocabulary, date: dt.date | None) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._date = date
        self._pronouns = Pronouns(words, vocabulary)

    def at(self, at: int, scene: Scene, memory: Memory) -> list[Hit]:
        """What the words at one place stand for; empty where they stand for nothing known."""
        key = self._words.keys[at]
        if key in PRONOUNS:
            found = self._pronouns.at(at, key, scene, memory)
            if found or key not in OPENERS:
                return found
        if key in OPENERS:
            return self._phrase(at, key, scene, memory)
        return []

    # Definite phrases

    def _phrase(self, at: int, key: str, scene: Scene, memory: Memory) -> list[Hit]:
        words, noun = self._words, at + 1
        count: int | None = _COUNTS.get(key)
        if noun < len(words) and words.keys[noun] in _COUNTS and words.spaced(noun):
            count = _COUNTS[words.keys[noun]]
            noun += 1
        skip = noun
        while skip < min(noun + 3, len(words)) and words.spaced(skip):
            word = words.keys[skip]
            if word in FUNCTION:
                break
            plural = word in _GROUPS or word in _GROUPS_OF_PEOPLE
            # "Those allies" are somebody's; only "both" and "the two" count those just named.
            plural = plural and bool(count or word not in self._vocabulary.guard("relation"))
            if plural and (count or key in {"these", "those", "all"}):
                return self._several(at, skip + 1, count, scene, memory)
            if word in _LANDS and key == "the" and count is None:
                # "The island state": the last of such words is the noun.
                last = next(i for i in range(skip + 1, skip + 3) if not self._land_word(i))
                return self._land(at, last, scene, memory)
            skip += 1
        if key == "the" and count is None:
            if words.keys[noun : noun + 1] in (["former"], ["latter"]):
                return self._one_of_two(at, noun + 1, scene, memory)
            return self._office(at, noun, scene, memory) or self._body(at, noun, scene, memory)
        return []

    def _one_of_two(self, at: int, last: int, scene: Scene, memory: Memory) -> list[Hit]:
        """Read "the former" and "the latter" as one of the two named in one breath."""
        words = self._words
        nominal = (
            last < len(words)
            and words.spaced(last)
            and (words.capital(last) or self._noun(last) or words.keys[last] in _LANDS)
        )
        for group in () if nominal else memory.groups(scene, at, 2):
            if len(group.items) == 2 and all(item.key for item in group.items):
                item = group.items[words.keys[last - 1] == "latter"]
                return [same(words, item.hit, at, last)]
        return []

    def _body(self, at: int, first: int, scene: Scene, memory: Memory) -> list[Hit]:
        """Read "the alliance", "the lender", "the party" as the body of that kind named last."""
        words = self._words
        for last in (first + 2, first + 1):
            title = " ".join(words.keys[first:last])
            kinds = self._vocabulary.stand_ins.get(title)
            if kinds is None or last > len(words) or not words.spaced(first):
                continue
            if self._goes_on(last) or words.capital(first):
                return []
            for earlier in memory.back(scene, 4):
                for item in reversed(earlier.before(at)):
                    if item.key and self._of_kind(item, kinds):
                        hit = same(words, item.hit, at, last)
                        hit.acts = item.hit.acts
                        return [hit]
        return []

    @staticmethod
    def _of_kind(item: Item, kinds: frozenset[str]) -> bool:
        hit = item.hit
        if hit.kind in {"pronoun", "person", "leader"}:
            return False
        if hit.entries and hit.entries[0].kind == "organisation":
            return hit.entries[0].body in kinds
        return hit.sector == "PTY" and "party" in kinds

    def _land_word(self, at: int) -> bool:
        words = self._words
        return at < len(words) and words.keys[at] in _LANDS and words.spaced(at)

    def _several(
        self, at: int, last: int, count: int | None, scene: Scene, memory: Memory
    ) -> list[Hit]:
        people = self._words.keys[last - 1] in _GROUPS_OF_PEOPLE
        for limit in (4, len(memory.scenes)):
            for group in memory.groups(scene, at, limit):
                items = [item for item in group.items if item.person or not people]
                keys = {item.key for item in items if item.key}
                if len(keys) == count if count else len(keys) >= 2:
                    return self._copies(at, last, items, people)
            if count == 2 and not people:
                found = self._two(at, scene, memory)
                if found:
                    return self._copies(at, last, found, people)
        return []

    def _two(self, at: int, scene: Scene, memory: Memory) -> Sequence[Item]:
        """Two states of one sentence, where it names no third."""
        for earlier in memory.back(scene, 2):
            named = [item for item in earlier.states(at) if item.hit.kind != "adjective"]
            states = {item.key: item for item in named}
            if len(states) == 2:
                return tuple(states.values())
            if len(states) > 2:
                return ()
        return ()

    def _copies(self, at: int, last: int, items: Sequence[Item], people: bool) -> list[Hit]:
        owner = is_owner(self._words, last)
        seen: dict[str, Hit] = {}
        for item in items:
            if item.key and item.key not in seen:
                hit = Hit(at, last, "phrase", item.hit.country, item.hit.code, owner=owner)
                if people:
                    hit.sector, hit.name = item.hit.sector, item.hit.name
                seen[item.key] = hit
        return list(seen.values())

    def _land(self, at: int, last: int, scene: Scene, memory: Memory) -> list[Hit]:
        words = self._words
        if last < len(words) and words.keys[last] in {"of", "s"} and not words.possessive(last):
            return []
        # "the South American nation": the region is not checked, a state's own name is.
        if any(at < item.first < last for item in scene.items):
            return []
        if last < len(words) and words.spaced(last) and self._noun(last):
            return []
        country = self._country(at, scene, memory)
        if country is None:
            return []
        hit = Hit(at, last, "phrase", country, owner=is_owner(words, last))
        hit.place = words.keys[at - 1 : at] in (["in"], ["across"], ["inside"], ["throughout"])
        return [hit]

    def _country(self, at: int, scene: Scene, memory: Memory) -> str | None:
        """The state that "the country" means: not the one that acts on it."""
        states = scene.states(at)
        subject = next(
            (item for item in states if not item.hit.place), states[0] if states else None
        )
        held = {item.hit.country for item in states if self._holds_phrase(item, at)}
        others = [
            item
            for item in states
            if subject
            and item.group is None
            and not self._with(item, subject)
            and item.hit.country not in held
        ]
        if others:
            return others[-1].hit.country
        objectlike = at > 0 and self._words.keys[at - 1] in _OBJECT
        if subject is not None and subject.hit.place:
            return subject.hit.country
        if subject is not None and subject.group is None and not self._holds_phrase(subject, at):
            said = self._vocabulary.guard("say").intersection(self._words.keys[subject.last : at])
            if subject.hit.owner or len(states) > 1 or not objectlike or said:
                return subject.hit.country
        for earlier in memory.scenes[:-4:-1]:
            singles = [
                item
                for item in earlier.items
                if item.hit.country
                and item.group is None
                and item.hit.kind != "pronoun"
                and item.hit.acts
                and not (subject and self._with(item, subject))
            ]
            if singles:
                topic = next((item for item in singles if not item.hit.place), singles[0])
                return topic.hit.country
        if subject is not None and subject.group is None:
            return subject.hit.country
        return next((country for country, _ in memory.counts.most_common(1)), None)

    def _holds_phrase(self, item: Item, at: int) -> bool:
        """Whether the phrase hangs on the item's own noun ("US aims in the country")."""
        if self._words.keys[at - 1] not in _OBJECT or item.hit.kind in {"capital", "pronoun"}:
            return False
        between = range(item.last, at - 1)
        plain = all(self._words.spaced(index) for index in between)
        owns = item.hit.owner or item.hit.kind == "phrase"
        return owns and len(between) <= 2 and plain

    @staticmethod
    def _with(item: Item, subject: Item) -> bool:
        same = item.group is not None and item.group == subject.group
        return same or item.hit.country == subject.hit.country

    def _office(self, at: int, first: int, scene: Scene, memory: Memory) -> list[Hit]:
        """Resolve "the president", "the government", "the army"."""
        words = self._words
        found = self._noun(first) if first < len(words) and words.spaced(first) else None
        if found is None or self._goes_on(found[0]):
            return []
        last, noun = found
        if noun.kind == "person" and noun.sector not in _ARMED:
            return self._officer(at, last, noun, scene, memory)
        if noun.sector in _ARMED:
            return self._armed(at, last, scene, memory)
        fits = noun.sector in _BODIES and not (noun.plural and noun.sector in {"GOV", "OPP"})
        country = (self._seat(last, scene) or self._country(at, scene, memory)) if fits else None
        if country is None:
            return []
        hit = Hit(at, last, "phrase", country, sector=noun.sector, owner=is_owner(words, last))
        hit.head, hit.noun = (first, last), noun
        return [hit]

    def _armed(self, at: int, last: int, scene: Scene, memory: Memory) -> list[Hit]:
        """Read "the rebels" and "the terrorist group" as the armed group named last."""
        for earlier in memory.back(scene, 4):
            for item in reversed(earlier.before(at)):
                if item.hit.sector in _ARMED and item.key and item.hit.kind != "pronoun":
                    return [same(self._words, item.hit, at, last)]
        return []

    def _goes_on(self, last: int) -> bool:
        """Whether the noun is only the beginning of a longer phrase."""
        words = self._words
        if last >= len(words) or not words.joined(last) or words.possessive(last):
            return False
        if words.keys[last] == "of" or words.hyphened(last) or words.capital(last):
            return True
        return bool(self._noun(last)) or words.keys[last] in self._vocabulary.guard("thing")

    def _seat(self, last: int, scene: Scene) -> str | None:
        """Read the state of "the government in Damascus" or "in Syria, the government"."""
        words = self._words
        if last < len(words) and words.keys[last] == "in":
            for item in scene.items:
                if last < item.first <= last + 2 and item.hit.country:
                    return item.hit.country
        places = [item for item in scene.before(last) if item.hit.place and item.hit.country]
        return places[-1].hit.country if places else None

    def _officer(self, at: int, last: int, noun: Noun, scene: Scene, memory: Memory) -> list[Hit]:
        if noun.plural or noun.sector != "GOV":
            return []
        title = " ".join(self._words.keys[at + 1 : last])
        for earlier in memory.back(scene, 5):
            for item in reversed(earlier.before(at)):
                if item.person and item.hit.sector != "ELI" and self._holds(item, title):
                    return [same(self._words, item.hit, at, last)]
        country = self._country(at, scene, memory)
        holders = self._vocabulary.holders(title, country, self._date) if country else []
        known = holders or (country and self._vocabulary.is_title(title))
        if not known or country is None:
            return []
        name = holders[0].name if len(holders) == 1 else None
        hit = Hit(at, last, "phrase", country, sector="GOV", name=name)
        hit.noun, hit.head = noun, (at + 1, last)
        return [hit]

    def _holds(self, item: Item, title: str) -> bool:
        leader: Leader | None = item.hit.leader
        if leader is not None and title in self._vocabulary.titles(leader):
            return True
        return title in " ".join(self._words.keys[item.first : item.last])

    def _noun(self, first: int) -> tuple[int, Noun] | None:
        return noun_at(self._words, first, self._vocabulary)


def is_owner(words: Words, last: int) -> bool:
    """Whether a possessive mark follows the word before ``last``."""
    return last < len(words) and bool(words.possessive(last) or words.plural_possessive(last))


def same(words: Words, hit: Hit, at: int, last: int) -> Hit:
    """A phrase that stands for an earlier hit."""
    owner = is_owner(words, last)
    return replace(hit, first=at, last=last, kind="phrase", head=None, place=False, owner=owner)
