"""By whose word: "according to X", "X said that ...", "..., X said", "X accused Y of arming Z".

An attribution covers what hangs under its cue, or, where the words of saying stand apart between
marks (", a diplomat sighed,"), the part of the sentence up to the next semicolon. Such asides are
found in the row of words and not in the tree, which small parsers often get wrong there. After
a document its holder is told too ("documents obtained by the Washington Post").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from patronage import codebook
from patronage.actors import Mention
from patronage.coding.asides import Aside, asides, segment
from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import lemmas
from patronage.coding.model.owners import Heard, owned, voice_rows
from patronage.coding.quotations import inside, speaker_before
from patronage.coding.tree import Token, Tree
from patronage.records import Attribution

__all__ = ["Voice", "covering", "heard", "voices"]

#: Who accuses, asks, promises, threatens or refuses is the actor and not also the voice.
_SPOKEN = frozenset({"ACCUSE", "REQUEST", "AGREE", "THREATEN", "REJECT", "SUPPORT", "CONCEDE"})
#: Least probability of a voice for an event that the rules put under it, and for another; chosen on
#: the corpus's held-out rounds and the development half of the gold.
_UNDER, _APART = 0.15, 0.4
_QUOTES = frozenset({'"', "“", "”", "``", "''"})
_NOBODY = frozenset({"nobody", "nothing", "none", "neither", "few", "everyone", "everybody"})


class Voice:
    """One attribution and the tokens that it covers (None: the whole sentence).

    ``through`` is the voice that it is heard with: the document that a paper obtained, the first
    of two who say the same.
    """

    def __init__(
        self, attribution: Attribution, covers: frozenset[int] | None, through: Voice | None = None
    ) -> None:
        self.attribution = attribution
        self.through = through
        self._covers = covers

    @property
    def whole(self) -> bool:
        """Whether it covers the whole sentence."""
        return self._covers is None

    def covers(self, token: Token) -> bool:
        """Whether the voice tells of an event whose trigger is this token."""
        return self._covers is None or token.i in self._covers


@cache
def _kind(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in codebook.rows("cues") if row["kind"] == kind)


def _is(token: Token, *kinds: str) -> bool:
    return any(lemma in _kind(kind) for lemma in lemmas(token.lower_) for kind in kinds)


def voices(tree: Tree, text: str) -> list[Voice]:
    """Every attribution of a sentence, in order; ``text`` is the document's."""
    apart = {a.verb.i: a for a in asides(tree.doc, lambda t: _is(t, "say", "aside"))}
    found: list[Voice] = []
    for token in tree.doc:
        if token.lower_ == "according":
            found.extend(_according(tree, token, text))
        elif token.i in apart:
            found.extend(_aside(tree, apart[token.i], text))
        elif token.lower_ in _kind("hedge") and token.dep_ in ("advmod", "amod"):
            found.append(_hedge(tree, token, _under(token.head)))
        elif token.tag_.startswith("V"):
            found.extend(_verb(tree, token, text))
        elif token.lower_ in _kind("telling") and token.dep_ == "pobj":
            found.extend(_telling(tree, token, text))
    found.extend(_runs_on(tree, found, text))
    return found


def _runs_on(tree: Tree, heard: Sequence[Voice], text: str) -> Iterator[Voice]:
    """The speaker of a quotation that goes on from a sentence before, where no other is told."""
    if not any(mark in text for mark in _QUOTES):
        return
    start = tree.span(tree.doc[0]).start
    alone = [
        t.i for t in tree.doc
        if not any(v.covers(t) for v in heard) and inside(text, tree.span(t).start)
    ]  # fmt: skip
    spoken = speaker_before(text, start) if alone else None
    if spoken is not None:
        span, cue = spoken
        yield Voice(Attribution(span.of(text), span, cue), frozenset(alone))


