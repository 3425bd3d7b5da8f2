"""A parsed sentence with its actors laid over it: who is subject, object, owner of what.

Dependency labels are spaCy's English ones (ClearNLP). Every function walks a bounded neighbourhood
of one token, so that cost grows with the sentence and not with its square.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from patronage.actors import Mention
from patronage.coding.standins import Reading
from patronage.coding.words import words_of
from patronage.records import Span

__all__ = ["Token", "Tree"]

Token = Any  # a Word, or spaCy's Token, which has the same names and more

_SUBJECTS = ("nsubj", "csubj")
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"})
_HOPS = 6


class Tree:
    """One sentence: its parsed words, and the mentions over them.

    Tokens may be stand-ins for names; ``span`` leads from tokens to the document's own words.
    """

    def __init__(self, doc: Any, read: Reading, mentions: Sequence[Mention]) -> None:
        self.doc = words_of(doc)
        self.mentions = tuple(mentions)
        self._spans = [read.document_span(t.idx, t.idx + len(t.text)) for t in self.doc]
        self._ends = [span.end for span in self._spans]
        self._over: dict[int, list[Mention]] = {}
        for mention in mentions:
            own = self.tokens(mention.span)
            # "Armenian and Azerbaijani soldiers": the first shares a head that lies outside it
            shared = self.tokens(mention.head) if mention.head else []
            for token in {t.i: t for t in (*own, *shared)}.values():
                self._over.setdefault(token.i, []).append(mention)

    def tokens(self, span: Span) -> list[Token]:
        """Tokens that a range of the document touches."""
        found: list[Token] = []
        for i in range(bisect_right(self._ends, span.start), len(self._spans)):
            if self._spans[i].start >= span.end:
                break
            found.append(self.doc[i])
        return found

    def span(self, first: Token, last: Token | None = None) -> Span:
        """Document offsets from one token to another."""
        return Span(self._spans[first.i].start, self._spans[(last or first).i].end)

    def over(self, token: Token) -> list[Mention]:
        """Mentions that cover a token."""
        return self._over.get(token.i, [])

    def root_of(self, span: Span) -> Token | None:
        """The token of a range that governs the others."""
        tokens = self.tokens(span)
        inside = {token.i for token in tokens}
        for token in tokens:
            if token.head.i not in inside or token.head.i == token.i:
                return token
        return tokens[0] if tokens else None

    # -- neighbours -----------------------------------------------------------------------------

    def conjuncts(self, token: Token) -> list[Token]:
        """The token and everything coordinated with it, in order."""
        found = [token]
        for item in found:
            found.extend(c for c in item.children if c.dep_ == "conj" and c not in found)
        return found

    def preps(self, token: Token) -> Iterator[tuple[str, Token]]:
        """Prepositions below a token with their objects, coordinated ones and nested ones too."""
        for child in token.children:
            if child.dep_ not in ("prep", "agent", "dative", "prt", "advmod"):
                continue
            if child.dep_ in ("prt", "advmod") and not any(
                c.dep_ in ("pobj", "pcomp") for c in child.children
            ):
                continue
            for obj in child.children:
                if obj.dep_ in ("pobj", "pcomp"):
                    yield child.lower_, obj
                elif obj.dep_ == "prep":
                    # "because of", "away from": the inner word decides
                    yield from ((obj.lower_, o) for o in obj.children if o.dep_ == "pobj")

    def objects(self, verb: Token) -> list[Token]:
        """Direct objects and passive subjects with their conjuncts; the noun of a participle."""
        heads = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "oprd")]
        if not heads and verb.dep_ == "acl" and verb.tag_ == "VBN":
            heads = [verb.head]
        if not heads and verb.dep_ == "relcl" and not self.passive(verb):
            relative = [c for c in verb.children if c.tag_ in ("WDT", "IN") and c.dep_ == "dobj"]
            heads = [verb.head] if relative else []
        heads = [self.antecedent(h) for h in heads]
        return [c for h in heads for c in self.conjuncts(h)]

    def antecedent(self, token: Token) -> Token:
        """What a relative pronoun stands for, else the token itself."""
        if token.tag_ in ("WDT", "WP", "IN") and token.lower_ in ("that", "which", "who", "whom"):
            for ancestor in token.ancestors:
                if ancestor.dep_ == "relcl":
                    return ancestor.head
        return token

    def passive(self, verb: Token) -> bool:
        """Whether a verb is passive; a participle is, unless "have" or a head in the active helps.

        "Eight nationals killed in the war" killed nobody.
        """
        helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "nsubjpass")]
        if any(c.dep_ != "aux" for c in helpers):
            return True
        if verb.tag_ != "VBN" or any(c.lower_ in _HAVE for c in helpers):
            return False
        if verb.dep_ == "conj" and verb.head.tag_.startswith("V"):
            return self.passive(verb.head)
        return bool(verb.dep_ in ("acl", "advcl", "amod", "relcl"))

    def subjects(self, verb: Token, hops: int = _HOPS) -> list[Token]:
        """Heads of the subject, its own or that of the clause it hangs on.

        A participle or infinitive takes the subject above it; after a verb with an object of its
        own ("urged Russia to send") the object is the subject.
        """
        own = [c for c in verb.children if c.dep_ in _SUBJECTS]
        if own:
            return [self.antecedent(own[0])]
        if any(c.dep_ == "nsubjpass" for c in verb.children) or hops == 0:
            return []
        head = verb.head
        if head.i == verb.i:
            return []
        if verb.dep_ == "acl":
            return [] if verb.tag_ == "VBN" else self._above(verb, head, hops)
        if verb.dep_ == "relcl":
            return []
        if verb.dep_ in ("xcomp", "ccomp") and not any(c.dep_ == "mark" for c in verb.children):
            controlled = [c for c in head.children if c.dep_ in ("dobj", "dative")]
            if controlled and self.over(controlled[0]) and verb.i > controlled[0].i:
                return controlled[:1]
        if verb.dep_ in ("xcomp", "advcl", "conj", "pcomp", "prep", "ccomp", "dep", "amod"):
            return self._above(verb, head, hops)
        return []

    def _above(self, verb: Token, head: Token, hops: int) -> list[Token]:
        if verb.dep_ == "pcomp" and head.lower_ in ("for", "of", "from", "over", "into"):
            # "criticised Russia for sending": the object does what follows
            blamed = [c for c in head.head.children if c.dep_ in ("dobj", "nsubjpass")]
            if blamed and self.over(blamed[0]):
                return blamed[:1]
        while head.dep_ in ("prep", "agent", "mark") and head.head.i != head.i:
            head = head.head
        if head.tag_.startswith("NN"):
            governor = head.head
            if verb.dep_ == "acl" and verb.tag_ == "VBG":
                return [head]
            if governor.tag_.startswith("V"):
                return self.subjects(governor, hops - 1) or [head]
            return [head]
        passive = [c for c in head.children if c.dep_ == "nsubjpass"]
        if passive:
            return passive[:1]
        return self.subjects(head, hops - 1)

    def governor(self, token: Token) -> Token | None:
        """The nearest verb above a token."""
        for ancestor in token.ancestors:
            if ancestor.tag_.startswith("V"):
                return ancestor
        return None

    # -- actors ---------------------------------------------------------------------------------

    def actors(self, token: Token, *, owners: bool = True) -> list[Mention]:
        """Who a noun phrase speaks of: its head's mentions, those coordinated or in apposition.

        Where the head is no actor ("oil industry", "gestures") the owner is taken: the possessor,
        the adjective, the "of" phrase.
        """
        items = self.conjuncts(self.antecedent(token))
        named = [m for item in items for m in self._named(item)]
        if named or not owners:
            return unique(named)
        return unique(m for item in items for m in self._owners(item))

    def _named(self, token: Token) -> list[Mention]:
        found = [m for m in self.over(token) if m.acts and not m.owner]
        if any(m.kind == "phrase" for m in found):
            # the phrase holds the first of "the ministers of A and B"
            found += [m for _, obj in self._of(token) for c in self.conjuncts(obj)[1:]
                      for m in self.over(c) if m.acts]  # fmt: skip
        for child in token.children:
            if child.dep_ == "appos" and not (found and found[0].name):
                for item in self.conjuncts(child):
                    found.extend(m for m in self.over(item) if m.acts and not m.owner)
        return found

    def _owners(self, token: Token) -> list[Mention]:
        return self.possessors(token) or self.modifiers(token) or self.of(token)

    def possessors(self, token: Token) -> list[Mention]:
        """Whose: "Russia's aid", "their support"."""
        heads = [c for c in token.children if c.dep_ == "poss"]
        return unique(m for h in heads for c in self.conjuncts(h) for m in self.over(c) if m.acts)

    def modifiers(self, token: Token) -> list[Mention]:
        """By adjective or compound: "Russian aid", "US sanctions"."""
        heads = [c for c in token.children if c.dep_ in ("amod", "compound", "nmod", "npadvmod")]
        found = [m for h in heads for c in self.conjuncts(h) for m in self.over(c) if m.acts]
        found += [m for m in self.over(token) if m.acts and m.owner]
        return unique(found)

    def _of(self, token: Token) -> Iterator[tuple[str, Token]]:
        return (pair for pair in self.preps(token) if pair[0] == "of")

    def of(self, token: Token) -> list[Mention]:
        """By the "of" phrase: "the government of Venezuela"."""
        return unique(m for _, obj in self._of(token) for m in self._named(obj))


def unique(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions without repeated spans and actors, in order."""
    seen: set[tuple[Span, str | None, str | None]] = set()
    kept = []
    for m in mentions:
        key = (m.span, m.country or m.code, m.name)
        if key not in seen:
            seen.add(key)
            kept.append(m)
    return kept
