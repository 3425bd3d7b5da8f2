"""Words laid out: the same tree as spaCy's, under the same names."""

from __future__ import annotations

import json
from pathlib import Path

from patronage.coding.parse import Parser
from patronage.coding.words import words_of

CASES = Path(__file__).parent / "cases.jsonl"
ODD = ["", "  ", "“No,”  he said - twice.", "Well ... we do n't know; they (the UN) may, he said."]


def test_words_are_spacys_tokens() -> None:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    texts = [*ODD, *(json.loads(line)["text"] for line in lines)]
    for text, doc in zip(texts, Parser().parse(texts), strict=True):
        words = words_of(doc)
        assert len(words) == len(doc), text
        for word, token in zip(words, doc, strict=True):
            for name in ("i", "idx", "text", "lower_", "tag_", "dep_", "whitespace_"):
                assert getattr(word, name) == getattr(token, name)
            assert word.head.i == token.head.i
            for name in ("children", "ancestors", "subtree", "lefts"):
                found = [w.i for w in getattr(word, name)]
                assert found == [t.i for t in getattr(token, name)], (text, word, name)
            assert word.left_edge.i == token.left_edge.i
            assert word.right_edge.i == token.right_edge.i
        assert [w.nbor(-1).text for w in words[1:]] == [t.text for t in doc[:-1]]
