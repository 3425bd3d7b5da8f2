"""Mode, instrument, polarity and contexts of any trigger with a type, also where no rule knows it.

Linear models over named features, one for each field: the words around the trigger in the tree,
what the codebook's tables say of them, the type, and what the rules read where they read anything.
As for triggers, no name of an actor enters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patronage.coding import details
from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import Entry, Lexicon, lemmas
from patronage.coding.model.features import named, stem
from patronage.coding.model.linear import load
from patronage.coding.tree import Token, Tree

__all__ = ["fields_of", "of_event"]

_CONTENT = "NJV"
_HOPS = 3


def fields_of(
    tree: Tree, candidate: Candidate
) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """Mode, instrument, polarity and contexts of any trigger with a type.

    ``candidate`` may be one that only a model proposes; its trigger, type and objects are read. The
    mode is one of the type's own (table ``modes``) or None, instrument and polarity are of their
    tables or None, contexts by the words of the sentence.
    """
    row = [of_event(tree, candidate)]
    mode = _best("mode", row, f"{candidate.type}/")
    instrument, polarity = _best("instrument", row), _best("polarity", row)
    contexts = details.contexts([t.lower_ for t in tree.doc])
    return mode.partition("/")[2] or None, instrument or None, polarity or None, contexts


def _best(name: str, row: Sequence[Sequence[str]], prefix: str = "") -> str:
    """The likeliest class that begins with ``prefix``, or ``prefix`` where there is none."""
    model = load(name)
    [likely] = model.probabilities(row)
    fit = [i for i, value in enumerate(model.classes) if value.startswith(prefix)]
    return model.classes[max(fit, key=lambda i: likely[i])] if fit else prefix


def of_event(tree: Tree, candidate: Candidate) -> list[str]:
    """Features of an event: its trigger, what hangs on it, what stands above and beside it."""
    trigger, kind = candidate.trigger, candidate.type
    own = stem(trigger.lower_)
    plain = [f"w={own}", f"tag={trigger.tag_[0]}", f"f={trigger.lower_}"]
    plain += [f"near={word}" for word in _near(tree, candidate)]
    plain += [f"up={named(tree, a)}" for a in list(trigger.ancestors)[:2]]
    plain += _tables(tree, candidate)
    plain += sorted({f"s={named(tree, t)}" for t in tree.doc if t.tag_[0] in _CONTENT})
    plain += sorted({f"m={m.kind}:{m.sector}" for m in tree.mentions if m.acts})
    ruled = not candidate.rule.startswith("model:")
    plain += [f"rule={ruled}", f"r={candidate.mode}", f"ri={candidate.instrument}",
              f"rp={candidate.polarity if ruled else None}"]  # fmt: skip
    return [f"t={kind}", *plain, *(f"{kind}/{f}" for f in plain)]


def _near(tree: Tree, candidate: Candidate) -> Iterator[str]:
    """What hangs on a trigger, with the way to it: "dobj:loan", "prep-in:grain"."""
    seen = {candidate.trigger.i}
    level: list[tuple[Token, str]] = [(candidate.trigger, "")]
    level += [(o, "obj") for o in candidate.objects if o.i not in seen]
    for _ in range(_HOPS):
        below: list[tuple[Token, str]] = []
        for token, _way in level:
            for child in token.children:
                if child.i in seen or child.dep_ in ("punct", "relcl", "advcl", "parataxis"):
                    continue
                seen.add(child.i)
                name = named(tree, child)
                yield f"{child.dep_}:{name}"
                yield name
                below.append((child, child.dep_))
        level = below


def _tables(tree: Tree, candidate: Candidate) -> list[str]:
    """What the lexicon says of the trigger, of what hangs on it and of the other words."""
    lexicon = Lexicon.default()
    trigger = candidate.trigger
    inside = {t.i for t in trigger.subtree} | {t.i for o in candidate.objects for t in o.subtree}
    found: set[str] = set()
    for token in tree.doc:
        if token.tag_[0] not in "NV" or tree.over(token):
            continue
        where = "own" if token.i == trigger.i else "in" if token.i in inside else "out"
        side = lexicon.verbs if token.tag_[0] == "V" else lexicon.nouns
        for entry in _entries(side, token.lower_):
            found |= {f"li={where}:{entry.instrument}"} if entry.instrument else set()
            found |= {f"lm={where}:{entry.mode}"} if entry.mode else set()
            if where != "out":
                found |= {f"lc={where}:{c}" for c in entry.classes}
    return sorted(found)


def _entries(side: dict[str, list[Entry]], form: str) -> Sequence[Entry]:
    return next((side[lemma] for lemma in lemmas(form) if lemma in side), ())
