"""What the documentation shows is so: commands run, options exist, links lead somewhere."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from patronage import codebook

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(page: Path) -> list[tuple[str, str]]:
    """Fenced blocks of a page as (language, text), in order."""
    return [(m[1], m[2]) for m in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def run(script: str, cwd: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {k: v for k, v in os.environ.items() if not k.startswith("PATRONAGE_")} | {"PATH": path}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=cwd, env=env, timeout=300,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def shown(expected: str, said: str) -> list[str]:
    """Lines of an output block that no line of the output matches; `…` is anything."""
    lines = said.splitlines()
    missing = []
    for line in expected.splitlines():
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        if not any(re.fullmatch(pattern, got) for got in lines):
            missing.append(line)
    return missing


def test_the_matcher_sees_a_difference() -> None:
    assert shown('{"a":…}\n', '{"a":1}\n') == []
    assert shown('{"b":…}\n', '{"a":1}\n') == ['{"b":…}']


@pytest.mark.full
def test_the_tutorial_runs_and_shows_what_comes_out(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    said, wrong, ran = "", [], 0
    for language, text in blocks(ROOT / "docs" / "tutorial.md"):
        if language == "sh":
            said = run(text, tmp_path)
            ran += 1
        elif language == "output":
            wrong += shown(text, said)
        elif language == "python":
            (tmp_path / "block.py").write_text(text, encoding="utf-8")
            said = run("python block.py", tmp_path)
    assert ran > 8
    assert wrong == []


@pytest.mark.full
def test_the_readme_runs(tmp_path: Path) -> None:
    """The README's first steps on an own article; setting up is held by the clean clone's run."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    scripts = [text for language, text in blocks(ROOT / "README.md") if language == "sh"]
    scripts = [text for text in scripts if "make " not in text and "git " not in text]
    assert scripts
    for script in scripts:
        run(script, tmp_path)


def commands() -> dict[str, set[str]]:
    """Verbs of the command line and their options, from the program itself."""
    import typer

    from patronage.cli import app

    group = typer.main.get_command(app)
    # A verb with verbs of its own (`crisis fit`) has the options of all of them.
    return {
        name: {
            option
            for one in (command, *getattr(command, "commands", {}).values())
            for p in one.params
            for option in p.opts
            if option.startswith("--")
        }
        for name, command in group.commands.items()  # type: ignore[attr-defined]
    }


def test_the_command_reference_is_complete_and_true() -> None:
    text = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    told = {
        name: set(re.findall(r"^\| `(--[a-z-]+)", body, re.M)) for name, body in sections.items()
    }
    assert told == {name: options - {"--help"} for name, options in commands().items()}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_that_is_shown_exists(page: Path) -> None:
    known = commands()
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    # Two kinds of place: lines of code blocks, and words between backquotes.
    for rest in re.findall(r"(?:^|`|\(|\$\()\s*(?:\$ )?patronage ([^`\n|]*)", text, re.M):
        verb, *words = rest.split() or [""]
        if not re.fullmatch(r"[a-z]+", verb):
            continue
        assert verb in known, f"patronage {rest}"
        used = {w.split("=")[0].rstrip(",.;)]") for w in words if re.match(r"--[a-z]", w)}
        assert used <= known[verb] | {"--help"}, f"patronage {rest}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def test_every_table_of_the_codebook_is_described() -> None:
    text = (ROOT / "docs/reference/codebook.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\w+)`", text, re.M))
    assert told == set(codebook.tables())


def test_every_field_of_an_event_is_described() -> None:
    from dataclasses import fields

    from patronage.records import Event

    text = (ROOT / "docs/reference/events.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)`", text.split("## Inside")[0], re.M)
    assert told == [field.name for field in fields(Event)]


def test_every_measure_is_named_in_the_theory() -> None:
    text = (ROOT / "docs/theory/measures.md").read_text(encoding="utf-8")
    with (ROOT / "src/patronage/measures/measures.csv").open(encoding="utf-8") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_the_list_of_registers_is_what_the_catalogue_says() -> None:
    command = [sys.executable, "-c", "import make_registers as m; print(m.page(), end='')"]
    run = subprocess.run(command, cwd=ROOT / "docs", capture_output=True, text=True, check=True)
    kept = (ROOT / "docs/reference/registers.md").read_text(encoding="utf-8")
    assert run.stdout == kept, "write it anew: python docs/make_registers.py"
