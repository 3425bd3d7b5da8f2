"""Who "both nations", "the country", "the president", "he", "its" and "their" stand for.

The rules are few and cautious: they read order and grouping, not grammar, and say nothing where
nothing fits. Source of the order of preference: subjects before objects, near before far, as in
centering (Grosz, Joshi and Weinstein 1995, https://aclanthology.org/J95-2003/).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from patronage.actors.hits import Hit, noun_at
from patronage.actors.memory import Item, Memory, Scene
from patronage.actors.vocabulary import Leader, Noun, Vocabulary
from patronage.actors.words import FUNCTION, Words

__all__ = ["Anaphora"]

_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_LANDS = {"country", "nation", "republic", "kingdom", "state", "island"}
_LANDS_PLURAL = {"nations", "countries", "states", "powers", "allies", "neighbours", "neighbors"}
_GROUPS = _LANDS_PLURAL | {"governments", "sides", "capitals", "rivals", "partners", "parties"}
_GROUPS_OF_PEOPLE = {"leaders", "presidents", "men", "ministers", "officials", "statesmen"}
_OBJECT = {"to", "into", "against", "with", "for", "toward", "towards", "on", "in", "from", "of"}
_BODIES = {"GOV", "MIL", "OPP", "LEG", "COP", "SPY", "JUD"}
_HE = {"he": False, "him": False, "his": True, "himself": False}
_SHE = {"she": False, "her": True, "hers": True, "herself": False}
_IT = {"it": False, "its": True, "itself": False}
_THEY = {"they": False, "them": False, "their": True, "theirs": True, "themselves": False}
_BE = {"is", "was", "s", "be", "been", "seems", "seemed", "appears", "appeared", "remains"}
_MODAL = {"would", "will", "may", "might", "has", "had", "have", "could", "can", "should", "also"}
_CLAUSE = {"that", "as", "when", "while", "after", "before", "because", "if", "since", "although"}
_CLAUSE |= {"though", "whether", "but", "until", "unless", "where", "said", "says"}
_ARMED = {"REB", "PRM", "CRM", "UAF"}
PRONOUNS = frozenset((*_HE, *_SHE, *_IT, *_THEY))
OPENERS = frozenset({"both", "these", "those", "the", "all", "its", "their"})


class Anaphora:
    """Resolves the phrases and pronouns of one document, sentence by sentence."""

    def __init__(self, words: Words, vocabulary: Vocabulary, date: dt.date | None) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._date = date
        self._female: dict[str, bool] = {}

    def at(self, at: int, scene: Scene, memory: Memory) -> list[Hit]:
        """What the words at one place stand for; empty where they stand for nothing known."""
        key = self._words.keys[at]
        if key in PRONOUNS:
            found = self._pronoun(at, key, scene, memory)
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
        while skip < min(noun + 3, len(words)) and words.joined(skip):
            word = words.keys[skip]
            plural = word in _GROUPS or word in _GROUPS_OF_PEOPLE
            if plural and (count or key in {"these", "those", "all"}):
                return self._several(at, skip + 1, count, scene, memory)
            if word in _LANDS and key == "the" and count is None:
                return self._land(at, skip + 1, scene, memory)
            skip += 1
        if key == "the" and count is None:
            return self._office(at, noun, scene, memory)
        return []

    def _several(
        self, at: int, last: int, count: int | None, scene: Scene, memory: Memory
    ) -> list[Hit]:
        people = self._words.keys[last - 1] in _GROUPS_OF_PEOPLE
        for limit in (4, len(memory.scenes)):
            for group in memory.groups(scene, at, limit):
                fits = len(group.keys) == count if count else len(group.keys) >= 2
                if fits and (not people or all(item.person for item in group.items)):
                    return self._copies(at, last, group.items, people)
            if count == 2 and not people:
                found = self._two(at, scene, memory)
                if found:
                    return self._copies(at, last, found, people)
        return []

    def _two(self, at: int, scene: Scene, memory: Memory) -> Sequence[Item]:
        """Two states of one sentence, where it names no third."""
        for earlier in memory.back(scene, 2):
            states = {item.key: item for item in earlier.states(at)}
            if len(states) == 2:
                return tuple(states.values())
            if len(states) > 2:
                return ()
        return ()

    def _copies(self, at: int, last: int, items: Sequence[Item], people: bool) -> list[Hit]:
        owner = self._owner(last)
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
        hit = Hit(at, last, "phrase", country, owner=self._owner(last))
        hit.place = words.keys[at - 1 : at] in (["in"], ["across"], ["inside"], ["throughout"])
        return [hit]

    def _country(self, at: int, scene: Scene, memory: Memory) -> str | None:
        """The state that "the country" means: not the one that acts on it."""
        states = scene.states(at)
        subject = next(
            (item for item in states if not item.hit.place), states[0] if states else None
        )
        others = [i for i in states if subject and i.group is None and not self._with(i, subject)]
        if others:
            return others[-1].hit.country
        objectlike = at > 0 and self._words.keys[at - 1] in _OBJECT
        if subject is not None and subject.hit.place:
            return subject.hit.country
        if subject is not None and subject.group is None:
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
        hit = Hit(at, last, "phrase", country, sector=noun.sector, owner=self._owner(last))
        hit.head, hit.noun = (first, last), noun
        return [hit]

    def _armed(self, at: int, last: int, scene: Scene, memory: Memory) -> list[Hit]:
        """Read "the rebels" and "the terrorist group" as the armed group named last."""
        for earlier in memory.back(scene, 4):
            for item in reversed(earlier.before(at)):
                if item.hit.sector in _ARMED and item.key and item.hit.kind != "pronoun":
                    return [self._same(item.hit, at, last, "phrase")]
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
                if item.person and self._holds(item, title):
                    return [self._same(item.hit, at, last, "phrase")]
        country = self._country(at, scene, memory)
        for leader in self._vocabulary.leaders if country else ():
            ruling = leader.country == country and leader.in_office(self._date)
            if ruling and title in self._vocabulary.titles(leader):
                return [Hit(at, last, "phrase", country, sector="GOV", name=leader.name)]
        return []

    def _holds(self, item: Item, title: str) -> bool:
        leader: Leader | None = item.hit.leader
        if leader is not None and title in self._vocabulary.titles(leader):
            return True
        return title in " ".join(self._words.keys[item.first : item.last])

    # Pronouns

    def _pronoun(self, at: int, key: str, scene: Scene, memory: Memory) -> list[Hit]:
        if key in _HE or key in _SHE:
            found = self._person(at, key, scene, memory)
            owner = _HE.get(key, False) or (key in _SHE and _SHE[key])
            return [self._same(found.hit, at, at + 1, "pronoun", owner)] if found else []
        if key in _IT:
            found = self._it(at, key, scene, memory)
            return [self._same(found.hit, at, at + 1, "pronoun", _IT[key])] if found else []
        items = self._they(at, scene, memory)
        seen = {item.key: self._same(item.hit, at, at + 1, "pronoun", _THEY[key]) for item in items}
        return [hit for country, hit in seen.items() if country]

    def _person(self, at: int, key: str, scene: Scene, memory: Memory) -> Item | None:
        female = key in _SHE
        unknown = self._unknown(at, scene, plural=False)
        for distance, earlier in enumerate(memory.back(scene, 2)):
            people = [i for i in earlier.before(at) if i.person and self._fits(i, female)]
            named = [i for i in people if i.hit.name]
            people = named or people
            if not people and distance == 0 and unknown is not None:
                return None
            if not people:
                continue
            chosen = people[0]
            if distance == 0 and key in {"him", "her"} and len(people) > 1 and key == "him":
                chosen = people[-1]
            if chosen.hit.name:
                self._female.setdefault(chosen.hit.name, female)
            return chosen
        return None

    def _fits(self, item: Item, female: bool) -> bool:
        name = item.hit.name or (item.hit.leader.name if item.hit.leader else None)
        if name in self._female:
            return self._female[name] == female
        keys = set(self._words.keys[item.first : item.last])
        if name:
            keys.update(self._vocabulary.guard("female") & {name.split()[0].lower()})
        told = keys & (self._vocabulary.guard("female") | self._vocabulary.guard("female word"))
        return bool(told) if female or told else True if not told else female

    def _it(self, at: int, key: str, scene: Scene, memory: Memory) -> Item | None:
        if key == "it" and self._expletive(at):
            return None
        bodies = [item for item in scene.before(at) if item.body and item.group is None]
        acting = [item for item in bodies if not item.hit.place]
        if acting:
            subjects = [item for item in acting if self._opens_clause(item, scene)]
            distinct = {item.key for item in acting}
            chosen = subjects[-1] if subjects else acting[0]
            return chosen if key != "it" or len(distinct) == 1 else None
        if bodies or scene.states(at) or at - scene.first > 3:
            return None
        for earlier in memory.scenes[:-2:-1]:
            topic = earlier.topic()
            if topic is not None and topic.body and topic.group is None:
                return topic
        return None

    def _opens_clause(self, item: Item, scene: Scene) -> bool:
        """Whether the item stands where a clause's subject does: first, or after "that"."""
        words, before = self._words, item.first - 1
        if before >= scene.first and words.keys[before] == "the":
            before -= 1
        if item.hit.owner:
            return False
        if before < scene.first or words.keys[before] in _CLAUSE:
            return True
        comma = words.gap(before + 1).strip()[:1] in {",", ":", "“", "—", "–"}
        return comma and item.group is None and words.gap(item.last)[:1] == " "

    def _expletive(self, at: int) -> bool:
        """Whether no one is meant, or nothing that acts: "it is clear that", "jump on it"."""
        after = self._words.keys[at + 1 : at + 4]
        if not after or not self._words.spaced(at + 1):
            return True
        modal = False
        while after and after[0] in _MODAL:
            after, modal = after[1:], True
        if not after or after[0] in _BE:
            return not (after[1:2] and after[1].endswith("ing"))
        verb = after[0] in self._vocabulary.guard("say") or after[0].endswith(("ed", "s"))
        return not (modal or verb or after[0] in {"did", "sent", "gave", "held", "met", "took"})

    def _they(self, at: int, scene: Scene, memory: Memory) -> Sequence[Item]:
        """The first group or plural of this sentence or the one before; "them", the nearest."""
        unknown = self._unknown(at, scene, plural=True)
        for earlier in memory.back(scene, 1):
            found = [f for item in earlier.before(at) if (f := self._plural(item, earlier, at))]
            if unknown is not None and (not found or found[-1][-1].last <= unknown):
                return ()
            if not found:
                continue
            near = found[-1]
            close = earlier is scene and 0 <= at - near[-1].last <= 1
            return near if close or self._words.keys[at] in {"them", "themselves"} else found[0]
        return ()

    def _unknown(self, at: int, scene: Scene, plural: bool) -> int | None:
        """Where the sentence last names someone before a word whom no mention holds."""
        words = self._words
        held: set[int] = set()
        for item in scene.items:
            held.update(range(item.first, item.last))
        for index in range(at - 1, max(scene.first, at - 60) - 1, -1):
            if index in held:
                continue
            found = noun_at(words, index, self._vocabulary)
            if found and found[1].plural == plural and found[1].kind != "thing":
                return index
            name = words.capital(index) and index > scene.first and not words.opens(index)
            if name and not plural and words.keys[index] not in FUNCTION:
                return index
        return None

    @staticmethod
    def _plural(item: Item, scene: Scene, at: int) -> Sequence[Item]:
        if item.group is not None:
            group = next((g for g in scene.groups if item in g.items), None)
            if group is not None and group.last <= at:
                return group.items
        return (item,) if item.plural and item.key else ()

    # Shared

    def _noun(self, first: int) -> tuple[int, Noun] | None:
        return noun_at(self._words, first, self._vocabulary)

    def _owner(self, last: int) -> bool:
        words = self._words
        return last < len(words) and bool(words.possessive(last) or words.plural_possessive(last))

    def _same(self, hit: Hit, at: int, last: int, kind: str, owner: bool | None = None) -> Hit:
        return replace(
            hit,
            first=at,
            last=last,
            kind=kind,
            head=None,
            place=False,
            name=hit.name or (hit.leader.name if hit.leader and kind == "pronoun" else None),
            owner=self._owner(last) if owner is None else owner,
        )
