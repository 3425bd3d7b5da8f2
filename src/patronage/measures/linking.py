"""Which reports of one block may be of one happening, found without comparing all with all.

The relation is that of :func:`patronage.measures.clusters.gather`. A block of a pair that is much
in the news holds thousands of reports, and comparing each two of them takes hours; here they are
put in order of time and swept once. What is found is the same: tests hold it against all pairs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from patronage.measures.reports import Report

__all__ = ["NEAR", "PRINTED", "Windows", "linked", "same", "same_time", "toward"]

NEAR = dt.timedelta(days=30)
PRINTED = dt.timedelta(days=14)
_DAY = dt.timedelta(days=1)
_FEW = 8  # reports below which comparing all with all costs less than sweeping

_Join = Callable[[int, int], None]
_Group = Sequence[int]


def toward(reports: Iterable[Report]) -> frozenset[str]:
    """Recipients and beneficiaries of some reports."""
    return frozenset(c for r in reports for c in r.recipient | r.beneficiary)


def same(one: Report, two: Report) -> bool:
    """Whether two reports of one block may tell of one happening."""
    return _same_sides(one, two) and same_time(one, two)


def _same_sides(one: Report, two: Report) -> bool:
    first, second = toward([one]), toward([two])
    if first or second:
        return bool(first & second)
    return bool(one.against & two.against) or not (one.against or two.against)


def same_time(one: Report, two: Report) -> bool:
    """Whether the times that two reports tell may be one."""
    first, second = sorted((one, two), key=lambda r: r.width)
    if first.width == 3:
        return _printed_together(first, second)
    if second.width == 3:
        return first.width < 2 and _told_beside(first, second)
    if second.width == 2:  # a total "since 2000" is no report of one delivery in 2018
        return first.width == 2 and _gap(first, second) < dt.timedelta(0)
    slack = NEAR if second.width == 0 else -_DAY
    return _gap(first, second) <= slack


def _printed_together(one: Report, two: Report) -> bool:
    if one.documents & two.documents:
        return True
    both = one.available and two.available
    return bool(both) and abs(one.available - two.available) <= PRINTED  # type: ignore[operator]


def _told_beside(dated: Report, undated: Report) -> bool:
    """An undated report in the same document, or of a day near the dated one."""
    if dated.documents & undated.documents:
        return True
    if undated.day is None or dated.width or not (dated.start and dated.end):
        return False
    return dated.start - NEAR <= undated.day <= dated.end + NEAR


def _gap(one: Report, two: Report) -> dt.timedelta:
    """Days between two times; below zero where they overlap (both half-open)."""
    return max(_start(one), _start(two)) - min(_end(one), _end(two))


def _start(report: Report) -> dt.date:
    return report.start or dt.date.min


def _end(report: Report) -> dt.date:
    return report.end or dt.date.max


def linked(reports: Sequence[Report]) -> Iterator[tuple[Report, ...]]:
    """Connected parts of the relation :func:`same`: no order can change them."""
    root = list(range(len(reports)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = i = root[root[i]]
        return i

    def join(i: int, j: int) -> None:
        root[top(i)] = top(j)

    for group in _beside(reports):
        if len(group) <= _FEW or any(_odd(reports[i]) for i in group):
            for i, j in combinations(group, 2):
                if top(i) != top(j) and same_time(reports[i], reports[j]):
                    join(i, j)
        else:
            _sweep(reports, group, join)
    parts: dict[int, list[Report]] = defaultdict(list)
    for i, report in enumerate(reports):
        parts[top(i)].append(report)
    return (tuple(part) for part in parts.values())


def _beside(reports: Sequence[Report]) -> Iterable[list[int]]:
    """Groups of reports such that two share one of them where their sides allow one happening."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, report in enumerate(reports):
        sides = toward([report])
        for code in sides or report.against or ("",):
            groups["toward" if sides else "against", code].append(i)
    return groups.values()


def _odd(report: Report) -> bool:
    """A time that ends before it begins is of no use in an order of times."""
    return report.width < 3 and _end(report) <= _start(report)


