"""Whom "which", "who" and the "we" of a quotation stand for, where somebody asks for them.

Readers of events follow grammar for these; a phrase asked for by itself has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from patronage.actors.gazetteer import Mention
from patronage.actors.vocabulary import Vocabulary
from patronage.actors.words import Words
from patronage.records import Span

__all__ = ["RELATIVES", "relative"]

_WHO = frozenset({"who", "whom", "whose"})
_SPEAKER = frozenset({"we", "us", "our", "ours", "ourselves", "i", "my", "me", "mine"})
_QUOTES = '"“”„«»'
RELATIVES = frozenset({"which", *_WHO, *_SPEAKER})


def relative(
    text: str, span: Span, mentions: Sequence[Mention], vocabulary: Vocabulary
) -> Mention | None:
    """The mention that a relative or a quoted first person stands for, on the word's own span.

    Args:
        text: what is read.
        span: where the word stands.
        mentions: the mentions of the text, in order.
        vocabulary: its verbs of saying find who speaks.
    """
    key = span.of(text).casefold()
    found = (
        _speaker(text, span, mentions, vocabulary)
        if key in _SPEAKER
        else _antecedent(text, span, mentions, key in _WHO)
    )
    if found is None:
        return None
    return replace(found, span=span, text=span.of(text), kind="pronoun", head=None, place=False)


def _antecedent(text: str, span: Span, mentions: Sequence[Mention], person: bool) -> Mention | None:
    """The nearest before the word, in its sentence."""
    for mention in reversed(mentions):
        if mention.span.end > span.start or not mention.key:
            continue
        if any(mark in text[mention.span.end : span.start] for mark in ".!?\n"):
            return None
        human = mention.kind in {"leader", "person", "demonym"} or mention.head is not None
        if human or not person:
            return mention
    return None


def _speaker(
    text: str, span: Span, mentions: Sequence[Mention], vocabulary: Vocabulary
) -> Mention | None:
    """Who stands beside a verb of saying after the quotation, else before it."""
    opened = max(text.rfind(mark, 0, span.start) for mark in _QUOTES)
    closed = min((at for mark in _QUOTES if (at := text.find(mark, span.end)) >= 0), default=-1)
    if opened < 0:
        return None
    line = text.find("\n", closed if closed >= 0 else span.end)
    end = line if line >= 0 else len(text)
    after = [m for m in mentions if 0 <= closed < m.span.start < end]
    before = [m for m in mentions if m.span.end <= opened]
    for mention in (*after[:1], *before[-1:]):
        beyond = text[mention.span.end : mention.span.end + 40]
        ahead = text[max(0, mention.span.start - 25) : mention.span.start]
        said = vocabulary.guard("say").intersection(Words(f"{ahead} {beyond}").keys)
        if said and mention.key and mention.acts:
            return mention
    return None
