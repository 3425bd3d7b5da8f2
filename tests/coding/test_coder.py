"""The coder as a whole: what it does with bad input, and the laws that its records keep."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from patronage.coding import Coder, coder_name, parse
from patronage.coding import coder as module
from patronage.errors import PatronageError, UsageError
from patronage.records import Document

TEXT = (
    "Belarus asked Russia for missiles. India gave Nepal 20 rifles. "
    "France said that it would not send troops to Mali."
)


def test_a_sentence_that_fails_is_a_problem_and_the_rest_goes_on(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = module.find

    def failing(tree, lexicon):
        if any(token.lower_ == "rifles" for token in tree.doc):
            raise ZeroDivisionError("made up")
        return find(tree, lexicon)

    whole = coder.code(Document.of(TEXT))
    monkeypatch.setattr(module, "find", failing)
    coding = coder.code(Document.of(TEXT))
    (problem,) = coding.problems
    assert problem.place == "sentence 1"
    assert "ZeroDivisionError: made up" in problem.message
    assert problem.source == coding.document
    assert problem.lost
    assert {e.sentence for e in whole.events} == {0, 1, 2}
    assert coding.events == tuple(e for e in whole.events if e.sentence != 1)
    assert {e.sentence for e in coding.events} == {0, 2}


@pytest.mark.parametrize("reader", ["_encoder", "_parser"])
def test_a_sentence_that_cannot_be_read_spoils_no_other(
    coder: Coder, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    """Sentences are read many together; the one that fails is found among them."""
    whole = coder.code(Document.of(TEXT))
    read, parsed = coder._encoder.read, coder._parser.parse

    def failing_read(words):
        if any("rifles" in sentence for sentence in words):
            raise RuntimeError("made up")
        return read(words)

    def failing_parse(docs):
        for doc in parsed(docs):
            if "rifles" in doc.text:
                raise RuntimeError("made up")
            yield doc

    fake = {
        "_encoder": SimpleNamespace(read=failing_read),
        "_parser": SimpleNamespace(cut=coder._parser.cut, parse=failing_parse),
    }
    monkeypatch.setattr(coder, reader, fake[reader])
    codings = list(coder.code_all([Document.of(TEXT), Document.of("Iran thanked Iraq.")]))
    (problem,) = (p for c in codings for p in c.problems)
    assert (problem.source, problem.place) == (codings[0].document, "sentence 1")
    assert codings[0].events == tuple(e for e in whole.events if e.sentence != 1)


def test_a_document_that_cannot_be_prepared_is_a_problem_and_others_go_on(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    split = module.sentences.split

    def failing(text, title=None):
        if "rotten" in text:
            raise MemoryError("made up")
        return split(text, title)

    monkeypatch.setattr(module.sentences, "split", failing)
    codings = list(coder.code_all([Document.of("rotten"), Document.of(TEXT)]))
    assert [c.document for c in codings] == [Document.of("rotten").id, Document.of(TEXT).id]
    assert [len(c.problems) for c in codings] == [1, 0]
    assert codings[0].problems[0].place == "text"
    assert codings[1].events


def test_an_unknown_parser_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="No parser 'no_such_model'"):
        Coder("no_such_model")


def test_a_parser_that_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    parse._load.cache_clear()
    monkeypatch.setattr(parse, "digest", lambda folder: "0" * 64)
    with pytest.raises(PatronageError, match="is not the one this version was tested with"):
        parse.Parser()
    parse._load.cache_clear()


def test_the_digest_sees_contents_and_names(tmp_path) -> None:
    (tmp_path / "weights").write_bytes(b"1")
    first = parse.digest(tmp_path)
    (tmp_path / "weights").write_bytes(b"2")
    second = parse.digest(tmp_path)
    (tmp_path / "weights").rename(tmp_path / "others")
    assert len({first, second, parse.digest(tmp_path)}) == 3


@pytest.mark.parametrize("text", ["", " \n\n ", ".", "…!?", "It rained.", "\x00", "1 2 3"])
def test_nothing_comes_of_nothing(coder: Coder, text: str) -> None:
    coding = coder.code(Document.of(text))
    assert (coding.events, coding.claims, coding.problems) == ((), (), ())


@pytest.mark.parametrize("words", ["Last year ", "On Monday ", "Two weeks ago "])
def test_without_a_date_relative_times_stay_unresolved(coder: Coder, words: str) -> None:
    text = f"{words}Russia sent missiles to Syria."
    for published, resolved in ((None, False), (dt.date(2020, 5, 6), True)):
        (event,) = coder.code(Document.of(text, published=published)).events
        assert event.time is not None
        assert event.time.text == words.strip()
        assert (event.time.start is not None) == resolved
        assert (event.time.end is not None) == resolved


def test_a_given_id_is_kept(coder: Coder) -> None:
    coding = coder.code(Document.of(TEXT, id="mine"))
    assert coding.document == "mine"
    assert coding.events
    assert {e.document for e in coding.events} == {"mine"}


def test_every_record_bears_the_name_of_its_coder(coder: Coder) -> None:
    coding = coder.code(Document.of(TEXT))
    assert {coding.coder, *(e.coder for e in coding.events)} == {coder_name()}


def test_explain_tells_how_each_event_came_about() -> None:
    explaining = Coder(explain=True)
    coding = explaining.code(Document.of(TEXT))
    assert coding.events
    assert set(explaining.traces) == {e.id for e in coding.events}
    for trace in explaining.traces.values():
        assert trace["rule"]
        assert trace["frame"]


def test_the_title_is_told_apart(coder: Coder) -> None:
    title = "India Gives Nepal Rifles"
    text = f"{title}\n\nBelarus asked Russia for missiles."
    coding = coder.code(Document.of(text, title=title))
    assert [e.headline for e in coding.events] == [e.sentence == 0 for e in coding.events]
    assert True in {e.headline for e in coding.events}
    assert False in {e.headline for e in coding.events}


def test_the_parser_spares_spacys_commands_and_leaves_them_to_others(coder: Coder) -> None:
    import spacy
    import spacy.cli

    assert callable(spacy.cli.download)
    assert spacy.info(coder.name.split()[2], silent=True)["lang"] == "en"
