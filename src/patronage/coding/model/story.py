"""Where a document's story plays, and whose its unnamed groups are: "the army", "the rebels".

The state that a text names most is the one whose police, crowds and towns it speaks of without a
name; a group that it once named with its state ("Myanmar's army") is that state's from there on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from patronage.actors import Mention
from patronage.coding.model.features import stem
from patronage.records import Span

__all__ = ["Setting", "Story"]

_PLACE = 2.0  # a place or capital tells of two mentions' worth where a story plays,
_LATER = 0.5  # one told further down of half its worth;
_SURE = 3.0  # from here on the story's state goes before another one of the sentence
_AFTER = re.compile(r"(?:['’]s)?((?:[ -][A-Za-z]+){1,4})")
_BEFORE = re.compile(r"([A-Za-z]+) (?:of|in) $")
_WORD = re.compile(r"[A-Za-z]+")
_FAR = 40  # letters back that the word before "of" is looked for
_ENDS = frozenset(
    "and or but of in on at to for with by from as is are was were has have had will would who "
    "which that the a an".split()
)

Groups = Mapping[str, Sequence[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document has told of states up to a sentence.

    ``state`` is the one that it tells most; ``sure`` where that is more than a mention or two.
    """

    state: str | None = None
    sure: bool = False
    _groups: Groups = field(default_factory=dict)
    _start: int = 0

    def of(self, word: str) -> str | None:
        """The state last told beside a word before this sentence; None where none was."""
        told = self._groups.get(stem(word), ())
        last = bisect_left(told, (self._start, "")) - 1
        return told[last][1] if last >= 0 else None


class Story:
    """The states that a document names, by where it names them.

    Args:
        mentions: the document's, in order.
        text: the whole document.

    >>> from patronage.actors import Cast, gazetteer
    >>> text = "Mali's army left Kidal. The rebels met Russian envoys."
    >>> spans = [Span(0, 23), Span(24, 54)]
    >>> story = Story(Cast(gazetteer(), text, spans).mentions, text)
    >>> setting = story.at(spans[1])
    >>> setting.state, setting.of("army"), setting.of("envoys")
    ('MLI', 'MLI', None)
    """

    def __init__(self, mentions: Sequence[Mention], text: str) -> None:
        starts: dict[str, list[int]] = defaultdict(list)
        worth: dict[str, list[float]] = defaultdict(list)
        groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for mention in mentions:
            if not mention.country:
                continue
            starts[mention.country].append(mention.span.start)
            place = mention.place or mention.kind == "capital"
            worth[mention.country].append(_PLACE if place else 1.0)
            for word in _beside(text, mention.span):
                groups[stem(word)].append((mention.span.start, mention.country))
        self._starts = starts
        self._worth = {state: [0.0, *accumulate(each)] for state, each in worth.items()}
        self._groups = groups

    def at(self, span: Span) -> Setting:
        """What is told up to a sentence, and at half its worth further down."""
        best, most = None, 0.0
        for state, starts in self._starts.items():
            worth = self._worth[state]
            before = worth[bisect_left(starts, span.end)]
            told = before + _LATER * (worth[-1] - before)
            if told > most:
                best, most = state, told
        return Setting(best, most >= _SURE, self._groups, span.start)


def _beside(text: str, span: Span) -> list[str]:
    """The words that a state's name stands beside: "Syrian rebels", "the army of Mali"."""
    found = _WORD.findall(text, span.start, span.end)
    after = _AFTER.match(text, span.end)
    for word in _WORD.findall(after.group(1)) if after else ():
        if word.lower() in _ENDS:
            break
        found.append(word)
    before = _BEFORE.search(text[max(0, span.start - _FAR) : span.start])
    return [*found, before.group(1)] if before else found
