"""Kill every writing verb at random points and see that nothing told as done is lost or doubled.

`python -m benchmarks.trust.kills [--kills 41] [--verbs record,load,judge] [--out FILE]`

After each kill (SIGKILL to the whole process group): `verify` finds nothing broken, what was told
as done before the kill is there, and nothing is there twice. Now and then the verb is repeated to
its end: what is then in the ledger is exactly what an undisturbed run gives. The verb `serve` is
the real one on a free port; an upload counts as told as done once the dashboard has taken it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import selectors
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from benchmarks.datasets.make_gdelt import make

from patronage import pipeline
from patronage.ledger import Ledger

HERE = Path(__file__).parent
CHILD = [sys.executable, str(HERE / "fault_child.py")]
_KEPT = ("acknowledged steps checked", "uploads acknowledged", "repeats completed")
PATRONS = ("Russia", "China", "Cuba", "Iran", "Turkey")
THINGS = ("radars", "loans", "doctors", "fuel", "missiles", "advisers")
DOCUMENTS, FILES, ROWS = 70, 6, 300


class Child:
    """A process of its own group whose told steps are kept as they come."""

    def __init__(self, verb: str, ledger: Path, inputs: list[str], **env: str) -> None:
        command = [*CHILD, verb, str(ledger), *inputs]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            env={**os.environ, **env},
        )  # fmt: skip
        self.told: list[str] = []
        self._rest = b""
        assert self.process.stdout
        os.set_blocking(self.process.stdout.fileno(), False)
        self._select = selectors.DefaultSelector()
        self._select.register(self.process.stdout, selectors.EVENT_READ)

    def listen(self, seconds: float, until: str | None = None) -> bool:
        """Take what is told for some time, or until something is; whether that was told."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._select.select(left) and not self._take():
                return False
            if until is not None and any(line.startswith(until) for line in self.told):
                return True
        return False

    def _take(self) -> bool:
        assert self.process.stdout
        data = self.process.stdout.read()
        if not data:
            return data is None
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.told += [line.decode() for line in lines]
        return True

    def kill(self) -> list[str]:
        """End it and all its children at once; the steps that it had told."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._take()
        return [line.removeprefix("done ") for line in self.told if line.startswith("done ")]

    def finish(self, seconds: float = 3_600) -> list[str]:
        """Let it end by itself."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            self.listen(0.2)
        assert self.process.stderr
        err = self.process.stderr.read()
        assert self.process.returncode == 0, err.decode()[-2000:]
        return self.kill()


def texts_in(folder: Path, count: int = DOCUMENTS) -> Path:
    """Short texts of our own, one a line, each with two events."""
    path = folder / "texts.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            patron, thing = PATRONS[n % 5], THINGS[n % 6]
            text = (
                f"{patron} sent {n + 2} {thing} to Venezuela. The United States condemned {patron}."
            )
            day = f"2020-{n % 12 + 1:02}-{n % 28 + 1:02}"
            print(json.dumps({"id": f"d{n}", "text": text, "published": day}), file=file)
    return path


def state_of(ledger: Path) -> dict[str, list[str]]:
    """Ids of all that reads see, sorted, doubles and all."""
    book = Ledger(ledger)
    acts = book.acts()
    return {
        "documents": sorted(d.id for d in book.documents()),
        "events": sorted(e.id for e in book.events()),
        "claims": sorted(c.id for c in book.claims()),
        "acts": sorted(acts["id"].to_pylist()),
        "judgements": sorted(f"{j.document} {tuple(j.span)} {j.field} {j.new} {j.undoes is None}"
                             f" {j.why}" for j in book.judgements()),
    }  # fmt: skip


class Tally:
    """Counts of what was done and what was found; ``keep`` is called after every check."""

    def __init__(self, keep: Callable[[Tally], None] = lambda tally: None) -> None:
        self._keep = keep
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []

    def check(self, verb: str, ledger: Path, acknowledged: set[str], there: set[str]) -> None:
        """After a kill: invariants, what was told as done, doubles."""
        if not (ledger / "ledger.json").exists():
            self._note(verb, "lost", sorted(acknowledged))
            self._keep(self)
            return
        broken = [p for p in pipeline.verify(ledger) if p.lost]
        self._note(verb, "broken", [f"{p.source} {p.place}: {p.message}" for p in broken])
        self._note(verb, "lost", sorted(acknowledged - there))
        self.counts["acknowledged steps checked"] += len(acknowledged)
        for kind, ids in state_of(ledger).items():
            self._note(verb, f"doubled {kind}", [i for i, n in Counter(ids).items() if n > 1])
        self._keep(self)

    def same(self, verb: str, ledger: Path, whole: dict[str, list[str]]) -> None:
        """After a repeat to the end: what an undisturbed run gives."""
        self.counts["repeats completed"] += 1
        found = state_of(ledger)
        for kind, ids in whole.items():
            if found[kind] != ids:
                odd = set(found[kind]) ^ set(ids)
                self._note(verb, f"other {kind}", sorted(odd) or ["doubled"])

    def _note(self, verb: str, what: str, which: list[str]) -> None:
        self.counts[what.split(maxsplit=1)[0]] += len(which)
        if which:
            self.failures.append(f"{verb}: {what}: {len(which)}: {which[:3]}")
            print(self.failures[-1], file=sys.stderr, flush=True)


