"""What the wider measures show: the rows of their figures, their captions, what a line says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patronage.report.evidence import Index
from patronage.report.frames import decades_chart, framed
from patronage.report.quantities import quantity
from patronage.report.ranges import Axis, Panel, Reach, ranges_chart
from patronage.report.ranking import DRAWN, patrons_ranked
from patronage.report.wording import (
    NONE_FOUND,
    decimal,
    few,
    hundredths,
    join,
    plural,
    probability,
    short,
    state,
)
from patronage.results import Answered, Brief, Course, Decline, Estimate, Exchange, Exposure, Series

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Fallen", "exposed", "fallen", "falls", "figures_of", "halves", "parts_of",
           "standing"]  # fmt: skip

_SPELLS = ("then", "now")
_GAP = Axis(-1, 1, ((-1, "deeds alone"), (0, "as many"), (1, "words alone")), line=0)


def figures_of(brief: Brief, index: Index) -> Iterator[tuple[str, str, alt.Chart | None]]:
    """Each figure as (name, caption, chart)."""
    yield "dependence", _depends(brief), ranges_chart(list(_shares(brief, index)))
    yield "words", _gaps_told(brief), ranges_chart(list(_gaps(brief, index)), _GAP)
    yield "decades", _framed(brief), decades_chart(brief, index)
    yield "explained", _explained(brief), ranges_chart(list(_rivals(brief, index)))
    yield "analogues", _followed(brief), ranges_chart(list(_past(brief, index)))
    yield "outlook", _expected(brief), ranges_chart(list(_outcomes(brief)))


# Dependence, words and deeds


def _shares(brief: Brief, index: Index) -> Iterator[Panel]:
    kinds = dict.fromkeys(d.counted for d in brief.wider.dependence)
    for counted in kinds:
        spells = {d.spell: d for d in brief.wider.dependence if d.counted == counted}
        whole = {
            (share.patron, spell): share.part
            for spell, d in spells.items()
            for share in d.shares
            if share.instrument is None or counted != "episodes"
        }
        names = dict.fromkeys(patron for patron, _ in whole)
        ranked = sorted(
            names, key=lambda p: -max(e.value for (who, _), e in whole.items() if who == p)
        )
        rows = [
            _part(short(state(brief, p)), spell, whole[p, spell], index)
            for p in ranked[:DRAWN] for spell in _SPELLS if (p, spell) in whole
        ]  # fmt: skip
        yield Panel(f"Share of {counted}", tuple(rows))


def _part(name: str, spell: str, one: Estimate, index: Index) -> Reach:
    said = f"{one.value:.0%} {spell} ({one.low:.0%} to {one.high:.0%}; n {one.n:,})"
    return Reach(name, one.value, one.low, one.high, said, f"{name}, {said}",
                 index.href(one.evidence), soft=spell == "then")  # fmt: skip


def _depends(brief: Brief) -> str:
    """Who has the largest share, then and now, of each thing that is counted."""
    parts: list[str] = []
    for counted in dict.fromkeys(d.counted for d in brief.wider.dependence):
        told: dict[str, list[str]] = {}
        for spell in _SPELLS:
            for d in brief.wider.dependence:
                if (d.counted, d.spell) == (counted, spell) and d.shares:
                    whole = [s for s in d.shares if s.instrument is None or counted != "episodes"]
                    most = max(whole, key=lambda s: s.part.value)
                    name = state(brief, most.patron)
                    told.setdefault(name, []).append(f"{most.part.value:.0%} {spell}")
        most_of = "; ".join(f"{name} ({', '.join(shares)})" for name, shares in told.items())
        parts.append(f"{'Largest' if not parts else 'largest'} share of {counted}: {most_of}")
    return "; ".join(parts)


def _gaps(brief: Brief, index: Index) -> Iterator[Panel]:
    place = patrons_ranked(brief)
    told = sorted(brief.wider.words, key=lambda w: (place.get(w.patron, 99), w.spell == "now"))
    rows = []
    for one in told:
        if one.gap.n < 2:
            continue  # one episode alone leaves nothing to compare
        name = short(state(brief, one.patron))
        counts = (f"{e.n or 'none'} in {e.name}" for e in (one.words, one.deeds))
        said = f"{', '.join(counts)} {one.spell}"
        words = f"{name}: {said}; gap {decimal(one.gap.value)}, {one.gap.mass:.0%} interval "
        words += f"{decimal(one.gap.low)} to {decimal(one.gap.high)}"
        rows.append(Reach(name, one.gap.value, one.gap.low, one.gap.high, said, words,
                          index.href(one.gap.evidence), soft=one.spell == "then"))  # fmt: skip
    yield Panel("Words less deeds, as parts of all", tuple(rows))


def _gaps_told(brief: Brief) -> str:
    clear = [w for w in brief.wider.words if w.gap.n > 1 and (w.gap.low > 0 or w.gap.high < 0)]
    if not clear:
        return "No patron’s words clearly outnumber its deeds, nor the reverse"
    parts = []
    for more, less, some in (
        ("words", "deeds", [w for w in clear if w.gap.low > 0]),
        ("deeds", "words", [w for w in clear if w.gap.high < 0]),
    ):
        names = [f"{state(brief, w.patron)} {w.spell}" for w in some]
        if names:
            parts.append(f"clearly more {more} than {less}: {join(few(names, 4, 'other'))}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


# The frame of decades


def _framed(brief: Brief) -> str:
    panels = framed(brief)
    told = []
    for _, what in panels:
        if isinstance(what, Series):
            best = max(what.points, key=lambda p: p.value or 0)
            most = quantity(best.value or 0, what.unit)
            who = state(brief, what.patron)
            told.append(f"{who}: {what.name} peak in {best.start.year} ({most})")
    news = [state(brief, a) for a, w in panels if isinstance(w, Course) and w.of == "backing"]
    if told:
        return "; ".join(few(told, 3, "other measure"))
    rising = [c for _, c in panels if isinstance(c, Course) and c.of == "backing"]
    ends = [f"{state(brief, c.actor)} {_last(c.level)}" for c in rising]
    levels = "Level of backing in the last year told, episodes a year"
    return f"{levels}: {'; '.join(few(ends, 4, 'other'))}" if news else "Levels"


def _last(level: Series) -> str:
    known = [p for p in level.points if p.value is not None and p.low is not None]
    if not known:
        return NONE_FOUND
    end = known[-1]
    return (
        f"{hundredths(end.value or 0)} ({hundredths(end.low or 0)} to {hundredths(end.high or 0)})"
    )


# Declines and what explains them


@dataclass(frozen=True, slots=True)
class Fallen:
    """A decline as the page tells it: whose, of what, when, how probable, and its rivals."""

    title: str
    when: str
    decline: Decline


def falls(brief: Brief) -> list[Decline]:
    """Declines that were found, the most probable and latest first."""
    found = [d for d in brief.wider.declines if d.found is not None]
    place = patrons_ranked(brief)
    return sorted(
        found,
        key=lambda d: (place.get(d.patron, 99), -(d.found.time.year if d.found else 0), d.series),
    )


def fallen(brief: Brief) -> list[Fallen]:
    """Declines with a title and their date in words."""
    made = []
    for one in falls(brief):
        found = one.found
        if found is None:
            continue
        when = f"falls from {found.time.year} on, probability {probability(found.probability)}; "
        reach = str(found.low.year)
        reach += f" to {found.high.year}" if found.high.year != found.low.year else ""
        unit = one.unit.removesuffix(" per year")  # the words that follow say it
        when += f"{found.mass:.0%} interval {reach}; from {quantity(found.before, unit)} "
        when += f"a year to {quantity(found.after, unit) if found.after else NONE_FOUND}"
        made.append(Fallen(f"{state(brief, one.patron)}: {one.series}", when, one))
    return made


def _rivals(brief: Brief, index: Index) -> Iterator[Panel]:
    for one in falls(brief)[:4]:
        rows = []
        for e in one.explanations:
            if e.share is None or e.low is None or e.high is None:
                continue
            said = f"{e.share:.0%} ({e.low:.0%} to {e.high:.0%})"
            rows.append(Reach(e.name, e.share, e.low, e.high, said, f"{e.name}: {said}",
                              index.href(e.evidence)))  # fmt: skip
        year = one.found.time.year if one.found else ""
        yield Panel(f"{state(brief, one.patron)}: {one.series}, from {year} on", tuple(rows))


def _explained(brief: Brief) -> str:
    told = []
    for one in falls(brief)[:4]:
        ranked = [e for e in one.explanations if e.share is not None and e.speaks == "for"]
        if not ranked:
            told.append(f"{state(brief, one.patron)}, {one.series}: no explanation told of")
            continue
        top = max(e.share or 0 for e in ranked)
        first = [e.name for e in ranked if (e.share or 0) > top - 0.005]
        word = "" if len(first) == 1 else ", of equal weight"
        told.append(f"{state(brief, one.patron)}, {one.series}: {join(first)}{word}")
    return f"Weightiest explanation of each fall: {'; '.join(told)}"


# Past episodes, and what may come


def _past(brief: Brief, index: Index) -> Iterator[Panel]:
    found = brief.wider.analogues
    if found is None:
        return
    every = {e.name: e for e in found.among_all}
    rows = []
    for one in found.among_nearest:
        whole = every.get(one.name)
        said = f"{one.value:.0%} of {one.n}" + (f"; all {whole.value:.0%}" if whole else "")
        words = f"{one.name}: {said}; {one.mass:.0%} interval {one.low:.0%} to {one.high:.0%}"
        base = whole.value if whole else None
        rows.append(Reach(one.name, one.value, one.low, one.high, said, words,
                          index.href(one.evidence), base=base))  # fmt: skip
    yield Panel(f"Within {found.years} years; upright line: all episodes", tuple(rows))


def _followed(brief: Brief) -> str:
    found = brief.wider.analogues
    if found is None or not found.among_nearest:
        return f"Past episodes: {NONE_FOUND}"
    most = max(found.among_nearest, key=lambda e: e.value)
    count = plural(len(found.nearest), "nearest past episode")
    met = round(most.value * most.n)
    return f"Of the {count}, most often: {most.name} ({met} of {most.n} of which it is known)"


def _outcomes(brief: Brief) -> Iterator[Panel]:
    ahead = brief.wider.ahead
    if ahead is None:
        return
    rows = []
    for one in ahead.outcomes:
        if one.shown and one.probability is not None and one.low is not None and one.high:
            said = f"{one.probability:.0%} ({one.low:.0%} to {one.high:.0%}); base {one.base:.0%}"
            rows.append(Reach(one.label, one.probability, one.low, one.high, said,
                              f"{one.label}: {said}", f"#o-{one.name}", "neutral",
                              base=one.base))  # fmt: skip
    yield Panel(f"Within {ahead.months} months; upright line: base rate", tuple(rows))


def _expected(brief: Brief) -> str:
    ahead = brief.wider.ahead
    told = [o for o in ahead.outcomes if o.shown and o.probability is not None] if ahead else []
    parts = [f"{o.label} {o.word or 'no judgement'} ({o.probability:.0%})" for o in told]
    return f"Model-implied: {join(parts)}" if parts else "Base rates alone"


# Rows of tables


def parts_of(brief: Brief) -> list[tuple[str, list[tuple[Exchange, list[Estimate]]]]]:
    """What passes between client and patron, by patron: each part with its estimates."""
    place = patrons_ranked(brief)
    by: dict[str, list[tuple[Exchange, list[Estimate]]]] = {}
    for one in brief.wider.exchange:
        if one.estimates and one.patron:
            by.setdefault(one.patron, []).append((one, list(one.estimates)))
    return sorted(by.items(), key=lambda pair: place.get(pair[0], 99))


def exposed(brief: Brief) -> tuple[list[Exposure], list[Exposure]]:
    """Exposures of which anything is told, and those of which nothing is."""

    def told(one: Exposure) -> bool:
        notes = (s.note for s in one.stakes)
        own = any(not n.startswith("Unknown: no register") and "no order" not in n
                  and "is loaded" not in n for n in notes)  # fmt: skip
        return bool(one.sunk) or own or any(s.estimate for s in one.stakes)

    place = patrons_ranked(brief)
    ranked = sorted(brief.wider.exposure, key=lambda x: place.get(x.patron, 99))
    return [x for x in ranked if told(x)], [x for x in ranked if not told(x)]


def halves(brief: Brief) -> list[Answered]:
    """Requests of which something closed is told, and those that are open, in the page's order."""
    place = patrons_ranked(brief)
    return sorted(brief.wider.answered, key=lambda a: (place.get(a.patron, 99), a.instrument or ""))


def standing(course: Course) -> tuple[str, str | None]:
    """A level in its last year, and the probability that it has fallen by then."""
    told = _last(course.level)
    told = f"{told} episodes a year" if told != NONE_FOUND else told
    points = course.fallen.points if course.fallen else ()
    known = [p for p in points if p.value is not None]
    return told, probability(known[-1].value or 0.0) if known else None
