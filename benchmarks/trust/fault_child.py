"""What a process does that is about to be killed: one verb in small steps, each told when done.

`python benchmarks/trust/fault_child.py VERB LEDGER INPUT...`; a line `done WHAT` is written when
the verb has told that step as done, and not before. What it calls is the verb itself; commits are
made smaller than by default, so that more of them are hit. It ends with 1 where the verb says why
it could not go on, with 70 where it did not foresee that. Settings by the environment:
`FAULT_VERSION` (another version of the program), `FAULT_BACK` (seconds that the clock goes back at
each look), `FAULT_SYNCED` (a file that lists each file and folder that was put on the disk, by its
number, for a draft's name does not stay).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
import traceback
from pathlib import Path

from patronage import pipeline
from patronage.errors import PatronageError
from patronage.ledger import Ledger
from patronage.pipeline import opening, questions, registers, texts

SMALL = 10


def said(what: str) -> None:
    """Tell a step as done."""
    print(f"done {what}", flush=True)


def record(ledger: str, inputs: list[str]) -> None:
    """Record the inputs, a few documents a commit."""
    texts._COMMIT = SMALL
    pipeline.record(inputs, ledger, workers=1, tick=lambda n: said(str(n)))
    said("all")


def load(ledger: str, inputs: list[str]) -> None:
    """Load files of GDELT 1.0, one after another."""
    for path in inputs:
        pipeline.load("gdelt1", [path], ledger)
        said(Path(path).name)
    said("all")


def judge(ledger: str, inputs: list[str]) -> None:
    """Correct each of the named events, and take every fifth correction back.

    Steps named in `FAULT_DONE` were told as done before; who repeats a call repeats the others.
    """
    known = set(os.environ.get("FAULT_DONE", "").split())
    events = {event.id: event for event in Ledger(ledger).events()}
    for n, event in enumerate(inputs):
        if event not in known:
            pipeline.judge(event, "status", "future", ledger=ledger, who="R", why="test")
            said(event)
        if n % 5 == 4 and f"undo-{event}" not in known:
            place = (events[event].document, events[event].trigger)
            told = [j for j in Ledger(ledger).judgements() if (j.document, j.span) == place]
            last = [j for j in told if j.undoes is None][-1]
            pipeline.judge(last.id, "", "", ledger=ledger, who="R", why="test", undo=True)
            said(f"undo-{event}")
    said("all")


def compact(ledger: str, inputs: list[str]) -> None:
    """Compact again and again, after a small commit each time so that there is something to do."""
    for n in range(int(inputs[0])):
        book = Ledger(ledger)
        event = book.events()[n]
        pipeline.judge(event.id, "mode", "none", ledger=ledger, who="C", why=str(n))
        (Path(ledger) / "compacted.json").unlink(missing_ok=True)  # sort all once more
        pipeline.compact(ledger, drop_superseded=True, drop_orphans=True)
        said(event.id)
    said("all")


def _set_faults() -> None:
    if version := os.environ.get("FAULT_VERSION"):
        from patronage import coding
        from patronage.coding import coder

        coder.__version__ = version  # type: ignore[attr-defined]
        coding.coder_name = coder.coder_name
    if back := float(os.environ.get("FAULT_BACK", "0")):
        looks = [0.0]
        real = time.time

        def behind() -> float:
            looks[0] += back
            return real() - looks[0]

        for room in (opening, questions, registers, texts):
            if hasattr(room, "now"):
                vars(room)["now"] = lambda: dt.datetime.fromtimestamp(behind(), dt.UTC)
        time.time = behind
    if synced := os.environ.get("FAULT_SYNCED"):
        handle = os.open(synced, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        fsync = os.fsync

        def noted(number: int) -> None:
            fsync(number)
            os.write(handle, b"%d\n" % os.fstat(number).st_ino)

        os.fsync = noted


if __name__ == "__main__":
    _set_faults()
    print("ready", flush=True)
    try:
        globals()[sys.argv[1]](sys.argv[2], sys.argv[3:])
    except PatronageError as error:
        sys.exit(str(error))
    except Exception:
        traceback.print_exc()
        sys.exit(70)