def shared_memory() -> str | None:
    """A folder in memory where there is one: kills do not ask whether the disk is slow."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


class Verb:
    """One verb under kills: how it is started, what it told, what must be there."""

    def __init__(self, name: str, folder: Path, rng: random.Random) -> None:
        self.name, self.folder, self.rng = name, folder, rng
        self.texts = texts_in(folder)
        self.ids = [f"d{n}" for n in range(DOCUMENTS)]
        self.number = 0
        self.inputs = [str(self.texts)]
        if name == "load":
            self.inputs = []
            for n in range(FILES):
                path = folder / f"gdelt{n}.csv"
                make(path, "1.0", ROWS, seed=n + 1)
                self.inputs.append(str(path))
        if name in ("judge", "compact"):
            pipeline.record([self.texts], folder / "base", workers=1)
            events = [e.id for e in Ledger(folder / "base").events()]
            self.inputs = events[:30] if name == "judge" else ["12"]
        self.whole_ledger = self.fresh()
        began = time.monotonic()
        child = Child(name, self.whole_ledger, self.inputs)
        child.listen(60, "ready")
        ready = time.monotonic()
        child.finish()
        self.start, self.length = ready - began, time.monotonic() - ready
        self.whole = state_of(self.whole_ledger)

    def fresh(self) -> Path:
        """A ledger for a new beginning: none, or a copy of what the verb needs."""
        self.number += 1
        goal = self.folder / f"{self.name}{self.number}"
        if self.name in ("judge", "compact"):
            subprocess.run(["cp", "-a", str(self.folder / "base"), str(goal)], check=True)
        return goal

    def steps(self, told: list[str]) -> set[str]:
        """The steps that a child's words name; `record` counts documents in the input's order."""
        if self.name != "record":
            return set(told)
        counts = [int(word) for word in told if word.isdecimal()]
        return set(self.ids if "all" in told else self.ids[: max(counts, default=0)])

    def check(self, tally: Tally, ledger: Path, done: set[str]) -> None:
        """After a fault: invariants, what was told as done, doubles."""
        tally.check(self.name, ledger, done, self.there(ledger))

    def repeat(self, tally: Tally, ledger: Path, done: set[str]) -> None:
        """Run it to its end; then all is as after an undisturbed run."""
        Child(self.name, ledger, self.inputs, FAULT_DONE=" ".join(done)).finish()
        tally.same(self.name, ledger, self.whole)

    def there(self, ledger: Path) -> set[str]:
        """Which of the steps that can be told are in the ledger."""
        if not (ledger / "ledger.json").exists():
            return set()
        book = Ledger(ledger)
        if self.name == "record":
            from patronage.coding import coder_name

            return book.coded(coder_name()) | {"all"}
        if self.name == "load":
            return {row["file"] for row in book.loaded()} | {"all"}
        held = {(j.document, j.span): j for j in book.judgements() if j.undoes is None}
        events = {e.id: e for e in Ledger(self.folder / "base").events()}
        found = {id for id, e in events.items() if (e.document, e.trigger) in held}
        undone = {j.undoes for j in book.judgements()}
        taken = {f"undo-{id}" for id in found
                 if held[events[id].document, events[id].trigger].id in undone}  # fmt: skip
        return found | taken | {"all"}

    def killed(self, tally: Tally, kills: int) -> None:
        """Kill it so many times while at work, repeat it now and then."""
        ledger, landed, acknowledged = self.fresh(), 0, set[str]()
        while landed < kills:
            child = Child(self.name, ledger, self.inputs, FAULT_DONE=" ".join(acknowledged))
            if self.rng.random() < 0.85:  # most kills while it works, some while it starts
                child.listen(60, "ready")
                child.listen(self.rng.uniform(0.0, 1.0) * self.length)
            else:
                child.listen(self.rng.uniform(0.2, 1.0) * self.start)
            if child.process.poll() is None:
                landed += 1
                tally.counts["kills"] += 1
            else:
                self.length *= 0.9
            told = child.kill()
            acknowledged |= self.steps(told)
            self.check(tally, ledger, acknowledged)
            if landed % 6 == 5 or "all" in told:
                self.repeat(tally, ledger, acknowledged)
                ledger, acknowledged = self.fresh(), set[str]()


class Served:
    """A dashboard of its own group on a free port."""

    def __init__(self, ledger: Path) -> None:
        command = [sys.executable, "-c", "from patronage.cli import main; main()", "serve"]
        self.process = subprocess.Popen(
            [*command, "--ledger", str(ledger), "--port", "0"], stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        assert self.process.stderr
        line = self.process.stderr.readline().decode()
        found = re.search(r"http://[\d.]+:\d+", line)
        assert found, line
        self.at = found[0]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def _ask(self, path: str, form: dict[str, str] | None = None) -> str:
        request = urllib.request.Request(
            self.at + path, urlencode(form).encode() if form else None, {"origin": self.at}
        )
        with self._opener.open(request, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def upload(self, text: str) -> bool:
        """Paste a text; whether it was taken, or too many wait."""
        page = self._ask("/documents")
        token = re.search(r'name="token_of_form" value="([0-9a-f]{64})"', page)
        assert token
        form = {"token_of_form": token[1], "text": text, "published": "2020-03-02"}
        try:
            self._ask("/documents", form)
        except urllib.error.HTTPError as error:
            if error.code != 429:
                raise
            return False
        return True

    def is_busy(self) -> bool:
        """Whether an upload waits or is at work."""
        return bool(re.search(r"waiting|at work", self._ask("/documents")))

    def kill(self) -> None:
        """End it and its worker."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def text_of(number: int) -> str:
    """The text of one upload."""
    return f"{PATRONS[number % 5]} sent {number + 2} {THINGS[number % 6]} to Venezuela."


