"""The bottom line: two to five sentences made from the values, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from patronage.report.evidence import Index, Ref, Refs
from patronage.report.ranking import patrons_ranked
from patronage.report.steps import STEPS, step_ids
from patronage.report.wording import NONE_FOUND, day, few, join, label, named, plural, state
from patronage.results import Brief, Cell, Change, Episode, Request

__all__ = ["Statement", "bottom_line", "pressing", "whom"]

_UNTOLD = "not told"  # the measures' word for an instrument that no text names


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, the rows behind it, and the section that tells more."""

    text: str
    refs: Refs
    section: str
    claims: tuple[Ref, ...] = ()


def bottom_line(brief: Brief, index: Index) -> list[Statement]:
    """Say what the values say, and no more, in two to five sentences.

    Backing and its change, requests, pressure and the first collision each have one sentence; a
    sentence on what is missing says that we found none.
    """
    if not brief.events:
        none = f"No evidence found: these texts gave no report of an event around {_client(brief)}."
        more = "That is a statement about the texts read, not about the world."
        return [Statement(t, Refs(()), "unknown") for t in (none, more)]
    made = [_backing(brief, index), *_changes(brief, index), *_requests(brief, index)]
    return [*made, _pressure(brief, index), *_collision(brief, index)][:5]


def _client(brief: Brief) -> str:
    return named(brief, brief.client)


def _ids(cells: Iterable[Cell]) -> list[str]:
    return [id for cell in cells for id in cell.evidence]


def _backing(brief: Brief, index: Index) -> Statement:
    counted = [c for c in brief.portfolio.cells if c.episodes]
    if not counted:
        text = f"Backing for {_client(brief)} that occurred: {NONE_FOUND} in these texts."
        return Statement(text, index.of(_ids(brief.portfolio.cells)), "backing")
    told = _by_patron(brief, counted)
    recent = [c for c in counted if c.spell == "now"]
    text = f"The texts tell of backing for {_client(brief)} by {told}"
    since = f"since {day(brief.since)}" if brief.since else "in the recent spell"
    if recent and len(recent) < len(counted):
        text += f"; {since}, by {_by_patron(brief, recent)}"
    elif not recent:
        text += f"; {since}, {NONE_FOUND}"
    return Statement(text + ".", index.of(_ids(counted)), "backing")


def _by_patron(brief: Brief, cells: list[Cell]) -> str:
    return _with_means(brief, [(c.patron, c.instrument) for c in cells])


def _with_means(brief: Brief, pairs: list[tuple[str, str | None]]) -> str:
    """Patrons with their instruments; one that no text names is left out."""
    place = patrons_ranked(brief)
    means: dict[str, list[str]] = {}
    for patron, instrument in sorted(pairs, key=lambda p: place.get(p[0], len(place))):
        found = means.setdefault(named(brief, patron), [])
        if instrument and label(instrument) not in (*found, _UNTOLD):
            found.append(label(instrument))
    parts = [f"{who} ({_some(m)})" if m else who for who, m in means.items()]
    return join(few(parts, 4, "other"))


def _some(words: list[str]) -> str:
    return ", ".join(words if len(words) <= 4 else [*words[:4], f"{len(words) - 4} more"])


def _changes(brief: Brief, index: Index) -> Iterator[Statement]:
    if not brief.changes:
        return
    place = patrons_ranked(brief)
    ranked = sorted(brief.changes, key=lambda c: place[c.patron])
    told = [c for c in ranked if c.told]
    ids = [id for c in brief.changes for id in (*c.told, *c.refusals, *c.evidence)]
    parts = []
    if told:
        who = join(few([named(brief, c.patron) for c in told], 4, "other"))
        count = plural(len({id for c in told for id in c.told}), "report")
        parts.append(f"that the backing of {who} has fallen is said in {count}")
    else:
        parts.append(f"reports that say in words that backing has fallen: {NONE_FOUND}")
    counts = [_count(brief, c) for c in ranked if c.then or c.now or c.ratio is not None]
    if counts:
        parts.append(f"by count, {', '.join(few(counts, 4, 'other patron'))}")
    refused = [named(brief, c.patron) for c in ranked if c.refusals]
    parts.append(
        f"refusals by a patron: {join(few(refused, 4, 'other')) if refused else NONE_FOUND}"
    )
    text = "; ".join(parts) + "."
    yield Statement(text[0].upper() + text[1:], index.of(ids), "change")


def _count(brief: Brief, change: Change) -> str:
    then = plural(change.then, "episode") if change.then else NONE_FOUND
    now = f"{change.now:,}" if change.now else NONE_FOUND
    return f"{named(brief, change.patron)} {then} then and {now} now ({change.word})"


def _requests(brief: Brief, index: Index) -> Iterator[Statement]:
    asked = [r for r in brief.requests if r.asked]
    if not asked:
        return
    client = _client(brief)
    text = f"{client[0].upper()}{client[1:]} asked {whom(brief, asked)}"
    by_step: dict[str, list[Request]] = {step: [] for step in STEPS[1:]}
    ids: list[str] = []
    for request in asked:
        for step, found in step_ids(request, index).items():
            ids += found
            if found and step in by_step:
                by_step[step].append(request)
    ends = [f"{step}: from {whom(brief, found)}" for step, found in by_step.items() if found]
    missing = [step for step, found in by_step.items() if not found]
    if missing:
        ends.append(f"{join(missing).replace(' and ', ' or ')}: {NONE_FOUND}")
    yield Statement(f"{text}; of this, {'; '.join(ends)}.", index.of(ids), "requests")


def whom(brief: Brief, requests: list[Request]) -> str:
    """Patrons with the instruments at issue."""
    return _with_means(brief, [(r.patron, r.instrument) for r in requests])


def pressing(brief: Brief) -> list[Episode]:
    """Pressure on the client: aimed at it, or by a coercer at no one that the text names."""
    coercers = set(brief.coercers)
    return [
        e
        for e in brief.episodes
        if e.polarity == "pressure"
        and (brief.client in e.recipient or (not e.recipient and coercers & set(e.actor)))
    ]


def _pressure(brief: Brief, index: Index) -> Statement:
    found = pressing(brief)
    held = [e for e in found if e.status in ("occurred", "historical")]
    possible = len(found) - len(held)
    ids = [id for e in found for id in e.events]
    start = f"Pressure on {_client(brief)}"
    if not held:
        text = f"{start} that occurred: {NONE_FOUND}"
    else:
        who: dict[str, int] = {}
        for episode in held:
            for actor in episode.actor:
                who[actor] = who.get(actor, 0) + 1
        parts = [f"{state(brief, a)}, {plural(n, 'episode')}" for a, n in who.items()]
        means = _some(list(dict.fromkeys(label(e.instrument) for e in held if e.instrument)))
        text = f"{start}: {'; '.join(few(parts, 4, 'other actor')) or plural(len(held), 'episode')}"
        text += f" ({means})" if means else ""
    if possible:
        text += f"; {possible:,} more told of as planned, possible or denied, and not counted"
    return Statement(text + ".", index.of(ids), "pressure")


def _collision(brief: Brief, index: Index) -> Iterator[Statement]:
    found = [v for v in brief.verdicts if v.kind == "collision"]
    if not found:
        return
    more = f" ({plural(len(found) - 1, 'more collision')} below)" if len(found) > 1 else ""
    sentence = found[0].sentence.rstrip(" .")
    claims = tuple(r for r in map(index.claim, found[0].claims) if r is not None)
    yield Statement(f"{sentence}{more}.", index.of(found[0].evidence), "claims", claims)
