"""Words to sub-tokens, as the encoder's base model was trained with: lower case, no accents.

The scheme is WordPiece behind BERT's plain splitter, written anew so that no tokenizer library is
needed at run time; ``tests/coding/wordpieces.jsonl`` holds what the reference library
(``tokenizers`` 0.23.3) gives.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator

__all__ = ["UNKNOWN", "WordPiece"]

UNKNOWN = "[UNK]"
_LONGEST = 100  # characters; a longer run is unknown, as in the reference
_PUNCTUATION = frozenset(string.punctuation)
_CONTROL = frozenset(("Cc", "Cf", "Co", "Cs"))  # what is not yet assigned stays
_REMEMBERED = 50_000  # words whose pieces are kept
# Ideographs that stand alone, as ranges of code points, both ends in.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """A vocabulary and how a word is cut by it.

    Args:
        tokens: the vocabulary in the order of its numbers; ``##`` begins a piece inside a word.

    >>> WordPiece(["[UNK]", "rebel", "##s"]).pieces("Rebels")
    (1, 2)
    """

    def __init__(self, tokens: list[str]) -> None:
        self.number = {token: at for at, token in enumerate(tokens)}
        self._unknown = self.number[UNKNOWN]
        self._known: dict[str, tuple[int, ...]] = {}

    def pieces(self, word: str) -> tuple[int, ...]:
        """Numbers of a word's sub-tokens; none where the word is space or control signs alone."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = tuple(n for part in _parts(_normal(word)) for n in self._cut(part))
            self._known[word] = found
        return found

    def _cut(self, part: str) -> list[int]:
        """The longest known piece first, then the longest of the rest; all or unknown."""
        if len(part) > _LONGEST:
            return [self._unknown]
        numbers: list[int] = []
        start = 0
        while start < len(part):
            lead = "##" if start else ""
            for end in range(len(part), start, -1):
                number = self.number.get(lead + part[start:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            numbers.append(number)
            start = end
        return numbers


def _normal(word: str) -> str:
    """Without control signs and accents, in lower case, ideographs apart."""
    if word.isascii() and word.isprintable():
        return word.lower()
    kept = "".join(_clean(sign) for sign in word)
    plain = unicodedata.normalize("NFD", kept)
    # Sign by sign: a final sigma stays as any other, which it would not in the whole word.
    return "".join(s.lower() for s in plain if unicodedata.category(s) != "Mn")


def _clean(sign: str) -> str:
    if sign in "\t\n\r":
        return " "
    if sign == "\ufffd" or unicodedata.category(sign) in _CONTROL:
        return ""
    if sign.isspace():
        return " "
    code = ord(sign)
    return f" {sign} " if any(low <= code <= high for low, high in _IDEOGRAPHS) else sign


def _parts(text: str) -> Iterator[str]:
    """Runs between spaces, each mark of punctuation alone."""
    run = ""
    for sign in text:
        alone = sign in _PUNCTUATION or unicodedata.category(sign)[0] == "P"
        if alone or sign.isspace():
            if run:
                yield run
            run = ""
            if alone:
                yield sign
        else:
            run += sign
    if run:
        yield run
