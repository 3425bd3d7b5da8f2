"""Captions that state what a figure finds, from the values that it draws."""

from __future__ import annotations

from collections import defaultdict

from patronage.report.lead import pressing, whom
from patronage.report.ranking import patrons_ranked
from patronage.report.trends import series_drawn
from patronage.report.wording import HOLLOW, NONE_FOUND, few, join, plural, state
from patronage.results import Brief, Cell

__all__ = ["captions", "doubled", "unrated"]


def captions(brief: Brief) -> dict[str, str]:
    """One finding for each figure, by the figure's name."""
    return {
        "matrix": _matrix(brief),
        "timeline": _timeline(brief),
        "change": _change(brief),
        "requests": _requests(brief),
        "pressure": _pressure(brief),
        "backing": _backing(brief),
    }


def _matrix(brief: Brief) -> str:
    once = _Once(brief)
    counts = {p: [once(p, spell) for spell in ("then", "now")]
              for p in patrons_ranked(brief)}  # fmt: skip
    parts = [f"{state(brief, p)}: {_then_now(*n)}" for p, n in counts.items() if any(n)]
    return "; ".join(few(parts, 4, "other patron")) or f"Backing that occurred: {NONE_FOUND}"


class _Once:
    """Happenings of a patron in a spell, each once, though told under several instruments.

    Cells count happenings by instrument; a brief that does not hold their episodes has the sum.
    """

    def __init__(self, brief: Brief) -> None:
        self._cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in brief.portfolio.cells:
            self._cells[cell.patron, cell.spell].append(cell)
        # Which episodes each report tells: to look into all of them for every patron is slow.
        self._told: dict[str, list[int]] = defaultdict(list)
        for place, e in enumerate(brief.episodes):
            if e.status not in HOLLOW:
                for id in e.events:
                    self._told[id].append(place)
        self._when = [e.when for e in brief.episodes]

    def __call__(self, patron: str, spell: str) -> int:
        counted = [c for c in self._cells.get((patron, spell), ()) if c.episodes]
        told = {place for c in counted for id in c.evidence for place in self._told.get(id, ())}
        met = sum(self._when[place] == spell for place in told)
        most, whole = max((c.episodes for c in counted), default=0), self.sum(patron, spell)
        return min(whole, met) if met >= most else whole

    def sum(self, patron: str, spell: str) -> int:
        """The same with one for each instrument."""
        return sum(c.episodes for c in self._cells.get((patron, spell), ()))


def doubled(brief: Brief) -> bool:
    """Whether a happening stands under two instruments of one patron."""
    once = _Once(brief)
    return any(
        once(p, spell) < once.sum(p, spell)
        for p in patrons_ranked(brief) for spell in ("then", "now")
    )  # fmt: skip


def unrated(brief: Brief) -> list[str]:
    """Patrons of whom the matrix counts more than the rates can, with how many more."""
    rated = {c.patron: c.then + c.now for c in brief.changes if c.then_years}
    once = _Once(brief)
    more = {
        p: sum(once(p, spell) for spell in ("then", "now")) - rated[p]
        for p in patrons_ranked(brief) if p in rated
    }  # fmt: skip
    return [f"{state(brief, p)} {n:,}" for p, n in more.items() if n > 0]


def _then_now(then: int, now: int) -> str:
    first = plural(then, "episode") if then else NONE_FOUND
    return f"{first} then, {f'{now:,}' if now else NONE_FOUND} now"


def _timeline(brief: Brief) -> str:
    dated = [e for e in brief.episodes if e.start is not None or e.end is not None]
    held = [e for e in dated if e.status not in HOLLOW]
    recent = sum(e.when == "now" for e in held)
    text = (
        f"{plural(len(held), 'dated episode')}, {f'{recent:,}' if recent else 'none'} of them now"
        if held
        else f"Dated episodes: {NONE_FOUND}"
    )
    if len(dated) > len(held):
        text += (
            f"; {len(dated) - len(held):,} more planned, possible or denied (hollow, not counted)"
        )
    bare = len(brief.episodes) - len(dated)
    return text + (f"; {bare:,} not dated in the text" if bare else "")


def _change(brief: Brief) -> str:
    place = patrons_ranked(brief)
    changes = sorted(brief.changes, key=lambda c: place[c.patron])
    parts = [f"{state(brief, c.patron)}: {_then_now(c.then, c.now)} ({c.word})" for c in changes]
    return "; ".join(few(parts, 4, "other patron"))


def _requests(brief: Brief) -> str:
    asked = [r for r in brief.requests if r.asked]
    arrived = [r for r in asked if r.arrived]
    if not asked:
        return f"Requests: {NONE_FOUND}"
    text = f"{plural(len(asked), 'request')} by patron and instrument"
    what = f"from {whom(brief, arrived)}" if arrived else NONE_FOUND
    return f"{text}; arrived of these: {what}"


def _pressure(brief: Brief) -> str:
    held = [e for e in pressing(brief) if e.status not in HOLLOW]
    recent = sum(e.when == "now" for e in held)
    if not held:
        return f"Pressure on {state(brief, brief.client)} that occurred: {NONE_FOUND}"
    others = (a for e in held for a in e.actor if a != brief.client)
    actors = list(dict.fromkeys(state(brief, a) for a in others))
    who = join(few(actors, 4, "other")) or "Actors not named"
    return f"{who}: {_then_now(len(held) - recent, recent)}"


def _backing(brief: Brief) -> str:
    parts = []
    for series in series_drawn(brief.backing):
        reports = len({i for p in series.points for i in p.evidence})
        who = state(brief, series.patron) if series.patron else "all patrons"
        undated = f", {series.undated:,} undated outside the figure" if series.undated else ""
        parts.append(f"{who}: {plural(reports, 'dated report')}{undated}")
    return "; ".join(parts)
