"""Train the small models of an event's fields: whose amounts, times and voices, mode, and so on.

Run: python -m benchmarks.coding.train_details [NAME...]

Trained on the corpus without the rounds of ``corpus/held-out.csv``, seeded; tells for each model
how often the held-out rounds come out right, with trigger and type given. Nothing else is read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from benchmarks.coding.field_cases import Case, cases, training
from benchmarks.coding.readings import PlainSpan, ReadEvent
from benchmarks.coding.rounds import files
from benchmarks.coding.score_events import corpus
from benchmarks.coding.score_fields import same_voice
from benchmarks.coding.training import finish, fit

from patronage.coding import details
from patronage.coding import voices as spoken
from patronage.coding.model.details import of_event
from patronage.coding.model.happened import of_status
from patronage.coding.model.linear import Linear
from patronage.coding.model.owners import OWNED, amount_rows, time_rows, voice_rows
from patronage.coding.status import climb, ruled_status
from patronage.records import Span

Rows = tuple[list[list[str]], list[str]]
NOT = "other"


def times(found: Sequence[Case]) -> Rows:
    """Each time of a sentence with each event: its own, or another's."""
    rows, labels = [], []
    for case in found:
        for event, candidate in zip(case.events, case.candidates, strict=True):
            rows += time_rows(case.tree, case.times, candidate)
            own = [event.time.span] if event.time else []
            labels += [_label(time.span, own) for time in case.times]
    return rows, labels


def amounts(found: Sequence[Case]) -> Rows:
    """Each amount of a sentence with each event: its own, or another's."""
    rows, labels = [], []
    for case in found:
        for event, candidate in zip(case.events, case.candidates, strict=True):
            rows += amount_rows(case.tree, case.amounts, candidate)
            own = [amount.span for amount in event.amount]
            labels += [_label(amount.span, own) for amount in case.amounts]
    return rows, labels


def voices(found: Sequence[Case]) -> Rows:
    """Each voice of a sentence with each event: by its word, or by another's."""
    rows, labels = [], []
    for case in found:
        told = spoken.voices(case.tree, case.unit.text)
        for event, candidate in zip(case.events, case.candidates, strict=True):
            beside = spoken.heard(told, candidate, case.mentions(event.actor))
            rows += voice_rows(case.tree, beside, candidate)
            own = [(v.span, v.cue) for v in event.attribution]
            for voice in beside:
                here = tuple(voice.attribution.span), voice.attribution.cue
                hit = any(same_voice(marked, here, "attribution") for marked in own)
                labels.append(OWNED if hit else NOT)
    return rows, labels


def status(found: Sequence[Case]) -> Rows:
    """Each event with what the rules make of it, and its status."""
    rows, labels = [], []
    for case in found:
        for event, candidate in zip(case.events, case.candidates, strict=True):
            time = details.nearest(case.tree, case.times, candidate)
            sides = case.mentions((*event.actor, *event.recipient))
            published = case.unit.published
            ruled = ruled_status(candidate, sides, time, published)
            chain = list(climb(candidate.trigger))
            rows.append(of_status(candidate, chain, ruled, time, published))
            labels.append(event.status)
    return rows, labels


def _fields(found: Sequence[Case], label: Callable[[ReadEvent], str]) -> Rows:
    rows, labels = [], []
    for case in found:
        rows += [of_event(case.tree, candidate) for candidate in case.candidates]
        labels += [label(event) for event in case.events]
    return rows, labels


def mode(found: Sequence[Case]) -> Rows:
    """Each event with its type and mode."""
    return _fields(found, lambda event: f"{event.type}/{event.mode or ''}")


def instrument(found: Sequence[Case]) -> Rows:
    """Each event with its instrument, empty where it has none."""
    return _fields(found, lambda event: event.instrument or "")


def polarity(found: Sequence[Case]) -> Rows:
    """Each event with its polarity, empty where it has none."""
    return _fields(found, lambda event: event.polarity or "")


def _label(span: Span, own: Sequence[PlainSpan]) -> str:
    return OWNED if any(a < span.end and span.start < b for a, b in own) else NOT


#: Of each model how its rows are made, and how loosely it is bound; later ones use earlier ones.
MODELS: dict[str, tuple[Callable[[Sequence[Case]], Rows], float]] = {
    "times": (times, 0.1),
    "amounts": (amounts, 0.1),
    "voices": (voices, 0.03),
    "status": (status, 0.3),
    "polarity": (polarity, 0.1),
    "instrument": (instrument, 0.3),
    "mode": (mode, 0.3),
}


def main(names: Sequence[str]) -> None:
    """Train and store those named, or all."""
    seen, unseen = cases(training()), cases(corpus(files(held=True)))
    for name, (made, loose) in MODELS.items():
        if not names or name in names:
            rows, labels = made(seen)
            finish(_columns(fit(name, rows, labels, loose)), *made(unseen))


def _columns(model: Linear) -> Linear:
    """Of two classes the fit tells one column of odds: half for the one, half against the other."""
    if len(model.classes) != 2:
        return model
    half = model.weights / 2
    return replace(model, weights=np.hstack([-half, half]), bias=np.array([-1, 1]) * model.bias / 2)


if __name__ == "__main__":
    main(sys.argv[1:])
