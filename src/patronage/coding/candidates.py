"""Candidate events of a parsed sentence: a trigger, its complement, a type and a frame.

A verb is read with its complement ("provide" + "loans" = AID; "impose" + "sanctions" = COERCE;
"refuse" + "to send" = REJECT), by the table of combinations. What a verb has used up is not
counted again: "imposed sanctions" is one event and not two. A noun that no verb used stands for
itself ("the withdrawal of support", "American strikes").

This is where a trained model joins: it will take the same candidates and decide their type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from patronage.coding.lexicon import Combination, Entry, Lexicon, lemmas
from patronage.coding.tree import Token, Tree

__all__ = ["Candidate", "find"]

#: Prepositions whose object can complete a verb: "agreed on a deal", "invested in arms".
_COMPLEMENT_PREPS = ("in", "of", "for", "with", "on", "to")
_COPULAS = frozenset("is are was were be consist comprise include amount total".split())
_AUX = frozenset("be have do will would can could may might shall should must".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible event: where it stands, what it would be, and how that was decided."""

    trigger: Token
    type: str
    mode: str | None
    polarity: str | None
    frame: str
    rule: str
    instrument: str | None = None
    objects: tuple[Token, ...] = ()
    inner: Token | None = None
    words: tuple[Token, ...] = field(default=())


def find(tree: Tree, lexicon: Lexicon) -> list[Candidate]:
    """All candidates of a sentence, in order of their triggers."""
    return _Finder(tree, lexicon).run()


