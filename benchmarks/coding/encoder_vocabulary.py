"""Which of the base model's sub-tokens the encoder keeps, so that six layers fit into the wheel.

Kept is what the training rounds' words and the codebook's are cut into, then the base's words in
Latin script in its own order, which is by how frequent they are. A rarer word is cut into smaller
pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from patronage import codebook
from patronage.coding.model.marking import MARKS
from patronage.coding.model.wordpiece import WordPiece

#: Sub-tokens kept.
MOST = 21_300
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *MARKS)
_TABLES = {
    "states": ("name",), "state_names": ("text",), "organisations": ("name", "aliases"),
    "triggers": ("word",), "nouns": ("text", "plural"), "leaders": ("name",),
}  # fmt: skip


def kept(base: Path, sentences: Iterable[Sequence[str]]) -> tuple[list[int], list[str]]:
    """Numbers in the base's vocabulary and the sub-tokens there, in the base's order.

    ``sentences`` are the words of those that are trained on.
    """
    tokens = (base / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    cutter = WordPiece(tokens)
    chosen = {cutter.number[token] for token in _SPECIAL}
    words = {word for sentence in sentences for word in sentence}
    chosen |= {number for word in words.union(_own()) for number in cutter.pieces(word)}
    for number, token in enumerate(tokens):
        if len(chosen) >= MOST:
            break
        if _latin(token):
            chosen.add(number)
    # One letter or digit must never be lost: whatever is cut ends there.
    chosen |= {n for n, t in enumerate(tokens) if len(t.removeprefix("##")) == 1 and t.isascii()}
    numbers = sorted(chosen)
    return numbers, [tokens[number] for number in numbers]


def _own() -> Iterator[str]:
    for table, columns in _TABLES.items():
        for row in codebook.rows(table):
            for column in columns:
                yield from row[column].replace("|", " ").split()


def _latin(token: str) -> bool:
    """Whether a sub-token is a word, number or mark as English text has them."""
    plain = token.removeprefix("##")
    return not plain.startswith("[unused") and all(
        sign < "\u0250" or "\u2010" <= sign <= "\u20bf" for sign in plain
    )
