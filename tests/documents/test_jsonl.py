"""JSON lines: the caller's ids and offsets, and bad lines that stop nothing."""

import json

import pytest

from patronage.records import content_id

from .samples import SMALL, lost, notes, run

WORDS = "Moscow sent spare parts to Caracas."


def lines(path, *records, **options):
    raw = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return run(path, **options)


def test_fields(tmp_path):
    record = {
        "id": "x-1",
        "text": WORDS,
        "title": "Parts for Caracas",
        "published": "2025-12-03",
        "source": "The Example",
        "url": "https://example.org/1",
    }
    [(document, sighting)], problems = lines(tmp_path / "a.jsonl", {}, record)
    assert [p.place for p in problems] == ["line 1"]
    assert (document.id, document.text, document.title) == ("x-1", WORDS, "Parts for Caracas")
    assert document.publisher == sighting.publisher == "The Example"
    assert document.url == sighting.url == "https://example.org/1"
    assert document.published.isoformat() == "2025-12-03"
    assert sighting.document == "x-1" and sighting.origin == "a.jsonl:2"
    assert sighting.id == content_id("x-1", "a.jsonl:2", "https://example.org/1")


def test_text_is_verbatim_but_for_nfc(tmp_path):
    texts = [" \r\n" + WORDS + "\x07\t", "Nicola\u0301s " + WORDS, "NicolÃ¡s " + WORDS]
    found, problems = lines(tmp_path / "a.jsonl", *({"text": text} for text in texts))
    assert [d.text for d, _ in found] == [texts[0], "Nicolás " + WORDS, texts[2]]
    assert not lost(problems)
    nfc, mojibake = notes(problems)
    assert "NFC" in nfc and "kept as given" in mojibake


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b'{"text": "cut', "no JSON"),
        (b"[" * 15_000, "JSON"),
        (b"[1]", "no JSON object"),
        (b"null", "no JSON object"),
        (b"{}", "no `text`"),
        (b'{"text": null}', "no `text`"),
        (b'{"text": 5}', "no string"),
        (b'{"text": ["a"]}', "no string"),
        (b'{"text": ""}', "no text"),
        (b'{"text": " \\n "}', "no text"),
        (b'{"text": "El gobierno de Caracas pidi\\u00f3 radares y misiles a Rusia."}', "Spanish"),
        (b'{"text": "' + b"x" * 30_000 + b'"}', "limit"),
        (b'{"text": "' + b"x y " * 2_000 + b'"}', "limit"),
        (b"\x00\x01", "no JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path, line, what):
    good = {"text": WORDS}
    found, problems = lines(tmp_path / "a.jsonl", good, line, b"", good, limits=SMALL)
    assert [s.origin for _, s in found] == ["a.jsonl:1", "a.jsonl:4"]
    [problem] = lost(problems)
    assert (problem.source, problem.place) == ("a.jsonl", "line 2") and what in problem.message


def test_the_last_line_needs_no_newline_and_the_first_may_have_a_mark(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "Moscow sent parts."}\r\n{"text": "Beijing did not."}')
    found, problems = run(path)
    assert [d.text for d, _ in found] == ["Moscow sent parts.", "Beijing did not."]
    assert not lost(problems)


def test_ids(tmp_path):
    found, problems = lines(
        tmp_path / "a.jsonl",
        {"id": "1", "text": WORDS},
        {"id": "1", "text": WORDS},
        {"id": "1", "text": "Another text."},
        {"id": 7, "text": "Beijing sent nothing."},
        {"id": "", "text": "Tehran sent nothing."},
        {"id": ["x"], "text": "Havana sent doctors."},
        {"id": "2", "text": WORDS},
    )
    ids = [d.id for d, _ in found]
    assert ids == [
        *("1", "1", "7", content_id("Tehran sent nothing.")),
        *(content_id("Havana sent doctors."), "2"),
    ]
    [problem] = lost(problems)
    assert problem.place == "line 3" and "already given to another text" in problem.message
    assert any("`id` is no string" in note for note in notes(problems))
    assert [s.near_duplicate_of for _, s in found] == [None] * 5 + ["1"]


def test_halves_of_pairs_and_other_encodings_are_told(tmp_path):
    found, problems = lines(
        tmp_path / "a.jsonl",
        b'{"text": "Moscow sent \\ud83d parts."}',
        '{"text": "Nicolás asked for parts."}'.encode("cp1252"),
    )
    assert [d.text for d, _ in found] == ["Moscow sent \ufffd parts.", "Nicolás asked for parts."]
    assert not lost(problems) and len(notes(problems)) == 2


def test_utf16_is_refused_once(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(('{"text": "Moscow sent parts."}\n' * 3).encode("utf-16"))
    found, [problem] = run(path)
    assert found == [] and problem.lost and "UTF-16" in problem.message
