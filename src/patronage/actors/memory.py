"""What a reader remembers of the sentences so far: who was named, in which order, with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from patronage.actors.hits import Hit
from patronage.actors.words import Words

__all__ = ["Group", "Item", "Memory", "Scene", "groups_of"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing named: at which word it begins and ends, and what it is."""

    first: int
    last: int
    hit: Hit
    group: int | None = None

    @property
    def key(self) -> str | None:
        """Country, else code."""
        return self.hit.country or self.hit.code

    @property
    def person(self) -> bool:
        """Whether it is, or bears the name of, one person."""
        if self.hit.kind in {"leader", "person"}:
            return True
        noun = self.hit.noun
        return self.hit.leader is not None or bool(
            noun and noun.kind == "person" and not noun.plural and self.hit.kind == "phrase"
        )

    @property
    def body(self) -> bool:
        """Whether "it" can mean it."""
        return (
            bool(self.key)
            and self.hit.acts
            and not (self.hit.kind in {"leader", "person", "demonym"} or self.plural or self.person)
        )

    @property
    def plural(self) -> bool:
        """Whether "they" can mean it."""
        noun = self.hit.noun
        if self.hit.kind == "demonym":
            return any(entry.plural for entry in self.hit.entries)
        return bool(noun and noun.plural)


@dataclass(frozen=True, slots=True)
class Group:
    """Things named in one breath: "Russia and China"."""

    last: int
    items: tuple[Item, ...]


@dataclass(slots=True)
class Scene:
    """One sentence: its words ``[first, last)``, what was named so far, its groups."""

    first: int
    last: int
    items: list[Item] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def before(self, at: int) -> list[Item]:
        """What was named before a word."""
        return [item for item in self.items if item.first < at]

    def states(self, at: int) -> list[Item]:
        """Items with a country before a word, pronouns apart."""
        return [
            item
            for item in self.items
            if item.first < at and item.hit.country and item.hit.kind != "pronoun"
        ]

    def topic(self) -> Item | None:
        """The first that is named and acts; no place is one."""
        acting = (i for i in self.items if i.key and i.hit.acts and not i.hit.place)
        return next(acting, None)


@dataclass(slots=True)
class Memory:
    """The sentences before this one, latest last, and how often each state was named."""

    scenes: list[Scene] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def back(self, scene: Scene, limit: int) -> Iterator[Scene]:
        """Yield this scene and those before it, latest first."""
        yield scene
        yield from self.scenes[: -limit - 1 : -1]

    def groups(self, scene: Scene, at: int, limit: int) -> Iterator[Group]:
        """Groups named before a word, latest first."""
        for earlier in self.back(scene, limit):
            for group in reversed(earlier.groups):
                if group.last <= at:
                    yield group


def groups_of(words: Words, hits: Sequence[Hit]) -> list[list[Hit]]:
    """Runs of hits joined by commas and "and"; a lone hit is in none."""
    runs: list[list[Hit]] = []
    for before, hit in pairwise(hits):
        if not _coordinated(words, before, hit):
            continue
        if runs and runs[-1][-1] is before:
            runs[-1].append(hit)
        else:
            runs.append([before, hit])
    return [run for run in runs if _closed(words, run)]


def _coordinated(words: Words, before: Hit, hit: Hit) -> bool:
    start = before.last + words.possessive(before.last)
    between = words.keys[start : hit.first]
    if len(between) > 4 or (before.country or before.code) == (hit.country or hit.code):
        return False
    if not between:
        gap = words.gap(hit.first)
        return gap.strip() == "," or (gap in {"-", "–", "‑"} and before.kind == hit.kind)
    if between[:3] == ["as", "well", "as"]:
        return len(between) == 3 or between[3:] == ["the"]
    if between == ["the"]:
        return words.gap(hit.first - 1).strip() == ","
    return between[0] in {"and", "or"} and all(
        key in {"the", "both", "some"} for key in between[1:]
    )


def _closed(words: Words, run: Sequence[Hit]) -> bool:
    """Whether a run is more than names parted by commas alone ("Paris, France")."""
    if len(run) > 2:
        return True
    return words.gap(run[1].first).strip() != "," or words.keys[run[1].first - 1] in {"and", "or"}