def covering(
    tree: Tree, voices_: Sequence[Voice], candidate: Candidate, actors: Sequence[Mention]
) -> tuple[Attribution, ...]:
    """The attributions of one event, without the actor of words that are the deed.

    A trained model weighs where the rules put the event: what stands under a word of saying can be
    background that the reporter tells ("he said the rebels, who took the town in May, would go").

    Args:
        tree: the parsed sentence.
        voices_: what ``voices`` found in it.
        candidate: the event.
        actors: who does the deed.
    """
    beside = heard(voices_, candidate, actors)
    chances = dict(zip(voices_, owned("voices", voice_rows(tree, beside, candidate)), strict=True))
    own = [
        voice.attribution
        for voice, one in zip(voices_, beside, strict=True)
        if not one.own and chances[voice.through or voice] >= (_UNDER if one.covers else _APART)
    ]
    return tuple(dict.fromkeys(own))


def heard(voices_: Sequence[Voice], candidate: Candidate, actors: Sequence[Mention]) -> list[Heard]:
    """How each voice stands to an event."""
    spoken = candidate.type in _SPOKEN
    return [
        Heard(
            v.attribution, v.covers(candidate.trigger), v.whole,
            spoken and any(_speaks(v.attribution, m) for m in actors),
        )
        for v in voices_
    ]  # fmt: skip


def _speaks(source: Attribution, actor: Mention) -> bool:
    """Whether a source is the actor: the same words, or "we" and "he" in his own."""
    if source.span.start < actor.span.end and actor.span.start < source.span.end:
        return True
    return (
        actor.kind == "pronoun" and source.country is not None and (source.country == actor.country)
    )


def _under(token: Token) -> frozenset[int]:
    return frozenset(t.i for t in token.subtree)


def _hedge(tree: Tree, token: Token, covered: frozenset[int]) -> Voice:
    """A word that stands for a source that nobody names: "reportedly", "is said to"."""
    return Voice(Attribution(token.text, tree.span(token), token.lower_), covered)


def _according(tree: Tree, token: Token, text: str) -> Iterator[Voice]:
    """ "According to X": covers the clause that it hangs on."""
    # a full clause, or the whole sentence when the phrase stands alone
    covered = _under(token.head) if token.head.i != token.i else None
    for word, obj in tree.preps(token):
        if word == "to":
            yield from _chain(_sources(tree, obj, "according to", text), covered)


def _telling(tree: Tree, token: Token, text: str) -> Iterator[Voice]:
    """ "By Kiev's account", "in the words of a priest"."""
    owners = [c for c in token.children if c.dep_ == "poss"]
    owners += [obj for word, obj in tree.preps(token) if word in ("of", "from")]
    if token.head.lower_ in ("by", "in", "on") and owners:
        covered = frozenset(t.i for t in segment(token.doc, token)) - _under(token.head)
        yield Voice(_source(tree, owners[0], token.head.text, text), covered)


def _aside(tree: Tree, aside: Aside, text: str) -> Iterator[Voice]:
    """ "..., X said." and "..., said X, ...": covers what stands around."""
    cue = aside.verb.text
    yield from _chain(_sources(tree, aside.speaker, cue, text), aside.covered)
    yield from _listener(tree, aside.verb, cue, aside.covered)


def _verb(tree: Tree, verb: Token, text: str) -> Iterator[Voice]:
    """A verb of saying, of blaming or of denying, and what it says, blames for or denies."""
    content: list[Token] = []
    if _is(verb, "say"):
        content = [c for c in verb.children if c.dep_ in ("ccomp", "parataxis") and _told(verb, c)]
    if _is(verb, "blame"):
        content += [
            c for prep in verb.children
            if prep.dep_ == "prep" and prep.lower_ in ("of", "for", "with")
            for c in prep.children if c.dep_ in ("pcomp", "pobj")
        ]  # fmt: skip
        if any(word == "on" for word, _ in tree.preps(verb)):
            content += [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if _is(verb, "deny"):
        content += [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "dobj")]
    near = _part(verb) if content else frozenset()
    covered = frozenset(i for clause in content for i in _under(clause) if i in near)
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        yield from _rumour(tree, verb, covered)
        agents = [obj for word, obj in tree.preps(verb) if word == "by"]
        if covered and _is(verb, "blame"):
            named = [Voice(_source(tree, a, verb.text, text), covered) for a in agents[:1]]
            yield from named or [_hedge(tree, verb, covered)]
        return
    subjects = tree.subjects(verb, 3)
    if not covered or not subjects or subjects[0].lower_ in _NOBODY:
        return
    that = verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "that"
    cue = f"{verb.text} that" if that else verb.text
    yield from _chain(_sources(tree, subjects[0], cue, text), covered)
    yield from _listener(tree, verb, cue, covered)


