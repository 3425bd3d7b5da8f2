"""Made-up sentences that teach the encoder the words of our own codebook.

Each puts a trigger of table ``triggers``, or a verb and its complement of table ``combinations``,
into a plain frame between two states: "Ghana pledged troops to Chad." Half take a phrase of
``phrases.csv`` instead. They hold no text but ours.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from benchmarks.coding.drill_phrases import phrased
from benchmarks.coding.encoder_data import Sentence, labels, split

from patronage import codebook
from patronage.coding.lexicon import Entry, Lexicon

OPENINGS = ("", "", "", "On Monday ", "In a surprise move, ", "Late last year ", "Officials said ")
CLOSINGS = ("", "", " on Friday", " last week", ", the ministry said", " in the capital", " again")
_DIRECT = ("{a} {past} {b}", "{a} has {done} {b}", "{b} was {done} by {a}", "{a} {now} {b}")
_PHRASED = ("{a} {past} {b}", "{a} has {done} {b}")
_NAMED = (
    "{a}'s {noun} against {b}", "the {noun} by {a}", "{a} and the {noun} of {b}",
    "{b} faced the {noun} of {a}",
)  # fmt: skip
_PAIRED = (
    "{a} {past} {noun} to {b}", "{a} {past} {b} {noun}", "{a} has {done} {noun} for {b}",
    "the {noun} was {done} by {a}", "{a} {past} the {noun} of {b}",
)  # fmt: skip
_CHAINED = ("{a} {past} to {verb} {b}", "{a} has {done} to {verb} {b}", "{a} {now} to {verb} {b}")


class Drills:
    """Draws sentences from the codebook's words, each type as often as any other."""

    def __init__(self) -> None:
        lexicon = Lexicon()
        self.states = [row["name"] for row in codebook.rows("states") if row["name"].isascii()]
        self._forms: dict[str, list[str]] = defaultdict(list)
        for row in codebook.rows("irregular_forms"):
            self._forms[row["lemma"]].append(row["form"])
        self.kinds = _kinds(lexicon)

    def draw(self, count: int, rng: np.random.Generator) -> list[Sentence]:
        """That many sentences."""
        types = [t for t in labels()[1:] if self.kinds[t]]
        return [
            self._one(types[int(at)], rng)
            if rng.random() < 0.5
            else self._said(types[int(at)], rng)
            for at in rng.integers(len(types), size=count)
        ]

    def _one(self, type_: str, rng: np.random.Generator) -> Sentence:
        kinds = self.kinds[type_]
        alone = [kind for kind in kinds if not (kind[1] and kind[2])]
        # Pairs are many more than words that tell a type alone: as often one as the other.
        frames, verb, noun = _any(alone if alone and rng.random() < 0.5 else kinds, rng)
        one, two = rng.choice(self.states, 2, replace=False)
        frame = _any(frames, rng)
        word = verb or noun
        past, done, now = self._inflected(word)
        slots = {"a": one, "b": two, "past": past, "done": done, "now": now, "noun": noun}
        start = _any(OPENINGS, rng)
        marked = frame.replace("{past}", "\1{past}").replace("{done}", "\1{done}")
        marked = marked.replace("{now}", "\1{now}")
        marked = marked if verb else frame.replace("{noun}", "\1{noun}")
        text = start + marked.format(**slots, verb=noun) + _any(CLOSINGS, rng) + "."
        at = text.index("\1")
        text = text.replace("\1", "")
        return split(text, ((at, at + len(word), type_),))

    def _said(self, type_: str, rng: np.random.Generator) -> Sentence:
        """By a phrase of our own."""
        one, two = rng.choice(self.states, 2, replace=False)
        clause, length = phrased("sentences", type_, one, two, rng)
        text = _any(OPENINGS, rng) + clause + _any(CLOSINGS, rng) + "."
        text = text.translate(dict.fromkeys(range(2, 6)))
        at = text.index("\1")
        return split(text.replace("\1", ""), ((at, at + length, type_),))

    def clause(self, type_: str, one: str, two: str, rng: np.random.Generator) -> tuple[str, int]:
        """A deed of the one to the other, and how long its trigger's word is.

        A sign stands before the trigger (1), around the one (2, 3) and around the other (4, 5).
        """
        kinds = [(f, v, n) for f, v, n in self.kinds[type_] if any("{a}" in x for x in f)]
        alone = [kind for kind in kinds if not (kind[1] and kind[2])]
        frames, verb, noun = _any(alone if alone and rng.random() < 0.5 else kinds, rng)
        frame = _any([f for f in frames if "{a}" in f and "{b}" in f], rng)
        past, done, now = self._inflected(verb or noun)
        names = ("past", "done", "now") if verb else ("noun",)
        for name in names:
            frame = frame.replace(f"{{{name}}}", f"\1{{{name}}}")
        slots = {"a": f"\2{one}\3", "b": f"\4{two}\5", "past": past, "done": done, "now": now}
        return frame.format(**slots, noun=noun, verb=noun), len(verb or noun)

    def _inflected(self, lemma: str) -> tuple[str, str, str]:
        """Past, participle and third person of a verb, which may have a particle."""
        first, _, rest = lemma.partition(" ")
        rest = f" {rest}" if rest else ""
        forms = [f for f in self._forms[first] if not f.endswith(("ing", "s"))]
        past, done = (forms[0], forms[-1]) if forms else (_regular(first),) * 2
        ending = "es" if first.endswith(("s", "sh", "ch", "x", "z")) else "s"
        now = first[:-1] + "ies" if first.endswith("y") and first[-2] not in "aeiou" else ""
        return past + rest, done + rest, (now or first + ending) + rest


_Kind = tuple[tuple[str, ...], str, str]


def _kinds(lexicon: Lexicon) -> dict[str, list[_Kind]]:
    """Of each type the frames, verbs and nouns that tell it."""
    kinds: dict[str, list[_Kind]] = defaultdict(list)
    by_class: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for pos, side in (("verb", lexicon.verbs), ("noun", lexicon.nouns)):
        for entry in (e for entries in side.values() for e in entries):
            for name in entry.classes:
                by_class[pos, name].append(entry)
            if entry.type and pos == "verb":
                frames = _PHRASED if " " in entry.word else _DIRECT
                kinds[entry.type].append((frames, entry.word, ""))
            elif entry.type:
                kinds[entry.type].append((_NAMED, "", entry.word))
    for (verb, pos, name), made in lexicon.combinations.items():
        frames = _PAIRED if pos == "noun" else _CHAINED
        for one in by_class["verb", verb]:
            for two in by_class[pos, name]:
                kinds[made.type].append((frames, one.word, two.word))
    return kinds


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


def _any(options: object, rng: np.random.Generator) -> object:
    return options[int(rng.integers(len(options)))]
