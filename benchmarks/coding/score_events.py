"""Score events against our gold, or rounds of our own, with baselines beside.

Run: python -m benchmarks.coding.score_events [--half development|held|all|texts|plain]
         [--corpus FILE...]

Precision, recall and F1 of events by type, actor and recipient, of each part alone, of each type,
and, of events that match, of each field; with 95% intervals by a seeded bootstrap over sentences.
Recall counts the events that the gold holds (settled, or given by both readings while nothing is
settled), precision those that it allows (settled, or given by either). Systems: the coder as it
stands; "first country, second country, violence word"; a bag of words trained on the corpus
without the files that are scored. What peers reach is told from ``../shared/README.md``. Written
to ``scores/``; what changed since the last run is printed. The held half is for the end of an
issue alone; ``texts`` and ``plain`` are rounds of whole texts that nothing was trained on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coding.articles import articles_of
from benchmarks.coding.corpus_format import read_all
from benchmarks.coding.draw_gold import GOLD, ROOT
from benchmarks.coding.event_match import LISTS, PLAIN, Counts, both_and_either, counted
from benchmarks.coding.read_sheet import drawn, texts
from benchmarks.coding.readings import ReadEvent, ReadSentence, load
from benchmarks.coding.rounds import texts as kept_apart
from benchmarks.coding.score_examples import changes
from benchmarks.coding.systems import SEED, BagOfWords, RuleCoder, System, TwoCountries, Unit

from patronage.periods import date_of

HERE = Path(__file__).parent
CORPUS, SCORES = HERE / "corpus", HERE / "scores"
RESAMPLES, MASS = 1000, 0.95
HALVES = ("development", "held", "all", "texts", "plain")
PARTS = ("event", "sides", "type", "dyad", "place", "sentence")


Column = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Reference:
    """What is scored against: of each unit the events wanted and those allowed."""

    name: str
    kind: str
    units: list[Unit]
    wanted: list[list[ReadEvent]]
    allowed: list[list[ReadEvent]]
    inputs: dict[str, str]


def gold(half: str, shared: Path, folder: Path = GOLD) -> Reference | None:
    """The gold of one half, from what readings lie there; None where there is none yet."""
    chosen = {k: u for k, u in drawn().items() if half in (u.half, "all")}
    files = {n: folder / f"{n}.jsonl" for n in ("settled", "reading-a", "reading-b")}
    found = {n: _by_place(load(path)) for n, path in files.items() if path.exists()}
    if "settled" in found:
        kind, ones, twos = "settled", found["settled"], found["settled"]
    elif len(found) == 2:
        kind, ones, twos = "both and either reading", found["reading-a"], found["reading-b"]
    elif found:
        (kind, ones), *_ = found.items()
        twos = ones
    else:
        return None
    places = [p for p in sorted(chosen) if p in ones and p in twos]
    pairs = [both_and_either(ones[p].events, twos[p].events) for p in places]
    articles = texts(shared)
    units = [_unit(p, articles[p[0]].text, articles[p[0]].published) for p in places]
    inputs = {n: _hash(files[n]) for n in found} | {"draw": _hash(GOLD / "draw.jsonl")}
    return Reference(
        f"gold-{half}", kind, units, [p[0] for p in pairs], [p[1] for p in pairs], inputs
    )


def _by_place(read: Sequence[ReadSentence]) -> dict[tuple[str, int, int], ReadSentence]:
    return {(s.doc, s.start, s.end): s for s in read}


def _unit(place: tuple[str, int, int], text: str, published: str | None) -> Unit:
    doc, start, end = place
    return Unit(f"{doc}:{start}", doc, text, start, end, date_of(published) if published else None)


def corpus(files: Sequence[Path]) -> Reference:
    """Files of the corpus as a reference: what their writers marked."""
    blocks, wrong = read_all(files)
    if wrong:
        raise SystemExit("\n".join(map(str, wrong)))
    units = [
        Unit(b.id, b.id, b.text, b.start, b.end, b.published, b.text if b.headline else None)
        for b in blocks
    ]
    wanted = [list(b.events) for b in blocks]
    name = "corpus-" + "-".join(path.stem for path in files)
    inputs = {path.name: _hash(path) for path in files}
    return Reference(name, "the writers' marks", units, wanted, wanted, inputs)


def articles(files: Sequence[Path], name: str = "texts") -> Reference:
    """Rounds of whole texts as a reference, each text one document."""
    units, wanted = articles_of(files)
    inputs = {path.name: _hash(path) for path in files}
    return Reference(name, "the writers' marks", units, wanted, wanted, inputs)


def _hash(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=6).hexdigest()


def table(told: Sequence[Sequence[ReadEvent]], reference: Reference) -> dict[str, Column]:
    """Of every count one column with a number for each sentence."""
    rows: list[Counts] = [
        counted(t, w, a) for t, w, a in zip(told, reference.wanted, reference.allowed, strict=True)
    ]
    names = sorted({name for row in rows for name in row})
    return {name: np.array([row.get(name, 0) for row in rows], dtype=float) for name in names}


class Bootstrap:
    """Shares with intervals from the same seeded resamples of sentences for all figures."""

    def __init__(self, sentences: int, seed: int = SEED, resamples: int = RESAMPLES) -> None:
        draws = np.random.default_rng(seed).multinomial(
            sentences, np.full(sentences, 1 / sentences), size=resamples
        )
        self._weights = np.vstack([np.ones(sentences), draws])

    def sums(self, column: Column | None) -> Column:
        """The sum as it is, first, and in each resample."""
        return np.zeros(len(self._weights)) if column is None else self._weights @ column

    def share(self, part: Column, whole: Column) -> list[float] | None:
        """Value, low and high end of part over whole; None where there is nothing to share."""
        if whole[0] == 0:
            return None
        kept = whole > 0
        return _interval(part[kept] / whole[kept])

    def prf(self, columns: Mapping[str, Column], name: str) -> dict[str, Any]:
        """Precision, recall and F1 of a part, with the numbers they rest on."""
        hit, wanted, good, told = (
            self.sums(columns.get(f"{name}:{key}")) for key in ("hit", "wanted", "good", "told")
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            recall, precision = np.nan_to_num(hit / wanted), np.nan_to_num(good / told)
            f1 = np.nan_to_num(2 * precision * recall / (precision + recall))
        return {
            "precision": self.share(good, told),
            "recall": self.share(hit, wanted),
            "f1": _interval(f1[wanted + told > 0]) if wanted[0] else None,
            "wanted": int(wanted[0]),
            "told": int(told[0]),
        }

    def field(self, columns: Mapping[str, Column], name: str) -> dict[str, Any]:
        """Of matched events: how often a field is right; of several values their F1 too."""
        of = self.sums(columns.get(f"{name}:of"))
        right = self.share(self.sums(columns.get(f"{name}:right")), of)
        if name in PLAIN:
            return {"right": right, "of": int(of[0])}
        hit, wanted, told = (
            self.sums(columns.get(f"{name}:{key}")) for key in ("hit", "wanted", "told")
        )
        return {
            "f1": self.share(2 * hit, wanted + told),
            "wanted": int(wanted[0]),
            "told": int(told[0]),
            "right": right,
            "of": int(of[0]),
        }


def _interval(values: Column) -> list[float]:
    """The first value and the bounds of the others' middle."""
    low, high = np.quantile(values[1:], [(1 - MASS) / 2, (1 + MASS) / 2])
    return [round(float(v), 3) for v in (values[0], low, high)]


