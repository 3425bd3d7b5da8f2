"""Those whom a sentence names without a name: "two officers", "the town", "protesters".

They stand in roles as anybody does. Their state is the one that owns them ("Iraqi soldiers"), else
the one whose such a group was before, else that of the place the sentence tells, else the one where
the story plays; none where none is told. So it is with a person whose state nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from patronage import codebook
from patronage.actors import Mention
from patronage.coding.model.story import Setting
from patronage.coding.tree import Token, Tree

__all__ = ["placed", "settled", "unnamed"]

KIND = "noun"
_DEPS = frozenset("nsubj nsubjpass dobj pobj conj poss dative appos attr ROOT".split())
_IN = frozenset("in at inside on outside across of from".split())


@cache
def _sectors() -> dict[str, str]:
    rows = codebook.rows("nouns")
    return {w: r["sector"] for r in rows for w in (r["text"], r["plural"]) if w and r["sector"]}


def unnamed(tree: Tree) -> list[Mention]:
    """Each noun and pronoun that could be somebody and that no mention covers, one word long."""
    found = []
    for token in tree.doc:
        if token.tag_[:2] in ("NN", "PR") and token.dep_ in _DEPS and not tree.over(token):
            if token.tag_ == "PRP$":
                continue
            span = tree.span(token)
            sector = _sectors().get(token.lower_)
            found.append(Mention(span, token.text, KIND, sector=sector))
    return found


@cache
def _peoples() -> dict[str, Mapping[str, str]]:
    return {row["name"]: row for row in codebook.rows("peoples")}


def placed(
    tree: Tree, mention: Mention, trigger: Token, taken: Sequence[str], setting: Setting
) -> str | None:
    """The state of a party told without one, with ``taken`` the other side's."""
    root = tree.root_of(mention.span)
    if root is None:
        return None
    owners = [m.country for t in tree.conjuncts(root) for m in _owners(tree, t) if m.country]
    if owners:
        return owners[0]
    if _region(root):
        return None
    if known := setting.of(root.text) or _nearest_place(tree, trigger):
        return known
    others = {m.country for m in tree.mentions if m.country} - set(taken)
    if len(others) == 1 and not setting.sure:
        return others.pop()
    return setting.state


def _region(root: Token) -> bool:
    """Whether a word ends the name of a sea or region, which is no one state's."""
    words = [t.text for t in root.doc[max(0, root.i - 2) : root.i + 1]]
    return any(" ".join(words[start:]) in _regions() for start in range(len(words)))


@cache
def _regions() -> frozenset[str]:
    return frozenset(row["name"] for row in codebook.rows("regions"))


def settled(tree: Tree, mention: Mention, trigger: Token, setting: Setting) -> Mention:
    """A people across states as the side that it holds in the one told nearest, if in any."""
    row = _peoples().get(mention.name or "")
    if row is None or mention.country:
        return mention
    states = row["states"].split("|")
    place = _nearest_place(tree, trigger, states) or setting.state
    if place not in states:
        return mention
    return replace(mention, country=place, code=None, sector=row["sector"])


def _owners(tree: Tree, token: Token) -> list[Mention]:
    return tree.possessors(token) or tree.modifiers(token) or tree.of(token)


def _nearest_place(tree: Tree, trigger: Token, among: Sequence[str] = ()) -> str | None:
    """The state of the place told nearest to a word: any state's, or one of some."""
    places = [
        m for m in tree.mentions
        if m.country and (not among or m.country in among) and (m.place or _within(tree, m))
    ]  # fmt: skip
    at = tree.span(trigger).start
    return min(places, key=lambda m: abs(m.span.start - at)).country if places else None


def _within(tree: Tree, mention: Mention) -> bool:
    """Whether a state's name stands where something happens: "in Syria", "in the Homs suburbs"."""
    root = tree.root_of(mention.span)
    if root is None or mention.kind not in ("name", "capital"):
        return False
    while root.dep_ in ("compound", "nmod"):
        root = root.head
    return bool(root.dep_ == "pobj" and root.head.lower_ in _IN - {"of", "from"})
