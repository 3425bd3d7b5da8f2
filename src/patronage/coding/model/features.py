"""What the trigger model sees of a word: itself, its neighbours in the tree, who stands beside it.

Names of actors never enter, only that there is one and of which kind: swapping two countries in a
text changes no feature.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import Entry, Lexicon, lemmas
from patronage.coding.tree import Token, Tree

__all__ = ["named", "of_sentence", "of_trigger", "possible", "stem"]

_AUX = frozenset({"aux", "auxpass"})
_VOWELS = frozenset("aeiouy")
_NEAR = ("dobj", "nsubj", "nsubjpass", "attr", "oprd", "dative", "acomp")
_SMALL = ("prt", "neg", "aux", "mark", "agent", "det", "advmod", "expl", "auxpass")
_ADDED = ("amod", "compound", "poss", "nmod", "nummod")


def possible(token: Token) -> bool:
    """Whether a word can be a trigger at all: a full verb, a common noun, an adjective as verb."""
    tag = token.tag_
    if tag[0] == "V":
        return token.dep_ not in _AUX
    return tag in ("NN", "NNS") or (tag in ("JJ", "IN", "NNP") and token.dep_ in ("ROOT", "ccomp"))


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """A form cut to what its inflections share; need not be a word.

    >>> stem("accused") == stem("accuses") == stem("accusing"), stem("sent") == stem("send")
    (True, True)
    """
    word = form.lower()
    found = lemmas(word)
    if len(found) > 1 and word[-1:] not in "sdg":
        word = found[1]  # irregular: its lemma
    elif len(found) > 1 and not found[1].startswith(word[:2]):
        word = found[1]
    for suffix, tail in (
        ("ies", "y"),
        ("ied", "y"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ):
        cut = word[: -len(suffix)]
        if word.endswith(suffix) and len(cut) > 2 and _VOWELS & set(cut) and word[-2:] != "ss":
            word = cut + tail
            if suffix in ("ing", "ed") and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 3 else word


def named(tree: Tree, token: Token) -> str:
    """A word as a feature: its stem, or the kind of actor that it names."""
    over = tree.over(token)
    if over:
        return f"<{over[0].sector or over[0].kind}>" if not over[0].place else "<place>"
    return "<num>" if token.tag_ == "CD" else stem(token.lower_)


def of_sentence(tree: Tree, *, headline: bool) -> list[str]:
    """Features that all words of a sentence share: what it speaks of."""
    found = {f"s={named(tree, t)}" for t in tree.doc if t.tag_[0] in "NJV" and t.dep_ not in _AUX}
    acting = {m.key for m in tree.mentions if m.acts}
    found.add(f"s#actors={min(len(acting), 3)}")
    if headline:
        found.add("s#headline")
    if any(t.text in "\"“”'" for t in tree.doc):
        found.add("s#quotes")
    return sorted(found)


def of_trigger(tree: Tree, token: Token, lexicon: Lexicon, ruled: Sequence[Candidate]) -> list[str]:
    """Features of one word. ``ruled``: what the rules would make of it."""
    own = stem(token.lower_)
    shape = token.tag_[0]
    found = [f"w={own}", f"w={own}/{shape}", f"f={token.lower_}", f"t={token.tag_}",
             f"d={token.dep_}/{shape}", f"e={token.lower_[-3:]}/{shape}"]  # fmt: skip
    found += _up(tree, token, own)
    found += _down(tree, token, own)
    found += _beside(tree, token, own)
    found += _around(tree, token, own)
    found += _rules(token, lexicon, ruled)
    return found


def _up(tree: Tree, token: Token, own: str) -> list[str]:
    head = token.head
    if head.i == token.i:
        return ["h=ROOT"]
    above = named(tree, head)
    found = [
        f"h={above}",
        f"h={token.dep_}:{above}",
        f"h={own}<{above}",
        f"ht={head.tag_}:{token.dep_}",
    ]
    if head.dep_ in ("prep", "agent", "prt") or head.tag_ in ("IN", "TO"):
        found.append(f"hh={head.lower_}:{named(tree, head.head)}")
        found.append(f"hp={own}:{head.lower_}")
    return found


def _down(tree: Tree, token: Token, own: str) -> list[str]:
    found: list[str] = []
    for child in token.children:
        dep = child.dep_
        if dep in _SMALL:
            found += [f"c={dep}:{child.lower_}", f"c={own}:{child.lower_}"]
        elif dep in ("prep", "dative", "agent"):
            found += [f"p={child.lower_}", f"p={own}:{child.lower_}"]
            for obj in child.children:
                if obj.dep_ in ("pobj", "pcomp"):
                    word = named(tree, obj)
                    found += [f"po={child.lower_}:{word}", f"po={own}:{child.lower_}:{word}"]
        elif dep in _NEAR or dep in _ADDED:
            word = named(tree, child)
            found += [f"c={dep}:{word}", f"c={dep}", f"c={own}:{word}", f"c={own}:{dep}"]
        else:
            found.append(f"c={dep}")
            if dep in ("xcomp", "ccomp", "acl", "advcl", "conj"):
                found.append(f"c={dep}:{stem(child.lower_)}")
    return found


def _beside(tree: Tree, token: Token, own: str) -> list[str]:
    """Which actors stand on which side in the clause."""
    found = []
    if token.tag_[0] == "V":
        passive = tree.passive(token)
        found.append(f"passive={passive}")
        subjects = tree.subjects(token, 3)
        for subject in subjects:
            found += [f"subj={named(tree, subject)}", f"subj={own}:{named(tree, subject)}"]
        acting = any(tree.actors(s) for s in subjects)
        acted = any(tree.actors(o) for o in tree.objects(token))
        found += [f"sides={acting}{acted}", f"sides={own}:{acting}{acted}:{passive}"]
    else:
        owner = bool(tree.possessors(token))
        adjective = bool(tree.modifiers(token))
        found += [f"owned={owner}{adjective}", f"owned={own}:{owner or adjective}"]
    return found


def _around(tree: Tree, token: Token, own: str) -> list[str]:
    doc, i = tree.doc, token.i
    before = named(tree, doc[i - 1]) if i else "^"
    after = named(tree, doc[i + 1]) if i + 1 < len(doc) else "$"
    after2 = named(tree, doc[i + 2]) if i + 2 < len(doc) else "$"
    found = [f"b={before}", f"a={after}", f"ba={before}:{own}", f"ab={own}:{after}", f"a2={after2}"]
    for ancestor in list(token.ancestors)[:4]:
        if ancestor.tag_[0] == "V":
            found.append(f"anc={stem(ancestor.lower_)}")
    found.append(f"pos={min(i // 6, 4)}")
    return found


def _rules(token: Token, lexicon: Lexicon, ruled: Sequence[Candidate]) -> list[str]:
    found = [f"r={c.type}" for c in ruled] + [f"r={c.type}:{c.frame}" for c in ruled]
    found.append(f"r={bool(ruled)}")
    side = lexicon.verbs if token.tag_[0] == "V" else lexicon.nouns
    for entry in _entries(side, token.lower_):
        found += [f"le={entry.type}"] if entry.type else []
        found += [f"lc={c}" for c in entry.classes]
    return found


def _entries(side: dict[str, list[Entry]], form: str) -> Iterable[Entry]:
    for lemma in lemmas(form):
        if lemma in side:
            return side[lemma]
    return ()
