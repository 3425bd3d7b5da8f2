"""The small encoder: which words of a sentence tell an event, and of which type.

A sentence encoder of six layers with its commonest words, fine-tuned on our own corpus as a
classifier of words and kept as 8-bit integers (``benchmarks/coding/train_encoder.py`` makes it
again; ``NOTICE`` tells whose base it is). Trained on few sentences it is surer than it is right, so
its probabilities are flattened by a temperature fitted on held-out rounds. The files are hashed at
load: a model that changes under a name changes every coding.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.coding.model.wordpiece import WordPiece
from patronage.errors import PatronageError

if TYPE_CHECKING:
    import numpy as np

__all__ = ["NONE", "Encoder", "Loaded", "Told", "encoder"]

NONE = "NONE"
_HERE = Path(__file__).parent
_TOLD, _NETWORK, _VOCABULARY = "encoder.json", "encoder.onnx", "vocab.txt"
_MOST = 256  # sub-tokens that the network takes at once, two of them its own marks


@dataclass(frozen=True, slots=True)
class Told:
    """What the encoder tells of one sentence.

    ``types`` (words, ``labels``): how likely an event of each type starts at a word; rows sum to 1.
    """

    labels: tuple[str, ...]
    types: np.ndarray[Any, Any]

    @property
    def event(self) -> float:
        """How likely the likeliest word tells an event of any type."""
        return float(1 - self.types[:, 0].min()) if len(self.types) else 0.0

    def type(self, word: int) -> dict[str, float]:
        """A probability for each label at one word."""
        return dict(zip(self.labels, self.types[word].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What lies in the folder, ready to be asked."""

    session: Any
    cutter: WordPiece
    labels: tuple[str, ...]
    ends: tuple[int, int]
    temperature: float
    pair_temperature: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """As much of a sentence as is read at once: sub-tokens, and where its words start in them."""

    sentence: int
    numbers: list[int]
    words: list[int]
    firsts: list[int]


class Encoder:
    """Tags words with probabilities of event types; loads its files at the first question.

    Args:
        folder: where ``encoder.json``, ``encoder.onnx`` and ``vocab.txt`` lie.
        threads: threads of one run; 1 suits one process per core.

    Raises:
        PatronageError: at the first question, where a file is missing or is not the one that this
            version was tested with.
    """

    def __init__(self, folder: Path = _HERE, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._held: Loaded | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """NONE, then the types, in the order of the network's outputs."""
        return self.loaded().labels

    def tag(self, words: Sequence[Sequence[str]]) -> list[list[dict[str, float]]]:
        """How likely each word is where the trigger of an event of each type starts.

        Args:
            words: of each sentence its words, split as the parser does.

        Returns:
            Of each word a probability for every label (:attr:`labels`), which sum to 1. A word
            without a letter or mark (a space) is NONE for certain.

        Sentences are read whole: one of more than 254 sub-tokens in several stretches, cut between
        words. Only a single word of more than 254 sub-tokens is cut short, at its end.

        >>> [[word]] = encoder().tag([["Sanctions"]])
        >>> round(sum(word.values()), 3)
        1.0
        """
        return [[told.type(at) for at in range(len(told.types))] for told in self.read(words)]

    def read(self, words: Sequence[Sequence[str]]) -> list[Told]:
        """As :meth:`tag`, each sentence as an array of 32-bit floats."""
        held = self.loaded()
        found = [_nothing(len(sentence), held.labels) for sentence in words]
        for stretch in self._stretches(words, held):
            types = _asked(held.session, stretch.numbers)
            sharp = types[stretch.firsts] ** (1 / held.temperature)
            told = found[stretch.sentence]
            told.types[stretch.words] = sharp / sharp.sum(-1, keepdims=True)
        return found

    def _stretches(self, words: Sequence[Sequence[str]], held: Loaded) -> Iterator[_Stretch]:
        """Every sentence in as few stretches as hold it."""
        first, last = held.ends
        for index, sentence in enumerate(words):
            now = _Stretch(index, [first], [], [])
            for at, word in enumerate(sentence):
                pieces = held.cutter.pieces(word)[: _MOST - 2]
                if len(now.numbers) + len(pieces) >= _MOST:
                    yield _Stretch(index, [*now.numbers, last], now.words, now.firsts)
                    now = _Stretch(index, [first], [], [])
                if pieces:
                    now.words.append(at)
                    now.firsts.append(len(now.numbers))
                    now.numbers.extend(pieces)
            if now.words:
                yield _Stretch(index, [*now.numbers, last], now.words, now.firsts)

    def loaded(self) -> Loaded:
        """The files, read and checked: for whoever asks the network something else."""
        if self._held is None:
            self._held = _load(self._folder, self._threads)
        return self._held


@cache
def encoder() -> Encoder:
    """The encoder that comes with the package, one a process."""
    return Encoder()


def _nothing(words: int, labels: tuple[str, ...]) -> Told:
    """A sentence of which nothing is told."""
    import numpy as np

    types = np.zeros((words, len(labels)), dtype=np.float32)
    types[:, 0] = 1.0
    return Told(labels, types)


def _asked(session: Any, numbers: list[int]) -> np.ndarray[Any, Any]:
    """Probabilities, (sub-tokens, labels).

    One stretch at a time: 8-bit products share a scale over all that is asked at once, so that in
    a batch one sentence would change what is told of another.
    """
    import numpy as np

    given = {"numbers": np.array([numbers]), "mask": np.ones((1, len(numbers)), dtype=np.float32)}
    [types] = session.run(["probabilities"], given)
    return np.asarray(types[0], dtype=np.float32)


def _load(folder: Path, threads: int) -> Loaded:
    """Read and check the files, and start the runtime."""
    told = json.loads(_bytes(folder, _TOLD))
    network = _bytes(folder, _NETWORK)
    vocabulary = _bytes(folder, _VOCABULARY)
    for name, content in ((_NETWORK, network), (_VOCABULARY, vocabulary)):
        _check(name, sha256(content).hexdigest(), told["sha256"][name])
    cutter = WordPiece(vocabulary.decode("utf-8").rstrip("\n").split("\n"))
    ends = cutter.number["[CLS]"], cutter.number["[SEP]"]
    return Loaded(
        _session(network, threads), cutter, tuple(told["labels"]), ends, told["temperature"],
        told.get("pair_temperature", 1.0),
    )  # fmt: skip


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise PatronageError(
            f"The encoder's file '{name}' cannot be read in {folder}. Install patronage again."
        ) from error


def _check(name: str, found: str, pinned: str) -> None:
    if found != pinned:
        raise PatronageError(
            f"The encoder's file '{name}' is not the one this version was tested with (it hashes "
            f"to {found[:12]}, not {pinned[:12]}). Install patronage again; if you trained it "
            "anew, benchmarks/coding/train_encoder.py writes the hash beside it."
        )


def _session(network: bytes, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
