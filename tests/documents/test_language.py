"""English or not."""

import json
from pathlib import Path

import pytest

from patronage.documents.language import foreign_language

from .samples import SPANISH, TALKS

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SPANISH, "Spanish"),
        ("La Russie a livré des armes au Venezuela, selon le ministère.", "French"),
        ("Der russische Präsident traf Maduro am Montag in Moskau.", "German"),
        ("O governo da Venezuela pediu ajuda à Rússia e à China.", "Portuguese"),
        ("Россия отправила два танкера", "Russian"),
        ("委内瑞拉向俄罗斯求助", "Chinese"),
        ("VENEZUELA PIDE AYUDA A RUSIA Y A CHINA PARA SUS RADARES", "Spanish"),
    ],
)
def test_other_languages_are_named(text, language):
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        *(TALKS, "12345", "...", "Putin Xi Maduro", "Castro declared.", "Taiwan"),
        "Moscow agrees.",
        "President Nicolás Maduro told Telesur that “la patria no se vende” and left the room.",
    ],
)
def test_english_and_the_undecided_pass(text):
    assert foreign_language(text) is None


def test_a_text_that_is_english_only_at_its_head_is_not_english():
    assert foreign_language("Talks resume in Caracas\n\n" + SPANISH * 10) == "Spanish"


@pytest.mark.skipif(not (SHARED / "gold").exists(), reason="../shared is absent")
@pytest.mark.parametrize("name", ["factuality.jsonl", "plv_train.jsonl"])
def test_no_english_sentence_is_refused(name):
    with (SHARED / "gold" / name).open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file][:3000]
    assert len(texts) > 500
    assert [text for text in texts if foreign_language(text)] == []
