"""What the rules could tell by words alone: never less than they tell of the parsed sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from patronage.coding.candidates import find
from patronage.coding.foreseen import Foreseer
from patronage.coding.lexicon import Lexicon
from patronage.coding.parse import Parser
from patronage.coding.standins import reading
from patronage.coding.tree import Tree

CASES = Path(__file__).parent / "cases.jsonl"


@pytest.fixture(scope="module")
def foreseer() -> Foreseer:
    return Foreseer(Lexicon.default())


def test_every_sentence_of_which_a_rule_makes_something_is_foreseen(foreseer: Foreseer) -> None:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    made = 0
    for text, doc in zip(texts, Parser().parse(texts), strict=True):
        if find(Tree(doc, reading(text, 0, ()), ()), Lexicon.default()):
            made += 1
            assert foreseer.possible([token.text for token in doc]), text
    assert made > len(texts) / 2


@pytest.mark.parametrize(
    ("words", "possible"),
    [
        ("Iran condemned the raid .", True),
        ("Iran provides .", False),
        ("Iran provides loans .", True),
        ("Iran provides $ 3 billion .", True),
        ("Iran refused to send rifles .", True),
        ("The weather in Iran is fine .", False),
        ("", False),
    ],
)
def test_light_verbs_need_what_completes_them(
    foreseer: Foreseer, words: str, possible: bool
) -> None:
    assert foreseer.possible(words.split()) is possible


def test_capitals_do_not_matter(foreseer: Foreseer) -> None:
    assert foreseer.possible("IRAN CONDEMNED IRAQ".split())
