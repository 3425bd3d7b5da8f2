"""Cut a text into sentences by its own punctuation, before any parser sees it.

Blank lines end sentences, and so do single line ends unless the text is hard-wrapped; otherwise a
headline glues to the first paragraph. Spans cover the text without its surrounding space.
"""

from __future__ import annotations

import re

from patronage.records import Span

__all__ = ["LONGEST", "split"]

#: Longest sentence handed on, in code points: a longer run of text is cut at a space, because
#: parse time grows with length and no sentence of news is this long.
LONGEST = 1200

# No run of blanks or stops is begun in its middle: that takes time by the square of its length.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9À-ÖØ-Þ])")
_PARAGRAPH = re.compile(r"(?<![ \t])[ \t]*\n(?:[ \t]*\n)+[ \t]*")
_LINE = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")
_LAST_WORD = re.compile(r"([^\s\"“‘'(\[]+?)[.!?…]+[\"”’')\]]*\s+$")
_TITLES = frozenset(
    (
        "mr mrs ms dr prof gen col lt sgt capt cmdr adm sen rep gov pres hon rev st jr sr messrs "
        "maj brig no nos vs inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec fig "
        "al approx est dept e.g i.e cf"
    ).split()
)
_INITIALS = re.compile(r"^(?:[A-Za-z]\.)*[A-Za-z]$")
#: Words that open a sentence and rarely follow an abbreviation inside one.
_OPENERS = frozenset(
    (
        "the it he she they we but and in on at this that these those a an as if when while after "
        "before since for there his her its their however meanwhile"
    ).split()
)


def split(text: str, title: str | None = None) -> list[Span]:
    """Sentences of a text in order; the first is the title where the text begins with it.

    A title longer than :data:`LONGEST` is cut as any text is.

    >>> [s.of("The U.S. army left. It rained.") for s in split("The U.S. army left. It rained.")]
    ['The U.S. army left.', 'It rained.']
    """
    spans: list[Span] = []
    start = 0
    if title and text.startswith(title):
        whole = Span(0, len(title))
        spans.extend([whole] if len(title) <= LONGEST else _bounded(text, whole))
        start = len(title)
    for block in _blocks(text, start):
        spans.extend(_sentences(text, block))
    return spans


def _blocks(text: str, start: int) -> list[Span]:
    """Paragraphs, and the lines of those that are not hard-wrapped."""
    blocks: list[Span] = []
    for paragraph in _cut(text, Span(start, len(text)), _PARAGRAPH):
        lines = _cut(text, paragraph, _LINE)
        widths = [line.end - line.start for line in lines[:-1]]
        wrapped = bool(widths) and min(widths) >= 40 and max(widths) <= 110
        blocks.extend([paragraph] if wrapped else lines)
    return blocks


def _cut(text: str, span: Span, at: re.Pattern[str]) -> list[Span]:
    pieces: list[Span] = []
    begin = span.start
    for match in at.finditer(text, span.start, span.end):
        pieces.append(Span(begin, match.start()))
        begin = match.end()
    pieces.append(Span(begin, span.end))
    return [trimmed for piece in pieces if (trimmed := _trim(text, piece)) is not None]


def _sentences(text: str, block: Span) -> list[Span]:
    found: list[Span] = []
    begin = block.start
    for match in _END.finditer(text, block.start, block.end):
        if _abbreviation(text, begin, match.end()):
            continue
        found.extend(_bounded(text, Span(begin, match.end())))
        begin = match.end()
    found.extend(_bounded(text, Span(begin, block.end)))
    return found


def _abbreviation(text: str, begin: int, end: int) -> bool:
    """Whether the full stop before ``end`` belongs to an abbreviation inside a sentence."""
    last = _LAST_WORD.search(text, max(begin, end - 40), end)
    if last is None or text[last.end(1)] != ".":
        return False
    word = last.group(1)
    following = re.match(r"[\w'’]+", text[end : end + 30])
    opener = following is not None and following.group().lower() in _OPENERS
    if word.lower() in _TITLES:
        return not (opener and word.lower() in {"co", "inc", "ltd", "corp", "al"})
    return bool(_INITIALS.match(word)) and not opener


def _bounded(text: str, span: Span) -> list[Span]:
    pieces: list[Span] = []
    start = span.start
    while span.end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > start else start + LONGEST
        pieces.append(Span(start, cut))
        start = cut
    pieces.append(Span(start, span.end))
    return [trimmed for piece in pieces if (trimmed := _trim(text, piece)) is not None]


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
