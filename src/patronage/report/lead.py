"""The bottom line: two to six sentences made from the values, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from patronage.report.claims import tests
from patronage.report.evidence import Index, Ref, Refs
from patronage.report.ranking import patrons_ranked
from patronage.report.steps import STEPS, step_ids
from patronage.report.wording import (
    NONE_FOUND,
    day,
    few,
    join,
    label,
    named,
    plural,
    probability,
    state,
    typeset,
    years,
)
from patronage.results import Brief, Cell, Change, Decline, Episode, Request

__all__ = ["LITTLE", "Statement", "bottom_line", "pressing", "whom"]

LITTLE = "too little to tell"  # the measures' words for a change
_UNCLEAR = "no clear change"
_UNTOLD = "not told"  # the measures' word for an instrument that no text names


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, the rows behind it, and the section that tells more, if one does."""

    text: str
    refs: Refs
    section: str
    claims: tuple[Ref, ...] = ()


def bottom_line(brief: Brief, index: Index) -> list[Statement]:
    """Say what the values say, and no more, in two to six sentences.

    Backing and its change, falls in yearly series, requests, pressure, the headline's test and the
    first collision each have one sentence; a sentence on what is missing says that we found none.
    """
    if not brief.events and brief.rows and not brief.documents:
        none = "No text was read: what stands here rests on registers alone."
        return [Statement(none, Refs(()), "decades"), *_falls(brief, index)]
    if not brief.events:
        none = f"No evidence found: these texts gave no report of an event around {_client(brief)}."
        more = "That is a statement about the texts read, not about the world."
        return [Statement(none, Refs(()), ""), Statement(more, Refs(()), "unknown")]
    tested = list(_headline(brief, index))
    # A headline's test lists the registers' breaks itself.
    fell = [] if tested else list(_falls(brief, index))
    made = [_backing(brief, index), *_changes(brief, index), *fell, *_requests(brief, index)]
    audited = (*tested, *_collision(brief, index))
    return [*made, _pressure(brief, index), *audited][:6]


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
    """Patrons told to have fallen or found to have changed come first, the silent ones last."""
    if not brief.changes:
        return
    place = patrons_ranked(brief)
    ranked = sorted(brief.changes, key=lambda c: place[c.patron])
    told, counted = _told(brief, ranked), _counted(brief, ranked)
    made = [told, counted] if any(c.told for c in ranked) else [counted, told]
    ids = [id for c in ranked for id in (*c.told, *c.refusals, *c.evidence)]
    yield Statement(" ".join(f"{s}." for s in made if s), index.of(ids), "change")


def _told(brief: Brief, ranked: list[Change]) -> str:
    """What the texts say in words: that backing fell, and that a patron refused."""
    fell = [named(brief, c.patron) for c in ranked if c.told]
    refused = [named(brief, c.patron) for c in ranked if c.refusals]
    if not fell and not refused:
        return f"Reports of a refusal, or that say in words that backing has fallen: {NONE_FOUND}"
    refusals = f"refusals by a patron: {join(few(refused, 4, 'other')) or NONE_FOUND}"
    if not fell:
        return f"Reports that say in words that backing has fallen: {NONE_FOUND}; {refusals}"
    count = plural(len({id for c in ranked for id in c.told}), "report")
    return (
        f"That the backing of {join(few(fell, 4, 'other'))} has fallen is said in {count}; "
        f"{refusals}"
    )


def _counted(brief: Brief, ranked: list[Change]) -> str:
    """Counts then and now; patrons of whom too little is told share one clause."""
    clear = [c for c in ranked if c.word != LITTLE]
    clear.sort(key=lambda c: (not c.told, c.word == _UNCLEAR))
    little = [named(brief, c.patron) for c in ranked if c.word == LITTLE]
    lengths = {(c.then_years, c.now_years) for c in clear}
    then, now = lengths.pop() if len(lengths) == 1 else (None, None)
    spells = f" ({years(then)} then, {years(now)} now)" if then and now else ""
    parts = [_count(brief, c, not place) for place, c in enumerate(clear)]
    text = "; ".join(few(parts, 4, "other patron"))
    silent = f"too little to tell for {join(few(little, 2, 'other'))}" if little else ""
    if not text:
        return silent[:1].upper() + silent[1:]
    by = "rate" if spells else "count"
    return f"By {by}{spells}, {text}" + (f"; {silent}" if silent else "")


