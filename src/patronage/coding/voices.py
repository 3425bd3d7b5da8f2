"""By whose word: "according to X", "X said", "X estimates that", quotations that go on.

An attribution covers what hangs under its cue. A source that is a document named with its holder
("documents obtained by the Washington Post") is told by the holder. A quotation that runs on into
the next sentence keeps its speaker.
"""

from __future__ import annotations

from functools import cache

from patronage import codebook
from patronage.actors import Mention
from patronage.coding.lexicon import lemmas
from patronage.coding.tree import Token, Tree
from patronage.records import Attribution

__all__ = ["Voice", "voices"]


class Voice:
    """One attribution and the tokens that it covers (None: the whole sentence)."""

    def __init__(self, attribution: Attribution, covers: frozenset[int] | None) -> None:
        self.attribution = attribution
        self._covers = covers

    def covers(self, token: Token) -> bool:
        """Whether the voice tells of an event whose trigger is this token."""
        return self._covers is None or token.i in self._covers


@cache
def _kind(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in codebook.rows("cues") if row["kind"] == kind)


def voices(tree: Tree, text: str) -> list[Voice]:
    """Every attribution of a sentence, in order; ``text`` is the document's."""
    found: list[Voice] = []
    for token in tree.doc:
        if token.lower_ == "according":
            found.extend(_according(tree, token, text))
        elif token.tag_.startswith("V") and any(x in _kind("say") for x in lemmas(token.lower_)):
            found.extend(_saying(tree, token, text))
        elif token.lower_ in _kind("hedge"):
            attribution = Attribution(token.text, tree.span(token), token.lower_)
            found.append(Voice(attribution, _under(token.head)))
    return found


def _under(token: Token) -> frozenset[int]:
    return frozenset(t.i for t in token.subtree)


def _according(tree: Tree, token: Token, text: str) -> list[Voice]:
    """ "According to X": covers the clause that it hangs on."""
    sources = [
        _source(tree, obj, "according to", text) for word, obj in tree.preps(token) if word == "to"
    ]
    # a full clause, or the whole sentence when the phrase stands alone
    covered = _under(token.head) if token.head.i != token.i else None
    return [Voice(source, covered) for source in sources]


def _saying(tree: Tree, verb: Token, text: str) -> list[Voice]:
    """ "X said that ...", and "..., X said"."""
    content = [c for c in verb.children if c.dep_ in ("ccomp", "parataxis")]
    inverted = verb.dep_ == "parataxis" or (
        verb.dep_ in ("ccomp", "advcl") and verb.i > verb.head.i and not content
    )
    if not content and not inverted:
        return []
    passive = [c for c in verb.children if c.dep_ == "nsubjpass"]
    subjects = tree.subjects(verb, 3)
    if passive or not subjects:
        return []
    covered: set[int] = set()
    for clause in content:
        covered |= _under(clause)
    if inverted:
        covered |= _under(verb.head) - _under(verb)
    cue = (
        verb.text
        if verb.i + 1 >= len(verb.doc) or verb.nbor(1).lower_ != "that"
        else (f"{verb.text} that")
    )
    return [Voice(_source(tree, subjects[0], cue, text), frozenset(covered))]


def _source(tree: Tree, head: Token, cue: str, text: str) -> Attribution:
    """The source under a cue, by its most telling name."""
    named = tree.over(head)
    chosen: Mention | None = named[0] if named else None
    if chosen is None and any(x in _kind("document") for x in lemmas(head.lower_)):
        holders = [m for t in head.subtree for m in tree.over(t)]
        voices_first = sorted(holders, key=lambda m: m.acts)
        chosen = voices_first[0] if voices_first else None
    if chosen is None:
        owners = tree.modifiers(head) or tree.possessors(head) or tree.of(head)
        country = owners[0].country if owners else None
        span = tree.span(_left(head), head)
        return Attribution(span.of(text), span, cue, country, None, None)
    return Attribution(chosen.text, chosen.span, cue, chosen.country, chosen.sector, chosen.name)


def _left(head: Token) -> Token:
    """The first word of a noun phrase, its relative clauses left aside."""
    keep = ("det", "amod", "compound", "nmod", "nummod", "poss", "quantmod")
    left = head
    for child in head.children:
        if child.i < left.i and child.dep_ in keep:
            left = head.doc[child.left_edge.i]
    return left