def served_and_killed(folder: Path, rng: random.Random, tally: Tally, kills: int) -> None:
    """Uploads into a dashboard that is killed again and again."""
    ledger = folder / "served"
    Ledger(ledger, create=True)
    sent = landed = 0
    while landed < kills:
        served = Served(ledger)
        until = time.monotonic() + rng.uniform(0.0, 6.0)
        while time.monotonic() < until:
            for _ in range(rng.randint(1, 3)):
                sent += served.upload(text_of(sent))
            time.sleep(rng.uniform(0.0, 1.0))
        served.kill()
        landed += 1
        tally.counts["kills"] += 1
        there = {d.text for d in Ledger(ledger).documents()}
        tally.check("serve", ledger, set(), there)
        if landed % 5 == 0 or landed == kills:
            served = Served(ledger)
            while served.is_busy():
                time.sleep(0.5)
            served.kill()
            there = {d.text for d in Ledger(ledger).documents()}
            tally.check("serve", ledger, {text_of(n) for n in range(sent)}, there)
            tally.counts["repeats completed"] += 1
    tally.counts["uploads acknowledged"] += sent


def keep(out: Path | None, found: dict[str, Any], verb: str, tally: Tally) -> None:
    """Write what was found up to now: a run that is broken off counts for what it did."""
    found[verb] = {**tally.counts, "failures": tally.failures}
    if out:
        names = ("kills", "lost", "doubled", "broken", "other", *_KEPT)
        sums = {name: sum(one.get(name, 0) for one in found.values()) for name in names}
        out.write_text(json.dumps({**sums, "verbs": found}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Kill all five verbs and write what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=41, help="of each verb")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--verbs", default="record,load,judge,compact,serve")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    verbs = args.verbs.split(",")
    found: dict[str, Any] = {}
    if args.out and args.out.exists():  # one verb can be done anew
        found = json.loads(args.out.read_text("utf-8"))["verbs"]
    for verb in verbs:
        tally = Tally(partial(keep, args.out, found, verb))
        with TemporaryDirectory(dir=shared_memory()) as folder:
            rng = random.Random(f"{args.seed} {verb}")
            if verb == "serve":
                served_and_killed(Path(folder), rng, tally, args.kills)
            else:
                Verb(verb, Path(folder), rng).killed(tally, args.kills)
        keep(args.out, found, verb, tally)  # what was counted after the last check too
        print(verb, json.dumps(found[verb]), flush=True)
    sys.exit(any(one["failures"] for one in found.values()))


if __name__ == "__main__":
    main()
