"""What a target of the fuzzing is, and what all targets share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patronage.errors import PatronageError
from patronage.records import Document, Problem

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: seeds, how to call it, the exceptions that it announces, its share of the runs."""

    name: str
    seeds: tuple[bytes, ...]
    call: Callable[[bytes], Any]
    announced: tuple[type[Exception], ...] = (PatronageError,)
    share: float = 1.0


class Unforeseen(Exception):  # noqa: N818
    """A problem that says that something unforeseen was caught."""


def drained(found: Any) -> None:
    """Use up what a reader yields; raise where a problem tells of something unforeseen."""
    for one in found:
        problems = (one,) if isinstance(one, Problem) else getattr(one, "problems", ())
        for problem in problems:
            for words in ("could not be coded", "reading stopped"):
                if words in problem.message:
                    raise Unforeseen(problem.message[:300])


def text_of(data: bytes) -> str:
    """Bytes as a text that may hold anything a text can."""
    return data.decode("utf-8", "surrogatepass") if _is_utf8(data) else data.decode("latin-1")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def nfc(data: bytes) -> str:
    """A text as documents hold it: no halves of surrogates."""
    return Document.of(text_of(data).encode("utf-8", "replace").decode("utf-8")).text


def sentences() -> tuple[bytes, ...]:
    """Texts of our own: the shipped dispatches, and words of amounts and times."""
    lines = (ROOT / "examples" / "venezuela" / "dispatches.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[:60]]
    texts += [
        "About $2.5 billion in loans, up from 300m euros, between three and four dozen tanks.",
        "Last Monday, two years ago, in mid-2018, from May to June 2019, by the end of the week.",
        "“We will send aid,” said Mr. Lavrov, citing the U.S. embassy (in Caracas). It refused.",
        "On 3 March 2020 the E.U. imposed sanctions on No. 10 companies; see p. 3, e.g. St. Ives.",
    ]
    return tuple(text.encode() for text in texts)
