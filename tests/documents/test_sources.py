"""Folders, links, and what is no file."""

import os

import pytest

from patronage.documents.sources import Source, check, walk
from patronage.errors import UsageError
from patronage.records import Problem

from .samples import TALKS, lost, run


def names(*inputs):
    return [s.name for s in walk(check(inputs)) if isinstance(s, Source)]


def test_names_are_relative_to_the_input_and_sorted(tmp_path):
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TALKS)
    assert names(tmp_path) == ["a.txt", "b/1.txt", "b/2.txt", "c.txt"]
    assert names(tmp_path / "b" / "2.txt", tmp_path / "b") == ["2.txt", "1.txt", "2.txt"]


def test_the_current_folder_has_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found, [problem] = run(".")
    assert found == [] and problem.source == tmp_path.name and not problem.lost


def test_hidden_files_are_skipped_and_told_where_they_look_meant(tmp_path):
    for name in (".DS_Store", ".draft.txt", "a.txt", ".git/HEAD"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TALKS)
    found, problems = run(tmp_path)
    assert [s.origin for _, s in found] == ["a.txt"]
    assert [p.source for p in problems if "hidden" in p.message] == [".draft.txt"]
    assert not lost(problems)
    assert [s.origin for _, s in run(tmp_path / ".draft.txt")[0]] == [".draft.txt"]


def test_links_in_circles_and_to_nowhere(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "t.txt").write_text(TALKS)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a" / "t.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found, problems = run(tmp_path)
    assert [s.origin for _, s in found] == ["a/t.txt", "b.txt"]
    circle = next(p for p in problems if p.source == "a/up")
    assert not circle.lost and "already read" in circle.message
    assert [p.source for p in lost(problems)] == ["gone.txt", "self.txt"]
    assert not any(str(tmp_path) in str(p) for p in problems)


def test_pipes_and_devices_are_skipped_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    [problem] = walk(check([tmp_path]))
    assert isinstance(problem, Problem) and problem.lost and "pipe" in problem.message
    [device] = walk(check(["/dev/null"]))
    assert isinstance(device, Problem)


def test_a_missing_input_names_its_neighbours(tmp_path):
    (tmp_path / "article.txt").write_text(TALKS)
    with pytest.raises(UsageError, match=r"Nearest: article\.txt"):
        check([tmp_path / "articel.txt"])
    with pytest.raises(UsageError, match="standard input"):
        check([tmp_path / "no" / "such"])