class _Finder:
    """One pass over one sentence; ``used`` holds tokens that a verb has taken as its complement."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.lexicon = lexicon
        self.used: set[int] = set()
        self.found: list[Candidate] = []

    def run(self) -> list[Candidate]:
        for token in self._by_depth():
            if token.i in self.used:
                continue
            if token.tag_.startswith("V") and token.dep_ != "amod":
                self.found.extend(self._verb(token))
        for token in self.tree.doc:
            if token.i not in self.used and token.tag_.startswith("NN"):
                self.found.extend(self._noun(token))
        return sorted(self.found, key=lambda c: c.trigger.i)

    def _by_depth(self) -> list[Token]:
        """Tokens from the root down, so that "refused to send" is read before "send"."""
        order: list[Token] = [t for t in self.tree.doc if t.head.i == t.i]
        for token in order:
            order.extend(c for c in token.children)
        return order

    # -- verbs ----------------------------------------------------------------------------------

    def _verb(self, verb: Token) -> list[Candidate]:
        entries, words = self._entries(verb)
        for entry in (e for e in entries if e.classes):
            made = self._with_verb(verb, entry, words) or self._with_nouns(verb, entry, words)
            if made:
                return made
        for entry in (e for e in entries if e.type):
            return [self._direct(verb, entry, words)]
        return []

    def _entries(self, verb: Token) -> tuple[list[Entry], tuple[Token, ...]]:
        """Senses of a verb, a phrasal one ("reached out") before its bare form."""
        for lemma in lemmas(verb.lower_):
            for follower in self._followers(verb):
                phrasal = self.lexicon.verbs.get(f"{lemma} {follower.lower_}")
                if phrasal:
                    return phrasal, (verb, follower)
        for lemma in lemmas(verb.lower_):
            if lemma in self.lexicon.verbs and lemma not in _AUX:
                return self.lexicon.verbs[lemma], (verb,)
        return [], (verb,)

    def _followers(self, verb: Token) -> Iterator[Token]:
        for child in verb.children:
            if child.i > verb.i and child.dep_ in ("prt", "prep", "aux", "advmod"):
                yield child
        if verb.i + 1 < len(verb.doc):
            yield verb.doc[verb.i + 1]

    def _direct(self, verb: Token, entry: Entry, words: tuple[Token, ...]) -> Candidate:
        kind = entry.type or ""
        polarity = "support" if entry.instrument == "veto" else _polarity(kind)
        doers = {s.i for s in self.tree.subjects(verb, 1)}
        objects = tuple(o for o in self._complements(verb) if o.i not in doers)
        instrument = self._instrument(objects)
        if kind == "ASSAULT":
            instrument = "invasion" if entry.word == "invade" else "strike"
        return Candidate(
            verb, kind, entry.mode, polarity, _DIRECT.get(kind, "direct"), f"verb:{entry.word}",
            entry.instrument or instrument, objects, words=words,
        )  # fmt: skip

    def _with_nouns(self, verb: Token, entry: Entry, words: tuple[Token, ...]) -> list[Candidate]:
        """A verb with the nouns that complete it, one candidate per instrument."""
        made: list[Candidate] = []
        for noun in self._complements(verb):
            if not _takes(entry, noun):
                continue
            for sense in self._senses(noun):
                combination = self.lexicon.combine(entry, "noun", sense.classes)
                if combination is None:
                    continue
                self._spend(noun)
                made.append(self._made(verb, entry, combination, sense, noun, words))
        return _merged(made)

    def _made(
        self, verb: Token, entry: Entry, combination: Combination, sense: Entry, noun: Token,
        words: tuple[Token, ...],
    ) -> Candidate:  # fmt: skip
        mode = sense.mode if combination.mode == "*" else combination.mode
        return Candidate(
            verb, combination.type, mode, combination.polarity, combination.frame,
            f"{entry.word}+{sense.word}",
            combination.instrument or sense.instrument or entry.instrument, (noun,), words=words,
        )  # fmt: skip

    def _with_verb(self, verb: Token, entry: Entry, words: tuple[Token, ...]) -> list[Candidate]:
        """A verb that swallows another: "refused to send", "asked Russia to supply"."""
        if not any(
            key[0] in entry.classes and key[1] == "verb" for key in self.lexicon.combinations
        ):
            return []
        for inner in self._inner_verbs(verb):
            entries = self._entries(inner)[0]
            if not entries and not self._completed(verb, entry):
                entries = [_ANY]
            light = [e for e in entries if e.classes]
            for sense in light or entries[:1]:
                combination = self.lexicon.combine(
                    entry, "verb", (*sense.classes, sense.type or "")
                )
                if combination is None:
                    continue
                below = self._with_nouns(inner, sense, (inner,)) if sense.classes else []
                if sense.classes and not below and not sense.type:
                    continue
                self.used.add(inner.i)
                mode = "violence" if combination.mode == "*" and sense.type == "ASSAULT" else None
                if combination.mode != "*":
                    mode = combination.mode
                first = Candidate(
                    verb, combination.type, mode, combination.polarity, combination.frame,
                    f"{entry.word}+to {sense.word}", None, (), inner, words,
                )  # fmt: skip
                return _merged(
                    [replace(first, instrument=b.instrument, objects=b.objects) for b in below]
                    or [replace(first, objects=tuple(self._complements(inner)))]
                )
        return []

    def _completed(self, verb: Token, entry: Entry) -> bool:
        """Whether a noun completes a verb: in "seek help to rebuild" the infinitive is purpose."""
        return any(
            self.lexicon.combine(entry, "noun", sense.classes)
            for noun in self._complements(verb)
            if _takes(entry, noun)
            for sense in self._senses(noun)
        )

    def _inner_verbs(self, verb: Token) -> Iterator[Token]:
        for child in verb.children:
            if child.dep_ in ("xcomp", "ccomp") and child.tag_.startswith("V"):
                yield child
            if child.dep_ == "prep":
                yield from (c for c in child.children if c.dep_ == "pcomp")
            if child.dep_ == "dobj":
                yield from (c for c in child.children if c.dep_ == "acl" and c.tag_ == "VB")

    def _complements(self, verb: Token) -> list[Token]:
        """Nouns that can complete a verb: objects, then objects of its prepositions."""
        found = list(self.tree.objects(verb))
        if not found:
            found = [
                s
                for s in self.tree.subjects(verb, 1)
                if verb.tag_ in ("VBN", "VBD", "VBZ", "VBP", "VBG") and s.tag_.startswith("NN")
            ]
        found += [
            noun
            for word, obj in self.tree.preps(verb)
            if word in _COMPLEMENT_PREPS and obj.dep_ == "pobj"
            for noun in self.tree.conjuncts(obj)
        ]
        for noun in list(found):
            found += self._within(noun)
        return list({noun.i: noun for noun in found}.values())

    def _within(self, noun: Token) -> list[Token]:
        """What a noun of quantity holds: "$30 billion in loans and deals", "a batch of rifles"."""
        if self._senses(noun) and not _is_money(noun):
            return []
        return [
            item
            for word, obj in self.tree.preps(noun)
            if word in ("of", "in", "for", "worth") and obj.dep_ == "pobj"
            for item in self.tree.conjuncts(obj)
        ]

    # -- nouns ----------------------------------------------------------------------------------

    def _senses(self, noun: Token) -> list[Entry]:
        """Senses of a noun with its modifiers, the longest first; coordinated modifiers each."""
        if not noun.tag_.startswith("N"):
            return [_MONEY] if _is_money(noun) else []
        heads = lemmas(noun.lower_)
        nouns = self.lexicon.nouns
        modifiers = [
            m.lower_
            for child in noun.children
            if child.dep_ in ("amod", "compound", "nmod")
            for m in self.tree.conjuncts(child)
        ]
        if noun.i > 1:
            modifiers.append(f"{noun.nbor(-2).lower_}{noun.nbor(-1).lower_}")
        found = [
            sense for m in modifiers for head in heads for sense in nouns.get(f"{m} {head}", ())
        ]
        if not found:
            found = [
                sense
                for word, obj in self.tree.preps(noun)
                for head in heads
                for lemma in lemmas(obj.lower_)
                for sense in nouns.get(f"{head} {word} {lemma}", ())
            ]
        if not found:
            found = next((list(nouns[head]) for head in heads if head in nouns), [])
        return found

    def _noun(self, noun: Token) -> list[Candidate]:
        """A noun that stands for an event by itself."""
        if noun.dep_ in ("compound", "amod", "nmod"):
            return []
        for sense in self._senses(noun):
            for verbal in (sense,) if sense.classes else ():
                made = self._nominal_with(noun, verbal)
                if made:
                    return made
            if sense.type:
                polarity = _polarity(sense.type)
                if sense.type == "SANCTION":
                    return []  # a cut of nothing named: "a decline in oil production"
                self._spend(noun)
                return [
                    Candidate(
                        noun, sense.type, sense.mode, polarity, "nominal", f"noun:{sense.word}",
                        self._predicated(noun) or sense.instrument, (noun,), words=(noun,),
                    )
                ]  # fmt: skip
        return []

    def _predicated(self, noun: Token) -> str | None:
        """The instrument that a sentence says a noun is: "aid consists of two tankers"."""
        verb = noun.head
        if noun.dep_ != "nsubj" or not any(x in _COPULAS for x in lemmas(verb.lower_)):
            return None
        said = [c for c in verb.children if c.dep_ in ("attr", "dobj")]
        said += [obj for word, obj in self.tree.preps(verb) if word in ("of", "to", "in")]
        found = self._instrument(tuple(c for s in said for c in self.tree.conjuncts(s)))
        self.used.update(s.i for s in said if found)
        return found

    def _nominal_with(self, noun: Token, sense: Entry) -> list[Candidate]:
        """A noun that acts as a light verb: "withdrawal of support", "arms deliveries"."""
        below = [
            obj
            for word, prep_object in self.tree.preps(noun)
            if word in ("of", "in", "to", "for", "on")
            for obj in self.tree.conjuncts(prep_object)
        ]
        below += [c for c in noun.children if c.dep_ in ("compound", "amod", "nmod")]
        made = []
        for item in below:
            for inner in self._senses(item):
                combination = self.lexicon.combine(sense, "noun", inner.classes)
                if combination is not None:
                    self.used.add(item.i)
                    made.append(self._made(noun, sense, combination, inner, item, (noun,)))
        return _merged(made)

    def _spend(self, noun: Token) -> None:
        """Mark a complement's own complement as used: "a show of force", "request for aid"."""
        self.used.add(noun.i)
        for word, obj in self.tree.preps(noun):
            if word in ("of", "in", "for"):
                self.used.update(
                    item.i for item in self.tree.conjuncts(obj) if not self.tree.over(item)
                )

    def _instrument(self, objects: tuple[Token, ...]) -> str | None:
        for obj in objects:
            for sense in self._senses(obj):
                if sense.instrument:
                    return sense.instrument
        return None


