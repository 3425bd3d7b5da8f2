"""The encoder: whole answers for any words, the same each time, from files that are checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage import codebook
from patronage.coding.model import encoder as module
from patronage.coding.model.encoder import NONE, Encoder, encoder
from patronage.coding.model.wordpiece import WordPiece
from patronage.errors import PatronageError

FOLDER = Path(module.__file__).parent
FILES = ("encoder.json", "encoder.onnx", "vocab.txt")
PIECES = Path(__file__).parent / "wordpieces.jsonl"


def words(text: str) -> list[str]:
    return text.split()


PLAIN = words("Russia shipped Syria forty tanks on Sunday .")


def likeliest(sentence: list[str], word: str) -> str:
    [told] = encoder().tag([sentence])
    row = told[sentence.index(word)]
    return max(row, key=row.__getitem__)


def test_every_word_has_a_probability_for_none_and_every_type() -> None:
    [told] = encoder().tag([PLAIN])
    assert len(told) == len(PLAIN)
    labels = [NONE, *(row["type"] for row in codebook.rows("types"))]
    assert all(list(row) == labels for row in told)
    for row in told:
        assert sum(row.values()) == pytest.approx(1, abs=1e-4)
        assert all(0 <= value <= 1 for value in row.values())


@pytest.mark.parametrize(
    ("sentence", "word", "type_"),
    [
        ("Kenya condemned the killings .", "condemned", "ACCUSE"),
        ("Oman sent Yemen forty tonnes of rice .", "sent", "AID"),
        ("Rebels shelled the town on Friday .", "shelled", "ASSAULT"),
        ("The minister met his Chadian counterpart .", "met", "CONSULT"),
        ("The weather was mild in the capital .", "mild", NONE),
        ("The band released a new album .", "album", NONE),
    ],
)
def test_plain_words_get_their_type(sentence: str, word: str, type_: str) -> None:
    assert likeliest(words(sentence), word) == type_


def test_the_same_words_get_the_same_answer() -> None:
    assert encoder().tag([PLAIN]) == encoder().tag([PLAIN]) == Encoder().tag([PLAIN])


def test_company_changes_nothing() -> None:
    others = [words("Ghana recalled its envoy and closed the border ."), words("Yes ."), PLAIN * 3]
    [alone] = encoder().tag([PLAIN])
    assert encoder().tag([*others, PLAIN, *others * 6])[len(others)] == alone


def test_many_sentences_keep_their_order_and_length() -> None:
    many = [PLAIN[: 1 + i % len(PLAIN)] for i in range(50)]
    assert [len(told) for told in encoder().tag(many)] == [len(some) for some in many]
    tables = [told.types for told in encoder().read(many)]
    assert [table.shape for table in tables] == [(len(some), 17) for some in many]


def test_no_words_no_answers() -> None:
    assert encoder().tag([]) == []
    assert encoder().tag([[]]) == [[]]
    assert encoder().tag([[], PLAIN, []])[0] == []


def test_a_word_of_spaces_is_none_for_certain() -> None:
    [told] = encoder().tag([["Rebels", " ", "\n\n", "", "shelled", "Goma", "."]])
    assert [row[NONE] for row in told[1:4]] == [1, 1, 1]
    assert told[4][NONE] < 0.5


def test_a_long_sentence_is_read_to_its_end() -> None:
    [told] = encoder().tag([PLAIN * 60])
    sent = [row for word, row in zip(PLAIN * 60, told, strict=True) if word == "shipped"]
    assert sum(row[NONE] < 0.5 for row in sent[30:]) > 20
    assert all(row[NONE] < 1 for row in told)


def test_one_endless_word_does_not_stop_it() -> None:
    [told] = encoder().tag([["x." * 2000, "y" * 5000, "Rebels", "attacked", "Goma"]])
    assert len(told) == 5
    assert all(sum(row.values()) == pytest.approx(1, abs=1e-4) for row in told)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=4))
def test_odd_words_get_whole_answers(sentences: list[list[str]]) -> None:
    told = encoder().tag(sentences)
    assert [len(rows) for rows in told] == [len(some) for some in sentences]
    assert all(sum(row.values()) == pytest.approx(1, abs=1e-4) for rows in told for row in rows)


def copied(folder: Path) -> Path:
    for name in FILES:
        shutil.copy(FOLDER / name, folder / name)
    return folder


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt"])
def test_a_changed_file_is_refused(name: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(PatronageError, match=rf"{name}.*Install patronage again"):
        Encoder(folder).tag([PLAIN])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "encoder.onnx").unlink()
    with pytest.raises(PatronageError, match=r"encoder\.onnx.*Install patronage again"):
        Encoder(folder).tag([PLAIN])


def test_nothing_is_read_before_the_first_question(tmp_path: Path) -> None:
    Encoder(tmp_path)  # an empty folder


def test_the_files_are_small_enough_for_a_wheel_and_bring_their_notice() -> None:
    assert sum((FOLDER / name).stat().st_size for name in FILES) < 20_000_000
    assert "Apache License" in (FOLDER / "NOTICE").read_text(encoding="utf-8")
    told = json.loads((FOLDER / "encoder.json").read_text(encoding="utf-8"))
    assert set(told["sha256"]) == {"encoder.onnx", "vocab.txt"}
    assert told["trained_on"]


@pytest.fixture(scope="module")
def cutter() -> WordPiece:
    return WordPiece((FOLDER / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n"))


def test_words_are_cut_as_the_reference_cuts_them(cutter: WordPiece) -> None:
    """``wordpieces.jsonl``: words of our corpus and odd ones, cut by ``tokenizers`` 0.23.3."""
    lines = [json.loads(line) for line in PIECES.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 400
    assert [(word, list(cutter.pieces(word))) for word, _ in lines] == [tuple(x) for x in lines]


def test_the_store_of_known_words_changes_nothing(
    cutter: WordPiece, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [cutter.pieces(word) for word in PLAIN]
    monkeypatch.setattr("patronage.coding.model.wordpiece._REMEMBERED", 2)
    assert [cutter.pieces(word) for word in PLAIN * 2] == before * 2