def _part(verb: Token) -> frozenset[int]:
    """The tokens up to the semicolons around a verb, all of them where something is quoted."""
    quoted = any(t.text in _QUOTES for t in verb.doc)
    return frozenset(t.i for t in (verb.doc if quoted else segment(verb.doc, verb)))


def _told(verb: Token, clause: Token) -> bool:
    """Whether a clause is what is said: not "explained to himself", nor a purpose."""
    return clause.tag_ != "VB" or any(c.tag_ == "MD" for c in clause.children)


def _rumour(tree: Tree, verb: Token, covered: frozenset[int]) -> Iterator[Voice]:
    """ "Is said to have sent", "it was reported that": nobody is named."""
    if not _is(verb, "say"):
        return
    infinitive = [c for c in verb.children if c.dep_ == "xcomp" and c.tag_ in ("VB", "VBN")]
    below = covered | frozenset(i for c in infinitive for i in _under(c))
    if (infinitive and any(c.dep_ == "nsubjpass" for c in verb.children)) or covered:
        yield _hedge(tree, verb, below)


def _listener(tree: Tree, verb: Token, cue: str, covered: frozenset[int]) -> Iterator[Voice]:
    """The paper or station that was told: by its word too it is known."""
    for child in verb.children:
        if child.dep_ in ("dobj", "dative"):
            for mention in tree.over(child):
                if mention.sector == "JRN":
                    yield Voice(_named(mention, cue), covered)


def _chain(sources: Sequence[Attribution], covered: frozenset[int] | None) -> Iterator[Voice]:
    """A source, and who is joined to it or holds it."""
    first = Voice(sources[0], covered)
    yield first
    for holder in sources[1:]:
        yield Voice(holder, covered, first)


def _sources(tree: Tree, head: Token, cue: str, text: str) -> list[Attribution]:
    """The source under a cue, those joined to it, and of a document who saw, got or holds it."""
    head = tree.antecedent(head)
    source, *joined = [_source(tree, one, cue, text) for one in tree.conjuncts(head)]
    shown = [c for c in head.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD")]
    if not shown or (tree.over(head) and not _is(head, "document")):
        return [source, *joined]
    holders = [
        (f"{part.text} {word}", m)
        for part in shown
        for word, obj in tree.preps(part)
        if word in ("by", "to")
        for m in tree.over(obj)
        if not m.acts or m.sector == "JRN"
    ]
    return [source, *joined, *(_named(m, words) for words, m in holders[:1])]


def _source(tree: Tree, head: Token, cue: str, text: str) -> Attribution:
    """The source under a cue: who is named there, or the words with the state that owns them."""
    named = tree.over(head)
    if named and not (_is(head, "document") and head.tag_[:3] != "NNP"):
        return _named(named[0], cue)
    owners = tree.modifiers(head) or tree.possessors(head) or tree.of(head)
    country = owners[0].country if owners else None
    span = tree.span(_left(head), head)
    return Attribution(span.of(text), span, cue, country, None, None)


def _named(mention: Mention, cue: str) -> Attribution:
    return Attribution(
        mention.text, mention.span, cue, mention.country, mention.sector, mention.name
    )


def _left(head: Token) -> Token:
    """The first word of a noun phrase, its relative clauses left aside."""
    keep = ("det", "amod", "compound", "nmod", "nummod", "poss", "quantmod")
    left = head
    for child in head.children:
        if child.i < left.i and child.dep_ in keep:
            left = head.doc[child.left_edge.i]
    return left
