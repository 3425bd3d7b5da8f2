"""Parsed sentences of the corpus with what their writers marked: what the models are trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coding.corpus_format import Block, read_all
from benchmarks.coding.readings import PlainSpan, ReadEvent
from benchmarks.coding.rounds import files

import patronage.coding
from patronage.actors import Cast, gazetteer
from patronage.coding import sentences
from patronage.coding.candidates import Candidate, find
from patronage.coding.lexicon import Lexicon
from patronage.coding.model.features import possible
from patronage.coding.model.linear import Linear
from patronage.coding.model.linear import rows as hashed
from patronage.coding.parse import Parser
from patronage.coding.standins import reading
from patronage.coding.tree import Token, Tree
from patronage.records import Span

__all__ = ["Parsed", "finish", "fit", "head", "parsed"]

MODELS = Path(patronage.coding.__file__).parent / "model"
SEED, SIZE = 20261122, 1 << 16
SOURCE = "trained on benchmarks/coding/corpus without its held-out rounds"


@dataclass(frozen=True, slots=True)
class Parsed:
    """One parsed sentence of a block; the events whose trigger stands in it."""

    block: Block
    tree: Tree
    ruled: Sequence[Candidate]
    events: Sequence[ReadEvent]


def parsed(rounds: Sequence[str] = ()) -> Iterator[Parsed]:
    """Every sentence of the corpus, or of some rounds; blocks with a fault are left out."""
    blocks, wrong = read_all(files())
    bad = {(fault.file, fault.line) for fault in wrong if not fault.warning}
    kept = [
        b for b in blocks
        if (not rounds or b.round in rounds)
        and not any((b.file, b.line + i) in bad for i in range(12))
    ]  # fmt: skip
    prepared = []
    for block in kept:
        title = block.text if block.headline else None
        spans = sentences.split(block.text, title)
        cast = Cast(gazetteer(), block.text, spans, block.published)
        for i, span in enumerate(spans):
            if span.end > block.start:
                own = cast.in_sentence(i)
                read = reading(span.of(block.text), span.start, own, headline=block.headline)
                prepared.append((block, span, read, own))
    docs = Parser().parse(read.text for _, _, read, _ in prepared)
    lexicon = Lexicon.default()
    for (block, span, read, own), doc in zip(prepared, docs, strict=True):
        tree = Tree(doc, read, own)
        events = [e for e in block.events if span.start <= e.trigger[0] < span.end]
        yield Parsed(block, tree, find(tree, lexicon), events)


def head(tree: Tree, span: PlainSpan) -> Token | None:
    """The word of a marked trigger that a tagger can name."""
    tokens = tree.tokens(Span(*span))
    root = tree.root_of(Span(*span))
    if root is not None and possible(root):
        return root
    return next((t for t in tokens if possible(t)), root)


def fit(name: str, rows: Sequence[Sequence[str]], labels: Sequence[str], loose: float) -> Linear:
    """A multinomial logistic model over hashed features; ``loose`` is the inverse of its bond."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=loose, max_iter=150, tol=1e-3, random_state=SEED)
    model.fit(_matrix(rows), labels)
    return Linear(
        name, tuple(model.classes_), model.coef_.T.astype(np.float32),
        model.intercept_.astype(np.float32),
    )  # fmt: skip


def _matrix(rows: Sequence[Sequence[str]]) -> Any:
    from scipy.sparse import csr_matrix

    found: list[int] = []
    ends = [0]
    for names in rows:
        found += hashed(names, SIZE)
        ends.append(len(found))
    ones = np.ones(len(found), dtype=np.float32)
    return csr_matrix((ones, found, ends), shape=(len(rows), SIZE))


def finish(model: Linear, rows: Sequence[Sequence[str]], labels: Sequence[str]) -> None:
    """Store a model at one byte a weight with its hash, and tell its held-out accuracy."""
    scale = float(np.abs(model.weights).max()) / 127
    small = np.round(model.weights / scale).astype(np.int8)
    path = MODELS / f"{model.name}.npz"
    np.savez_compressed(
        path, classes=np.array(model.classes), weights=small, bias=model.bias,
        scale=np.float32(scale),
    )  # fmt: skip
    _pin(model.name, sha256(path.read_bytes()).hexdigest())
    stored = Linear(model.name, model.classes, small.astype(np.float32) * scale, model.bias)
    told = np.array(model.classes)[stored.probabilities(rows).argmax(axis=1)]
    print(f"{model.name}: {path.stat().st_size} bytes, held out {(told == labels).mean():.3f}")


def _pin(name: str, digest: str) -> None:
    table = MODELS / "linear.csv"
    lines = table.read_text(encoding="utf-8").splitlines() if table.exists() else []
    kept = [line for line in lines[1:] if not line.startswith(f"{name},")]
    text = "\n".join(["name,sha256,source", *sorted([*kept, f"{name},{digest},{SOURCE}"])])
    table.write_text(text + "\n", encoding="utf-8")
