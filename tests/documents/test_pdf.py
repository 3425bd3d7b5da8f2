"""PDF files, made by hand."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from patronage.documents.pdf import paragraphs

from .samples import TALKS, lost, pdf, run, text_of

PRINTED = [
    "Parts for Caracas",
    "",
    "Officials from Venezuela asked Russia for radars and for the repair of air-",
    "craft on Monday, two people with knowledge of the long-term talks said. The",
    "talks went on.",
    "Moscow has not answered. Beijing, which lent Caracas money for years under a",
    "long-",
    "term agreement, sent no comment (so far).",
]


def test_lines_become_paragraphs_and_words_are_whole(tmp_path):
    document, problems = text_of(tmp_path / "a.pdf", pdf([PRINTED], "Parts for Caracas"))
    assert document.title == "Parts for Caracas"
    first, second, third = document.text.split("\n\n")
    assert first == "Parts for Caracas"
    assert "repair of aircraft on Monday" in second and second.endswith("talks went on.")
    assert third.startswith("Moscow") and third.endswith(
        "a long-term agreement, sent no comment (so far)."
    )
    assert not lost(problems) and document.published is None


def test_a_named_title_counts_only_where_the_text_begins_with_it(tmp_path):
    document, _ = text_of(tmp_path / "a.pdf", pdf([PRINTED[2:]], "Microsoft Word - draft2.doc"))
    assert document.title is None


def test_sentences_go_on_over_pages_and_page_numbers_go(tmp_path):
    one = ["Officials from Venezuela asked Russia for radars and for the repair of", "1"]
    two = ["aircraft on Monday, two people with knowledge of the talks said there.", "Page 2 of 2"]
    document, _ = text_of(tmp_path / "a.pdf", pdf([one, two]))
    assert document.text == (
        "Officials from Venezuela asked Russia for radars and for the repair of aircraft on "
        "Monday, two people with knowledge of the talks said there."
    )


def test_scanned_pages_are_told_and_blank_ones_are_not(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf([TALKS.split("\n"), None, None, [], None]))
    found, problems = run(tmp_path / "a.pdf")
    assert len(found) == 1
    assert [(p.place, "OCR" in p.message) for p in lost(problems)] == [
        ("pages 2-3", True),
        ("page 5", True),
    ]


@pytest.mark.parametrize(("pages", "what"), [([None], "OCR"), ([[]], "no text"), ([], "no text")])
def test_without_any_text_there_is_no_document(tmp_path, pages, what):
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    found, [problem] = run(tmp_path / "a.pdf")
    assert found == [] and what in problem.message


@pytest.mark.parametrize("cut", [9, 200, 700])
def test_broken_files_end_in_a_problem_or_a_document(tmp_path, cut):
    (tmp_path / "a.pdf").write_bytes(pdf([PRINTED])[:cut])
    found, problems = run(tmp_path / "a.pdf")
    assert found or len(lost(problems)) == 1


def test_encrypted_files_are_told(tmp_path):
    for password, readable in (("secret", False), ("", True)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([PRINTED]))))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(tmp_path / "a.pdf")
        found, problems = run(tmp_path / "a.pdf")
        assert bool(found) == readable
        assert readable or "encrypted" in lost(problems)[0].message


def test_paragraphs_of_odd_lines():
    assert paragraphs("") == ""
    assert paragraphs("7\n\n 12 \n") == ""
    assert paragraphs("the Russia-\nVenezuela deal") == "the Russia-Venezuela deal"
