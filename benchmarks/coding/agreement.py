"""How far two readings of the gold agree, field by field: the agreement of model readings.

Run: python -m benchmarks.coding.agreement [A.jsonl B.jsonl] [--freeze] [--list FIELD]

Events are paired by place (their triggers touch), those of equal type first. Per field then:
F1 = twice the pairs that agree on it over the events of both readings, so that an event which one
reading lacks counts against every field; and, of paired events alone, Cohen's kappa for fields of
one value. ``event`` is F1 by type, actor and recipient as ``score_events`` has it. ``--list`` tells
where the readings differ in a field, by document and place, for settling. Beside it stands how far
each reading agrees with the settled one, which was made from both and so is no independent figure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.coding.draw_gold import GOLD
from benchmarks.coding.event_match import (
    LISTS,
    PLAIN,
    kappa,
    pair,
    same_actor,
    same_event,
    same_place,
    same_recipient,
    shared,
)
from benchmarks.coding.read_sheet import drawn
from benchmarks.coding.readings import ReadEvent, ReadSentence, load

FROZEN = Path(__file__).parent / "scores" / "agreement.json"
FIELDS = ("type", "actor", "recipient", *PLAIN, *LISTS)
Pair = tuple[ReadSentence, ReadSentence]


def sentences(one: Sequence[ReadSentence], two: Sequence[ReadSentence]) -> list[Pair]:
    """The sentences that both read, each with both readings of it."""
    other = {(s.doc, s.start, s.end): s for s in two}
    return [(s, other[s.doc, s.start, s.end]) for s in one if (s.doc, s.start, s.end) in other]


def agrees(one: ReadEvent, two: ReadEvent, name: str) -> bool:
    """Whether two events agree on a field; actors and recipients where their sets overlap."""
    if name == "actor":
        return same_actor(one, two)
    if name == "recipient":
        return same_recipient(one, two)
    if name in LISTS:
        hit, left, right = shared(one, two, name)
        return hit == left == right
    return bool(getattr(one, name) == getattr(two, name))


def paired(read: Sequence[Pair]) -> Iterator[tuple[ReadSentence, ReadEvent, ReadEvent]]:
    """Events of one place, with the sentence that they stand in."""
    for one, two in read:
        for i, j in pair(one.events, two.events, same_place):
            yield one, one.events[i], two.events[j]


def measured(read: Sequence[Pair]) -> dict[str, Any]:
    """Every figure of the agreement on some sentences."""
    both = [(one, two) for _, one, two in paired(read)]
    total = sum(len(one.events) + len(two.events) for one, two in read)
    events = sum(len(pair(one.events, two.events, same_event)) for one, two in read)
    has = [(bool(one.events), bool(two.events)) for one, two in read]
    return {
        "sentences": len(read),
        "events": [sum(len(s[n].events) for s in read) for n in (0, 1)],
        "sentence_has_event": {
            "agree": _share(sum(a == b for a, b in has), len(has)),
            "kappa": _rounded(kappa(has)),
        },
        "place_f1": _share(2 * len(both), total),
        "event_f1": _share(2 * events, total),
        "fields": {name: _field(both, total, name) for name in FIELDS},
        "types_confused": {
            " / ".join(types): n
            for types, n in Counter(
                tuple(sorted((a.type, b.type))) for a, b in both if a.type != b.type
            ).most_common(10)
        },
    }


def _field(both: Sequence[tuple[ReadEvent, ReadEvent]], total: int, name: str) -> dict[str, Any]:
    same = sum(agrees(one, two, name) for one, two in both)
    found: dict[str, Any] = {"f1": _share(2 * same, total), "of_paired": _share(same, len(both))}
    if name in ("type", *PLAIN):
        found["kappa"] = _rounded(kappa([(getattr(a, name), getattr(b, name)) for a, b in both]))
    if name in LISTS:
        counts = [shared(one, two, name) for one, two in both]
        hit, left, right = (sum(c[n] for c in counts) for n in (0, 1, 2))
        found["values_f1"] = _share(2 * hit, left + right)
        found["values"] = [left, right]
    return found


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 3) if whole else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def differences(read: Sequence[Pair], name: str) -> Iterator[str]:
    """Where two readings differ: in ``event``, those that one of them lacks; else in a field."""
    if name != "event":
        for sentence, one, two in paired(read):
            if not agrees(one, two, name):
                left, right = (getattr(e, name) for e in (one, two))
                yield f"{sentence.doc} {sentence.start} {one.trigger}: {left} | {right}"
        return
    for first, second in read:
        pairs = pair(first.events, second.events, same_event)
        for side, sentence, met in (
            ("a", first, {i for i, _ in pairs}),
            ("b", second, {j for _, j in pairs}),
        ):
            for at, event in enumerate(sentence.events):
                if at not in met:
                    who = [[m.key for m in people] for people in (event.actor, event.recipient)]
                    place = f"{sentence.doc} {sentence.start} {event.trigger}"
                    yield f"{place}: only {side}: {event.type} {who[0]} -> {who[1]}"


def by_half(read: Sequence[Pair]) -> dict[str, Any]:
    """Every figure on all sentences, and on each half of the gold."""
    half = {(u.doc, u.start): u.half for u in drawn().values()}
    return {"all": measured(read)} | {
        name: measured([p for p in read if half.get((p[0].doc, p[0].start)) == name])
        for name in ("development", "held")
    }


def with_settled(files: Sequence[Path]) -> dict[str, Any]:
    """How far each reading agrees with the settled one, which was made from both."""
    settled = load(GOLD / "settled.jsonl")
    told = {path.stem: measured(sentences(load(path), settled)) for path in files}
    return {"what": "no independent figure: the settled reading was made from both", **told}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; freeze when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readings", type=Path, nargs="*")
    parser.add_argument("--freeze", action="store_true", help=f"write {FROZEN.name}")
    parser.add_argument("--list", choices=("event", *FIELDS), help="tell where they differ")
    call = parser.parse_args(arguments)
    if len(call.readings) not in (0, 2):
        parser.error("two readings, or none for reading-a and reading-b of the gold")
    files = call.readings or [GOLD / "reading-a.jsonl", GOLD / "reading-b.jsonl"]
    if absent := [str(f) for f in files if not f.exists()]:
        print(f"skipped: {', '.join(absent)} absent")
        return 0
    read = sentences(load(files[0]), load(files[1]))
    if call.list:
        print("\n".join(differences(read, call.list)))
        return 0
    result = {"what": "agreement of two model readings", **by_half(read)}
    if not call.readings and (GOLD / "settled.jsonl").exists():
        result["with_settled"] = with_settled(files)
    print(json.dumps(result, indent=1))
    if call.freeze:
        FROZEN.parent.mkdir(exist_ok=True)
        FROZEN.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
