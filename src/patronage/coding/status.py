"""Did it happen? PLOVER's auxiliary modes: historical, future, hypothetical, negated; or occurred.

Read from the verb's own helpers and from the verbs and conditions it hangs under; a verb of saying
ends the climb, so that "would" in "officials said it would send" counts and "could" in "he could
say that it sent" does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

from patronage import codebook
from patronage.actors import Mention
from patronage.coding.candidates import Candidate
from patronage.coding.lexicon import lemmas
from patronage.coding.model.happened import denies, of_status
from patronage.coding.model.linear import load
from patronage.coding.tree import Token
from patronage.records import Time

__all__ = ["climb", "ruled_status", "status_of"]

#: An event this many days before publication is background and not news.
BACKGROUND_DAYS = 365
#: What a sign that the rules found adds to its probability; .2 to .3 did best on training rounds,
#: .2 on the development half of the gold and the held-out rounds.
RULED = 0.2


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in codebook.rows("status_cues") if row["kind"] == kind)


@cache
def _says() -> frozenset[str]:
    return frozenset(row["word"] for row in codebook.rows("cues") if row["kind"] == "say")


def status_of(
    candidate: Candidate,
    actors: Sequence[Mention],
    time: Time | None,
    published: dt.date | None,
) -> str:
    """One of ``occurred``, ``historical``, ``future``, ``hypothetical``, ``negated``.

    A trained model that weighs what the rules read by the event's type and the words around; the
    rules' sign counts for ``RULED`` more, and a day to come is always ``future``.
    """
    ruled = ruled_status(candidate, actors, time, published)
    if ruled == "future" and published and time and time.start and time.start > published:
        return ruled
    if ruled == "historical" and (published is None or _past(time, published)):
        return ruled  # by definition; of undated texts the model has seen too few
    chain = list(climb(candidate.trigger))
    model = load("status")
    [row] = model.probabilities([of_status(candidate, chain, ruled, time, published)])
    if ruled != "occurred":
        row[model.classes.index(ruled)] += RULED
    return model.classes[int(row.argmax())]


def _past(time: Time | None, published: dt.date) -> bool:
    """Whether an event is dated more than a year before its text."""
    return bool(time and time.end and (published - time.end).days > BACKGROUND_DAYS)


def ruled_status(
    candidate: Candidate,
    actors: Sequence[Mention],
    time: Time | None,
    published: dt.date | None,
) -> str:
    """As ``status_of``, by the rules alone: the first sign that is found decides."""
    trigger, objects = candidate.trigger, candidate.objects
    chain = list(climb(trigger))
    if _negated(trigger, chain, objects):
        return "negated"
    if _hypothetical(trigger, chain, objects):
        return "hypothetical"
    if _future(trigger, chain, objects, time, published):
        return "future"
    if _historical(chain, trigger, actors, time, published):
        return "historical"
    return "occurred"


def climb(token: Token) -> Iterator[Token]:
    """The token and the verbs that it depends on, up to a verb of saying or a full clause."""
    yield token
    current = token
    for _ in range(6):
        head = current.head
        if head.i == current.i:
            return
        if any(lemma in _says() for lemma in lemmas(head.lower_)) and current.dep_ == "ccomp":
            return
        if current.dep_ in ("relcl", "parataxis"):
            return
        if current.dep_ == "conj" and any(c.dep_.startswith("nsubj") for c in current.children):
            # its own subject: own helpers, but a condition above covers both
            if not any(c.dep_ == "mark" for c in head.children):
                return
        if current.dep_ == "advcl" and current.tag_ not in ("VBG", "VB"):
            return
        yield head
        current = head


def _helpers(token: Token) -> set[str]:
    return {
        c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass", "neg", "mark", "advmod")
    }


def _negated(trigger: Token, chain: Sequence[Token], objects: Sequence[Token]) -> bool:
    for token in chain[:3]:
        for child in token.children:
            if denies(child):
                return True
            if child.dep_ == "preconj" and child.lower_ == "neither":
                return True
        if token.i != trigger.i and any(x in _words("failed-verb") for x in lemmas(token.lower_)):
            return True
    subjects = [c for c in trigger.children if c.dep_ in ("nsubj", "nsubjpass")]
    heads = [trigger, *objects, *subjects]
    if any(c.lower_ in ("no", "neither") and c.dep_ == "det" for h in heads for c in h.children):
        return True
    return any(c.lower_ == "without" for c in _preps_above(chain))


def _preps_above(chain: Sequence[Token]) -> Iterator[Token]:
    for token in chain[:2]:
        if token.dep_ in ("pcomp", "pobj") and token.head.dep_ == "prep":
            yield token.head


def _hypothetical(trigger: Token, chain: Sequence[Token], objects: Sequence[Token]) -> bool:
    for place, token in enumerate(chain):
        helpers = _helpers(token)
        if helpers & _words("hypothetical-mark") or (
            place < 3
            and helpers & _words("hypothetical-aux")
            and "have" not in helpers
            and not _told_ahead(token, helpers)
        ):
            return True
        if place and any(lemma in _words("hypothetical-verb") for lemma in lemmas(token.lower_)):
            if chain[place - 1].dep_ in ("xcomp", "ccomp", "dobj", "pcomp"):
                return True
    if _of_noun(trigger, "hypothetical-noun"):
        return True
    heads = [trigger, *objects]
    return any(
        c.lower_ in _words("hypothetical-adjective") and c.dep_ == "amod"
        for h in heads
        for c in h.children
    )


def _of_noun(trigger: Token, kind: str) -> bool:
    """Whether a noun says that the deed is thought of: "the decision to send", "a plan to"."""
    head = trigger.head
    if trigger.dep_ == "pcomp" and head.dep_ == "prep":
        head = head.head
    elif trigger.dep_ != "acl" or trigger.tag_ != "VB":
        return False
    return any(lemma in _words(kind) for lemma in lemmas(head.lower_))


def _told_ahead(token: Token, helpers: set[str]) -> bool:
    """Whether "would" is "will" told in the past: "said that it would send"; no "if" follows."""
    if any(_helpers(c) & _words("hypothetical-mark") for c in token.children if c.dep_ == "advcl"):
        return False
    says = any(lemma in _says() for lemma in lemmas(token.head.lower_))
    return "would" in helpers and token.dep_ == "ccomp" and says


def _future(
    trigger: Token, chain: Sequence[Token], objects: Sequence[Token],
    time: Time | None, published: dt.date | None,
) -> bool:  # fmt: skip
    for place, token in enumerate(chain[:3]):
        helpers = _helpers(token)
        if helpers & _words("future-aux") or _told_ahead(token, helpers):
            return True
        if place and any(lemma in _words("future-verb") for lemma in lemmas(token.lower_)):
            if chain[place - 1].dep_ == "xcomp":
                return True
    if published and time and time.start and time.start > published:
        return True
    if _of_noun(trigger, "future-noun"):
        return True
    return any(
        c.lower_ in _words("future-adjective") and c.dep_ == "amod" for c in trigger.children
    )


def _historical(
    chain: Sequence[Token], trigger: Token, actors: Sequence[Mention],
    time: Time | None, published: dt.date | None,
) -> bool:  # fmt: skip
    if time is not None and time.end is not None and time.precision != "since":
        now = published
        if now is not None:
            return (now - time.end).days > BACKGROUND_DAYS
        return time.precision in ("year", "decade", "range", "until", "half", "quarter")
    if any(_former(mention, published) for mention in actors) or _before_that(trigger):
        return True
    cues = _words("historical-adverb")
    for token in chain:
        if any(c.lower_ in cues for c in token.children if c.dep_ in ("advmod", "npadvmod")):
            return True
        if any(c.lower_ == "used" and c.dep_ == "aux" for c in token.children):
            return True
        if token.dep_ == "xcomp" and token.head.lower_ == "used" and token.tag_ == "VB":
            # "used to send", but not "was used to send"
            if not any(c.dep_ == "auxpass" for c in token.head.children):
                return True
    return any(
        c.dep_ == "amod" and c.lower_ in _words("historical-adjective") for c in trigger.children
    )


def _before_that(trigger: Token) -> bool:
    """Whether "had" tells of what lay before the story, and not of what somebody reports."""
    reported = any(lemma in _says() for lemma in lemmas(trigger.head.lower_))
    had = any(c.dep_ == "aux" and c.lower_ == "had" for c in trigger.children)
    return had and trigger.tag_ == "VBN" and not (reported and trigger.dep_ == "ccomp")


@cache
def _terms() -> dict[str, list[str]]:
    """End dates of the terms of each leader, empty for a term that has not ended."""
    terms: dict[str, list[str]] = {}
    for row in codebook.rows("leaders"):
        if row["office"].startswith(("head", "supreme")):
            terms.setdefault(row["name"], []).append(row["end"])
    return terms


def _former(mention: Mention, published: dt.date | None) -> bool:
    """Whether somebody's last term ended well before the text was written."""
    ends = _terms().get(mention.name or "", [""])
    if not all(ends):
        return False
    last = max(dt.date.fromisoformat(end) for end in ends)
    if published is None:
        # an undated text: whoever left office years ago acted then
        return mention.kind in ("leader", "person") and last.year <= _latest_start() - 5
    return (published - last).days > BACKGROUND_DAYS


@cache
def _latest_start() -> int:
    """The latest year that the table of leaders knows of: no clock is read."""
    return max(int(r["start"][:4]) for r in codebook.rows("leaders") if r["start"])
