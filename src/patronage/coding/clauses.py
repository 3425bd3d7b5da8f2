"""Where the clauses of a sentence part, by punctuation and by words of table ``claim_cues``.

Without a parser, so that claims can be found in any sentence at little cost. A comma parts clauses
unless it is one of a list ("China, Russia, Cuba, and Iran") or closes a short opening ("In 2018,").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from patronage.codebook import rows

__all__ = ["Clause", "causal_as", "clause_at", "clauses", "cue_words"]

Clause = tuple[int, int]

_MARK = re.compile(r"[;:()“”\"…!?]|\s[–-]\s|—|,(?=[\s’”])|\.(?=\s|$)")
_NAME = r"(?:the\s)?[A-Z][\w.’'-]*(?:\s(?:of\s|al-)?[A-Z][\w.’'-]*){0,3}"
_LISTED = re.compile(rf"\s*(?:(?:and|or)\s)?{_NAME}(?:\s(?:and|or)\s{_NAME})*\s*")
_SHORT = re.compile(
    r"\s*(?!but\s|yet\s|as\s|while\s)(?:(?:and|or)\s)?[\w’'-]+(?:\s[\w’'-]+){0,2}\s*"
)
_OPENING = re.compile(
    r"\s*(?:In|On|Since|By|From|During|After|Before|Over|Between|Until|Last|This|At|Earlier)\b"
    r"(?:\s\S+){1,5}\s*"
)
_THAT = re.compile(r"(\w+)(\sthat\s)", re.IGNORECASE)
_AS = re.compile(r"(?:\A|(?<=[\s,]))(as)\s(?!a\b|an\b|of\b|part\b|well\b|many\b|much\b)", re.I)
_NOT_AS = {"such", "well", "known", "as", "far", "long", "much", "soon", "many", "served", "so"}
_NOT_AS |= {"described", "seen", "same", "just", "regarded", "viewed", "serves", "named", "acts"}
_TAIL = re.compile(r"[^\s,;:]+(?=\s*$)")


@cache
def cue_words(kind: str) -> frozenset[str]:
    """The words of one kind of cue in table ``claim_cues``.

    >>> "because" in cue_words("break")
    True
    """
    return frozenset(row["words"] for row in rows("claim_cues") if row["kind"] == kind)


@cache
def _breaks() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(cue_words("break"), key=len, reverse=True))
    return re.compile(rf"(?<=[\s,])(?:{words})\b|(?<=[\s,])since\s(?![0-9])", re.IGNORECASE)


@cache
def _moving() -> frozenset[str]:
    """Verbs that say that something rises or falls: with one, "as" tells a cause."""
    return frozenset(
        row["words"]
        for row in rows("claim_cues")
        if row["kind"] == "trend" and row["place"] in ("before", "either", "relations")
    ) | {"approaches", "nears", "bites", "bite", "looms", "loom", "begins"}


def causal_as(text: str, headline: bool = False) -> list[Clause]:
    """Each "as" that opens a clause of circumstance ("as pressure mounts"), with its end.

    It counts where a verb of rising or falling follows it within the stretch, or, in a headline,
    any verb in the third person.
    """
    found = []
    for match in _AS.finditer(text):
        before = _TAIL.search(text, max(0, match.start() - 24), match.start())
        if before and before[0].lower() in _NOT_AS:
            continue
        stop = _MARK.search(text, match.end())
        end = stop.start() if stop else len(text)
        words = re.findall(r"[\w’'-]+", text[match.end() : end])[:14]
        moving = any(word.lower() in _moving() for word in words[1:])
        verbal = headline and any(re.fullmatch(r"[A-Za-z]+[^s\W]s", w) for w in words[1:])
        if moving or verbal:
            found.append((match.start(1), end))
    return found


def clauses(text: str, whole: Sequence[Clause] = (), headline: bool = False) -> list[Clause]:
    """The clauses of a sentence as half-open ranges, in order, without the marks between them.

    ``whole`` are stretches that never part, such as the words of an amount or a time.

    >>> text = "In 2018, it sent two bombers, but pressure grew."
    >>> [text[a:b] for a, b in clauses(text)]
    ['In 2018, it sent two bombers', 'but pressure grew']
    """
    kept = [(a, b) for a, b in whole if b > a]
    cuts = [(m.start(), m.end()) for m in _MARK.finditer(text)]
    cuts += [(m.start(), m.start()) for m in _breaks().finditer(text)]
    cuts += [(start, start) for start, _ in causal_as(text, headline)]
    cuts += [m.span(2) for m in _THAT.finditer(text) if m[1].lower() in cue_words("say")]
    # A time that starts at "since" stays in its clause; so the cut before it falls away.
    cuts = [c for c in cuts if not any(a <= c[0] < b for a, b in kept)]
    return _merged(text, sorted(cuts))


def _merged(text: str, cuts: list[Clause]) -> list[Clause]:
    parts: list[Clause] = []
    start, opened = 0, False
    for begin, end in [*cuts, (len(text), len(text))]:
        words = text[start:begin]
        comma = bool(parts) and text[parts[-1][1] : start].strip() == ","
        listed = comma and (_LISTED.fullmatch(words) or _SHORT.fullmatch(words))
        if (listed or opened) and parts and begin > start:
            parts[-1] = (parts[-1][0], begin)
            opened = False
        elif words.strip():
            parts.append((start, begin))
            opened = text[begin:end] == "," and _OPENING.fullmatch(words) is not None
        start = max(start, end)
    return [_trimmed(text, part) for part in parts]


def _trimmed(text: str, part: Clause) -> Clause:
    start, end = part
    while start < end and text[start] in " ,;:.\n\t":
        start += 1
    while end > start and text[end - 1] in " ,;:.\n\t":
        end -= 1
    return start, end


def clause_at(parts: Sequence[Clause], at: int) -> Clause:
    """The clause that holds a place, else the nearest one before it."""
    best = parts[0] if parts else (at, at)
    for part in parts:
        if part[0] <= at:
            best = part
    return best
