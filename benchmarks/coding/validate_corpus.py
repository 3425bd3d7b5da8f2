"""Check files of the training corpus and tell how varied they are.

Run: python -m benchmarks.coding.validate_corpus benchmarks/coding/corpus/*.txt [--json]

Every error goes to standard error as ``file:line: message``; the figures to standard output.
Exit code 1 with any error. ``--near`` lists the pairs of sentences that are nearly the same.
``--summary FILE`` freezes the figures of the whole, round by round, as ``scores/corpus.json`` has
them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.coding.corpus_format import Block, Fault, read
from benchmarks.coding.diversity import measured, near_duplicates, words
from benchmarks.coding.summary import summary


def check(paths: Sequence[Path]) -> tuple[list[Block], list[Fault]]:
    """Blocks and faults of files, sentences told twice and rounds named twice among the faults."""
    blocks: list[Block] = []
    wrong: list[Fault] = []
    rounds: dict[str, str] = {}
    seen: dict[tuple[str, ...], Block] = {}
    for path in paths:
        some, bad = read(path)
        wrong += bad
        for block in some:
            if rounds.setdefault(block.round, block.file) != block.file:
                wrong.append(
                    Fault(block.file, 1, f"round '{block.round}' is also {rounds[block.round]}'s")
                )
                rounds[block.round] = block.file
            key = tuple(words(block.sentence))
            if key in seen:
                first = seen[key]
                wrong.append(
                    Fault(block.file, block.line, f"the same sentence as {first.file}:{first.line}")
                )
            seen.setdefault(key, block)
        blocks += some
    return blocks, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--near", action="store_true", help="list nearly equal sentences")
    parser.add_argument("--summary", type=Path, help="file to freeze the figures of all rounds in")
    call = parser.parse_args(arguments)
    blocks, wrong = check(call.files)
    for fault in wrong:
        print(fault, file=sys.stderr)
    figures = measured(blocks)
    if call.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            shown = (
                "  ".join(f"{k} {n}" for k, n in value.items())
                if isinstance(value, dict)
                else value
            )
            print(f"{name}: {shown}")
    if call.near:
        for one, two, overlap in near_duplicates(blocks):
            left, right = blocks[one], blocks[two]
            print(f"{overlap:.2f} {left.file}:{left.line} {right.file}:{right.line}")
    if call.summary:
        call.summary.write_text(json.dumps(summary(blocks), indent=1) + "\n", encoding="utf-8")
    errors = sum(not fault.warning for fault in wrong)
    print(f"{len(call.files)} files, {errors} errors", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
