"""Bytes to text, and each repair told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patronage.documents.encoding import clean, decode, looks_mangled, unmangle

from .samples import TALKS, notes, text_of

WORDS = "President Nicolás Maduro said “no” – and Moscow’s envoy agreed with him on most of it."


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["read as UTF-16, as its mark says"]),
        ("utf-32", ["read as UTF-32, as its mark says"]),
        ("utf-16-le", ["has no mark; read as UTF-16-LE"]),
        ("utf-16-be", ["has no mark; read as UTF-16-BE"]),
        ("cp1252", ["is no UTF-8; read as Windows-1252"]),
    ],
)
def test_files_in_other_encodings(tmp_path, encoding, told):
    document, problems = text_of(tmp_path / "a.txt", WORDS.encode(encoding))
    assert document.text == WORDS and notes(problems) == told


def test_a_few_bad_bytes_do_not_spoil_good_utf8(tmp_path):
    data = (WORDS + " “Later” said ").encode() + b"Ch\xe1vez; cut \xe2\x80 off"
    document, problems = text_of(tmp_path / "a.txt", data)
    assert document.text == WORDS + " “Later” said Chávez; cut \ufffd off"
    assert notes(problems) == [
        "3 bytes are no UTF-8; lone ones read as Windows-1252, others as U+FFFD"
    ]


def test_other_scripts_are_guessed():
    russian = "Россия отправила два танкера, сообщили в министерстве. " * 3
    text, [note] = decode(russian.encode("cp1251"))
    assert text == russian and "cp1251" in note


def test_a_declared_encoding_is_believed_only_where_it_fits():
    polish = "Łódź i Gdańsk są daleko od Caracas"
    assert decode(polish.encode("iso8859-2"), "iso-8859-2") == (polish, ())
    assert decode(WORDS.encode(), "iso-8859-1") == (WORDS, ())
    assert decode("“x”".encode("cp1252"), "latin1") == ("“x”", ())
    assert decode(WORDS.encode("cp1252"), "no-such-code")[0] == WORDS


def test_mojibake_is_mended_and_told(tmp_path):
    # As browsers read it: the five bytes that Windows-1252 leaves open become U+0081 to U+009D.
    bytewise = (bytes([byte]) for byte in WORDS.encode())
    mangled = "".join(byte.decode("cp1252", "ignore") or chr(byte[0]) for byte in bytewise)
    assert looks_mangled(mangled) and not looks_mangled(WORDS)
    document, problems = text_of(tmp_path / "a.txt", f"{mangled}\n{WORDS} Ω".encode())
    assert document.text == f"{WORDS}\n{WORDS} Ω"
    assert notes(problems) == ["1 line decoded wrongly by someone before (mojibake) mended"]


@pytest.mark.parametrize(
    "sound", [WORDS, TALKS, "Ærø, Åland, São Tomé, Ölüdeniz", "Âge d’or", "½ °"]
)
def test_sound_text_is_left_alone(sound):
    assert unmangle(sound) == (sound, 0)


def test_newlines_and_controls():
    assert clean("a\r\nb\rc\x0cd\u2028e\tf") == ("a\nb\nc\nd\ne\tf", ())
    assert clean("\ufeffa\x00\x07\x7f\x01b") == ("ab", ("4 control characters removed",))
    assert clean("e\u0301") == ("é", ())


@given(st.binary(max_size=300))
def test_any_bytes_become_valid_text(data):
    text, _ = decode(data)
    text, _ = clean(text)
    text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_valid_utf8_is_decoded_as_it_is(text):
    if not text.startswith(("\ufeff", "\ufffe")):
        assert decode(text.encode())[0] == text
