"""Whose amount, time or voice: what a model sees of one of them and an event of its sentence.

The nearest event in the tree is often the wrong one ("asked for $80m against three cargoes",
"burned three villages, driving 4,000 people out"), so the way from one to the other is learned: the
steps of the tree, what stands between, what is counted, how the time is told, or whether the rules
put the event under the voice's words. No name enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from patronage.coding.candidates import Candidate
from patronage.coding.model.features import stem
from patronage.coding.model.linear import load
from patronage.coding.model.pairs import path
from patronage.coding.tree import Token, Tree
from patronage.records import Amount, Attribution, Span, Time

__all__ = ["OWNED", "Heard", "amount_rows", "owned", "time_rows", "voice_rows"]

OWNED = "own"
_STEPS = 6


def time_rows(tree: Tree, times: Sequence[Time], candidate: Candidate) -> list[list[str]]:
    """The features of one event with each time of its sentence."""
    rows = []
    for place, time in enumerate(times):
        first = time.text.split()[0].lower() if time.text.split() else ""
        told = [f"prec={time.precision}", f"word={first}", f"place={min(place, 3)}",
                f"last={place == len(times) - 1}", f"many={min(len(times), 4)}"]  # fmt: skip
        rows.append(_row(tree, time.span, candidate, told))
    return rows


def amount_rows(tree: Tree, amounts: Sequence[Amount], candidate: Candidate) -> list[list[str]]:
    """The features of one event with each amount of its sentence."""
    rows = []
    for amount in amounts:
        kind = "money" if amount.unit.isupper() else "%" if amount.unit == "%" else "thing"
        told = [f"unit={amount.unit}", f"kind={kind}", f"meas={amount.measure}",
                f"many={min(len(amounts), 4)}", f"one={amount.value == 1}"]  # fmt: skip
        rows.append(_row(tree, amount.span, candidate, told))
    return rows


class Heard(NamedTuple):
    """A voice beside an event, and whether the rules put the event under it.

    ``whole`` tells that it covers the whole sentence, ``own`` that it is the actor's, in words
    that are the deed.
    """

    attribution: Attribution
    covers: bool
    whole: bool
    own: bool


def voice_rows(tree: Tree, heard: Sequence[Heard], candidate: Candidate) -> list[list[str]]:
    """The features of one event with each voice of its sentence."""
    rows = []
    for voice in heard:
        covers, by = voice.covers, voice.attribution
        cue = stem(by.cue.split()[0].lower()) if by.cue else ""
        told = [f"cov={covers}", f"cov={covers}/{candidate.type}", f"self={voice.own}",
                f"cov={covers}/{voice.own}", f"cue={cue}", f"cov={covers}/{cue}",
                f"all={voice.whole}", f"sec={by.sector}",
                f"many={min(len(heard), 4)}"]  # fmt: skip
        rows.append(_row(tree, by.span, candidate, told))
    return rows


def owned(name: str, rows: Sequence[Sequence[str]]) -> list[float]:
    """Of each row the probability that the event owns the item; ``name`` is that of the model."""
    if not rows:
        return []
    model = load(name)
    at = model.classes.index(OWNED)
    return [float(p) for p in model.probabilities(rows)[:, at]]


def _row(tree: Tree, span: Span, candidate: Candidate, told: list[str]) -> list[str]:
    trigger, kind = candidate.trigger, candidate.type
    root = tree.root_of(span) or trigger
    own = stem(trigger.lower_)
    shape = trigger.tag_[0]
    steps = path(tree, trigger, root)
    way, bare = ">".join(steps[:_STEPS]), ">".join(s.split(":")[0] for s in steps[:_STEPS])
    governor = _governor(root)
    same = governor.i == _governor(trigger).i or governor.i == trigger.i
    side = "L" if root.i < trigger.i else "R"
    between = tree.doc[min(root.i, trigger.i) + 1 : max(root.i, trigger.i)]
    verbs = sum(t.tag_[0] == "V" and t.dep_ not in ("aux", "auxpass") for t in between)
    marks = sorted({t.lower_ for t in between if t.lower_ in _MARKS})
    objects = {t.i for o in candidate.objects for t in o.subtree}
    plain = [
        f"way={way}", f"bare={bare}", f"long={min(len(steps), 8)}", f"same={same}",
        f"side={side}", f"verbs={side}{min(verbs, 3)}", f"verbs={min(verbs, 3)}/{same}",
        f"far={side}{min(len(between) // 3, 6)}", f"gov={stem(governor.lower_)}",
        f"gov={governor.dep_}/{governor.tag_}", f"dep={root.dep_}", f"in={root.i in objects}",
        f"start={root.i < 3}", f"line={_dateline(root)}", f"trig={trigger.dep_}/{shape}",
        f"rest={_rest(trigger, root)}", f"end={steps[-1]}" if steps else "end=", f"lone={own}",
        *(f"mark={side}{m}" for m in marks),
    ]  # fmt: skip
    kinds = [f"{kind}/{f}" for f in plain if f.partition("=")[0] in _BY_TYPE]
    both = [f"{t}/{f}" for t in told for f in plain if f.partition("=")[0] in _BY_TYPE]
    return [*plain, *told, *kinds, *both, *(f"{kind}/{t}" for t in told), f"kind={kind}"]


_BY_TYPE = frozenset(("bare", "same", "verbs", "in", "side", "long", "dep"))
_MARKS = frozenset({",", ";", ":", "and", "but", "after", "before", "when", "who", "which", "that",
                    "while", "as", "to", "-", "(", "because", "since", "if", "whom"})  # fmt: skip


def _governor(token: Token) -> Token:
    """The verb that a token hangs on, or the top of its tree."""
    for ancestor in token.ancestors:
        if ancestor.tag_[0] == "V" and ancestor.dep_ not in ("amod", "compound"):
            return ancestor
    return token


def _rest(trigger: Token, root: Token) -> str:
    """How the clause of the item stands to the trigger: in it, above it, beside it."""
    governor = _governor(root)
    if governor.i == trigger.i:
        return "in"
    if any(a.i == governor.i for a in trigger.ancestors):
        low = trigger
        while low.head.i not in (governor.i, low.i):
            low = low.head
        return f"above:{low.dep_}:{'L' if root.i < trigger.i else 'R'}"
    if any(a.i == trigger.i for a in governor.ancestors):
        return f"below:{governor.dep_}"
    return "beside"


def _dateline(root: Token) -> bool:
    """Whether a time belongs to the line of place and day before a report: "GENEVA, Aug 3 -"."""
    after = [t.lower_ for t in root.doc[root.i + 1 : root.i + 4]]
    return root.i < 8 and any(mark in ("-", "–", "—") for mark in after[:2])
