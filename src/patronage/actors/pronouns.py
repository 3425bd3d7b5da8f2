"""Whom "he", "she", "it" and "they" stand for, or no one where that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patronage.actors.hits import Hit, noun_at
from patronage.actors.memory import Item, Memory, Scene
from patronage.actors.vocabulary import Vocabulary
from patronage.actors.words import FUNCTION, Words, fold

__all__ = ["PRONOUNS", "Pronouns"]

_HE = {"he": False, "him": False, "his": True, "himself": False}
_SHE = {"she": False, "her": True, "hers": True, "herself": False}
_IT = {"it": False, "its": True, "itself": False}
_THEY = {"they": False, "them": False, "their": True, "theirs": True, "themselves": False}
_BE = {"is", "was", "s", "be", "been", "seems", "seemed", "appears", "appeared", "remains"}
_MODAL = {"would", "will", "may", "might", "has", "had", "have", "could", "can", "should", "also"}
_CLAUSE = {"that", "as", "when", "while", "after", "before", "because", "if", "since", "although"}
_CLAUSE |= {
    "which",
    "what",
    "how",
    "why",
    "though",
    "whether",
    "but",
    "until",
    "unless",
    "where",
    "said",
    "says",
}
_MALE = {"king", "prince", "emir", "sultan", "pope", "sheikh", "father", "mr", "ayatollah", "he"}
_MALE |= {"spokesman", "chairman", "businessman", "congressman", "archbishop", "imam", "duke"}
PRONOUNS = frozenset((*_HE, *_SHE, *_IT, *_THEY))


class Pronouns:
    """Resolves the pronouns of one document."""

    def __init__(self, words: Words, vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._female: dict[str, bool] = {}

    def at(self, at: int, key: str, scene: Scene, memory: Memory) -> list[Hit]:
        if key in _HE or key in _SHE:
            found = self._person(at, key, scene, memory)
            owner = _HE.get(key, False) or (key in _SHE and _SHE[key])
            return [_stand_in(found.hit, at, owner)] if found else []
        if key in _IT:
            found = self._it(at, key, scene, memory)
            return [_stand_in(found.hit, at, _IT[key])] if found else []
        items = self._they(at, scene, memory)
        seen = {item.key: _stand_in(item.hit, at, _THEY[key]) for item in items}
        return [hit for country, hit in seen.items() if country]

    def _person(self, at: int, key: str, scene: Scene, memory: Memory) -> Item | None:
        female = key in _SHE
        unknown = self._unknown(at, scene, plural=False)
        for distance, earlier in enumerate(memory.back(scene, 2)):
            people = [i for i in earlier.before(at) if i.person and self._fits(i, female)]
            if female and not people:
                people = self._perhaps(earlier.before(at))
            if not people and distance == 0 and unknown is not None:
                return None
            if not people:
                continue
            alone = [item for item in people if item.group is None]
            chosen = alone[0] if alone and distance else people[0]
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
        if not female:
            return not told
        # An office says nothing of its holder's sex; a man's name would be told by a list of all.
        return bool(told) or (item.hit.kind == "phrase" and keys.isdisjoint(_MALE))

    def _perhaps(self, items: Sequence[Item]) -> list[Item]:
        """Find the one leader of whom no table says whether she is a woman."""
        men = self._vocabulary.guard("given") | _MALE
        leaders = [item for item in items if item.hit.kind == "leader" and item.hit.name]
        open_ones = [i for i in leaders if fold((i.hit.name or "").split()[0]) not in men]
        return open_ones if len({i.hit.name for i in leaders}) == 1 else []

    def _it(self, at: int, key: str, scene: Scene, memory: Memory) -> Item | None:
        if key == "it" and self._expletive(at):
            return None
        bodies = [item for item in scene.before(at) if item.body and item.group is None]
        acting = [
            i for i in bodies if not i.hit.place and (not i.hit.owner or i.hit.kind == "pronoun")
        ]
        if not acting and key == "its":
            acting = [i for i in bodies if not i.hit.place and i.hit.kind != "adjective"]
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
        if after[0] in FUNCTION and after[0] not in {"did", "does", "has", "had"} and not modal:
            return True
        verb = after[0] in self._vocabulary.guard("say") or after[0].endswith(("ed", "s"))
        return not (modal or verb or after[0] in {"did", "sent", "gave", "held", "met", "took"})

    def _they(self, at: int, scene: Scene, memory: Memory) -> Sequence[Item]:
        """The first group or plural of this sentence or the one before; "them", the nearest."""
        unknown = self._unknown(at, scene, plural=True)
        for earlier in memory.back(scene, 1):
            found = [
                f
                for item in earlier.before(at)
                if (f := self._plural(item, earlier, at, self._words))
            ]
            if unknown is not None and (not found or found[-1][-1].last <= unknown):
                return ()
            if not found and earlier is scene:
                found = [(item,) for item in self._collectives(at, scene)]
            if not found:
                continue
            near = found[-1]
            close = earlier is scene and 0 <= at - near[-1].last <= 1
            return near if close or self._words.keys[at] in {"them", "themselves"} else found[0]
        return ()

    def _collectives(self, at: int, scene: Scene) -> list[Item]:
        """Bodies that speak of themselves in the plural: "the force said that they had won"."""
        said = self._vocabulary.guard("say")
        return [
            item
            for item in scene.before(at)
            if item.hit.kind == "organisation"
            and item.hit.acts
            and self._opens_clause(item, scene)
            and not said.isdisjoint(self._words.keys[item.last : min(item.last + 6, at)])
        ]

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
    def _plural(item: Item, scene: Scene, at: int, words: Words) -> Sequence[Item]:
        if item.hit.place or words.keys[item.first - 1 : item.first] in (["between"], ["across"]):
            return ()
        if item.group is not None:
            group = next((g for g in scene.groups if item in g.items), None)
            if group is not None and group.last <= at:
                return group.items
        return (item,) if item.plural and item.key else ()


def _stand_in(hit: Hit, at: int, owner: bool) -> Hit:
    name = hit.name or (hit.leader.name if hit.leader else None)
    return replace(
        hit, first=at, last=at + 1, kind="pronoun", head=None, place=False, name=name, owner=owner
    )
