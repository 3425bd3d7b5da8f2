"""Files, folders and standard input as a caller sees them."""

import datetime as dt
import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.documents import Limits, read
from patronage.errors import UsageError
from patronage.records import Document, content_id

from .samples import SMALL, SPANISH, TALKS, lost, notes, page, pdf, run, text_of

DAY = dt.date(2025, 12, 3)


def test_text_file(tmp_path):
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    [(document, sighting)], problems = run(tmp_path / "talks.txt", published=DAY)
    assert problems == []
    assert document == Document.of(
        TALKS, title="Caracas asks Moscow for radars", published=DAY, language="en"
    )
    assert document.text.startswith(document.title)
    assert sighting.document == document.id
    assert (sighting.origin, sighting.extractor, sighting.published) == ("talks.txt", "text", DAY)
    assert sighting.near_duplicate_of is None and len(sighting.raw_hash) == 32


def test_a_text_without_date_says_so_and_never_gets_today(tmp_path):
    document, [problem] = text_of(tmp_path / "a.txt", TALKS.encode())
    assert document.published is None
    assert not problem.lost and "no publication date" in problem.message
    assert "--published" in problem.mend


def test_folder_is_read_whole_sorted_and_each_failure_named(tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.txt").write_text(TALKS)
    (folder / "a.html").write_text(page())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text(" \n\t\n")
    (folder / "bytes.bin").write_bytes(bytes(range(256)) * 20)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing here")
    (folder / "spanish.txt").write_text(SPANISH)
    (folder / "noise.txt").write_bytes(TALKS.encode() + b"\n\xff\xfe lone bytes \x81\n")
    (folder / "sub" / "c.pdf").write_bytes(pdf([TALKS.split("\n")]))
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    found, problems = run(folder)
    origins = [sighting.origin for _, sighting in found]
    assert origins == ["a.html", "b.txt", "noise.txt", "sub/c.pdf"]
    by_source = {problem.source: problem for problem in lost(problems)}
    assert sorted(by_source) == [
        *("blank.txt", "broken.pdf", "bytes.bin", "empty.txt", "huge.txt", "spanish.txt"),
    ]
    assert "Spanish" in by_source["spanish.txt"].message
    assert "only English is coded" in by_source["spanish.txt"].mend
    assert "25 MB" in by_source["huge.txt"].message
    assert not any(str(tmp_path) in f"{p}" for p in problems)
    assert run(folder) == (found, problems)


def test_a_50_mb_text_is_refused_by_its_size(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(TALKS.encode())
        file.truncate(50_000_000)
    found, [problem] = run(path)
    assert found == [] and problem.lost and "Split it" in problem.mend


def test_too_many_characters(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("Moscow sent spare parts. " * 300)
    found, [problem] = run(path, limits=SMALL)
    assert found == [] and problem.lost and "5,000 characters (7,500)" in problem.message


def test_what_does_not_exist_is_a_wrong_call_before_anything_is_read(tmp_path):
    (tmp_path / "article.txt").write_text(TALKS)
    with pytest.raises(UsageError, match=r"artcle\.txt.*article\.txt"):
        read([tmp_path / "article.txt", tmp_path / "artcle.txt"])


def test_one_path_is_not_taken_for_a_list_of_letters(tmp_path):
    (tmp_path / "a.txt").write_text(TALKS)
    assert len(list(read(str(tmp_path / "a.txt"), DAY))) == 1
    assert list(read([])) == []


def test_a_published_date_that_cannot_be_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match="2999"):
        read([tmp_path], dt.date(2999, 1, 1))


def test_stated_goes_before_found_before_given(tmp_path):
    dated = TALKS + "\nPublished: 2024-05-06\n"
    document, _ = text_of(tmp_path / "a.txt", dated.encode(), published=DAY)
    assert document.published == dt.date(2024, 5, 6)
    line = '{"text": "Published: 2024-05-06\\nMoscow sent spare parts to Caracas.", %s}'
    document, _ = text_of(tmp_path / "a.jsonl", (line % '"published": "2023-01-02"').encode())
    assert document.published == dt.date(2023, 1, 2)
    document, _ = text_of(tmp_path / "b.jsonl", (line % '"url": "x:"').encode(), published=DAY)
    assert document.published == dt.date(2024, 5, 6)


@pytest.mark.parametrize("stated", ["2999-01-01", "1066-10-14", "2025-13-01", "soon", "2025-12"])
def test_dates_that_cannot_be_are_told_and_not_used(tmp_path, stated):
    line = f'{{"text": "Moscow sent spare parts to Caracas.", "published": "{stated}"}}'
    document, problems = text_of(tmp_path / "a.jsonl", line.encode())
    assert document.published is None
    assert stated in problems[0].message and not lost(problems)
    document, problems = text_of(tmp_path / "a.jsonl", line.encode(), published=DAY)
    assert document.published == DAY and len(problems) == 1


def test_same_text_is_one_document_with_two_sightings(tmp_path):
    (tmp_path / "a.txt").write_text(TALKS)
    (tmp_path / "b.txt").write_text(TALKS.replace("\n", "\r\n"))
    [(first, one), (second, two)], _ = run(tmp_path)
    assert first == second and one.id != two.id and one.document == two.document
    assert one.raw_hash != two.raw_hash
    assert one.near_duplicate_of is None and two.near_duplicate_of is None
    assert one.id == content_id(first.id, "a.txt", "")


def test_a_near_duplicate_points_at_the_first_and_is_kept(tmp_path):
    body = " ".join(f"Delivery number {n} reached the port on a Monday." for n in range(40))
    (tmp_path / "a.txt").write_text(body)
    (tmp_path / "b.txt").write_text(body + " More later.")
    (tmp_path / "c.txt").write_text(TALKS)
    found, _ = run(tmp_path)
    first = found[0][0].id
    assert [sighting.near_duplicate_of for _, sighting in found] == [None, first, None]
    assert found[1][0].id != first


def test_a_file_of_another_suffix_is_read_if_it_is_text(tmp_path):
    for name, data, kind in (
        ("note", TALKS.encode(), "text"),
        ("page.asp", page().encode(), "trafilatura"),
        ("print", pdf([TALKS.split("\n")]), "pypdf"),
        ("lines.data", b'{"id": "1", "text": "Moscow sent spare parts to Caracas."}\n', "json"),
        ("page.txt", page().encode(), "trafilatura"),
        ("lines.txt", b'{"text": "Moscow sent spare parts to Caracas."}\n', "json"),
        ("brace.txt", b"{Editor's note} " + TALKS.encode(), "text"),
    ):
        (tmp_path / name).write_bytes(data)
        [(_, sighting)], problems = run(tmp_path / name)
        assert sighting.extractor.startswith(kind) and not lost(problems)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.docx", b"PK\x03\x04rest of it", "ZIP"),
        ("a.json", b'{\n  "text": "Moscow sent spare parts"\n}\n', "JSON"),
        ("a.json", b'[{"text": "Moscow sent spare parts"}]', "JSON"),
        ("a.rtf", b"{\\rtf1 Moscow sent spare parts}", "rich text"),
        ("a.csv", b"giver,receiver\nRUS,VEN\n", "table"),
        ("a.txt", bytes(range(256)) * 9, "binary"),
        ("feed", b"<?xml version='1.0'?><rss/>", "XML"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, name, data, what):
    (tmp_path / name).write_bytes(data)
    found, [problem] = run(tmp_path / name)
    assert found == [] and problem.lost and what in problem.message and problem.source == name


def stdin(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    return run("-", published=DAY, limits=SMALL)


@pytest.mark.parametrize(
    ("data", "extractor", "origin"),
    [
        (TALKS.encode(), "text", "standard input"),
        (b"\xef\xbb\xbf\n \n" + TALKS.encode(), "text", "standard input"),
        (page().encode(), "trafilatura", "standard input"),
        (pdf([TALKS.split("\n")]), "pypdf", "standard input"),
        (b'\n{"text": "Moscow sent spare parts to Caracas."}\n', "json", "standard input:2"),
    ],
)
def test_standard_input(monkeypatch, data, extractor, origin):
    [(document, sighting)], problems = stdin(monkeypatch, data)
    assert problems == [] and document.published == DAY
    assert sighting.extractor.startswith(extractor) and sighting.origin == origin


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"x" * 20_001, "limit"),
        (TALKS.encode() * 200, "limit"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x1f\x8b\x08\x00", "gzip"),
    ],
)
def test_standard_input_that_cannot_be_read(monkeypatch, data, what):
    found, [problem] = stdin(monkeypatch, data)
    assert found == [] and what in problem.message and problem.source == "standard input"


def test_standard_input_json_lines_over_the_limit_go_on(monkeypatch):
    long = b'{"text": "' + b"x" * 30_000 + b'"}\n'
    short = b'{"text": "Moscow sent spare parts to Caracas."}\n'
    found, problems = stdin(monkeypatch, long + short)
    assert [s.origin for _, s in found] == ["standard input:2"]
    assert [p.place for p in problems] == ["line 1"] and "limit" in problems[0].message


def test_a_file_that_vanishes_or_may_not_be_read_is_a_problem(tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TALKS)
    real = Path.open

    def guarded(self, *args, **kwargs):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", guarded)
    items = read([tmp_path])
    problem = next(items)
    assert (problem.source, problem.lost) == ("a.txt", True)
    assert problem.message == "cannot be read: Permission denied"
    (tmp_path / "b.txt").unlink()
    rest = list(items)
    assert "No such file" in rest[0].message and rest[0].source == "b.txt"
    assert rest[-1][1].origin == "c.txt"


def test_hostile_pages_are_problems(tmp_path, monkeypatch):
    def explode(*_, **__):
        raise RecursionError

    monkeypatch.setattr(trafilatura, "extract", explode)
    (tmp_path / "a.html").write_text(page())
    (tmp_path / "b.txt").write_text(TALKS)
    found, problems = run(tmp_path, published=DAY)
    assert len(found) == 1 and "RecursionError" in lost(problems)[0].message


def test_the_room_is_light_to_import():
    code = (
        "import sys, patronage.documents as d; d.Limits(); "
        "heavy = {'trafilatura', 'pypdf', 'py3langid', 'rensa', 'ftfy', 'charset_normalizer', "
        "'babel', 'numpy', 'lxml'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_text_is_nfc_and_its_id_is_stable(tmp_path_factory, tail):
    path = tmp_path_factory.mktemp("laws") / "a.txt"
    path.write_text(TALKS + tail, encoding="utf-8", newline="")
    first, second = run(path), run(path)
    assert first == second
    for document, sighting in first[0]:
        assert unicodedata.is_normalized("NFC", document.text)
        assert document.id == content_id(document.text) == sighting.document
        assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in document.text)
    assert len(first[0]) + len(lost(first[1])) == 1


def test_notes_name_each_repair(tmp_path):
    document, problems = text_of(tmp_path / "a.txt", TALKS.encode() + b"\x00\x00")
    assert notes(problems) == ["2 control characters removed"]
    assert document.text == TALKS


def test_limits_believe_a_publisher_east_of_here():
    limits = Limits()
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    assert limits.believes(tomorrow)
    assert not limits.believes(tomorrow + dt.timedelta(days=1))
    assert Limits(latest=dt.date(2020, 1, 1)).believes(dt.date(2020, 1, 1))
    assert not Limits(latest=dt.date(2020, 1, 1)).believes(dt.date(2020, 1, 2))


def test_odd_file_names_stay_text(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(TALKS.encode())
    [(_, sighting)], _ = run(tmp_path)
    assert sighting.origin == "caf\ufffd.txt"
