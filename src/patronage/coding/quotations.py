"""Who speaks in a quotation that runs on over sentences.

Read from the characters alone: whether a place lies between quotation marks of its paragraph, and
whose words stood last beside a verb of saying before it.
"""

from __future__ import annotations

import re
from functools import cache

from patronage import codebook
from patronage.records import Span

__all__ = ["inside", "speaker_before"]

_LOOK = 900  # characters back in which the speaker is looked for
_WHO = (
    r"((?:[Tt]he|an?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[A-Z][\w.’'-]*)(?:\s[\w.’'-]+){0,5}?"
    r"|[Hh]e|[Ss]he|[Tt]hey)"
)


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Speaker before a verb of saying, and after it."""
    forms = {"said", "says", "told", "wrote"}
    for row in codebook.rows("cues"):
        if row["kind"] == "say" and " " not in row["word"]:
            stem = row["word"].removesuffix("e")
            forms |= {f"{stem}ed", f"{row['word']}s"}
    said = "|".join(sorted(forms, key=len, reverse=True))
    mark = r"(?:[”\"]\s|[,.?!:;]\s|^)"
    return (
        re.compile(rf"{mark}(?:[Bb]ut\s|[Aa]nd\s)?{_WHO}\s({said})\b", re.MULTILINE),
        re.compile(rf"[”\"]\s({said})\s{_WHO}(?=[.,;:]|\s(?:of|in|at|on|who|from|whose)\b|$)"),
    )


def inside(text: str, at: int) -> bool:
    """Whether a place of a text lies in a quotation that its paragraph opened.

    >>> inside('“We left,” he said. “They shelled us.”', 28)
    True
    """
    start = text.rfind("\n", 0, at) + 1
    before = text[max(start, at - 2000) : at]
    if "“" in before or "”" in before:
        return before.rfind("“") > before.rfind("”")
    return before.count('"') % 2 == 1


def speaker_before(text: str, at: int) -> tuple[Span, str] | None:
    """The words for who spoke last before a place, with the verb; None where nobody did.

    >>> speaker_before('"We left," the colonel said. "They shelled us."', 29)
    (Span(start=11, end=22), 'said')
    """
    low = max(0, at - _LOOK)
    window = text[low:at]
    before, after = _forms()
    found = [(m.start(1), m.end(1), m[2]) for m in before.finditer(window)]
    found += [(m.start(2), m.end(2), m[1]) for m in after.finditer(window)]
    if not found:
        return None
    start, end, cue = max(found)
    return Span(low + start, low + end), cue
