"""What one named side does to another in a sentence: the verb ``label``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.pipeline.names import gazetteer_with, overlay_of, rows_of
from patronage.pipeline.opening import Input, Report
from patronage.pipeline.sides import MissingError, located
from patronage.records import Problem

if TYPE_CHECKING:
    from patronage.coding.label import Labeller, PairAsked

__all__ = ["label"]

_TOGETHER = 64  # rows read at once
_MOST = 12  # pairs of one row, of all its sources with all its targets


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it came, the place by which a problem names it, and what is asked of it."""

    place: str
    given: Mapping[str, Any]
    asked: tuple[PairAsked, ...]


def label(
    pairs: Input | Iterable[Mapping[str, Any]],
    *,
    none: float | None = None,
    parser: str | None = None,
    actors: Input | None = None,
    report: Report = lambda problem: None,
) -> Iterator[dict[str, Any]]:
    """Say of each pair which type of event the source does to the target.

    Args:
        pairs: a file of JSON lines, ``-``, or the rows themselves: ``text``, ``source`` and
            ``target``, and where known ``id``. A side is words of the text; or its place in it,
            ``[start, end]`` in code points; or an object with ``text`` or ``span``; or a list of
            such, when the answer is the mean over all pairs. A row may also mark the sides in
            ``marked``: ``<s>Kenya</s> thanked <t>Ghana</t>``.
        none: the share of pairs, 0..1, between whom no event is expected; by default a tenth,
            because who gives a pair expects something between its sides, and two fifths, as in
            news, where a row names not both sides.
        parser: an installed spaCy model other than the pinned one.
        actors: an overlay of names, a CSV file; see :func:`patronage.actors.overlay`.
        report: called with each problem as it is met.

    Yields:
        Each row as it was, with ``probabilities`` of ``NONE`` and of the 16 types, which sum to 1,
        and ``label``, the likeliest. A row whose text is missing, or that names a side which does
        not stand in its text, is a problem; both fields are None there. A row that names no source
        or no target is read without it, which is told.

    Raises:
        UsageError: ``none`` is no share, or the file cannot be read.

    >>> [found] = label([{"text": "Kenya thanked Ghana.", "source": "Kenya", "target": "Ghana"}])
    >>> found["label"], round(sum(found["probabilities"].values()), 6)
    ('SUPPORT', 1.0)
    """
    if none is not None and not 0 <= none < 1:
        raise UsageError(f"--none is a share from 0 to below 1, not {none}.")
    return _labelled(pairs, none, parser, actors, report)


def _labelled(
    pairs: Input | Iterable[Mapping[str, Any]], none: float | None, parser: str | None,
    actors: Input | None, report: Report,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    from patronage.coding.label import Labeller
    from patronage.coding.parse import DEFAULT

    made = Labeller(parser or DEFAULT, gazetteer_with(overlay_of(actors, report)))
    found = (_row(place, given, report) for place, given in rows_of(pairs, report))
    while group := list(islice(found, _TOGETHER)):
        yield from _group(made, group, none, report)


def _group(
    made: Labeller, group: Sequence[_Row], none: float | None, report: Report
) -> Iterator[dict[str, Any]]:
    answers = made.label(chain.from_iterable(row.asked for row in group), none)
    for row in group:
        told: list[dict[str, float]] = []
        for answer in islice(answers, len(row.asked)):
            if isinstance(answer, Problem):
                report(Problem(row.place, "", answer.message, answer.mend))
            else:
                told.append(answer)
        yield dict(row.given) | _told(told)


def _told(answers: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """The fields that are added: the mean of the answers to six places, summing to 1."""
    if not answers:
        return {"label": None, "probabilities": None}
    mean = {k: round(sum(a[k] for a in answers) / len(answers), 6) for k in answers[0]}
    best = max(mean, key=mean.__getitem__)
    rest = sum(value for kind, value in mean.items() if kind != best)
    return {"label": best, "probabilities": mean | {best: round(1 - rest, 6)}}


def _row(place: str, given: Mapping[str, Any], report: Report) -> _Row:
    """What a row asks; nothing where it cannot be read."""
    from patronage.coding.label import PairAsked

    try:
        text, sources, targets = located(given)
    except MissingError as missing:
        report(Problem(place, missing.place, missing.message, missing.mend))
        return _Row(place, given, ())
    for name, spans in (("source", sources), ("target", targets)):
        if not spans:
            report(
                Problem(
                    place, name, f"names no {name}; read as if anybody could be",
                    f"Give the words of the {name} in the text.", lost=False,
                )
            )  # fmt: skip
    every = product(sources or (None,), targets or (None,))
    return _Row(place, given, tuple(PairAsked(text, s, t) for s, t in islice(every, _MOST)))
