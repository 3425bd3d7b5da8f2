"""Reading for tests: sentences cut plainly, cases from their file, the gazetteer in use."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

from patronage.actors import Cast, Mention, gazetteer
from patronage.records import Span

_SENTENCE = re.compile(r"[^\n]+?(?:(?<![A-Z])[.!?;][”\"’]?(?=\s|$)|(?=\n)|$)")


def sentences(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _SENTENCE.finditer(text)]


def read(text: str, date: str | None = None) -> Cast:
    day = dt.date.fromisoformat(date) if date else None
    return Cast(gazetteer(), text, sentences(text), day)


def cases() -> list[dict[str, Any]]:
    lines = (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def missing(case: dict[str, Any], mentions: tuple[Mention, ...]) -> list[str]:
    """What a case asks for and the mentions do not give, in words."""
    faults = [
        f"{wanted} not among {[(m.text, m.key, m.kind) for m in mentions]}"
        for wanted in case["expect"]
        if not any(_is(wanted, mention) for mention in mentions)
    ]
    return faults + [f"{m.text!r} is no actor" for m in mentions if m.text in case["absent"]]


def _is(wanted: dict[str, Any], mention: Mention) -> bool:
    fields = {"text": mention.text, "key": mention.key, "kind": mention.kind}
    fields |= {"sector": mention.sector, "name": mention.name, "acts": mention.acts}
    fields |= {"place": mention.place, "owner": mention.owner}
    if mention.head is not None:
        start = mention.head.start - mention.span.start
        fields["head"] = mention.text[start : start + mention.head.end - mention.head.start]
    return all(fields.get(name) == value for name, value in wanted.items())
