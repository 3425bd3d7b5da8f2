"""The corpus as a whole: no error, no sentence told twice, rounds held out, figures as frozen."""

from __future__ import annotations

import json

import pytest
from benchmarks.coding.articles import articles_of
from benchmarks.coding.corpus_format import read_all
from benchmarks.coding.rounds import CORPUS, files, held_out, texts
from benchmarks.coding.score_events import SCORES
from benchmarks.coding.summary import summary
from benchmarks.coding.validate_corpus import check

README = (CORPUS / "README.md").read_text(encoding="utf-8")


def test_all_rounds_together_hold_no_error() -> None:
    blocks, wrong = check(files())
    assert [str(fault) for fault in wrong if not fault.warning] == []
    assert len(blocks) > 3500


def test_texts_kept_apart_hold_no_error_and_no_sentence_of_the_corpus() -> None:
    blocks, wrong = check([*files(), *texts()])
    assert [str(fault) for fault in wrong if not fault.warning] == []
    assert len(blocks) > len(check(files())[0]) + 4000
    assert not {path.name for path in texts()} & {path.name for path in files()}


def test_a_text_is_put_together_with_its_events_at_their_words() -> None:
    [path, *_] = texts()
    blocks = {block.id: block for block in read_all([path])[0]}
    units, events = articles_of([path])
    assert len({unit.doc for unit in units}) < len(units) / 5
    for unit, wanted in zip(units, events, strict=True):
        block = blocks[unit.id]
        assert unit.sentence == block.sentence
        for mine, theirs in zip(wanted, block.events, strict=True):
            start, end = theirs.trigger
            assert unit.text[slice(*mine.trigger)] == block.text[start:end]
            assert unit.start <= mine.trigger[0] < unit.end


def test_held_out_rounds_exist_apart_and_differ_in_manner() -> None:
    kept, free = files(held=True), files(held=False)
    assert len(kept) == len(held_out()) == 2
    assert sorted(kept + free) == files()
    manners = {block.round: block.manner for block in read_all(files())[0]}
    assert len({manners[name] for name in held_out()}) == 2
    assert all(manners[a] != manners[b] for a in held_out() for b in manners if a != b)


def test_the_readme_tells_every_round_as_it_is() -> None:
    figures = summary(read_all(files())[0])
    for name, got in figures["rounds"].items():
        rows = (line for line in README.splitlines() if line.startswith("|"))
        row = next(line for line in rows if line.strip("| *").startswith(name))
        cells = [cell.strip(" *") for cell in row.split("|")]
        assert (f"| **{name}** |" in README) == (name in held_out())
        for key in ("sentences", "without_event", "events", "states"):
            assert f"{got[key]:,}" in cells, (name, key)
    for key in ("sentences", "without_event", "events", "distinct_predicates"):
        assert f"{figures['whole'][key]:,}" in README, key


@pytest.mark.full
def test_frozen_figures_are_those_of_the_files() -> None:
    frozen = json.loads((SCORES / "corpus.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(summary(read_all(files())[0]))) == frozen