def _sweep(reports: Sequence[Report], group: _Group, join: _Join) -> None:
    """Join what :func:`same_time` joins in a group."""
    width: list[list[int]] = [[], [], [], []]
    for i in group:
        width[reports[i].width].append(i)
    _touching(reports, width[0], NEAR, join)
    _touching(reports, [*width[0], *width[1]], -_DAY, join)
    _touching(reports, width[2], -_DAY, join)
    _printed(reports, width[3], join)
    _in_one_text(reports, [*width[0], *width[1]], width[3], join)
    _near(reports, width[0], width[3], join)


def _touching(reports: Sequence[Report], group: _Group, slack: dt.timedelta, join: _Join) -> None:
    """Join spells at most so far apart: each begins near the latest end so far, or no one's."""
    order = sorted(group, key=lambda i: _start(reports[i]))
    last = order[0] if order else -1
    for i in order[1:]:
        # By differences: the sum of an open end and a slack would be no date.
        if _start(reports[i]) - _end(reports[last]) <= slack:
            join(i, last)
        if _end(reports[i]) > _end(reports[last]):
            last = i


def _printed(reports: Sequence[Report], undated: _Group, join: _Join) -> None:
    """Join undated reports that were printed within some days."""
    days = [(reports[i].available or dt.date.min, i) for i in undated if reports[i].available]
    for (early, i), (late, j) in pairwise(sorted(days)):
        if late - early <= PRINTED:
            join(i, j)


def _in_one_text(reports: Sequence[Report], dated: _Group, undated: _Group, join: _Join) -> None:
    """Join each undated report to all of its texts that are dated to the year, or undated."""
    first: dict[str, int] = {}
    for i in undated:
        for text in reports[i].documents:
            join(i, first.setdefault(text, i))
    for i in dated:
        for text in reports[i].documents & first.keys():
            join(i, first[text])


def _near(reports: Sequence[Report], dated: _Group, undated: _Group, join: _Join) -> None:
    """Join each undated report to those dated to the month near its day."""
    order = sorted(dated, key=lambda i: _start(reports[i]), reverse=True)
    days = sorted((day, i) for i in undated if (day := reports[i].day) is not None)
    held: list[int] = []  # those that have begun and not ended
    for day, i in days:
        while order and _start(reports[order[-1]]) - day <= NEAR:
            held.append(order.pop())
        held = [j for j in held if day - _end(reports[j]) <= NEAR]
        for j in held:
            join(i, j)
        # All held are one part now: whoever ends last stands for them.
        held = [max(held, key=lambda j: _end(reports[j]))] if held else []


class Windows:
    """Reports of a chain, gathered about the first of each window, in their order.

    A report goes to the first window whose first report may be of the same time. Windows are kept
    by the months and texts of their first report, so that few have to be looked at.
    """

    def __init__(self) -> None:
        self.found: list[list[Report]] = []
        self._wide: list[int] = []
        self._months: dict[int, list[int]] = defaultdict(list)
        self._undated: dict[int, list[int]] = defaultdict(list)
        self._texts: dict[str, list[int]] = defaultdict(list)

    def add(self, report: Report) -> None:
        """Put a report where it belongs; reports come in their order."""
        home = next((i for i in self._near(report) if same_time(self.found[i][0], report)), None)
        if home is not None:
            self.found[home].append(report)
            return
        place = len(self.found)
        self.found.append([report])
        if report.width == 0:
            self._months[_month(_start(report))].append(place)
        elif report.width < 3:
            self._wide.append(place)
        elif report.available:
            self._undated[_month(report.available)].append(place)
        for text in report.documents:
            self._texts[text].append(place)

    def _near(self, report: Report) -> list[int]:
        """Windows that may take a report, first made first."""
        found: set[int] = set()
        if report.width in (1, 2):
            found.update(self._wide)
        if report.width < 2:
            first, last = _month(_start(report)), _month(_end(report))
            found.update(i for m in range(first - 3, last + 3) for i in self._months.get(m, ()))
        if report.width == 3:
            found.update(i for text in report.documents for i in self._texts.get(text, ()))
            for day, months in ((report.day, self._months), (report.available, self._undated)):
                if day is not None:
                    middle = _month(day)
                    near = range(middle - 4, middle + 5)
                    found.update(i for m in near for i in months.get(m, ()))
        return sorted(found)


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month
