"""A text cut into words once, in linear time, with keys by which tables find them.

A key is the word in lower case without accents, dots and zero-width marks, so that "Nicolás",
"NICOLAS" and "Nicolas" are one key; whether the capitals matter is asked later, of the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["FUNCTION", "Words", "fold", "keys_of"]

# An initialism with dots is one word; else letters and digits with their combining and zero-width
# marks. "&" is a word because names are joined by it ("Trinidad & Tobago").
_WORD = re.compile(
    r"(?:[A-Za-z]\.)+[A-Za-z]\b\.?|\w[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*|&"
)
_MARKS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Letters that NFKD leaves whole although English writes them plainly.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "ə": "e"})
_JOINS = frozenset({" ", "-", "+", "’", "'", ". ", ".", "\n", "\u00a0", "‑", "–", "  ", "ʼ", "‘"})
_JOIN = re.compile(r"[ \t\u00a0\u2009\u202f]{1,4}|[-‐‑–'’ʼ‘.][ \u00a0]?|[ \t]*\r?\n[ \t]*|\.-")
_APOSTROPHES = frozenset("'’ʼ‘`´")

_FUNCTION = (
    "a an the this that these those and or nor but yet so if as than then of in on at by for "
    "from to into onto upon over under after before during between among amid against with "
    "without within about across through toward towards via per since until till while when "
    "where whereas although though because unless i you he she it we they me him her us them "
    "my your his its our their who whom whose which what why how not no is are was were be "
    "been being am has have had having do does did will would shall should can could may "
    "might must there here also only even just both all any some each every either neither "
    "such more most other another many few several much very too now never ever still however "
    "meanwhile moreover yesterday today tomorrow tonight & later earlier soon again instead "
    "perhaps maybe indeed thus hence therefore besides afterwards elsewhere nonetheless "
    "nevertheless once despite unlike "
)
FUNCTION = frozenset(_FUNCTION.split())


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """The key of one word: lower case, no accents, no dots, no zero-width marks.

    >>> fold("Nicolás"), fold("U.S.")
    ('nicolas', 'us')
    """
    if word.isascii():
        return word.lower().replace(".", "")
    bare = unicodedata.normalize("NFKD", _MARKS.sub("", word).casefold()).translate(_PLAIN)
    return "".join(c for c in bare if not unicodedata.combining(c)).replace(".", "")


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of a name's words, a leading article left out.

    >>> keys_of("Côte d’Ivoire")
    ('cote', 'd', 'ivoire')
    """
    keys = tuple(fold(word) for word in _WORD.findall(text))
    keys = tuple("and" if key == "&" else key for key in keys)
    return keys[1:] if len(keys) > 1 and keys[0] == "the" else keys


class Words:
    """The words of one text: ``starts``, ``ends`` (code points) and ``keys``, index by index."""

    __slots__ = ("_line", "ends", "keys", "starts", "text")

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _WORD.finditer(text)]
        self.text = text
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.keys = [fold(text[start:end]) for start, end in spans]
        if "&" in text:
            self.keys = ["and" if key == "&" else key for key in self.keys]
        self._line = (0, 0, "plain")

    def __len__(self) -> int:
        return len(self.keys)

    def raw(self, index: int) -> str:
        """The word as it stands."""
        return self.text[self.starts[index] : self.ends[index]]

    def slice(self, first: int, last: int) -> str:
        """The text from word ``first`` up to, and not with, word ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def gap(self, index: int) -> str:
        """What stands before a word, after the word before it; a break before the first."""
        if index <= 0 or index >= len(self.keys):
            return "\n\n"
        return self.text[self.ends[index - 1] : self.starts[index]]

    def joined(self, index: int) -> bool:
        """Whether a word can go on the name that the word before it is part of."""
        gap = self.gap(index)
        return gap in _JOINS or bool(_JOIN.fullmatch(gap))

    def spaced(self, index: int) -> bool:
        """Whether only one line's white space stands before the word."""
        gap = self.gap(index)
        return gap == " " or (gap.isspace() and gap.count("\n") <= 1)

    def hyphened(self, index: int) -> bool:
        """Whether a hyphen joins the word to the one before it."""
        return self.gap(index) in {"-", "‐", "‑"}

    def capital(self, index: int) -> bool:
        """Whether the word begins with a capital."""
        return 0 <= index < len(self.keys) and self.text[self.starts[index]].isupper()

    def possessive(self, index: int) -> int:
        """How many words the possessive mark before ``index`` takes: 1 for "'s", else 0."""
        if index < len(self.keys) and self.keys[index] == "s":
            gap = self.gap(index)
            return int(len(gap) == 1 and gap in _APOSTROPHES)
        return 0

    def plural_possessive(self, index: int) -> bool:
        """Whether the word before ``index`` ends in s and a bare apostrophe ("allies’ arms")."""
        gap = self.gap(index)
        return gap[:1] in _APOSTROPHES and gap[1:].isspace() and self.keys[index - 1][-1:] == "s"

    def opens(self, index: int) -> bool:
        """Whether the word stands first in its sentence or quotation, as far as marks tell."""
        gap = self.gap(index)
        if index == 0 or "\n" in gap:
            return True
        return any(mark in gap for mark in '.!?:;“"‘•(') and not (
            gap.startswith(".") and len(self.keys[index - 1]) <= 1
        )

    def line(self, index: int) -> str:
        """How the line of a word is written: ``caps``, ``title`` or ``plain``."""
        position = self.starts[index]
        start, end, style = self._line
        if not start <= position < end:
            start = self.text.rfind("\n", 0, position) + 1
            end = self.text.find("\n", position)
            end = end if end >= 0 else len(self.text)
            style = _style(self.text[start:end])
            # The last line is kept, not every line: a search per word of a 1 MB line is too slow.
            self._line = (start, end, style)
        return style


def _style(line: str) -> str:
    # Long lines are paragraphs; looking at their first words keeps a 1 MB line cheap.
    if len(line) > 400:
        return "plain"
    words = [word for word in _WORD.findall(line) if word[0].isalpha()]
    if len(words) >= 3 and sum(word.isupper() for word in words) >= 0.9 * len(words):
        return "caps"
    long = [word for word in words if len(word) > 3 and word.lower() not in FUNCTION]
    if line.rstrip()[-1:] in {".", "!", "”", '"'} or len(long) < 3:
        return "plain"
    return "title" if sum(word[0].isupper() for word in long) >= 0.8 * len(long) else "plain"
