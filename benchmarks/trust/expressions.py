"""Which regular expressions of the package take more than linear time on hostile inputs.

`python -m benchmarks.trust.expressions [--out FILE]`

Every expression that the package's modules hold, and those that its functions make when they are
called, is tried by `search`, `fullmatch` and `finditer` on inputs that grow: repeats of its own
literals and classes with an end that cannot match. Slow are those whose time grows by an exponent
above 1.5 and reaches 0.05 s at the longest input. What reads sentences alone, which are at most
1,200 characters long (`patronage.coding.sentences.LONGEST`), is tried at twice that length and may
take 0.25 s there.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import math
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import patronage

SIZES = (500, 2_000, 8_000)
SENTENCE = (150, 600, 2_400)
LINE = (25, 100, 400)  # of a head's lines the first 200 characters are read
#: Rooms that are given one sentence at a time, and the files in them that are not.
BY_SENTENCE, WHOLE = ("coding/", "audit/"), ("coding/sentences.py", "coding/quotations.py")
SLOW, SLOW_SENTENCE = 0.05, 0.25  # seconds at the longest input
_MADE: dict[str, tuple[re.Pattern[str], str]] = {}


def _note(compile_: Any) -> Any:
    """Keep what is compiled while modules are imported and called, and from where."""

    def compiled(pattern: Any, flags: Any = 0) -> Any:
        made = compile_(pattern, flags)
        frame: FrameType | None = sys._getframe(1)
        while frame and "/re/" in frame.f_code.co_filename:
            frame = frame.f_back
        ours = frame is not None and "/patronage/" in frame.f_code.co_filename
        if frame and ours and isinstance(getattr(made, "pattern", None), str):
            place = frame.f_code.co_filename.split("/patronage/", 1)[1]
            _MADE[made.pattern] = (made, f"{place}:{frame.f_lineno}")
        return made

    return compiled


def gathered() -> dict[str, tuple[re.Pattern[str], str]]:
    """Every expression, by importing all modules and coding a text."""
    re._compile = _note(re._compile)  # type: ignore[attr-defined]
    for module in pkgutil.walk_packages(patronage.__path__, "patronage."):
        if module.name.rpartition(".")[2] not in ("mcp", "__main__"):
            importlib.import_module(module.name)
    import datetime as dt

    from patronage.coding import Coder
    from patronage.records import Document

    text = (
        "On Monday Russia sent 12 tanks, worth $3 billion, to Cuba, the ministry said. “We will "
        "not wait two years,” Mr. Lavrov said. It was the largest order since May 2014."
    )
    Coder().code(Document.of(text, published=dt.date(2020, 3, 2)))
    return _MADE


def units(pattern: str) -> list[str]:
    """Pieces that a pattern's own letters suggest, and pieces that most patterns know."""
    words = re.findall(r"(?<![\\A-Za-z])[A-Za-z]{2,12}", re.sub(r"\\[a-zA-Z]", " ", pattern))
    signs = [c for c in "\"“”'’.,;:-–—()[]|<>/\\@#$%&*+=_!?…" if c in pattern]
    own = [*dict.fromkeys(words)][:6] + signs[:8]
    general = [" ", "a", "A", "1", "\n", "\t", "a ", "A. ", "1,", "1 ", "a-", "U.S. ", "\n ", "Ab "]
    mixed = [f"{a}{b}" for a, b in itertools.product(own[:5], (" ", "1", "a", ","))]
    return [*general, *own, *mixed]


def took(pattern: re.Pattern[str], text: str) -> float:
    """Processor seconds of the three ways of asking, the dearest."""
    worst = 0.0
    for ask in (pattern.search, pattern.fullmatch, lambda t: sum(1 for _ in pattern.finditer(t))):
        began = time.process_time()
        ask(text)  # type: ignore[operator]
        worst = max(worst, time.process_time() - began)
    return worst


class _TooLongError(Exception):
    pass


def _stop(*_: Any) -> None:
    raise _TooLongError


def sizes(place: str) -> tuple[int, ...]:
    """How long the inputs are that an expression of a file is tried on."""
    if place.startswith("documents/dates.py"):
        return LINE
    return SENTENCE if place.startswith(BY_SENTENCE) and not place.startswith(WHOLE) else SIZES


def tried(pattern: re.Pattern[str], lengths: tuple[int, ...]) -> Iterator[tuple[str, float, float]]:
    """Inputs on which it is slow: the unit, the exponent, seconds at the longest."""
    signal.signal(signal.SIGVTALRM, _stop)
    for unit in units(pattern.pattern):
        for end in ("", "\x00"):
            times = []
            try:
                signal.setitimer(signal.ITIMER_VIRTUAL, 20)
                for size in lengths:
                    times.append(took(pattern, unit * (size // len(unit)) + end))
                    if times[-1] > 2:
                        break
            except _TooLongError:
                times += [math.inf] * (3 - len(times))
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            last = times[-1]
            if last < (SLOW_SENTENCE if lengths == SENTENCE else SLOW):
                continue
            before = max(times[-2] if len(times) > 1 else 1e-5, 1e-5)
            yield unit + end, math.log(last / before) / math.log(4), last


def main() -> None:
    """Tell each slow expression, and fail where there is one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    found, slow = dict(gathered()), []
    for text, (pattern, place) in sorted(found.items(), key=lambda one: one[1][1]):
        worst = max(tried(pattern, sizes(place)), key=lambda one: one[2], default=None)
        if worst and worst[1] > 1.5:
            slow.append([place, text[:200], *worst])
            told = f"exponent {worst[1]:.2f}, {worst[2]:.2f} s on {worst[0]!r}"
            print(f"{place}: {told}: {text[:90]!r}", flush=True)
    print(f"{len(found)} expressions, {len(slow)} slow")
    if args.out:
        args.out.write_text(json.dumps({"expressions": len(found), "slow": slow}, indent=1) + "\n")
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