_DIRECT = {"ASSAULT": "strike", "REJECT": "reply"}
_PRESSURE = frozenset({"ACCUSE", "THREATEN", "COERCE", "ASSAULT", "PROTEST"})
_BACKING = frozenset({"AID", "SUPPORT", "COOPERATE"})


def _takes(entry: Entry, noun: Token) -> bool:
    """Whether a noun behind a preposition can complete this verb."""
    if noun.dep_ != "pobj" or noun.head.lower_ in ("in", "of", "for", "on"):
        return True
    allowed = {"with": ("give",), "to": ("promise", "do", "move", "ask", "refuse")}
    return any(own in allowed.get(noun.head.lower_, ()) for own in entry.classes)


_ANY = Entry("do", "verb", (), None, None, None)
_MONEY = Entry("money", "noun", ("goods",), None, None, None)


def _is_money(token: Token) -> bool:
    """Whether a number is a sum of money: "$20 billion" hangs together under its last word."""
    return token.tag_ == "CD" and any(c.tag_ == "$" for c in token.children)


def _polarity(type: str) -> str | None:
    """What a type means for the other side when nothing more is told; ``host``: see details."""
    if type in _PRESSURE:
        return "pressure"
    return "host" if type == "MOBILIZE" else "support" if type in _BACKING else None


def _merged(candidates: list[Candidate]) -> list[Candidate]:
    """One candidate for each type and instrument; the objects of equals are joined."""
    merged: dict[tuple[str, str | None], Candidate] = {}
    told = [c for c in candidates if not c.rule.endswith("+money")]
    for candidate in told or candidates:
        named = [c for c in (told or candidates) if c.instrument]
        if candidate.instrument is None and named:
            if any(c.type == candidate.type for c in named):
                continue
            # "loans and deals": what one object names holds for the other
            candidate = replace(candidate, instrument=named[0].instrument)  # noqa: PLW2901
        key = (candidate.type, candidate.instrument)
        if key in merged:
            seen = merged[key]
            candidate = replace(seen, objects=(*seen.objects, *candidate.objects))  # noqa: PLW2901
        merged[key] = candidate
    return list(merged.values())