def figures(told: Sequence[Sequence[ReadEvent]], reference: Reference) -> dict[str, Any]:
    """Every figure of one system."""
    columns = table(told, reference)
    bootstrap = Bootstrap(len(reference.units))
    types = sorted({n.split("=")[1].split(":")[0] for n in columns if n.startswith("type=")})
    return {
        **{part: bootstrap.prf(columns, part) for part in PARTS},
        "fields": {name: bootstrap.field(columns, name) for name in (*PLAIN, *LISTS)},
        "by_type": {t: bootstrap.prf(columns, f"type={t}") for t in types},
    }


def score(reference: Reference, training: Sequence[Path]) -> dict[str, Any]:
    """Every figure of every system, the coder first."""
    blocks, _ = read_all(training)
    systems: list[System] = [
        RuleCoder(),
        TwoCountries(),
        *([BagOfWords(blocks)] if len(blocks) > 1 else []),
    ]
    return {
        "against": reference.kind,
        "sentences": len(reference.units),
        "events": sum(map(len, reference.wanted)),
        "inputs": reference.inputs,
        "intervals": f"{MASS:.0%}, {RESAMPLES} resamples of sentences, seed {SEED}",
        "systems": {s.name: figures(s.tell(reference.units), reference) for s in systems},
    }


def peers(shared: Path) -> list[str]:
    """The rows of what peers reach on held-out data, as ``../shared/README.md`` tells them."""
    path = shared / "README.md"
    if not path.exists():
        return []
    _, _, rest = path.read_text(encoding="utf-8").partition("What peers reach")
    lines = rest.partition("How events are matched")[0].splitlines()
    return [line for line in lines if line.startswith("|") and "---" not in line]


def show(result: dict[str, Any]) -> None:
    """Print the main figures of every system."""
    print(f"{result['sentences']} sentences, {result['events']} events, {result['against']}")
    for name, got in result["systems"].items():
        print(name)
        for part in PARTS:
            row = got[part]
            print(
                f"  {part:9}"
                + "".join(f" {k} {_shown(row[k])}" for k in ("precision", "recall", "f1"))
            )
        fields = got["fields"]
        print("  fields   ", *(f"{n} {_shown(f.get('f1', f['right']))}" for n, f in fields.items()))


def _shown(value: list[float] | None) -> str:
    return "-" if value is None else f"{value[0]:.2f} [{value[1]:.2f}, {value[2]:.2f}]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, compare with the last run, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=HALVES, default="development")
    parser.add_argument("--corpus", type=Path, nargs="+", default=[])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--scores", type=Path, default=SCORES, help="folder of the frozen figures")
    call = parser.parse_args(arguments)
    if not call.corpus and call.half not in ("texts", "plain") and not call.shared.exists():
        print(f"skipped: {call.shared} is absent, and the gold keeps no text")
        return 0
    if call.half in ("texts", "plain"):
        kept = kept_apart(plain=call.half == "plain")
        reference: Reference | None = articles(kept, call.half)
    else:
        reference = corpus(call.corpus) if call.corpus else gold(call.half, call.shared)
    if reference is None or not reference.units:
        print("skipped: no reading lies in benchmarks/coding/gold yet")
        return 0
    kept_out = {path.resolve() for path in call.corpus}
    training = [p for p in sorted(CORPUS.glob("*.txt")) if p.resolve() not in kept_out]
    result = score(reference, training)
    show(result)
    print("\n".join(["What peers reach on the project's held-out data:", *peers(call.shared)]))
    call.scores.mkdir(exist_ok=True)
    path = call.scores / f"{reference.name}.json"
    if path.exists():
        told = changes(json.loads(path.read_text(encoding="utf-8")), result)
        print("\n".join(told) if told else "the same as before")
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