def _count(brief: Brief, change: Change, first: bool) -> str:
    """``Russia: rose (10 episodes then, 6 now)``, shorter where the words were just said."""
    count = plural(change.then, "episode") if first else f"{change.then:,}"
    then = f"{count if change.then else NONE_FOUND} then"
    now = f"{f'{change.now:,}' if change.now else NONE_FOUND} now"
    name = named(brief, change.patron)
    if change.told and "told" in change.word:
        return f"{name}: {then}, {now}"
    return f"{name}: {change.word} ({then}, {now})"


def _falls(brief: Brief, index: Index) -> Iterator[Statement]:
    """What series fell, from when on, and which explanation weighs most; three at most."""
    place = patrons_ranked(brief)
    found = [d for d in brief.wider.declines if d.found is not None]
    found.sort(key=lambda d: place.get(d.patron, len(place)))
    if not found:
        return
    parts = []
    for one in found[:3]:
        sure = f"probability {probability(one.found.probability)}" if one.found else ""
        why = _why(one)
        year = one.found.time.year if one.found else ""
        parts.append(f"{state(brief, one.patron)}, {one.series}, from {year} on ({sure}; {why})")
    more = f"; {len(found) - 3} more below" if len(found) > 3 else ""
    ids = [id for d in found for id in d.evidence]
    text = f"Yearly series that fall: {'; '.join(parts)}{more}."
    yield Statement(text, index.of(ids), "change")


def _why(decline: Decline) -> str:
    """Which explanation weighs most, and whether it does so whatever the weights."""
    told = [e for e in decline.explanations if e.speaks == "for" and e.share is not None]
    if not told:
        return "no explanation is told of"
    first, *rest = sorted(told, key=lambda e: -(e.share or 0))
    if rest and (rest[0].share or 0) > (first.share or 0) - 0.005:
        return "nothing here tells its explanations apart"
    clear = all((e.high or 1) < (first.low or 0) for e in rest)
    return f"most speaks for: {first.name}{'' if clear else ', though not clearly'}"


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
    """Pressure on the client by others: aimed at it, or by a coercer at no one that is named."""
    coercers = set(brief.coercers)
    return [
        e
        for e in brief.episodes
        if e.polarity == "pressure"
        and set(e.actor) != {brief.client}
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
                if actor != brief.client:  # who joins in what is aimed at itself presses nobody
                    who[actor] = who.get(actor, 0) + 1
        ranked = sorted(who.items(), key=lambda pair: -pair[1])
        parts = [f"{state(brief, a)}, {plural(n, 'episode')}" for a, n in ranked]
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
    sentence = typeset(found[0].sentence.rstrip(" ."))
    claims = tuple(r for r in map(index.claim, found[0].claims) if r is not None)
    yield Statement(f"{sentence}{more}.", index.of(found[0].evidence), "claims", claims)


def _headline(brief: Brief, index: Index) -> Iterator[Statement]:
    """What the test of the first headline found, in a sentence: the breaks, and no more."""
    for test in tests(brief, index)[:1]:
        verdict = test.found.verdict
        breaks = verdict.breaks
        listed = "; ".join(f"{b.series}, {b.direction} from {b.time.year} on" for b in breaks)
        order = (
            "Every register that tells has its break before the cause that the headline tells"
            if verdict.kind == "period mismatch"
            else "The registers do not show that the headline's effect was there before its cause"
        )
        claims = (test.claim,) if test.claim else ()
        yield Statement(typeset(f"{order}: {listed}."), Refs(()), "claims", claims)
