"""Headlines, Markdown."""

from pathlib import Path

import pytest

from patronage.documents.prose import title_of

from .samples import TALKS, run, text_of

ARTICLE = Path(__file__).parents[3] / "shared/cases/venezuela/article.txt"
LONG = (
    "Officials from Venezuela and Russia met on Monday to talk about the old loans once more. " * 3
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (TALKS, "Caracas asks Moscow for radars"),
        ("\n\n  Who pays for the oil?\n\nNobody said.", "Who pays for the oil?"),
        (f"Talks resume in Caracas\n{LONG}", "Talks resume in Caracas"),
        ("Officials met on Monday.\n\nMoscow has not answered.", None),
        ("He said: “We will see.”\n\nMoscow has not answered.", None),
        ("Dear reader,\n\nMoscow has not answered.", None),
        (
            "Officials from Venezuela and Russia met on Monday in a bid to save\nthe old loans.",
            None,
        ),
        ("Talks resume in Caracas", None),
        ("Talks resume in Caracas\n\n \n", None),
        ("December 3, 2025\n\nMoscow has not answered.", None),
        ("Published: 2025-12-03\n\nMoscow has not answered.", None),
        ("* * *\n\nMoscow has not answered.", None),
        ("x" * 200 + "\n\nMoscow has not answered.", None),
        ("", None),
    ],
)
def test_titles(text, title):
    assert title_of(text) == title


def test_markdown_headings_lose_their_mark(tmp_path):
    data = b"# Talks resume\n\nMoscow has not answered.\n\n## Money\n\nIt is #1 in oil."
    document, _ = text_of(tmp_path / "a.md", data)
    assert document.title == "Talks resume" and document.text.startswith("Talks resume\n")
    assert "\n\nMoney\n\nIt is #1" in document.text


@pytest.mark.skipif(not ARTICLE.exists(), reason="../shared is absent")
def test_a_real_article_keeps_its_title_and_has_no_date():
    [(document, _)], [problem] = run(ARTICLE)
    assert document.title and document.text.startswith(document.title + "\n")
    assert document.published is None and not problem.lost
