"""Did it happen, as a model sees it: helpers of the verb, verbs above it, its type and time.

The rules of ``status`` read single signs ("not", "will", "if") and their answer is one of the
features; the model weighs them by type: "will not sell" is a refusal made (REJECT, occurred), "will
not march" a deed denied. No name enters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from patronage.coding.candidates import Candidate
from patronage.coding.intents import of_event
from patronage.coding.lexicon import Lexicon, lemmas
from patronage.coding.model.features import stem
from patronage.coding.tree import Token
from patronage.records import Time

__all__ = ["denies", "of_status"]

_HELP = ("aux", "auxpass", "neg", "mark", "advmod", "det", "preconj", "expl", "cc")
_NO = frozenset({"no", "nobody", "none", "nothing", "neither", "never", "not", "nor", "n't"})
_ONLY = frozenset({"only", "just", "merely", "simply"})
_HOPS = 3


def denies(token: Token) -> bool:
    """Whether a word is a "not" that denies."""
    return token.dep_ == "neg" and not _affirms(token)


def _affirms(token: Token) -> bool:
    """Whether a word is the "not" of "not only"."""
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return token.lower_ == "not" and after in _ONLY


def of_status(
    candidate: Candidate, chain: Sequence[Token], ruled: str, time: Time | None,
    published: dt.date | None,
) -> list[str]:  # fmt: skip
    """Features of an event: ``chain`` are its trigger and the verbs above it, ``ruled`` the rules'
    answer.
    """
    trigger, kind = candidate.trigger, of_event(candidate.type, ruled)
    told = _told(candidate)
    found = [f"rule={ruled}", f"when={_when(time, published)}"]
    found += [f"rule={ruled}/{told}", f"tag={trigger.tag_}", f"dep={trigger.dep_}"]
    for place, token in enumerate(chain[:_HOPS]):
        found += _signs(token, min(place, 1))
        if place:
            found += [f"up={stem(token.lower_)}", f"up={stem(token.lower_)}/{chain[0].tag_}",
                      f"way={chain[place - 1].dep_}/{token.tag_}"]  # fmt: skip
    found += _around(candidate)
    typed = [f"{kind}/{f}" for f in found if f.partition("=")[0] in _BY_TYPE]
    word = [f"w={stem(trigger.lower_)}", f"told={told}", f"kind={kind}", f"kind={kind}/{told}"]
    return [*found, *typed, *word]


_BY_TYPE = frozenset(("rule", "h0", "h1", "tag", "no", "shape", "when"))


def _told(candidate: Candidate) -> bool:
    """Whether the trigger is a word for its own type ("refuse"), and not one of the deed behind."""
    lexicon = Lexicon.default()
    side = lexicon.verbs if candidate.trigger.tag_[0] == "V" else lexicon.nouns
    return any(
        entry.type == candidate.type
        for lemma in lemmas(candidate.trigger.lower_)
        for entry in side.get(lemma, ())
    ) or not candidate.rule.startswith("model:")


def _when(time: Time | None, published: dt.date | None) -> str:
    """How the time stands to the day of publication."""
    if time is None:
        return "none"
    if time.start is None and time.end is None:
        return "unresolved"
    if published is None:
        return f"undated-{time.precision}"
    if time.start and time.start > published:
        return "coming"
    if time.precision == "since":
        return "since"
    age = (published - time.end).days if time.end else 0
    return "old" if age > 365 else "past-year" if age > 30 else "now"


def _signs(token: Token, place: int) -> list[str]:
    """The small words below a verb, and whether it opens with its helper ("Had they known")."""
    said = [c for c in token.children if c.dep_ in _HELP and not _affirms(c)]
    found = [f"h{place}={c.lower_}" for c in said]
    helpers = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    if helpers and subjects and helpers[0].i < subjects[0].i:
        found.append(f"h{place}=turned:{helpers[0].lower_}")
    names = "+".join(sorted(c.lower_ for c in helpers))
    found.append(f"shape{place}={names}/{token.tag_}" if place else f"shape={names}/{token.tag_}")
    if any(map(denies, said)):
        found += [f"h{place}=NEG", f"h{place}=NEG/{names}"]
    return found


def _around(candidate: Candidate) -> list[str]:
    """Words of denial at subject and object, what ends and opens the sentence."""
    trigger, doc = candidate.trigger, candidate.trigger.doc
    found = []
    for child in trigger.children:
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "dative"):
            words = {child.lower_, *(c.lower_ for c in child.children)}
            found += [f"no={child.dep_}"] if words & _NO else []
        if child.dep_ == "xcomp" and any(c.lower_ == "to" for c in child.children):
            found += [f"to={trigger.lower_}", f"to={trigger.tag_}"]
    for item in candidate.objects:
        words = {item.lower_, *(c.lower_ for c in item.children)}
        found += ["no=object"] if words & _NO else []
        found += [f"am={c.lower_}" for c in item.children if c.dep_ == "amod"]
    found += [f"am={c.lower_}" for c in trigger.children if c.dep_ == "amod"]
    near = doc[max(0, trigger.i - 3) : trigger.i]
    before = [t.lower_ for t in near if not _affirms(t)]
    found += [f"b={w}" for w in before]
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc)
    found += [f"finite={finite}/{trigger.tag_}", f"asks={any(t.text == '?' for t in doc)}"]
    words = {t.lower_ for t in doc}
    found += [f"has={w}" for w in ("if", "unless", "until", "would") if w in words]
    return found
